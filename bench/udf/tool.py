"""``python -m bench udf``: calls users' functions on Pyrite and PySpark, interleaved, and reports."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from bench.rdd import environments, report
from bench.rdd.cases import Case
from bench.rdd.measure import run_program
from bench.rdd.tool import RESULTS, Measured
from bench.udf.cases import CASES, SYSTEMS

HERE = Path(__file__).resolve().parent
LIBRARY = HERE.parent / "sql" / "lib"


def main(argv: list[str] | None = None) -> int:
    options = parse(argv)
    cases = [case for case in CASES if not options.only or case.name in options.only]
    pythons = {name: environments.find(name, getattr(options, name)) for name in SYSTEMS}
    releases = {name: environments.release(name, python) for name, python in pythons.items()}
    measured = []
    for case in cases:
        measured.append(measure(case, pythons, options))
        print(report.progress(measured[-1]), file=sys.stderr, flush=True)
    print(report.table(measured))
    if not options.no_write:
        result = report.as_json(measured, releases, options.quick, options.repeat)
        suffix = "-quick" if options.quick else "-part" if options.only else ""
        report.save_json(result, RESULTS / f"udf{suffix}.json")
        report.draw(result, RESULTS / f"udf{suffix}.svg")
    complaints = [
        f"{m.case.name}: different answers: {m.disagreement()}" for m in measured if m.disagreement()
    ]
    complaints += [f"{m.case.name}: Pyrite {m.error('pyrite')}" for m in measured if m.error("pyrite")]
    print("\n".join(complaints), end="\n" if complaints else "", file=sys.stderr)
    return 1 if complaints else 0


def parse(argv: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench udf", description=__doc__.splitlines()[0])
    parser.add_argument(
        "--only", action="append", choices=[case.name for case in CASES], help="this case; several times"
    )
    parser.add_argument("--quick", action="store_true", help="few rows")
    parser.add_argument("--repeat", type=int, default=1, metavar="N", help="runs of each program (default 1)")
    parser.add_argument("--timeout", type=float, default=600.0, help="seconds for each run (default 600)")
    for system in SYSTEMS:
        default = "this Python" if system == "pyrite" else f"one in .envs/{system}, made when missing"
        parser.add_argument(
            f"--{system}", metavar="PYTHON", help=f"the Python of {system} (default: {default})"
        )
    parser.add_argument("--no-write", action="store_true", help="print only; write no file")
    return parser.parse_args(argv)


def measure(case: Case, pythons: dict[str, str], options: argparse.Namespace) -> Measured:
    """Run each system's program in turn, and again, so that slow minutes of the machine hit all alike."""
    size = case.quick if options.quick else case.full
    found = Measured(case, size)
    program = str(HERE / "programs" / "udf.py")
    for _ in range(options.repeat):
        for system, python in pythons.items():
            if not found.error(system):
                more = [system, case.name, case.quick, size]
                run = run_program(system, python, program, more, options.timeout, library=LIBRARY)
                found.runs.setdefault(system, []).append(run)
    return found
