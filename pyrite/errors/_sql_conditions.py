"""The error conditions of queries: of their analysis and of their run."""

from __future__ import annotations

from pyrite.errors._condition import Condition

_ANSI = ' If necessary set <config> to "false" to bypass this error.'

SQL_CONDITIONS: dict[str, Condition] = {
    "AGGREGATE_FUNCTION_WITH_NONDETERMINISTIC_EXPRESSION": Condition(
        "An argument of the aggregate <sqlExpr> may be another each time it is computed.", "42845"
    ),
    "AMBIGUOUS_LATERAL_COLUMN_ALIAS": Condition(
        "The lateral column alias <name> stands for <n> columns.", "42702"
    ),
    "AMBIGUOUS_REFERENCE": Condition(
        "Reference <name> is ambiguous, it could be any of: <referenceNames>.", "42704"
    ),
    "AMBIGUOUS_REFERENCE_TO_FIELDS": Condition(
        "The field <field> is ambiguous: it is there <count> times.", "42000"
    ),
    "APPROX_TOP_K_MAX_ITEMS_TRACKED_EXCEEDS_LIMIT": Condition(
        "`maxItemsTracked` is <maxItemsTracked>; it can be <limit> at most.", "22023"
    ),
    "APPROX_TOP_K_MAX_ITEMS_TRACKED_LESS_THAN_K": Condition(
        "`maxItemsTracked` is <maxItemsTracked>, which is less than `k`, <k>.", "22023"
    ),
    "APPROX_TOP_K_NON_POSITIVE_ARG": Condition(
        "<argName> of `approx_top_k` must be positive, not <argValue>.", "22023"
    ),
    "APPROX_TOP_K_NULL_ARG": Condition("<argName> of `approx_top_k` is null.", "22004"),
    "APPROX_TOP_K_INVALID_INPUT_SKETCH_BUFFER": Condition("<function> was given what is no sketch.", "22546"),
    "APPROX_TOP_K_SKETCH_SIZE_NOT_MATCH": Condition(
        "The sketches track <size1> and <size2> items; say how many to track together.", "42846"
    ),
    "ARITHMETIC_OVERFLOW": Condition("<message>.<alternative>" + _ANSI, "22003"),
    "ASSIGNMENT_ARITY_MISMATCH": Condition(
        "<numExpr> names or values were given for <numTarget> columns.", "42802"
    ),
    "BINARY_ARITHMETIC_OVERFLOW": Condition(
        "<value1> <symbol> <value2> overflows. Use <functionName> to get null instead.", "22003"
    ),
    "CANNOT_DECODE_URL": Condition(
        "The URL <url> cannot be decoded.",
        "22546",
    ),
    "CANNOT_PARSE_TIME": Condition(
        "<input> cannot be read as a time of day by the format <format>.", "22010"
    ),
    "CANNOT_PARSE_TIMESTAMP": Condition(
        "<message>. <func> gives NULL for such a text.",
        "22007",
    ),
    "CANNOT_RESOLVE_STAR_EXPAND": Condition(
        "<targetString>.* cannot be expanded; the columns here are: <columns>.", "42704"
    ),
    "CAST_INVALID_INPUT": Condition(
        "The value <expression> of type <sourceType> cannot be cast to <targetType> because it is malformed. "
        "Correct the value, or use `try_cast` to get null instead."
        + _ANSI.replace("<config>", "<ansiConfig>"),
        "22018",
    ),
    "CAST_OVERFLOW": Condition(
        "The value <value> of type <sourceType> cannot be cast to <targetType>: it is out of range. "
        "Use `try_cast` to get null instead." + _ANSI.replace("<config>", "<ansiConfig>"),
        "22003",
    ),
    "CATALOG_NOT_FOUND": Condition(
        "There is no catalog <catalogName>. Its class is set by <config>.", "42P08"
    ),
    "COLLECTION_SIZE_LIMIT_EXCEEDED.FUNCTION": Condition(
        "<functionName> would make an array of <numberOfElements> elements; it may have <maxRoundedArrayLength>.",
        "54000",
    ),
    "COLLECTION_SIZE_LIMIT_EXCEEDED.PARAMETER": Condition(
        "<parameter> of <functionName> asks for <numberOfElements> elements; an array may have "
        "<maxRoundedArrayLength>.",
        "54000",
    ),
    "COLUMN_ALREADY_EXISTS": Condition(
        "The column <columnName> already exists. Choose another name or rename it.", "42711"
    ),
    "COLUMN_IS_NOT_VARIANT_TYPE": Condition("Only a variant has parts that are named by a colon.", "42K09"),
    "COLUMN_NOT_FOUND": Condition(
        "There is no column <colName>; whether letters' case counts is set by <caseSensitiveConfig>.", "42703"
    ),
    "COMPARATOR_RETURNS_NULL": Condition(
        "The comparator gave null for <firstValue> and <secondValue>; it must give a number.", "22004"
    ),
    "COMPLEX_EXPRESSION_UNSUPPORTED_INPUT.NO_INPUTS": Condition(
        "<expression> has nothing that it could be computed from.", "42K09"
    ),
    "CONVERSION_INVALID_INPUT": Condition(
        "<str> cannot be converted to <targetType> by the format <fmt>. <suggestion> gives NULL instead.",
        "22018",
    ),
    "COUNTER_DIFF_NEGATIVE_COUNTER_VALUE": Condition(
        "A counter is never negative, but <function> is given <value>.", "22003"
    ),
    "COUNTER_DIFF_START_TIME_DECREASED": Condition(
        "A counter's start never moves back: <function> is given <currentStartTime> after <previousStartTime>.",
        "22023",
    ),
    "DATATYPE_MISMATCH.ARRAY_FUNCTION_DIFF_TYPES": Condition(
        "Cannot resolve <sqlExpr>: <functionName> takes <dataType> and a value of its "
        "elements' type, not <leftType> and <rightType>.",
        "42K09",
    ),
    "DATATYPE_MISMATCH.BINARY_ARRAY_DIFF_TYPES": Condition(
        "Cannot resolve <sqlExpr>: <functionName> takes two <arrayType> of one element type, "
        "not <leftType> and <rightType>.",
        "42K09",
    ),
    "DATATYPE_MISMATCH.BINARY_OP_DIFF_TYPES": Condition(
        "Cannot resolve <sqlExpr>: the sides of the operator have incompatible types (<left> and <right>).",
        "42K09",
    ),
    "DATATYPE_MISMATCH.BINARY_OP_WRONG_TYPE": Condition(
        "Cannot resolve <sqlExpr>: the operator takes <inputType>, not <actualDataType>.", "42K09"
    ),
    "DATATYPE_MISMATCH.CANNOT_DROP_ALL_FIELDS": Condition(
        "Cannot resolve <sqlExpr>: a struct keeps at least one field.", "42K09"
    ),
    "DATATYPE_MISMATCH.CAST_WITHOUT_SUGGESTION": Condition(
        "Cannot resolve <sqlExpr>: <srcType> cannot be cast to <targetType>.", "42K09"
    ),
    "DATATYPE_MISMATCH.CAST_WITH_CONF_SUGGESTION": Condition(
        "Cannot resolve <sqlExpr>: <srcType> cannot be cast to <targetType> in ANSI mode; "
        "it can be with <config> set to <configVal>.",
        "42K09",
    ),
    "DATATYPE_MISMATCH.CAST_WITH_FUNC_SUGGESTION": Condition(
        "Cannot resolve <sqlExpr>: <srcType> cannot be cast to <targetType>; "
        "a function does it: <functionNames>.",
        "42K09",
    ),
    "DATATYPE_MISMATCH.CREATE_MAP_KEY_DIFF_TYPES": Condition(
        "Cannot resolve <sqlExpr>: the keys of <functionName> must be of one type, and are of <dataType>.",
        "42K09",
    ),
    "DATATYPE_MISMATCH.CREATE_MAP_VALUE_DIFF_TYPES": Condition(
        "Cannot resolve <sqlExpr>: the values of <functionName> must be of one type, and are of <dataType>.",
        "42K09",
    ),
    "DATATYPE_MISMATCH.CREATE_NAMED_STRUCT_WITHOUT_FOLDABLE_STRING": Condition(
        "Cannot resolve <sqlExpr>: names of fields must be constant strings that are not null, not "
        "<inputExprs>.",
        "42K09",
    ),
    "DATATYPE_MISMATCH.DATA_DIFF_TYPES": Condition(
        "Cannot resolve <sqlExpr>: the arguments of <functionName> must be of one type, and are of "
        "<dataType>.",
        "42K09",
    ),
    "DATATYPE_MISMATCH.FILTER_NOT_BOOLEAN": Condition(
        "Cannot resolve <sqlExpr>: the filter <filter> is of type <type>, not a boolean.", "42K09"
    ),
    "DATATYPE_MISMATCH.HASH_MAP_TYPE": Condition(
        "Cannot resolve <sqlExpr>: <functionName> cannot hash maps.",
        "42K09",
    ),
    "DATATYPE_MISMATCH.HASH_VARIANT_TYPE": Condition(
        "<sqlExpr> is not possible: <functionName> takes no variants.", "42K09"
    ),
    "DATATYPE_MISMATCH.INPUT_SIZE_NOT_ONE": Condition(
        "Cannot resolve <sqlExpr>: <exprName> must be one character.",
        "42K09",
    ),
    "DATATYPE_MISMATCH.INVALID_ARG_VALUE": Condition(
        "<sqlExpr> does not type-check: <inputName> must be a <requireType> among <validValues>, and is <inputValue>.",
        "42K09",
    ),
    "DATATYPE_MISMATCH.INVALID_JSON_SCHEMA": Condition(
        "Cannot resolve <sqlExpr>: <schema> is no struct, array, map or variant, as values in JSON are.",
        "42K09",
    ),
    "DATATYPE_MISMATCH.INVALID_XML_SCHEMA": Condition(
        "Cannot resolve <sqlExpr>: <schema> is no struct, as values in XML are.", "42K09"
    ),
    "DATATYPE_MISMATCH.INVALID_MAP_KEY_TYPE": Condition(
        "Cannot resolve <sqlExpr>: <keyType> cannot be the type of a map's keys, as it holds a map.", "42K09"
    ),
    "DATATYPE_MISMATCH.INVALID_ORDERING_TYPE": Condition(
        "Cannot resolve <sqlExpr>: <functionName> takes no values of type <dataType>, which have no order.",
        "42K09",
    ),
    "DATATYPE_MISMATCH.IN_SUBQUERY_DATA_TYPE_MISMATCH": Condition(
        "Cannot resolve <sqlExpr>: the types of the values and the subquery differ in <mismatchedColumns>: "
        "<leftType> and <rightType>.",
        "42K09",
    ),
    "DATATYPE_MISMATCH.IN_SUBQUERY_LENGTH_MISMATCH": Condition(
        "Cannot resolve <sqlExpr>: <leftLength> values (<leftColumns>) are looked up among "
        "<rightLength> columns (<rightColumns>).",
        "42K09",
    ),
    "DATATYPE_MISMATCH.MAP_CONCAT_DIFF_TYPES": Condition(
        "Cannot resolve <sqlExpr>: <functionName> takes maps, not <dataType>.", "42K09"
    ),
    "DATATYPE_MISMATCH.MAP_FUNCTION_DIFF_TYPES": Condition(
        "Cannot resolve <sqlExpr>: <functionName> takes <dataType> and a value of its keys' "
        "type, not <leftType> and <rightType>.",
        "42K09",
    ),
    "DATATYPE_MISMATCH.MAP_ZIP_WITH_DIFF_TYPES": Condition(
        "Cannot resolve <sqlExpr>: the maps of <functionName> must have keys of one type, and "
        "have <leftType> and <rightType>.",
        "42K09",
    ),
    "DATATYPE_MISMATCH.NON_FOLDABLE_INPUT": Condition(
        "Cannot resolve <sqlExpr>: the argument <inputName> must be a constant of type <inputType>, "
        "not <inputExpr>.",
        "42K09",
    ),
    "DATATYPE_MISMATCH.NON_STRING_TYPE": Condition(
        "<sqlExpr> is not possible: all arguments of <funcName> must be strings.", "42K09"
    ),
    "DATATYPE_MISMATCH.NULL_TYPE": Condition(
        "Cannot resolve <sqlExpr>: <functionName> does not take a plain null.", "42K09"
    ),
    "DATATYPE_MISMATCH.PARAMETER_CONSTRAINT_VIOLATION": Condition(
        "In <sqlExpr>, <leftExprName> is <leftExprValue>, but has to be <constraint> <rightExprName>, which is "
        "<rightExprValue>.",
        "42K09",
    ),
    "DATATYPE_MISMATCH.RANGE_FRAME_INVALID_TYPE": Condition(
        "Cannot resolve <sqlExpr>: a bound of type <valueBoundaryType> does not fit an order by "
        "<orderSpecType>.",
        "42K09",
    ),
    "DATATYPE_MISMATCH.RANGE_FRAME_MULTI_ORDER": Condition(
        "Cannot resolve <sqlExpr>: a range with bounds needs an order by one key, not by <orderSpec>.",
        "42K09",
    ),
    "DATATYPE_MISMATCH.RANGE_FRAME_WITHOUT_ORDER": Condition(
        "Cannot resolve <sqlExpr>: a range with bounds needs an order.", "42K09"
    ),
    "DATATYPE_MISMATCH.SEQUENCE_WRONG_INPUT_TYPES": Condition(
        "Cannot resolve <sqlExpr>: <functionName> takes <startType> with a step of "
        "<stepType>, or <otherStartType> throughout.",
        "42K09",
    ),
    "DATATYPE_MISMATCH.SPECIFIED_WINDOW_FRAME_DIFF_TYPES": Condition(
        "Cannot resolve <sqlExpr>: its bounds must be of one type: <lower> is <lowerType>, <upper> is "
        "<upperType>.",
        "42K09",
    ),
    "DATATYPE_MISMATCH.SPECIFIED_WINDOW_FRAME_UNACCEPTED_TYPE": Condition(
        "Cannot resolve <sqlExpr>: the <location> bound must be <expectedType>, and is <exprType>.", "42K09"
    ),
    "DATATYPE_MISMATCH.SPECIFIED_WINDOW_FRAME_WRONG_COMPARISON": Condition(
        "Cannot resolve <sqlExpr>: the lower bound must be <comparison> to the upper.", "42K09"
    ),
    "DATATYPE_MISMATCH.STACK_COLUMN_DIFF_TYPES": Condition(
        "Cannot resolve <sqlExpr>: the values of column <columnIndex> must be of one type: "
        "argument <leftParamIndex> is <leftType>, argument <rightParamIndex> is <rightType>.",
        "42K09",
    ),
    "DATATYPE_MISMATCH.TYPE_CHECK_FAILURE_WITH_HINT": Condition(
        "Cannot resolve <sqlExpr>: <msg><hint>", "42K09"
    ),
    "DATATYPE_MISMATCH.UNEXPECTED_CLASS_TYPE": Condition(
        "Cannot resolve <sqlExpr>: there is no class <className>.", "42K09"
    ),
    "DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE": Condition(
        "Cannot resolve <sqlExpr>: the <paramIndex> argument must be of type <requiredType>, "
        "but <inputSql> is of type <inputType>.",
        "42K09",
    ),
    "DATATYPE_MISMATCH.UNEXPECTED_NULL": Condition(
        "Cannot resolve <sqlExpr>: <exprName> must not be null.", "42K09"
    ),
    "DATATYPE_MISMATCH.UNEXPECTED_RETURN_TYPE": Condition(
        "Cannot resolve <sqlExpr>: <functionName> must give <expectedType>, not <actualType>.", "42K09"
    ),
    "DATATYPE_MISMATCH.UNEXPECTED_STATIC_METHOD": Condition(
        "Cannot resolve <sqlExpr>: the class <className> has no static method <methodName> that takes these arguments.",
        "42K09",
    ),
    "DATATYPE_MISMATCH.UNSUPPORTED_INPUT_TYPE": Condition(
        "Cannot resolve <sqlExpr>: <functionName> does not take <dataType>.", "42K09"
    ),
    "DATATYPE_MISMATCH.VALUE_OUT_OF_RANGE": Condition(
        "Cannot resolve <sqlExpr>: <exprName> must be in <valueRange>, and is <currentValue>.", "42K09"
    ),
    "DATETIME_FIELD_OUT_OF_BOUNDS.WITHOUT_SUGGESTION": Condition(
        "<rangeMessage>.",
        "22023",
    ),
    "DATETIME_FIELD_OUT_OF_BOUNDS.WITH_SUGGESTION": Condition(
        "<rangeMessage>. If necessary, set <ansiConfig> to false, which gives NULL.",
        "22023",
    ),
    "DATETIME_OVERFLOW": Condition(
        "A datetime operation overflows: <operation>.",
        "22008",
    ),
    "DISTINCT_WINDOW_FUNCTION_UNSUPPORTED": Condition(
        "DISTINCT cannot be used in a window function: <windowExpr>.", "0A000"
    ),
    "DIVIDE_BY_ZERO": Condition(
        "Division by zero. Use `try_divide` to get null where the divisor is 0." + _ANSI, "22012"
    ),
    "DUPLICATED_MAP_KEY": Condition(
        'The key <key> is there twice. To keep the last of equal keys, set <mapKeyDedupPolicy> to "LAST_WIN".',
        "23505",
    ),
    "DUPLICATE_ASSIGNMENTS": Condition("More than one value is assigned to <nameList>.", "42701"),
    "DUPLICATE_CONDITION_IN_SCOPE": Condition(
        "The condition <condition> is declared twice in one block.", "42734"
    ),
    "DUPLICATE_ROUTINE_PARAMETER_ASSIGNMENT.BOTH_POSITIONAL_AND_NAMED": Condition(
        "The call of <routineName> gives the parameter <parameterName> by its place and by its name.", "4274K"
    ),
    "DUPLICATE_ROUTINE_PARAMETER_NAMES": Condition(
        "The function <routineName> has more than one parameter of the name <names>.", "42734"
    ),
    "END_LABEL_WITHOUT_BEGIN_LABEL": Condition("The label <endLabel> ends what has no label.", "42K0L"),
    "EXPRESSION_TYPE_IS_NOT_ORDERABLE": Condition(
        "<expr> cannot be used here: values of type <exprType> have no order.", "42822"
    ),
    "FAILED_EXECUTE_UDF": Condition(
        "The function <functionName>: (<signature>) => <result> failed: <reason>.", "39000"
    ),
    "FAILED_FUNCTION_CALL": Condition(
        "The function <funcName> cannot be called with these arguments.", "38000"
    ),
    "FAILED_TO_PARSE_TOO_COMPLEX": Condition(
        "The statement is nested too deeply to be read. Cut it into several.", "54001"
    ),
    "FIELD_NOT_FOUND": Condition("There is no field <fieldName> among <fields>.", "42704"),
    "GROUPING_COLUMN_MISMATCH": Condition(
        "The column of grouping (<grouping>) is none of the grouping columns: <groupingColumns>.", "42803"
    ),
    "GROUPING_ID_COLUMN_MISMATCH": Condition(
        "grouping_id takes the columns that the query groups by (<groupByColumns>), or none, but not "
        "<groupingIdColumn>.",
        "42703",
    ),
    "GROUP_BY_AGGREGATE": Condition("<sqlExpr> is an aggregate, by which no rows can be grouped.", "42903"),
    "GROUP_BY_POS_AGGREGATE": Condition(
        "GROUP BY <index> refers to <aggExpr>, an aggregate, by which no rows can be grouped.", "42903"
    ),
    "GROUP_BY_POS_OUT_OF_RANGE": Condition(
        "GROUP BY <index> is no position in the select list, which has <size> columns.", "42805"
    ),
    "GROUP_EXPRESSION_TYPE_IS_NOT_ORDERABLE": Condition(
        "No rows can be grouped by <sqlExpr>: values of type <dataType> have no order.", "42822"
    ),
    "HLL_INVALID_INPUT_SKETCH_BUFFER": Condition(
        "<function> is given bytes that are no such sketch.", "22546"
    ),
    "HLL_INVALID_LG_K": Condition("<function> takes an lgConfigK from <min> to <max>, not <value>.", "22546"),
    "HLL_K_MUST_BE_CONSTANT": Condition("<function> takes a constant lgConfigK.", "42K0E"),
    "HLL_UNION_DIFFERENT_LG_K": Condition(
        "<function> is given sketches of the sizes <left> and <right>, which differ.", "22000"
    ),
    "ILLEGAL_DAY_OF_WEEK": Condition(
        "<string> is no day of the week.",
        "22009",
    ),
    "INCOMPATIBLE_COLUMN_TYPE": Condition(
        "<operator> needs columns of compatible types: the <columnOrdinalNumber> column of the "
        "<tableOrdinalNumber> table is of type <dataType1>, in the first table it is <dataType2>.<hint>",
        "42825",
    ),
    "INCONSISTENT_BEHAVIOR_CROSS_VERSION.DATETIME_PATTERN_RECOGNITION": Condition(
        "The datetime pattern <pattern> is not known (old versions took it, as with <config> set to LEGACY); "
        "the patterns are described at '<docroot>/sql-ref-datetime-pattern.html'.",
        "42K0B",
    ),
    "INCONSISTENT_BEHAVIOR_CROSS_VERSION.DATETIME_WEEK_BASED_PATTERN": Condition(
        "Weeks cannot be counted by the datetime pattern letter <c>; use EXTRACT.",
        "42K0B",
    ),
    "INTERNAL_ERROR": Condition("<message>", "XX000"),
    "INTERVAL_ARITHMETIC_OVERFLOW.WITHOUT_SUGGESTION": Condition(
        "An interval overflows.",
        "22015",
    ),
    "INTERVAL_ARITHMETIC_OVERFLOW.WITH_SUGGESTION": Condition(
        "An interval overflows; <functionName> gives NULL instead.",
        "22015",
    ),
    "INTERVAL_DIVIDED_BY_ZERO": Condition(
        "An interval is divided by zero; `try_divide` gives NULL instead.",
        "22012",
    ),
    "INVALID_AGGREGATE_FILTER.CONTAINS_AGGREGATE": Condition(
        "The condition <filterExpr> of a FILTER holds an aggregate: <aggExpr>.", "42903"
    ),
    "INVALID_AGGREGATE_FILTER.CONTAINS_WINDOW_FUNCTION": Condition(
        "The condition <filterExpr> of a FILTER holds a window function: <windowExpr>.", "42903"
    ),
    "INVALID_AGGREGATE_FILTER.NON_DETERMINISTIC": Condition(
        "An aggregate's FILTER may not be another each time: <filterExpr>.", "42903"
    ),
    "INVALID_AGGREGATE_FILTER.NOT_BOOLEAN": Condition(
        "The condition <filterExpr> of a FILTER is no boolean.", "42903"
    ),
    "INVALID_ARRAY_INDEX": Condition(
        "The index <indexValue> is out of bounds: the array has <arraySize> elements. "
        "Use `get()` to get null instead.",
        "22003",
    ),
    "INVALID_ARRAY_INDEX_IN_ELEMENT_AT": Condition(
        "The index <indexValue> is out of bounds: the array has <arraySize> elements. Use "
        "`try_element_at` to get null instead.",
        "22003",
    ),
    "INVALID_ATTRIBUTE_NAME_SYNTAX": Condition(
        "The name <name> cannot be read: check its backquotes, dots and quotes.", "42601"
    ),
    "INVALID_BITMAP_POSITION": Condition(
        "<bitPosition> is no position in a bitmap of <bitmapNumBytes> bytes, which has <bitmapNumBits> bits.",
        "22003",
    ),
    "INVALID_BOOLEAN_STATEMENT": Condition(
        "A condition is true or false, which <invalidStatement> is not.", "22546"
    ),
    "INVALID_CONF_VALUE.OUT_OF_RANGE_OF_OPTIONS": Condition(
        "The setting <confName> is '<confValue>', which is none of '<confOptions>'.", "22022"
    ),
    "INVALID_CONF_VALUE.REQUIREMENT": Condition(
        "The setting <confName> is '<confValue>', but <confRequirement>.", "22022"
    ),
    "INVALID_CONF_VALUE.TIME_ZONE": Condition(
        "The setting <confName> is '<confValue>', which is no time zone.", "22022"
    ),
    "INVALID_CONF_VALUE.TYPE_MISMATCH": Condition(
        "The setting <confName> is '<confValue>', which is no '<confType>' value.", "22022"
    ),
    "INVALID_DATETIME_PATTERN.ILLEGAL_CHARACTER": Condition(
        "The datetime pattern <pattern> has an illegal character, <c>.",
        "22007",
    ),
    "INVALID_DATETIME_PATTERN.LENGTH": Condition(
        "The datetime pattern <pattern> has too many letters of a kind.",
        "22007",
    ),
    "INVALID_DATETIME_PATTERN.WITH_SUGGESTION": Condition(
        "The datetime pattern <pattern> is not valid; "
        "the patterns are described at '<docroot>/sql-ref-datetime-pattern.html'.",
        "22007",
    ),
    "INVALID_ESCAPE_CHAR": Condition("Only one character can escape, not <sqlExpr>.", "42604"),
    "INVALID_EXTRACT_BASE_FIELD_TYPE": Condition(
        "Nothing can be taken out of <base>: it is <other>, not a struct, array or map.", "42000"
    ),
    "INVALID_EXTRACT_FIELD": Condition("There is no field <field> in <expr>.", "42601"),
    "INVALID_EXTRACT_FIELD_TYPE": Condition(
        "A field's name must be a constant string, not <extraction>.", "42000"
    ),
    "INVALID_FORMAT.CUR_MUST_BEFORE_DIGIT": Condition(
        "In the format <format>, the sign of the currency stands behind a digit; it must stand before all of them.",
        "42601",
    ),
    "INVALID_FORMAT.EMPTY": Condition(
        "The format <format> is empty.",
        "42601",
    ),
    "INVALID_FORMAT.ESC_AT_THE_END": Condition(
        "The pattern <format> ends with its escape character.",
        "42601",
    ),
    "INVALID_FORMAT.ESC_IN_THE_MIDDLE": Condition(
        "In the pattern <format>, the escape character stands before <char>.",
        "42601",
    ),
    "INVALID_FORMAT.MISMATCH_INPUT": Condition(
        "The <inputType> value <input> does not have the format <format>.",
        "42601",
    ),
    "INVALID_FORMAT.UNEXPECTED_TOKEN": Condition(
        "The format <format> has an unexpected <token>.",
        "42601",
    ),
    "INVALID_FORMAT.WRONG_NUM_DIGIT": Condition(
        "The format <format> has no digit.",
        "42601",
    ),
    "INVALID_FORMAT.WRONG_NUM_TOKEN": Condition(
        "The format <format> has more than one <token>.",
        "42601",
    ),
    "INVALID_FRACTION_OF_SECOND": Condition(
        "Seconds must be less than 60, or 60 exactly, but are <secAndMicros>.",
        "22023",
    ),
    "INVALID_HANDLER_DECLARATION.CONDITION_NOT_FOUND": Condition(
        "A handler is declared for <condition>, which is no condition.", "42K0Q"
    ),
    "INVALID_HANDLER_DECLARATION.INVALID_CONDITION_COMBINATION": Condition(
        "SQLEXCEPTION and NOT FOUND stand alone in a handler.", "42K0Q"
    ),
    "INVALID_INDEX_OF_ZERO": Condition("Indexes count from 1, or from -1 at the end: 0 is none.", "22003"),
    "INVALID_INLINE_TABLE.CANNOT_EVALUATE_EXPRESSION_IN_INLINE_TABLE": Condition(
        "VALUES cannot compute <expr>.", "42000"
    ),
    "INVALID_INLINE_TABLE.INCOMPATIBLE_TYPES_IN_INLINE_TABLE": Condition(
        "The values of the column <colName> of an inline table have no common type.", "42000"
    ),
    "INVALID_INLINE_TABLE.NUM_COLUMNS_MISMATCH": Condition(
        "An inline table needs <expectedNumCols> columns in each row; row <rowIndex> has <actualNumCols>.",
        "42000",
    ),
    "INVALID_INTERVAL_FORMAT.UNMATCHED_FORMAT_STRING": Condition(
        "The text '<input>' is no interval: it does not have the form of a <intervalStr> interval, "
        "<supportedFormat>, "
        "when cast to <typeName>.",
        "22006",
    ),
    "INVALID_INTERVAL_WITH_MICROSECONDS_ADDITION": Condition(
        "A date takes no interval with hours, minutes or seconds.",
        "22006",
    ),
    "INVALID_LABEL_USAGE.DOES_NOT_EXIST": Condition(
        "<statementType> names the label <labelName>, which nothing around it has.", "42K0L"
    ),
    "INVALID_LABEL_USAGE.ITERATE_IN_COMPOUND": Condition(
        "ITERATE names the label <labelName>, which is no loop's.", "42K0L"
    ),
    "INVALID_LAMBDA_FUNCTION_CALL.DUPLICATE_ARG_NAMES": Condition(
        "The parameters of a lambda function must differ: <args> (see <caseSensitiveConfig>).", "42K0D"
    ),
    "INVALID_LAMBDA_FUNCTION_CALL.NON_HIGHER_ORDER_FUNCTION": Condition(
        "<class> takes no lambda function.", "42K0D"
    ),
    "INVALID_LAMBDA_FUNCTION_CALL.NUM_ARGS_MISMATCH": Condition(
        "The lambda function has <expectedNumArgs> parameters; it is called with <actualNumArgs> arguments.",
        "42K0D",
    ),
    "INVALID_LIMIT_LIKE_EXPRESSION.DATA_TYPE": Condition(
        "The <name> <expr> must be an integer, not <dataType>.", "42K0E"
    ),
    "INVALID_LIMIT_LIKE_EXPRESSION.IS_NEGATIVE": Condition(
        "The <name> <expr> must not be negative, and is <v>.", "42K0E"
    ),
    "INVALID_LIMIT_LIKE_EXPRESSION.IS_NULL": Condition("The <name> <expr> is null.", "42K0E"),
    "INVALID_LIMIT_LIKE_EXPRESSION.IS_UNFOLDABLE": Condition(
        "The <name> <expr> must be a constant.", "42K0E"
    ),
    "INVALID_OPTIONS.NON_MAP_FUNCTION": Condition("Options are a constant map.", "42K06"),
    "INVALID_OPTIONS.NON_STRING_TYPE": Condition(
        "Options are a map of strings, and given is <mapType>.", "42K06"
    ),
    "INVALID_PARAMETER_VALUE.AES_CRYPTO_ERROR": Condition(
        "<functionName> cannot work with <parameter>: <detailMessage>.", "22023"
    ),
    "INVALID_PARAMETER_VALUE.AES_IV_LENGTH": Condition(
        "<parameter> of <functionName> must have 16 bytes in CBC and 12 in GCM: in <mode> it has <actualLength>.",
        "22023",
    ),
    "INVALID_PARAMETER_VALUE.AES_KEY_LENGTH": Condition(
        "<parameter> of <functionName> must have 16, 24 or 32 bytes, and has <actualLength>.", "22023"
    ),
    "INVALID_PARAMETER_VALUE.BINARY_FORMAT": Condition(
        "<parameter> of <functionName> must be base64, hex or utf-8, but is <invalidFormat>.",
        "22023",
    ),
    "INVALID_PARAMETER_VALUE.BOOLEAN": Condition(
        "The value of <parameter> in <functionName> has to be true or false, not <invalidValue>.", "22023"
    ),
    "INVALID_PARAMETER_VALUE.CHARSET": Condition(
        "<charset>, the value of <parameter> of <functionName>, is none of the charsets <charsets>.",
        "22023",
    ),
    "INVALID_PARAMETER_VALUE.HMAC_ALGORITHM": Condition(
        "<algorithm>, the value of <parameter> of <functionName>, is no known digest.", "22023"
    ),
    "INVALID_PARAMETER_VALUE.HMAC_CRYPTO_ERROR": Condition(
        "<functionName> cannot work with <parameter>: <detailMessage>.", "22023"
    ),
    "INVALID_PARAMETER_VALUE.LENGTH": Condition(
        "The parameter <parameter> of <functionName> must not be negative, and is <length>.", "22023"
    ),
    "INVALID_PARAMETER_VALUE.LONG": Condition(
        "The value of <parameter> in <functionName> has to be a constant BIGINT, not <invalidValue>.", "22023"
    ),
    "INVALID_PARAMETER_VALUE.OCCURRENCE": Condition(
        "<parameter> of <functionName> counts from 1, and is <actual>.", "22023"
    ),
    "INVALID_PARAMETER_VALUE.PATTERN": Condition(
        "<value>, the value of <parameter> of <functionName>, is no pattern that it takes.",
        "22023",
    ),
    "INVALID_PARAMETER_VALUE.REGEX_GROUP_INDEX": Condition(
        "<parameter> of <functionName> must be from 0 to <groupCount>, the number of groups, but is "
        "<groupIndex>.",
        "22023",
    ),
    "INVALID_PARAMETER_VALUE.START": Condition(
        "The parameter <parameter> of <functionName> must not be 0: indexes count from 1, or from -1 at "
        "the end.",
        "22023",
    ),
    "INVALID_PARAMETER_VALUE.TIME_UNIT": Condition(
        "The value of <parameter> in <functionName> is no unit of times of day: <invalidValue>.", "22023"
    ),
    "INVALID_RECURSIVE_CTE": Condition(
        "A recursive table is a UNION ALL of two parts, of which the first does not name the table.", "42836"
    ),
    "INVALID_RECURSIVE_REFERENCE.PLACE": Condition(
        "A recursive table cannot name itself where rows are grouped, sorted or put into windows, or missed by a join.",
        "42836",
    ),
    "INVALID_REGEXP_REPLACE": Condition(
        "Cannot replace <pattern> by <replacement> in <source> from position <position>.",
        "22023",
    ),
    "INVALID_SCHEMA.NON_STRING_LITERAL": Condition("The schema <inputSchema> is no constant text.", "42K07"),
    "INVALID_SCHEMA.NON_STRUCT_TYPE": Condition(
        "The schema <inputSchema> is that of a struct, and given is <dataType>.", "42K07"
    ),
    "INVALID_SQL_SYNTAX.FUNCTION_WITH_UNSUPPORTED_SYNTAX": Condition(
        "The function <prettyName> does not support <syntax>.", "42000"
    ),
    "INVALID_TIMEZONE": Condition(
        "<timeZone> is no time zone: it must be a region's name, as 'America/Los_Angeles', or an "
        "offset, as '+01:00'.",
        "22009",
    ),
    "INVALID_URL": Condition(
        "<url> is not a URL; `try_parse_url` gives NULL for it.",
        "22P02",
    ),
    "INVALID_USAGE_OF_STAR_OR_REGEX": Condition("<elem> cannot be used in <prettyName>.", "42000"),
    "INVALID_USAGE_OF_STAR_WITH_TABLE_IDENTIFIER_IN_COUNT": Condition(
        "count(<tableName>.*) cannot be used: count the columns by name, or all rows by count(*).", "42000"
    ),
    "INVALID_UTF8_STRING": Condition(
        "The bytes <str> are not UTF-8.",
        "22029",
    ),
    "INVALID_VARIABLE_DECLARATION.ONLY_AT_BEGINNING": Condition(
        "The variable <varName> is not declared at the beginning of its block.", "42K0M"
    ),
    "INVALID_VARIABLE_DECLARATION.QUALIFIED_LOCAL_VARIABLE": Condition(
        "The local variable <varName> is declared with a qualified name.", "42K0M"
    ),
    "INVALID_VARIABLE_DECLARATION.REPLACE_LOCAL_VARIABLE": Condition(
        "The local variable <varName> cannot be replaced.", "42K0M"
    ),
    "INVALID_VARIANT_CAST": Condition(
        "The variant <value> cannot be cast to <dataType>. Use `try_variant_get` to get null instead.",
        "22023",
    ),
    "INVALID_VARIANT_GET_PATH": Condition("<path> is no path that <functionName> can read.", "22023"),
    "INVALID_VARIANT_PATH": Condition("<path> is no path that <functionName> can take.", "22023"),
    "INVALID_VECTOR_NORM_DEGREE": Condition(
        "<functionName> knows the degrees 1, 2 and infinity, not <degree>.", "22023"
    ),
    "INVALID_WHERE_CONDITION": Condition(
        "The WHERE condition <condition> holds what cannot be computed there: <expressionList>.", "42903"
    ),
    "INVALID_WINDOW_SPEC_FOR_AGGREGATION_FUNC": Condition(
        "The window of <aggFunc> may have neither an order nor a frame.", "42601"
    ),
    "INVALID_WITHIN_GROUP_EXPRESSION.DISTINCT_UNSUPPORTED": Condition(
        "<funcName> takes no DISTINCT with WITHIN GROUP.", "42K0K"
    ),
    "INVALID_WITHIN_GROUP_EXPRESSION.MISMATCH_WITH_DISTINCT_INPUT": Condition(
        "With DISTINCT, <funcName> of <funcArg> cannot be ordered by <orderingExpr>.", "42K0K"
    ),
    "INVALID_WITHIN_GROUP_EXPRESSION.WITHIN_GROUP_MISSING": Condition(
        "<funcName> needs WITHIN GROUP (ORDER BY ...).", "42K0K"
    ),
    "INVALID_WITHIN_GROUP_EXPRESSION.WRONG_NUM_ORDERINGS": Condition(
        "WITHIN GROUP of <funcName> takes <expectedNum> keys, and is given <actualNum>.", "42K0K"
    ),
    "JOIN_CONDITION_IS_NOT_BOOLEAN_TYPE": Condition(
        "The join condition <joinCondition> is of type <conditionType>, not a boolean.", "42K0E"
    ),
    "KLL_INVALID_INPUT_SKETCH_BUFFER": Condition(
        "<function> is given bytes that are no such sketch.", "22546"
    ),
    "KLL_SKETCH_INVALID_QUANTILE_RANGE": Condition("<functionName> takes ranks from 0 to 1.", "22003"),
    "LABELS_MISMATCH": Condition("What begins with the label <beginLabel> ends with <endLabel>.", "42K0L"),
    "LABEL_ALREADY_EXISTS": Condition("The label <label> is that of something around it already.", "42K0L"),
    "MALFORMED_CHARACTER_CODING": Condition(
        "<function> met what <charset> cannot hold.",
        "22000",
    ),
    "MISSING_AGGREGATION": Condition(
        "<expression> is neither grouped by nor aggregated. Add it to GROUP BY, or use <expressionAnyValue>.",
        "42803",
    ),
    "MISSING_ATTRIBUTES.RESOLVED_ATTRIBUTE_MISSING_FROM_INPUT": Condition(
        "<missingAttributes> is not among the columns <input> of the operator <operator>.", "XX000"
    ),
    "MISSING_GROUP_BY": Condition("The query has aggregates beside other columns, and no GROUP BY.", "42803"),
    "MISSING_WINDOW_SPECIFICATION": Condition(
        "There is no window <windowName> in the WINDOW clause. See <docroot>.", "42P20"
    ),
    "MULTI_ALIAS_WITHOUT_GENERATOR": Condition("<expr> makes one column, not several (<names>).", "42K0E"),
    "MULTI_SOURCES_UNSUPPORTED_FOR_EXPRESSION": Condition(
        "<expr> cannot tell which file a row comes from: there is more than one source.", "42K0E"
    ),
    "NAMED_PARAMETERS_NOT_SUPPORTED": Condition(
        "The function <functionName> takes no named arguments.", "4274K"
    ),
    "NEGATIVE_VALUES_IN_FREQUENCY_EXPRESSION": Condition(
        "A frequency is negative: <negativeValue> in <frequencyExpression>.", "22003"
    ),
    "NESTED_AGGREGATE_FUNCTION": Condition(
        "An aggregate cannot stand in the argument of another. Compute the inner one in a subquery.", "42607"
    ),
    "NON_FOLDABLE_ARGUMENT": Condition(
        "The parameter <paramName> of <funcName> must be a constant <paramType>.", "42K08"
    ),
    "NON_LITERAL_PIVOT_VALUES": Condition("A pivot's values must be constants, not <expression>.", "42K08"),
    "NOT_A_CONSTANT_STRING.NOT_CONSTANT": Condition("<name> needs a constant string, not <expr>.", "42601"),
    "NOT_A_CONSTANT_STRING.NULL": Condition("<name> needs a constant string; <expr> is null.", "42601"),
    "NOT_A_CONSTANT_STRING.WRONG_TYPE": Condition(
        "<name> needs a constant string; <expr> is of type <dataType>.", "42601"
    ),
    "NULL_MAP_KEY": Condition("Null cannot be the key of a map.", "2200E"),
    "NULL_QUERY_STRING_EXECUTE_IMMEDIATE": Condition(
        "EXECUTE IMMEDIATE needs a text; <varName> is null.", "22004"
    ),
    "INVALID_PARAMETER_VALUE.BIT_POSITION_RANGE": Condition(
        "The parameter <parameter> of <functionName> must be from 0 to below <upper>, not <invalidValue>.",
        "22023",
    ),
    "NUMERIC_OUT_OF_SUPPORTED_RANGE": Condition(
        "The value <value> has more digits than a decimal can hold: at most 38.", "22003"
    ),
    "NUMERIC_VALUE_OUT_OF_RANGE.WITHOUT_SUGGESTION": Condition(
        "<originalValue>, rounded to <roundedValue>, cannot be a Decimal(<precision>, <scale>).", "22003"
    ),
    "NUMERIC_VALUE_OUT_OF_RANGE.WITH_SUGGESTION": Condition(
        "<value> cannot be a Decimal(<precision>, <scale>): it is out of range." + _ANSI, "22003"
    ),
    "NUM_COLUMNS_MISMATCH": Condition(
        "<operator> needs inputs with the same number of columns: the first has <firstNumColumns>, "
        "the <invalidOrdinalNum> <invalidNumColumns>.",
        "42826",
    ),
    "ORDER_BY_POS_OUT_OF_RANGE": Condition(
        "ORDER BY <index> is no position in the select list, which has <size> columns.", "42805"
    ),
    "PACKAGE_NOT_INSTALLED": Condition(
        "This needs the package <package_name>, version <minimum_version> or later: it is not installed."
    ),
    "PARSE_MODE_UNSUPPORTED": Condition(
        "<funcName> has the modes PERMISSIVE and FAILFAST, and given is <mode>.", "42601"
    ),
    "QUALIFY_REQUIRES_WINDOW_FUNCTION": Condition(
        "QUALIFY needs a window function in it or in the select list.", "42903"
    ),
    "RECURSION_LEVEL_LIMIT_EXCEEDED": Condition(
        "A recursive table has more than <levelLimit> rounds; MAX RECURSION LEVEL allows more.", "42836"
    ),
    "REMAINDER_BY_ZERO": Condition(
        "Remainder by zero. Use `try_mod` to get null where the divisor is 0." + _ANSI, "22012"
    ),
    "REQUIRED_PARAMETER_NOT_FOUND": Condition(
        "The call of <routineName> lacks the parameter <parameterName>, at place <index>.", "4274K"
    ),
    "REQUIRES_SINGLE_PART_NAMESPACE": Condition(
        "<sessionCatalog> has namespaces of one part only, not <identifier>.", "42K05"
    ),
    "ROUTINE_ALREADY_EXISTS": Condition(
        "The <newRoutineType> <routineName> cannot be made: there is a <existingRoutineType> of that name.",
        "42723",
    ),
    "ROUTINE_NOT_FOUND": Condition("There is no routine <routineName>.", "42883"),
    "ROW_SUBQUERY_TOO_MANY_ROWS": Condition("A query used as one row gave more than one.", "21000"),
    "SCALAR_SUBQUERY_IS_IN_GROUP_BY_OR_AGGREGATE_FUNCTION": Condition(
        "The correlated subquery <sqlExpr> is neither grouped by nor inside of an aggregate function.",
        "0A000",
    ),
    "SCALAR_SUBQUERY_TOO_MANY_ROWS": Condition("A subquery used as a value gave more than one row.", "21000"),
    "SCHEMA_NOT_FOUND": Condition("There is no schema <schemaName>.", "42704"),
    "SECOND_FUNCTION_ARGUMENT_NOT_INTEGER": Condition(
        "The second argument of <functionName> has to be an integer.", "22023"
    ),
    "SEED_EXPRESSION_IS_UNFOLDABLE": Condition(
        "The seed <seedExpr> of <exprWithSeed> has to be a constant.", "42K08"
    ),
    "SKETCH_INVALID_LG_NOM_ENTRIES": Condition(
        "<function> takes an lgNomEntries from <min> to <max>, not <value>.", "22003"
    ),
    "SPARK_JOB_CANCELLED": Condition("Job <jobId> cancelled <reason>", "XXKDA"),
    "SQL_SCRIPT_IN_EXECUTE_IMMEDIATE": Condition("EXECUTE IMMEDIATE is given a script: <sqlString>", "07501"),
    "SUM_OF_LIMIT_AND_OFFSET_EXCEEDS_MAX_INT": Condition(
        "LIMIT <limit> and OFFSET <offset> together are beyond 2147483647.", "22003"
    ),
    "TABLE_OR_VIEW_NOT_FOUND": Condition(
        "There is no table or view <relationName> in <searchPath>. "
        "Check its name, and the current schema and catalog.",
        "42P01",
    ),
    "TEMP_TABLE_OR_VIEW_ALREADY_EXISTS": Condition(
        "The temporary view <relationName> exists already. Choose another name, drop it, or replace it.",
        "42P07",
    ),
    "TEMP_VIEW_NAME_TOO_MANY_NAME_PARTS": Condition(
        "The name of a temporary view has one part only; given is <actualName>.", "428EK"
    ),
    "THETA_INVALID_INPUT_SKETCH_BUFFER": Condition(
        "<function> is given bytes that are no such sketch.", "22546"
    ),
    "THETA_LG_NOM_ENTRIES_MUST_BE_CONSTANT": Condition("<function> takes a constant lgNomEntries.", "42K0E"),
    "TUPLE_INVALID_INPUT_SKETCH_BUFFER": Condition(
        "<function> is given bytes that are no such sketch.", "22546"
    ),
    "UDTF_ALIAS_NUMBER_MISMATCH": Condition(
        "The table function makes <aliasesSize> columns, and is given these names: <aliasesNames>.", "42802"
    ),
    "UNABLE_TO_ACQUIRE_MEMORY": Condition(
        "The query asked for <requestedBytes> more bytes of memory and got <receivedBytes>. "
        "Raise spark.driver.memory, or use fewer threads.",
        "53200",
    ),
    "UNBOUND_SQL_PARAMETER": Condition("The parameter <name> has no value; give it in `args`.", "42P02"),
    "UNEXPECTED_INPUT_TYPE": Condition(
        "Parameter <paramIndex> of <functionName> must be <requiredType>; <inputSql> is <inputType>.", "42K09"
    ),
    "UNION_NOT_SUPPORTED_IN_RECURSIVE_CTE": Condition(
        "A recursive table is made with UNION ALL, not with UNION.", "42836"
    ),
    "UNPIVOT_REQUIRES_VALUE_COLUMNS": Condition("UNPIVOT needs at least one value column.", "42K0A"),
    "UNPIVOT_VALUE_DATA_TYPE_MISMATCH": Condition(
        "The value columns of UNPIVOT have no common type: <types>.", "42K09"
    ),
    "UNRECOGNIZED_PARAMETER_NAME": Condition(
        "<routineName> has no parameter <argumentName>; it has <proposal>.", "4274K"
    ),
    "UNRESOLVABLE_TABLE_VALUED_FUNCTION": Condition("There is no table function <name>.", "42883"),
    "UNRESOLVED_COLUMN.WITHOUT_SUGGESTION": Condition(
        "There is no column, variable or parameter <objectName>.", "42703"
    ),
    "UNRESOLVED_COLUMN.WITH_SUGGESTION": Condition(
        "There is no column, variable or parameter <objectName>. Did you mean one of these? [<proposal>].",
        "42703",
    ),
    "UNRESOLVED_ROUTINE": Condition(
        "There is no routine <routineName>. It was looked for in <searchPath>.", "42883"
    ),
    "UNRESOLVED_USING_COLUMN_FOR_JOIN": Condition(
        "The USING column <colName> is not on the <side> side of the join, which has: [<suggestion>].",
        "42703",
    ),
    "UNRESOLVED_VARIABLE": Condition("There is no variable <variableName> in <searchPath>.", "42883"),
    "UNSUPPORTED_CHAR_OR_VARCHAR_AS_STRING": Condition(
        "CHAR and VARCHAR are types of columns in tables only; elsewhere it is STRING.", "0A000"
    ),
    "UNSUPPORTED_EXPR_FOR_OPERATOR": Condition(
        "The operator <operator> does not take <invalidExprSqls>.", "42K0E"
    ),
    "UNSUPPORTED_EXPR_FOR_WINDOW": Condition("<sqlExpr> cannot be computed over a window.", "42P20"),
    "UNSUPPORTED_FEATURE.AES_MODE": Condition(
        "<functionName> knows no mode <mode> with the padding <padding>.", "0A000"
    ),
    "UNSUPPORTED_FEATURE.AES_MODE_AAD": Condition(
        "<functionName> takes no authenticated data in the mode <mode>.", "0A000"
    ),
    "UNSUPPORTED_FEATURE.AES_MODE_IV": Condition(
        "<functionName> takes no initialization vector in the mode <mode>.", "0A000"
    ),
    "UNSUPPORTED_FEATURE.CONTINUE_EXCEPTION_HANDLER": Condition(
        "There are no CONTINUE handlers: use EXIT.", "0A000"
    ),
    "UNSUPPORTED_FEATURE.LAMBDA_FUNCTION_WITH_SQL_UDF": Condition(
        "A lambda function cannot call <funcName>, which SQL defines.", "0A000"
    ),
    "UNSUPPORTED_FEATURE.LATERAL_COLUMN_ALIAS_IN_AGGREGATE_FUNC": Condition(
        "An aggregate function cannot use the lateral column alias <lca>: <aggFunc>.", "0A000"
    ),
    "UNSUPPORTED_FEATURE.LATERAL_COLUMN_ALIAS_IN_WINDOW": Condition(
        "A window cannot use the lateral column alias <lca>: <windowExpr>.", "0A000"
    ),
    "UNSUPPORTED_FEATURE.SET_OPERATION_ON_MAP_TYPE": Condition(
        "The column <colName> of type <dataType> holds maps, which cannot be compared: rows cannot be told apart "
        "by it.",
        "0A000",
    ),
    "UNSUPPORTED_FEATURE.SET_OPERATION_ON_VARIANT_TYPE": Condition(
        "The column <colName> of type <dataType> holds variants, which cannot be compared: rows cannot be told apart "
        "by it.",
        "0A000",
    ),
    "UNSUPPORTED_FEATURE.SQL_CURSOR": Condition("There are no SQL cursors.", "0A000"),
    "UNSUPPORTED_GENERATOR.MULTI_GENERATOR": Condition(
        "A select list can have one generator, and has <num>: <generators>.", "42K0E"
    ),
    "UNSUPPORTED_GENERATOR.NESTED_IN_EXPRESSIONS": Condition(
        "A generator cannot stand inside an expression: <expression>.", "42K0E"
    ),
    "UNSUPPORTED_GENERATOR.NOT_GENERATOR": Condition(
        "<functionName> (<classCanonicalName>) makes no rows.", "42K0E"
    ),
    "UNSUPPORTED_GENERATOR.OUTSIDE_SELECT": Condition(
        "A generator can only stand in a select list, not in <plan>.", "42K0E"
    ),
    "UNSUPPORTED_GROUPING_EXPRESSION": Condition(
        "grouping() and grouping_id() need GROUPING SETS, CUBE or ROLLUP.", "42K0E"
    ),
    "UNSUPPORTED_SUBQUERY_EXPRESSION_CATEGORY.AGGREGATE_FUNCTION_MIXED_OUTER_LOCAL_REFERENCES": Condition(
        "An aggregate function in a subquery mixes columns of the subquery with those around it: <function>.",
        "0A000",
    ),
    "UNSUPPORTED_SUBQUERY_EXPRESSION_CATEGORY.CORRELATED_REFERENCE": Condition(
        "Columns of the query around may be used in WHERE and HAVING, but not here: <sqlExprs>.", "0A000"
    ),
    "UNSUPPORTED_SUBQUERY_EXPRESSION_CATEGORY.MUST_AGGREGATE_CORRELATED_SCALAR_SUBQUERY": Condition(
        "A correlated subquery that is used as a value must be aggregated to one row.", "0A000"
    ),
    "USER_DEFINED_FUNCTIONS.CANNOT_CONTAIN_COMPLEX_FUNCTIONS": Condition(
        "A function that SQL defines computes one value of one row, which <queryText> does not.", "42601"
    ),
    "USER_DEFINED_FUNCTIONS.NOT_A_VALID_DEFAULT_PARAMETER_POSITION": Condition(
        "In <functionName> the parameter <parameterName> has a default, and <nextParameterName> after it has none.",
        "42601",
    ),
    "USER_DEFINED_FUNCTIONS.RETURN_COLUMN_COUNT_MISMATCH": Condition(
        "The query of <name> gives <outputSize> columns, and <returnParamSize> are declared.", "42601"
    ),
    "VARIABLE_ALREADY_EXISTS": Condition("The variable <variableName> exists already.", "42723"),
    "VARIABLE_NOT_FOUND": Condition("There is no variable <variableName>.", "42883"),
    "VARIANT_DUPLICATE_KEY": Condition("The object has two fields of the name <key>.", "22023"),
    "VARIANT_PATH_TYPE_MISMATCH": Condition(
        "<functionName>: the path <path> does not fit the variant at <failedAt>.", "22023"
    ),
    "VECTOR_DIMENSION_MISMATCH": Condition(
        "<functionName> takes vectors of one length: these have <leftDim> and <rightDim> elements.", "22000"
    ),
    "WINDOW_FUNCTION_FRAME_NOT_ORDERED": Condition(
        "The window function <wf_name> needs an order: add ORDER BY to the window of <wf_expr>.", "42601"
    ),
    "WINDOW_FUNCTION_NOT_ALLOWED_IN_CLAUSE": Condition(
        "A window function cannot stand in <clauseName>; QUALIFY can hold it.", "42903"
    ),
    "WINDOW_FUNCTION_WITHOUT_OVER_CLAUSE": Condition("<funcName> needs an OVER clause.", "42601"),
    "WRONG_NUM_ARGS.WITHOUT_SUGGESTION": Condition(
        "<functionName> takes <expectedNum> arguments, and is given <actualNum>. See <docroot>.", "42605"
    ),
    "WRONG_NUM_ARGS.WITH_SUGGESTION": Condition(
        "<functionName> takes <expectedNum> arguments, and is given <actualNum>. Set <legacyConfKey> to "
        "<legacyConfValue> to give it <legacyNum>.",
        "42605",
    ),
    "_LEGACY_ERROR_TEMP_0038": Condition("The name of a common table is defined twice: <duplicateNames>."),
    "_LEGACY_ERROR_TEMP_1006": Condition("A pivot needs an aggregate, not '<sql>'."),
    "_LEGACY_ERROR_TEMP_1031": Condition(
        "A window function cannot stand in an aggregate: compute it in a subquery."
    ),
    "_LEGACY_ERROR_TEMP_1035": Condition(
        "The function <prettyName> has a frame of its own, or needs an offset that is not null."
    ),
    "_LEGACY_ERROR_TEMP_1036": Condition(
        "The frame <wf> is not the one that the function asks for: <required>."
    ),
    "_LEGACY_ERROR_TEMP_1037": Condition(
        "The window function <wf> needs an order: add ORDER BY to its window."
    ),
    "_LEGACY_ERROR_TEMP_1039": Condition("A query has one window of time: these are several."),
    "_LEGACY_ERROR_TEMP_1040": Condition("The gap of a session is an interval or its text, not <dt>."),
    "_LEGACY_ERROR_TEMP_1104": Condition("How far the count may be off is told by a constant double."),
    "_LEGACY_ERROR_TEMP_1201": Condition('There is no column "<colName>" among (<fieldNames>).'),
    "_LEGACY_ERROR_TEMP_1207": Condition("The span of a window is a constant string or number."),
    "_LEGACY_ERROR_TEMP_1210": Condition("The second argument of <funcName> must be true or false."),
    "_LEGACY_ERROR_TEMP_2128": Condition("The arrays of keys and of values must be of one length."),
    "USER_RAISED_EXCEPTION": Condition("<errorMessage>", "P0001"),
    "_LEGACY_ERROR_TEMP_3231": Condition("A window has no months: <interval>"),
    "_LEGACY_ERROR_TEMP_3242": Condition(
        "A sequence of dates goes on by days or months, not by less: <intervalType>"
    ),
}
