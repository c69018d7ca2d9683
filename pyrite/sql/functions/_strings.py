"""Text: case, parts, padding, search, regular expressions, encodings, URLs and XPath."""

from __future__ import annotations

from pyrite.sql._arguments import unexpected_type
from pyrite.sql.column import Column, ColumnOrName
from pyrite.sql.functions._calls import call, given, lits, plain, plains, seed_of, whole
from pyrite.sql.functions._normal import lit

__all__ = [
    "ascii",
    "base64",
    "bit_length",
    "btrim",
    "char",
    "char_length",
    "character_length",
    "chr",
    "collate",
    "collation",
    "concat",
    "concat_ws",
    "contains",
    "decode",
    "elt",
    "encode",
    "endswith",
    "find_in_set",
    "format_number",
    "format_string",
    "from_base32",
    "ilike",
    "initcap",
    "instr",
    "is_valid_utf8",
    "jaro_winkler_similarity",
    "lcase",
    "left",
    "length",
    "levenshtein",
    "like",
    "locate",
    "lower",
    "lpad",
    "ltrim",
    "make_valid_utf8",
    "mask",
    "octet_length",
    "overlay",
    "parse_url",
    "position",
    "printf",
    "quote",
    "randstr",
    "regexp",
    "regexp_count",
    "regexp_extract",
    "regexp_extract_all",
    "regexp_instr",
    "regexp_like",
    "regexp_replace",
    "regexp_substr",
    "repeat",
    "replace",
    "reverse",
    "right",
    "rlike",
    "rpad",
    "rtrim",
    "sentences",
    "soundex",
    "split",
    "split_part",
    "startswith",
    "substr",
    "substring",
    "substring_index",
    "to_base32",
    "to_binary",
    "to_char",
    "to_number",
    "to_varchar",
    "translate",
    "trim",
    "try_parse_url",
    "try_to_binary",
    "try_to_number",
    "try_url_decode",
    "try_validate_utf8",
    "ucase",
    "unbase64",
    "upper",
    "url_decode",
    "url_encode",
    "validate_utf8",
    "xpath",
    "xpath_boolean",
    "xpath_double",
    "xpath_float",
    "xpath_int",
    "xpath_long",
    "xpath_number",
    "xpath_short",
    "xpath_string",
]


# --------------------------------------------------------------------------------------- case and length


def upper(col: ColumnOrName) -> Column:
    """In upper case: ``"AB"`` for ``"ab"``."""
    return call("upper", col)


def ucase(str: ColumnOrName) -> Column:
    """In upper case: ``"AB"`` for ``"ab"``."""
    return call("ucase", str)


def lower(col: ColumnOrName) -> Column:
    """In lower case: ``"ab"`` for ``"AB"``."""
    return call("lower", col)


def lcase(str: ColumnOrName) -> Column:
    """In lower case: ``"ab"`` for ``"AB"``."""
    return call("lcase", str)


def initcap(col: ColumnOrName) -> Column:
    """Each word with a capital: ``"Ice Cream"`` for ``"ice cream"``."""
    return call("initcap", col)


def length(col: ColumnOrName) -> Column:
    """How many letters a text has, or how many bytes."""
    return call("length", col)


def char_length(str: ColumnOrName) -> Column:
    """How many letters a text has, or how many bytes."""
    return call("char_length", str)


def character_length(str: ColumnOrName) -> Column:
    """How many letters a text has, or how many bytes."""
    return call("character_length", str)


def octet_length(col: ColumnOrName) -> Column:
    """How many bytes a text takes in UTF-8, or bytes are."""
    return call("octet_length", col)


def bit_length(col: ColumnOrName) -> Column:
    """Eight times the :func:`octet_length`."""
    return call("bit_length", col)


def reverse(col: ColumnOrName) -> Column:
    """A text or an array from back to front."""
    return call("reverse", col)


# --------------------------------------------------------------------------------- joining and repeating


def concat(*cols: ColumnOrName) -> Column:
    """Texts, bytes or arrays one after the other; null if one is null."""
    return call("concat", *cols)


def concat_ws(sep: str, *cols: ColumnOrName) -> Column:
    """Texts, and arrays of texts, one after the other with ``sep`` between them; nulls are left out."""
    return call("concat_ws", plain(sep), *cols)


