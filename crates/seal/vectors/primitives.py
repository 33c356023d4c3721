"""The primitives, each from its published text, in plain Python. Slow, not in constant time, for tests only.

SHA-2, SHA-3, SHAKE, HMAC and BLAKE2b come from Python's own library; everything else is here, so that nothing of what
is checked shares code with what checks it.
"""

import hashlib
import hmac as _hmac
import struct


class Refused(Exception):
    """The bytes were altered, or the key or context is another."""


# HMAC (RFC 2104) and HKDF (RFC 5869)


def sha256(data):
    return hashlib.sha256(data).digest()


def hmac(key, data):
    return _hmac.new(key, data, hashlib.sha256).digest()


def hkdf_extract(salt, material):
    return hmac(salt or bytes(32), material)


def hkdf_expand(key, info, length):
    out, block, number = b"", b"", 1
    while len(out) < length:
        block = hmac(key, block + info + bytes([number]))
        out += block
        number += 1
    return out[:length]


def hkdf(material, info, length=32):
    return hkdf_expand(hkdf_extract(b"", material), info, length)


# ChaCha20-Poly1305 (RFC 8439) and its form with a nonce of 24 bytes (draft-irtf-cfrg-xchacha-03)

MASK = 0xFFFFFFFF
SIGMA = (0x61707865, 0x3320646E, 0x79622D32, 0x6B206574)


def _rounds(state):
    x = list(state)

    def quarter(a, b, c, d):
        x[a] = (x[a] + x[b]) & MASK
        x[d] ^= x[a]
        x[d] = (x[d] << 16 | x[d] >> 16) & MASK
        x[c] = (x[c] + x[d]) & MASK
        x[b] ^= x[c]
        x[b] = (x[b] << 12 | x[b] >> 20) & MASK
        x[a] = (x[a] + x[b]) & MASK
        x[d] ^= x[a]
        x[d] = (x[d] << 8 | x[d] >> 24) & MASK
        x[c] = (x[c] + x[d]) & MASK
        x[b] ^= x[c]
        x[b] = (x[b] << 7 | x[b] >> 25) & MASK

    for _ in range(10):
        quarter(0, 4, 8, 12)
        quarter(1, 5, 9, 13)
        quarter(2, 6, 10, 14)
        quarter(3, 7, 11, 15)
        quarter(0, 5, 10, 15)
        quarter(1, 6, 11, 12)
        quarter(2, 7, 8, 13)
        quarter(3, 4, 9, 14)
    return x


def _chacha20(key, nonce, counter, data):
    out = bytearray()
    words = struct.unpack("<8I", key)
    tail = struct.unpack("<3I", nonce)
    for start in range(0, len(data), 64):
        state = SIGMA + words + (counter,) + tail
        mixed = _rounds(state)
        stream = struct.pack("<16I", *((a + b) & MASK for a, b in zip(mixed, state)))
        out += bytes(a ^ b for a, b in zip(data[start : start + 64], stream))
        counter += 1
    return bytes(out)


def _poly1305(key, message):
    r = int.from_bytes(key[:16], "little") & 0x0FFFFFFC0FFFFFFC0FFFFFFC0FFFFFFF
    s = int.from_bytes(key[16:], "little")
    total = 0
    for start in range(0, len(message), 16):
        block = message[start : start + 16] + b"\x01"
        total = (total + int.from_bytes(block, "little")) * r % ((1 << 130) - 5)
    return ((total + s) & ((1 << 128) - 1)).to_bytes(16, "little")


def _tag(key, nonce, aad, sealed):
    one_time = _chacha20(key, nonce, 0, bytes(32))
    fill = lambda data: data + bytes(-len(data) % 16)
    lengths = struct.pack("<QQ", len(aad), len(sealed))
    return _poly1305(one_time, fill(aad) + fill(sealed) + lengths)


def chacha_seal(key, nonce, aad, plain):
    sealed = _chacha20(key, nonce, 1, plain)
    return sealed + _tag(key, nonce, aad, sealed)


def chacha_open(key, nonce, aad, bytes_):
    sealed, tag = bytes_[:-16], bytes_[-16:]
    if len(bytes_) < 16 or _tag(key, nonce, aad, sealed) != tag:
        raise Refused
    return _chacha20(key, nonce, 1, sealed)


