"""Expressions: as they are written, and as they are once resolved.

An ``Expression`` that is not a ``Value`` is as written: names to look up, calls to bind. The analyzer turns each into
a ``Value``, which knows its type and whether it can be null, and whose children are values only.

Literals hold values in Spark's internal form: a date is its days since 1970, a timestamp (with or without zone) its
microseconds, a year-month interval its months, a day-time interval its microseconds, a calendar interval ``(months,
days, microseconds)``, a time its nanoseconds; an array is a tuple, a map a tuple of pairs, a struct a tuple, a
variant ``(value, metadata)``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import field, replace
from functools import cached_property
from itertools import count
from typing import TYPE_CHECKING, Any
from typing import Literal as OneOf

from pyrite.sql._plan.tree import Node, node
from pyrite.sql.types import ArrayType, BooleanType, DataType, MapType, StructField, StructType

if TYPE_CHECKING:
    from pyrite.sql._plan.relations import Relation

# ------------------------------------------------------------------------------------------------ as written


@node
class Expression(Node):
    """What computes a value from a row, or from a group of rows."""

    @property
    def resolved(self) -> bool:
        """Whether this is a value over values."""
        return False


@node
class Name(Expression):
    """A column, field or variable to look up: ``t.a.b`` is ``("t", "a", "b")``."""

    parts: tuple[str, ...]


@node
class DatasetColumn(Expression):
    """``df["x"]``: a column of one particular DataFrame, told apart from equal columns by that relation."""

    attribute: Attribute
    relation: Any  # the Relation of that DataFrame; hidden from walks by its holder

    def children(self):
        return iter(())

    def with_children(self, function: Callable[[Node], Any]) -> DatasetColumn:
        return self


@node
class Star(Expression):
    """``*``, ``t.*`` or ``s.*`` of a struct; ``excluded`` holds the names of ``EXCEPT (...)``.

    ``replaced`` holds new values for some of the columns, which must be there: ``|> SET name = value``.
    """

    target: tuple[str, ...] = ()
    excluded: tuple[Name, ...] = ()
    replaced: tuple[As, ...] = ()


@node
class Outer(Expression):
    """``col.outer()``: a column of the query around this one, unless there is one of that name here."""

    child: Expression


@node
class ColumnRegex(Expression):
    """``df.colRegex("`a.*`")``: the columns whose names match the pattern."""

    pattern: str
    qualifier: str | None = None


@node
class Ordinal(Expression):
    """The n-th output column, counted from one (``groupBy(1)``, ``orderBy(1)`` of the DataFrame API)."""

    index: int


@node
class Call(Expression):
    """A call of a function or an operator by its name.

    Operators bear Spark's names for them: ``+ - * / % div = == != < <= > >= <=> and or not & | ^ ~ << >> >>> ||``,
    ``unary-``, ``positive``, ``like``, ``ilike``, ``rlike``, ``between``, ``isnull``, ``isnotnull``, ``istrue`` ...

    Parameters
    ----------
    name : str
        The function's name as written; ``db.f`` for a qualified one.
    order : tuple of SortOrder
        ``WITHIN GROUP (ORDER BY ...)``.
    ignore_nulls : bool, optional
        ``IGNORE NULLS`` or ``RESPECT NULLS``, where written.
    of_table : bool
        Whether it stands in FROM.
    """

    name: str
    arguments: tuple[Expression, ...] = ()
    distinct: bool = False
    filter: Expression | None = None
    order: tuple[SortOrder, ...] = ()
    ignore_nulls: bool | None = None
    of_table: bool = False


@node
class NamedArgument(Expression):
    """``name => value`` in a call."""

    name: str
    child: Expression


@node
class CallPython(Expression):
    """A call of a user's Python function, as written; ``function`` is a ``PythonFunction``."""

    function: Any
    arguments: tuple[Expression, ...]


@node
class Case(Expression):
    """``CASE WHEN c THEN v ... ELSE default END`` (``CASE x WHEN v`` is written with ``x = v`` as condition)."""

    branches: tuple[tuple[Expression, Expression], ...]
    default: Expression | None = None


@node
class As(Expression):
    """``child AS name``; several names for a function that makes several columns."""

    child: Expression
    names: tuple[str, ...]
    metadata: Mapping[str, Any] | None = None


@node
class Item(Expression):
    """``child[key]``: an element of an array, a value of a map, a field of a struct."""

    child: Expression
    key: Expression


@node
class Field(Expression):
    """``child.name``: a field of a struct, or of each struct of an array; a key of a map."""

    child: Expression
    name: str


@node
class WithField(Expression):
    """``child`` with the field at the dotted path ``name`` set to ``value``; with None as value, dropped."""

    child: Expression
    name: str
    value: Expression | None


