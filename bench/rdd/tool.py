"""``python -m bench rdd``: runs the cases, interleaved, and reports."""

from __future__ import annotations

import argparse

from bench import tool
from bench.rdd import report
from bench.rdd.cases import CASES, FOLDERS, Case
from bench.rdd.data import text_of_words
from bench.rdd.measure import Run, run_program
from bench.tool import DATA, Measured


def main(argv: list[str] | None = None) -> int:
    options = parse(argv)
    cases = tool.chosen(CASES, options)
    systems = [name for name in FOLDERS if name in options.systems]
    needed = [name for name in systems if any(name in case.systems for case in cases)]
    pythons, releases = tool.find_pythons(needed, options)
    measured = []
    for case in cases:
        measured.append(measure(case, pythons, options))
        tool.tell(measured[-1])
    result = report.as_json(measured, releases, options.quick, options.repeat)
    print(report.table(measured))
    if not options.no_write:
        # A quick or partial run does not replace the record of a full one.
        tool.write("rdd" + "-quick" * options.quick + "-part" * bool(options.only), result)
    return tool.complain(measured)


def parse(argv: list[str] | None) -> argparse.Namespace:
    systems = ("pyrite", "pyspark", "dask", "pysparkling", "loop")
    parser = tool.parser_of("rdd", __doc__, CASES, systems, repeat=3, timeout=300)
    parser.add_argument("--quick", action="store_true", help="small sizes: a look, not a measurement")
    parser.add_argument(
        "--systems", nargs="+", choices=list(FOLDERS), default=list(FOLDERS), help="default: all"
    )
    options = parser.parse_args(argv)
    options.counter = options.loop
    return options


def measure(case: Case, pythons: dict[str, str], options: argparse.Namespace) -> Measured:
    """The runs of a case."""
    size = case.quick if options.quick else case.full
    warm = case.warm_size(size)
    if case.words:
        for words in {size, warm}:
            text_of_words(DATA, words)
    settings = [f"{key}={value}" for key, value in case.settings.items()]

    def run(system: str) -> Run:
        engine = "loop" if system == "counter" else system
        arguments = [engine, str(size), str(warm), str(DATA), *settings]
        return run_program(
            system,
            pythons[system],
            case.program(system),
            arguments if case.timing == "job" else [],
            options.timeout,
            whole_process=case.timing == "start",
            watch_memory=bool(case.limit),
        )

    found = Measured(case, size)
    tool.in_turn(found, [name for name in case.systems if name in pythons], options.repeat, run)
    return found
