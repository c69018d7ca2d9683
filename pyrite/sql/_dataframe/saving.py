"""What ``df.write.save`` does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyrite._dataclasses import dataclass
from pyrite._io.paths import display
from pyrite.errors import AnalysisException
from pyrite.sql._files.options import Options
from pyrite.sql._query.execution import Execution
from pyrite.sql._query.saving import FileWrite

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
        own = self.frame._execution
        # With the settings of now, and from the rows that are kept, if they are.
        rows = Execution(self.frame._plan, session._settings(), own.names, own.engine)
        storage = session._sc._storage({k: v for k, v in self.options.given.items() if k.startswith("fs.")})
        path = storage.qualify(self.path)
        write = FileWrite(rows, storage, self.format, path, self.by, self._overwrite(), options=self.options)
        write.check()
        if self.mode in ("ignore", "errorifexists") and storage.exists(path):
            if self.mode == "ignore":
                return
            raise AnalysisException(
                errorClass="PATH_ALREADY_EXISTS", messageParameters={"outputPath": display(path)}
            )
        write.run()

    def _overwrite(self) -> str:
        if self.mode != "overwrite":
            return ""
        default = self.frame.sparkSession._conf_map().get(
            "spark.sql.sources.partitionOverwriteMode", "static"
        )
        dynamic = (self.options.text("partitionOverwriteMode", default) or "").lower() == "dynamic"
        return "partitions" if dynamic and self.by else "all"
