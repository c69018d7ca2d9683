"""Process start to the first result of a small job."""

import dask.bag as db

if __name__ == "__main__":
    total = db.from_sequence(range(100), npartitions=2).map(lambda x: x * x).sum().compute(num_workers=2)
    print('RESULT {"answer": %d}' % total, flush=True)
