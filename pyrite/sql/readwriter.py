"""Reading and writing files: ``spark.read`` and ``df.write``."""

from __future__ import annotations

from collections.abc import Container, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any, NoReturn

from pyrite.core.rdd import RDD
from pyrite.errors import (
    AnalysisException,
    IllegalArgumentException,
    PySparkNotImplementedError,
    PySparkValueError,
    SparkRuntimeException,
)
from pyrite.errors._tracebacks import brief
from pyrite.sql._analysis.naming import quoted_type
from pyrite.sql._analysis.parser import parse_identifier
from pyrite.sql._arguments import unexpected_type
from pyrite.sql._catalog.objects import Buckets
from pyrite.sql._dataframe.lake import lake_name, save_lake_path
from pyrite.sql._dataframe.saving import Save
from pyrite.sql._dataframe.sources import data_source, source_relation, write_source
from pyrite.sql._dataframe.tables import insert_frame, save_as_table
from pyrite.sql._dataframe.writer_v2 import DataFrameWriterV2
from pyrite.sql._files.checks import check_columns
from pyrite.sql._files.options import Options, option_text
from pyrite.sql._files.reading import FORMATS, files_relation, lines_relation
from pyrite.sql._files.writing import WRITERS
from pyrite.sql._lake.formats import LAKE_FORMATS
from pyrite.sql._plan import relations as r
from pyrite.sql.types import StringType, StructType, _parse_datatype_string

if TYPE_CHECKING:
    from pyrite.sql.dataframe import DataFrame
    from pyrite.sql.session import SparkSession

__all__ = ["DataFrameReader", "DataFrameWriter", "DataFrameWriterV2"]

_ALIASES = {
    "com.databricks.spark.avro": "avro",
    "com.databricks.spark.csv": "csv",
    "com.databricks.spark.xml": "xml",
    "org.apache.spark.sql.avro": "avro",
}
_NOT_YET = {"hive", "kafka"}


def _refuse(feature: str) -> NoReturn:
    raise PySparkNotImplementedError(errorClass="NOT_IMPLEMENTED", messageParameters={"feature": feature})


