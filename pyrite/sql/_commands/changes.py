"""UPDATE, DELETE and MERGE: rows of tables changed, where the table's format can.

A file that has rows to change is written anew with all its other rows, and takes the old one's place in one commit.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from pyrite.errors import PySparkNotImplementedError, SparkRuntimeException, UnsupportedOperationException
from pyrite.sql._analysis.assignment import Assignment, Target, is_default
from pyrite.sql._analysis.binder import Binder
from pyrite.sql._analysis.errors import analysis_error, unresolved_column
from pyrite.sql._analysis.naming import quoted_parts
from pyrite.sql._catalog.lake import is_lake, lake_table_of
from pyrite.sql._catalog.objects import Table
from pyrite.sql._commands.columns import targets_of
from pyrite.sql._commands.inserts import target_table
from pyrite.sql._commands.lake import (
    commit_rows,
    computed_once,
    evolved,
    grown,
    left_over,
    marked,
    no_rows,
    own_columns,
    touched_files,
)
from pyrite.sql._commands.tables import unsupported_operation
from pyrite.sql._lake.formats import LakeTable
from pyrite.sql._lake.tables import LakeSource
from pyrite.sql._plan import ddl
from pyrite.sql._plan import expressions as e
from pyrite.sql._plan import relations as r
from pyrite.sql.types import BooleanType, IntegerType

if TYPE_CHECKING:
    from pyrite.sql._files.source import DataFile
    from pyrite.sql._queries import Queries

__all__ = ["delete", "delete_all", "merge", "update"]


def changed_table(queries: Queries, target: r.Relation, operation: str) -> tuple[Table, str | None]:
    """The table that a statement changes, and what it calls it."""
    alias = None
    while isinstance(target, r.Named):
        alias = alias or target.name
        target = target.child
    assert isinstance(target, r.TableName)
    return target_table(queries, target.name, operation), alias


def _open(queries: Queries, table: Table, operation: str) -> tuple[LakeTable, LakeSource]:
    lake = lake_table_of(queries.names.catalog.storage, table, queries.settings())
    lake.check_rewrite(operation)
    return lake, lake.source()


def _refuse_common(common: Sequence[r.CommonTable], operation: str) -> None:
    if common:
        feature = f"WITH in front of {operation}"
        raise PySparkNotImplementedError(errorClass="NOT_IMPLEMENTED", messageParameters={"feature": feature})


# -------------------------------------------------------------------------------------------------- DELETE


def delete(queries: Queries, command: ddl.Delete) -> None:
    """``DELETE FROM``."""
    table, alias = changed_table(queries, command.table, "DELETE")
    if not is_lake(table):
        raise unsupported_operation(table.full_name, "DELETE")
    _refuse_common(command.common, "DELETE")
    if command.condition is None:
        delete_all(queries, table)
        return
    lake, source = _open(queries, table, "DELETE")
    plan = marked(table, source, source.files, alias)
    files = touched_files(queries, plan, source, command.condition)
    kept = left_over(queries, table, source, files, command.condition, alias)
    if kept is not None:
        commit_rows(queries, table, lake, kept, files, "DELETE")


def delete_all(queries: Queries, table: Table) -> None:
    """Remove all rows of a table."""
    lake, source = _open(queries, table, "DELETE")
    if source.files:
        commit_rows(queries, table, lake, no_rows(lake.schema), source.files, "DELETE")


# -------------------------------------------------------------------------------------------------- UPDATE


class _Values:
    """Values for the columns of a table, as the columns hold them."""

    def __init__(self, queries: Queries, table: Table, binder: Binder):
        settings = queries.settings()
        policy = (settings.conf or {}).get("spark.sql.storeAssignmentPolicy", "ANSI").lower()
        self._assignment = Assignment(queries.analyzer(), table.full_name, policy)
        self._table = table
        self._same = settings.same_name
        self._binder = binder
        self.targets = targets_of(table)

    def of(self, assignments: Sequence[ddl.Assignment]) -> dict[str, e.Value]:
        """The new values, by the names of their columns.

        Raises
        ------
        AnalysisException
            UNRESOLVED_COLUMN, ASSIGNMENT_... for a column that is set twice, and INCOMPATIBLE_DATA_FOR_TABLE.
        """
        found: dict[str, e.Value] = {}
        for each in assignments:
            target = self.target(each.column)
            if target.name in found:
                raise analysis_error("DUPLICATE_ASSIGNMENTS", {"nameList": f"`{target.name}`"})
            if is_default(each.value):
                found[target.name] = self._assignment.default(target)
            else:
                found[target.name] = self._assignment.value(self._binder.value(each.value), target)
        return found

    def given(self, target: Target, value: e.Value) -> e.Value:
        return self._assignment.value(value, target)

    def default(self, target: Target) -> e.Value:
        return self._assignment.default(target)

    def target(self, parts: tuple[str, ...]) -> Target:
        """The column of the table that an assignment names: its last part, behind the table's own name."""
        for place in range(len(parts)):
            for target in self.targets:
                if self._same(target.name, parts[place]):
                    if place < len(parts) - 1:
                        raise PySparkNotImplementedError(
                            errorClass="NOT_IMPLEMENTED",
                            messageParameters={
                                "feature": "setting a field of a struct: set the whole struct"
                            },
                        )
                    return target
        raise unresolved_column(parts, [f"`{target.name}`" for target in self.targets])


