"""Kernels of strings: case, patterns, codes, masks, URLs."""

from __future__ import annotations

import base64
import hashlib
import re
import unicodedata
import zlib
from urllib.parse import quote_plus

from pyrite.sql._duckdb.failures import KernelError
from pyrite.sql._duckdb.kernels_rows import row_kernel
from pyrite.sql._text.java_regex import compile_java, expand

# ------------------------------------------------------------------------------------- case and characters


def _initcap(text: str) -> str:
    return " ".join([_title(word) if word else word for word in text.split(" ")])


def _title(word: str) -> str:
    first = word[0]
    # Small as a whole: the last sigma of a word has a form of its own.
    return (first if first == "\u0130" else first.title()) + word.lower()[len(first.lower()) :]


row_kernel("upper", str.upper)
row_kernel("lower", str.lower)
row_kernel("initcap", _initcap)

_SOUNDEX = "01230127022455012623017202"


def _soundex(text: str) -> str:
    if not text or not ("A" <= text[0].upper() <= "Z"):
        return text
    last = _SOUNDEX[ord(text[0].upper()) - 65]
    found = text[0].upper()
    for sign in text[1:].upper():
        if not "A" <= sign <= "Z":
            last = "0"
            continue
        code = _SOUNDEX[ord(sign) - 65]
        if code == "7":
            continue
        if code not in ("0", last):
            found += code
            if len(found) == 4:
                break
        last = code
    return found.ljust(4, "0")


row_kernel("soundex", _soundex)


def _levenshtein(one: str, other: str) -> int:
    if len(one) < len(other):
        one, other = other, one
    row = list(range(len(other) + 1))
    for index, sign in enumerate(one, 1):
        corner, row[0] = row[0], index
        for place, beside in enumerate(other, 1):
            corner, row[place] = (
                row[place],
                min(row[place] + 1, row[place - 1] + 1, corner + (sign != beside)),
            )
    return row[-1]


def _levenshtein_within(one: str, other: str, most: int) -> int:
    if most < 0:
        return -1
    found = _levenshtein(one, other)
    return found if found <= most else -1


row_kernel("levenshtein", _levenshtein)
row_kernel("levenshtein_within", _levenshtein_within)


