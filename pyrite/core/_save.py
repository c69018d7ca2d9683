"""Writing RDDs to files."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from pyrite import _io
from pyrite._runtime import program
from pyrite.taskcontext import TaskContext

if TYPE_CHECKING:
    from pyrite.core.rdd import RDD


class SavingRDD:
    """The saving actions of :class:`RDD`; ``self`` is always one.

    Each writes a new directory of ``part-`` files and ``_SUCCESS``; an existing one is refused. A file becomes
    visible only when its task was the one accepted for its partition.
    """

    def saveAsTextFile(self: RDD[Any], path: str, compressionCodecClass: str | None = None) -> None:
        """Write each record as a line of text: strings and UTF-8 bytes as they are, others as ``str`` makes them.

        Parameters
        ----------
        path : str
            The directory to make.
        compressionCodecClass : str, optional
            For example ``"org.apache.hadoop.io.compress.GzipCodec"``.
        """
        storage = self.ctx._storage()
        self._save(_io.output_job(path, _io.text_output(storage, compressionCodecClass), storage))

    def saveAsPickleFile(self: RDD[Any], path: str, batchSize: int = 10) -> None:
        """Write the records pickled, in batches, so that :meth:`SparkContext.pickleFile` reads them again."""
        storage = self.ctx._storage()
        self._save(_io.output_job(path, _io.PickleOutput(storage, batchSize), storage))

    def saveAsSequenceFile(self: RDD[Any], path: str, compressionCodecClass: str | None = None) -> None:
        """Write pairs as Hadoop SequenceFiles; the Writable classes follow from the first pair."""
        storage = self.ctx._storage()
        compression = _io.Compression(compressionCodecClass) if compressionCodecClass else None
        output = _io.sequence_output(storage, self.first, compression=compression)
        self._save(_io.output_job(path, output, storage))

    def saveAsHadoopFile(
        self: RDD[Any],
        path: str,
        outputFormatClass: str,
        keyClass: str | None = None,
        valueClass: str | None = None,
        keyConverter: str | None = None,
        valueConverter: str | None = None,
        conf: dict[str, str] | None = None,
        compressionCodecClass: str | None = None,
    ) -> None:
        """Write pairs in a Hadoop output format of the older API (``mapred``): text or SequenceFile."""
        self._save_hadoop(
            conf,
            new_api=False,
            path=path,
            output_format=outputFormatClass,
            key_class=keyClass,
            value_class=valueClass,
            key_converter=keyConverter,
            value_converter=valueConverter,
            codec=compressionCodecClass,
        )

    def saveAsNewAPIHadoopFile(
        self: RDD[Any],
        path: str,
        outputFormatClass: str,
        keyClass: str | None = None,
        valueClass: str | None = None,
        keyConverter: str | None = None,
        valueConverter: str | None = None,
        conf: dict[str, str] | None = None,
    ) -> None:
        """Write pairs in a Hadoop output format of the newer API (``mapreduce``): text or SequenceFile."""
        self._save_hadoop(
            conf,
            new_api=True,
            path=path,
            output_format=outputFormatClass,
            key_class=keyClass,
            value_class=valueClass,
            key_converter=keyConverter,
            value_converter=valueConverter,
        )

    def saveAsHadoopDataset(
        self: RDD[Any],
        conf: dict[str, str],
        keyConverter: str | None = None,
        valueConverter: str | None = None,
    ) -> None:
        """:meth:`saveAsHadoopFile` with everything in ``conf``."""
        self._save_hadoop(conf, new_api=False, key_converter=keyConverter, value_converter=valueConverter)

    def saveAsNewAPIHadoopDataset(
        self: RDD[Any],
        conf: dict[str, str],
        keyConverter: str | None = None,
        valueConverter: str | None = None,
    ) -> None:
        """:meth:`saveAsNewAPIHadoopFile` with everything in ``conf``."""
        self._save_hadoop(conf, new_api=True, key_converter=keyConverter, value_converter=valueConverter)

    def _save_hadoop(self: RDD[Any], conf: Mapping[str, str] | None, **options: Any) -> None:
        self._save(_io.hadoop_output_job(self.ctx._storage(conf), self.first, **options))

    def _save(self: RDD[Any], job: _io.OutputJob) -> None:
        job.setup()
        try:
            messages = self._run(program.Apply(_WritePartition(job.write_partition)))
            job.commit(messages)
        except BaseException:
            job.abort()
            raise


class _WritePartition:
    def __init__(self, write: Callable[[int, int, Iterator[Any]], _io.CommitMessage]):
        self.write = write

    def __call__(self, split: int, iterator: Iterator[Any]) -> _io.CommitMessage:
        context = TaskContext.get()
        assert context is not None
        message = self.write(split, context.taskAttemptId(), iterator)
        context._written = {"output_bytes": message.size, "output_records": message.records}
        return message
