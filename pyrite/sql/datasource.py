"""Data sources that users write in Python: ``spark.dataSource.register``, then ``spark.read.format(name)``."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, MutableMapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pyrite.errors import PySparkNotImplementedError
from pyrite.sql.types import Row, StructType

if TYPE_CHECKING:
    import pyarrow as pa

    from pyrite.sql.session import SparkSession

__all__ = [
    "DataSource",
    "DataSourceArrowWriter",
    "DataSourceReader",
    "DataSourceRegistration",
    "DataSourceStreamArrowWriter",
    "DataSourceStreamReader",
    "DataSourceStreamWriter",
    "DataSourceWriter",
    "EqualNullSafe",
    "EqualTo",
    "Filter",
    "GreaterThan",
    "GreaterThanOrEqual",
    "In",
    "InputPartition",
    "IsNotNull",
    "IsNull",
    "LessThan",
    "LessThanOrEqual",
    "Not",
    "SimpleDataSourceStreamReader",
    "StringContains",
    "StringEndsWith",
    "StringStartsWith",
    "WriterCommitMessage",
]  # fmt: skip

ColumnPath = tuple[str, ...]


def _missing(feature: str) -> PySparkNotImplementedError:
    return PySparkNotImplementedError(errorClass="NOT_IMPLEMENTED", messageParameters={"feature": feature})


class DataSource(ABC):  # noqa: B024 - as in PySpark
    """A data source: a subclass names it, tells its columns, and makes its readers and writers.

    Parameters
    ----------
    options : mapping
        What ``option`` was given; keys are found whatever their case.

    >>> class Numbers(DataSource):
    ...     def schema(self):
    ...         return "n int"
    ...     def reader(self, schema):
    ...         return NumbersReader()
    """

    def __init__(self, options: MutableMapping[str, str]) -> None:
        self.options = options

    @classmethod
    def name(cls) -> str:
        """What ``format`` calls it; by default the name of the class."""
        return cls.__name__

    def schema(self) -> StructType | str:
        """Its columns, as a StructType or DDL, where no schema is given."""
        raise _missing("schema")

    def reader(self, schema: StructType) -> DataSourceReader:
        """What reads it."""
        raise _missing("reader")

    def writer(self, schema: StructType, overwrite: bool) -> DataSourceWriter:
        """What writes it; ``overwrite`` tells whether what is there goes."""
        raise _missing("writer")

    def streamWriter(self, schema: StructType, overwrite: bool) -> DataSourceStreamWriter:
        """What writes a stream into it."""
        raise _missing("streamWriter")

    def simpleStreamReader(self, schema: StructType) -> SimpleDataSourceStreamReader:
        """What reads it as a stream, without partitions."""
        raise _missing("simpleStreamReader")

    def streamReader(self, schema: StructType) -> DataSourceStreamReader:
        """What reads it as a stream."""
        raise _missing("streamReader")


# ---------------------------------------------------------------------------------------------------- filters


@dataclass(frozen=True)
class Filter(ABC):  # noqa: B024 - a common base, as in PySpark
    """A condition that a reader may take over."""


@dataclass(frozen=True)
class EqualTo(Filter):
    """``attribute = value``."""

    attribute: ColumnPath
    value: Any


@dataclass(frozen=True)
class EqualNullSafe(Filter):
    """``attribute <=> value``."""

    attribute: ColumnPath
    value: Any


@dataclass(frozen=True)
class GreaterThan(Filter):
    """``attribute > value``."""

    attribute: ColumnPath
    value: Any


@dataclass(frozen=True)
class GreaterThanOrEqual(Filter):
    """``attribute >= value``."""

    attribute: ColumnPath
    value: Any


@dataclass(frozen=True)
class LessThan(Filter):
    """``attribute < value``."""

    attribute: ColumnPath
    value: Any


@dataclass(frozen=True)
class LessThanOrEqual(Filter):
    """``attribute <= value``."""

    attribute: ColumnPath
    value: Any


@dataclass(frozen=True)
class In(Filter):
    """``attribute IN value``."""

    attribute: ColumnPath
    value: tuple[Any, ...]


@dataclass(frozen=True)
class IsNull(Filter):
    """``attribute IS NULL``."""

    attribute: ColumnPath


@dataclass(frozen=True)
class IsNotNull(Filter):
    """``attribute IS NOT NULL``."""

    attribute: ColumnPath


@dataclass(frozen=True)
class Not(Filter):
    """``NOT child``."""

    child: Filter


@dataclass(frozen=True)
class StringStartsWith(Filter):
    """``attribute LIKE 'value%'``."""

    attribute: ColumnPath
    value: str


@dataclass(frozen=True)
class StringEndsWith(Filter):
    """``attribute LIKE '%value'``."""

    attribute: ColumnPath
    value: str


@dataclass(frozen=True)
class StringContains(Filter):
    """``attribute LIKE '%value%'``."""

    attribute: ColumnPath
    value: str


# ---------------------------------------------------------------------------------------------------- reading


class InputPartition:
    """A part of a source that one task reads; ``value`` tells which. It is pickled."""

    def __init__(self, value: Any) -> None:
        self.value = value

    def __repr__(self) -> str:
        shown = ", ".join([f"{name}={value!r}" for name, value in self.__dict__.items()])
        return f"{type(self).__name__}({shown})"


class DataSourceReader(ABC):
    """Reads a source. It is pickled and sent to the tasks."""

    def pushFilters(self, filters: list[Filter]) -> Iterable[Filter]:
        """Take over filters; gives back those of them that it leaves to the engine.

        It is called once for a query that has filters, before ``partitions``, of a reader made for this query; the
        setting ``spark.sql.python.filterPushdown.enabled`` must be true. What it does not give back, the engine does
        not check.

        >>> def pushFilters(self, filters):     # doctest: +SKIP
        ...     for filter in filters:
        ...         if isinstance(filter, EqualTo) and filter.attribute == ("day",):
        ...             self.day = filter.value
        ...         else:
        ...             yield filter
        """
        return filters

    def partitions(self) -> Sequence[InputPartition]:
        """The parts that tasks read; without them one task reads all, and is given None."""
        raise _missing("partitions")

    @abstractmethod
    def read(self, partition: InputPartition) -> Iterator[tuple[Any, ...]] | Iterator[pa.RecordBatch]:
        """The rows of a part: tuples, Rows or Arrow batches."""


class DataSourceStreamReader(ABC):
    """Reads a source as a stream. Streams are not there yet."""

    def initialOffset(self) -> dict[str, Any]:
        """Where the stream begins."""
        raise _missing("initialOffset")

    def latestOffset(self, *args: Any) -> dict[str, Any]:
        """How far it goes now."""
        raise _missing("latestOffset")

    def partitions(self, start: dict[str, Any], end: dict[str, Any]) -> Sequence[InputPartition]:
        """The parts between two offsets."""
        raise _missing("partitions")

    @abstractmethod
    def read(self, partition: InputPartition) -> Iterator[tuple[Any, ...]] | Iterator[pa.RecordBatch]:
        """The rows of a part."""

    def commit(self, end: dict[str, Any]) -> None:  # noqa: B027 - nothing, unless a subclass does something
        """All before this offset has been taken."""

    def stop(self) -> None:  # noqa: B027 - nothing, unless a subclass does something
        """The stream has ended."""


class SimpleDataSourceStreamReader(ABC):  # noqa: B024 - as in PySpark
    """Reads a source as a stream, in the driver. Streams are not there yet."""

    def initialOffset(self) -> dict[str, Any]:
        """Where the stream begins."""
        raise _missing("initialOffset")

    def read(self, start: dict[str, Any]) -> tuple[Iterator[tuple[Any, ...]], dict[str, Any]]:
        """The rows from an offset on, and the next offset."""
        raise _missing("read")

    def readBetweenOffsets(self, start: dict[str, Any], end: dict[str, Any]) -> Iterator[tuple[Any, ...]]:
        """The rows between two offsets, again."""
        raise _missing("readBetweenOffsets")

    def commit(self, end: dict[str, Any]) -> None:  # noqa: B027 - nothing, unless a subclass does something
        """All before this offset has been taken."""


# ---------------------------------------------------------------------------------------------------- writing


class WriterCommitMessage:
    """What a task says of what it wrote. It is pickled."""


class DataSourceWriter(ABC):
    """Writes into a source. It is pickled and sent to the tasks."""

    @abstractmethod
    def write(self, iterator: Iterator[Row]) -> WriterCommitMessage:
        """Write the rows of a partition, in a task."""

    def commit(self, messages: list[WriterCommitMessage | None]) -> None:  # noqa: B027 - as above
        """All tasks have written."""

    def abort(self, messages: list[WriterCommitMessage | None]) -> None:  # noqa: B027 - as above
        """A task has failed; None stands for those of which nothing is known."""


class DataSourceArrowWriter(DataSourceWriter):
    """Writes Arrow batches into a source."""

    @abstractmethod
    def write(self, iterator: Iterator[pa.RecordBatch]) -> WriterCommitMessage:
        """Write the batches of a partition, in a task."""


class DataSourceStreamWriter(ABC):
    """Writes a stream into a source. Streams are not there yet."""

    @abstractmethod
    def write(self, iterator: Iterator[Row]) -> WriterCommitMessage:
        """Write the rows of a partition, in a task."""

    def commit(self, messages: list[WriterCommitMessage | None], batchId: int) -> None:  # noqa: B027
        """All tasks of a batch have written."""

    def abort(self, messages: list[WriterCommitMessage | None], batchId: int) -> None:  # noqa: B027
        """A task of a batch has failed."""


class DataSourceStreamArrowWriter(DataSourceStreamWriter):
    """Writes a stream of Arrow batches into a source. Streams are not there yet."""

    @abstractmethod
    def write(self, iterator: Iterator[pa.RecordBatch]) -> WriterCommitMessage:
        """Write the batches of a partition, in a task."""


# ----------------------------------------------------------------------------------------------- registration


class DataSourceRegistration:
    """Makes data sources known to a session: ``spark.dataSource``."""

    def __init__(self, sparkSession: SparkSession):
        self.sparkSession = sparkSession

    def register(self, dataSource: type[DataSource]) -> None:
        """Have ``format`` know a data source by its name.

        >>> spark.dataSource.register(Numbers)     # doctest: +SKIP
        >>> spark.read.format("Numbers").load().show()     # doctest: +SKIP
        """
        self.sparkSession._names.data_sources[dataSource.name().lower()] = dataSource
