"""Commands: statements that change or describe the session, and take effect at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Any

from pyrite.sql._plan.expressions import Expression
from pyrite.sql._plan.relations import Relation
from pyrite.sql._plan.tree import Node, node

__all__ = [
    "Cache", "ClearCache", "CreateFunction", "CreateView", "DeclareVariable", "Describe", "DescribeFunction",
    "DescribeQuery", "DropFunction", "DropVariable", "DropView", "ExecuteImmediate", "Explain", "Refresh",
    "ResetConf", "SetConf", "SetVariable", "Show", "Statement", "Uncache", "Unsupported", "Use",
]  # fmt: skip


@node
class Statement(Node):
    """What a SQL text is when it is no query."""


@node
class CreateView(Statement):
    """``CREATE [OR REPLACE] [GLOBAL] [TEMPORARY] VIEW name [(columns)] AS query``.

    ``text`` is the query's, ``schema_mode`` what follows WITH SCHEMA. Columns are pairs of a name and a comment. With
    ``USING format OPTIONS (...)``, ``source`` is the pair of these in place of a plan, and ``schema`` the DDL of the
    columns.
    """

    name: tuple[str, ...]
    plan: Relation | None
    columns: tuple[tuple[str, str | None], ...] = ()
    replace: bool = False
    if_not_exists: bool = False
    temporary: bool = False
    global_: bool = False
    source: tuple[str, Mapping[str, str]] | None = None
    schema: str | None = None
    comment: str | None = None
    text: str = ""
    properties: Mapping[str, str] = field(default_factory=dict)
    mode: str | None = None
    collation: str | None = None


@node
class DropView(Statement):
    """``DROP VIEW [IF EXISTS] name``."""

    name: tuple[str, ...]
    if_exists: bool = False


@node
class SetConf(Statement):
    """``SET key = value``; without value shows it, without key shows all, ``verbose`` with their meaning."""

    key: str | None = None
    value: str | None = None
    verbose: bool = False


@node
class ResetConf(Statement):
    """``RESET [key]``."""

    key: str | None = None


@node
class Explain(Statement):
    """``EXPLAIN [EXTENDED | CODEGEN | COST | FORMATTED] statement``."""

    plan: Node
    mode: str = "simple"


@node
class Cache(Statement):
    """``CACHE [LAZY] TABLE name [OPTIONS (...)] [AS query]``."""

    name: tuple[str, ...]
    plan: Relation | None = None
    lazy: bool = False
    options: Any = None


@node
class Uncache(Statement):
    """``UNCACHE TABLE [IF EXISTS] name``."""

    name: tuple[str, ...]
    if_exists: bool = False


@node
class ClearCache(Statement):
    """``CLEAR CACHE``."""


@node
class Refresh(Statement):
    """``REFRESH [TABLE] name``."""

    name: tuple[str, ...] | str


@node
class Use(Statement):
    """``USE [NAMESPACE | DATABASE | SCHEMA] name``, ``SET CATALOG name``."""

    name: tuple[str, ...]
    kind: str = ""


@node
class Show(Statement):
    """``SHOW what``: tables, table extended, views, databases, functions, columns, catalogs, collations,
    current namespace, tblproperties, create table or partitions.

    ``name`` is the namespace or table after FROM or IN, ``pattern`` what is after LIKE, or the name of a property;
    ``scope`` is USER, SYSTEM or ALL of functions, and SERDE where a table is asked for in Hive's words; ``within`` is
    the namespace of a table whose columns are asked for, ``partition`` a ``PartitionSpec``.
    """

    what: str
    name: tuple[str, ...] = ()
    pattern: str | None = None
    scope: str = ""
    within: tuple[str, ...] = ()
    partition: Any = None
    as_json: bool = False


@node
class Describe(Statement):
    """``DESCRIBE [EXTENDED] table [PARTITION (...)] [column] [AS JSON]``; ``partition`` is a ``PartitionSpec``."""

    name: tuple[str, ...]
    column: tuple[str, ...] = ()
    extended: bool = False
    as_json: bool = False
    partition: Any = None


@node
class DescribeQuery(Statement):
    """``DESCRIBE [QUERY] query``."""

    plan: Relation


@node
class DescribeFunction(Statement):
    """``DESCRIBE FUNCTION [EXTENDED] name``."""

    name: tuple[str, ...]
    extended: bool = False


@node
class CreateFunction(Statement):
    """``CREATE [TEMPORARY] FUNCTION name(parameters) RETURNS type RETURN body``.

    A parameter is (name, type's DDL, default). ``returns`` is the DDL of the type, or of the table when ``table``.
    """

    name: tuple[str, ...]
    parameters: tuple[tuple[str, str, Expression | None], ...] = ()
    returns: str | None = None
    body: Expression | Relation | None = None
    table: bool = False
    replace: bool = False
    if_not_exists: bool = False
    temporary: bool = False
    comment: str | None = None
    text: str = ""


@node
class DropFunction(Statement):
    """``DROP [TEMPORARY] FUNCTION [IF EXISTS] name``."""

    name: tuple[str, ...]
    if_exists: bool = False
    temporary: bool = False


@node
class DeclareVariable(Statement):
    """``DECLARE [OR REPLACE] [VARIABLE] names [type] [DEFAULT value]``."""

    names: tuple[tuple[str, ...], ...]
    type: str | None = None
    default: Expression | None = None
    replace: bool = False


@node
class SetVariable(Statement):
    """``SET VARIABLE a = value``, ``SET VAR (a, b) = (query)``."""

    names: tuple[tuple[str, ...], ...]
    values: tuple[Expression, ...] = ()
    plan: Relation | None = None


@node
class DropVariable(Statement):
    """``DROP [TEMPORARY] VARIABLE [IF EXISTS] name``."""

    name: tuple[str, ...]
    if_exists: bool = False


@node
class ExecuteImmediate(Statement):
    """``EXECUTE IMMEDIATE text [INTO variables] [USING parameters]``."""

    text: Expression
    into: tuple[tuple[str, ...], ...] = ()
    using: tuple[tuple[str | None, Expression], ...] = ()


@node
class Unsupported(Statement):
    """A statement that Spark has and Pyrite has not yet: ``feature`` names it."""

    feature: str
