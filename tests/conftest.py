"""What all tests share."""

import signal

from hypothesis import HealthCheck, settings

# A loaded machine makes any example slow: the tests' own timeouts are what bounds them.
settings.register_profile("pyrite", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("pyrite")

# A shell lets what it runs in the background ignore Ctrl-C, and so would all programs that the tests start.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
