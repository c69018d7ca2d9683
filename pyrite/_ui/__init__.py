"""The web UI: a model built from Spark's events, the pages and the REST API on it, history, and pictures."""
