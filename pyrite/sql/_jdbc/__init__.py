"""Tables of other databases, through Python's database drivers."""
