"""Databases, tables, views and functions that outlive a query: what they are, where kept, how read."""
