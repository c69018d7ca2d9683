"""Each function of regular expressions: Java's."""

from __future__ import annotations

from pools import STRINGS, calls
from tables import over_texts

_FEW = ("'Spark SQL'", "null", "''", "'Ünïcödé ß'", "12", "cast('é' as binary)", "array('a')")
_PATTERNS = ("'[a-r]+'", "null", "''", "'('", "'(?i)S(.)'", "1", "x'61'", "array('a')")
_GROUPS = ("1", "null", "0", "-1", "2", "'1'", "1.5D", "array(1)")
#: Text and pattern: what Java's regular expressions know.
_FEATURES = (
    ("foobar", r"foo(?=bar)"), ("foobaz", r"foo(?!bar)"), ("xfoo", r"(?<=x)foo"), ("foo", r"(?<!x)f(o+)"), ("aaa", r"a*+a"), ("aaab", r"(a++)b"), ("abab", r"(?<w>ab)\k<w>"), ("aa", r"(a)\1"), ("ab", r"(?>a|ab)c?$"),
    ("é", r"\w"), ("é", r"(?U)\w"), ("é", r"\p{L}"), ("É", r"\p{Lu}"), ("Ω", r"\p{IsGreek}"), ("Ω", r"\p{InGreek}"), ("a", r"\p{javaLowerCase}"), ("٣", r"\d"), ("٣", r"\p{Nd}"), ("\\u00a0", r"\s"), ("\\u00a0", r"\h"), ("\\u2028", r"\R"), ("a\\nb", r"^b$"), ("a\\nb", r"(?m)^b$"),
    ("a\\nb", r"a.b"), ("a\\nb", r"(?s)a.b"), ("a\\n", r"a$"), ("a\\n", r"a\z"), ("a\\n", r"a\Z"), ("STRASSE É", r"(?i)strasse é"), ("É", r"(?iu)é"), ("x", r"[a-z&&[^x]]"), ("y", r"[a-z&&[^x]]"), ("]", r"[]a]"), ("-", r"[a\-z]"), ("a-b", r"\Qa-b\E"), ("a#b", r"(?x)a # b"), ("A", r"\x41"),
    ("A", r"\u0041"), ("\\uD83D\\uDE00", r"^.$"), ("\\uD83D\\uDE00", r"\x{1F600}"), ("e\\u0301", r"^\X$"), ("ab", r"a{1,2}?b"), ("aaaa", r"a{2,3}+a"), ("word word", r"\b(\w+) \1\b"), ("a{", r"a{"), ("a", r"*a"), ("a", r"[a"), ("a", r"\p{Nope}"), ("ab", r"(?<n>a)(?<n>b)"), ("a", r"(?i:A)"), ("A!", r"\p{Punct}"),
    ("\\t", r"\p{Cntrl}"), ("a b", r"\S+\s\S"), ("ǅ", r"\p{Lt}"), ("a", r"\01"), ("1", r"\061"), ("\\u001b", r"\e"), ("a", r"(?<=a*)b"), ("aab", r"(?<=a{1,3})b"), ("abc", r"\Gab"), ("a\\r\\nb", r"a\R?b"), ("ß", r"(?iu)SS"), ("\u017f", r"(?iu)s"), ("٣a", r"(?U)\d\w"), ("A", r"[[:upper:]]"), ("a", r"\y"),
)  # fmt: skip


def _text(value: str) -> str:
    return "'" + value.replace("'", "\\'") + "'"


def _pattern(value: str) -> str:
    return "r'" + value + "'"


def _features(call: str, start: int, step: int) -> list[str]:
    return [call.format(_text(text), _pattern(pattern)) for text, pattern in _FEATURES[start::step]]


