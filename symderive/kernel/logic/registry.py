"""Importing this module registers every family of heads with the normal form."""

from symderive.kernel.logic import (
    arithmetic,
    bessel,
    elementary,
    error_integrals,
    gamma_family,
    incomplete_gamma,
    polygamma_family,
    zeta_family,
)

__all__ = [
    "arithmetic", "bessel", "elementary", "error_integrals", "gamma_family", "incomplete_gamma",
    "polygamma_family", "zeta_family",
]  # fmt: skip
