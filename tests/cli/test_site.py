"""The documentation site: it can be built, no link is dead, every page is in it, and it needs no network."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.mark.skipif(
    find_spec("mkdocs") is None or find_spec("material") is None, reason="mkdocs is not installed"
)
def test_the_site_is_built_without_a_warning(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(tmp_path / "site")],
        cwd=ROOT,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        timeout=110,
    )
    assert done.returncode == 0, done.stderr
    pages = {path.relative_to(ROOT / "docs").with_suffix(".html") for path in (ROOT / "docs").rglob("*.md")}
    built = {path.relative_to(tmp_path / "site") for path in (tmp_path / "site").rglob("*.html")}
    assert pages <= built
    assert {Path("conformance.html"), Path("bench/index.html")} <= built
    for path in (tmp_path / "site").rglob("*.html"):
        text = path.read_text()
        assert not re.findall(r"<(?:script|link|img)[^>]+(?:src|href)=[\"']?https?://(?!squidfunk)", text), (
            path
        )
    assert 'class="filename">report.py<' in (tmp_path / "site" / "shell.html").read_text()


def test_every_page_is_in_the_contents() -> None:
    listed = set(re.findall(r"([\w/-]+\.md)$", (ROOT / "mkdocs.yml").read_text(), re.MULTILINE))
    pages = {path.relative_to(ROOT / "docs").as_posix() for path in (ROOT / "docs").rglob("*.md")}
    assert listed == pages | {"conformance.md", "bench/README.md"}
