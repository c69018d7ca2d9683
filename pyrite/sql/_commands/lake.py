"""Tables of lakehouse formats made, filled and read: what INSERT, CREATE TABLE and the writers do with them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from pyrite.errors import AnalysisException, PySparkNotImplementedError
from pyrite.sql._analysis.analyzer import Analyzer
from pyrite.sql._analysis.naming import quoted_parts
from pyrite.sql._catalog.lake import is_lake, lake_table_of
from pyrite.sql._catalog.objects import Table
from pyrite.sql._catalog.tables import plain_type
from pyrite.sql._commands.columns import nullable_type
from pyrite.sql._files.moments import parse_timestamp
from pyrite.sql._files.options import Options
from pyrite.sql._lake.formats import ALL, PARTITIONS, Creation, LakeTable, Version, lake_format
from pyrite.sql._lake.tables import FILE, LakeSource, following, lake_relation, marked_relation
from pyrite.sql._physical.stores import Store
from pyrite.sql._plan import commands as c
from pyrite.sql._plan import expressions as e
from pyrite.sql._plan import relations as r
from pyrite.sql._types.physical_types import physical_schema
from pyrite.sql.types import (
    BooleanType,
    DateType,
    IntegerType,
    StringType,
    StructField,
    StructType,
    TimestampNTZType,
    TimestampType,
)
from pyrite.storagelevel import StorageLevel

if TYPE_CHECKING:
    from pyrite.sql._files.source import DataFile
    from pyrite.sql._queries import Queries
    from pyrite.sql.dataframe import DataFrame

__all__ = [
    "commit_rows",
    "computed_once",
    "create_lake_table",
    "evolved",
    "grown",
    "lake_history",
    "lake_rows",
    "left_over",
    "make_lake_table",
    "marked",
    "no_rows",
    "own_columns",
    "touched_files",
    "write_rows",
]


# -------------------------------------------------------------------------------------------------- reading


def lake_rows(
    analyzer: Analyzer, storage: Any, table: Table, options: Mapping[str, str], version: Any = None
) -> r.Relation:
    """The rows of a table, at the version that a query asks for, qualified by its name."""
    asked = _asked(analyzer, table, options, version)
    lake = lake_table_of(storage, table, analyzer.settings, asked)
    source = lake.source()
    plan: r.Relation = lake_relation(source if asked is not None else following(source))
    return r.Named(plan, table.name, space=(table.catalog, table.database))


def lake_history(queries: Queries, command: c.Describe) -> DataFrame | None:
    """What ``DESCRIBE HISTORY table`` tells, the newest version first.

    To Spark's parser that is a column of a table ``history``, which comes first where there is one.
    """
    catalog, settings = queries.names.catalog, queries.settings()
    if len(command.name) > 1 or queries.names.find_view(command.name) or catalog.find(command.name, settings):
        return None
    table = catalog.find(command.column, settings)
    if table is None or not is_lake(table):
        return None
    return queries.create(lake_table_of(catalog.storage, table, settings).history(), None, None, False)


def _asked(analyzer: Analyzer, table: Table, options: Mapping[str, str], version: Any) -> Version | None:
    """The version of a table that options or ``VERSION AS OF`` and ``TIMESTAMP AS OF`` ask for."""
    given = Options(options)
    number = given.text("versionAsOf", given.text("snapshot-id"))
    moment = given.text("timestampAsOf")
    if version is None and number is None and moment is None:
        return None
    if sum(each is not None for each in (version, number, moment)) > 1:
        raise AnalysisException(f"Two versions of {quoted_parts(table.full_name)} are asked for at once")
    kind, value = version if version is not None else ("", None)
    if kind == "version" or number is not None:
        text = str(value.value if isinstance(value, e.Literal) else value) if number is None else number
        try:
            return Version(number=int(text))
        except ValueError:
            raise AnalysisException(
                f"{text!r} is no number of a version of {quoted_parts(table.full_name)}"
            ) from None
    written: Any = value if moment is None else e.Literal(moment, _STRING)
    return Version(micros=_micros(analyzer, written))


def _micros(analyzer: Analyzer, written: e.Expression) -> int:
    """The time that an expression of constants tells, in microseconds since 1970."""
    value: Any = analyzer.binder().value(written)
    while isinstance(value, (e.Alias, e.Cast)):
        value = value.child
    if isinstance(value, e.Literal) and value.value is not None:
        kind, told = value.type, value.value
        if isinstance(kind, (TimestampType, TimestampNTZType)):
            return int(told)
        if isinstance(kind, DateType):
            told, kind = (date(1970, 1, 1) + timedelta(days=told)).isoformat(), StringType()
        if isinstance(kind, StringType):
            try:
                return parse_timestamp(told, analyzer.settings.zone)
            except (ValueError, OverflowError):
                pass
        raise AnalysisException(f"{told!r} is no timestamp of a version")
    raise PySparkNotImplementedError(
        errorClass="NOT_IMPLEMENTED",
        messageParameters={"feature": "TIMESTAMP AS OF what is no literal"},
    )


# -------------------------------------------------------------------------------------------------- writing


def commit_rows(
    queries: Queries,
    table: Table,
    lake: LakeTable,
    plan: r.Relation,
    removed: Sequence[DataFile] | str,
    operation: str,
) -> None:
    """Commit the rows of a plan, and have other plans read the new version."""
    _streamed(queries, plan, lake.schema, lambda rows: lake.commit(rows, removed, operation))
    queries.names.catalog.changed(table)
    queries.recache(table)


def _streamed(
    queries: Queries, plan: r.Relation, schema: StructType, consume: Callable[[pa.RecordBatchReader], None]
) -> None:
    """Give the rows of a plan to somebody as one stream, its columns named by the schema.

    What goes wrong while the rows are computed is raised as it is, whatever the one who takes them makes of it; and
    what goes wrong with him is none of the query's errors.
    """
    arrow = physical_schema(schema)
    wrong: list[BaseException] = []
    refused: list[Exception] = []

    def named(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        try:
            for batch in batches:
                columns = [column.cast(field.type) for column, field in zip(batch.columns, arrow)]
                yield pa.RecordBatch.from_arrays(columns, schema=arrow)
        except GeneratorExit:
            raise
        except BaseException as error:
            wrong.append(error)
            raise

    def take(batches: Iterator[pa.RecordBatch]) -> None:
        wrong.clear()
        try:
            consume(pa.RecordBatchReader.from_batches(arrow, named(batches)))
        except Exception as error:
            if wrong:
                raise wrong[0] from None
            refused.append(error)
            raise

    try:
        queries.frame(plan)._execution.stream(take)
    except Exception:
        if refused:
            raise refused[0] from refused[0].__cause__
        raise


def evolved(queries: Queries, table: Table, plan: r.Relation, options: Mapping[str, str]) -> Table:
    """The table with the columns of the rows that it does not have, where options or settings allow that."""
    conf = (queries.settings().conf or {}).get("spark.databricks.delta.schema.autoMerge.enabled", "false")
    if not Options(options).flag("mergeSchema", conf.lower() == "true"):
        return table
    same = queries.settings().same_name
    new = [
        StructField(column.name, column.type, True, dict(column.metadata or {}))
        for column in plan.output
        if not any(same(column.name, field.name) for field in table.schema)
    ]
    return table.with_(schema=StructType([*table.schema, *new])) if new else table


def write_rows(
    queries: Queries,
    table: Table,
    rows: r.Relation,
    *,
    overwrite: bool = False,
    static: Mapping[str, e.Literal] | None = None,
    where: e.Expression | None = None,
    dynamic: bool = False,
) -> None:
    """Put rows into a table, in one version.

    Parameters
    ----------
    queries : Queries
        The session's.
    table : Table
        The table, with all columns that it shall have.
    rows : Relation
        The rows, with the table's columns in their order.
    overwrite : bool
        Whether they replace what is there.
    static : mapping, optional
        The values of partition columns by which the rows that they replace are known.
    where : Expression, optional
        A condition by which they are known. The new rows must fulfil it too.
    dynamic : bool
        Whether only the partitions are replaced that get rows.
    """
    lake = grown(queries, table)
    if where is not None:
        rows = _checked(queries, rows, where)
    elif static and not dynamic:
        same = [e.Call("<=>", (e.Name((name,)), value)) for name, value in static.items()]
        where = same[0]
        for each in same[1:]:
            where = e.Call("and", (where, each))
    if not overwrite:
        commit_rows(queries, table, lake, rows, (), "WRITE")
    elif where is None:
        commit_rows(queries, table, lake, rows, PARTITIONS if dynamic else ALL, "WRITE")
    else:
        lake.check_rewrite("overwriting parts")
        source = lake.source()
        plan = marked(table, source, source.files)
        files = touched_files(queries, plan, source, where)
        kept = left_over(queries, table, source, files, where)
        both = rows if kept is None else r.SetOperation("union", rows, kept, all=True)
        commit_rows(queries, table, lake, both, files, "WRITE")


def grown(queries: Queries, table: Table) -> LakeTable:
    """The newest version of a table, to which the columns are added that it lacks."""
    lake = lake_table_of(queries.names.catalog.storage, table, queries.settings())
    known = {field.name for field in lake.schema}
    new = [
        StructField(each.name, plain_type(each.dataType), True, each.metadata)
        for each in table.schema
        if each.name not in known
    ]
    return lake.add_columns(new) if new else lake


def _checked(queries: Queries, rows: r.Relation, where: e.Expression) -> r.Relation:
    """The rows, computed once, if all of them fulfil the condition under which they replace others."""
    kept = computed_once(queries, rows)
    wrong = r.Filter(kept, e.Call("not", (_true(where),)))
    if queries.frame(r.Limit(wrong, _ONE)).count():
        raise AnalysisException("Rows to be written do not fulfil the condition of those that they replace")
    return kept


def computed_once(queries: Queries, plan: r.Relation) -> r.Relation:
    """The rows of a plan, kept for as long as they are read."""
    store = Store(queries.frame(plan)._execution, StorageLevel.MEMORY_AND_DISK_DESER)
    store.fill()
    assert store.plan is not None
    return r.Stored(store.plan.output, store)


# ------------------------------------------------------------------------------------------ rows and their files


def marked(
    table: Table, source: LakeSource, files: Sequence[DataFile], alias: str | None = None
) -> r.Relation:
    """The rows of some files of a table under its name, with the column that tells their file."""
    plan = marked_relation(source, files)
    if alias is not None:
        return r.Named(plan, alias)
    return r.Named(plan, table.name, space=(table.catalog, table.database))


def touched_files(
    queries: Queries, plan: r.Relation, source: LakeSource, condition: e.Expression | None
) -> list[DataFile]:
    """The files with rows that fulfil a condition; those of all rows without one."""
    if isinstance(condition, e.Literal) and condition.value is not None:
        # A constant counts as resolved: nobody else would look at its type.
        queries.analyzer().condition(condition, plan)
    rows = plan if condition is None else r.Filter(plan, condition)
    found = queries.frame(r.Distinct(r.Project(rows, (e.Name((FILE,)),)))).collect()
    return [source.files[place] for (place,) in sorted(found)]


def left_over(
    queries: Queries,
    table: Table,
    source: LakeSource,
    files: Sequence[DataFile],
    condition: e.Expression,
    alias: str | None = None,
) -> r.Relation | None:
    """The rows of these files that do not fulfil a condition; None where there are no files."""
    if not files:
        return None
    plan = marked(table, source, files, alias)
    kept = r.Filter(plan, e.Call("not", (_true(condition),)))
    return queries.frame(r.Project(kept, own_columns(plan)))._plan


def own_columns(plan: r.Relation) -> tuple[e.Attribute, ...]:
    """The columns of the table itself."""
    return tuple([column for column in plan.output if column.name != FILE])


def _true(condition: e.Expression) -> e.Expression:
    """Whether a condition is true: false where it is null."""
    return e.Call("coalesce", (condition, e.Literal(False, BooleanType())))


_ONE = e.Literal(1, IntegerType())
_STRING = StringType()


# --------------------------------------------------------------------------------------------- tables made


def create_lake_table(
    queries: Queries, table: Table, plan: r.Relation | None, *, there: str = "refuse"
) -> None:
    """Make a table at its location, with the rows of a plan if there is one.

    Parameters
    ----------
    queries : Queries
        The session's.
    table : Table
        What it shall be: columns, partition columns, location.
    plan : Relation, optional
        Its rows, resolved.
    there : str
        What becomes of a table that is there: ``refuse`` it, or ``replace`` all that it has.
    """
    catalog, conf = queries.names.catalog, queries.settings().conf or {}
    form = lake_format(table.provider)
    schema = StructType(
        [
            StructField(f.name, plain_type(f.dataType), f.nullable, f.metadata)
            if plan is None
            else StructField(f.name, nullable_type(plain_type(f.dataType)), True, f.metadata)
            for f in table.schema
        ]
    )
    creation = Creation(schema, table.partitioned_by, table.properties, table.comment)
    known = form.find_table(catalog.storage, table.location, conf)
    if known is not None and there == "refuse":
        raise AnalysisException(f"There is a {table.provider} table at {table.location} already")
    if known is not None:
        rows = plan if plan is not None else no_rows(schema)
        found = known
        _streamed(queries, rows, schema, lambda reader: found.replace_table(creation, reader))
    elif plan is None:
        form.create_table(catalog.storage, table.location, conf, creation)
    else:
        place = table.location
        _streamed(
            queries,
            plan,
            schema,
            lambda reader: form.create_table(catalog.storage, place, conf, creation, reader),
        )
    catalog.changed(table)


def make_lake_table(
    queries: Queries, table: Table, plan: r.Relation | None, adopt: bool = False, there: str = "refuse"
) -> None:
    """Make a table and have it appear in the catalog; ``adopt`` takes one that is at its location as it is."""
    catalog = queries.names.catalog
    known = None
    if adopt:
        form, conf = lake_format(table.provider), queries.settings().conf or {}
        known = form.find_table(catalog.storage, table.location, conf)
    if known is None:
        create_lake_table(queries, table, plan, there=there)
    elif table.schema.fields and table.schema.names != known.schema.names:
        raise AnalysisException(
            f"The {table.provider} table at {table.location} has other columns: {', '.join(known.schema.names)}"
        )
    try:
        catalog.create_table(table)
    except BaseException:
        if table.kind == "MANAGED" and known is None:
            catalog.storage.delete(catalog.storage.qualify(table.location))
        raise


def no_rows(schema: StructType) -> r.Relation:
    columns = tuple([e.Attribute(field.name, field.dataType) for field in schema])
    return r.ArrowRows(columns, physical_schema(schema).empty_table())
