#!/usr/bin/env python3
"""Counts with one general engine, for comparison.  usage: engines.py polars|datafusion|duckdb FILE

Both questions of `heard-bench figures`, on FILE.parquet read into memory. Prints one line of JSON for each: wall (median)
and processor time (mean) in milliseconds of seven runs after a first one, groups found, and the peak of memory in MB.
"""
import datetime
import json
import resource
import statistics
import sys
import time

engine, file = sys.argv[1], sys.argv[2] + ".parquet"
FROM, TO = datetime.date(2018, 1, 1), datetime.date(2022, 12, 31)


def sql(table):
    return {
        "cross": f"select category, date_trunc('month', day) as month, area, count(*) as n from {table} where verified "
        f"and day between date '{FROM}' and date '{TO}' and strand in ('race', 'religion') group by 1, 2, 3",
        "plain": f"select category, date_trunc('month', day) as month, count(*) as n from {table} where verified group by 1, 2",
    }


if engine == "polars":
    import polars as pl

    frame = pl.read_parquet(file).lazy()
    month = pl.col("day").dt.truncate("1mo").alias("month")
    chosen = pl.col("verified") & pl.col("day").is_between(FROM, TO) & pl.col("strand").cast(pl.String).is_in(["race", "religion"])
    questions = {
        "cross": lambda: frame.filter(chosen).group_by("category", month, "area").len().collect().height,
        "plain": lambda: frame.filter(pl.col("verified")).group_by("category", month).len().collect().height,
    }
elif engine == "duckdb":
    import duckdb

    base = duckdb.connect()
    base.execute(f"create table incident as select * from read_parquet('{file}')")
    questions = {name: (lambda text=text: base.execute(text).to_arrow_table().num_rows) for name, text in sql("incident").items()}
else:
    import datafusion

    context = datafusion.SessionContext()
    context.register_parquet("stored", file)
    context.register_table("incident", context.sql("select * from stored").cache().into_view())
    questions = {name: (lambda text=text: sum(batch.num_rows for batch in context.sql(text).collect())) for name, text in sql("incident").items()}

for name, ask in questions.items():
    groups = ask()
    walls, before = [], time.process_time()
    for _ in range(7):
        start = time.perf_counter()
        ask()
        walls.append(time.perf_counter() - start)
    used = (time.process_time() - before) / len(walls)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"question": name, "wall": statistics.median(walls) * 1e3, "processor": used * 1e3, "groups": groups, "peak": peak}))
