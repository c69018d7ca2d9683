"""Methods and facts of the SparkContext, its files, and its configuration."""

import os
import tempfile
import zipfile

from rdd_package import RDD, SparkConf, SparkContext, SparkFiles


def facts(sc):
    return (
        sc.master,
        sc.appName,
        sc.defaultParallelism,
        sc.defaultMinPartitions,
        sc.version,
        sc.pythonVer.count("."),
    )


def facts_by_type(sc):
    return (
        type(sc.applicationId).__name__,
        type(sc.startTime).__name__,
        type(sc.sparkUser()).__name__,
        sc.resources,
    )


def application_id(sc):
    return sc.applicationId.startswith("local-"), sc.getConf().get("spark.app.id") == sc.applicationId


def web_ui_is_off(sc):
    return sc.uiWebUrl


def repr_of_the_context(sc):
    return repr(sc)


def second_context(sc):
    return SparkContext("local[1]", "second")


def get_or_create_gives_the_active_one(sc):
    return SparkContext.getOrCreate() is sc, SparkContext.getOrCreate(SparkConf().set("spark.x", "1")) is sc


def configuration_is_a_copy(sc):
    sc.getConf().set("spark.x.y", "z")
    return sc.getConf().get("spark.x.y"), sc.getConf().get("spark.master"), sc.getConf().get("spark.app.name")


def log_levels(sc):
    return [
        sc.setLogLevel(level) for level in ("ALL", "DEBUG", "ERROR", "FATAL", "INFO", "TRACE", "warn", "OFF")
    ]


def log_level_of_nonsense(sc):
    return sc.setLogLevel("LOUD")


def local_properties(sc):
    before = sc.getLocalProperty("spark.test.word")
    sc.setLocalProperty("spark.test.word", "a")
    set_to = sc.getLocalProperty("spark.test.word")
    sc.setLocalProperty("spark.test.word", None)
    return before, set_to, sc.getLocalProperty("spark.test.word")


def job_group_and_description(sc):
    sc.setJobGroup("words", "counts words")
    found = sc.getLocalProperty("spark.jobGroup.id"), sc.getLocalProperty("spark.job.description")
    interrupt = sc.getLocalProperty("spark.job.interruptOnCancel")
    sc.setJobDescription("other")
    described = sc.getLocalProperty("spark.job.description")
    for key in ("spark.jobGroup.id", "spark.job.description", "spark.job.interruptOnCancel"):
        sc.setLocalProperty(key, None)
    return found, interrupt, described


def interrupt_on_cancel(sc):
    sc.setInterruptOnCancel(True)
    found = sc.getLocalProperty("spark.job.interruptOnCancel")
    sc.setInterruptOnCancel(False)
    return found, sc.getLocalProperty("spark.job.interruptOnCancel")


def job_tags(sc):
    sc.clearJobTags()
    sc.addJobTag("b")
    sc.addJobTag("a")
    sc.addJobTag("a")
    both = sorted(sc.getJobTags())
    sc.removeJobTag("b")
    sc.removeJobTag("never there")
    one = sc.getJobTags()
    sc.clearJobTags()
    return both, one, sc.getJobTags()


def empty_job_tag(sc):
    sc.addJobTag("")


def job_tag_with_a_comma(sc):
    sc.addJobTag("a,b")


def job_tag_of_none(sc):
    sc.addJobTag(None)


def remove_empty_job_tag(sc):
    sc.removeJobTag("")


def cancel_what_is_not_there(sc):
    found = [sc.cancelAllJobs(), sc.cancelJobGroup("nobody"), sc.cancelJobsWithTag("nobody")]
    return found, sc.parallelize([1]).count()


def cancel_jobs_with_empty_tag(sc):
    sc.cancelJobsWithTag("")


def profiles_without_a_profiler(sc):
    return sc.show_profiles()


def dump_profiles_without_a_profiler(sc):
    return sc.dump_profiles(tempfile.mkdtemp())


def pickled_context(sc):
    import pickle

    return pickle.dumps(sc)


def pickled_rdd(sc):
    import pickle

    return pickle.dumps(sc.parallelize([1]))


