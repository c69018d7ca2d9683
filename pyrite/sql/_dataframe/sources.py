"""Users' data sources read and written: ``spark.read.format(name)`` and ``df.write.format(name)``."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any, TypeVar

from pyrite.errors import PySparkAssertionError
from pyrite.sql._analysis.errors import analysis_error
from pyrite.sql._files.options import Options
from pyrite.sql._plan import expressions as e
from pyrite.sql._plan import relations as r
from pyrite.sql._python.sources import WriteStage
from pyrite.sql._python.wire import to_bytes
from pyrite.sql.datasource import DataSource, DataSourceArrowWriter, DataSourceReader
from pyrite.sql.types import StructType, _parse_datatype_string

if TYPE_CHECKING:
    from pyrite.sql.dataframe import DataFrame
    from pyrite.sql.session import SparkSession

__all__ = ["data_source", "source_relation", "write_source"]

T = TypeVar("T")
_MODES = {"errorifexists": "ErrorIfExists", "ignore": "Ignore"}


class _Given(dict[str, str]):
    """Options whose keys are found whatever their case."""

    def __init__(self, given: Mapping[str, str]):
        super().__init__({key.lower(): value for key, value in given.items()})

    def __getitem__(self, key: str) -> str:
        return super().__getitem__(key.lower())

    def __contains__(self, key: object) -> bool:
        return super().__contains__(key.lower() if isinstance(key, str) else key)

    def get(self, key: str, default: Any = None) -> Any:
        return super().get(key.lower(), default)


def data_source(session: SparkSession, name: str) -> type[DataSource] | None:
    """The data source that a program has registered under this name."""
    found: type[DataSource] | None = session._names.data_sources.get(name.lower())
    return found


def _told(what: str, call: Callable[[], T]) -> T:
    """What a user's method gives; its error as Spark's, with the traceback."""
    try:
        return call()
    except Exception:
        raise analysis_error(
            "PYTHON_DATA_SOURCE_ERROR", {"action": what, "type": "source", "msg": traceback.format_exc()}
        ) from None


def source_relation(
    kind: type[DataSource], options: Options, schema: StructType | None, pushdown: bool
) -> r.PythonSource:
    """The rows of a data source.

    Parameters
    ----------
    kind : type
        The user's class.
    options : Options
        What the reader was given.
    schema : StructType, optional
        The columns; by default those that the source tells.
    pushdown : bool
        ``spark.sql.python.filterPushdown.enabled``; a reader that takes filters is refused without it.

    Raises
    ------
    AnalysisException
        PYTHON_DATA_SOURCE_ERROR, with the user's traceback.
    """
    source = _told("create", lambda: kind(_Given(options.given)))
    if schema is None:
        told = _told("create", source.schema)
        parsed = _parse_datatype_string(told) if isinstance(told, str) else told
        if not isinstance(parsed, StructType):
            raise analysis_error(
                "PYTHON_DATA_SOURCE_ERROR",
                {"action": "create", "type": "source", "msg": f"schema() gives {parsed}, and no StructType"},
            )
        schema = parsed
    columns = schema

    def make() -> Any:
        return source.reader(columns)

    reader = _told("initialize", make)
    takes_filters = type(reader).pushFilters is not DataSourceReader.pushFilters
    if takes_filters and not pushdown:
        shown = {"type": type(reader).__name__, "conf": "spark.sql.python.filterPushdown.enabled"}
        disabled = PySparkAssertionError(errorClass="DATA_SOURCE_PUSHDOWN_DISABLED", messageParameters=shown)
        message = {"action": "initialize", "type": "source", "msg": str(disabled)}
        raise analysis_error("PYTHON_DATA_SOURCE_ERROR", message)
    parts: Any
    if takes_filters:
        parts = import_module("pyrite.sql._dataframe.source_filters").LateParts(make, _parts, _told, reader)
    else:
        parts = _told("plan", lambda: _parts(reader))
    attributes = [e.Attribute(f.name, f.dataType, f.nullable, metadata=f.metadata or None) for f in columns]
    return r.PythonSource(tuple(attributes), reader, parts)


def _parts(reader: Any) -> tuple[Any, ...]:
    try:
        return tuple(reader.partitions())
    except NotImplementedError:
        return (None,)


def write_source(frame: DataFrame, kind: type[DataSource], options: Options, mode: str) -> None:
    """Write the rows of a DataFrame into a data source: each partition in a task, then the commit.

    Raises
    ------
    AnalysisException
        UNSUPPORTED_DATA_SOURCE_SAVE_MODE for modes but append and overwrite; PYTHON_DATA_SOURCE_ERROR.
    """
    if mode in _MODES:
        shown = {"source": kind.name(), "createMode": f'"{_MODES[mode]}"'}
        raise analysis_error("UNSUPPORTED_DATA_SOURCE_SAVE_MODE", shown)
    schema = frame._plan.schema
    source = _told("create", lambda: kind(_Given(options.given)))
    writer = _told("initialize", lambda: source.writer(schema, mode == "overwrite"))
    stage = WriteStage(writer, schema, isinstance(writer, DataSourceArrowWriter))
    engine = frame._execution.engine
    assert engine.python_runner is not None
    tables = frame._execution.partitions()
    chunks = [to_bytes(table.to_batches(), table.schema) for table in tables]
    try:
        messages: list[Any] = engine.python_runner().run(stage, chunks)
    except BaseException:
        writer.abort([None] * len(chunks))
        raise
    writer.commit(messages)
