"""What a DataFrame tells of its plan, and subqueries that are made of it."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from pyrite.errors import IllegalArgumentException, PySparkValueError
from pyrite.sql._analysis.canonical import plan_hash, same_plan
from pyrite.sql._arguments import unexpected_type
from pyrite.sql._dataframe.base import Base
from pyrite.sql._plan import expressions as e
from pyrite.sql._plan import relations as r
from pyrite.sql._query.explain import MODES, explained
from pyrite.sql.column import Column
from pyrite.sql.table_arg import TableArg

if TYPE_CHECKING:
    from pyrite.sql.dataframe import DataFrame


class Plans(Base):
    """The part of DataFrame that is about its plan."""

    def explain(self: Any, extended: bool | str | None = None, mode: str | None = None) -> None:
        """Print the plan: ours, and DuckDB's of the query that it becomes.

        Parameters
        ----------
        extended : bool or str, optional
            Whether all plans are shown; or the mode.
        mode : str, optional
            ``simple``, ``extended``, ``codegen``, ``cost`` or ``formatted``.
        """
        if extended is not None and mode is not None:
            raise PySparkValueError(
                errorClass="CANNOT_SET_TOGETHER", messageParameters={"arg_list": "extended and mode"}
            )
        if extended is not None and not isinstance(extended, (bool, str)):
            raise unexpected_type("extended", extended, "bool or str")
        if mode is not None and not isinstance(mode, str):
            raise unexpected_type("mode", mode, "str")
        if isinstance(extended, str):
            mode = extended
        chosen = mode or ("extended" if extended else "simple")
        if chosen.lower() not in MODES:
            raise IllegalArgumentException(
                f"Unknown explain mode: {chosen}. Accepted explain modes are 'simple', 'extended', 'codegen', "
                "'cost', 'formatted'."
            )
        print(explained(self._execution, chosen.lower()))

    def visualize(self) -> Any:
        """The plan as a picture that a notebook shows: what is read at the top, the result below. Nothing is run.

        Returns
        -------
        Picture
            Its ``svg`` is the text, ``save(path)`` keeps it as ``.svg`` or ``.png``. Needs ``pip install pyrite[ui]``.

        >>> spark.range(10).groupBy().count().visualize().save("plan.svg")      # doctest: +SKIP
        """
        # Pictures are drawn by the room of the UI, which lies above.
        return import_module("pyrite._ui.pictures").plan(self._execution.analyzed)

    def sameSemantics(self, other: DataFrame) -> bool:
        """Whether both compute the same by the same plan, whatever their columns are called."""
        if not isinstance(other, Plans):
            raise unexpected_type("other", other, "DataFrame")
        return same_plan(self._execution.analyzed, other._execution.analyzed)

    def semanticHash(self) -> int:
        """A number that is equal where :meth:`sameSemantics` holds."""
        return plan_hash(self._execution.analyzed)

    def inputFiles(self) -> list[str]:
        """The files that this reads."""
        found: dict[str, None] = {}
        for node in self._execution.analyzed.walk():
            if isinstance(node, r.Files):
                found.update(dict.fromkeys(file.path for file in node.source.files))
        return list(found)

    def isLocal(self) -> bool:
        """Whether the rows are here already: those of a command, or of ``VALUES``."""
        plan = self._plan
        while isinstance(plan, r.Named):
            plan = plan.child
        return isinstance(plan, r.ValueRows) or (isinstance(plan, r.ArrowRows) and plan.answer)

    @property
    def isStreaming(self) -> bool:
        """Whether rows go on arriving. They never do: there are no streams yet."""
        return False

    @property
    def executionInfo(self) -> Any:
        """For Spark Connect only: raises PySparkValueError."""
        raise PySparkValueError(
            errorClass="CLASSIC_OPERATION_NOT_SUPPORTED_ON_DF",
            messageParameters={"member": "queryExecution"},
        )

    # --------------------------------------------------------------------------------------- subqueries

    def scalar(self) -> Column:
        """The one value of this, as a column of another DataFrame's query.

        >>> df.where(df.age > df.select(F.avg("age")).scalar())     # doctest: +SKIP
        """
        return Column(e.Subquery(self._plan))

    def exists(self) -> Column:
        """Whether this has any rows, as a column of another DataFrame's query.

        >>> a.where(b.where(b.id == F.col("a.id").outer()).exists())     # doctest: +SKIP
        """
        return Column(e.Exists(self._plan))

    def asTable(self) -> TableArg:
        """This as the argument of a table function."""
        return TableArg(e.TableArgument(self._plan))
