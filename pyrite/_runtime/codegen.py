"""Fusing: a chain of record-wise functions and what is done with its output become one Python loop.

``chain`` gives a generator over the transformed records; the other builders end in the same loop that runs the
functions, so that a record costs no generator resumption. Functions whose source is known are written out in the
loop, others are called from it. Code is compiled once for each text and kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from types import CodeType
from typing import Any

from pyrite._dataclasses import dataclass
from pyrite._lineage.ops import Transform
from pyrite._runtime.inline import Inline, Inliner, Origin, Rendered

#: Python allows twenty nested blocks; a flatMap costs one.
NESTED = 12
LONGEST = 150
FILENAME = "<pyrite pipeline>"

_ABSENT = object()

#: For each compiled loop, the user's source that its lines stand for.
origins: dict[CodeType, dict[int, Origin]] = {}


class Code:
    """The text of a loop under construction, and the values its free names stand for."""

    def __init__(self, inliner: Inliner) -> None:
        self._inliner = inliner
        self.lines: list[str] = []
        self.values: list[Any] = []
        self.depth = 1
        self._origins: dict[int, Origin] = {}

    def line(self, text: str, origin: Origin | None = None) -> None:
        self.lines.append("    " * self.depth + text)
        if origin is not None:
            # The first line of the text is the function's head.
            self._origins[len(self.lines) + 1] = origin

    def name(self, value: Any) -> str:
        self.values.append(value)
        return f"f{len(self.values) - 1}"

    def call(self, function: Callable[..., Any], *args: str) -> Rendered:
        """An expression for ``function(*args)``."""
        rendered = self._inliner.render(function, args, self.name)
        return rendered or Rendered(f"{self.name(function)}({', '.join(args)})")

    def write(self, form: str, function: Callable[..., Any], *args: str) -> None:
        """A line in which ``{}`` of ``form`` is ``function(*args)``."""
        rendered = self.call(function, *args)
        self.line(form.format(rendered.text), rendered.origin)

    def build(self, parameters: str) -> Callable[..., Any]:
        names = "".join(f", f{i}" for i in range(len(self.values)))
        text = f"def loop({parameters}{names}):\n" + "\n".join(self.lines) + "\n"
        function = _compiled(text)
        if self._origins:
            origins[function.__code__] = self._origins
        values = tuple(self.values)
        return lambda *args: function(*args, *values)


@lru_cache(maxsize=512)
def _compiled(text: str) -> Callable[..., Any]:
    space: dict[str, Any] = {}
    exec(compile(text, FILENAME, "exec"), space)
    loop: Callable[..., Any] = space["loop"]
    return loop


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


@dataclass(frozen=True)
class Record:
    """How a loop holds the record at one point: whole in a variable, or as a pair of expressions."""

    whole: str = ""
    key: str = ""
    value: str = ""

    def variable(self, code: Code) -> str:
        """The name of a variable that holds the whole record."""
        if not self.whole:
            code.line(f"x = ({self.key}, {self.value})")
        return self.whole or "x"

    def pair(self, code: Code) -> tuple[str, str]:
        """Expressions, cheap to repeat, for key and value."""
        if self.whole:
            code.line(f"k, v = {self.whole}")
            return "k", "v"
        return self.key, self.value

    def first_two(self, code: Code) -> tuple[str, str]:
        """As :meth:`pair`, of a record that may have more items: those are left out, as on PySpark."""
        if self.whole:
            code.line(f"k, v = {self.whole}[0], {self.whole}[1]")
            return "k", "v"
        return self.key, self.value


_WHOLE = Record("x")


class Fuser:
    """Builds the loops of one program. Each method returns a function to be called with a task's records."""

    def __init__(self, inlines: Mapping[CodeType, Inline]):
        self._inliner = Inliner(inlines)

    def _open(self, steps: Sequence[Transform], prologue: Sequence[str] = ()) -> tuple[Code, Record]:
        """A loop's head with the functions, and the finished record."""
        code = Code(self._inliner)
        for text in prologue:
            code.line(text)
        code.line("for x in source:")
        code.depth += 1
        record = _WHOLE
        for step in steps:
            record = _WRITE[step.kind](code, step.function, record)
        return code, record

    def chain(self, steps: Sequence[Transform]) -> Callable[[Iterable[Any]], Iterator[Any]]:
        """A function from an iterable to an iterator over the transformed records."""
        code, record = self._open(steps)
        code.line(f"yield {record.variable(code)}")
        return code.build("source")

    def counting(self, steps: Sequence[Transform]) -> Callable[[Iterable[Any]], int]:
        """``loop(source)`` counts the records."""
        code, _ = self._open(steps, ["n = 0"])
        code.line("n += 1")
        return self._returning(code, "n", "source")

    def collecting(self, steps: Sequence[Transform]) -> Callable[[Iterable[Any]], list[Any]]:
        """``loop(source)`` gathers the records in a list."""
        code, record = self._open(steps, ["out = []", "append = out.append"])
        code.line(f"append({record.variable(code)})")
        return self._returning(code, "out", "source")

    def for_each(
        self, steps: Sequence[Transform], function: Callable[[Any], Any]
    ) -> Callable[[Iterable[Any]], None]:
        """``loop(source)`` calls ``function`` with every record."""
        code, record = self._open(steps)
        code.write("{}", function, record.variable(code))
        return code.build("source")

    def folding(
        self, steps: Sequence[Transform], function: Callable[[Any, Any], Any]
    ) -> Callable[[Iterable[Any], Any], Any]:
        """``loop(source, start)`` folds the records into ``start``."""
        code, record = self._open(steps)
        code.write("start = {}", function, "start", record.variable(code))
        return self._returning(code, "start", "source, start")

    def combining(
        self,
        steps: Sequence[Transform],
        create: Callable[[Any], Any] | None,
        merge_value: Callable[[Any, Any], Any],
    ) -> Callable[[Sequence[Any], dict[Any, Any]], None]:
        """``loop(batch, table)`` merges (key, value) records into ``table``.

        There are two loops: one asks whether the key is there; the other expects it and is faster where that holds,
        but slower where it does not. What the last batch brought decides which takes the next.
        """
        asking = self._combining(steps, create, merge_value, expecting=False)
        expecting = self._combining(steps, create, merge_value, expecting=True)
        known = False

        def loop(batch: Sequence[Any], table: dict[Any, Any]) -> None:
            nonlocal known
            before = len(table)
            (expecting if known else asking)(batch, table)
            known = (len(table) - before) * 8 < len(batch)

        return loop

    def _combining(
        self,
        steps: Sequence[Transform],
        create: Callable[[Any], Any] | None,
        merge_value: Callable[[Any, Any], Any],
        expecting: bool,
    ) -> Callable[[Iterable[Any], dict[Any, Any]], None]:
        code, record = self._open(steps)
        k, v = record.pair(code)

        def insert() -> None:
            if create is None:
                code.line(f"table[{k}] = {v}")
            else:
                code.write(f"table[{k}] = {{}}", create, v)

        if expecting:
            # The new key is put in after the handler: an error of ``create`` is not chained to the KeyError.
            code.line(f"try: o = table[{k}]")
            absent = code.name(_ABSENT)
            code.line(f"except KeyError: o = {absent}")
            code.line(f"if o is {absent}:")
            code.depth += 1
            insert()
            code.line("continue")
            code.depth -= 1
            code.write(f"table[{k}] = {{}}", merge_value, "o", v)
        else:
            code.line(f"if {k} in table:")
            code.depth += 1
            code.line(f"o = table[{k}]")
            code.write(f"table[{k}] = {{}}", merge_value, "o", v)
            code.depth -= 1
            code.line("else:")
            code.depth += 1
            insert()
        return code.build("source, table")

    def merging(self, merge: Callable[[Any, Any], Any]) -> Callable[[Sequence[Any], dict[Any, Any]], None]:
        """``loop(batch, table)`` merges (key, combined value) records into ``table``."""
        return self.combining((), None, merge)

    def grouping(self, steps: Sequence[Transform]) -> Callable[[Iterable[Any], dict[Any, list[Any]]], None]:
        """``loop(source, table)`` appends each record's value to its key's list in ``table``."""
        code, record = self._open(steps)
        k, v = record.pair(code)
        code.line(f"if {k} in table:")
        code.line(f"    table[{k}].append({v})")
        code.line("else:")
        code.line(f"    table[{k}] = [{v}]")
        return code.build("source, table")

    def dealing(
        self, steps: Sequence[Transform], partition: Callable[[Any], int] | None, partitions: int
    ) -> Callable[[Iterable[Any], list[list[Any]]], None]:
        """``loop(source, buckets)`` appends each (key, value) record to its partition's bucket.

        ``partition=None`` partitions by the built-in ``hash``.
        """
        code, record = self._open(steps)
        k, v = record.pair(code)
        if partition is None:
            code.line(f"buckets[hash({k}) % {int(partitions)}].append(({k}, {v}))")
        else:
            code.write(f"buckets[{{}} % {int(partitions)}].append(({k}, {v}))", partition, k)
        return code.build("source, buckets")

    @staticmethod
    def _returning(code: Code, value: str, parameters: str) -> Callable[..., Any]:
        code.depth = 1
        code.line(f"return {value}")
        return code.build(parameters)


