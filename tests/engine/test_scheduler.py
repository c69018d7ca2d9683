"""The scheduler's course of events, played without a thread, a worker or a clock."""

from __future__ import annotations

import pytest

from pyrite._runtime.blocks import BlockKey, Changes
from pyrite._runtime.shuffle import MapOutput
from pyrite._runtime.task import Outcome, TaskError
from pyrite._scheduler import pools
from pyrite._scheduler.model import (
    Answer,
    DeleteOutput,
    Deliver,
    Finish,
    JobPlan,
    Kill,
    Launch,
    Limits,
    Merge,
    StagePlan,
)
from pyrite._scheduler.state import Scheduler

BOOM = TaskError("ValueError", "boom", "Traceback ...")


class Play:
    """A scheduler with ``slots`` idle workers, and what it has answered so far."""

    def __init__(self, slots: int = 2, order=pools.fifo, **limits):
        self.scheduler = Scheduler(slots, Limits(**limits), order)
        self.now = 0.0
        self.actions: list = []
        for worker in range(slots):
            self.take(self.scheduler.worker_ready(worker, self.now))

    def take(self, actions):
        self.actions += actions
        return actions

    def submit(self, plan: JobPlan):
        return self.take(self.scheduler.submit(plan, self.now))

    def shuffle(self, number: int, count: int):
        self.scheduler.register_shuffle(number, maps(number + 1, number, count))

    def end(self, launch: Launch, **how):
        if launch.stage.plan.shuffle_id is not None and not how:
            how = {"output": output(launch.partition, launch.task_id)}
        outcome = Outcome(launch.task_id, value=b"" if not how else None, **how)
        return self.take(self.scheduler.task_ended(launch.worker, outcome, self.now))

    def lose(self, worker: int, reason: str = "killed", **more):
        return self.take(self.scheduler.worker_lost(worker, reason, self.now, **more))

    def of(self, kind):
        return [action for action in self.actions if isinstance(action, kind)]

    def running(self) -> list[Launch]:
        live = self.scheduler.tasks
        return [launch for launch in self.of(Launch) if launch.task_id in live]

    def finish_all(self, limit: int = 100):
        """End every running task well until nothing runs."""
        for _ in range(limit):
            running = self.running()
            if not running:
                return
            self.end(running[0])
        raise AssertionError("it does not come to an end")


def output(map_id: int, task: int) -> MapOutput:
    return MapOutput(f"map{map_id}-{task}", b"", b"", b"", b"", 0, 0)


def result(key: int, partitions: int, parents=(), **more) -> StagePlan:
    return StagePlan(key, None, tuple(range(partitions)), tuple(parents), **more)


def maps(key: int, shuffle: int, partitions: int, parents=(), **more) -> StagePlan:
    return StagePlan(key, shuffle, tuple(range(partitions)), tuple(parents), **more)


def two_stages(job: int = 0, map_tasks: int = 2, reducers: int = 2, **more) -> JobPlan:
    return JobPlan(job, result(10 + job, reducers, [0]), {0: maps(1, 0, map_tasks, **more)})


def error_of(play: Play):
    (finish,) = play.of(Finish)
    return finish.error


def test_a_job_without_partitions_ends_at_once():
    play = Play()
    play.submit(JobPlan(0, result(1, 0), {}))
    assert error_of(play) is None


def test_each_partition_runs_once_and_is_delivered_once():
    play = Play(slots=2)
    play.submit(JobPlan(0, result(1, 5), {}))
    assert len(play.running()) == 2
    play.finish_all()
    assert sorted(d.index for d in play.of(Deliver)) == [0, 1, 2, 3, 4]
    assert len(play.of(Launch)) == 5
    assert error_of(play) is None


def test_reducers_wait_for_all_maps():
    play = Play(slots=4)
    play.shuffle(0, 3)
    play.submit(two_stages(map_tasks=3))
    first = play.running()
    assert [launch.stage.plan.shuffle_id for launch in first] == [0, 0, 0]
    play.end(first[0])
    play.end(first[1])
    assert all(launch.stage.plan.shuffle_id == 0 for launch in play.of(Launch))
    play.end(first[2])
    assert [launch.stage.plan.shuffle_id for launch in play.running()] == [None, None]


def test_a_stage_whose_outputs_exist_is_skipped():
    play = Play()
    play.shuffle(0, 2)
    play.submit(two_stages(job=0))
    play.finish_all()
    before = len(play.of(Launch))
    play.submit(two_stages(job=1))
    play.finish_all()
    assert len(play.of(Launch)) - before == 2
    assert [finish.error for finish in play.of(Finish)] == [None, None]


