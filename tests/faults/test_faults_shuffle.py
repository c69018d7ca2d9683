"""Shuffle files that are torn, lost, damaged or find no room."""

from __future__ import annotations

import glob
import os
import random
import shutil
import subprocess
import time

import faulty
import pytest

from pyrite import StorageLevel, TaskContext
from pyrite.errors import PySparkException

pytestmark = pytest.mark.timeout(60)


def counted(sc, marks, maps=8, reducers=8, records=2000):
    """Pairs reduced by key, leaving a mark for each map task that ran; and what they must come to."""

    def run(split, iterator):
        faulty.mark(marks, f"map{split}")
        return ((x % 50, x) for x in iterator)

    rdd = sc.parallelize(range(records), maps).mapPartitionsWithIndex(run)
    expected = sorted((k, sum(range(k, records, 50))) for k in range(50))
    return rdd.reduceByKey(lambda a, b: a + b, reducers), expected


def shuffle_files(local_dir):
    return sorted(glob.glob(f"{local_dir}/pyrite-*/shuffle/*.data"))


# ---------------------------------------------------------------------------------------------- torn and lost


def test_worker_killed_while_it_writes_leaves_nothing_visible(start, marks, local_dir, seed):
    sc = start("local[2]")
    offset = random.Random(seed).randrange(1, 2000)

    def tear(split, iterator):
        if split == 1 and not faulty.marks(marks):
            real = os.write

            def torn(fd, data):
                if os.readlink(f"/proc/self/fd/{fd}").endswith(".partial"):
                    real(fd, bytes(data)[:offset])
                    faulty.mark(marks, "torn")
                    os.kill(os.getpid(), 9)
                return real(fd, data)

            os.write = torn
        return ((x % 50, x) for x in iterator)

    pairs = sc.parallelize(range(4000), 4).mapPartitionsWithIndex(tear).partitionBy(4)
    assert sorted(pairs.values().collect()) == list(range(4000))
    assert faulty.marks(marks, "torn") == 1
    known = {o.path for o in next(iter(sc._engine.loop.scheduler.outputs.values()))}
    assert set(shuffle_files(local_dir)) == known
    assert sorted(pairs.values().collect()) == list(range(4000))


def test_lost_map_outputs_are_the_only_ones_made_again(sc, marks, local_dir, seed):
    faulty.read_files_anew(sc)
    rdd, expected = counted(sc, marks)
    assert sorted(rdd.collect()) == expected
    assert faulty.marks(marks) == 8
    lost = random.Random(seed).sample(shuffle_files(local_dir), 3)
    for path in lost:
        os.unlink(path)
    assert sorted(rdd.collect()) == expected
    assert faulty.marks(marks) == 8 + len(lost)


def test_outputs_lost_under_several_jobs_that_share_them(sc, marks, local_dir):
    rdd, expected = counted(sc, marks)

    def slowly(it):
        time.sleep(0.02)
        return it

    assert sorted(rdd.collect()) == expected
    jobs = [faulty.job_in_thread(lambda: rdd.mapPartitions(slowly).collect()) for _ in range(6)]
    for i in range(5):
        time.sleep(0.02)
        for path in shuffle_files(local_dir)[i::3]:
            os.unlink(path)
    for job in jobs:
        assert sorted(faulty.finished(*job, 20)) == expected
    faulty.assert_usable(sc)


def test_killing_the_worker_that_wrote_the_blocks_costs_no_map_task(sc, marks, seed):
    rdd, expected = counted(sc, marks)

    def slowly(it):
        time.sleep(0.1)
        return it

    thread, out = faulty.job_in_thread(lambda: rdd.mapPartitions(slowly).collect())
    faulty.wait_until(lambda: faulty.marks(marks) == 8, 5)
    time.sleep(random.Random(seed).random() * 0.2)
    started = time.monotonic()
    for victim in list(faulty.pids(sc).values())[:2]:
        faulty.kill(victim)
    assert sorted(faulty.finished(thread, out, 20)) == expected
    assert time.monotonic() - started < 10
    # A map task that was about to answer may be lost with its worker, never one that has answered.
    assert faulty.marks(marks) <= 10


def test_files_cleaned_under_a_running_job_are_made_again(sc, marks):
    rdd, expected = counted(sc, marks)

    def slowly(it):
        time.sleep(0.05)
        return it

    thread, out = faulty.job_in_thread(lambda: rdd.mapPartitions(slowly).collect())
    faulty.wait_until(lambda: faulty.marks(marks) == 8, 5)
    time.sleep(0.03)
    rdd.cleanShuffleDependencies()
    assert sorted(faulty.finished(thread, out, 20)) == expected
    faulty.assert_usable(sc)


