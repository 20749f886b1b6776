"""Importing this module registers every family of heads with the normal form."""

from symderive.kernel.logic import (
    arithmetic,
    bessel,
    elementary,
    elliptic,
    error_integrals,
    factorials,
    gamma_family,
    hypergeometric,
    incomplete_gamma,
    integer_parts,
    lambert,
    log_gamma,
    matrices,
    orthogonal,
    polygamma_family,
    sums,
    zeta_family,
)

__all__ = [
    "arithmetic", "bessel", "elementary", "elliptic", "error_integrals", "factorials",
    "gamma_family",
    "hypergeometric", "incomplete_gamma", "integer_parts", "lambert",
    "log_gamma", "matrices", "orthogonal",
    "polygamma_family", "sums", "zeta_family",
]  # fmt: skip
