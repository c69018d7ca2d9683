"""Files of rows: which ones a path means, what their columns are, how rows are read from and written to them."""
