"""Importing this module registers every primitive: the inferences that the kernel knows."""

from symderive.kernel.analysis import (
    algebra,
    cases,
    congruence,
    leibniz_law,
    specialise,
    values_step,
)
from symderive.kernel.analysis.equations import (
    breaking,
    characteristic_data,
    complete_integral,
    constant,
    first_integrals,
    linear_ode,
    parametric,
    pde_solution,
    solution,
)
from symderive.kernel.analysis.forms import (
    form_step,
    frame_step,
    graded_step,
    potential_step,
    region_step,
)
from symderive.kernel.analysis.integrals import (
    additivity,
    antiderivative,
    change_of_variables,
    convergence,
    divergent,
    exchange,
    frullani,
    leibniz,
    moving_limits,
    parts,
    residues,
    telescoping,
)
from symderive.kernel.analysis.limits import limit_step
from symderive.kernel.analysis.probability import exponential_family
from symderive.kernel.analysis.series import fourier, termwise, zeta_sums
from symderive.kernel.analysis.variation import (
    conserved,
    euler_lagrange,
    extremal,
    fitted_root,
    minimum,
    weak_minimum,
)
from symderive.kernel.analysis.matrices import gaussian, matrix_step
from symderive.kernel.logic.claims import PRIMITIVES

__all__ = [
    "PRIMITIVES",
    "additivity",
    "algebra",
    "antiderivative",
    "breaking",
    "cases",
    "change_of_variables",
    "characteristic_data",
    "complete_integral",
    "congruence",
    "conserved",
    "constant",
    "convergence",
    "divergent",
    "euler_lagrange",
    "exchange",
    "exponential_family",
    "extremal",
    "first_integrals",
    "fitted_root",
    "form_step",
    "fourier",
    "frame_step",
    "frullani",
    "gaussian",
    "graded_step",
    "leibniz",
    "leibniz_law",
    "limit_step",
    "linear_ode",
    "matrix_step",
    "minimum",
    "moving_limits",
    "parametric",
    "parts",
    "pde_solution",
    "potential_step",
    "region_step",
    "residues",
    "solution",
    "specialise",
    "telescoping",
    "termwise",
    "values_step",
    "weak_minimum",
    "zeta_sums",
]
