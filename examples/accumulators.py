"""Count on the side: accumulators tell what a job met while it did something else.

pyrite run examples/accumulators.py
"""

from pyspark import AccumulatorParam, SparkContext

LINES = ["12", "7", "", "x", "31", "1e3", "", "8"] * 1000


class CountsParam(AccumulatorParam):
    """Sums of dicts: {what: how often}."""

    def zero(self, value):
        return {}

    def addInPlace(self, left, right):
        for what, count in right.items():
            left[what] = left.get(what, 0) + count
        return left


def main(sc):
    blank = sc.accumulator(0)
    bad = sc.accumulator({}, CountsParam())
    total = sc.accumulator(0)

    def add_up(line):
        if not line:
            blank.add(1)
        elif line.isdigit():
            total.add(int(line))
        else:
            bad.add({line: 1})

    # In an action each task counts once, also when it had to be run again.
    sc.parallelize(LINES, 4).foreach(add_up)
    print(f"total {total.value}")
    print(f"blank lines {blank.value}")
    print(f"not numbers {sorted(bad.value.items())}")


if __name__ == "__main__":
    sc = SparkContext(appName="Accumulators")
    main(sc)
    sc.stop()
