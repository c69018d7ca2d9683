"""Where Spark lives: ``SPARK_HOME``, else the directory of this package."""

from __future__ import annotations

import os


def _find_spark_home() -> str:
    return os.environ.get("SPARK_HOME") or os.path.dirname(os.path.abspath(__file__))


if __name__ == "__main__":
    print(_find_spark_home())
