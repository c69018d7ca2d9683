"""A query's rows written into files: what ``df.write.save`` and the commands that fill tables do in the end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import field, replace

import pyarrow as pa

from pyrite._dataclasses import dataclass
from pyrite._io import Storage
from pyrite._io.paths import display
from pyrite.errors import AnalysisException
from pyrite.sql._analysis.analyzer import Analyzer
from pyrite.sql._analysis.functions.registry import Function
from pyrite.sql._analysis.naming import quoted_type
from pyrite.sql._analysis.settings import Settings
from pyrite.sql._catalog.objects import Buckets
from pyrite.sql._files.checks import check_columns
from pyrite.sql._files.commits import FileJob
from pyrite.sql._files.options import Options
from pyrite.sql._files.outputs import Layout, write_stream
from pyrite.sql._files.parquet import same_names
from pyrite.sql._files.reading import FORMATS, FileRows
from pyrite.sql._files.writing import WRITERS, WriteTask
from pyrite.sql._physical.partitions import partition_count
from pyrite.sql._physical.placement import is_few
from pyrite.sql._plan import expressions as e
from pyrite.sql._plan import relations as r
from pyrite.sql._query.execution import Execution
from pyrite.sql.types import (
    ArrayType,
    CalendarIntervalType,
    IntegerType,
    MapType,
    StructField,
    StructType,
    VariantType,
)

__all__ = ["FileWrite"]

_SPREAD = Function("spread", (), IntegerType(), "CAST(hash({args}) % {0} AS INTEGER)", nullable=False)


@dataclass(frozen=True)
class FileWrite:
    """The rows of a query, and the files that they become.

    Parameters
    ----------
    rows : Execution
        The query. Its columns, in order, are those of the files and, wherever they stand, the partition columns. What
        a statement tells for a partition is a column like any other, of literals.
    storage : Storage
        The file systems, configured by the writer's options.
    format : str
        One of ``WRITERS``.
    path : str
        The directory, qualified.
    by : tuple of str
        The partition columns: their names as directories have them.
    overwrite : str
        ``""`` keeps what is there, ``all`` replaces it, ``partitions`` replaces the directories that are written.
    within : str
        The directory below ``path``, as ``a=1/b=2``, that ``all`` is limited to.
    buckets : Buckets, optional
        How files are cut.
    options : Options
        The writer's options.

    >>> FileWrite(execution, storage, "parquet", "/data/t", by=("day",), overwrite="all").run()  # doctest: +SKIP
    """

    rows: Execution
    storage: Storage
    format: str
    path: str
    by: tuple[str, ...] = ()
    overwrite: str = ""
    within: str = ""
    buckets: Buckets | None = None
    options: Options = field(default_factory=Options)

    def check(self) -> None:
        """Refuse what cannot be written.

        Raises
        ------
        AnalysisException
            For columns that the format cannot hold, partition columns that are not there, and others.
        """
        conf = self.rows.settings.conf or {}
        keys = self._columns(self.by)
        schema = self._schema(keys)
        if keys and not schema.fields:
            raise AnalysisException(errorClass="ALL_PARTITION_COLUMNS_NOT_ALLOWED", messageParameters={})
        twice = same_names(self.rows.plan.schema, conf)
        if twice is not None:
            raise AnalysisException(
                errorClass="COLUMN_ALREADY_EXISTS", messageParameters={"columnName": f"`{twice}`"}
            )
        form = WRITERS[self.format]
        check_columns(schema, form.shown, reading=False)
        if self.format == "text" and len(schema.fields) != 1:
            raise AnalysisException(
                errorClass="_LEGACY_ERROR_TEMP_1290",
                messageParameters={"schemaSize": str(len(schema.fields))},
            )
        form.extension(self.options, conf)  # refuses codecs that are not there

    def run(self) -> list[str]:
        """Write all rows and have the files appear. Nothing of a write that fails stays.

        Returns
        -------
        list of str
            The directories below ``path`` that were written.

        Raises
        ------
        PySparkException
            Spark's errors for what cannot be written or computed.
        """
        self.check()
        self._refuse_own_input()
        settings = self.rows.settings
        keys = self._columns(self.by)
        schema = self._schema(keys)
        written, layout = self._laid_out(keys)
        query = Execution(written, settings, self.rows.names, self.rows.engine)
        scratch = self.rows.engine.spill_folder
        task = WriteTask(self.storage, schema, self.options, settings.conf or {}, settings.zone, scratch)
        job = FileJob(self.storage, self.path, self.overwrite, self.within)
        threads = max(1, min(settings.parallelism, 8))

        def consume(batches: Iterator[pa.RecordBatch]) -> None:
            watcher = self.rows.engine.watcher
            run = None if watcher is None else watcher.current
            if run is None or not run.measured:
                write_stream(task, self.format, batches, layout, job, threads)
                return
            rows = _Counted(batches)
            write_stream(task, self.format, rows, layout, job, threads)
            run.wrote(job.size(), rows.count)

        try:
            batches = _of_files(query.analyzed, settings)
            if batches is None:
                query.stream(consume)
            else:
                self.rows.engine.give(settings, batches, consume)
            job.commit()
        except BaseException:
            job.abort()
            raise
        return job.directories

    def _laid_out(self, keys: Sequence[e.Attribute]) -> tuple[r.Relation, Layout]:
        """The plan with the columns that tell where each row goes."""
        plan = self.rows.plan
        settings = self.rows.settings
        parts = partition_count(plan, settings.parallelism)
        data = self._data(keys)
        last: list[e.Value] = []
        numbered = parts > 1 and _is_told(plan)
        if numbered and isinstance(plan, r.Repartition) and not (is_few(plan) or plan.ranged or plan.direct):
            # Keys stay together; which partition they are in, Spark's slower hash would tell.
            arguments = (e.Literal(parts, IntegerType()), *plan.by)
            spread = e.Apply(_SPREAD, arguments, IntegerType(), nullable=False)  # type: ignore[arg-type]
            plan = plan.child
            last.append(e.Alias(spread, "partition"))
        elif numbered:
            plan, number = self.rows.placement.placed(plan)
            numbered = not isinstance(number, e.Literal)
            if numbered:
                last.append(number)
        if self.buckets is not None:
            binder = Analyzer(settings, self.rows.names).binder(plan)
            hashed = binder.invoke("hash", *self._columns(self.buckets.columns))
            bucket = binder.invoke("pmod", hashed, e.Literal(self.buckets.count, IntegerType()))
            last.insert(0, e.Alias(bucket, "bucket"))
            order = tuple([e.SortOrder(column) for column in self._columns(self.buckets.sort)])
            if order:
                plan = r.Sort(plan, order, whole=False)
        by = StructType([StructField(name, key.type) for name, key in zip(self.by, keys)])
        return r.Project(plan, (*data, *keys, *last)), Layout(parts, by, self.buckets is not None, numbered)

    def _schema(self, keys: Sequence[e.Attribute]) -> StructType:
        """The files' columns."""
        return StructType(
            [StructField(a.name, a.type, a.nullable, dict(a.metadata or {})) for a in self._data(keys)]
        )

    def _data(self, keys: Sequence[e.Attribute]) -> list[e.Attribute]:
        told = {key.id for key in keys}
        return [column for column in self.rows.plan.output if column.id not in told]

    def _columns(self, names: Sequence[str]) -> list[e.Attribute]:
        plan = self.rows.plan
        settings = self.rows.settings
        found: list[e.Attribute] = []
        for name in names:
            matches = [a for a in plan.output if settings.same_name(a.name, name)]
            if not matches:
                raise AnalysisException(
                    errorClass="_LEGACY_ERROR_TEMP_1155",
                    messageParameters={"col": name, "schemaCatalog": plan.schema.simpleString()},
                )
            column = matches[0]
            if column in found:
                raise AnalysisException(
                    errorClass="COLUMN_ALREADY_EXISTS",
                    messageParameters={"columnName": f"`{settings.name_key(name)}`"},
                )
            if isinstance(column.type, (ArrayType, MapType, StructType, VariantType, CalendarIntervalType)):
                raise AnalysisException(
                    errorClass="INVALID_PARTITION_COLUMN_DATA_TYPE",
                    messageParameters={"type": quoted_type(column.type)},
                )
            found.append(column)
        return found

    def _refuse_own_input(self) -> None:
        """Refuse to replace files that the rows are read from."""
        for part in _relations(self.rows.plan) if self.overwrite else ():
            if isinstance(part, r.Files) and self.path in part.source.roots:
                raise AnalysisException(
                    errorClass="UNSUPPORTED_OVERWRITE.PATH",
                    messageParameters={"path": f"`{display(self.path)}`"},
                )


