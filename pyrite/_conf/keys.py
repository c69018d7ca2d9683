"""The one table of settings: every key that means something here, with its type, unit, default and meaning.

``docs/configuration.md``, ``SET -v``, ``spark.conf`` and `did you mean` all read it. Spark's other keys are known by name
only (:mod:`pyrite._conf.known`).
"""

from __future__ import annotations

from typing import Literal

from pyrite._dataclasses import dataclass

__all__ = ["KEYS", "TOPICS", "WITHOUT_EFFECT", "Key"]

Type = Literal["bool", "int", "float", "size", "time", "text", "list", "path", "regex"]


@dataclass(frozen=True)
class Key:
    """A setting.

    ``unit`` is that of a bare number (of sizes and times). ``default`` is None where there is none or where it is
    found out at run time: ``otherwise`` then says what holds. ``choices`` are all the values there are, in Spark's
    spelling; ``least`` is the smallest number. ``static`` keys of SQL are read once, as all others outside
    ``spark.sql`` are. A name that ends with ``.*`` stands for all keys below it.
    """

    name: str
    type: Type
    default: str | None
    meaning: str
    unit: str = ""
    otherwise: str = ""
    choices: tuple[str, ...] = ()
    static: bool = False
    least: int | None = None

    @property
    def of_session(self) -> bool:
        """Whether a session may change it while it runs."""
        return self.name.startswith("spark.sql.") and not self.static


def _flag(name: str, default: bool, meaning: str, static: bool = False) -> Key:
    return Key(name, "bool", str(default).lower(), meaning, static=static)


def _int(name: str, default: int | None, meaning: str, otherwise: str = "", static: bool = False) -> Key:
    return Key(
        name, "int", None if default is None else str(default), meaning, otherwise=otherwise, static=static
    )


def _float(name: str, default: str, meaning: str) -> Key:
    return Key(name, "float", default, meaning)


def _size(name: str, default: str | None, meaning: str, unit: str = "b", otherwise: str = "") -> Key:
    return Key(name, "size", default, meaning, unit, otherwise)


def _time(name: str, default: str, meaning: str, unit: str = "ms") -> Key:
    return Key(name, "time", default, meaning, unit)


def _text(
    name: str,
    default: str | None,
    meaning: str,
    otherwise: str = "",
    choices: tuple[str, ...] = (),
    static: bool = False,
) -> Key:
    return Key(name, "text", default, meaning, "", otherwise, choices, static)


def _path(name: str, default: str | None, meaning: str, otherwise: str = "", static: bool = False) -> Key:
    return Key(name, "path", default, meaning, "", otherwise, static=static)


def _list(name: str, meaning: str) -> Key:
    return Key(name, "list", "", meaning)


_APPLICATION = (
    _text(
        "spark.master",
        "local[*]",
        "where the program runs: `local`, `local[N]`, `local[*]`, `local[N,F]`, `local-cluster[N,C,M]`",
    ),
    _text("spark.app.name", "pyspark-shell", "the application's name; `pyrite run` gives it the file's"),
    _text("spark.app.id", None, "the application's id", "made at start"),
    _path("spark.home", None, "kept, as `SparkContext.sparkHome`"),
    _text("spark.submit.deployMode", "client", "`client`: the driver runs where you start it; `cluster` is refused", choices=("client", "cluster")),
    _int("spark.default.parallelism", None, "partitions of `parallelize`, and of shuffles where no parent decides", "the number of slots"),
    _text("spark.executorEnv.*", None, "environment variables of the workers: the key's last part is the name"),
    _text("spark.log.level", None, "the level of Pyrite's log from the start, as `setLogLevel` sets it later", "`WARN`", ("ALL", "TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL", "OFF")),
)  # fmt: skip

_MEMORY = (
    _size("spark.python.worker.memory", "512m", "what a worker holds for shuffles, sorts and groups before it spills to disk"),
    _size("spark.executor.memory", None, "the memory from which cached partitions get their share", "m", "half of the machine's, for all workers together"),
    _size("spark.driver.memory", None, "the same where `spark.executor.memory` is not set; the limit of SQL's memory", "m", "as above; SQL takes 80 % of the machine's"),
    _float("spark.memory.fraction", "0.6", "the share of one of these two that cached partitions may take"),
    _size("spark.driver.maxResultSize", "1g", "a job whose results are larger together fails before they fill the driver; `0` for no limit"),
    _path("spark.local.dir", None, "where sessions keep shuffle files, spilled data and cached blocks; the environment's `SPARK_LOCAL_DIRS` wins; of several the first", "the system's temporary folder"),
)  # fmt: skip

