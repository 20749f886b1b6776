"""Elliptic functions and integrals in extremals: oscillators, elastica, central motion, end to end."""

from __future__ import annotations

import pytest

from symderive.faces.extremize import extremize
from symderive.recheck import recheck

SN = "jacobi_sn((t - C2)/(2*(C1^2 + 1 - C1)^(1/4)), C1)^2"
PROBLEMS = {
    "hardening spring": (
        ("q_t^2/2 - a*q^2/2 - b*q^4/4", "t", "q"), {},
        {"q": "C1*jacobi_cn((t - C2)*sqrt(C1^2*b + a), C1^2*b/(2*(C1^2*b + a)))"}),
    "cubic potential": (
        ("q_t^2/2 - q^2/2 + q^3/3", "t", "q"), {},
        {"q": f"3*C1*{SN}/(2*sqrt(C1^2 + 1 - C1)) + 1/2 - C1/(2*sqrt(C1^2 + 1 - C1)) - "
              "1/(2*sqrt(C1^2 + 1 - C1))"}),
    "elastica by its angle": (
        ("q_s^2", "s", "q"), {"integral": ["cos(q) = c", "sin(q) = d"]},
        {"q": "C4 + 2*asin(C1*jacobi_sn(sqrt(2)*sqrt(C3)*(s - C2)/2, C1^2))"}),
    "elastica": (
        ("y_xx^2/(1 + y_x^2)^(5/2)", "x", "y"), {},
        {"x": "C2 + Integral(cos(s)/sqrt(C1*cos(s) + C3*sin(s)), (s, 0, th))",
         "y": "C4 + Integral(sin(s)/sqrt(C1*cos(s) + C3*sin(s)), (s, 0, th))"}),
}  # fmt: skip


@pytest.mark.parametrize("name", PROBLEMS)
def test_the_family_is_found_and_its_certificate_accepted(name):
    """The textbook's family with all its constants; the recheck finds nothing to object."""
    args, more, extremal = PROBLEMS[name]
    d = extremize(*args, **more, timeout=90)
    assert (d.verdict, d.result["extremal"]) == ("verified", extremal)
    assert recheck(d.as_dict()) == []


def test_newtons_body_by_its_slope():
    """A Lagrangian that is rational in the slope: the curve is given by the slope itself."""
    d = extremize("y*y_x^3/(1 + y_x^2)", "x", "y", given=["y(x) > 0", "y'(x) > 0"], timeout=90)
    assert d.result["extremal"] == {
        "x": "C1*log(th)/2 + C1/(2*th^2) + 3*C1/(8*th^4) + C2",
        "y": "C1*th/2 + C1/th + C1/(2*th^3)",
    }
    assert recheck(d.as_dict()) == []


def test_great_circles_of_least_length():
    """With a constraint at every point, and its multiplier."""
    d = extremize("sqrt(x_t^2 + y_t^2 + z_t^2)", "t", "x,y,z",
                  holonomic=["x^2 + y^2 + z^2 = 1"], timeout=90)  # fmt: skip
    assert (d.verdict, d.result["multipliers"]) == ("verified", {"lam": "-C1/2"})
    assert recheck(d.as_dict()) == []