def test_two_jobs_share_a_map_stage():
    play = Play(slots=1)
    play.shuffle(0, 2)
    play.submit(two_stages(job=0))
    play.submit(two_stages(job=1))
    play.finish_all()
    assert len([launch for launch in play.of(Launch) if launch.stage.plan.shuffle_id == 0]) == 2
    assert len(play.of(Finish)) == 2


@pytest.mark.parametrize("allowed", [1, 3])
def test_a_failing_task_is_tried_as_often_as_allowed(allowed):
    play = Play(slots=1, max_failures=allowed)
    play.submit(JobPlan(0, result(1, 1), {}))
    for attempt in range(allowed):
        (launch,) = play.running()
        assert launch.attempt == attempt
        play.end(launch, error=BOOM)
    assert not play.running()
    error = error_of(play)
    assert error.task_error is BOOM and error.partition == 0


def test_what_cannot_help_is_not_retried():
    play = Play(slots=1, max_failures=4)
    play.submit(JobPlan(0, result(1, 1), {}))
    play.end(play.running()[0], error=TaskError("UnpicklableResult", "", "", retry=False))
    assert len(play.of(Launch)) == 1 and error_of(play) is not None


def test_a_lost_worker_costs_one_more_attempt_and_blames_nobody_else():
    play = Play(slots=2)
    play.submit(JobPlan(0, result(1, 2), {}))
    victim, other = play.running()
    play.lose(victim.worker)
    play.take(play.scheduler.worker_ready(9, play.now))
    again = [launch for launch in play.running() if launch.partition == victim.partition]
    assert len(again) == 1 and again[0].worker == 9
    play.finish_all()
    assert error_of(play) is None and len(play.of(Launch)) == 3
    assert other.partition in [d.index for d in play.of(Deliver)]


def test_a_poisonous_partition_stops_the_job_after_four_workers():
    play = Play(slots=1, max_losses=4)
    play.submit(JobPlan(0, result(1, 3), {}))
    for worker in range(1, 9):
        running = [launch for launch in play.running() if launch.partition == 0]
        if not running:
            break
        play.lose(running[0].worker, "killed by signal 9")
        play.take(play.scheduler.worker_ready(worker, play.now))
        while play.running() and play.running()[0].partition != 0:
            play.end(play.running()[0])
    assert len([launch for launch in play.of(Launch) if launch.partition == 0]) == 4
    assert "failed 4 times" in error_of(play).message and "signal 9" in error_of(play).message


def test_a_lost_block_reruns_just_its_map_task():
    play = Play(slots=4)
    play.shuffle(0, 3)
    play.submit(two_stages(map_tasks=3))
    for launch in play.running():
        play.end(launch)
    before = len(play.of(Launch))
    victim = play.running()[0]
    path = play.scheduler.outputs[0][1].path
    play.end(victim, fetch_failed=(0, 1, path, "gone"))
    rerun = [launch for launch in play.of(Launch)[before:] if launch.stage.plan.shuffle_id == 0]
    assert [launch.partition for launch in rerun] == [1]
    play.finish_all()
    assert error_of(play) is None
    assert sorted(d.index for d in play.of(Deliver)) == [0, 1]


def test_a_late_report_about_a_replaced_file_changes_nothing():
    play = Play(slots=4)
    play.shuffle(0, 1)
    play.submit(two_stages(map_tasks=1))
    play.end(play.running()[0])
    first, second = play.running()
    path = play.scheduler.outputs[0][0].path
    play.end(first, fetch_failed=(0, 0, path, "gone"))
    (again,) = [launch for launch in play.running() if launch.stage.plan.shuffle_id == 0]
    play.end(again)
    new = play.scheduler.outputs[0][0].path
    play.end(second, fetch_failed=(0, 0, path, "gone"))
    assert play.scheduler.outputs[0][0].path == new
    play.finish_all()
    assert error_of(play) is None


def test_four_failed_attempts_of_a_stage_end_the_job_and_name_the_block():
    play = Play(slots=1)
    play.shuffle(0, 1)
    play.submit(two_stages(map_tasks=1, reducers=1))
    for _ in range(20):
        running = play.running()
        if not running:
            break
        if running[0].stage.plan.shuffle_id == 0:
            play.end(running[0])
        else:
            play.end(running[0], fetch_failed=(0, 0, play.scheduler.outputs[0][0].path, "checksum"))
    attempts = [launch for launch in play.of(Launch) if launch.stage.plan.shuffle_id is None]
    assert len(attempts) == 4
    assert "map 0 of shuffle 0" in error_of(play).message


