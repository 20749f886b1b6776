"""The commands of the command line, one module each: `NAME.py` with a click command `command`.

A command exists when its module exists: `symderive.cli` lists this directory.
"""
