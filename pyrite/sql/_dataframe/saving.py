"""What ``df.write.save`` does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyrite._io.paths import display
from pyrite.errors import AnalysisException
from pyrite.sql._analysis.naming import quoted_type
from pyrite.sql._files.checks import check_columns
from pyrite.sql._files.options import Options
from pyrite.sql._files.parquet import same_names
from pyrite.sql._files.writing import WRITERS, FileJob, WriteTask, write_rows
from pyrite.sql._physical.partitions import partition_count
from pyrite.sql._plan import expressions as e
from pyrite.sql._plan import relations as r
from pyrite.sql.types import (
    ArrayType,
    CalendarIntervalType,
    MapType,
    StructField,
    StructType,
    VariantType,
)

if TYPE_CHECKING:
    from pyrite.sql.dataframe import DataFrame

__all__ = ["Save"]


@dataclass(frozen=True)
class Save:
    """One write of a DataFrame into files.

    Parameters
    ----------
    frame : DataFrame
        The rows.
    format : str
        The files' format.
    path : str
        The directory, as the user wrote it.
    mode : str
        ``append``, ``overwrite``, ``ignore`` or ``errorifexists``.
    by : tuple of str
        The partition columns.
    options : Options
        The writer's options.
    """

    frame: DataFrame
    format: str
    path: str
    mode: str
    by: tuple[str, ...]
    options: Options

    def run(self) -> None:
        """Write. Raises Spark's errors for what cannot be written."""
        session = self.frame.sparkSession
        settings = session._settings()
        plan = self.frame._plan
        keys = self._partition_columns()
        data = [column for column in plan.output if column.id not in {key.id for key in keys}]
        if keys and not data:
            raise AnalysisException(errorClass="ALL_PARTITION_COLUMNS_NOT_ALLOWED", messageParameters={})
        schema = StructType([StructField(a.name, a.type, a.nullable, dict(a.metadata or {})) for a in data])
        conf = settings.conf or {}
        twice = same_names(plan.schema, conf)
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
        storage = session._sc._storage({k: v for k, v in self.options.given.items() if k.startswith("fs.")})
        path = storage.qualify(self.path)
        if self.mode in ("ignore", "errorifexists") and storage.exists(path):
            if self.mode == "ignore":
                return
            raise AnalysisException(
                errorClass="PATH_ALREADY_EXISTS", messageParameters={"outputPath": display(path)}
            )
        self._refuse_own_input(plan, path)
        by = StructType([StructField(name, key.type) for name, key in zip(self.by, keys)])
        written = r.Project(plan, (*data, *keys))
        job = FileJob(storage, path, self._overwrite())
        try:
            table = session._frame(written)._execution.table()
            parts = partition_count(plan, session._sc.defaultParallelism)
            task = WriteTask(storage, schema, self.options, conf, settings.zone)
            write_rows(task, self.format, table, parts, by, job)
            job.commit()
        except BaseException:
            job.abort()
            raise

    def _overwrite(self) -> str:
        if self.mode != "overwrite":
            return ""
        default = self.frame.sparkSession._conf_map().get(
            "spark.sql.sources.partitionOverwriteMode", "static"
        )
        dynamic = (self.options.text("partitionOverwriteMode", default) or "").lower() == "dynamic"
        return "partitions" if dynamic and self.by else "all"

    def _partition_columns(self) -> list[e.Attribute]:
        plan = self.frame._plan
        settings = self.frame.sparkSession._settings()
        found: list[e.Attribute] = []
        for name in self.by:
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

    def _refuse_own_input(self, plan: r.Relation, path: str) -> None:
        """Refuse to replace files that the rows are read from."""
        if self.mode != "overwrite":
            return
        for part in _relations(plan):
            if isinstance(part, r.Files) and path in part.source.roots:
                raise AnalysisException(
                    errorClass="UNSUPPORTED_OVERWRITE.PATH", messageParameters={"path": f"`{display(path)}`"}
                )


def _relations(plan: r.Relation) -> list[r.Relation]:
    return [plan, *[inner for part in plan.inputs for inner in _relations(part)]]
