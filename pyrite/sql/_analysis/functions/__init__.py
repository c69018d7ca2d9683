"""The registry of Spark's functions: one row for each, in files by topic."""
