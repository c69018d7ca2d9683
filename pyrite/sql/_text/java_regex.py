"""Java's regular expressions: as Python's ``re`` has them, and where they are plain enough, as RE2 has them."""

from __future__ import annotations

import itertools
import re
import sys
import unicodedata
from collections.abc import Callable
from functools import lru_cache

__all__ = ["compile_java", "expand", "re2_text"]

_NEWLINES = "\\n\\r\\u0085\\u2028\\u2029"
_ASCII = {"d": "0-9", "w": "a-zA-Z0-9_", "s": " \\t\\n\\x0b\\f\\r"}
_HORIZONTAL = " \\t\\xa0\\u1680\\u180e\\u2000-\\u200a\\u202f\\u205f\\u3000"
_VERTICAL = "\\n\\x0b\\f\\r\\x85\\u2028\\u2029"
_POSIX = {
    "Lower": "a-z", "Upper": "A-Z", "ASCII": "\\x00-\\x7f", "Alpha": "a-zA-Z", "Digit": "0-9", "Alnum": "a-zA-Z0-9",
    "Punct": "!-/:-@\\[-`{-~", "Graph": "!-~", "Print": " -~", "Blank": " \\t", "Cntrl": "\\x00-\\x1f\\x7f",
    "XDigit": "0-9a-fA-F", "Space": " \\t\\n\\x0b\\f\\r",
}  # fmt: skip
_WORD = {"Mn", "Me", "Mc", "Nd", "Pc"}
_JAVA = {
    "javaLowerCase": str.islower,
    "javaUpperCase": str.isupper,
    "javaWhitespace": lambda c: (
        c in "\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f"
        or (unicodedata.category(c)[0] == "Z" and c not in "\xa0\u2007\u202f")
    ),
    "IsAlphabetic": str.isalpha,
    "IsUppercase": str.isupper,
    "IsLowercase": str.islower,
    "IsDigit": str.isdecimal,
    "IsWhite_Space": lambda c: c.isspace() and c not in "\x1c\x1d\x1e\x1f",
    "IsPunctuation": lambda c: unicodedata.category(c)[0] == "P",
    "IsAssigned": lambda c: unicodedata.category(c) != "Cn",
    "IsControl": lambda c: unicodedata.category(c) == "Cc",
    "IsWord": lambda c: c.isalpha() or unicodedata.category(c) in _WORD or c in "\u200c\u200d",
    "IsAlnum": lambda c: c.isalpha() or c.isdecimal(),
    "IsIdeographic": lambda c: unicodedata.name(c, "").startswith("CJK UNIFIED"),
}
#: With the flag U, classes hold all of Unicode.
_UNICODE = {
    "d": "IsDigit",
    "w": "IsWord",
    "s": "IsWhite_Space",
    "Lower": "IsLowercase",
    "Upper": "IsUppercase",
    "Alpha": "IsAlphabetic",
    "Digit": "IsDigit",
    "Alnum": "IsAlnum",
    "Punct": "IsPunctuation",
    "Cntrl": "IsControl",
    "Space": "IsWhite_Space",
}
#: Blocks of Unicode, by their names in small letters without blanks, hyphens and underscores.
_BLOCKS = """
basiclatin 0-7f, latin1supplement 80-ff, latinextendeda 100-17f, latinextendedb 180-24f,
ipaextensions 250-2af, combiningdiacriticalmarks 300-36f, greek 370-3ff, cyrillic 400-4ff,
cyrillicsupplementary 500-52f, armenian 530-58f, hebrew 590-5ff, arabic 600-6ff, devanagari 900-97f,
bengali 980-9ff, tamil b80-bff, thai e00-e7f, georgian 10a0-10ff, hanguljamo 1100-11ff,
latinextendedadditional 1e00-1eff, greekextended 1f00-1fff, generalpunctuation 2000-206f,
superscriptsandsubscripts 2070-209f, currencysymbols 20a0-20cf, letterlikesymbols 2100-214f,
numberforms 2150-218f, arrows 2190-21ff, mathematicaloperators 2200-22ff, boxdrawing 2500-257f,
blockelements 2580-259f, geometricshapes 25a0-25ff, miscellaneoussymbols 2600-26ff, dingbats 2700-27bf,
cjksymbolsandpunctuation 3000-303f, hiragana 3040-309f, katakana 30a0-30ff, bopomofo 3100-312f,
cjkunifiedideographs 4e00-9fff, hangulsyllables ac00-d7af, privateusearea e000-f8ff,
emoticons 1f600-1f64f
"""
#: One sign with all that is written upon it.
_CLUSTER = (
    "(?:\\r\\n|[\\U0001f1e6-\\U0001f1ff]{2}|(?s:.)[{0}\\u200c\\ufe0f\\U0001f3fb-\\U0001f3ff]*"
    "(?:\\u200d(?s:.)[{0}\\ufe0f\\U0001f3fb-\\U0001f3ff]*)*)"
)

