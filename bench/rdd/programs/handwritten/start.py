"""Process start to the first result of a small job."""

import multiprocessing


def square(x):
    return x * x


if __name__ == "__main__":
    with multiprocessing.get_context("fork").Pool(2) as pool:
        total = sum(pool.map(square, range(100)))
        print('RESULT {"answer": %d}' % total, flush=True)
