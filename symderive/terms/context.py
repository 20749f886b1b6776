"""What a text is read against: declared unknowns, matrices, forms and coordinates.

Without a declaration a name means itself; with `u(x, t)` declared, `u` is u(x, t), `u_x` and
`u_{xt}` are its partial derivatives, and `y'` is one where y has a single variable.

>>> Context(unknowns={"u": ("x", "t")}).jet("u_xtx")
('u', (2, 1))
>>> Context(unknowns={"u": ("x", "t")}).jet("u_0") is None
True
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Context:
    """A reading context.

    unknowns: name -> its variables, in the order of its arguments.
    matrices: names for which `^T` is a transpose rather than a power.
    functions: names that are generic functions when applied, also where the language has a function
        of that name (`Gamma(a, b)` as a law).
    forms: operators on forms have their short names (`d`, `i`, `L`, `div`), `dx` is d of a
        coordinate, and `^` is a wedge where an operand contains a form (see `reader`).
    coords: coordinate names; form_names: names declared to be forms of degree >= 1.
    """

    unknowns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    matrices: frozenset[str] = frozenset()
    forms: bool = False
    coords: tuple[str, ...] = ()
    functions: frozenset[str] = frozenset()
    form_names: frozenset[str] = frozenset()

    def jet(self, name: str) -> tuple[str, tuple[int, ...]] | None:
        """The unknown and the multi-index that a name denotes, or None where it is another name."""
        if name in self.unknowns:
            return name, (0,) * len(self.unknowns[name])
        at = name.rfind("_")
        while at > 0:
            base, suffix = name[:at], name[at + 1 :]
            if base in self.unknowns and suffix:
                orders = _orders(suffix, self.unknowns[base])
                if orders is not None:
                    return base, orders
            at = name.rfind("_", 0, at)
        return None


def _orders(suffix: str, variables: tuple[str, ...]) -> tuple[int, ...] | None:
    """How often each variable occurs in a suffix such as `xxt`; longer names are tried first."""
    if not suffix:
        return (0,) * len(variables)
    for k in sorted(range(len(variables)), key=lambda k: -len(variables[k])):
        if suffix.startswith(variables[k]):
            rest = _orders(suffix[len(variables[k]) :].removeprefix("_"), variables)
            if rest is not None:
                return (*rest[:k], rest[k] + 1, *rest[k + 1 :])
    return None


PLAIN = Context()
