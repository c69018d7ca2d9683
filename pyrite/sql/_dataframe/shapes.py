"""DataFrames turned, zipped and fitted to schemas."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pyrite.sql._analysis.canonical import same_plan
from pyrite.sql._analysis.coercion import common_of
from pyrite.sql._analysis.errors import analysis_error
from pyrite.sql._analysis.fitting import fitted_columns
from pyrite.sql._analysis.functions.registry import Function
from pyrite.sql._analysis.naming import quoted_type
from pyrite.sql._dataframe.base import Base
from pyrite.sql._plan import expressions as e
from pyrite.sql._plan import relations as r
from pyrite.sql.column import expression_of
from pyrite.sql.types import (
    AtomicType,
    LongType,
    NullType,
    Row,
    StringType,
    StructField,
    StructType,
)

if TYPE_CHECKING:
    from pyrite.sql.dataframe import DataFrame

_ROW_INDEX = Function(
    "row_index", (), LongType(), "(row_number() OVER () - 1)", deterministic=False, nullable=False
)
_MOST_TRANSPOSED = 500


class Shapes(Base):
    """The part of DataFrame that gives it another shape."""

    def unpivot(self, ids: Any, values: Any, variableColumnName: str, valueColumnName: str) -> DataFrame:
        """Each row becomes one row for each of the columns ``values``: wide to long.

        ``ids`` stay as they are; ``values`` None means all other columns.
        """
        id_columns = self._expressions(self._listed(ids))
        groups = None
        if values is not None:
            groups = tuple([((value,), None) for value in self._expressions(self._listed(values))])
        return self._with(r.Unpivot(self._plan, id_columns, groups, variableColumnName, (valueColumnName,)))

    melt = unpivot

    @staticmethod
    def _listed(columns: Any) -> list[Any]:
        return list(columns) if isinstance(columns, (list, tuple)) else [columns]

    def transpose(self: Any, indexColumn: Any = None) -> DataFrame:
        """Columns become rows and rows columns; it is computed at once.

        Parameters
        ----------
        indexColumn : str or Column, optional
            The column whose values name the new columns, in order; by default the first. Its nulls are left out.
        """
        plan: r.Relation = self._plan
        if indexColumn is None:
            index = plan.output[0] if plan.output else None
        else:
            index = _index_of(self._with(r.Project(plan, (expression_of(indexColumn),)))._plan)
        if index is None:
            return self
        rest = [column for column in plan.output if column.id != index.id]
        kind = self._transposed_type([column.type for column in rest])
        text = e.As(e.Cast(index, StringType()), ("key",))
        values = [e.Cast(column, kind) for column in rest]
        present = r.Sort(r.Filter(plan, e.Call("isnotnull", (index,))), (e.SortOrder(index),))
        most = int(self._session.conf.get("spark.sql.transposeMaxValues", str(_MOST_TRANSPOSED)))
        rows: list[Row] = self._with(r.Project(present, (text, *values))).take(most + 1)
        if len(rows) > most:
            raise analysis_error(
                "TRANSPOSE_EXCEED_ROW_LIMIT",
                {"maxValues": str(most), "config": "spark.sql.transposeMaxValues"},
            )
        schema = StructType([StructField("key", StringType(), False)])
        schema.fields += [StructField(row[0], kind, True) for row in rows]
        schema.names = [field.name for field in schema.fields]
        turned = [
            (column.name, *[row[position] for row in rows]) for position, column in enumerate(rest, start=1)
        ]
        frame: DataFrame = self._session.createDataFrame(turned, schema, verifySchema=False)
        return frame

    def _transposed_type(self, kinds: list[Any]) -> Any:
        """The type that all columns take."""
        found: Any = NullType()
        for kind in kinds:
            wider = common_of([found, kind], ansi=True, strings=False)
            if wider is None:
                raise analysis_error(
                    "TRANSPOSE_NO_LEAST_COMMON_TYPE", {"dt1": quoted_type(found), "dt2": quoted_type(kind)}
                )
            found = wider
        return StringType() if isinstance(found, NullType) else found

    def to(self, schema: StructType) -> DataFrame:
        """The columns of this schema, found by name and cast where that loses no meaning (numbers, not texts).

        A column that is not there is null where the schema allows it.

        Raises
        ------
        AnalysisException
            NULLABLE_COLUMN_OR_FIELD, INVALID_COLUMN_OR_FIELD_DATA_TYPE, UNRESOLVED_COLUMN.
        """
        assert schema is not None
        columns = fitted_columns(self._plan, schema, self._session._settings())
        return self._with(r.Project(self._plan, columns))

    def zipWithIndex(self, indexColName: str = "index") -> DataFrame:
        """All columns, and after them the number of each row from 0."""
        number = e.Apply(_ROW_INDEX, (), LongType(), nullable=False)
        return self._with(r.Project(self._plan, (*self._plan.output, e.Alias(number, indexColName))))

    def zip(self, other: DataFrame) -> DataFrame:
        """The columns of this and of another selection from the same rows, side by side.

        Raises
        ------
        AnalysisException
            ZIP_PLANS_NOT_MERGEABLE when they select from different rows.
        """
        lefts, base = _projections(self._plan)
        rights, other_base = _projections(other._plan)
        if not same_plan(base, other_base):
            raise analysis_error("ZIP_PLANS_NOT_MERGEABLE", {})
        if base is not other_base:
            ids = {theirs.id: ours for ours, theirs in zip(base.output, other_base.output)}
            rights = [tuple([_renumbered(value, ids) for value in values]) for values in rights]
        plan = base
        kept = base.output
        for values in reversed(lefts):
            plan = r.Project(plan, _with_columns(values, kept))
        left = tuple([e.attribute_of(value) for value in lefts[0]]) if lefts else kept
        for values in reversed(rights):
            plan = r.Project(plan, _with_columns(values, (*left, *kept)))
        right = tuple([e.attribute_of(value) for value in rights[0]]) if rights else kept
        taken = {column.id for column in left}
        renamed = [e.Alias(column, column.name) if column.id in taken else column for column in right]
        return self._with(r.Project(plan, (*left, *renamed)))


def _index_of(plan: r.Relation) -> e.Attribute:
    """The column that a transposition goes by."""
    assert isinstance(plan, r.Project)
    (index,) = plan.expressions
    if not isinstance(index, e.Attribute):
        reason = "Index column must be an atomic attribute"
    elif not isinstance(index.type, AtomicType):
        reason = f"Index column must be of atomic type, but found: {index.type}"
    else:
        return index
    raise analysis_error("TRANSPOSE_INVALID_INDEX_COLUMN", {"reason": reason})


def _projections(plan: r.Relation) -> tuple[list[tuple[Any, ...]], r.Relation]:
    """The lists of the projections on top of a plan, the uppermost first, and what is below them."""
    lists: list[tuple[Any, ...]] = []
    while isinstance(plan, (r.Project, r.Named)):
        if isinstance(plan, r.Project):
            lists.append(plan.expressions)
        plan = plan.child
    return lists, plan


def _with_columns(values: tuple[Any, ...], kept: tuple[e.Attribute, ...]) -> tuple[Any, ...]:
    """A list with the columns that stay, each once."""
    here = {e.attribute_of(value).id for value in values}
    return (*values, *[column for column in dict.fromkeys(kept) if column.id not in here])


def _renumbered(value: e.Expression, ids: dict[int, e.Attribute]) -> Any:
    def renumber(node: Any) -> Any:
        return ids.get(node.id, node) if isinstance(node, e.Attribute) else node

    return value.transform_up(renumber)
