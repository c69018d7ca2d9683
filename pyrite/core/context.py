"""The entry point of RDD programs."""

from __future__ import annotations

import atexit
import getpass
import importlib
import itertools
import logging
import os
import sys
import threading
import time
import uuid
import weakref
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from pyrite import _io
from pyrite._conf.known import warn_of
from pyrite._events.bus import Bus
from pyrite._lineage import ops
from pyrite._lineage.graph import Node, ancestors
from pyrite._runtime import frames, program
from pyrite._runtime.blocks import Level
from pyrite._scheduler.engine import JobFailed, decode
from pyrite._scheduler.loop import JobHandle
from pyrite.accumulators import (
    COMPLEX_ACCUMULATOR_PARAM,
    FLOAT_ACCUMULATOR_PARAM,
    INT_ACCUMULATOR_PARAM,
    Accumulator,
    AccumulatorParam,
    _accumulatorRegistry,
)
from pyrite.conf import SparkConf
from pyrite.core._debugger import offer_magic
from pyrite.core._failures import public_error
from pyrite.core._groups import PLACE, JobGroups, RunningQuery, comma_list
from pyrite.core._inputs import CheckpointInput, plan_collection, plan_range
from pyrite.core._launch import launch
from pyrite.core._logging import EventLines, set_level
from pyrite.core._master import parse_master
from pyrite.core._observers import Observers
from pyrite.core._reading import ReadingContext
from pyrite.core._save import _WritePartition
from pyrite.core._shipping import ShippingContext
from pyrite.core.broadcast import Broadcast
from pyrite.core.files import SparkFiles
from pyrite.core.rdd import RDD, call_site, place
from pyrite.core.status import StatusStore, StatusTracker
from pyrite.errors import (
    IllegalArgumentException,
    PySparkNotImplementedError,
    PySparkRuntimeError,
)
from pyrite.serializers import CloudPickleSerializer, Serializer
from pyrite.storagelevel import StorageLevel
from pyrite.taskcontext import TaskContext
from pyrite.version import __version__

if TYPE_CHECKING:
    from pyrite.profiler import ProfilerCollector

__all__ = ["SparkContext"]

T = TypeVar("T")
U = TypeVar("U")

log = logging.getLogger("pyrite")


