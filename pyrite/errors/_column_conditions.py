"""The error conditions of Column, Window and the functions: of arguments that they do not take."""

from __future__ import annotations

from pyrite.errors._condition import Condition

COLUMN_CONDITIONS: dict[str, Condition] = {
    "CANNOT_ACCESS_TO_DUNDER": Condition("A name with two leading underscores names no field."),
    "CANNOT_APPLY_IN_FOR_COLUMN": Condition(
        "Python's `in` cannot be used on a Column: use `contains` for text, `array_contains` for an array."
    ),
    "CANNOT_CONVERT_COLUMN_INTO_BOOL": Condition(
        "The Column <column> is neither true nor false by itself. In conditions write '&' for 'and', '|' for 'or', "
        "'~' for 'not', with parentheses around each comparison."
    ),
    "COLUMN_IN_LIST": Condition("`<func_name>` does not take a list that holds Columns."),
    "HIGHER_ORDER_FUNCTION_SHOULD_RETURN_COLUMN": Condition(
        "Function `<func_name>` must return a Column, it returned <return_type>."
    ),
    "INVALID_BOUNDARY.END": Condition(
        "The frame's end <boundary> is <invalidValue>: it must be from <intMinValue> to <intMaxValue>, or "
        "<longMaxValue> (Window.unboundedFollowing).",
        "22003",
    ),
    "INVALID_BOUNDARY.START": Condition(
        "The frame's start <boundary> is <invalidValue>: it must be from <intMinValue> to <intMaxValue>, or "
        "<longMinValue> (Window.unboundedPreceding).",
        "22003",
    ),
    "NOT_ITERABLE": Condition("<objectName> is not iterable."),
    "NOT_SAME_TYPE": Condition(
        "Arguments `<arg_name1>` and `<arg_name2>` should be of one type, got <arg_type1> and <arg_type2>."
    ),
    "ONLY_ALLOWED_FOR_SINGLE_COLUMN": Condition("Argument `<arg_name>` is allowed for a single column only."),
    "UNSUPPORTED_FEATURE.LITERAL_TYPE": Condition(
        "There is no constant for the value <value> of <type>.", "0A000"
    ),
    "UNSUPPORTED_NUMPY_ARRAY_SCALAR": Condition("NumPy values of the type <dtype> are not supported."),
    "UNSUPPORTED_PARAM_TYPE_FOR_HIGHER_ORDER_FUNCTION": Condition(
        "Function `<func_name>` must take its parameters by position."
    ),
    "VALUE_NOT_BETWEEN": Condition("The value of `<arg_name>` must be from <min> to <max>."),
    "WRONG_NUM_ARGS_FOR_HIGHER_ORDER_FUNCTION": Condition(
        "Function `<func_name>` must have one to three parameters, it has <num_args>."
    ),
    "WRONG_NUM_COLUMNS": Condition("Function `<func_name>` needs at least <num_cols> columns."),
}
