"""Statements that make, change and drop what a catalog has, and that change the rows of its tables.

As written: names are not looked up, and what they would apply to need not exist.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Literal as OneOf

from pyrite._dataclasses import dataclass
from pyrite.sql._plan.commands import Statement
from pyrite.sql._plan.expressions import Expression
from pyrite.sql._plan.relations import CommonTable, Relation
from pyrite.sql._plan.tree import Node, node
from pyrite.sql.types import DataType

__all__ = [
    "AddColumns", "AddConstraint", "AddPartitions", "AddResources", "AlterClustering", "AlterColumns", "AlterView",
    "AlterViewSchema", "Analyze", "AnalyzeTables", "Assignment", "BucketSpec", "Call", "ColumnChange",
    "ColumnDefinition", "CommentOn", "Constraint", "CreateClassFunction", "CreateIndex", "CreateNamespace",
    "CreateTable", "CreateTableLike", "Delete", "DescribeNamespace", "DropColumns", "DropConstraint", "DropIndex",
    "DropNamespace", "DropPartitions", "DropTable", "Generated", "Identity", "InsertDirectory", "InsertInto",
    "ListResources", "LoadData", "Merge", "MergeAction", "MultiInsert", "NamedLater", "PartitionSpec",
    "RefreshFunction", "RenameColumn", "RenamePartition", "RenameTable", "RepairTable", "ReplaceColumns",
    "ReplaceTable", "SetCollation", "SetLocation", "SetNamespaceCollation", "SetNamespaceLocation",
    "SetNamespaceProperties", "SetProperties", "SetSerde", "Storage", "TableDefinition", "Transform", "Truncate",
    "UnsetNamespaceProperties", "UnsetProperties", "UnsetSerde", "Update",
]  # fmt: skip

#: A name as written, in parts.
Name = tuple[str, ...]


@node
class NamedLater(Statement):
    """A statement whose name is ``IDENTIFIER(text)``: ``text`` is computed, and its parts put in for ``name``."""

    text: Expression
    statement: Statement


# ------------------------------------------------------------------------------------------- namespaces


@node
class CreateNamespace(Statement):
    """``CREATE DATABASE [IF NOT EXISTS] name [COMMENT ...] [LOCATION ...] [WITH DBPROPERTIES (...)]``."""

    name: Name
    if_not_exists: bool = False
    comment: str | None = None
    location: str | None = None
    properties: Mapping[str, str] = field(default_factory=dict)
    collation: str | None = None
    managed_location: str | None = None


@node
class DropNamespace(Statement):
    """``DROP DATABASE [IF EXISTS] name [RESTRICT | CASCADE]``."""

    name: Name
    if_exists: bool = False
    cascade: bool = False


@node
class SetNamespaceProperties(Statement):
    """``ALTER DATABASE name SET DBPROPERTIES (...)``."""

    name: Name
    properties: Mapping[str, str]


@node
class UnsetNamespaceProperties(Statement):
    """``ALTER DATABASE name UNSET DBPROPERTIES (...)``."""

    name: Name
    keys: tuple[str, ...]


@node
class SetNamespaceLocation(Statement):
    """``ALTER DATABASE name SET LOCATION 'path'``."""

    name: Name
    location: str


@node
class SetNamespaceCollation(Statement):
    """``ALTER DATABASE name DEFAULT COLLATION collation``."""

    name: Name
    collation: str


@node
class DescribeNamespace(Statement):
    """``DESCRIBE DATABASE [EXTENDED] name``."""

    name: Name
    extended: bool = False


# --------------------------------------------------------------------------------- what tables are made of


@node
class Generated(Node):
    """``GENERATED ALWAYS AS (expression)``, with its text."""

    expression: Expression
    text: str


@node
class Identity(Node):
    """``GENERATED [ALWAYS | BY DEFAULT] AS IDENTITY (START WITH start INCREMENT BY step)``."""

    always: bool = True
    start: int = 1
    step: int = 1


@node
class Constraint(Node):
    """``[CONSTRAINT name] CHECK (expression)``, ``PRIMARY KEY``, ``UNIQUE`` or ``FOREIGN KEY ... REFERENCES``.

    ``columns`` are of keys; ``parent`` and ``parent_columns`` what a foreign key references. ``enforced`` and
    ``rely`` are None where nothing is said.
    """

    kind: OneOf["check", "primary key", "unique", "foreign key"]
    name: str | None = None
    expression: Expression | None = None
    text: str = ""
    columns: tuple[str, ...] = ()
    parent: Name = ()
    parent_columns: tuple[str, ...] = ()
    enforced: bool | None = None
    rely: bool | None = None


@node
class ColumnDefinition(Node):
    """``name type [NOT NULL] [DEFAULT value] [COMMENT 'text'] [GENERATED ...] [FIRST | AFTER column]``.

    ``name`` has more than one part for a field of a struct. ``default_text`` is the default as written, and
    ``position`` empty, ``("first",)``, or ``("after", column)``.
    """

    name: Name
    type: DataType
    nullable: bool = True
    comment: str | None = None
    default: Expression | None = None
    default_text: str = ""
    generated: Generated | Identity | None = None
    constraints: tuple[Constraint, ...] = ()
    position: tuple[str, ...] = ()


@node
class Transform(Node):
    """An element of PARTITIONED BY: the column itself (``identity``), or ``bucket(4, a)``, ``days(a)``, ..."""

    function: str
    arguments: tuple[Expression, ...]


@dataclass(frozen=True)
class BucketSpec:
    """``CLUSTERED BY (columns) [SORTED BY (column [ASC | DESC])] INTO count BUCKETS``.

    ``sorted`` are pairs of a column and whether it ascends.
    """

    count: int
    columns: tuple[str, ...]
    sorted: tuple[tuple[str, bool], ...] = ()


@dataclass(frozen=True)
class Storage:
    """Hive's words for a format: ``STORED AS``, ``ROW FORMAT SERDE`` or ``ROW FORMAT DELIMITED``.

    ``stored_as`` is the name of a format; ``properties`` are those of the serde, with what DELIMITED says under
    Hive's names for it.
    """

    stored_as: str | None = None
    input_format: str | None = None
    output_format: str | None = None
    serde: str | None = None
    properties: Mapping[str, str] = field(default_factory=dict)
    delimited: bool = False


@node
class TableDefinition(Node):
    """What CREATE TABLE says of a table besides its name.

    ``provider`` is what follows USING, None without it. Columns that PARTITIONED BY gives types stand at the end
    of ``columns``. ``computed_options`` are those whose values are no constants.
    """

    columns: tuple[ColumnDefinition, ...] = ()
    constraints: tuple[Constraint, ...] = ()
    provider: str | None = None
    partitioning: tuple[Transform, ...] = ()
    buckets: BucketSpec | None = None
    cluster_by: tuple[Name, ...] = ()
    options: Mapping[str, str] = field(default_factory=dict)
    location: str | None = None
    comment: str | None = None
    properties: Mapping[str, str] = field(default_factory=dict)
    storage: Storage | None = None
    collation: str | None = None
    computed_options: tuple[tuple[str, Expression], ...] = ()


# ----------------------------------------------------------------------------------------- tables and views


@node
class CreateTable(Statement):
    """``CREATE [EXTERNAL] TABLE [IF NOT EXISTS] name ... [AS query]``."""

    name: Name
    definition: TableDefinition
    plan: Relation | None = None
    if_not_exists: bool = False
    external: bool = False


@node
class ReplaceTable(Statement):
    """``[CREATE OR] REPLACE TABLE name ... [AS query]``."""

    name: Name
    definition: TableDefinition
    plan: Relation | None = None
    or_create: bool = False


@node
class CreateTableLike(Statement):
    """``CREATE TABLE [IF NOT EXISTS] name LIKE source [USING format] [LOCATION ...] [TBLPROPERTIES (...)]``."""

    name: Name
    source: Name
    provider: str | None = None
    location: str | None = None
    properties: Mapping[str, str] = field(default_factory=dict)
    storage: Storage | None = None
    if_not_exists: bool = False


@node
class DropTable(Statement):
    """``DROP TABLE [IF EXISTS] name [PURGE]``."""

    name: Name
    if_exists: bool = False
    purge: bool = False


@node
class RenameTable(Statement):
    """``ALTER {TABLE | VIEW} name RENAME TO new``."""

    name: Name
    new: Name
    view: bool = False


@node
class AlterView(Statement):
    """``ALTER VIEW name AS query``, with the text of the query."""

    name: Name
    plan: Relation
    text: str


@node
class AlterViewSchema(Statement):
    """``ALTER VIEW name WITH SCHEMA {BINDING | COMPENSATION | TYPE EVOLUTION | EVOLUTION}``."""

    name: Name
    mode: str


@node
class SetProperties(Statement):
    """``ALTER {TABLE | VIEW} name SET TBLPROPERTIES (...)``."""

    name: Name
    properties: Mapping[str, str]
    view: bool = False


@node
class UnsetProperties(Statement):
    """``ALTER {TABLE | VIEW} name UNSET TBLPROPERTIES [IF EXISTS] (...)``."""

    name: Name
    keys: tuple[str, ...]
    if_exists: bool = False
    view: bool = False


@node
class AddColumns(Statement):
    """``ALTER TABLE name ADD COLUMNS (column ..., ...)``; ``operation`` is how errors call it."""

    name: Name
    columns: tuple[ColumnDefinition, ...]
    operation: str = "ALTER TABLE ... ADD COLUMNS"


@node
class ReplaceColumns(Statement):
    """``ALTER TABLE name REPLACE COLUMNS (column ..., ...)``."""

    name: Name
    columns: tuple[ColumnDefinition, ...]


@node
class DropColumns(Statement):
    """``ALTER TABLE name DROP COLUMNS [IF EXISTS] (columns)``."""

    name: Name
    columns: tuple[Name, ...]
    if_exists: bool = False


@node
class RenameColumn(Statement):
    """``ALTER TABLE name RENAME COLUMN column TO new``."""

    name: Name
    column: Name
    new: str


@node
class ColumnChange(Node):
    """What ALTER COLUMN says of one column; None for what it leaves as it is.

    ``position`` is as in :class:`ColumnDefinition`.
    """

    column: Name
    type: DataType | None = None
    nullable: bool | None = None
    comment: str | None = None
    drop_comment: bool = False
    default: Expression | None = None
    default_text: str = ""
    drop_default: bool = False
    position: tuple[str, ...] = ()


@node
class AlterColumns(Statement):
    """``ALTER TABLE name ALTER COLUMN column {TYPE type | COMMENT 'text' | SET NOT NULL | ...}``, one or more.

    Also Hive's ``CHANGE COLUMN column column type [COMMENT 'text'] [FIRST | AFTER column]``, and ``COMMENT ON
    COLUMN``. ``operation`` is how errors call it.
    """

    name: Name
    changes: tuple[ColumnChange, ...]
    operation: str = "ALTER TABLE ... ALTER COLUMN"


@node
class AlterClustering(Statement):
    """``ALTER TABLE name CLUSTER BY (columns)``; ``CLUSTER BY NONE`` names none."""

    name: Name
    columns: tuple[Name, ...]


@node
class SetCollation(Statement):
    """``ALTER TABLE name DEFAULT COLLATION collation``."""

    name: Name
    collation: str


@node
class AddConstraint(Statement):
    """``ALTER TABLE name ADD CONSTRAINT ...``."""

    name: Name
    constraint: Constraint


@node
class DropConstraint(Statement):
    """``ALTER TABLE name DROP CONSTRAINT [IF EXISTS] constraint [RESTRICT | CASCADE]``."""

    name: Name
    constraint: str
    if_exists: bool = False
    cascade: bool = False


# ------------------------------------------------------------------------------------------------ partitions


@dataclass(frozen=True)
class PartitionSpec:
    """``PARTITION (a = 1, b)``: ``static`` has the values as texts, None for null; ``dynamic`` names the others."""

    static: Mapping[str, str | None] = field(default_factory=dict)
    dynamic: tuple[str, ...] = ()


@node
class AddPartitions(Statement):
    """``ALTER TABLE name ADD [IF NOT EXISTS] PARTITION (...) [LOCATION 'path'] ...``: pairs of these."""

    name: Name
    partitions: tuple[tuple[PartitionSpec, str | None], ...]
    if_not_exists: bool = False


@node
class DropPartitions(Statement):
    """``ALTER TABLE name DROP [IF EXISTS] PARTITION (...), ... [PURGE]``."""

    name: Name
    partitions: tuple[PartitionSpec, ...]
    if_exists: bool = False
    purge: bool = False


@node
class RenamePartition(Statement):
    """``ALTER TABLE name PARTITION (...) RENAME TO PARTITION (...)``."""

    name: Name
    partition: PartitionSpec
    new: PartitionSpec


@node
class RepairTable(Statement):
    """``MSCK REPAIR TABLE name [{ADD | DROP | SYNC} PARTITIONS]``, ``ALTER TABLE name RECOVER PARTITIONS``."""

    name: Name
    add: bool = True
    drop: bool = False
    recover: bool = False


@node
class SetLocation(Statement):
    """``ALTER TABLE name [PARTITION (...)] SET LOCATION 'path'``."""

    name: Name
    location: str
    partition: PartitionSpec | None = None


@node
class SetSerde(Statement):
    """``ALTER TABLE name [PARTITION (...)] SET {SERDE 'class' | SERDEPROPERTIES (...)}``, or both."""

    name: Name
    serde: str | None
    properties: Mapping[str, str] = field(default_factory=dict)
    partition: PartitionSpec | None = None


@node
class UnsetSerde(Statement):
    """``ALTER TABLE name [PARTITION (...)] UNSET SERDEPROPERTIES (...)``."""

    name: Name
    keys: tuple[str, ...]
    partition: PartitionSpec | None = None


# ---------------------------------------------------------------------------------------- rows of tables


@node
class InsertInto(Statement):
    """``INSERT {INTO | OVERWRITE} [TABLE] name [PARTITION (...)] [BY NAME | (columns)] query``.

    DEFAULT stands in the rows of VALUES and in what SELECT lists as a ``DefaultValue``. Common tables in front of
    INSERT are part of ``plan``. ``INTO name REPLACE WHERE condition`` overwrites the rows of ``replace_where``;
    ``REPLACE USING (columns)`` and ``REPLACE ON condition`` those that equal new ones.
    """

    name: Name
    plan: Relation
    overwrite: bool = False
    by_name: bool = False
    columns: tuple[str, ...] = ()
    partition: PartitionSpec | None = None
    if_partition_not_exists: bool = False
    replace_where: Expression | None = None
    replace_on: Expression | None = None
    replace_using: tuple[str, ...] = ()
    alias: str | None = None
    options: Mapping[str, str] = field(default_factory=dict)
    schema_evolution: bool = False


@node
class InsertDirectory(Statement):
    """``INSERT OVERWRITE [LOCAL] DIRECTORY ['path'] {USING format [OPTIONS (...)] | Hive's format} query``."""

    plan: Relation
    path: str | None
    local: bool = False
    provider: str | None = None
    options: Mapping[str, str] = field(default_factory=dict)
    storage: Storage | None = None


@node
class MultiInsert(Statement):
    """``FROM relation INSERT ... SELECT ... INSERT ... SELECT ...``."""

    inserts: tuple[InsertInto | InsertDirectory, ...]


@node
class Assignment(Node):
    """``column = value`` of UPDATE and MERGE; the value may be DEFAULT."""

    column: Name
    value: Expression


@node
class Update(Statement):
    """``[WITH ...] UPDATE table [alias] SET column = value, ... [WHERE condition]``; ``common`` is what WITH has."""

    table: Relation
    assignments: tuple[Assignment, ...]
    condition: Expression | None = None
    common: tuple[CommonTable, ...] = ()


@node
class Delete(Statement):
    """``DELETE FROM table [alias] [WHERE condition]``."""

    table: Relation
    condition: Expression | None = None
    common: tuple[CommonTable, ...] = ()


@node
class MergeAction(Node):
    """``WHEN ... [AND condition] THEN {UPDATE SET ... | DELETE | INSERT ...}``.

    ``assignments`` is None for ``UPDATE SET *`` and ``INSERT *``.
    """

    kind: OneOf["update", "delete", "insert"]
    condition: Expression | None = None
    assignments: tuple[Assignment, ...] | None = ()


@node
class Merge(Statement):
    """``MERGE [WITH SCHEMA EVOLUTION] INTO target USING source ON condition WHEN ...``."""

    target: Relation
    source: Relation
    condition: Expression
    matched: tuple[MergeAction, ...] = ()
    not_matched: tuple[MergeAction, ...] = ()
    not_matched_by_source: tuple[MergeAction, ...] = ()
    schema_evolution: bool = False
    common: tuple[CommonTable, ...] = ()


@node
class Truncate(Statement):
    """``TRUNCATE TABLE name [PARTITION (...)]``."""

    name: Name
    partition: PartitionSpec | None = None


@node
class LoadData(Statement):
    """``LOAD DATA [LOCAL] INPATH 'path' [OVERWRITE] INTO TABLE name [PARTITION (...)]``."""

    path: str
    name: Name
    local: bool = False
    overwrite: bool = False
    partition: PartitionSpec | None = None


# ---------------------------------------------------------------------------------------------- the others


@node
class Analyze(Statement):
    """``ANALYZE TABLE name [PARTITION (...)] COMPUTE STATISTICS [NOSCAN | FOR COLUMNS a, b | FOR ALL COLUMNS]``."""

    name: Name
    partition: PartitionSpec | None = None
    noscan: bool = False
    columns: tuple[str, ...] = ()
    all_columns: bool = False


@node
class AnalyzeTables(Statement):
    """``ANALYZE TABLES [IN namespace] COMPUTE STATISTICS [NOSCAN]``."""

    namespace: Name = ()
    noscan: bool = False


@node
class CommentOn(Statement):
    """``COMMENT ON {DATABASE | TABLE} name IS {'text' | NULL}``; on columns it is :class:`AlterColumns`."""

    kind: OneOf["namespace", "table"]
    name: Name
    comment: str | None


@node
class CreateClassFunction(Statement):
    """``CREATE [TEMPORARY] FUNCTION name AS 'class' [USING JAR 'path', ...]``: of a class of the JVM.

    Resources are pairs of a kind, in small letters, and a path.
    """

    name: Name
    class_name: str
    resources: tuple[tuple[str, str], ...] = ()
    replace: bool = False
    if_not_exists: bool = False
    temporary: bool = False


@node
class RefreshFunction(Statement):
    """``REFRESH FUNCTION name``."""

    name: Name


@node
class CreateIndex(Statement):
    """``CREATE INDEX [IF NOT EXISTS] index ON [TABLE] name [USING kind] (column [OPTIONS (...)]) [OPTIONS (...)]``."""

    index: str
    name: Name
    columns: tuple[tuple[Name, Mapping[str, str]], ...]
    kind: str = ""
    options: Mapping[str, str] = field(default_factory=dict)
    if_not_exists: bool = False


@node
class DropIndex(Statement):
    """``DROP INDEX [IF EXISTS] index ON [TABLE] name``."""

    index: str
    name: Name
    if_exists: bool = False


@node
class AddResources(Statement):
    """``ADD {FILE | JAR | ARCHIVE} path ...``."""

    kind: OneOf["file", "jar", "archive"]
    paths: tuple[str, ...]


@node
class ListResources(Statement):
    """``LIST {FILE | JAR | ARCHIVE} [path ...]``."""

    kind: OneOf["file", "jar", "archive"]
    paths: tuple[str, ...] = ()


@node
class Call(Statement):
    """``CALL procedure(arguments)``."""

    name: Name
    arguments: tuple[Expression, ...] = ()
