"""Relations: what computes rows.

The same classes serve before and after analysis, where their expressions allow it; those that exist only as written
say so, and the analyzer puts others in their place. ``output`` holds for resolved relations only.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field
from functools import cached_property
from typing import Any, TypeAlias
from typing import Literal as OneOf

from pyrite.sql._plan.expressions import (
    METADATA,
    Alias,
    As,
    Attribute,
    Call,
    Expression,
    Name,
    OuterReference,
    SortOrder,
    Subquery,
    Value,
    WindowSpec,
    attribute_of,
    schema_of,
)
from pyrite.sql._plan.tree import Node, node
from pyrite.sql.types import DataType, StructType

JoinType = OneOf["inner", "cross", "left", "right", "full", "semi", "anti"]


@node
class Relation(Node):
    """What computes rows."""

    @property
    def output(self) -> tuple[Attribute, ...]:
        """The columns, in order."""
        raise NotImplementedError(f"{type(self).__name__} is not resolved")

    @property
    def hidden(self) -> tuple[Attribute, ...]:
        """Columns that can be named above, and are not part of ``*``: the other side's keys of a USING join."""
        return ()

    @cached_property
    def resolved(self) -> bool:
        """Whether the analyzer is done with this."""
        parts = [child for child in self.children() if isinstance(child, (Relation, Expression))]
        return all(part.resolved for part in parts)

    @cached_property
    def schema(self) -> StructType:
        """The columns' names and types."""
        return schema_of(self.output)

    @property
    def inputs(self) -> tuple[Relation, ...]:
        """The relations right below."""
        return tuple(child for child in self.children() if isinstance(child, Relation))

    @cached_property
    def index(self) -> Mapping[str, tuple[Attribute, ...]]:
        """The columns by lower-case name."""
        return _by_name(self.output)

    @cached_property
    def hidden_index(self) -> Mapping[str, tuple[Attribute, ...]]:
        """The hidden columns by lower-case name."""
        return _by_name(self.hidden)

    def find_id(self, number: int) -> Attribute | None:
        """The column of this id, hidden or not."""
        for attribute in (*self.output, *self.hidden):
            if attribute.id == number:
                return attribute
        return None

    @property
    def renewed(self) -> Mapping[int, int]:
        """The ids of the input's columns that have new ones here, though they are the same columns."""
        return {}

    @cached_property
    def outer_references(self) -> tuple[Attribute, ...]:
        """The columns of the queries around this one that it refers to."""
        here = {attribute.id for part in self.inputs for attribute in (*part.output, *part.hidden)}
        found: dict[int, Attribute] = {}
        for child in self.children():
            if isinstance(child, Relation):
                references: Iterable[Attribute] = child.outer_references
            else:
                references = _references(child)
            found.update([(attribute.id, attribute) for attribute in references if attribute.id not in here])
        return tuple(found.values())

    @cached_property
    def core(self) -> Relation:
        """The relation under those that only take rows away or name them."""
        if isinstance(self, (Filter, Named, Hint, Sort)) or (isinstance(self, Project) and self.over_groups):
            return self.child.core
        return self

    @cached_property
    def renews(self) -> bool:
        """Whether any relation here or below gives columns new ids."""
        return bool(self.renewed) or any(part.renews for part in self.inputs)


# ---------------------------------------------------------------------------------------------------- leaves


def _references(value: Node) -> Iterator[Attribute]:
    """The outer references in an expression and in the subqueries in it."""
    if isinstance(value, OuterReference):
        yield value.attribute
    for child in value.children():
        if isinstance(child, Relation):
            yield from child.outer_references
        else:
            yield from _references(child)


def _by_name(attributes: tuple[Attribute, ...]) -> dict[str, tuple[Attribute, ...]]:
    index: dict[str, tuple[Attribute, ...]] = {}
    for attribute in attributes:
        name = attribute.name.lower()
        index[name] = (*index.get(name, ()), attribute)
    return index


@node
class Written(Relation):
    """A relation that stands only in plans as written."""

    @cached_property
    def resolved(self) -> bool:
        return False