def test_an_indeterminate_shuffle_is_run_again_whole():
    play = Play(slots=4)
    play.shuffle(0, 3)
    play.submit(two_stages(map_tasks=3, indeterminate=True))
    for launch in play.running():
        play.end(launch)
    before = len(play.of(Launch))
    path = play.scheduler.outputs[0][1].path
    play.end(play.running()[0], fetch_failed=(0, 1, path, "gone"))
    for killed in play.of(Kill):
        task = play.scheduler.busy.get(killed.worker)
        if task is not None and task.doomed:
            play.take(play.scheduler.task_ended(killed.worker, Outcome(task.id, killed=True), play.now))
    play.finish_all()
    rerun = [launch for launch in play.of(Launch)[before:] if launch.stage.plan.shuffle_id == 0]
    assert sorted(launch.partition for launch in rerun) == [0, 1, 2]
    assert error_of(play) is None


def test_an_indeterminate_loss_after_a_delivery_ends_the_job():
    play = Play(slots=4)
    play.shuffle(0, 2)
    play.submit(two_stages(indeterminate=True))
    for launch in play.running():
        play.end(launch)
    first, second = play.running()
    play.end(first)
    play.end(second, fetch_failed=(0, 1, play.scheduler.outputs[0][1].path, "gone"))
    assert "cannot be computed again in the same order" in error_of(play).message


def test_cancelling_interrupts_and_then_kills():
    play = Play(slots=2, kill_grace=2.0)
    play.submit(JobPlan(0, result(1, 2), {}))
    play.take(play.scheduler.cancel([0], "Job {job} cancelled", play.now))
    assert error_of(play).kind == "cancelled" and "Job 0 cancelled" in error_of(play).message
    assert [kill.hard for kill in play.of(Kill)] == [False, False]
    assert play.scheduler.next_tick(play.now) == 2.0
    play.take(play.scheduler.tick(2.5))
    assert [kill.hard for kill in play.of(Kill)] == [False, False, True, True]


def test_a_cancelled_job_leaves_a_shared_stage_to_the_other():
    play = Play(slots=2)
    play.shuffle(0, 2)
    play.submit(two_stages(job=0))
    play.submit(two_stages(job=1))
    play.take(play.scheduler.cancel([0], "no", play.now))
    assert not play.of(Kill)
    play.finish_all()
    assert [finish.error is None for finish in play.of(Finish)] == [False, True]


def test_tasks_go_where_their_blocks_are_and_wait_a_little_for_them():
    play = Play(slots=2, locality_wait=3.0)
    key = BlockKey(7, 0)
    play.scheduler.locations[key] = {1}
    plan = result(1, 1, cached=lambda p: [key])
    blocker = JobPlan(0, result(2, 2), {})
    play.submit(blocker)
    play.submit(JobPlan(1, plan, {}))
    on_zero = next(launch for launch in play.running() if launch.worker == 0)
    play.end(on_zero)
    assert all(launch.stage.plan is not plan for launch in play.of(Launch))
    play.now = 4.0
    play.take(play.scheduler.tick(play.now))
    assert [launch.worker for launch in play.of(Launch) if launch.stage.plan is plan] == [0]


def test_blocks_are_known_by_what_tasks_report_and_forgotten_with_their_worker():
    play = Play(slots=1)
    play.submit(JobPlan(0, result(1, 1), {}))
    launch = play.running()[0]
    key = BlockKey(3, 0)
    play.end(launch, changes=Changes(added={key: (100, 0)}))
    assert play.scheduler.locations == {key: {0}}
    play.lose(0)
    assert play.scheduler.locations == {}


def test_accumulators_are_merged_once_for_each_partition():
    play = Play(slots=2, speculation=True, speculation_quantile=0.5)
    play.submit(JobPlan(0, result(1, 2), {}))
    slow, quick = play.running()
    play.now = 1.0
    play.end(quick, accumulators={5: b"q"})
    play.now = 100.0
    play.take(play.scheduler.tick(play.now))
    copies = [launch for launch in play.running() if launch.partition == slow.partition]
    assert len(copies) == 2 and copies[1].speculative
    play.end(copies[1], accumulators={5: b"s"})
    play.end(slow, accumulators={5: b"late"})
    assert [merge.updates for merge in play.of(Merge)] == [{5: b"q"}, {5: b"s"}]
    assert error_of(play) is None


