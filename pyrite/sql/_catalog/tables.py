"""A table of the catalog as a relation: its files, and the columns as the catalog tells them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pyrite._dataclasses import dataclass
from pyrite.errors import AnalysisException, SparkRuntimeException
from pyrite.sql._analysis.char_padding import TYPE_WORDS
from pyrite.sql._analysis.coercion import cast
from pyrite.sql._analysis.constants import NotConstant, constant_value
from pyrite.sql._analysis.errors import analysis_error
from pyrite.sql._analysis.naming import quoted_parts
from pyrite.sql._analysis.parser import parse_expression
from pyrite.sql._analysis.settings import Settings
from pyrite.sql._catalog.objects import Table
from pyrite.sql._catalog.session_catalog import CATALOG, SessionCatalog
from pyrite.sql._files.metadata import metadata_column
from pyrite.sql._files.options import Options
from pyrite.sql._files.reading import FORMATS
from pyrite.sql._files.source import DataFile, FileSource, find_files
from pyrite.sql._lake.formats import LAKE_FORMATS
from pyrite.sql._lake.tables import LakeSource
from pyrite.sql._plan import expressions as e
from pyrite.sql._plan import relations as r
from pyrite.sql.types import (
    ArrayType,
    CharType,
    DataType,
    IntegerType,
    MapType,
    StringType,
    StructField,
    StructType,
    VarcharType,
)

if TYPE_CHECKING:
    from pyrite.sql._analysis.analyzer import Analyzer

__all__ = [
    "TableFiles",
    "char_padded",
    "check_provider",
    "plain_type",
    "read_schema",
    "refreshed",
    "table_relation",
]


def check_provider(name: str) -> str:
    """The format of this name. Raises DATA_SOURCE_NOT_FOUND."""
    if name.lower() not in FORMATS and name.lower() not in LAKE_FORMATS:
        raise SparkRuntimeException(errorClass="DATA_SOURCE_NOT_FOUND", messageParameters={"provider": name})
    return name.lower()


# -------------------------------------------------------------------------------------------------- columns


def plain_type(kind: DataType) -> DataType:
    """The type of the values: strings for CHAR and VARCHAR."""
    if isinstance(kind, (CharType, VarcharType)):
        return StringType()
    if isinstance(kind, ArrayType):
        return ArrayType(plain_type(kind.elementType), kind.containsNull)
    if isinstance(kind, MapType):
        return MapType(plain_type(kind.keyType), plain_type(kind.valueType), kind.valueContainsNull)
    if isinstance(kind, StructType):
        fields = [StructField(f.name, plain_type(f.dataType), f.nullable, f.metadata) for f in kind]
        return StructType(fields)
    return kind


def read_schema(schema: StructType) -> StructType:
    """The columns of a table as a query sees them: nullable, strings for CHAR and VARCHAR."""
    fields = []
    for each in schema:
        kind, metadata = plain_type(each.dataType), dict(each.metadata or {})
        if kind != each.dataType:
            metadata[TYPE_WORDS] = each.dataType.simpleString()
        fields.append(StructField(each.name, kind, True, metadata))
    return StructType(fields)


# ---------------------------------------------------------------------------------------------------- files


@dataclass(frozen=True)
class TableFiles(FileSource):
    """The files of a table as they were listed when its changes counted ``seen``."""

    catalog: SessionCatalog | None = None
    table: Table | None = None
    settings: Settings | None = None
    seen: int = 0

    def latest(self) -> TableFiles:
        """The files as they are now; itself when this program has not changed them, or the table is gone."""
        assert self.catalog is not None and self.table is not None and self.settings is not None
        if self.catalog.changes.get((self.table.database, self.table.name), 0) == self.seen:
            return self
        known = self.catalog.metastore.table(self.table.database, self.table.name)
        if known is None or known.created != self.table.created:
            return self
        return table_files(self.catalog, known, self.settings)


def table_files(
    catalog: SessionCatalog, table: Table, settings: Settings, options: Mapping[str, str] | None = None
) -> TableFiles:
    """List the files of a table, those of the partitions that the catalog knows."""
    seen = catalog.changes.get((table.database, table.name), 0)
    storage, root = catalog.storage, catalog.storage.qualify(table.location)
    given = Options({**table.options, **(options or {}), "recursiveFileLookup": "true"})
    conf = settings.conf or {}

    def below(path: str) -> tuple[DataFile, ...]:
        try:
            return find_files(storage, [path], given, conf)[0].files
        except AnalysisException as error:
            if error.getCondition() == "PATH_NOT_FOUND":
                return ()
            raise

    files: Iterable[DataFile]
    if not table.partitioned_by:
        files = [each for each in below(root) if each.path.rpartition("/")[0] == root]
    else:
        places = {storage.qualify(each.location): each.values for each in catalog.metastore.partitions(table)}
        listed = list(below(root)) if any(place.startswith(root + "/") for place in places) else []
        for place in places:
            if not place.startswith(root + "/"):
                listed.extend(below(place))
        files = [
            replace(each, values=values)
            for each in listed
            if (values := _values_above(each.path, places)) is not None
        ]
    names = tuple(table.partitioned_by)
    source = TableFiles(
        storage, (root,), tuple(files), names, catalog=catalog, table=table, settings=settings, seen=seen
    )
    if names:
        zone = given.text("timeZone") or settings.zone
        kinds = [plain_type(each.dataType) for each in table.partition_schema]
        source = source.typed(kinds, zone)  # type: ignore[assignment]
    return source


def _values_above(path: str, places: Mapping[str, tuple[str | None, ...]]) -> tuple[str | None, ...] | None:
    """The values of the partition whose directory a file is in."""
    directory = path.rpartition("/")[0]
    while directory:
        if directory in places:
            return places[directory]
        directory = directory.rpartition("/")[0]
    return None


# ------------------------------------------------------------------------------------------------ relations


def table_relation(
    analyzer: Analyzer, catalog: SessionCatalog, table: Table, options: Mapping[str, str]
) -> r.Relation:
    """The rows of a table, qualified by its name.

    Raises
    ------
    SparkRuntimeException
        DATA_SOURCE_NOT_FOUND for a table of a format that is not there.
    """
    provider = check_provider(table.provider)
    if analyzer.settings.flag(_EXTRA_OPTIONS, False):
        own = {key.lower() for key in table.options}
        options = {key: value for key, value in options.items() if key.lower() not in own}
    else:
        _refuse_other_options(table, options)
    schema = read_schema(table.schema)
    columns = tuple(
        [e.Attribute(each.name, each.dataType, True, metadata=each.metadata or None) for each in schema]
    )
    source = table_files(catalog, table, analyzer.settings, options)
    data = StructType([each for each in schema if each.name not in table.partitioned_by])
    given = {**{k: v for k, v in table.options.items() if k.lower() != "path"}, **options}
    plan: r.Relation = r.Files(
        columns, provider, source, data, given, _missing(analyzer, table), metadata_column(provider)
    )
    plan = _padded(analyzer, table, plan)
    return r.Named(plan, table.name, space=(CATALOG, table.database))


_EXTRA_OPTIONS = "spark.sql.legacy.extraOptionsBehavior.enabled"


def _refuse_other_options(table: Table, options: Mapping[str, str]) -> None:
    """Refuse options of a query that say other than the table's own."""
    own = {key.lower(): value for key, value in table.options.items()}
    for key, value in options.items():
        if own.get(key.lower(), value) != value:
            config = _EXTRA_OPTIONS
            shown = {"key": key, "table": quoted_parts(table.full_name), "config": config}
            raise analysis_error("_LEGACY_ERROR_TEMP_1151", shown)


