"""The elements of XML that are rows, by expat: entities are never expanded, and nothing outside is ever opened."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat

from pyrite.errors import AnalysisException, IllegalArgumentException
from pyrite.sql._files.options import Options

__all__ = ["BadXml", "Element", "XmlForm", "elements", "fragment"]

#: How deep elements may lie in others.
_DEEPEST = 200
_INCOMPLETE = 3


class BadXml(ValueError):
    """A text is no XML, or what is not read of XML: references to entities, elements that lie too deep."""


@dataclass(slots=True)
class Element:
    """An element: its attributes, and the elements and texts inside of it.

    Parameters
    ----------
    name : str
        Its tag.
    attributes : dict
        Their texts by name.
    parts : list of Element and str
        What is inside, in order. Texts have neighbours that are none.
    bad : bool
        Whether there is a reference to an entity inside.
    """

    name: str
    attributes: dict[str, str]
    parts: list[Any] = field(default_factory=list)
    bad: bool = False

    @property
    def children(self) -> list[Element]:
        """The elements inside."""
        return [part for part in self.parts if isinstance(part, Element)]

    def text(self) -> str:
        """The texts inside, without those of elements."""
        return "".join([part for part in self.parts if isinstance(part, str)])

    def inside(self) -> str:
        """What is inside, as XML."""
        return "".join([part if isinstance(part, str) else part.whole() for part in self.parts])

    def whole(self) -> str:
        """The element as XML."""
        attributes = "".join([f' {name}="{value}"' for name, value in self.attributes.items()])
        return f"<{self.name}{attributes}>{self.inside()}</{self.name}>"


@dataclass(frozen=True)
class XmlForm:
    """What a reader's options tell of the form of XML.

    Parameters
    ----------
    row : str, optional
        The tag of rows; without it every root is a row.
    prefix, value : str
        What is before the names of attributes, and the name of texts beside attributes and elements.
    attributes, namespaces, trims : bool
        Whether attributes are read, whether prefixes of names are kept, whether spaces around texts are cut.
    wildcard : str
        The column of elements that are no columns.
    null : str, optional
        The text that stands for null.
    """

    row: str | None
    prefix: str = "_"
    value: str = "_VALUE"
    attributes: bool = True
    namespaces: bool = True
    trims: bool = True
    wildcard: str = "xs_any"
    null: str | None = None
    encoding: str | None = None

    @classmethod
    def of(cls, options: Options, rows: bool = True) -> XmlForm:
        """The form that options tell; without ``rows`` the tag of rows does not matter.

        Raises
        ------
        AnalysisException
            XML_ROW_TAG_MISSING.
        IllegalArgumentException
            For texts that are no tags, and for an empty ``valueTag`` and the like.
        """
        row = row_tag(options) if rows else None
        value = options.text("valueTag", "_VALUE") or ""
        prefix = options.text("attributePrefix", "_") or ""
        if not value:
            raise IllegalArgumentException(
                "requirement failed: 'valueTag' option should not be empty string."
            )
        if value == prefix:
            raise IllegalArgumentException(
                "requirement failed: 'valueTag' and 'attributePrefix' options should not be the same."
            )
        return cls(
            row,
            prefix,
            value,
            not options.flag("excludeAttribute"),
            not options.flag("ignoreNamespace"),
            options.flag("ignoreSurroundingSpaces", True),
            options.text("wildcardColName", "xs_any") or "xs_any",
            options.text("nullValue"),
            options.text("encoding", options.text("charset")),
        )

    def name(self, tag: str) -> str:
        """A tag or an attribute's name as columns are named."""
        return tag if self.namespaces else tag.rpartition(":")[2]


def row_tag(options: Options) -> str:
    """The option ``rowTag``; see :meth:`XmlForm.of` for what is refused."""
    row = options.text("rowTag")
    if row is None:
        raise AnalysisException(errorClass="XML_ROW_TAG_MISSING", messageParameters={"rowTag": "`rowTag`"})
    if not row.strip():
        raise IllegalArgumentException("requirement failed: 'rowTag' option should not be an empty string.")
    if row.startswith("<") or row.endswith(">"):
        raise IllegalArgumentException("requirement failed: 'rowTag' should not include angle brackets")
    return row


class _Rows:
    """The handlers of a parser: they collect the outermost elements that are rows."""

    def __init__(self, form: XmlForm):
        self._form = form
        self._open: list[Element] = []
        self.found: list[Element] = []
        self.parser = parser = expat.ParserCreate(form.encoding)
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.EntityDeclHandler = self._entity
        # With this handler expat passes references to entities on instead of expanding them.
        parser.DefaultHandler = self._other

    @property
    def is_inside(self) -> bool:
        """Whether a row has begun that has not ended."""
        return bool(self._open)

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        name = self._form.name(tag)
        if not self._open and self._form.row is not None and name != self._form.row:
            return
        if len(self._open) >= _DEEPEST:
            raise BadXml("elements lie too deep")
        if attributes and not self._form.attributes:
            attributes = {}
        elif attributes and not self._form.namespaces:
            attributes = {self._form.name(key): value for key, value in attributes.items()}
        made = Element(name, attributes)
        if self._open:
            self._open[-1].parts.append(made)
        self._open.append(made)

    def _end(self, tag: str) -> None:
        if self._open:
            ended = self._open.pop()
            if not self._open:
                self.found.append(ended)

    def _text(self, text: str) -> None:
        if self._open:
            parts = self._open[-1].parts
            if parts and isinstance(parts[-1], str):
                parts[-1] += text
            else:
                parts.append(text)

    def _other(self, text: str) -> None:
        if self._open and text.startswith("&"):
            self._open[0].bad = True

    def _entity(self, name: str, is_parameter: bool, value: str | None, *rest: Any) -> None:
        # In attributes references are expanded all the same: none that grow are let in.
        if is_parameter or (value is not None and ("&" in value or len(value) > 1000)):
            raise BadXml("entities that name others are not read")


_PIECE = 1 << 16


def elements(data: bytes, form: XmlForm) -> Iterator[Element | None]:
    """The rows of a file; None at the end where the rest is no XML."""
    rows = _Rows(form)
    is_bad = False
    for start in range(0, max(len(data), 1), _PIECE):
        last = start + _PIECE >= len(data)
        try:
            rows.parser.Parse(data[start : start + _PIECE], last)
        except (expat.ExpatError, BadXml, LookupError) as error:
            is_end = isinstance(error, expat.ExpatError) and error.code == _INCOMPLETE
            is_bad = not is_end or rows.is_inside
        yield from rows.found
        rows.found.clear()
        if is_bad:
            yield None
            return


def fragment(text: str, form: XmlForm) -> Element:
    """The first element of a text. Raises BadXml when it is none."""
    rows = _Rows(form)
    try:
        rows.parser.Parse(text.encode("utf-8", "replace"), True)
    except (expat.ExpatError, BadXml):
        pass
    if not rows.found or rows.found[0].bad:
        raise BadXml(text)
    return rows.found[0]
