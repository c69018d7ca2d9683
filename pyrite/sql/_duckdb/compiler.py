"""A resolved plan as one DuckDB query.

Each column travels under a name of its own, made of its id, so that texts can be put into each other without
qualifiers. A relation becomes a :class:`Select`, which takes in the relation above where SQL's order of clauses
allows it, and else becomes a subquery of it.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import field, replace
from decimal import Decimal
from importlib import import_module
from typing import TYPE_CHECKING, Any
from zlib import crc32

import pyarrow as pa

from pyrite._dataclasses import dataclass
from pyrite.errors import PySparkNotImplementedError, SparkRuntimeException
from pyrite.sql._analysis import coercion
from pyrite.sql._analysis.aggregation import own_values
from pyrite.sql._analysis.constants import constant_value
from pyrite.sql._analysis.functions.registry import ANY, Function, Unplaced
from pyrite.sql._analysis.functions.texts import ordered_key
from pyrite.sql._analysis.naming import quoted_sql
from pyrite.sql._analysis.settings import Settings
from pyrite.sql._depth import refuse_deep_types
from pyrite.sql._duckdb import casts, failures, literals
from pyrite.sql._duckdb.needed import needed_columns
from pyrite.sql._duckdb.pruning import pruned
from pyrite.sql._duckdb.rendering import Rendered, balanced
from pyrite.sql._duckdb.typenames import field_names, identifier, type_name
from pyrite.sql._duckdb.unnesting import unnested
from pyrite.sql._inputs.columns import careful_array
from pyrite.sql._plan import expressions as e
from pyrite.sql._plan import relations as r
from pyrite.sql._plan.tree import Origin
from pyrite.sql.types import (
    ArrayType,
    DataType,
    DateType,
    DayTimeIntervalType,
    DecimalType,
    DoubleType,
    FloatType,
    IntegerType,
    IntegralType,
    NullType,
    StructType,
    TimestampNTZType,
    TimestampType,
    YearMonthIntervalType,
)

if TYPE_CHECKING:
    from pyrite.sql._files.json_plain import LookedAt

__all__ = ["Compiled", "Compiler", "compile_plan"]

#: Where names of columns lead: from a column's id to its text at this place.
Environment = Mapping[int, str]


@dataclass(frozen=True)
class Kernel:
    """An Arrow kernel that a query calls, with the types of one use."""

    function: str
    name: str
    given: tuple[DataType, ...]
    kind: DataType


@dataclass
class Compiled:
    """A query to run.

    Parameters
    ----------
    sql : str
        DuckDB's text. Its columns are the plan's, in order, under internal names.
    inputs : dict
        The leaves that it reads by name: ArrowRows, RDDRows, PythonRows.
    stores : list
        The stores that it reads, to be filled before.
    failures : list of Failure
        The errors it may raise, by number.
    kernels : dict
        The Arrow kernels it calls, by their names in DuckDB.
    output : tuple of Attribute
        The columns.
    optimistic : bool
        Whether it trusts that numbers do not overflow. Where DuckDB then says that one does, the query compiled without
        trust gives the right answer or Spark's error.
    files : dict
        The Parquet files that DuckDB reads itself: from its texts of their paths to the paths.
    looked : list of LookedAt
        The files that it reads itself because of how they were when they were looked at.
    """

    sql: str
    inputs: dict[str, r.Relation]
    stores: list[Any]
    failures: list[failures.Failure]
    kernels: dict[str, Kernel]
    output: tuple[e.Attribute, ...]
    optimistic: bool = False
    files: Mapping[str, str] = field(default_factory=dict)
    looked: Sequence[LookedAt] = ()


def _takes_few(plan: r.Relation) -> bool:
    """Whether a plan ends as soon as it has so many rows, without having read all there are."""
    while isinstance(plan, (r.Project, r.Filter, r.Named, r.Offset)):
        plan = plan.child
    if not isinstance(plan, r.Limit):
        return False
    while isinstance(plan, (r.Project, r.Filter, r.Named, r.Offset, r.Limit)):
        plan = plan.child
    return isinstance(plan, r.Files)


class NeedsPython(Exception):
    """The plan calls users' functions, and has not been cut for them."""


@dataclass
class Select:
    """One SELECT while it is built. ``columns`` maps ids to texts over ``source``."""

    source: str
    columns: dict[int, str]
    names: dict[int, str]
    where: list[str] = field(default_factory=list)
    group: str | None = None
    order: str = ""
    limit: str = ""
    offset: str = ""
    distinct: str = ""
    plain: set[int] = field(default_factory=set)  # ids whose text may be repeated
    exposed: set[int] = field(default_factory=set)  # ids that ``source`` shows under their own names
    joined: bool = False  # whether ``source`` is a join
    fixed: bool = False  # windows, unnest, volatile calls: nothing may move below them

    @property
    def open(self) -> bool:
        """Whether a filter or a projection above may become part of this."""
        return (
            self.group is None and not self.limit and not self.offset and not self.distinct and not self.fixed
        )

    @property
    def bare(self) -> bool:
        """Whether this only shows what ``source`` does."""
        return (
            self.open
            and bool(self.source)
            and not self.where
            and not self.order
            and set(self.columns) == self.exposed
            and all(text == self.names[number] for number, text in self.columns.items())
        )

    def text(self) -> str:
        """The SELECT statement."""
        shown = []
        for number, text in self.columns.items():
            name = self.names[number]
            shown.append(name if text == name else f"{text} AS {name}")
        parts = [f"SELECT {self.distinct}{', '.join(shown) or '1 AS empty'}"]
        if self.source:
            parts.append(f"FROM {self.source}")
        if self.where:
            parts.append("WHERE " + " AND ".join(self.where))
        if self.group is not None:
            parts.append(self.group)
        if self.order:
            parts.append(f"ORDER BY {self.order}")
        if self.limit:
            parts.append(f"LIMIT {self.limit}")
        if self.offset:
            parts.append(f"OFFSET {self.offset}")
        return " ".join(parts)


