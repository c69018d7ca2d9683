"""The docs' commands and prompts: blocks ``sh run`` are run by bash, ``pycon`` is typed into a real terminal.

The files that a page shows (``python app.py``, ``sql report.sql``) are there. A ``text`` block behind is what is
printed.
"""

from __future__ import annotations

import doctest
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from terminal import Terminal

ROOT = Path(__file__).resolve().parent.parent.parent
FENCE = re.compile(r"^```(\w*) ?([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
QUIET = (
    "--master",
    "local[2]",
    "--conf",
    "spark.ui.enabled=false",
    "--conf",
    "spark.ui.showConsoleProgress=false",
)
PAGES = sorted((ROOT / "docs").rglob("*.md"))


def blocks(kind: str, name: str) -> list[object]:
    chosen: list[object] = []
    for page in PAGES:
        text = page.read_text()
        found = list(FENCE.finditer(text))
        for match, following in zip(found, [*found[1:], None]):
            if (match[1], match[2]) == (kind, name):
                behind = following is not None and following[1] == "text"
                output = (
                    following[3] if behind and not text[match.end() : following.start()].strip() else None
                )
                line = text.count("\n", 0, match.start()) + 2
                chosen.append(pytest.param(page, match[3], output, id=f"{page.name}:{line}"))
    return chosen


def workplace(page: Path, folder: Path) -> dict[str, str]:
    """A folder with the page's files and a command ``pyrite``; the environment in which that is found."""
    for match in FENCE.finditer(page.read_text()):
        if match[1] in ("python", "sql") and match[2]:
            (folder / match[2].split()[0]).write_text(match[3])
    place = folder / ".commands"
    place.mkdir()
    code = "import sys; from pyrite._cli.main import main; sys.exit(main())"
    (place / "pyrite").write_text(f'#!/bin/sh\nexec {sys.executable} -c "{code}" "$@"\n')
    (place / "pyrite").chmod(0o755)
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("SPARK_", "PYSPARK_", "PYRITE_"))}
    return {**kept, "PATH": f"{place}:{kept['PATH']}", "PYTHONPATH": str(ROOT), "HOME": str(folder)}


@pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not there")
@pytest.mark.parametrize(("page", "code", "output"), blocks("sh", "run"))
def test_commands(page: Path, code: str, output: str | None, tmp_path: Path) -> None:
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", code],
        cwd=tmp_path,
        env=workplace(page, tmp_path),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=100,
    )
    assert done.stdout == output
    assert done.returncode == 0


@pytest.mark.parametrize(("page", "code", "output"), blocks("pycon", ""))
def test_prompts(page: Path, code: str, output: str | None, tmp_path: Path) -> None:
    with Terminal("shell", "--plain", *QUIET, cwd=tmp_path) as t:
        t.wait(">>> ")
        for example in doctest.DocTestParser().get_examples(code):
            t.type(example.source)
            shown = t.wait(">>> ")
            assert shown.replace("\r", "").partition("\n")[2].strip() == example.want.strip()


def test_there_are_some() -> None:
    assert len(blocks("sh", "run")) > 5
    assert blocks("pycon", "")
