"""Rows on their way into a table: which of a query's columns goes into which of the table's, and as what type."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from pyrite._dataclasses import dataclass
from pyrite.errors import SparkRuntimeException
from pyrite.sql._analysis.analyzer import Analyzer
from pyrite.sql._analysis.coercion import cast
from pyrite.sql._analysis.errors import analysis_error, unresolved_column
from pyrite.sql._analysis.functions.registry import Function, Rendering
from pyrite.sql._analysis.naming import quoted_parts, quoted_type
from pyrite.sql._plan import expressions as e
from pyrite.sql._plan import relations as r
from pyrite.sql.types import (
    ArrayType,
    AtomicType,
    BooleanType,
    ByteType,
    CalendarIntervalType,
    CharType,
    DataType,
    DateType,
    DayTimeIntervalType,
    DecimalType,
    DoubleType,
    FloatType,
    IntegerType,
    LongType,
    MapType,
    NullType,
    NumericType,
    ShortType,
    StringType,
    StructType,
    TimestampNTZType,
    TimestampType,
    VarcharType,
    YearMonthIntervalType,
)

__all__ = [
    "Target",
    "assignable",
    "assigned",
    "castable_up",
    "is_default",
    "of_length",
    "with_defaults",
    "wrong_width",
]


@dataclass(frozen=True)
class Target:
    """A column of the table that is written.

    Parameters
    ----------
    name : str
        Its name.
    type : DataType
        The type of its values, strings for CHAR and VARCHAR.
    declared : DataType
        Its type as declared.
    default : Expression, optional
        Its default, if it has one.
    """

    name: str
    type: DataType
    declared: DataType
    default: e.Expression | None = None


@dataclass(frozen=True)
class Assignment:
    """Puts values into columns by the rules of ``spark.sql.storeAssignmentPolicy``."""

    analyzer: Analyzer
    table: tuple[str, ...]
    policy: str

    def value(self, value: e.Value, target: Target) -> e.Value:
        """The value as the column holds it. Raises INCOMPATIBLE_DATA_FOR_TABLE.CANNOT_SAFELY_CAST."""
        self._check(value.type, target.type, (target.name,))
        mode = "legacy" if self.policy == "legacy" else "ansi"
        made = cast(value, target.type, mode)
        if isinstance(target.declared, (CharType, VarcharType)):
            made = _of_length(made, target.declared)
        return made

    def default(self, target: Target) -> e.Value:
        """What the column holds where nothing is given."""
        if target.default is None:
            nulls = "spark.sql.defaultColumn.useNullsForMissingDefaultValues"
            if not self.analyzer.settings.flag(nulls, True):
                raise self.error("CANNOT_FIND_DATA", colName=f"`{target.name}`")
            return e.Literal(None, target.type)
        made = cast(self.analyzer.binder().value(target.default), target.type, "ansi")
        if isinstance(target.declared, (CharType, VarcharType)):
            made = _of_length(made, target.declared)
        return made

    def _check(self, given: DataType, kind: DataType, path: tuple[str, ...]) -> None:
        if isinstance(given, StructType) and isinstance(kind, StructType):
            if len(given) < len(kind):
                missing = ", ".join([f"`{field.name}`" for field in kind.fields[len(given) :]])
                raise self.error("STRUCT_MISSING_FIELDS", colName=quoted_parts(path), missingFields=missing)
            if len(given) > len(kind):
                extra = ", ".join([f"`{field.name}`" for field in given.fields[len(kind) :]])
                raise self.error("EXTRA_STRUCT_FIELDS", colName=quoted_parts(path), extraFields=extra)
            for one, other in zip(given, kind):
                self._check(one.dataType, other.dataType, (*path, other.name))
        elif isinstance(given, ArrayType) and isinstance(kind, ArrayType):
            self._check(given.elementType, kind.elementType, (*path, "element"))
        elif isinstance(given, MapType) and isinstance(kind, MapType):
            self._check(given.keyType, kind.keyType, (*path, "key"))
            self._check(given.valueType, kind.valueType, (*path, "value"))
        elif self.policy != "legacy" and not (
            castable_up(given, kind) if self.policy == "strict" else assignable(given, kind)
        ):
            raise self.error(
                "CANNOT_SAFELY_CAST",
                colName=quoted_parts(path),
                srcType=quoted_type(given),
                targetType=quoted_type(kind),
            )

    def error(self, reason: str, **parameters: str) -> Exception:
        shown = {"tableName": quoted_parts(self.table), **parameters}
        return analysis_error(f"INCOMPATIBLE_DATA_FOR_TABLE.{reason}", shown)


def assigned(
    analyzer: Analyzer,
    table: tuple[str, ...],
    targets: Sequence[Target],
    plan: r.Relation,
    *,
    by_name: bool = False,
    columns: Sequence[str] = (),
    static: Sequence[str] = (),
) -> r.Relation:
    """The rows of a query as a table's columns.

    Parameters
    ----------
    analyzer : Analyzer
        The session's.
    table : tuple of str
        The table's full name, for errors.
    targets : list of Target
        The columns that are written, in the table's order: all but those with a static partition value.
    plan : Relation
        The rows, resolved.
    by_name : bool
        Whether columns go where their names say, and may be missing.
    columns : list of str
        The columns that the statement names, if it does, in the order of the query's.
    static : list of str
        The columns with a static value, for errors.

    Raises
    ------
    AnalysisException
        INSERT_COLUMN_ARITY_MISMATCH, INCOMPATIBLE_DATA_FOR_TABLE, UNRESOLVED_COLUMN, COLUMN_ALREADY_EXISTS.
    """
    policy = (analyzer.settings.conf or {}).get("spark.sql.storeAssignmentPolicy", "ANSI").lower()
    assignment = Assignment(analyzer, table, policy)
    same = analyzer.settings.same_name
    given: dict[str, e.Value] = {}
    if columns:
        named = _named(analyzer, table, targets, columns, plan)
        given = dict(zip(named, plan.output))
    elif by_name:
        for target in targets:
            found = [column for column in plan.output if same(column.name, target.name)]
            if len(found) > 1:
                raise assignment.error("AMBIGUOUS_COLUMN_NAME", colName=f"`{target.name}`")
            if found:
                given[target.name] = _fields_by_name(analyzer, plan, found[0], target.type)
        extra = [c.name for c in plan.output if not any(same(c.name, target.name) for target in targets)]
        if extra:
            shown = ", ".join([f"`{name}`" for name in extra])
            raise assignment.error("EXTRA_COLUMNS", extraColumns=shown)
    else:
        if len(plan.output) != len(targets):
            raise wrong_width(table, [target.name for target in targets], plan, static)
        given = {target.name: column for target, column in zip(targets, plan.output)}
    values = []
    for target in targets:
        found_value = given.get(target.name)
        value = assignment.default(target) if found_value is None else assignment.value(found_value, target)
        values.append(e.Alias(value, target.name))
    return r.Project(plan, tuple(values))


def _fields_by_name(analyzer: Analyzer, plan: r.Relation, value: e.Value, kind: DataType) -> e.Value:
    """A struct with its fields in the order of the column's, where they bear the same names."""
    made = _ordered(value, value.type, kind, analyzer.settings.same_name)
    return value if made is value else analyzer.binder(plan).value(made)