@node
class Leaf(Relation):
    """A relation without inputs whose columns are known."""

    columns: tuple[Attribute, ...]

    @property
    def output(self) -> tuple[Attribute, ...]:
        return self.columns

    @cached_property
    def outer_references(self) -> tuple[Attribute, ...]:
        return ()


@node
class Shared(Leaf):
    """A common table expression used by name: ``plan`` is computed once, however often the same one is used."""

    plan: Relation
    name: str

    @property
    def inputs(self) -> tuple[Relation, ...]:
        return ()


@node
class OneRow(Relation):
    """One row without columns: what ``SELECT 1`` reads."""

    @property
    def output(self) -> tuple[Attribute, ...]:
        return ()


@node
class ArrowRows(Leaf):
    """Rows that are here as Arrow data.

    ``table`` is a pyarrow Table in the plan's physical types, its columns in the order of ``columns``; ``answer``
    tells that it is what a command answered.
    """

    table: Any
    answer: bool = False


@node
class ValueRows(Leaf):
    """Rows computed from nothing: resolved ``VALUES``. The values of a column have one type."""

    rows: tuple[tuple[Value, ...], ...]

    @cached_property
    def outer_references(self) -> tuple[Attribute, ...]:
        return tuple(_references(self))


@node
class Range(Leaf):
    """The numbers from ``start`` to ``end`` (exclusive), ``step`` apart: one column of bigint."""

    start: int
    end: int
    step: int = 1
    partitions: int | None = None


@node
class Files(Leaf):
    """Files of a format.

    Parameters
    ----------
    format : str
        ``parquet``, ``text``, ``csv`` or ``json``.
    source : FileSource
        The files, and the values that their directories tell.
    data : StructType
        The columns inside the files. Those that directories tell are taken from there.
    options : mapping
        The reader's options.
    missing : mapping
        By name, the constants that columns are in files without them; those that are not named are null.
    meta : Attribute, optional
        The hidden column that tells of the file of each row; once it is asked for it is among ``columns`` too.
    """

    format: str
    source: Any
    data: StructType
    options: Mapping[str, str] = field(default_factory=dict)
    missing: Mapping[str, Any] = field(default_factory=dict)
    meta: Attribute | None = None

    @property
    def tells(self) -> bool:
        """Whether the rows tell of their files."""
        return self.meta is not None and any(column.id == self.meta.id for column in self.columns)

    @property
    def hidden(self) -> tuple[Attribute, ...]:
        return () if self.meta is None or self.tells else (self.meta,)

    @cached_property
    def required(self) -> StructType:
        """Those of the columns inside the files that are asked for, in the files' order."""
        names = {attribute.name for attribute in self.columns} - set(self.source.names)
        return StructType([column for column in self.data if column.name in names])


@node
class RDDRows(Leaf):
    """Rows that an RDD computes. ``rdd`` yields tuples in Spark's internal form, or Arrow batches when ``arrow``."""

    rdd: Any
    arrow: bool = False


@node
class Stored(Leaf):
    """Rows that are computed once and kept: a cached DataFrame, a checkpoint. ``store`` finds or makes them."""

    store: Any


@node
class TableName(Written):
    """A table, view or common table expression, by name.

    ``version`` is ``("version", literal)`` or ``("timestamp", expression)`` where a time is asked for.
    """

    name: tuple[str, ...]
    options: Mapping[str, str] = field(default_factory=dict)
    version: Any = None


@node
class TableFunction(Written):
    """A table-valued function: ``range(10)``, ``explode(array(1, 2))``."""

    call: Call


@node
class Values(Written):
    """``VALUES (1, 'a'), (2, 'b')``: columns are named ``col1``, ``col2``."""

    rows: tuple[tuple[Expression, ...], ...]

    @cached_property
    def plain(self) -> bool:
        """Whether all is made of constants and operators: what is wrong with them is found while they are read."""
        return not any(
            isinstance(part, (Name, Subquery)) or (isinstance(part, Call) and part.name.isidentifier())
            for row in self.rows
            for value in row
            for part in value.walk()
        )


