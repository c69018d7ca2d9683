"""When tasks run: a pure state machine (events in, actions out) and the loop that does its I/O."""
