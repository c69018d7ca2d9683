"""``python -m pyrite app.py [arguments]``: the same as ``pyrite run``."""

import sys

from pyrite._cli.main import main_of_package

sys.exit(main_of_package())
