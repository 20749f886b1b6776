"""The bridge to SymPy: `to_sympy` for what methods search with, `from_sympy` for what they find.

Nothing that crosses it is believed: SymPy rewrites at construction, and the kernel checks terms.
SymPy is imported when the first expression crosses.

>>> from symderive.terms.tree import symbol
>>> from_sympy(to_sympy(symbol("x"))) == symbol("x")
True
"""

from symderive.terms.from_sympy import from_sympy
from symderive.terms.to_sympy import NotBridged, Sorts, to_sympy

__all__ = ["NotBridged", "Sorts", "from_sympy", "to_sympy"]
