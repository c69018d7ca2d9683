"""``python -m bench rdd``: runs the cases, interleaved, and reports."""

from __future__ import annotations

import argparse
import statistics
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.rdd import environments, report
from bench.rdd.cases import CASES, FOLDERS, TITLES, Case
from bench.rdd.data import text_of_words
from bench.rdd.measure import Run, run_program

DATA = environments.HOME / "data"
RESULTS = Path(__file__).resolve().parent.parent / "results"


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


def main(argv: list[str] | None = None) -> int:
    options = parse(argv)
    cases = [case for case in CASES if not options.only or case.name in options.only]
    systems = [name for name in FOLDERS if name in options.systems]
    needed = [name for name in systems if any(name in case.systems for case in cases)]
    pythons = {name: environments.find(name, getattr(options, name, None)) for name in needed}
    releases = {name: environments.release(name, python) for name, python in pythons.items()}
    measured = []
    for case in cases:
        measured.append(measure(case, pythons, options))
        print(report.progress(measured[-1]), file=sys.stderr, flush=True)
    result = report.as_json(measured, releases, options.quick, options.repeat)
    print(report.table(measured))
    if not options.no_write:
        write(result, options.quick, options.only is not None)
    complaints = [
        f"{m.case.name}: different answers: {m.disagreement()}" for m in measured if m.disagreement()
    ]
    complaints += [f"{m.case.name}: Pyrite {m.error('pyrite')}" for m in measured if m.error("pyrite")]
    print("\n".join(complaints), end="\n" if complaints else "", file=sys.stderr)
    return 1 if complaints else 0


def parse(argv: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench rdd", description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="small sizes: a look, not a measurement")
    parser.add_argument(
        "--only", action="append", choices=[case.name for case in CASES], help="this case; several times"
    )
    parser.add_argument("--repeat", type=int, default=3, metavar="N", help="runs of each program (default 3)")
    parser.add_argument("--timeout", type=float, default=300.0, help="seconds for each run (default 300)")
    parser.add_argument(
        "--systems", nargs="+", choices=list(FOLDERS), default=list(FOLDERS), help="default: all"
    )
    for system in ("pyrite", "pyspark", "dask", "pysparkling", "loop"):
        default = (
            "this Python" if system in ("pyrite", "loop") else f"one in .envs/{system}, made when missing"
        )
        parser.add_argument(
            f"--{system}", metavar="PYTHON", help=f"the Python of {system} (default: {default})"
        )
    parser.add_argument("--no-write", action="store_true", help="print only; write no file")
    options = parser.parse_args(argv)
    options.counter = options.loop
    return options


def measure(case: Case, pythons: dict[str, str], options: argparse.Namespace) -> Measured:
    """Run each system's program in turn, and all of them again, so that slow minutes of the machine hit all alike."""
    size = case.quick if options.quick else case.full
    warm = case.warm_size(size)
    if case.words:
        for words in {size, warm}:
            text_of_words(DATA, words)
    found = Measured(case, size)
    settings = [f"{key}={value}" for key, value in case.settings.items()]
    for _ in range(options.repeat):
        for system in case.systems:
            if system not in pythons or found.error(system):
                continue
            engine = "loop" if system == "counter" else system
            arguments = [engine, str(size), str(warm), str(DATA), *settings]
            run = run_program(
                system,
                pythons[system],
                case.program(system),
                arguments if case.timing == "job" else [],
                options.timeout,
                whole_process=case.timing == "start",
                watch_memory=bool(case.limit),
            )
            found.runs.setdefault(system, []).append(run)
    return found


def write(result: dict[str, Any], quick: bool, partial: bool) -> None:
    """Write the record and its picture; a quick or partial run does not replace those of a full one."""
    suffix = "-quick" if quick else ""
    suffix += "-part" if partial else ""
    report.save_json(result, RESULTS / f"rdd{suffix}.json")
    report.draw(result, RESULTS / f"rdd{suffix}.svg")
