"""The methods of DataFrame, by topic: each file is a part of the one class."""