@node
class LambdaFunction(Expression):
    """``(x, y) -> body``. In the body, a parameter is a ``Name`` of one part."""

    parameters: tuple[str, ...]
    body: Expression


@node
class Frame(Node):
    """A window's frame. A bound is None (unbounded), 0 (the current row), or an expression of rows before or after.

    ``start`` and ``end`` are signed offsets: ``3 PRECEDING`` is the expression ``-3``.
    """

    kind: OneOf["rows", "range"]
    start: Expression | int | None
    end: Expression | int | None


@node
class WindowSpec(Node):
    """``OVER (...)``. ``name`` is the named window it takes over, if any."""

    partition: tuple[Expression, ...] = ()
    order: tuple[SortOrder, ...] = ()
    frame: Frame | None = None
    name: str | None = None


@node
class Over(Expression):
    """A function computed over a window."""

    function: Expression
    window: WindowSpec


@node
class Subquery(Expression):
    """``(SELECT ...)`` as a value."""

    plan: Relation


@node
class In(Expression):
    """``value IN (a, b, ...)``."""

    value: Expression
    options: tuple[Expression, ...]


@node
class InQuery(Expression):
    """``(a, b) IN (SELECT ...)``."""

    values: tuple[Expression, ...]
    plan: Relation


@node
class Exists(Expression):
    """``EXISTS (SELECT ...)``."""

    plan: Relation


@node
class TableArgument(Expression):
    """``TABLE(t) PARTITION BY ... ORDER BY ...`` as an argument of a table function."""

    plan: Relation
    partition: tuple[Expression, ...] = ()
    order: tuple[SortOrder, ...] = ()
    single: bool = False


@node
class Parameter(Expression):
    """A parameter of a statement: ``:name``, or ``?`` with its position from zero."""

    name: str | int


@node
class IdentifierClause(Expression):
    """``IDENTIFIER(text)``: a name computed from constants; called as a function when ``call`` holds its arguments."""

    text: Expression
    call: Call | None = None


@node
class DefaultValue(Expression):
    """``DEFAULT``, where a value is assigned."""


# -------------------------------------------------------------------------------------------------- resolved

_ids = count(1)


@node
class Value(Expression):
    """A resolved expression. Every class gives ``type`` and ``nullable``, as a field or a property."""

    if TYPE_CHECKING:

        @property
        def type(self) -> DataType:
            """The type of what it computes."""

        @property
        def nullable(self) -> bool:
            """Whether it can be null."""

    @property
    def resolved(self) -> bool:
        return True

    @cached_property
    def key(self) -> tuple[Any, ...]:
        """Equal for values that compute the same, wherever they were written."""
        return (type(self).__name__, *self._identity())

    def _identity(self) -> tuple[Any, ...]:
        raise NotImplementedError(type(self))

    @property
    def foldable(self) -> bool:
        """Whether this can be computed without a row."""
        return False


@node
class Literal(Value):
    """A constant, in Spark's internal form. ``shown`` is its text in names, where the value alone does not tell."""

    value: Any
    type: DataType
    shown: str | None = None

    @property
    def nullable(self) -> bool:
        return self.value is None

    @property
    def foldable(self) -> bool:
        return True

    def _identity(self) -> tuple[Any, ...]:
        return (repr(self.value), self.type)


#: The key by which a column's metadata tells that its source has it, and no one has asked for it.
METADATA = "__metadata_col"


@node
class Attribute(Value):
    """A column of a relation. ``id`` tells columns apart; names need not."""

    name: str
    type: DataType
    nullable: bool = True
    id: int = field(default_factory=lambda: next(_ids))
    qualifier: tuple[str, ...] = ()
    metadata: Mapping[str, Any] | None = None

    def children(self) -> Iterator[Node]:
        return iter(())

    def _identity(self) -> tuple[Any, ...]:
        return (self.id,)

    def as_field(self) -> StructField:
        """This column in a schema."""
        return StructField(self.name, self.type, self.nullable, dict(self.metadata or {}))


@node
class OuterReference(Value):
    """In a correlated subquery: a column of the query around it."""

    attribute: Attribute

    @property
    def type(self) -> DataType:
        return self.attribute.type

    @property
    def nullable(self) -> bool:
        return self.attribute.nullable

    def _identity(self) -> tuple[Any, ...]:
        return (self.attribute.id,)


