"""Where groups begin among rows that are sorted by their keys."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["group_starts"]


def group_starts(keys: Sequence[pa.Array], rows: int) -> list[int]:
    """The positions of the first rows of groups.

    Parameters
    ----------
    keys : list of pyarrow.Array
        The columns that tell groups apart. Nulls are equal, as NaNs are, and both zeros.
    rows : int
        How many rows there are.
    """
    import pyarrow.compute as pc

    if not rows:
        return []
    changes = None
    for key in keys:
        found = _changes(key)
        changes = found if changes is None else pc.or_(changes, found)
    if changes is None:
        return [0]
    return [0, *pc.add(pc.indices_nonzero(changes), 1).to_pylist()]


def _changes(column: Any) -> pa.Array:
    """For each row but the first, whether its value is another than the one before."""
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.types as types

    kind = column.type
    if types.is_null(kind):
        return pa.array([False] * (len(column) - 1), pa.bool_())
    before, after = column.slice(0, len(column) - 1), column.slice(1)
    nulls = pc.xor(before.is_null(), after.is_null())
    if types.is_struct(kind):
        for field in column.flatten():
            nulls = pc.or_(nulls, _changes(field))
        return nulls
    if types.is_nested(kind):
        values = column.to_pylist()
        return pa.array([one != other for one, other in pairwise(values)], pa.bool_())
    differs = pc.not_equal(before, after)
    if types.is_floating(kind):
        differs = pc.and_not(differs, pc.and_(pc.is_nan(before), pc.is_nan(after)))
    return pc.coalesce(differs, nulls)
