"""Record what real PySpark answers to the cases here: run it with a Python that has PySpark.

    python tests/sql/functions/record.py [topic ...]

For each topic (all, if none is named) it writes recorded/<topic>.json, one line for each case.
"""

from __future__ import annotations

import sys
from typing import Any

import oracle
import outcomes


def main(topics: list[str]) -> None:
    session = oracle.start()
    outcomes.RECORDED.mkdir(exist_ok=True)
    for topic in topics or outcomes.topics():
        groups: dict[str, dict[str, Any]] = {}
        for name, text in outcomes.views(topic).items():
            session.sql(text).createOrReplaceTempView(name)
        for group, ansi, texts in outcomes.groups(topic):
            groups[group] = {text: oracle.outcome(session, outcomes.query(text), ansi) for text in texts}
        outcomes.write(topic, oracle.VERSION, groups)
        print(topic, sum(map(len, groups.values())))
    session.stop()


if __name__ == "__main__":
    main(sys.argv[1:])
