"""The error conditions that Pyrite raises: their texts, with the parameters in angle brackets, and SQLSTATEs.

Condition and parameter names are PySpark's, so that programs can tell errors apart; the texts are ours.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple


class Condition(NamedTuple):
    template: str
    sql_state: str | None = None


CONDITIONS: dict[str, Condition] = {
    "APPLICATION_NAME_NOT_SET": Condition("An application name must be set in the configuration."),
    "ATTRIBUTE_NOT_SUPPORTED": Condition("Attribute `<attr_name>` is not supported.", "0A000"),
    "CALL_BEFORE_INITIALIZE": Condition("<func_name> cannot be called before <object> is initialized."),
    "CANNOT_CONVERT_TYPE": Condition("Cannot convert <from_type> into <to_type>."),
    "CANNOT_SET_TOGETHER": Condition("<arg_list> should not be set together."),
    "CONTEXT_ALREADY_STOPPED": Condition("This SparkContext was stopped; make a new one."),
    "CONTEXT_ONLY_VALID_ON_DRIVER": Condition(
        "It appears that a SparkContext is referenced from a broadcast variable, an action or a "
        "transformation. A SparkContext can only be used in the driver, not in code that runs on workers: "
        "collect what the task needs before, or broadcast it. For more information, see SPARK-5063."
    ),
    "CONTEXT_UNAVAILABLE_FOR_REMOTE_CLIENT": Condition("A remote client has no SparkContext."),
    "INVALID_BROADCAST_OPERATION": Condition(
        "Broadcast can only be <operation> in the driver, and before it is destroyed."
    ),
    "INVALID_TYPE": Condition("Argument `<arg_name>` must not be of type <arg_type>."),
    "KEY_NOT_EXISTS": Condition("Key `<key>` does not exist."),
    "KEY_VALUE_PAIR_REQUIRED": Condition("Give a key and a value, or a list of pairs."),
    "MASTER_URL_NOT_SET": Condition("A master URL must be set in the configuration."),
    "MASTER_NOT_SUPPORTED": Condition(
        "The master <master> is not supported. There are: local (tasks run in the driver), local[N], "
        "local[*], local[N,maxFailures] and local[*,maxFailures] (N worker processes on this machine), and "
        "local-cluster[N,cores,memory] (N times cores worker processes)."
    ),
    "MEMORY_PROFILE_INVALID_SOURCE": Condition("The source of a profiled function cannot be found."),
    "NOT_EXPECTED_TYPE": Condition(
        "Argument `<arg_name>` should be <expected_type>, got <arg_type>.", "42K09"
    ),
    "NOT_IMPLEMENTED": Condition("<feature> is not implemented.", "0A000"),
    "NOT_IN_BARRIER_STAGE": Condition("It is not in a barrier stage."),
    "NO_ACTIVE_OR_DEFAULT_SESSION": Condition(
        "No active or default Spark session found. Make one before running the code.", "08003"
    ),
    "NO_ACTIVE_SESSION": Condition(
        "No active Spark session was found. Make one before running the code.", "08003"
    ),
    "ONLY_SUPPORTED_WITH_SPARK_CONNECT": Condition(
        "<feature> is only supported with Spark Connect; "
        "however, the current Spark session does not use Spark Connect.",
        "0A000",
    ),
    "PIPE_FUNCTION_EXITED": Condition("The pipe function `<func_name>` exited with error code <error_code>."),
    "PYTHON_VERSION_MISMATCH": Condition(
        "Python in the worker has the version <worker_version>, in the driver <driver_version>; they must "
        "agree in the first two numbers."
    ),
    "RDD_TRANSFORM_ONLY_VALID_ON_DRIVER": Condition(
        "It appears that you are attempting to broadcast an RDD or to reference an RDD from an action or "
        "transformation. RDDs can only be used by the driver, not inside of the functions given to other "
        "transformations: rdd1.map(lambda x: rdd2.count() * x) is invalid, since rdd2.count() cannot be run "
        "inside of rdd1.map. Compute it before, or join the two. For more information, see SPARK-5063."
    ),
    "READ_ONLY": Condition("<object> is read-only."),
    "SLICE_WITH_STEP": Condition("A slice with a step is not supported."),
    "STATE_NOT_EXISTS": Condition("The state is not defined or was removed."),
    "STOP_ITERATION_OCCURRED": Condition(
        "StopIteration was raised by the user's code, which fails the task: <exc>"
    ),
    "TOO_MANY_VALUES": Condition("Expected <expected> values for `<item>`, got <actual>."),
    "UNSUPPORTED_LITERAL": Condition("The literal <literal> is not supported."),
    "VALUE_NOT_ACCESSIBLE": Condition("The value <value> cannot be accessed inside tasks."),
    "VALUE_NOT_ALLOWED": Condition("The value of `<arg_name>` must be among <allowed_values>."),
    "VALUE_NOT_POSITIVE": Condition("The value of `<arg_name>` must be positive, got <arg_value>."),
    "VALUE_OUT_OF_BOUNDS": Condition(
        "The value of `<arg_name>` must be between <lower_bound> and <upper_bound>, got <actual>."
    ),
}

_PARAMETER = re.compile(r"<([a-zA-Z0-9_-]+)>")


def condition(name: str) -> Condition:
    """The condition of that name. Raises ``ValueError`` for an unknown one."""
    found = CONDITIONS.get(name)
    if found is None:
        raise ValueError(f"Cannot find main error class '{name}'")
    return found


def sql_state(name: str | None) -> str | None:
    """The SQLSTATE of a condition; a sub-condition ``A.B`` has that of ``A`` unless it states its own."""
    if name is None:
        return None
    found = CONDITIONS.get(name) or CONDITIONS.get(name.split(".")[0])
    return found.sql_state if found else None


def render(name: str, parameters: Mapping[str, Any]) -> str:
    """The condition's text with its parameters filled in; ``AssertionError`` unless just those are given."""
    template = condition(name).template
    wanted = set(_PARAMETER.findall(template))
    assert wanted == parameters.keys(), (
        f"Undefined error message parameter for error class: {name}. "
        f"It asks for {sorted(wanted)}, given are {sorted(parameters)}"
    )
    return _PARAMETER.sub(lambda match: str(parameters[match.group(1)]), template)
