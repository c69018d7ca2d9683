"""All functions, under PySpark's path for them."""

# ruff: noqa: F403
from __future__ import annotations

from pyrite.sql.functions import *
from pyrite.sql.functions._deprecated import *
from pyrite.sql.functions._math import random as random
from pyrite.sql.functions._misc import uuid as uuid
from pyrite.sql.functions._strings import chr as chr
