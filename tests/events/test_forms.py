"""Events as JSON: the texts that are mostly written already are those of the dicts."""

import json

from hypothesis import given
from hypothesis import strategies as st

from pyrite._events.bus import Event
from pyrite._events.forms import Form, encode
from pyrite._events.schema import Lines, Translator

texts = st.text(max_size=8) | st.sampled_from(["%s", '"', "\0", '\\u00000"', "\udcff", "100 %"])
numbers = st.integers(0, 10**13)
few = st.integers(0, 3)
flags = st.booleans()


def facts(**parts):
    return st.fixed_dictionaries(parts)


rdds = st.tuples(numbers, texts, texts, st.tuples() | st.tuples(few), numbers, st.tuples(flags, flags), flags)
infos = st.tuples(few, few, texts, numbers, st.lists(rdds, max_size=2).map(tuple), st.lists(few).map(tuple))
properties = st.dictionaries(texts | st.just("my.token"), texts, max_size=2)
names = (
    "deserialize_us", "run_us", "cpu_us", "peak_bytes", "rss_bytes", "result_bytes", "spilled_bytes",
    "shuffle_read_blocks", "shuffle_read_bytes", "shuffle_read_records", "shuffle_write_bytes", "shuffle_write_us",
    "shuffle_write_records", "input_bytes", "input_records", "output_bytes", "output_records",
)  # fmt: skip
starts = {
    "stage": few, "stage_attempt": few, "task": few, "partition": numbers, "attempt": few,
    "worker": st.integers(-1, 3), "speculative": flags,
}  # fmt: skip
ends = {
    "status": st.sampled_from(["success", "failed", "killed", "lost", "fetch failed"]),
    "metrics": st.dictionaries(st.sampled_from(names), numbers),
    "reason": texts,
    "writes": flags,
    "error": st.tuples(texts, texts, texts),
    "fetch_failed": st.tuples(numbers, numbers, texts, texts),
}
plan = st.tuples(texts, texts, st.just(()), properties, st.lists(st.tuples(texts, numbers, texts)))
query = {"execution": few, "query": texts, "plan": plan, "plan_text": texts}
KINDS = {
    "ApplicationStart": facts(name=texts, id=texts, started=numbers, user=texts),
    "ApplicationEnd": facts(exit_code=few),
    "EnvironmentUpdate": facts(parts=st.dictionaries(texts, properties)),
    "ResourceProfileAdded": facts(cpus=st.floats(0, 9), memory=numbers),
    "ExecutorAdded": facts(worker=few),
    "ExecutorRemoved": facts(worker=few, reason=texts),
    "JobStart": facts(job=numbers, properties=properties, stages=st.lists(infos, min_size=1, max_size=3)),
    "JobEnd": facts(job=numbers, error=texts),
    "StageSubmitted": facts(info=infos, jobs=st.lists(few), properties=properties),
    "StageCompleted": facts(info=infos, error=texts),
    "TaskStart": facts(**starts),
    "TaskEnd": facts(**starts, **ends),
    "BlockUpdated": facts(worker=few, rdd=few, partition=few, sizes=st.tuples(numbers, numbers)),
    "UnpersistRDD": facts(rdd=few),
    "SQLExecutionStart": facts(
        **query, root=few, description=texts, details=texts, configs=properties, tags=st.lists(texts), group=texts
    ),
    "SQLAdaptiveExecutionUpdate": facts(**query),
    "SQLExecutionEnd": facts(execution=few, error=texts, query=texts),
    "DriverAccumUpdates": facts(execution=few, updates=st.lists(st.tuples(few, numbers))),
}  # fmt: skip
happenings = st.lists(
    st.sampled_from(sorted(KINDS)).flatmap(lambda kind: st.builds(Event, st.just(kind), numbers, KINDS[kind])),
    max_size=12,
)  # fmt: skip


@given(happenings)
def test_lines_are_the_json_of_the_dicts(events):
    dicts, lines = Translator(), Lines()
    for event in events:
        told = dicts(event)
        written = [json.dumps(found, separators=(",", ":"), ensure_ascii=False) for found in told]
        assert lines(event) == written
        assert [json.loads(line) for line in written] == told
    assert lines.start() == encode(dicts.start())


def test_every_kind_is_among_them():
    from pyrite._events import schema

    assert set(KINDS) == set(schema._MAKE)


@given(st.lists(numbers, min_size=4, max_size=4))
def test_places_of_a_form_may_be_in_any_order_and_hold_a_value_twice(values):
    form = Form(lambda a, b, c, d: {"%d": d, "a": [a, "%s", {"b": b}], "again": d, "c": c})
    assert json.loads(form.text(*values)) == form.make(*values)


def test_form_without_places():
    assert Form(lambda: {"a": "100 %"}).text() == '{"a":"100 %"}'


def test_updates_of_blocks_are_left_out_where_nobody_wants_them():
    event = Event("BlockUpdated", 0, {"worker": 0, "rdd": 1, "partition": 2, "sizes": (3, 0)})
    assert Lines(blocks=False)(event) == [] and len(Lines()(event)) == 1