def compile_plan(plan: r.Relation, settings: Settings, optimistic: bool = True) -> Compiled:
    """The query that computes a resolved plan; an ``optimistic`` one trusts that numbers do not overflow."""
    return Compiler(settings, optimistic).compile(plan)


def column_name(attribute: e.Attribute) -> str:
    """The internal name of a column: its own with its id, quoted."""
    name = attribute.name
    return f'"{name}_{attribute.id}"' if name.isidentifier() and name.isascii() else f'"_{attribute.id}"'


class Compiler:
    """Builds one query."""

    def __init__(self, settings: Settings, optimistic: bool = True):
        self.settings = settings
        self._may_trust = optimistic and settings.ansi
        self._trusts = False
        self.inputs: dict[str, r.Relation] = {}
        self.stores: list[Any] = []
        self.failures: list[failures.Failure] = []
        self.kernels: dict[str, Kernel] = {}
        self.files: dict[str, str] = {}
        self.looked: list[LookedAt] = []
        #: Whether no more than some first rows of what is read are taken.
        self.takes_few = False
        self._shared: dict[int, tuple[str, tuple[e.Attribute, ...]]] = {}
        self._common: list[str] = []
        self._recursions: dict[int, str] = {}
        self._scopes: list[Environment] = []
        self._names = 0
        self._needed: set[int] = set()

    def compile(self, plan: r.Relation) -> Compiled:
        """The query of the whole plan."""
        refuse_deep_types([attribute.type for attribute in plan.output])
        self._needed = needed_columns(plan)
        self.takes_few = _takes_few(plan)
        text = self.ordered_text(plan)
        if self._common:
            recursive = "RECURSIVE " if self._recursions else ""
            text = f"WITH {recursive}{', '.join(self._common)} {text}"
        return Compiled(
            text, self.inputs, self.stores, self.failures, self.kernels, plan.output, self._trusts, self.files,
            self.looked,
        )  # fmt: skip

    def needed(self, columns: Iterable[e.Attribute]) -> list[e.Attribute]:
        """Those of these columns that something is made of."""
        return [attribute for attribute in columns if attribute.id in self._needed]

    def ordered_text(self, plan: r.Relation, columns: Sequence[e.Attribute] | None = None) -> str:
        """The SELECT of a plan, with its columns in order and every one under a name of its own.

        ``columns`` are those of the plan that are wanted: unless told, all that are needed.
        """
        select = self.select(plan)
        ids = [attribute.id for attribute in (self.needed(plan.output) if columns is None else columns)]
        if list(select.columns) == ids:
            return select.text()
        names = [select.names[number] for number in ids]
        if len(set(ids)) == len(ids):
            if select.group is None and not select.distinct:
                select.columns = {number: select.columns[number] for number in ids}
                return select.text()
            return f"SELECT {', '.join(names) or '1 AS empty'} FROM ({select.text()})"
        shown = [f"{name} AS {identifier(f'{index}')}" for index, name in enumerate(names)]
        return f"SELECT {', '.join(shown)} FROM ({select.text()})"

    # ------------------------------------------------------------------------------------------ relations

    def select(self, plan: r.Relation) -> Select:
        """The SELECT of a relation."""
        build = _RELATIONS.get(type(plan))
        if build is None:
            raise PySparkNotImplementedError(
                errorClass="NOT_IMPLEMENTED",
                messageParameters={"feature": f"{type(plan).__name__} in a query"},
            )
        return build(self, plan)

    def wrapped(self, select: Select, output: Sequence[e.Attribute] = ()) -> Select:
        """A new SELECT that reads this one as a subquery."""
        names = dict(select.names)
        return Select(f"({select.text()})", dict(names), names, plain=set(names), exposed=set(names))

    def opened(self, plan: r.Relation) -> Select:
        """The relation as a SELECT that can still take a filter or a projection."""
        select = self.select(plan)
        return select if select.open and not select.order else self.wrapped(select)

    def from_item(self, plan: r.Relation) -> tuple[str, dict[int, str]]:
        """The relation as it stands in FROM, and the names of its columns."""
        select = self.select(plan)
        if select.bare:
            # DuckDB orders joins within each other, but not through a SELECT.
            return f"({select.source})" if select.joined else select.source, select.names
        return f"({select.text()})", select.names

    def _leaf(
        self, source: str, columns: Sequence[e.Attribute], names: Sequence[str] | None = None
    ) -> Select:
        found = {a.id: column_name(a) for a in self.needed(columns)}
        texts = dict(found)
        if names is not None:
            texts = {a.id: name for a, name in zip(columns, names) if a.id in found}
        return Select(source, texts, found, plain=set(found), exposed=set(found))

    def _one_row(self, plan: r.OneRow) -> Select:
        return Select("", {}, {})

    def input(self, plan: r.Leaf) -> str:
        """The name of a leaf that the query reads as Arrow data; its columns are named by their position."""
        name = f"input_{len(self.inputs)}"
        for known, relation in self.inputs.items():
            if relation is plan:
                name = known
        self.inputs[name] = plan
        refuse_deep_types([attribute.type for attribute in plan.columns])
        return identifier(name)

    def _input(self, plan: r.Leaf) -> Select:
        return self._leaf(
            self.input(plan), plan.columns, [identifier(str(i)) for i in range(len(plan.columns))]
        )

    def _stored(self, plan: r.Stored) -> Select:
        store = plan.store
        if not store.active:
            # Released: its rows are computed again, in place.
            select = self.select(store.plan)
            return self.wrapped(select)
        self.stores.append(store)
        return self._leaf(
            identifier(store.name), plan.columns, [identifier(str(i)) for i in range(len(plan.columns))]
        )

    def column(self, attribute: e.Attribute) -> str:
        """The internal name of a column."""
        return column_name(attribute)

    def _files(self, plan: r.Files) -> Select:
        needed = replace(plan, columns=tuple(self.needed(plan.columns)))
        files_text = import_module("pyrite.sql._duckdb.files").files_text
        return self._leaf(f"({files_text(self, needed)})", plan.columns)

    def _range(self, plan: r.Range) -> Select:
        source = (
            f"range(CAST({plan.start} AS BIGINT), CAST({plan.end} AS BIGINT), CAST({plan.step} AS BIGINT))"
        )
        return self._leaf(source, plan.columns, ["range"])

    def _value_rows(self, plan: r.ValueRows) -> Select:
        if len(plan.rows) > _MANY and all(_is_data(value) for row in plan.rows for value in row):
            return self._input(_as_arrow(plan))
        kept = [index for index, a in enumerate(plan.columns) if a.id in self._needed] or [0]
        names = ", ".join([column_name(plan.columns[index]) for index in kept])
        rows = [f"({', '.join([self.value(row[index], {}) for index in kept])})" for row in plan.rows]
        return self._leaf(f"(VALUES {', '.join(rows)}) AS v({names})", plan.columns)

    def _shared_table(self, plan: r.Shared) -> Select:
        known = self._shared.get(id(plan.plan))
        if known is None:
            text = self.ordered_text(plan.plan)
            name = identifier(f"{plan.name}_{len(self._common)}")
            kept = [index for index, a in enumerate(plan.plan.output) if a.id in self._needed]
            names = ", ".join([identifier(str(index)) for index in kept]) or "empty"
            self._common.append(f"{name}({names}) AS ({text})")
            known = self._shared[id(plan.plan)] = (name, plan.plan.output)
        return self._leaf(known[0], plan.columns, [identifier(str(i)) for i in range(len(plan.columns))])

    def _recursion(self, plan: r.Recursion) -> Select:
        name = identifier(f"recursion_{plan.id}")
        self._recursions[plan.id] = name
        names = ", ".join([identifier(str(index)) for index in range(len(plan.columns))])
        anchor, step = self.ordered_text(plan.anchor), self.ordered_text(plan.step)
        union = "UNION ALL" if plan.all else "UNION"
        self._common.append(f"{name}({names}) AS ({anchor} {union} ({step}))")
        return self._leaf(name, plan.columns, [identifier(str(i)) for i in range(len(plan.columns))])

    def _recursion_input(self, plan: r.RecursionInput) -> Select:
        name = self._recursions[plan.id]
        return self._leaf(name, plan.columns, [identifier(str(i)) for i in range(len(plan.columns))])

    def _project(self, plan: r.Project | r.Shown) -> Select:
        expressions = self._kept(plan.columns if isinstance(plan, r.Shown) else plan.expressions)
        select = self.select(plan.child)
        windows = any(map(_is_fixed, expressions))
        if not self._can_take(select, expressions, windows):
            select = self.wrapped(select)
        columns: dict[int, str] = {}
        names: dict[int, str] = {}
        plain: set[int] = set()
        for value in expressions:
            attribute = e.attribute_of(value)
            if isinstance(value, e.Attribute):
                columns[value.id] = select.columns.get(value.id) or self._outer(value)
                names[value.id] = select.names.get(value.id) or column_name(value)
                if value.id in select.plain:
                    plain.add(value.id)
            else:
                columns[value.id] = self.value(value.child, select.columns)
                names[value.id] = column_name(attribute)
                child = value.child
                if isinstance(child, e.Literal) or (
                    isinstance(child, e.Attribute) and child.id in select.plain
                ):
                    plain.add(value.id)
        select.columns, select.names, select.plain = columns, names, plain
        select.fixed = windows
        return select

    def _kept(self, expressions: Sequence[Any]) -> list[Any]:
        """The outputs that something is made of."""
        return [value for value in expressions if e.attribute_of(value).id in self._needed]

    def _outer(self, attribute: e.Attribute) -> str:
        return self.value(attribute, {})

    def _can_take(self, select: Select, expressions: Sequence[e.Value], windows: bool) -> bool:
        """Whether a projection may take the place of the SELECT's own columns."""
        if select.group is not None or select.distinct or select.fixed:
            return False
        if windows and (select.limit or select.offset or select.order):
            return False
        uses: dict[int, int] = {}
        for value in expressions:
            for part in own_values(value):
                if isinstance(part, e.Attribute) and part is not value:
                    uses[part.id] = uses.get(part.id, 0) + 1
                elif isinstance(part, (e.ScalarQuery, e.ExistsQuery, e.InQueryValue)):
                    return all(number in select.plain for number in select.columns)
            if isinstance(value, e.Attribute):
                uses[value.id] = uses.get(value.id, 0) + 1
        return all(
            number in select.plain or (count == 1 and len(select.columns.get(number, "")) < 4000)
            for number, count in uses.items()
        )

    def _python_table(self, plan: r.PythonTable) -> Select:
        if plan.outer_references:
            raise NeedsPython
        return self._input(plan)

    def _python_call(self, value: e.PythonCall, environment: Any) -> str:
        raise NeedsPython

    def _renewed(self, plan: r.Renewed) -> Select:
        select = self.select(plan.child)
        if select.group is not None or select.distinct:
            select = self.wrapped(select)
        columns: dict[int, str] = {}
        names: dict[int, str] = {}
        for old, new in zip(plan.child.output, plan.columns):
            if new.id not in self._needed:
                continue
            columns[new.id] = select.columns[old.id]
            names[new.id] = column_name(new)
        renewed = plan.renewed
        select.plain = {renewed[number] for number in select.plain if number in renewed}
        select.columns, select.names = columns, names
        # The old names must not be seen above: in a subquery they may be those of columns of the query around.
        return self.wrapped(select)

    def _filter(self, plan: r.Filter) -> Select:
        condition = plan.condition
        assert isinstance(condition, e.Value)
        select = self.select(pruned(plan.child, condition))
        if not select.open or not self._reads_plain(select, condition):
            select = self.wrapped(select)
        if _is_fixed(condition):
            # Draws count rows by a window, which WHERE does not take.
            select = self.wrapped(select)
            kept = identifier("kept")
            test = self.value(condition, select.columns)
            select.source = f"(SELECT *, {test} AS {kept} FROM {select.source})"
            select.where.append(kept)
            return select
        select.where.append(self.condition(condition, select.columns))
        return select

    def _reads_plain(self, select: Select, value: e.Value) -> bool:
        for part in own_values(value):
            if isinstance(part, e.Attribute) and part.id not in select.plain:
                return False
            if isinstance(part, (e.ScalarQuery, e.ExistsQuery, e.InQueryValue)):
                return all(number in select.plain for number in select.columns)
        return True

    def _sort(self, plan: r.Sort) -> Select:
        select = self.select(plan.child)
        keys = [order.child for order in plan.order]
        if not select.open or any(not self._reads_plain(select, key) for key in keys):
            select = self.wrapped(select)
        select.order = self.order(plan.order, select.columns)
        return select

    def _limit(self, plan: r.Limit) -> Select:
        select = self.select(plan.child)
        if select.limit or select.offset:
            select = self.wrapped(select)
        select.limit = self._count(plan.count)
        return select

    def _offset(self, plan: r.Offset) -> Select:
        select = self.select(plan.child)
        if select.limit or select.offset:
            select = self.wrapped(select)
        select.offset = self._count(plan.count)
        return select

    def _count(self, count: e.Expression) -> str:
        """A number of rows: a constant, or what a constant expression makes."""
        assert isinstance(count, e.Value)
        return str(count.value) if isinstance(count, e.Literal) else f"({self.value(count, {})})"

    def _tail(self, plan: r.Tail) -> Select:
        below = f"({self.select(plan.child).text()})"
        source = f"(SELECT * FROM {below} OFFSET greatest((SELECT count(*) FROM {below}) - {plan.count}, 0))"
        return self._leaf(source, plan.output)

    def _distinct(self, plan: r.Distinct) -> Select:
        select = self.select(plan.child)
        if not select.open or select.order:
            select = self.wrapped(select)
        if not select.columns:
            select.limit = "1"
            return select
        for column in self.needed(plan.output):
            text = select.columns[column.id]
            select.columns[column.id] = _positive_zero(text, column.type)
        select.distinct = "DISTINCT "
        return select

    def _deduplicate(self, plan: r.Deduplicate) -> Select:
        select = self.wrapped(self.select(plan.child))
        keys = [self.value(key, select.columns) for key in plan.keys]  # type: ignore[arg-type]
        if not keys:
            select.limit = "1"
            return select
        select.distinct = f"DISTINCT ON ({', '.join(keys)}) "
        return select

    def _aggregate(self, plan: r.Aggregate) -> Select:
        select = self.select(plan.child)
        values: list[e.Value] = self._kept(plan.expressions)
        if not select.open or not self._can_take(select, values, False):
            select = self.wrapped(select)
        if select.order and any(map(_goes_by_order, values)):
            select = self.wrapped(select)
        select.order = ""
        environment = dict(select.columns)
        for group in plan.groupings:
            environment[group.id] = _positive_zero(environment[group.id], group.type)
        columns: dict[int, str] = {}
        names: dict[int, str] = {}
        for value in values:
            attribute = e.attribute_of(value)
            child = value.child if isinstance(value, e.Alias) else value
            columns[attribute.id] = self.value(child, environment)
            names[attribute.id] = column_name(attribute)
        groups = [environment[group.id] for group in plan.groupings]
        if plan.sets is not None:
            sets = ", ".join([f"({', '.join([groups[i] for i in some])})" for some in plan.sets])
            # Of no rows, Spark makes no total.
            none = " HAVING count(*) > 0" if groups and () in plan.sets else ""
            select.group = f"GROUP BY GROUPING SETS ({sets}){none}"
        elif groups:
            # A literal would be read as a position.
            select.group = f"GROUP BY {', '.join([_no_ordinal(text) for text in groups])}"
        else:
            select.group = ""
            if not any(_counts(value) for value in values):
                select.group = "HAVING count(*) >= 0"
        if not columns:
            columns[-1], names[-1] = "count(*)", '"empty"'
        select.columns, select.names, select.plain = columns, names, set()
        return select

    def _generate(self, plan: r.Generate) -> Select:
        select = self.select(plan.child)
        if not select.open or select.order or not self._reads_plain(select, plan.generator):  # type: ignore[arg-type]
            select = self.wrapped(select)
        generator = plan.generator
        assert isinstance(generator, e.Apply)
        rows = self.value(generator, select.columns)
        kind = generator.type
        assert isinstance(kind, StructType)
        if plan.outer:
            rows = f"CASE WHEN len({rows}) > 0 THEN {rows} ELSE [NULL] END"
        made = identifier(f"made_{plan.columns[0].id}" if plan.columns else "made")
        select.columns[-1] = f"unnest({rows})"
        select.names[-1] = made
        select.fixed = True
        below = select.text()
        columns = {n: name for n, name in select.names.items() if n != -1}
        names = dict(columns)
        for column, field_name in zip(plan.columns, field_names(kind)):
            columns[column.id] = f"struct_extract({made}, {literals.text(field_name)})"
            names[column.id] = column_name(column)
        return self.wrapped(Select(f"({below})", columns, names))

    def _join(self, plan: r.Join) -> Select:
        generated = unnested(plan)
        if generated is not None:
            return self.select(generated)
        left, names = self.from_item(plan.left)
        right, rights = self.from_item(plan.right)
        condition = plan.condition
        both = {**names, **rights}
        test = "TRUE"
        if condition is not None:
            assert isinstance(condition, e.Value)
            test = self.value(condition, both)
        lateral = "LATERAL " if plan.lateral else ""
        if plan.as_of is not None:
            return self._as_of(plan, both, left, right, test)
        word = _JOINS[plan.how]
        if plan.how in ("semi", "anti"):
            shown = names
        else:
            shown = both
        if plan.how in ("inner", "cross") and condition is None:
            source = f"{left} CROSS JOIN {lateral}{right}"
        else:
            source = f"{left} {word} JOIN {lateral}{right} ON {test}"
        return Select(source, dict(shown), dict(shown), plain=set(shown), exposed=set(shown), joined=True)

    def _as_of(self, plan: r.Join, both: dict[int, str], left: str, right: str, test: str) -> Select:
        assert isinstance(plan.as_of, e.Value)
        nearest = self.value(plan.as_of, both)
        word = "LEFT" if plan.how == "left" else "INNER"
        lefts = [both[a.id] for a in plan.left.output]
        rights = [both[a.id] for a in plan.right.output]
        inner = f"SELECT {', '.join(rights)} FROM {right} WHERE {test} ORDER BY {nearest} LIMIT 1"
        shown = ", ".join([*lefts, *rights])
        source = f"(SELECT {shown} FROM {left} {word} JOIN LATERAL ({inner}) ON TRUE)"
        return Select(source, dict(both), dict(both), plain=set(both), exposed=set(both))

    def _set_operation(self, plan: r.SetOperation) -> Select:
        kept = [index for index, a in enumerate(plan.output) if a.id in self._needed]
        parts = []
        for side in _united(plan):
            text = self.ordered_text(side, [side.output[index] for index in kept])
            parts.append(text if not text.endswith(")") and " ORDER BY " not in text and " LIMIT " not in text and not isinstance(side, r.SetOperation) else f"({text})")  # fmt: skip  # noqa: E501
        word = plan.kind.upper() + (" ALL" if plan.all else "")
        names = [column_name(a) for a in self.needed(plan.output)]
        alias = f"u({', '.join(names) or 'empty'})"
        select = self._leaf(f"({balanced(parts, word)}) AS {alias}", plan.output)
        if plan.kind != "union" or not plan.all:
            for column in self.needed(plan.output):
                text = select.columns[column.id]
                select.columns[column.id] = _positive_zero(text, column.type)
        return select

    def _sample(self, plan: r.Sample) -> Select:
        select = self.opened(plan.child)
        select = self.wrapped(select)
        if plan.rows is not None:
            select.limit = str(plan.rows)
            return select
        if plan.seed is not None and not plan.placed and not plan.replacement:
            raise Unplaced
        seed = (plan.seed if plan.seed is not None else 42) * 1000003 % 2**62
        draw = f"(hash(row_number() OVER () + CAST({seed} AS BIGINT)) / 18446744073709551616.0)"
        number = identifier("draw")
        inner = f"(SELECT *, {draw} AS {number} FROM {select.source})"
        select.source = inner
        select.where.append(f"{number} >= {plan.lower!r} AND {number} < {plan.upper!r}")
        return select

    def _transparent(self, plan: Any) -> Select:
        """Relations that DuckDB need not know of."""
        return self.select(plan.child)

    # --------------------------------------------------------------------------------------- expressions

    def value(self, value: e.Value, environment: Environment) -> str:
        """The text of a value where the columns are those of ``environment``."""
        build = _VALUES.get(type(value))
        if build is None:
            shown = {"message": f"Cannot evaluate {quoted_sql(value)} here."}
            raise SparkRuntimeException(errorClass="INTERNAL_ERROR", messageParameters=shown)
        return build(self, value, environment)

    def order(self, order: Sequence[e.SortOrder], environment: Environment) -> str:
        """The keys of an ORDER BY; where nulls go is always written."""
        return ", ".join([self._sort_key(part, environment) for part in order])

    def _sort_key(self, order: e.SortOrder, environment: Environment) -> str:
        direction = "ASC" if order.ascending else "DESC"
        nulls = "FIRST" if order.puts_nulls_first else "LAST"
        child = order.child
        assert isinstance(child, e.Value)
        if isinstance(child.type, (ArrayType, StructType)):
            key = self.value(e.Apply(_ORDERED, (child,), child.type), environment)
        else:
            key = _no_ordinal(self.value(child, environment))
        return f"{key} {direction} NULLS {nulls}"

    def _attribute(self, attribute: e.Attribute, environment: Environment) -> str:
        found = environment.get(attribute.id)
        if found is not None:
            return found
        for scope in reversed(self._scopes):
            if attribute.id in scope:
                return scope[attribute.id]
        return column_name(attribute)

    def _outer_reference(self, reference: e.OuterReference, environment: Environment) -> str:
        return self._attribute(reference.attribute, {})

    def _literal(self, value: e.Literal, environment: Environment) -> str:
        return literals.literal(value.value, value.type)

    def _alias(self, alias: e.Alias, environment: Environment) -> str:
        return self.value(alias.child, environment)

    def _cast(self, cast: e.Cast, environment: Environment) -> str:
        child = cast.child
        assert isinstance(child, e.Value)
        if isinstance(child, e.Literal) and coercion.holds_integer(cast.type, child):
            return literals.literal(Decimal(child.value), cast.type)
        if isinstance(child, e.Literal) and isinstance(cast.type, DateType):
            day = _day(child.value)
            if day is not None:
                return literals.literal(day, cast.type)
        if isinstance(child, e.Literal) and isinstance(child.value, str) and isinstance(cast.type, _MOMENTS):
            special = _special(child.value.strip().lower(), cast.type)
            if special is not None:
                return special
        apply = e.Apply(_CASTING, (child,), cast.type, origin=cast.origin)
        rendered = Rendered(self, environment, apply)
        return casts.cast_text(rendered, rendered.args[0], child.type, cast.type, cast.mode)

    def _apply(self, apply: e.Apply, environment: Environment) -> str:
        if apply.function.name == "not" and isinstance(apply.arguments[0], e.InQueryValue):
            return f"(NOT coalesce({self._in(apply.arguments[0], environment)}, TRUE))"
        return Rendered(self, environment, apply).text()

    def _lambda_variable(self, variable: e.LambdaVariable, environment: Environment) -> str:
        return identifier(f"x_{variable.id}")

    def _lambda(self, value: e.Lambda, environment: Environment) -> str:
        names = ", ".join([identifier(f"x_{parameter.id}") for parameter in value.parameters])
        return f"lambda {names}: {self.value(value.body, environment)}"

    def _window(self, value: e.WindowValue, environment: Environment) -> str:
        window = value.window
        parts = []
        if window.partition:
            keys = [self.value(part, environment) for part in window.partition]  # type: ignore[arg-type]
            parts.append(f"PARTITION BY {', '.join(keys)}")
        if window.order:
            parts.append(f"ORDER BY {self.order(window.order, environment)}")
        if window.frame is not None and _takes_frame(value.function):
            frame = window.frame
            key = window.order[0].type if frame.kind == "range" and window.order else IntegerType()
            start = self._bound(frame.start, "UNBOUNDED PRECEDING", key)
            end = self._bound(frame.end, "UNBOUNDED FOLLOWING", key)
            parts.append(f"{frame.kind.upper()} BETWEEN {start} AND {end}")
        over = f" OVER ({' '.join(parts)})"
        function = value.function
        if isinstance(function, e.Apply):
            return Rendered(self, environment, function, over).text()
        raise NeedsPython

    def _bound(self, bound: Any, unbounded: str, key: DataType) -> str:
        """A bound of a frame over an order by a key of type ``key``."""
        if bound is None:
            return unbounded
        if not isinstance(bound, e.Value):
            return "CURRENT ROW"
        size = constant_value(bound)
        if size == 0:
            return "CURRENT ROW"
        if isinstance(size, tuple):
            return f"{literals.literal(size, bound.type)} FOLLOWING"
        return f"{_distance(abs(size), bound.type, key)} {'PRECEDING' if size < 0 else 'FOLLOWING'}"

    def _scalar_query(self, query: e.ScalarQuery, environment: Environment) -> str:
        return f"({self._inner(query.plan, environment)})"

    def _exists(self, query: e.ExistsQuery, environment: Environment) -> str:
        return f"EXISTS ({self._inner(query.plan, environment)})"

    def condition(self, value: e.Value, environment: Environment) -> str:
        """A condition by which rows are kept: null is as good as false."""
        if isinstance(value, e.InQueryValue):
            return self._in(value, environment)
        if isinstance(value, e.Apply):
            first = value.arguments[0] if value.arguments else None
            if value.function.name == "not" and isinstance(first, e.InQueryValue):
                return f"(NOT {self._in(first, environment)})"
            if value.function.name == "and" and any(
                isinstance(part, e.InQueryValue) for part in own_values(value)
            ):
                return f"({' AND '.join([self.condition(part, environment) for part in value.arguments])})"
        return self.value(value, environment)

    def _in_query(self, query: e.InQueryValue, environment: Environment) -> str:
        # Beside conditions Spark looks for an equal row: where none is known to be, there is none.
        return f"coalesce({self._in(query, environment)}, FALSE)"

    def _in(self, query: e.InQueryValue, environment: Environment) -> str:
        values = [self.value(value, environment) for value in query.values]
        inner = self._inner(query.plan, environment)
        if len(values) == 1:
            return f"({values[0]} IN ({inner}))"
        return f"(({', '.join(values)}) IN ({inner}))"

    def _inner(self, plan: r.Relation, environment: Environment) -> str:
        self._scopes.append(environment)
        try:
            return self.ordered_text(plan)
        finally:
            self._scopes.pop()

    # ------------------------------------------------------------------------------- failures and kernels

    def failure(
        self,
        condition: str,
        parameters: Mapping[str, str],
        kind: DataType,
        origin: Origin | None,
        error: Any = None,
    ) -> str:
        """The text that raises an error when it is computed; of type ``kind``."""
        number = len(self.failures)
        self.failures.append(failures.Failure(condition, tuple(parameters), origin, error))
        return f"CAST(CAST({failures.raised(number, list(parameters.values()))} AS VARCHAR) AS {type_name(kind)})"

    def trust(self) -> bool:
        """Whether this place may trust that nothing overflows; then the query is run again where something does."""
        self._trusts = self._trusts or self._may_trust
        return self._may_trust

    def fresh(self, stem: str) -> str:
        """A name that nothing else in the query has."""
        self._names += 1
        return f"{stem}{self._names}"

    def kernel(self, name: str, args: Sequence[str], given: Sequence[DataType], kind: DataType) -> str:
        """A call of an Arrow kernel."""
        signature = "_".join([k.simpleString() for k in (*given, kind)])
        unique = f"{name}({signature})"
        if signature != signature.lower():
            # DuckDB's names are one whatever their letters' case: types whose fields differ in that alone are two.
            unique += f"#{crc32(signature.encode()):08x}"
        self.kernels[unique] = Kernel(name, unique, tuple(given), kind)
        return f"{identifier(unique)}({', '.join(args)})"


