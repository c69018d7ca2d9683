CREATE DATABASE words
USE words
SET spark.sql.session.timeZone = Asia/Tokyo
CREATE VIEW before AS SELECT TIMESTAMP '2020-01-01 10:00:00' AS a, to_timestamp('2020') AS b, from_json('{"x":"2020-01-01"}', 'x TIMESTAMP') AS c
CREATE FUNCTION of_before(x TIMESTAMP) RETURNS STRING RETURN typeof(x) || ' ' || typeof(TIMESTAMP '2020-01-01') || ' ' || typeof(to_timestamp('2020'))
CREATE TEMPORARY FUNCTION temporary_before(x TIMESTAMP) RETURNS STRING RETURN typeof(x) || ' ' || typeof(TIMESTAMP '2020-01-01') || ' ' || typeof(to_timestamp('2020'))
CREATE TEMPORARY VIEW temporary_view_before AS SELECT TIMESTAMP '2020-01-01 10:00:00' AS a, to_timestamp('2020') AS b
SET spark.sql.timestampType = nothing
SET spark.sql.timestampType = TIMESTAMP_NTZ
SELECT CAST('2020-01-01 10:00:00' AS TIMESTAMP), TRY_CAST('x' AS TIMESTAMP), '2020-01-01'::TIMESTAMP, CAST('2020-01-01' AS TIMESTAMP(6))
SELECT CAST('2020-01-01 10:00:00+00:00' AS TIMESTAMP), typeof(CAST(NULL AS TIMESTAMP_LTZ)), typeof(CAST(NULL AS TIMESTAMP WITH LOCAL TIME ZONE)), typeof(CAST(NULL AS TIMESTAMP WITHOUT TIME ZONE))
SELECT typeof(CAST(NULL AS ARRAY<TIMESTAMP>)), typeof(CAST(NULL AS MAP<TIMESTAMP, TIMESTAMP_LTZ>)), typeof(CAST(NULL AS STRUCT<a: TIMESTAMP>))
SELECT CAST(0 AS TIMESTAMP)
SELECT CAST(true AS TIMESTAMP)
SELECT TRY_CAST(1.5 AS TIMESTAMP)
SELECT CAST(TIMESTAMP '2020-01-01' AS BIGINT)
SELECT CAST('x' AS TIMESTAMP)
SELECT CAST('2020-01-01' AS TIMESTAMP(3))
SELECT TIMESTAMP '2020-01-01 10:00:00', TIMESTAMP '2020', TIMESTAMP 'epoch', TIMESTAMP '2020-01-01 10:00:00.123456789'
SELECT string(TIMESTAMP '2020-01-01 10:00:00+00:00'), typeof(TIMESTAMP '2020-01-01T10:00:00Z'), typeof(TIMESTAMP '2020-01-01 10:00:00 Europe/Paris')
SELECT typeof(TIMESTAMP 'today') AS a, typeof(TIMESTAMP 'tomorrow') AS b, typeof(TIMESTAMP 'yesterday') AS c, typeof(TIMESTAMP ' NOW ') AS d, typeof(TIMESTAMP '10:00:00Z') AS e
SELECT TIMESTAMP 'x'
SELECT TIMESTAMP '10:00:00'
SELECT TIMESTAMP '2020-01-01 10:00 Asia/Tokyo'
SELECT string(TIMESTAMP_LTZ '2020-01-01'), typeof(TIMESTAMP_LTZ '2020-01-01'), TIMESTAMP_NTZ '2020-01-01'
SELECT to_timestamp('2020-01-01 10:00:00'), to_timestamp('2020-01-01 10:00:00+00:00'), to_timestamp('2020', 'yyyy'), to_timestamp(NULL), to_timestamp(DATE '2020-01-01')
SELECT to_timestamp(TIMESTAMP_LTZ '2020-01-01 10:00:00'), to_timestamp(TIMESTAMP_LTZ '2020-01-01 10:00:00', 'yyyy'), to_timestamp('2020-01-01 10 +01:00', 'yyyy-MM-dd HH XXX')
SELECT try_to_timestamp('2020-01-01'), try_to_timestamp('x'), try_to_timestamp('2020', 'yyyy'), try_to_timestamp('2020-13', 'yyyy-MM'), try_to_timestamp(0)
SELECT to_timestamp('x')
SELECT to_timestamp(0)
SELECT to_timestamp(array(1))
SELECT to_timestamp('2020-13', 'yyyy-MM')
SELECT to_timestamp('2020-02-30', 'yyyy-MM-dd')
SELECT to_timestamp('366', 'DDD')
SELECT typeof(to_timestamp_ltz('2020-01-01')), typeof(timestamp('2020-01-01')), typeof(timestamp(0)), to_timestamp_ntz('2020-01-01')
SELECT make_timestamp(2020, 1, 2, 3, 4, 5.5), make_timestamp(2020, 1, 2, 3, 4, 60), make_timestamp(2020, 1, 2, 3, 4, 5, 'Europe/Paris'), make_timestamp(2020, 1, 2, 3, 4, 5, NULL), make_timestamp(NULL, 1, 1, 1, 1, 1)
SELECT try_make_timestamp(2020, 1, 2, 3, 4, 5), try_make_timestamp(2020, 13, 1, 1, 1, 1), try_make_timestamp(2020, 1, 2, 3, 4, 5, 'UTC')
SELECT make_timestamp(year, 1, 2, 3, 4, 5, zone) FROM VALUES (2020, 'UTC'), (2021, 'Asia/Tokyo'), (2022, NULL) AS t(year, zone)
SELECT make_timestamp(2020, 13, 1, 1, 1, 1)
SELECT make_timestamp(2020, 1, 1, 1, 1, 61)
SELECT make_timestamp(2020, 1, 1, 1, 1, 1, 'foo')
SELECT try_make_timestamp(2020, 1, 1, 1, 1, 1, 'foo')
SELECT typeof(make_timestamp(DATE '2020-01-01', TIME '10:00:00')), typeof(make_timestamp(DATE '2020-01-01', TIME '10:00:00', 'UTC')), typeof(make_timestamp_ltz(2020, 1, 1, 1, 1, 1)), typeof(make_timestamp_ntz(2020, 1, 1, 1, 1, 1))
SELECT typeof(current_timestamp()), typeof(now()), typeof(localtimestamp()), typeof(timestamp_seconds(1)), typeof(from_utc_timestamp('2020-01-01', 'UTC')), typeof(date_trunc('year', DATE '2020-05-05'))
SELECT typeof(DATE '2020-01-01' + INTERVAL '1' HOUR), typeof(dateadd(HOUR, 1, '2020-01-01')), typeof(window('2020-01-01', '1 day')), typeof(date_trunc('year', TIMESTAMP '2020-05-05'))
SELECT TIMESTAMP '2020-01-01' + INTERVAL '1' HOUR, TIMESTAMP '2020-01-01' = '2020-01-01', DATE '2020-01-01' = TIMESTAMP '2020-01-01', typeof(coalesce(TIMESTAMP '2020-01-01', current_timestamp())), window(TIMESTAMP '2020-01-01', '1 day')
SELECT sequence(TIMESTAMP '2020-01-01', TIMESTAMP '2020-01-02', INTERVAL '12' HOUR), array(DATE '2020-01-01', TIMESTAMP '2019-01-01'), unix_timestamp(TIMESTAMP '2020-01-01')
SELECT from_json('{"a":"2020-01-01"}', 'a TIMESTAMP'), from_csv('2020-01-01', 'a TIMESTAMP'), from_xml('<r><a>2020-01-01</a></r>', 'a TIMESTAMP')
SELECT typeof(from_json('{"a":"2020-01-01"}', '{"type":"struct","fields":[{"name":"a","type":"timestamp","nullable":true,"metadata":{}}]}'))
SELECT variant_get(parse_json('"2020-01-01"'), '$', 'timestamp'), try_variant_get(parse_json('1'), '$', 'timestamp'), typeof(variant_get(parse_json('"2020-01-01"'), '$', 'timestamp_ltz'))
SELECT schema_of_csv('2020-01-01 00:00:00'), schema_of_csv('2020-01-01 00:00:00Z'), schema_of_csv('2020-01-01'), schema_of_xml('<r><a>2020-01-01T00:00:00</a></r>')
SELECT schema_of_json('{"a":"2020-01-01T00:00:00"}', map('inferTimestamp', 'true')), schema_of_json('["2020-01-01T00:00:00","2020-01-01T00:00:00Z"]', map('inferTimestamp', 'true')), schema_of_json('{"a":"2020-01-01"}')
CREATE TABLE t (a TIMESTAMP DEFAULT TIMESTAMP '2020-01-01', b TIMESTAMP_LTZ, c STRUCT<x: TIMESTAMP>) USING parquet
DESC t
SHOW CREATE TABLE t
INSERT INTO t (b) VALUES (TIMESTAMP '2020-01-01')
ALTER TABLE t ADD COLUMN d TIMESTAMP DEFAULT TIMESTAMP '2021-01-01'
SELECT a, string(b), c, d FROM t
CREATE TABLE parts (i INT, p TIMESTAMP) USING parquet PARTITIONED BY (p)
INSERT INTO parts PARTITION (p = TIMESTAMP '2020-01-01') VALUES (1)
INSERT INTO parts PARTITION (p = '2020-01-02 10:00:00') VALUES (2)
INSERT INTO parts PARTITION (p = TIMESTAMP 'epoch') VALUES (3)
SHOW PARTITIONS parts
SELECT * FROM parts WHERE p > TIMESTAMP '2020-01-01'
ALTER TABLE parts DROP PARTITION (p = TIMESTAMP '2020-01-01')
SELECT * FROM parts
CREATE TABLE moments (i INT, p TIMESTAMP_LTZ) USING parquet PARTITIONED BY (p)
INSERT INTO moments PARTITION (p = TIMESTAMP '2020-01-01 10:00:00.5+00:00') VALUES (1)
SHOW PARTITIONS moments
DECLARE VARIABLE word TIMESTAMP DEFAULT '2020-01-01'
SELECT word
EXECUTE IMMEDIATE 'SELECT TIMESTAMP ''2020-01-01'''
EXECUTE IMMEDIATE 'SELECT :x' USING TIMESTAMP_LTZ '2020-01-01 00:00:00' AS x
CREATE VIEW within AS SELECT TIMESTAMP '2020-01-01 10:00:00' AS a, to_timestamp('2020') AS b, from_json('{"x":"2020-01-01"}', 'x TIMESTAMP') AS c
CREATE FUNCTION of_within(x TIMESTAMP) RETURNS STRING RETURN typeof(x) || ' ' || typeof(TIMESTAMP '2020-01-01') || ' ' || typeof(to_timestamp('2020'))
CREATE FUNCTION rows_within(x TIMESTAMP) RETURNS TABLE (a TIMESTAMP, b STRING) RETURN SELECT x, typeof(to_timestamp('2020'))
CREATE FUNCTION untyped_within() RETURN to_timestamp('2020')
CREATE TEMPORARY FUNCTION temporary_within(x TIMESTAMP) RETURNS STRING RETURN typeof(x) || ' ' || typeof(TIMESTAMP '2020-01-01') || ' ' || typeof(to_timestamp('2020'))
SELECT typeof(a), typeof(b), typeof(c) FROM before
SELECT typeof(a), typeof(b) FROM temporary_view_before
SELECT of_before('2020-01-01')
SELECT temporary_before('2020-01-01')
SET spark.sql.ansi.enabled = false
SELECT CAST('x' AS TIMESTAMP), to_timestamp('x'), to_timestamp(0), make_timestamp(2020, 13, 1, 1, 1, 1), TIMESTAMP '2020-01-01', typeof(coalesce(TIMESTAMP '2020-01-01', '2020-01-02'))
SELECT CAST(0 AS TIMESTAMP)
SELECT TRY_CAST(0 AS TIMESTAMP)
SET spark.sql.ansi.enabled = true
SET spark.sql.timestampType = timestamp_ltz
SELECT typeof(TIMESTAMP '2020-01-01'), typeof(CAST('2020' AS TIMESTAMP)), typeof(to_timestamp('2020')), typeof(make_timestamp(2020, 1, 1, 1, 1, 1))
SELECT typeof(a), typeof(b), typeof(c) FROM within
SELECT of_within('2020-01-01'), temporary_within('2020-01-01'), typeof(untyped_within())
SELECT typeof(a), b FROM rows_within('2020-01-01')
SELECT a, string(b), d FROM t
SELECT word
RESET spark.sql.timestampType
SELECT typeof(TIMESTAMP '2020-01-01'), typeof(to_timestamp('2020'))
SELECT of_within('2020-01-01')
ALTER VIEW within AS SELECT TIMESTAMP '2020-01-01' AS a
SELECT typeof(a) FROM within
DROP DATABASE words CASCADE
