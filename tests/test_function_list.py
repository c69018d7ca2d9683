"""The list of functions in the docs is made from the registry, and names all of PySpark's."""

from conformance.function_list import PAGE, names, page, status


def test_the_page_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run python -m conformance.function_list"


def test_what_is_not_there_says_why() -> None:
    in_sql, in_python = names()
    assert len(in_sql) == 591 and len(in_python) == 562
    missing = [name for name in in_sql | in_python if status(name) == "not yet"]
    assert len(missing) <= 10, missing
