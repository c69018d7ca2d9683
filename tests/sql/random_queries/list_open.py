"""Lists in ``open.json`` the queries that still differ from PySpark and are no gaps of choice: what is to be mended.

``python tests/sql/random_queries/list_open.py`` writes the list anew; the test holds that nothing else differs.
"""

from __future__ import annotations

import json
from pathlib import Path

from test_random_queries import GAPS, RECORDED, differing, start

OPEN = Path(__file__).parent / "open.json"


def main() -> None:
    session = start()
    found: dict[str, list[str]] = {}
    for group in RECORDED:
        texts = [text for text in differing(session, group) if text not in GAPS.get(group, {})]
        if texts:
            found[group] = texts
    session.stop()
    OPEN.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"{sum(map(len, found.values()))} of {sum(map(len, RECORDED.values()))} queries are open")


if __name__ == "__main__":
    main()
