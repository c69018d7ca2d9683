"""Count the words of a text file."""

import os

import dask.bag as db
from harness import WORKERS, run


def prepare(_, words, data):
    return f"{data}/words-{words}.txt"


def job(_, path):
    size = os.path.getsize(path) // WORKERS + 1
    found = db.read_text(path, blocksize=size).str.split().flatten().frequencies().compute()
    return [len(found), sum(count for _, count in found), max(count for _, count in found)]


if __name__ == "__main__":
    run(job, prepare)
