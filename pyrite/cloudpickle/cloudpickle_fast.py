"""The module ``cloudpickle.cloudpickle_fast``."""

from cloudpickle.cloudpickle import *  # noqa: F403
from cloudpickle.cloudpickle import CloudPickler as CloudPickler
