"""RDD programs on Pyrite, PySpark, dask.bag, pysparkling and hand-written processes."""
