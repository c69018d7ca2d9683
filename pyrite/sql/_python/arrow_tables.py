"""Users' table functions of Arrow's batches, called in a worker: given arrays and batches, they give tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import field
from typing import TYPE_CHECKING, Any

from pyrite._dataclasses import dataclass
from pyrite.errors import PySparkRuntimeError
from pyrite.sql._python.borders import group_starts
from pyrite.sql._python.checks import arrow_array, refuse_names
from pyrite.sql._python.conf import WorkerConf
from pyrite.sql._python.frames import one_array
from pyrite.sql._python.functions import TableCall
from pyrite.sql._python.tables import Given, SkipRestOfInputTableException, TableStage
from pyrite.sql._python.wire import from_bytes, to_bytes
from pyrite.sql._result.arrow import spark_column
from pyrite.sql._types.physical_types import physical_type

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["ArrowTableCall", "ArrowTableStage"]


@dataclass(frozen=True, eq=False)
class ArrowTableCall(TableCall):
    """A call of a table function of Arrow's batches."""

    def stage(self, plain: TableStage, conf: WorkerConf) -> ArrowTableStage:
        """What calls it, given what would call a plain table function."""
        return ArrowTableStage(
            plain.handler, plain.name, plain.returns, plain.arguments, plain.keys, conf=conf
        )


@dataclass(frozen=True)
class ArrowTableStage(TableStage):
    """Calls of a table function for the rows of a chunk: ``eval`` for each batch, of one partition only.

    Parameters
    ----------
    conf : WorkerConf
        The settings: rows of a batch, the zone.
    """

    conf: WorkerConf = field(default_factory=WorkerConf)

    def __setstate__(self, state: dict[str, Any]) -> None:
        """In a worker: handlers find ``pyarrow.compute`` without importing it, as in Spark's workers."""
        self.__dict__.update(state)
        import pyarrow.compute  # noqa: F401

    def __call__(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        import pyarrow as pa

        kinds = [physical_type(field.dataType) for field in self.returns]
        schema = pa.schema([("row", pa.int64()), *[(str(at), kind) for at, kind in enumerate(kinds)]])
        for chunk in chunks:
            made = []
            for columns in self._made_of(pa.Table.from_batches(from_bytes(chunk))):
                # There are no rows beside those of the function: all are of the first.
                row = pa.array([0] * len(columns[0]), pa.int64())
                made.append(pa.RecordBatch.from_arrays([row, *columns], schema=schema))
            yield to_bytes(made, schema)

    def _made_of(self, table: pa.Table) -> Iterator[list[pa.Array]]:
        """The columns of each table made."""
        rows = table.num_rows
        starts = group_starts([one_array(table.column(at)) for at in self.keys], rows)
        for start, end in zip(starts, [*starts[1:], rows]):
            instance = self._made()
            try:
                for at in range(start, end, self.conf.batch_rows):
                    batch = table.slice(at, min(self.conf.batch_rows, end - at))
                    yield from self._tables("eval", self._call(instance, batch))
            except SkipRestOfInputTableException:
                pass
            if hasattr(instance, "terminate"):
                yield from self._tables("terminate", instance.terminate)
            if hasattr(instance, "cleanup"):
                instance.cleanup()

    def _call(self, instance: Any, batch: pa.Table) -> Callable[[], Any]:
        values = [(argument.keyword, self._argument(argument, batch)) for argument in self.arguments]
        plain = [value for keyword, value in values if keyword is None]
        named = {keyword: value for keyword, value in values if keyword is not None}
        return lambda: instance.eval(*plain, **named)

    def _argument(self, argument: Given, batch: pa.Table) -> Any:
        """An array, or of a table a batch, in Arrow's types for Spark's."""
        import pyarrow as pa

        arrays = [
            one_array(spark_column(batch.column(at), kind, self.conf.large_types, self.conf.zone))
            for at, kind in zip(argument.positions, argument.types)
        ]
        if argument.names is None:
            return arrays[0]
        return pa.RecordBatch.from_arrays(arrays, list(argument.names))

    def _tables(self, method: str, call: Callable[[], Any]) -> Iterator[list[pa.Array]]:
        import pyarrow as pa

        try:
            found = call()
            if found is None:
                return
            # A table is no iterable of tables, though it has columns to iterate over.
            if not isinstance(found, Iterable) or isinstance(found, (pa.Table, pa.RecordBatch)):
                raise PySparkRuntimeError(
                    errorClass="UDTF_RETURN_NOT_ITERABLE",
                    messageParameters={"type": type(found).__name__, "func": method},
                )
            for table in found:
                columns = self._columns(table, method)
                if len(columns[0]):
                    yield columns
        except (SkipRestOfInputTableException, PySparkRuntimeError):
            raise
        except Exception as error:
            raise self._failed(method, error) from error

    def _columns(self, table: Any, method: str) -> list[pa.Array]:
        """The columns of a table or batch by the names of the schema, in the engine's types."""
        import pyarrow as pa

        if not isinstance(table, (pa.Table, pa.RecordBatch)):
            raise PySparkRuntimeError(errorClass="UDTF_ARROW_TYPE_CONVERSION_ERROR", messageParameters={})
        names, given = self.returns.names, table.schema.names
        if len(given) != len(names):
            counts = {"expected": str(len(names)), "actual": str(len(given)), "func": method}
            raise PySparkRuntimeError(errorClass="UDTF_RETURN_SCHEMA_MISMATCH", messageParameters=counts)
        refuse_names(
            [name for name in names if name not in given], [name for name in given if name not in names]
        )
        return [
            arrow_array(table.column(field.name), field.dataType, field.name, self.conf.large_types)
            for field in self.returns
        ]
