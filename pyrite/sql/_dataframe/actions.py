"""Results: rows in the driver, text on the screen, pandas and Arrow."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from pyrite.sql._arguments import unexpected_type
from pyrite.sql._dataframe.base import Base
from pyrite.sql._plan import expressions as e
from pyrite.sql._plan import relations as r
from pyrite.sql._result.arrow import spark_table
from pyrite.sql._result.pandas import to_pandas
from pyrite.sql._result.rows import to_rows
from pyrite.sql._result.show import show_html, show_text
from pyrite.sql.types import IntegerType, Row

if TYPE_CHECKING:
    import pyarrow as pa

    from pyrite.core.rdd import RDD


class Actions(Base):
    """The part of DataFrame that computes."""

    def collect(self) -> list[Row]:
        """All rows."""
        as_bytes = self._session._settings().flag("spark.sql.execution.pyspark.binaryAsBytes", True)
        return to_rows(self._run(), self._plan.schema, as_bytes)

    def take(self, num: int) -> list[Row]:
        """The first ``num`` rows."""
        return self._limited(num).collect()

    def head(self, n: int | None = None) -> Any:
        """The first row, or None when there is none; with ``n`` the list of the first ``n``."""
        if n is None:
            rows = self.take(1)
            return rows[0] if rows else None
        return self.take(n)

    def first(self) -> Row | None:
        """The first row, or None when there is none."""
        row: Row | None = self.head()
        return row

    def tail(self, num: int) -> list[Row]:
        """The last ``num`` rows."""
        return self._with(r.Tail(self._plan, num)).collect()

    def count(self) -> int:
        """The number of rows."""
        counted = r.Aggregate(self._plan, (), (e.Call("count", (e.Literal(1, IntegerType()),)),))
        rows: int = self._with(counted).collect()[0][0]
        return rows

    def isEmpty(self) -> bool:
        """Whether there are no rows."""
        return not self._with(r.Limit(r.Project(self._plan, ()), e.Literal(1, IntegerType())))._height()

    def _height(self) -> int:
        height: int = self._run().num_rows
        return height

    def _limited(self, num: int) -> Any:
        return self._with(r.Limit(self._plan, e.Literal(int(num), IntegerType())))

    def show(self, n: int = 20, truncate: bool | int = True, vertical: bool = False) -> None:
        """Print the first ``n`` rows.

        Parameters
        ----------
        n : int
            How many rows.
        truncate : bool or int
            Cut texts longer than 20 characters, or than this many.
        vertical : bool
            One line for each value.
        """
        print(self._show_text(n, truncate, vertical))

    def _show_text(self, n: int, truncate: bool | int, vertical: bool) -> str:
        if not isinstance(n, int) or isinstance(n, bool):
            raise unexpected_type("n", n, "int")
        if not isinstance(vertical, bool):
            raise unexpected_type("vertical", vertical, "bool")
        if isinstance(truncate, bool):
            width = 20 if truncate else 0
        else:
            try:
                width = int(truncate)
            except ValueError:
                raise unexpected_type("truncate", truncate, "bool") from None
        shown = max(0, min(n, 2147483632))
        frame = self._limited(shown + 1)
        return show_text(
            frame._run(),
            self._plan.schema,
            shown,
            width,
            vertical,
            self._session._settings().zone,
        )

    def toArrow(self) -> pa.Table:
        """All rows as an Arrow table with Spark's types."""
        return spark_table(self._run(), self._plan.schema, self._session._settings().zone)

    def toPandas(self) -> Any:
        """All rows as a pandas DataFrame; needs pandas."""
        return to_pandas(self._run(), self._plan.schema, self._session._conf_map())

    def toJSON(self, use_unicode: bool = True) -> RDD[str]:
        """Each row as a JSON text, in an RDD."""
        return self._session._json_of(self._with(self._plan)._execution)

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        """All rows as an Arrow stream, for other libraries of data frames."""
        return self.toArrow().__arrow_c_stream__(requested_schema)

    def _repr_html_(self) -> str | None:
        """The first rows as an HTML table, where ``spark.sql.repl.eagerEval.enabled`` asks for them."""
        eager = self._eager_rows()
        if eager is None:
            return None
        count, width = eager
        rows = self._limited(count + 1)._run()
        return show_html(rows, self._plan.schema, count, width, self._session._settings().zone)

    def _eager_rows(self) -> tuple[int, int] | None:
        """How many rows a notebook or shell shows of a DataFrame, and how wide; None when it shows none."""
        settings = self._session._settings()
        if not settings.flag("spark.sql.repl.eagerEval.enabled", False):
            return None
        conf = settings.conf or {}
        rows = conf.get("spark.sql.repl.eagerEval.maxNumRows", "20")
        return int(rows), int(conf.get("spark.sql.repl.eagerEval.truncate", "20"))

    def toLocalIterator(self, prefetchPartitions: bool = False) -> Iterator[Row]:
        """All rows, one after the other."""
        return iter(self.collect())

    @property
    def rdd(self) -> RDD[Row]:
        """The rows as an RDD."""
        return self._session._rdd_of(self._with(self._plan)._execution)

    def foreach(self, f: Any) -> None:
        """Apply a function to each row, in the workers."""
        self.rdd.foreach(f)

    def foreachPartition(self, f: Any) -> None:
        """Apply a function to the rows of each partition, in the workers."""
        self.rdd.foreachPartition(f)
