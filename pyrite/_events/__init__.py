"""One bus for everything observers want to know."""
