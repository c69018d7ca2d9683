"""Count the words of a text and print the ten most frequent.

    pyrite run examples/word_count.py [file or folder ...]

Without arguments it reads the licence beside this folder.
"""

import re
import sys
from operator import add
from pathlib import Path

from pyspark import SparkContext

TEXT = Path(__file__).resolve().parent.parent / "LICENSE"
WORD = re.compile(r"[a-z']+")


def words(line):
    return WORD.findall(line.lower())


def main(sc, paths):
    lines = sc.textFile(",".join(paths))
    counts = lines.flatMap(words).map(lambda word: (word, 1)).reduceByKey(add)
    for word, count in counts.takeOrdered(10, key=lambda pair: (-pair[1], pair[0])):
        print(f"{count:6} {word}")


if __name__ == "__main__":
    sc = SparkContext(appName="Word count")
    main(sc, sys.argv[1:] or [str(TEXT)])
    sc.stop()
