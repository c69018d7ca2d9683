"""The command: ``python -m bench rdd [options]`` or ``python -m bench sql [options]``."""

from __future__ import annotations

import sys

from bench.rdd import tool as rdd
from bench.sql import tool as sql

TOOLS = {"rdd": rdd.main, "sql": sql.main}


def main(argv: list[str]) -> int:
    if not argv or argv[0] not in TOOLS:
        print(f"usage: python -m bench {{{','.join(TOOLS)}}} [options]; --help says more", file=sys.stderr)
        return 2
    return TOOLS[argv[0]](argv[1:])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
