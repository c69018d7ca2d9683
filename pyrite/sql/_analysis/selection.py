"""SELECT lists: projections, generators among them, and names that are looked up below a projection."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

from pyrite.sql._analysis import aggregation
from pyrite.sql._analysis.binder import Binder
from pyrite.sql._analysis.errors import analysis_error
from pyrite.sql._analysis.functions.all import FUNCTIONS
from pyrite.sql._analysis.functions.operators import is_orderable
from pyrite.sql._analysis.naming import pretty, quoted_parts
from pyrite.sql._analysis.parser import parse_identifier
from pyrite.sql._analysis.references import lateral_reference
from pyrite.sql._analysis.scope import Scope
from pyrite.sql._plan import expressions as e
from pyrite.sql._plan import relations as r
from pyrite.sql._plan.tree import Origin
from pyrite.sql.types import StructType

if TYPE_CHECKING:
    from pyrite.sql._analysis.analyzer import Analyzer

__all__ = [
    "aggregate",
    "is_orderable",
    "lateral_view",
    "named_windows",
    "parse_identifier",
    "project",
    "qualify",
    "rename",
    "resolve_over",
]

T = TypeVar("T")


def project(analyzer: Analyzer, node: r.Project, outer: Scope | None) -> r.Relation:
    """A SELECT list without GROUP BY: a projection, or an aggregate of all rows when it calls one."""
    child = analyzer.relation(node.child, outer)
    generators: list[_Generated] = []
    values, widened = resolve_over(
        analyzer,
        child,
        outer,
        lambda binder: _select_list(binder, node.expressions, generators),
        lateral=True,
        origin=node.origin,
    )
    if any(map(aggregation.has_aggregate, values)) or any(
        aggregation.has_aggregate(argument) for made in generators for argument in made.call.arguments
    ):

        def build(columns: Sequence[e.Value]) -> r.Relation:
            return aggregation.build(analyzer, widened, [], columns, outer, node.origin)

        return _generate_above(build, values, generators)
    for value in values:
        aggregation.refuse_bare(value, node.origin)
    for made in generators:
        widened = r.Generate(widened, made.call, made.columns, made.outer)
    widened, values = _inner_windows(widened, values)
    return r.Project(widened, tuple(values), origin=node.origin)


def _inner_windows(child: r.Relation, values: list[e.Value]) -> tuple[r.Relation, list[e.Value]]:
    """Window functions and draws inside of window functions become columns below."""
    inner: dict[Any, e.Alias] = {}

    def below(part: e.Value) -> e.Value | None:
        if not isinstance(part, e.WindowValue) and not aggregation.is_draw(part):
            return None
        alias = inner.setdefault(part.key, e.Alias(part, pretty(part)))
        return alias.attribute

    def outside(part: e.Value) -> e.Value | None:
        if isinstance(part, e.WindowValue):
            return part.with_children(lambda child: aggregation.rewrite(child, below))
        return None

    found = [aggregation.rewrite(value, outside) for value in values]
    if not inner:
        return child, values
    lower, columns = _inner_windows(child, [*child.output, *inner.values()])
    return r.Project(lower, tuple(columns)), found


def aggregate(analyzer: Analyzer, node: r.Aggregate, outer: Scope | None) -> r.Relation:
    """A SELECT list over groups."""
    child = analyzer.relation(node.child, outer)
    generators: list[_Generated] = []
    values = _select_list(analyzer.binder(child, outer=outer), node.expressions, generators)

    def build(columns: Sequence[e.Value]) -> r.Relation:
        return aggregation.aggregate(analyzer, child, node, columns, outer)

    return _generate_above(build, values, generators)


def qualify(analyzer: Analyzer, node: r.Qualify, outer: Scope | None) -> r.Relation:
    """``QUALIFY``: a filter by window functions of the SELECT list's rows."""
    child = analyzer.relation(node.child, outer)
    condition, widened = resolve_over(analyzer, child, outer, lambda binder: binder.value(node.condition))
    test = e.Alias(analyzer.condition(condition, node), "qualified")
    computed = r.Project(widened, (*widened.output, test))
    return r.Project(r.Filter(computed, test.attribute), child.output)


class _Generated:
    """A generator in a SELECT list: its call and the columns it makes."""

    def __init__(self, call: e.Apply, names: Sequence[str] | None, origin: Origin | None = None):
        assert isinstance(call.type, StructType)
        fields = call.type.fields
        if names is not None and len(names) != len(fields):
            raise analysis_error(
                "UDTF_ALIAS_NUMBER_MISMATCH",
                {"aliasesSize": str(len(fields)), "aliasesNames": ",".join(names)},
                origin,
            )
        self.call = call
        self.outer = call.function.name.endswith("_outer")
        shown = names or [field.name for field in fields]
        self.columns = tuple(
            [
                e.Attribute(name, field.dataType, field.nullable or self.outer)
                for name, field in zip(shown, fields)
            ]
        )


