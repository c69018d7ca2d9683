"""Nodes of plans: frozen dataclasses that are completed when the first of a kind is made."""

from __future__ import annotations

import copy
import pickle
from dataclasses import field, fields, replace

import pytest

from pyrite.sql._plan.tree import Node, Origin, node


@node
class Leaf(Node):
    name: str
    size: int = 1


@node
class Big(Leaf):
    parts: tuple[Node, ...] = ()
    marks: dict[str, int] = field(default_factory=dict)


def test_the_first_of_a_kind_is_as_the_others():
    for _ in range(2):
        big = Big("a", parts=(Leaf("b"),))
        assert [f.name for f in fields(big)] == ["origin", "name", "size", "parts", "marks"]
        assert (big.name, big.size, big.marks, big.origin) == ("a", 1, {}, None)
        assert repr(big) == "Big(name='a', size=1, parts=(Leaf(name='b', size=1),), marks={})"
        assert replace(big, size=3).size == 3
        assert big.at(Origin("text")).origin == Origin("text")
        assert [part.name for part in big.walk()] == ["a", "b"]
        assert copy.copy(big).parts == big.parts


def test_nodes_are_compared_by_identity():
    leaf = Leaf("a")
    assert leaf != Leaf("a")
    assert len({leaf, Leaf("a"), leaf}) == 2


def test_wrong_arguments_are_refused_by_name():
    with pytest.raises(TypeError, match="missing 1 required positional argument: 'name'"):
        Leaf()
    with pytest.raises(TypeError, match="unexpected keyword argument 'length'"):
        Big("a", length=1)


def test_a_node_that_was_pickled_is_whole():
    big = pickle.loads(pickle.dumps(Big("a", 2, (Leaf("b"),))))
    assert repr(replace(big, size=5)) == "Big(name='a', size=5, parts=(Leaf(name='b', size=1),), marks={})"
