"""What expressions and relations share: they are frozen trees that can be walked and rebuilt."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import field, fields, replace
from typing import TYPE_CHECKING, Any, TypeVar

from pyrite._dataclasses import dataclass

if TYPE_CHECKING:
    from typing import ClassVar

    from typing_extensions import dataclass_transform
else:

    def dataclass_transform(**_: Any) -> Any:
        return lambda function: function


__all__ = ["Node", "Origin", "node"]

C = TypeVar("C")
N = TypeVar("N", bound="Node")


@dataclass_transform(frozen_default=True, eq_default=False, field_specifiers=(field,))
def node(kind: type[C]) -> type[C]:
    """Make a class a frozen dataclass, compared by identity."""
    return dataclass(frozen=True, eq=False)(kind)


@dataclass(frozen=True)
class Origin:
    """Where an expression was written, for the query context of errors.

    In SQL: ``text`` is the whole statement, and ``start`` and ``stop`` (exclusive) cut the fragment out of it;
    ``object_type`` and ``object_name`` name the view or function that the text defines. In the DataFrame API:
    ``fragment`` is the method's name and ``call_site`` is ``file:line`` of the user's call.
    """

    text: str = ""
    start: int = 0
    stop: int = 0
    object_type: str = ""
    object_name: str = ""
    fragment: str = ""
    call_site: str = ""

    @property
    def in_sql(self) -> bool:
        """Whether this is a place in SQL text."""
        return not self.call_site

    def to(self, end: Origin | None) -> Origin:
        """The text from the start of this to the stop of ``end``."""
        return replace(self, stop=end.stop) if end is not None else self


_names: dict[type, tuple[str, ...]] = {}


def _field_names(kind: type[Node]) -> tuple[str, ...]:
    names = _names.get(kind)
    if names is None:
        names = _names[kind] = tuple(f.name for f in fields(kind))
    return names


def _nodes_in(value: Any) -> Iterator[Node]:
    if isinstance(value, Node):
        yield value
    elif type(value) is tuple:
        for part in value:
            yield from _nodes_in(part)


def _rebuilt(value: Any, function: Callable[[Node], Any]) -> Any:
    if isinstance(value, Node):
        return function(value)
    if type(value) is tuple:
        parts = tuple([_rebuilt(part, function) for part in value])
        return value if all(new is old for new, old in zip(parts, value)) else parts
    return value


@dataclass(frozen=True, eq=False)
class Node:
    """A node of the plan. Its children are the nodes in its fields, and in tuples in its fields.

    Nodes are compared by identity, so that they can be keys.
    """

    if TYPE_CHECKING:
        __dataclass_fields__: ClassVar[dict[str, Any]]

    origin: Origin | None = field(default=None, kw_only=True, repr=False)

    def children(self) -> Iterator[Node]:
        """The nodes right below, in the order of the fields."""
        for name in _field_names(type(self)):
            value = getattr(self, name)
            if isinstance(value, Node):
                yield value
            elif type(value) is tuple and value:
                yield from _nodes_in(value)

    def walk(self) -> Iterator[Node]:
        """This node and all below it, parents first."""
        yield self
        for child in self.children():
            yield from child.walk()

    def with_children(self: N, function: Callable[[Node], Any]) -> N:
        """This node with ``function`` applied to each child; the node itself when nothing changed."""
        changed = {}
        for name in _field_names(type(self)):
            old = getattr(self, name)
            new = _rebuilt(old, function)
            if new is not old:
                changed[name] = new
        return replace(self, **changed) if changed else self

    def transform_up(self, function: Callable[[Any], Any]) -> Any:
        """The tree rebuilt from the leaves: ``function`` is given each node with its new children."""
        return function(self.with_children(lambda child: child.transform_up(function)))

    def at(self: N, origin: Origin | None) -> N:
        """This node, with the place it was written at."""
        return replace(self, origin=origin)
