"""An application of many jobs, the last one of many tasks, which stays until its input ends.

The command line: JOBS TASKS. The last line printed tells where its pages are.
"""

import json
import sys

from pyspark import SparkConf, SparkContext

jobs, tasks = map(int, sys.argv[1:])
sc = SparkContext(conf=SparkConf().setMaster("local[2]").setAppName("many tasks"))
sc.setLogLevel("OFF")
small = sc.parallelize(range(10), 1)
for _ in range(jobs - 1):
    small.count()
sc.parallelize(range(tasks), tasks).count()
port = int(sc.uiWebUrl.rpartition(":")[2])
print("RESULT " + json.dumps({"url": f"http://127.0.0.1:{port}/", "last": jobs - 1}), flush=True)
sys.stdin.read()