def _subkey(key, nonce):
    mixed = _rounds(SIGMA + struct.unpack("<8I", key) + struct.unpack("<4I", nonce[:16]))
    return struct.pack("<8I", *mixed[:4], *mixed[12:]), bytes(4) + nonce[16:]


def xchacha_seal(key, nonce, aad, plain):
    return chacha_seal(*_subkey(key, nonce), aad, plain)


def xchacha_open(key, nonce, aad, sealed):
    return chacha_open(*_subkey(key, nonce), aad, sealed)


# X25519 (RFC 7748)

P = 2**255 - 19


def x25519(scalar, point=(9).to_bytes(32, "little")):
    k = int.from_bytes(scalar, "little") & ~7 & (2**255 - 1) | 2**254
    u = int.from_bytes(point, "little") & (2**255 - 1)
    x2, z2, x3, z3, swap = 1, 0, u, 1, 0
    for place in range(254, -1, -1):
        bit = k >> place & 1
        if swap ^ bit:
            x2, x3, z2, z3 = x3, x2, z3, z2
        swap = bit
        a, b, c, d = x2 + z2, x2 - z2, x3 + z3, x3 - z3
        aa, bb, da, cb = a * a % P, b * b % P, d * a % P, c * b % P
        e = aa - bb
        x3, z3 = (da + cb) ** 2 % P, u * (da - cb) ** 2 % P
        x2, z2 = aa * bb % P, e * (aa + 121665 * e) % P
    if swap:
        x2, z2 = x3, z3
    return (x2 * pow(z2, P - 2, P) % P).to_bytes(32, "little")


# Ed25519 (RFC 8032)

D = -121665 * pow(121666, P - 2, P) % P
ORDER = 2**252 + 27742317777372353535851937790883648493