def update(queries: Queries, command: ddl.Update) -> None:
    """``UPDATE``."""
    table, alias = changed_table(queries, command.table, "UPDATE")
    if not is_lake(table):
        raise _refused(table, "UPDATE TABLE")
    _refuse_common(command.common, "UPDATE")
    lake, source = _open(queries, table, "UPDATE")
    plan = marked(table, source, source.files, alias)
    values = _Values(queries, table, queries.analyzer().binder(plan))
    values.of(command.assignments)
    files = touched_files(queries, plan, source, command.condition)
    if not files:
        return
    plan = marked(table, source, files, alias)
    binder = queries.analyzer().binder(plan)
    new = _Values(queries, table, binder).of(command.assignments)
    condition = None if command.condition is None else binder.value(command.condition)
    columns: list[e.Value] = []
    for column in own_columns(plan):
        value = new.get(column.name)
        if value is not None and condition is not None:
            value = binder.value(e.Case(((condition, value),), column))
        columns.append(column if value is None else e.Alias(value, column.name))
    commit_rows(queries, table, lake, r.Project(plan, tuple(columns)), files, "UPDATE")


# --------------------------------------------------------------------------------------------------- MERGE

#: Tells the rows of the source where it is joined; which action a row takes.
_SOURCE, _ACTION = "_pyrite_source", "_pyrite_action"


def merge(queries: Queries, command: ddl.Merge) -> None:
    """``MERGE INTO``.

    Raises
    ------
    SparkRuntimeException
        MERGE_CARDINALITY_VIOLATION where a row of the table matches several of the source.
    """
    table, alias = changed_table(queries, command.target, "MERGE")
    if not is_lake(table):
        raise _refused(table, "MERGE INTO TABLE")
    _Merge(queries, command, table, alias).run()


def _takes_all_columns(command: ddl.Merge) -> bool:
    """Whether there is an ``UPDATE SET *`` or ``INSERT *``: with those, a setting adds the source's columns."""
    actions = (*command.matched, *command.not_matched, *command.not_matched_by_source)
    return any(action.assignments is None for action in actions)


