"""Exception classes by origin, under PySpark's module paths."""
