"""Where settings come from (files, command line, environment) and how sizes and times are read."""
