"""The error conditions of statements that make, change and describe tables."""

from __future__ import annotations

from pyrite.errors._condition import Condition

DDL_CONDITIONS: dict[str, Condition] = {
    "ALTER_TABLE_COLUMN_DESCRIPTOR_DUPLICATE": Condition(
        "ALTER TABLE <type> COLUMN says <optionName> of the column <columnName> twice.", "42710"
    ),
    "CANNOT_ALTER_PARTITION_COLUMN": Condition(
        "The partition column <columnName> of the table <tableName> cannot be changed.", "428FR"
    ),
    "CANNOT_TRUNCATE_EXTERNAL_TABLE": Condition(
        "The table <tableName> is external: its rows are not removed.", "0A000"
    ),
    "CANNOT_UP_CAST_DATATYPE": Condition(
        "The column <expression> of type <sourceType> may not fit into <targetType>. <details>", "42846"
    ),
    "COLUMN_ALIASES_NOT_ALLOWED": Condition("<op> takes no other names for columns.", "42601"),
    "CREATE_TABLE_COLUMN_DESCRIPTOR_DUPLICATE": Condition(
        "CREATE TABLE says <optionName> of the column <columnName> twice.", "42710"
    ),
    "CREATE_VIEW_WITH_IF_NOT_EXISTS_AND_REPLACE": Condition(
        "CREATE VIEW <viewName> has both IF NOT EXISTS and OR REPLACE.", "42601"
    ),
    "DEFAULT_PLACEMENT_INVALID": Condition(
        "DEFAULT stands alone in VALUES, in the list of SELECT or behind SET, and is no part of an expression.",
        "42608",
    ),
    "DESCRIBE_JSON_NOT_EXTENDED": Condition(
        "AS JSON goes with DESCRIBE EXTENDED, which <tableName> is not described by.", "0A000"
    ),
    "DUPLICATE_CLAUSES": Condition("The clause <clauseName> is there twice.", "42614"),
    "DUPLICATE_KEY": Condition("The key <keyColumn> is there twice.", "23505"),
    "EXPECT_PERMANENT_VIEW_NOT_TEMP": Condition(
        "<operation> takes a view of the catalog, and <viewName> is a temporary one.", "42809"
    ),
    "EXPECT_TABLE_NOT_VIEW.USE_ALTER_VIEW": Condition(
        "<operation> takes a table, and <viewName> is a view: use ALTER VIEW.", "42809"
    ),
    "EXPECT_VIEW_NOT_TABLE.USE_ALTER_TABLE": Condition(
        "<operation> takes a view, and <tableName> is a table: use ALTER TABLE.", "42809"
    ),
    "IDENTITY_COLUMNS_DUPLICATED_SEQUENCE_GENERATOR_OPTION": Condition(
        "The identity says <sequenceGeneratorOption> twice.", "42601"
    ),
    "IDENTITY_COLUMNS_ILLEGAL_STEP": Condition("The step of an identity cannot be 0.", "42611"),
    "IDENTITY_COLUMNS_UNSUPPORTED_DATA_TYPE": Condition(
        "A column of type <dataType> is no identity.", "428H2"
    ),
    "INCOMPATIBLE_DATA_FOR_TABLE.CANNOT_FIND_DATA": Condition(
        "The column <colName> of the table <tableName> is given nothing.", "KD000"
    ),
    "INSERT_REPLACE_WHERE_TABLE_ALIAS_NOT_ALLOWED": Condition(
        "INSERT INTO ... REPLACE WHERE takes no alias of the table.", "42000"
    ),
    "INVALID_BUCKET_COUNT": Condition(
        "There can be 1 to <bucketingMaxBuckets> buckets, and not <numBuckets>.", "22003"
    ),
    "INVALID_CONSTRAINT_CHARACTERISTICS": Condition(
        "These cannot both be said of a constraint: <characteristics>.", "42613"
    ),
    "INVALID_PARTITION_OPERATION.PARTITION_SCHEMA_IS_EMPTY": Condition(
        "The table <name> has no partition columns.", "42601"
    ),
    "INVALID_PARTITION_SPEC": Condition("This is no partition: <details>.", "42601"),
    "INVALID_SQL_SYNTAX.ANALYZE_TABLE_UNEXPECTED_NOSCAN": Condition(
        "After COMPUTE STATISTICS stands NOSCAN or nothing, and not <ctx>.", "42000"
    ),
    "INVALID_SQL_SYNTAX.COMMENT_ON_COLUMN_INCORRECT_IDENTIFIER": Condition(
        "COMMENT ON COLUMN needs the name of the table before that of the column.", "42000"
    ),
    "INVALID_SQL_SYNTAX.CREATE_ROUTINE_WITH_IF_NOT_EXISTS_AND_REPLACE": Condition(
        "CREATE FUNCTION has both IF NOT EXISTS and OR REPLACE.", "42000"
    ),
    "INVALID_SQL_SYNTAX.CREATE_TEMP_FUNC_WITH_IF_NOT_EXISTS": Condition(
        "CREATE TEMPORARY FUNCTION does not go with IF NOT EXISTS.", "42000"
    ),
    "INVALID_SQL_SYNTAX.EMPTY_PARTITION_VALUE": Condition(
        "The partition column <partKey> has no value.", "42000"
    ),
    "INVALID_SQL_SYNTAX.INVALID_COLUMN_REFERENCE": Condition(
        "The transform <transform> takes a column, and not <expr>.", "42000"
    ),
    "INVALID_SQL_SYNTAX.OPTION_IS_INVALID": Condition(
        "The option <key> has a value that is none of: <supported>.", "42000"
    ),
    "INVALID_SQL_SYNTAX.TRANSFORM_WRONG_NUM_ARGS": Condition(
        "The transform <transform> takes <expectedNum> arguments, and not <actualNum>.", "42000"
    ),
    "INVALID_SQL_SYNTAX.UNSUPPORTED_ROW_FORMAT_LINES_TERMINATED_BY": Condition(
        "Lines end with '\\n', and not with '<value>'.", "42000"
    ),
    "MERGE_CARDINALITY_VIOLATION": Condition(
        "A row of the table matches more than one row of the source: MERGE could not tell which one counts.",
        "23K01",
    ),
    "MERGE_INSERT_VALUE_COUNT_MISMATCH": Condition(
        "The INSERT of MERGE has <expectedCount> columns and <actualCount> values.", "21S01"
    ),
    "MERGE_WITHOUT_WHEN": Condition("MERGE needs at least one WHEN.", "42601"),
    "MISSING_CATALOG_ABILITY.PROCEDURES": Condition("The catalog <plugin> has no procedures.", "0A000"),
    "MULTIPLE_PRIMARY_KEYS": Condition("A table has one primary key, and not several: <columns>.", "42P16"),
    "NESTED_DATABASE_UNSUPPORTED_BY_V1_SESSION_CATALOG": Condition(
        "The catalog has no databases inside of databases: <namespace>.", "42K05"
    ),
    "NON_LAST_MATCHED_CLAUSE_OMIT_CONDITION": Condition(
        "Of several WHEN MATCHED only the last can be without condition.", "42613"
    ),
    "NON_LAST_NOT_MATCHED_BY_SOURCE_CLAUSE_OMIT_CONDITION": Condition(
        "Of several WHEN NOT MATCHED BY SOURCE only the last can be without condition.", "42613"
    ),
    "NON_LAST_NOT_MATCHED_BY_TARGET_CLAUSE_OMIT_CONDITION": Condition(
        "Of several WHEN NOT MATCHED [BY TARGET] only the last can be without condition.", "42613"
    ),
    "NOT_A_PARTITIONED_TABLE": Condition(
        "<operation> takes a table with partitions, which <tableIdentWithDB> has not.", "42809"
    ),
    "NOT_SUPPORTED_CHANGE_COLUMN": Condition(
        "The column <originName> of the table <table> cannot change from <originType> to <newName> of type <newType>.",
        "0A000",
    ),
    "PARTITIONS_ALREADY_EXIST": Condition(
        "The table <tableName> has these partitions already: <partitionList>.", "428FT"
    ),
    "REF_DEFAULT_VALUE_IS_NOT_ALLOWED_IN_PARTITION": Condition(
        "DEFAULT is no value of a partition column.", "42601"
    ),
    "RENAME_TABLE_SOURCE_DESTINATION_DATABASE_MISMATCH": Condition(
        "A table stays in its database: <db> is not <newDb>.", "3F000"
    ),
    "RESERVED_DATABASE_NAME": Condition("The name <database> is kept for Spark's own database.", "42939"),
    "SHOW_COLUMNS_WITH_CONFLICT_NAMESPACE": Condition(
        "SHOW COLUMNS names two namespaces: <namespaceA> and <namespaceB>.", "42K05"
    ),
    "SPECIFY_CLUSTER_BY_WITH_BUCKETING_IS_NOT_ALLOWED": Condition(
        "CLUSTER BY does not go with CLUSTERED BY ... INTO ... BUCKETS.", "42908"
    ),
    "SPECIFY_CLUSTER_BY_WITH_PARTITIONED_BY_IS_NOT_ALLOWED": Condition(
        "CLUSTER BY does not go with PARTITIONED BY.", "42908"
    ),
    "UNSUPPORTED_CONSTRAINT_CHARACTERISTIC": Condition(
        "A constraint of kind <constraintType> cannot be <characteristic>.", "0A000"
    ),
    "UNSUPPORTED_DEFAULT_VALUE.WITHOUT_SUGGESTION": Condition("There are no default values here.", "0A000"),
    "UNSUPPORTED_FEATURE.ALTER_TABLE_SERDE_FOR_DATASOURCE_TABLE": Condition(
        "The table <tableName> is none of Hive and has no serde.", "0A000"
    ),
    "UNSUPPORTED_FEATURE.ANALYZE_UNSUPPORTED_COLUMN_TYPE": Condition(
        "There are no statistics of the column <columnName> of the table <tableName>, whose type is <columnType>.",
        "0A000",
    ),
    "UNSUPPORTED_FEATURE.ANALYZE_VIEW": Condition("There are no statistics of views.", "0A000"),
    "UNSUPPORTED_FEATURE.DESC_TABLE_COLUMN_JSON": Condition(
        "DESCRIBE of a column does not go with AS JSON.", "0A000"
    ),
    "UNSUPPORTED_FEATURE.DESC_TABLE_COLUMN_PARTITION": Condition(
        "DESCRIBE tells of a column or of a partition, and not of a column in a partition.", "0A000"
    ),
    "UNSUPPORTED_FEATURE.SCHEMA_LEVEL_COLLATIONS": Condition(
        "Namespaces have no default collation.", "0A000"
    ),
    "UNSUPPORTED_FEATURE.SET_NAMESPACE_PROPERTY": Condition(
        "<property> is no property to be set of a namespace: <msg>.", "0A000"
    ),
    "UNSUPPORTED_FEATURE.SET_PROPERTIES_AND_DBPROPERTIES": Condition(
        "PROPERTIES and DBPROPERTIES mean the same: write one of them.", "0A000"
    ),
    "UNSUPPORTED_FEATURE.SET_TABLE_PROPERTY": Condition(
        "<property> is no property to be set of a table: <msg>.", "0A000"
    ),
    "UNSUPPORTED_FEATURE.TEMPORARY_VIEW_WITH_SCHEMA_BINDING_MODE": Condition(
        "WITH SCHEMA does not go with temporary views.", "0A000"
    ),
    "UNSUPPORTED_FEATURE.TIME_TRAVEL": Condition(
        "There is no earlier state of <relationId> to read.", "0A000"
    ),
    "UNSUPPORTED_PARTITION_TRANSFORM": Condition(
        "Tables of files are not partitioned by <transform>.", "0A000"
    ),
    "UNSUPPORTED_SHOW_CREATE_TABLE.ON_DATA_SOURCE_TABLE_WITH_AS_SERDE": Condition(
        "The table <tableName> is none of Hive: use SHOW CREATE TABLE without AS SERDE.", "0A000"
    ),
    "_LEGACY_ERROR_TEMP_0031": Condition("The number of buckets is an integer, and not <describe>."),
    "_LEGACY_ERROR_TEMP_0032": Condition(
        "The table has two places, '<pathOne>' and '<pathTwo>': give LOCATION or the option 'path'."
    ),
    "_LEGACY_ERROR_TEMP_0034": Condition("<operation> is not supported in <command><msg>."),
    "_LEGACY_ERROR_TEMP_0047": Condition("ROW FORMAT goes with STORED AS."),
    "_LEGACY_ERROR_TEMP_0049": Condition("INSERT OVERWRITE DIRECTORY needs one path, once."),
    "_LEGACY_ERROR_TEMP_1052": Condition("ADD COLUMN does not go with NOT NULL."),
    "_LEGACY_ERROR_TEMP_1059": Condition("Hive has no format '<serdeInfo>'."),
    "_LEGACY_ERROR_TEMP_1060": Condition("<command> takes a column, and no field inside of one: <column>"),
    "_LEGACY_ERROR_TEMP_1068": Condition("The database <database> is Spark's own: it cannot be used."),
    "_LEGACY_ERROR_TEMP_1151": Condition(
        "The option <key> is another than that of the table <table>. <config> allows it."
    ),
    "_LEGACY_ERROR_TEMP_1166": Condition(
        "The column <bucketCol> is one to partition by (<normalizedPartCols>), and none for buckets."
    ),
    "_LEGACY_ERROR_TEMP_1169": Condition(
        "The table <tableName> is partitioned by (<partColNames>), and not by (<normalizedPartSpec>)."
    ),
    "_LEGACY_ERROR_TEMP_1232": Condition(
        "The table <tableName> is partitioned by (<partitionColumnNames>), and not by (<specKeys>)."
    ),
    "_LEGACY_ERROR_TEMP_1237": Condition(
        "The columns (<specColumns>) have values that are not the first of the partition columns "
        "(<schemaColumns>) of the table '<database>.<table>'."
    ),
    "_LEGACY_ERROR_TEMP_1241": Condition(
        "The directory <tablePath> of the new table is not empty. <config> allows it."
    ),
    "_LEGACY_ERROR_TEMP_1247": Condition(
        "SET SERDE and SET SERDEPROPERTIES of a partition are Hive's alone."
    ),
    "_LEGACY_ERROR_TEMP_1251": Condition(
        "<action> takes a table with partitions, which <tableName> has not."
    ),
    "_LEGACY_ERROR_TEMP_1256": Condition(
        "The function <functionName> is built in, and need not be read anew."
    ),
    "_LEGACY_ERROR_TEMP_1261": Condition("LOAD DATA takes a table of Hive, which <tableIdentWithDB> is not."),
    "_LEGACY_ERROR_TEMP_1267": Condition(
        "TRUNCATE TABLE ... PARTITION takes a table with partitions, which <tableIdentWithDB> has not."
    ),
    "_LEGACY_ERROR_TEMP_1332": Condition("<errorMessage>"),
    "_LEGACY_ERROR_TEMP_3060": Condition("There is no column <i> to cluster by in:\n<schema>"),
}
