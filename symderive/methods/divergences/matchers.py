"""How a weight is a normaliser's body: parameters read off its logarithm, and what factors move.

A matcher gets log(weight), the factor, the variable and the support, all SymPy; it answers with the
coordinate, the values of the names and the moves of a factor, or raises NoMatch.
"""

from __future__ import annotations

from collections.abc import Callable

from symderive.methods.divergences.matchers_line import gauss, gumbel, logistic, student, von_mises
from symderive.methods.divergences.matchers_positive import (
    beta,
    half_line,
    inverse_gaussian,
    logitnormal,
    lognormal,
    scaled_power,
    sums,
    tilted,
)
from symderive.methods.divergences.matching import Match

MATCHERS: dict[bool, dict[str, Callable[..., Match]]] = {
    False: {
        "gamma": half_line("gamma"), "left": half_line("left"), "inverse": half_line("inverse"),
        "beta": beta, "power": scaled_power("power"), "pareto": scaled_power("pareto"),
        "gauss": gauss, "lognormal": lognormal, "logitnormal": logitnormal, "gumbel": gumbel,
        "logistic": logistic, "student": student, "inverse_gaussian": inverse_gaussian,
        "tilted": tilted, "von_mises": von_mises,
    },
    True: {n: sums(n) for n in
           ("poisson", "geometric", "negative_binomial", "logarithmic", "borel", "binomial")},
}  # fmt: skip
