"""The module ``cloudpickle.cloudpickle``."""

from cloudpickle.cloudpickle import *  # noqa: F403
from cloudpickle.cloudpickle import CloudPickler as CloudPickler