# ---------------------------------------------------------------------------------------------- damaged


def damage(path, chance, kind=None):
    size = os.path.getsize(path)
    kind = kind or chance.choice(["cut", "flip", "empty", "zeros"])
    with open(path, "r+b") as file:
        if kind == "cut":
            file.truncate(chance.randrange(size))
        elif kind == "empty":
            file.truncate(0)
        elif kind == "zeros":
            file.write(bytes(size))
        else:
            place = chance.randrange(size)
            file.seek(place)
            byte = file.read(1)[0]
            file.seek(place)
            file.write(bytes([byte ^ 1 << chance.randrange(8)]))


def test_damaged_blocks_are_noticed_and_made_again(start, marks, local_dir, seed):
    sc = start("local[2]")
    faulty.read_files_anew(sc)
    rdd, expected = counted(sc, marks, 3, 3, 1000)
    assert sorted(rdd.collect()) == expected
    chance = random.Random(seed)
    for done in range(15):
        damage(chance.choice(shuffle_files(local_dir)), chance)
        assert sorted(rdd.collect()) == expected
        assert faulty.marks(marks) == 4 + done
    # Damage that is met in a large file, which is not read whole.
    wide = sc.parallelize(range(4), 2).map(lambda x: (x, os.urandom(200_000))).partitionBy(2)
    assert wide.mapValues(len).values().sum() == 800_000
    damage(shuffle_files(local_dir)[-1], chance)
    assert wide.mapValues(len).values().sum() == 800_000


@pytest.mark.long
@pytest.mark.timeout(600)
def test_a_hundred_cuts_and_a_thousand_flips_are_noticed(start, marks, local_dir):
    sc = start("local[2]")
    faulty.read_files_anew(sc)
    rdd, expected = counted(sc, marks, 2, 2, 400)
    assert sorted(rdd.collect()) == expected
    chance = random.Random(1)
    for done in range(1100):
        damage(chance.choice(shuffle_files(local_dir)), chance, "cut" if done < 100 else "flip")
        assert sorted(rdd.collect()) == expected
        assert faulty.marks(marks) == 3 + done


def test_blocks_that_are_always_damaged_end_the_job_after_four_attempts(sc, marks, local_dir):
    rdd, _ = counted(sc, marks, 2, 2)
    executor = sc._engine.loop.executor
    handed_out = executor.outputs_of

    def damaged(shuffle):
        for path in shuffle_files(local_dir):
            with open(path, "r+b") as file:
                file.write(b"\xff" * 8)
        return handed_out(shuffle)

    executor.outputs_of = damaged
    attempts = []
    sc._bus.add(lambda event: event.kind == "StageSubmitted" and attempts.append(event.facts["info"]))
    started = time.monotonic()
    with pytest.raises(PySparkException) as failure:
        rdd.collect()
    assert time.monotonic() - started < 60
    text = str(failure.value)
    assert "4 times" in text and "map " in text and local_dir in text and "checksum" in text
    of_result = [(stage, attempt) for stage, attempt, name, *_ in attempts if name.startswith("collect")]
    assert [attempt for _, attempt in of_result] == [0, 1, 2, 3] and len(set(dict(of_result))) == 1
    of_maps = [(stage, attempt) for stage, attempt, name, *_ in attempts if not name.startswith("collect")]
    assert [attempt for _, attempt in of_maps] == [0, 1, 2, 3] and len(set(dict(of_maps))) == 1
    executor.outputs_of = handed_out
    faulty.assert_usable(sc)


# ---------------------------------------------------------------------------------------------- no room


@pytest.fixture(params=[8, pytest.param(64, marks=pytest.mark.long)])
def small_disk(tmp_path, request):
    """A folder on a file system of so many MB, and the number of records of 50 kB that are three times as much."""
    path = tmp_path / "small"
    path.mkdir()
    options = f"size={request.param}m"
    if subprocess.run(["mount", "-t", "tmpfs", "-o", options, "none", path], check=False).returncode:
        pytest.skip("no file system can be mounted here")
    yield str(path), request.param * 63
    subprocess.run(["umount", "-l", path], check=True)


def noise(x):
    return x % 100, os.urandom(50_000)