def _missing(analyzer: Analyzer, table: Table) -> dict[str, e.Literal]:
    """What columns are that came later, in the files from before: their defaults of that time."""
    found = {}
    for field in table.schema:
        text = (field.metadata or {}).get("EXISTS_DEFAULT")
        if text is None:
            continue
        value = analyzer.binder().value(parse_expression(text))
        mode = "ansi" if analyzer.settings.ansi else "legacy"
        kind = plain_type(field.dataType)
        try:
            found[field.name] = e.Literal(constant_value(cast(value, kind, mode)), kind)
        except NotConstant:
            continue
    return found


def _padded(analyzer: Analyzer, table: Table, plan: r.Relation) -> r.Relation:
    """The rows with the values of CHAR columns as long as their type says."""
    if not analyzer.settings.flag("spark.sql.readSideCharPadding", True):
        return plan
    kinds = {each.name: each.dataType for each in table.schema}
    if not any(isinstance(kind, CharType) for kind in kinds.values()):
        return plan
    binder = analyzer.binder(plan)
    columns: list[e.Value] = []
    for each in plan.output:
        kind = kinds[each.name]
        if isinstance(kind, CharType):
            padded = binder.value(char_padded(each, kind))
            columns.append(e.Alias(padded, each.name, metadata=each.metadata))
        else:
            columns.append(each)
    return r.Project(plan, tuple(columns))


def char_padded(value: e.Expression, kind: CharType) -> e.Expression:
    """A text with blanks up to the length of a CHAR type; longer ones stay."""
    length = e.Literal(kind.length, _INT)
    long = e.Call(">=", (e.Call("length", (value,)), length))
    return e.Case(((long, value),), e.Call("rpad", (value, length, e.Literal(" ", StringType()))))


_INT = IntegerType()


def refreshed(plan: r.Relation) -> r.Relation:
    """The plan with the files of tables listed anew where this program has changed them."""

    def fresh(node: Any) -> Any:
        if isinstance(node, r.Files) and isinstance(node.source, (TableFiles, LakeSource)):
            source = node.source.latest()
            return node if source is node.source else replace(node, source=source)
        return node

    return plan.transform_up(fresh)
