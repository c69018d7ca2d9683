"""How many partitions a DataFrame's rows have, where a program can see it."""

from __future__ import annotations

from pyrite.sql._files.reading import partition_count as file_partitions
from pyrite.sql._plan import relations as r

__all__ = ["partition_count"]


def partition_count(plan: r.Relation, default: int) -> int:
    """The number of partitions of a plan's rows: what was asked for, else as many as its sources have.

    An exchange without a number gives one partition, as Spark's adaptive execution does for small data.
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
        return file_partitions(plan, default)
    if isinstance(plan, r.RDDRows):
        count: int = plan.rdd.getNumPartitions()
        return count
    if isinstance(plan, r.SetOperation):
        if plan.kind == "union" and plan.all:
            return partition_count(plan.left, default) + partition_count(plan.right, default)
        return 1
    if isinstance(plan, (r.Aggregate, r.Limit, r.Offset, r.Distinct, r.Deduplicate, r.Join)):
        return 1
    if isinstance(plan, r.Sort):
        return 1 if plan.whole else partition_count(plan.child, default)
    if isinstance(plan, r.Unary):
        return partition_count(plan.child, default)
    return 1
