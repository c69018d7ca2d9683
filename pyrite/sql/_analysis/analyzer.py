"""Relations resolved: the plan as written becomes one whose every column is known.

Relations are resolved from the leaves up, each once. What takes more than a few lines stands in a file of its own:
``selection`` (SELECT lists and generators), ``aggregation``, ``joins``, ``setops``, ``windows``, ``pivots``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Protocol

from pyrite.sql._analysis import aggregation, joins, observed, pivots, selection, setops, tables
from pyrite.sql._analysis.binder import Binder
from pyrite.sql._analysis.casting import explicit_cast
from pyrite.sql._analysis.constants import NotConstant, constant_value
from pyrite.sql._analysis.errors import analysis_error, datatype_mismatch
from pyrite.sql._analysis.naming import qualified, quoted_parts, quoted_sql, quoted_type
from pyrite.sql._analysis.scope import Scope
from pyrite.sql._analysis.settings import Settings
from pyrite.sql._analysis.time_windows import after_windows
from pyrite.sql._analysis.windows import Windows
from pyrite.sql._plan import expressions as e
from pyrite.sql._plan import relations as r
from pyrite.sql._plan.tree import Origin
from pyrite.sql.types import BooleanType, DataType, IntegerType

__all__ = ["Analyzer", "Names"]


class Names(Protocol):
    """What a session knows by name."""

    def table(
        self, name: tuple[str, ...], options: Mapping[str, str], analyzer: Analyzer, version: Any = None
    ) -> r.Relation | None:
        """The resolved plan of a table or view, qualified by its name; None if there is none.

        ``analyzer`` is the one that asks; ``version`` as in :class:`TableName`.
        """

    def function(self, name: str, settings: Settings) -> Any:
        """What ``Analyzer.user_function`` gives for a temporary or user-defined function, or None."""

    def table_function(self, name: str, settings: Settings) -> Any:
        """A user's table function: ``make(analyzer, call, scope) -> Relation``; or None."""

    def variable(self, name: tuple[str, ...]) -> tuple[e.Value, tuple[str, ...]] | None:
        """The value of a variable and the parts of the name that are left; None if there is none."""

    def schema_of(self, form: str, text: str, options: Mapping[str, str], settings: Settings) -> DataType:
        """The type of a value that is written in JSON or CSV. Raises ValueError when it is none."""

    def search_path(self) -> str:
        """Where functions are looked for, as errors show it."""


