"""The table, the record and the picture of a run."""

from __future__ import annotations

import json
import os
import platform
import sys
import textwrap
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.rdd.cases import MEMORY_TARGET, TITLES, Target

if TYPE_CHECKING:
    from bench.tool import Measured

COLOURS = {
    "pyspark": "#c8553d", "dask": "#e0a458", "pysparkling": "#8a9a5b", "loop": "#5b7b9a", "counter": "#9a8ab0",
    "duckdb": "#5b7b9a", "sail": "#e0a458",
}  # fmt: skip
OTHERS = tuple(COLOURS)


def title(measured: Measured) -> str:
    return measured.case.title.format(size=f"{measured.size:,}")


def progress(measured: Measured) -> str:
    times = [f"{TITLES[name]} {cell(measured, name)}" for name in measured.runs]
    return f"{measured.case.name}: " + ", ".join(times)


def cell(measured: Measured, system: str) -> str:
    seconds = measured.seconds(system)
    if seconds is None:
        return measured.error(system) or "-"
    return f"{seconds:.3f} s" if seconds < 10 else f"{seconds:.1f} s"


def verdict(measured: Measured, target: Target) -> str:
    """``PySpark 3: 4.10 yes``: the target's ratio, the measured one, and whether it is met."""
    ratio = measured.ratio(target.system)
    wanted = f"{TITLES[target.system]} {target.at_least:.3g}"
    if ratio is None:
        return f"{wanted}: not measured"
    return f"{wanted}: {ratio:.2f} {'yes' if ratio >= target.at_least else 'NO'}"


def verdicts(measured: Measured) -> list[str]:
    found = [verdict(measured, target) for target in measured.case.targets]
    seconds = measured.seconds("pyrite")
    within = measured.case.within
    if within and seconds is not None:
        found.append(f"under {within} s: {seconds:.2g} {'yes' if seconds < within else 'NO'}")
    peak = measured.peak("pyrite")
    if measured.case.limit and peak is not None:
        found.append(
            f"memory {MEMORY_TARGET} of limit: {peak:.2f} {'yes' if peak <= MEMORY_TARGET else 'NO'}"
        )
    return found


def table(measured: list[Measured]) -> str:
    """Markdown: Pyrite's seconds, how many times as long the others take, and the targets."""
    shown = [name for name in OTHERS if any(name in m.runs for m in measured)]
    head = ["what", "Pyrite", *(TITLES[name] for name in shown), "targets"]
    rows = [head, ["---", *["---:"] * (1 + len(shown)), "---"]]
    for m in measured:
        ratios = [m.ratio(name) for name in shown]
        cells = [f"{ratio:.2f}" if ratio else (m.error(name) or "") for name, ratio in zip(shown, ratios)]
        rows.append([title(m), cell(m, "pyrite"), *cells, "; ".join(verdicts(m))])
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


def as_json(measured: list[Measured], releases: dict[str, str], quick: bool, repeat: int) -> dict[str, Any]:
    return {
        "date": date.today().isoformat(),
        "machine": machine(),
        "releases": {TITLES[name]: release for name, release in releases.items()},
        "quick": quick,
        "repeat": repeat,
        "cases": [one_as_json(m) for m in measured],
    }


def one_as_json(measured: Measured) -> dict[str, Any]:
    systems = {}
    for name in measured.runs:
        systems[name] = {
            "seconds": [round(run.seconds, 4) for run in measured.good(name)],
            "median": measured.seconds(name),
            "times_pyrite": measured.ratio(name),
        }
        if measured.case.limit:
            systems[name]["peak_of_limit"] = measured.peak(name)
        if measured.error(name):
            systems[name]["error"] = measured.error(name)
    return {
        "name": measured.case.name,
        "title": title(measured),
        "size": measured.size,
        "timing": measured.case.timing,
        "systems": systems,
        "targets": verdicts(measured),
    }


def machine() -> dict[str, Any]:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return {
        "system": platform.system(),
        "processor": platform.machine(),
        "cores": os.cpu_count(),
        "memory_gb": round(memory / 2**30),
        "python": platform.python_version(),
    }


def save_json(result: dict[str, Any], path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(result, indent=1) + "\n")


def draw(result: dict[str, Any], path: Path) -> None:
    """Bars: how many times as long as Pyrite the others take, on a logarithmic scale."""
    try:
        import matplotlib
    except ImportError:
        print("no picture: pip install matplotlib", file=sys.stderr)
        return
    matplotlib.use("Agg")
    # Reproducible files: no random ids, no date.
    matplotlib.rcParams.update({"svg.hashsalt": "bench", "svg.fonttype": "none", "font.family": "sans-serif"})
    import matplotlib.pyplot as plt

    cases = [case for case in result["cases"] if "pyrite" in case["systems"]][::-1]
    figure, axes = plt.subplots(figsize=(9, 1 + 0.62 * len(cases)), layout="constrained")
    seen = set()
    for row, case in enumerate(cases):
        ratios = [(name, case["systems"].get(name, {}).get("times_pyrite")) for name in OTHERS]
        ratios = [(name, ratio) for name, ratio in ratios if ratio]
        height = 0.8 / max(1, len(ratios))
        for place, (name, ratio) in enumerate(ratios):
            y = row + 0.4 - height * (place + 0.5)
            label = TITLES[name] if name not in seen else None
            seen.add(name)
            axes.barh(y, ratio - 1, height * 0.9, left=1, color=COLOURS[name], label=label)
            side = "left" if ratio >= 1 else "right"
            axes.annotate(
                f"{ratio:.3g}", (ratio, y), (3 if ratio >= 1 else -3, 0), textcoords="offset points",
                va="center", ha=side, fontsize=7,
            )  # fmt: skip
    axes.set_xscale("log")
    axes.axvline(1, color="#222222", linewidth=1)
    axes.set_yticks(range(len(cases)), [textwrap.fill(case["title"], 36) for case in cases], fontsize=8)
    axes.xaxis.set_major_formatter("{x:g}")
    axes.set_xlabel("times as long as Pyrite (left of 1: faster than Pyrite)", fontsize=8)
    axes.margins(x=0.1)
    handles, labels = axes.get_legend_handles_labels()
    order = sorted(range(len(labels)), key=lambda i: [TITLES[name] for name in OTHERS].index(labels[i]))
    figure.legend([handles[i] for i in order], [labels[i] for i in order], loc="outside upper center", ncols=5,
                  frameon=False, fontsize=8)  # fmt: skip
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    figure.savefig(path, metadata={"Date": None})
    plt.close(figure)
