"""Users' functions of Python, on Pyrite and PySpark."""