def system_properties(sc):
    SparkContext.setSystemProperty("spark.test.property", "7")
    return SparkContext.getSystemProperty("spark.test.property"), SparkContext.getSystemProperty(
        "no.such.property"
    )


def add_file(sc):
    path = os.path.join(tempfile.mkdtemp(), "words.txt")
    with open(path, "w") as file:
        file.write("to be")

    def read(x):
        with open(SparkFiles.get("words.txt")) as file:
            return file.read()

    found = sc.addFile(path), sc.parallelize([1]).map(read).collect()
    with open(SparkFiles.get("words.txt")) as file:
        return (
            *found,
            file.read(),
            os.path.dirname(SparkFiles.get("words.txt")) == SparkFiles.getRootDirectory(),
            any(name.endswith("words.txt") for name in sc.listFiles),
        )


def add_file_that_is_not_there(sc):
    sc.addFile(os.path.join(tempfile.mkdtemp(), "nothing.txt"))


def add_directory(sc):
    folder = tempfile.mkdtemp(suffix="-given")
    with open(os.path.join(folder, "a.txt"), "w") as file:
        file.write("x")
    sc.addFile(folder, recursive=True)
    name = os.path.basename(folder)
    return sc.parallelize([1]).map(lambda x: os.listdir(SparkFiles.get(name))).collect()


def add_directory_without_recursive(sc):
    sc.addFile(tempfile.mkdtemp())


def files_root_in_tasks(sc):
    return sc.parallelize([1]).map(lambda x: os.path.isdir(SparkFiles.getRootDirectory())).collect()


def spark_files_is_not_made(sc):
    return SparkFiles()


def add_python_file(sc):
    path = os.path.join(tempfile.mkdtemp(), "given_module_one.py")
    with open(path, "w") as file:
        file.write("def f(x):\n    return x + 41\n")
    sc.addPyFile(path)

    def use(x):
        import given_module_one

        return given_module_one.f(x)

    return sc.parallelize([1]).map(use).collect()


def add_python_zip(sc):
    path = os.path.join(tempfile.mkdtemp(), "given_two.zip")
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("given_module_two.py", "WORD = 'zipped'\n")
    sc.addPyFile(path)

    def use(x):
        import given_module_two

        return given_module_two.WORD

    import given_module_two

    return sc.parallelize([1]).map(use).collect(), given_module_two.WORD


def add_archive(sc):
    path = os.path.join(tempfile.mkdtemp(), "given.zip")
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("inner/a.txt", "archived")
    sc.addArchive(f"{path}#unpacked")

    def read(x):
        with open(os.path.join(SparkFiles.get("unpacked"), "inner", "a.txt")) as file:
            return file.read()

    return sc.parallelize([1]).map(read).collect(), [name.rpartition("/")[2] for name in sc.listArchives]


def text_file_round_trip(sc):
    path = os.path.join(tempfile.mkdtemp(), "lines")
    written = sc.parallelize(["a", "", "ä b", None, 5], 2).saveAsTextFile(path)
    return (
        written,
        sc.textFile(path).collect(),
        sorted(name for name in os.listdir(path) if not name.startswith(".")),
    )


def text_file_partitions(sc):
    path = os.path.join(tempfile.mkdtemp(), "lines.txt")
    with open(path, "w") as file:
        file.writelines(f"line {i}\n" for i in range(50))
    rdd = sc.textFile(path, 4)
    return rdd.getNumPartitions(), rdd.glom().map(len).collect(), sc.textFile(path).getNumPartitions()


def text_file_without_unicode(sc):
    path = os.path.join(tempfile.mkdtemp(), "lines.txt")
    with open(path, "wb") as file:
        file.write("ä\nb".encode())
    return sc.textFile(path, use_unicode=False).collect(), sc.textFile(path).collect()


def text_file_that_is_not_there(sc):
    return sc.textFile("/no/such/file/here.txt").collect()


def text_file_is_found_lazily(sc):
    return isinstance(sc.textFile("/no/such/file/here.txt"), RDD)


def save_where_something_is(sc):
    sc.parallelize([1]).saveAsTextFile(tempfile.mkdtemp())


def save_text_compressed(sc):
    path = os.path.join(tempfile.mkdtemp(), "lines")
    sc.parallelize(["a", "b"], 1).saveAsTextFile(path, "org.apache.hadoop.io.compress.GzipCodec")
    return sc.textFile(path).collect(), sorted(name for name in os.listdir(path) if not name.startswith("."))