def _format_named(name: str, known: Container[str]) -> str:
    """The format of this name, one of those that are known.

    Raises
    ------
    PySparkNotImplementedError
        For formats that Spark has and Pyrite has not.
    SparkRuntimeException
        DATA_SOURCE_NOT_FOUND for others.
    """
    found = _ALIASES.get(name.lower(), name.lower())
    if found in known:
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
        """The format: ``parquet``, ``orc``, ``csv``, ``json``, ``text`` and others; see the page on DataFrames."""
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

    @brief
    def _load(self, paths: Sequence[str]) -> DataFrame:
        name = self._format or self._spark._conf_map().get("spark.sql.sources.default", "parquet")
        options = Options(self._options)
        if name.lower() in LAKE_FORMATS:
            return self._lake(name.lower(), paths, options)
        source = data_source(self._spark, name)
        if source is not None:
            if paths:
                options = options.updated({"path": paths[0]})
            pushdown = self._spark._settings().flag("spark.sql.python.filterPushdown.enabled", False)
            return self._spark._frame(source_relation(source, options, self._schema, pushdown))
        found = _format_named(name, FORMATS)
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

    def _lake(self, provider: str, paths: Sequence[str], options: Options) -> DataFrame:
        """The table at a path, or of a name."""
        path = paths[0] if len(paths) == 1 else options.text("path")
        if path is None:
            raise IllegalArgumentException(f"A table of {provider} is read from one path")
        given = {key: value for key, value in options.given.items() if key.lower() != "path"}
        return self._spark._frame(r.TableName(lake_name(provider, path), given))

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

    def csv(
        self,
        path: str | list[str] | RDD[str] | DataFrame,
        schema: StructType | str | None = None,
        sep: str | None = None,
        encoding: str | None = None,
        quote: str | None = None,
        escape: str | None = None,
        comment: str | None = None,
        header: bool | str | None = None,
        inferSchema: bool | str | None = None,
        ignoreLeadingWhiteSpace: bool | str | None = None,
        ignoreTrailingWhiteSpace: bool | str | None = None,
        nullValue: str | None = None,
        nanValue: str | None = None,
        positiveInf: str | None = None,
        negativeInf: str | None = None,
        dateFormat: str | None = None,
        timestampFormat: str | None = None,
        maxColumns: int | str | None = None,
        maxCharsPerColumn: int | str | None = None,
        maxMalformedLogPerPartition: int | str | None = None,
        mode: str | None = None,
        columnNameOfCorruptRecord: str | None = None,
        multiLine: bool | str | None = None,
        charToEscapeQuoteEscaping: str | None = None,
        samplingRatio: float | str | None = None,
        enforceSchema: bool | str | None = None,
        emptyValue: str | None = None,
        locale: str | None = None,
        lineSep: str | None = None,
        pathGlobFilter: bool | str | None = None,
        recursiveFileLookup: bool | str | None = None,
        modifiedBefore: bool | str | None = None,
        modifiedAfter: bool | str | None = None,
        unescapedQuoteHandling: str | None = None,
    ) -> DataFrame:
        """Read CSV files, or lines of CSV.

        Parameters
        ----------
        path : str, list of str, RDD of str or DataFrame
            Files, directories or globs; or the lines themselves.
        schema : StructType or str, optional
            The columns; without it they are named by the header, and strings unless ``inferSchema``.

        >>> spark.read.csv("people.csv", header=True, inferSchema=True)     # doctest: +SKIP
        """
        self._take(locals(), ("path", "schema"))
        if schema is not None:
            self.schema(schema)
        return self._files_or_lines(path, "csv")

    def json(
        self,
        path: str | list[str] | RDD[str] | DataFrame,
        schema: StructType | str | None = None,
        primitivesAsString: bool | str | None = None,
        prefersDecimal: bool | str | None = None,
        allowComments: bool | str | None = None,
        allowUnquotedFieldNames: bool | str | None = None,
        allowSingleQuotes: bool | str | None = None,
        allowNumericLeadingZero: bool | str | None = None,
        allowBackslashEscapingAnyCharacter: bool | str | None = None,
        mode: str | None = None,
        columnNameOfCorruptRecord: str | None = None,
        dateFormat: str | None = None,
        timestampFormat: str | None = None,
        multiLine: bool | str | None = None,
        allowUnquotedControlChars: bool | str | None = None,
        lineSep: str | None = None,
        samplingRatio: float | str | None = None,
        dropFieldIfAllNull: bool | str | None = None,
        encoding: str | None = None,
        locale: str | None = None,
        pathGlobFilter: bool | str | None = None,
        recursiveFileLookup: bool | str | None = None,
        modifiedBefore: bool | str | None = None,
        modifiedAfter: bool | str | None = None,
        allowNonNumericNumbers: bool | str | None = None,
        useUnsafeRow: bool | str | None = None,
    ) -> DataFrame:
        """Read files with a JSON object on each line, or such lines; with ``multiLine``, one value in each file.

        Parameters
        ----------
        path : str, list of str, RDD of str or DataFrame
            Files, directories or globs; or the lines themselves.
        schema : StructType or str, optional
            The columns; without it every record is read to find them.

        >>> spark.read.json(spark.sparkContext.parallelize(['{"a": 1}'])).collect()     # doctest: +SKIP
        [Row(a=1)]
        """
        self._take(locals(), ("path", "schema"))
        if schema is not None:
            self.schema(schema)
        return self._files_or_lines(path, "json")

    def _take(self, given: dict[str, Any], without: tuple[str, ...]) -> None:
        """Set the options among the arguments of a call."""
        self._set_options(**{k: v for k, v in given.items() if k not in ("self", *without)})

    def _files_or_lines(self, path: Any, name: str) -> DataFrame:
        if isinstance(path, str):
            return self.format(name)._load([path])
        if isinstance(path, list):
            return self.format(name)._load(path)
        if isinstance(path, RDD):
            lines = [str(record) for record in path.collect()]
        elif hasattr(path, "_execution"):
            lines = self._column_of(path)
        else:
            raise unexpected_type("path", path, "str, list, RDD, or DataFrame")
        settings = self._spark._settings()
        return self._spark._frame(lines_relation(name, lines, self._schema, self._options, settings))

    def _column_of(self, frame: DataFrame) -> list[str]:
        """The texts of a DataFrame of one column of strings."""
        fields = frame._plan.schema.fields
        if len(fields) != 1:
            raise AnalysisException(
                errorClass="DATAFRAME_INPUT_NOT_SINGLE_COLUMN",
                messageParameters={"numColumns": str(len(fields))},
            )
        if not isinstance(fields[0].dataType, StringType):
            raise AnalysisException(
                errorClass="DATAFRAME_INPUT_NOT_STRING_TYPE",
                messageParameters={"dataType": quoted_type(fields[0].dataType)},
            )
        found = frame._execution.table().column(0).to_pylist()
        return ["null" if line is None else line for line in found]

    def table(self, tableName: str) -> DataFrame:
        """A table or view, read with the options."""
        return self._spark._frame(r.TableName(parse_identifier(tableName), self._options))

    def orc(
        self,
        path: str | list[str],
        mergeSchema: bool | None = None,
        pathGlobFilter: bool | str | None = None,
        recursiveFileLookup: bool | str | None = None,
        modifiedBefore: bool | str | None = None,
        modifiedAfter: bool | str | None = None,
    ) -> DataFrame:
        """Read ORC files.

        Parameters
        ----------
        path : str or list of str
            Files, directories or globs.
        mergeSchema : bool, optional
            Whether the columns are those of all files.

        >>> spark.read.orc("/data/people").show()     # doctest: +SKIP
        """
        self._take(locals(), ("path",))
        return self.format("orc")._load(_path_list(path, "path"))

    def jdbc(
        self,
        url: str,
        table: str,
        column: str | None = None,
        lowerBound: int | str | None = None,
        upperBound: int | str | None = None,
        numPartitions: int | None = None,
        predicates: list[str] | None = None,
        properties: dict[str, str] | None = None,
    ) -> DataFrame:
        """Read a table of another database.

        Parameters
        ----------
        url : str
            ``jdbc:sqlite:file``, ``jdbc:postgresql://host/database`` or ``jdbc:mysql://host/database``.
        table : str
            The table's name, or a query in parentheses with a name behind it.
        column, lowerBound, upperBound, numPartitions
            A column by which the table is read in so many parts at a time. The bounds do not leave rows out.
        predicates : list of str, optional
            Conditions, one for each part.
        properties : dict, optional
            ``user``, ``password`` and other options.

        Raises
        ------
        SparkRuntimeException
            FAILED_JDBC, JDBC_EXTERNAL_ENGINE_SYNTAX_ERROR.

        >>> spark.read.jdbc("jdbc:sqlite:shop.db", "customers").show()     # doctest: +SKIP
        """
        self._set_options(**(properties or {}))
        self._set_options(url=url, dbtable=table)
        if column is not None:
            bounds = {"lowerBound": lowerBound, "upperBound": upperBound, "numPartitions": numPartitions}
            for name, value in bounds.items():
                assert value is not None, f"{name} can not be None when ``column`` is specified"
            self._set_options(partitionColumn=column, **bounds)
            predicates = None
        relation = import_module("pyrite.sql._jdbc.reading").jdbc_relation(
            Options(self._options), self._schema, self._spark._settings(), predicates
        )
        return self._spark._frame(relation)

    def xml(
        self,
        path: str | list[str] | RDD[str] | DataFrame,
        rowTag: str | None = None,
        schema: StructType | str | None = None,
        excludeAttribute: bool | str | None = None,
        attributePrefix: str | None = None,
        valueTag: str | None = None,
        ignoreSurroundingSpaces: bool | str | None = None,
        rowValidationXSDPath: str | None = None,
        ignoreNamespace: bool | str | None = None,
        wildcardColName: str | None = None,
        encoding: str | None = None,
        inferSchema: bool | str | None = None,
        nullValue: str | None = None,
        dateFormat: str | None = None,
        timestampFormat: str | None = None,
        mode: str | None = None,
        columnNameOfCorruptRecord: str | None = None,
        multiLine: bool | str | None = None,
        samplingRatio: float | str | None = None,
        locale: str | None = None,
    ) -> DataFrame:
        """Read XML files, or texts that are a row each.

        Parameters
        ----------
        path : str, list of str, RDD of str or DataFrame
            Files, directories or globs; or the texts themselves.
        rowTag : str
            The tag of the elements that are rows.
        schema : StructType or str, optional
            The columns; without it every row is read to find them.

        >>> spark.read.xml("books.xml", rowTag="book").show()     # doctest: +SKIP
        """
        self._take(locals(), ("path", "schema"))
        if schema is not None:
            self.schema(schema)
        return self._files_or_lines(path, "xml")