def test_the_output_of_a_losing_attempt_is_deleted():
    play = Play(slots=2, speculation=True, speculation_quantile=0.5)
    play.shuffle(0, 2)
    play.submit(two_stages(map_tasks=2))
    slow, quick = play.running()
    play.now = 1.0
    play.end(quick)
    play.now = 100.0
    play.take(play.scheduler.tick(play.now))
    copy = next(launch for launch in play.running() if launch.speculative)
    play.end(copy)
    lost = output(slow.partition, slow.task_id)
    play.end(slow, output=lost)
    assert [action.output for action in play.of(DeleteOutput)] == [lost]


def test_fifo_serves_the_older_job_first():
    play = Play(slots=1)
    play.submit(JobPlan(0, result(1, 2), {}))
    play.submit(JobPlan(1, result(2, 2), {}))
    play.finish_all()
    assert [launch.stage.plan.key for launch in play.of(Launch)] == [1, 1, 2, 2]


def test_fair_pools_share_by_weight_and_minimum():
    order = pools.fair({"heavy": pools.Pool("heavy", weight=3), "light": pools.Pool("light", weight=1)})
    play = Play(slots=4, order=order)
    play.submit(JobPlan(0, result(1, 20), {}, pool="light"))
    play.submit(JobPlan(1, result(2, 20), {}, pool="heavy"))
    for _ in range(12):
        play.end(play.running()[0])
    running = [launch.stage.plan.key for launch in play.running()]
    assert running.count(2) == 3 and running.count(1) == 1


def test_a_barrier_stage_starts_all_at_once_or_not_at_all():
    play = Play(slots=2)
    play.submit(JobPlan(0, result(1, 1), {}))
    play.submit(JobPlan(1, result(2, 2, barrier=True), {}))
    assert [launch.stage.plan.key for launch in play.of(Launch)] == [1]
    play.end(play.running()[0])
    assert [launch.stage.plan.key for launch in play.running()] == [2, 2]


def test_a_barrier_stage_with_too_many_tasks_is_refused():
    play = Play(slots=2)
    play.submit(JobPlan(0, result(1, 3, barrier=True), {}))
    assert "SPARK-24819" in error_of(play).message and not play.of(Launch)


def test_barrier_tasks_are_answered_together():
    play = Play(slots=2)
    play.submit(JobPlan(0, result(1, 2, barrier=True), {}))
    a, b = play.running()
    play.take(play.scheduler.barrier_called(a.worker, a.task_id, "from a", play.now))
    assert not play.of(Answer)
    play.take(play.scheduler.barrier_called(b.worker, b.task_id, "from b", play.now))
    messages = {answer.worker: answer.messages for answer in play.of(Answer)}
    assert set(messages) == {a.worker, b.worker}
    assert messages[a.worker] == (["from a", "from b"] if a.partition < b.partition else ["from b", "from a"])


def test_a_result_that_is_too_large_ends_the_job():
    play = Play(slots=1)
    play.submit(JobPlan(0, result(1, 2), {}))
    launch = play.running()[0]
    play.end(launch, too_large=10**9)
    assert error_of(play).kind == "too_large"


def test_losing_everything_runs_the_maps_again():
    play = Play(slots=2)
    play.shuffle(0, 2)
    play.submit(two_stages(job=0))
    play.finish_all()
    play.lose(0, everything=True)
    play.take(play.scheduler.worker_ready(5, play.now))
    before = len(play.of(Launch))
    play.submit(two_stages(job=1))
    play.finish_all()
    assert len([x for x in play.of(Launch)[before:] if x.stage.plan.shuffle_id == 0]) == 2


def test_a_chain_of_three_shuffles_runs_in_order():
    play = Play(slots=1)
    for shuffle in range(3):
        play.shuffle(shuffle, 2)
    stages = {
        0: maps(1, 0, 2),
        1: maps(2, 1, 2, [0]),
        2: maps(3, 2, 2, [1]),
    }
    play.submit(JobPlan(0, result(4, 2, [2]), stages))
    play.finish_all()
    assert [launch.stage.plan.key for launch in play.of(Launch)] == [1, 1, 2, 2, 3, 3, 4, 4]
