"""AES, keyed digests, codes, likeness, looking into JSON: functions of texts and bytes that kernels compute."""

from __future__ import annotations

_KEY = "'0000111122223333'"
_ZEROS = "unhex('00000000000000000000000000000000')"
CASES = {
    "hmac": [
        "hmac('key', 'msg')", "hmac('key', 'msg', 'sha256')", "hmac('key', 'msg', 'SHA-1')", "hmac('key', 'msg', 'sha512')",
        "hmac('key', 'msg', 'SHA224')", "hmac('key', 'msg', 'sha384')", "hmac('key', 'msg', 'md5')", "hmac('key', 'msg', 'foo')",
        "hmac('key', 'msg', null)", "hmac(null, 'msg')", "hmac(1, 'msg')", "hmac('key')", "hmac(X'00ff', X'')",
    ],
    "aes": [
        f"aes_encrypt('Spark', {_KEY}, 'ECB')", f"aes_encrypt('', {_KEY}, 'ECB')", f"aes_encrypt('0123456789abcdef', {_KEY}, 'ecb', 'pkcs')",
        f"aes_encrypt('Spark', 'abcdefghijklmnop12345678ABCDEFGH', 'CBC', 'DEFAULT', {_ZEROS})",
        "aes_encrypt('Spark', 'abcdefghijklmnop12345678ABCDEFGH', 'GCM', 'DEFAULT', unhex('000000000000000000000000'), 'more')",
        "aes_encrypt('Spark', 'abcdefghijklmnop12345678', 'GCM', 'NONE', unhex('000000000000000000000000'))",
        "aes_encrypt('Spark', '0000')", f"aes_encrypt('Spark', {_KEY}, 'CTR')", f"aes_encrypt('Spark', {_KEY}, 'ECB', 'NONE')",
        f"aes_encrypt('Spark', {_KEY}, 'GCM', 'PKCS')", f"aes_encrypt('Spark', {_KEY}, 'CBC', 'DEFAULT', X'00')",
        f"aes_encrypt('Spark', {_KEY}, 'GCM', 'DEFAULT', X'00')", f"aes_encrypt('Spark', {_KEY}, 'ECB', 'DEFAULT', X'00')",
        f"aes_encrypt('Spark', {_KEY}, 'CBC', 'DEFAULT', {_ZEROS}, 'more')", "aes_encrypt('Spark', null)", f"aes_encrypt(null, {_KEY})",
        "aes_encrypt('Spark')", f"aes_encrypt(1, {_KEY})", f"length(aes_encrypt('Spark', {_KEY}))", f"length(aes_encrypt('Spark', {_KEY}, 'CBC'))",
        f"aes_decrypt(aes_encrypt('Spark', {_KEY}), {_KEY})", f"aes_decrypt(aes_encrypt('Spark', {_KEY}, 'CBC'), {_KEY}, 'CBC')",
        f"aes_decrypt(aes_encrypt('Spark', {_KEY}, 'ECB'), {_KEY}, 'ECB', 'PKCS')", f"aes_decrypt(X'', {_KEY}, 'ECB')",
        f"aes_decrypt(aes_encrypt('Spark', {_KEY}, 'GCM', 'DEFAULT', '', 'more'), {_KEY}, 'GCM', 'DEFAULT', 'more')",
        f"try_aes_decrypt(aes_encrypt('Spark', {_KEY}), '0000111122223334')", f"try_aes_decrypt(aes_encrypt('Spark', {_KEY}), {_KEY})",
        "try_aes_decrypt(X'00', '0000')", f"try_aes_decrypt(X'00', {_KEY}, 'FOO')", f"try_aes_decrypt({_ZEROS}, {_KEY}, 'ECB')",
    ],
    "codes": [
        "to_binary('abc')", "to_binary('616', 'hex')", "to_binary('abc', 'utf-8')", "to_binary('YWJj', 'base64')", "to_binary('zz')",
        "to_binary('a', 'base64')", "to_binary('YWJj=', 'base64')", "to_binary('Y W J j', 'base64')", "to_binary('abc', 'UTF8')", "to_binary('abc', 'foo')",
        "to_binary('abc', cast(null as string))", "to_binary(null)", "to_binary('abc', col) from values ('hex') t(col)", "to_binary(12)", "to_binary()",
        "to_binary('YQ==', 'base64')", "to_binary('YQ', 'base64')", "to_binary('YQ=', 'base64')", "to_binary('YQ===', 'base64')", "to_binary('Y!WJj', 'base64')",
        "try_to_binary('zz')", "try_to_binary('a', 'base64')", "try_to_binary('616')", "try_to_binary('abc', 'foo')", "try_to_binary('abc', null)",
        "to_base32(X'616263')", "to_base32('abcd')", "to_base32('')", "to_base32(null)", "to_base32(1)", "select from_base32('MFRGG===')",
        "select from_base32('MFRGG')", "select from_base32('mfrgg')", "select from_base32('')", "select from_base32('1')", "select from_base32('M')",
        "select from_base32('MFRG G')", "select from_base32('MFRGGZA=M')", "select from_base32('MFRGGZDFM')", "select from_base32(null)",
    ],
    "likeness": [
        "jaro_winkler_similarity('MARTHA', 'MARHTA')", "jaro_winkler_similarity('', '')", "jaro_winkler_similarity('a', '')",
        "jaro_winkler_similarity(null, 'a')", "jaro_winkler_similarity('DIXON', 'DICKSONX')", "jaro_winkler_similarity('abc', 'xyz')",
        "jaro_winkler_similarity('DWAYNE', 'DUANE')", "jaro_winkler_similarity('aaaaab', 'aaaaac')", "jaro_winkler_similarity('é1', 'é2')",
        "jaro_winkler_similarity(1, 'a')", "jaro_winkler_similarity('a')",
        "instr('abcbb', 'b', 3)", "instr('abcbb', 'b', 1, 2)", "instr('abcbb', 'b', -1)", "instr('abcbb', 'b', -1, 2)", "instr('abcbb', '', 2)",
        "instr('abcbb', 'b', 0)", "instr('abc', 'b', 10)", "instr('', '', 1)", "instr('abcbb', 'b', -3)", "instr(null, 'b', 1)", "instr('abcbb', 'b', null)",
        "instr('aaaa', 'aa', 1, 2)", "instr('aaaa', 'aa', 1, 3)", "instr('aaaa', 'aa', -1, 2)", "instr('abcbb', 'b', 1, 0)", "instr('abcbb', 'b', 1, -1)",
        "instr('abcbb', 'b', '2')", "instr('abcbb', 'b', 2.5)", "instr('abcbb', 1, true)", "instr()", "instr('a', 'b', 1, 1, 1)", "instr('aébcéd', 'é', 3)",
        "instr(s, 'b', p, o) from values ('abcb', 1, 2), ('abcb', null, 1) t(s, p, o)", "instr('abcabc', 'abc', -4)", "instr('abc', 'b', -10)",
    ],
    "sentences": [
        f"sentences({text!r})"
        for text in (
            "a b. c", 'Hi! there. You? me. 5 apples. "Quoted." (Paren.) next', "Hello world.Next one. 3.14 is pi. e.g. this one", "One...two... Three.. four",
            'He said "no." She left.', "Was it? yes! no. élan. Élan. 日本。語 x", "Mr. Smith went. ok?! right", "a. b? c! d; e: f, g-h i_j l\u2019s", "x.  Y.   z", "a.  b. c.   d",
        )
    ],
    "json": [
        "json_array_length('[1,2,3]')", "json_array_length('{}')", "json_array_length('[1,')", "json_array_length(null)", "json_array_length('')",
        """json_array_length('[[1],{"a":1}] x')""", "json_array_length(' [1, 2]')", "json_array_length(1)", """json_object_keys('{"a":1,"b":{"c":1}}')""",
        "json_object_keys('{}')", "json_object_keys('[1]')", "json_object_keys('{')", "json_object_keys(null)", """json_object_keys('{"a":1} x')""",
        """json_object_keys('{"a":1,"a":2}')""",
        *[
            f"get_json_object('{text}', '{path}')"
            for text, path in (
                ('{"a":"b"}', "$.a"), ('{"a":{"b":[1,2,{"c":"x"}]}}', "$.a.b[2].c"), ('{"a":[1,2]}', "$.a"), ('{"a":[{"b":1},{"b":2}]}', "$.a[*].b"),
                ('{"a": 1.50}', "$.a"), ('{"a":null}', "$.a"), ('{"a":true}', "$.a"), ("[1,2]", "$[0]"), ('{"a":1}', "$"), ('{"a":1}', "a"), ("x", "$.a"),
                ('{"a":{"b":1},"c":{"b":2}}', "$.*.b"), ('{"a":{"x":"q","y": [1 , 2]}}', "$.a"), ("[[1,2],[3,4]]", "$[*][0]"), ("[[1,2],[3,4]]", "$[*][*]"),
                ('{"a":[{"b":1}]}', "$.a[*].b"), ('{"a":[1]}', "$.a[*]"), ('{"a":[1]}', "$.a[5]"), ('{"a":1, "a":2}', "$.a"), ('{"a":[]}', "$.a[*]"),
                ('{"a":"1"}', "$..a"), ('{"a":1e5}', "$.a"), ('{"a":"é"}', "$"), ('{"a":{"b":["x"]}}', "$.a.b[*]"), ('{"A":1}', "$.a"),
                ('{"a":[{"b":[1,2]},{"b":[3]}]}', "$.a[*].b"), ('{"a":[{"b":[1,2]},{"b":[3]}]}', "$.a[*].b[*]"), ('{"a":[{"b":[1,2]}]}', "$.a[0].b[*]"),
                ('{"a":["x",null]}', "$.a[*]"), ('{"a":[null]}', "$.a[0]"), ('{"a":""}', "$.a"), ('{"a b":{"b":"x"}}', "$.a b.b"), ("null", "$"), ("5", "$"),
                ('{"a":"b"', "$.a"), ('{"a":"b"} {', "$.a"), ('[{"a":"x"},{"b":2}]', "$[*].a"), ("[1,[2,[3]]]", "$[*][*]"), ('{"a":NaN}', "$.a"),
                ('{"a":12345678901234567890123}', "$"), ('{"a":1E-7}', "$"), ('{"a":-0}', "$"),
            )
        ],
        """get_json_object("{'a':'b'}", '$.a')""", "get_json_object(1, '$.a')", """get_json_object('{"a":1}', p) from values ('$.a'), ('$.b') t(p)""",
    ],
}  # fmt: skip
