"""The error conditions of users' functions in queries."""

from __future__ import annotations

from pyrite.errors._condition import Condition

PYTHON_CONDITIONS: dict[str, Condition] = {
    "CANNOT_BE_NONE": Condition("Argument `<arg_name>` must not be None."),
    "CANNOT_REGISTER_UDTF": Condition("'<name>' can only be a table function that udtf made.", "42K0E"),
    "CANNOT_SPECIFY_RETURN_TYPE_FOR_UDF": Condition(
        "`<arg_name>` is a function that tells its type itself: the type <return_type> cannot be given.",
        "42P13",
    ),
    "DATA_SOURCE_EXTRANEOUS_FILTERS": Condition(
        "<type>.pushFilters() must give filters out of those that it is given, <input>, and gives <extraneous>."
    ),
    "DATA_SOURCE_INVALID_RETURN_TYPE": Condition(
        "A row of the data source <name> is one of <supported_types>, and not <type>.", "42K0E"
    ),
    "DATA_SOURCE_PUSHDOWN_DISABLED": Condition(
        "<type> takes filters, and the setting <conf> is false.", "0A000"
    ),
    "DATA_SOURCE_RETURN_SCHEMA_MISMATCH": Condition(
        "A row that a data source reads has <actual> columns, and not <expected>.", "42K0E"
    ),
    "DIFFERENT_PANDAS_DATAFRAME": Condition(
        "The DataFrames differ:\nactual:\n<left>\n<left_dtype>\nexpected:\n<right>\n<right_dtype>"
    ),
    "DIFFERENT_ROWS": Condition("<error_msg>"),
    "DIFFERENT_SCHEMA": Condition("The schemas differ.\n--- actual\n+++ expected\n<error_msg>"),
    "DUPLICATE_ROUTINE_PARAMETER_ASSIGNMENT.DOUBLE_NAMED_ARGUMENT_REFERENCE": Condition(
        "The call of <routineName> gives the parameter <parameterName> twice.", "4274K"
    ),
    "INPUT_NOT_FULLY_CONSUMED": Condition("The function must read its input to the end."),
    "INVALID_ARROW_UDTF_WITH_ANALYZE": Condition(
        "The table function '<name>' of Arrow's batches has the method 'analyze': give returnType instead."
    ),
    "INVALID_PANDAS_UDF": Condition("The function is invalid: <detail>"),
    "INVALID_PANDAS_UDF_PLACEMENT": Condition(
        "Aggregates in pandas or Arrow, here <functionList>, cannot be computed beside other aggregates.",
        "0A000",
    ),
    "INVALID_PANDAS_UDF_TYPE": Condition("`<arg_name>` must be a value of PandasUDFType, got <arg_type>."),
    "INVALID_RETURN_TYPE_FOR_ARROW_UDF": Condition(
        "A function of <eval_type> makes rows: its type must be a StructType, got <return_type>."
    ),
    "INVALID_RETURN_TYPE_FOR_PANDAS_UDF": Condition(
        "A function of <eval_type> makes rows: its type must be a StructType, got <return_type>."
    ),
    "INVALID_TYPE_DF_EQUALITY_ARG": Condition(
        "`<arg_name>` must be one of <expected_type>, got <actual_type>."
    ),
    "INVALID_UDF_EVAL_TYPE": Condition("The kind of the function must be <eval_type>."),
    "INVALID_UDTF_BOTH_RETURN_TYPE_AND_ANALYZE": Condition(
        "The table function '<name>' has both a type of its rows and the method 'analyze': one of them tells it.",
        "42K0E",
    ),
    "INVALID_UDTF_HANDLER_TYPE": Condition(
        "A table function is made of a class, and not of <type>.", "42K0E"
    ),
    "INVALID_UDTF_NO_EVAL": Condition("The table function '<name>' has no method 'eval'.", "42K0E"),
    "INVALID_UDTF_RETURN_TYPE": Condition(
        "The table function '<name>' tells no type of its rows: give returnType, or the static method 'analyze'.",
        "42K0E",
    ),
    "LATERAL_JOIN_WITH_ARROW_UDTF_UNSUPPORTED": Condition(
        "A table function of Arrow's batches cannot be called for each row beside it (LATERAL); udtf makes such.",
        "0A000",
    ),
    "NOT_A_SCALAR_FUNCTION": Condition("<functionName> is a table function: it stands in FROM.", "42887"),
    "OUTPUT_EXCEEDS_INPUT_ROWS": Condition("The function gave more rows than it was given."),
    "RESULT_COLUMN_NAMES_MISMATCH": Condition(
        "The columns of the result do not have the names of the schema.<missing><extra>"
    ),
    "RESULT_COLUMN_SCHEMA_MISMATCH": Condition(
        "The result has another number of columns than the schema. Expected: <expected>, actual: <actual>."
    ),
    "RESULT_COLUMN_TYPES_MISMATCH": Condition(
        "The columns of the result do not have the types of the schema: <mismatch>."
    ),
    "RESULT_ROWS_MISMATCH": Condition(
        "The result has <output_length> rows; it must have as many as the input, <input_length>."
    ),
    "PYTHON_DATA_SOURCE_ERROR": Condition("A data <type> in Python failed to <action>: <msg>", "38000"),
    "TABLE_VALUED_FUNCTION_FAILED_TO_ANALYZE_IN_PYTHON": Condition(
        "The call of a Python table function cannot be analyzed: <msg>", "38000"
    ),
    "TABLE_VALUED_FUNCTION_REQUIRED_METADATA_INCOMPATIBLE_WITH_CALL": Condition(
        "The table function <functionName> <requestedMetadata>, and its call <invalidFunctionCallProperty>.",
        "22023",
    ),
    "TABLE_VALUED_FUNCTION_TOO_MANY_TABLE_ARGUMENTS": Condition(
        "A table function takes one table at most, and not <num>.", "54023"
    ),
    "TYPE_HINT_SHOULD_BE_SPECIFIED": Condition("Type hints are needed for <target>; got <sig>."),
    "UDF_RETURN_TYPE": Condition("The function must return <expected>, but it returned <actual>."),
    "UDTF_ARROW_TYPE_CONVERSION_ERROR": Condition(
        "A table function of Arrow's batches gives an iterable of pyarrow.Table or pyarrow.RecordBatch."
    ),
    "UDTF_ARROW_DATA_CONVERSION_ERROR": Condition(
        "What a table function gives does not become Arrow data. Rows: <data>. Columns: <schema>. "
        "As Arrow's: <arrow_schema>.",
        "22000",
    ),
    "UDTF_EVAL_METHOD_ARGUMENTS_DO_NOT_MATCH_SIGNATURE": Condition(
        "The method 'eval' of the table function '<name>' does not take the arguments of the call: <reason>."
    ),
    "UDTF_EXEC_ERROR": Condition("The method '<method_name>' of a table function failed: <error>", "38000"),
    "UDTF_INVALID_OUTPUT_ROW_TYPE": Condition(
        "A row that '<func>' of a table function gives is a tuple, list or Row, and not <type>.", "22000"
    ),
    "UDTF_RETURN_NOT_ITERABLE": Condition(
        "What '<func>' of a table function gives is a generator or list of rows, and not <type>.", "22000"
    ),
    "UDTF_RETURN_SCHEMA_MISMATCH": Condition(
        "A row that '<func>' of a table function gives has <actual> columns, and not <expected>.", "22000"
    ),
    "UDTF_RETURN_TYPE_MISMATCH": Condition(
        "The rows of the table function '<name>' have a StructType, and not <return_type>.", "42K0E"
    ),
    "UNEXPECTED_POSITIONAL_ARGUMENT": Condition(
        "The call of <routineName> has a positional argument after the named <parameterName>.", "4274K"
    ),
    "UNSUPPORTED_FEATURE.LAMBDA_FUNCTION_WITH_PYTHON_UDF": Condition(
        "A lambda function cannot call the Python function <funcName>.", "0A000"
    ),
    "UNSUPPORTED_FEATURE.PANDAS_UDAF_IN_PIVOT": Condition(
        "An aggregate in pandas or Arrow cannot be computed in PIVOT.", "0A000"
    ),
    "UNSUPPORTED_FEATURE.PYTHON_UDF_IN_ON_CLAUSE": Condition(
        "The condition of a join of kind <joinType> cannot call a Python function on columns of both sides.",
        "0A000",
    ),
    "UNSUPPORTED_FEATURE.PYTHON_UDF_IN_OPERATOR": Condition(
        "The operator <operator> cannot call a Python function.", "0A000"
    ),
    "UNSUPPORTED_SIGNATURE": Condition("The signature is not supported: <signature>."),
    "UNSUPPORTED_DATA_SOURCE_SAVE_MODE": Condition(
        'The data source "<source>" takes no rows in the mode <createMode>: append or overwrite.', "0A000"
    ),
    "_LEGACY_ERROR_TEMP_1329": Condition("There is no class <className>: there is no JVM here."),
}
