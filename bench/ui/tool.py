"""``python -m bench ui``: the shell's prompt and the web UI's first paint, on Pyrite and PySpark, interleaved."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from bench import tool
from bench.rdd.cases import Case
from bench.rdd.measure import Run
from bench.tool import Measured
from bench.ui.browser import paints
from bench.ui.cases import CASES, PAGES, SHELL, SYSTEMS
from bench.ui.terminal import shell


def main(argv: list[str] | None = None) -> int:
    options = parse(argv)
    pythons, releases = tool.find_pythons(SYSTEMS, options)
    cases = tool.chosen(CASES, options)
    terminal, pages = ([case for case in cases if case in kind] for kind in (SHELL, PAGES))
    measured = []
    if terminal:
        # One shell gives both its cases.
        found = measure(list(SHELL), 1, options, lambda name: shell(name, pythons[name], options.timeout))
        measured += [one for one in found if one.case in terminal]
    if pages:
        jobs = pages[0].quick if options.quick else pages[0].full
        names = [case.name for case in pages]
        measured += measure(
            pages, jobs, options, lambda name: paints(name, pythons[name], jobs, names, options.timeout)
        )
    return tool.finish("ui", measured, releases, options)


def parse(argv: list[str] | None) -> argparse.Namespace:
    parser = tool.parser_of("ui", __doc__, CASES, SYSTEMS, repeat=3, timeout=900)
    parser.add_argument("--quick", action="store_true", help="few jobs")
    return parser.parse_args(argv)


def measure(
    cases: list[Case], size: int, options: argparse.Namespace, run: Callable[[str], list[Run]]
) -> list[Measured]:
    """The runs of cases that are measured together."""
    found = [Measured(case, size) for case in cases]
    for _ in range(options.repeat):
        for system in SYSTEMS:
            for one, took in zip(found, run(system)):
                one.runs.setdefault(system, []).append(took)
    for one in found:
        tool.tell(one)
    return found
