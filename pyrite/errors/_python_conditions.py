"""The error conditions of users' functions in queries."""

from __future__ import annotations

from pyrite.errors._condition import Condition

PYTHON_CONDITIONS: dict[str, Condition] = {
    "CANNOT_SPECIFY_RETURN_TYPE_FOR_UDF": Condition(
        "`<arg_name>` is a function that tells its type itself: the type <return_type> cannot be given.",
        "42P13",
    ),
    "UNSUPPORTED_FEATURE.LAMBDA_FUNCTION_WITH_PYTHON_UDF": Condition(
        "A lambda function cannot call the Python function <funcName>.", "0A000"
    ),
    "UNSUPPORTED_FEATURE.PYTHON_UDF_IN_ON_CLAUSE": Condition(
        "The condition of a join of kind <joinType> cannot call a Python function on columns of both sides.",
        "0A000",
    ),
    "UNSUPPORTED_FEATURE.PYTHON_UDF_IN_OPERATOR": Condition(
        "The operator <operator> cannot call a Python function.", "0A000"
    ),
    "_LEGACY_ERROR_TEMP_1329": Condition("There is no class <className>: there is no JVM here."),
}
