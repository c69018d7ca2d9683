"""Where tasks run: in this process, in forked workers, later on a cluster; one interface for all."""
