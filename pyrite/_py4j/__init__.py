"""What stands in for py4j, for programs that import its errors."""
