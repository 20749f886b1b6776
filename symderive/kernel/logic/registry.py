"""Importing this module registers every family of heads with the normal form."""

from symderive.kernel.logic import arithmetic, elementary, gamma_family, polygamma_family, zeta_family

__all__ = ["arithmetic", "elementary", "gamma_family", "polygamma_family", "zeta_family"]
