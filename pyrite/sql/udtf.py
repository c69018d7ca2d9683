"""Users' table functions: classes that make rows, called in FROM."""

from __future__ import annotations

import traceback
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from importlib import import_module
from typing import TYPE_CHECKING, Any

from pyrite.errors import PySparkAttributeError, PySparkTypeError
from pyrite.sql._analysis.constants import NotConstant, constant_value
from pyrite.sql._analysis.errors import analysis_error
from pyrite.sql._analysis.naming import quoted_parts
from pyrite.sql._analysis.parser import parse_expression
from pyrite.sql._plan import expressions as e
from pyrite.sql._plan import relations as r
from pyrite.sql._python.arrow_tables import ArrowTableCall
from pyrite.sql._python.functions import EvalType, TableCall
from pyrite.sql._python.tables import SkipRestOfInputTableException
from pyrite.sql.column import expression_of
from pyrite.sql.table_arg import TableArg
from pyrite.sql.types import DataType, StructType, _parse_datatype_string

if TYPE_CHECKING:
    from pyrite.sql._analysis.analyzer import Analyzer
    from pyrite.sql._analysis.scope import Scope
    from pyrite.sql.dataframe import DataFrame
    from pyrite.sql.session import SparkSession

__all__ = [
    "AnalyzeArgument", "AnalyzeResult", "OrderingColumn", "PartitioningColumn", "SelectedColumn",
    "SkipRestOfInputTableException", "UDTFRegistration", "UserDefinedTableFunction",
]  # fmt: skip


@dataclass(frozen=True)
class AnalyzeArgument:
    """An argument as ``analyze`` is told of it: its type; its value, of a constant; whether it is a table."""

    dataType: DataType
    value: Any | None
    isTable: bool
    isConstantExpression: bool


@dataclass(frozen=True)
class PartitioningColumn:
    """A column, or expression in SQL, by which a table argument is partitioned."""

    name: str


@dataclass(frozen=True)
class OrderingColumn:
    """A column, or expression in SQL, by which the rows of a partition are in order."""

    name: str
    ascending: bool = True
    overrideNullsFirst: bool | None = None


@dataclass(frozen=True)
class SelectedColumn:
    """A column, or expression in SQL, that ``eval`` is given of a table argument."""

    name: str
    alias: str = ""


@dataclass
class AnalyzeResult:
    """What ``analyze`` says of a call: the columns of its rows, and how a table argument is to be handed over."""

    schema: StructType
    withSinglePartition: bool = False
    partitionBy: Sequence[PartitioningColumn] = field(default_factory=tuple)
    orderBy: Sequence[OrderingColumn] = field(default_factory=tuple)
    select: Sequence[SelectedColumn] = field(default_factory=tuple)


def _refuse(
    condition: str, name: str, kind: type[Exception] = PySparkAttributeError, **more: str
) -> Exception:
    return kind(errorClass=condition, messageParameters={"name": name, **more})  # type: ignore[call-arg]


