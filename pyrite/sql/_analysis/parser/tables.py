"""Statements that make, change and drop namespaces and tables."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pyrite.sql._analysis.parser.definitions import DefinitionParser
from pyrite.sql._analysis.parser.reader import Stop
from pyrite.sql._plan.commands import CreateView, Statement
from pyrite.sql._plan.ddl import (
    AddColumns,
    AddConstraint,
    AddPartitions,
    AlterClustering,
    AlterColumns,
    AlterView,
    AlterViewSchema,
    ColumnChange,
    ColumnDefinition,
    Constraint,
    CreateNamespace,
    CreateTable,
    CreateTableLike,
    DropColumns,
    DropConstraint,
    DropNamespace,
    DropPartitions,
    DropTable,
    PartitionSpec,
    RenameColumn,
    RenamePartition,
    RenameTable,
    RepairTable,
    ReplaceColumns,
    ReplaceTable,
    SetCollation,
    SetLocation,
    SetNamespaceCollation,
    SetNamespaceLocation,
    SetNamespaceProperties,
    SetProperties,
    SetSerde,
    Storage,
    TableDefinition,
    Transform,
    UnsetNamespaceProperties,
    UnsetProperties,
)
from pyrite.sql._plan.expressions import Name
from pyrite.sql._plan.relations import Relation
from pyrite.sql._text.parse_errors import parse_error

__all__ = ["NAMESPACES", "TableParser"]

NAMESPACES = ("NAMESPACE", "DATABASE", "SCHEMA")
#: What Hive alters, and Spark reads in order to tell that it does not.
_HIVE_ALTERATIONS = [
    words.split()
    for words in (
        "NOT CLUSTERED", "CLUSTERED BY", "NOT SORTED", "SKEWED BY", "NOT SKEWED", "NOT STORED AS DIRECTORIES",
        "SET SKEWED LOCATION", "EXCHANGE PARTITION", "ARCHIVE PARTITION", "UNARCHIVE PARTITION", "TOUCH", "COMPACT",
        "CONCATENATE", "SET FILEFORMAT", "REPLACE COLUMNS",
    )
]  # fmt: skip


class TableParser(DefinitionParser):
    """The rules of CREATE, ALTER and DROP for namespaces and tables."""

    # -- namespaces

    def create_namespace(self) -> Statement:
        self.take()
        absent, name = self.if_not_exists(), self.target()
        seen: set[str] = set()
        said: dict[str, Any] = {}
        while True:
            if self.accept("COMMENT"):
                self.once(seen, "COMMENT")
                said["comment"] = self.string()
            elif self.accept("LOCATION"):
                self.once(seen, "LOCATION")
                said["location"] = self.string()
            elif self.accept("DEFAULT", "COLLATION"):
                said["collation"] = self.name()
                self._no_collation()
            elif self.token.word == "WITH":
                self.take()
                word = self.one_of("DBPROPERTIES", "PROPERTIES")
                if ({"DBPROPERTIES", "PROPERTIES"} - {word}) & seen:
                    self.problem("UNSUPPORTED_FEATURE.SET_PROPERTIES_AND_DBPROPERTIES")
                self.once(seen, word)
                said["properties"] = self.namespace_properties()
            else:
                return CreateNamespace(name, absent, **said)

    def _no_collation(self) -> None:
        self.fail_with(parse_error(self.text, None, "UNSUPPORTED_FEATURE.SCHEMA_LEVEL_COLLATIONS", {}))

    def alter_namespace(self) -> Statement:
        self.take()
        name = self.target()
        if self.accept("UNSET"):
            self.one_of("DBPROPERTIES", "PROPERTIES")
            return UnsetNamespaceProperties(name, self.property_keys())
        if self.accept("DEFAULT", "COLLATION"):
            collation = self.name()
            self._no_collation()
            return SetNamespaceCollation(name, collation)
        self.expect("SET")
        if self.accept("LOCATION"):
            return SetNamespaceLocation(name, self.string())
        self.one_of("DBPROPERTIES", "PROPERTIES")
        return SetNamespaceProperties(name, self.namespace_properties())

    def drop_namespace(self) -> Statement:
        self.take()
        exists, name = self.if_exists(), self.target()
        cascade = self.accept("CASCADE")
        if not cascade:
            self.accept("RESTRICT")
        return DropNamespace(name, exists, cascade)

    # -- CREATE TABLE

    def create_table(self, start: int, temporary: bool = False) -> Statement:
        """From EXTERNAL or TABLE on."""
        external = self.accept("EXTERNAL")
        self.expect("TABLE")
        absent, name = self.if_not_exists(), self.target()
        if temporary and absent:
            operation = {"operation": "CREATE TEMPORARY TABLE ... IF NOT EXISTS"}
            self.fail(start, "INVALID_STATEMENT_OR_CLAUSE", operation)
        if temporary and external:
            operation = {"operation": "CREATE EXTERNAL TABLE ... USING"}
            self.problem("INVALID_STATEMENT_OR_CLAUSE", **operation)
        if self.token.word == "LIKE" and not temporary and not external:
            return self._create_like(name, absent)
        definition, plan = self._defined()
        if temporary:
            return self._temporary(name, definition, plan)
        return CreateTable(name, definition, plan, absent, external)

    def replace_table(self, or_create: bool) -> Statement:
        self.require("TABLE")
        name = self.target()
        definition, plan = self._defined()
        return ReplaceTable(name, definition, plan, or_create)

    def _temporary(
        self, name: tuple[str, ...], definition: TableDefinition, plan: Relation | None
    ) -> Statement:
        """CREATE TEMPORARY TABLE of files is a view of them."""
        if plan is not None:
            self.not_allowed("CREATE TEMPORARY TABLE ... AS ..., use CREATE TEMPORARY VIEW instead")
        elif definition.provider is None:
            self.problem("_LEGACY_ERROR_TEMP_0046")
        source = (definition.provider or "", dict(definition.options))
        columns = [f"`{column.name[0]}` {column.type.simpleString()}" for column in definition.columns]
        schema = ", ".join(columns) or None
        return CreateView(name, None, temporary=True, source=source, schema=schema)

    def _defined(self) -> tuple[TableDefinition, Relation | None]:
        """The columns, clauses and query of a table."""
        columns, constraints = self._elements()
        provider = self.provider() if self.accept("USING") else None
        said, typed, storage = self._table_clauses()
        plan = None
        if self.accept("AS") or self.query_ahead():
            plan = self.query()
        if plan is not None and columns:
            self.not_allowed("Schema may not be specified in a Create Table As Select (CTAS) statement")
        if plan is not None and typed:
            self.not_allowed("Partition column types may not be specified in Create Table As Select (CTAS)")
        if storage is not None:
            self.check_storage(storage)
            if provider is not None:
                self.invalid_clause(f"CREATE TABLE ... USING ... {_described(storage)}")
        paths = [value for key, value in said.get("options", {}).items() if key.lower() == "path"]
        location = said.get("location")
        if paths and location is not None:
            self.problem("_LEGACY_ERROR_TEMP_0032", pathOne=location, pathTwo=paths[0])
        definition = TableDefinition((*columns, *typed), constraints, provider, storage=storage, **said)
        return definition, plan

    def _elements(self) -> tuple[tuple[ColumnDefinition, ...], tuple[Constraint, ...]]:
        """The columns and constraints in parentheses, where no query is in them."""
        if self.token.word != "(":
            return (), ()
        if not self.query_ahead():
            return self.table_elements()
        return self.either(self.table_elements, lambda: ((), ()))

    def _table_clauses(self) -> tuple[dict[str, Any], list[ColumnDefinition], Storage | None]:
        """What the clauses say, by the names of ``TableDefinition``; the columns with types; Hive's words."""
        seen: set[str] = set()
        said: dict[str, Any] = {}
        typed: list[ColumnDefinition] = []
        storage: Storage | None = None
        while True:
            word, place = self.token.word, self.at
            if word == "OPTIONS" and self.accept("OPTIONS"):
                self.once(seen, "OPTIONS")
                said["options"], said["computed_options"] = self.options()
                self.check_table_properties(said["options"])
            elif self.accept("PARTITIONED", "BY"):
                self.once(seen, "PARTITIONED BY")
                fields = self.partitioning()
                typed = [field for field in fields if isinstance(field, ColumnDefinition)]
                transforms = [field for field in fields if isinstance(field, Transform)]
                if typed and transforms:
                    self.not_allowed("PARTITION BY: Cannot mix partition expressions and partition columns")
                named = [Transform("identity", (Name(column.name),)) for column in typed]
                said["partitioning"] = tuple(transforms or named)
            elif self.accept("SKEWED", "BY"):
                self._skewed()
            elif self.accept("CLUSTER", "BY"):
                self.once(seen, "CLUSTER BY")
                if self.token.word != "(":
                    raise self.stop(": missing '('" if self.token.is_name else "")
                said["cluster_by"] = tuple(self.in_parentheses(lambda: self.listed(self.dotted_name)))
            elif word == "CLUSTERED":
                said["buckets"] = self.buckets()
                self.once(seen, "CLUSTERED BY")
            elif self.accept("LOCATION"):
                self.once(seen, "LOCATION")
                said["location"] = self.string()
            elif self.accept("COMMENT"):
                self.once(seen, "COMMENT")
                said["comment"] = self.string()
            elif self.accept("DEFAULT", "COLLATION"):
                said["collation"] = self.name()
            elif self.accept("TBLPROPERTIES"):
                self.once(seen, "TBLPROPERTIES")
                said["properties"] = self.table_properties()
            else:
                found = self.storage_clause(seen, storage)
                if found is None:
                    self._check_clustering(said, place)
                    return said, typed, storage
                storage = found

    def _check_clustering(self, said: dict[str, Any], place: int) -> None:
        if "cluster_by" in said and "partitioning" in said:
            self.problem("SPECIFY_CLUSTER_BY_WITH_PARTITIONED_BY_IS_NOT_ALLOWED")
        if "cluster_by" in said and "buckets" in said:
            self.problem("SPECIFY_CLUSTER_BY_WITH_BUCKETING_IS_NOT_ALLOWED")

    def _skewed(self) -> None:
        self.names()
        self.expect("ON")
        depth = 0
        while True:
            word = self.take().word
            depth += (word == "(") - (word == ")")
            if depth == 0:
                break
            if self.token.kind == "end":
                raise self.stop()
        self.accept("STORED", "AS", "DIRECTORIES")
        self.invalid_clause("CREATE TABLE ... SKEWED BY")

    def _create_like(self, name: tuple[str, ...], absent: bool) -> Statement:
        self.expect("LIKE")
        source = self.target()
        seen: set[str] = set()
        said: dict[str, Any] = {}
        storage: Storage | None = None
        while True:
            if self.accept("USING"):
                self.once(seen, "PROVIDER")
                said["provider"] = self.provider()
            elif self.accept("LOCATION"):
                self.once(seen, "LOCATION")
                said["location"] = self.string()
            elif self.accept("TBLPROPERTIES"):
                self.once(seen, "TBLPROPERTIES")
                said["properties"] = self.table_properties()
            else:
                found = self.storage_clause(seen, storage)
                if found is None:
                    break
                storage = found
        if storage is not None and "provider" in said:
            self.invalid_clause(f"CREATE TABLE LIKE ... USING ... {_described(storage)}")
        elif storage is not None and storage.serde and not (storage.stored_as or storage.input_format):
            self.problem("_LEGACY_ERROR_TEMP_0047")
        return CreateTableLike(name, source, storage=storage, if_not_exists=absent, **said)

    def drop_table(self) -> Statement:
        self.take()
        exists, name = self.if_exists(), self.target()
        return DropTable(name, exists, self.accept("PURGE"))

    # -- ALTER TABLE and ALTER VIEW

    def alter(self, start: int) -> Statement:
        if self.peek().word in NAMESPACES:
            self.take()
            return self.alter_namespace()
        self.take()
        what = self.one_of("TABLE", "VIEW")
        name = self.target()
        if what == "TABLE":
            hive = self._hive_alteration()
            if hive is not None:
                raise self.error(start, "INVALID_STATEMENT_OR_CLAUSE", {"operation": f"ALTER TABLE {hive}"})
        if what == "TABLE" and self.ahead("REPLACE", "COLUMNS"):
            return self._replaced_columns(start, name)
        rules = _ALTERATIONS if what == "TABLE" else _VIEW_ALTERATIONS
        rule = rules.get(self.token.word)
        if rule is None and what == "VIEW" and self.query_ahead():
            return self._alter_view_query(name)
        if rule is None:
            raise self.stop()
        return rule(self, name)

    def _hive_alteration(self) -> str | None:
        """What Hive would do now; then all of the statement is read."""
        at = self.at
        if self.partition_ahead():
            self.skip_parentheses(1)
        for words in _HIVE_ALTERATIONS:
            if self.ahead(*words) and (words[0] != "REPLACE" or self.peek(2).word != "("):
                if self.at > at and words[0] not in ("COMPACT", "CONCATENATE", "SET", "REPLACE"):
                    continue
                self.skip()
                return " ".join(words)
        self.go(at)
        return None

    def skip_parentheses(self, ahead: int) -> None:
        """Go behind the parentheses that open after so many tokens."""
        self.go(self.at + ahead)
        depth = 0
        while self.token.kind != "end":
            word = self.take().word
            depth += (word == "(") - (word == ")")
            if depth == 0:
                return

    def _rename_something(self, name: tuple[str, ...]) -> Statement:
        self.take()
        if self.token.word == "COLUMN" and self.peek().is_name:
            self.take()
            column = self.dotted_name()
            self.require("TO")
            return RenameColumn(name, column, self.dashed_name())
        self.expect("TO")
        return RenameTable(name, self.dotted_name())

    def _rename_view(self, name: tuple[str, ...]) -> Statement:
        self.expect("RENAME", "TO")
        return RenameTable(name, self.dotted_name(), True)

    def _add(self, name: tuple[str, ...]) -> Statement:
        self.take()
        if self.token.word in ("COLUMN", "COLUMNS"):
            word = self.take().word
            return AddColumns(name, self._columns(), f"ALTER TABLE ... ADD {word}")
        if self.token.word in ("IF", "PARTITION"):
            return self._add_partitions(name)
        if self.token.word not in ("CONSTRAINT", "CHECK", "PRIMARY", "UNIQUE", "FOREIGN"):
            raise self.stop()
        return AddConstraint(name, self.constraint())

    def _columns(self) -> tuple[ColumnDefinition, ...]:
        def several() -> list[ColumnDefinition]:
            return self.listed(self.positioned_column)

        return tuple(self.in_parentheses(several) if self.token.word == "(" else several())

    def _add_partitions(self, name: tuple[str, ...]) -> Statement:
        absent = self.if_not_exists()
        found: list[tuple[PartitionSpec, str | None]] = []
        while self.token.word == "PARTITION" or not found:
            spec = self.partition()
            found.append((spec, self.string() if self.accept("LOCATION") else None))
        return AddPartitions(name, tuple(found), absent)

    def _add_to_view(self, name: tuple[str, ...]) -> Statement:
        self.take()
        found = self._add_partitions(name)
        self.invalid_clause("ALTER VIEW ... ADD PARTITION")
        return found

    def _drop_something(self, name: tuple[str, ...]) -> Statement:
        self.take()
        if self.token.word in ("COLUMN", "COLUMNS"):
            self.take()
            exists = self.if_exists()
            if self.token.word == "(":
                columns = self.in_parentheses(lambda: self.listed(self.dotted_name))
            else:
                columns = self.listed(self.dotted_name)
            return DropColumns(name, tuple(columns), exists)
        if self.accept("CONSTRAINT"):
            exists = self.if_exists()
            constraint = self.name()
            cascade = self.accept("CASCADE")
            if not cascade:
                self.accept("RESTRICT")
            return DropConstraint(name, constraint, exists, cascade)
        return self._drop_partitions(name)

    def _drop_partitions(self, name: tuple[str, ...]) -> Statement:
        exists = self.if_exists()
        found = tuple(self.listed(self.partition))
        return DropPartitions(name, found, exists, self.accept("PURGE"))

    def _drop_from_view(self, name: tuple[str, ...]) -> Statement:
        self.take()
        found = self._drop_partitions(name)
        self.invalid_clause("ALTER VIEW ... DROP PARTITION")
        return found

    def _on_partition(self, name: tuple[str, ...]) -> Statement:
        spec = self.partition()
        if self.accept("RENAME"):
            self.expect("TO")
            return RenamePartition(name, spec, self.partition())
        if self.token.word == "SET":
            return self._set_on_partition(name, spec)
        if self.token.word == "CHANGE":
            self.take()
            found = self._hive_change(name)
            self.invalid_clause("ALTER TABLE ... PARTITION ... CHANGE COLUMN")
            return found
        if self.ahead("REPLACE", "COLUMNS"):
            found = self._replace_columns(name)
            self.invalid_clause("ALTER TABLE ... PARTITION ... REPLACE COLUMNS")
            return found
        raise self.stop()

    def _set_on_partition(self, name: tuple[str, ...], spec: PartitionSpec | None = None) -> Statement:
        self.expect("SET")
        if self.accept("LOCATION"):
            return SetLocation(name, self.string(), spec)
        if self.accept("SERDE"):
            serde = self.string()
            properties = self.properties() if self.accept("WITH", "SERDEPROPERTIES") else {}
            return SetSerde(name, serde, properties, spec)
        if self.accept("SERDEPROPERTIES"):
            return SetSerde(name, None, self.properties(), spec)
        if spec is not None:
            raise self.stop()
        self.expect("TBLPROPERTIES")
        return SetProperties(name, self.table_properties())

    def _set_of_view(self, name: tuple[str, ...]) -> Statement:
        self.expect("SET", "TBLPROPERTIES")
        return SetProperties(name, self.table_properties(), True)

    def _unset(self, name: tuple[str, ...]) -> Statement:
        self.expect("UNSET", "TBLPROPERTIES")
        exists = self.if_exists()
        keys = self.property_keys()
        self.check_table_properties(keys)
        return UnsetProperties(name, keys, exists)

    def _unset_of_view(self, name: tuple[str, ...]) -> Statement:
        found = self._unset(name)
        assert isinstance(found, UnsetProperties)
        return UnsetProperties(name, found.keys, found.if_exists, True)

    def _alter_columns(self, name: tuple[str, ...]) -> Statement:
        def changes() -> Statement:
            return AlterColumns(name, tuple(self.listed(self._column_change)))

        def whole(rule: Callable[[], Statement]) -> Statement:
            found = rule()
            if self.token.kind != "end" and self.token.word != ";":
                raise self.stop()
            return found

        def behind_column() -> Statement:
            self.expect("COLUMN")
            return changes()

        rules = [changes]
        hive = self.take().word == "CHANGE"
        if self.token.word == "COLUMN" and self.peek().is_name:
            rules = [behind_column]
        if not hive:
            return rules[0]()
        rules.append(lambda: self._hive_change(name))
        return self.either(*[lambda rule=rule: whole(rule) for rule in rules])

    def _column_change(self) -> ColumnChange:
        start = self.at
        column = self.dotted_name()
        said: dict[str, Any] = {}
        if self.accept("TYPE"):
            said["type"] = self.data_type()
        elif self.accept("COMMENT"):
            said["comment"] = self.string()
        elif self.token.word in ("FIRST", "AFTER"):
            said["position"] = self.position()
        elif self.accept("SET", "NOT", "NULL"):
            said["nullable"] = False
        elif self.accept("DROP", "NOT", "NULL"):
            said["nullable"] = True
        elif self.accept("SET", "DEFAULT"):
            said["default"], said["default_text"] = self.default_value()
        elif self.accept("DROP", "DEFAULT"):
            said["drop_default"] = True
        else:
            message = (
                "ALTER TABLE table ALTER COLUMN requires a TYPE, a SET/DROP, a COMMENT, or a FIRST/AFTER"
            )
            self.not_allowed(message)
        return ColumnChange(column, **said, origin=self.origin(start))

    def _hive_change(self, name: tuple[str, ...]) -> Statement:
        start = self.at
        if self.token.word == "COLUMN" and self.peek().is_name:
            mark = self.mark()
            self.take()
            self.dotted_name()
            named = self.token.is_name and self.peek().is_name and self.peek().word not in ("FIRST", "AFTER")
            self.back(mark)
            if named:
                self.take()
        column, before = self.dotted_name(), len(self._errors)
        new, position = self.plain_column(), self.position()
        if column[-1].lower() != new.name[0].lower():
            del self._errors[before:]
            self._unsupported_change("Renaming column", "ALTER COLUMN", ", please run RENAME COLUMN instead")
        elif not new.nullable:
            message = ", please run ALTER COLUMN ... SET/DROP NOT NULL instead"
            self._unsupported_change("NOT NULL", "ALTER COLUMN", message)
        change = ColumnChange(
            column, new.type, comment=new.comment, position=position, origin=self.origin(start)
        )
        return AlterColumns(name, (change,))

    def _unsupported_change(self, operation: str, command: str, message: str) -> None:
        self.problem("_LEGACY_ERROR_TEMP_0034", operation=operation, command=command, msg=message)

    def _replaced_columns(self, start: int, name: tuple[str, ...]) -> Statement:
        """REPLACE COLUMNS; Hive's forms of it are none of Spark's."""
        mark = self.mark()
        try:
            found = self._replace_columns(name)
            if self.token.kind == "end" or self.token.word == ";":
                return found
        except Stop:
            pass
        self.back(mark)
        self.skip()
        raise self.error(start, "INVALID_STATEMENT_OR_CLAUSE", {"operation": "ALTER TABLE REPLACE COLUMNS"})

    def _replace_columns(self, name: tuple[str, ...]) -> Statement:
        self.expect("REPLACE", "COLUMNS")
        columns = tuple(self.in_parentheses(lambda: self.listed(self.positioned_column)))
        for column in columns:
            if len(column.name) > 1:
                self._unsupported_change("Replacing with a nested column", "REPLACE COLUMNS", "")
            if not column.nullable:
                self._unsupported_change("NOT NULL", "REPLACE COLUMNS", "")
            if column.position:
                self._unsupported_change("Column position", "REPLACE COLUMNS", "")
            if column.default is not None:
                self.problem("UNSUPPORTED_DEFAULT_VALUE.WITHOUT_SUGGESTION")
        return ReplaceColumns(name, columns)

    def _recover(self, name: tuple[str, ...]) -> Statement:
        self.expect("RECOVER", "PARTITIONS")
        return RepairTable(name, recover=True)

    def _cluster(self, name: tuple[str, ...]) -> Statement:
        self.expect("CLUSTER", "BY")
        if self.accept("NONE"):
            return AlterClustering(name, ())
        return AlterClustering(name, tuple(self.in_parentheses(lambda: self.listed(self.dotted_name))))

    def _collate(self, name: tuple[str, ...]) -> Statement:
        self.expect("DEFAULT", "COLLATION")
        return SetCollation(name, self.name())

    def _alter_view_query(self, name: tuple[str, ...]) -> Statement:
        self.accept("AS")
        place = self.at
        plan = self.query()
        return AlterView(name, plan, self.text_from(place))

    def _alter_view_schema(self, name: tuple[str, ...]) -> Statement:
        if self.ahead("WITH", "SCHEMA"):
            self.go(self.at + 2)
            return AlterViewSchema(name, self.schema_mode())
        return self._alter_view_query(name)

    def schema_mode(self) -> str:
        """What follows WITH SCHEMA."""
        if self.accept("TYPE"):
            self.expect("EVOLUTION")
            return "TYPE EVOLUTION"
        return self.one_of("BINDING", "COMPENSATION", "EVOLUTION")


