"""``python -m bench sql``: runs the cases on Pyrite, PySpark, plain DuckDB and Sail, interleaved, and reports."""

from __future__ import annotations

import argparse
import statistics
from pathlib import Path
from typing import Any

from bench import tool
from bench.rdd import report
from bench.rdd.cases import Case
from bench.rdd.measure import Run, run_program
from bench.sql.cases import ALL, CASES, FOLDERS, SUITES
from bench.sql.data import tables
from bench.tool import DATA, Measured

HERE = Path(__file__).resolve().parent


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
    cases = tool.chosen(CASES, options)
    pythons, releases = tool.find_pythons([name for name in ALL if name in options.systems], options)
    measured = []
    for case in cases:
        measured.append(measure(case, pythons, options))
        tool.tell(measured[-1])
    result = report.as_json(measured, releases, options.scale < 1, options.repeat)
    result["scale"], result["memory"] = options.scale, options.memory
    for case, found in zip(result["cases"], measured):
        details(case, found)
    print(report.table(measured))
    if not options.no_write:
        suffix = "" if options.scale == 1 else f"-{options.scale:g}"
        tool.write("sql" + suffix + "-part" * bool(options.only), result)
    return tool.complain(measured)


def parse(argv: list[str] | None) -> argparse.Namespace:
    parser = tool.parser_of("sql", __doc__, CASES, ALL, repeat=3, timeout=3600)
    parser.add_argument("--scale", type=float, default=1, help="the scale factor of the tables (default 1)")
    parser.add_argument(
        "--memory", default="none", help="a memory limit for the suites, like 4g (default: none)"
    )
    parser.add_argument("--systems", nargs="+", choices=ALL, default=list(ALL), help="default: all")
    return parser.parse_args(argv)


def measure(case: Case, pythons: dict[str, str], options: argparse.Namespace) -> Measured:
    """The runs of a case."""
    more = [] if case.timing == "start" else [str(case.full)]
    program = case.name
    if case.name in (*SUITES, "compile"):
        suite = "tpcds" if case.name == "compile" else case.name
        more = [str(tables(DATA, suite, options.scale)), str(HERE / suite), options.memory]
        program = "compile" if case.name == "compile" else "queries"

    def run(system: str) -> Run:
        return run_system(system, pythons[system], program, more, options.timeout, case.timing == "start")

    found = (MeasuredQueries if case.name in SUITES else Measured)(case, case.full)
    tool.in_turn(found, [name for name in pythons if name in case.systems], options.repeat, run)
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
