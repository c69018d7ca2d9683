"""How many partitions a DataFrame's rows have, where a program can see it."""

from __future__ import annotations

from importlib import import_module
from itertools import accumulate

import pyarrow as pa

from pyrite.sql._analysis.aggregation import own_values
from pyrite.sql._plan import expressions as e
from pyrite.sql._plan import relations as r

__all__ = ["parted", "partition_count", "still_side"]


def parted(table: pa.Table, count: int) -> list[pa.Table]:
    """A table for each partition, out of one whose last column tells each row's partition."""
    import pyarrow.compute as pc

    numbers = table.column(table.num_columns - 1).combine_chunks()
    table = table.drop_columns([table.column_names[-1]])
    if not pc.all(pc.less_equal(numbers[:-1], numbers[1:])).as_py():
        order = pc.sort_indices(numbers)
        table, numbers = table.take(order), numbers.take(order)
    lengths = [0] * count
    for pair in pc.value_counts(numbers).to_pylist():
        lengths[pair["values"]] = pair["counts"]
    starts = [0, *accumulate(lengths)]
    return [table.slice(start, length) for start, length in zip(starts, lengths)]


def partition_count(plan: r.Relation, default: int) -> int:
    """The number of partitions of a plan's rows: what was asked for, else as many as its sources have.

    An exchange without a number gives one partition, as Spark's adaptive execution does for small data; one side of a
    join is sent to where the other's rows are.
    """
    if isinstance(plan, r.Range):
        return plan.partitions or default
    if isinstance(plan, r.Repartition):
        if plan.shuffle:
            return plan.count or 1
        assert plan.count is not None
        return min(plan.count, partition_count(plan.child, default))
    if isinstance(plan, r.ArrowRows):
        return default
    if isinstance(plan, r.Files):
        found: int = import_module("pyrite.sql._files.reading").partition_count(plan, default)
        return found
    if isinstance(plan, r.RDDRows):
        count: int = plan.rdd.getNumPartitions()
        return count
    if isinstance(plan, r.SetOperation):
        if plan.kind == "union" and plan.all:
            return partition_count(plan.left, default) + partition_count(plan.right, default)
        return 1
    if isinstance(plan, r.ValueRows):
        return min(len(plan.rows), default)
    if isinstance(plan, r.Stored):
        return partition_count(plan.store.plan, default)
    if isinstance(plan, r.Join):
        still = still_side(plan)
        return 1 if still is None else partition_count(still, default)
    if isinstance(plan, (r.Aggregate, r.Limit, r.Offset, r.Distinct, r.Deduplicate)):
        return 1
    if isinstance(plan, r.Project) and any(map(_is_windowed, plan.expressions)):
        return 1
    if isinstance(plan, r.Sort):
        return 1 if plan.whole else partition_count(plan.child, default)
    if isinstance(plan, r.Unary):
        return partition_count(plan.child, default)
    return 1


def still_side(join: r.Join) -> r.Relation | None:
    """The side of a join whose rows stay where they are; None where both sides' rows move."""
    if join.how == "full":
        return None
    return join.right if join.how == "right" else join.left


def _is_windowed(value: e.Expression) -> bool:
    return any(isinstance(part, e.WindowValue) for part in own_values(value))  # type: ignore[arg-type]