@node
class Identified(Written):
    """A relation or command whose name is ``IDENTIFIER(text)``: ``build`` makes it from the name's parts."""

    text: Expression
    build: Any


# --------------------------------------------------------------------------------------------------- one input


@node
class Unary(Relation):
    """A relation of one input; unless it says otherwise its columns are its input's."""

    child: Relation

    @cached_property
    def output(self) -> tuple[Attribute, ...]:
        return self.child.output

    @cached_property
    def hidden(self) -> tuple[Attribute, ...]:
        return self.child.hidden


@node
class Project(Unary):
    """Columns computed from each row. Once resolved, ``expressions`` are attributes and aliases.

    As written, ``SELECT``'s list; it becomes an Aggregate or gets a Generate below where its calls ask for one.

    ``over_groups`` tells that it only takes off what a HAVING used of the groups, which a sort above may use too.
    """

    expressions: tuple[Expression, ...]
    over_groups: bool = False

    @cached_property
    def resolved(self) -> bool:
        return self.child.resolved and all(map(_is_column, self.expressions))

    @cached_property
    def output(self) -> tuple[Attribute, ...]:
        return tuple([attribute_of(value) for value in self.expressions])  # type: ignore[arg-type]

    @cached_property
    def hidden(self) -> tuple[Attribute, ...]:
        """What sources tell of their rows, and no one has asked for yet."""
        names = {attribute.name for attribute in self.output}
        below = (*self.child.output, *self.child.hidden)
        return tuple([a for a in below if METADATA in (a.metadata or ()) and a.name not in names])


def _is_column(expression: Expression) -> bool:
    return isinstance(expression, (Attribute, Alias)) and expression.resolved


@node
class Renewed(Unary):
    """The input with new ids for its columns, so that it can stand beside another use of itself."""

    columns: tuple[Attribute, ...]

    @property
    def output(self) -> tuple[Attribute, ...]:
        return self.columns

    @property
    def hidden(self) -> tuple[Attribute, ...]:
        return ()

    @cached_property
    def renewed(self) -> Mapping[int, int]:
        return {old.id: new.id for old, new in zip(self.child.output, self.columns)}


@node
class Filter(Unary):
    """The rows for which ``condition`` is true."""

    condition: Expression


@node
class Having(Written):
    """``HAVING``: a filter above an aggregate, which may use other aggregates and grouping columns."""

    child: Relation
    condition: Expression


@node
class Qualify(Written):
    """``QUALIFY``: a filter by window functions, which are computed of the rows below."""

    child: Relation
    condition: Expression


@node
class GroupingSets(Node):
    """``GROUPING SETS``, ``CUBE`` or ``ROLLUP`` among the grouping expressions, as written.

    Each set is a tuple of expressions; for cube and rollup each set is one unit of theirs. Sets may hold others.
    """

    kind: OneOf["sets", "cube", "rollup"]
    sets: tuple[Any, ...]


@node
class Aggregate(Unary):
    """Groups, and columns computed from each.

    Parameters
    ----------
    groupings : tuple
        As written: expressions, ordinals, GroupingSets, or ``()`` for one group. Resolved: attributes of the input.
    expressions : tuple
        Resolved: attributes and aliases over aggregate functions and groupings.
    sets : tuple of tuples of int, optional
        Resolved grouping sets, by position in ``groupings``.
    all : bool
        ``GROUP BY ALL``.
    """

    groupings: tuple[Any, ...]
    expressions: tuple[Expression, ...]
    sets: tuple[tuple[int, ...], ...] | None = None
    all: bool = False

    @cached_property
    def resolved(self) -> bool:
        return (
            not self.all
            and self.child.resolved
            and all(isinstance(group, Attribute) for group in self.groupings)
            and all(map(_is_column, self.expressions))
        )

    @cached_property
    def output(self) -> tuple[Attribute, ...]:
        return tuple([attribute_of(value) for value in self.expressions])  # type: ignore[arg-type]

    @property
    def hidden(self) -> tuple[Attribute, ...]:
        return ()