def repeat(col: ColumnOrName, n: ColumnOrName | int) -> Column:
    """The text ``n`` times."""
    return call("repeat", col, whole(n))


def elt(*inputs: ColumnOrName) -> Column:
    """The input at the place that the first one tells, from 1: ``elt`` of 2, ``"a"``, ``"b"`` is ``"b"``."""
    return call("elt", *inputs)


def format_string(format: str, *cols: ColumnOrName) -> Column:
    """The columns put into a pattern of Java's ``printf``: ``format_string("%d %s", "n", "name")``."""
    return call("format_string", plain(format), *cols)


def printf(format: ColumnOrName, *cols: ColumnOrName) -> Column:
    """The columns put into a pattern of Java's ``printf``, which is a column too."""
    return call("printf", format, *cols)


def format_number(col: ColumnOrName, d: int) -> Column:
    """The number as ``#,###.##`` with ``d`` digits after the point: ``"1,234.50"``."""
    return call("format_number", col, plain(d))


# ------------------------------------------------------------------------------------------------- parts


def substring(str: ColumnOrName, pos: ColumnOrName | int, len: ColumnOrName | int) -> Column:
    """``len`` letters, or bytes, from ``pos`` on, counted from 1; from the end when negative."""
    return call("substring", str, whole(pos), whole(len))


def substr(str: ColumnOrName, pos: ColumnOrName, len: ColumnOrName | None = None) -> Column:
    """The letters from ``pos`` on, counted from 1: all, or ``len`` of them."""
    return call("substr", str, pos, *given(len))


def left(str: ColumnOrName, len: ColumnOrName) -> Column:
    """The first ``len`` letters."""
    return call("left", str, len)


def right(str: ColumnOrName, len: ColumnOrName) -> Column:
    """The last ``len`` letters."""
    return call("right", str, len)


def substring_index(str: ColumnOrName, delim: str, count: int) -> Column:
    """What is before the ``count``-th ``delim``; when negative, after it, counted from the right."""
    return call("substring_index", str, plain(delim), plain(count))


def split(str: ColumnOrName, pattern: Column | str, limit: ColumnOrName | int = -1) -> Column:
    """The text as an array, cut where a regular expression matches; into at most ``limit`` parts when positive."""
    return call("split", str, lit(pattern), whole(limit))


def split_part(src: ColumnOrName, delimiter: ColumnOrName, partNum: ColumnOrName) -> Column:
    """The part of this number, from 1, of the text cut at ``delimiter``; ``""`` when there is none."""
    return call("split_part", src, delimiter, partNum)


def sentences(
    string: ColumnOrName, language: ColumnOrName | None = None, country: ColumnOrName | None = None
) -> Column:
    """The text as an array of sentences, each an array of words."""
    return call(
        "sentences",
        string,
        lit("") if language is None else language,
        lit("") if country is None else country,
    )


def overlay(
    src: ColumnOrName, replace: ColumnOrName, pos: ColumnOrName | int, len: ColumnOrName | int = -1
) -> Column:
    """``src`` with the letters from ``pos`` on replaced: as many as ``replace`` has, or ``len``."""
    return call("overlay", src, replace, _place("pos", pos), _place("len", len))


def _place(name: str, value: ColumnOrName | int) -> ColumnOrName:
    place = whole(value)
    if not isinstance(place, (Column, str)):
        raise unexpected_type(name, value, "Column, int or str")
    return place


# ---------------------------------------------------------------------------------- trimming and padding


def trim(col: ColumnOrName, trim: ColumnOrName | None = None) -> Column:
    """Without spaces, or the letters of ``trim``, on both sides."""
    return call("trim", *given(trim), col)


def btrim(str: ColumnOrName, trim: ColumnOrName | None = None) -> Column:
    """Without spaces, or the letters of ``trim``, on both sides."""
    return call("btrim", str, *given(trim))


def ltrim(col: ColumnOrName, trim: ColumnOrName | None = None) -> Column:
    """Without spaces, or the letters of ``trim``, on the left."""
    return call("ltrim", *given(trim), col)


def rtrim(col: ColumnOrName, trim: ColumnOrName | None = None) -> Column:
    """Without spaces, or the letters of ``trim``, on the right."""
    return call("rtrim", *given(trim), col)


