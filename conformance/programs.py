"""The example programs that PySpark's wheel ships, run on both and compared."""

from __future__ import annotations

import random
import re
import shlex
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from conformance.oracle import Oracle
from conformance.records import Baseline
from conformance.run import Outcome, end_session, environment

MODULE = "programs"
FOLDER = Path("examples", "src", "main", "python")
SECONDS = 180.0
NUMBER = re.compile(r"-?\d+\.\d+(?:[eE][-+]?\d+)?")

Comparison = Callable[[str, str], bool]


def same_lines(expected: str, got: str) -> bool:
    """The same lines, in any order."""
    return sorted(expected.splitlines()) == sorted(got.splitlines())


def numbers_within(tolerance: float) -> Comparison:
    """Alike but for decimal numbers, which differ by at most this share of the greater one."""

    def same(expected: str, got: str) -> bool:
        if NUMBER.sub("#", expected) != NUMBER.sub("#", got):
            return False
        pairs = zip(map(float, NUMBER.findall(expected)), map(float, NUMBER.findall(got)))
        return all(abs(a - b) <= tolerance * max(abs(a), abs(b)) for a, b in pairs)

    return same


def same_pairs_at_the_end(expected: str, got: str) -> bool:
    """The same pairs, in any order, on the last line; what comes before it depends on timing."""

    def pairs(text: str) -> list[str]:
        return sorted(re.findall(r"\([^()]*\)", "".join(text.splitlines()[-1:])))

    return pairs(expected) == pairs(got) != []


def last_numbers_within(tolerance: float) -> Comparison:
    """The decimal numbers after the last colon differ by at most this."""

    def same(expected: str, got: str) -> bool:
        ours, theirs = (list(map(float, NUMBER.findall(text.rpartition(":")[2]))) for text in (got, expected))
        return len(ours) == len(theirs) > 0 and all(abs(a - b) <= tolerance for a, b in zip(ours, theirs))

    return same


def write_points(path: Path) -> None:
    """Points of ten numbers each, with labels that no plane tells apart."""
    generator = random.Random(1)
    rows = [(1 - 2 * (number % 2), *(generator.gauss(0, 0.3) for _ in range(10))) for number in range(60)]
    path.write_text("".join(" ".join(map(str, row)) + "\n" for row in rows))


@dataclass(frozen=True)
class Program:
    """A program, its arguments, how its outputs are compared, and what it waits for, if it cannot run yet.

    Attributes
    ----------
    arguments : tuple of str
        ``{data}`` in them is the folder of data that the wheel ships, ``{points}`` a file of labelled points.
    options : tuple of str
        Options of the submit command.
    """

    file: str
    arguments: tuple[str, ...] = ()
    same: Comparison = same_lines
    options: tuple[str, ...] = ()
    waits_for: str = ""


PROGRAMS = [
    Program("als.py", ("20", "30", "5", "3", "2"), numbers_within(1e-3)),
    Program("avro_inputformat.py", waits_for="needs Hadoop's Avro input format, a Java class"),
    Program("kmeans.py", ("{data}/mllib/kmeans_data.txt", "2", "0.1"), numbers_within(1e-9)),
    # It begins at random weights; by then it has come to the only best ones.
    Program("logistic_regression.py", ("{points}", "300"), last_numbers_within(1e-3)),
    Program("pagerank.py", ("{data}/mllib/pagerank_data.txt", "10"), same_lines),
    Program("parquet_inputformat.py", waits_for="needs Hadoop's Parquet input format, a Java class"),
    Program("pi.py", ("4",), numbers_within(0.02)),
    Program("sort.py", ("{data}/mllib/pagerank_data.txt",), str.__eq__),
    Program("status_api_demo.py", (), same_pairs_at_the_end),
    # Its unions would double the number of partitions at each step, and Spark takes many minutes.
    Program("transitive_closure.py", ("2",), options=("--conf", "spark.default.parallelism=2")),
    Program("wordcount.py", ("{data}/graphx/users.txt",)),
]


def record(oracle: Oracle) -> dict[str, dict[str, Any]]:
    """What each program that waits for nothing prints on the real PySpark."""
    recorded: dict[str, dict[str, Any]] = {}
    for program in PROGRAMS:
        if not program.waits_for:
            code, output, log = _run([oracle.python], (), oracle, program)
            print(f"{program.file}: exit code {code}", flush=True)
            recorded[program.file] = {"code": code, "output": output}
            if code != 0:
                print(log, flush=True)
    return recorded


def compare(oracle: Oracle, baseline: Baseline, python: str, only: str | None = None) -> list[Outcome]:
    """Run the programs on Pyrite; those that fail on the real PySpark, or wait for something, are skipped."""
    chosen = [program for program in PROGRAMS if only is None or only in program.file]
    return [_compare_one(program, oracle, baseline.programs.get(program.file), python) for program in chosen]


def _compare_one(program: Program, oracle: Oracle, recorded: dict[str, Any] | None, python: str) -> Outcome:
    if program.waits_for or recorded is None or recorded["code"] != 0:
        return Outcome(program.file, "skip", program.waits_for or "fails on the real PySpark")
    code, output, log = _run([python, "-m", "pyrite"], program.options, oracle, program)
    if code is None:
        return Outcome(program.file, "timeout", log)
    if code:
        return Outcome(program.file, "crash", f"exit code {code}\n{log}")
    right = program.same(recorded["output"], output)
    detail = f"{'*' * 70}\nExpected:\n{recorded['output']}\nGot:\n{output}"
    return Outcome(program.file, "pass", "") if right else Outcome(program.file, "fail", detail)


def _run(
    command: list[str], options: Sequence[str], oracle: Oracle, program: Program
) -> tuple[int | None, str, str]:
    """Exit code (None when time ran out), output, error output."""
    submit = shlex.join([*program.options, "pyspark-shell"])
    path = oracle.package / FOLDER / program.file
    with tempfile.TemporaryDirectory(prefix="conformance-", ignore_cleanup_errors=True) as folder:
        log, points = Path(folder, "log"), Path(folder, "points.txt")
        write_points(points)
        places = {"data": oracle.package / "data", "points": points}
        with log.open("w") as sink:
            child = subprocess.Popen(
                [*command, *options, str(path), *(text.format(**places) for text in program.arguments)],
                cwd=folder,
                env={**environment(command[0]), "PYSPARK_SUBMIT_ARGS": submit},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=sink,
                text=True,
                start_new_session=True,
            )
            try:
                output, _ = child.communicate(timeout=SECONDS)
                code: int | None = child.returncode
            except subprocess.TimeoutExpired:
                output, code = "", None
            finally:
                end_session(child)
        return code, output, log.read_text(errors="replace")[-2000:]
