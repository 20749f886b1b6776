"""Extremals of several unknowns: momenta, modes, parametric problems and surfaces, end to end."""

from __future__ import annotations

import pytest

from symderive.faces.extremize import extremize
from symderive.recheck import recheck

CABLE = "K*(sqrt(x'^2 + y'^2) - 1)^2/2 + w*y"
PROBLEMS = {
    "elastic cable": (
        (CABLE, "s", "x,y"), {"at": ["x(0) = 0", "y(0) = 0", "y'(0) = 0"]},
        {"x": "C1*asinh(s*w/C1)/w + C1*s/K", "y": "sqrt(C1^2 + s^2*w^2)/w + s^2*w/(2*K) - C1/w"}),
    "rays across layers": (
        ("sqrt(z)*sqrt(1 + x_z^2 + y_z^2)", "z", "x,y"), {"given": ["z > 0"]},
        {"x": "2*C1*sqrt(z - C1^2 - C2^2) + C3", "y": "2*C2*sqrt(z - C1^2 - C2^2) + C4"}),
    "fastest descent": (
        ("sqrt((x_t^2 + y_t^2)/y)", "t", "x,y"), {},
        {"x": "C1*t + C2 - C1*sin(t)", "y": "C1 - C1*cos(t)"}),
    "half-plane": (
        ("(x_s^2 + y_s^2)/y^2", "s", "x,y"), {"given": ["y(s) > 0"]},
        {"x": "2*sqrt(C1)*tanh(sqrt(C1)*(s - C2))/C3 + C4",
         "y": "2*sqrt(C1)/(C3*cosh(sqrt(C1)*(s - C2)))"}),
    "balance and modes": (
        ("(x_t^2 + 3*y_t^2)/2 - x^2 - x*y - 2*y^2 + 5*x", "t", "x,y"), {},
        {"x": "3*C3*cos(sqrt(21)*t/3) + 3*C4*sin(sqrt(21)*t/3) + 20/7 - C1*cos(t) - C2*sin(t)",
         "y": "C1*cos(t) + C2*sin(t) + C3*cos(sqrt(21)*t/3) + C4*sin(sqrt(21)*t/3) - 5/7"}),
}  # fmt: skip


@pytest.mark.parametrize("name", PROBLEMS)
def test_the_family_is_found_and_its_certificate_accepted(name):
    """All constants of the textbook are there; the recheck finds nothing to object."""
    args, more, extremal = PROBLEMS[name]
    d = extremize(*args, **more, timeout=60)
    assert (d.verdict, d.result["extremal"]) == ("verified", extremal)
    assert recheck(d.as_dict()) == []


def test_a_gyroscope_has_two_rates():
    """The roots of the biquadratic are denested: sqrt(k + w^2) + w and sqrt(k + w^2) - w."""
    text = "(x_t^2 + y_t^2)/2 + w*(x*y_t - y*x_t) - k*(x^2 + y^2)/2"
    d = extremize(text, "t", "x,y", timeout=60)
    assert d.verdict == "verified" and "t*(w + sqrt(k + w^2))" in d.result["text"]
    assert recheck(d.as_dict()) == []