class SparkContext(ReadingContext, ShippingContext, JobGroups):
    """The connection to an engine: makes RDDs, broadcasts and accumulators, and runs jobs.

    Parameters
    ----------
    master : str, optional
        ``local``, ``local[N]``, ``local[*]``, ``local[N,maxFailures]`` or ``local-cluster[N,cores,memory]``; from the
        configuration, or ``local[*]``, if not given.
    appName : str, optional
        A name for the application.
    pyFiles : list of str, optional
        ``.py`` or ``.zip`` files that tasks may import.
    environment : dict, optional
        Environment variables of the workers.
    batchSize : int
        How many records :meth:`parallelize` puts in a batch; 0 chooses.
    conf : SparkConf, optional
        Settings; ``master`` and ``appName`` override it.

    Raises
    ------
    ValueError
        When there is a SparkContext already, or the master is not supported.

    >>> with SparkContext("local[2]", "example") as sc:     # doctest: +SKIP
    ...     sc.parallelize(range(10)).sum()
    45
    """

    _active_spark_context: ClassVar[SparkContext | None] = None
    _lock: ClassVar[threading.RLock] = threading.RLock()
    PACKAGE_EXTENSIONS: ClassVar[tuple[str, ...]] = (".zip", ".egg", ".jar")

    def __init__(
        self,
        master: str | None = None,
        appName: str | None = None,
        sparkHome: str | None = None,
        pyFiles: list[str] | None = None,
        environment: dict[str, Any] | None = None,
        batchSize: int = 0,
        serializer: Serializer | None = None,
        conf: SparkConf | None = None,
        gateway: Any = None,
        jsc: Any = None,
        profiler_cls: type | None = None,
        udf_profiler_cls: type | None = None,
        memory_profiler_cls: type | None = None,
    ):
        self._assert_on_driver()
        if gateway is not None or jsc is not None:
            raise PySparkNotImplementedError(
                errorClass="NOT_IMPLEMENTED",
                messageParameters={"feature": "SparkContext over a py4j gateway (JVM)"},
            )
        self._call_site = call_site()
        with SparkContext._lock:
            self._refuse_second()
            SparkContext._active_spark_context = self
        try:
            self._start(master, appName, sparkHome, pyFiles, environment, batchSize, serializer, conf)
            self._start_profiler(profiler_cls, udf_profiler_cls, memory_profiler_cls)
        except BaseException:
            self.stop()
            raise

    # ------------------------------------------------------------------------------------------ life

    def _refuse_second(self) -> None:
        active = SparkContext._active_spark_context
        if active is not None:
            raise ValueError(
                f"Cannot run multiple SparkContexts at once; existing SparkContext(app={active.appName}, "
                f"master={active.master}) created by {active._call_site[0]} at {active._call_site[1]}"
            )

    def _start(
        self,
        master: str | None,
        name: str | None,
        home: str | None,
        py_files: list[str] | None,
        environment: dict[str, Any] | None,
        batch_size: int,
        serializer: Serializer | None,
        conf: SparkConf | None,
    ) -> None:
        self._conf = conf._copy() if conf is not None else SparkConf()
        for key, value in _SYSTEM_PROPERTIES.items():
            if key.startswith("spark."):
                self._conf.setIfMissing(key, value)
        if master:
            self._conf.setMaster(master)
        if name:
            self._conf.setAppName(name)
        if home:
            self._conf.setSparkHome(home)
        for key, value in (environment or {}).items():
            self._conf.setExecutorEnv(key, str(value))
        self._conf._assume("spark.master", "local[*]")
        self._conf._assume("spark.app.name", "pyspark-shell")
        warn_of(self._conf._conf)
        if level := self._conf.get("spark.log.level"):
            set_level(level)
        self.master: str = self._conf.get("spark.master") or ""
        self.appName: str = self._conf.get("spark.app.name") or ""
        self.sparkHome: str | None = self._conf.get("spark.home")
        self.environment: dict[str, Any] = dict(environment or {})
        self.pythonExec = os.environ.get("PYSPARK_PYTHON", sys.executable)
        self.pythonVer = f"{sys.version_info[0]}.{sys.version_info[1]}"
        self.serializer = serializer if serializer is not None else CloudPickleSerializer()
        self._batchSize = batch_size
        self._local = threading.local()
        self._startTime = int(time.time() * 1000)
        self._id = f"local-{self._startTime}"
        self._rdds: weakref.WeakValueDictionary[int, RDD[Any]] = weakref.WeakValueDictionary()
        self._storage_levels: dict[int, StorageLevel] = {}
        self._checkpoint_dir: str | None = None
        self._checkpoint_files: dict[int, str] = {}
        self._to_checkpoint: dict[int, tuple[weakref.ref[RDD[Any]], bool]] = {}
        self._checkpointing = threading.local()
        self._broadcast_ids = itertools.count()
        self._accumulator_ids = itertools.count()
        self._added_files: list[str] = []
        self._added_archives: list[str] = []
        self._python_includes: list[str] = []
        self._pid = os.getpid()
        self._bus = Bus()
        self._status = StatusStore()
        self._bus.add(self._status)
        EventLines(self._bus)
        self._master = parse_master(
            self.master, self._conf._read("spark.task.maxFailures"), self._conf._read("spark.task.cpus")
        )
        launched = launch(self._conf, self._master, self._bus, _merge_accumulator, self._python_includes)
        self._engine = launched.engine
        self._directory = launched.directory
        self._stopped = False
        self._ends: list[Callable[[], None]] = []
        self._running_queries: set[RunningQuery] = set()
        #: By session.
        self._progress_handlers: dict[str, list[Callable[..., None]]] = {}
        # How an RDD becomes a DataFrame: a session sets it.
        self._make_frame: Callable[..., Any] | None = None
        self._storage_memory = launched.storage_memory
        self._files_directory = launched.directory.part("files")
        SparkFiles._sc = self
        SparkFiles._root_directory = self._files_directory
        self._conf._assume("spark.app.id", self._id)
        atexit.register(self._at_exit)
        _watch_forks(self)
        self._python_include(self._files_directory)
        for path in [*(py_files or []), *comma_list(self._conf.get("spark.submit.pyFiles"))]:
            self.addPyFile(path)
        for path in comma_list(self._conf.get("spark.files")):
            self.addFile(path)
        for path in comma_list(self._conf.get("spark.archives")):
            self.addArchive(path)
        if folder := self._conf.get("spark.checkpoint.dir"):
            self.setCheckpointDir(folder)
        self._observers = Observers(self)

    def _start_profiler(
        self, profiler: type | None, udf_profiler: type | None, memory_profiler: type | None
    ) -> None:
        self.profiler_collector: ProfilerCollector | None = None
        if not self._conf._read("spark.python.profile"):
            return
        # cProfile and pstats are loaded only where somebody profiles.
        profilers = importlib.import_module("pyrite.profiler")
        self.profiler_collector = profilers.ProfilerCollector(
            profiler or profilers.BasicProfiler,
            udf_profiler or profilers.UDFBasicProfiler,
            memory_profiler or profilers.MemoryProfiler,
            self._conf.get("spark.python.profile.dump"),
        )
        self._engine.profiler_of = self._new_profiler

    def _new_profiler(self, node: int) -> Any:
        assert self.profiler_collector is not None
        profiler = self.profiler_collector.new_profiler(self)
        self.profiler_collector.add_profiler(node, profiler)
        return profiler

    def _on_stop(self, end: Callable[[], None]) -> None:
        """Call ``end`` when the application ends, before its files vanish."""
        self._ends.append(end)

    def stop(self) -> None:
        """End the application: jobs fail, workers leave, files vanish. A second call does nothing."""
        with SparkContext._lock:
            if SparkContext._active_spark_context is self:
                SparkContext._active_spark_context = None
        if getattr(self, "_stopped", True):
            return
        self._stopped = True
        atexit.unregister(self._at_exit)
        engine, observers = getattr(self, "_engine", None), getattr(self, "_observers", None)
        if os.getpid() != self._pid:
            return
        for end in self._ends:
            end()
        if engine is not None:
            engine.loop.stop()
            if observers is not None:
                observers.stop()
            self._directory.remove()
        for include in self._python_includes:
            if include in sys.path:
                sys.path.remove(include)
        if SparkFiles._sc is self:
            SparkFiles._sc = None
            SparkFiles._root_directory = None
        _accumulatorRegistry.clear()

    def _at_exit(self) -> None:
        if self.profiler_collector is not None and not self._stopped:
            self.profiler_collector.show_profiles()
        self.stop()

    def _abandon(self) -> None:
        """In a child that the user's program forked: this context is the parent's alone."""
        self._stopped = True
        SparkContext._active_spark_context = None
        self._engine.loop.abandon()
        self._observers.abandon()
        self._directory.abandon()

    def __enter__(self) -> SparkContext:
        return self

    def __exit__(self, *_: Any) -> None:
        self.stop()

    def __repr__(self) -> str:
        return f"<SparkContext master={self.master} appName={self.appName}>"

    def _repr_html_(self) -> str:
        from html import escape

        url = self.uiWebUrl
        link = f'<p><a href="{escape(url)}">Spark UI</a></p>' if url else ""
        return (
            f"<div><p><b>SparkContext</b></p>{link}<dl>"
            f"<dt>Version</dt><dd><code>v{self.version}</code></dd>"
            f"<dt>Master</dt><dd><code>{escape(self.master)}</code></dd>"
            f"<dt>AppName</dt><dd><code>{escape(self.appName)}</code></dd></dl></div>"
        )

    def __getnewargs__(self) -> Any:
        raise PySparkRuntimeError(errorClass="CONTEXT_ONLY_VALID_ON_DRIVER", messageParameters={})

    def __reduce_ex__(self, protocol: Any) -> Any:
        return self.__getnewargs__()

    @staticmethod
    def _assert_on_driver() -> None:
        if TaskContext.get() is not None:
            raise PySparkRuntimeError(errorClass="CONTEXT_ONLY_VALID_ON_DRIVER", messageParameters={})

    def _alive(self) -> None:
        if self._stopped:
            if os.getpid() != self._pid:
                raise PySparkRuntimeError(
                    "This process is a fork of the one that made the SparkContext; it cannot use it. Make a new "
                    "SparkContext here, or run the job in the parent."
                )
            raise PySparkRuntimeError(errorClass="CONTEXT_ALREADY_STOPPED", messageParameters={})

    @classmethod
    def getOrCreate(cls, conf: SparkConf | None = None) -> SparkContext:
        """The active SparkContext, or a new one made with ``conf``."""
        with SparkContext._lock:
            return SparkContext._active_spark_context or SparkContext(conf=conf or SparkConf())

    # ------------------------------------------------------------------------------------------ facts

    @property
    def version(self) -> str:
        """The version of Spark whose API this is."""
        return __version__

    @property
    def applicationId(self) -> str:
        """A unique id of this application."""
        return self._id

    @property
    def uiWebUrl(self) -> str | None:
        """The address of the web UI; ``None`` without one (``spark.ui.enabled``)."""
        return None if self._observers.ui is None else self._observers.ui.url

    @property
    def startTime(self) -> int:
        """When this context was made, in milliseconds since 1970."""
        return self._startTime

    @property
    def defaultParallelism(self) -> int:
        """How many partitions an RDD gets when none are asked for (``spark.default.parallelism``)."""
        configured = self._conf.get("spark.default.parallelism")
        return int(configured) if configured else self._master.cores

    @property
    def defaultMinPartitions(self) -> int:
        """The least number of partitions of file inputs when none is asked for."""
        return min(self.defaultParallelism, 2)

    @property
    def resources(self) -> dict[str, Any]:
        """Resources of the driver by name."""
        return {}

    def sparkUser(self) -> str:
        """The user who runs this application."""
        return os.environ.get("SPARK_USER") or getpass.getuser()

    def getConf(self) -> SparkConf:
        """A copy of the configuration."""
        return self._conf._copy()

    def setLogLevel(self, logLevel: str) -> None:
        """Set the level of Pyrite's log: ALL, DEBUG, ERROR, FATAL, INFO, OFF, TRACE or WARN."""
        set_level(logLevel)

    @classmethod
    def setSystemProperty(cls, key: str, value: str) -> None:
        """Set a property for contexts made later; keys that start with ``spark.`` are settings."""
        _SYSTEM_PROPERTIES[key] = value

    @classmethod
    def getSystemProperty(cls, key: str) -> str | None:
        """A property that :meth:`setSystemProperty` has set, or ``None``."""
        return _SYSTEM_PROPERTIES.get(key)

    # ------------------------------------------------------------------------------------------ RDDs from data

    def _source(self, plan: Callable[[], Any]) -> RDD[Any]:
        """An RDD over an input that is planned when its partitions are first needed."""
        self._alive()
        corrupt = self._conf._read("spark.files.ignoreCorruptFiles")
        missing = self._conf._read("spark.files.ignoreMissingFiles")
        if corrupt or missing:
            plan = partial(_io.plan_leniently, plan, corrupt, missing)
        return self._rdd(ops.Source(program.Deferred(plan)))

    def _rdd(self, op: ops.Op, partitions: int | None = None) -> RDD[Any]:
        name, site = call_site()
        return RDD(
            Node(self._engine.next_id(), op, partitions, call_site=f"{name} at {site}" if site else name),
            self,
        )

    def emptyRDD(self) -> RDD[Any]:
        """An RDD without partitions."""
        self._alive()
        return self._rdd(ops.Source(plan_collection([], 1, 1)), 0)

    def range(
        self, start: int, end: int | None = None, step: int = 1, numSlices: int | None = None
    ) -> RDD[int]:
        """The numbers from ``start`` to ``end`` (not included), or from 0 to ``start``.

        >>> sc.range(2, 8, 2).collect()
        [2, 4, 6]
        """
        return self.parallelize(range(start) if end is None else range(start, end, step), numSlices)

    def parallelize(self, c: Iterable[T], numSlices: int | None = None) -> RDD[T]:
        """Spread a collection of the driver over partitions. What it holds now is what tasks will see.

        >>> sc.parallelize([0, 2, 3, 4, 6], 5).glom().collect()
        [[0], [2], [3], [4], [6]]
        """
        self._alive()
        slices = self.defaultParallelism if numSlices is None else int(numSlices)
        if slices < 1:
            raise IllegalArgumentException(f"Positive number of partitions required, got {slices}")
        if isinstance(c, range):
            return self._rdd(ops.Source(plan_range(c, slices)))
        records: Any = (
            c if hasattr(c, "__len__") and hasattr(c, "__getitem__") and not isinstance(c, dict) else list(c)
        )
        return self._rdd(ops.Source(plan_collection(records, slices, self._batchSize or 1024)))

    def union(self, rdds: Sequence[RDD[T]]) -> RDD[T]:
        """All records of all ``rdds``. Where all are partitioned alike, partition by partition."""
        rdds = list(rdds)
        if not rdds:
            raise ValueError("union needs at least one RDD")
        for rdd in rdds:
            if not isinstance(rdd, RDD):
                raise TypeError(f"union takes RDDs, not {type(rdd).__name__}")
        partitioner = rdds[0].partitioner
        if partitioner is not None and all(rdd.partitioner == partitioner for rdd in rdds):
            return rdds[0]._make(
                ops.AlignedUnion(len(rdds)), partitioner.numPartitions, rdds, partitioner=partitioner
            )
        ends = tuple(itertools.accumulate(rdd.getNumPartitions() for rdd in rdds))
        return rdds[0]._make(ops.Union(ends), ends[-1], rdds)

    # ------------------------------------------------------------------------------------------ RDDs from files

    def _storage(self, conf: Mapping[str, str] | None = None) -> _io.Storage:
        """File systems, configured by ``spark.hadoop.*`` and by ``conf`` on top."""
        prefix = "spark.hadoop."
        options = {
            key[len(prefix) :] if key.startswith(prefix) else key: value
            for key, value in self._conf.getAll()
            if key.startswith((prefix, "spark.files."))
        }
        options.update(conf or {})
        return _io.Storage(options)

    # ------------------------------------------------------------------------------------------ shared variables

    def broadcast(self, value: T) -> Broadcast[T]:
        """Send a read-only value to the workers once; tasks use its ``value``."""
        self._alive()
        number = next(self._broadcast_ids)
        path = os.path.join(self._directory.part("broadcast"), f"broadcast_{number}")
        broadcast = Broadcast(number, path, value, self._drop_broadcast)
        self._engine.loop.when_gone(broadcast, partial(self._drop_broadcast, number, True))
        return broadcast

    def _drop_broadcast(self, number: int, destroy: bool) -> None:
        """Let the workers forget a value and, to ``destroy`` it, delete its file."""
        if os.getpid() != self._pid:
            return
        if destroy:
            with suppress(OSError):
                os.unlink(os.path.join(self._directory.part("broadcast"), f"broadcast_{number}"))
        loop = self._engine.loop
        if loop.started and not self._stopped:
            loop.call(lambda: loop.executor.forget("broadcast", number))

    def accumulator(self, value: T, accum_param: AccumulatorParam[T] | None = None) -> Accumulator[T]:
        """A variable that tasks add to. Without ``accum_param`` the value is an int, a float or a complex number."""
        param: Any = accum_param
        if param is None:
            for kind, known in _ACCUMULATOR_PARAMS:
                if isinstance(value, kind):
                    param = known
                    break
            else:
                raise TypeError(f"No default accumulator param for type {type(value)}")
        return Accumulator(next(self._accumulator_ids), value, param)

    # ------------------------------------------------------------------------------------------ checkpoints, caching

    def setCheckpointDir(self, dirName: str) -> None:
        """The directory below which :meth:`RDD.checkpoint` saves."""
        storage = self._storage()
        self._checkpoint_dir = f"{storage.qualify(dirName)}/{uuid.uuid4()}"
        storage.make_directory(self._checkpoint_dir)

    def getCheckpointDir(self) -> str | None:
        """The directory that :meth:`setCheckpointDir` made for this application."""
        return _as_uri(self._checkpoint_dir) if self._checkpoint_dir else None

    def _persist(self, rdd: RDD[Any], level: StorageLevel) -> None:
        self._alive()
        node = rdd._node.id
        self._storage_levels[node] = level
        self._engine.cache(node, Level(level.useMemory or level.useOffHeap, level.useDisk))
        # The node outlives the RDD object where children refer to it: only then is the cache let go.
        self._engine.loop.when_gone(rdd._node, partial(self._forget_cached, node))

    def _unpersist(self, rdd: RDD[Any]) -> None:
        self._forget_cached(rdd._node.id)

    def _forget_cached(self, node: int) -> None:
        if self._storage_levels.pop(node, None) is not None and not self._stopped:
            self._engine.uncache(node)

    def _mark_checkpoint(self, rdd: RDD[Any], local: bool) -> None:
        self._alive()
        if not local and self._checkpoint_dir is None:
            raise PySparkRuntimeError("Checkpoint directory has not been set in the SparkContext")
        if rdd._node.id not in self._engine.checkpoints:
            self._to_checkpoint[rdd._node.id] = (weakref.ref(rdd), local)

    def _checkpoint_after(self, node: Node) -> None:
        """Save the marked RDDs that the job which has just ended computed."""
        if getattr(self._checkpointing, "busy", False):
            return
        self._checkpointing.busy = True
        try:
            for found in [n for n in ancestors(node) if n.id in self._to_checkpoint]:
                owner, local = self._to_checkpoint.pop(found.id)
                self._write_checkpoint(found, local, owner)
        finally:
            self._checkpointing.busy = False

    def _write_checkpoint(self, node: Node, local: bool, owner: Callable[[], RDD[Any] | None]) -> None:
        storage = self._storage()
        root = self._directory.part("blocks") if local else self._checkpoint_dir
        path = f"{root}/rdd-{node.id}"
        job = _io.output_job(path, _io.PickleOutput(storage, frames.BATCH), storage)
        job.setup()
        try:
            job.commit(self._run(RDD(node, self), program.Apply(_WritePartition(job.write_partition))))
        except BaseException:
            job.abort()
            raise
        files = _io.plan_pickle_file(
            f"{path}/part-*" if node.num_partitions else path, 1, _whole_files(storage)
        )
        saved = Node(
            node.id,
            ops.Source(CheckpointInput(files)),
            partitioner=node.partitioner,
            call_site=node.call_site,
        )
        self._engine.checkpoints[node.id] = saved
        # What is derived from now on starts at the files; with the old nodes go their shuffle files.
        rdd = owner()
        if rdd is not None:
            rdd._node = saved
        if not local:
            self._checkpoint_files[node.id] = _as_uri(path)

    def addSparkListener(self, listener: Any) -> None:
        """Tell a ``pyrite.listener.SparkListener`` what happens from now on."""
        self._alive()
        self._observers.listeners.add(listener)

    def removeSparkListener(self, listener: Any) -> None:
        """Tell it no more."""
        self._observers.listeners.remove(listener)

    def _asked(self, request: dict[str, Any]) -> None:
        """What somebody asks for on a page of the UI."""
        kind = request.get("request")
        if kind == "kill job":
            self._kill_job(int(request["job"]), "killed via Web UI")
        elif kind == "kill stage":
            stage = int(request["stage"])
            for job in self.statusTracker().getActiveJobsIds():
                if stage in self._status.stages_of(job):
                    self._kill_job(job, f"because Stage {stage} was cancelled: killed via the Web UI")

    def _kill_job(self, job: int, reason: str) -> None:
        for query in list(self._running_queries):
            if query.job == job:
                query.cancel(reason)
        self._engine.loop.cancel([job], f"Job {{job}} cancelled {reason}")

    def statusTracker(self) -> StatusTracker:
        """What runs and how far it is."""
        return StatusTracker(self._status, self._storage_memory)

    # ------------------------------------------------------------------------------------------ jobs

    def runJob(
        self,
        rdd: RDD[T],
        partitionFunc: Callable[[Iterable[T]], Iterable[U]],
        partitions: Sequence[int] | None = None,
        allowLocal: bool = False,
    ) -> list[U]:
        """Apply ``partitionFunc`` to the iterator of each of ``partitions`` (all by default) and return what they give.

        >>> sc.runJob(sc.parallelize(range(6), 3), lambda part: [x * x for x in part], [0, 2])
        [0, 1, 16, 25]
        """
        return [
            x
            for part in self._run(rdd, program.Apply(program.Listed(partitionFunc)), partitions)
            for x in part
        ]

    def _run(self, rdd: RDD[Any], sink: program.Sink, partitions: Sequence[int] | None = None) -> list[Any]:
        """Run a job and return the value of each partition, or raise what went wrong as the user should see it."""
        self._assert_on_driver()
        self._alive()
        if partitions:
            count = rdd.getNumPartitions()
            for p in partitions:
                if not 0 <= p < count:
                    raise IllegalArgumentException(f"There is no partition {p}: the RDD has {count}")
        try:
            name = self._properties().get(PLACE) or place()
            found = self._engine.run(rdd._node, sink, partitions, self._options(), name)
        except JobFailed as failure:
            error = public_error(failure)
        else:
            if self._to_checkpoint:
                self._checkpoint_after(rdd._node)
            return found
        offer_magic(self._engine)
        raise error

    def _run_for(self, rdd: RDD[Any], sink: program.Sink, seconds: float) -> tuple[list[Any], int]:
        """What a job has found after ``seconds``, and how many partitions it has; the rest of it is cancelled."""
        self._assert_on_driver()
        self._alive()
        handle = self._engine.start(rdd._node, sink, None, self._options(), place())
        if not self._engine.loop.wait(handle, timeout=seconds):
            self._engine.loop.cancel([handle.plan.id], "Job {job} has run out of time")
            self._engine.loop.wait(handle)
        elif handle.error is not None:
            raise public_error(JobFailed(handle.error, handle))
        return [decode(outcome) for outcome in handle.results.values()], len(handle.plan.result.partitions)

    def _iterate(self, rdd: RDD[T], prefetch: bool) -> Iterator[T]:
        self._assert_on_driver()
        self._alive()
        options, name = self._options(), place()
        count = rdd.getNumPartitions()

        loop = self._engine.loop
        running: list[JobHandle] = []

        def start(p: int) -> None:
            running.append(self._engine.prepare(rdd._node, program.Collect(), [p], options, name))
            loop.submit(running[-1])

        def records() -> Iterator[T]:
            try:
                for p in range(count):
                    if not running:
                        start(p)
                    loop.wait(running[0])
                    handle = running.pop(0)
                    if prefetch and p + 1 < count:
                        start(p + 1)
                    try:
                        self._engine.check(handle)
                    except JobFailed as failure:
                        raise public_error(failure) from None
                    yield from decode(handle.results.pop(0))
            finally:
                loop.cancel([handle.plan.id for handle in running], "Job {job} cancelled")

        return records()

    # ------------------------------------------------------------------------------------------ profiles

    def show_profiles(self) -> None:
        """Print what the profiler has gathered (``spark.python.profile``)."""
        self._profiles().show_profiles()

    def dump_profiles(self, path: str) -> None:
        """Write what the profiler has gathered to a directory."""
        self._profiles().dump_profiles(path)

    def _profiles(self) -> ProfilerCollector:
        if self.profiler_collector is None:
            raise PySparkRuntimeError(errorClass="INCORRECT_CONF_FOR_PROFILE", messageParameters={})
        return self.profiler_collector

    # ------------------------------------------------------------------------------------------ the JVM that is not

    @property
    def _jvm(self) -> Any:
        raise PySparkNotImplementedError(
            errorClass="NOT_IMPLEMENTED",
            messageParameters={"feature": "Access to the JVM (SparkContext._jvm)"},
        )

    @property
    def _jsc(self) -> Any:
        raise PySparkNotImplementedError(
            errorClass="NOT_IMPLEMENTED",
            messageParameters={"feature": "Access to the JVM (SparkContext._jsc)"},
        )


_SYSTEM_PROPERTIES: dict[str, str] = {}
_ACCUMULATOR_PARAMS: list[tuple[type, AccumulatorParam[Any]]] = [
    (int, INT_ACCUMULATOR_PARAM),
    (float, FLOAT_ACCUMULATOR_PARAM),
    (complex, COMPLEX_ACCUMULATOR_PARAM),
]


def _merge_accumulator(aid: int, pickled: bytes) -> None:
    accumulator = _accumulatorRegistry.get(aid)
    if accumulator is not None:
        accumulator.add(frames.loads(pickled))


def _as_uri(path: str) -> str:
    return f"file:{path}" if path.startswith("/") else path


def _whole_files(storage: _io.Storage) -> _io.Storage:
    """The same storage, which never cuts a file: a checkpoint's files are its partitions."""
    return _io.Storage({**storage.options, "mapreduce.input.fileinputformat.split.minsize": str(1 << 62)})


def _watch_forks(context: SparkContext) -> None:
    """A child that the user's program forks must not act on the parent's session."""
    reference = weakref.ref(context)

    def in_child() -> None:
        found = reference()
        if found is not None and not found._stopped:
            found._abandon()

    os.register_at_fork(after_in_child=in_child)