#: How far a look behind reaches that Java does not limit either, and how many widths it may have.
_FARTHEST, _MOST_BEHIND = 64, 512

Ranges = list[tuple[int, int]]


@lru_cache(maxsize=512)
def compile_java(pattern: str) -> re.Pattern[str] | None:
    """The pattern, to be searched with; None when it is none of Java's."""
    try:
        return re.compile(_Translation(pattern).text(), re.ASCII)
    except (re.error, OverflowError, RecursionError):
        return None


def expand(template: str, found: re.Match[str]) -> str:
    """What a replacement with ``$1``, ``${name}`` and backslashes makes of a match.

    Raises
    ------
    ValueError
        When it names no group, or ends in the middle.
    """
    out: list[str] = []
    at, end = 0, len(template)
    while at < end:
        sign = template[at]
        at += 1
        if sign == "\\":
            if at == end:
                raise ValueError("character to be escaped is missing")
            out.append(template[at])
            at += 1
        elif sign == "$":
            group, at = _group(template, at, found)
            out.append(found[group] or "")
        else:
            out.append(sign)
    return "".join(out)


def _group(template: str, at: int, found: re.Match[str]) -> tuple[int | str, int]:
    if template[at : at + 1] == "{":
        close = template.find("}", at)
        name = template[at + 1 : close]
        if close < 0 or name not in found.re.groupindex:
            raise ValueError(f"No group with name {{{name}}}")
        return name, close + 1
    if not ("0" <= template[at : at + 1] <= "9"):
        raise ValueError("Illegal group reference")
    number = int(template[at])
    at += 1
    if number > found.re.groups:
        raise ValueError(f"No group {number}")
    while "0" <= template[at : at + 1] <= "9" and number * 10 + int(template[at]) <= found.re.groups:
        number = number * 10 + int(template[at])
        at += 1
    return number, at


