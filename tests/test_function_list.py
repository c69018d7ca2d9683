"""The lists of functions: that in the docs names all of PySpark's, and the registry's index what its topics declare."""

import subprocess
import sys

from conformance import function_index
from conformance.function_list import PAGE, names, page, status


def test_the_page_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run python -m conformance.function_list"


def test_what_is_not_there_says_why() -> None:
    in_sql, in_python = names()
    assert len(in_sql) == 591 and len(in_python) == 562
    missing = [name for name in in_sql | in_python if status(name) == "not yet"]
    assert len(missing) <= 10, missing


def test_the_index_of_topics_is_up_to_date() -> None:
    command = [sys.executable, "-m", "conformance.function_index", "--print"]
    written = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout
    assert function_index.MODULE.read_text(encoding="utf-8") == written, (
        "run python -m conformance.function_index"
    )