_FAILURES = (
    _int("spark.task.maxFailures", 4, "how often a task is tried whose worker was lost; with `local-cluster[...]` also one whose function raises (with `local[N]` that is tried once, with `local[N,F]` F times)"),
    _float("spark.task.cpus", "1", "the cores that a task takes: with `local[4]` and 2, two tasks run at once"),
    _int("spark.stage.maxConsecutiveAttempts", 4, "how often in a row a stage is tried whose inputs cannot be read"),
    _time("spark.python.task.killTimeout", "2s", "how long a cancelled task has to end before its worker is killed"),
    _time("spark.locality.wait", "3s", "how long a task waits for the worker that holds its cached input"),
    _flag("spark.speculation", False, "run a second copy of tasks that take much longer than the others"),
    _float("spark.speculation.quantile", "0.9", "share of a stage's tasks that must have ended before"),
    _float("spark.speculation.multiplier", "3", "how many times the median a task must take"),
    _time("spark.speculation.minTaskRuntime", "100ms", "and how long it must have run"),
    _text("spark.scheduler.mode", "FIFO", "`FAIR` shares the workers between the jobs of several threads", choices=("FIFO", "FAIR")),
    _path("spark.scheduler.allocation.file", None, "pools with their weights, in the form of Spark's `fairscheduler.xml`"),
)  # fmt: skip

_SHIPPED = (
    _list("spark.submit.pyFiles", "`.py`, `.zip` and `.egg` files that the program and its tasks can import (`--py-files`)"),
    _list("spark.files", "files that tasks find by `SparkFiles.get` (`--files`)"),
    _path("spark.checkpoint.dir", None, "where `checkpoint` keeps partitions, until `setCheckpointDir` says otherwise"),
    _list("spark.archives", "archives, unpacked for tasks (`--archives`)"),
)  # fmt: skip

_IO = (
    _flag("spark.files.ignoreCorruptFiles", False, "whether RDDs leave out the rest of a file that is damaged, instead of failing"),
    _flag("spark.files.ignoreMissingFiles", False, "whether RDDs leave out files that are gone, instead of failing"),
    _size("spark.files.maxPartitionBytes", "134217728", "the largest partition that `binaryFiles` packs from several files"),
    _size("spark.files.openCostInBytes", "4194304", "what opening a file counts for there"),
    _text("spark.hadoop.*", None, "Hadoop's keys, for all files; a `conf` dict given to a method stands above"),
    _text("spark.hadoop.fs.defaultFS", "file:///", "what a path without a scheme is below"),
    _int("spark.hadoop.fs.local.block.size", 33554432, "the bytes by which local files are split"),
    _int("spark.hadoop.mapreduce.input.fileinputformat.split.minsize", 1, "the least bytes of a split"),
    _int("spark.hadoop.mapreduce.input.fileinputformat.split.maxsize", None, "the most bytes of a split"),
    _text("spark.hadoop.fs.s3a.*", None, "`access.key`, `secret.key`, `session.token`, `endpoint`, `endpoint.region`, `path.style.access`, `connection.ssl.enabled`, `aws.credentials.provider`; also for one bucket, as `fs.s3a.bucket.NAME.*`"),
    _text("spark.hadoop.fs.gs.*", None, "`auth.service.account.json.keyfile`, `auth.type`, `auth.null.enable`, `project.id`, `storage.root.url`"),
    _text("spark.hadoop.fs.azure.*", None, "`account.key.HOST`, `sas.CONTAINER.HOST`, `sas.fixed.token.HOST`, `account.oauth2.client.id.HOST`, `...secret.HOST`, `...endpoint.HOST`"),
    _text("spark.hadoop.fs.ftp.*", None, "`user.HOST`, `password.HOST`"),
    _text("spark.hadoop.hadoop.user.name", None, "the user for `hdfs://` and `webhdfs://`", "the environment's `HADOOP_USER_NAME`"),
)  # fmt: skip

_PRINTING = (
    _flag("spark.python.profile", False, "profile the tasks; `SparkContext.show_profiles()` prints it"),
    _path("spark.python.profile.dump", None, "write the profiles to this folder when the program ends"),
    Key("spark.redaction.regex", "regex", "(?i)secret|password|token|access[.]?key|credential", "keys and values whose values are hidden where settings are shown"),
)  # fmt: skip