class _Translation:
    """One pattern while it is read."""

    def __init__(self, pattern: str):
        self.pattern = pattern
        self.at = 0
        self.flags = ""
        self.saved: list[str] = []

    def text(self) -> str:
        out: list[str] = []
        while self.at < len(self.pattern):
            out.append(self._piece())
        return "".join(out)

    def _take(self, count: int = 1) -> str:
        part = self.pattern[self.at : self.at + count]
        if len(part) < count:
            raise re.error("unexpected end")
        self.at += count
        return part

    def _ahead(self, text: str) -> bool:
        return self.pattern.startswith(text, self.at)

    def _piece(self) -> str:
        sign = self._take()
        if sign == "\\":
            return self._escape()
        if sign == "[":
            return _class_text(self._class())
        if sign == "(":
            return self._open()
        if sign == ")":
            if not self.saved:
                raise re.error("unmatched closing parenthesis")
            self.flags = self.saved.pop()
            return ")"
        if sign == ".":
            return "(?s:.)" if "s" in self.flags else f"[^{_NEWLINES}]"
        if sign == "$":
            if "m" in self.flags:
                return "(?=\\r\\n|(?<!\\r)\\n|[\\r\\u0085\\u2028\\u2029]|\\Z)"
            return "(?=(?:\\r\\n|(?<!\\r)\\n|[\\r\\u0085\\u2028\\u2029])?\\Z)"
        if sign == "^":
            return f"(?:\\A|(?<=[{_NEWLINES}])(?!\\Z))" if "m" in self.flags else "\\A"
        if "x" in self.flags:
            if sign.isspace():
                return ""
            if sign == "#":
                stop = self.pattern.find("\n", self.at)
                self.at = len(self.pattern) if stop < 0 else stop
                return ""
        if sign in "|*+?{}":
            return self._repeat(sign)
        return re.escape(sign)

    def _repeat(self, sign: str) -> str:
        if sign == "{":
            found = re.compile(r"(\d+)(,?)(\d*)\}").match(self.pattern, self.at)
            if found is None:
                raise re.error("illegal repetition")
            self.at = found.end()
            return "{" + found[0]
        return "\\}" if sign == "}" else sign

    def _open(self) -> str:
        self.saved.append(self.flags)
        if not self._ahead("?"):
            return "("
        self.at += 1
        if self._ahead("<") and not self._ahead("<=") and not self._ahead("<!"):
            found = re.compile(r"<([A-Za-z][A-Za-z0-9]*)>").match(self.pattern, self.at)
            if found is None:
                raise re.error("bad group name")
            self.at = found.end()
            return f"(?P<{found[1]}>"
        for form in ("<=", "<!"):
            if self._ahead(form):
                self.at += len(form)
                return self._behind(form)
        for form in ("=", "!", ":", ">"):
            if self._ahead(form):
                self.at += len(form)
                return f"(?{form}"
        found = re.compile(r"([a-zA-Z]*)(?:-([a-zA-Z]*))?([:)])").match(self.pattern, self.at)
        if found is None or set(found[1] + (found[2] or "")) - set("idmsuxU"):
            raise re.error("unknown group")
        self.at = found.end()
        on, off = found[1], found[2] or ""
        self.flags = "".join(sorted((set(self.flags) | set(on)) - set(off)))
        if "U" in self.flags:
            self.flags += "u"
        everywhere = "u" if "u" in self.flags and "i" in self.flags and "i" not in off else ""
        ignore = ("i" if "i" in on or everywhere else "") + everywhere
        keep = "-i" if "i" in off else ""
        if found[3] == ":":
            return f"(?{ignore}{keep}:" if ignore or keep else "(?:"
        # The flags hold to the end of the group around: Python's groups with flags do the same.
        flags = self.flags
        self.saved.pop()
        if not (ignore or keep):
            return ""
        inner: list[str] = []
        while self.at < len(self.pattern) and not self._ahead(")"):
            inner.append(self._piece())
        self.flags = flags
        return f"(?{ignore}{keep}:{''.join(inner)})"

    def _behind(self, form: str) -> str:
        """What must stand before, or must not; Python wants its width: each of several is looked for."""
        inner: list[str] = []
        depth = 1
        while depth:
            piece = self._piece()
            depth += piece.startswith("(?") and not piece.endswith(")")
            depth += piece == "("
            depth -= piece == ")"
            inner.append(piece)
        texts = _alternatives(inner[:-1])
        if texts is None:
            return f"(?{form}{''.join(inner)}"
        each = [f"(?{form}{text})" for text in texts]
        return f"(?:{'|'.join(each)})" if form == "<=" else "".join(each)

    def _escape(self) -> str:
        sign = self._take()
        if sign == "Q":
            stop = self.pattern.find("\\E", self.at)
            text = self.pattern[self.at :] if stop < 0 else self.pattern[self.at : stop]
            self.at = len(self.pattern) if stop < 0 else stop + 2
            return re.escape(text)
        if sign in "123456789":
            while self._peek().isdigit() and int(sign + self._peek()) <= self.pattern.count("("):
                sign += self._take()
            return f"(?:\\{sign})"
        if sign == "k":
            found = re.compile(r"<([A-Za-z][A-Za-z0-9]*)>").match(self.pattern, self.at)
            if found is None:
                raise re.error("bad group reference")
            self.at = found.end()
            return f"(?P={found[1]})"
        plain = {"b": "(?u:\\b)", "B": "(?u:\\B)", "A": "\\A", "z": "\\Z", "G": "\\A"}.get(sign)
        if plain is not None:
            return plain
        if sign == "Z":
            return "(?=(?:\\r\\n|(?<!\\r)\\n|[\\r\\u0085\\u2028\\u2029])?\\Z)"
        if sign == "R":
            return "(?:\\r\\n|[\\n\\x0b\\f\\r\\x85\\u2028\\u2029])"
        if sign == "X":
            return _CLUSTER.replace("{0}", _property("M"))
        shown = self._escaped_class(sign)
        if shown is not None:
            return shown if shown.startswith("[") else f"[{shown}]"
        return re.escape(self._escaped_sign(sign))

    def _peek(self) -> str:
        return self.pattern[self.at : self.at + 1]

    def _escaped_class(self, sign: str) -> str | None:
        """A class that an escape stands for: what stands inside brackets, or with them when it is negated."""
        wide = "U" in self.flags
        if sign in _ASCII:
            return _property(_UNICODE[sign]) if wide else _ASCII[sign]
        if sign in "DWS":
            inside = _property(_UNICODE[sign.lower()]) if wide else _ASCII[sign.lower()]
            return f"[^{inside}]"
        if sign in "hv":
            return _HORIZONTAL if sign == "h" else _VERTICAL
        if sign in "HV":
            return f"[^{_HORIZONTAL if sign == 'H' else _VERTICAL}]"
        if sign in "pP":
            if self._ahead("{"):
                close = self.pattern.find("}", self.at)
                if close < 0:
                    raise re.error("unclosed character family")
                name = self.pattern[self.at + 1 : close]
                self.at = close + 1
            else:
                name = self._take()
            inside = _property(_UNICODE.get(name, name) if wide else name)
            return inside if sign == "p" else f"[^{inside}]"
        return None

    def _escaped_sign(self, sign: str) -> str:
        if sign == "0":
            found = re.compile(r"[0-3]?[0-7]{1,2}").match(self.pattern, self.at)
            if found is None:
                raise re.error("illegal octal escape")
            self.at = found.end()
            return chr(int(found[0], 8))
        if sign == "x":
            if self._ahead("{"):
                close = self.pattern.find("}", self.at)
                code = int(self.pattern[self.at + 1 : close], 16) if close > 0 else -1
                self.at = close + 1
            else:
                code = _hexadecimal(self._take(2))
            return _sign(code)
        if sign == "u":
            return _sign(_hexadecimal(self._take(4)))
        if sign == "c":
            return chr(ord(self._take()) ^ 64)
        plain = {"t": "\t", "n": "\n", "r": "\r", "f": "\f", "a": "\a", "e": "\x1b"}.get(sign)
        if plain is not None:
            return plain
        if sign.isascii() and sign.isalpha():
            raise re.error("illegal escape")
        return sign

    # -- classes, as ranges of code points

    def _class(self) -> Ranges:
        negated = self._ahead("^")
        self.at += negated
        found: Ranges = []
        whole: Ranges | None = None
        first = True
        while True:
            if self._ahead("&&"):
                self.at += 2
                whole = found if whole is None else _both(whole, found)
                found, first = [], False
                continue
            sign = self._take()
            if sign == "]" and not first:
                break
            first = False
            if sign == "[":
                found += self._class()
                continue
            if sign == "\\":
                sign = self._take()
                if sign == "Q":
                    stop = self.pattern.find("\\E", self.at)
                    stop = len(self.pattern) if stop < 0 else stop
                    found += [(ord(c), ord(c)) for c in self.pattern[self.at : stop]]
                    self.at = stop + 2
                    continue
                shown = self._escaped_class(sign)
                if shown is not None:
                    found += _ranges_of(shown)
                    continue
                sign = self._escaped_sign(sign)
            last = sign
            if self._ahead("-") and self.pattern[self.at + 1 : self.at + 2] not in ("]", "[", ""):
                self.at += 1
                last = self._take()
                if last == "\\":
                    last = self._escaped_sign(self._take())
                if ord(last) < ord(sign):
                    raise re.error("illegal character range")
            found.append((ord(sign), ord(last)))
        if whole is not None:
            found = _both(whole, found)
        return _inverse(found) if negated else found


