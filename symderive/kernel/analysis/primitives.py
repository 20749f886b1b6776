"""Importing this module registers every primitive: the inferences that the kernel knows."""

from symderive.kernel.analysis import (
    additivity,
    algebra,
    antiderivative,
    congruence,
    constant,
    form_step,
    frame_step,
    leibniz,
    leibniz_law,
    limit_step,
    moving_limits,
    potential_step,
    region_step,
    solution,
    telescoping,
    values_step,
)
from symderive.kernel.logic.claims import PRIMITIVES

__all__ = [
    "PRIMITIVES",
    "additivity",
    "algebra",
    "antiderivative",
    "congruence",
    "constant",
    "form_step",
    "frame_step",
    "leibniz",
    "leibniz_law",
    "limit_step",
    "moving_limits",
    "potential_step",
    "region_step",
    "solution",
    "telescoping",
    "values_step",
]
