"""Fused and written-out loops do what plain Python does, and their errors point at the user's lines."""

from __future__ import annotations

import operator
import textwrap
from functools import reduce

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pyrite._lineage.ops import Transform
from pyrite._runtime import inline
from pyrite._runtime.codegen import LONGEST, NESTED, Fuser, segments

N = 3


def double(x):
    return x * 2


def with_statement(x):
    y = x + 1
    return y


MAPS = [lambda x: x + 1, lambda x: x * x - N, lambda x: -x, double, with_statement, abs, operator.neg]
FILTERS = [lambda x: x % 2, lambda x: x > N, bool]
FLAT_MAPS = [lambda x: [x, x + 1], lambda x: range(abs(x) % 3), lambda x: ()]
STEPS = st.lists(
    st.one_of(
        st.sampled_from(MAPS).map(lambda f: Transform("map", f)),
        st.sampled_from(FILTERS).map(lambda f: Transform("filter", f)),
        st.sampled_from(FLAT_MAPS).map(lambda f: Transform("flatmap", f)),
    ),
    max_size=6,
)
NUMBERS = st.lists(st.integers(-50, 50), max_size=30)


def plainly(steps, records):
    for step in steps:
        f = step.function
        if step.kind == "map":
            records = [f(x) for x in records]
        elif step.kind == "filter":
            records = [x for x in records if f(x)]
        else:
            records = [y for x in records for y in f(x)]
    return records


def fuser(steps=(), *functions):
    return Fuser(inline.find_all([step.function for step in steps] + list(functions)))


@given(STEPS, NUMBERS)
def test_a_chain_is_what_its_functions_do(steps, numbers):
    expected = plainly(steps, numbers)
    assert list(fuser(steps).chain(steps)(numbers)) == expected
    assert list(Fuser({}).chain(steps)(numbers)) == expected
    assert fuser(steps).collecting(steps)(numbers) == expected
    assert fuser(steps).counting(steps)(numbers) == len(expected)
    assert fuser(steps).folding(steps, operator.add)(numbers, 100) == sum(expected, 100)


@given(STEPS, NUMBERS)
def test_combining_and_grouping_are_what_a_dict_does(steps, numbers):
    steps = [*steps, Transform("map", lambda x: (x % 5, x))]
    pairs = plainly(steps, numbers)
    grouped: dict = {}
    for key, value in pairs:
        grouped.setdefault(key, []).append(value)
    table: dict = {}
    fuser(steps).grouping(steps)(numbers, table)
    assert table == grouped
    for merge in (operator.add, lambda a, b: a + b, lambda a, b: a + b + 0 * a, max):
        table = {}
        loop = fuser(steps, merge).combining(steps, None, merge)
        for at in range(0, len(numbers), 7):
            loop(numbers[at : at + 7], table)
        assert table == {key: reduce(merge, values) for key, values in grouped.items()}


@given(st.lists(st.tuples(st.integers(0, 3), st.integers())))
def test_values_keep_their_keys(pairs):
    steps = [
        Transform("mapvalues", lambda v: v + 1),
        Transform("flatmapvalues", lambda v: [v, v]),
        Transform("filter", lambda kv: kv[0] != 2),
    ]
    expected = [(k, w) for k, v in pairs for w in [v + 1] * 2 if k != 2]
    assert list(fuser(steps).chain(steps)(pairs)) == expected


def test_long_and_deep_chains_are_cut():
    steps = [Transform("flatmap", lambda x: [x])] * 40 + [Transform("map", lambda x: x + 1)] * 500
    pieces = segments(steps)
    assert [step for piece in pieces for step in piece] == steps
    assert all(len(piece) <= LONGEST for piece in pieces)
    assert all(sum(step.kind == "flatmap" for step in piece) <= NESTED for piece in pieces)


def test_small_functions_are_written_out():
    def local(x):
        """With a docstring."""
        return x * N

    captured = 7
    for function in (lambda x: (x, 1), lambda x: x.split(","), double, local, lambda x: x + captured):
        assert inline.find(function) is not None, function


def test_what_cannot_be_written_out_is_called():
    counter = 0

    def rebinding(x):
        nonlocal counter
        counter += 1
        return x

    def generator(x):
        yield x

    cases = [
        with_statement,
        rebinding,
        generator,
        lambda x, y=2: x + y,
        lambda *xs: xs,
        lambda x: [y + 1 for y in x],
        lambda x: (y for y in x),
        lambda x: lambda: x,
        lambda x: locals(),
        lambda x: counter,
    ]
    for function in cases:
        assert inline.find(function) is None, function


def test_source_that_is_not_the_functions_own_is_not_used(tmp_path):
    path = tmp_path / "module.py"
    path.write_text("f = lambda x: x + 1\n")
    space: dict = {}
    exec(compile(path.read_text(), str(path), "exec"), space)
    path.write_text("f = lambda x: x - 1\n")
    assert inline.find(space["f"]) is None


def test_several_lambdas_on_a_line_are_told_apart():
    first, second = (lambda x: x + 1), (lambda x: x - 1)
    steps = [Transform("map", first), Transform("map", second), Transform("map", second)]
    assert list(fuser(steps).chain(steps)([10])) == [9]


def test_outer_names_are_those_of_the_functions_own_module(tmp_path):
    spaces = []
    for value in (1, 100):
        path = tmp_path / f"m{value}.py"
        path.write_text(f"N = {value}\nf = lambda x: x + N\n")
        space: dict = {}
        exec(compile(path.read_text(), str(path), "exec"), space)
        spaces.append(space)
    steps = [Transform("map", space["f"]) for space in spaces]
    assert list(fuser(steps).chain(steps)([0])) == [101]


@pytest.mark.parametrize("master", ["local", "local[2]"])
def test_an_error_in_a_written_out_function_names_the_users_line(master, tmp_path):
    import subprocess
    import sys

    program = tmp_path / "app.py"
    program.write_text(
        textwrap.dedent(
            f"""
            from pyrite import SparkContext
            sc = SparkContext("{master}", "lines")
            pairs = sc.parallelize([1, 0], 1).map(
                lambda x: (x, 10 / x)
            )
            try:
                pairs.reduceByKey(lambda a, b: a + b).collect()
            except Exception as error:
                print(error)
            """
        )
    )
    done = subprocess.run([sys.executable, str(program)], capture_output=True, text=True, timeout=60)
    assert f'File "{program}", line 5, in <lambda>' in done.stdout, done.stdout + done.stderr
    assert "lambda x: (x, 10 / x)" in done.stdout
    assert "ZeroDivisionError" in done.stdout and "pyrite pipeline" not in done.stdout