def lpad(col: ColumnOrName, len: Column | int, pad: Column | str) -> Column:
    """Filled on the left with ``pad`` to ``len`` letters, or cut to that: ``"##a"``."""
    return call("lpad", col, lit(len), lit(pad))


def rpad(col: ColumnOrName, len: Column | int, pad: Column | str) -> Column:
    """Filled on the right with ``pad`` to ``len`` letters, or cut to that: ``"a##"``."""
    return call("rpad", col, lit(len), lit(pad))


# ------------------------------------------------------------------------------- searching and replacing


def contains(left: ColumnOrName, right: ColumnOrName) -> Column:
    """Whether one text, or bytes, contains the other."""
    return call("contains", left, right)


def startswith(str: ColumnOrName, prefix: ColumnOrName) -> Column:
    """Whether the text starts with ``prefix``."""
    return call("startswith", str, prefix)


def endswith(str: ColumnOrName, suffix: ColumnOrName) -> Column:
    """Whether the text ends with ``suffix``."""
    return call("endswith", str, suffix)


def instr(
    str: ColumnOrName,
    substr: Column | str,
    start: Column | int | None = None,
    occurrence: Column | int | None = None,
) -> Column:
    """Where ``substr`` is in the text, from 1, or 0.

    Parameters
    ----------
    str, substr
        The text to search in, and what for.
    start, occurrence
        Where to begin, from the end when negative; and which of several to find.
    """
    if occurrence is not None and start is None:
        start = 1
    return call("instr", str, lit(substr), *lits(start, occurrence))


def locate(substr: str, str: ColumnOrName, pos: int = 1) -> Column:
    """Where ``substr`` is in ``str`` from ``pos`` on, counted from 1, or 0."""
    return call("locate", plain(substr), str, plain(pos))


def position(substr: ColumnOrName, str: ColumnOrName, start: ColumnOrName | None = None) -> Column:
    """Where ``substr`` is in ``str`` from ``start`` on, counted from 1, or 0."""
    return call("position", substr, str, *given(start))


def find_in_set(str: ColumnOrName, str_array: ColumnOrName) -> Column:
    """The place of ``str`` in a list with commas, from 1, or 0: 2 for ``"b"`` in ``"a,b"``."""
    return call("find_in_set", str, str_array)


def replace(src: ColumnOrName, search: ColumnOrName, replace: ColumnOrName | None = None) -> Column:
    """``src`` with ``replace``, or nothing, in each place of ``search``."""
    return call("replace", src, search, *given(replace))


def translate(srcCol: ColumnOrName, matching: str, replace: str) -> Column:
    """Each letter of ``matching`` as the letter of ``replace`` in its place; without one it is left out."""
    return call("translate", srcCol, plain(matching), plain(replace))


def like(str: ColumnOrName, pattern: ColumnOrName, escapeChar: Column | None = None) -> Column:
    """Whether the text matches an SQL pattern: ``%`` for any text, ``_`` for any letter."""
    return call("like", str, pattern, *given(escapeChar))


def ilike(str: ColumnOrName, pattern: ColumnOrName, escapeChar: Column | None = None) -> Column:
    """As :func:`like`, where upper and lower case are alike."""
    return call("ilike", str, pattern, *given(escapeChar))


def levenshtein(left: ColumnOrName, right: ColumnOrName, threshold: int | None = None) -> Column:
    """How many letters to change, add or drop to make one text the other; -1 if more than ``threshold``."""
    return call("levenshtein", left, right, *plains(threshold))


def jaro_winkler_similarity(left: ColumnOrName, right: ColumnOrName) -> Column:
    """How like two texts are, from 0 to 1, by Jaro and Winkler."""
    return call("jaro_winkler_similarity", left, right)


def soundex(col: ColumnOrName) -> Column:
    """How a name sounds in English, as a letter and three digits."""
    return call("soundex", col)


# --------------------------------------------------------------------------- regular expressions of Java


def rlike(str: ColumnOrName, regexp: ColumnOrName) -> Column:
    """Whether a part of the text matches a regular expression."""
    return call("rlike", str, regexp)


def regexp(str: ColumnOrName, regexp: ColumnOrName) -> Column:
    """Whether a part of the text matches a regular expression."""
    return call("regexp", str, regexp)


def regexp_like(str: ColumnOrName, regexp: ColumnOrName) -> Column:
    """Whether a part of the text matches a regular expression."""
    return call("regexp_like", str, regexp)