def assert_full_disk_is_survived(sc, folder, action):
    started = time.monotonic()
    with pytest.raises(PySparkException) as failure:
        action()
    assert time.monotonic() - started < 30
    text = str(failure.value)
    assert "No space left" in text or "File too large" in text
    assert folder in text
    faulty.wait_until(
        lambda: not [path for path in faulty.files_below(folder) if path.endswith(".partial")],
        5,
        "partial files vanish",
    )
    faulty.assert_usable(sc)


@pytest.mark.parametrize("what", ["pairs", "groups", "sort", "repartition", "cache"])
def test_full_disk_is_named_and_survived(start, small_disk, what):
    folder, records = small_disk
    sc = start("local[2]", **{"spark.local.dir": folder})
    rdd = sc.parallelize(range(records), 4).map(faulty_noise)
    actions = {
        "pairs": lambda: rdd.partitionBy(4).count(),
        "groups": lambda: rdd.groupByKey(4).count(),
        "sort": lambda: rdd.sortByKey().count(),
        "repartition": lambda: rdd.repartition(4).count(),
        "cache": lambda: rdd.persist(StorageLevel.DISK_ONLY).count(),
    }
    assert_full_disk_is_survived(sc, folder, actions[what])


def faulty_noise(x):
    return noise(x)


@pytest.mark.parametrize("what", ["shuffle", "spill"])
def test_file_size_limit_is_named_and_survived(start, local_dir, what):
    sc = start("local[2]", **{"spark.python.worker.memory": "1m"} if what == "spill" else {})

    def limited(it):
        import resource

        resource.setrlimit(resource.RLIMIT_FSIZE, (500_000, resource.RLIM_INFINITY))
        return it

    rdd = sc.parallelize(range(200), 2)
    if what == "shuffle":
        action = rdd.map(lambda x: (x, os.urandom(20_000))).mapPartitions(limited).partitionBy(2).count
    else:
        keyed = rdd.flatMap(lambda x: ((x * 1000 + i, "v" * 20) for i in range(1000))).partitionBy(2)
        action = keyed.mapPartitions(limited).reduceByKey(lambda a, b: a, 2).count
    assert_full_disk_is_survived(sc, local_dir, action)


def test_local_dir_removed_in_the_middle(sc, marks, local_dir, seed):
    rdd, expected = counted(sc, marks)

    def slowly(it):
        time.sleep(0.05)
        return it

    thread, out = faulty.job_in_thread(
        lambda: rdd.mapPartitions(slowly).map(lambda x: x).sortByKey(numPartitions=3).collect()
    )
    time.sleep(random.Random(seed).random() * 0.3)
    shutil.rmtree(local_dir, ignore_errors=True)
    started = time.monotonic()
    try:
        assert faulty.finished(thread, out, 10) == expected
    except PySparkException as error:
        assert local_dir in str(error)
    assert time.monotonic() - started < 10
    faulty.assert_usable(sc)
    assert sorted(rdd.collect()) == expected
    # Workers that are forked now do without the folder, and do not die one after the other.
    for pid in faulty.pids(sc).values():
        faulty.kill(pid)
    faulty.assert_usable(sc)
    after = faulty.pids(sc)
    time.sleep(0.3)
    assert faulty.pids(sc) == after


# ---------------------------------------------------------------------------------------------- spilling


class Collision:
    """Keys that differ and have one hash."""

    def __init__(self, n):
        self.n = n

    def __hash__(self):
        return 7

    def __eq__(self, other):
        return isinstance(other, Collision) and self.n == other.n

    def __reduce__(self):
        return Collision, (self.n,)


def make_key(kind, i):
    if kind == "collisions":
        return Collision(i % 300)
    if kind == "none":
        return None if i % 3 == 0 else (None, i % 50)
    if kind == "huge":
        return (2**31 - 1, -(2**31), 2**63, 10**40, -1, 0, True)[i % 7]
    return i % 5000


