"""Measuring what surrounds the API: ``python -m bench ui`` and ``python -m bench events``."""