def _united(plan: r.SetOperation) -> list[r.Relation]:
    """The inputs of a set operation: for ``UNION ALL`` also those of the ones in it, which come to the same."""
    if plan.kind != "union" or not plan.all:
        return [plan.left, plan.right]
    found: list[r.Relation] = []
    waiting: list[r.Relation] = [plan]
    while waiting:
        side = waiting.pop()
        if isinstance(side, r.SetOperation) and side.kind == "union" and side.all:
            waiting += (side.right, side.left)
        else:
            found.append(side)
    return found


class _Casting:
    name, kind, deterministic, sql = "cast", "scalar", True, ""


_CASTING = _Casting()


def _render_ordered(r: Any) -> str:
    kind = r.apply.type
    return str(r.bound(r.args[0], lambda text: ordered_key(r, text, kind)))


#: What DuckDB orders as Spark orders a nested value.
_ORDERED = Function("ordered", (ANY,), NullType(), _render_ordered)
_JOINS = {
    "inner": "INNER",
    "cross": "INNER",
    "left": "LEFT",
    "right": "RIGHT",
    "full": "FULL",
    "semi": "SEMI",
    "anti": "ANTI",
}


_MOMENTS = (DateType, TimestampType, TimestampNTZType)
_DAYS = {"today": 0, "yesterday": -1, "tomorrow": 1}