CASES = {
    "rlike": [*calls("rlike", _FEW, _PATTERNS), over_texts("s rlike '[A-Z]'"), over_texts("s rlike p"), over_texts("s rlike '(?U)\\\\w ß?$'"), "'abc' rlike array('a')", "not 'abc' rlike 'b'"],
    "rlike, features of Java": _features("{} rlike {}", 0, 1),
    **{name: [*calls(name, STRINGS[:9], _PATTERNS), *_features(name + "({}, {})", 1, 9), over_texts(f"{name}(s, '^.a')"), over_texts(f"{name}(s, p)")] for name in ("regexp", "regexp_like")},
    "regexp_count": [*calls("regexp_count", STRINGS[:9], _PATTERNS), *_features("regexp_count({}, {})", 0, 4), "regexp_count('aaa', 'aa')", "regexp_count('abc', '')", "regexp_count('\\uD83D\\uDE00', '')", "regexp_count('a1b2', '\\\\\\\\d')", over_texts("regexp_count(s, '[a-z]')"), over_texts("regexp_count(s, p)")],
    "regexp_extract": [
        *calls("regexp_extract", _FEW, ("'([a-r]+)'", *_PATTERNS[1:]), _GROUPS), *[f"regexp_extract({_text(text)}, {_pattern(pattern)}, 0)" for text, pattern in _FEATURES[::3]], "regexp_extract('100-200', r'(\\d+)-(\\d+)')", "regexp_extract('100-200', r'(\\d+)-(\\d+)', 2)",
        "regexp_extract('ab', '(a)|(b)', 2)", "regexp_extract('abc', 'b')", over_texts("regexp_extract(s, '([a-z]+).*?([a-z])', 2)"), over_texts("regexp_extract(s, p, 0)"), over_texts("regexp_extract(s, '(.)', length(p))"),
    ],
    "regexp_extract_all": [
        *calls("regexp_extract_all", _FEW, ("'([a-r])'", *_PATTERNS[1:]), _GROUPS), *[f"regexp_extract_all({_text(text)}, {_pattern(pattern)}, 0)" for text, pattern in _FEATURES[1::4]], "regexp_extract_all('100-200, 300-400', r'(\\d+)-(\\d+)', 2)", "regexp_extract_all('ab', '(a)|(b)', 2)",
        "regexp_extract_all('abc', '', 0)", "regexp_extract_all('abc', 'b')", over_texts("regexp_extract_all(s, '([a-z])', 1)"), over_texts("regexp_extract_all(s, p, 0)"),
    ],
    "regexp_instr": [*calls("regexp_instr", _FEW, _PATTERNS, _GROUPS), *_features("regexp_instr({}, {})", 2, 4), "regexp_instr('\\uD83D\\uDE00b', 'b')", "regexp_instr('e\\u0301b', 'b')", "regexp_instr('abab', '(b)', 1)", over_texts("regexp_instr(s, '[^A-Za-z]')"), over_texts("regexp_instr(s, p)")],
    "regexp_substr": [*calls("regexp_substr", STRINGS[:9], _PATTERNS), *_features("regexp_substr({}, {})", 3, 4), over_texts("regexp_substr(s, '[a-z ]+')"), over_texts("regexp_substr(s, p)")],
    "regexp_replace": [
        *calls("regexp_replace", _FEW, _PATTERNS, ("'<$0>'", "null", "''", "'$1'", "'\\\\\\\\$'", "'$'", "1", "array('a')")), *calls("regexp_replace", _FEW[:1], ("'a'",), ("'#'",), ("3", "null", "0", "-1", "100", "'2'", "1.5D")), *[f"regexp_replace({_text(text)}, {_pattern(pattern)}, '<$0>')" for text, pattern in _FEATURES[2::4]],
        "regexp_replace('100-200', r'(\\d+)-(\\d+)', '$2-$1')", "regexp_replace('abc', '(b)(x)?', '[$1$2]')", "regexp_replace('abc', '(b)', '$11')", "regexp_replace('abc', 'b', '$2')", "regexp_replace('abc', '', '-')", "regexp_replace('abc', '$', '!')", "regexp_replace('abab', 'a', 'x', 2)",
        "regexp_replace('\\uD83D\\uDE00', '', '-')", over_texts("regexp_replace(s, '[a-z]', '*')"), over_texts("regexp_replace(s, p, '<$0>')"), over_texts("regexp_replace(s, '(.)(.)', '$2$1', 3)"), over_texts("regexp_replace(s, 'a', p)"),
    ],
    "split": [
        *calls("split", STRINGS, ("'[a-r]'", *_PATTERNS[1:])), *calls("split", ("'a,b,c,,'",), ("','",), ("2", "null", "0", "-1", "1", "100", "'2'", "2.7", "array(1)")), *_features("split({}, {})", 0, 5), "split('abc', '')", "split('abc', '', 2)", "split('a1b2', '(\\\\\\\\d)')", "split('abc', '(?=b)')", "split('a.b', '.')",
        "split('\\uD83D\\uDE00x', '')", over_texts("split(s, ' ')"), over_texts("split(s, p)"), over_texts("split(s, '[a ]+', i)"), over_texts("split(s, '')"),
    ],
}  # fmt: skip

LEGACY = tuple(name for name in CASES if "features" not in name)
