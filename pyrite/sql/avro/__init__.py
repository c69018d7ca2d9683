"""Values in Avro as columns."""