def _special(word: str, kind: DataType) -> str | None:
    """The moment that a word names in a constant string; None for any other text."""
    if word == "epoch":
        return literals.literal(0, kind)
    if word == "now":
        return f"CAST(now() AS {type_name(kind)})"
    if word not in _DAYS:
        return None
    day = f"(CAST(now() AS DATE) + {_DAYS[word]})"
    return day if isinstance(kind, DateType) else f"CAST(CAST({day} AS TIMESTAMP) AS {type_name(kind)})"


def _day(value: object) -> int | None:
    """The days since 1970 of a date that is written in full; None for any other value."""
    if not isinstance(value, str) or not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value, re.ASCII):
        return None
    try:
        return datetime.date.fromisoformat(value).toordinal() - datetime.date(1970, 1, 1).toordinal()
    except ValueError:
        return None


def _no_ordinal(text: str) -> str:
    """A key that is not read as the number of a column."""
    return f"({text})" if text.isdigit() else text


#: Constants come to DuckDB as data, when they are more rows than these: it reads long texts slowly.
_MANY = 200


def _is_data(value: e.Value) -> bool:
    """Whether it is a constant, or a number as a wider type of numbers."""
    if isinstance(value, e.Cast) and isinstance(value.child, e.Literal):
        return isinstance(value.child.type, (IntegralType, DecimalType, NullType)) and isinstance(
            value.type, (IntegralType, DecimalType, DoubleType)
        )
    return isinstance(value, e.Literal)