def _jaro_winkler(one: str, other: str) -> float:
    """How alike two texts are: by signs in common and in order, and by a common start of up to four signs."""
    if not one or not other:
        return 1.0 if one == other else 0.0
    reach = max(max(len(one), len(other)) // 2 - 1, 0)
    taken = [False] * len(other)
    common: list[str] = []
    for place, sign in enumerate(one):
        for beside in range(max(0, place - reach), min(len(other), place + reach + 1)):
            if not taken[beside] and other[beside] == sign:
                taken[beside] = True
                common.append(sign)
                break
    if not common:
        return 0.0
    same = [sign for sign, used in zip(other, taken) if used]
    moved = sum(map(str.__ne__, common, same)) // 2
    count = len(common)
    likeness = (count / len(one) + count / len(other) + (count - moved) / count) / 3.0
    start = 0
    while start < min(4, len(one), len(other)) and one[start] == other[start]:
        start += 1
    return likeness + 0.1 * start * (1.0 - likeness)


row_kernel("jaro_winkler_similarity", _jaro_winkler)


def _position(text: str, part: str, position: int, occurrence: int) -> int:
    """Where a part of a text is found for the nth time from a position on; backwards from a negative one."""
    if occurrence < 1:
        raise KernelError(
            "INVALID_PARAMETER_VALUE.OCCURRENCE",
            {"functionName": "`instr`", "parameter": "`occurrence`", "actual": str(occurrence)},
        )
    if not part or not position:
        return 0 if part else 1
    at = position - 1 if position > 0 else len(text) + position
    if at < 0:
        return 0
    for count in range(occurrence):
        if position > 0:
            at = text.find(part, at + (count > 0))
        else:
            at = text.rfind(part, 0, at + len(part) - (count > 0))
        if at < 0:
            return 0
    return at + 1


row_kernel("instr", _position)


def _luhn(text: str) -> bool:
    if not text.isdecimal():
        return False
    total = 0
    for place, sign in enumerate(reversed(text)):
        digit = int(sign) * (1 + place % 2)
        total += digit - 9 if digit > 9 else digit
    return total % 10 == 0


row_kernel("luhn_check", _luhn)


def _mask(
    text: str | None, upper: str | None, lower: str | None, digit: str | None, other: str | None
) -> str | None:
    if text is None:
        return None
    by_category = {"Lu": upper, "Ll": lower, "Nd": digit}
    out = []
    for sign in text:
        new = by_category.get(unicodedata.category(sign), other)
        out.append(sign if new is None else new)
    return "".join(out)


row_kernel("mask", _mask, nulls=True)


def _substring_index(text: str, delimiter: str, count: int) -> str:
    if not text or not delimiter or not count:
        return ""
    if count > 0:
        at = -1
        for _ in range(count):
            at = text.find(delimiter, at + 1)
            if at < 0:
                return text
        return text[:at]
    at = len(text) - len(delimiter) + 1
    for _ in range(-count):
        at = text.rfind(delimiter, 0, max(at - 1 + len(delimiter), 0)) if at > 0 else -1
        if at < 0:
            return text
    return text[at + len(delimiter) :]


row_kernel("substring_index", _substring_index)


def _pad(data: bytes, length: int, pad: bytes) -> bytes:
    missing = length - len(data)
    return (pad * (missing // len(pad) + 1))[:missing] if missing > 0 and pad else b""


row_kernel("lpad_binary", lambda data, n, pad: _pad(data, n, pad) + data[: max(n, 0)])
row_kernel("rpad_binary", lambda data, n, pad: data[: max(n, 0)] + _pad(data, n, pad))


def _overlay_binary(data: bytes, new: bytes, at: int, length: int) -> bytes:
    length = len(new) if length < 0 else length
    start = max(at - 1, 0)
    rest = at + length - 1
    return data[:start] + new + data[max(rest, 0) :]


row_kernel("overlay_binary", _overlay_binary)
row_kernel("contains_binary", lambda data, part: part in data)
row_kernel("startswith_binary", lambda data, part: data.startswith(part))
row_kernel("endswith_binary", lambda data, part: data.endswith(part))
row_kernel("crc32", zlib.crc32)


def _sha2(data: bytes, bits: int) -> str | None:
    make = {0: "sha256", 224: "sha224", 256: "sha256", 384: "sha384", 512: "sha512"}.get(bits)
    return None if make is None else hashlib.new(make, data).hexdigest()


row_kernel("sha2", _sha2)

# ------------------------------------------------------------------------------------------------ encoding

_ALPHABET = re.compile(rb"[^A-Za-z0-9+/]")


def _base64(data: bytes) -> str:
    text = base64.b64encode(data).decode()
    return "\r\n".join([text[i : i + 76] for i in range(0, len(text), 76)])


def _unbase64(text: str) -> bytes | None:
    """Java's MIME decoder: signs outside the alphabet are skipped; None where it raises."""
    data = text.encode("utf-8")
    head, padding, tail = data.partition(b"=")
    signs = _ALPHABET.sub(b"", head)
    left = len(signs) % 4
    if padding:
        rest = tail.lstrip(b"\r\n")
        if left == 2:
            if not rest.startswith(b"="):
                return None
            rest = rest[1:]
        elif left != 3:
            return None
        if _ALPHABET.sub(b"", rest):
            return None
    elif left == 1:
        return None
    return base64.b64decode(signs + b"=" * (-len(signs) % 4))


row_kernel("base64", _base64)
row_kernel("unbase64", _unbase64)

_STRICT_BASE64 = re.compile(r"[A-Za-z0-9+/\s]*(={0,2})\s*")


def _strict_base64(text: str) -> bytes | None:
    """Only the alphabet, white space and a whole end: what ``to_binary`` reads."""
    found = _STRICT_BASE64.fullmatch(text)
    if found is None:
        return None
    signs = "".join(text.split()).rstrip("=")
    if (len(signs) + len(found[1])) % 4 if found[1] else len(signs) % 4 == 1:
        return None
    return base64.b64decode(signs + "=" * (-len(signs) % 4))


row_kernel("strict_base64", _strict_base64)

_BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"


def _from_base32(text: str) -> bytes:
    """Signs outside the alphabet are skipped; what is left over of a group of eight makes bytes too."""
    bits, count = 0, 0
    for sign in text:
        digit = _BASE32.find(sign.upper())
        if sign == "=":
            break
        if digit >= 0:
            bits, count = bits << 5 | digit, count + 5
    if count % 40 == 5:
        # A single sign is read as the end of a byte.
        bits, count = bits >> 5 << 8 | bits >> 2 & 255, count + 3
    return (bits >> count % 8).to_bytes(count // 8, "big")


row_kernel("to_base32", lambda data: base64.b32encode(data).decode())
row_kernel("from_base32", _from_base32)

_CHARSETS = {
    "iso-8859-1": "latin-1",
    "us-ascii": "ascii",
    "utf-16": "utf-16",
    "utf-16be": "utf-16-be",
    "utf-16le": "utf-16-le",
    "utf-32": "utf-32-be",
    "utf-8": "utf-8",
}


def _encode(text: str, charset: str) -> bytes | None:
    name = _CHARSETS.get(charset.lower())
    if name is None:
        return None
    try:
        if name == "utf-16":
            return b"\xfe\xff" + text.encode("utf-16-be") if text else b""
        return text.encode(name)
    except UnicodeError:
        return None


def _decode(data: bytes, charset: str) -> str | None:
    name = _CHARSETS.get(charset.lower())
    if name is None:
        return None
    try:
        if name == "utf-16" and data[:2] not in (b"\xfe\xff", b"\xff\xfe"):
            name = "utf-16-be"
        if name == "utf-32-be" and data[:4] in (b"\0\0\xfe\xff", b"\xff\xfe\0\0"):
            name = "utf-32"
        return data.decode(name)
    except UnicodeError:
        return None


row_kernel("encode", _encode)
row_kernel("decode", _decode)
row_kernel("is_charset", lambda charset: charset.lower() in _CHARSETS)


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


row_kernel("is_valid_utf8", _is_utf8)
row_kernel("make_valid_utf8", lambda data: data.decode("utf-8", "replace"))

# ----------------------------------------------------------------------------------------------------- URLs


def _url_decode(text: str) -> str | None:
    out, at, end = bytearray(), 0, len(text)
    while at < end:
        sign = text[at]
        if sign == "%":
            code = text[at + 1 : at + 3]
            if len(code) < 2 or not all(c in "0123456789abcdefABCDEF" for c in code):
                return None
            out.append(int(code, 16))
            at += 3
            continue
        out += b" " if sign == "+" else sign.encode("utf-8")
        at += 1
    return out.decode("utf-8", "replace")


row_kernel("url_encode", lambda text: quote_plus(text, safe="*-._").replace("~", "%7E"))
row_kernel("url_decode", _url_decode)

_URI = re.compile(
    r"(?:([A-Za-z][A-Za-z0-9+.-]*):)?(?://([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?\Z", re.DOTALL
)
_ILLEGAL = re.compile(r"[\x00-\x20\"<>\\^`{|}\x7f]|%(?![0-9A-Fa-f]{2})")
_AUTHORITY = re.compile(r"(?:([^@]*)@)?(\[[0-9A-Fa-f:.%]+\]|[^:@]*)(?::(\d*))?\Z")
_HOST = re.compile(
    r"(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)*[A-Za-z](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.?\Z|\d{1,3}(?:\.\d{1,3}){3}\Z|\["
)


def _valid_url(text: str) -> bool:
    found = _URI.match(text)
    if found is None or _ILLEGAL.search(text):
        return False
    scheme, authority, path, query, _ = found.groups()
    if scheme is None and ":" in (path or "").split("/")[0] and authority is None:
        return False
    if authority == "" and not path:
        return False
    return not (scheme is not None and authority is None and not path and query is None)


def _parse_url(text: str, part: str) -> str | None:
    found = _URI.match(text)
    if found is None or not _valid_url(text):
        return None
    scheme, authority, path, query, fragment = found.groups()
    opaque = scheme is not None and authority is None and not path.startswith("/")
    user = host = None
    if authority:
        parts = _AUTHORITY.match(authority)
        if parts is not None and _HOST.match(parts[2]):
            user, host = parts[1], parts[2]
    if part == "HOST":
        return host
    if part == "USERINFO":
        return user
    if part == "AUTHORITY":
        return authority or None
    if part == "PROTOCOL":
        return scheme
    if part == "REF":
        return fragment
    if part == "PATH":
        return None if opaque else path
    if part == "QUERY":
        return None if opaque else query
    if part == "FILE":
        if opaque:
            return None
        return path if query is None else f"{path}?{query}"
    return None


def _parse_url_key(text: str, part: str, key: str) -> str | None:
    query = _parse_url(text, part) if part == "QUERY" else None
    if query is None:
        return None
    pattern = compile_java(f"(&|^){key}=([^&]*)")
    found = pattern.search(query) if pattern is not None else None
    return found[2] if found else None


row_kernel("is_url", _valid_url)
row_kernel("parse_url", _parse_url)
row_kernel("parse_url_key", _parse_url_key)

# ------------------------------------------------------------------------------------- regular expressions
# A pattern that is none gives null; the query raises for it.


def _matches(text: str, pattern: str) -> bool | None:
    compiled = compile_java(pattern)
    return None if compiled is None else compiled.search(text) is not None


def _groups(pattern: str) -> int | None:
    compiled = compile_java(pattern)
    return None if compiled is None else compiled.groups


def _extract(text: str, pattern: str, group: int) -> str | None:
    compiled = compile_java(pattern)
    if compiled is None:
        return None
    found = compiled.search(text)
    if found is None:
        return ""
    return (found[group] or "") if 0 <= group <= compiled.groups else None


def _extract_all(text: str, pattern: str, group: int) -> list[str] | None:
    compiled = compile_java(pattern)
    if compiled is None:
        return None
    if not 0 <= group <= compiled.groups:
        return None if compiled.search(text) else []
    return [found[group] or "" for found in compiled.finditer(text)]


def _replace(text: str, pattern: str, template: str, start: int) -> str | None:
    compiled = compile_java(pattern)
    if compiled is None:
        return None
    if start > 1 and start > len(text):
        return text
    out, last = [], 0
    try:
        for found in compiled.finditer(text, start - 1):
            out += [text[last : found.start()], expand(template, found)]
            last = found.end()
    except ValueError:
        return None
    return "".join([*out, text[last:]])


def _count(text: str, pattern: str) -> int | None:
    compiled = compile_java(pattern)
    return None if compiled is None else sum(1 for _ in compiled.finditer(text))


def _instr(text: str, pattern: str) -> int | None:
    compiled = compile_java(pattern)
    if compiled is None:
        return None
    found = compiled.search(text)
    return found.start() + 1 if found else 0


def _split(text: str, pattern: str, limit: int) -> list[str] | None:
    if not pattern:
        parts = list(text) or [""]
        return (
            parts if limit <= 0 or len(parts) <= limit else [*parts[: limit - 1], "".join(parts[limit - 1 :])]
        )
    compiled = compile_java(pattern)
    if compiled is None:
        return None
    parts, last = [], 0
    for found in compiled.finditer(text):
        if 0 < limit <= len(parts) + 1:
            break
        if found.end() == 0:
            continue  # Java makes no empty part for a match of no width at the start.
        parts.append(text[last : found.start()])
        last = found.end()
    return [*parts, text[last:]]


row_kernel("rlike", _matches)
row_kernel("regexp_groups", _groups)
row_kernel("regexp_extract", _extract)
row_kernel("regexp_extract_all", _extract_all)
row_kernel("regexp_replace", _replace)
row_kernel("regexp_count", _count)
row_kernel("regexp_instr", _instr)
row_kernel("split", _split)


# --------------------------------------------------------------------------------------------------- like


def _like_text(pattern: str, escape: str) -> str | None:
    out, at, end = [], 0, len(pattern)
    while at < end:
        sign = pattern[at]
        at += 1
        if sign == escape:
            if at == end or pattern[at] not in ("_", "%", escape):
                return None
            out.append(re.escape(pattern[at]))
            at += 1
        elif sign == "_":
            out.append(".")
        elif sign == "%":
            out.append(".*")
        else:
            out.append(re.escape(sign))
    return "".join(out)


def like(text: str, pattern: str, escape: str) -> bool | None:
    """``LIKE``; None for a pattern with an escape before a plain character, or at the end."""
    translated = _like_text(pattern, escape)
    return None if translated is None else re.fullmatch(translated, text, re.DOTALL) is not None


row_kernel("like", like)


def _like_fault(pattern: str, escape: str) -> str | None:
    """The plain character after an escape; empty for an escape at the end; None when there is no fault."""
    at = 0
    while at < len(pattern):
        if pattern[at] == escape:
            at += 1
            if at == len(pattern):
                return ""
            if pattern[at] not in ("_", "%", escape):
                return pattern[at]
        at += 1
    return None


row_kernel("like_fault", _like_fault)

# ---------------------------------------------------------------------------------------------- sentences

_CLOSING = r"""[\])}"'\u2019\u201d]*"""
_END = re.compile(
    rf"""[?!\u3002\uff01\uff1f]+{_CLOSING}|\.+{_CLOSING}(?=\s\s|\s[\[({{"'\u2018\u201c]*(?P<next>\w))"""
)
_MARKS = "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u064b-\u0655\u20d0-\u20ff\ufe20-\ufe2f"
_WORD = re.compile(rf"[^\W_][\w{_MARKS}]*(?:(?:['.:]|(?<![0-9])-(?=[^\W\d]))\w[\w{_MARKS}]*)*")


def _sentences(text: str) -> list[list[str]]:
    """Words by sentences; before one blank, a full stop ends none if a small letter or a digit follows."""
    parts, start = [], 0
    for end in _END.finditer(text):
        after = end["next"]
        if after is None or (after.isalpha() and not after.islower()):
            parts.append(text[start : end.end()])
            start = end.end()
    if text[start:].strip() or not parts:
        parts.append(text[start:])
    return [_WORD.findall(part) for part in parts if part]


row_kernel("sentences", _sentences)