@node
class Generate(Unary):
    """Each row together with every row that ``generator`` makes of it; with ``outer``, also of those it makes none of.

    ``columns`` are the generator's columns. ``required`` tells whether the input's columns are part of the output.
    """

    generator: Expression
    columns: tuple[Attribute, ...]
    outer: bool = False

    @property
    def output(self) -> tuple[Attribute, ...]:
        return (*self.child.output, *self.columns)


@node
class LateralView(Written):
    """``LATERAL VIEW [OUTER] generator alias AS columns``."""

    child: Relation
    generator: Expression
    alias: str
    columns: tuple[str, ...] = ()
    outer: bool = False


@node
class Sort(Unary):
    """Rows in order; with ``whole`` False only within each partition (``SORT BY``)."""

    order: tuple[SortOrder, ...]
    whole: bool = True
    all: SortOrder | None = None  # ORDER BY ALL, as written


@node
class Limit(Unary):
    """The first ``count`` rows."""

    count: Expression


@node
class Offset(Unary):
    """All rows but the first ``count``."""

    count: Expression


@node
class Tail(Unary):
    """The last ``count`` rows."""

    count: int


@node
class Distinct(Unary):
    """Each row once."""


@node
class Deduplicate(Unary):
    """One row for each combination of the columns ``keys``."""

    keys: tuple[Expression, ...]


@node
class Sample(Unary):
    """A random part of the rows: those whose draw lies from ``lower`` to ``upper``.

    ``rows`` takes the first ones instead. ``placed`` tells that the draws need not be those of Spark's partitions.
    """

    lower: float
    upper: float
    replacement: bool = False
    seed: int | None = None
    rows: int | None = None
    placed: bool = False


@node
class Repartition(Unary):
    """Rows placed anew: by hash of ``by``, by its order when ``ranged``, by the numbers that it gives when ``direct``,
    else evenly; without ``shuffle``, fewer.
    """

    count: int | None
    by: tuple[Expression, ...] = ()
    ranged: bool = False
    shuffle: bool = True
    direct: bool = False


@node
class Named(Unary):
    """``AS name (columns)``: columns are qualified by the name, and renamed when ``columns`` says so.

    ``space`` is the catalog and database of a table.
    """

    name: str
    columns: tuple[str, ...] = ()
    space: tuple[str, ...] = ()

    @cached_property
    def resolved(self) -> bool:
        return not self.columns and self.child.resolved

    @cached_property
    def output(self) -> tuple[Attribute, ...]:
        return tuple([_qualified(attribute, (*self.space, self.name)) for attribute in self.child.output])

    @cached_property
    def hidden(self) -> tuple[Attribute, ...]:
        return tuple([_qualified(attribute, (*self.space, self.name)) for attribute in self.child.hidden])


def _qualified(attribute: Attribute, qualifier: tuple[str, ...]) -> Attribute:
    return Attribute(
        attribute.name, attribute.type, attribute.nullable, attribute.id, qualifier, attribute.metadata
    )


@node
class Hint(Unary):
    """A hint: shown in plans, else without effect (but the repartitioning ones, which the analyzer lowers)."""

    name: str
    parameters: tuple[Any, ...] = ()


@node
class Observed(Unary):
    """The input, of which ``metrics`` are taken when it is computed; ``observation`` is who wants to know them."""

    name: str
    metrics: tuple[Expression, ...]
    observation: Any = None


@node
class WithColumns(Written):
    """The input's columns with some replaced or added."""

    child: Relation
    columns: tuple[As, ...]


@node
class Renamed(Written):
    """The input's columns with some under new names: pairs of old and new."""

    child: Relation
    names: tuple[tuple[str, str], ...]


@node
class Dropped(Written):
    """The input's columns without some: each a column's name, dots and all, or an expression that names one."""

    child: Relation
    columns: tuple[str | Expression, ...]


@node
class ToNames(Written):
    """``df.toDF(...)``: all columns under new names."""

    child: Relation
    names: tuple[str, ...]


@node
class Pivot(Written):
    """``PIVOT (aggregates FOR columns IN (values))``. ``groupings`` is None in SQL: all other columns."""

    child: Relation
    groupings: tuple[Expression, ...] | None
    columns: tuple[Expression, ...]
    values: tuple[Expression, ...] | None
    aggregates: tuple[Expression, ...]


