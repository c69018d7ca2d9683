"""Reading and writing in one call, for the tests of files."""

from __future__ import annotations

import os
import pickle

from pyrite._io.commit import output_job


def parts(planned):
    """Return the records of each split; the input travels by pickle, as to a worker."""
    planned = pickle.loads(pickle.dumps(planned))
    return [[record for batch in planned.read(split) for record in batch] for split in planned.splits]


def records(planned):
    """Return all records."""
    return [record for part in parts(planned) for record in part]


def save(storage, path, output, *partitions):
    """Write partitions as an action does; return the part files' names."""
    job = output_job(str(path), output, storage)
    job.setup()
    job.commit([job.write_partition(i, 0, iter(p)) for i, p in enumerate(partitions)])
    return sorted(name for name in os.listdir(path) if name.startswith("part-"))