_ALTERATIONS: dict[str, Callable[[TableParser, tuple[str, ...]], Statement]] = {
    "RENAME": TableParser._rename_something,
    "ADD": TableParser._add,
    "DROP": TableParser._drop_something,
    "SET": TableParser._set_on_partition,
    "UNSET": TableParser._unset,
    "ALTER": TableParser._alter_columns,
    "CHANGE": TableParser._alter_columns,
    "PARTITION": TableParser._on_partition,
    "RECOVER": TableParser._recover,
    "CLUSTER": TableParser._cluster,
    "DEFAULT": TableParser._collate,
}
_VIEW_ALTERATIONS: dict[str, Callable[[TableParser, tuple[str, ...]], Statement]] = {
    "RENAME": TableParser._rename_view,
    "ADD": TableParser._add_to_view,
    "DROP": TableParser._drop_from_view,
    "SET": TableParser._set_of_view,
    "UNSET": TableParser._unset_of_view,
    "WITH": TableParser._alter_view_schema,
    "AS": TableParser._alter_view_query,
}


def _described(storage: Storage) -> str:
    """Hive's words again, as errors show them."""
    serde = ""
    if storage.serde is not None or storage.properties:
        serde = f"SERDE {storage.serde}" if storage.serde is not None else "DELIMITED"
    if storage.stored_as is not None:
        return f"STORED AS {storage.stored_as} {serde}".upper()
    if storage.input_format is not None:
        words = f"STORED AS INPUTFORMAT {storage.input_format} OUTPUTFORMAT {storage.output_format} {serde}"
        return words.upper()
    return f"ROW FORMAT {serde}".upper()
