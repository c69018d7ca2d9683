"""Process start to the first result of a small job."""

from pysparkling import Context

total = Context().parallelize(range(100), 2).map(lambda x: x * x).sum()
print('RESULT {"answer": %d}' % total, flush=True)