def _alternatives(pieces: list[str]) -> list[str] | None:
    """The texts of fixed width that pieces without groups stand for; None where they are not to be counted."""
    found: list[str] = []
    atoms: list[list[str]] = []
    for piece in [*pieces, "|"]:
        if piece in ("(", ")") or piece.startswith(("(?P<", "(?<", "(?=", "(?!")):
            return None
        if piece == "|":
            found += ["".join(parts) for parts in itertools.islice(itertools.product(*atoms), _MOST_BEHIND)]
            atoms = []
        elif piece in "*+?" or re.fullmatch(r"\{\d+(,\d*)?\}", piece):
            if not atoms or len(atoms[-1]) != 1:
                return None
            least, most = {"*": (0, _FARTHEST), "+": (1, _FARTHEST), "?": (0, 1)}.get(piece, (-1, -1))
            if least < 0:
                first, comma, last = re.findall(r"\{(\d+)(,?)(\d*)\}", piece)[0]
                least = int(first)
                most = int(last) if last else _FARTHEST if comma else least
            (atom,) = atoms[-1]
            atoms[-1] = [atom * count for count in range(least, most + 1)]
        else:
            atoms.append([piece])
    return found


def _hexadecimal(text: str) -> int:
    try:
        return int(text, 16)
    except ValueError:
        raise re.error("illegal hexadecimal escape") from None


def _sign(code: int) -> str:
    if not 0 <= code <= sys.maxunicode:
        raise re.error("no such character")
    return chr(code)


def _merged(ranges: Ranges) -> Ranges:
    found: Ranges = []
    for low, high in sorted(ranges):
        if found and low <= found[-1][1] + 1:
            found[-1] = (found[-1][0], max(high, found[-1][1]))
        else:
            found.append((low, high))
    return found


def _inverse(ranges: Ranges) -> Ranges:
    found, start = [], 0
    for low, high in _merged(ranges):
        if low > start:
            found.append((start, low - 1))
        start = high + 1
    if start <= sys.maxunicode:
        found.append((start, sys.maxunicode))
    return found


