"""Each function of bytes, digests, hashes, ciphers, encodings and URLs."""

from __future__ import annotations

from pools import BYTES, STRINGS, calls
from tables import over_texts

_FEW = ("'Spark SQL'", "null", "''", "'é\\uD83D\\uDE00'", "12", "x'80ff'", "array('a')")
_ANY = (
    "'Spark'", "null", "''", "'é\\uD83D\\uDE00'", "repeat('abcdefghij', 7)", "true", "1Y", "-1S", "1", "-1L", "9223372036854775807L", "1.5f", "-0.0f", "1.5D", "-0.0D", "double('NaN')", "1.50bd", "cast(-1.5 as decimal(38, 10))", "x'010203'", "date'2020-02-29'",
    "timestamp'2020-03-08 01:59:59.123456'", "timestamp_ntz'2020-01-01 00:00:00'", "interval '1' day", "interval '1' month", "make_interval(1, 2, 3)", "time'12:00:00'", "array(1, null, 3)", "array()", "struct(1, 'a', null)", "map(1, 2)", "parse_json('1')", "array(map(1, 2))",
)  # fmt: skip
_URL = "'http://user:pw@spark.apache.org:8080/path/p;x?query=1&b=2%20x&b=3#Ref'"
_URLS = (
    "'http://spark.apache.org'", "'HTTPS://A.b/'", "'mailto:a@b.c'", "'/x/y?z'", "'http://[::1]:80/'", "'http://under_score/x'", "'http://a b'", "'http://a/%zz'", "'http://é.fr/ö?ü=ß#ä'", "'file:///etc/x'", "'http://a.b?x'", "'http://a:x/'", "'jdbc:mysql://h:3/db'", "'//h/p'", "'http://a.b/?x=1&xx=2&=3&x'",
)  # fmt: skip
_KEY = "'0000111122223333'"

