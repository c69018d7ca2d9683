"""Commands carried out: each takes effect at once and gives a DataFrame of what it tells."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from pyrite.errors import PySparkNotImplementedError
from pyrite.sql._plan import commands as c
from pyrite.sql.types import StructType

if TYPE_CHECKING:
    from pyrite.sql._queries import Queries
    from pyrite.sql.dataframe import DataFrame

__all__ = ["run_command"]


def run_command(queries: Queries, statement: c.Statement) -> DataFrame:
    """Carry a command out.

    Raises
    ------
    PySparkNotImplementedError
        For commands that Pyrite has not yet.
    """
    run = _COMMANDS.get(type(statement))
    if run is None:
        feature = statement.feature if isinstance(statement, c.Unsupported) else type(statement).__name__
        raise PySparkNotImplementedError(errorClass="NOT_IMPLEMENTED", messageParameters={"feature": feature})
    return run(queries, statement)


def _nothing(queries: Queries) -> DataFrame:
    return queries.create([], StructType([]), None, True)


def _create_view(queries: Queries, command: c.CreateView) -> DataFrame:
    assert command.plan is not None
    frame = queries.frame(command.plan)
    queries.names.add_view(command.name[-1], frame._plan, command.global_)
    return _nothing(queries)


def _set_conf(queries: Queries, command: c.SetConf) -> DataFrame:
    conf = queries._session.conf
    if command.key is None:
        rows = sorted(conf.getAll.items())
    elif command.value is None:
        rows = [(command.key, conf.get(command.key, "<undefined>") or "<undefined>")]
    else:
        conf.set(command.key, command.value)
        rows = [(command.key, command.value)]
    return queries.create(rows, "key string not null, value string not null", None, False)


_COMMANDS: dict[type, Callable[[Queries, Any], DataFrame]] = {
    c.CreateView: _create_view,
    c.SetConf: _set_conf,
}
