"""Each function of strings."""

from __future__ import annotations

from pools import BYTES, INTEGERS, STRINGS, calls
from tables import over_texts

_PLAIN = (
    *STRINGS,
    "x'0102ff'",
    "map(1, 2)",
    "1.5D",
    "timestamp_ntz'2020-02-29 01:02:03'",
    "'ΑΣ ǆ ŉ İ ﬁ'",
    "'a\\u0000b'",
)
_TEXTS = ("'ar'", "null", "''", "'ö'", "'\\uD83D\\uDE00'", "12", "true", "x'61'", "array('a')")
_PLACES = (
    "3",
    "null",
    "0",
    "-1",
    "-2147483648",
    "9223372036854775807L",
    "2.7",
    "'2'",
    "'x'",
    "true",
    "array(1)",
)
_FEW = ("'Spark SQL'", "null", "''", "'Ünïcödé ß'", "12", "true", "cast('é' as binary)", "array('a')")
_FORMATS = ("'%s'", "null", "''", "'é'", "1", "array('a')")

CASES = {
    **{name: [*calls(name, _PLAIN), over_texts(f"{name}(s)")] for name in ("upper", "lower", "initcap", "length", "octet_length", "bit_length", "ascii", "soundex", "reverse", "quote")},
    **{name: [*calls(name, _FEW), f"{name}('aBc ÀÉ')", f"{name}(1.5D)", f"{name}(x'00')", over_texts(f"{name}(s)")] for name in ("ucase", "lcase", "len", "char_length", "character_length")},
    **{name: [*calls(name, INTEGERS), f"{name}(256)", f"{name}(321)", f"{name}(128)", f"{name}(65.9D)", over_texts(f"{name}(i)"), f"{name}(100L + id) from range(3)"] for name in ("chr", "char")},
    "trim": [
        *calls("trim", STRINGS), "trim('xSx', 'x')", "trim(both 'x' from 'xSx')", "trim(leading 'x' from 'xSx')", "trim(trailing 'x' from 'xSx')", "trim(both from ' a ')", "trim('SLssparkSQLS', 'SL')",
        "trim(leading null from 'a')", "trim('', 'a')", "trim('' from 'a')", "trim('ö' from 'öaö')", "trim('\\uD83D\\uDE00' from '\\uD83D\\uDE00a')", "trim('\\u00a0a\\u2003')", "trim('\\n\\ta')", "trim(1 from 121)", "trim(x'61' from x'6162')",
        over_texts("trim(s)"), over_texts("trim(both p from s)"), over_texts("trim(leading p from s)"), over_texts("trim(trailing 'c!b' from s)"),
    ],
    **{
        name: [*calls(name, _FEW, _TEXTS), f"{name}('xxSxx', 'x')", f"{name}('xyx', 'yx')", f"{name}(' \\t a \\n ')", f"{name}('aöbö', 'öb')", f"{name}(x'6162', x'61')", f"{name}('  a  ')", over_texts(f"{name}(s)"), over_texts(f"{name}(s, p)")]
        for name in ("btrim", "ltrim", "rtrim")
    },
    **{name: [*calls(name, _FEW, _PLACES), f"{name}('e\\u0301', 1)", f"{name}('abc', 10)", f"{name}(x'0102ff', 2)", over_texts(f"{name}(s, 2)"), over_texts(f"{name}(s, i)")] for name in ("left", "right")},
    **{
        name: [
            *calls(name, _FEW, _PLACES), *calls(name, _FEW[:1], _PLACES[:1], _PLACES), f"{name}('Spark SQL' from 5)", f"{name}('Spark SQL' from -3 for 2)", f"{name}(x'0102ff', 2, 1)", f"{name}('abc', -5, 3)",
            f"{name}('abc', 2147483647, 2147483647)", f"{name}('\\uD83D\\uDE00ab', 2)", over_texts(f"{name}(s, 2, 3)"), over_texts(f"{name}(s, i)"), over_texts(f"{name}(s, i, 2)"), over_texts(f"{name}(s, -2, i)"),
        ]
        for name in ("substring", "substr")
    },
    "substring_index": [
        *calls("substring_index", _FEW, _TEXTS, _PLACES), "substring_index('www.apache.org', '.', 2)", "substring_index('www.apache.org', '.', -2)", "substring_index('aaaa', 'aa', 1)", "substring_index('aaaa', 'aa', -1)", "substring_index('aaaa', 'aa', 2)",
        over_texts("substring_index(s, p, 1)"), over_texts("substring_index(s, p, -1)"), over_texts("substring_index(s, 'a', i)"),
    ],
    **{
        name: [
            *calls(name, _FEW, _PLACES), *calls(name, _FEW[:1], ("15",), _TEXTS), f"{name}('hi', 5, 'é\\uD83D\\uDE00')", f"{name}('hi', 1, '?')", f"{name}(x'01', 3)", f"{name}(x'01', 4, x'0203')", f"{name}(x'01', 3, '?')", f"{name}('a', 3, x'61')",
            over_texts(f"{name}(s, 6, '#')"), over_texts(f"{name}(s, 12, p)"), over_texts(f"{name}(s, 4)"),
        ]
        for name in ("lpad", "rpad")
    },
    "repeat": [*calls("repeat", STRINGS, ("2", "null", "0", "-1", "2.7", "'2'", "'x'", "true", "-2147483648", "array(1)")), "repeat(x'0102', 2)", over_texts("repeat(s, 2)"), over_texts("repeat(s, length(p))")],
    "space": [*calls("space", ("3", "null", "0", "-1", "2.7", "'7'", "'x'", "''", "true", "-2147483648", "9223372036854775807L", "array(1)", "date'2020-02-29'")), over_texts("space(length(s))"), over_texts("length(space(length(p)))")],
    "concat": [
        *calls("concat", STRINGS, _TEXTS), "concat()", "concat('a')", "concat(x'01', x'02')", "concat(x'01', null)", "concat(array(1), array(2L))", "concat(array('a'), array(1))", "concat(null, null)", "concat('a', 'b', 'c', 'd')",
        "concat(array(1), null)", "concat(1.5D, 1e10D, 1.10bd)", over_texts("concat(s, p, i)"), over_texts("s || p"), over_texts("concat(array(s), array(p))"),
    ],
    "||": [
        *[f"'Spark' || {value}" for value in STRINGS], *[f"{value} || 'Spark'" for value in ("null", "1", "x'61'", "array('a')")], "x'01' || x'02'", "array(1) || array(2L)", "1 || 2", "'a' || 'b' || 'c'", "null || null", over_texts("s || p || i"), over_texts("s || null"),
    ],
    "concat_ws": [
        *calls("concat_ws", ("','", *_TEXTS), STRINGS), "concat_ws(',')", "concat_ws(null)", "concat_ws(',', 'a', null, array('b', null, 'c'), 'd')", "concat_ws(',', array())", "concat_ws(',', null, null)", "concat_ws(',', array(1, 2))",
        "concat_ws('', 'a', 1, true, date'2020-02-29')", "concat_ws()", "concat_ws(',', array(array('a')))", "concat_ws(1, 2, 3)", over_texts("concat_ws(p, s, i, s)"), over_texts("concat_ws(',', array(s, p), i)"),
    ],
    **{name: [*calls(name, STRINGS, _TEXTS), f"{name}(x'0102', x'01')", f"{name}(x'0102', x'')", f"{name}('ABC', 'abc')", f"{name}(null, null)", over_texts(f"{name}(s, p)"), over_texts(f"{name}(s, 'a')"), over_texts(f"{name}('ab', s)")] for name in ("contains", "startswith", "endswith")},
    "instr": [*calls("instr", STRINGS, _TEXTS), "instr('\\uD83D\\uDE00b', 'b')", "instr('aaa', 'aa')", "instr(x'0102', x'02')", over_texts("instr(s, p)"), over_texts("instr(s, 'b')")],
    **{
        name: [*calls(name, _TEXTS, _FEW), *calls(name, _TEXTS[:1], _FEW[:1], _PLACES), f"{name}('b', '\\uD83D\\uDE00b')", f"{name}('a', 'banana', 3)", f"{name}('', 'abc', 2)", f"{name}('', 'abc', 10)", over_texts(f"{name}(p, s)"), over_texts(f"{name}(p, s, 2)"), over_texts(f"{name}('b', s, i)")]
        for name in ("locate", "position")
    },
    "find_in_set": [*calls("find_in_set", ("'ab'", *_TEXTS), ("'abc,b,ab,c,def'", *STRINGS[1:8], *STRINGS[11:])), "find_in_set('a,b', 'a,b')", "find_in_set('', 'a,,b')", "find_in_set('', ',')", over_texts("find_in_set(p, s)"), over_texts("find_in_set('y', s)")],
    "replace": [
        *calls("replace", _FEW, _TEXTS), *calls("replace", _FEW[:1], _TEXTS[:1], _TEXTS), "replace('aaa', 'aa', 'b')", "replace('abc', '', 'x')", "replace('ABC', 'b', 'x')", "replace(x'6162', x'61', x'63')", "replace('a.b', '.', '$1')",
        over_texts("replace(s, p, '#')"), over_texts("replace(s, p)"), over_texts("replace(s, 'a', p)"),
    ],
    "translate": [
        *calls("translate", _FEW, _TEXTS, _TEXTS), "translate('AaBbCc', 'abc', '123')", "translate('abc', 'aab', '12')", "translate('abc', 'abc', 'x')", "translate('é\\uD83D\\uDE00', 'é\\uD83D\\uDE00', '\\uD83D\\uDE00é')", "translate('aBc', 'ABC', 'xyz')",
        "translate('a\\u0000b', '\\u0000', 'x')", "translate('ab', 'a', '\\u0000')", over_texts("translate(s, p, '#')"), over_texts("translate(s, 'ab.', 'BA')"), over_texts("translate(s, 'a', p)"),
    ],
    "overlay": [
        *calls("overlay", _FEW, ("'_'", *_TEXTS[1:]), ("6", *_PLACES[1:])), *calls("overlay", _FEW[:1], ("'tructured'",), ("2",), ("4", *_PLACES[1:])), "overlay('Spark SQL' placing 'CORE' from 7)", "overlay('Spark SQL' placing 'ANSI ' from 7 for 0)",
        "overlay(x'010203', x'ff', 2)", "overlay(x'010203', x'ff', 2, 2)", "overlay(x'01', 'a', 1)", over_texts("overlay(s, '#', 2)"), over_texts("overlay(s, p, i, 1)"),
    ],
    "elt": [*calls("elt", ("1", *INTEGERS[1:]), ("'a'", *_FEW[1:])), "elt(2, 'a', 1)", "elt(2, x'01', x'02')", "elt(2, 'a', x'02')", "elt(3, 'a', 'b')", "elt(1, null, 'b')", "elt()", over_texts("elt(2, s, p)"), over_texts("elt(length(p), s, p, i)"), over_texts("elt(i, s, p)")],
    "mask": [
        *calls("mask", STRINGS), *calls("mask", ("'aB1-é'",), ("'Q'", "null", "''", "'ab'", "1", "'é'")), "mask('aB1-é', 'Q', 'q', 'd', 'o')", "mask('aB1-é', null, null, null, '*')", "mask('aB1-é', 'Q', null, 'd')", "mask('aB1', lower('Q'))",
        "mask('ÀéΩ١Ⅷⅷǅʰ')", "mask('\\uD83D\\uDE00a')", "mask('a', 'Q', 'q', 'd', 'xy')", "mask('a', str => 'b')", "mask(str => 'aB', upperChar => 'Q')", over_texts("mask(s)"), over_texts("mask(s, 'U', 'l', null, '-')"), over_texts("mask(s, p)"),
    ],
    "levenshtein": [
        *calls("levenshtein", STRINGS, _TEXTS), *calls("levenshtein", ("'kitten'",), ("'sitting'",), _PLACES), "levenshtein('', '')", "levenshtein('abc', 'yabd', 2)", over_texts("levenshtein(s, p)"), over_texts("levenshtein(s, 'abc', 4)"), over_texts("levenshtein(s, p, i)"),
    ],
    "jaro_winkler_similarity": [
        *calls("jaro_winkler_similarity", STRINGS, _TEXTS), "jaro_winkler_similarity('martha', 'marhta')", "jaro_winkler_similarity('dixon', 'dicksonx')", "jaro_winkler_similarity('', '')", "jaro_winkler_similarity('aaaaab', 'aaaaac')",
        "jaro_winkler_similarity('a', 'A')", over_texts("jaro_winkler_similarity(s, p)"), over_texts("jaro_winkler_similarity(s, 'abc')"),
    ],
    "luhn_check": [*calls("luhn_check", ("'8112189876'", *STRINGS)), "luhn_check('79927398713')", "luhn_check('79927398714')", "luhn_check('0')", "luhn_check('\u0660')", "luhn_check(' 0')", "luhn_check(79927398713)", over_texts("luhn_check(s)"), "luhn_check(cast(id as string)) from range(30)"],
    "sentences": [
        *calls("sentences", STRINGS), *calls("sentences", ("'Hi there! Good morning.'",), ("'en'", "null", "''", "'xx'", "1"), ("'US'", "null", "''")), "sentences('A b. c D? E-f g''s 1.5, x@y.z')", "sentences('Mr. Smith went. He left.')", "sentences('¿Qué? ¡Sí!', 'es')",
        "sentences('one\\n\\ntwo')", "sentences('a... b')", "sentences('日本語。テスト', 'ja')", over_texts("sentences(s)"), over_texts("sentences(concat(s, '. ', p, '! X y'))"),
    ],
    **{
        name: [
            *calls(name, ("'%s %d'", "null", "''", "1", "array('a')"), STRINGS[:9], ("7", "null", "'x'", "1.5D")), f"{name}('a')", f"{name}('%5d|%-5d|%05d|%+d', 1, 2, 3, 4)", f"{name}('%.2f %e %g', 1.5D, 12345.678D, 0.0001D)", f"{name}('%x %X %o', 255, 255, 8)",
            f"{name}('%,d', -1234567)", f"{name}('%2$s %1$s %<s', 'a', 'b')", f"{name}('%c%c', 65, 'a')", f"{name}('%b %B %h', true, null, 'hi')", f"{name}('%s', array(1))", f"{name}('%s', 1e10D)", f"{name}('%10.3s|', 'abcdef')", f"{name}('%(,.2f', -1234.5bd)",
            f"{name}('%%%n')", f"{name}('%q', 1)", f"{name}('%s %s', 'a')", f"{name}('%d', 1.5bd)", f"{name}('%s', timestamp'2020-03-08 01:59:59')", over_texts(f"{name}('%s-%s-%d', s, p, i)"), over_texts(f"{name}('%-6s|%8x', s, i)"), over_texts(f"{name}('%.3s|%,d', s, i)"),
        ]
        for name in ("format_string", "printf")
    },
    "format_number": [
        *calls("format_number", ("12332.123456", "null", "0", "-1", "-0.0D", "1e300D", "double('NaN')", "double('-Infinity')", "4.9e-324D", "1.25f", "9223372036854775807L", "99999999999999999999999999999999999999bd", "'7'", "'x'", "true", "array(1)"),
               ("4", "null", "0", "-1", "20", "'#,##0.0'", "'0.###E0'", "'x'", "''", "2.7", "true", "array(1)")),
        "format_number(2.5, 0)", "format_number(3.5, 0)", "format_number(-0.4, 0)", "format_number(0.125D, 2)", "format_number(1234.5, '000000.00')", "format_number(0.12, '##0.0%')", "format_number(1234567, '#,###')", "format_number(-5, '0;(0)')",
        "format_number(1e15D, 2)", "format_number(1.005D, 2)", "format_number(5, '\\'#\\'0')", over_texts("format_number(i, 2)"), over_texts("format_number(i / 7, 3)"), over_texts("format_number(i, '#,##0.00')"),
    ],
    **{
        name: [
            *calls(name, ("454", "null", "0", "-1", "1.5bd", "-12454.8", "78.125", "'454'", "'x'", "1.5D", "true", "99999999999999999999bd", "array(1)"), ("'999'", "null", "''", "'S999'", "'x'", "'$99.99'", "1", "array('a')")),
            f"{name}(12454, '99G999')", f"{name}(-12454.8, '99,999.9S')", f"{name}(-4, '9PR')", f"{name}(-4, 'MI9')", f"{name}(0.5, '0.99')", f"{name}(date'2020-02-29', 'yyyy/MM')", f"{name}(timestamp'2020-02-29 01:02:03', 'HH:mm')", f"{name}(x'6162', 'hex')", f"{name}(x'6162', 'base64')",
            f"{name}(x'6162', 'utf-8')", f"{name}(x'6162', 'nope')", f"{name}(x'6162', null)", over_texts(f"{name}(i, '9999999999')"), over_texts(f"{name}(i, 'S000')"), f"{name}(d, 'yyyy') from values (date'2020-02-29'), (null) t(d)",
        ]
        for name in ("to_char", "to_varchar")
    },
    **{
        name: [
            *calls(name, ("'454'", "null", "''", "'abc'", "'-1'", "'$78.12'", "454", "1.5", "true", "x'34'", "array('a')"), ("'999'", "null", "''", "'S999'", "'x'", "'$99.99'", "'9.9.9'", "1", "array('a')")), f"{name}('12,454', '99,999')", f"{name}('<454>', '999PR')", f"{name}('-454', 'MI999')",
            f"{name}('454-', '999S')", f"{name}('12,454.8-', '99,999.9S')", f"{name}('1234', '999')", f"{name}('4.5', '9')", f"{name}('454', '99999999999999999999999999999999999999')", f"{name}('4', '999999999999999999999999999999999999999')", f"{name}('.5', '9.9')", over_texts(f"{name}(p, '99')"),
            f"{name}(x, '9G999D99') from values ('1,234.5'), (null), ('12'), ('1234') t(x)",
        ]
        for name in ("to_number", "try_to_number")
    },
    "split_part": [
        *calls("split_part", _FEW, ("' '", *_TEXTS[1:]), ("1", *_PLACES[1:])), "split_part('11.12.13', '.', 3)", "split_part('11.12.13', '.', -1)", "split_part('11.12.13', '.', 4)", "split_part('a||b', '||', 2)", "split_part('aXbxc', 'x', 2)", "split_part('', '', 1)",
        over_texts("split_part(s, p, 1)"), over_texts("split_part(s, p, -1)"), over_texts("split_part(s, p, i)"), over_texts("split_part(s, ' ', 2)"),
    ],
    "str_to_map": [
        *calls("str_to_map", ("'a:1,b:2,c:3'", *STRINGS[1:8], "12", "x'61'", "array('a')"), ("','", "null", "''", "'[,;]'", "'|'", "1"), ("':'", "null", "''", "'b'", "'\\\\\\\\.'")), "str_to_map('a:1,a:2')", "str_to_map('a')", "str_to_map('a:b:c')", "str_to_map(',')", "str_to_map('é=\\uD83D\\uDE00&b', '&', '=')",
        "str_to_map('a1b2', '[0-9]')", over_texts("str_to_map(s, ' ', 'a')"), over_texts("str_to_map(concat('k:', s))"), over_texts("str_to_map('xay,b', ',', p)"),
    ],
    **{name: [*calls(name, (*BYTES, "cast(x'61ff62' as string)", "'\\uD83D\\uDE00'", "1.5D", "cast(x'c080' as string)", "cast(x'eda080' as string)")), f"{name}(x) from values ('a'), (null), (cast(x'61ff62' as string)), ('é') t(x)", f"{name}(cast(x'f0' as string))", over_texts(f"{name}(s)")] for name in ("is_valid_utf8", "make_valid_utf8", "validate_utf8", "try_validate_utf8")},
    "randstr": [
        "length(randstr(5, 1))", "length(randstr(0))", "randstr(-1)", "length(randstr(5))", "randstr(null)", "randstr('x')", "length(randstr('3'))", "length(randstr(2.7))", "randstr()", "randstr(1, 2, 3)", "randstr(5, null)", "randstr(5, 'a')", "randstr(3, 0)", "randstr(10, 5)", "randstr(10, -5)",
        "randstr(10, 5L)", "randstr(5S, 1)", over_texts("length(randstr(4, 1))"), "randstr(6, 7) from range(5)", over_texts("randstr(i, 1)"), "randstr(3, 1.5)",
    ],
    **{
        name: [
            *calls(name, STRINGS, ("'S%'", "null", "''", "'%'", "'_'", "12", "array('a')")), f"{name}('a_b', 'a\\\\\\\\_b')", f"{name}('a/b', 'a//b', '/')", f"{name}('a%', 'a#%', '#')", f"{name}('a', 'a', 'xx')", f"{name}('a', 'a', null)", f"{name}('a', 'a\\\\\\\\')",
            f"{name}('a\\nb', 'a_b')", f"{name}('É', 'é')", f"{name}('\\uD83D\\uDE00', '_')", f"'Spark' {name} any ('S%', 'x')", f"'Spark' not {name} all ('S%', null)", f"'Spark' {name} 'SP\\\\\\\\%'", over_texts(f"s {name} '%A%'"), over_texts(f"s {name} p"), over_texts(f"s {name} concat('%', p, '%')"), over_texts(f"s {name} '__b%'"),
        ]
        for name in ("like", "ilike")
    },
}  # fmt: skip
LEGACY = tuple(CASES)
