"""What to compute: frozen plan nodes. This room knows nothing of users, workers or time."""
