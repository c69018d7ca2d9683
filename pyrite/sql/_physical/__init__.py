"""Where a plan is cut: queries read by RDDs, RDDs read by queries, Python in between; and what is kept."""
