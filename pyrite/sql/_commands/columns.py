"""Columns that a statement defines: their schema, and their defaults."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from pyrite.errors import AnalysisException, PySparkNotImplementedError
from pyrite.sql._analysis import assignment
from pyrite.sql._analysis.errors import analysis_error
from pyrite.sql._analysis.naming import literal_sql, quoted_parts, quoted_type
from pyrite.sql._analysis.parser import parse_expression
from pyrite.sql._catalog.objects import Table
from pyrite.sql._catalog.tables import plain_type
from pyrite.sql._plan import ddl
from pyrite.sql._plan import expressions as e
from pyrite.sql._plan import relations as r
from pyrite.sql._query.constants import literal_of
from pyrite.sql.types import ArrayType, BooleanType, DataType, MapType, StringType, StructField, StructType

if TYPE_CHECKING:
    from pyrite.sql._queries import Queries

__all__ = [
    "CURRENT_DEFAULT",
    "EXISTS_DEFAULT",
    "default_of",
    "defined_columns",
    "defined_field",
    "nullable_type",
    "refuse_collation",
    "targets_of",
]

#: Where a field's metadata keep the default as written, and its value when the column was added.
CURRENT_DEFAULT, EXISTS_DEFAULT = "CURRENT_DEFAULT", "EXISTS_DEFAULT"


def defined_columns(
    queries: Queries, columns: Sequence[ddl.ColumnDefinition], statement: str, table: tuple[str, ...]
) -> StructType:
    """The schema of the columns that a statement defines.

    Raises
    ------
    AnalysisException
        COLUMN_ALREADY_EXISTS; INVALID_DEFAULT_VALUE; UNSUPPORTED_FEATURE.TABLE_OPERATION for generated columns.
    """
    settings = queries.settings()
    seen: set[str] = set()
    fields = []
    for column in columns:
        key = settings.name_key(column.name[-1])
        if key in seen:
            raise analysis_error("COLUMN_ALREADY_EXISTS", {"columnName": f"`{key}`"})
        seen.add(key)
        if column.generated is not None:
            what = "generated" if isinstance(column.generated, ddl.Generated) else "identity"
            raise analysis_error(
                "UNSUPPORTED_FEATURE.TABLE_OPERATION",
                {"tableName": quoted_parts(table), "operation": f"{what} columns"},
            )
        fields.append(defined_field(queries, column, statement, [each.name[-1] for each in columns]))
    return StructType(fields)


def defined_field(
    queries: Queries, column: ddl.ColumnDefinition, statement: str, beside: Sequence[str] = ()
) -> StructField:
    """The field of a column's definition, with these columns beside it. Raises INVALID_DEFAULT_VALUE."""
    _refuse_collations(column.type)
    metadata: dict[str, Any] = {}
    if column.comment is not None:
        metadata["comment"] = column.comment
    if column.default is not None:
        field = StructField(column.name[-1], column.type)
        value = checked_default(queries, field, column.default, column.default_text, statement, beside)
        metadata[CURRENT_DEFAULT] = column.default_text
        metadata[EXISTS_DEFAULT] = value
    return StructField(column.name[-1], column.type, column.nullable, metadata)


def refuse_collation(name: str) -> None:
    """Raise PySparkNotImplementedError for a collation by which texts would have to be compared."""
    if name.upper() != "UTF8_BINARY":
        shown = {"feature": f"the collation {name.upper()}"}
        raise PySparkNotImplementedError(errorClass="NOT_IMPLEMENTED", messageParameters=shown)


def _refuse_collations(kind: DataType) -> None:
    if isinstance(kind, ArrayType):
        _refuse_collations(kind.elementType)
    elif isinstance(kind, MapType):
        _refuse_collations(kind.keyType)
        _refuse_collations(kind.valueType)
    elif isinstance(kind, StructType):
        for each in kind:
            _refuse_collations(each.dataType)
    elif type(kind) is StringType:
        refuse_collation(kind.collation)


def checked_default(
    queries: Queries,
    field: StructField,
    default: e.Expression,
    text: str,
    statement: str,
    beside: Sequence[str] = (),
) -> str:
    """What a default is now, as SQL.

    Raises
    ------
    AnalysisException
        INVALID_DEFAULT_VALUE, with what is wrong with it.
    """
    shown = {"statement": statement, "colName": quoted_parts((field.name,)), "defaultValue": text}
    if any(isinstance(part, (e.Subquery, e.Exists, e.InQuery)) for part in default.walk()):
        raise analysis_error("INVALID_DEFAULT_VALUE.SUBQUERY_EXPRESSION", shown)
    kind = plain_type(field.dataType)
    analyzer = queries.analyzer()
    try:
        value = analyzer.binder().value(default)
    except AnalysisException as error:
        if not (error.getCondition() or "").startswith("UNRESOLVED_COLUMN"):
            raise
        names = [part.parts[-1] for part in default.walk() if isinstance(part, e.Name)]
        same = queries.settings().same_name
        known = any(same(name, other) for name in names for other in beside)
        reason = "NOT_CONSTANT" if known else "UNRESOLVED_EXPRESSION"
        raise analysis_error(f"INVALID_DEFAULT_VALUE.{reason}", shown) from None
    if isinstance(value, e.Alias):
        value = value.child
    if not assignment.castable_up(nullable_type(value.type), nullable_type(kind)) and not _fits(
        queries, value, kind
    ):
        types = {"expectedType": quoted_type(kind), "actualType": quoted_type(value.type)}
        raise analysis_error("INVALID_DEFAULT_VALUE.DATA_TYPE", {**shown, **types})
    if any(isinstance(part, e.Apply) and not part.function.deterministic for part in value.walk()):
        raise analysis_error("INVALID_DEFAULT_VALUE.NON_DETERMINISTIC", shown)
    return literal_sql(literal_of(queries, default, kind))


def _fits(queries: Queries, value: e.Value, kind: DataType) -> bool:
    """Whether a constant has its equal in a type that does not have one of all values of its own."""
    nested = (ArrayType, MapType, StructType, BooleanType)
    if not isinstance(value, e.Literal) or isinstance(value.type, nested) or isinstance(kind, nested):
        return False
    tried = e.Call("isnotnull", (e.Cast(value, kind, "try"),))
    return bool(queries.frame(r.Project(r.OneRow(), (tried,))).collect()[0][0])


def nullable_type(kind: DataType) -> DataType:
    """A type whose parts can all be null."""
    if isinstance(kind, ArrayType):
        return ArrayType(nullable_type(kind.elementType), True)
    if isinstance(kind, MapType):
        return MapType(nullable_type(kind.keyType), nullable_type(kind.valueType), True)
    if isinstance(kind, StructType):
        fields = [StructField(each.name, nullable_type(each.dataType), True) for each in kind]
        return StructType(fields)
    return kind


def default_of(field: StructField) -> e.Expression | None:
    """The default of a table's column, if it has one."""
    text = (field.metadata or {}).get(CURRENT_DEFAULT)
    return None if text is None else parse_expression(text)


def targets_of(table: Table) -> list[assignment.Target]:
    """A table's columns as an INSERT sees them."""
    return [
        assignment.Target(field.name, plain_type(field.dataType), field.dataType, default_of(field))
        for field in table.schema
    ]