_SURROUNDINGS = (
    _flag("spark.ui.enabled", True, "whether the web UI can be reached while the program runs"),
    _int("spark.ui.port", 4040, "its port; if it is taken, the next free one"),
    _int("spark.port.maxRetries", 16, "how many ports behind it are tried"),
    _text("spark.pyrite.ui.host", "127.0.0.1", "the address that the web UI binds; beyond loopback it asks for a token; Pyrite's own key"),
    _text("spark.pyrite.ui.token", None, "the token without which nobody sees the web UI, here or beyond loopback; Pyrite's own key", "made at start, beyond loopback"),
    _flag("spark.ui.killEnabled", True, "whether the web UI can end jobs and stages"),
    _flag("spark.ui.threadDumpsEnabled", True, "whether the web UI shows what the threads of the driver and its workers do"),
    _int("spark.ui.retainedJobs", 1000, "how many jobs the web UI remembers"),
    _int("spark.ui.retainedStages", 1000, "how many stages"),
    _int("spark.ui.retainedTasks", 100000, "how many tasks"),
    _int("spark.ui.retainedDeadExecutors", 100, "how many workers that are gone"),
    _int("spark.sql.ui.retainedExecutions", 1000, "how many queries", static=True),
    _int("spark.ui.timeline.jobs.maximum", 500, "how many of the newest jobs are drawn on a time axis"),
    _int("spark.ui.timeline.stages.maximum", 500, "how many stages"),
    _int("spark.ui.timeline.tasks.maximum", 1000, "how many tasks"),
    _int("spark.ui.timeline.executors.maximum", 250, "how many comings and goings of workers"),
    _list("spark.extraListeners", "Python classes, as `module.Name`, whose objects are told of the application's events"),
    _flag("spark.ui.showConsoleProgress", False, "draw the line of running stages; `pyrite shell` turns it on"),
    _time("spark.ui.consoleProgress.update.interval", "200ms", "how often it is drawn anew"),
    _flag("spark.eventLog.enabled", False, "write the application's events, as Spark does"),
    _path("spark.eventLog.dir", "/tmp/spark-events", "the folder that they are written to: here, or as `s3a://bucket/dir`"),
    _flag("spark.eventLog.compress", True, "whether event logs are compressed"),
    _text("spark.eventLog.compression.codec", "zstd", "and how: `zstd`, `lz4` or `snappy`"),
    _flag("spark.eventLog.rolling.enabled", True, "whether a long log is cut into several files"),
    _size("spark.eventLog.rolling.maxFileSize", "128m", "how large they become"),
    _flag("spark.eventLog.logBlockUpdates.enabled", False, "whether the log has every change of cached blocks"),
    _flag("spark.eventLog.overwrite", False, "whether a log that is there already is written over"),
    _path("spark.history.fs.logDirectory", "/tmp/spark-events", "where `pyrite history` looks for logs: here, or as `s3a://bucket/dir`"),
    _int("spark.history.ui.port", 18080, "the port of `pyrite history`"),
)  # fmt: skip

_MEANING = (
    _flag("spark.sql.ansi.enabled", True, "values that do not fit raise, instead of null"),
    _flag("spark.sql.caseSensitive", False, "whether names of columns and tables differ by case"),
    _text("spark.sql.session.timeZone", None, "the zone of timestamps as text, and of dates made of them", "the machine's"),
    _text("spark.sql.timestampType", "TIMESTAMP_LTZ", "what the word `TIMESTAMP` means in SQL and DDL, and what a `datetime` or a text without a zone becomes", choices=("TIMESTAMP_NTZ", "TIMESTAMP_LTZ")),
    _text("spark.sql.storeAssignmentPolicy", "ANSI", "which values go into which columns", choices=("ANSI", "LEGACY", "STRICT")),
    _flag("spark.sql.defaultColumn.useNullsForMissingDefaultValues", True, "whether columns that an INSERT leaves out, and that have no default, are null"),
    _text("spark.sql.mapKeyDedupPolicy", "EXCEPTION", "keys that a map gets twice: raise, or the last one wins", choices=("EXCEPTION", "LAST_WIN")),
    _flag("spark.sql.groupByAliases", True, "whether GROUP BY takes names of the select list"),
    _flag("spark.sql.groupByOrdinal", True, "whether GROUP BY takes numbers of columns"),
    _flag("spark.sql.orderByOrdinal", True, "whether ORDER BY takes numbers of columns"),
    _flag("spark.sql.retainGroupColumns", True, "whether `groupBy(...).agg(...)` gives the grouping columns"),
    _int("spark.sql.pivotMaxValues", 10000, "the most columns that `pivot` makes"),
    _int("spark.sql.transposeMaxValues", 500, "the most columns that `transpose` makes"),
    _int("spark.sql.cteRecursionLevelLimit", 100, "the most rounds of a recursive common table"),
    _flag("spark.sql.join.asofJoin.enabled", False, "`ASOF JOIN` in SQL text is refused, as by default in Spark"),
    _flag("spark.sql.variant.allowDuplicateKeys", False, "whether the last of equal keys wins in a parsed variant"),
    _flag("spark.sql.geospatial.enabled", True, "whether functions take shapes (`ST_...`)"),
    _flag("spark.sql.timeType.enabled", False, "whether functions take values of the type TIME"),
    _flag("spark.sql.legacy.sizeOfNull", True, "without ANSI mode, whether `size(null)` is -1"),
    _text("spark.sql.legacy.timeParserPolicy", "CORRECTED", "how patterns of dates are read; with `LEGACY`, what reads or writes by a pattern is refused", choices=("EXCEPTION", "LEGACY", "CORRECTED")),
    _flag("spark.sql.legacy.allowParameterlessCount", False, "whether `count()` is understood"),
    Key("spark.sql.shuffle.partitions", "int", "200", "kept; DuckDB deals rows out itself", least=1),
)  # fmt: skip

