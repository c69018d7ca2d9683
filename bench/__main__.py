"""The command: ``python -m bench rdd [options]``, and the same with ``sql``, ``files``, ``udf``, ``ui``, ``events``."""

from __future__ import annotations

import sys

from bench.files import tool as files
from bench.rdd import tool as rdd
from bench.sql import tool as sql
from bench.udf import tool as udf
from bench.ui import events
from bench.ui import tool as ui

TOOLS = {
    "rdd": rdd.main,
    "sql": sql.main,
    "files": files.main,
    "udf": udf.main,
    "ui": ui.main,
    "events": events.main,
}


def main(argv: list[str]) -> int:
    if not argv or argv[0] not in TOOLS:
        print(f"usage: python -m bench {{{','.join(TOOLS)}}} [options]; --help says more", file=sys.stderr)
        return 2
    return TOOLS[argv[0]](argv[1:])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