class UserDefinedTableFunction:
    """A class of Python whose ``eval`` makes rows. Made by :func:`pyrite.sql.functions.udtf`.

    Parameters
    ----------
    func : type
        The class: with ``eval``; ``terminate``, ``cleanup`` and the static method ``analyze`` as far as it needs them.
    returnType : StructType or str, optional
        The columns of its rows; without it, ``analyze`` tells them.
    name : str, optional
        Its name; by default the class's.
    evalType : int
        How it is called, by PySpark's numbers.
    deterministic : bool
        Whether equal arguments give equal rows.

    Raises
    ------
    PySparkTypeError
        INVALID_UDTF_HANDLER_TYPE for what is no class.
    PySparkAttributeError
        For a class without ``eval``, or with neither a type nor ``analyze``, or with both; for one of Arrow's batches
        with ``analyze``.
    """

    def __init__(
        self,
        func: type,
        returnType: StructType | str | None,
        name: str | None = None,
        evalType: int = EvalType.TABLE,
        deterministic: bool = False,
    ):
        if not isinstance(func, type):
            raise PySparkTypeError(
                errorClass="INVALID_UDTF_HANDLER_TYPE", messageParameters={"type": type(func).__name__}
            )
        self._name = name or func.__name__
        if not hasattr(func, "eval"):
            raise _refuse("INVALID_UDTF_NO_EVAL", self._name)
        analyzes = hasattr(func, "analyze")
        if returnType is None and not analyzes:
            raise _refuse("INVALID_UDTF_RETURN_TYPE", self._name)
        if returnType is not None and analyzes:
            raise _refuse("INVALID_UDTF_BOTH_RETURN_TYPE_AND_ANALYZE", self._name)
        if analyzes and evalType == EvalType.ARROW_UDTF:
            raise _refuse("INVALID_ARROW_UDTF_WITH_ANALYZE", self._name)
        self.func = func
        self._returns = returnType
        self.evalType = int(evalType)
        self.deterministic = deterministic

    @property
    def returnType(self) -> StructType | None:
        """The columns of its rows, unless ``analyze`` tells them."""
        if self._returns is None or isinstance(self._returns, StructType):
            return self._returns
        parsed = _parse_datatype_string(self._returns)
        if not isinstance(parsed, StructType):
            raise _refuse("UDTF_RETURN_TYPE_MISMATCH", self._name, PySparkTypeError, return_type=f"{parsed}")
        return parsed

    def asDeterministic(self) -> UserDefinedTableFunction:
        """Say that equal arguments give equal rows. Returns itself."""
        self.deterministic = True
        return self

    def __call__(self, *args: Any, **kwargs: Any) -> DataFrame:
        """The rows of a call.

        Parameters
        ----------
        *args, **kwargs : Column, str or TableArg
            The arguments; a str is a column's name.
        """
        given: list[e.Expression] = [_argument(value) for value in args]
        given += [e.NamedArgument(name, _argument(value)) for name, value in kwargs.items()]
        call = e.Call(self._name, tuple(given))
        session = import_module("pyrite.sql.session").SparkSession.active()
        frame: DataFrame = session._frame(r.CallTable(self.relation, call))
        return frame

    # ------------------------------------------------------------------------------------------- analysis

    def relation(self, analyzer: Analyzer, call: e.Call, outer: Scope | None) -> r.Relation:
        """The rows of a call, resolved.

        Raises
        ------
        AnalysisException
            TABLE_VALUED_FUNCTION_FAILED_TO_ANALYZE_IN_PYTHON with the traceback of ``analyze``;
            LATERAL_JOIN_WITH_ARROW_UDTF_UNSUPPORTED for one of Arrow's batches beside LATERAL; and others.
        """
        written: list[tuple[str | None, e.Expression]] = []
        for argument in call.arguments:
            if isinstance(argument, e.NamedArgument):
                if any(argument.name == name for name, _ in written):
                    raise analysis_error(
                        "DUPLICATE_ROUTINE_PARAMETER_ASSIGNMENT.DOUBLE_NAMED_ARGUMENT_REFERENCE",
                        {
                            "routineName": quoted_parts((self._name,)),
                            "parameterName": quoted_parts((argument.name,)),
                        },
                        call.origin,
                    )
                written.append((argument.name, argument.child))
            else:
                written.append((None, argument))
        tables = [part for _, part in written if isinstance(part, e.TableArgument)]
        if len(tables) > 1:
            raise analysis_error(
                "TABLE_VALUED_FUNCTION_TOO_MANY_TABLE_ARGUMENTS", {"num": str(len(tables))}, call.origin
            )
        binder = analyzer.binder(outer=outer)
        values: list[e.Value | e.TableArgument] = []
        for _, part in written:
            if isinstance(part, e.TableArgument):
                values.append(replace(part, plan=analyzer.relation(part.plan, outer)))
            else:
                value = binder.value(part)
                values.append(value.child if isinstance(value, e.Alias) else value)
        names = [name for name, _ in written]
        analyzed = self._analyzed(names, values)
        schema = analyzed.schema if analyzed is not None else self.returnType
        assert schema is not None
        made = tuple([e.Attribute(f.name, f.dataType, True, metadata=f.metadata or None) for f in schema])
        given = _input(analyzer, names, values, analyzed)
        called = (ArrowTableCall if self.evalType == EvalType.ARROW_UDTF else TableCall)(
            self.func,
            self._name,
            schema,
            tuple(given.arguments),
            given.keys,
            by_arrow=self.evalType != EvalType.TABLE,
            analyzed=analyzed,
            whole=bool(tables),
        )
        table = r.PythonTable(made, given.plan, (), called)
        if isinstance(called, ArrowTableCall) and table.outer_references:
            raise analysis_error("LATERAL_JOIN_WITH_ARROW_UDTF_UNSUPPORTED", {}, call.origin)
        return r.Named(table, self._name)

    def _analyzed(
        self, names: Sequence[str | None], values: Sequence[e.Value | e.TableArgument]
    ) -> AnalyzeResult | None:
        if not hasattr(self.func, "analyze"):
            return None
        plain: list[AnalyzeArgument] = []
        named: dict[str, AnalyzeArgument] = {}
        for name, value in zip(names, values):
            told = _told(value)
            if name is None:
                plain.append(told)
            else:
                named[name] = told
        try:
            found = self.func.analyze(*plain, **named)
        except Exception:
            raise analysis_error(
                "TABLE_VALUED_FUNCTION_FAILED_TO_ANALYZE_IN_PYTHON", {"msg": traceback.format_exc()}
            ) from None
        if not isinstance(found, AnalyzeResult) or not isinstance(found.schema, StructType):
            message = f"'analyze' of {self._name} gives {type(found).__name__}, and no AnalyzeResult with a StructType"
            raise analysis_error("TABLE_VALUED_FUNCTION_FAILED_TO_ANALYZE_IN_PYTHON", {"msg": message})
        if found.withSinglePartition and found.partitionBy:
            message = f"'analyze' of {self._name} asks for partitions and for a single one"
            raise analysis_error("TABLE_VALUED_FUNCTION_FAILED_TO_ANALYZE_IN_PYTHON", {"msg": message})
        return found


