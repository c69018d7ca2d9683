"""XPath 1.0 over documents that know no namespaces: names are matched as they are written.

``compiled(path)`` gives a function of a document (see :func:`parsed`); what it gives is a list of nodes in their order,
a float, a text or a truth. ``ValueError`` is raised for what is no path, or no document.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import Any
from xml.dom import expatbuilder
from xml.dom.minidom import Node
from xml.parsers.expat import ExpatError

from pyrite._dataclasses import dataclass

__all__ = ["compiled", "number_of", "parsed", "text_of", "truth_of"]

_TEXTS = (Node.TEXT_NODE, Node.CDATA_SECTION_NODE)


@dataclass(frozen=True)
class Context:
    """A node, where it stands among its like, and how many they are."""

    node: Any
    position: int = 1
    size: int = 1


Evaluate = Callable[[Context], Any]

# ------------------------------------------------------------------------------------------------- documents


def parsed(text: str) -> Any:
    """The document of a text, its nodes numbered in their order."""
    try:
        document = expatbuilder.parseString(text.encode("utf-8"), namespaces=False)
    except (ExpatError, LookupError) as error:
        raise ValueError(str(error)) from None
    for order, node in enumerate(_numbered(document)):
        node.order = order
    return document


def _numbered(node: Any) -> Iterator[Any]:
    yield node
    yield from _attributes(node)
    for child in node.childNodes:
        yield from _numbered(child)


def _attributes(node: Any) -> list[Any]:
    return list(node.attributes.values()) if node.nodeType == Node.ELEMENT_NODE and node.attributes else []


def _children(node: Any) -> list[Any]:
    if node.nodeType == Node.ATTRIBUTE_NODE:
        return []
    return [child for child in node.childNodes if child.nodeType != Node.DOCUMENT_TYPE_NODE]


def _parent(node: Any) -> Any:
    return node.ownerElement if node.nodeType == Node.ATTRIBUTE_NODE else node.parentNode


def _descendants(node: Any) -> Iterator[Any]:
    for child in _children(node):
        yield child
        yield from _descendants(child)


def _ancestors(node: Any) -> Iterator[Any]:
    above = _parent(node)
    while above is not None:
        yield above
        above = _parent(above)


def _root(node: Any) -> Any:
    return next(iter([*_ancestors(node)][::-1]), node)


def _siblings(node: Any, step: int) -> list[Any]:
    above = _parent(node)
    if above is None or node.nodeType == Node.ATTRIBUTE_NODE:
        return []
    beside = _children(above)
    at = next(place for place, other in enumerate(beside) if other is node)
    return beside[at + 1 :] if step > 0 else beside[:at][::-1]


def _following(node: Any) -> list[Any]:
    found = []
    for start in (node, *_ancestors(node)):
        for beside in _siblings(start, 1):
            found += [beside, *_descendants(beside)]
    return found


def _preceding(node: Any) -> list[Any]:
    above = list(_ancestors(node))
    before = [other for other in _descendants(_root(node)) if other.order < node.order]
    return [other for other in before[::-1] if not any(other is one for one in above)]


_AXES: dict[str, Callable[[Any], Sequence[Any]]] = {
    "ancestor": lambda node: list(_ancestors(node)),
    "ancestor-or-self": lambda node: [node, *_ancestors(node)],
    "attribute": _attributes,
    "child": _children,
    "descendant": lambda node: list(_descendants(node)),
    "descendant-or-self": lambda node: [node, *_descendants(node)],
    "following": _following,
    "following-sibling": lambda node: _siblings(node, 1),
    "namespace": lambda node: [],
    "parent": lambda node: [above for above in (_parent(node),) if above is not None],
    "preceding": _preceding,
    "preceding-sibling": lambda node: _siblings(node, -1),
    "self": lambda node: [node],
}

# ---------------------------------------------------------------------------------------------- conversions


def _node_text(node: Any) -> str:
    if node.nodeType in (Node.ELEMENT_NODE, Node.DOCUMENT_NODE):
        return "".join([part.data for part in _descendants(node) if part.nodeType in _TEXTS])
    return node.nodeValue or ""


def text_of(value: Any) -> str:
    """A value as XPath's ``string``."""
    if isinstance(value, list):
        return _node_text(value[0]) if value else ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        if not math.isfinite(value):
            return "NaN" if value != value else "Infinity" if value > 0 else "-Infinity"
        return (
            str(int(value))
            if value == int(value)
            else f"{value:.17f}".rstrip("0")
            if "e" in repr(value)
            else repr(value)
        )
    return str(value)


