"""The rows that users' functions make, as inputs of the query above them. Loaded at the first of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from pyrite.sql._physical.python_rows import rows_of
from pyrite.sql._physical.python_runs import SourceRows, StageRows, TableRows, scalar_stage, table_stage
from pyrite.sql._plan import relations as r
from pyrite.sql._python.arrow_tables import ArrowTableCall
from pyrite.sql._python.conf import WorkerConf

if TYPE_CHECKING:
    from pyrite.sql._query.execution import Execution

__all__ = ["python_input"]


def python_input(
    relation: r.PythonInput, execute: Callable[[r.Relation], Execution], execution: Execution
) -> StageRows:
    """The rows of a stage; ``execute`` makes the query below it, of the same session as ``execution``."""
    assert execution.engine.python_runner is not None
    runner = execution.engine.python_runner()
    conf = WorkerConf.of(execution.settings.conf or {}, execution.settings.zone)
    if isinstance(relation, r.PythonSource):
        return SourceRows(relation, runner)
    if isinstance(relation, r.MadeByPython):
        return rows_of(relation, execute, runner, conf)
    results = relation.columns[len(relation.kept) :]
    if isinstance(relation, r.PythonTable):
        stage, columns = table_stage(relation)
        if isinstance(relation.call, ArrowTableCall):
            stage = relation.call.stage(stage, conf)
        below = execute(r.Project(relation.plan, (*relation.kept, *columns)))
        return TableRows(below, relation.kept, results, stage, runner, relation.call.whole)
    function, columns = scalar_stage(relation, conf)
    below = execute(r.Project(relation.plan, (*relation.kept, *columns)))
    return StageRows(below, relation.kept, results, function, runner)
