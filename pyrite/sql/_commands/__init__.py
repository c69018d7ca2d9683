"""Statements carried out: what makes, changes, fills and tells of tables, views, functions and settings."""
