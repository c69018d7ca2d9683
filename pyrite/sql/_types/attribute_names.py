"""The names of columns as the DataFrame API writes them: ``a``, ``t.a``, ``` `a.b` ```, ``*``, ``t.*``."""

from __future__ import annotations

from pyrite.errors import AnalysisException
from pyrite.sql._plan import expressions as e
from pyrite.sql._plan.tree import Origin

__all__ = ["name_parts", "named"]


def named(name: str, origin: Origin | None = None) -> e.Expression:
    """What ``col(name)`` stands for: ``*``, ``t.*``, or a column.

    Raises
    ------
    AnalysisException
        INVALID_ATTRIBUTE_NAME_SYNTAX, as for ``a..b``.
    """
    if name == "*":
        return e.Star(origin=origin)
    if name.endswith(".*"):
        return e.Star(name_parts(name[:-2]), origin=origin)
    return e.Name(name_parts(name), origin=origin)


def name_parts(name: str) -> tuple[str, ...]:
    """The parts of a dotted name, where backquotes hold dots together.

    >>> name_parts("a.`b.c`")
    ('a', 'b.c')

    Raises
    ------
    AnalysisException
        INVALID_ATTRIBUTE_NAME_SYNTAX, as for ``a..b``.
    """
    if "`" not in name and "." not in name:
        return (name,)
    parts: list[str] = []
    text, quoted, at = "", False, 0
    while at < len(name):
        letter = name[at]
        if quoted:
            if letter == "`":
                if name[at + 1 : at + 2] == "`":
                    text += "`"
                    at += 1
                else:
                    quoted = False
                    if at + 1 < len(name) and name[at + 1] != ".":
                        raise _bad_name(name)
            else:
                text += letter
        elif letter == "`":
            if text:
                raise _bad_name(name)
            quoted = True
        elif letter == ".":
            if at == 0 or name[at - 1] == "." or at == len(name) - 1:
                raise _bad_name(name)
            parts.append(text)
            text = ""
        else:
            text += letter
        at += 1
    if quoted:
        raise _bad_name(name)
    return (*parts, text)


def _bad_name(name: str) -> AnalysisException:
    return AnalysisException(errorClass="INVALID_ATTRIBUTE_NAME_SYNTAX", messageParameters={"name": name})
