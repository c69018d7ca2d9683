"""From a resolved plan to one DuckDB query, and its run: text, types, literals, casts, kernels, connections, errors."""
