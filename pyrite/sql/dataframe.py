"""DataFrames: rows with named, typed columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyrite.sql._dataframe.actions import Actions
from pyrite.sql._dataframe.caching import Caching
from pyrite.sql._dataframe.columns import Columns
from pyrite.sql._dataframe.groups import Groups
from pyrite.sql._dataframe.joins import Joins
from pyrite.sql._dataframe.missing import DataFrameNaFunctions, Missing
from pyrite.sql._dataframe.observing import Observing
from pyrite.sql._dataframe.plans import Plans
from pyrite.sql._dataframe.rows import Rows
from pyrite.sql._dataframe.shapes import Shapes
from pyrite.sql._dataframe.statistics import DataFrameStatFunctions, Statistics
from pyrite.sql._dataframe.streams import Streams
from pyrite.sql._dataframe.views import Views
from pyrite.sql._not_yet import NotYet, NotYetMethod
from pyrite.sql._query.execution import Execution
from pyrite.sql.readwriter import DataFrameWriter

if TYPE_CHECKING:
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
        return DataFrameWriter(self)

    mapInArrow = NotYetMethod()
    mapInPandas = NotYetMethod()
    pandas_api = NotYetMethod()
    plot = NotYet()
    writeStream = NotYet()

    def __repr__(self) -> str:
        eager = self._eager_rows()
        if eager is not None:
            return self._show_text(*eager, vertical=False)
        return f"DataFrame[{', '.join([f'{name}: {kind}' for name, kind in self.dtypes])}]"

    def printSchema(self, level: int | None = None) -> None:
        """Print the columns' names and types as a tree, down to ``level``."""
        print(self._plan.schema.treeString() if level is None else self._plan.schema.treeString(level))
