"""Lists in ``open.json`` the cases that still differ from PySpark and are no gaps of choice: what is to be mended.

``python tests/sql/functions/list_open.py`` writes the list anew; the test holds that nothing else differs.
"""

from __future__ import annotations

import json
from pathlib import Path

import gaps
import outcomes
from test_functions import differing

from pyrite.sql._duckdb.engine import Engine

OPEN = Path(__file__).parent / "open.json"


def main() -> None:
    engine = Engine({"threads": 2})
    found: dict[str, dict[str, list[str]]] = {}
    cases = 0
    for topic in outcomes.topics():
        for group, expected in outcomes.read(topic).items():
            cases += len(expected)
            known = gaps.GAPS.get(topic, {}).get(group, {})
            texts = sorted(set(differing(topic, group, engine)) - set(known))
            if texts:
                found.setdefault(topic, {})[group] = texts
    engine.close()
    OPEN.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    count = sum(len(texts) for groups in found.values() for texts in groups.values())
    print(f"{count} of {cases} cases are open")


if __name__ == "__main__":
    main()
