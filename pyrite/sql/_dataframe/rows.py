"""Choosing, ordering and combining rows."""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from pyrite.errors import (
    IllegalArgumentException,
    PySparkIndexError,
    PySparkTypeError,
    PySparkValueError,
)
from pyrite.sql._analysis.errors import analysis_error
from pyrite.sql._arguments import unexpected_type
from pyrite.sql._dataframe.base import Base, flattened
from pyrite.sql._plan import expressions as e
from pyrite.sql._plan import relations as r
from pyrite.sql.column import Column, expression_of
from pyrite.sql.types import (
    ArrayType,
    CalendarIntervalType,
    DataType,
    IntegerType,
    MapType,
    StructType,
    VariantType,
)

if TYPE_CHECKING:
    from pyrite.sql.dataframe import DataFrame


class Rows(Base):
    """The part of DataFrame that is about its rows."""

    def filter(self, condition: Column | str) -> DataFrame:
        """The rows for which a condition, a Column or SQL text, is true.

        >>> df.filter(df.age > 3).filter("name like 'B%'")     # doctest: +SKIP
        """
        if isinstance(condition, str):
            (test,) = self._session._queries.expressions([condition])
        elif isinstance(condition, Column):
            test = condition._expression
        else:
            raise unexpected_type("condition", condition, "Column or str")
        return self._with(r.Filter(self._plan, test))

    where = filter

    def limit(self, num: int) -> DataFrame:
        """The first ``num`` rows."""
        return self._with(r.Limit(self._plan, _count("limit", num)))

    def offset(self, num: int) -> DataFrame:
        """All rows but the first ``num``."""
        return self._with(r.Offset(self._plan, _count("offset", num)))

    def distinct(self) -> DataFrame:
        """Each row once."""
        return self._with(r.Distinct(self._plan))

    def dropDuplicates(self, subset: list[str] | None = None) -> DataFrame:
        """One row for each combination of values in the columns ``subset``, by default all."""
        if subset is None:
            return self.distinct()
        if not isinstance(subset, Iterable) or isinstance(subset, str):
            raise unexpected_type("subset", subset, "list or tuple")
        keys: list[e.Expression] = []
        same = self._session._settings().same_name
        for name in subset:
            if not isinstance(name, str):
                raise unexpected_type("subset", name, "str")
            found = [attribute for attribute in self._plan.output if same(attribute.name, name)]
            if not found:
                raise analysis_error(
                    "UNRESOLVED_COLUMN_AMONG_FIELD_NAMES",
                    {"colName": name, "fieldNames": ", ".join(self._plan.schema.names)},
                )
            keys += found
        return self._with(r.Deduplicate(self._plan, tuple(keys)))

    drop_duplicates = dropDuplicates

    # ------------------------------------------------------------------------------------------- order

    def sort(self, *cols: Any, **kwargs: Any) -> DataFrame:
        """The rows in order of these columns; ``ascending`` is a bool, or a list with one for each column."""
        return self._with(r.Sort(self._plan, self._sort_keys(cols, kwargs)))

    orderBy = sort

    def sortWithinPartitions(self, *cols: Any, **kwargs: Any) -> DataFrame:
        """As :meth:`sort`, within each partition only."""
        return self._with(r.Sort(self._plan, self._sort_keys(cols, kwargs), whole=False))

    def _sort_keys(self, cols: Sequence[Any], options: dict[str, Any]) -> tuple[e.SortOrder, ...]:
        columns = flattened(cols)
        if not columns:
            raise PySparkValueError(errorClass="CANNOT_BE_EMPTY", messageParameters={"item": "cols"})
        keys = [self._sort_key(column) for column in columns]
        ascending = options.pop("ascending", True)
        if isinstance(ascending, (bool, int)):
            return tuple(keys if ascending else [_descending(key) for key in keys])
        if isinstance(ascending, list):
            return tuple([key if up else _descending(key) for up, key in zip(ascending, keys)])
        raise unexpected_type("ascending", ascending, "Column, int or str")

    def _sort_key(self, column: Any) -> e.SortOrder:
        if isinstance(column, int) and not isinstance(column, bool):
            if column == 0:
                raise PySparkIndexError(errorClass="ZERO_INDEX", messageParameters={})
            key = e.SortOrder(self._plan.output[abs(column) - 1])
            return _descending(key) if column < 0 else key
        expression = expression_of(column)
        return expression if isinstance(expression, e.SortOrder) else e.SortOrder(expression)

    # ------------------------------------------------------------------------------------ set operations

    def union(self, other: DataFrame) -> DataFrame:
        """The rows of both, columns matched by position; duplicates stay."""
        return self._with(r.SetOperation("union", self._plan, other._plan, all=True))

    unionAll = union

    def unionByName(self, other: DataFrame, allowMissingColumns: bool = False) -> DataFrame:
        """The rows of both, columns matched by name; ``allowMissingColumns`` fills with null what one lacks."""
        return self._with(
            r.SetOperation(
                "union", self._plan, other._plan, all=True, by_name=True, allow_missing=allowMissingColumns
            )
        )

    def intersect(self, other: DataFrame) -> DataFrame:
        """The rows that both have, each once."""
        return self._with(r.SetOperation("intersect", self._plan, other._plan))

    def intersectAll(self, other: DataFrame) -> DataFrame:
        """The rows that both have, as often as both have them."""
        return self._with(r.SetOperation("intersect", self._plan, other._plan, all=True))

    def subtract(self, other: DataFrame) -> DataFrame:
        """The rows that the other has not, each once."""
        return self._with(r.SetOperation("except", self._plan, other._plan))

    def exceptAll(self, other: DataFrame) -> DataFrame:
        """The rows of this, less as many of each as the other has."""
        return self._with(r.SetOperation("except", self._plan, other._plan, all=True))

    # --------------------------------------------------------------------------------- samples, partitions

    def sample(self, withReplacement: Any = None, fraction: Any = None, seed: int | None = None) -> DataFrame:
        """A random part of the rows: about ``fraction`` of them.

        ``sample(fraction)``, ``sample(fraction, seed)`` and ``sample(withReplacement, fraction, seed)`` are allowed.
        """
        if isinstance(withReplacement, float) and not isinstance(fraction, float):
            withReplacement, fraction, seed = None, withReplacement, fraction if seed is None else seed
        if not isinstance(fraction, (int, float)) or isinstance(fraction, bool):
            raise PySparkTypeError(
                errorClass="NOT_EXPECTED_TYPE",
                messageParameters={
                    "expected_type": "bool, float or int",
                    "arg_name": "withReplacement (optional), fraction (required) and seed (optional)",
                    "arg_type": f"{type(withReplacement).__name__}, {type(fraction).__name__}, {type(seed).__name__}",
                },
            )
        chosen = random.randint(0, sys.maxsize) if seed is None else int(seed)
        if not withReplacement and not 0 <= fraction <= 1:
            raise IllegalArgumentException(
                f"requirement failed: Sampling fraction ({float(fraction)}) must be on interval [0, 1] "
                "without replacement"
            )
        return self._with(r.Sample(self._plan, 0.0, float(fraction), bool(withReplacement), chosen))

    def randomSplit(self, weights: list[float], seed: int | None = None) -> list[DataFrame]:
        """The rows parted at random, by these weights."""
        for weight in weights:
            if weight < 0.0:
                raise PySparkValueError(
                    errorClass="VALUE_NOT_POSITIVE",
                    messageParameters={"arg_name": "weights", "arg_value": str(weight)},
                )
        chosen = random.randint(0, sys.maxsize) if seed is None else int(seed)
        total = float(sum(weights))
        if not total:
            raise IllegalArgumentException(
                f"requirement failed: Sum of weights must be positive, but got [{','.join(map(str, weights))}]"
            )
        bounds = [0.0]
        for weight in weights:
            bounds.append(bounds[-1] + weight / total)
        bounds[-1] = 1.0
        # Each part comes from the same rows in the same order.
        keys = [e.SortOrder(column) for column in self._plan.output if _has_order(column.type)]
        rows = r.Sort(self._plan, tuple(keys), whole=False) if keys else self._plan
        return [self._with(r.Sample(rows, low, high, False, chosen)) for low, high in pairwise(bounds)]

    def repartition(self, numPartitions: Any, *cols: Any) -> DataFrame:
        """The rows spread over this many partitions, by hash of columns where any are given."""
        return self._repartitioned(numPartitions, cols, ranged=False)

    def repartitionByRange(self, numPartitions: Any, *cols: Any) -> DataFrame:
        """The rows spread over partitions by ranges of columns."""
        return self._repartitioned(numPartitions, cols, ranged=True)

    def repartitionById(self, numPartitions: int, partitionIdCol: Any) -> DataFrame:
        """The rows spread over partitions by a column that tells the number of each row's partition."""
        if not isinstance(numPartitions, int):
            raise unexpected_type("numPartitions", numPartitions, "int")
        if numPartitions <= 0:
            raise PySparkValueError(
                errorClass="VALUE_NOT_POSITIVE",
                messageParameters={"arg_name": "numPartitions", "arg_value": str(numPartitions)},
            )
        by = self._expressions([partitionIdCol])
        return self._with(r.Repartition(self._plan, numPartitions, by, direct=True))

    def _repartitioned(self, count: Any, cols: Sequence[Any], ranged: bool) -> DataFrame:
        if not isinstance(count, int):
            if not isinstance(count, (str, Column)):
                raise unexpected_type("numPartitions", count, "Column or str")
            count, cols = None, (count, *cols)
        if ranged:
            if not cols:
                raise PySparkValueError(
                    errorClass="CANNOT_BE_EMPTY", messageParameters={"item": "partition-by expression"}
                )
            by: tuple[e.Expression, ...] = tuple([self._sort_key(column) for column in cols])
        else:
            by = self._expressions(cols)
        if count is not None and count <= 0:
            raise _not_positive(count)
        return self._with(r.Repartition(self._plan, count, by, ranged))

    def coalesce(self, numPartitions: int) -> DataFrame:
        """The rows in at most this many partitions, without moving them about."""
        if numPartitions <= 0:
            raise _not_positive(numPartitions)
        return self._with(r.Repartition(self._plan, numPartitions, shuffle=False))

    def hint(self, name: str, *parameters: Any) -> DataFrame:
        """A hint for the planner, as ``broadcast``. It is shown in plans."""
        if not isinstance(name, str):
            raise unexpected_type("name", name, "str")
        return self._with(r.Hint(self._plan, name, parameters))

    def transform(self, func: Callable[..., DataFrame], *args: Any, **kwargs: Any) -> DataFrame:
        """``func(df, *args, **kwargs)``, for chains."""
        result = func(self, *args, **kwargs)
        if not isinstance(result, Base):
            raise AssertionError(
                f"Func returned an instance of type [{type(result)}], should have been DataFrame."
            )
        return result


def _count(name: str, count: int) -> e.Literal:
    if count < 0:
        raise analysis_error(
            "INVALID_LIMIT_LIKE_EXPRESSION.IS_NEGATIVE",
            {"name": name, "expr": f'"{count}"', "v": str(count)},
        )
    return e.Literal(int(count), IntegerType())


def _not_positive(count: int) -> IllegalArgumentException:
    return IllegalArgumentException(f"requirement failed: Number of partitions ({count}) must be positive.")


def _descending(key: e.SortOrder) -> e.SortOrder:
    return e.SortOrder(key.child, False, key.nulls_first)


def _has_order(kind: DataType) -> bool:
    """Whether values of a type can be sorted."""
    if isinstance(kind, ArrayType):
        return _has_order(kind.elementType)
    if isinstance(kind, StructType):
        return all(_has_order(field.dataType) for field in kind)
    return not isinstance(kind, (MapType, VariantType, CalendarIntervalType))
