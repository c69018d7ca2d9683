"""UNION, INTERSECT and EXCEPT: columns matched by position or name, and brought to common types."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pyrite.sql._analysis import coercion
from pyrite.sql._analysis.errors import analysis_error, ordinal
from pyrite.sql._analysis.naming import quoted_parts, quoted_type
from pyrite.sql._analysis.scope import Scope
from pyrite.sql._plan import expressions as e
from pyrite.sql._plan import relations as r
from pyrite.sql.types import DataType, MapType, VariantType

if TYPE_CHECKING:
    from pyrite.sql._analysis.analyzer import Analyzer


def set_operation(analyzer: Analyzer, node: r.SetOperation, outer: Scope | None) -> r.Relation:
    """Both sides with the same number of columns, of the same types; names are the left side's."""
    left = analyzer.relation(node.left, outer)
    right = analyzer.relation(node.right, outer)
    if node.by_name:
        left, right = _by_name(analyzer, node, left, right)
    if len(left.output) != len(right.output):
        raise analysis_error(
            "NUM_COLUMNS_MISMATCH",
            {
                "operator": _operator(node),
                "firstNumColumns": str(len(left.output)),
                "invalidOrdinalNum": "second",
                "invalidNumColumns": str(len(right.output)),
            },
            node.origin,
        )
    mode = "ansi" if analyzer.settings.ansi else "legacy"
    columns, lefts, rights = [], [], []
    for index, (one, other) in enumerate(zip(left.output, right.output)):
        kind = coercion.common_type(one.type, other.type, analyzer.settings.ansi)
        if kind is None:
            raise analysis_error(
                "INCOMPATIBLE_COLUMN_TYPE",
                {
                    "tableOrdinalNumber": "second",
                    "columnOrdinalNumber": ordinal(index),
                    "dataType1": quoted_type(other.type),
                    "dataType2": quoted_type(one.type),
                    "operator": _operator(node),
                    "hint": _hint(one.type, other.type, analyzer.settings.ansi),
                },
                node.origin,
            )
        lefts.append(_as(one, kind, mode, node))
        rights.append(_as(other, kind, mode, node))
        here, there = lefts[-1].nullable, rights[-1].nullable
        nullable = here if node.kind == "except" else here or there
        if node.kind == "intersect":
            nullable = here and there
        columns.append(e.Attribute(one.name, kind, nullable, metadata=one.metadata))
    if node.kind != "union" or not node.all:
        refuse_unequal(columns, node.origin)
    return replace(
        node,
        left=_projected(left, lefts),
        right=_projected(right, rights),
        columns=tuple(columns),
        by_name=False,
    )


def refuse_unequal(columns: Iterable[e.Value], origin: Any) -> None:
    """Raise for maps and variants where rows are told apart: they cannot be compared."""
    for what, kind in (("MAP", MapType), ("VARIANT", VariantType)):
        for column in columns:
            if coercion.holds(column.type, kind):
                shown = {"colName": quoted_parts((column.name,)), "dataType": quoted_type(column.type)}  # type: ignore[attr-defined]
                raise analysis_error(f"UNSUPPORTED_FEATURE.SET_OPERATION_ON_{what}_TYPE", shown, origin)


def _as(column: e.Attribute, kind: DataType, mode: str, node: r.SetOperation) -> e.Value:
    value = coercion.cast(column, kind, mode)
    return column if value is column else e.Alias(replace(value, origin=node.origin), column.name)


def _operator(node: r.SetOperation) -> str:
    """The operation as errors name it."""
    return f"{node.kind.upper()} ALL" if node.all and node.kind != "union" else node.kind.upper()


def _hint(one: DataType, other: DataType, ansi: bool) -> str:
    """What helps where the columns would have a common type out of ANSI mode."""
    if not ansi or coercion.common_type(one, other, False) is None:
        return ""
    return (
        "\nTo fix the error, you might need to add explicit type casts. "
        "If necessary set spark.sql.ansi.enabled to false to bypass this error."
    )


def _by_name(
    analyzer: Analyzer, node: r.SetOperation, left: r.Relation, right: r.Relation
) -> tuple[r.Relation, r.Relation]:
    key = analyzer.settings.name_key
    for side in (left, right):
        names = [key(attribute.name) for attribute in side.output]
        for name in names:
            if names.count(name) > 1:
                raise analysis_error("COLUMN_ALREADY_EXISTS", {"columnName": f"`{name}`"})
    lefts = {key(attribute.name): attribute for attribute in left.output}
    rights = {key(attribute.name): attribute for attribute in right.output}
    missing = [name for name in rights if name not in lefts]
    if not node.allow_missing:
        for attribute in left.output:
            if key(attribute.name) not in rights:
                there = ", ".join([other.name for other in right.output])
                raise analysis_error(
                    "UNRESOLVED_COLUMN_AMONG_FIELD_NAMES",
                    {"colName": attribute.name, "fieldNames": there},
                )
    right_columns: list[e.Value] = [
        rights[name] if name in rights else e.Alias(e.Literal(None, attribute.type), attribute.name)
        for name, attribute in lefts.items()
    ]
    if node.allow_missing and missing:
        added: list[e.Value] = [e.Alias(e.Literal(None, rights[n].type), rights[n].name) for n in missing]
        left = r.Project(left, (*left.output, *added))
        right_columns += [rights[name] for name in missing]
    elif missing:
        right_columns += [rights[name] for name in missing]
    return left, _projected(right, right_columns)


def _projected(relation: r.Relation, columns: list[e.Value]) -> r.Relation:
    same = len(columns) == len(relation.output) and all(n is o for n, o in zip(columns, relation.output))
    return relation if same else r.Project(relation, tuple(columns))