_NUMBER = re.compile(r"[ \t\r\n]*(-?(?:\d+(?:\.\d*)?|\.\d+))[ \t\r\n]*")


def number_of(value: Any) -> float:
    """A value as XPath's ``number``."""
    if isinstance(value, (bool, float)):
        return float(value)
    found = _NUMBER.fullmatch(text_of(value))
    return float(found[1]) if found else math.nan


def truth_of(value: Any) -> bool:
    """A value as XPath's ``boolean``."""
    return bool(value) and value == value


def _compared(symbol: str, one: Any, other: Any) -> bool:
    if isinstance(one, list) or isinstance(other, list):
        if isinstance(one, bool) or isinstance(other, bool):
            return _compared(symbol, truth_of(one), truth_of(other))
        lefts = [_node_text(node) for node in one] if isinstance(one, list) else [one]
        rights = [_node_text(node) for node in other] if isinstance(other, list) else [other]
        return any(_compared(symbol, left, right) for left in lefts for right in rights)
    if symbol in ("=", "!="):
        if isinstance(one, bool) or isinstance(other, bool):
            equal = truth_of(one) == truth_of(other)
        elif isinstance(one, float) or isinstance(other, float):
            equal = number_of(one) == number_of(other)
        else:
            equal = one == other
        return equal == (symbol == "=")
    left, right = number_of(one), number_of(other)
    return {"<": left < right, "<=": left <= right, ">": left > right, ">=": left >= right}[symbol]


def _computed(symbol: str, left: float, right: float) -> float:
    if symbol == "+":
        return left + right
    if symbol == "-":
        return left - right
    if symbol == "*":
        return left * right
    if symbol == "div":
        if right:
            return left / right
        return (
            math.nan if not left or left != left else math.copysign(math.inf, left) * math.copysign(1, right)
        )
    return math.fmod(left, right) if right and math.isfinite(left) else math.nan


# ------------------------------------------------------------------------------------------------- functions


def _substring(text: Any, start: Any, length: Any = math.inf) -> str:
    first = math.floor(number_of(start) + 0.5) if math.isfinite(number_of(start)) else number_of(start)
    size = number_of(length)
    last = first + (math.floor(size + 0.5) if math.isfinite(size) else size)
    return "".join([sign for place, sign in enumerate(text_of(text), 1) if first <= place < last])


def _round(value: Any) -> float:
    number = number_of(value)
    return float(math.floor(number + 0.5)) if math.isfinite(number) else number


def _whole(function: Callable[[float], int]) -> Callable[[Any], float]:
    return lambda value: (
        float(function(number_of(value))) if math.isfinite(number_of(value)) else number_of(value)
    )


def _translated(text: Any, old: Any, new: Any) -> str:
    table: dict[int, str | None] = {}
    for place, sign in enumerate(text_of(old)):
        table.setdefault(ord(sign), text_of(new)[place : place + 1] or None)
    return text_of(text).translate(table)


_FUNCTIONS: dict[str, tuple[int, int, Callable[..., Any]]] = {
    "boolean": (1, 1, truth_of),
    "ceiling": (1, 1, _whole(math.ceil)),
    "concat": (2, 99, lambda *parts: "".join(map(text_of, parts))),
    "contains": (2, 2, lambda text, part: text_of(part) in text_of(text)),
    "count": (1, 1, lambda nodes: float(len(nodes))),
    "false": (0, 0, lambda: False),
    "floor": (1, 1, _whole(math.floor)),
    "not": (1, 1, lambda value: not truth_of(value)),
    "round": (1, 1, _round),
    "starts-with": (2, 2, lambda text, part: text_of(text).startswith(text_of(part))),
    "substring": (2, 3, _substring),
    "substring-after": (2, 2, lambda text, part: text_of(text).partition(text_of(part))[2]),
    "substring-before": (2, 2, lambda text, part: text_of(text)[: max(text_of(text).find(text_of(part)), 0)]),
    "sum": (1, 1, lambda nodes: float(sum([number_of(_node_text(node)) for node in nodes]))),
    "translate": (3, 3, _translated),
    "true": (0, 0, lambda: True),
}
#: Those that take the context's node where nothing is given.
_OF_NODE: dict[str, Callable[[Any], Any]] = {
    "local-name": lambda nodes: nodes[0].nodeName.rpartition(":")[2] if nodes else "",
    "name": lambda nodes: nodes[0].nodeName if nodes else "",
    "namespace-uri": lambda nodes: "",
    "normalize-space": lambda value: " ".join(text_of(value).split()),
    "number": number_of,
    "string": text_of,
    "string-length": lambda value: float(len(text_of(value))),
}
_OF_NODES = ("count", "sum", "local-name", "name", "namespace-uri")