def _map(code: Code, function: Callable[..., Any], record: Record) -> Record:
    rendered = code.call(function, record.variable(code))
    if rendered.parts is None:
        code.line(f"x = {rendered.text}", rendered.origin)
        return _WHOLE
    # The pair is taken apart where it is made; no tuple is built unless somebody wants it whole.
    names = []
    for name, part in zip("kv", rendered.parts):
        if part == "x" or part.isdigit():
            names.append(part)
        else:
            code.line(f"{name} = {part}", rendered.origin)
            names.append(name)
    return Record(key=names[0], value=names[1])


def _filter(code: Code, function: Callable[..., Any], record: Record) -> Record:
    code.write("if not {}: continue", function, record.variable(code))
    return _WHOLE


def _flat_map(code: Code, function: Callable[..., Any], record: Record) -> Record:
    code.write("for x in {}:", function, record.variable(code))
    code.depth += 1
    return _WHOLE


def _map_values(code: Code, function: Callable[..., Any], record: Record) -> Record:
    k, v = record.first_two(code)
    code.write("v = {}", function, v)
    return Record(key=k, value="v")


def _flat_map_values(code: Code, function: Callable[..., Any], record: Record) -> Record:
    k, v = record.first_two(code)
    # What follows runs for each value, and may put other things into ``k`` and ``x``.
    key = f"k{code.depth}"
    code.line(f"{key} = {k}")
    code.write("for v in {}:", function, v)
    code.depth += 1
    return Record(key=key, value="v")


_WRITE: dict[str, Callable[[Code, Callable[..., Any], Record], Record]] = {
    "map": _map,
    "filter": _filter,
    "flatmap": _flat_map,
    "mapvalues": _map_values,
    "flatmapvalues": _flat_map_values,
}