def regexp_count(str: ColumnOrName, regexp: ColumnOrName) -> Column:
    """How often a regular expression matches."""
    return call("regexp_count", str, regexp)


def regexp_extract(str: ColumnOrName, pattern: str, idx: int) -> Column:
    """What the group ``idx`` of the first match holds (0: the whole match), or ``""``."""
    return call("regexp_extract", str, plain(pattern), plain(idx))


def regexp_extract_all(str: ColumnOrName, regexp: ColumnOrName, idx: Column | int | None = None) -> Column:
    """What the group ``idx`` (1 at first) of each match holds, as an array."""
    return call("regexp_extract_all", str, regexp, *lits(idx))


def regexp_replace(
    string: ColumnOrName,
    pattern: str | Column,
    replacement: str | Column,
    position: int | Column | None = None,
) -> Column:
    """Each match of a regular expression, from ``position`` on, replaced; ``$1`` stands for a group."""
    return call("regexp_replace", string, lit(pattern), lit(replacement), *lits(position))


def regexp_substr(str: ColumnOrName, regexp: ColumnOrName) -> Column:
    """The first match of a regular expression, or null."""
    return call("regexp_substr", str, regexp)


def regexp_instr(str: ColumnOrName, regexp: ColumnOrName, idx: Column | int | None = None) -> Column:
    """Where the first match begins, from 1, or 0."""
    return call("regexp_instr", str, regexp, *lits(idx))


# --------------------------------------------------------------------------------- letters and encodings


def ascii(col: ColumnOrName) -> Column:
    """The number of the first letter in Unicode: 65 for ``"A"``."""
    return call("ascii", col)


def char(col: ColumnOrName) -> Column:
    """The letter of a number from 0 to 255; of more, of the rest by 256."""
    return call("char", col)


def chr(n: ColumnOrName) -> Column:
    """The letter of a number from 0 to 255: see :func:`char`."""
    return call("chr", n)


def encode(col: ColumnOrName, charset: str) -> Column:
    """The text as bytes of a charset: ``"UTF-8"``, ``"UTF-16BE"``, ``"ISO-8859-1"`` and so on."""
    return call("encode", col, plain(charset))


def decode(col: ColumnOrName, charset: str) -> Column:
    """The bytes as text of a charset: see :func:`encode`."""
    return call("decode", col, plain(charset))


def base64(col: ColumnOrName) -> Column:
    """Bytes as text in base 64."""
    return call("base64", col)


def unbase64(col: ColumnOrName) -> Column:
    """The bytes that text in base 64 stands for."""
    return call("unbase64", col)


def to_base32(col: ColumnOrName) -> Column:
    """Bytes as text in base 32."""
    return call("to_base32", col)


def from_base32(col: ColumnOrName) -> Column:
    """The bytes that text in base 32 stands for."""
    return call("from_base32", col)


def is_valid_utf8(str: ColumnOrName) -> Column:
    """Whether the bytes of a text are valid UTF-8."""
    return call("is_valid_utf8", str)


def make_valid_utf8(str: ColumnOrName) -> Column:
    """The text with a replacement letter for bytes that are not valid UTF-8."""
    return call("make_valid_utf8", str)


def validate_utf8(str: ColumnOrName) -> Column:
    """The text, if it is valid UTF-8; else it raises."""
    return call("validate_utf8", str)


def try_validate_utf8(str: ColumnOrName) -> Column:
    """The text, if it is valid UTF-8, else null."""
    return call("try_validate_utf8", str)


def collate(col: ColumnOrName, collation: str) -> Column:
    """The text under a collation, by which it is compared and sorted."""
    return call("collate", col, plain(collation))


def collation(col: ColumnOrName) -> Column:
    """The name of a text's collation."""
    return call("collation", col)


def quote(col: ColumnOrName) -> Column:
    """The text in single quotes, as SQL writes it."""
    return call("quote", col)


def mask(
    col: ColumnOrName,
    upperChar: ColumnOrName | None = None,
    lowerChar: ColumnOrName | None = None,
    digitChar: ColumnOrName | None = None,
    otherChar: ColumnOrName | None = None,
) -> Column:
    """Letters and digits hidden: capitals as ``X``, small letters as ``x``, digits as ``n``, others as they are."""
    return call(
        "mask",
        col,
        *[
            lit(usual) if char is None else char
            for char, usual in zip((upperChar, lowerChar, digitChar, otherChar), ("X", "x", "n", None))
        ],
    )


