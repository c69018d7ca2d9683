"""The one logical plan: what SQL text and the DataFrame API both become, before and after names are resolved.

``tree`` holds what all nodes share, ``expressions`` what computes a value, ``relations`` what computes rows,
``commands`` what changes the session. Nodes are frozen and know nothing of sessions, users' objects or DuckDB.
"""
