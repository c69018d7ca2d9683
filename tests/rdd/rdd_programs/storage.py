"""Caching, storage levels, checkpoints."""

import operator
import os
import tempfile

from rdd_package import StorageLevel

_LEVELS = [
    "NONE", "DISK_ONLY", "DISK_ONLY_2", "DISK_ONLY_3", "MEMORY_ONLY", "MEMORY_ONLY_2", "MEMORY_AND_DISK",
    "MEMORY_AND_DISK_2", "OFF_HEAP", "MEMORY_AND_DISK_DESER",
]  # fmt: skip


def storage_levels(sc):
    return [(repr(getattr(StorageLevel, name)), str(getattr(StorageLevel, name))) for name in _LEVELS]


def storage_level_of_flags(sc):
    level = StorageLevel(True, False, False, True, 2)
    return level.useDisk, level.useMemory, level.useOffHeap, level.deserialized, level.replication, str(level)


def storage_level_equality(sc):
    one = StorageLevel(True, False, False, False)
    return one == StorageLevel.DISK_ONLY, one == StorageLevel.DISK_ONLY_2, one == 1, one.replication


def cache_and_unpersist(sc):
    rdd = sc.parallelize([1, 2], 2)
    found = [rdd.is_cached, rdd.cache() is rdd, rdd.is_cached, str(rdd.getStorageLevel())]
    return [*found, rdd.collect(), rdd.unpersist() is rdd, rdd.is_cached, str(rdd.getStorageLevel())]


def level_of_plain_rdds(sc):
    level = sc.parallelize([1]).getStorageLevel()
    return level == StorageLevel.NONE, str(level)


def level_of_children(sc):
    rdd = sc.parallelize([1]).cache()
    child = rdd.map(str)
    return child.is_cached, str(child.getStorageLevel())


def persist_at_each_level(sc):
    found = []
    for name in (
        "DISK_ONLY",
        "MEMORY_ONLY",
        "MEMORY_AND_DISK",
        "MEMORY_ONLY_2",
        "OFF_HEAP",
        "MEMORY_AND_DISK_DESER",
    ):
        rdd = sc.parallelize(range(5), 2).map(lambda x: x * x).persist(getattr(StorageLevel, name))
        found.append((rdd.collect(), rdd.sum(), str(rdd.getStorageLevel())))
        rdd.unpersist(blocking=True)
    return found


def persist_at_the_default_level(sc):
    return str(sc.parallelize([1]).persist().getStorageLevel())


def persist_at_no_level(sc):
    rdd = sc.parallelize([1]).persist(StorageLevel.NONE)
    return rdd.collect(), rdd.is_cached


def persist_twice_at_a_level(sc):
    rdd = sc.parallelize([1]).persist(StorageLevel.DISK_ONLY)
    return rdd.persist(StorageLevel.DISK_ONLY) is rdd


def persist_at_another_level(sc):
    return sc.parallelize([1]).cache().persist(StorageLevel.DISK_ONLY)


def persist_again_after_unpersist(sc):
    rdd = sc.parallelize([1]).cache().unpersist()
    return str(rdd.persist(StorageLevel.DISK_ONLY).getStorageLevel())


def cached_is_computed_once(sc):
    runs = sc.accumulator(0)

    def count(x):
        runs.add(1)
        return x

    rdd = sc.parallelize(range(6), 2).map(count).cache()
    return rdd.count(), rdd.sum(), rdd.map(str).collect(), runs.value


def uncached_is_computed_each_time(sc):
    runs = sc.accumulator(0)

    def count(x):
        runs.add(1)
        return x

    rdd = sc.parallelize(range(6), 2).map(count)
    return rdd.count(), rdd.sum(), runs.value


def cached_after_unpersist_is_computed_again(sc):
    runs = sc.accumulator(0)

    def count(x):
        runs.add(1)
        return x

    rdd = sc.parallelize(range(6), 2).map(count).cache()
    rdd.count()
    rdd.unpersist(True)
    return rdd.count(), runs.value


def take_caches_only_what_it_reads(sc):
    runs = sc.accumulator(0)

    def count(x):
        runs.add(1)
        return x

    rdd = sc.parallelize(range(6), 3).map(count).cache()
    return rdd.take(1), runs.value, rdd.count(), runs.value


