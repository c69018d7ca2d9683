"""What a catalog holds: databases, tables and views, partitions, functions. All can be written as JSON."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import asdict, field, replace
from functools import cached_property, lru_cache
from typing import Any

from pyrite._dataclasses import dataclass
from pyrite.sql.types import StructType

__all__ = ["Buckets", "Database", "Partition", "Routine", "Table", "ViewText"]


@dataclass(frozen=True)
class Database:
    """A database (schema, namespace). ``location`` is the URI of the directory of its tables."""

    name: str
    location: str
    comment: str = ""
    properties: Mapping[str, str] = field(default_factory=dict)
    owner: str = ""

    def document(self) -> str:
        return json.dumps(asdict(self))

    @staticmethod
    def of(document: str) -> Database:
        return Database(**json.loads(document))


@dataclass(frozen=True)
class Buckets:
    """``CLUSTERED BY (columns) SORTED BY (sort) INTO count BUCKETS``."""

    count: int
    columns: tuple[str, ...]
    sort: tuple[str, ...] = ()


@dataclass(frozen=True)
class ViewText:
    """What a view computes.

    Parameters
    ----------
    text : str
        Its query.
    original : str
        The query as it was written.
    namespace : tuple of str
        Catalog and database in use when it was made; its names are looked up there.
    columns : tuple of str
        The query's own column names.
    conf : mapping
        The settings of that time that decide what the query means.
    mode : str
        ``COMPENSATION``, ``BINDING``, ``TYPE EVOLUTION`` or ``EVOLUTION``: what a changed query does to the view.
    """

    text: str
    original: str
    namespace: tuple[str, ...]
    columns: tuple[str, ...] = ()
    conf: Mapping[str, str] = field(default_factory=dict)
    mode: str = "COMPENSATION"


@dataclass(frozen=True)
class Table:
    """A table or view.

    Parameters
    ----------
    database, name : str
        Where it is found. Both are in lower case unless names are case-sensitive.
    kind : str
        ``MANAGED``, ``EXTERNAL`` or ``VIEW``.
    schema : StructType
        All columns, those of partitions last. Comments, defaults and their like stand in the fields' metadata.
    provider : str
        The format of its files; none for a view.
    location : str
        The URI of its directory; none for a view.
    partitioned_by : tuple of str
        The partition columns.
    options : mapping
        Options of the format.
    created : float
        Seconds since 1970.
    statistics : mapping
        ``sizeInBytes``, ``rowCount`` and by column ``columns``, as ANALYZE TABLE found them.
    catalog : str
        The catalog that it belongs to.
    """

    database: str
    name: str
    kind: str
    schema: StructType
    provider: str = ""
    location: str = ""
    partitioned_by: tuple[str, ...] = ()
    buckets: Buckets | None = None
    clustered_by: tuple[tuple[str, ...], ...] = ()
    options: Mapping[str, str] = field(default_factory=dict)
    properties: Mapping[str, str] = field(default_factory=dict)
    comment: str | None = None
    collation: str | None = None
    owner: str = ""
    created: float = field(default_factory=time.time)
    view: ViewText | None = None
    statistics: Mapping[str, Any] = field(default_factory=dict)
    serde: Mapping[str, str] = field(default_factory=dict)
    catalog: str = "spark_catalog"

    @property
    def is_view(self) -> bool:
        return self.kind == "VIEW"

    @property
    def full_name(self) -> tuple[str, str, str]:
        """The name with its catalog and database."""
        return (self.catalog, self.database, self.name)

    @cached_property
    def data_schema(self) -> StructType:
        """The columns that the files hold."""
        return StructType([each for each in self.schema if each.name not in self.partitioned_by])

    @cached_property
    def partition_schema(self) -> StructType:
        """The columns that directories tell, in their order."""
        fields = {each.name: each for each in self.schema}
        return StructType([fields[name] for name in self.partitioned_by])

    def document(self) -> str:
        plain = {name: getattr(self, name) for name in _PLAIN}
        return json.dumps(
            {
                **plain,
                "schema": self.schema.jsonValue(),
                "buckets": asdict(self.buckets) if self.buckets else None,
                "view": asdict(self.view) if self.view else None,
            }
        )

    @staticmethod
    @lru_cache(maxsize=4096)
    def of(document: str) -> Table:
        found = json.loads(document)
        buckets, view = found.pop("buckets"), found.pop("view")
        schema = StructType.fromJson(found.pop("schema"))
        if buckets is not None:
            buckets = Buckets(buckets["count"], tuple(buckets["columns"]), tuple(buckets["sort"]))
        if view is not None:
            lists = {"namespace": tuple(view["namespace"]), "columns": tuple(view["columns"])}
            view = ViewText(**{**view, **lists})
        return Table(
            **{
                **found,
                "partitioned_by": tuple(found["partitioned_by"]),
                "clustered_by": tuple([tuple(parts) for parts in found["clustered_by"]]),
                "schema": schema,
                "buckets": buckets,
                "view": view,
            }
        )

    def with_(self, **changes: Any) -> Table:
        """The table with some of its parts changed."""
        return replace(self, **changes)


_PLAIN = [name for name in Table.__dataclass_fields__ if name not in ("schema", "buckets", "view")]


@dataclass(frozen=True)
class Partition:
    """A partition of a table.

    ``values`` are the texts of the partition columns, None for null, in their order. ``location`` is the URI of its
    directory.
    """

    values: tuple[str | None, ...]
    location: str
    properties: Mapping[str, str] = field(default_factory=dict)
    created: float = field(default_factory=time.time)
    statistics: Mapping[str, Any] = field(default_factory=dict)

    def document(self) -> str:
        return json.dumps(asdict(self))

    @staticmethod
    def of(document: str) -> Partition:
        found = json.loads(document)
        return Partition(**{**found, "values": tuple(found["values"])})


@dataclass(frozen=True)
class Routine:
    """A function: the text of the statement that makes it, and where its names are looked up."""

    database: str
    name: str
    text: str
    namespace: tuple[str, ...] = ("spark_catalog", "default")
    conf: Mapping[str, str] = field(default_factory=dict)

    def document(self) -> str:
        return json.dumps(asdict(self))

    @staticmethod
    def of(document: str) -> Routine:
        found = json.loads(document)
        return Routine(**{**found, "namespace": tuple(found["namespace"])})
