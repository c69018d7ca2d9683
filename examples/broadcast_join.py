"""Join a large table with a small one: broadcast the small one instead of shuffling the large one.

pyrite run examples/broadcast_join.py
"""

import random
from operator import add

from pyspark import SparkContext

ORDERS = 100_000
COUNTRIES = {"at": "Austria", "br": "Brazil", "in": "India", "ke": "Kenya", "vn": "Viet Nam"}


def orders():
    """Orders (country's code, amount in cents), the same at each run."""
    pick = random.Random(7)
    codes = [*COUNTRIES, "??"]
    return [(pick.choice(codes), pick.randrange(100, 10_000)) for _ in range(ORDERS)]


def main(sc):
    big = sc.parallelize(orders(), 4)

    # By a shuffle: every order travels to where its country is.
    small = sc.parallelize(list(COUNTRIES.items()))
    shuffled = big.join(small).map(lambda row: (row[1][1], row[1][0])).reduceByKey(add)

    # By a broadcast: every worker holds all countries; no order travels before it is summed.
    lookup = sc.broadcast(COUNTRIES)
    known = big.filter(lambda order: order[0] in lookup.value)
    looked_up = known.map(lambda order: (lookup.value[order[0]], order[1])).reduceByKey(add)

    totals = sorted(looked_up.collect())
    for country, cents in totals:
        print(f"{country:10} {cents / 100:12.2f}")
    print(f"the same by a shuffle: {sorted(shuffled.collect()) == totals}")


if __name__ == "__main__":
    sc = SparkContext(appName="Broadcast join")
    main(sc)
    sc.stop()
