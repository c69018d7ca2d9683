"""The error conditions of catalogs: databases, tables, views, and rows put into tables."""

from __future__ import annotations

from pyrite.errors._condition import Condition

_INSERT = "The rows do not fit into the table <tableName>: "
_DEFAULT = "<statement> cannot give the column <colName> the default <defaultValue>: "

CATALOG_CONDITIONS: dict[str, Condition] = {
    "CANNOT_LOAD_FUNCTION_CLASS": Condition(
        "The function <functionName> is the class <className> of the JVM, and there is none here.", "46103"
    ),
    "CAST_OVERFLOW_IN_TABLE_INSERT": Condition(
        "A value of type <sourceType> is too large for the column <columnName> of type <targetType>.", "22003"
    ),
    "COLUMN_NOT_DEFINED_IN_TABLE": Condition(
        "The <colType> column <colName> is none of the columns of <tableName>: <tableCols>.", "42703"
    ),
    "CREATE_EXTERNAL_TABLE_WITHOUT_LOCATION": Condition("CREATE EXTERNAL TABLE needs a LOCATION.", "42601"),
    "CREATE_PERMANENT_VIEW_WITHOUT_ALIAS": Condition(
        "The column <attr> of the view <name> needs a name: write AS.", "0A000"
    ),
    "CREATE_VIEW_COLUMN_ARITY_MISMATCH.NOT_ENOUGH_DATA_COLUMNS": Condition(
        "The view <viewName> names the columns <viewColumns>, and the query has fewer: <dataColumns>.",
        "21S01",
    ),
    "CREATE_VIEW_COLUMN_ARITY_MISMATCH.TOO_MANY_DATA_COLUMNS": Condition(
        "The view <viewName> names the columns <viewColumns>, and the query has more: <dataColumns>.", "21S01"
    ),
    "EXCEED_LIMIT_LENGTH": Condition("A text is longer than <limit> characters.", "54006"),
    "EXPECT_TABLE_NOT_VIEW.NO_ALTERNATIVE": Condition(
        "<operation> needs a table, and <viewName> is a view.", "42809"
    ),
    "EXPECT_VIEW_NOT_TABLE.NO_ALTERNATIVE": Condition(
        "<operation> needs a view, and <tableName> is a table.", "42809"
    ),
    "FORBIDDEN_OPERATION": Condition("<statement> is not allowed on the <objectType> <objectName>.", "42809"),
    "INCOMPATIBLE_DATA_FOR_TABLE.AMBIGUOUS_COLUMN_NAME": Condition(
        _INSERT + "the name <colName> stands for several columns.", "KD000"
    ),
    "INCOMPATIBLE_DATA_FOR_TABLE.CANNOT_SAFELY_CAST": Condition(
        _INSERT + "<srcType> does not become <targetType> in the column <colName>.", "KD000"
    ),
    "INCOMPATIBLE_DATA_FOR_TABLE.EXTRA_COLUMNS": Condition(
        _INSERT + "it has no columns <extraColumns>.", "KD000"
    ),
    "INCOMPATIBLE_DATA_FOR_TABLE.EXTRA_STRUCT_FIELDS": Condition(
        _INSERT + "the struct <colName> has no fields <extraFields>.", "KD000"
    ),
    "INCOMPATIBLE_DATA_FOR_TABLE.STRUCT_MISSING_FIELDS": Condition(
        _INSERT + "the struct <colName> needs the fields <missingFields>.", "KD000"
    ),
    "INCOMPATIBLE_VIEW_SCHEMA_CHANGE": Condition(
        "The query of the view <viewName> no longer gives <expectedNum> columns <colName>; it gives <actualCols>. "
        "Make the view anew: <suggestion>.",
        "51024",
    ),
    "INSERT_COLUMN_ARITY_MISMATCH.NOT_ENOUGH_DATA_COLUMNS": Condition(
        "Too few columns for <tableName>: it asks for <tableColumns>, and the rows have <dataColumns>.",
        "21S01",
    ),
    "INSERT_COLUMN_ARITY_MISMATCH.TOO_MANY_DATA_COLUMNS": Condition(
        "Too many columns for <tableName>: it asks for <tableColumns>, and the rows have <dataColumns>.",
        "21S01",
    ),
    "INSERT_PARTITION_COLUMN_ARITY_MISMATCH": Condition(
        "The table <tableName> has the columns <tableColumns>, of which <staticPartCols> are given a value; "
        "the rows have <dataColumns>.",
        "21S01",
    ),
    "INVALID_DEFAULT_VALUE.DATA_TYPE": Condition(
        _DEFAULT + "it is <actualType>, and the column <expectedType>.", "42623"
    ),
    "INVALID_DEFAULT_VALUE.NON_DETERMINISTIC": Condition(
        _DEFAULT + "it may be another each time it is computed.", "42623"
    ),
    "INVALID_DEFAULT_VALUE.NOT_CONSTANT": Condition(_DEFAULT + "it is no constant.", "42623"),
    "INVALID_DEFAULT_VALUE.SUBQUERY_EXPRESSION": Condition(_DEFAULT + "it is a subquery.", "42623"),
    "INVALID_DEFAULT_VALUE.UNRESOLVED_EXPRESSION": Condition(
        _DEFAULT + "it names what is not there.", "42623"
    ),
    "INVALID_PARTITION_COLUMN_DATA_TYPE": Condition(
        "Columns of type <type> cannot be partition columns.", "0A000"
    ),
    "INVALID_SCHEMA_OR_RELATION_NAME": Condition(
        "<name> is no name of a database, table or view: letters, digits and underscores make one.", "42602"
    ),
    "INVALID_TEMP_OBJ_REFERENCE": Condition(
        "The <obj> <objName> outlives the session, and the <tempObj> <tempObjName> that it names does not.",
        "42K0F",
    ),
    "LOCATION_ALREADY_EXISTS": Condition(
        "The place <location> of the table <identifier> is there already, and not empty.", "42710"
    ),
    "NOT_A_TABLE_FUNCTION": Condition("<functionName> gives no table.", "42887"),
    "NOT_SUPPORTED_COMMAND_WITHOUT_HIVE_SUPPORT": Condition(
        "<cmd> needs Hive support: SparkSession.builder.enableHiveSupport().", "0A000"
    ),
    "PARTITIONS_NOT_FOUND": Condition("The table <tableName> has no partitions <partitionList>.", "428FT"),
    "PARTITION_BY_NOT_ALLOWED_WITH_INSERT_INTO": Condition(
        "insertInto takes the partitions of the table <tableName>, and no partitionBy.", "42000"
    ),
    "RECURSIVE_VIEW": Condition("The view <viewIdent> would read itself: <newPath>.", "42K0H"),
    "SCHEMA_ALREADY_EXISTS": Condition("The schema <schemaName> is there already.", "42P06"),
    "SCHEMA_NOT_EMPTY": Condition("The schema <schemaName> is not empty: drop it with CASCADE.", "2BP01"),
    "TABLE_OR_VIEW_ALREADY_EXISTS": Condition("The table or view <relationName> is there already.", "42P07"),
    "UNSUPPORTED_FEATURE.DROP_DATABASE": Condition("The database <database> cannot be dropped.", "0A000"),
    "UNSUPPORTED_FEATURE.TABLE_OPERATION": Condition(
        "The table <tableName> does not support <operation>: it is kept in files of its format alone.",
        "0A000",
    ),
    "UNSUPPORTED_OVERWRITE.TABLE": Condition(
        "The table <table> cannot be overwritten by rows that are read from it.", "42902"
    ),
    "VIEW_EXCEED_MAX_NESTED_DEPTH": Condition(
        "The view <viewName> is nested deeper than <maxNestedDepth> views.", "54K00"
    ),
    "WRONG_COMMAND_FOR_OBJECT_TYPE": Condition(
        "<operation> is for a <requiredType>, and <objectName> is a <foundType>: use <alternative>.", "42809"
    ),
    "_LEGACY_ERROR_TEMP_1012": Condition(
        "The table <identifier> takes no such write: it is of an older kind."
    ),
    "_LEGACY_ERROR_TEMP_1147": Condition(
        "Values of partitions go from the left: first static ones, then dynamic ones of <partColumns>."
    ),
    "_LEGACY_ERROR_TEMP_1159": Condition(
        "The table <tableName> is of <existingProvider>, and not of <specifiedProvider>."
    ),
    "_LEGACY_ERROR_TEMP_1161": Condition(
        "The table <tableName> has the columns <existingTableSchema>, and the rows <querySchema>."
    ),
    "_LEGACY_ERROR_TEMP_1163": Condition(
        "The table <tableName> is partitioned by (<existingPartCols>), and not by (<specifiedPartCols>)."
    ),
    "_LEGACY_ERROR_TEMP_1164": Condition(
        "The table <tableName> has <existingBucketString>, and not <specifiedBucketString>."
    ),
}