def _path_list(paths: Any, name: str) -> list[str]:
    if isinstance(paths, str):
        return [paths]
    if isinstance(paths, (list, tuple)):
        return list(paths)
    raise unexpected_type(name, paths, "str or list")


def _hadoop(options: Options) -> dict[str, str]:
    """The options that configure file systems."""
    return {key: value for key, value in options.given.items() if key.startswith("fs.")}


class DataFrameWriter(_OptionsHolder):
    """Writes a DataFrame into files; made by ``df.write``.

    >>> df.write.mode("overwrite").partitionBy("day").parquet("/data/events")     # doctest: +SKIP
    """

    def __init__(self, df: DataFrame):
        super().__init__()
        self._df = df
        self._spark = df.sparkSession
        self._format: str | None = None
        self._mode = "errorifexists"
        self._by: tuple[str, ...] = ()
        self._buckets: tuple[int, tuple[str, ...]] | None = None
        self._sorted: tuple[str, ...] = ()
        self._clustered: tuple[str, ...] = ()

    def mode(self, saveMode: str | None) -> DataFrameWriter:
        """What happens when there is something at the path.

        Parameters
        ----------
        saveMode : str
            ``error`` (or ``errorifexists``, ``default``), ``append``, ``overwrite`` or ``ignore``.
        """
        if saveMode is None:
            return self
        found = _MODES.get(saveMode.lower())
        if found is None:
            raise AnalysisException(
                errorClass="INVALID_SAVE_MODE", messageParameters={"mode": f'"{saveMode}"'}
            )
        self._mode = found
        return self

    def format(self, source: str) -> DataFrameWriter:
        """The format: ``parquet``, ``orc``, ``csv``, ``json``, ``text`` and others; see the page on DataFrames."""
        self._format = source
        return self

    def option(self, key: str, value: Any) -> DataFrameWriter:
        """Set one option of the format. Names are found whatever their case."""
        self._set_options(**{key: value})
        return self

    def options(self, **options: Any) -> DataFrameWriter:
        """Set options of the format."""
        self._set_options(**options)
        return self

    def partitionBy(self, *cols: str | list[str]) -> DataFrameWriter:
        """Columns that become directories ``name=value``."""
        self._by = _names(cols)
        return self

    def bucketBy(self, numBuckets: int, col: str | list[str], *cols: str) -> DataFrameWriter:
        """Columns by which the files of a table are cut. Files without a table take none."""
        if not isinstance(numBuckets, int):
            raise unexpected_type("numBuckets", numBuckets, "int")
        self._buckets = (numBuckets, _column_names(col, cols))
        return self

    def sortBy(self, col: str | list[str], *cols: str) -> DataFrameWriter:
        """Columns by which the rows of each bucket are in order."""
        self._sorted = _column_names(col, cols)
        return self

    @brief
    def save(
        self,
        path: str | None = None,
        format: str | None = None,
        mode: str | None = None,
        partitionBy: str | list[str] | None = None,
        **options: Any,
    ) -> None:
        """Write the rows into a new directory of files.

        Parameters
        ----------
        path : str, optional
            The directory; without it the option ``path`` tells.
        format : str, optional
            The files' format; by default ``spark.sql.sources.default``, parquet.
        mode : str, optional
            See :meth:`mode`.
        partitionBy : str or list of str, optional
            See :meth:`partitionBy`.
        **options
            Options of the format.

        Raises
        ------
        AnalysisException
            PATH_ALREADY_EXISTS; and for columns that the format cannot hold.
        """
        self.mode(mode)
        self._set_options(**options)
        if partitionBy is not None:
            self.partitionBy(partitionBy)
        if format is not None:
            self.format(format)
        if (self._format or "").lower() == "jdbc":
            self._save_table("save")
            return
        lake = (self._format or self._spark._conf_map().get("spark.sql.sources.default", "parquet")).lower()
        if lake in LAKE_FORMATS:
            self._save_lake(lake, path)
            return
        source = data_source(self._spark, self._format) if self._format is not None else None
        if source is not None:
            given = Options(self._options)
            given = given if path is None else given.updated({"path": path})
            write_source(self._df, source, given, self._mode)
            return
        name = _format_named(
            self._format or self._spark._conf_map().get("spark.sql.sources.default", "parquet"), WRITERS
        )
        if self._sorted and self._buckets is None:
            raise AnalysisException(errorClass="SORT_BY_WITHOUT_BUCKETING", messageParameters={})
        if self._buckets is not None:
            raise AnalysisException(
                errorClass="_LEGACY_ERROR_TEMP_1312", messageParameters={"operation": "save"}
            )
        given = Options(self._options)
        target = path if path is not None else given.text("path")
        if target is None:
            raise IllegalArgumentException(errorClass="_LEGACY_ERROR_TEMP_2047", messageParameters={})
        Save(self._df, name, target, self._mode, self._by, given).run()

    def _save_lake(self, provider: str, path: str | None) -> None:
        """Write into a table of a lakehouse format."""
        given = Options(self._options)
        target = path if path is not None else given.text("path")
        if target is None:
            raise IllegalArgumentException(errorClass="_LEGACY_ERROR_TEMP_2047", messageParameters={})
        name = lake_name(provider, target)
        if name == (provider, target):
            save_lake_path(self._df, provider, target, self._mode, self._by, given)
        else:
            self.saveAsTable(target)

    def parquet(
        self,
        path: str,
        mode: str | None = None,
        partitionBy: str | list[str] | None = None,
        compression: str | None = None,
    ) -> None:
        """Write Parquet files.

        >>> df.write.parquet("/data/people")     # doctest: +SKIP
        """
        self.format("parquet").save(path, mode=mode, partitionBy=partitionBy, compression=compression)

    def text(self, path: str, compression: str | None = None, lineSep: str | None = None) -> None:
        """Write text files: one line for each row of the one column, a string."""
        self.format("text").save(path, compression=compression, lineSep=lineSep)

    def json(
        self,
        path: str,
        mode: str | None = None,
        compression: str | None = None,
        dateFormat: str | None = None,
        timestampFormat: str | None = None,
        lineSep: str | None = None,
        encoding: str | None = None,
        ignoreNullFields: bool | str | None = None,
    ) -> None:
        """Write files with a JSON object on each line."""
        self.format("json").save(
            path,
            mode=mode,
            compression=compression,
            dateFormat=dateFormat,
            timestampFormat=timestampFormat,
            lineSep=lineSep,
            encoding=encoding,
            ignoreNullFields=ignoreNullFields,
        )

    def csv(
        self,
        path: str,
        mode: str | None = None,
        compression: str | None = None,
        sep: str | None = None,
        quote: str | None = None,
        escape: str | None = None,
        header: bool | str | None = None,
        nullValue: str | None = None,
        escapeQuotes: bool | str | None = None,
        quoteAll: bool | str | None = None,
        dateFormat: str | None = None,
        timestampFormat: str | None = None,
        ignoreLeadingWhiteSpace: bool | str | None = None,
        ignoreTrailingWhiteSpace: bool | str | None = None,
        charToEscapeQuoteEscaping: str | None = None,
        encoding: str | None = None,
        emptyValue: str | None = None,
        lineSep: str | None = None,
    ) -> None:
        """Write CSV files."""
        self.format("csv").save(
            path,
            mode=mode,
            compression=compression,
            sep=sep,
            quote=quote,
            escape=escape,
            header=header,
            nullValue=nullValue,
            escapeQuotes=escapeQuotes,
            quoteAll=quoteAll,
            dateFormat=dateFormat,
            timestampFormat=timestampFormat,
            ignoreLeadingWhiteSpace=ignoreLeadingWhiteSpace,
            ignoreTrailingWhiteSpace=ignoreTrailingWhiteSpace,
            charToEscapeQuoteEscaping=charToEscapeQuoteEscaping,
            encoding=encoding,
            emptyValue=emptyValue,
            lineSep=lineSep,
        )

    @brief
    def insertInto(self, tableName: str, overwrite: bool | None = None) -> None:
        """Put the rows into a table that is there, by position.

        Parameters
        ----------
        tableName : str
            The table.
        overwrite : bool, optional
            Whether they replace its rows; by default as :meth:`mode` says.

        Raises
        ------
        AnalysisException
            TABLE_OR_VIEW_NOT_FOUND; for rows that do not fit, INSERT_COLUMN_ARITY_MISMATCH and
            INCOMPATIBLE_DATA_FOR_TABLE.
        """
        if overwrite is not None:
            self.mode("overwrite" if overwrite else "append")
        replace = self._mode == "overwrite"
        insert_frame(self._df, tableName, replace, self._by, self._bucket_spec(), Options(self._options))

    @brief
    def saveAsTable(
        self,
        name: str,
        format: str | None = None,
        mode: str | None = None,
        partitionBy: str | list[str] | None = None,
        **options: Any,
    ) -> None:
        """Make a table of the rows; with the mode ``append``, put them into it by the names of their columns.

        Parameters
        ----------
        name : str
            The table.
        format, mode, partitionBy, **options
            As in :meth:`save`. The option ``path`` is the place of a table whose files stay when it is dropped.

        Raises
        ------
        AnalysisException
            TABLE_OR_VIEW_ALREADY_EXISTS, and for rows that do not fit.

        >>> df.write.partitionBy("day").saveAsTable("events")     # doctest: +SKIP
        """
        self.mode(mode)
        self._set_options(**options)
        if partitionBy is not None:
            self.partitionBy(partitionBy)
        if format is not None:
            self.format(format)
        buckets = self._bucket_spec()
        given = Options(self._options)
        save_as_table(self._df, name, self._format, self._mode, self._by, buckets, self._clustered, given)

    def clusterBy(self, *cols: str | list[str]) -> DataFrameWriter:
        """Columns by which rows that are read together lie together. A table of files only remembers them."""
        self._clustered = _names(cols)
        return self

    def _bucket_spec(self) -> Buckets | None:
        if self._buckets is None:
            if self._sorted:
                raise AnalysisException(errorClass="SORT_BY_WITHOUT_BUCKETING", messageParameters={})
            return None
        count, columns = self._buckets
        return Buckets(count, columns, self._sorted)

    def orc(
        self,
        path: str,
        mode: str | None = None,
        partitionBy: str | list[str] | None = None,
        compression: str | None = None,
    ) -> None:
        """Write ORC files.

        >>> df.write.orc("/data/people")     # doctest: +SKIP
        """
        self.format("orc").save(path, mode=mode, partitionBy=partitionBy, compression=compression)

    def jdbc(
        self, url: str, table: str, mode: str | None = None, properties: dict[str, str] | None = None
    ) -> None:
        """Write the rows into a table of another database: all of them, or none.

        Parameters
        ----------
        url : str
            See :meth:`DataFrameReader.jdbc`.
        table : str
            The table's name.
        mode : str, optional
            See :meth:`mode`. ``overwrite`` makes the table anew, or with the option ``truncate`` empties it.
        properties : dict, optional
            ``user``, ``password`` and other options.

        Raises
        ------
        AnalysisException
            Where the table is there already; COLUMN_NOT_DEFINED_IN_TABLE.

        >>> df.write.jdbc("jdbc:sqlite:shop.db", "customers")     # doctest: +SKIP
        """
        self._set_options(**(properties or {}))
        self._set_options(url=url, dbtable=table)
        self.mode(mode)
        self._save_table("jdbc")

    def _save_table(self, operation: str) -> None:
        """Write into a table of another database."""
        for given, condition in (
            (self._by, "_LEGACY_ERROR_TEMP_1197"),
            (self._buckets, "_LEGACY_ERROR_TEMP_1312"),
        ):
            if given and operation == "jdbc":
                raise AnalysisException(errorClass=condition, messageParameters={"operation": operation})
        options = import_module("pyrite.sql._jdbc.options").JdbcOptions.writing(Options(self._options))
        frame, settings = self._df, self._spark._settings()
        schema = frame._plan.schema
        check_columns(schema, "JDBC", reading=False)
        write = import_module("pyrite.sql._jdbc.writing").JdbcWrite(options, self._mode, schema, settings)
        write.run(lambda: frame._execution.table())

    def xml(
        self,
        path: str,
        rowTag: str | None = None,
        mode: str | None = None,
        attributePrefix: str | None = None,
        valueTag: str | None = None,
        rootTag: str | None = None,
        declaration: bool | str | None = None,
        arrayElementName: str | None = None,
        nullValue: str | None = None,
        dateFormat: str | None = None,
        timestampFormat: str | None = None,
        compression: str | None = None,
        encoding: str | None = None,
        validateName: bool | str | None = None,
    ) -> None:
        """Write XML files.

        >>> df.write.xml("/data/books", rowTag="book")     # doctest: +SKIP
        """
        self.format("xml").save(
            path,
            mode=mode,
            rowTag=rowTag,
            attributePrefix=attributePrefix,
            valueTag=valueTag,
            rootTag=rootTag,
            declaration=declaration,
            arrayElementName=arrayElementName,
            nullValue=nullValue,
            dateFormat=dateFormat,
            timestampFormat=timestampFormat,
            compression=compression,
            encoding=encoding,
            validateName=validateName,
        )


_MODES = {
    "append": "append",
    "overwrite": "overwrite",
    "ignore": "ignore",
    "error": "errorifexists",
    "errorifexists": "errorifexists",
    "default": "errorifexists",
}


def _names(cols: Sequence[Any]) -> tuple[str, ...]:
    if len(cols) == 1 and isinstance(cols[0], (list, tuple)):
        return tuple(cols[0])
    return tuple(cols)


def _column_names(col: Any, cols: Sequence[str]) -> tuple[str, ...]:
    """The columns of ``f("a", "b")`` and ``f(["a", "b"])``.

    Raises
    ------
    PySparkValueError
        CANNOT_SET_TOGETHER for a list and more names.
    PySparkTypeError
        For anything but strings.
    """
    if isinstance(col, (list, tuple)):
        if cols:
            raise PySparkValueError(
                errorClass="CANNOT_SET_TOGETHER",
                messageParameters={"arg_list": f"`col` of type {type(col).__name__} and `cols`"},
            )
        col, cols = col[0], col[1:]
    for name in cols:
        if not isinstance(name, str):
            raise unexpected_type("cols", name, "list[str]")
    if not isinstance(col, str):
        raise unexpected_type("col", col, "list[str]")
    return (col, *cols)