_TABLES = (
    _path("spark.sql.warehouse.dir", None, "the directory of managed tables", "`spark-warehouse`", static=True),
    _text("spark.sql.catalogImplementation", "in-memory", "`hive` (`enableHiveSupport()`): the catalog outlives the program", choices=("hive", "in-memory"), static=True),
    _text("spark.sql.globalTempDatabase", "global_temp", "the database of global temporary views", static=True),
    _path("spark.pyrite.metastore.path", None, "the file that the catalog is kept in; Pyrite's own key", "`.metastore.db` in the warehouse"),
    _text("spark.sql.sources.default", "parquet", "the format where none is named"),
    _text("spark.sql.sources.partitionOverwriteMode", "STATIC", "`DYNAMIC`: an overwrite replaces only the partitions that get rows", choices=("STATIC", "DYNAMIC")),
    _flag("spark.sql.sources.partitionColumnTypeInference.enabled", True, "whether values of directories are numbers and dates, or all strings"),
    _int("spark.sql.files.maxRecordsPerFile", 0, "the most rows of a written file; 0 for any number"),
    _flag("spark.sql.files.ignoreCorruptFiles", False, "whether files that cannot be read are left out, instead of failing the query"),
    _flag("spark.sql.files.ignoreMissingFiles", False, "likewise files that are gone"),
    _text("spark.sql.parquet.compression.codec", "snappy", "the codec of written Parquet"),
    _text("spark.sql.orc.compression.codec", "zstd", "the codec of written ORC"),
    _text("spark.sql.avro.compression.codec", "snappy", "the codec of written Avro"),
    Key("spark.sql.avro.deflate.level", "int", "-1", "the level of Avro's deflate", choices=("-1", "1", "2", "3", "4", "5", "6", "7", "8", "9")),
    _flag("spark.sql.parquet.mergeSchema", False, "whether the columns of all files are taken, or of one"),
    _flag("spark.sql.orc.mergeSchema", False, "the same for ORC"),
    _text("spark.sql.parquet.outputTimestampType", "TIMESTAMP_MICROS", "how timestamps are written", choices=("INT96", "TIMESTAMP_MICROS", "TIMESTAMP_MILLIS")),
    _text("spark.sql.columnNameOfCorruptRecord", "_corrupt_record", "where malformed records of CSV, JSON and XML go"),
    _flag("spark.sql.jsonGenerator.ignoreNullFields", True, "whether written JSON leaves out nulls"),
    _flag("spark.sql.readSideCharPadding", True, "whether CHAR columns are padded when they are read"),
    _flag("spark.sql.runSQLOnFiles", True, "whether FROM takes ``json.`path` ``"),
    _size("spark.sql.sources.binaryFile.maxLength", "2147483647", "the most bytes of a file that binaryFile reads"),
    Key("spark.sql.view.maxNestedViewDepth", "int", "100", "how deep views of the catalog may be nested", least=1),
    _flag("spark.sql.legacy.allowNonEmptyLocationInCTAS", False, "whether CREATE TABLE AS may use a folder with files"),
    _flag("spark.sql.legacy.extraOptionsBehavior.enabled", False, "whether a read may name other options than its table has; they do nothing"),
    _flag("spark.databricks.delta.schema.autoMerge.enabled", False, "whether writing, and MERGE with `UPDATE SET *` or `INSERT *`, adds new columns to tables of Delta and Iceberg"),
)  # fmt: skip

