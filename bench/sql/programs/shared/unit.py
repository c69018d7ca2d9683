"""A team's tests of its DataFrame code: little data, many small queries."""

import datetime
import unittest

from pyspark.sql import Window
from pyspark.sql import functions as F
from suite import arguments, spark_session

(system,) = arguments()

ORDERS = [
    (1, "ann", "book", 2, 10.0, datetime.date(2026, 1, 5)),
    (2, "bob", "pen", 10, 1.5, datetime.date(2026, 1, 6)),
    (3, "ann", "pen", 3, 1.5, datetime.date(2026, 2, 1)),
    (4, "cid", None, 1, 99.0, datetime.date(2026, 2, 3)),
    (5, "bob", "book", 1, 10.0, None),
]
COLUMNS = ["id", "customer", "item", "count", "price", "day"]


def with_total(orders):
    return orders.withColumn("total", F.col("count") * F.col("price"))


def totals(orders, *keys):
    return with_total(orders).groupBy(*keys).agg(F.sum("total").alias("total"), F.count("*").alias("orders"))


def best_of_each(orders):
    place = F.row_number().over(Window.partitionBy("customer").orderBy(F.desc("total"), "id"))
    return with_total(orders).withColumn("place", place).filter("place = 1").drop("place")


def by_month(orders):
    return totals(orders.filter("day IS NOT NULL"), F.date_format("day", "yyyy-MM").alias("month"))


class Orders(unittest.TestCase):
    def setUp(self):
        self.orders = SPARK.createDataFrame(ORDERS, COLUMNS)

    def rows(self, frame):
        return sorted(tuple(row) for row in frame.collect())

    def test_totals(self):
        self.assertEqual(self.rows(with_total(self.orders).select("id", "total"))[:2], [(1, 20.0), (2, 15.0)])

    def test_totals_of_customers(self):
        found = self.rows(totals(self.orders, "customer"))
        self.assertEqual(found, [("ann", 24.5, 2), ("bob", 25.0, 2), ("cid", 99.0, 1)])

    def test_best(self):
        self.assertEqual(
            self.rows(best_of_each(self.orders).select("customer", "id")),
            [("ann", 1), ("bob", 2), ("cid", 4)],
        )

    def test_months(self):
        self.assertEqual(self.rows(by_month(self.orders)), [("2026-01", 35.0, 2), ("2026-02", 103.5, 2)])

    def test_missing_items(self):
        filled = self.orders.fillna("unknown", subset=["item"])
        self.assertEqual(filled.filter("item = 'unknown'").count(), 1)

    def test_join(self):
        names = SPARK.createDataFrame([("ann", "Ann B."), ("bob", "Bob C.")], ["customer", "name"])
        joined = self.orders.join(names, "customer", "left").filter("name IS NULL").select("id")
        self.assertEqual(self.rows(joined), [(4,)])

    def test_sql(self):
        self.orders.createOrReplaceTempView("orders")
        found = SPARK.sql(
            "SELECT item, max(price) AS price FROM orders GROUP BY item ORDER BY item NULLS LAST"
        )
        self.assertEqual(
            [tuple(row) for row in found.collect()], [("book", 10.0), ("pen", 1.5), (None, 99.0)]
        )

    def test_schema(self):
        types = dict(with_total(self.orders).dtypes)
        self.assertEqual((types["total"], types["day"]), ("double", "date"))

    def test_pivot(self):
        found = self.orders.groupBy("customer").pivot("item", ["book", "pen"]).sum("count")
        self.assertEqual(
            sorted(found.collect(), key=str)[0].asDict(), {"customer": "ann", "book": 2, "pen": 3}
        )

    def test_arrays(self):
        items = self.orders.groupBy("customer").agg(F.sort_array(F.collect_set("item")).alias("items"))
        exploded = items.select("customer", F.explode("items").alias("item"))
        self.assertEqual(exploded.count(), 4)


class Again(Orders):
    """The same on orders that were written out before."""

    def setUp(self):
        super().setUp()
        self.orders = self.orders.union(self.orders.limit(0))


class Sorted(Orders):
    """The same on orders in another order."""

    def setUp(self):
        super().setUp()
        self.orders = self.orders.orderBy(F.desc("id"))


class Distinct(Orders):
    """The same on orders that were given twice."""

    def setUp(self):
        super().setUp()
        self.orders = self.orders.union(self.orders).distinct()


SPARK = spark_session(system)
result = unittest.TextTestRunner(verbosity=0).run(
    unittest.defaultTestLoader.loadTestsFromModule(__import__("__main__"))
)
print(f'RESULT {{"answer": [{result.testsRun}, {len(result.failures) + len(result.errors)}]}}', flush=True)
SPARK.stop()
