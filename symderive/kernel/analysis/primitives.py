"""Importing this module registers every primitive: the inferences that the kernel knows."""

from symderive.kernel.analysis import algebra, constant, leibniz_law, solution
from symderive.kernel.logic.claims import PRIMITIVES

__all__ = ["PRIMITIVES", "algebra", "constant", "leibniz_law", "solution"]
