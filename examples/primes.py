"""Count the primes below a million.

pyrite run examples/primes.py [limit]
"""

import sys

from pyspark import SparkContext


def isprime(n):
    """Check whether an integer is prime by trial division."""
    n = abs(int(n))
    if n < 2:
        return False
    if n == 2:
        return True
    if not n & 1:
        return False
    # A factor, if there is one, is at most the square root.
    for x in range(3, int(n**0.5) + 1, 2):
        if n % x == 0:
            return False
    return True


if __name__ == "__main__":
    limit = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    sc = SparkContext(appName="Primes")
    nums = sc.parallelize(range(limit))
    print(f"{nums.filter(isprime).count()} primes below {limit}")
    sc.stop()
