"""Text of several SQL statements, parted."""

from __future__ import annotations

from collections.abc import Callable

from pyrite.errors import ParseException
from pyrite.sql._text.tokens import Token, tokens

__all__ = ["split"]


def split(text: str, parses: Callable[[str], bool], whole: bool = False) -> tuple[list[tuple[int, str]], str]:
    """The complete statements of a text, with the places where they begin; and what is left of it.

    Semicolons within strings, quoted names and comments part nothing; nor do those of a BEGIN ... END block, whose
    end ``parses`` finds: it tells whether a text is a statement. With ``whole`` the text ends here, and nothing is
    left.

    >>> split("select ';'; select 2", lambda text: True)
    ([(0, "select ';'")], ' select 2')
    """
    try:
        found = tokens(text)
    except ParseException:
        # A comment that is not closed.
        return ([(_skip_blank(text, 0), text.strip())], "") if whole and text.strip() else ([], text)
    statements = []
    first: Token | None = None
    at = 0
    for token in found:
        if token.kind == "end":
            break
        if token.word == ";":
            if first is not None:
                statement = text[first.start : token.start].rstrip()
                if _is_block(statement) and not parses(statement):
                    continue
                statements.append((first.start, statement))
            first, at = None, token.stop
        elif first is None:
            first = token
    rest = text[at:]
    if whole and first is not None:
        return [*statements, (first.start, text[first.start :].strip())], ""
    return statements, rest if first is not None else ""


def _skip_blank(text: str, at: int) -> int:
    return at + len(text[at:]) - len(text[at:].lstrip())


def _is_block(statement: str) -> bool:
    """Whether this begins a compound statement: ``BEGIN``, or a label and ``BEGIN``."""
    try:
        words = [token.word for token in tokens(statement)[:3]]
    except ParseException:
        return False
    return words[0] == "BEGIN" or words[1:3] == [":", "BEGIN"]
