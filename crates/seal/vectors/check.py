"""A second implementation of Heard's sealed forms, written from `docs/formats.md` alone. It opens, makes again and
compares every vector in this folder, and makes sure that altered bytes are refused.

    python3 crates/seal/vectors/check.py

prints one line a file and ends with 0 if all agree. `--one NAME FILE` checks another file as if it were the vectors of
that name. `--parcel FILE` reads a parcel (hexadecimal digits in JSON, as in `parcels.json`) from elsewhere, for instance
from a browser.
"""

import base64
import hashlib
import json
import pathlib
import sys
import unicodedata

import primitives as p

HERE = pathlib.Path(__file__).resolve().parent
WORDS = (HERE / "../src/receipt/words.txt").read_text().split()
TEAM, RECOVERY = b"team____________", b"recovery________"
CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def u16(number):
    return number.to_bytes(2, "big")


def u32(number):
    return number.to_bytes(4, "big")


def u64(number):
    return number.to_bytes(8, "big")


def unhex(case, *names):
    return [bytes.fromhex(case[name]) for name in names]


def refused(action, *arguments):
    try:
        action(*arguments)
    except p.Refused:
        return
    raise AssertionError("altered bytes were accepted")


def altered(data, place):
    return data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]


# Receipts


def receipt(seed):
    indices, block = [], 0
    while len(indices) < 7:
        numbers = p.hkdf(seed, b"heard/receipt/v1/words" + u32(block))
        for at in range(0, 32, 2):
            number = int.from_bytes(numbers[at : at + 2], "big")
            if number < 8 * 7776 and len(indices) < 7:
                indices.append(number % 7776)
        block += 1
    words = " ".join(WORDS[index] for index in indices)
    number = 0
    for index in indices:
        number = number * 7776 + index
    digits = f"{number * 577:030d}"
    expand = lambda purpose: p.hkdf(words.encode(), b"heard/receipt/v1/" + purpose)
    auth_seed = expand(b"auth")
    auth_public = p.ed25519_public(auth_seed)
    return {
        "words": words,
        "digits": " ".join(digits[at : at + 3] for at in range(0, 30, 3)),
        "auth_seed": auth_seed,
        "auth_public": auth_public,
        "locator": p.sha256(b"heard/locator/v1" + auth_public)[:16],
        "report": p.sha256(b"heard/report/v1" + auth_public)[:16],
        "mailbox_public": p.xwing_keys(expand(b"mailbox"))[0],
        "ledger_salt": expand(b"ledger"),
    }


def check_receipts(cases):
    for case in cases:
        made = receipt(bytes.fromhex(case["seed"]))
        for name in ("words", "digits"):
            assert made[name] == case[name], name
        for name in ("auth_public", "locator", "report", "mailbox_public", "ledger_salt"):
            assert made[name].hex() == case[name], name
        sign_in = case["sign_in"]
        message = b"heard/sign-in/v1" + bytes.fromhex(sign_in["nonce"])
        for text in (sign_in["origin"].encode(), sign_in["purpose"].encode()):
            message += u32(len(text)) + text
        assert p.ed25519_sign(made["auth_seed"], message).hex() == sign_in["signature"]
    return len(cases)


# Wraps


def aad(context):
    return b"".join(unhex(context, "organisation", "subject", "recipient")) + u32(context["epoch"])


def unwrap(seed, wrapped, info, context_bytes):
    if len(wrapped) != 1169 or wrapped[0] != 1:
        raise p.Refused
    return p.hpke_open(seed, wrapped[1:1121], info, context_bytes, wrapped[1121:])


def unbox(key, form, wrapped, context_bytes):
    if wrapped[0] != form:
        raise p.Refused
    return p.xchacha_open(key, wrapped[1:25], context_bytes, wrapped[25:])