def whole_text_files(sc):
    folder = tempfile.mkdtemp()
    for name in ("a.txt", "b.txt"):
        with open(os.path.join(folder, name), "w") as file:
            file.write(f"{name}\nis here")
    found = sc.wholeTextFiles(folder).collect()
    return sorted((name.rpartition("/")[2], text) for name, text in found), sc.wholeTextFiles(
        folder, 2
    ).count()


def binary_files(sc):
    folder = tempfile.mkdtemp()
    with open(os.path.join(folder, "a.bin"), "wb") as file:
        file.write(b"\x00\xff")
    return [(name.rpartition("/")[2], data) for name, data in sc.binaryFiles(folder).collect()]


def binary_records(sc):
    path = os.path.join(tempfile.mkdtemp(), "records.bin")
    with open(path, "wb") as file:
        file.write(bytes(range(12)))
    return sc.binaryRecords(path, 4).collect()


def pickle_file_round_trip(sc):
    path = os.path.join(tempfile.mkdtemp(), "pickled")
    written = sc.parallelize([1, "a", None, (2, [3])], 2).saveAsPickleFile(path, 3)
    return written, sc.pickleFile(path).collect(), sc.pickleFile(path, 3).count()


def sequence_file_round_trip(sc):
    path = os.path.join(tempfile.mkdtemp(), "sequence")
    sc.parallelize([(1, "a"), (2, "ä"), (3, "")], 1).saveAsSequenceFile(path)
    return sc.sequenceFile(path).collect()


def hadoop_file_of_text(sc):
    path = os.path.join(tempfile.mkdtemp(), "lines.txt")
    with open(path, "w") as file:
        file.write("ab\ncd\n")
    names = ("org.apache.hadoop.io.LongWritable", "org.apache.hadoop.io.Text")
    old = sc.hadoopFile(path, "org.apache.hadoop.mapred.TextInputFormat", *names)
    new = sc.newAPIHadoopFile(path, "org.apache.hadoop.mapreduce.lib.input.TextInputFormat", *names)
    return old.collect(), new.collect()


def conf_set_and_get(sc):
    conf = SparkConf(loadDefaults=False)
    conf.set("spark.a", "1").setIfMissing("spark.a", "2").setIfMissing("spark.b", "3")
    return (
        conf.get("spark.a"),
        conf.get("spark.b"),
        conf.get("spark.c"),
        conf.get("spark.c", "x"),
        conf.contains("spark.a"),
    )


def conf_setters_chain(sc):
    conf = SparkConf(loadDefaults=False)
    same = conf.setMaster("local[3]").setAppName("näme").setSparkHome("/home") is conf
    return same, sorted(conf.getAll())


def conf_of_environment(sc):
    conf = SparkConf(loadDefaults=False)
    conf.setExecutorEnv("A", "1").setExecutorEnv(pairs=[("B", "2"), ("C", "3")])
    return sorted(conf.getAll())


def conf_of_environment_both_ways(sc):
    return SparkConf(loadDefaults=False).setExecutorEnv("A", "1", [("B", "2")])


def conf_of_environment_of_nothing(sc):
    return SparkConf(loadDefaults=False).setExecutorEnv()


def conf_set_all(sc):
    conf = SparkConf(loadDefaults=False).setAll([("spark.b", "2"), ("spark.a", "1")])
    return sorted(conf.getAll()), conf.toDebugString()


def conf_values_become_text(sc):
    conf = SparkConf(loadDefaults=False).set("spark.n", 5).set("spark.flag", True).set("spark.f", 1.5)
    return sorted(conf.getAll())


def conf_of_none_key(sc):
    return SparkConf(loadDefaults=False).set(None, "1").getAll()


def conf_of_secrets(sc):
    return (
        SparkConf(loadDefaults=False)
        .set("spark.my.password", "hidden")
        .set("spark.x", "shown")
        .toDebugString()
    )


def conf_of_nothing(sc):
    conf = SparkConf(loadDefaults=False)
    return conf.getAll(), conf.toDebugString(), conf.contains("spark.master")
