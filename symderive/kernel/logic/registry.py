"""Importing this module registers every family of heads with the normal form."""

from symderive.kernel.logic import arithmetic, elementary

__all__ = ["arithmetic", "elementary"]
