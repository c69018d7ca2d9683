"""Which partition each row of a plan is in, for the functions that tell it and for RDDs.

No row is moved for it: where Spark would have a row is computed from the row, as one more column.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from pyrite.sql._analysis.aggregation import own_values, rewrite
from pyrite.sql._analysis.analyzer import Analyzer
from pyrite.sql._analysis.functions.registry import Function
from pyrite.sql._physical.partitions import partition_count, still_side
from pyrite.sql._plan import expressions as e
from pyrite.sql._plan import relations as r
from pyrite.sql.types import DoubleType, IntegerType, LongType

__all__ = ["Placement", "is_few", "row_position"]

_INT, _LONG, _DOUBLE = IntegerType(), LongType(), DoubleType()
_ZERO = e.Literal(0, _INT)
_NUMBER, _ID = "spark_partition_id", "monotonically_increasing_id"
_DRAWS = ("rand", "randn")
#: Of how many rows the draws with a seed are those that Spark makes.
_FEW = 100_000
#: How many records of a list PySpark pickles together at most.
_BATCH = 1024
#: Relations whose rows stay where those of their input are.
_STILL = (r.Filter, r.Generate, r.Hint, r.Named, r.Observed, r.Sample)
_POSITION = Function("position", (), _LONG, "(row_number() OVER () - 1)", nullable=False, deterministic=False)

#: A plan, and the number of each row's partition: the last of its columns, or the only number that there is.
Placed = tuple[r.Relation, e.Value]


class Placement:
    """Computes the partitions of rows.

    Parameters
    ----------
    analyzer : Analyzer
        Binds the functions that compute them.
    parallelism : int
        How many partitions a source has that does not tell it.
    """

    def __init__(self, analyzer: Analyzer, parallelism: int):
        self._analyzer = analyzer
        self._parallelism = parallelism

    def told(self, plan: r.Relation) -> r.Relation:
        """The plan with columns in the place of what goes by the places of rows.

        These are ``spark_partition_id()`` and ``monotonically_increasing_id()``, and of few rows the draws with a seed
        too, which Spark makes in each partition for itself.
        """
        plan = plan.with_children(lambda part: self.told(part) if isinstance(part, r.Relation) else part)
        if isinstance(plan, r.Sample):
            return self._sampled(plan)
        asked = {call.function.name for call in _asked(plan)}
        if not asked:
            return plan
        number: e.Value = _ZERO
        place: e.Value | None = _long(0)
        if isinstance(plan, r.Unary):
            child, number, place = plan.child, _ZERO, None
            if asked & {_NUMBER, _ID} or is_few(child):
                child, number = self.placed(child)
                if asked != {_NUMBER}:
                    child, place = self._numbered(child, number)
            plan = replace(plan, child=child)
        return plan.with_children(
            lambda part: (
                part
                if isinstance(part, r.Relation)
                else rewrite(part, lambda value: self._tell(value, number, place))
            )
        )

    def _tell(self, value: e.Value, number: e.Value, place: e.Value | None) -> e.Value | None:
        """What stands for a call that goes by places; None for any other value."""
        if not _tells(value):
            return None
        assert isinstance(value, e.Apply)
        if value.function.name == _NUMBER:
            return number
        if value.function.name != _ID:
            options = (*value.options[:2], True)
            return replace(value, options=options, arguments=() if place is None else (number, place))
        assert place is not None
        if isinstance(number, e.Literal):
            return place
        binder = self._analyzer.binder(r.OneRow())
        upper = binder.invoke("shiftleft", binder.cast(number, _LONG), e.Literal(33, _INT))
        return binder.invoke("+", upper, place)

    def _sampled(self, plan: r.Sample) -> r.Relation:
        if plan.seed is None or plan.replacement or plan.rows is not None or not is_few(plan.child):
            return replace(plan, placed=True)
        child, number = self.placed(plan.child)
        child, place = self._numbered(child, number)
        binder = self._analyzer.binder(child)
        draw = binder.invoke("rand", _long(plan.seed))
        assert isinstance(draw, e.Apply)
        draw = replace(draw, options=(*draw.options[:2], True), arguments=(number, place))
        drawn, value = self._with(child, draw)
        binder = self._analyzer.binder(drawn)
        bounds = [e.Literal(bound, _DOUBLE) for bound in (plan.lower, plan.upper)]
        test = binder.invoke(
            "and", binder.invoke(">=", value, bounds[0]), binder.invoke("<", value, bounds[1])
        )
        return r.Project(r.Filter(drawn, test), plan.output)

    def placed(self, plan: r.Relation) -> Placed:
        """The plan with one more column, which tells where its rows are."""
        parts = partition_count(plan, self._parallelism)
        if parts == 1:
            return plan, _ZERO
        if isinstance(plan, r.Range):
            count = len(range(plan.start, plan.end, plan.step))
            binder = self._analyzer.binder(plan)
            position = binder.invoke(
                "div", binder.invoke("-", plan.output[0], _long(plan.start)), _long(plan.step)
            )
            return self._sliced(plan, position, count, parts)
        if isinstance(plan, r.ArrowRows):
            return self._listed(plan)
        if isinstance(plan, r.Repartition):
            return self._repartitioned(plan)
        if isinstance(plan, r.SetOperation) and plan.kind == "union" and plan.all:
            return self._united(plan)
        if isinstance(plan, (r.Project, r.Shown, r.Renewed)):
            return self._through(plan)
        if isinstance(plan, _STILL) or (isinstance(plan, r.Sort) and not plan.whole):
            child, number = self.placed(plan.child)
            return (plan, number) if child is plan.child else self._last(replace(plan, child=child), number)
        if isinstance(plan, r.Join):
            return self._joined(plan)
        return self._evenly(plan, parts)

    # ------------------------------------------------------------------------------------ kinds of relations

    def _listed(self, plan: r.ArrowRows) -> Placed:
        """A list's rows are pickled in batches of equal size, and the batches are spread evenly."""
        count, parts = plan.table.num_rows, self._parallelism
        batch = max(1, min(count // parts, _BATCH))
        numbered, position = self._with(plan, row_position())
        number = self._analyzer.binder(numbered).invoke("div", position, _long(batch))
        return self._sliced(numbered, number, -(-count // batch), parts)

    def _sliced(self, plan: r.Relation, position: e.Value, count: int, parts: int) -> Placed:
        """Where the thing at a position is, when ``count`` things are cut into ``parts`` of equal size."""
        if not count:
            return plan, _ZERO
        binder = self._analyzer.binder(plan)
        scaled = binder.invoke("*", binder.invoke("+", position, _long(1)), _long(parts))
        return self._with(plan, binder.invoke("div", binder.invoke("-", scaled, _long(1)), _long(count)))

    def _evenly(self, plan: r.Relation, parts: int) -> Placed:
        plan, position = self._with(plan, row_position())
        binder = self._analyzer.binder(plan)
        count = binder.value(e.Over(e.Call("count", (e.Literal(1, _INT),)), e.WindowSpec()))
        return self._with(plan, binder.invoke("div", binder.invoke("*", position, _long(parts)), count))

    def _repartitioned(self, plan: r.Repartition) -> Placed:
        count = plan.count
        assert count is not None
        if not plan.shuffle:
            child, number = self.placed(plan.child)
            before = partition_count(plan.child, self._parallelism)
            return (child, number) if before <= count else self._sliced(child, number, before, count)
        assert count is not None
        child = plan.child
        key: e.Value
        if plan.ranged:
            return self._ranged(plan, count)
        if not plan.by:
            child, key = self._with(child, row_position())
        elif plan.direct:
            key = plan.by[0]  # type: ignore[assignment]
        else:
            key = self._analyzer.binder(child).invoke("hash", *plan.by)
        number = self._analyzer.binder(child).invoke("pmod", key, e.Literal(count, _INT))
        return self._with(child, number)

    def _ranged(self, plan: r.Repartition, count: int) -> Placed:
        """Rows of equal keys stay together: as many keys as fill a part make one."""
        order = tuple([by if isinstance(by, e.SortOrder) else e.SortOrder(by) for by in plan.by])
        binder = self._analyzer.binder(plan.child)
        first = binder.value(e.Over(e.Call("rank", ()), e.WindowSpec((), order)))
        total = binder.value(e.Over(e.Call("count", (e.Literal(1, _INT),)), e.WindowSpec()))
        scaled = binder.invoke("*", binder.invoke("-", first, e.Literal(1, _INT)), _long(count))
        return self._with(plan.child, binder.invoke("div", scaled, total))

    def _united(self, plan: r.SetOperation) -> Placed:
        left, first = self.placed(plan.left)
        if isinstance(first, e.Literal):
            left, first = self._with(left, first)
        right, number = self.placed(plan.right)
        before = e.Literal(partition_count(plan.left, self._parallelism), _INT)
        right, second = self._with(right, self._analyzer.binder(right).invoke("+", number, before))
        assert plan.columns is not None
        own = e.Attribute("partition", _INT, False)
        return replace(
            plan,
            left=r.Project(left, (*plan.left.output, first)),
            right=r.Project(right, (*plan.right.output, second)),
            columns=(*plan.columns, own),
        ), own

    def _joined(self, plan: r.Join) -> Placed:
        still = still_side(plan)
        assert still is not None
        side, number = self.placed(still)
        if isinstance(number, e.Literal):
            return plan, number
        joined = replace(plan, left=side) if still is plan.left else replace(plan, right=side)
        return self._last(joined, number)

    def _through(self, plan: r.Project | r.Shown | r.Renewed) -> Placed:
        child, number = self.placed(plan.child)
        if isinstance(number, e.Literal):
            return plan, number
        if isinstance(plan, r.Renewed):
            own = e.Attribute("partition", _INT, False)
            inner = r.Project(child, (*plan.child.output, number))
            return r.Renewed(inner, (*plan.columns, own)), own
        outputs = plan.expressions if isinstance(plan, r.Project) else plan.columns
        return r.Project(child, (*outputs, number)), number

    # ---------------------------------------------------------------------------------------------- columns

    def _with(self, plan: r.Relation, value: e.Value) -> Placed:
        """The plan with this value as its last column."""
        kept = isinstance(value, e.Apply) and value.function.name in ("position", *_DRAWS)
        alias = e.Alias(value if kept else self._analyzer.binder(plan).cast(value, _INT), "partition")
        return r.Project(plan, (*plan.output, alias)), e.attribute_of(alias)

    def _last(self, plan: r.Relation, number: e.Value) -> Placed:
        """The plan with this column of it as the last."""
        if isinstance(number, e.Literal) or plan.output[-1] is number:
            return plan, number
        others = [column for column in plan.output if column is not number]
        return r.Project(plan, (*others, number)), number

    def _numbered(self, plan: r.Relation, number: e.Value) -> Placed:
        """The plan with the number of each row in its partition, from 0."""
        plan, position = self._with(plan, row_position())
        if isinstance(number, e.Literal):
            return plan, position
        binder = self._analyzer.binder(plan)
        row = binder.value(
            e.Over(e.Call("row_number", ()), e.WindowSpec((number,), (e.SortOrder(position),)))
        )
        alias = e.Alias(binder.cast(binder.invoke("-", row, e.Literal(1, _INT)), _LONG), "place")
        # The numbers are counted partition by partition; the rows keep their order.
        ordered = r.Sort(r.Project(plan, (*plan.output, alias)), (e.SortOrder(position),), whole=False)
        return ordered, e.attribute_of(alias)


def row_position() -> e.Apply:
    """The number of each row among all, from 0."""
    return e.Apply(_POSITION, (), _LONG, nullable=False)


def _long(number: int) -> e.Literal:
    return e.Literal(number, _LONG)


def _tells(value: e.Value) -> bool:
    if not isinstance(value, e.Apply):
        return False
    name = value.function.name
    return name in (_NUMBER, _ID) or (name in _DRAWS and value.options[1:] == (True, False))


def _asked(plan: r.Relation) -> Iterator[e.Apply]:
    """The calls in a plan's own expressions that tell where rows are."""
    for part in plan.children():
        if isinstance(part, e.Value):
            yield from [value for value in own_values(part) if _tells(value)]  # type: ignore[misc]


def is_few(plan: r.Relation) -> bool:
    """Whether a plan's rows come from few that are at hand."""
    if isinstance(plan, r.ArrowRows):
        return bool(plan.table.num_rows <= _FEW)
    if isinstance(plan, r.Range):
        return len(range(plan.start, plan.end, plan.step)) <= _FEW
    if isinstance(plan, r.ValueRows):
        return True
    return bool(plan.inputs) and all(map(is_few, plan.inputs))