@node
class Alias(Value):
    """A value under a name: a new column."""

    child: Value
    name: str
    id: int = field(default_factory=lambda: next(_ids))
    qualifier: tuple[str, ...] = ()
    metadata: Mapping[str, Any] | None = None

    @property
    def type(self) -> DataType:
        return self.child.type

    @property
    def nullable(self) -> bool:
        return self.child.nullable

    @property
    def foldable(self) -> bool:
        return self.child.foldable

    @cached_property
    def attribute(self) -> Attribute:
        """The column that this makes."""
        metadata = self.metadata
        if metadata is None and isinstance(self.child, (Attribute, Alias)):
            metadata = self.child.metadata
        return Attribute(self.name, self.type, self.nullable, self.id, self.qualifier, metadata)

    def _identity(self) -> tuple[Any, ...]:
        return (self.child.key,)


@node
class Cast(Value):
    """``CAST(child AS type)``.

    Before its child is resolved it serves as the written form too.

    Parameters
    ----------
    mode : str
        ``"ansi"`` raises where a value does not fit, ``"legacy"`` gives null, ``"try"`` is ``TRY_CAST``; ``""``, as
        written, takes the session's mode.
    explicit : bool
        Whether the user wrote it; one that the analyzer put in is not shown in names.
    """

    child: Expression
    type: DataType
    mode: OneOf["", "ansi", "legacy", "try"] = ""
    explicit: bool = True
    nullable: bool = True

    @property
    def resolved(self) -> bool:
        return self.mode != "" and self.child.resolved

    @property
    def foldable(self) -> bool:
        return isinstance(self.child, Value) and self.child.foldable

    def _identity(self) -> tuple[Any, ...]:
        assert isinstance(self.child, Value)
        return (self.child.key, self.type, self.mode)


@node
class Apply(Value):
    """A bound call: ``function`` is its row of the registry, the arguments have the types that it takes.

    Parameters
    ----------
    name : str
        The name to show.
    shown : tuple of Value
        The arguments to show, where they are not those computed with (``nvl(a, b)`` that computes ``coalesce``).
    options : tuple
        Constants that the function's rendering needs (a field's name, the ANSI mode, the session's zone).
    """

    function: Any
    arguments: tuple[Value, ...]
    type: DataType
    nullable: bool = True
    name: str = ""
    distinct: bool = False
    filter: Value | None = None
    order: tuple[SortOrder, ...] = ()
    ignore_nulls: bool = False
    shown: tuple[Value, ...] | None = None
    options: tuple[Any, ...] = ()

    def children(self) -> Iterator[Node]:
        """What it is computed with. What is only shown is made of the same columns."""
        yield from self.arguments
        if self.filter is not None:
            yield self.filter
        yield from self.order

    def with_children(self, function: Callable[[Node], Any]) -> Apply:
        arguments = tuple([function(argument) for argument in self.arguments])
        new = {id(old): argument for old, argument in zip(self.arguments, arguments)}
        for old, argument in zip(self.arguments, arguments):
            # An argument is often what is shown, or a cast of that: it is not changed twice.
            if isinstance(old, Cast) and isinstance(argument, Cast):
                new.setdefault(id(old.child), argument.child)
        shown = self.shown
        if shown is not None:
            shown = tuple([new[id(part)] if id(part) in new else function(part) for part in shown])
        filtered = None if self.filter is None else function(self.filter)
        order = tuple([function(part) for part in self.order])
        before = (*self.arguments, *(self.shown or ()), self.filter, *self.order)
        after = (*arguments, *(shown or ()), filtered, *order)
        if all(new is old for new, old in zip(after, before)):
            return self
        return replace(self, arguments=arguments, shown=shown, filter=filtered, order=order)

    @cached_property
    def foldable(self) -> bool:
        return (
            self.function.kind == "scalar"
            and self.function.deterministic
            and all(argument.foldable for argument in self.arguments)
        )

    def _identity(self) -> tuple[Any, ...]:
        function = self.function
        same = function.deterministic or function.of_place or function.kind != "scalar"
        number = () if same else (id(self),)
        return (
            self.function.name,
            tuple([argument.key for argument in self.arguments]),
            self.type,
            self.distinct,
            self.filter.key if self.filter is not None else None,
            tuple([order.key for order in self.order]),
            self.ignore_nulls,
            self.options,
            *number,
        )


@node
class PythonCall(Value):
    """A call of a user's Python function: ``function``, a ``PythonFunction``, tells how it runs.

    ``keywords`` are the names of the last arguments, as far as they are given by name.
    """

    function: Any
    arguments: tuple[Value, ...]
    type: DataType
    name: str = ""
    nullable: bool = True
    keywords: tuple[str, ...] = ()
    distinct: bool = False
    filter: Value | None = None

    def _identity(self) -> tuple[Any, ...]:
        number = () if self.function.deterministic else (id(self),)
        keys = tuple([argument.key for argument in self.arguments])
        return (id(self.function), keys, self.keywords, *number)


