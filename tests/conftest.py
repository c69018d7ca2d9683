"""What all tests share."""

from hypothesis import HealthCheck, settings

# A loaded machine makes any example slow: the tests' own timeouts are what bounds them.
settings.register_profile("pyrite", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("pyrite")
