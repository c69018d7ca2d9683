"""Exceptions: their tree, conditions and texts."""

from __future__ import annotations

import ast
import pickle
import re
from pathlib import Path

import pytest

import pyrite.errors as errors
from pyrite.errors import (
    JobFailedError,
    PySparkAssertionError,
    PySparkException,
    PySparkKeyError,
    PySparkTypeError,
    PySparkValueError,
    PythonException,
)
from pyrite.errors.error_classes import CONDITIONS
from pyrite.errors.exceptions import base, captured, connect
from pyrite.errors.utils import ErrorClassesReader

PACKAGE = Path(errors.__file__).resolve().parent.parent

BUILTINS = {
    "PySparkAssertionError": AssertionError,
    "PySparkAttributeError": AttributeError,
    "PySparkImportError": ImportError,
    "PySparkIndexError": IndexError,
    "PySparkKeyError": KeyError,
    "PySparkNotImplementedError": NotImplementedError,
    "PySparkPicklingError": pickle.PicklingError,
    "PySparkRuntimeError": RuntimeError,
    "PySparkTypeError": TypeError,
    "PySparkValueError": ValueError,
}


@pytest.mark.parametrize(("name", "builtin"), BUILTINS.items())
def test_errors_are_also_their_builtin_namesakes(name: str, builtin: type[Exception]) -> None:
    kind = getattr(errors, name)
    assert issubclass(kind, builtin)
    assert issubclass(kind, PySparkException)


def test_condition_makes_the_message() -> None:
    parameters = {"arg_name": "f", "expected_type": "str", "arg_type": "int"}
    error = PySparkTypeError(errorClass="NOT_EXPECTED_TYPE", messageParameters=parameters)
    assert str(error) == "[NOT_EXPECTED_TYPE] Argument `f` should be str, got int."
    assert error.getMessage() == str(error)
    assert error.getCondition() == "NOT_EXPECTED_TYPE"
    assert error.getMessageParameters() == parameters
    assert error.getSqlState() == "42K09"
    assert error.getQueryContext() == []
    assert error.getBreakingChangeInfo() is None


def test_plain_message_has_no_condition() -> None:
    error = PySparkException("just so")
    assert str(error) == "just so"
    assert (error.getCondition(), error.getSqlState(), error.getMessageParameters()) == (None, None, None)


def test_old_name_of_the_condition_warns() -> None:
    with pytest.warns(FutureWarning, match="getCondition"):
        assert PySparkException("x", errorClass="READ_ONLY").getErrorClass() == "READ_ONLY"


def test_message_given_beside_an_unknown_condition() -> None:
    error = PySparkException("x", errorClass="NOBODY_KNOWS")
    assert (str(error), error.getSqlState()) == ("[NOBODY_KNOWS] x", None)


def test_unknown_condition_is_refused() -> None:
    with pytest.raises(ValueError, match="Cannot find main error class 'NOBODY_KNOWS'"):
        PySparkException(errorClass="NOBODY_KNOWS", messageParameters={})


@pytest.mark.parametrize("parameters", [{}, {"feature": "x", "more": "y"}])
def test_parameters_must_be_those_of_the_text(parameters: dict[str, str]) -> None:
    with pytest.raises(AssertionError, match="Undefined error message parameter"):
        PySparkException(errorClass="NOT_IMPLEMENTED", messageParameters=parameters)


def test_key_error_prints_its_text_unquoted() -> None:
    assert str(PySparkKeyError("no such key")) == "no such key"


def test_errors_travel_by_pickle() -> None:
    error = PySparkValueError(errorClass="NOT_IMPLEMENTED", messageParameters={"feature": "x"})
    back = pickle.loads(pickle.dumps(error))
    assert (type(back), str(back), back.getCondition()) == (type(error), str(error), "NOT_IMPLEMENTED")
    unequal = pickle.loads(pickle.dumps(PySparkAssertionError("unequal", data=[1])))
    assert unequal.data == [1]


def test_failed_job_shows_the_users_traceback_first() -> None:
    trace = 'Traceback (most recent call last):\n  File "app.py", line 3, in f\nValueError: boo\n'
    error = JobFailedError(
        "Stage 2 failed", trace, stage_id=2, partition=1, attempt=3, cause_class="ValueError"
    )
    assert str(error).startswith(trace.rstrip())
    assert str(error).endswith("Stage 2 failed")
    assert isinstance(error, PythonException)
    back = pickle.loads(pickle.dumps(error))
    assert (back.stage_id, back.partition, back.attempt, back.cause_class) == (2, 1, 3, "ValueError")
    assert (back.traceback_text, str(back)) == (trace, str(error))


def test_every_path_leads_to_the_classes_that_are_raised() -> None:
    for module in (captured, connect):
        for name in module.__all__:
            if hasattr(base, name):
                assert getattr(module, name) is getattr(base, name)
    assert captured.CapturedException is PySparkException
    assert issubclass(connect.SparkConnectGrpcException, PySparkException)


def test_reader_of_conditions() -> None:
    reader = ErrorClassesReader()
    assert reader.get_message_template("NOT_IMPLEMENTED") == "<feature> is not implemented."
    assert reader.get_error_message("NOT_IMPLEMENTED", {"feature": "x"}) == "x is not implemented."
    assert reader.get_sqlstate("NOT_IMPLEMENTED") == "0A000"
    assert reader.get_sqlstate("NOT_IMPLEMENTED.SOME_PART") == "0A000"


def used_conditions() -> list[tuple[str, str, set[str] | None]]:
    """Every condition named in the package: place, name, and its parameters where they are written out."""
    found = []
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            arguments = {keyword.arg: keyword.value for keyword in node.keywords}
            name, given = arguments.get("errorClass"), arguments.get("messageParameters")
            if isinstance(name, ast.Constant) and isinstance(name.value, str):
                keys = None
                if isinstance(given, ast.Dict) and all(isinstance(key, ast.Constant) for key in given.keys):
                    keys = {str(key.value) for key in given.keys if isinstance(key, ast.Constant)}
                found.append((f"{path.relative_to(PACKAGE)}:{node.lineno}", name.value, keys))
    return found


def test_raised_conditions_are_in_the_table_with_their_parameters() -> None:
    used = used_conditions()
    assert used
    for place, name, keys in used:
        assert name in CONDITIONS, f"{place}: {name} is not in the table"
        if keys is not None:
            assert keys == set(re.findall(r"<([a-zA-Z0-9_-]+)>", CONDITIONS[name].template)), (place, name)
