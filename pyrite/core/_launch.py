"""Building an application's engine from its configuration."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterable

from pyrite import _alias
from pyrite._dataclasses import dataclass
from pyrite._events.bus import Bus
from pyrite._executor import session
from pyrite._executor.base import Executor
from pyrite._executor.inline import InlineExecutor
from pyrite._executor.pool import PoolExecutor, PoolSettings
from pyrite._runtime.memory import physical_memory
from pyrite._runtime.task import Settings
from pyrite._scheduler import pools
from pyrite._scheduler.engine import Engine
from pyrite._scheduler.loop import Loop
from pyrite._scheduler.model import Limits, Stage
from pyrite._scheduler.state import Scheduler
from pyrite.conf import SparkConf
from pyrite.core._master import Master

#: Of the machine's memory, what all workers together may cache when nothing is configured.
CACHE_SHARE = 0.5


@dataclass(frozen=True)
class Launched:
    engine: Engine
    directory: session.SessionDirectory
    storage_memory: int


def launch(
    conf: SparkConf, master: Master, bus: Bus, merge: Callable[[int, bytes], None], paths: list[str]
) -> Launched:
    """Make the session's folder, the executor (not started) and the loop."""
    root = _local_root(conf)
    session.reap(root)
    directory = session.SessionDirectory(root)
    settings = _settings(conf, master, directory)
    executor: Executor
    if master.inline:
        executor = InlineExecutor(settings)
    else:
        environment = {
            key[len("spark.executorEnv.") :]: value
            for key, value in conf.getAll()
            if key.startswith("spark.executorEnv.")
        }
        executor = PoolExecutor(
            PoolSettings(
                master.slots,
                directory.path,
                directory.part("files"),
                settings,
                environment,
                _alias.installed(),
            ),
            paths,
        )
    scheduler = Scheduler(master.slots, _limits(conf, master), _order(conf))
    loop = Loop(executor, scheduler, bus, merge, master.inline)
    return Launched(Engine(loop, bus, settings.max_result_size), directory, settings.storage_memory)


def _local_root(conf: SparkConf) -> str:
    text = os.environ.get("SPARK_LOCAL_DIRS") or conf.get("spark.local.dir") or tempfile.gettempdir()
    return text.split(",")[0].strip() or tempfile.gettempdir()


def _settings(conf: SparkConf, master: Master, directory: session.SessionDirectory) -> Settings:
    return Settings(
        shuffle_directory=directory.part("shuffle"),
        block_directory=directory.part("blocks"),
        spill_directory=directory.part("spill"),
        execution_memory=conf._read("spark.python.worker.memory"),
        storage_memory=_storage_memory(conf, master),
        max_result_size=conf._read("spark.driver.maxResultSize"),
        absolute_memory=not master.inline,
        task_cpus=conf._read("spark.task.cpus"),
    )


def _storage_memory(conf: SparkConf, master: Master) -> int:
    """Bytes that each worker may cache: Spark's share of the memory that is configured, else of the machine's."""
    for key in ("spark.executor.memory", "spark.driver.memory"):
        memory = conf._read(key)
        if memory is not None:
            return int(memory * conf._read("spark.memory.fraction") / master.slots)
    return int(physical_memory() * CACHE_SHARE / master.slots)


def _limits(conf: SparkConf, master: Master) -> Limits:
    return Limits(
        max_failures=master.max_failures,
        max_losses=conf._read("spark.task.maxFailures"),
        max_stage_attempts=conf._read("spark.stage.maxConsecutiveAttempts"),
        locality_wait=conf._read("spark.locality.wait"),
        kill_grace=conf._read("spark.python.task.killTimeout"),
        speculation=conf._read("spark.speculation"),
        speculation_quantile=conf._read("spark.speculation.quantile"),
        speculation_multiplier=conf._read("spark.speculation.multiplier"),
        speculation_min_runtime=conf._read("spark.speculation.minTaskRuntime"),
    )


def _order(conf: SparkConf) -> Callable[[Iterable[Stage]], list[Stage]]:
    if conf._read("spark.scheduler.mode") != "FAIR":
        return pools.fifo
    path = conf.get("spark.scheduler.allocation.file")
    return pools.fair(pools.read_pools(path) if path else {})
