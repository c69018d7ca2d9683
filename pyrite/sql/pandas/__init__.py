"""What Spark SQL has to do with pandas and Arrow."""