@node
class Unpivot(Written):
    """``UNPIVOT``: each of ``values`` (one or more columns, with an optional alias) becomes a row.

    ``ids`` is None in SQL: all other columns. ``values`` None: all columns but the ids.
    """

    child: Relation
    ids: tuple[Expression, ...] | None
    values: tuple[tuple[tuple[Expression, ...], str | None], ...] | None
    variable_name: str
    value_names: tuple[str, ...]
    keep_nulls: bool = True


@node
class Windows(Written):
    """``WINDOW name AS (...)``: named windows for the query below."""

    child: Relation
    windows: tuple[tuple[str, WindowSpec], ...]


@node
class PythonValues(Leaf):
    """The rows of ``plan`` with what users' functions make of each: where a plan is cut to be run.

    ``columns`` are ``kept``, which ``plan`` has, and a result for each of ``calls``, whose arguments are columns of
    ``plan`` or calls of functions of the same kind.
    """

    plan: Relation
    kept: tuple[Attribute, ...]
    calls: tuple[Any, ...]

    @property
    def inputs(self) -> tuple[Relation, ...]:
        return ()


@node
class PythonTable(Leaf):
    """The rows that a user's table function makes of each row of ``plan``, beside the columns ``kept`` of it.

    ``call`` tells how the function is called; its arguments are columns of ``plan``. While ``plan`` has columns of a
    relation around it, this is the right side of a lateral join.
    """

    plan: Relation
    kept: tuple[Attribute, ...]
    call: Any

    @property
    def inputs(self) -> tuple[Relation, ...]:
        return ()

    @cached_property
    def outer_references(self) -> tuple[Attribute, ...]:
        return self.plan.outer_references


@node
class PythonSource(Leaf):
    """The rows of a user's data source; ``reader`` reads each of ``parts`` in a task."""

    reader: Any
    parts: tuple[Any, ...]


@node
class CallTable(Written):
    """A call of a user's table function; ``function`` makes the relation of (analyzer, call, scope)."""

    function: Any
    call: Call


@node
class MadeByPython(Unary):
    """Rows that Python makes of the input's: a query of its own below, and no part of the one above.

    ``columns`` are those of the result.
    """

    columns: tuple[Attribute, ...]

    @property
    def output(self) -> tuple[Attribute, ...]:
        return self.columns

    @property
    def hidden(self) -> tuple[Attribute, ...]:
        return ()


@node
class PythonRows(MadeByPython):
    """What a function makes of partitions or groups: mapInPandas, mapInArrow, applyInPandas and their like.

    ``given`` are the columns of the frame that the function takes; two lots where two DataFrames are grouped together:
    then ``side`` tells of which of them a row is. ``groupings`` are the columns that tell groups apart; without them
    all rows are one, or those of a partition are where the function maps.
    """

    function: Any
    given: tuple[tuple[Attribute, ...], ...]
    groupings: tuple[Attribute, ...] = ()
    side: Attribute | None = None
    barrier: bool = False


@node
class PythonGroups(MadeByPython):
    """One row of each group: ``groupings``, and the results of ``calls`` of aggregates over columns of the input."""

    groupings: tuple[Attribute, ...]
    calls: tuple[Any, ...]


@node
class PythonWindows(MadeByPython):
    """The input's rows, each with the results of ``calls`` of aggregates over a window.

    Rows of a partition are equal in ``partition``; ``number`` counts them in the window's order. Each of ``frames`` is
    a Frame of rows, or a pair of columns: the numbers of its first row and its last.
    """

    partition: tuple[Attribute, ...]
    number: Attribute
    calls: tuple[Any, ...]
    frames: tuple[Any, ...]


#: What stands for rows that come out of Python.
PythonInput: TypeAlias = PythonValues | PythonTable | PythonSource | MadeByPython


# ------------------------------------------------------------------------------------------- several inputs


