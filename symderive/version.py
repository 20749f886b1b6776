"""The version of the package, in one place: read by the build without importing anything.

>>> __version__.count(".")
2
"""

__version__ = "0.1.0"