@pytest.mark.parametrize("kind", ["many", "collisions", "none", "huge"])
@pytest.mark.parametrize("what", ["reduce", "group", "cogroup", "sort"])
def test_spilling_changes_no_result(start, local_dir, kind, what):
    sc = start("local[2]", **{"spark.python.worker.memory": "1m"})
    n = 30_000
    # By value: workers need not import this test.
    make, cls = make_key, Collision
    rdd = sc.parallelize(range(n), 4).map(lambda i: (make(kind, i), i))
    plain: dict = {}
    for i in range(n):
        plain.setdefault(make_key(kind, i), []).append(i)
    assert cls is Collision
    if what == "reduce":
        found = dict(rdd.reduceByKey(lambda a, b: a + b, 2).collect())
        assert found == {k: sum(v) for k, v in plain.items()}
    elif what == "group":
        found = rdd.groupByKey(2).mapValues(sorted).collect()
        assert len(found) == len(plain) and dict(found) == plain
    elif what == "cogroup":
        found = rdd.cogroup(rdd.filter(lambda kv: kv[1] % 2 == 0), 2).mapValues(
            lambda sides: (sorted(sides[0]), sorted(sides[1]))
        )
        assert dict(found.collect()) == {k: (v, [x for x in v if x % 2 == 0]) for k, v in plain.items()}
    elif kind in ("many", "huge"):
        found = rdd.sortByKey().collect()
        assert [k for k, _ in found] == sorted(k for k, v in plain.items() for _ in v)
        assert sorted(v for _, v in found) == list(range(n))
    assert not [path for path in faulty.files_below(local_dir) if "spill" in os.path.basename(path)]


def test_failure_after_spilling_leaves_only_committed_outputs(start, local_dir):
    sc = start("local[2]", **{"spark.python.worker.memory": "1m"})

    def fail_late(split, iterator):
        for i, x in enumerate(iterator):
            if split == 1 and i == 9000:
                raise ValueError("late")
            yield x % 700, x

    rdd = sc.parallelize(range(40_000), 4).mapPartitionsWithIndex(fail_late).groupByKey(2)
    with pytest.raises(PySparkException, match="late"):
        rdd.count()
    time.sleep(0.3)
    known = {o.path for outputs in sc._engine.loop.scheduler.outputs.values() for o in outputs if o}
    found = {path for path in faulty.files_below(local_dir) if "/shuffle/" in path or "/spill/" in path}
    assert found == known


# ---------------------------------------------------------------------------------------------- indeterminate


def indeterminate(sc, local_dir, seed):
    """Records in another order at each run, dealt round robin: a lost output must not lose or double rows."""
    chance = random.Random(seed)

    def shuffled(it):
        found = list(it)
        random.Random(time.monotonic_ns()).shuffle(found)
        return found

    def slowly(it):
        time.sleep(0.05)
        return it

    rdd = sc.parallelize(range(600), 4).mapPartitions(shuffled)
    # What comes out of a shuffle has no fixed order.
    dealt = rdd.map(lambda x: (x, x)).partitionBy(4).values().mapPartitions(shuffled).repartition(6)
    if seed % 2:
        dealt = dealt.mapPartitions(slowly).mapPartitions(lambda it: list(it)).repartition(4)
    thread, out = faulty.job_in_thread(lambda: dealt.mapPartitions(slowly).collect())
    time.sleep(chance.random() * 0.25)
    files = shuffle_files(local_dir)
    for path in chance.sample(files, min(len(files), 3)):
        try:
            os.unlink(path)
        except OSError:
            pass
    try:
        assert sorted(faulty.finished(thread, out, 30)) == list(range(600))
    except PySparkException as error:
        assert "cannot be computed again in the same order" in str(error)
    # Once more, on what is there now: whole, or refused.
    assert sorted(dealt.collect()) == list(range(600))


@pytest.mark.parametrize(
    "run", [pytest.param(i, marks=[pytest.mark.long] if i >= 4 else []) for i in range(50)]
)
def test_indeterminate_outputs_lose_and_double_nothing(sc, local_dir, run):
    indeterminate(sc, local_dir, run)


def test_order_dependent_work_below_an_indeterminate_shuffle_is_rolled_back(sc, local_dir):
    """Which rows a position-dependent step keeps changes with the deal; all that was made of the old one must go."""

    def shuffled(it):
        found = list(it)
        random.Random(time.monotonic_ns()).shuffle(found)
        return found

    base = sc.parallelize(range(400), 4).map(lambda x: (x, x)).partitionBy(4).values().mapPartitions(shuffled)
    dealt = base.repartition(4)

    def numbered(split, it):
        return ((split * 1000 + i, x) for i, x in enumerate(it))

    keyed = dealt.mapPartitionsWithIndex(numbered).partitionBy(4)
    assert keyed.count() == 400
    first, second = list(sc._engine.loop.scheduler.outputs.values())[1:3]
    for outputs in (first, second):
        os.unlink(outputs[0].path)
    rows = keyed.collect()
    assert sorted(x for _, x in rows) == list(range(400))
    assert len({k for k, _ in rows}) == 400
    assert TaskContext.get() is None