_PYTHON = (
    _flag("spark.sql.execution.pythonUDF.arrow.enabled", True, "whether results of functions become their types by Arrow's rules"),
    _flag("spark.sql.execution.pythonUDTF.arrow.enabled", True, "the same for table functions"),
    _int("spark.sql.execution.arrow.maxRecordsPerBatch", 10000, "the rows that a function on pandas or Arrow data is given at once"),
    _flag("spark.sql.execution.arrow.pyspark.enabled", True, "whether `toPandas` and `createDataFrame` go through Arrow"),
    _flag("spark.sql.execution.arrow.pyspark.fallback.enabled", True, "whether they do without where Arrow cannot"),
    _text("spark.sql.execution.pandas.structHandlingMode", "legacy", "what structs are in pandas", choices=("legacy", "row", "dict")),
    _flag("spark.sql.execution.pandas.inferPandasDictAsMap", False, "whether dicts in pandas are maps, or structs"),
    _flag("spark.sql.execution.pandas.convertToArrowArraySafely", True, "whether a pandas value that does not fit raises"),
    _flag("spark.sql.execution.pyspark.binaryAsBytes", True, "whether binary values are `bytes`, or `bytearray`"),
    _flag("spark.sql.python.filterPushdown.enabled", False, "whether readers of Python data sources may have `pushFilters`"),
    _int("spark.sql.pyspark.plotting.max_rows", 1000, "the most rows that `df.plot` draws"),
    _flag("spark.sql.repl.eagerEval.enabled", False, "whether a DataFrame shows its rows in a notebook"),
    _int("spark.sql.repl.eagerEval.maxNumRows", 20, "how many"),
    _int("spark.sql.repl.eagerEval.truncate", 20, "and how many characters of a value"),
)  # fmt: skip

#: The table, by topic.
TOPICS: dict[str, tuple[Key, ...]] = {
    "The application": _APPLICATION,
    "Memory and disk": _MEMORY,
    "Failures and scheduling": _FAILURES,
    "Code and files for tasks": _SHIPPED,
    "Input and output": _IO,
    "Profiling and printing": _PRINTING,
    "Progress, event log, web UI": _SURROUNDINGS,
    "SQL: what a query means": _MEANING,
    "SQL: tables and files": _TABLES,
    "SQL: Python, pandas and Arrow": _PYTHON,
}

#: The table, by name.
KEYS: dict[str, Key] = {key.name: key for keys in TOPICS.values() for key in keys}

#: Beginnings of Spark's keys that are accepted and do nothing, each with its reason.
WITHOUT_EFFECT: dict[str, str] = {
    "spark.driver.": "there is no JVM to start, and the driver is your process",
    "spark.executor.": "workers are processes of this machine, as many as the master says",
    "spark.cores.max": "the master says how many tasks run at once",
    "spark.jars": "there is no JVM; formats that Spark takes from jars come with Pyrite or its extras",
    "spark.dynamicAllocation.": "workers start at once and are few",
    "spark.shuffle.": "shuffles have one form",
    "spark.serializer": "records are pickled, tables are Arrow",
    "spark.kryo": "records are pickled, tables are Arrow",
    "spark.rdd.compress": "cached partitions are not serialized",
    "spark.io.": "shuffle files and blocks have one form",
    "spark.broadcast.": "broadcast values are files that workers map",
    "spark.network.": "workers are reached by sockets that they inherit",
    "spark.rpc.": "workers are reached by sockets that they inherit",
    "spark.reducer.": "shuffle files are read where they are",
    "spark.storage.": "blocks are in the workers",
    "spark.memory.": "but for `spark.memory.fraction`: Python's memory is its own",
    "spark.cleaner.": "what nobody refers to is removed at once",
    "spark.yarn.": "there is no cluster manager",
    "spark.kubernetes.": "there is no cluster manager",
    "spark.kerberos.": "credentials are those of the filesystem's own client",
    "spark.sql.adaptive.": "DuckDB chooses how a query runs while it runs",
    "spark.sql.cbo.": "DuckDB estimates by its own statistics",
    "spark.sql.optimizer.": "DuckDB optimizes",
    "spark.sql.codegen.": "DuckDB's operators are vectorized, no code is made",
}
