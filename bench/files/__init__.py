"""Measuring how files are read and written: ``python -m bench files``."""