def _ordered(
    value: e.Expression, given: DataType, kind: DataType, same: Callable[[str, str], bool]
) -> e.Expression:
    if not isinstance(given, StructType) or not isinstance(kind, StructType) or len(given) != len(kind):
        return value
    fields = [next((each for each in given if same(each.name, wanted.name)), None) for wanted in kind]
    parts: list[e.Expression] = []
    in_order = fields == list(given)
    for field, wanted in zip(fields, kind):
        if field is None:
            return value
        inner = e.Field(value, field.name)
        part = _ordered(inner, field.dataType, wanted.dataType, same)
        in_order = in_order and part is inner
        parts += [e.Literal(field.name, StringType()), part]
    if in_order:
        return value
    made = e.Call("named_struct", tuple(parts))
    return e.Case(((e.Call("isnull", (value,)), e.Literal(None, NullType())),), made)


def _named(
    analyzer: Analyzer,
    table: tuple[str, ...],
    targets: Sequence[Target],
    columns: Sequence[str],
    plan: r.Relation,
) -> list[str]:
    """The targets that a list of names means."""
    same = analyzer.settings.same_name
    names: list[str] = []
    for column in columns:
        found = [target.name for target in targets if same(target.name, column)]
        if not found:
            raise unresolved_column((column,), [f"`{target.name}`" for target in targets])
        if found[0] in names:
            raise analysis_error(
                "COLUMN_ALREADY_EXISTS", {"columnName": f"`{analyzer.settings.name_key(column)}`"}
            )
        names.append(found[0])
    if len(plan.output) != len(names):
        raise wrong_width(table, names, plan)
    return names


def wrong_width(
    table: tuple[str, ...], names: Sequence[str], plan: r.Relation, static: Sequence[str] = ()
) -> Exception:
    """The error of rows that have more or fewer columns than they should."""
    listed = {
        "tableName": quoted_parts(table),
        "tableColumns": ", ".join([f"`{name}`" for name in names]),
        "dataColumns": ", ".join([f"`{column.name}`" for column in plan.output]),
    }
    many = "TOO_MANY" if len(plan.output) > len(names) else "NOT_ENOUGH"
    return analysis_error(f"INSERT_COLUMN_ARITY_MISMATCH.{many}_DATA_COLUMNS", listed)


