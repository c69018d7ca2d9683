"""Users' Python functions on Arrow data: what they are, and how a worker calls them."""
