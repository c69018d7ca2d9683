"""How one task runs: its compiled pipeline, its shuffle files, its cached blocks and its memory."""
