#!/usr/bin/env python3
"""Made-up coded incidents for comparing engines: ROWS rows over ten years, to FILE.parquet and FILE.csv.

Ten columns as a national collection has them: number, day (with a weekly rhythm and a slow rise), category (12, a few of
them common), area (380, the first ones busiest), strand (5), whether verified (78 of 100), gender, age band, whether
online, source.  usage: incidents.py ROWS FILE
"""
import sys

import numpy as np
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet

rows, file = int(sys.argv[1]), sys.argv[2]
dice = np.random.default_rng(2026)


def words(names, weights):
    weights = np.asarray(weights, float)
    drawn = dice.choice(len(names), rows, p=weights / weights.sum()).astype(np.int16)
    return pa.DictionaryArray.from_arrays(pa.array(drawn), pa.array(names))


days = np.arange(3653)
rhythm = (1 + 0.15 * np.sin(days * 2 * np.pi / 7)) * (1 + days / 8000)
first_day = 16436  # 1 January 2015, in days since 1970
drawn_days = np.sort(dice.choice(3653, rows, p=rhythm / rhythm.sum())).astype(np.int32) + first_day
table = pa.table({
    "id": pa.array(np.arange(rows, dtype=np.int64)),
    "day": pa.array(drawn_days, pa.date32()),
    "category": words([f"category-{n}" for n in range(12)], [30, 12, 12, 11, 9, 8, 6, 4.5, 4, 3, 0.3, 0.2]),
    "area": words([f"area-{n}" for n in range(380)], 1 / np.arange(1, 381) ** 0.8),
    "strand": words(["race", "religion", "sexual-orientation", "disability", "transgender"], [62, 12, 15, 8, 3]),
    "verified": pa.array(dice.random(rows) < 0.78),
    "gender": words(["woman", "man", "other"], [48, 49, 3]),
    "age": words([f"age-{n}" for n in range(7)], [6, 17, 22, 20, 16, 11, 8]),
    "online": pa.array(dice.random(rows) < 0.18),
    "source": words(["form", "partner", "police", "phone"], [50, 25, 20, 5]),
})
pyarrow.parquet.write_table(table, file + ".parquet", compression="zstd", row_group_size=1_000_000)
plain = {name: table[name].cast(pa.string()) if pa.types.is_dictionary(table[name].type) else table[name] for name in table.column_names}
pyarrow.csv.write_csv(pa.table(plain), file + ".csv")
