"""What the documentation site needs besides the pages here (mkdocs calls it): measurements, programs, conformance.

Fenced blocks carry words for the tests (``python app.py``, ``sh run``); the site shows the file's name as a title.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from mkdocs.structure.files import File, Files

ROOT = Path(__file__).resolve().parent.parent
#: Words behind a fence that are for the tests alone.
_FOR_TESTS = {"run", "fails"}
_TAKEN = ("bench/**/README.md", "bench/results/*.svg", "examples/*.py")


def on_files(files: Files, config: Any) -> Files:
    """Take what lies beside the folder of pages, and write the page of conformance."""
    for pattern in _TAKEN:
        for path in sorted(ROOT.glob(pattern)):
            place = path.relative_to(ROOT).as_posix()
            if files.get_file_from_path(place) is None:
                files.append(File.generated(config, place, abs_src_path=str(path)))
    files.append(
        File.generated(config, "pyrite.svg", abs_src_path=str(ROOT / "pyrite/_ui/static/pyrite.svg"))
    )
    files.append(File.generated(config, "conformance.md", content=conformance()))
    return files


def on_page_markdown(markdown: str, page: Any, **_: Any) -> str:
    """The page as the site's tools read it."""
    markdown = re.sub(r"^```(\w+) ([^\n=]+)$", _fence, markdown, flags=re.MULTILINE)
    depth = page.file.src_uri.count("/")
    # Links that leave the folder of pages: what they lead to is in the site all the same.
    return markdown.replace(f"]({'../' * (depth + 1)}", f"]({'../' * depth}")


def _fence(match: re.Match[str]) -> str:
    words = [word for word in match[2].split() if word not in _FOR_TESTS]
    return f"```{match[1]}" + (f' title="{words[0]}"' if words else "")


def conformance() -> str:
    """How many of PySpark's own examples pass, by module."""
    passing = json.loads((ROOT / "conformance" / "ratchet.json").read_text())
    measured = json.loads((ROOT / "conformance" / "baseline.json").read_text())["modules"]
    rows, all_passing, all_examples = [], 0, 0
    for module, examples in sorted(measured.items()):
        # What does not pass on PySpark itself is no example.
        able = {name for name, result in examples.items() if result == "pass"}
        here = len(able & set(passing.get(module, [])))
        if able:
            rows.append(f"| `{module}` | {here} | {len(able)} |")
            all_passing, all_examples = all_passing + here, all_examples + len(able)
    return (
        "# Conformance\n\nThe examples in PySpark's own docstrings are run on Pyrite (`python -m conformance`). "
        f"**At least {all_passing} of {all_examples}** pass: so many are recorded, and none of these may fail again. "
        "Examples that do not pass on PySpark itself are not counted.\n\n"
        "| module | pass at least | of |\n|---|---|---|\n" + "\n".join(rows) + "\n"
    )
