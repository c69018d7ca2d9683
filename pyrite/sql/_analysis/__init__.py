"""From a plan as written to a plan resolved: names found, functions bound, casts put in, Spark's errors raised."""
