"""The error conditions that only the methods of DataFrames and sessions raise."""

from __future__ import annotations

from pyrite.errors._condition import Condition

_METRICS = "These observed metrics are not valid: "

DATAFRAME_CONDITIONS: dict[str, Condition] = {
    "AS_OF_JOIN.TOLERANCE_IS_NON_NEGATIVE": Condition(
        "This as-of join is not valid: `tolerance` must not be negative.", "42604"
    ),
    "AS_OF_JOIN.TOLERANCE_IS_UNFOLDABLE": Condition(
        "This as-of join is not valid: `tolerance` must be a constant.", "42604"
    ),
    "AS_OF_JOIN.UNSUPPORTED_DIRECTION": Condition(
        "This as-of join is not valid: '<direction>' is no direction. There are <supported>.", "42604"
    ),
    "CANNOT_PARSE_INTERVAL": Condition("<intervalString> is no interval.", "22006"),
    "CLASSIC_OPERATION_NOT_SUPPORTED_ON_DF": Condition(
        "'<member>' of a DataFrame is there in Spark Connect only."
    ),
    "INVALID_COLUMN_OR_FIELD_DATA_TYPE": Condition(
        "The column or field <name> is of type <type>, and must be <expectedType>.", "42000"
    ),
    "DUPLICATED_ARTIFACT": Condition("Another file of the name of <normalized_path> was sent before."),
    "INVALID_MULTIPLE_ARGUMENT_CONDITIONS": Condition("<arg_names> cannot be <condition>."),
    "INVALID_OBSERVED_METRICS.AGGREGATE_EXPRESSION_WITH_DISTINCT_UNSUPPORTED": Condition(
        _METRICS + "DISTINCT is not allowed, as in <expr>.", "42K0E"
    ),
    "INVALID_OBSERVED_METRICS.AGGREGATE_EXPRESSION_WITH_FILTER_UNSUPPORTED": Condition(
        _METRICS + "FILTER is not allowed, as in <expr>.", "42K0E"
    ),
    "INVALID_OBSERVED_METRICS.MISSING_NAME": Condition(
        _METRICS + "they have no name, in <operator>.", "42K0E"
    ),
    "INVALID_OBSERVED_METRICS.NESTED_AGGREGATES_UNSUPPORTED": Condition(
        _METRICS + "an aggregate of an aggregate is not allowed, as in <expr>.", "42K0E"
    ),
    "INVALID_OBSERVED_METRICS.NON_AGGREGATE_FUNC_ARG_IS_ATTRIBUTE": Condition(
        _METRICS + "the column <expr> may only stand inside an aggregate function.", "42K0E"
    ),
    "INVALID_OBSERVED_METRICS.NON_AGGREGATE_FUNC_ARG_IS_NON_DETERMINISTIC": Condition(
        _METRICS + "<expr> differs from call to call, and may only stand inside an aggregate function.",
        "42K0E",
    ),
    "INVALID_OBSERVED_METRICS.WINDOW_EXPRESSIONS_UNSUPPORTED": Condition(
        _METRICS + "windows are not allowed, as in <expr>.", "42K0E"
    ),
    "INVALID_QUERY_MIXED_QUERY_PARAMETERS": Condition(
        "A query takes parameters by position or by name, not both.", "42613"
    ),
    "INVALID_SUBQUERY_EXPRESSION.SCALAR_SUBQUERY_RETURN_MORE_THAN_ONE_OUTPUT_COLUMN": Condition(
        "A subquery that is a value must have one column, and has <number>.", "42823"
    ),
    "NEAREST_BY_JOIN.NUM_RESULTS_OUT_OF_RANGE": Condition(
        "This nearest-by join is not valid: <numResults> results are not between <min> and <max>.", "42604"
    ),
    "NEAREST_BY_JOIN.UNSUPPORTED_DIRECTION": Condition(
        "This nearest-by join is not valid: '<direction>' is no direction. There are <supported>.", "42604"
    ),
    "NEAREST_BY_JOIN.UNSUPPORTED_JOIN_TYPE": Condition(
        "This nearest-by join is not valid: its type cannot be <joinType>. There are <supported>.", "42604"
    ),
    "NEAREST_BY_JOIN.UNSUPPORTED_MODE": Condition(
        "This nearest-by join is not valid: '<mode>' is no mode. There are <supported>.", "42604"
    ),
    "NO_OBSERVE_BEFORE_GET": Condition("`DataFrame.observe` comes before `get`."),
    "NULLABLE_COLUMN_OR_FIELD": Condition(
        "The column or field <name> may be null, and must not be.", "42000"
    ),
    "REPEATED_CLAUSE": Condition("<operation> takes <clause> only once.", "42614"),
    "REUSE_OBSERVATION": Condition("An Observation observes one DataFrame only."),
    "TRANSPOSE_EXCEED_ROW_LIMIT": Condition(
        "More than <maxValues> rows cannot be transposed: set <config> to allow it.", "54006"
    ),
    "TRANSPOSE_INVALID_INDEX_COLUMN": Condition(
        "This column cannot be the index of a transposition: <reason>", "42804"
    ),
    "TRANSPOSE_NO_LEAST_COMMON_TYPE": Condition(
        "The columns that are transposed need a common type, and <dt1> and <dt2> have none.", "42K09"
    ),
    "UNRECOGNIZED_STATISTIC": Condition(
        "There is no statistic <stats>. There are count, count_distinct, approx_count_distinct, mean, stddev, min, "
        "max, and percentiles from 0% to 100%.",
        "42704",
    ),
    "PLOT_INVALID_TYPE_COLUMN": Condition(
        "Of the column <col_name> nothing is drawn: it is <col_type>, and must be <valid_types>."
    ),
    "UNRESOLVED_COLUMN_AMONG_FIELD_NAMES": Condition(
        'There is no column "<colName>" among (<fieldNames>).', "42703"
    ),
    "UNSUPPORTED_PACKAGE_VERSION": Condition(
        "This needs the package <package_name>, version <minimum_version> or later: installed is <current_version>."
    ),
    "UNSUPPORTED_PIE_PLOT_PARAM": Condition("A pie needs a column `y`, or `subplots=True`."),
    "UNSUPPORTED_PLOT_BACKEND": Condition("`<backend>` draws nothing; what does: <supported_backends>."),
    "UNSUPPORTED_PLOT_BACKEND_PARAM": Condition(
        "`<backend>` draws with `<param>` being one of <supported_values>, and not <value>."
    ),
    "UNSUPPORTED_PLOT_KIND": Condition("There is no plot `<plot_type>`; there are <supported_plot_types>."),
    "UNSUPPORTED_JOIN_TYPE": Condition("'<typ>' is no type of join here. There are <supported>.", "0A000"),
    "VALUE_NOT_NON_EMPTY_STR": Condition(
        "`<arg_name>` must be a string that is not empty, and is <arg_value>."
    ),
    "VALUE_NOT_PLAIN_COLUMN_REFERENCE": Condition(
        "<val> as `<field_name>` should be a column as such: `df.name` or `col('name')`."
    ),
    "ZIP_PLANS_NOT_MERGEABLE": Condition(
        "Two DataFrames that are zipped must select from the same rows, without Python functions of groups.",
        "42K03",
    ),
    "_LEGACY_ERROR_TEMP_1323": Condition(
        'The column "<colName>" is not numeric, as this aggregate asks for.'
    ),
    "_LEGACY_ERROR_TEMP_3102": Condition("<msg>"),
}
