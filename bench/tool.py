"""What all tools here share: their options, runs in turn, and what they print and write."""

from __future__ import annotations

import argparse
import statistics
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.rdd import environments, report
from bench.rdd.cases import TITLES, Case
from bench.rdd.measure import Run

DATA = environments.HOME / "data"
RESULTS = Path(__file__).resolve().parent / "results"


@dataclass
class Measured:
    """The runs of one case by system."""

    case: Case
    size: int
    runs: dict[str, list[Run]] = field(default_factory=dict)

    def good(self, system: str) -> list[Run]:
        return [run for run in self.runs.get(system, []) if not run.error]

    def seconds(self, system: str) -> float | None:
        """The median of its runs."""
        good = self.good(system)
        return statistics.median(run.seconds for run in good) if good else None

    def error(self, system: str) -> str:
        return next((run.error for run in self.runs.get(system, []) if run.error), "")

    def ratio(self, system: str) -> float | None:
        """How many times as long as Pyrite another system takes."""
        own, other = self.seconds("pyrite"), self.seconds(system)
        return other / own if own and other else None

    def peak(self, system: str) -> float | None:
        """The share of the memory limit that the worker with the greatest peak reached: the worst run."""
        peaks = [run.peak for run in self.good(system) if run.peak]
        return max(peaks) / self.case.limit if peaks and self.case.limit else None

    def disagreement(self) -> str:
        """Which systems gave which answers, if they are not all the same."""
        answers: dict[str, list[str]] = {}
        for system in self.runs:
            for run in self.good(system):
                names = answers.setdefault(str(run.answer), [])
                if TITLES[system] not in names:
                    names.append(TITLES[system])
        if len(answers) < 2:
            return ""
        return "; ".join(f"{', '.join(names)}: {answer}" for answer, names in answers.items())


def parser_of(
    tool: str, about: str | None, cases: Iterable[Case], systems: Iterable[str], repeat: int, timeout: float
) -> argparse.ArgumentParser:
    """The options that every tool has."""
    parser = argparse.ArgumentParser(
        prog=f"python -m bench {tool}", description=(about or "").splitlines()[0]
    )
    parser.add_argument(
        "--only", action="append", choices=[case.name for case in cases], help="this case; several times"
    )
    parser.add_argument(
        "--repeat", type=int, default=repeat, metavar="N", help=f"runs of each program (default {repeat})"
    )
    parser.add_argument(
        "--timeout", type=float, default=timeout, help=f"seconds for each run (default {timeout:g})"
    )
    for system in systems:
        own = system in ("pyrite", "loop")
        default = "this Python" if own else f"one in .envs/{system}, made when missing"
        parser.add_argument(
            f"--{system}", metavar="PYTHON", help=f"the Python of {system} (default: {default})"
        )
    parser.add_argument("--no-write", action="store_true", help="print only; write no file")
    return parser


def chosen(cases: Iterable[Case], options: argparse.Namespace) -> list[Case]:
    """The cases that are asked for."""
    return [case for case in cases if not options.only or case.name in options.only]


def find_pythons(
    systems: Iterable[str], options: argparse.Namespace
) -> tuple[dict[str, str], dict[str, dict[str, str]]]:
    """The Python of each system, and its releases."""
    pythons = {name: environments.find(name, getattr(options, name, None)) for name in systems}
    return pythons, {name: environments.release(name, python) for name, python in pythons.items()}


def in_turn(found: Measured, systems: Sequence[str], repeat: int, run: Callable[[str], Run]) -> None:
    """Run each system's program, and all of them again, so that slow minutes of the machine hit all alike."""
    for _ in range(repeat):
        for system in systems:
            if not found.error(system):
                found.runs.setdefault(system, []).append(run(system))


def tell(measured: Measured, more: str = "") -> None:
    """Say how far the measurement is."""
    print(report.progress(measured) + more, file=sys.stderr, flush=True)


def write(name: str, result: dict[str, Any]) -> None:
    """Write the record and its picture."""
    report.save_json(result, RESULTS / f"{name}.json")
    report.draw(result, RESULTS / f"{name}.svg")


def finish(
    name: str, measured: list[Measured], releases: dict[str, dict[str, str]], options: argparse.Namespace
) -> int:
    """Print the table, write the record unless that is not wanted, and complain: the exit code."""
    print(report.table(measured))
    if not options.no_write:
        result = report.as_json(measured, releases, options.quick, options.repeat)
        # A quick or partial run does not replace the record of a full one.
        write(name + ("-quick" if options.quick else "-part" if options.only else ""), result)
    return complain(measured)


def complain(measured: Iterable[Measured]) -> int:
    """Tell of different answers and of what Pyrite could not run: the exit code."""
    complaints = []
    for one in measured:
        if one.disagreement():
            complaints.append(f"{one.case.name}: different answers: {one.disagreement()}")
        if one.error("pyrite"):
            complaints.append(f"{one.case.name}: Pyrite {one.error('pyrite')}")
    print("\n".join(complaints), end="\n" if complaints else "", file=sys.stderr)
    return 1 if complaints else 0
