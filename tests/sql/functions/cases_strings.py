"""Functions of strings and bytes."""

from __future__ import annotations

VIEWS = {
    "w": (
        "select * from values (1, 'Spark SQL', 'ar', 3), (2, '', '', 0), (3, null, 'x', null), "
        "(4, 'Ünïcödé ß', 'ö', -2), (5, 'e\\u0301 \\uD83D\\uDE00!', '\\uD83D\\uDE00', 2), (6, '  ab\\tc ', null, 1) "
        "as w(n, s, p, i)"
    ),
}


def over_rows(expression: str) -> str:
    return f"select n, {expression} as v from w order by n"


CASES = {
    "case and length": [
        "upper('aBc')", "ucase('straße')", "lower('ÀÉÎ')", "lcase('ΑΣ')", "upper(null)", "upper(1)", "lower(cast('A' as binary))",
        over_rows("upper(s)"), over_rows("lower(s)"), over_rows("initcap(s)"), "initcap('hello wORLD-foo bar_baz o''neil')",
        "initcap('a  b')", "initcap('ǆ x')", "length('abc ')", "length(null)", "length(x'0102ff')", "len('abc')", "char_length('x')",
        "character_length('yz')", "length(12)", "octet_length('é')", "octet_length(x'0102')", "bit_length('é')", "bit_length(x'01')",
        over_rows("length(s)"), over_rows("octet_length(s)"), over_rows("bit_length(s)"), "length(true)", "octet_length(12)",
        "upper('a', 'b')", "length(array(1))", "length(interval '1' day)", "bit_length(null)",
    ],
    "concat": [
        "'a' || 'b'", "'a' || null", "1 || 2", "concat('a', 'b', 'c')", "concat('a', 1, true)", "concat()", "concat('a')", "concat(null)",
        "concat(x'01', x'02')", "concat('a', x'02')", "x'01' || x'02'", "concat(array(1), array(2, 3))", "concat(array(1), array('a'))",
        "concat(array(1), null)", "concat('a', array('b'))", "concat_ws(',', 'a', null, 'b')", "concat_ws(',')", "concat_ws(null, 'a')",
        "concat_ws('-', array('a', null, 'b'), 'c', array())", "concat_ws(',', 1, true)", "concat_ws(',', array(1))", "concat_ws()",
        over_rows("s || p"), over_rows("concat(s, ':', i)"), over_rows("concat_ws('|', s, p, i)"), "concat(date'2020-01-01', 1.5)",
        "concat_ws('', 'a', 'b')", "concat(1.0D, 2)", "concat(map(1, 2), 'a')", "concat_ws(',', map(1,2))",
    ],
    "substring": [
        "substring('Spark SQL', 5)", "substring('Spark SQL', -3)", "substring('Spark SQL', 5, 1)", "substring('Spark SQL' FROM 5 FOR 2)",
        "substring('Spark SQL' FROM -3)", "substr('Spark', 0)", "substr('Spark', 0, 2)", "substr('Spark', -10, 7)", "substr('Spark', -10, 3)",
        "substr('Spark', 2, -1)", "substr('Spark', 100, 1)", "substring('abc', null)", "substring(null, 1)", "substring('abc', 1, null)",
        "substring('abc', '2')", "substring('abc', 2.7)", "substring(x'01020304', 2, 2)", "substring(x'010203', -2)", "substring(12345, 2, 2)",
        "substring('abc', 2, 2147483647)", "substring('abc', -2147483648, 2147483647)", "substring('abc', 1L)", "substring('abc', -2, 2147483647)",
        "left('Spark', 3)", "left('Spark', -1)", "left('Spark', 0)", "left(null, 1)", "left(x'010203', 2)", "left('abc', null)", "left('ab', 10)",
        "right('Spark', 3)", "right('Spark', -1)", "right('Spark', 0)", "right('ab', 10)", "right(null, 1)", "right(x'010203', 2)", "right('abc', null)",
        "right(12345, 2)", "left(12345, '2')",
        over_rows("substring(s, i)"), over_rows("substring(s, -2, 1)"), over_rows("left(s, i)"), over_rows("right(s, i)"),
        "substring_index('www.apache.org', '.', 2)", "substring_index('www.apache.org', '.', -2)", "substring_index('www.apache.org', '.', 0)",
        "substring_index('www.apache.org', '', 2)", "substring_index('a||b||c', '||', 1)", "substring_index('aaaa', 'aa', 2)",
        "substring_index('aaaa', 'aa', -1)", "substring_index('aaaaa', 'aa', -2)", "substring_index(null, '.', 2)", "substring_index('a.b', '.', 10)",
        "substring_index('a.b', '.', null)", "substring_index('a.b.c', '.', -10)", over_rows("substring_index(s, p, i)"),
        "substring_index('', '.', 1)", "substring_index('a.b.c', 'x', 1)", "substring_index('aaa', 'aa', -1)",
    ],
    "trim and pad": [
        "trim('  a b ')", "ltrim('  a ')", "rtrim('  a ')", "btrim('  a ')", "trim('xy', 'yxaxy')", "trim(BOTH 'xy' FROM 'yxaxy')",
        "trim(LEADING 'xy' FROM 'yxaxy')", "trim(TRAILING 'xy' FROM 'yxaxy')", "trim(BOTH FROM '  a ')", "trim(LEADING FROM '  a ')",
        "trim(TRAILING FROM '  a ')", "trim('x' FROM 'xax')", "btrim('xax', 'x')", "ltrim('x', 'xax')", "rtrim('x', 'xax')", "trim('', ' a ')",
        "trim(null)", "trim(null from 'a')", "btrim('\\t a \\n')", "btrim(x'01020301', x'01')", "btrim(' a', null)", "trim(12)", "btrim(x'200120')",
        over_rows("trim(s)"), over_rows("ltrim(p, s)"), over_rows("btrim(s, p)"), "trim('é', 'éaé')", "btrim('abc', 'c-a')", "trim(']', ']a^]')",
        "lpad('hi', 5, '??')", "lpad('hi', 1, '??')", "lpad('hi', 5)", "lpad('hi', 5, '')", "lpad('hi', -1, 'x')", "lpad(null, 5, 'x')", "lpad('hi', 7, 'abc')",
        "rpad('hi', 5, '??')", "rpad('hi', 1, '??')", "rpad('hi', 5)", "rpad('hi', 5, '')", "rpad('hi', -1, 'x')", "rpad('hi', 7, 'abc')",
        "lpad(x'0102', 4)", "lpad(x'0102', 5, x'aabb')", "rpad(x'0102', 4)", "rpad(x'0102', 5, x'aabb')", "lpad(x'0102', 1, x'aa')", "lpad(x'01', 5, x'')",
        "lpad('hi', 5, x'aa')", "lpad(12, 5, 0)", "lpad('hi', null, 'x')", "rpad('é', 3, '😀')", over_rows("lpad(s, 12, p)"), over_rows("rpad(s, i, 'x')"),
        "rpad(12, 4)", "lpad(x'01', 3, 'a')", "trim(x'2001')",
    ],
    "find": [
        "instr('SparkSQL', 'SQL')", "instr('a', '')", "instr('', 'a')", "instr(null, 'a')", "instr('😀a', 'a')", "locate('bar', 'foobarbar')",
        "locate('bar', 'foobarbar', 5)", "locate('bar', 'foobarbar', 0)", "locate('', 'abc', 2)", "locate('', 'abc', 9)", "locate('b', 'abc', -1)",
        "locate('b', 'abc', null)", "locate(null, 'abc')", "locate(null, 'abc', null)", "position('bar', 'foobarbar')", "position('bar', 'foobarbar', 5)",
        "position('b' IN 'abc')", "charindex('b', 'abc')", "locate('b', 'abcb', 3)", "find_in_set('ab', 'abc,b,ab,c,def')", "find_in_set('', 'a,,b')",
        "find_in_set('a,b', 'a,b')", "find_in_set(null, 'a')", "find_in_set('x', '')", "find_in_set('', '')", over_rows("instr(s, p)"),
        over_rows("locate(p, s, i)"), over_rows("find_in_set(p, s)"), "startswith('Spark', 'Sp')", "startswith('Spark', '')", "startswith('Spark', null)",
        "startswith(x'0102', x'01')", "endswith('Spark', 'rk')", "endswith(x'0102', x'02')", "contains('Spark', 'par')", "contains(x'010203', x'02')",
        "contains('Spark', 1)", "contains(12, 1)", over_rows("startswith(s, p)"), over_rows("endswith(s, p)"), over_rows("contains(s, p)"),
        "startswith('a', x'61')", "endswith('é', '')", "contains('a_b', '_')", "instr('abc', 1)", "locate(1, 212)",
    ],
    "replace": [
        "replace('ABCabc', 'abc', 'DEF')", "replace('ABCabc', 'abc')", "replace('abc', '', 'x')", "replace(null, 'a', 'b')", "replace('aaa', 'aa', 'b')",
        "replace('abc', 'b', null)", over_rows("replace(s, p, '*')"), over_rows("replace(s, p)"), "translate('AaBbCc', 'abc', '123')", "translate('abc', 'abc', '1')",
        "translate('aab', 'aa', '12')", "translate('abc', '', 'x')", "translate('a😀b', '😀', 'é')", "translate(null, 'a', 'b')", over_rows("translate(s, 'aé', 'x')"),
        "translate('abc', 'ab', null)", "repeat('123', 2)", "repeat('123', 0)", "repeat('123', -1)", "repeat(null, 2)", "repeat('a', null)", "repeat(1, 2)",
        over_rows("repeat(s, i)"), "reverse('Spark')", "reverse('e\\u0301a')", "reverse('a😀b')", "reverse(array(2, 1, 4, null))", "reverse(null)", "reverse(12)",
        over_rows("reverse(s)"), "overlay('Spark SQL' PLACING '_' FROM 6)", "overlay('Spark SQL' PLACING 'CORE' FROM 7)", "overlay('Spark SQL' PLACING 'ANSI ' FROM 7 FOR 0)",
        "overlay('Spark SQL' PLACING 'tructured' FROM 2 FOR 4)", "overlay(x'0102030405', x'aa', 2)", "overlay('abc', 'x', 0)", "overlay('abc', 'x', -1)",
        "overlay('abc', 'x', 2, -1)", "overlay('abc', 'xyz', 10)", "overlay(null, 'x', 1)", "overlay('abc', 'x', 2, 5)", "overlay(encode('Spark SQL', 'utf-8') PLACING encode('_', 'utf-8') FROM 6)",
        over_rows("overlay(s, '#', 2, i)"), "mask('abcd-EFGH-8765-4321')", "mask('abcd-EFGH-8765-4321', 'Q')", "mask('AbCD123-@$#', 'Q', 'q')", "mask('AbCD123-@$#', 'Q', 'q', 'd')",
        "mask('AbCD123-@$#', 'Q', 'q', 'd', 'o')", "mask('AbCD123-@$#', NULL, 'q', 'd', 'o')", "mask(NULL, NULL, NULL, NULL, 'o')", "mask('AbCD123-@$#', 'Qa')", "mask('ÀéΩ١')",
        "mask(NULL)", "mask('AbCD', '')", "elt(1, 'scala', 'java')", "elt(2, 'scala', 'java')", "elt(3, 'scala', 'java')", "elt(0, 'scala')", "elt(null, 'a')", "elt(2, 'a', 1)",
        "elt(1, x'01', x'02')", "elt(1)", "elt(1, 'a', x'01')", over_rows("elt(n, 'a', s, p, 'd', 'e', 'f')"), "space(3)", "space(0)", "space(-1)", "space(null)", "space('2')",
        "quote('Don\\'t')", "quote(null)", "quote('')", "quote('a\\\\b')", over_rows("quote(s)"),
    ],
    "like": [
        "'Spark' like 'Sp%'", "'Spark' like '_park'", "'Spark' not like 'x%'", "'50%' like '50\\\\%'", "'50a' like '50\\\\%'", "'a_b' like 'a/_b' escape '/'", "'axb' like 'a/_b' escape '/'",
        "'a\\nb' like 'a%b'", "'a' like null", "null like 'a'", "'' like ''", "'' like '%'", "'é' like '_'", "'😀' like '_'", "'a.b' like 'a.b'", "'a\\\\b' like 'a\\\\\\\\b'", "'abc' like 'a\\\\bc'",
        "'abc' like 'ab\\\\'", "'abc' like 'a/bc' escape '/'", "'abc' like 'ab/' escape '/'", "12 like '1%'", "'Spark' ilike 'sP%'", "'É' ilike 'é'", "'SPARK_' ilike 's%/_' escape '/'", "'Spark' not ilike 'SP%'",
        "like('Spark', '_park')", "like('a%', 'a#%', '#')", "ilike('Spark', '_PARK')", "like('%SystemDrive%/Users', '/%SystemDrive/%//Users', '/')", over_rows("s like '%a%'"), over_rows("s like p"),
        over_rows("s like '_%_'"), "'foo' like all ('%f%', '%oo')", "'foo' like any ('%f%', 'x')", "'foo' like some ('y', null)", "'foo' like all ('f%', null)", "'foo' like all ('x%', null)", "'foo' not like all ('x%', 'y%')",
        "'foo' not like any ('f%', 'y%')", "'Foo' ilike any ('f%', 'y%')", "'Foo' ilike all ('F%', '%O')", over_rows("s like any ('%a%', '%b%')"), over_rows("s not like all ('%a%', '%b%')"), "'foo' like any ('f' || '%', 'y')",
        "'foo' not like any ('f%', null)", "null like all ('a', 'b')",
    ],
    "regular expressions": [
        "'Spark' rlike 'a.k'", "'Spark' rlike '^a'", "rlike('a1', '\\\\d')", "regexp('a1', '\\\\d$')", "regexp_like('abc', 'B')", "'abc' regexp '(?i)B'", "'a\\nb' rlike 'a.b'", "'a\\nb' rlike '(?s)a.b'", "'abc' rlike ''", "'abc' rlike null",
        "null rlike 'a'", "'abc' rlike '('", "'foobar' rlike 'foo(?=bar)'", "'aa' rlike '(a)\\\\1'", "'x' rlike '[a-z&&[^x]]'", "'é' rlike '\\\\w'", "'\\u00a0' rlike '\\\\s'", "'٣' rlike '\\\\d'", "'é' rlike '\\\\p{L}'", "'a' rlike '\\\\p{Alpha}'",
        "'a' rlike '\\\\p{javaLowerCase}'", "'a\\n' rlike 'a$'", "'a\\nb' rlike '(?m)^b$'", "'ab' rlike 'a++b'", "'tab\\t' rlike '\\\\t'", "'A' rlike '\\\\x41'", "'a-b' rlike '\\\\Qa-b\\\\E'", over_rows("s rlike '[A-Z]'"), over_rows("s rlike p"),
        "regexp_extract('100-200', '(\\\\d+)-(\\\\d+)', 1)", "regexp_extract('100-200', '(\\\\d+)-(\\\\d+)', 2)", "regexp_extract('100-200', '(\\\\d+)-(\\\\d+)')", "regexp_extract('100-200', '(\\\\d+)-(\\\\d+)', 0)", "regexp_extract('abc', 'x', 0)",
        "regexp_extract('100-200', '(\\\\d+)', 3)", "regexp_extract('100-200', '(\\\\d+)', -1)", "regexp_extract('ab', '(a)|(b)', 2)", "regexp_extract(null, 'a', 0)", "regexp_extract('a', null, 0)", "regexp_extract('a', 'a', null)", "regexp_extract('foo', '(?<x>o+)', 1)",
        "regexp_extract_all('100-200, 300-400', '(\\\\d+)-(\\\\d+)', 1)", "regexp_extract_all('100-200, 300-400', '(\\\\d+)-(\\\\d+)')", "regexp_extract_all('100-200, 300-400', '(\\\\d+)-(\\\\d+)', 0)", "regexp_extract_all('abc', 'x', 0)", "regexp_extract_all(null, 'x', 0)",
        "regexp_extract_all('abc', '(b)', 2)", "regexp_extract_all('ab', '(a)|(b)', 2)", "regexp_extract_all('abc', '', 0)",
        "regexp_replace('100-200', '(\\\\d+)', 'num')", "regexp_replace('100-200', '(\\\\d+)-(\\\\d+)', '$2-$1')", "regexp_replace('abc', 'b', '\\\\$x')", "regexp_replace('abc', 'b', '$1')", "regexp_replace('abc', '', '-')", "regexp_replace('a.b.c', '\\\\.', '')",
        "regexp_replace('100-200', '(\\\\d+)', 'num', 4)", "regexp_replace('100-200', '(\\\\d+)', 'num', 0)", "regexp_replace('100-200', '(\\\\d+)', 'num', 100)", "regexp_replace(null, 'a', 'b')", "regexp_replace('a', 'a', null)", "regexp_replace('aXb', '(?i)x', '${n}')",
        "regexp_replace('foo', '(?<x>o)', '<${x}>')", "regexp_replace('a1b22', '[0-9]+', '\\\\0')", "regexp_replace('abcabc', 'b', 'x', 3)", "regexp_replace('abc', '(b)(c)?', '$1$2!')", "regexp_replace('abc', '$', '!')", over_rows("regexp_replace(s, '[aeiou]', '*')"),
        over_rows("regexp_extract(s, '([a-z]+)', 1)"), "regexp_count('Steven Jones and Stephen Smith', 'Ste(v|ph)en')", "regexp_count('abc', null)", "regexp_count('aaa', 'aa')", "regexp_count('abc', '')", "regexp_substr('Steven Jones', 'Ste(v|ph)en')", "regexp_substr('abc', 'x')",
        "regexp_substr(null, 'x')", "regexp_instr('Steven Jones and Stephen', 'Ste(v|ph)en')", "regexp_instr('abc', 'x')", "regexp_instr('abc', 'b', 5)", "regexp_instr('😀b', 'b')", "regexp_instr(null, 'x')", over_rows("regexp_count(s, '[a-z]')"),
        over_rows("regexp_instr(s, '[^A-Za-z]')"), "regexp_extract('abc', '(', 0)", "regexp_replace('abc', '(', 'x')", "regexp_extract_all('abc', '(', 0)", "split('a', '(')",
    ],
    "split": [
        "split('oneAtwoBthreeC', '[ABC]')", "split('oneAtwoBthreeC', '[ABC]', -1)", "split('oneAtwoBthreeC', '[ABC]', 2)", "split('oneAtwoBthreeC', '[ABC]', 0)", "split('abc', '')", "split('abc', '', 2)", "split('', ',')", "split(null, ',')", "split('a,b', null)",
        "split('a,,b,,', ',')", "split('a,,b,,', ',', 0)", "split('a.b', '.')", "split('a.b', '\\\\.')", "split('a|b', '\\\\|')", "split('a|b', '|')", "split('a1b2', '(\\\\d)')", "split('é😀x', '')", "split('a b  c', ' +')", "split('abc', '(?=b)')", "split('abc', '', -1)",
        over_rows("split(s, ' ')"), over_rows("split(s, '')"), over_rows("split(s, p)"), "split('a,b,c', ',', 1)", "split('a,b,c', ',', 5)", "split(12, '1')", "split('a,b', ',', null)", "split_part('11.12.13', '.', 3)", "split_part('11.12.13', '.', -1)", "split_part('11.12.13', '.', 4)",
        "split_part('11.12.13', '.', 0)", "split_part('11.12.13', '', 1)", "split_part('11.12.13', '', 2)", "split_part(null, '.', 1)", "split_part('a||b', '||', 2)", "split_part('a', '.', null)", "split_part('', '.', 1)", over_rows("split_part(s, ' ', 2)"), "split_part('11.12.13', '', -1)",
        "sentences('Hi there! Good morning.')", "sentences('Hi there! Good morning.', 'en', 'US')", "sentences(null)", "sentences('')", "sentences('Hi there', 'en')",
    ],
    "characters": [
        "ascii('222')", "ascii('')", "ascii('é')", "ascii('😀')", "ascii(null)", "ascii(2)", "chr(65)", "char(65)", "chr(0)", "chr(-1)", "chr(256)", "chr(321)", "chr(233)", "chr(null)", "chr(65L)", "chr('66')", over_rows("ascii(s)"), over_rows("chr(n + 64)"),
        "base64('Spark SQL')", "base64(x'61')", "base64(null)", "base64(repeat('a', 80))", "unbase64('U3BhcmsgU1FM')", "unbase64('a')", "unbase64('U3Bh\\ncms=')", "unbase64('YQ')", "unbase64('!!!!')", "unbase64(null)", "unbase64('')", over_rows("base64(s)"), "unbase64('YQ==YQ==')",
        "encode('abc', 'utf-8')", "encode('é', 'ISO-8859-1')", "encode('é', 'US-ASCII')", "encode('a', 'UTF-16')", "encode('a', 'UTF-16BE')", "encode('a', 'UTF-16LE')", "encode('a', 'UTF-32')", "encode('a', 'nope')", "encode(null, 'utf-8')", "encode('é😀', 'UTF-8')", "encode(x'61', 'utf-8')",
        "decode(x'616263', 'utf-8')", "decode(encode('é', 'utf-16'), 'utf-16')", "decode(x'ff', 'utf-8')", "decode(x'e9', 'iso-8859-1')", "decode(x'61', 'nope')", "decode(null, 'utf-8')", "decode(2, 1, 'Southlake', 2, 'San Francisco', 'x')", "decode(6, 1, 'Southlake', 'Non domestic')", "decode(6, 1, 'Southlake')",
        "decode(null, 6, 'Spark', NULL, 'SQL', 4, 'rocks')", "decode('a')", over_rows("decode(n, 1, 'one', 2, 'two')"), over_rows("encode(s, 'utf-8')"), "soundex('Miller')", "soundex('')", "soundex('12')", "soundex('Ashcraft')", "soundex('Tymczak')", "soundex('Pfister')", "soundex(null)", "soundex('é')", over_rows("soundex(s)"), "soundex('Robert-Rupert')",
        "levenshtein('kitten', 'sitting')", "levenshtein('kitten', 'sitting', 2)", "levenshtein('kitten', 'sitting', 3)", "levenshtein(null, 'a')", "levenshtein('', 'abc')", "levenshtein('é😀', 'e')", "levenshtein('a', 'b', null)", "levenshtein('a', 'a', 0)", "levenshtein('a', 'b', -1)", over_rows("levenshtein(s, p)"), over_rows("levenshtein(s, p, 5)"),
        "luhn_check('8112189876')", "luhn_check('79927398713')", "luhn_check('79927398714')", "luhn_check('')", "luhn_check('a')", "luhn_check(null)", "luhn_check(' 0')", "is_valid_utf8('a')", "is_valid_utf8(x'80')", "is_valid_utf8(null)", "make_valid_utf8('a')", "make_valid_utf8(x'6180')", "validate_utf8('a')", "validate_utf8(x'80')", "try_validate_utf8('a')",
        "try_validate_utf8(x'80')", "collation('a')", "collate('a', 'UTF8_BINARY')", "length(randstr(5, 1))", "randstr(-1)", "length(uuid())", "uuid() = uuid()", "make_valid_utf8(cast(x'61ff62' as string))", "is_valid_utf8(cast(x'61ff' as string))",
    ],
    "format": [
        "format_string('Hello World %d %s', 100, 'days')", "printf('%5d|%-5d|%05d|%+d', 1, 2, 3, 4)", "format_string('%.2f %e %g', 1.5D, 12345.678D, 0.0001D)", "format_string('%x %X %o', 255, 255, 8)", "format_string('%s %S', 'a', 'b')", "format_string('%%')", "format_string('%n')", "format_string('%s', null)", "format_string(null, 1)",
        "format_string('%2$s %1$s', 'a', 'b')", "format_string('%b', true)", "format_string('%c', 'a')", "format_string('%,d', 1234567)", "format_string('%s', 1.0D)", "format_string('%s', array(1))", "format_string('%10s|%-10s|', 'a', 'b')", "format_string('%.3s', 'abcdef')", "format_string('%d', 1.5D)", "format_string('%s')", "format_string('%q', 1)", "format_string('a')",
        "format_string('%s', 1.50BD)", "format_string('%.1f', 1.25BD)", "format_string('%(d', -5)", "format_string('% d', 5)", "format_string('%h', 'hi')", "format_string('%d', 'a')", "format_string('%s', date'2020-01-01')", over_rows("format_string('%s-%s', s, i)"), "format_string('%f', 1)", "format_string('%08.2f', -3.14159D)", "format_string('%,.2f', 1234567.891D)",
        "format_string('%x', -1)", "format_string('%x', -1L)", "format_string('%.0f', 0.5D)", "format_string('%.0f', 2.5D)", "format_string('%s', double('NaN'))", "format_string('%e', 0D)", "format_string('%a', 1.0D)", "format_string('%d', null)",
        "format_number(12332.123456, 4)", "format_number(12332.123456, '##################.###')", "format_number(1234567, 0)", "format_number(-5.5, 0)", "format_number(2.5, 0)", "format_number(3.5, 0)", "format_number(12.5, -1)", "format_number(null, 2)", "format_number(1, null)", "format_number(double('NaN'), 2)", "format_number(double('Infinity'), 2)", "format_number(0.1D, 20)",
        "format_number(1e20D, 2)", "format_number('12.3', 1)", "format_number(cast(1.005 as float), 2)", "format_number(123.456, '')", "format_number(123.456, '#,##0.0')", "format_number(-123.456, '000000.0000')", "format_number(0.5, '#.#')", "format_number(0.12, '##0.0%')", "format_number(1234.5, '0.###E0')",
    ],
    "to_char and to_number": [
        "to_number('454', '999')", "to_number('454.00', '000.00')", "to_number('12,454', '99,999')", "to_number('$78.12', '$99.99')", "to_number('-12,454.8', 'S99,999.9')", "to_number('12,454.8-', '99,999.9S')", "to_number('<454>', '999PR')", "to_number('-454', 'MI999')", "to_number('abc', '999')", "to_number('1234', '999')", "to_number(null, '999')", "to_number('4', '')",
        "to_number('4', 'x')", "to_number('4', '9.9.9')", "to_number('4', null)", "to_number(' 4', '9')", "to_number('04', '99')", "to_number('4', '099')", "to_number('4', '999')", "to_number('4.5', '9')", "to_number('1,23', '9,99')", "to_number('.5', '.9')", "to_number('454', '999D99')", "to_number('4G54', '9G99')", "try_to_number('454', '999')", "try_to_number('abc', '999')", "try_to_number('$78.12', '$99.99')",
        "to_char(454, '999')", "to_char(454.00, '000D00')", "to_char(12454, '99G999')", "to_char(78.12, '$99.99')", "to_char(-12454.8, '99G999D9S')", "to_char(-12454.8, 'S99,999.9')", "to_varchar(454, '999')", "to_char(4, '000')", "to_char(4, '999')", "to_char(1234, '999')", "to_char(-4, '9')", "to_char(-4, '9PR')", "to_char(4, '9PR')", "to_char(4, 'MI9')", "to_char(-4, 'MI9')", "to_char(null, '9')", "to_char(4.567, '9.9')",
        "to_char(date'2020-03-04', 'yyyy/MM')", "to_char(timestamp'2020-03-04 05:06:07', 'HH:mm')", "to_char(x'6162', 'utf-8')", "to_char(x'6162', 'base64')", "to_char(x'6162', 'hex')", "to_char(x'6162', 'nope')", "to_varchar(date'2020-03-04', 'y')", "to_char('454', '999')", "to_char(0, '999')", "to_char(0, '990')", "to_char(0.5, '9.9')", "to_char(0.5, '0.9')", "to_char(-0.5, 'S9.99')", "to_char(454, '$9,999')", "to_char(12454.8, 'x')",
    ],
    "digests": [
        "md5('Spark')", "md5(x'01')", "md5(null)", "sha('Spark')", "sha1('Spark')", "sha2('Spark', 256)", "sha2('Spark', 0)", "sha2('Spark', 224)", "sha2('Spark', 384)", "sha2('Spark', 512)", "sha2('Spark', 1)", "sha2(null, 256)", "sha2('a', null)", "crc32('Spark')", "crc32(x'01')", "crc32(null)", "md5(12)",
        over_rows("md5(s)"), over_rows("sha1(s)"), over_rows("sha2(s, 256)"), over_rows("crc32(s)"),
        "hash('Spark', array(123), 2)", "hash('Spark')", "hash(null)", "hash(1)", "hash(1L)", "hash(1Y)", "hash(1S)", "hash(true)", "hash(1.5D)", "hash(float(1.5))", "hash(-0.0D)", "hash(double('NaN'))", "hash(1.5)", "hash(cast(1.5 as decimal(30, 2)))", "hash(x'010203')", "hash('é😀')", "hash('')", "hash('abcde')", "hash(date'2020-01-01')",
        "hash(timestamp'2020-01-01 00:00:00')", "hash(timestamp_ntz'2020-01-01 00:00:00')", "hash(array(1, null, 3))", "hash(struct(1, 'a'))", "hash(interval '1' day)", "hash(interval '1' month)", "hash(map(1, 2))", "hash()", "hash(1, null, 'a')", "hash(make_interval(1, 2, 3))", "hash(time'12:00:00')", over_rows("hash(s, p, i)"), over_rows("hash(n)"),
        "xxhash64('Spark', array(123), 2)", "xxhash64('Spark')", "xxhash64(null)", "xxhash64(1)", "xxhash64(1L)", "xxhash64(1Y)", "xxhash64(true)", "xxhash64(1.5D)", "xxhash64(float(1.5))", "xxhash64(-0.0D)", "xxhash64(1.5)", "xxhash64(cast(-1.5 as decimal(30, 2)))", "xxhash64(x'010203')", "xxhash64('é😀')", "xxhash64('')", "xxhash64(repeat('abcdefghij', 10))",
        "xxhash64(date'2020-01-01')", "xxhash64(timestamp'2020-01-01 00:00:00')", "xxhash64(array(1, null, 3))", "xxhash64(struct(1, 'a'))", "xxhash64(interval '1' day)", "xxhash64()", "xxhash64(make_interval(1, 2, 3))", over_rows("xxhash64(s, p, i)"), "xxhash64('abcdefgh12345')", "hash(cast(-1 as decimal(38, 0)))",
    ],
    "urls": [
        "url_encode('https://spark.apache.org')", "url_encode('a b&c=é😀*-._~')", "url_encode(null)", "url_decode('https%3A%2F%2Fspark.apache.org')", "url_decode('a+b%20c')", "url_decode('%')", "url_decode('%zz')", "url_decode('%C3%A9')", "url_decode('%ff')", "url_decode(null)", "try_url_decode('%')", "try_url_decode('a+b')",
        over_rows("url_encode(s)"), "parse_url('http://spark.apache.org/path?query=1', 'HOST')", "parse_url('http://spark.apache.org/path?query=1', 'QUERY')", "parse_url('http://spark.apache.org/path?query=1', 'QUERY', 'query')", "parse_url('http://spark.apache.org/path?query=1#ref', 'REF')", "parse_url('http://u:p@spark.apache.org:80/path?query=1', 'AUTHORITY')",
        "parse_url('http://u:p@spark.apache.org:80/path?query=1', 'USERINFO')", "parse_url('http://u:p@spark.apache.org:80/path?query=1', 'FILE')", "parse_url('http://u:p@spark.apache.org:80/path?query=1', 'PROTOCOL')", "parse_url('http://u:p@spark.apache.org:80/path?query=1', 'PATH')", "parse_url('http://a.b/?x=1&y=2', 'QUERY', 'y')", "parse_url('http://a.b/?x=1&y=2', 'QUERY', 'z')",
        "parse_url('http://a.b/?x=1&y=2', 'HOST', 'z')", "parse_url('http://a.b', 'nope')", "parse_url('http://a b', 'HOST')", "parse_url('inva lid://user:pass@host/file;param?query;p2', 'QUERY')", "parse_url(null, 'HOST')", "parse_url('http://a.b', 'PATH')", "parse_url('http://a.b', 'QUERY')", "parse_url('/x/y', 'PATH')", "parse_url('http://a.b/x', 'FILE')", "try_parse_url('http://a b', 'HOST')",
        "try_parse_url('http://a.b/?x=1', 'QUERY', 'x')", "parse_url('mailto:a@b', 'PROTOCOL')", "parse_url('http://[::1]:80/', 'HOST')", "parse_url('', 'HOST')", "parse_url('http://under_score/x', 'HOST')", "parse_url('http://a.b/?x=1', 'QUERY', null)",
    ],
}  # fmt: skip

LEGACY = ("substring", "find", "characters", "format", "split", "regular expressions", "urls", "concat")
