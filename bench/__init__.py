"""The project's measuring tool: ``python -m bench rdd``."""