def _is_generator(value: e.Value) -> bool:
    return isinstance(value, e.Apply) and value.function.kind == "generator"


def _select_list(
    binder: Binder, expressions: Sequence[e.Expression], generators: list[_Generated]
) -> list[e.Value]:
    """The values of a SELECT list; the columns of generators in their place."""
    generators.clear()
    values: list[e.Value] = []
    aliases: dict[str, list[e.Value]] = {}
    key = binder.settings.name_key
    binder.scope.aliases = aliases
    for expression in expressions:
        names: Sequence[str] | None = None
        if isinstance(expression, e.As):
            child = binder.value(expression.child)
            if _is_generator(child):
                names, found = expression.names, [child]
            else:
                _refuse_nested_generator(child)
                found = [binder.value(replace(expression, child=child))]
                column = found[0]
                assert isinstance(column, e.Alias) and isinstance(column.child, e.Value)
                aliases.setdefault(key(column.name), []).append(lateral_reference(column.child, column.name))
        else:
            found = binder.values([expression])
        for value in found:
            if _is_generator(value):
                for part in value.children():
                    if any(map(_is_generator, aggregation.own_values(part))):  # type: ignore[arg-type]
                        raise _nested_generator(value)
                assert isinstance(value, e.Apply)
                generators.append(_Generated(value, names))
                values += generators[-1].columns
                for made in generators[-1].columns:
                    aliases.setdefault(key(made.name), []).append(made)
            else:
                _refuse_nested_generator(value)
                values.append(binder.name(value))
    return values


def _refuse_nested_generator(value: e.Value) -> None:
    for part in aggregation.own_values(value):
        if _is_generator(part):
            raise _nested_generator(value)


def _nested_generator(value: e.Value) -> Exception:
    shown = pretty(value.child if isinstance(value, e.Alias) else value)
    return analysis_error("UNSUPPORTED_GENERATOR.NESTED_IN_EXPRESSIONS", {"expression": f'"{shown}"'})


def _generate_above(
    build: Callable[[Sequence[e.Value]], r.Relation], values: Sequence[e.Value], generators: list[_Generated]
) -> r.Relation:
    """Generators over the aggregate that ``build(columns)`` makes: it computes their arguments."""
    if not generators:
        return build(values)
    made = {column.id for one in generators for column in one.columns}
    rest = [value for value in values if not _made(value, made)]
    arguments = [[_column(argument) for argument in one.call.arguments] for one in generators]
    below = build([*rest, *[argument for some in arguments for argument in some]])
    columns = iter(below.output)
    shown = [None if _made(value, made) else next(columns) for value in values]
    for one, some in zip(generators, arguments):
        call = replace(one.call, arguments=tuple([next(columns) for _ in some]))
        below = r.Generate(below, call, one.columns, one.outer)
    return r.Project(below, tuple([new or old for new, old in zip(shown, values)]))


def _made(value: e.Value, ids: set[int]) -> bool:
    return isinstance(value, e.Attribute) and value.id in ids


def _column(value: e.Value) -> e.Value:
    """The value as a column of its own."""
    return value if isinstance(value, (e.Attribute, e.Alias)) else e.Alias(value, pretty(value))


# -------------------------------------------------------------------------------- names from further below


def resolve_over(
    analyzer: Analyzer,
    child: r.Relation,
    outer: Scope | None,
    resolve: Callable[[Binder], T],
    lateral: bool = False,
    lenient: bool = False,
    origin: Any = None,
) -> tuple[T, r.Relation]:
    """Resolve expressions over ``child``, also those that name columns which it dropped.

    Returns what ``resolve`` gave and a relation that has all the columns it uses: ``child`` itself, or one with more.
    A SELECT list (``lateral``) sees hidden columns only; a filter or a sort sees what is below a projection too.
    Where it is ``lenient``, whatever is wrong with a name makes it one that is not known.
    """
    below = None if lateral else _below(analyzer, child)
    aggregated = isinstance(child.core, r.Aggregate)
    scope = Scope(
        (child,),
        analyzer.settings,
        outer,
        below,
        aggregated=aggregated and below is not None,
        lenient=lenient,
        place=origin,
    )
    resolved = resolve(Binder(analyzer, scope))
    if aggregated and not lateral:
        lifted = aggregation.lift(analyzer, child, _values_of(resolved), origin)
        if lifted is not None:
            return _replaced(resolved, lifted[0]), lifted[1]
    here = {attribute.id for attribute in child.output}
    missing: dict[int, e.Attribute] = {}
    for value in _values_of(resolved):
        for part in aggregation.own_values(value):
            if isinstance(part, e.Attribute) and part.id not in here:
                missing.setdefault(part.id, part)
        for reference in aggregation.outer_references(value):
            if reference.id not in here:
                missing.setdefault(reference.id, reference)
    reachable = [attribute for attribute in missing.values() if _reaches(child, attribute.id)]
    if not reachable:
        return resolved, child
    return resolved, _widened(child, reachable)


