"""Tables of lakehouse formats: Delta Lake and Iceberg. A log tells their files, and every change is a version."""
