"""``python -m bench files``: reads and writes files on Pyrite and PySpark, interleaved, and reports."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from bench import tool
from bench.files.cases import CASES, SYSTEMS
from bench.files.data import files
from bench.rdd import report
from bench.rdd.cases import Case
from bench.rdd.measure import Run, run_program
from bench.tool import DATA, Measured

HERE = Path(__file__).resolve().parent
LIBRARY = HERE.parent / "sql" / "lib"


class MeasuredFiles(Measured):
    """The runs of a case. Each tells what it found, and the driver's peak memory."""

    def disagreement(self) -> str:
        """Which systems found what, where that is not the same."""
        found = {name: str(run.answer["found"]) for name in self.runs for run in self.good(name)}
        return (
            "; ".join(f"{name}: {one}" for name, one in found.items()) if len(set(found.values())) > 1 else ""
        )

    @property
    def driver_peak(self) -> int:
        """The most bytes that Pyrite's driver had."""
        return max([run.answer["peak"] for run in self.good("pyrite")], default=0)


def main(argv: list[str] | None = None) -> int:
    options = parse(argv)
    pythons, releases = tool.find_pythons(SYSTEMS, options)
    measured = []
    for case in tool.chosen(CASES, options):
        measured.append(measure(case, pythons, options))
        tool.tell(measured[-1], f", {peak(measured[-1])}")
    result = report.as_json(list(measured), releases, options.quick, options.repeat)
    for record, found in zip(result["cases"], measured):
        record["driver_peak"] = found.driver_peak
    print(report.table(list(measured)))
    print("\n".join(f"{m.case.name}: {peak(m)}" for m in measured))
    if not options.no_write:
        tool.write("files" + ("-quick" if options.quick else "-part" if options.only else ""), result)
    return tool.complain(measured)


def peak(measured: MeasuredFiles) -> str:
    return f"driver's peak {measured.driver_peak / 2**20:.0f} MiB"


def parse(argv: list[str] | None) -> argparse.Namespace:
    parser = tool.parser_of("files", __doc__, CASES, SYSTEMS, repeat=1, timeout=1800)
    parser.add_argument("--quick", action="store_true", help="little data")
    return parser.parse_args(argv)


def measure(case: Case, pythons: dict[str, str], options: argparse.Namespace) -> MeasuredFiles:
    """The runs of a case."""
    size = case.quick if options.quick else case.full
    kind = data_of(case)
    folders = [str(files(DATA, kind, one)) for one in (case.quick, size)]

    def run(system: str) -> Run:
        return run_case(system, pythons[system], case.name, folders, options.timeout)

    found = MeasuredFiles(case, size)
    tool.in_turn(found, SYSTEMS, options.repeat, run)
    return found


def data_of(case: Case) -> str:
    """The kind of files that a case reads."""
    name = case.name.removesuffix("_inferred")
    return {"large": "csv", "partitioned": "parquet", "pruned": "parquet"}.get(name, name)


def run_case(system: str, python: str, case: str, folders: list[str], timeout: float) -> Run:
    """Run the program of a case on a system."""
    program = str(HERE / "programs" / "files.py")
    more: list[Any] = [system, case, *folders]
    return run_program(system, python, program, more, timeout, library=LIBRARY)
