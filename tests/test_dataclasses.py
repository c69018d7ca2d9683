"""Pyrite's own dataclasses do what those of the standard library do."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Hashable
from dataclasses import asdict, field, fields, replace

import pytest

from pyrite._dataclasses import dataclass


@dataclass(frozen=True)
class Point:
    """A place."""

    x: int
    y: int = 0
    names: list[str] = field(default_factory=list, compare=False)
    secret: str = field(default="", repr=False, kw_only=True)


@dataclass(frozen=True)
class Marked(Point):
    mark: str = "?"


@dataclass
class Counter:
    count: int = 0

    def __post_init__(self) -> None:
        self.count += 1


@dataclass(frozen=True, eq=False)
class Token:
    text: str


class Loud(Token):
    def __init__(self, text: str):
        super().__init__(text.upper())


@dataclass(frozen=True)
class Nothing:
    pass


def test_fields_and_defaults() -> None:
    assert [each.name for each in fields(Point)] == ["x", "y", "names", "secret"]
    one, other = Point(1), Point(1)
    assert (one.x, one.y, one.names, one.secret) == (1, 0, [], "") and one.names is not other.names
    assert asdict(replace(one, y=5, secret="s")) == {"x": 1, "y": 5, "names": [], "secret": "s"}
    with pytest.raises(TypeError, match="missing 1 required positional argument: 'x'"):
        Point()  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="unexpected keyword argument 'z'"):
        Point(1, z=2)  # type: ignore[call-arg]


def test_comparison_and_hash() -> None:
    assert Point(1, 2, ["a"]) == Point(1, 2, ["b"]) != Point(1, 3)
    assert len({Point(1), Point(1), Point(2)}) == 2
    assert Point(1) != Marked(1) and Point(1) != (1, 0) and Marked(1) == Marked(1, mark="?")
    assert Token("a") != Token("a") and len({Token("a"), Token("a")}) == 2
    assert Nothing() == Nothing() and hash(Nothing()) == hash(Nothing())
    assert Counter() == Counter() and not isinstance(Counter(), Hashable)


def test_repr() -> None:
    assert repr(Marked(1, 2, ["a"], mark="m")) == "Marked(x=1, y=2, names=['a'], mark='m')"
    assert repr(Nothing()) == "Nothing()"


def test_what_classes_define_themselves() -> None:
    assert Counter(4).count == 5
    assert Loud("a").text == "A" and Loud("b").text == "B" and Token("c").text == "c"


def test_copies() -> None:
    """Also of a kind of which this process has made none."""
    point = Marked(1, 2, ["a"], secret="s", mark="m")
    for copied in (copy.copy(point), copy.deepcopy(point), pickle.loads(pickle.dumps(point))):
        assert copied == point and copied.names == ["a"] and copied.secret == "s"
    bare = Counter.__new__(Counter)
    bare.__dict__["count"] = 3
    assert repr(bare) == "Counter(count=3)"


def test_patterns() -> None:
    match Point(1, 2):
        case Point(x, y):
            assert (x, y) == (1, 2)