def check_wraps(cases):
    for case in cases["to_public_keys"]:
        seed, public, secret, wrapped = unhex(case, "reader_seed", "reader_public", "secret", "wrapped")
        info, context_bytes = case["info"].encode(), aad(case["context"])
        assert p.xwing_keys(seed)[0] == public
        assert unwrap(seed, wrapped, info, context_bytes) == secret
        refused(unwrap, seed, wrapped, b"vcs1/other", context_bytes)
        refused(unwrap, seed, wrapped, info, altered(context_bytes, 51))
        for place in (0, 1, 1000, 1100, 1168):
            refused(unwrap, seed, altered(wrapped, place), info, context_bytes)
    case = cases["under_batch_key"]
    batch, secret, wrapped = unhex(case, "batch", "secret", "wrapped")
    key = p.hkdf(batch, b"vcs1/batch")
    assert unbox(key, 2, wrapped, aad(case["context"])) == secret
    refused(unbox, key, 2, altered(wrapped, 40), aad(case["context"]))
    case = cases["under_token"]
    token, context_bytes, secret, wrapped = unhex(case, "token", "context", "secret", "wrapped")
    assert unbox(p.hkdf(token, b"vcs1/token"), 3, wrapped, context_bytes) == secret
    return len(cases["to_public_keys"]) + 2


# Objects