class _Merge:
    """One MERGE: what it reads, and the rows that it leaves."""

    def __init__(self, queries: Queries, command: ddl.Merge, table: Table, alias: str | None):
        written = command.source
        if command.common:
            written = r.With(command.common, written)
        plan = queries.frame(written)._plan
        self._evolves = command.schema_evolution or (
            _takes_all_columns(command)
            and queries.settings().flag("spark.databricks.delta.schema.autoMerge.enabled", False)
        )
        if self._evolves:
            table = evolved(queries, table, plan, {"mergeSchema": "true"})
            grown(queries, table)
        self._queries = queries
        self._command = command
        self._table = table
        self._alias = alias
        self._lake, self._source = _open(queries, table, "MERGE")
        kept = computed_once(queries, plan)
        self._given = kept.output
        there = e.Alias(e.Literal(True, BooleanType()), _SOURCE)
        self._rows: r.Relation = r.Project(kept, (*kept.output, there))

    def run(self) -> None:
        command = self._command
        matched = self._files("semi", None) if command.matched else []
        self._check_matches(matched)
        other: list[DataFile] = []
        if command.not_matched_by_source:
            conditions = [each.condition for each in command.not_matched_by_source]
            other = self._files("anti", _any_of(conditions))
        files = [*matched, *[file for file in other if file not in matched]]
        parts = [
            part for part in (self._changed(files) if files else None, self._inserted()) if part is not None
        ]
        if not parts:
            return
        plan = parts[0]
        for part in parts[1:]:
            plan = r.SetOperation("union", plan, part, all=True)
        commit_rows(self._queries, self._table, self._lake, plan, files, "MERGE")

    def _target(self, files: Sequence[DataFile]) -> r.Relation:
        return marked(self._table, self._source, files, self._alias)

    def _join(self, left: r.Relation, right: r.Relation, how: Any) -> r.Relation:
        written = r.Join(left, right, how, self._command.condition)
        return self._queries.frame(written)._plan

    def _binder(self, plan: r.Relation) -> Binder:
        return self._queries.analyzer().binder(plan)

    def _files(self, how: str, condition: e.Expression | None) -> list[DataFile]:
        """The files of rows that match some of the source (``semi``), or none (``anti``) and fulfil a condition."""
        found = self._join(self._target(self._source.files), self._rows, how)
        return touched_files(self._queries, found, self._source, condition)

    def _check_matches(self, files: Sequence[DataFile]) -> None:
        """Refuse several rows of the source for one of the table, unless all that they do is delete it."""
        matched = self._command.matched
        alone = len(matched) == 1 and matched[0].kind == "delete" and matched[0].condition is None
        if not matched or alone or not files:
            return
        target = self._target(files)
        pairs = self._queries.frame(self._join(target, self._rows, "inner")).count()
        rows = self._queries.frame(self._join(self._target(files), self._rows, "semi")).count()
        if pairs > rows:
            raise SparkRuntimeException(errorClass="MERGE_CARDINALITY_VIOLATION", messageParameters={})

    def _changed(self, files: Sequence[DataFile]) -> r.Relation:
        """The rows of these files, as they are from now on."""
        command = self._command
        target = self._target(files)
        alone = len(command.matched) == 1 and command.matched[0].kind == "delete"
        if alone and command.matched[0].condition is None and not command.not_matched_by_source:
            left = self._join(target, self._rows, "anti")
            return r.Project(left, own_columns(target))
        joined = self._join(target, self._rows, "left")
        both, own = self._binder(joined), self._binder(target)
        mark = next(column for column in joined.output if column.name == _SOURCE)
        there, absent = both.invoke("isnotnull", mark), both.invoke("isnull", mark)
        actions = [*command.matched, *command.not_matched_by_source]
        tests = [_both(both, there, each) for each in command.matched]
        tests += [_both(own, absent, each) for each in command.not_matched_by_source]
        plan, number = self._numbered(joined, tests)
        values = [self._set(both, each, self._given) for each in command.matched]
        values += [self._set(own, each, ()) for each in command.not_matched_by_source]
        gone = [place for place, each in enumerate(actions) if each.kind == "delete"]
        if gone:
            plan = r.Filter(plan, _none_of(self._binder(plan), number, gone))
        after = self._binder(plan)
        columns: list[e.Value] = []
        for column in own_columns(target):
            changes = [
                (_is(number, place), value[column.name])
                for place, value in enumerate(values)
                if column.name in value
            ]
            if not changes:
                columns.append(column)
                continue
            columns.append(e.Alias(after.value(e.Case(tuple(changes), column)), column.name))
        return r.Project(plan, tuple(columns))

    def _inserted(self) -> r.Relation | None:
        """The new rows."""
        actions = self._command.not_matched
        if not actions:
            return None
        missing = self._join(self._rows, self._target(self._source.files), "anti")
        binder = self._binder(missing)
        always = e.Literal(True, BooleanType())
        plan, number = self._numbered(missing, [_both(binder, always, each) for each in actions])
        values = [self._insert(binder, each) for each in actions]
        after = self._binder(plan)
        some = after.value(e.Call(">=", (number, e.Literal(0, IntegerType()))))
        plan = r.Filter(plan, some)
        columns: list[e.Value] = []
        for target in targets_of(self._table):
            changes = tuple([(_is(number, place), value[target.name]) for place, value in enumerate(values)])
            columns.append(e.Alias(after.value(e.Case(changes)), target.name))
        return r.Project(plan, tuple(columns))

    def _numbered(self, plan: r.Relation, tests: Sequence[e.Value]) -> tuple[r.Relation, e.Attribute]:
        """The rows with the number of the first test that they pass; -1 for none."""
        branches = [(test, e.Literal(place, IntegerType())) for place, test in enumerate(tests)]
        number = self._binder(plan).value(e.Case(tuple(branches), e.Literal(-1, IntegerType())))
        alias = e.Alias(number, _ACTION)
        return r.Project(plan, (*plan.output, alias)), e.attribute_of(alias)

    def _set(
        self, binder: Binder, action: ddl.MergeAction, given: Sequence[e.Attribute]
    ) -> Mapping[str, e.Value]:
        """What an action sets."""
        values = _Values(self._queries, self._table, binder)
        if action.kind == "delete":
            return {}
        if action.assignments is not None:
            return values.of(action.assignments)
        return self._by_name(values, given)

    def _insert(self, binder: Binder, action: ddl.MergeAction) -> Mapping[str, e.Value]:
        """The values of a new row; defaults where nothing is said."""
        values = _Values(self._queries, self._table, binder)
        if action.assignments is None:
            found = self._by_name(values, self._given)
        else:
            found = values.of(action.assignments)
        return {target.name: found.get(target.name) or values.default(target) for target in values.targets}

    def _by_name(self, values: _Values, given: Sequence[e.Attribute]) -> dict[str, e.Value]:
        """The columns of the source that go by the names of the table's."""
        same = self._queries.settings().same_name
        found = {}
        for target in values.targets:
            column = next((each for each in given if same(each.name, target.name)), None)
            if column is not None:
                found[target.name] = values.given(target, column)
            elif not self._evolves:
                raise unresolved_column((target.name,), [f"`{each.name}`" for each in given])
        return found


def _any_of(conditions: Sequence[e.Expression | None]) -> e.Expression | None:
    """Whether one of these is true; None where one is always."""
    found: e.Expression | None = None
    for each in conditions:
        if each is None:
            return None
        found = each if found is None else e.Call("or", (found, each))
    return found


def _both(binder: Binder, test: e.Value, action: ddl.MergeAction) -> e.Value:
    """Whether a test is passed and the condition of an action, if it has one."""
    return test if action.condition is None else binder.value(e.Call("and", (test, action.condition)))


def _is(number: e.Attribute, place: int) -> e.Expression:
    return e.Call("=", (number, e.Literal(place, IntegerType())))


def _none_of(binder: Binder, number: e.Attribute, places: Sequence[int]) -> e.Value:
    tests = [e.Call("!=", (number, e.Literal(place, IntegerType()))) for place in places]
    found: e.Expression = tests[0]
    for each in tests[1:]:
        found = e.Call("and", (found, each))
    return binder.value(found)


def _refused(table: Table, operation: str) -> Exception:
    shown = {"tableName": quoted_parts(table.full_name), "operation": operation}
    return analysis_error("UNSUPPORTED_FEATURE.TABLE_OPERATION", shown, kind=UnsupportedOperationException)