class Analyzer:
    """Resolves plans for one session.

    Parameters
    ----------
    settings : Settings
        The session's settings at this moment.
    names : Names
        The session's tables, functions and variables.
    """

    def __init__(self, settings: Settings, names: Names):
        self.settings = settings
        self.names = names
        self.windows = Windows()
        self.common_tables: dict[str, Callable[[], r.Relation]] = {}

    def relation(self, relation: r.Relation, outer: Scope | None = None) -> r.Relation:
        """The resolved form of a relation; itself when it is resolved.

        Raises
        ------
        AnalysisException
            With Spark's condition, for whatever Spark refuses.
        """
        if relation.resolved:
            return relation
        resolve = _RESOLVE.get(type(relation))
        if resolve is None:
            raise analysis_error("INTERNAL_ERROR", {"message": f"cannot resolve {type(relation).__name__}"})
        return resolve(self, relation, outer)

    def subquery(self, relation: r.Relation, scope: Scope) -> r.Relation:
        """A relation inside an expression: it may name the columns of ``scope`` too."""
        return self.relation(joins.apart(relation, scope.ids), scope)

    def binder(self, *relations: r.Relation, outer: Scope | None = None, **more: Any) -> Binder:
        """A binder for expressions over the columns of these relations."""
        return Binder(self, Scope(relations, self.settings, outer, **more))

    # ------------------------------------------------------------------------------------------- by name

    def user_function(self, call: e.Call) -> Any:
        """``bind(binder, call) -> Value`` of a user's function, or None."""
        return self.names.function(call.name, self.settings)

    def variable(self, parts: tuple[str, ...]) -> tuple[e.Value, tuple[str, ...]] | None:
        """A variable and the parts of the name that are left; None if there is none."""
        return self.names.variable(parts)

    def search_path(self) -> str:
        return self.names.search_path()

    def describe(self, relations: Sequence[r.Relation]) -> str:
        """The operators, as errors show them."""
        return ", ".join([type(relation).__name__ for relation in relations])

    # ------------------------------------------------------------------------------------- simple relations

    def _filter(self, node: r.Filter, outer: Scope | None) -> r.Relation:
        return self.filtered(node, outer, "WHERE")

    def filtered(self, node: r.Filter, outer: Scope | None, clause: str) -> r.Relation:
        """A filter, of the clause with this name in errors."""
        child = self.relation(node.child, outer)
        having = clause == "HAVING"

        def resolve(binder: Binder) -> e.Value:
            condition = binder.value(node.condition)
            if having and not isinstance(condition.type, BooleanType):
                cast = e.Cast(condition, BooleanType(), explicit=False, origin=node.origin)
                return explicit_cast(condition, cast, self.settings.ansi)
            return condition

        condition, widened = selection.resolve_over(
            self, child, outer, resolve, lenient=having, origin=node.origin
        )
        aggregation.refuse_generators([condition], "Filter")
        aggregation.refuse_windows(condition, clause)
        condition = self.condition(condition, node)
        _refuse_in_where(condition, node)
        if widened is child:
            return r.Filter(child, condition, origin=node.origin)
        grouped = isinstance(widened.core, r.Aggregate)
        return r.Project(r.Filter(widened, condition), child.output, over_groups=grouped)

    def condition(self, value: e.Value, node: Any) -> e.Value:
        """A condition, which is a boolean. Raises DATATYPE_MISMATCH.FILTER_NOT_BOOLEAN."""
        if isinstance(value, e.Alias):
            value = value.child
        if not isinstance(value.type, BooleanType):
            shown = {"filter": quoted_sql(value), "type": quoted_type(value.type)}
            raise datatype_mismatch("FILTER_NOT_BOOLEAN", value, shown, node.origin)
        return value

    def _sort(self, node: r.Sort, outer: Scope | None) -> r.Relation:
        child = self.relation(node.child, outer)
        if node.all is not None:
            order = tuple([replace(node.all, child=attribute) for attribute in child.output])
            return r.Sort(child, order, node.whole)
        written = [self._ordinal(part, child) for part in node.order]
        resolved, widened = selection.resolve_over(
            self, child, outer, lambda binder: [binder.order(part) for part in written], lenient=True
        )
        aggregation.refuse_generators(resolved, "Sort")
        places = [node.origin if new is not old else None for new, old in zip(written, node.order)]
        order = tuple([self._orderable(part, place) for part, place in zip(resolved, places)])
        windows = [part for key in order for part in aggregation.own_values(key) if _is_window(part)]
        if windows:
            raise analysis_error(
                "UNSUPPORTED_EXPR_FOR_OPERATOR",
                {"invalidExprSqls": ", ".join(map(quoted_sql, windows)), "operator": "Sort"},
                node.origin,
            )
        if widened is child:
            return r.Sort(child, order, node.whole, origin=node.origin)
        return r.Project(r.Sort(widened, order, node.whole), child.output)

    def _ordinal(self, order: e.SortOrder, child: r.Relation) -> e.SortOrder:
        key = order.child
        if isinstance(key, e.Ordinal):
            index = key.index
        elif isinstance(key, e.Literal) and isinstance(key.type, IntegerType) and key.value is not None:
            if not self.settings.flag("spark.sql.orderByOrdinal", True):
                return order
            index = key.value
        else:
            return order
        if not 1 <= index <= len(child.output):
            raise analysis_error(
                "ORDER_BY_POS_OUT_OF_RANGE",
                {"index": str(index), "size": str(len(child.output))},
                order.origin,
            )
        return replace(order, child=child.output[index - 1])

    def _orderable(self, order: e.SortOrder, place: Origin | None) -> e.SortOrder:
        """A sort key of a type that has an order; errors tell the place of the key, unless another is given."""
        from_type = order.child.type
        if not selection.is_orderable(from_type):
            raise datatype_mismatch(
                "INVALID_ORDERING_TYPE",
                order,
                {"functionName": "`sortorder`", "dataType": quoted_type(from_type)},
                place or order.child.origin,
            )
        return order

    def _limit(self, node: r.Limit, outer: Scope | None) -> r.Relation:
        child = self.relation(node.child, outer)
        count = self._count(node.count, "limit", child)
        if (
            isinstance(child, r.Offset)
            and isinstance(count, e.Literal)
            and isinstance(child.count, e.Literal)
        ):
            _refuse_sum(count.value, child.count.value, node.origin)
        return replace(node, child=child, count=count)

    def _offset(self, node: r.Offset, outer: Scope | None) -> r.Relation:
        child = self.relation(node.child, outer)
        return replace(node, child=child, count=self._count(node.count, "offset", child))

    def _count(self, count: e.Expression, name: str, child: r.Relation) -> e.Value:
        value = self.binder(child).value(count)
        aggregation.refuse_generators([value], name)
        what = "INVALID_LIMIT_LIKE_EXPRESSION.{}"
        shown = {"name": name, "expr": quoted_sql(value)}
        if not value.foldable:
            raise analysis_error(what.format("IS_UNFOLDABLE"), shown, count.origin)
        if not isinstance(value.type, IntegerType):
            shown["dataType"] = quoted_type(value.type)
            raise analysis_error(what.format("DATA_TYPE"), shown, count.origin)
        try:
            number = constant_value(value)
        except NotConstant:
            return value
        if number is None:
            raise analysis_error(what.format("IS_NULL"), shown, count.origin)
        if number < 0:
            raise analysis_error(what.format("IS_NEGATIVE"), {**shown, "v": str(number)}, count.origin)
        return e.Literal(number, value.type)

    def _same(self, node: Any, outer: Scope | None) -> r.Relation:
        """Relations that only need their input resolved."""
        return replace(node, child=self.relation(node.child, outer))

    def _distinct(self, node: r.Distinct, outer: Scope | None) -> r.Relation:
        child = self.relation(node.child, outer)
        setops.refuse_unequal(child.output, node.origin)
        return replace(node, child=child)

    def _deduplicate(self, node: r.Deduplicate, outer: Scope | None) -> r.Relation:
        child = self.relation(node.child, outer)
        keys = self.binder(child).values(node.keys)
        setops.refuse_unequal(keys, node.origin)
        return replace(node, child=child, keys=tuple(keys))

    def _observed(self, node: r.Observed, outer: Scope | None) -> r.Relation:
        child = self.relation(node.child, outer)
        return replace(node, child=child, metrics=observed.metrics(self, child, node.metrics))

    def _repartition(self, node: r.Repartition, outer: Scope | None) -> r.Relation:
        child = self.relation(node.child, outer)

        def resolve(binder: Binder) -> list[e.Value]:
            return [binder.order(b) if isinstance(b, e.SortOrder) else binder.value(b) for b in node.by]

        by, widened = selection.resolve_over(self, child, outer, resolve)
        placed = replace(node, child=widened, by=tuple(by))
        return placed if widened is child else r.Project(placed, child.output)

    def _named(self, node: r.Named, outer: Scope | None) -> r.Relation:
        if isinstance(node.child, r.Values):
            values = tables.inline_values(self, node.child, outer, node.columns, node.origin)
            return r.Named(values, node.name, origin=node.origin)
        child = self.relation(node.child, outer)
        return r.Named(selection.rename(child, node.columns, node.origin), node.name, origin=node.origin)

    # ----------------------------------------------------------------------------- renaming and dropping

    def _with_columns(self, node: r.WithColumns, outer: Scope | None) -> r.Relation:
        child = self.relation(node.child, outer)
        key = self.settings.name_key
        names = [key(column.names[0]) for column in node.columns]
        _refuse_duplicates(names)
        alone = self.relation(r.Project(child, node.columns), outer)
        plain = isinstance(alone, r.Project) and alone.child is child
        found: Sequence[e.Expression] = alone.expressions if plain else node.columns  # type: ignore[attr-defined]
        by_name = dict(zip(names, found))
        columns = [by_name.pop(key(attribute.name), attribute) for attribute in child.output]
        columns += by_name.values()
        if plain:
            # Nothing else has to be looked at: what it costs does not grow with the columns that stay.
            return r.Project(child, tuple(columns))
        return self.relation(r.Project(child, tuple(columns)), outer)

    def _renamed(self, node: r.Renamed, outer: Scope | None) -> r.Relation:
        child = self.relation(node.child, outer)
        columns: list[e.Value] = list(child.output)
        for old, new in node.names:
            for index, value in enumerate(columns):
                name = value.name  # type: ignore[attr-defined]
                if self.settings.same_name(name, old):
                    columns[index] = e.Alias(_unaliased(value), new)
        return child if all(map(_is, columns, child.output)) else r.Project(child, tuple(columns))

    def _dropped(self, node: r.Dropped, outer: Scope | None) -> r.Relation:
        child = self.relation(node.child, outer)
        scope = Scope((child,), self.settings)
        gone: set[int] = set()
        for column in node.columns:
            if isinstance(column, str):
                gone |= {a.id for a in child.output if self.settings.same_name(a.name, column)}
            elif isinstance(column, e.Name):
                found = scope.find(column.parts)
                if found is not None and not found[1]:
                    gone.add(found[0].id)  # type: ignore[attr-defined]
            elif isinstance(column, e.DatasetColumn):
                attribute = scope.find_dataset_column(column.attribute, column.relation)
                gone |= {attribute.id} if attribute is not None else set()
        kept = tuple([attribute for attribute in child.output if attribute.id not in gone])
        return child if len(kept) == len(child.output) else r.Project(child, kept)

    def _to_names(self, node: r.ToNames, outer: Scope | None) -> r.Relation:
        child = self.relation(node.child, outer)
        if len(node.names) != len(child.output):
            raise analysis_error(
                "ASSIGNMENT_ARITY_MISMATCH",
                {"numExpr": str(len(node.names)), "numTarget": str(len(child.output))},
            )
        columns = [
            attribute if attribute.name == name else e.Alias(attribute, name)
            for attribute, name in zip(child.output, node.names)
        ]
        return r.Project(child, tuple(columns))

    def _identified(self, node: r.Identified, outer: Scope | None) -> r.Relation:
        from_text = self.binder().text_of(node.text)
        return self.relation(node.build(selection.parse_identifier(from_text)), outer)