def padded(length):
    exponent = length.bit_length() - 1
    step = 1 << (exponent - exponent.bit_length())
    return max(256, -(-length // step) * step)


def check_paddings(cases):
    for length, expected in cases:
        assert padded(length) == expected, length
    return len(cases)


def seal_object(key, kind, organisation, subject, object_, version, schema_hash, prefix, plain):
    size = padded(len(plain) + 8)
    header = b"VCS1" + bytes([1, kind]) + organisation + subject + object_ + u16(version) + schema_hash
    header += bytes([16]) + u64(size) + prefix
    assert len(header) == 116
    content = (u64(len(plain)) + plain).ljust(size, b"\0")
    object_key = p.hkdf(key, b"vcs1/obj" + object_)
    out = header
    for index, at in enumerate(range(0, size, 65536)):
        last = at + 65536 >= size
        nonce = prefix + u32(index) + bytes([last])
        out += p.xchacha_seal(object_key, nonce, header, content[at : at + 65536])
    return out


def open_object(key, sealed):
    header, body = sealed[:116], sealed[116:]
    if header[:5] != b"VCS1\1" or header[88] != 16:
        raise p.Refused
    size = int.from_bytes(header[89:97], "big")
    if len(body) != size + 16 * -(-size // 65536):
        raise p.Refused
    object_key, content = p.hkdf(key, b"vcs1/obj" + header[38:54]), b""
    for index, at in enumerate(range(0, len(body), 65552)):
        nonce = header[97:116] + u32(index) + bytes([at + 65552 >= len(body)])
        content += p.xchacha_open(object_key, nonce, header, body[at : at + 65552])
    length = int.from_bytes(content[:8], "big")
    if length > size - 8 or content[8 + length :].strip(b"\0"):
        raise p.Refused
    return content[8 : 8 + length]


def check_objects(cases):
    for case in cases:
        key, organisation, subject, object_, schema_hash, prefix = unhex(
            case, "key", "organisation", "subject", "object", "schema_hash", "nonce_prefix"
        )
        plain = bytes((i * 7 + 3) % 256 for i in range(case["content_length"]))
        sealed = seal_object(
            key, case["kind"], organisation, subject, object_, case["version"], schema_hash, prefix, plain
        )
        assert len(sealed) == case["sealed_length"]
        assert p.sha256(sealed).hex() == case["sealed_sha256"]
        if "sealed" in case:
            assert sealed.hex() == case["sealed"]
            assert open_object(key, sealed) == plain
            for place in (0, 5, 60, 115, 116, len(sealed) - 1):
                refused(open_object, key, altered(sealed, place))
            refused(open_object, key, sealed[:-1])
            refused(open_object, key, sealed + b"\0")
    return len(cases)


# Slots


def check_slots(cases):
    for case in cases:
        slot = bytes.fromhex(case["slot"])
        assert slot[:5] == b"VCSK\1" and len(slot) == 30 + 24 + 64 + 16
        memory, passes = int.from_bytes(slot[5:9], "big"), int.from_bytes(slot[9:13], "big")
        assert slot[13] == 1
        passphrase = unicodedata.normalize("NFKC", case["passphrase"]).encode()
        key = p.hkdf(p.argon2id(passphrase, slot[14:30], memory, passes, 32), b"vcs1/slot/passphrase")
        seeds = p.xchacha_open(key, slot[30:54], slot[:30], slot[54:])
        assert seeds.hex() == case["sealing_seed"] + case["signing_seed"]
        assert p.ed25519_public(seeds[32:]).hex() == case["signing_public"]
        refused(p.xchacha_open, key, slot[30:54], altered(slot[:30], 8), slot[54:])
    return len(cases)


def check_paper_slots(cases):
    for case in cases:
        paper, member, slot = unhex(case, "paper", "member", "slot")
        head = b"VCSP\1"
        assert slot[:5] == head and len(slot) == 5 + 24 + 64 + 16
        key = p.hkdf(paper, b"vcs1/slot/paper")
        seeds = p.xchacha_open(key, slot[5:29], head + member, slot[29:])
        assert seeds.hex() == case["sealing_seed"] + case["signing_seed"]
        refused(p.xchacha_open, key, slot[5:29], head + altered(member, 3), slot[29:])
        for place in (5, 29, 100, 108):
            changed = altered(slot, place)
            refused(p.xchacha_open, key, changed[5:29], head + member, changed[29:])
    return len(cases)


# Shares of the recovery key


def rows(letter, text):
    out = b""
    lines = [line.split() for line in text.splitlines() if line.startswith(letter)]
    for number, (name, *groups, word) in enumerate(lines, 1):
        assert name == f"{letter}{number}" and [len(group) for group in groups] == [6] * 4
        bits = 0
        for character in "".join(groups):
            bits = bits << 5 | CROCKFORD.index(character)
        row = bits.to_bytes(15, "big")
        digest = p.sha256(b"heard/share-row/v1" + name.encode() + row)
        if WORDS[int.from_bytes(digest[:4], "big") % 7776] != word:
            raise p.Refused
        out += row
    return out


SECOND_BASE = p.ristretto_from_hash(hashlib.sha512(b"heard/recovery/h/v1").digest())


def read_share(sheet):
    own, common = rows("s", sheet), rows("p", sheet)
    format_, needed, count = common[:3]
    length = 3 + 32 * needed + 64
    common, rest = common[:length], common[length:]
    assert format_ == 1 and not rest.strip(b"\0") and not own[73:].strip(b"\0")
    assert own[0] == 1 and own[2:9] == p.sha256(common)[:7] and 1 <= own[1] <= count
    value, blinding = (int.from_bytes(own[at : at + 32], "little") for at in (9, 41))
    commitments = [p.ristretto_decode(common[3 + 32 * j : 35 + 32 * j]) for j in range(needed)]
    fits = p.ristretto_sum([(own[1] ** j, commitment) for j, commitment in enumerate(commitments)])
    if p.ristretto_sum([(value, p.BASE), (blinding, SECOND_BASE)]) != fits:
        raise p.Refused
    return own[1], value, needed, common


def join(shares):
    masked, fingerprint = shares[0][3][-64:-32], shares[0][3][-32:]
    shared = 0
    for here, value, *_ in shares:
        weight = 1
        for there in (share[0] for share in shares if share[0] != here):
            weight = weight * there * pow(there - here, -1, p.ORDER) % p.ORDER
        shared = (shared + weight * value) % p.ORDER
    pad = p.hkdf(shared.to_bytes(32, "little"), b"heard/recovery/mask/v1")
    seed = bytes(a ^ b for a, b in zip(masked, pad))
    if p.sha256(p.xwing_keys(seed)[0]) != fingerprint:
        raise p.Refused
    return seed


def check_shares(cases):
    for case in cases:
        shares = [read_share(sheet) for sheet in case["sheets"]]
        needed = case["needed"]
        assert len(shares) == case["count"] and {share[2] for share in shares} == {needed}
        assert len({share[3] for share in shares}) == 1
        for chosen in (shares[:needed], shares[-needed:]):
            assert join(chosen).hex() == case["seed"]
        refused(join, shares[: needed - 1])
        sheet = case["sheets"][0]
        place = sheet.index(" ") + 1
        refused(rows, "s", sheet[:place] + ("1" if sheet[place] == "0" else "0") + sheet[place + 1 :])
    return len(cases)


# Kits, tokens


def check_kits(cases):
    for case in cases:
        seed = bytes.fromhex(case["seed"])
        number = int.from_bytes(seed + p.sha256(b"heard/kit/v1" + seed)[:3], "big")
        text = "".join(CROCKFORD[number >> (5 * place) & 31] for place in reversed(range(56)))
        assert "-".join(text[at : at + 7] for at in range(0, 56, 7)) == case["text"]
    return len(cases)


def check_tokens(cases):
    form = cases["form"]
    key, seed = unhex(form, "key", "seed")
    issued, purpose = form["issued"].to_bytes(8, "big"), b"heard/form/v1"
    mac = p.hmac(key, u32(len(purpose)) + purpose + issued + seed)
    assert base64.urlsafe_b64encode(issued + seed + mac).rstrip(b"=").decode() == form["text"]
    content = cases["content"]
    assert content_mac(bytes.fromhex(content["seed"]), content["content"].encode()).hex() == content["mac"]
    hash_ = cases["hash"]
    assert p.sha256(b"heard/token/v1" + bytes.fromhex(hash_["token"])).hex() == hash_["hash"]
    work = cases["work"]
    zeros = lambda answer: 256 - int.from_bytes(p.sha256(f"{work['challenge']}{answer}".encode()), "big").bit_length()
    assert [zeros(answer) >= work["bits"] for answer in range(work["answer"] + 1)].index(True) == work["answer"]
    return 4


def content_mac(seed, content):
    return p.hmac(p.hkdf(seed, b"heard/form/v1/content"), content)


# Parcels


def check_parcels(case):
    parcel, organisation, schema_hash = unhex(case, "parcel", "organisation", "schema_hash")
    team_seed, recovery_seed, receipt_seed = unhex(case, "team_seed", "recovery_seed", "receipt_seed")
    at = 0

    def take(length):
        nonlocal at
        at += length
        assert at <= len(parcel)
        return parcel[at - length : at]

    assert take(4) == b"VCP1"
    report, epoch = take(16), take(4)
    made = receipt(receipt_seed)
    assert report == made["report"] and epoch == u32(case["epoch"])
    assert take(32) == made["auth_public"]
    mac = take(32)
    assert take(32) == made["ledger_salt"]
    assert take(1216) == made["mailbox_public"]
    context = organisation + report
    key = unwrap(team_seed, take(1169), b"vcs1/rk", context + TEAM + epoch)
    assert unwrap(recovery_seed, take(1169), b"vcs1/rk", context + RECOVERY + u32(0)) == key
    found = []
    for _ in range(take(1)[0]):
        sealed = take(int.from_bytes(take(4), "big"))
        assert sealed[6:38] == organisation + report
        assert sealed[38:54] == p.sha256(b"heard/object/v1" + report + sealed[5:6])[:16]
        assert sealed[54:88] == u16(case["version"]) + schema_hash
        found.append({"kind": sealed[5], "content": open_object(key, sealed).decode()})
    assert at == len(parcel)
    assert made["words"].encode() not in parcel and receipt_seed not in parcel and key not in parcel
    if "whole" in case:
        assert mac == content_mac(receipt_seed, case["whole"].encode())
        assert found == case["contents"]
    return found


CHECKS = {
    "receipts.json": check_receipts,
    "wraps.json": check_wraps,
    "paddings.json": check_paddings,
    "objects.json": check_objects,
    "slots.json": check_slots,
    "paper_slots.json": check_paper_slots,
    "shares.json": check_shares,
    "kits.json": check_kits,
    "tokens.json": check_tokens,
    "parcels.json": lambda case: len(check_parcels(case)),
}


def main(arguments):
    if arguments[:1] == ["--parcel"]:
        print(json.dumps(check_parcels(json.loads(pathlib.Path(arguments[1]).read_text()))))
        return
    if arguments[:1] == ["--one"]:
        _, name, path = arguments
        CHECKS[name](json.loads(pathlib.Path(path).read_text()))
        return
    names = {path.name for path in HERE.glob("*.json")}
    assert names == set(CHECKS), f"files without a check or checks without a file: {names ^ set(CHECKS)}"
    for name, check in CHECKS.items():
        print(f"{name}: {check(json.loads((HERE / name).read_text()))} agree")


if __name__ == "__main__":
    main(sys.argv[1:])
