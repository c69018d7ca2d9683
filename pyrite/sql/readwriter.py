"""Reading and writing files: ``spark.read`` and ``df.write``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NoReturn

from pyrite.errors import (
    PySparkNotImplementedError,
    SparkRuntimeException,
)
from pyrite.sql._arguments import unexpected_type
from pyrite.sql._files.options import Options, option_text
from pyrite.sql._files.reading import FORMATS, files_relation
from pyrite.sql.types import StructType, _parse_datatype_string

if TYPE_CHECKING:
    from pyrite.sql.dataframe import DataFrame
    from pyrite.sql.session import SparkSession

__all__ = ["DataFrameReader"]

_ALIASES = {"com.databricks.spark.csv": "csv"}
_NOT_YET = {"avro", "binaryfile", "hive", "jdbc", "kafka", "orc", "xml"}


def _refuse(feature: str) -> NoReturn:
    raise PySparkNotImplementedError(errorClass="NOT_IMPLEMENTED", messageParameters={"feature": feature})


def _format_named(name: str) -> str:
    """The format of this name.

    Raises
    ------
    PySparkNotImplementedError
        For formats that Spark has and Pyrite has not.
    SparkRuntimeException
        DATA_SOURCE_NOT_FOUND for others.
    """
    found = _ALIASES.get(name.lower(), name.lower())
    if found in FORMATS:
        return found
    if found in _NOT_YET:
        _refuse(f"the data source {found}")
    raise SparkRuntimeException(errorClass="DATA_SOURCE_NOT_FOUND", messageParameters={"provider": name})


class _OptionsHolder:
    """The options that a reader and a writer collect."""

    def __init__(self) -> None:
        self._options: dict[str, str] = {}

    def _set_options(self, **options: Any) -> None:
        for name, value in options.items():
            text = option_text(value)
            if text is not None:
                self._set_option(name, text)

    def _set_option(self, name: str, value: str) -> None:
        self._options = Options(self._options).updated({name: value}).given


class DataFrameReader(_OptionsHolder):
    """Reads files into DataFrames; made by ``spark.read``.

    >>> spark.read.option("header", True).csv("people.csv")     # doctest: +SKIP
    """

    def __init__(self, spark: SparkSession):
        super().__init__()
        self._spark = spark
        self._format: str | None = None
        self._schema: StructType | None = None

    def format(self, source: str) -> DataFrameReader:
        """The files' format: ``parquet``, ``text``, ``csv`` or ``json``."""
        self._format = source
        return self

    def schema(self, schema: StructType | str) -> DataFrameReader:
        """The columns, which are inferred without it.

        Parameters
        ----------
        schema : StructType or str
            As ``"name string, age int"``.
        """
        if isinstance(schema, str):
            parsed = _parse_datatype_string(schema)
            if not isinstance(parsed, StructType):
                raise unexpected_type("schema", schema, "str or struct type")
            self._schema = parsed
        elif isinstance(schema, StructType):
            self._schema = schema
        else:
            raise unexpected_type("schema", schema, "str or struct type")
        return self

    def option(self, key: str, value: Any) -> DataFrameReader:
        """Set one option of the format. Names are found whatever their case."""
        self._set_options(**{key: value})
        return self

    def options(self, **options: Any) -> DataFrameReader:
        """Set options of the format."""
        self._set_options(**options)
        return self

    def load(
        self,
        path: str | list[str] | None = None,
        format: str | None = None,
        schema: StructType | str | None = None,
        **options: Any,
    ) -> DataFrame:
        """Read files, directories or globs.

        Parameters
        ----------
        path : str or list of str, optional
            Where they are; without it the option ``path`` tells.
        format : str, optional
            Their format; by default ``spark.sql.sources.default``, parquet.
        schema : StructType or str, optional
            The columns.
        **options
            Options of the format.

        Raises
        ------
        AnalysisException
            PATH_NOT_FOUND; UNABLE_TO_INFER_SCHEMA where no file tells the columns.
        """
        if format is not None:
            self.format(format)
        if schema is not None:
            self.schema(schema)
        self._set_options(**options)
        if path is None:
            paths: Sequence[str] = []
        elif isinstance(path, str):
            paths = [path]
        elif isinstance(path, list):
            paths = path
        else:
            raise unexpected_type("path", path, "str or list")
        return self._load(paths)

    def _load(self, paths: Sequence[str]) -> DataFrame:
        name = self._format or self._spark._conf_map().get("spark.sql.sources.default", "parquet")
        options = Options(self._options)
        found = _format_named(name)
        if not paths and "path" in options:
            paths = [options["path"]]
        return self._spark._frame(
            files_relation(
                self._spark._sc._storage(_hadoop(options)),
                found,
                paths,
                self._schema,
                {key: value for key, value in options.given.items() if key.lower() != "path"},
                self._spark._settings(),
            )
        )

    def parquet(self, *paths: str, **options: Any) -> DataFrame:
        """Read Parquet files.

        Parameters
        ----------
        *paths : str
            Files, directories or globs.
        **options
            ``mergeSchema``, ``pathGlobFilter``, ``recursiveFileLookup`` and others.

        >>> spark.read.parquet("/data/people").show()     # doctest: +SKIP
        """
        self._set_options(**options)
        return self.format("parquet")._load(list(paths))

    def text(
        self,
        paths: str | list[str],
        wholetext: bool | None = None,
        lineSep: str | None = None,
        pathGlobFilter: bool | str | None = None,
        recursiveFileLookup: bool | str | None = None,
        modifiedBefore: bool | str | None = None,
        modifiedAfter: bool | str | None = None,
    ) -> DataFrame:
        """Read text files: a column ``value`` with a row for each line, or with ``wholetext`` for each file.

        >>> spark.read.text("README.md").count()     # doctest: +SKIP
        """
        self._set_options(
            wholetext=wholetext,
            lineSep=lineSep,
            pathGlobFilter=pathGlobFilter,
            recursiveFileLookup=recursiveFileLookup,
            modifiedBefore=modifiedBefore,
            modifiedAfter=modifiedAfter,
        )
        return self.format("text")._load(_path_list(paths, "paths"))

    def table(self, tableName: str) -> DataFrame:
        """A table or view."""
        return self._spark.table(tableName)

    def orc(self, path: str | list[str], **options: Any) -> DataFrame:
        """ORC files; not implemented."""
        _refuse("the data source orc")

    def jdbc(self, url: str, table: str, *args: Any, **options: Any) -> DataFrame:
        """Tables of other databases; not implemented."""
        _refuse("the data source jdbc")

    def xml(self, path: str | list[str], **options: Any) -> DataFrame:
        """XML files; not implemented."""
        _refuse("the data source xml")


def _path_list(paths: Any, name: str) -> list[str]:
    if isinstance(paths, str):
        return [paths]
    if isinstance(paths, (list, tuple)):
        return list(paths)
    raise unexpected_type(name, paths, "str or list")


def _hadoop(options: Options) -> dict[str, str]:
    """The options that configure file systems."""
    return {key: value for key, value in options.given.items() if key.startswith("fs.")}