def _as_arrow(plan: r.ValueRows) -> r.ArrowRows:
    """Rows of constants as Arrow data."""
    arrays = []
    for index, column in enumerate(plan.columns):
        values = [constant_value(row[index]) for row in plan.rows]
        arrays.append(careful_array(values, column.type))
    names = [str(index) for index in range(len(arrays))]
    return r.ArrowRows(plan.columns, pa.Table.from_arrays(arrays, names))


def _positive_zero(text: str, kind: DataType) -> str:
    """A column by which rows are told apart: zero has no sign in it."""
    if isinstance(kind, (FloatType, DoubleType)):
        return f"({text} + CAST(0 AS {type_name(kind)}))"
    return text


#: Aggregates that go by the order of rows.
_BY_ORDER = frozenset(
    {"any_value", "collect_list", "first", "last", "listagg", "max_by", "min_by", "string_agg"}
)


def _goes_by_order(value: e.Value) -> bool:
    return any(isinstance(part, e.Apply) and part.function.name in _BY_ORDER for part in own_values(value))


def _counts(value: e.Value) -> bool:
    return any(isinstance(p, e.Apply) and p.function.kind == "aggregate" for p in own_values(value))


def _is_fixed(value: e.Value) -> bool:
    return any(
        isinstance(part, e.WindowValue) or (isinstance(part, e.Apply) and not part.function.deterministic)
        for part in own_values(value)
    )


