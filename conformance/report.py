"""Scores, and what is printed of them."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from fnmatch import fnmatchcase
from typing import Any

from conformance.run import Outcome

REASON_WIDTH = 150


@dataclass(frozen=True)
class Score:
    """One module's outcomes against what passes on the real PySpark.

    Attributes
    ----------
    wanted : set of str
        The names that pass on the real PySpark.
    exceptions : dict
        Known misses among them, with the reason. A name with ``*`` stands for all that match.
    """

    module: str
    outcomes: list[Outcome]
    wanted: set[str]
    exceptions: dict[str, str]

    @property
    def passed(self) -> set[str]:
        return {outcome.name for outcome in self.outcomes if outcome.state == "pass"} & self.wanted

    @property
    def missed(self) -> list[Outcome]:
        return [o for o in self.outcomes if o.name in self.wanted and o.state != "pass"]

    def known(self, name: str) -> str | None:
        """Why this is a known miss, if it is one."""
        return next((why for pattern, why in self.exceptions.items() if fnmatchcase(name, pattern)), None)

    def as_json(self) -> dict[str, Any]:
        return {
            "module": self.module,
            "wanted": sorted(self.wanted),
            "passed": sorted(self.passed),
            "outcomes": [asdict(outcome) for outcome in self.outcomes],
        }


def score_module(module: str, outcomes: list[Outcome], wanted: set[str], exceptions: dict[str, str]) -> Score:
    """The score over those docstrings that were run."""
    ran = {outcome.name for outcome in outcomes}
    return Score(module, outcomes, wanted & ran, exceptions)


def print_scores(scores: list[Score], verbose: bool) -> None:
    for score in scores:
        print(f"{score.module:24}{len(score.passed):5} of {len(score.wanted)}", flush=True)
        for outcome in score.missed:
            known = score.known(outcome.name)
            reason = f"known: {known}" if known else short_reason(outcome)
            print(f"    {outcome.name}: {reason}", flush=True)
            if verbose and not known:
                print("\n".join(f"        {line}" for line in outcome.detail.splitlines()), flush=True)


def short_reason(outcome: Outcome) -> str:
    """One line: the error that an example met, or the line that it should have printed and what it did."""
    if outcome.state != "fail":
        return f"{outcome.state}: {_last_line(outcome.detail)}"[:REASON_WIDTH]
    first = outcome.detail.split("*" * 70)[1].splitlines()
    error = next((line.strip() for line in reversed(first) if line.strip()), "")
    if any("Exception raised" in line for line in first):
        return error[:REASON_WIDTH]
    expected = _line_after(first, "Expected:") or "nothing"
    got = _line_after(first, "Got:") or "nothing"
    return f"expected {expected}, got {got}"[:REASON_WIDTH]


def explain_check(scores: list[Score], ratchet: dict[str, set[str]], whole_modules: bool = True) -> list[str]:
    """Why the check fails: what fell, what vanished, and which listed exceptions pass after all."""
    complaints: list[str] = []
    for score in scores:
        ran = {outcome.name for outcome in score.outcomes}
        held = ratchet.get(score.module, set())
        if not whole_modules:
            held &= ran
        complaints += [f"check: {score.module} {name} passed before" for name in sorted(held - score.passed)]
        complaints += [
            f"check: {score.module} {name} passes now: take it out of exceptions.toml"
            for name in sorted(score.passed)
            if score.known(name)
        ]
    return complaints


def _last_line(text: str) -> str:
    return next((line.strip() for line in reversed(text.splitlines()) if line.strip()), "no output")


def _line_after(lines: list[str], heading: str) -> str:
    for at, line in enumerate(lines[:-1]):
        if line.strip() == heading:
            return lines[at + 1].strip()
    return ""