def _argument(value: Any) -> e.Expression:
    return value._argument if isinstance(value, TableArg) else expression_of(value)


def _told(value: e.Value | e.TableArgument) -> AnalyzeArgument:
    if isinstance(value, e.TableArgument):
        return AnalyzeArgument(value.plan.schema, None, True, False)
    try:
        constant = constant_value(value)
    except NotConstant:
        return AnalyzeArgument(value.type, None, False, bool(value.foldable))
    if constant is not None and value.type.needConversion():
        constant = value.type.fromInternal(constant)
    return AnalyzeArgument(value.type, constant, False, True)


@dataclass
class _Input:
    """The rows that ``eval`` is called for: the relation, what each argument is of it, and its partitions' keys."""

    plan: r.Relation
    arguments: list[tuple[str | None, tuple[e.Attribute, ...], tuple[str, ...] | None]]
    keys: tuple[e.Attribute, ...] = ()


def _input(
    analyzer: Analyzer,
    names: Sequence[str | None],
    values: Sequence[e.Value | e.TableArgument],
    analyzed: AnalyzeResult | None,
) -> _Input:
    table = next((value for value in values if isinstance(value, e.TableArgument)), None)
    columns: list[e.Value] = [] if table is None else list(table.plan.output)
    arguments: list[Any] = []
    for name, value in zip(names, values):
        if isinstance(value, e.TableArgument):
            arguments.append((name, value.plan.output, tuple([column.name for column in value.plan.output])))
        else:
            alias = e.Alias(value, name or "argument")
            columns.append(alias)
            arguments.append((name, (alias.attribute,), None))
    if table is None:
        return _Input(r.Project(r.OneRow(), tuple(columns)), arguments)
    binder = analyzer.binder(table.plan)
    partition, sort = _partitions(table, analyzed)
    aliases = [e.Alias(_bare(binder.value(part)), "key") for part in partition]
    keys = tuple([alias.attribute for alias in aliases])
    columns.extend(aliases)
    if analyzed is not None and analyzed.select:
        chosen = [
            e.Alias(_bare(binder.value(parse_expression(each.name))), each.alias or each.name)
            for each in analyzed.select
        ]
        columns.extend(chosen)
        row = (tuple([each.attribute for each in chosen]), tuple([each.name for each in chosen]))
        arguments = [(given[0], *row) if given[2] is not None else given for given in arguments]
    order = (*[e.SortOrder(key) for key in keys], *[binder.order(part) for part in sort])
    plan: r.Relation = r.Project(table.plan, tuple(columns))
    return _Input(r.Sort(plan, order) if order else plan, arguments, keys)


def _partitions(
    table: e.TableArgument, analyzed: AnalyzeResult | None
) -> tuple[Sequence[e.Expression], Sequence[e.SortOrder]]:
    """By what a table is partitioned, and in which order its rows are: as the call says, or ``analyze``."""
    if analyzed is None or not (analyzed.partitionBy or analyzed.withSinglePartition):
        return table.partition, table.order
    if table.partition or table.single:
        raise analysis_error(
            "TABLE_VALUED_FUNCTION_REQUIRED_METADATA_INCOMPATIBLE_WITH_CALL",
            {
                "functionName": "`function`",
                "requestedMetadata": "specified its own required partitioning of the input table",
                "invalidFunctionCallProperty": "specified the WITH SINGLE PARTITION or PARTITION BY clause",
            },
        )
    sort = [
        e.SortOrder(parse_expression(each.name), each.ascending, each.overrideNullsFirst)
        for each in analyzed.orderBy
    ]
    return [parse_expression(each.name) for each in analyzed.partitionBy], sort


def _bare(value: e.Value) -> e.Value:
    return value.child if isinstance(value, e.Alias) else value


class UDTFRegistration:
    """The table functions that SQL texts of a session can call: ``spark.udtf``."""

    def __init__(self, sparkSession: SparkSession):
        self.sparkSession = sparkSession

    def register(self, name: str, f: UserDefinedTableFunction) -> UserDefinedTableFunction:
        """Make a table function known to SQL.

        Raises
        ------
        PySparkTypeError
            CANNOT_REGISTER_UDTF for anything but one that ``udtf`` made.

        >>> spark.udtf.register("squares", Squares)     # doctest: +SKIP
        >>> spark.sql("SELECT * FROM squares(3)").show()     # doctest: +SKIP
        """
        if not isinstance(f, UserDefinedTableFunction):
            raise PySparkTypeError(errorClass="CANNOT_REGISTER_UDTF", messageParameters={"name": name})
        named = UserDefinedTableFunction(f.func, f._returns, name, f.evalType, f.deterministic)
        self.sparkSession._names.table_functions[name.lower()] = named.relation
        return named
