"""Record what real PySpark answers to the random queries: run it with a Python that has PySpark.

    python tests/sql/random_queries/record.py [topic ...]

Without topics all of them are made anew; else the others stay as they are.
"""

from __future__ import annotations

import sys
from typing import Any

import grammar
import recording

import oracle  # isort: skip - it stands in the room that ``recording`` opens


def main(topics: list[str]) -> None:
    session = oracle.start()
    for name, text in grammar.VIEWS.items():
        session.sql(text).createOrReplaceTempView(name)
    for name, declared in grammar.VARIABLES.items():
        session.sql(f"declare or replace variable {name} {declared}")
    groups: dict[str, dict[str, Any]] = recording.read() if topics else {}
    for group, ansi, texts in grammar.groups():
        topic = group.removesuffix(", legacy")
        if topics and topic not in topics:
            continue
        found = {text: oracle.outcome(session, text, ansi, grammar.arguments(topic, text)) for text in texts}
        # Where PySpark itself fails, there is nothing to compare with.
        groups[group] = {text: answer for text, answer in found.items() if not recording.is_broken(answer)}
        failed = sum(isinstance(answer, dict) for answer in groups[group].values())
        print(f"{group}: {len(texts)}, {failed} of them errors", flush=True)
    recording.write(oracle.VERSION, groups)
    session.stop()


if __name__ == "__main__":
    main(sys.argv[1:])