def _add(one, two):
    a = (one[1] - one[0]) * (two[1] - two[0]) % P
    b = (one[1] + one[0]) * (two[1] + two[0]) % P
    c = 2 * one[3] * two[3] * D % P
    d = 2 * one[2] * two[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def _times(scalar, point):
    total = (0, 1, 1, 0)
    while scalar:
        if scalar & 1:
            total = _add(total, point)
        point = _add(point, point)
        scalar >>= 1
    return total


def _base():
    y = 4 * pow(5, P - 2, P) % P
    xx = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(xx, (P + 3) // 8, P)
    if (x * x - xx) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    if x & 1:
        x = P - x
    return x, y, 1, x * y % P


BASE = _base()


def _pressed(point):
    inverse = pow(point[2], P - 2, P)
    x, y = point[0] * inverse % P, point[1] * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


def _ed25519_secret(seed):
    digest = hashlib.sha512(seed).digest()
    scalar = int.from_bytes(digest[:32], "little") & ~7 & (2**255 - 1) | 2**254
    return scalar & (2**255 - 1), digest[32:]


def ed25519_public(seed):
    return _pressed(_times(_ed25519_secret(seed)[0], BASE))


def ed25519_sign(seed, message):
    scalar, prefix = _ed25519_secret(seed)
    public = ed25519_public(seed)
    number = lambda data: int.from_bytes(hashlib.sha512(data).digest(), "little") % ORDER
    r = number(prefix + message)
    head = _pressed(_times(r, BASE))
    return head + ((r + number(head + public + message) * scalar) % ORDER).to_bytes(32, "little")


# Ristretto255 (RFC 9496), over the points of Ed25519

ROOT_OF_MINUS_1 = pow(2, (P - 1) // 4, P)
ROOT_OF_AD_MINUS_1 = 25063068953384623474111414158702152701244531502492656460079210482610430750235
INVERSE_ROOT_OF_A_MINUS_D = 54469307008909316920995813868745141605393597292927456921205312896311721017578


def _even(x):
    """The one of x and -x that counts as not negative."""
    x %= P
    return P - x if x & 1 else x


def _root_of_ratio(u, v):
    """Whether u/v is a square, and the root of it, or of it times the root of -1."""
    root = u * pow(v, 3, P) * pow(u * pow(v, 7, P), (P - 5) // 8, P) % P
    check = v * root * root % P
    flipped = check in (-u % P, -u * ROOT_OF_MINUS_1 % P)
    if flipped:
        root = root * ROOT_OF_MINUS_1 % P
    return check in (u % P, -u % P), _even(root)


def ristretto_decode(data):
    s = int.from_bytes(data, "little")
    if s >= P or s & 1:
        raise Refused
    ss = s * s % P
    u1, u2 = (1 - ss) % P, (1 + ss) % P
    v = (-D * u1 * u1 - u2 * u2) % P
    was_square, inverse = _root_of_ratio(1, v * u2 * u2 % P)
    x = _even(2 * s * inverse * u2)
    y = u1 * inverse * inverse * u2 * v % P
    if not was_square or x * y % P & 1 or y == 0:
        raise Refused
    return x, y, 1, x * y % P


def ristretto_encode(point):
    x0, y0, z0, t0 = point
    u1, u2 = (z0 + y0) * (z0 - y0) % P, x0 * y0 % P
    _, inverse = _root_of_ratio(1, u1 * u2 * u2 % P)
    one, two = inverse * u1 % P, inverse * u2 % P
    z_inverse = one * two * t0 % P
    if t0 * z_inverse % P & 1:
        x, y, inverse = y0 * ROOT_OF_MINUS_1 % P, x0 * ROOT_OF_MINUS_1 % P, one * INVERSE_ROOT_OF_A_MINUS_D
    else:
        x, y, inverse = x0, y0, two
    if x * z_inverse % P & 1:
        y = -y % P
    return _even(inverse * (z0 - y)).to_bytes(32, "little")


def _map(half):
    t = int.from_bytes(half, "little") & (2**255 - 1)
    r = ROOT_OF_MINUS_1 * t * t % P
    u = (r + 1) * (1 - D * D) % P
    v = (-1 - r * D) * (r + D) % P
    was_square, s = _root_of_ratio(u, v)
    c = P - 1
    if not was_square:
        s, c = -_even(s * t) % P, r
    n = (c * (r - 1) * (D - 1) ** 2 - v) % P
    w0, w1, w2, w3 = 2 * s * v, n * ROOT_OF_AD_MINUS_1, 1 - s * s, 1 + s * s
    return w0 * w3 % P, w2 * w1 % P, w1 * w3 % P, w0 * w2 % P


def ristretto_from_hash(data):
    return _add(_map(data[:32]), _map(data[32:]))


def ristretto_sum(terms):
    """The sum of points, each as often as its number says, in bytes."""
    total = (0, 1, 1, 0)
    for number, point in terms:
        total = _add(total, _times(number % ORDER, point))
    return ristretto_encode(total)


# ML-KEM-768 (FIPS 203)

Q, K, DU, DV = 3329, 3, 10, 4


def _reversed_bits(number):
    return int(f"{number:07b}"[::-1], 2)


ZETAS = [pow(17, _reversed_bits(i), Q) for i in range(128)]
GAMMAS = [pow(17, 2 * _reversed_bits(i) + 1, Q) for i in range(128)]


def _ntt(f):
    f, i, length = list(f), 1, 128
    while length >= 2:
        for start in range(0, 256, 2 * length):
            for j in range(start, start + length):
                t = ZETAS[i] * f[j + length] % Q
                f[j + length], f[j] = (f[j] - t) % Q, (f[j] + t) % Q
            i += 1
        length //= 2
    return f


def _ntt_inverse(f):
    f, i, length = list(f), 127, 2
    while length <= 128:
        for start in range(0, 256, 2 * length):
            for j in range(start, start + length):
                t = f[j]
                f[j] = (t + f[j + length]) % Q
                f[j + length] = ZETAS[i] * (f[j + length] - t) % Q
            i -= 1
        length *= 2
    return [x * 3303 % Q for x in f]


def _multiply(f, g):
    h = []
    for i in range(128):
        a, b, c, d = f[2 * i], f[2 * i + 1], g[2 * i], g[2 * i + 1]
        h += [(a * c + b * d * GAMMAS[i]) % Q, (a * d + b * c) % Q]
    return h


def _plus(f, g):
    return [(a + b) % Q for a, b in zip(f, g)]


def _encode(f, width):
    bits = sum(x << (width * i) for i, x in enumerate(f))
    return bits.to_bytes(32 * width, "little")


def _decode(data, width):
    bits = int.from_bytes(data, "little")
    return [(bits >> (width * i)) & ((1 << width) - 1) for i in range(256)]


def _compress(f, width):
    return [((x << width) + Q // 2) // Q % (1 << width) for x in f]


def _decompress(f, width):
    return [(x * Q + (1 << width >> 1)) >> width for x in f]


def _uniform(seed):
    stream, out, at = hashlib.shake_128(seed).digest(3 * 1024), [], 0
    while len(out) < 256:
        a, b, c = stream[at : at + 3]
        for x in (a + 256 * (b % 16), b // 16 + 16 * c):
            if x < Q and len(out) < 256:
                out.append(x)
        at += 3
    return out


def _centred(seed, number):  # eta is 2 for ML-KEM-768, everywhere
    bits = int.from_bytes(hashlib.shake_256(seed + bytes([number])).digest(128), "little")
    pick = lambda place: bits >> place & 1
    return [(pick(4 * i) + pick(4 * i + 1) - pick(4 * i + 2) - pick(4 * i + 3)) % Q for i in range(256)]


def _matrix(rho):
    return [[_uniform(rho + bytes([j, i])) for j in range(K)] for i in range(K)]


def _sum(products):
    total = [0] * 256
    for product in products:
        total = _plus(total, product)
    return total


def ml_kem_keys(d, z):
    seeds = hashlib.sha3_512(d + bytes([K])).digest()
    rho, sigma = seeds[:32], seeds[32:]
    matrix = _matrix(rho)
    s = [_ntt(_centred(sigma, i)) for i in range(K)]
    e = [_ntt(_centred(sigma, K + i)) for i in range(K)]
    t = [_plus(_sum(_multiply(matrix[i][j], s[j]) for j in range(K)), e[i]) for i in range(K)]
    public = b"".join(_encode(f, 12) for f in t) + rho
    return public, (s, public, hashlib.sha3_256(public).digest(), z)


def _pke_encrypt(public, message, coins):
    t = [_decode(public[384 * i : 384 * i + 384], 12) for i in range(K)]
    matrix = _matrix(public[384 * K :])
    y = [_ntt(_centred(coins, i)) for i in range(K)]
    e1 = [_centred(coins, K + i) for i in range(K)]
    u = [_plus(_ntt_inverse(_sum(_multiply(matrix[j][i], y[j]) for j in range(K))), e1[i]) for i in range(K)]
    mu = _decompress(_decode(message, 1), 1)
    inner = _ntt_inverse(_sum(_multiply(t[i], y[i]) for i in range(K)))
    v = _plus(_plus(inner, _centred(coins, 2 * K)), mu)
    return b"".join(_encode(_compress(f, DU), DU) for f in u) + _encode(_compress(v, DV), DV)


def ml_kem_open(secret, sealed):
    s, public, digest, z = secret
    u = [_decompress(_decode(sealed[32 * DU * i : 32 * DU * (i + 1)], DU), DU) for i in range(K)]
    v = _decompress(_decode(sealed[32 * DU * K :], DV), DV)
    inner = _ntt_inverse(_sum(_multiply(s[i], _ntt(u[i])) for i in range(K)))
    message = _encode(_compress([(a - b) % Q for a, b in zip(v, inner)], 1), 1)
    shared = hashlib.sha3_512(message + digest).digest()
    if _pke_encrypt(public, message, shared[32:]) == sealed:
        return shared[:32]
    return hashlib.shake_256(z + sealed).digest(32)


# X-Wing (draft-connolly-cfrg-xwing-kem)


def xwing_keys(seed):
    expanded = hashlib.shake_256(seed).digest(96)
    public_m, secret_m = ml_kem_keys(expanded[:32], expanded[32:64])
    secret_x = expanded[64:]
    public_x = x25519(secret_x)
    return public_m + public_x, (secret_m, secret_x, public_x)


def xwing_open(secret, sealed):
    secret_m, secret_x, public_x = secret
    sealed_m, sealed_x = sealed[:1088], sealed[1088:]
    shared_m, shared_x = ml_kem_open(secret_m, sealed_m), x25519(secret_x, sealed_x)
    return hashlib.sha3_256(shared_m + shared_x + sealed_x + public_x + rb"\.//^\ "[:6]).digest()


# HPKE (RFC 9180), base mode: X-Wing 0x647a, HKDF-SHA256 0x0001, ChaCha20-Poly1305 0x0003

SUITE = b"HPKE" + bytes.fromhex("647a00010003")


def _labelled_extract(salt, label, material):
    return hkdf_extract(salt, b"HPKE-v1" + SUITE + label + material)


def _labelled_expand(key, label, info, length):
    return hkdf_expand(key, length.to_bytes(2, "big") + b"HPKE-v1" + SUITE + label + info, length)


def hpke_open(seed, encapsulation, info, aad, sealed):
    shared = xwing_open(xwing_keys(seed)[1], encapsulation)
    context = b"\x00" + _labelled_extract(b"", b"psk_id_hash", b"") + _labelled_extract(b"", b"info_hash", info)
    secret = _labelled_extract(shared, b"secret", b"")
    key = _labelled_expand(secret, b"key", context, 32)
    nonce = _labelled_expand(secret, b"base_nonce", context, 12)
    return chacha_open(key, nonce, aad, sealed)


# Argon2id (RFC 9106), one lane


def _long_hash(data, length):
    blake = lambda data, size: hashlib.blake2b(data, digest_size=size).digest()
    data = struct.pack("<I", length) + data
    if length <= 64:
        return blake(data, length)
    out, block = b"", blake(data, 64)
    while length - len(out) > 64:
        out += block[:32]
        block = blake(block, min(64, length - len(out)))
    return out + block[: length - len(out)]


M64 = (1 << 64) - 1


def _permute(v):
    def mix(a, b, c, d):
        for turn_d, turn_b in ((32, 24), (16, 63)):
            v[a] = (v[a] + v[b] + 2 * (v[a] & MASK) * (v[b] & MASK)) & M64
            v[d] ^= v[a]
            v[d] = (v[d] >> turn_d | v[d] << (64 - turn_d)) & M64
            v[c] = (v[c] + v[d] + 2 * (v[c] & MASK) * (v[d] & MASK)) & M64
            v[b] ^= v[c]
            v[b] = (v[b] >> turn_b | v[b] << (64 - turn_b)) & M64

    for i in range(4):
        mix(i, 4 + i, 8 + i, 12 + i)
    for i in range(4):
        mix(i, 4 + (i + 1) % 4, 8 + (i + 2) % 4, 12 + (i + 3) % 4)
    return v


def _compressed(one, two):
    r = [a ^ b for a, b in zip(one, two)]
    z = list(r)
    for row in range(8):
        z[16 * row : 16 * row + 16] = _permute(z[16 * row : 16 * row + 16])
    for column in range(8):
        places = [16 * row + 2 * column + half for row in range(8) for half in (0, 1)]
        for place, value in zip(places, _permute([z[place] for place in places])):
            z[place] = value
    return [a ^ b for a, b in zip(z, r)]


def argon2id(password, salt, memory, passes, length):
    field = lambda data: struct.pack("<I", len(data)) + data
    first = hashlib.blake2b(
        struct.pack("<6I", 1, length, memory, passes, 0x13, 2) + field(password) + field(salt) + field(b"") + field(b""),
        digest_size=64,
    ).digest()
    count = memory // 4 * 4
    segment = count // 4
    words = lambda data: list(struct.unpack("<128Q", data))
    blocks = [None] * count
    for i in (0, 1):
        blocks[i] = words(_long_hash(first + struct.pack("<II", i, 0), 1024))
    zero = [0] * 128
    for step in range(passes):
        for slice_ in range(4):
            by_address = step == 0 and slice_ < 2
            addresses = []
            for index in range(segment):
                at = slice_ * segment + index
                if by_address and index % 128 == 0:
                    numbers = [step, 0, slice_, count, passes, 2, index // 128 + 1] + [0] * 121
                    addresses = _compressed(zero, _compressed(zero, numbers))
                if step == 0 and at < 2:
                    continue
                before = blocks[(at - 1) % count]
                j1 = (addresses[index % 128] if by_address else before[0]) & MASK
                if step == 0:
                    area, start = at - 1, 0
                else:
                    area, start = count - segment + index - 1, (slice_ + 1) % 4 * segment
                place = (start + area - 1 - (area * (j1 * j1 >> 32) >> 32)) % count
                fresh = _compressed(before, blocks[place])
                blocks[at] = fresh if step == 0 else [a ^ b for a, b in zip(fresh, blocks[at])]
    return _long_hash(struct.pack("<128Q", *blocks[-1]), length)