def randstr(length: Column | int, seed: Column | int | None = None) -> Column:
    """A random text of letters and digits for each row."""
    return call("randstr", lit(length), seed_of() if seed is None else lit(seed))


# ------------------------------------------------------------------------------------------- conversions


def to_binary(col: ColumnOrName, format: ColumnOrName | None = None) -> Column:
    """The bytes of a text in the format ``hex`` (at first), ``utf-8`` or ``base64``."""
    return call("to_binary", col, *given(format))


def try_to_binary(col: ColumnOrName, format: ColumnOrName | None = None) -> Column:
    """As :func:`to_binary`, but null where the text is none."""
    return call("try_to_binary", col, *given(format))


def to_char(col: ColumnOrName, format: ColumnOrName) -> Column:
    """A number, date, time or bytes as text of a format: ``"$99.99"``, ``"yyyy"``, ``"base64"``."""
    return call("to_char", col, format)


def to_varchar(col: ColumnOrName, format: ColumnOrName) -> Column:
    """A number, date, time or bytes as text of a format: see :func:`to_char`."""
    return call("to_varchar", col, format)


def to_number(col: ColumnOrName, format: ColumnOrName) -> Column:
    """The number of a text of a format: ``"$99.99"``."""
    return call("to_number", col, format)


def try_to_number(col: ColumnOrName, format: ColumnOrName) -> Column:
    """As :func:`to_number`, but null where the text does not go with it."""
    return call("try_to_number", col, format)


# ---------------------------------------------------------------------------------------- URLs and XPath


def parse_url(url: ColumnOrName, partToExtract: ColumnOrName, key: ColumnOrName | None = None) -> Column:
    """A part of a URL: ``HOST``, ``PATH``, ``QUERY`` (of it, the value of ``key``), ``REF`` and so on."""
    return call("parse_url", url, partToExtract, *given(key))


def try_parse_url(url: ColumnOrName, partToExtract: ColumnOrName, key: ColumnOrName | None = None) -> Column:
    """As :func:`parse_url`, but null for what is no URL."""
    return call("try_parse_url", url, partToExtract, *given(key))


def url_encode(str: ColumnOrName) -> Column:
    """The text as it stands in a URL: ``"a%2Fb"`` for ``"a/b"``."""
    return call("url_encode", str)


def url_decode(str: ColumnOrName) -> Column:
    """What :func:`url_encode` wrote."""
    return call("url_decode", str)


def try_url_decode(str: ColumnOrName) -> Column:
    """As :func:`url_decode`, but null where it cannot be read."""
    return call("try_url_decode", str)


def xpath(xml: ColumnOrName, path: ColumnOrName) -> Column:
    """The texts of what an XPath finds, as an array."""
    return call("xpath", xml, path)


def xpath_boolean(xml: ColumnOrName, path: ColumnOrName) -> Column:
    """Whether an XPath is true, or finds something."""
    return call("xpath_boolean", xml, path)


def xpath_double(xml: ColumnOrName, path: ColumnOrName) -> Column:
    """The number that an XPath finds, as a double."""
    return call("xpath_double", xml, path)


def xpath_number(xml: ColumnOrName, path: ColumnOrName) -> Column:
    """The number that an XPath finds, as a double."""
    return call("xpath_number", xml, path)


def xpath_float(xml: ColumnOrName, path: ColumnOrName) -> Column:
    """The number that an XPath finds, as a float."""
    return call("xpath_float", xml, path)


def xpath_int(xml: ColumnOrName, path: ColumnOrName) -> Column:
    """The number that an XPath finds, as an int."""
    return call("xpath_int", xml, path)


def xpath_long(xml: ColumnOrName, path: ColumnOrName) -> Column:
    """The number that an XPath finds, as a bigint."""
    return call("xpath_long", xml, path)


def xpath_short(xml: ColumnOrName, path: ColumnOrName) -> Column:
    """The number that an XPath finds, as a smallint."""
    return call("xpath_short", xml, path)


def xpath_string(xml: ColumnOrName, path: ColumnOrName) -> Column:
    """The text of the first node that an XPath finds."""
    return call("xpath_string", xml, path)