# --------------------------------------------------------------------------------------------------- parsing

_TOKEN = re.compile(
    r"""\s*(?:(?P<number>\d+(?:\.\d*)?|\.\d+)|(?P<text>"[^"]*"|'[^']*')"""
    r"""|(?P<symbol>//|::|\.\.|!=|<=|>=|[/|+\-=<>*()\[\]@,.])"""
    r"""|(?P<name>[^\W\d][\w.\-]*(?::(?:\*|[^\W\d][\w.\-]*))?))\s*"""
)
_LEVELS = (("or",), ("and",), ("=", "!="), ("<", "<=", ">", ">="), ("+", "-"), ("*", "div", "mod"))
_KINDS = {
    "text": _TEXTS,
    "comment": (Node.COMMENT_NODE,),
    "processing-instruction": (Node.PROCESSING_INSTRUCTION_NODE,),
}


class _Parser:
    """Turns a path into a function of a context, by descent."""

    def __init__(self, path: str):
        self._tokens: list[tuple[str, str]] = []
        at = 0
        while at < len(path):
            found = _TOKEN.match(path, at)
            if found is None:
                raise ValueError(f"no XPath: {path}")
            self._tokens.append((found.lastgroup or "", found[found.lastgroup or 0]))
            at = found.end()
        self._at = 0
        self._path = path

    def whole(self) -> Evaluate:
        found = self._binary(0)
        if self._at < len(self._tokens) or not self._tokens:
            raise self._wrong()
        return found

    def _wrong(self) -> ValueError:
        return ValueError(f"no XPath: {self._path}")

    def _peek(self, ahead: int = 0) -> str:
        at = self._at + ahead
        if at >= len(self._tokens):
            return ""
        kind, text = self._tokens[at]
        return text if kind in ("symbol", "name") else kind + text

    def _kind(self) -> str:
        return self._tokens[self._at][0] if self._at < len(self._tokens) else ""

    def _take(self, *texts: str) -> str:
        text = self._peek()
        if not text or (texts and text not in texts):
            raise self._wrong()
        self._at += 1
        return self._tokens[self._at - 1][1]

    def _binary(self, level: int) -> Evaluate:
        if level == len(_LEVELS):
            return self._negated()
        left = self._binary(level + 1)
        while self._peek() in _LEVELS[level]:
            left = _operation(self._take(), left, self._binary(level + 1))
        return left

    def _negated(self) -> Evaluate:
        if self._peek() == "-":
            self._take()
            inner = self._negated()
            return lambda context: -number_of(inner(context))
        left = self._located()
        while self._peek() == "|":
            self._take()
            left = _union(left, self._located())
        return left

    def _located(self) -> Evaluate:
        start: Evaluate | None = None
        if self._kind() in ("number", "text") or self._peek() == "(" or self._calls():
            start = self._filtered(self._primary())
            if self._peek() not in ("/", "//"):
                return start
        elif self._peek() in ("/", "//"):
            if self._peek() == "/" and not self._steps(1):
                self._take()
                return lambda context: [_root(context.node)]
            start = lambda context: [_root(context.node)]  # noqa: E731
        found = start or (lambda context: [context.node])
        if start is None:
            found = self._step(found)
        while self._peek() in ("/", "//"):
            if self._take() == "//":
                found = _stepped(found, "descendant-or-self", lambda node: True, [])
            found = self._step(found)
        return found

    def _steps(self, ahead: int) -> bool:
        """Whether a step begins there."""
        text = self._peek(ahead)
        return text in (".", "..", "@", "*") or (
            bool(text) and bool(re.match(r"[^\W\d]", text)) and self._tokens[self._at + ahead][0] == "name"
        )

    def _calls(self) -> bool:
        kinds = (*_KINDS, "node")
        return self._kind() == "name" and self._peek(1) == "(" and self._peek() not in kinds

    def _primary(self) -> Evaluate:
        kind = self._kind()
        text = self._take()
        if kind == "number":
            number = float(text)
            return lambda context: number
        if kind == "text":
            return lambda context: text[1:-1]
        if text == "(":
            inner = self._binary(0)
            self._take(")")
            return inner
        self._take("(")
        arguments: list[Evaluate] = []
        while self._peek() != ")":
            if arguments:
                self._take(",")
            arguments.append(self._binary(0))
        self._take(")")
        return self._call(text, arguments)

    def _call(self, name: str, arguments: list[Evaluate]) -> Evaluate:
        if name in ("last", "position") and not arguments:
            return lambda context: float(context.size if name == "last" else context.position)
        if name in _OF_NODE and len(arguments) < 2:
            arguments = arguments or [lambda context: [context.node]]
            function = _OF_NODE[name]
        elif name in _FUNCTIONS and _FUNCTIONS[name][0] <= len(arguments) <= _FUNCTIONS[name][1]:
            function = _FUNCTIONS[name][2]
        else:
            raise self._wrong()

        def call(context: Context) -> Any:
            values = [argument(context) for argument in arguments]
            if name in _OF_NODES and not isinstance(values[0], list):
                raise ValueError(f"{name} takes nodes")
            return function(*values)

        return call

    def _filtered(self, found: Evaluate) -> Evaluate:
        predicates = self._predicates()
        if not predicates:
            return found

        def kept(context: Context) -> list[Any]:
            return _kept(_nodes(found(context)), predicates)

        return kept

    def _predicates(self) -> list[Evaluate]:
        predicates = []
        while self._peek() == "[":
            self._take()
            predicates.append(self._binary(0))
            self._take("]")
        return predicates

    def _step(self, found: Evaluate) -> Evaluate:
        if self._peek() in (".", ".."):
            axis = "self" if self._take() == "." else "parent"
            return _stepped(found, axis, lambda node: True, [])
        axis = "child"
        if self._peek() == "@":
            self._take()
            axis = "attribute"
        elif self._peek(1) == "::":
            axis = self._take()
            self._take("::")
            if axis not in _AXES:
                raise self._wrong()
        return _stepped(found, axis, self._test(axis), self._predicates())

    def _test(self, axis: str) -> Callable[[Any], bool]:
        principal = Node.ATTRIBUTE_NODE if axis == "attribute" else Node.ELEMENT_NODE
        if self._kind() != "name" and self._peek() != "*":
            raise self._wrong()
        name = self._take()
        if name == "*":
            return lambda node: node.nodeType == principal
        if self._peek() == "(" and name in (*_KINDS, "node"):
            self._take()
            target = self._take()[1:-1] if self._kind() == "text" else None
            self._take(")")
            if name == "node":
                return lambda node: True
            kinds = _KINDS[name]
            return lambda node: node.nodeType in kinds and target in (None, node.nodeName)
        # A prefix is declared nowhere, and matches nothing.
        return lambda node: node.nodeType == principal and node.nodeName == name and ":" not in name


