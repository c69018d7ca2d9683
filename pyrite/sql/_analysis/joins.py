"""Joins: conditions, USING and NATURAL, lateral joins, and a relation joined with itself."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from pyrite.sql._analysis import aggregation
from pyrite.sql._analysis.binder import Binder
from pyrite.sql._analysis.errors import analysis_error
from pyrite.sql._analysis.naming import quoted_parts, quoted_sql, quoted_type
from pyrite.sql._analysis.scope import Scope
from pyrite.sql._plan import expressions as e
from pyrite.sql._plan import relations as r
from pyrite.sql.types import BooleanType

if TYPE_CHECKING:
    from pyrite.sql._analysis.analyzer import Analyzer


def join(analyzer: Analyzer, node: r.Join, outer: Scope | None) -> r.Relation:
    """A join, its right side with columns of its own."""
    left = analyzer.relation(node.left, outer)
    if node.lateral:
        scope = Scope((left,), analyzer.settings, outer)
        right = analyzer.subquery(node.right, scope)
    else:
        right = analyzer.relation(node.right, outer)
    right = distinct_from(right, left)
    if node.natural:
        node = replace(node, using=_common_names(analyzer, left, right), natural=False)
        if not node.using:
            return replace(node, left=left, right=right)
    if node.using:
        return _using(analyzer, node, left, right)
    joined = replace(node, left=left, right=right, condition=None)
    if node.condition is None:
        return joined
    scope = Scope((left, right), analyzer.settings, outer)
    condition = _self_equality(node.condition, left, right)
    value = Binder(analyzer, scope).value(condition)
    if isinstance(value, e.Alias):
        value = value.child
    aggregation.refuse_generators([value], "Join")
    if not isinstance(value.type, BooleanType):
        shown = {"joinCondition": quoted_sql(value), "conditionType": quoted_type(value.type)}
        raise analysis_error("JOIN_CONDITION_IS_NOT_BOOLEAN_TYPE", shown, node.origin)
    grouped = [part for part in aggregation.own_values(value) if aggregation.is_misplaced_in_where(part)]
    if grouped:
        shown = {"invalidExprSqls": ", ".join(map(quoted_sql, grouped)), "operator": "Join"}
        raise analysis_error("UNSUPPORTED_EXPR_FOR_OPERATOR", shown, node.origin)
    return replace(joined, condition=value)


def distinct_from(right: r.Relation, left: r.Relation) -> r.Relation:
    """The right side, under new ids where the left has the same columns."""
    taken = {attribute.id for attribute in (*left.output, *left.hidden)}
    if not any(attribute.id in taken for attribute in (*right.output, *right.hidden)):
        return right
    return renew(right)


def apart(relation: r.Relation, taken: Collection[int]) -> r.Relation:
    """A subquery in which no relation has the columns ``taken`` by the query around it: those get new ids."""
    if not relation.resolved:
        return relation.with_children(
            lambda child: apart(child, taken) if isinstance(child, r.Relation) else child
        )
    clashes = any(attribute.id in taken for attribute in (*relation.output, *relation.hidden))
    return renew(relation) if clashes else relation


def renew(relation: r.Relation) -> r.Relation:
    """The relation under new ids."""
    columns = tuple([replace(attribute, id=e.new_id()) for attribute in relation.output])
    return r.Renewed(relation, columns)


def _self_equality(condition: e.Expression, left: r.Relation, right: r.Relation) -> e.Expression:
    """``df["a"] == df["a"]`` of a DataFrame joined with itself compares its left use with its right one."""
    if isinstance(condition, e.Call) and condition.name in ("and", "&"):
        parts = tuple([_self_equality(part, left, right) for part in condition.arguments])
        return replace(condition, arguments=parts)
    if isinstance(condition, e.Call) and len(condition.arguments) == 2:
        one, other = condition.arguments
        if (
            isinstance(one, e.DatasetColumn)
            and isinstance(other, e.DatasetColumn)
            and one.attribute.id == other.attribute.id
            and isinstance(right, r.Renewed)
            and one.attribute.id in right.renewed
            and left.find_id(one.attribute.id) is not None
        ):
            new = right.find_id(right.renewed[other.attribute.id])
            assert new is not None
            return replace(condition, arguments=(one.attribute, new))
    return condition


def _common_names(analyzer: Analyzer, left: r.Relation, right: r.Relation) -> tuple[str, ...]:
    key = analyzer.settings.name_key
    names = {key(attribute.name) for attribute in right.output}
    return tuple([attribute.name for attribute in left.output if key(attribute.name) in names])


def _using(analyzer: Analyzer, node: r.Join, left: r.Relation, right: r.Relation) -> r.Relation:
    pairs = [(_key(analyzer, left, n, "left"), _key(analyzer, right, n, "right")) for n in node.using]
    binder = analyzer.binder(left, right)
    condition: e.Value | None = None
    for one, other in pairs:
        equal = binder.invoke("=", one, other)
        condition = equal if condition is None else binder.invoke("and", condition, equal)
    joined = r.Join(left, right, node.how, condition, lateral=node.lateral)
    if node.how in ("semi", "anti"):
        first = [one for one, _ in pairs]
        rest = [attribute for attribute in left.output if attribute not in first]
        return r.Project(joined, (*first, *rest))
    lefts, rights = {one.id for one, _ in pairs}, {other.id for _, other in pairs}
    keys: list[e.Value] = []
    by_id = {attribute.id: attribute for attribute in joined.output}
    for one, other in pairs:
        if node.how == "right":
            keys.append(by_id[other.id])
        elif node.how == "full":
            both = binder.invoke("coalesce", by_id[one.id], by_id[other.id])
            keys.append(e.Alias(both, one.name))
        else:
            keys.append(by_id[one.id])
    rest = [a for a in joined.output if a.id not in lefts and a.id not in rights]
    # The hidden columns of the keys are in the keys' order, as those that are shown.
    ordered = [by_id[key.id] for pair in zip(*pairs) for key in pair]
    return r.Shown(r.Project(joined, (*ordered, *rest)), (*keys, *rest))


def _key(analyzer: Analyzer, side: r.Relation, name: str, which: str) -> e.Attribute:
    same = analyzer.settings.same_name
    found = [attribute for attribute in side.output if same(attribute.name, name)]
    if not found:
        columns: Sequence[str] = sorted(quoted_parts((attribute.name,)) for attribute in side.output)
        raise analysis_error(
            "UNRESOLVED_USING_COLUMN_FOR_JOIN",
            {"colName": quoted_parts((name,)), "side": which, "suggestion": ", ".join(columns)},
        )
    if len(found) > 1:
        names = ", ".join([quoted_parts((*a.qualifier, a.name)) for a in found])
        raise analysis_error(
            "AMBIGUOUS_REFERENCE", {"name": quoted_parts((name,)), "referenceNames": f"[{names}]"}
        )
    return found[0]


__all__ = ["distinct_from", "join", "renew"]
