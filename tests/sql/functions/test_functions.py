"""Every case against what real PySpark answered."""

from __future__ import annotations

import json
from pathlib import Path

import answers
import gaps
import outcomes
import pytest

from pyrite._io import Storage
from pyrite.sql._analysis.parser import parse_statement
from pyrite.sql._analysis.settings import Settings
from pyrite.sql._catalog.metastore import Metastore
from pyrite.sql._catalog.session_catalog import SessionCatalog
from pyrite.sql._duckdb.engine import Engine
from pyrite.sql._query.execution import Execution
from pyrite.sql._query.names import SessionNames

#: What still differs and is to be mended; see list_open.py.
OPEN = json.loads((Path(__file__).parent / "open.json").read_text(encoding="utf-8"))
_PARAMETERS = [(topic, group) for topic in outcomes.topics() for group, _, _ in outcomes.groups(topic)]


@pytest.fixture(scope="module")
def engine():
    engine = Engine({"threads": 1})
    yield engine
    engine.close()


@pytest.mark.parametrize(("topic", "group"), _PARAMETERS)
def test_functions(topic: str, group: str, engine: Engine) -> None:
    different = differing(topic, group, engine)
    known = gaps.GAPS.get(topic, {}).get(group, {}).keys()
    expected_to_differ = known | set(OPEN.get(topic, {}).get(group, []))
    unknown = {text: pair for text, pair in different.items() if text not in expected_to_differ}
    assert not unknown, _report(unknown)
    assert not (known - different.keys()), "these gaps are closed"


def differing(topic: str, group: str, engine: Engine) -> dict[str, tuple]:
    """The cases of a group that differ: what PySpark answered, and what Pyrite answers."""
    expected = outcomes.read(topic)[group]
    names = session_names(topic, engine)
    found = {text: outcome(engine, text, not group.endswith(", legacy"), names) for text in expected}
    return {
        text: (expected[text], found[text])
        for text in expected
        if not outcomes.same(topic, group, expected[text], found[text])
    }


def _report(different: dict) -> str:
    lines = [f"{len(different)} differ"]
    for text, (expected, found) in different.items():
        lines += [text, f"  expected {expected}", f"  found    {found}"]
    return "\n".join(lines)


def session_names(topic: str, engine: Engine) -> SessionNames:
    """A session that has the topic's views."""
    names = SessionNames(SessionCatalog(Metastore(), Storage(), "/warehouse"))
    for name, text in outcomes.views(topic).items():
        names.add_view(
            name, Execution(parse_statement(text), Settings(zone=outcomes.ZONE), names, engine).analyzed
        )
    return names


def outcome(engine: Engine, text: str, ansi: bool, names: SessionNames):
    """What Pyrite answers to a case, as the recordings hold it."""
    settings = Settings(ansi=ansi, zone=outcomes.ZONE, conf={"spark.sql.timeType.enabled": "true"})
    return answers.outcome(
        text, lambda: Execution(parse_statement(outcomes.query(text)), settings, names, engine)
    )