def _operation(symbol: str, one: Evaluate, other: Evaluate) -> Evaluate:
    if symbol == "or":
        return lambda context: truth_of(one(context)) or truth_of(other(context))
    if symbol == "and":
        return lambda context: truth_of(one(context)) and truth_of(other(context))
    if symbol in ("=", "!=", "<", "<=", ">", ">="):
        return lambda context: _compared(symbol, one(context), other(context))
    return lambda context: _computed(symbol, number_of(one(context)), number_of(other(context)))


def _union(one: Evaluate, other: Evaluate) -> Evaluate:
    return lambda context: _ordered([*_nodes(one(context)), *_nodes(other(context))])


def _nodes(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise ValueError("these are no nodes")
    return value


def _ordered(nodes: Sequence[Any]) -> list[Any]:
    return [node for _, node in sorted({node.order: node for node in nodes}.items())]


def _kept(nodes: Sequence[Any], predicates: Sequence[Evaluate]) -> list[Any]:
    for predicate in predicates:
        kept = []
        for position, node in enumerate(nodes, 1):
            value = predicate(Context(node, position, len(nodes)))
            if value == position if isinstance(value, float) else truth_of(value):
                kept.append(node)
        nodes = kept
    return list(nodes)


def _stepped(
    found: Evaluate, axis: str, test: Callable[[Any], bool], predicates: Sequence[Evaluate]
) -> Evaluate:
    along = _AXES[axis]

    def step(context: Context) -> list[Any]:
        reached: list[Any] = []
        for node in _nodes(found(context)):
            reached += _kept([other for other in along(node) if test(other)], predicates)
        return _ordered(reached)

    return step


@lru_cache(maxsize=128)
def compiled(path: str) -> Callable[[Any], Any]:
    """A path as a function of a document. Raises ``ValueError`` for what is no path."""
    evaluate = _Parser(path).whole()
    return lambda document: evaluate(Context(document))
