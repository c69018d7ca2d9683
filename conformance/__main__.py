"""The command: ``python -m conformance [baseline] [AREA] ...``."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from conformance import programs, records
from conformance.areas import AREAS, Setup
from conformance.oracle import Oracle, find_oracle
from conformance.report import Score, explain_check, print_scores, score_module
from conformance.run import Engine, run_module


def main(argv: list[str] | None = None) -> int:
    options = parse(argv)
    oracle = find_oracle(options.oracle)
    modules = chosen_modules(options.area, options.module)
    with_programs = options.module in (None, programs.MODULE) and options.area in ("core", "all")
    if options.command == "baseline":
        record_baseline(oracle, modules, options.timeout, with_programs)
        return 0
    return measure(oracle, modules, options, with_programs)


def parse(argv: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m conformance",
        description="Run PySpark's docstring examples and example programs on Pyrite; count what passes.",
    )
    parser.add_argument(
        "words", nargs="*", metavar="baseline | AREA", help=f"areas: {', '.join(AREAS)}; default: all"
    )
    parser.add_argument("--module", help="one module only, as core.rdd (or: programs)")
    parser.add_argument("--only", help="just the docstrings whose name contains this")
    parser.add_argument("--oracle", help="a Python or an environment with pyspark (else $PYRITE_ORACLE)")
    parser.add_argument("--python", default=sys.executable, help="the Python that runs Pyrite")
    parser.add_argument("--timeout", type=float, default=60.0, help="seconds for each docstring (default 60)")
    parser.add_argument("--verbose", action="store_true", help="show the differences in full")
    parser.add_argument("--json", metavar="FILE", help="write every outcome to this file")
    parser.add_argument("--check", action="store_true", help="exit 1 if any of ratchet.json does not pass")
    parser.add_argument("--update", action="store_true", help="add what passes to ratchet.json")
    options = parser.parse_args(argv)
    words = options.words
    options.command = "baseline" if "baseline" in words else "run"
    areas = [word for word in words if word != "baseline"] or ["all"]
    if len(areas) > 1 or areas[0] not in AREAS:
        parser.error(f"unknown area {' '.join(areas)}: there are {', '.join(AREAS)}")
    options.area = areas[0]
    return options


def chosen_modules(area: str, module: str | None) -> dict[str, Setup]:
    modules = AREAS[area]
    if module is None:
        return modules
    if module == programs.MODULE:
        return {}
    if module not in modules:
        raise SystemExit(f"unknown module {module}: there are {', '.join(modules)}")
    return {module: modules[module]}


def record_baseline(oracle: Oracle, modules: dict[str, Setup], seconds: float, with_programs: bool) -> None:
    baseline = records.load_baseline()
    baseline.pyspark = oracle.version
    engine = Engine("pyspark", oracle.python)
    for module, setup in modules.items():
        outcomes = run_module(engine, oracle.package, module, setup, seconds)
        baseline.modules[module] = {outcome.name: outcome.state for outcome in outcomes}
        passing = len(baseline.passing(module))
        print(f"{module}: {passing} of {len(outcomes)} pass on PySpark {oracle.version}", flush=True)
        for outcome in outcomes:
            if outcome.state not in ("pass", "skip"):
                print(f"  {outcome.name}: {outcome.state}", flush=True)
        records.save_baseline(baseline)
    if with_programs:
        baseline.programs = programs.record(oracle)
        records.save_baseline(baseline)


def measure(
    oracle: Oracle, modules: dict[str, Setup], options: argparse.Namespace, with_programs: bool
) -> int:
    baseline = records.load_baseline()
    exceptions = records.load_exceptions()
    engine = Engine("pyrite", options.python)
    scores: list[Score] = []
    for module, setup in modules.items():
        if not baseline.passing(module):
            continue
        outcomes = run_module(engine, oracle.package, module, setup, options.timeout, options.only)
        scores.append(score_module(module, outcomes, baseline.passing(module), exceptions.get(module, {})))
        print_scores(scores[-1:], options.verbose)
    if with_programs:
        outcomes = programs.compare(oracle, baseline, options.python, options.only)
        wanted = {outcome.name for outcome in outcomes if outcome.state != "skip"}
        scores.append(score_module(programs.MODULE, outcomes, wanted, exceptions.get(programs.MODULE, {})))
        print_scores(scores[-1:], options.verbose)
    return conclude(scores, modules, options)


def conclude(scores: list[Score], modules: dict[str, Setup], options: argparse.Namespace) -> int:
    passed, wanted = sum(len(score.passed) for score in scores), sum(len(score.wanted) for score in scores)
    share = f" ({passed / wanted:.1%})" if wanted else ""
    print(f"{'total':24}{passed:5} of {wanted} that pass on PySpark{share}")
    if options.json:
        Path(options.json).write_text(json.dumps([score.as_json() for score in scores], indent=1) + "\n")
    ratchet = records.load_ratchet()
    if options.update:
        for score in scores:
            ratchet[score.module] = ratchet.get(score.module, set()) | score.passed
        records.save_ratchet(ratchet)
    if not options.check:
        return 0
    held = {
        module: set(filter(setup.examines, ratchet.get(module, set()))) for module, setup in modules.items()
    }
    held[programs.MODULE] = ratchet.get(programs.MODULE, set())
    complaints = explain_check(scores, held, whole_modules=options.only is None)
    print("\n".join(complaints) or "check: nothing has fallen")
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
