"""The error conditions of reading and writing files."""

from __future__ import annotations

from pyrite.errors._condition import Condition

_READ = "Error while reading the file <path>. "
_MALFORMED = "Malformed records are among what is parsed: <badRecord>. "

FILE_CONDITIONS: dict[str, Condition] = {
    "ALL_PARTITION_COLUMNS_NOT_ALLOWED": Condition("Not all columns can be partition columns.", "KD005"),
    "AVRO_CANNOT_WRITE_NULL_FIELD": Condition(
        "The field <name> of type <dataType> holds no nulls: its Avro schema would have to be a union with null.",
        "22004",
    ),
    "CANNOT_MERGE_SCHEMAS": Condition("The schemas <left> and <right> cannot be merged.", "42KD9"),
    "CODEC_NOT_AVAILABLE.WITH_AVAILABLE_CODECS_SUGGESTION": Condition(
        "The codec <codecName> is not available. There are <availableCodecs>.", "56038"
    ),
    "CONFLICTING_DIRECTORY_STRUCTURES": Condition(
        "Partition directories begin at different places:<discoveredBasePaths>"
        "If they are partitions of one table, say so with the option basePath; else read them one by one.",
        "KD009",
    ),
    "CONFLICTING_PARTITION_COLUMN_NAMES": Condition(
        "Partition directories tell different columns:<distinctPartColLists>"
        "Files must lie in the innermost directories only. Look into:<suspiciousPaths>",
        "KD009",
    ),
    "DATAFRAME_INPUT_NOT_SINGLE_COLUMN": Condition("Lines are one column, not <numColumns>.", "42K09"),
    "DATAFRAME_INPUT_NOT_STRING_TYPE": Condition("Lines are strings, not <dataType>.", "42K09"),
    "DATA_SOURCE_NOT_FOUND": Condition("There is no data source <provider>.", "42K02"),
    "EMPTY_PARTITION_COLUMN_NAME": Condition(
        "The directory '<columnSpec>' has no column name before its '='.", "KD009"
    ),
    "EMPTY_PARTITION_COLUMN_VALUE": Condition(
        "The directory '<columnSpec>' has no value after its '='.", "KD009"
    ),
    "FAILED_JDBC.CONNECTION": Condition("No connection to the database of <url>.", "HV000"),
    "FAILED_READ_FILE.CANNOT_READ_FILE_FOOTER": Condition(
        _READ + "Its footer cannot be read: it is not of its format, or damaged.", "KD001"
    ),
    "FAILED_READ_FILE.FILE_NOT_EXIST": Condition(
        _READ + "It does not exist; it may have been replaced since the DataFrame was made.", "KD001"
    ),
    "FAILED_READ_FILE.NO_HINT": Condition(_READ, "KD001"),
    "FAILED_READ_FILE.PARQUET_COLUMN_DATA_TYPE_MISMATCH": Condition(
        _READ + "The column <column> is to be <expectedType>, but is stored as <actualType>.", "KD001"
    ),
    "INVALID_CORRUPT_RECORD_TYPE": Condition(
        "The column <columnName> for malformed records must be a nullable STRING, not <actualType>.", "42804"
    ),
    "INVALID_DELIMITER_VALUE.EMPTY_STRING": Condition("A delimiter cannot be empty.", "42602"),
    "INVALID_DELIMITER_VALUE.SINGLE_BACKSLASH": Condition(
        "A single backslash begins an escape sequence; give two for the delimiter.", "42602"
    ),
    "INVALID_DELIMITER_VALUE.UNSUPPORTED_SPECIAL_CHARACTER": Condition(
        "The delimiter <str> is no special character.", "42602"
    ),
    "INVALID_PARTITION_COLUMN_DATA_TYPE": Condition("A partition column cannot be of type <type>.", "0A000"),
    "INVALID_PARTITION_VALUE": Condition(
        "The directory's value <value> is no <dataType>, which the partition column <columnName> is.", "42846"
    ),
    "INVALID_SAVE_MODE": Condition(
        "<mode> is no save mode; there are append, overwrite, ignore, error, errorifexists and default.",
        "42000",
    ),
    "JDBC_EXTERNAL_ENGINE_SYNTAX_ERROR.DURING_OUTPUT_SCHEMA_RESOLUTION": Condition(
        "The database refuses the query <jdbcQuery>, which was to tell columns: <externalEngineError>.",
        "42000",
    ),
    "JDBC_EXTERNAL_ENGINE_SYNTAX_ERROR.DURING_QUERY_EXECUTION": Condition(
        "The database refuses the query <jdbcQuery>: <externalEngineError>.", "42000"
    ),
    "MALFORMED_AVRO_MESSAGE": Condition(
        "Malformed Avro messages are among what is parsed. Mode: <mode>.", "KD000"
    ),
    "MALFORMED_RECORD_IN_PARSING.CANNOT_PARSE_JSON_ARRAYS_AS_STRUCTS": Condition(
        _MALFORMED + "A JSON array cannot be parsed as a struct.", "22023"
    ),
    "MALFORMED_RECORD_IN_PARSING.CANNOT_PARSE_STRING_AS_DATATYPE": Condition(
        _MALFORMED
        + "The value <fieldValue> of the field <fieldName>, of type <inputType>, is no <targetType>.",
        "22023",
    ),
    "MALFORMED_RECORD_IN_PARSING.WITHOUT_SUGGESTION": Condition(
        _MALFORMED + "They are refused in the mode <failFastMode>; PERMISSIVE reads them as null.", "22023"
    ),
    "NEGATIVE_SCALE_DISALLOWED": Condition(
        "A scale cannot be negative: <scale>. Set <sqlConf> to true to allow it.", "0A000"
    ),
    "OPTION_VALUE_EXCEEDS_ONE_CHARACTER": Condition(
        "The option <paramName> takes one character, not <actualValue>.", "22001"
    ),
    "PARQUET_TYPE_ILLEGAL": Condition("The Parquet type <parquetType> cannot be read.", "42846"),
    "PATH_ALREADY_EXISTS": Condition(
        'The path <outputPath> exists already. The mode "overwrite" replaces it.', "42K04"
    ),
    "PATH_NOT_FOUND": Condition("The path <path> does not exist.", "42K03"),
    "SORT_BY_WITHOUT_BUCKETING": Condition("sortBy needs bucketBy.", "42601"),
    "TASK_WRITE_FAILED": Condition("Rows cannot be written to <path>.", "58030"),
    "UNABLE_TO_INFER_SCHEMA": Condition("No columns can be inferred for <format>: give a schema.", "42KD9"),
    "UNSUPPORTED_DATA_TYPE_FOR_DATASOURCE": Condition(
        "The format <format> cannot hold the column <columnName>, of type <columnType>.", "0A000"
    ),
    "UNSUPPORTED_FEATURE.QUERY_ONLY_CORRUPT_RECORD_COLUMN": Condition(
        "The column for malformed records cannot be read alone: keep the rows first, as by cache().", "0A000"
    ),
    "UNSUPPORTED_FEATURE.WRITE_FOR_BINARY_SOURCE": Condition("The format binaryFile only reads.", "0A000"),
    "UNSUPPORTED_OVERWRITE.PATH": Condition(
        "What is read cannot be overwritten at the same time: <path>.", "42902"
    ),
    "UNSUPPORTED_TIME_TYPE": Condition("The type TIME is not supported.", "0A000"),
    "USER_SPECIFIED_AND_ACTUAL_SCHEMA_MISMATCH": Condition(
        "The schema <schema> is not that of the source: <actualSchema>.", "42K03"
    ),
    "XML_ROW_TAG_MISSING": Condition("XML is read and written with the option <rowTag>.", "42KDF"),
    "_LEGACY_ERROR_TEMP_1155": Condition(
        "The partition column `<col>` is none of the columns <schemaCatalog>."
    ),
    "_LEGACY_ERROR_TEMP_1171": Condition("The column <col> is none of <schema>."),
    "_LEGACY_ERROR_TEMP_1197": Condition("'<operation>' does not take partitionBy."),
    "_LEGACY_ERROR_TEMP_1286": Condition("The partition column <columnName> is none of <schema>."),
    "_LEGACY_ERROR_TEMP_1287": Condition(
        "A partition column is of <numericType>, <dateType> or <timestampType> type, not of <dataType>."
    ),
    "_LEGACY_ERROR_TEMP_1288": Condition(
        "There is a table <name> already, and the mode is to make a new one."
    ),
    "_LEGACY_ERROR_TEMP_1290": Condition("Text files hold one column, not <schemaSize>."),
    "_LEGACY_ERROR_TEMP_1294": Condition(
        "The option <strategy> is a timestamp as 2020-01-31T10:00:00, not <timeString>."
    ),
    "_LEGACY_ERROR_TEMP_1312": Condition("'<operation>' does not take bucketBy."),
    "_LEGACY_ERROR_TEMP_2047": Condition("No path is given."),
    "_LEGACY_ERROR_TEMP_2078": Condition("'<jdbcTableName>' and '<jdbcQueryString>' do not go together."),
    "_LEGACY_ERROR_TEMP_2079": Condition("One of '<jdbcTableName>' and '<jdbcQueryString>' is needed."),
    "_LEGACY_ERROR_TEMP_2080": Condition("The option '<name>' cannot be empty."),
    "_LEGACY_ERROR_TEMP_2081": Condition(
        "<value> is none of the levels that '<jdbcTxnIsolationLevel>' takes."
    ),
    "_LEGACY_ERROR_TEMP_2082": Condition("There is no type of the database for <catalogString>."),
}
