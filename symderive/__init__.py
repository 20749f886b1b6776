"""symderive: derivations checked step by step.

>>> import symderive as sd
>>> sd.check("sqrt(x^2) = x", given=["x >= 0"]).verdict
'verified'
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from symderive.version import __version__

if TYPE_CHECKING:
    from symderive.derivations import Derivation
    from symderive.faces.chain import derivation
    from symderive.faces.chains import check_chain
    from symderive.faces.check import check
    from symderive.faces.derive import derive
    from symderive.faces.divergence import divergence
    from symderive.faces.extremize import extremize
    from symderive.faces.forms import forms
    from symderive.faces.integrate import integrate
    from symderive.faces.paper import check_paper
    from symderive.faces.pde import solve_pde
    from symderive.terms.errors import NotRead

# Imported when first asked for: `import symderive` loads neither SymPy nor FLINT.
_PUBLIC = {
    "check": "symderive.faces.check",
    "check_chain": "symderive.faces.chains",
    "check_paper": "symderive.faces.paper",
    "derivation": "symderive.faces.chain",
    "derive": "symderive.faces.derive",
    "divergence": "symderive.faces.divergence",
    "extremize": "symderive.faces.extremize",
    "forms": "symderive.faces.forms",
    "integrate": "symderive.faces.integrate",
    "solve_pde": "symderive.faces.pde",
    "Derivation": "symderive.derivations",
    "NotRead": "symderive.terms.errors",
}

__all__ = [
    "Derivation",
    "NotRead",
    "__version__",
    "check",
    "check_chain",
    "check_paper",
    "derivation",
    "derive",
    "divergence",
    "extremize",
    "forms",
    "integrate",
    "solve_pde",
]


def __getattr__(name: str) -> Any:
    if name in _PUBLIC:
        value = getattr(import_module(_PUBLIC[name]), name)
        globals()[name] = value
        return value
    raise AttributeError(f"symderive has no {name}")


def __dir__() -> list[str]:
    return sorted(__all__)
