"""``python -m bench sql``: runs the cases on Pyrite, PySpark, plain DuckDB and Sail, interleaved, and reports."""

from __future__ import annotations

import argparse
import statistics
import sys
from pathlib import Path
from typing import Any

from bench.rdd import environments, report
from bench.rdd.cases import Case
from bench.rdd.measure import Run, run_program
from bench.rdd.tool import RESULTS, Measured
from bench.sql.cases import ALL, CASES, FOLDERS, SUITES
from bench.sql.data import tables

HERE = Path(__file__).resolve().parent
DATA = environments.HOME / "data"


class MeasuredQueries(Measured):
    """The runs of a suite of queries. Two systems are compared by the queries that both can run."""

    def queries(self, system: str) -> dict[str, float]:
        """The median seconds of each query that the system ran in all its runs."""
        answers = [run.answer for run in self.good(system)]
        names = [
            name for name in (answers[0] if answers else ()) if all("seconds" in a[name] for a in answers)
        ]
        return {name: statistics.median(answer[name]["seconds"] for answer in answers) for name in names}

    def seconds(self, system: str) -> float | None:
        found = self.queries(system)
        return sum(found.values()) if found else None

    def ratio(self, system: str) -> float | None:
        own, other = self.queries("pyrite"), self.queries(system)
        common = own.keys() & other.keys()
        return sum(other[name] for name in common) / sum(own[name] for name in common) if common else None

    def failed(self, system: str) -> dict[str, str]:
        """The errors of the queries that the system could not run."""
        errors = {name: one.get("error") for run in self.good(system) for name, one in run.answer.items()}
        return {name: error for name, error in errors.items() if error}

    def disagreement(self) -> str:
        """Which systems gave which numbers of rows, where these are not the same; tests compare the rows."""
        found = []
        for name in self.queries("pyrite"):
            counts = {
                system: self.good(system)[0].answer[name]["rows"]
                for system in self.runs
                if name in self.queries(system)
            }
            if len(set(counts.values())) > 1:
                found.append(f"{name}: {counts}")
        return "; ".join(found)


def main(argv: list[str] | None = None) -> int:
    options = parse(argv)
    cases = [case for case in CASES if not options.only or case.name in options.only]
    pythons = {
        name: environments.find(name, getattr(options, name)) for name in ALL if name in options.systems
    }
    releases = {name: environments.release(name, python) for name, python in pythons.items()}
    measured = []
    for case in cases:
        measured.append(measure(case, pythons, options))
        print(report.progress(measured[-1]), file=sys.stderr, flush=True)
    result = report.as_json(measured, releases, options.scale < 1, options.repeat)
    result["scale"], result["memory"] = options.scale, options.memory
    for case, found in zip(result["cases"], measured):
        details(case, found)
    print(report.table(measured))
    if not options.no_write:
        suffix = "" if options.scale == 1 else f"-{options.scale:g}"
        suffix += "-part" if options.only else ""
        report.save_json(result, RESULTS / f"sql{suffix}.json")
        report.draw(result, RESULTS / f"sql{suffix}.svg")
    complaints = [
        f"{m.case.name}: different answers: {m.disagreement()}" for m in measured if m.disagreement()
    ]
    complaints += [f"{m.case.name}: Pyrite {m.error('pyrite')}" for m in measured if m.error("pyrite")]
    print("\n".join(complaints), end="\n" if complaints else "", file=sys.stderr)
    return 1 if complaints else 0


def parse(argv: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench sql", description=__doc__.splitlines()[0])
    parser.add_argument(
        "--only", action="append", choices=[case.name for case in CASES], help="this case; several times"
    )
    parser.add_argument("--scale", type=float, default=1, help="the scale factor of the tables (default 1)")
    parser.add_argument(
        "--memory", default="none", help="a memory limit for the suites, like 4g (default: none)"
    )
    parser.add_argument("--repeat", type=int, default=3, metavar="N", help="runs of each program (default 3)")
    parser.add_argument("--timeout", type=float, default=3600.0, help="seconds for each run (default 3600)")
    parser.add_argument("--systems", nargs="+", choices=ALL, default=list(ALL), help="default: all")
    for system in ALL:
        default = "this Python" if system == "pyrite" else f"one in .envs/{system}, made when missing"
        parser.add_argument(
            f"--{system}", metavar="PYTHON", help=f"the Python of {system} (default: {default})"
        )
    parser.add_argument("--no-write", action="store_true", help="print only; write no file")
    return parser.parse_args(argv)


def measure(case: Case, pythons: dict[str, str], options: argparse.Namespace) -> Measured:
    """Run each system's program in turn, and all of them again, so that slow minutes of the machine hit all alike."""
    found = (MeasuredQueries if case.name in SUITES else Measured)(case, case.full)
    more = [] if case.timing == "start" else [str(case.full)]
    program = case.name
    if case.name in (*SUITES, "compile"):
        suite = "tpcds" if case.name == "compile" else case.name
        more = [str(tables(DATA, suite, options.scale)), str(HERE / suite), options.memory]
        program = "compile" if case.name == "compile" else "queries"
    for _ in range(options.repeat):
        for system, python in pythons.items():
            if system in case.systems and not found.error(system):
                run = run_system(system, python, program, more, options.timeout, case.timing == "start")
                found.runs.setdefault(system, []).append(run)
    return found


def run_system(
    system: str, python: str, program: str, more: list[str], timeout: float, whole_process: bool = False
) -> Run:
    """Run one of this tool's programs on a system."""
    path = HERE / "programs" / FOLDERS[system] / f"{program}.py"
    library = HERE / "lib"
    return run_program(system, python, str(path), [system, *more], timeout, whole_process, library=library)


def details(case: dict[str, Any], measured: Measured) -> None:
    """Add the seconds of each query and the errors to the record of a suite."""
    if isinstance(measured, MeasuredQueries):
        for name, system in case["systems"].items():
            system["queries"] = {query: round(taken, 4) for query, taken in measured.queries(name).items()}
            system["failed"] = measured.failed(name)