@node
class LambdaVariable(Value):
    """A parameter of a resolved lambda function."""

    name: str
    type: DataType
    nullable: bool = True
    id: int = field(default_factory=lambda: next(_ids))

    def _identity(self) -> tuple[Any, ...]:
        return (self.id,)


@node
class Lambda(Value):
    """A resolved lambda function: an argument of a higher-order function."""

    parameters: tuple[LambdaVariable, ...]
    body: Value

    @property
    def type(self) -> DataType:
        return self.body.type

    @property
    def nullable(self) -> bool:
        return self.body.nullable

    @property
    def foldable(self) -> bool:
        return self.body.foldable

    def _identity(self) -> tuple[Any, ...]:
        # What parameters are called makes no difference: they are numbered, from the innermost function outward.
        numbers = {parameter.id: (self.depth, at) for at, parameter in enumerate(self.parameters)}

        def numbered(part: Any) -> Any:
            if type(part) is not tuple:
                return part
            if len(part) == 2 and part[0] == LambdaVariable.__name__ and part[1] in numbers:
                return (part[0], numbers[part[1]])
            return tuple([numbered(each) for each in part])

        return (len(self.parameters), numbered(self.body.key))

    @cached_property
    def depth(self) -> int:
        """How many functions there are within each other."""
        return max([node.depth for node in self.body.walk() if isinstance(node, Lambda)], default=0) + 1


@node
class SortOrder(Value):
    """A sort key. Also as written: then ``child`` is not resolved yet."""

    child: Any
    ascending: bool = True
    nulls_first: bool | None = None

    @property
    def type(self) -> DataType:
        return self.child.type

    @property
    def nullable(self) -> bool:
        return self.child.nullable

    @property
    def resolved(self) -> bool:
        resolved: bool = self.child.resolved
        return resolved

    @property
    def puts_nulls_first(self) -> bool:
        """Where nulls go; unless told, first when ascending."""
        return self.ascending if self.nulls_first is None else self.nulls_first

    def _identity(self) -> tuple[Any, ...]:
        return (self.child.key, self.ascending, self.puts_nulls_first)


@node
class WindowValue(Value):
    """A resolved function over a resolved window. The frame's bounds are None, 0 or values."""

    function: Value
    window: WindowSpec

    @property
    def type(self) -> DataType:
        return self.function.type

    @property
    def nullable(self) -> bool:
        return self.function.nullable

    def _identity(self) -> tuple[Any, ...]:
        window = self.window
        frame = window.frame
        return (
            self.function.key,
            tuple([part.key for part in window.partition]),  # type: ignore[attr-defined]
            tuple([order.key for order in window.order]),
            frame and (frame.kind, _bound_key(frame.start), _bound_key(frame.end)),
        )


def _bound_key(bound: Any) -> Any:
    return bound.key if isinstance(bound, Value) else bound


@node
class ScalarQuery(Value):
    """A resolved subquery that gives one value; ``plan`` may hold outer references."""

    plan: Relation

    @property
    def type(self) -> DataType:
        return self.plan.output[0].type

    @property
    def nullable(self) -> bool:
        return True

    def _identity(self) -> tuple[Any, ...]:
        return (id(self.plan),)


@node
class ExistsQuery(Value):
    """A resolved ``EXISTS``."""

    plan: Relation
    type = BooleanType()
    nullable = False

    def _identity(self) -> tuple[Any, ...]:
        return (id(self.plan),)


@node
class InQueryValue(Value):
    """A resolved ``IN (SELECT ...)``: the values have the types of the subquery's columns."""

    values: tuple[Value, ...]
    plan: Relation
    type = BooleanType()

    @property
    def nullable(self) -> bool:
        return any(value.nullable for value in (*self.values, *self.plan.output))

    def _identity(self) -> tuple[Any, ...]:
        return (tuple([value.key for value in self.values]), id(self.plan))


def attribute_of(value: Value) -> Attribute:
    """The column that a value named in a list of outputs makes."""
    if isinstance(value, Attribute):
        return value
    assert isinstance(value, Alias), value
    return value.attribute


def new_id() -> int:
    """A number that no other column has."""
    return next(_ids)


def schema_of(output: tuple[Attribute, ...]) -> StructType:
    """The schema of these columns."""
    return StructType([attribute.as_field() for attribute in output])


def contains_null_of(kind: DataType) -> bool:
    """Whether elements of an array, or values of a map, of this type may be null."""
    if isinstance(kind, ArrayType):
        return kind.containsNull
    return kind.valueContainsNull if isinstance(kind, MapType) else True
