"""The life of a query as named lazy steps: written, analyzed, compiled, run."""
