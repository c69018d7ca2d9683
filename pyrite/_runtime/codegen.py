"""Fusing: a chain of record-wise functions and what is done with its output become one Python loop.

``chain`` gives a generator over the transformed records; the other builders end in the same loop that runs the
functions, so that a record costs no generator resumption. Code is built once for each shape (the kinds of the
functions and the ending) and kept; the functions are its arguments.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any

from pyrite._lineage.ops import Transform

#: Python allows twenty nested blocks; a flatMap costs one.
NESTED = 12
LONGEST = 150

_INFIX = {operator.add: "+", operator.mul: "*", operator.or_: "|", operator.and_: "&"}


class Code:
    """The text of a loop under construction, and the values its free names stand for."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.values: list[Any] = []
        self.depth = 1

    def line(self, text: str) -> None:
        self.lines.append("    " * self.depth + text)

    def name(self, value: Any) -> str:
        self.values.append(value)
        return f"f{len(self.values) - 1}"

    def call(self, function: Callable[..., Any], *args: str) -> str:
        """An expression for ``function(*args)``; the arithmetic of the operator module is written out."""
        try:
            infix = _INFIX.get(function)
        except TypeError:
            infix = None
        if infix is not None and len(args) == 2:
            return f"({args[0]} {infix} {args[1]})"
        return f"{self.name(function)}({', '.join(args)})"

    def build(self, parameters: str) -> Callable[..., Any]:
        names = "".join(f", f{i}" for i in range(len(self.values)))
        text = f"def loop({parameters}{names}):\n" + "\n".join(self.lines) + "\n"
        function = _compiled(text)
        values = tuple(self.values)
        return lambda *args: function(*args, *values)


@lru_cache(maxsize=512)
def _compiled(text: str) -> Callable[..., Any]:
    space: dict[str, Any] = {}
    exec(compile(text, "<pyrite pipeline>", "exec"), space)
    loop: Callable[..., Any] = space["loop"]
    return loop


def _open_loop(code: Code, steps: Sequence[Transform]) -> str:
    """Write the loop head and the functions; returns the expression of a finished record."""
    code.line("for x in source:")
    code.depth += 1
    current = "x"
    for step in steps:
        function = step.function
        if step.kind == "map":
            current = _assign(code, code.call(function, current))
        elif step.kind == "filter":
            code.line(f"if not {code.call(function, current)}: continue")
        elif step.kind == "flatmap":
            code.line(f"for x in {code.call(function, current)}:")
            code.depth += 1
            current = "x"
        elif step.kind == "mapvalues":
            code.line(f"k, v = {current}")
            current = _assign(code, f"(k, {code.call(function, 'v')})")
        elif step.kind == "flatmapvalues":
            code.line(f"k, v = {current}")
            code.line(f"for v in {code.call(function, 'v')}:")
            code.depth += 1
            current = _assign(code, "(k, v)")
        else:
            raise ValueError(f"{step.kind} is not a record-wise step")
    return current


def _assign(code: Code, expression: str) -> str:
    code.line(f"x = {expression}")
    return "x"


def chain(steps: Sequence[Transform]) -> Callable[[Iterable[Any]], Iterator[Any]]:
    """A function from an iterable to an iterator over the transformed records."""
    if len(steps) == 1 and steps[0].kind == "map":
        function = steps[0].function
        return lambda source: _mapped(source, function)
    code = Code()
    record = _open_loop(code, steps)
    code.line(f"yield {record}")
    return code.build("source")


def _mapped(source: Iterable[Any], function: Callable[[Any], Any]) -> Iterator[Any]:
    for x in source:
        yield function(x)


def segments(steps: Sequence[Transform]) -> list[list[Transform]]:
    """Cut a chain into pieces that one loop may hold."""
    pieces: list[list[Transform]] = []
    nested = 0
    for step in steps:
        deep = step.kind in ("flatmap", "flatmapvalues")
        if not pieces or len(pieces[-1]) >= LONGEST or (deep and nested >= NESTED):
            pieces.append([])
            nested = 0
        pieces[-1].append(step)
        nested += deep
    return pieces


def counting(steps: Sequence[Transform]) -> Callable[[Iterable[Any]], int]:
    code = Code()
    code.line("n = 0")
    _open_loop(code, steps)
    code.line("n += 1")
    code.depth = 1
    code.line("return n")
    return code.build("source")


def collecting(steps: Sequence[Transform]) -> Callable[[Iterable[Any]], list[Any]]:
    code = Code()
    code.line("out = []")
    code.line("append = out.append")
    record = _open_loop(code, steps)
    code.line(f"append({record})")
    code.depth = 1
    code.line("return out")
    return code.build("source")


def for_each(steps: Sequence[Transform], function: Callable[[Any], Any]) -> Callable[[Iterable[Any]], None]:
    code = Code()
    record = _open_loop(code, steps)
    code.line(code.call(function, record))
    return code.build("source")


def folding(
    steps: Sequence[Transform], function: Callable[[Any, Any], Any]
) -> Callable[[Iterable[Any], Any], Any]:
    """``loop(source, start)`` folds the records into ``start``."""
    code = Code()
    record = _open_loop(code, steps)
    code.line(f"start = {code.call(function, 'start', record)}")
    code.depth = 1
    code.line("return start")
    return code.build("source, start")


def combining(
    steps: Sequence[Transform],
    create: Callable[[Any], Any] | None,
    merge_value: Callable[[Any, Any], Any],
) -> Callable[[Iterable[Any], dict[Any, Any]], None]:
    """``loop(source, table)`` merges (key, value) records into ``table``."""
    code = Code()
    record = _open_loop(code, steps)
    code.line(f"k, v = {record}")
    code.line("if k in table:")
    code.line(f"    table[k] = {code.call(merge_value, 'table[k]', 'v')}")
    code.line("else:")
    code.line(f"    table[k] = {'v' if create is None else code.call(create, 'v')}")
    return code.build("source, table")


def grouping(steps: Sequence[Transform]) -> Callable[[Iterable[Any], dict[Any, list[Any]]], None]:
    """``loop(source, table)`` appends each record's value to its key's list in ``table``."""
    code = Code()
    record = _open_loop(code, steps)
    code.line(f"k, v = {record}")
    code.line("if k in table:")
    code.line("    table[k].append(v)")
    code.line("else:")
    code.line("    table[k] = [v]")
    return code.build("source, table")


def dealing(
    steps: Sequence[Transform], partition: Callable[[Any], int] | None, partitions: int
) -> Callable[[Iterable[Any], list[list[Any]]], None]:
    """``loop(source, buckets)`` appends each (key, value) record to its partition's bucket.

    ``partition=None`` partitions by the built-in ``hash``.
    """
    code = Code()
    record = _open_loop(code, steps)
    if record != "x":
        code.line(f"x = {record}")
    code.line("k, v = x")
    target = "hash(k)" if partition is None else code.call(partition, "k")
    code.line(f"buckets[{target} % {int(partitions)}].append((k, v))")
    return code.build("source, buckets")
