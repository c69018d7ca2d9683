"""The tables of docs/configuration.md, from those that the code reads: ``python -m conformance.settings_table``."""

from __future__ import annotations

from pathlib import Path

from pyrite._cli.conf import markdown
from pyrite._conf.keys import WITHOUT_EFFECT

PAGE = Path(__file__).resolve().parent.parent / "docs" / "configuration.md"
_PARTS = (
    ("<!-- The table of pyrite/_conf/keys.py,", "<!-- the table ends here -->"),
    ("<!-- The reasons of pyrite/_conf/keys.py.", "<!-- the reasons end here -->"),
)


def reasons() -> str:
    """The beginnings of keys without effect, and why."""
    rows = [
        f"| `{start}{'*' if start.endswith('.') else ''}` | {why} |" for start, why in WITHOUT_EFFECT.items()
    ]
    return "\n".join(["| keys | why |", "|---|---|", *rows]) + "\n"


def written(page: str) -> str:
    """The page with its tables as they should be."""
    for (begin, end), text in zip(_PARTS, (markdown(), reasons())):
        head, rest = page.split(begin, 1)
        mark, tail = rest.split("\n", 1)
        page = f"{head}{begin}{mark}\n\n{text}\n{end}{tail.split(end, 1)[1]}"
    return page


if __name__ == "__main__":
    PAGE.write_text(written(PAGE.read_text()))