def _values_of(resolved: Any) -> list[e.Value]:
    return list(resolved) if isinstance(resolved, (list, tuple)) else [resolved]


def _replaced(resolved: Any, values: list[e.Value]) -> Any:
    return values if isinstance(resolved, list) else values[0]


def _below(analyzer: Analyzer, child: r.Relation) -> Scope | None:
    """What a projection or an aggregation dropped. What has a name shows no more than its columns."""
    found = child
    while isinstance(found, (r.Filter, r.Hint, r.Sort)) or (
        isinstance(found, r.Project) and found.over_groups
    ):
        found = found.child
    if isinstance(found, (r.Project, r.Aggregate)):
        return Scope((found.child,), analyzer.settings, None, _below(analyzer, found.child))
    return None


def _reaches(relation: r.Relation, number: int) -> bool:
    if relation.find_id(number) is not None:
        return True
    return isinstance(relation, (r.Filter, r.Named, r.Hint, r.Sort, r.Project, r.Shown)) and _reaches(
        relation.child, number
    )


def widened_by(relation: r.Relation, column: e.Attribute) -> tuple[r.Relation, bool]:
    """The relation with a column that is hidden in it or dropped below, and whether that is to be had."""
    if not _reaches(relation, column.id):
        return relation, False
    return _widened(relation, [column]), True


def _widened(relation: r.Relation, columns: Iterable[e.Attribute]) -> r.Relation:
    """The relation with these columns too, which are hidden in it or dropped below."""
    here = {attribute.id for attribute in relation.output}
    missing = [column for column in columns if column.id not in here]
    if not missing:
        return relation
    if isinstance(relation, r.Project):
        return r.Project(_widened(relation.child, missing), (*relation.expressions, *missing))
    if isinstance(relation, r.Shown):
        return r.Shown(_widened(relation.child, missing), (*relation.columns, *missing))
    if isinstance(relation, r.Unary):
        return replace(relation, child=_widened(relation.child, missing))
    if isinstance(relation, r.Join):
        left = [column for column in missing if _reaches(relation.left, column.id)]
        right = [column for column in missing if column not in left]
        return replace(relation, left=_widened(relation.left, left), right=_widened(relation.right, right))
    if isinstance(relation, r.Files):
        assert relation.meta is not None
        return replace(relation, columns=(*relation.columns, relation.meta))
    return relation


# --------------------------------------------------------------------------------- LATERAL VIEW, renaming


def lateral_view(analyzer: Analyzer, node: r.LateralView, outer: Scope | None) -> r.Relation:
    """``LATERAL VIEW``: a generator whose columns bear the view's name."""
    child = analyzer.relation(node.child, outer)
    binder = analyzer.binder(child, outer=outer)
    written = node.generator
    if isinstance(written, e.Call):
        function = FUNCTIONS.get(written.name.lower())
        if function is not None and function.of_table:
            place: str = analyzer.names.current_database  # type: ignore[attr-defined]
            name = quoted_parts((place, written.name.lower()))
            raise analysis_error("ROUTINE_NOT_FOUND", {"routineName": name}, written.origin)
    call = binder.value(node.generator)
    if not isinstance(call, e.Apply) or call.function.kind != "generator":
        raise analysis_error("UNSUPPORTED_GENERATOR.NOT_GENERATOR", {
            "functionName": f"`{pretty(call)}`", "classCanonicalName": type(call).__name__,
        }, node.origin)  # fmt: skip
    made = _Generated(call, node.columns or None, node.origin)
    columns = tuple(
        [
            replace(column, qualifier=(node.alias,), nullable=column.nullable or node.outer)
            for column in made.columns
        ]
    )
    return r.Generate(child, call, columns, node.outer or made.outer)


def named_windows(analyzer: Analyzer, node: r.Windows, outer: Scope | None) -> r.Relation:
    """The query below, which may use the windows by name."""
    before = analyzer.windows.named
    analyzer.windows.named = {**before, **{name.lower(): window for name, window in node.windows}}
    try:
        return analyzer.relation(node.child, outer)
    finally:
        analyzer.windows.named = before


def rename(child: r.Relation, names: Sequence[str], origin: Any) -> r.Relation:
    """The relation with its columns under new names, if there are any."""
    if not names:
        return child
    if len(names) != len(child.output):
        shown = {"numExpr": str(len(names)), "numTarget": str(len(child.output))}
        raise analysis_error("ASSIGNMENT_ARITY_MISMATCH", shown, origin)
    columns = [e.Alias(attribute, name) for attribute, name in zip(child.output, names)]
    return r.Project(child, tuple(columns))
