"""Process start to the first result of a small job."""

from pyspark import SparkContext

sc = SparkContext("local[2]", "start")
total = sc.parallelize(range(100), 2).map(lambda x: x * x).sum()
print('RESULT {"answer": %d}' % total, flush=True)
sc.stop()
