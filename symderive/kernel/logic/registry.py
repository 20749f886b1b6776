"""Importing this module registers every family of heads with the normal form."""

from symderive.kernel.logic import (
    arithmetic,
    bessel,
    elementary,
    elliptic,
    error_integrals,
    gamma_family,
    hypergeometric,
    incomplete_gamma,
    integer_parts,
    lambert,
    matrices,
    orthogonal,
    polygamma_family,
    zeta_family,
)

__all__ = [
    "arithmetic", "bessel", "elementary", "elliptic", "error_integrals", "gamma_family",
    "hypergeometric", "incomplete_gamma", "integer_parts", "lambert", "matrices",
    "orthogonal",
    "polygamma_family", "zeta_family",
]  # fmt: skip
