"""``python -m bench files``: reads and writes files on Pyrite and PySpark, interleaved, and reports."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from bench.files.cases import CASES, SYSTEMS
from bench.files.data import files
from bench.rdd import environments, report
from bench.rdd.cases import Case
from bench.rdd.measure import Run, run_program
from bench.rdd.tool import RESULTS, Measured

HERE = Path(__file__).resolve().parent
LIBRARY = HERE.parent / "sql" / "lib"
DATA = environments.HOME / "data"


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
    cases = [case for case in CASES if not options.only or case.name in options.only]
    pythons = {name: environments.find(name, getattr(options, name)) for name in SYSTEMS}
    releases = {name: environments.release(name, python) for name, python in pythons.items()}
    measured = []
    for case in cases:
        measured.append(measure(case, pythons, options))
        print(f"{report.progress(measured[-1])}, {peak(measured[-1])}", file=sys.stderr, flush=True)
    result = report.as_json(list(measured), releases, options.quick, options.repeat)
    for record, found in zip(result["cases"], measured):
        record["driver_peak"] = found.driver_peak
    print(report.table(list(measured)))
    print("\n".join(f"{m.case.name}: {peak(m)}" for m in measured))
    if not options.no_write:
        suffix = "-quick" if options.quick else "-part" if options.only else ""
        report.save_json(result, RESULTS / f"files{suffix}.json")
        report.draw(result, RESULTS / f"files{suffix}.svg")
    complaints = [
        f"{m.case.name}: different answers: {m.disagreement()}" for m in measured if m.disagreement()
    ]
    complaints += [f"{m.case.name}: Pyrite {m.error('pyrite')}" for m in measured if m.error("pyrite")]
    print("\n".join(complaints), end="\n" if complaints else "", file=sys.stderr)
    return 1 if complaints else 0


def peak(measured: MeasuredFiles) -> str:
    return f"driver's peak {measured.driver_peak / 2**20:.0f} MiB"


def parse(argv: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench files", description=__doc__.splitlines()[0])
    parser.add_argument(
        "--only", action="append", choices=[case.name for case in CASES], help="this case; several times"
    )
    parser.add_argument("--quick", action="store_true", help="little data")
    parser.add_argument("--repeat", type=int, default=1, metavar="N", help="runs of each program (default 1)")
    parser.add_argument("--timeout", type=float, default=1800.0, help="seconds for each run (default 1800)")
    for system in SYSTEMS:
        default = "this Python" if system == "pyrite" else f"one in .envs/{system}, made when missing"
        parser.add_argument(
            f"--{system}", metavar="PYTHON", help=f"the Python of {system} (default: {default})"
        )
    parser.add_argument("--no-write", action="store_true", help="print only; write no file")
    return parser.parse_args(argv)


def measure(case: Case, pythons: dict[str, str], options: argparse.Namespace) -> MeasuredFiles:
    """Run each system's program in turn, and again, so that slow minutes of the machine hit all alike."""
    size = case.quick if options.quick else case.full
    found = MeasuredFiles(case, size)
    kind = data_of(case)
    folders = [str(files(DATA, kind, one)) for one in (case.quick, size)]
    for _ in range(options.repeat):
        for system, python in pythons.items():
            if not found.error(system):
                run = run_case(system, python, case.name, folders, options.timeout)
                found.runs.setdefault(system, []).append(run)
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
