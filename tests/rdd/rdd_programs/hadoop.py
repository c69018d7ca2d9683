"""Hadoop's formats by the names of their classes, in both of its APIs."""

import os
import tempfile

_IO = "org.apache.hadoop.io."
_OLD, _NEW = "org.apache.hadoop.mapred.", "org.apache.hadoop.mapreduce.lib."
_LINES = ("org.apache.hadoop.mapreduce.lib.input.TextInputFormat", _IO + "LongWritable", _IO + "Text")


def _lines(text="ab\ncd\n"):
    path = os.path.join(tempfile.mkdtemp(), "lines.txt")
    with open(path, "w") as file:
        file.write(text)
    return path


def _new_path():
    return os.path.join(tempfile.mkdtemp(), "out")


def hadoop_rdd_by_configuration(sc):
    conf = {"mapreduce.input.fileinputformat.inputdir": _lines()}
    return sc.hadoopRDD(_OLD + "TextInputFormat", *_LINES[1:], conf=conf).collect()


def new_api_hadoop_rdd_by_configuration(sc):
    return sc.newAPIHadoopRDD(*_LINES, conf={"mapreduce.input.fileinputformat.inputdir": _lines()}).collect()


def new_api_hadoop_file_with_configuration(sc):
    conf = {"textinputformat.record.delimiter": ";"}
    return sc.newAPIHadoopFile(_lines("a;b\nc;"), *_LINES, conf=conf).collect()


def hadoop_file_of_keys_and_values(sc):
    names = (_OLD + "KeyValueTextInputFormat", _IO + "Text", _IO + "Text")
    return sc.hadoopFile(_lines("a\tb\nc\n"), *names).collect()


def hadoop_file_of_an_unknown_format(sc):
    return sc.hadoopFile(_lines(), "no.such.Format", *_LINES[1:]).collect()


def save_as_hadoop_file_of_text(sc):
    path = _new_path()
    sc.parallelize([(1, "a"), (2, None)], 1).saveAsHadoopFile(path, _OLD + "TextOutputFormat")
    return sc.textFile(path).collect()


def save_as_hadoop_file_of_sequences(sc):
    path = _new_path()
    names = (_OLD + "SequenceFileOutputFormat", _IO + "IntWritable", _IO + "Text")
    sc.parallelize([(1, "a"), (2, "b")], 1).saveAsHadoopFile(path, *names)
    return sc.sequenceFile(path).collect()


def save_as_new_api_hadoop_file(sc):
    path = _new_path()
    names = (_NEW + "output.SequenceFileOutputFormat", _IO + "IntWritable", _IO + "Text")
    sc.parallelize([(1, "a"), (2, "b")], 1).saveAsNewAPIHadoopFile(path, *names)
    return sc.sequenceFile(path, _IO + "IntWritable", _IO + "Text").collect()


def save_as_hadoop_dataset(sc):
    path = _new_path()
    conf = {
        "mapred.output.format.class": _OLD + "TextOutputFormat",
        "mapreduce.job.output.key.class": _IO + "IntWritable",
        "mapreduce.job.output.value.class": _IO + "Text",
        "mapreduce.output.fileoutputformat.outputdir": path,
    }
    sc.parallelize([(1, "a"), (2, "b")], 1).saveAsHadoopDataset(conf)
    return sc.textFile(path).collect()


def save_as_new_api_hadoop_dataset(sc):
    path = _new_path()
    conf = {
        "mapreduce.job.outputformat.class": _NEW + "output.TextOutputFormat",
        "mapreduce.job.output.key.class": _IO + "IntWritable",
        "mapreduce.job.output.value.class": _IO + "Text",
        "mapreduce.output.fileoutputformat.outputdir": path,
    }
    sc.parallelize([(1, "a"), (2, "b")], 1).saveAsNewAPIHadoopDataset(conf)
    return sc.textFile(path).collect()


def save_as_sequence_file_compressed(sc):
    path = _new_path()
    sc.parallelize([("a", 1.5), ("b", None)], 1).saveAsSequenceFile(
        path, "org.apache.hadoop.io.compress.GzipCodec"
    )
    return sc.sequenceFile(path).collect()


def save_as_sequence_file_of_types(sc):
    path = _new_path()
    records = [("int", 1), ("long", 2**40), ("list", "x")]
    sc.parallelize(records, 1).saveAsSequenceFile(path)
    return sc.sequenceFile(path).collect()


def save_as_sequence_file_of_no_pairs(sc):
    sc.parallelize([1], 1).saveAsSequenceFile(_new_path())