@node
class Join(Relation):
    """Two inputs joined. As written, ``using`` or ``natural`` may stand for the condition.

    ``lateral``: the right side is computed for each row of the left, which it may refer to.
    ``as_of``: keeps for each left row only the nearest match, by this value, smallest first.
    """

    left: Relation
    right: Relation
    how: JoinType = "inner"
    condition: Expression | None = None
    using: tuple[str, ...] = ()
    natural: bool = False
    lateral: bool = False
    as_of: Expression | None = None

    @cached_property
    def resolved(self) -> bool:
        return (
            not self.using
            and not self.natural
            and self.left.resolved
            and self.right.resolved
            and (self.condition is None or self.condition.resolved)
            and _all_ids(self.left).isdisjoint(_all_ids(self.right))
        )

    @cached_property
    def output(self) -> tuple[Attribute, ...]:
        if self.how in ("semi", "anti"):
            return self.left.output
        left, right = self.left.output, self.right.output
        if self.how in ("right", "full"):
            left = tuple([as_nullable(attribute) for attribute in left])
        if self.how in ("left", "full"):
            right = tuple([as_nullable(attribute) for attribute in right])
        return (*left, *right)

    @property
    def hidden(self) -> tuple[Attribute, ...]:
        if self.how in ("semi", "anti"):
            return self.left.hidden
        return (*self.left.hidden, *self.right.hidden)


def _all_ids(relation: Relation) -> set[int]:
    return {attribute.id for attribute in (*relation.output, *relation.hidden)}


@node
class Shown(Unary):
    """The input with only some of its columns in ``*``: what a USING join leaves; the others stay hidden."""

    columns: tuple[Value, ...]

    @cached_property
    def output(self) -> tuple[Attribute, ...]:
        return tuple([attribute_of(value) for value in self.columns])

    @cached_property
    def hidden(self) -> tuple[Attribute, ...]:
        shown = {attribute.id for attribute in self.output}
        below = (*self.child.output, *self.child.hidden)
        return tuple([a for a in below if a.id not in shown and METADATA not in (a.metadata or ())])


def as_nullable(attribute: Attribute) -> Attribute:
    """The same column where it may be null."""
    if attribute.nullable:
        return attribute
    return Attribute(
        attribute.name, attribute.type, True, attribute.id, attribute.qualifier, attribute.metadata
    )


@node
class SetOperation(Relation):
    """``UNION``, ``INTERSECT`` or ``EXCEPT`` of inputs with equal numbers of columns.

    As written, ``by_name`` matches columns by name; ``allow_missing`` fills those that one side lacks with null.
    Resolved: the inputs' types are equal, and ``columns`` are the output's.
    """

    kind: OneOf["union", "intersect", "except"]
    left: Relation
    right: Relation
    all: bool = False
    by_name: bool = False
    allow_missing: bool = False
    columns: tuple[Attribute, ...] | None = None

    @cached_property
    def resolved(self) -> bool:
        return self.columns is not None

    @property
    def output(self) -> tuple[Attribute, ...]:
        assert self.columns is not None
        return self.columns


@node
class CommonTable(Node):
    """One table of ``WITH``: ``name (columns) AS (plan)``; ``limit`` is its ``MAX RECURSION LEVEL``."""

    name: str
    plan: Relation
    columns: tuple[str, ...] = ()
    limit: int | None = None


@node
class With(Written):
    """``WITH [RECURSIVE] tables`` in front of a query."""

    tables: tuple[CommonTable, ...]
    child: Relation
    recursive: bool = False


@node
class Recursion(Leaf):
    """A recursive table: the rows of ``anchor``, then those of ``step`` again and again until there are none.

    ``step`` reads the rows of the round before from the ``RecursionInput`` of the same ``id``.
    """

    anchor: Relation
    step: Relation
    id: int
    all: bool = True
    limit: int | None = None


@node
class RecursionInput(Leaf):
    """Inside a recursive table: the rows of the round before."""

    id: int


def columns(names: tuple[str, ...], types: tuple[DataType, ...]) -> tuple[Attribute, ...]:
    """New columns of these names and types."""
    return tuple([Attribute(name, kind) for name, kind in zip(names, types)])
