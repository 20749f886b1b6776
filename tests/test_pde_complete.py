"""Complete integrals by separation one variable after the other, and by polynomial first integrals."""

import pytest
import sympy as sp

from symderive.faces.pde import solve_pde
from symderive.methods.characteristics.nested import nested, polynomial_integrals
from symderive.methods.characteristics.quadratics import polar

EQUATIONS = [
    ("u_x^2 + u_y^2/x^2 + u_z^2 = 1", "x,y,z"),  # cylindrical coordinates
    ("u_x^2 + u_y^2 = f(u)", "x,y"),
]


@pytest.mark.parametrize(("equation", "variables"), EQUATIONS)
def test_separated_equations(equation, variables):
    """A complete integral with one constant for each variable, and a good certificate."""
    found = solve_pde(equation, variables, "u", timeout=90)
    assert (found.verdict, found.result["kind"]) == ("verified", "complete_integral")
    assert found.verify()


def test_first_integral_that_is_a_polynomial():
    """x - 2 p - 2 q is constant along the strips of p^2 + x q = u."""
    x, y, u, p, q = names = sp.symbols("x y u p q", real=True)
    f = p**2 + x * q - u
    rates = [2 * p, x, 2 * p**2 + x * q, p - q, q]
    found = next(polynomial_integrals(f, [x, y, u, p, q], rates))
    total = sum(r * sp.diff(found, n) for n, r in zip(names, rates, strict=True))
    assert found.has(p) and sp.expand(total) == 0


def test_nothing_is_separated_where_variables_mix():
    """p q = x^2 + y^2 + x y separates in no pair of x and p."""
    x, y, z, p, q = sp.symbols("x y z p q", real=True)
    constants = list(sp.symbols("a b", positive=True))
    assert not list(nested(p * q - x**2 - y**2 - x * y, [x, y], z, [p, q], constants))


def test_root_on_the_sphere():
    """sqrt(b - c/sin^2) is integrated by two angles; sqrt(b + c/sin^2) is left alone."""
    x = sp.Symbol("x", positive=True)
    g = sp.sqrt(5 - 2 / sp.sin(x) ** 2)
    assert abs(sp.N((polar(g, x).diff(x) - g).subs(x, 1.2))) < 1e-12
    assert polar(sp.sqrt(5 + 2 / sp.sin(x) ** 2), x) is None
