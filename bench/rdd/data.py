"""The text that the word count reads."""

from __future__ import annotations

import random
from itertools import accumulate
from pathlib import Path

VOCABULARY = 20_000
PER_LINE = 10
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def text_of_words(folder: Path, words: int) -> Path:
    """Write ``words`` words, ten a line, drawn from 20,000 by Zipf's law; the same at each call. Returns the path."""
    path = folder / f"words-{words}.txt"
    if path.exists():
        return path
    folder.mkdir(parents=True, exist_ok=True)
    draw = random.Random(20_000)
    vocabulary: dict[str, None] = {}
    while len(vocabulary) < VOCABULARY:
        vocabulary["".join(draw.choices(LETTERS, k=draw.randrange(2, 12)))] = None
    names = list(vocabulary)
    weights = list(accumulate(1 / rank for rank in range(1, VOCABULARY + 1)))
    unfinished = path.with_suffix(".unfinished")
    with open(unfinished, "w") as file:
        for _ in range(max(1, words // PER_LINE)):
            file.write(" ".join(draw.choices(names, cum_weights=weights, k=PER_LINE)) + "\n")
    unfinished.rename(path)
    return path