class _Counted:
    """Batches, and how many rows they had."""

    def __init__(self, batches: Iterator[pa.RecordBatch]):
        self._batches = batches
        self.count = 0

    def __iter__(self) -> Iterator[pa.RecordBatch]:
        for batch in self._batches:
            self.count += batch.num_rows
            yield batch


def _of_files(plan: r.Relation, settings: Settings) -> Iterator[pa.RecordBatch] | None:
    """The rows of a plan that only picks columns of files which DuckDB does not read itself; None for others."""
    if not isinstance(plan, r.Project) or not isinstance(plan.child, r.Files):
        return None
    files = plan.child
    picked = [column for column in plan.expressions if isinstance(column, e.Attribute)]
    names = [column.name for column in picked]
    if len(picked) < len(plan.expressions) or files.source.names or FORMATS[files.format].batches is None:
        return None
    if len(set(names)) < len(names):
        return None
    needed = replace(files, columns=tuple([column for column in files.columns if column.name in names]))
    places = [needed.required.names.index(name) for name in names]
    return (batch.select(places) for batch in FileRows(needed, settings).batches())


def _relations(plan: r.Relation) -> Iterator[r.Relation]:
    yield plan
    for part in plan.inputs:
        yield from _relations(part)


def _is_told(plan: r.Relation) -> bool:
    """Whether a row itself tells its partition, or the rows are few: else telling it would take all rows at once."""
    if is_few(plan):
        return True
    if isinstance(plan, r.Range):
        return True
    if isinstance(plan, r.Repartition):
        return plan.shuffle and bool(plan.by)
    if isinstance(plan, (r.Project, r.Shown, r.Renewed, r.Filter, r.Hint, r.Named, r.Observed)):
        return _is_told(plan.inputs[0])
    if isinstance(plan, r.Sort) and not plan.whole:
        return _is_told(plan.child)
    if isinstance(plan, r.SetOperation) and plan.kind == "union" and plan.all:
        return all(map(_is_told, plan.inputs))
    return False
