"""PySpark's paths for what needs no Spark Connect: the same classes, for there is one implementation here."""