def _is(one: object, other: object) -> bool:
    return one is other


def _unaliased(value: e.Value) -> e.Value:
    return value.child if isinstance(value, e.Alias) else value


def _refuse_sum(limit: int, offset: int, origin: Any) -> None:
    if limit + offset > 2**31 - 1:
        shown = {"limit": str(limit), "offset": str(offset)}
        raise analysis_error("SUM_OF_LIMIT_AND_OFFSET_EXCEEDS_MAX_INT", shown, origin)


def _is_window(value: e.Value) -> bool:
    return isinstance(value, e.WindowValue)


def _refuse_duplicates(names: Sequence[str]) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise analysis_error("COLUMN_ALREADY_EXISTS", {"columnName": quoted_parts((name,))})
        seen.add(name)


def _refuse_in_where(condition: e.Value, node: r.Filter) -> None:
    """Raise for aggregates, window functions and generators in a WHERE."""
    found = [v for v in aggregation.own_values(condition) if aggregation.is_misplaced_in_where(v)]
    if found:
        shown = ", ".join(dict.fromkeys(qualified(value) for value in found))
        raise analysis_error(
            "INVALID_WHERE_CONDITION",
            {"condition": quoted_sql(condition), "expressionList": shown},
            node.origin,
        )


_RESOLVE: Mapping[type, Callable[[Analyzer, Any, Scope | None], r.Relation]] = {
    r.Filter: Analyzer._filter,
    r.Sort: Analyzer._sort,
    r.Limit: Analyzer._limit,
    r.Offset: Analyzer._offset,
    r.Tail: Analyzer._same,
    r.Distinct: Analyzer._distinct,
    r.Sample: Analyzer._same,
    r.Hint: Analyzer._same,
    r.Deduplicate: Analyzer._deduplicate,
    r.Repartition: Analyzer._repartition,
    r.Observed: Analyzer._observed,
    r.Named: Analyzer._named,
    r.WithColumns: Analyzer._with_columns,
    r.Renamed: Analyzer._renamed,
    r.Dropped: Analyzer._dropped,
    r.ToNames: Analyzer._to_names,
    r.Identified: Analyzer._identified,
    r.Project: after_windows(selection.project),
    r.LateralView: selection.lateral_view,
    r.Windows: selection.named_windows,
    r.Qualify: selection.qualify,
    r.Aggregate: after_windows(selection.aggregate),
    r.Having: aggregation.having,
    r.Join: joins.join,
    r.SetOperation: setops.set_operation,
    r.Pivot: pivots.pivot,
    r.Unpivot: pivots.unpivot,
    r.TableName: tables.table_name,
    r.CallTable: tables.call_table,
    r.TableFunction: tables.table_function,
    r.Values: tables.inline_values,
    r.With: tables.common_tables,
}