def _distance(size: Any, kind: DataType, key: DataType) -> str:
    """How far a frame reaches, for an order by a key of type ``key``."""
    if isinstance(kind, YearMonthIntervalType) and not isinstance(key, YearMonthIntervalType):
        return f"to_months({size})"
    if isinstance(kind, DayTimeIntervalType) and not isinstance(key, DayTimeIntervalType):
        return f"to_microseconds({size})"
    return f"to_days({size})" if isinstance(key, DateType) else literals.literal(size, kind)


def _takes_frame(function: e.Value) -> bool:
    if not isinstance(function, e.Apply):
        return True
    return function.function.kind == "aggregate" or (
        function.function.ignores_nulls and function.function.frame is None
    )


_RELATIONS: dict[type, Callable[[Compiler, Any], Select]] = {
    r.OneRow: Compiler._one_row,
    r.ArrowRows: Compiler._input,
    r.RDDRows: Compiler._input,
    r.Stored: Compiler._stored,
    r.PythonGroups: Compiler._input,
    r.PythonRows: Compiler._input,
    r.PythonWindows: Compiler._input,
    r.PythonSource: Compiler._input,
    r.PythonTable: Compiler._python_table,
    r.PythonValues: Compiler._input,
    r.Files: Compiler._files,
    r.Range: Compiler._range,
    r.ValueRows: Compiler._value_rows,
    r.Shared: Compiler._shared_table,
    r.Recursion: Compiler._recursion,
    r.RecursionInput: Compiler._recursion_input,
    r.Project: Compiler._project,
    r.Shown: Compiler._project,
    r.Renewed: Compiler._renewed,
    r.Filter: Compiler._filter,
    r.Sort: Compiler._sort,
    r.Limit: Compiler._limit,
    r.Offset: Compiler._offset,
    r.Tail: Compiler._tail,
    r.Distinct: Compiler._distinct,
    r.Deduplicate: Compiler._deduplicate,
    r.Aggregate: Compiler._aggregate,
    r.Generate: Compiler._generate,
    r.Join: Compiler._join,
    r.SetOperation: Compiler._set_operation,
    r.Sample: Compiler._sample,
    r.Repartition: Compiler._transparent,
    r.Hint: Compiler._transparent,
    r.Observed: Compiler._transparent,
    r.Named: Compiler._transparent,
}

_VALUES: dict[type, Callable[[Compiler, Any, Environment], str]] = {
    e.Attribute: Compiler._attribute,
    e.OuterReference: Compiler._outer_reference,
    e.Literal: Compiler._literal,
    e.Alias: Compiler._alias,
    e.Cast: Compiler._cast,
    e.Apply: Compiler._apply,
    e.Lambda: Compiler._lambda,
    e.PythonCall: Compiler._python_call,
    e.LambdaVariable: Compiler._lambda_variable,
    e.WindowValue: Compiler._window,
    e.ScalarQuery: Compiler._scalar_query,
    e.ExistsQuery: Compiler._exists,
    e.InQueryValue: Compiler._in_query,
}