def cached_records_do_not_change(sc):
    rdd = sc.parallelize([[1], [2]], 1).cache()
    rdd.count()
    return rdd.map(lambda x: x.append(9) or x).collect(), rdd.collect()


def cached_before_a_shuffle(sc):
    rdd = sc.parallelize([(1, 2), (1, 3)], 2).reduceByKey(operator.add).cache()
    return rdd.collect(), rdd.mapValues(str).collect(), rdd.count()


def cached_with_nothing_in_it(sc):
    rdd = sc.parallelize([], 3).cache()
    return rdd.collect(), rdd.count(), sc.emptyRDD().cache().collect()


def checkpoint_of_an_rdd(sc):
    rdd = sc.parallelize(range(5), 2).map(lambda x: x + 1)
    before = rdd.isCheckpointed(), rdd.getCheckpointFile()
    rdd.checkpoint()
    marked = rdd.isCheckpointed()
    found = rdd.collect()
    return (
        before,
        marked,
        found,
        rdd.isCheckpointed(),
        os.path.isdir(rdd.getCheckpointFile()[5:]),
        rdd.glom().collect(),
    )


def checkpoint_file_lies_in_the_directory(sc):
    rdd = sc.parallelize([1])
    rdd.checkpoint()
    rdd.count()
    path = rdd.getCheckpointFile()
    return (
        path.startswith("file:"),
        path.startswith(sc.getCheckpointDir()),
        os.path.basename(path) == f"rdd-{rdd.id()}",
    )


def checkpoint_returns_nothing(sc):
    return sc.parallelize([1]).checkpoint(), sc.parallelize([1]).localCheckpoint()


def checkpoint_is_lazy(sc):
    rdd = sc.parallelize([1])
    rdd.checkpoint()
    return rdd.isCheckpointed(), rdd.getCheckpointFile()


def checkpoint_keeps_the_partitioner(sc):
    rdd = sc.parallelize([(1, 2), (2, 3)]).partitionBy(3)
    rdd.checkpoint()
    return rdd.glom().collect(), rdd.partitioner.numPartitions, rdd.glom().collect()


def checkpoint_of_a_shuffled_rdd(sc):
    rdd = sc.parallelize([(1, 2), (1, 3), (2, 4)], 3).reduceByKey(operator.add, 2)
    rdd.checkpoint()
    return rdd.collect(), rdd.mapValues(str).collect(), rdd.isCheckpointed()


def checkpoint_of_nothing(sc):
    rdd = sc.parallelize([], 2)
    rdd.checkpoint()
    return rdd.collect(), rdd.isCheckpointed(), rdd.collect()


def checkpoint_reached_from_a_child(sc):
    rdd = sc.parallelize([1, 2], 2)
    rdd.checkpoint()
    return rdd.map(str).collect(), rdd.isCheckpointed()


def checkpoint_after_the_first_job(sc):
    rdd = sc.parallelize([1, 2], 2).map(str)
    rdd.count()
    rdd.checkpoint()
    return rdd.count(), rdd.isCheckpointed()


def local_checkpoint(sc):
    rdd = sc.parallelize(range(4), 2).map(str)
    before = rdd.isLocallyCheckpointed()
    rdd.localCheckpoint()
    return (
        before,
        rdd.isLocallyCheckpointed(),
        rdd.collect(),
        rdd.isCheckpointed(),
        rdd.getCheckpointFile(),
        rdd.collect(),
    )


def local_checkpoint_of_a_shuffled_rdd(sc):
    rdd = sc.parallelize([(1, 2), (1, 3)], 2).groupByKey().mapValues(list)
    rdd.localCheckpoint()
    return rdd.collect(), rdd.collect()


def clean_shuffle_dependencies(sc):
    rdd = sc.parallelize([(1, 2), (1, 3)], 2).reduceByKey(operator.add)
    before = rdd.collect()
    return rdd.cleanShuffleDependencies(blocking=True), before == rdd.collect()


def set_checkpoint_directory_again(sc):
    before = sc.getCheckpointDir()
    folder = tempfile.mkdtemp()
    found = sc.setCheckpointDir(folder), sc.getCheckpointDir().startswith(f"file:{folder}/")
    return *found, sc.getCheckpointDir() != before
