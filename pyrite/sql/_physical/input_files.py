"""``input_file_name()`` and its like: columns of the files that rows come from stand in their place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from pyrite.sql._analysis.aggregation import own_values, rewrite
from pyrite.sql._analysis.analyzer import Analyzer
from pyrite.sql._analysis.errors import analysis_error
from pyrite.sql._physical.partitions import still_side
from pyrite.sql._plan import expressions as e
from pyrite.sql._plan import relations as r
from pyrite.sql.types import LongType, StringType

__all__ = ["with_input_files"]

_NAME = "input_file_name"
_FIELDS = {"input_file_block_start": "file_block_start", "input_file_block_length": "file_block_length"}
#: Relations whose rows stay where those of their input are.
_STILL = (r.Filter, r.Generate, r.Hint, r.Named, r.Observed, r.Sample)

#: A plan, and those of its columns that tell a row's file: the file's name, its block's start and its length.
Told = tuple[r.Relation, tuple[e.Attribute, ...]]


def with_input_files(plan: r.Relation, analyzer: Analyzer) -> r.Relation | None:
    """The plan with columns in the place of the calls; None where there are none.

    Raises
    ------
    AnalysisException
        MULTI_SOURCES_UNSUPPORTED_FOR_EXPRESSION where rows come from several files at once.
    """
    if not any(True for part in _relations(plan) for _ in _calls(part)):
        return None
    return _Sources(analyzer).replaced(plan)


def _relations(plan: r.Relation) -> Iterator[r.Relation]:
    return (part for part in plan.walk() if isinstance(part, r.Relation))


def _calls(plan: r.Relation) -> Iterator[e.Apply]:
    for part in plan.children():
        if isinstance(part, e.Value):
            for value in own_values(part):
                if isinstance(value, e.Apply) and value.function.name in (_NAME, *_FIELDS):
                    yield value


class _Sources:
    def __init__(self, analyzer: Analyzer):
        self._analyzer = analyzer

    def replaced(self, plan: r.Relation) -> r.Relation:
        """The plan without such calls."""
        plan = plan.with_children(lambda part: self.replaced(part) if isinstance(part, r.Relation) else part)
        call = next(_calls(plan), None)
        if call is None:
            return plan
        values: tuple[e.Value, ...] = _NOWHERE
        if isinstance(plan, r.Unary):
            if sum(isinstance(part, r.Files) for part in _relations(plan.child)) > 1 and _joins(plan.child):
                shown = {"expr": f'"{call.function.name}()"'}
                raise analysis_error("MULTI_SOURCES_UNSUPPORTED_FOR_EXPRESSION", shown)
            told = self._told(plan.child)
            if told is not None:
                child, values = told
                changed = replace(plan, child=child)
                plan = changed if changed.output == plan.output else r.Project(changed, plan.output)
        return self._rewritten(plan, values)

    def _rewritten(self, plan: r.Relation, values: tuple[e.Value, ...]) -> r.Relation:
        """The plan, and the one below where that was put above it, with values in the place of calls."""
        by_name = dict(zip((_NAME, *_FIELDS), values))

        def value_of(value: e.Value) -> e.Value | None:
            return by_name.get(value.function.name) if isinstance(value, e.Apply) else None

        def part_of(part: object) -> object:
            if isinstance(part, r.Relation):
                below = next(_calls(part), None) is not None
                return self._rewritten(part, values) if below else part
            return rewrite(part, value_of)

        return plan.with_children(part_of)

    def _told(self, plan: r.Relation) -> Told | None:
        """The plan with the columns that tell of files; None where no file is known."""
        if isinstance(plan, r.Files):
            return self._files(plan)
        if isinstance(plan, (r.Project, r.Shown)):
            below = self._told(plan.child)
            outputs = plan.expressions if isinstance(plan, r.Project) else plan.columns
            return below and (r.Project(below[0], (*outputs, *below[1])), below[1])
        if isinstance(plan, _STILL) or (isinstance(plan, r.Repartition) and not plan.shuffle):
            below = self._told(plan.child)
            return below and (replace(plan, child=below[0]), below[1])
        if isinstance(plan, r.Renewed):
            return self._renewed(plan)
        if isinstance(plan, r.SetOperation) and plan.kind == "union" and plan.all:
            return self._united(plan)
        if isinstance(plan, r.Join):
            return self._joined(plan)
        return None

    def _files(self, plan: r.Files) -> Told | None:
        if plan.meta is None:
            return None
        shown = plan if plan.tells else replace(plan, columns=(*plan.columns, plan.meta))
        binder = self._analyzer.binder(shown)
        path = binder.field(plan.meta, "file_path")
        # Three slashes here, one there.
        texts = [e.Literal(text, StringType()) for text in ("^file:/", "file:///")]
        values = [
            binder.invoke("regexp_replace", path, *texts),
            *[binder.field(plan.meta, name) for name in _FIELDS.values()],
        ]
        aliases = [e.Alias(value, name) for name, value in zip((_NAME, *_FIELDS), values)]
        told = tuple([e.attribute_of(alias) for alias in aliases])
        return r.Project(shown, (*plan.columns, *aliases)), told

    def _renewed(self, plan: r.Renewed) -> Told | None:
        below = self._told(plan.child)
        if below is None:
            return None
        inner = r.Project(below[0], (*plan.child.output, *below[1]))
        new = tuple([e.Attribute(column.name, column.type, column.nullable) for column in below[1]])
        return r.Renewed(inner, (*plan.columns, *new)), new

    def _united(self, plan: r.SetOperation) -> Told | None:
        sides = [(side, self._told(side)) for side in (plan.left, plan.right)]
        if all(told is None for _, told in sides):
            return None
        projects = []
        for side, told in sides:
            child, values = told or (side, _NOWHERE)
            named = [e.Alias(value, name) for name, value in zip((_NAME, *_FIELDS), values)]
            projects.append(r.Project(child, (*side.output, *named)))
        assert plan.columns is not None
        new = tuple(
            [e.Attribute(name, value.type, False) for name, value in zip((_NAME, *_FIELDS), _NOWHERE)]
        )
        left, right = projects
        return replace(plan, left=left, right=right, columns=(*plan.columns, *new)), new

    def _joined(self, plan: r.Join) -> Told | None:
        still = still_side(plan)
        told = None if still is None else self._told(still)
        if told is None:
            return None
        side, columns = told
        return (replace(plan, left=side) if still is plan.left else replace(plan, right=side)), columns


def _joins(plan: r.Relation) -> bool:
    return any(isinstance(part, r.Join) for part in _relations(plan))


#: The values of rows that come from no file.
_NOWHERE = (e.Literal("", StringType()), e.Literal(-1, LongType()), e.Literal(-1, LongType()))
