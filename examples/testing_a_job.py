"""Test a job: make a small context in setUp, feed the job a few records, stop the context in tearDown.

pyrite run examples/testing_a_job.py
pytest -p pyrite.pytest_plugin examples/testing_a_job.py
"""

import unittest

from pyspark import SparkConf, SparkContext


def mean_by_key(pairs):
    """The job: the mean of the values of each key."""
    return (
        pairs.mapValues(lambda value: (value, 1))
        .reduceByKey(lambda a, b: (a[0] + b[0], a[1] + b[1]))
        .mapValues(lambda total: total[0] / total[1])
    )


class MeanByKeyTest(unittest.TestCase):
    def setUp(self):
        conf = SparkConf().setMaster("local[2]").setAppName("test").set("spark.executor.memory", "1g")
        self.sc = SparkContext(conf=conf)

    def tearDown(self):
        self.sc.stop()

    def test_means(self):
        pairs = self.sc.parallelize([("a", 1), ("b", 5), ("a", 3)])
        self.assertEqual(dict(mean_by_key(pairs).collect()), {"a": 2.0, "b": 5.0})

    def test_no_pairs(self):
        self.assertEqual(mean_by_key(self.sc.emptyRDD()).collect(), [])

    def test_value_that_is_no_number(self):
        pairs = self.sc.parallelize([("a", 1), ("a", None)])
        with self.assertRaises(Exception) as caught:
            mean_by_key(pairs).collect()
        self.assertIn("TypeError", str(caught.exception))


if __name__ == "__main__":
    unittest.main()
