"""Spark's types, rows and values: their names, texts, inference and checks, and how Arrow holds them."""
