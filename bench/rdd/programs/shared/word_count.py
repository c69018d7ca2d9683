"""Count the words of a text file."""

from harness import run


def prepare(sc, words, data):
    return f"{data}/words-{words}.txt"


def job(sc, path):
    counts = sc.textFile(path).flatMap(lambda line: line.split()).map(lambda word: (word, 1))
    found = counts.reduceByKey(lambda a, b: a + b).collect()
    return [len(found), sum(count for _, count in found), max(count for _, count in found)]


if __name__ == "__main__":
    run(job, prepare)
