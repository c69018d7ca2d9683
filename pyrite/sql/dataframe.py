"""DataFrames: rows with named, typed columns."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any

from pyrite._globals import _NoValue
from pyrite.sql._dataframe.actions import Actions
from pyrite.sql._dataframe.caching import Caching
from pyrite.sql._dataframe.columns import Columns
from pyrite.sql._dataframe.groups import Groups
from pyrite.sql._dataframe.joins import Joins
from pyrite.sql._dataframe.missing import Missing
from pyrite.sql._dataframe.observing import Observing
from pyrite.sql._dataframe.plans import Plans
from pyrite.sql._dataframe.rows import Rows
from pyrite.sql._dataframe.shapes import Shapes
from pyrite.sql._dataframe.statistics import Statistics
from pyrite.sql._dataframe.streams import Streams
from pyrite.sql._dataframe.views import Views
from pyrite.sql._not_yet import NotYet, NotYetMethod
from pyrite.sql._query.execution import Execution
from pyrite.sql.pandas.map_ops import PandasMapOpsMixin

if TYPE_CHECKING:
    from pyrite.sql.column import Column
    from pyrite.sql.merge import MergeIntoWriter
    from pyrite.sql.plot.core import PySparkPlotAccessor
    from pyrite.sql.readwriter import DataFrameWriter, DataFrameWriterV2
    from pyrite.sql.session import SparkSession

__all__ = ["DataFrame", "DataFrameNaFunctions", "DataFrameStatFunctions"]


class DataFrame(
    Columns,
    Rows,
    Joins,
    Shapes,
    Groups,
    Missing,
    Statistics,
    Actions,
    Caching,
    Views,
    Plans,
    Observing,
    Streams,
    PandasMapOpsMixin,
):
    """Rows with named, typed columns; made by a SparkSession, never by its own constructor.

    A DataFrame is a plan: nothing is computed before an action such as :meth:`collect` or :meth:`show`. But the plan
    is analyzed at once, so that mistakes show where they are made.

    >>> df = spark.createDataFrame([(2, "Alice"), (5, "Bob")], ["age", "name"])     # doctest: +SKIP
    >>> df.filter(df.age > 3).select("name").collect()     # doctest: +SKIP
    [Row(name='Bob')]
    """

    def __init__(self, execution: Execution, session: SparkSession):
        self._execution = execution
        self._session = session
        self._store = None

    @property
    def sparkSession(self) -> SparkSession:
        """The session that this belongs to."""
        return self._session

    @property
    def write(self) -> DataFrameWriter:
        """What writes the rows into files.

        >>> df.write.parquet("/data/people")     # doctest: +SKIP
        """
        made: DataFrameWriter = import_module("pyrite.sql.readwriter").DataFrameWriter(self)
        return made

    def writeTo(self, table: str) -> DataFrameWriterV2:
        """What writes the rows into a table.

        >>> df.writeTo("people").using("parquet").create()     # doctest: +SKIP
        """
        made: DataFrameWriterV2 = import_module("pyrite.sql.readwriter").DataFrameWriterV2(self, table)
        return made

    def mergeInto(self, table: str, condition: Column) -> MergeIntoWriter:
        """What merges the rows into a table, where ``condition`` tells which of its rows are meant.

        >>> df.mergeInto("people", expr("people.id = source.id"))     # doctest: +SKIP
        """
        made: MergeIntoWriter = import_module("pyrite.sql.merge").MergeIntoWriter(self, table, condition)
        return made

    @property
    def plot(self) -> PySparkPlotAccessor:
        """What draws the rows.

        >>> df.plot.line(x="day", y="price")     # doctest: +SKIP
        """
        made: PySparkPlotAccessor = import_module("pyrite.sql.plot.core").PySparkPlotAccessor(self)
        return made

    @property
    def na(self) -> DataFrameNaFunctions:
        """The methods for missing values under their short names."""
        return DataFrameNaFunctions(self)

    @property
    def stat(self) -> DataFrameStatFunctions:
        """The statistics under their short names."""
        return DataFrameStatFunctions(self)

    pandas_api = NotYetMethod()
    writeStream = NotYet()

    def __repr__(self) -> str:
        eager = self._eager_rows()
        if eager is not None:
            return self._show_text(*eager, vertical=False)
        return f"DataFrame[{', '.join([f'{name}: {kind}' for name, kind in self.dtypes])}]"

    def printSchema(self, level: int | None = None) -> None:
        """Print the columns' names and types as a tree, down to ``level``."""
        print(self._plan.schema._whole_tree() if level is None else self._plan.schema._whole_tree(level))


class DataFrameNaFunctions:
    """``df.na``: missing values."""

    def __init__(self, df: DataFrame):
        self.df = df

    def drop(
        self, how: str = "any", thresh: int | None = None, subset: str | Sequence[str] | None = None
    ) -> DataFrame:
        """As :meth:`DataFrame.dropna`."""
        return self.df.dropna(how=how, thresh=thresh, subset=subset)

    def fill(self, value: Any, subset: list[str] | None = None) -> DataFrame:
        """As :meth:`DataFrame.fillna`."""
        return self.df.fillna(value=value, subset=subset)

    def replace(self, to_replace: Any, value: Any = _NoValue, subset: list[str] | None = None) -> DataFrame:
        """As :meth:`DataFrame.replace`."""
        return self.df.replace(to_replace, value, subset)


class DataFrameStatFunctions:
    """``df.stat``: statistics."""

    def __init__(self, df: DataFrame):
        self.df = df

    def approxQuantile(self, col: Any, probabilities: Sequence[float], relativeError: float) -> Any:
        """As :meth:`DataFrame.approxQuantile`."""
        return self.df.approxQuantile(col, probabilities, relativeError)

    def corr(self, col1: str, col2: str, method: str | None = None) -> float:
        """As :meth:`DataFrame.corr`."""
        return self.df.corr(col1, col2, method)

    def cov(self, col1: str, col2: str) -> float:
        """As :meth:`DataFrame.cov`."""
        return self.df.cov(col1, col2)

    def crosstab(self, col1: str, col2: str) -> DataFrame:
        """As :meth:`DataFrame.crosstab`."""
        return self.df.crosstab(col1, col2)

    def freqItems(self, cols: list[str], support: float | None = None) -> DataFrame:
        """As :meth:`DataFrame.freqItems`."""
        return self.df.freqItems(cols, support)

    def sampleBy(self, col: Any, fractions: dict[Any, float], seed: int | None = None) -> DataFrame:
        """As :meth:`DataFrame.sampleBy`."""
        return self.df.sampleBy(col, fractions, seed)
