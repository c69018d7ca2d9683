"""Statements that make, change and drop what a catalog has, and that change the rows of its tables.

As written: names are not looked up, and what they would apply to need not exist.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal as OneOf

from pyrite.sql._plan.commands import Statement
from pyrite.sql._plan.expressions import Expression
from pyrite.sql._plan.relations import CommonTable, Relation
from pyrite.sql._plan.tree import Node
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


@dataclass(frozen=True, eq=False)
class NamedLater(Statement):
    """A statement whose name is ``IDENTIFIER(text)``: ``text`` is computed, and its parts put in for ``name``."""

    text: Expression
    statement: Statement


# ------------------------------------------------------------------------------------------- namespaces


@dataclass(frozen=True, eq=False)
class CreateNamespace(Statement):
    """``CREATE DATABASE [IF NOT EXISTS] name [COMMENT ...] [LOCATION ...] [WITH DBPROPERTIES (...)]``."""

    name: Name
    if_not_exists: bool = False
    comment: str | None = None
    location: str | None = None
    properties: Mapping[str, str] = field(default_factory=dict)
    collation: str | None = None
    managed_location: str | None = None


@dataclass(frozen=True, eq=False)
class DropNamespace(Statement):
    """``DROP DATABASE [IF EXISTS] name [RESTRICT | CASCADE]``."""

    name: Name
    if_exists: bool = False
    cascade: bool = False


@dataclass(frozen=True, eq=False)
class SetNamespaceProperties(Statement):
    """``ALTER DATABASE name SET DBPROPERTIES (...)``."""

    name: Name
    properties: Mapping[str, str]


@dataclass(frozen=True, eq=False)
class UnsetNamespaceProperties(Statement):
    """``ALTER DATABASE name UNSET DBPROPERTIES (...)``."""

    name: Name
    keys: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class SetNamespaceLocation(Statement):
    """``ALTER DATABASE name SET LOCATION 'path'``."""

    name: Name
    location: str


@dataclass(frozen=True, eq=False)
class SetNamespaceCollation(Statement):
    """``ALTER DATABASE name DEFAULT COLLATION collation``."""

    name: Name
    collation: str


@dataclass(frozen=True, eq=False)
class DescribeNamespace(Statement):
    """``DESCRIBE DATABASE [EXTENDED] name``."""

    name: Name
    extended: bool = False


# --------------------------------------------------------------------------------- what tables are made of


@dataclass(frozen=True, eq=False)
class Generated(Node):
    """``GENERATED ALWAYS AS (expression)``, with its text."""

    expression: Expression
    text: str


@dataclass(frozen=True, eq=False)
class Identity(Node):
    """``GENERATED [ALWAYS | BY DEFAULT] AS IDENTITY (START WITH start INCREMENT BY step)``."""

    always: bool = True
    start: int = 1
    step: int = 1


@dataclass(frozen=True, eq=False)
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


@dataclass(frozen=True, eq=False)
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


@dataclass(frozen=True, eq=False)
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


@dataclass(frozen=True, eq=False)
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


@dataclass(frozen=True, eq=False)
class CreateTable(Statement):
    """``CREATE [EXTERNAL] TABLE [IF NOT EXISTS] name ... [AS query]``."""

    name: Name
    definition: TableDefinition
    plan: Relation | None = None
    if_not_exists: bool = False
    external: bool = False


@dataclass(frozen=True, eq=False)
class ReplaceTable(Statement):
    """``[CREATE OR] REPLACE TABLE name ... [AS query]``."""

    name: Name
    definition: TableDefinition
    plan: Relation | None = None
    or_create: bool = False


@dataclass(frozen=True, eq=False)
class CreateTableLike(Statement):
    """``CREATE TABLE [IF NOT EXISTS] name LIKE source [USING format] [LOCATION ...] [TBLPROPERTIES (...)]``."""

    name: Name
    source: Name
    provider: str | None = None
    location: str | None = None
    properties: Mapping[str, str] = field(default_factory=dict)
    storage: Storage | None = None
    if_not_exists: bool = False


@dataclass(frozen=True, eq=False)
class DropTable(Statement):
    """``DROP TABLE [IF EXISTS] name [PURGE]``."""

    name: Name
    if_exists: bool = False
    purge: bool = False


@dataclass(frozen=True, eq=False)
class RenameTable(Statement):
    """``ALTER {TABLE | VIEW} name RENAME TO new``."""

    name: Name
    new: Name
    view: bool = False


@dataclass(frozen=True, eq=False)
class AlterView(Statement):
    """``ALTER VIEW name AS query``, with the text of the query."""

    name: Name
    plan: Relation
    text: str


@dataclass(frozen=True, eq=False)
class AlterViewSchema(Statement):
    """``ALTER VIEW name WITH SCHEMA {BINDING | COMPENSATION | TYPE EVOLUTION | EVOLUTION}``."""

    name: Name
    mode: str


@dataclass(frozen=True, eq=False)
class SetProperties(Statement):
    """``ALTER {TABLE | VIEW} name SET TBLPROPERTIES (...)``."""

    name: Name
    properties: Mapping[str, str]
    view: bool = False


@dataclass(frozen=True, eq=False)
class UnsetProperties(Statement):
    """``ALTER {TABLE | VIEW} name UNSET TBLPROPERTIES [IF EXISTS] (...)``."""

    name: Name
    keys: tuple[str, ...]
    if_exists: bool = False
    view: bool = False


@dataclass(frozen=True, eq=False)
class AddColumns(Statement):
    """``ALTER TABLE name ADD COLUMNS (column ..., ...)``; ``operation`` is how errors call it."""

    name: Name
    columns: tuple[ColumnDefinition, ...]
    operation: str = "ALTER TABLE ... ADD COLUMNS"


@dataclass(frozen=True, eq=False)
class ReplaceColumns(Statement):
    """``ALTER TABLE name REPLACE COLUMNS (column ..., ...)``."""

    name: Name
    columns: tuple[ColumnDefinition, ...]


@dataclass(frozen=True, eq=False)
class DropColumns(Statement):
    """``ALTER TABLE name DROP COLUMNS [IF EXISTS] (columns)``."""

    name: Name
    columns: tuple[Name, ...]
    if_exists: bool = False


@dataclass(frozen=True, eq=False)
class RenameColumn(Statement):
    """``ALTER TABLE name RENAME COLUMN column TO new``."""

    name: Name
    column: Name
    new: str


@dataclass(frozen=True, eq=False)
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


@dataclass(frozen=True, eq=False)
class AlterColumns(Statement):
    """``ALTER TABLE name ALTER COLUMN column {TYPE type | COMMENT 'text' | SET NOT NULL | ...}``, one or more.

    Also Hive's ``CHANGE COLUMN column column type [COMMENT 'text'] [FIRST | AFTER column]``, and ``COMMENT ON
    COLUMN``. ``operation`` is how errors call it.
    """

    name: Name
    changes: tuple[ColumnChange, ...]
    operation: str = "ALTER TABLE ... ALTER COLUMN"


@dataclass(frozen=True, eq=False)
class AlterClustering(Statement):
    """``ALTER TABLE name CLUSTER BY (columns)``; ``CLUSTER BY NONE`` names none."""

    name: Name
    columns: tuple[Name, ...]


@dataclass(frozen=True, eq=False)
class SetCollation(Statement):
    """``ALTER TABLE name DEFAULT COLLATION collation``."""

    name: Name
    collation: str


@dataclass(frozen=True, eq=False)
class AddConstraint(Statement):
    """``ALTER TABLE name ADD CONSTRAINT ...``."""

    name: Name
    constraint: Constraint


@dataclass(frozen=True, eq=False)
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


@dataclass(frozen=True, eq=False)
class AddPartitions(Statement):
    """``ALTER TABLE name ADD [IF NOT EXISTS] PARTITION (...) [LOCATION 'path'] ...``: pairs of these."""

    name: Name
    partitions: tuple[tuple[PartitionSpec, str | None], ...]
    if_not_exists: bool = False


@dataclass(frozen=True, eq=False)
class DropPartitions(Statement):
    """``ALTER TABLE name DROP [IF EXISTS] PARTITION (...), ... [PURGE]``."""

    name: Name
    partitions: tuple[PartitionSpec, ...]
    if_exists: bool = False
    purge: bool = False


@dataclass(frozen=True, eq=False)
class RenamePartition(Statement):
    """``ALTER TABLE name PARTITION (...) RENAME TO PARTITION (...)``."""

    name: Name
    partition: PartitionSpec
    new: PartitionSpec


@dataclass(frozen=True, eq=False)
class RepairTable(Statement):
    """``MSCK REPAIR TABLE name [{ADD | DROP | SYNC} PARTITIONS]``, ``ALTER TABLE name RECOVER PARTITIONS``."""

    name: Name
    add: bool = True
    drop: bool = False
    recover: bool = False


@dataclass(frozen=True, eq=False)
class SetLocation(Statement):
    """``ALTER TABLE name [PARTITION (...)] SET LOCATION 'path'``."""

    name: Name
    location: str
    partition: PartitionSpec | None = None


@dataclass(frozen=True, eq=False)
class SetSerde(Statement):
    """``ALTER TABLE name [PARTITION (...)] SET {SERDE 'class' | SERDEPROPERTIES (...)}``, or both."""

    name: Name
    serde: str | None
    properties: Mapping[str, str] = field(default_factory=dict)
    partition: PartitionSpec | None = None


@dataclass(frozen=True, eq=False)
class UnsetSerde(Statement):
    """``ALTER TABLE name [PARTITION (...)] UNSET SERDEPROPERTIES (...)``."""

    name: Name
    keys: tuple[str, ...]
    partition: PartitionSpec | None = None


# ---------------------------------------------------------------------------------------- rows of tables


@dataclass(frozen=True, eq=False)
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


@dataclass(frozen=True, eq=False)
class InsertDirectory(Statement):
    """``INSERT OVERWRITE [LOCAL] DIRECTORY ['path'] {USING format [OPTIONS (...)] | Hive's format} query``."""

    plan: Relation
    path: str | None
    local: bool = False
    provider: str | None = None
    options: Mapping[str, str] = field(default_factory=dict)
    storage: Storage | None = None


@dataclass(frozen=True, eq=False)
class MultiInsert(Statement):
    """``FROM relation INSERT ... SELECT ... INSERT ... SELECT ...``."""

    inserts: tuple[InsertInto | InsertDirectory, ...]


@dataclass(frozen=True, eq=False)
class Assignment(Node):
    """``column = value`` of UPDATE and MERGE; the value may be DEFAULT."""

    column: Name
    value: Expression


@dataclass(frozen=True, eq=False)
class Update(Statement):
    """``[WITH ...] UPDATE table [alias] SET column = value, ... [WHERE condition]``; ``common`` is what WITH has."""

    table: Relation
    assignments: tuple[Assignment, ...]
    condition: Expression | None = None
    common: tuple[CommonTable, ...] = ()


@dataclass(frozen=True, eq=False)
class Delete(Statement):
    """``DELETE FROM table [alias] [WHERE condition]``."""

    table: Relation
    condition: Expression | None = None
    common: tuple[CommonTable, ...] = ()


@dataclass(frozen=True, eq=False)
class MergeAction(Node):
    """``WHEN ... [AND condition] THEN {UPDATE SET ... | DELETE | INSERT ...}``.

    ``assignments`` is None for ``UPDATE SET *`` and ``INSERT *``.
    """

    kind: OneOf["update", "delete", "insert"]
    condition: Expression | None = None
    assignments: tuple[Assignment, ...] | None = ()


@dataclass(frozen=True, eq=False)
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


@dataclass(frozen=True, eq=False)
class Truncate(Statement):
    """``TRUNCATE TABLE name [PARTITION (...)]``."""

    name: Name
    partition: PartitionSpec | None = None


@dataclass(frozen=True, eq=False)
class LoadData(Statement):
    """``LOAD DATA [LOCAL] INPATH 'path' [OVERWRITE] INTO TABLE name [PARTITION (...)]``."""

    path: str
    name: Name
    local: bool = False
    overwrite: bool = False
    partition: PartitionSpec | None = None


# ---------------------------------------------------------------------------------------------- the others


@dataclass(frozen=True, eq=False)
class Analyze(Statement):
    """``ANALYZE TABLE name [PARTITION (...)] COMPUTE STATISTICS [NOSCAN | FOR COLUMNS a, b | FOR ALL COLUMNS]``."""

    name: Name
    partition: PartitionSpec | None = None
    noscan: bool = False
    columns: tuple[str, ...] = ()
    all_columns: bool = False


@dataclass(frozen=True, eq=False)
class AnalyzeTables(Statement):
    """``ANALYZE TABLES [IN namespace] COMPUTE STATISTICS [NOSCAN]``."""

    namespace: Name = ()
    noscan: bool = False


@dataclass(frozen=True, eq=False)
class CommentOn(Statement):
    """``COMMENT ON {DATABASE | TABLE} name IS {'text' | NULL}``; on columns it is :class:`AlterColumns`."""

    kind: OneOf["namespace", "table"]
    name: Name
    comment: str | None


@dataclass(frozen=True, eq=False)
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


@dataclass(frozen=True, eq=False)
class RefreshFunction(Statement):
    """``REFRESH FUNCTION name``."""

    name: Name


@dataclass(frozen=True, eq=False)
class CreateIndex(Statement):
    """``CREATE INDEX [IF NOT EXISTS] index ON [TABLE] name [USING kind] (column [OPTIONS (...)]) [OPTIONS (...)]``."""

    index: str
    name: Name
    columns: tuple[tuple[Name, Mapping[str, str]], ...]
    kind: str = ""
    options: Mapping[str, str] = field(default_factory=dict)
    if_not_exists: bool = False


@dataclass(frozen=True, eq=False)
class DropIndex(Statement):
    """``DROP INDEX [IF EXISTS] index ON [TABLE] name``."""

    index: str
    name: Name
    if_exists: bool = False


@dataclass(frozen=True, eq=False)
class AddResources(Statement):
    """``ADD {FILE | JAR | ARCHIVE} path ...``."""

    kind: OneOf["file", "jar", "archive"]
    paths: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class ListResources(Statement):
    """``LIST {FILE | JAR | ARCHIVE} [path ...]``."""

    kind: OneOf["file", "jar", "archive"]
    paths: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Call(Statement):
    """``CALL procedure(arguments)``."""

    name: Name
    arguments: tuple[Expression, ...] = ()
