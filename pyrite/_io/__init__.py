"""Paths, file systems, codecs, text, SequenceFiles, pickle files and committing output, for RDDs."""
