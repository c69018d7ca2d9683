SELECT from_json('{"a":1,"b":"x"}', 'a INT, b STRING') AS j
;;
SELECT from_json('{"a":1}', 'STRUCT<a: INT, b: DOUBLE>')
;;
SELECT from_json('{"a":"x"}', 'a INT')
;;
SELECT from_json('{"a":"x","b":2}', 'a INT, b INT')
;;
SELECT from_json('nope', 'a INT')
;;
SELECT from_json('', 'a INT')
;;
SELECT from_json('  ', 'a INT')
;;
SELECT from_json(NULL, 'a INT')
;;
SELECT from_json('[1,2]', 'ARRAY<INT>'), from_json('[1,"x"]', 'ARRAY<INT>'), from_json('nope', 'ARRAY<INT>')
;;
SELECT from_json('{"k":1}', 'MAP<STRING,INT>'), from_json('{"k":"x"}', 'MAP<STRING,INT>'), from_json('1', 'MAP<STRING,INT>')
;;
SELECT from_json('[{"a":1},{"a":2}]', 'a INT'), from_json('[{"a":1},{"a":2}]', 'ARRAY<STRUCT<a:INT>>'), from_json('{"a":1}', 'ARRAY<STRUCT<a:INT>>')
;;
SELECT from_json('{"t":"26/08/2015"}', 't Timestamp', map('timestampFormat', 'dd/MM/yyyy'))
;;
SELECT from_json('{"t":"2015-08-26 10:11:12","d":"2020-01-02"}', 't TIMESTAMP, d DATE')
;;
SELECT from_json('{"a":1', 'a INT', map('mode', 'FAILFAST'))
;;
SELECT from_json('{"a":1', 'a INT', map('mode', 'DROPMALFORMED'))
;;
SELECT from_json('{"a":"x"}', 'a INT, _corrupt_record STRING')
;;
SELECT from_json('{"a":"x"}', 'a INT, bad STRING', map('columnNameOfCorruptRecord', 'bad'))
;;
SELECT from_json('{"a":1}', schema_of_json('{"a":1}'))
;;
SELECT from_json('{"a":1}', 1)
;;
SELECT from_json('{"a":1}', 'a NOTYPE')
;;
SELECT from_json('{"a":1}', 'INT')
;;
SELECT from_json('5', 'INT')
;;
SELECT from_json(1, 'a INT')
;;
SELECT from_json('{"a":1}')
;;
SELECT from_json('{"a":1}', 'a INT', map('mode', 1))
;;
SELECT from_json('{"a":1}', 'a INT', 'x')
;;
SELECT from_json(x, 'a INT').a FROM VALUES ('{"a":1}'), ('{"a":2}'), (NULL) AS t(x)
;;
SELECT from_json('{"a":{"b":[1,2,{"c":null}]}}', 'a STRUCT<b: ARRAY<STRING>>')
;;
SELECT from_json('{"a":1, "a":2}', 'a INT')
;;
SELECT from_json('{"A":1}', 'a INT')
;;
SELECT from_json('{"a":1.5,"b":1e3,"c":12345678901}', 'a DECIMAL(5,2), b DOUBLE, c INT')
;;
SELECT from_json("{'a':1}", 'a INT')
;;
SELECT from_json('{a:1}', 'a INT', map('allowUnquotedFieldNames', 'true'))
;;
SELECT to_json(named_struct('a', 1, 'b', 'x', 'c', NULL))
;;
SELECT to_json(named_struct('a', 1, 'c', NULL), map('ignoreNullFields', 'false'))
;;
SELECT to_json(array(1, 2, NULL)), to_json(map('k', 1, 'l', NULL)), to_json(array(named_struct('a', 1)))
;;
SELECT to_json(named_struct('t', TIMESTAMP'2015-08-26 10:11:12', 'd', DATE'2020-01-02', 'f', 1.5D, 'x', 1.50BD))
;;
SELECT to_json(named_struct('t', to_timestamp('2015-08-26', 'yyyy-MM-dd')), map('timestampFormat', 'dd/MM/yyyy'))
;;
SELECT to_json(named_struct('d', DATE'2020-01-02'), map('dateFormat', 'dd/MM/yyyy'))
;;
SELECT to_json(1)
;;
SELECT to_json('x')
;;
SELECT to_json(NULL)
;;
SELECT to_json(named_struct('a', CAST('NaN' AS DOUBLE), 'b', CAST('Infinity' AS FLOAT), 's', 'q"\\\n\u00e9'))
;;
SELECT to_json(map(1, 'x', 2, 'y')), to_json(map(named_struct('a', 1), 2))
;;
SELECT to_json(named_struct('b', X'0102', 'i', INTERVAL '1' DAY, 'y', INTERVAL '2' YEAR))
;;
SELECT to_json(x) FROM VALUES (named_struct('a', 1)), (NULL) AS t(x)
;;
SELECT to_json(named_struct('a', 1), map('pretty', 'true'))
;;
SELECT schema_of_json('{"a":1,"b":[1.5],"c":{"d":"x"},"e":null}')
;;
SELECT schema_of_json('[{"a":1},{"b":2}]'), schema_of_json('1'), schema_of_json('"x"'), schema_of_json('{}'), schema_of_json('[]')
;;
SELECT schema_of_json('{"a":01}', map('allowNumericLeadingZeros', 'true'))
;;
SELECT schema_of_json(NULL)
;;
SELECT schema_of_json('nope')
;;
SELECT schema_of_json(x) FROM VALUES ('{"a":1}') AS t(x)
;;
SELECT schema_of_json(1)
;;
SELECT json_tuple('{"a":1,"b":{"c":2}}', 'a', 'b', 'z')
;;
SELECT from_csv('1,abc', 'a INT, b STRING'), from_csv('1;2', 'a INT, b INT', map('sep', ';')), from_csv('x,y', 'a INT, b STRING'), from_csv(NULL, 'a INT')
;;
SELECT from_csv('', 'a INT'), from_csv('1', 'a INT, b INT'), from_csv('1,2,3', 'a INT, b INT')
;;
SELECT from_csv('x', 'a INT, _corrupt_record STRING'), from_csv('26/08/2015', 't Timestamp', map('timestampFormat', 'dd/MM/yyyy'))
;;
SELECT from_csv('x', 'a INT', map('mode', 'FAILFAST'))
;;
SELECT from_csv('1', 'ARRAY<INT>')
;;
SELECT to_csv(named_struct('a', 1, 'b', 'x,y', 'c', NULL)), to_csv(named_struct('a', 1, 'b', 'x'), map('sep', '|')), to_csv(named_struct('d', DATE'2020-01-02'), map('dateFormat', 'dd/MM/yyyy'))
;;
SELECT to_csv(1)
;;
SELECT to_csv(named_struct('a', array(1)))
;;
SELECT schema_of_csv('1,abc'), schema_of_csv('1|a', map('delimiter', '|'))
;;
SELECT schema_of_csv(NULL)