def _both(one: Ranges, other: Ranges) -> Ranges:
    return _inverse(_inverse(one) + _inverse(other))


def _class_text(ranges: Ranges) -> str:
    merged = _merged(ranges)
    if not merged:
        return "(?!)"
    return "[" + "".join([_code(a) if a == b else f"{_code(a)}-{_code(b)}" for a, b in merged]) + "]"


def _code(code: int) -> str:
    return f"\\U{code:08x}"


@lru_cache(maxsize=64)
def _ranges_of(shown: str) -> Ranges:
    """The ranges of a class as written for ``re``."""
    test = re.compile(shown if shown.startswith("[") else f"[{shown}]", re.ASCII)
    return _where(lambda c: test.match(c) is not None)


def _where(test: Callable[[str], object]) -> Ranges:
    found: Ranges = []
    start = -1
    for code in range(sys.maxunicode + 1):
        if test(chr(code)):
            if start < 0:
                start = code
        elif start >= 0:
            found.append((start, code - 1))
            start = -1
    if start >= 0:
        found.append((start, sys.maxunicode))
    return found


@lru_cache(maxsize=64)
def _property(name: str) -> str:
    """The inside of a class for ``\\p{name}``."""
    if name in _POSIX:
        return _POSIX[name]
    if name.startswith("In"):
        asked = re.sub(r"[ _-]", "", name[2:]).lower()
        found = re.search(rf"\b{asked} ([0-9a-f]+)-([0-9a-f]+)", _BLOCKS) if asked.isalnum() else None
        if found is None:
            raise re.error("unknown block")
        return f"{_code(int(found[1], 16))}-{_code(int(found[2], 16))}"
    test = _JAVA.get(name)
    if test is None:
        short = name.removeprefix("Is").removeprefix("general_category=").removeprefix("gc=")
        if not (len(short) in (1, 2) and short[0] in "CLMNPSZ"):
            blocks = {"IsLatin": "LATIN ", "IsGreek": "GREEK ", "IsCyrillic": "CYRILLIC ", "IsHan": "CJK "}
            start = blocks.get(name)
            if start is None:
                raise re.error("unknown property")

            def test(c: str) -> bool:
                return unicodedata.name(c, "").startswith(start) and c.isalpha()

        else:

            def test(c: str) -> bool:
                return unicodedata.category(c).startswith(short)

    return _class_text(_where(test))[1:-1]


# ------------------------------------------------------------------------------------------------- RE2

_RE2_ESCAPES = {
    **{sign: f"[{text}]" for sign, text in _ASCII.items()},
    **{sign.upper(): f"[^{text}]" for sign, text in _ASCII.items()},
    "t": "\\t", "n": "\\n", "r": "\\r", "f": "\\f",
}  # fmt: skip


def re2_text(pattern: str) -> str | None:
    """The same pattern for RE2 where it is plain: groups, classes, repetitions, alternatives; else None."""
    if compile_java(pattern) is None:
        return None
    out: list[str] = []
    at, end = 0, len(pattern)
    while at < end:
        sign = pattern[at]
        at += 1
        if sign == "\\":
            escaped = pattern[at : at + 1]
            at += 1
            if escaped in _RE2_ESCAPES:
                out.append(_RE2_ESCAPES[escaped])
            elif escaped and not escaped.isalnum() and escaped.isascii():
                out.append("\\" + escaped)
            else:
                return None
        elif sign == "[":
            found = re.compile(r"\^?(?:[^\[\]\\&]|\\[dwstnrf\\.\[\]^$|?*+(){}/&-])+\]").match(pattern, at)
            if found is None:
                return None
            inside = found[0].replace("\\s", " \\t\\n\\x0b\\f\\r")
            out.append("[" + inside)
            at = found.end()
        elif sign == "(":
            if pattern.startswith("?", at) and not pattern.startswith("?:", at):
                return None
            out.append(sign)
        elif sign == ".":
            out.append("[^\\n\\r\\x{0085}\\x{2028}\\x{2029}]")
        elif sign in "*+?}":
            out.append(sign)
            if pattern[at : at + 1] == "+":
                return None
        elif sign == "{":
            found = re.compile(r"\d{1,3}(,\d{0,3})?(?=\})").match(pattern, at)
            if found is None:
                return None
            out.append("{" + found[0])
            at = found.end()
        elif sign == "^":
            if at != 1:
                return None
            out.append(sign)
        elif sign == "$":
            return None
        elif sign in "|)" or sign.isprintable():
            out.append(sign)
        else:
            return None
    return "".join(out)