def assignable(given: DataType, kind: DataType) -> bool:
    """Whether values of a type go into a column of another under the ANSI policy."""
    if given == kind or isinstance(given, NullType):
        return True
    if isinstance(given, NumericType) and isinstance(kind, NumericType):
        return True
    if isinstance(kind, StringType):
        return isinstance(given, (AtomicType, CalendarIntervalType, BooleanType))
    moments = (DateType, TimestampType, TimestampNTZType)
    if isinstance(given, moments) and isinstance(kind, moments):
        return True
    return any(
        isinstance(given, family) and isinstance(kind, family)
        for family in (DayTimeIntervalType, YearMonthIntervalType)
    )


_WIDER: dict[type[DataType], int] = {
    ByteType: 3,
    ShortType: 5,
    IntegerType: 10,
    LongType: 20,
    FloatType: 100,
    DoubleType: 200,
}


def castable_up(given: DataType, kind: DataType) -> bool:
    """Whether every value of a type has its equal in another, of those that are no list, map or struct."""
    if given == kind or isinstance(given, NullType):
        return True
    if isinstance(given, NumericType) and isinstance(kind, NumericType):
        if isinstance(kind, DecimalType):
            before, after = _digits(given)
            return kind.precision - kind.scale >= before and kind.scale >= after
        if isinstance(given, DecimalType):
            return given.scale == 0 and given.precision < _WIDER[type(kind)]
        return _WIDER[type(given)] <= _WIDER[type(kind)]
    moments = (DateType, TimestampType, TimestampNTZType)
    if isinstance(given, moments) and isinstance(kind, moments):
        return not isinstance(kind, DateType)
    return isinstance(kind, StringType) and isinstance(given, (AtomicType, CalendarIntervalType))


def _digits(kind: NumericType) -> tuple[int, int]:
    """How many digits a type has before and behind the point; more than decimals have for fractions."""
    if isinstance(kind, DecimalType):
        return kind.precision - kind.scale, kind.scale
    return _WIDER[type(kind)], 0


# ------------------------------------------------------------------------------------------- CHAR and VARCHAR


def of_length(text: str | None, kind: DataType) -> str | None:
    """A constant text as long as a CHAR or VARCHAR has it. Raises EXCEED_LIMIT_LENGTH."""
    if text is None or not isinstance(kind, (CharType, VarcharType)):
        return text
    if len(text) > kind.length and len(text.rstrip(" ")) > kind.length:
        shown = {"limit": str(kind.length)}
        raise SparkRuntimeException(errorClass="EXCEED_LIMIT_LENGTH", messageParameters=shown)
    text = text[: kind.length]
    return text.ljust(kind.length) if isinstance(kind, CharType) else text


def _of_length(value: e.Value, kind: CharType | VarcharType) -> e.Value:
    """A text as long as its column allows; raises EXCEED_LIMIT_LENGTH when it is longer than blanks would explain."""
    length = e.Literal(kind.length, _INT)
    blank = " " if isinstance(kind, CharType) else ""
    return e.Apply(
        _OF_LENGTH, (value,), StringType(), value.nullable, "write_side_check", options=(length.value, blank)
    )


def _of_length_sql(rendering: Rendering) -> str:
    most, blank = rendering.apply.options
    (text,) = rendering.args
    wrong = rendering.fail("EXCEED_LIMIT_LENGTH", {"limit": f"'{most}'"}, StringType(), located=False)

    def checked(name: str) -> str:
        fits = f"rpad({name}, {most}, ' ')" if blank else name
        return (
            f"CASE WHEN {name} IS NULL THEN NULL WHEN length({name}) <= {most} THEN {fits} "
            f"WHEN length(rtrim({name}, ' ')) <= {most} THEN left({name}, {most}) ELSE {wrong} END"
        )

    return rendering.bound(text, checked)


_INT = IntegerType()
_OF_LENGTH = Function("write_side_check", (), StringType(), _of_length_sql)


# --------------------------------------------------------------------------------------------------- defaults


def with_defaults(plan: r.Relation, defaults: Sequence[e.Expression | None]) -> r.Relation:
    """A query as written, with the columns' defaults where it says DEFAULT in a row or a list of columns.

    ``defaults`` are those of the columns in the order of the query's, None for null.
    """

    def default(position: int) -> e.Expression:
        found = defaults[position] if position < len(defaults) else None
        return found if found is not None else e.Literal(None, NullType())

    if isinstance(plan, r.Values):
        rows = tuple(
            [
                tuple([default(i) if is_default(value) else value for i, value in enumerate(row)])
                for row in plan.rows
            ]
        )
        return r.Values(rows, origin=plan.origin)
    if isinstance(plan, r.Project) and any(is_default(value) for value in plan.expressions):
        values = tuple([default(i) if is_default(v) else v for i, v in enumerate(plan.expressions)])
        return r.Project(plan.child, values, origin=plan.origin)
    return plan


def is_default(value: Any) -> bool:
    """Whether an expression is DEFAULT, under a name or without."""
    if isinstance(value, e.As):
        return is_default(value.child)
    if isinstance(value, e.Name):
        return len(value.parts) == 1 and value.parts[0].lower() == "default"
    return isinstance(value, e.DefaultValue)
