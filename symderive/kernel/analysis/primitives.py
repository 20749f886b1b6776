"""Importing this module registers every primitive: the inferences that the kernel knows."""

from symderive.kernel.analysis import (
    additivity,
    algebra,
    antiderivative,
    congruence,
    constant,
    leibniz,
    leibniz_law,
    limit_step,
    solution,
    telescoping,
)
from symderive.kernel.logic.claims import PRIMITIVES

__all__ = [
    "PRIMITIVES",
    "additivity",
    "algebra",
    "antiderivative",
    "congruence",
    "constant",
    "leibniz",
    "leibniz_law",
    "limit_step",
    "solution",
    "telescoping",
]
