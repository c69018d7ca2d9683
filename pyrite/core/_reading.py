"""RDDs over files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pyrite import _io
from pyrite.errors import PySparkNotImplementedError

if TYPE_CHECKING:
    from pyrite.core.context import SparkContext
    from pyrite.core.rdd import RDD


class ReadingContext:
    """The reading methods of :class:`SparkContext`; ``self`` is always one."""

    def textFile(
        self: SparkContext, name: str, minPartitions: int | None = None, use_unicode: bool = True
    ) -> RDD[str]:
        """The lines of text files.

        Parameters
        ----------
        name : str
            A path, a glob, a directory or a comma-separated list of them; local or of any supported scheme.
            Compressed files are read by their extension.
        minPartitions : int, optional
            The least number of partitions to aim at; large files are cut.
        use_unicode : bool
            ``False`` gives UTF-8 bytes instead of strings.
        """
        least, storage = self._least(minPartitions), self._storage()
        return self._source(lambda: _io.plan_text(name, least, storage, use_unicode))

    def wholeTextFiles(
        self: SparkContext, path: str, minPartitions: int | None = None, use_unicode: bool = True
    ) -> RDD[tuple[str, str]]:
        """Pairs of each file's path and whole text."""
        least, storage = self._least(minPartitions), self._storage()
        return self._source(lambda: _io.plan_whole_text_files(path, least, storage, use_unicode))

    def binaryFiles(
        self: SparkContext, path: str, minPartitions: int | None = None
    ) -> RDD[tuple[str, bytes]]:
        """Pairs of each file's path and bytes."""
        least, storage = self._least(minPartitions), self._storage()
        return self._source(lambda: _io.plan_binary_files(path, least, self.defaultParallelism, storage))

    def binaryRecords(self: SparkContext, path: str, recordLength: int) -> RDD[bytes]:
        """The records of files that hold nothing but records of ``recordLength`` bytes."""
        storage = self._storage()
        return self._source(lambda: _io.plan_binary_records(path, recordLength, storage))

    def pickleFile(self: SparkContext, name: str, minPartitions: int | None = None) -> RDD[Any]:
        """The records that :meth:`RDD.saveAsPickleFile` wrote. Unpickling runs code: read only files you trust."""
        least, storage = self._least(minPartitions), self._storage()
        return self._source(lambda: _io.plan_pickle_file(name, least, storage))

    def sequenceFile(
        self: SparkContext,
        path: str,
        keyClass: str | None = None,
        valueClass: str | None = None,
        keyConverter: str | None = None,
        valueConverter: str | None = None,
        minSplits: int | None = None,
        batchSize: int = 0,
    ) -> RDD[tuple[Any, Any]]:
        """The pairs of Hadoop SequenceFiles. The Writable classes stand in the files; converters are refused."""
        _refuse_converters(keyConverter, valueConverter)
        least, storage = self._least(minSplits), self._storage()
        return self._source(lambda: _io.plan_sequence_file(path, least, storage))

    def hadoopFile(
        self: SparkContext,
        path: str,
        inputFormatClass: str,
        keyClass: str,
        valueClass: str,
        keyConverter: str | None = None,
        valueConverter: str | None = None,
        conf: dict[str, str] | None = None,
        batchSize: int = 0,
    ) -> RDD[tuple[Any, Any]]:
        """The pairs of files in a Hadoop input format of the older API: text, key-value or SequenceFile."""
        return self._hadoop(
            path, inputFormatClass, keyClass, valueClass, keyConverter, valueConverter, conf, False
        )

    def hadoopRDD(
        self: SparkContext,
        inputFormatClass: str,
        keyClass: str,
        valueClass: str,
        keyConverter: str | None = None,
        valueConverter: str | None = None,
        conf: dict[str, str] | None = None,
        batchSize: int = 0,
    ) -> RDD[tuple[Any, Any]]:
        """:meth:`hadoopFile` with the path in ``conf``."""
        return self._hadoop(
            None, inputFormatClass, keyClass, valueClass, keyConverter, valueConverter, conf, False
        )

    def newAPIHadoopFile(
        self: SparkContext,
        path: str,
        inputFormatClass: str,
        keyClass: str,
        valueClass: str,
        keyConverter: str | None = None,
        valueConverter: str | None = None,
        conf: dict[str, str] | None = None,
        batchSize: int = 0,
    ) -> RDD[tuple[Any, Any]]:
        """The pairs of files in a Hadoop input format of the newer API (``mapreduce``)."""
        return self._hadoop(
            path, inputFormatClass, keyClass, valueClass, keyConverter, valueConverter, conf, True
        )

    def newAPIHadoopRDD(
        self: SparkContext,
        inputFormatClass: str,
        keyClass: str,
        valueClass: str,
        keyConverter: str | None = None,
        valueConverter: str | None = None,
        conf: dict[str, str] | None = None,
        batchSize: int = 0,
    ) -> RDD[tuple[Any, Any]]:
        """:meth:`newAPIHadoopFile` with the path in ``conf``."""
        return self._hadoop(
            None, inputFormatClass, keyClass, valueClass, keyConverter, valueConverter, conf, True
        )

    def _hadoop(
        self: SparkContext,
        path: str | None,
        input_format: str,
        key: str,
        value: str,
        key_converter: str | None,
        value_converter: str | None,
        conf: dict[str, str] | None,
        new_api: bool,
    ) -> RDD[Any]:
        storage = self._storage(conf)

        def plan() -> Any:
            return _io.plan_hadoop_input(
                storage,
                input_format,
                key,
                value,
                new_api=new_api,
                min_partitions=self.defaultMinPartitions,
                paths=path,
                key_converter=key_converter,
                value_converter=value_converter,
            )

        return self._source(plan)

    def _least(self: SparkContext, given: int | None) -> int:
        return self.defaultMinPartitions if given is None else int(given)


def _refuse_converters(key: str | None, value: str | None) -> None:
    for converter in (key, value):
        if converter:
            raise PySparkNotImplementedError(
                errorClass="NOT_IMPLEMENTED",
                messageParameters={"feature": f"The converter {converter} (a JVM class)"},
            )
