"""``python -m bench udf``: calls users' functions on Pyrite and PySpark, interleaved, and reports."""

from __future__ import annotations

import argparse
from pathlib import Path

from bench import tool
from bench.rdd.cases import Case
from bench.rdd.measure import Run, run_program
from bench.tool import Measured
from bench.udf.cases import CASES, SYSTEMS

HERE = Path(__file__).resolve().parent
LIBRARY = HERE.parent / "sql" / "lib"


def main(argv: list[str] | None = None) -> int:
    options = parse(argv)
    pythons, releases = tool.find_pythons(SYSTEMS, options)
    measured = []
    for case in tool.chosen(CASES, options):
        measured.append(measure(case, pythons, options))
        tool.tell(measured[-1])
    return tool.finish("udf", measured, releases, options)


def parse(argv: list[str] | None) -> argparse.Namespace:
    parser = tool.parser_of("udf", __doc__, CASES, SYSTEMS, repeat=1, timeout=600)
    parser.add_argument("--quick", action="store_true", help="few rows")
    return parser.parse_args(argv)


def measure(case: Case, pythons: dict[str, str], options: argparse.Namespace) -> Measured:
    """The runs of a case."""
    size = case.quick if options.quick else case.full
    program = str(HERE / "programs" / "udf.py")

    def run(system: str) -> Run:
        arguments = [system, case.name, str(case.quick), str(size)]
        return run_program(system, pythons[system], program, arguments, options.timeout, library=LIBRARY)

    found = Measured(case, size)
    tool.in_turn(found, SYSTEMS, options.repeat, run)
    return found