CASES = {
    **{name: [*calls(name, (*BYTES, *STRINGS[4:8])), f"{name}(repeat('abcdefghij', 20))", over_texts(f"{name}(s)")] for name in ("base64", "to_base32", "md5", "sha", "sha1", "crc32")},
    "sha2": [*calls("sha2", BYTES, ("256", "null", "0", "224", "384", "512", "1", "-1", "'256'", "'x'", "256L", "256.5D", "array(1)")), over_texts("sha2(s, 256)"), over_texts("sha2(s, i)"), "sha2('a', b) from values (224), (0), (null), (7) t(b)"],
    "hash": [*[f"hash({value})" for value in _ANY], "hash()", "hash(1, 'a', null, 2D)", "hash(null, 1)", over_texts("hash(s)"), over_texts("hash(s, p, i)"), over_texts("hash(array(s, p))")],
    "xxhash64": [*[f"xxhash64({value})" for value in _ANY], "xxhash64()", "xxhash64(1, 'a', null, 2D)", "xxhash64(null, 1)", over_texts("xxhash64(s)"), over_texts("xxhash64(s, p, i)"), over_texts("xxhash64(array(s, p))")],
    "hmac": [
        *calls("hmac", ("x'6b6579'", "null", "''", "'key'", "12", "array('a')"), ("'Spark'", "null", "''", "x'00'", "12", "true"), ("'SHA256'", "null", "''", "'MD5'", "'sha1'", "'sha224'", "'SHA-384'", "'sha512'", "'x'", "1")), "hmac('key', 'Spark')", "hmac(repeat('k', 200), 'Spark', 'SHA1')", over_texts("hmac('k', s)"), over_texts("hmac(p, s)"),
    ],
    **{
        name: [
            *calls(name, ("'U3BhcmsgU1FM'", *BYTES, *STRINGS[3:8])), f"{name}('YQ')", f"{name}('YQ==')", f"{name}('YQ==YQ==')", f"{name}('U3Bh\\ncms=')", f"{name}('!!!!')", f"{name}('-_-_')", f"{name}('a')", f"{name}('=')", f"{name}('MZXW6===')", f"{name}('mzxw6===')", f"{name}('MZXW6')", f"{name}('M')", f"{name}('01890===')",
            over_texts(f"{name}('YWJj')"), f"{name}(x) from values ('YQ=='), (null), (''), ('MZXW6===') t(x)",
        ]
        for name in ("unbase64", "from_base32")
    },
    "hex": [*calls("hex", (*BYTES, "-1", "255", "9223372036854775807L", "-9223372036854775808L", "1.5D", "1.5bd", "'17'", "'é\\uD83D\\uDE00'", "date'2020-02-29'", "1Y", "-1S")), over_texts("hex(s)"), over_texts("hex(i)"), over_texts("hex(cast(s as binary))")],
    "unhex": [*calls("unhex", ("'537061726B'", *STRINGS, "'abc'", "'0g'", "'FF'", "'f'", "x'3631'", "'0x61'", "' 61'", "'é1'", "'ⅷ1'", "616263")), "unhex(x) from values ('61'), (null), (''), ('abc'), ('zz') t(x)"],
    "encode": [
        *calls("encode", _FEW, ("'utf-8'", "null", "''", "'UTF-16'", "'utf-16be'", "'UTF-16LE'", "'UTF-32'", "'ISO-8859-1'", "'us-ascii'", "'nope'", "'UTF8'", "'windows-1252'", "1", "array('a')")), "encode('é\\uD83D\\uDE00', 'UTF-16')", "encode('é\\uD83D\\uDE00', 'UTF-32')", "encode('é', 'ISO-8859-1')", "encode('é', 'us-ascii')",
        "encode('\\u20ac', 'ISO-8859-1')", "encode('a', lower('UTF-8'))", over_texts("encode(s, 'utf-8')"), over_texts("encode(s, 'utf-16')"), "encode('a', c) from values ('utf-8'), ('UTF-16BE'), (null) t(c)",
    ],
    "decode": [
        *calls("decode", ("x'c3a9'", "null", "''", "'abc'", "12", "array('a')"), ("'utf-8'", "null", "''", "'UTF-16'", "'utf-16be'", "'UTF-16LE'", "'UTF-32'", "'ISO-8859-1'", "'us-ascii'", "'nope'", "1", "array('a')")), "decode(x'ff', 'utf-8')", "decode(x'feff00e9', 'UTF-16')", "decode(x'e9', 'ISO-8859-1')",
        "decode(2, 1, 'a', 2, 'b', 'x')", "decode(6, 1, 'a', 'x')", "decode(6, 1, 'a')", "decode(null, 6, 'Spark', NULL, 'SQL')", "decode('1', 1, 2)", "decode(1, 'x', 2)", "decode(1, 1, 2, 'y')", over_texts("decode(encode(s, 'utf-16'), 'utf-16')"), over_texts("decode(i, 3, 'three', null, 'none', s)"), over_texts("decode(cast(s as binary), 'utf-8')"),
    ],
    **{
        name: [
            *calls(name, ("'abc'", "null", "''", "'616'", "'é'", "12", "x'61'", "true", "array('a')"), ("'utf-8'", "null", "''", "'hex'", "'base64'", "'UTF8'", "'HEX'", "'nope'", "1", "array('a')")), f"{name}('abc')", f"{name}('zz', 'hex')", f"{name}('YQ==', 'base64')", f"{name}('YQ', 'base64')", f"{name}('!', 'base64')",
            f"{name}('Y', 'base64')", f"{name}('YQ=', 'base64')", f"{name}('YQ==YQ==', 'base64')", f"{name}(' 61', 'hex')", f"{name}('a', lower('HEX'))", over_texts(f"{name}(s, 'utf-8')"), over_texts(f"{name}(p, 'hex')"), f"{name}(x, 'hex') from values ('61'), (null), ('abc') t(x)",
            f"{name}(x, 'base64') from values ('YWJj'), (null), ('') t(x)", f"{name}('61', f) from values ('hex'), ('utf-8') t(f)",
        ]
        for name in ("to_binary", "try_to_binary")
    },
    "url_encode": [*calls("url_encode", STRINGS), "url_encode('https://spark.apache.org/a?b=c&d')", "url_encode('*-._~!()')", "url_encode('\\uD83D\\uDE00')", "url_encode(x'ff')", over_texts("url_encode(s)")],
    **{name: [*calls(name, ("'https%3A%2F%2Fspark.apache.org'", *STRINGS, "'%'", "'%zz'", "'a+b%20c'", "'%C3%A9'", "'%ff'", "'%4'", "'%F0%9F%98%80'", "'%-1'", "'é%41'")), f"{name}(x) from values ('a%20b'), (null), ('%41+'), ('') t(x)", over_texts(f"{name}(p)")] for name in ("url_decode", "try_url_decode")},
    **{
        name: [
            *calls(name, (_URL, *_URLS, "null", "''", "12", "array('a')"), ("'HOST'", "null", "''", "'PATH'", "'QUERY'", "'REF'", "'PROTOCOL'", "'FILE'", "'AUTHORITY'", "'USERINFO'", "'host'", "1")),
            *calls(name, (_URL,), ("'QUERY'", "'HOST'"), ("'b'", "null", "''", "'query'", "'z'", "'.*'", "'('", "1")), f"{name}('http://a.b/?x=1&xx=2', 'QUERY', 'x')", f"{name}('http://é.fr/ö?ü=ß#ä', 'QUERY')", f"{name}('http://a.b?x', 'FILE')", f"{name}('http://a.b/x', 'FILE')",
            f"{name}(u, p) from values ('http://a.b/c?d=e#f', 'HOST'), ('http://a.b/c?d=e#f', 'PATH'), ('x', null), (null, 'HOST'), ('http://a.b/c?d=e#f', 'FILE'), ('http://a.b/c?d=e#f', 'nope'), ('/r', 'PATH') t(u, p)",
            f"{name}(u, 'QUERY', k) from values ('http://a.b/c?d=e', 'd'), ('http://a.b/?d', 'd'), ('http://a.b/?x=1&d=2', 'd'), (null, 'd'), ('http://a.b/?d=1', null) t(u, k)",
        ]
        for name in ("parse_url", "try_parse_url")
    },
    "aes_encrypt": [
        f"hex(aes_encrypt('Spark', {_KEY}, 'ECB', 'PKCS'))", f"hex(aes_encrypt('Spark', {_KEY}, 'GCM', 'DEFAULT', x'000000000000000000000000'))", f"hex(aes_encrypt('Spark', {_KEY}, 'GCM', 'DEFAULT', x'000000000000000000000000', 'aad'))", f"hex(aes_encrypt('Spark', {_KEY}, 'CBC', 'DEFAULT', x'00000000000000000000000000000000'))",
        f"hex(aes_encrypt('', {_KEY}, 'ECB'))", f"length(aes_encrypt('Spark', {_KEY}))", f"aes_encrypt(null, {_KEY})", "aes_encrypt('a', null)", "aes_encrypt('a', 'short')", f"aes_encrypt('a', {_KEY}, 'CTR')", f"aes_encrypt('a', {_KEY}, 'GCM', 'PKCS')", f"aes_encrypt('a', {_KEY}, 'ECB', 'NONE')", f"aes_encrypt('a', {_KEY}, null)",
        f"aes_encrypt('a', {_KEY}, 'GCM', 'DEFAULT', x'00')", f"aes_encrypt('a', {_KEY}, 'ECB', 'DEFAULT', x'00000000000000000000000000000000')", f"aes_encrypt('a', {_KEY}, 'CBC', 'DEFAULT', x'00000000000000000000000000000000', 'aad')", f"hex(aes_encrypt('a', concat({_KEY}, '44445555'), 'ECB'))",
        f"hex(aes_encrypt('a', concat({_KEY}, '4444555566667777'), 'ecb', 'pkcs'))", "aes_encrypt()", "aes_encrypt('a')", f"aes_encrypt(12, {_KEY})", f"aes_encrypt(array('a'), {_KEY})", f"hex(aes_encrypt(x'80ff', {_KEY}, 'ECB'))", over_texts(f"hex(aes_encrypt(s, {_KEY}, 'ECB'))"), over_texts(f"length(aes_encrypt(s, {_KEY}))"),
    ],
    **{
        name: [
            f"cast({name}(unhex('83F16B2AA704794132802D248E6BFD4E380078182D1544813898AC97E709B28A94'), {_KEY}) as string)", f"cast({name}(aes_encrypt('Spark', {_KEY}, 'ECB'), {_KEY}, 'ECB') as string)", f"cast({name}(aes_encrypt('Spark', {_KEY}, 'CBC'), {_KEY}, 'CBC', 'PKCS') as string)",
            f"cast({name}(aes_encrypt('Spark', {_KEY}, 'GCM', 'DEFAULT', '', 'aad'), {_KEY}, 'GCM', 'DEFAULT', 'aad') as string)", f"{name}(aes_encrypt('Spark', {_KEY}, 'GCM', 'DEFAULT', '', 'aad'), {_KEY}, 'GCM', 'DEFAULT', 'other')", f"{name}(x'00', {_KEY})", f"{name}(x'00', {_KEY}, 'ECB')", f"{name}(x'', {_KEY}, 'ECB')",
            f"{name}(null, {_KEY})", f"{name}(x'00', null)", f"{name}(x'00', 'short')", f"{name}(x'00', {_KEY}, 'CTR')", f"{name}(x'00', {_KEY}, 'GCM', 'PKCS')", f"{name}('abc', {_KEY}, null)", f"{name}()", f"{name}('a')", f"{name}(12, {_KEY})", f"{name}(array('a'), {_KEY})", f"{name}(repeat('x', 40), {_KEY})", f"{name}(repeat('x', 32), {_KEY}, 'CBC')",
            over_texts(f"cast({name}(aes_encrypt(s, {_KEY}), {_KEY}) as string)"), over_texts(f"cast({name}(aes_encrypt(s, {_KEY}, 'CBC'), {_KEY}, 'CBC') as string)"), over_texts(f"{name}(s, {_KEY}, 'ECB')"),
        ]
        for name in ("aes_decrypt", "try_aes_decrypt")
    },
}  # fmt: skip

LEGACY = tuple(CASES)
