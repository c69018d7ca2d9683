"""The error conditions that Pyrite raises: their texts, with the parameters in angle brackets, and SQLSTATEs.

Condition and parameter names are PySpark's, so that programs can tell errors apart; the texts are ours.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from pyrite.errors._catalog_conditions import CATALOG_CONDITIONS
from pyrite.errors._column_conditions import COLUMN_CONDITIONS
from pyrite.errors._condition import Condition
from pyrite.errors._dataframe_conditions import DATAFRAME_CONDITIONS
from pyrite.errors._ddl_conditions import DDL_CONDITIONS
from pyrite.errors._file_conditions import FILE_CONDITIONS
from pyrite.errors._python_conditions import PYTHON_CONDITIONS
from pyrite.errors._sql_conditions import SQL_CONDITIONS

CONDITIONS: dict[str, Condition] = {
    "APPLICATION_NAME_NOT_SET": Condition("An application name must be set in the configuration."),
    "ARGUMENT_REQUIRED": Condition("Argument `<arg_name>` is required when <condition>."),
    "ATTRIBUTE_NOT_SUPPORTED": Condition("Attribute `<attr_name>` is not supported.", "0A000"),
    "CALL_BEFORE_INITIALIZE": Condition("<func_name> cannot be called before <object> is initialized."),
    "CANNOT_BE_EMPTY": Condition("At least one <item> is needed."),
    "CANNOT_CONVERT_TYPE": Condition("Cannot convert <from_type> into <to_type>."),
    "CANNOT_DETERMINE_TYPE": Condition("A column holds nothing but None: give its type."),
    "CANNOT_INFER_EMPTY_SCHEMA": Condition("Without rows there is nothing to infer a schema from.", "42K09"),
    "CANNOT_INFER_SCHEMA_FOR_TYPE": Condition(
        "Cannot infer a schema from a value of type `<data_type>`.", "42K09"
    ),
    "CANNOT_INFER_TYPE_FOR_FIELD": Condition("Cannot infer the type of the field `<field_name>`.", "42K09"),
    "CANNOT_MERGE_TYPE": Condition("Cannot merge the types `<data_type1>` and `<data_type2>`.", "42K09"),
    "CANNOT_PARSE_DATATYPE": Condition("The data type cannot be parsed: <msg>."),
    "CANNOT_SET_TOGETHER": Condition("<arg_list> should not be set together."),
    "COLLATION_INVALID_NAME": Condition(
        "<collationName> is not the name of a collation. Perhaps you meant: [<proposals>].", "42704"
    ),
    "COLLATION_INVALID_PROVIDER": Condition(
        "<provider> is not the name of a collation provider. There are: [<supportedProviders>]."
    ),
    "CONTEXT_ALREADY_STOPPED": Condition("This SparkContext was stopped; make a new one."),
    "CONTEXT_ONLY_VALID_ON_DRIVER": Condition(
        "It appears that a SparkContext is referenced from a broadcast variable, an action or a "
        "transformation. A SparkContext can only be used in the driver, not in code that runs on workers: "
        "collect what the task needs before, or broadcast it. For more information, see SPARK-5063."
    ),
    "CONTEXT_UNAVAILABLE_FOR_REMOTE_CLIENT": Condition("A remote client has no SparkContext."),
    "DATATYPE_MISSING_SIZE": Condition("The data type <type> needs a length, as in <type>(10).", "42K01"),
    "DATATYPE_PARAMETER_VALUE_OUT_OF_RANGE": Condition(
        "The <parameter> <value> of the data type <type> does not fit in 32 bits.", "22003"
    ),
    "DECIMAL_PRECISION_EXCEEDS_MAX_PRECISION": Condition(
        "Decimal precision <precision> exceeds the largest precision, <maxPrecision>.", "22003"
    ),
    "DECIMAL_SCALE_EXCEEDS_PRECISION": Condition(
        "Decimal scale (<scale>) cannot be greater than precision (<precision>).", "22003"
    ),
    "DISALLOWED_TYPE_FOR_CONTAINER": Condition(
        "The argument `<arg_name>` (a <arg_type>) can hold [<allowed_types>] only, got <item_type>."
    ),
    "DUPLICATED_CTE_NAMES": Condition(
        "The names of common table expressions must differ, these do not: <duplicateNames>.", "42602"
    ),
    "DUPLICATED_FIELD_NAME_IN_ARROW_STRUCT": Condition(
        "An Arrow struct cannot have fields of the same name, got <field_names>."
    ),
    "FEATURE_NOT_ENABLED": Condition(
        "<featureName> is not enabled; <configKey> = <configValue> would enable it.", "56038"
    ),
    "FIELD_DATA_TYPE_UNACCEPTABLE": Condition(
        "<data_type> cannot accept the object <obj> of type <obj_type>."
    ),
    "FIELD_DATA_TYPE_UNACCEPTABLE_WITH_NAME": Condition(
        "<field_name>: <data_type> cannot accept the object <obj> of type <obj_type>."
    ),
    "FIELD_NOT_NULLABLE": Condition("The field is not nullable, but got None."),
    "FIELD_NOT_NULLABLE_WITH_NAME": Condition("<field_name>: the field is not nullable, but got None."),
    "FIELD_STRUCT_LENGTH_MISMATCH": Condition(
        "The object has <object_length> values, the struct <field_length> fields."
    ),
    "FIELD_STRUCT_LENGTH_MISMATCH_WITH_NAME": Condition(
        "<field_name>: the object has <object_length> values, the struct <field_length> fields."
    ),
    "FIELD_TYPE_MISMATCH": Condition("<obj> is not an instance of type <data_type>."),
    "FIELD_TYPE_MISMATCH_WITH_NAME": Condition("<field_name>: <obj> is not an instance of type <data_type>."),
    "IDENTIFIER_TOO_MANY_NAME_PARTS": Condition(
        "The name <identifier> has too many parts; at most <limit> are allowed.", "42601"
    ),
    "INCOMPATIBLE_JOIN_TYPES": Condition(
        "The join types <joinType1> and <joinType2> do not go together.", "42613"
    ),
    "INCOMPLETE_TYPE_DEFINITION": Condition("The definition of a complex type is incomplete.", "42K01"),
    "INCOMPLETE_TYPE_DEFINITION.ARRAY": Condition(
        "The type ARRAY needs the type of its elements: ARRAY<elementType>.", "42K01"
    ),
    "INCOMPLETE_TYPE_DEFINITION.MAP": Condition(
        "The type MAP needs the types of its keys and values.", "42K01"
    ),
    "INCOMPLETE_TYPE_DEFINITION.STRUCT": Condition("The type STRUCT needs its fields.", "42K01"),
    "INCORRECT_CONF_FOR_PROFILE": Condition(
        "Nothing is profiled: set `spark.python.profile` or `spark.python.profile.memory` to `true`."
    ),
    "INDEX_OUT_OF_RANGE": Condition("The index <index> is out of the range of <arg_name>."),
    "INVALID_BROADCAST_OPERATION": Condition(
        "Broadcast can only be <operation> in the driver, and before it is destroyed."
    ),
    "INVALID_ESC": Condition("The escape <invalidEscape> is not one character.", "42604"),
    "INVALID_IDENTIFIER": Condition(
        "<ident> must be quoted with backticks: only ASCII letters, digits and underscores need no quotes.",
        "42602",
    ),
    "INVALID_INLINE_TABLE": Condition("The inline table is invalid.", "42000"),
    "INVALID_INLINE_TABLE.NUM_COLUMNS_MISMATCH": Condition(
        "The inline table has <expectedNumCols> columns, but row <rowIndex> has <actualNumCols>.", "42000"
    ),
    "INVALID_INTERVAL_CASTING": Condition("There is no interval from <start_field> to <end_field>."),
    "INVALID_INTERVAL_FORMAT": Condition("The text '<input>' is no interval.", "22006"),
    "INVALID_INTERVAL_FORMAT.ARITHMETIC_EXCEPTION": Condition(
        "The text '<input>' is no interval: it is too long.", "22006"
    ),
    "INVALID_INTERVAL_FORMAT.INPUT_IS_EMPTY": Condition(
        "The text '<input>' is no interval: it is empty.", "22006"
    ),
    "INVALID_INTERVAL_FORMAT.INTERVAL_PARSING": Condition(
        "The text '<input>' is no <interval> interval.", "22006"
    ),
    "INVALID_INTERVAL_FORMAT.INVALID_FRACTION": Condition(
        "The text '<input>' is no interval: <unit> cannot have a fraction.", "22006"
    ),
    "INVALID_INTERVAL_FORMAT.INVALID_PRECISION": Condition(
        "The text '<input>' is no interval: <value> has more than nine digits after the point.", "22006"
    ),
    "INVALID_INTERVAL_FORMAT.INVALID_UNIT": Condition(
        "The text '<input>' is no interval: there is no unit <unit>.", "22006"
    ),
    "INVALID_INTERVAL_FORMAT.MISSING_UNIT": Condition(
        "The text '<input>' is no interval: a unit is missing after <word>.", "22006"
    ),
    "INVALID_INTERVAL_FORMAT.TIMEZONE_INTERVAL_OUT_OF_RANGE": Condition(
        "The interval '<input>' is no time zone: that is of whole minutes, from -18 to +18 hours.", "22006"
    ),
    "INVALID_INTERVAL_FORMAT.UNMATCHED_FORMAT_STRING_WITH_NOTICE": Condition(
        "The text '<input>' is no <intervalStr> interval; <typeName> asks for the form <supportedFormat>.",
        "22006",
    ),
    "INVALID_INTERVAL_FORMAT.UNRECOGNIZED_NUMBER": Condition(
        "The text '<input>' is no interval: <number> is no number.", "22006"
    ),
    "INVALID_INTERVAL_FORMAT.UNSUPPORTED_FROM_TO_EXPRESSION": Condition(
        "The text '<input>' is no interval: there is none from <from> to <to>.", "22006"
    ),
    "INVALID_JSON_DATA_TYPE_FOR_COLLATIONS": Condition(
        "Only strings have collations, not the JSON data type <jsonType>."
    ),
    "INVALID_LATERAL_JOIN_TYPE": Condition(
        "A <joinType> join cannot be LATERAL: the right side may not refer to the left then.", "42613"
    ),
    "INVALID_NDARRAY_DIMENSION": Condition("A NumPy array needs <dimensions> dimensions."),
    "INVALID_NUMERIC_LITERAL_RANGE": Condition(
        "The number <rawStrippedQualifier> does not fit in <typeName>, which goes from <minValue> to "
        "<maxValue>.",
        "22003",
    ),
    "INVALID_PARAMETER_VALUE": Condition("The value of a parameter is invalid.", "22023"),
    "INVALID_PARAMETER_VALUE.DATETIME_UNIT": Condition(
        "<functionName> takes a unit without quotes as <parameter>, such as YEAR, WEEK, DAY or SECOND; "
        "given is the text <invalidValue>.",
        "22023",
    ),
    "INVALID_RESET_COMMAND_FORMAT": Condition(
        "RESET is written as RESET or RESET key; keys with other signs need backticks.", "42000"
    ),
    "INVALID_SET_SYNTAX": Condition(
        "SET is written as SET, SET key or SET key=value; keys with other signs and values with "
        "semicolons need backticks.",
        "42000",
    ),
    "INVALID_SQL_SYNTAX": Condition("The SQL is invalid.", "42000"),
    "INVALID_SQL_SYNTAX.CANNOT_RESOLVE_WINDOW_REFERENCE": Condition(
        "There is no window <windowName>.", "42000"
    ),
    "INVALID_SQL_SYNTAX.EMPTY_IN_PREDICATE": Condition(
        "IN needs at least one value between its parentheses.", "42000"
    ),
    "INVALID_SQL_SYNTAX.EMPTY_QUANTIFIED_PATTERN": Condition(
        "ANY, SOME and ALL need at least one pattern between their parentheses.", "42000"
    ),
    "INVALID_SQL_SYNTAX.EMPTY_REFRESH_RESOURCE_PATH": Condition("REFRESH needs a path.", "42000"),
    "INVALID_SQL_SYNTAX.INVALID_REFRESH_RESOURCE_PATH": Condition(
        "A path with spaces or quotes in REFRESH must be a string.", "42000"
    ),
    "INVALID_SQL_SYNTAX.INVALID_TABLE_FUNCTION_IDENTIFIER_ARGUMENT_MISSING_PARENTHESES": Condition(
        "The TABLE argument <argumentName> of a table function needs parentheses around it.", "42000"
    ),
    "INVALID_SQL_SYNTAX.INVALID_TABLE_FUNCTION_TABLE_ARGUMENT_PARTITIONING": Condition(
        "Several expressions in the <clause> clause of a TABLE argument need parentheses around them.",
        "42000",
    ),
    "INVALID_SQL_SYNTAX.INVALID_WINDOW_FRAME_BOUND": Condition(
        "The bound of a window frame must be a constant.", "42000"
    ),
    "INVALID_SQL_SYNTAX.INVALID_WINDOW_REFERENCE": Condition(
        "The window <windowName> refers to another one, and cannot be referred to.", "42000"
    ),
    "INVALID_SQL_SYNTAX.LATERAL_WITHOUT_SUBQUERY_OR_TABLE_VALUED_FUNC": Condition(
        "LATERAL goes with subqueries and table functions only.", "42000"
    ),
    "INVALID_SQL_SYNTAX.REPETITIVE_WINDOW_DEFINITION": Condition(
        "The window <windowName> is defined twice.", "42000"
    ),
    "INVALID_SQL_SYNTAX.SHOW_FUNCTIONS_INVALID_SCOPE": Condition(
        "SHOW FUNCTIONS has no scope <scope>; there are USER, SYSTEM and ALL.", "42000"
    ),
    "INVALID_SQL_SYNTAX.VARIABLE_TYPE_OR_DEFAULT_REQUIRED": Condition(
        "A variable needs a type, or a default that tells it.", "42000"
    ),
    "INVALID_STATEMENT_OR_CLAUSE": Condition("The statement or clause <operation> is not valid.", "42601"),
    "INVALID_TABLESAMPLE_FRACTION": Condition(
        "The fraction to sample must be from 0 to 1, got <fraction>.", "22023"
    ),
    "INVALID_TEMP_OBJ_QUALIFIER": Condition(
        "The temporary <objectType> <objectName> cannot be in <qualifier>, only in SESSION or "
        "SYSTEM.SESSION.",
        "42602",
    ),
    "INVALID_TIMESTAMP_PRECISION": Condition(
        "<type> has no precision of <precision> digits of seconds.", "22023"
    ),
    "INVALID_TYPE": Condition("Argument `<arg_name>` must not be of type <arg_type>."),
    "INVALID_TYPED_LITERAL": Condition("<value> is no value of the type <valueType>.", "42604"),
    "INVALID_TYPENAME_CALL": Condition("A StructField has no typeName: ask its dataType for it."),
    "KEY_NOT_EXISTS": Condition("Key `<key>` does not exist."),
    "KEY_VALUE_PAIR_REQUIRED": Condition("Give a key and a value, or a list of pairs."),
    "LENGTH_SHOULD_BE_THE_SAME": Condition(
        "<arg1> and <arg2> must be equally long; they have <arg1_length> and <arg2_length> items."
    ),
    "MALFORMED_VARIANT": Condition("The bytes of the variant are malformed."),
    "MASTER_URL_NOT_SET": Condition("A master URL must be set in the configuration."),
    "MASTER_NOT_SUPPORTED": Condition(
        "The master <master> is not supported. There are: local (tasks run in the driver), local[N], "
        "local[*], local[N,maxFailures] and local[*,maxFailures] (N worker processes on this machine), and "
        "local-cluster[N,cores,memory] (N times cores worker processes)."
    ),
    "MEMORY_PROFILE_INVALID_SOURCE": Condition("The source of a profiled function cannot be found."),
    "MIXED_TYPE_REPLACEMENT": Condition("Values of several types cannot be replaced at once."),
    "NEGATIVE_SCALE_DISALLOWED": Condition(
        "A decimal scale of <scale> is negative: set <sqlConf> to true to allow it.", "0A000"
    ),
    "NEGATIVE_VALUE": Condition("The value of `<arg_name>` must not be negative, got '<arg_value>'."),
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
    "PARSE_EMPTY_STATEMENT": Condition("There is no statement to parse.", "42617"),
    "PARSE_SYNTAX_ERROR": Condition("Syntax error at or near <error><hint>.", "42601"),
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
    "STRUCT_ARRAY_LENGTH_MISMATCH": Condition(
        "The schema has <expected> fields, a row has <actual> values.", "2201E"
    ),
    "ST_INVALID_ALGORITHM_VALUE": Condition(
        "The algorithm '<alg>' for edges is invalid or not supported.", "22023"
    ),
    "ST_INVALID_CRS_VALUE": Condition(
        "The coordinate reference system '<crs>' is invalid or not supported.", "22023"
    ),
    "ST_INVALID_ENDIANNESS_VALUE": Condition(
        "'<endianness>' is no order of bytes: there are 'NDR' (the least first) and 'XDR'.", "22023"
    ),
    "ST_INVALID_SRID_VALUE": Condition(
        "The spatial reference identifier <srid> is invalid or not supported.", "22023"
    ),
    "SYNTAX_DISCONTINUED": Condition("The syntax is not supported any more.", "42601"),
    "SYNTAX_DISCONTINUED.BANG_EQUALS_NOT": Condition(
        "<clause> no longer stands for NOT here, only in front of a whole expression.", "42601"
    ),
    "TOO_MANY_VALUES": Condition("Expected <expected> values for `<item>`, got <actual>."),
    "UNCLOSED_BRACKETED_COMMENT": Condition("A bracketed comment is not closed: */ is missing.", "42601"),
    "UNEXPECTED_TUPLE_WITH_STRUCT": Condition("The value <tuple> does not go with a StructType."),
    "UNKNOWN_VALUE_FOR": Condition("`<var>` is none of the values that are known here."),
    "UNSUPPORTED_DATATYPE": Condition("The data type <typeName> is not supported.", "0A000"),
    "UNSUPPORTED_DATA_TYPE": Condition("The data type `<data_type>` is not supported."),
    "UNSUPPORTED_DATA_TYPE_FOR_ARROW": Condition(
        "<data_type> is not a struct, as a frame's schema has to be."
    ),
    "UNSUPPORTED_DATA_TYPE_FOR_ARROW_CONVERSION": Condition(
        "<data_type> is not supported in conversion to Arrow."
    ),
    "UNSUPPORTED_FEATURE": Condition("The feature is not supported.", "0A000"),
    "UNSUPPORTED_FEATURE.ASOF_JOIN": Condition(
        "AS OF joins are not enabled; <config> would enable them.", "0A000"
    ),
    "UNSUPPORTED_FEATURE.COMBINATION_QUERY_RESULT_CLAUSES": Condition(
        "ORDER BY, SORT BY, DISTRIBUTE BY and CLUSTER BY do not go together so.", "0A000"
    ),
    "UNSUPPORTED_FEATURE.GEOSPATIAL_DISABLED": Condition(
        "Shapes are switched off: spark.sql.geospatial.enabled is false.", "0A000"
    ),
    "UNSUPPORTED_FEATURE.LATERAL_JOIN_USING": Condition("A LATERAL join cannot have USING.", "0A000"),
    "UNSUPPORTED_FEATURE.PIPE_OPERATOR_AGGREGATE_UNSUPPORTED_CASE": Condition(
        "|> AGGREGATE does not support <case>.", "0A000"
    ),
    "UNSUPPORTED_LITERAL": Condition("The literal <literal> is not supported."),
    "UNSUPPORTED_OPERATION": Condition("<operation> is not supported."),
    "UNSUPPORTED_TYPED_LITERAL": Condition(
        "There are no literals of the type <unsupportedType>; there are those of <supportedTypes>.", "0A000"
    ),
    "VALUE_NOT_ACCESSIBLE": Condition("The value <value> cannot be accessed inside tasks."),
    "VALUE_NOT_ALLOWED": Condition("The value of `<arg_name>` must be among <allowed_values>."),
    "VALUE_NOT_POSITIVE": Condition("The value of `<arg_name>` must be positive, got <arg_value>."),
    "VALUE_OUT_OF_BOUNDS": Condition(
        "The value of `<arg_name>` must be between <lower_bound> and <upper_bound>, got <actual>."
    ),
    "VARIANT_SIZE_LIMIT": Condition("A variant cannot be larger than <sizeLimit> bytes.", "22023"),
    "_LEGACY_ERROR_TEMP_0014": Condition("TABLESAMPLE needs a size between its parentheses."),
    "_LEGACY_ERROR_TEMP_0015": Condition("TABLESAMPLE does not support <msg>."),
    "_LEGACY_ERROR_TEMP_0016": Condition("<bytesStr> is no size in bytes: digits, and B, K, M or G."),
    "_LEGACY_ERROR_TEMP_0024": Condition("An interval can have one pair of units with TO."),
    "_LEGACY_ERROR_TEMP_0026": Condition(
        "The value of an interval of several units must be a number, got <value>."
    ),
    "_LEGACY_ERROR_TEMP_0027": Condition("The value of an interval with TO must be a string."),
    "_LEGACY_ERROR_TEMP_0029": Condition(
        "An interval cannot have both years or months and days or times: <literal>."
    ),
    "_LEGACY_ERROR_TEMP_0035": Condition("The operation is not allowed: <message>."),
    "_LEGACY_ERROR_TEMP_0037": Condition("The name of what CACHE TABLE ... AS caches cannot be in <quoted>."),
    "_LEGACY_ERROR_TEMP_0044": Condition(
        "The interval of a time zone must be of whole minutes, from -18 to +18 hours."
    ),
    "_LEGACY_ERROR_TEMP_0045": Condition("This is no time zone."),
    "_LEGACY_ERROR_TEMP_0046": Condition("A temporary table cannot be created; create a temporary view."),
    "_LEGACY_ERROR_TEMP_0053": Condition("A temporary view cannot be created IF NOT EXISTS."),
    "_LEGACY_ERROR_TEMP_0063": Condition("<msg>."),
    "ZERO_INDEX": Condition("The index must not be zero."),
    "WKB_PARSE_ERROR": Condition("The bytes are no shape in WKB: <parseError>, at <pos>.", "22023"),
}
CONDITIONS.update(CATALOG_CONDITIONS)
CONDITIONS.update(COLUMN_CONDITIONS)
CONDITIONS.update(DATAFRAME_CONDITIONS)
CONDITIONS.update(FILE_CONDITIONS)
CONDITIONS.update(PYTHON_CONDITIONS)
CONDITIONS.update(SQL_CONDITIONS)
CONDITIONS.update(DDL_CONDITIONS)

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
