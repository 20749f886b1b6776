"""Normalising integrals and sums: body, value and hypotheses in names of their own, and statistics.

`by` says how the kernel is led to it (see `normalisers`); nothing here is believed.

>>> MASTERS["gauss"].names
('a', 'b')
"""

from __future__ import annotations

from dataclasses import dataclass

X = "x"


@dataclass(frozen=True)
class Master:
    """Integral(body, (x, low, high)) = value under the hypotheses; T[n] is d(log body)/dn."""

    names: tuple[str, ...]
    body: str
    limits: tuple[str, str]
    value: str
    hypotheses: tuple[str, ...]
    statistics: dict[str, str]
    head: str = "Integral"


_LOGIT = "(log(x) - log(1 - x))"

MASTERS: dict[str, Master] = {
    "gamma": Master(
        ("s", "b", "c", "m"), "(x - m)^(s - 1)*exp(-b*(x - m)^c)", ("m", "oo"),
        "gamma(s/c)/(c*b^(s/c))", ("s > 0", "b > 0", "c > 0"),
        {"s": "log(x - m)", "b": "-(x - m)^c"},
    ),
    "left": Master(
        ("s", "b", "c", "m"), "(m - x)^(s - 1)*exp(-b*(m - x)^c)", ("-oo", "m"),
        "gamma(s/c)/(c*b^(s/c))", ("s > 0", "b > 0", "c > 0"),
        {"s": "log(m - x)", "b": "-(m - x)^c"},
    ),
    "inverse": Master(
        ("s", "b", "c", "m"), "(x - m)^(-s - 1)*exp(-b*(x - m)^(-c))", ("m", "oo"),
        "gamma(s/c)/(c*b^(s/c))", ("s > 0", "b > 0", "c > 0"),
        {"s": "-log(x - m)", "b": "-(x - m)^(-c)"},
    ),
    "beta": Master(
        ("s", "t", "c"), "x^(s - 1)*(1 - x^c)^(t - 1)", ("0", "1"),
        "gamma(s/c)*gamma(t)/(c*gamma(s/c + t))", ("s > 0", "t > 0", "c > 0"),
        {"s": "log(x)", "t": "log(1 - x^c)"},
    ),
    "simplex": Master(
        ("s", "t", "h"), "x^(s - 1)*(h - x)^(t - 1)", ("0", "h"),
        "h^(s + t - 1)*gamma(s)*gamma(t)/gamma(s + t)", ("s > 0", "t > 0", "h > 0"),
        {"s": "log(x)", "t": "log(h - x)"},
    ),
    "power": Master(
        ("s", "h"), "x^(s - 1)", ("0", "h"), "h^s/s", ("s > 0", "h > 0"), {"s": "log(x)"},
    ),
    "pareto": Master(
        ("s", "m"), "x^(-s)", ("m", "oo"), "m^(1 - s)/(s - 1)", ("s > 1", "m > 0"),
        {"s": "-log(x)"},
    ),
    "gauss": Master(
        ("a", "b"), "exp(-a*x^2 + b*x)", ("-oo", "oo"), "sqrt(pi/a)*exp(b^2/(4*a))", ("a > 0",),
        {"a": "-x^2", "b": "x"},
    ),
    "lognormal": Master(
        ("a", "b"), "x^(b - 1)*exp(-a*log(x)^2)", ("0", "oo"), "sqrt(pi/a)*exp(b^2/(4*a))",
        ("a > 0",), {"a": "-log(x)^2", "b": "log(x)"},
    ),
    "logitnormal": Master(
        ("a", "b"), f"exp(-a*{_LOGIT}^2 + b*{_LOGIT})/(x*(1 - x))", ("0", "1"),
        "sqrt(pi/a)*exp(b^2/(4*a))", ("a > 0",), {"a": f"-{_LOGIT}^2", "b": _LOGIT},
    ),
    "gumbel": Master(
        ("s", "b", "c"), "exp(-s*x - b*exp(-c*x))", ("-oo", "oo"), "gamma(s/c)/(c*b^(s/c))",
        ("s > 0", "b > 0", "c > 0"), {"s": "-x", "b": "-exp(-c*x)"},
    ),
    "logistic": Master(
        ("s", "t", "c", "k"), "exp(-s*x)*(1 + k*exp(-c*x))^(-t)", ("-oo", "oo"),
        "gamma(s/c)*gamma(t - s/c)/(c*k^(s/c)*gamma(t))",
        ("s > 0", "t - s/c > 0", "t > 0", "c > 0", "k > 0"), {"s": "-x", "t": "-log(1 + k*exp(-c*x))"},
    ),
    "student": Master(
        ("s", "v", "m"), "(1 + (x - m)^2/v)^(-s)", ("-oo", "oo"),
        "sqrt(pi*v)*gamma(s - 1/2)/gamma(s)", ("s > 1/2", "v > 0"), {"s": "-log(1 + (x - m)^2/v)"},
    ),
    "odd_student": Master(
        ("s", "v", "m"), "(x - m)*(1 + (x - m)^2/v)^(-s)", ("-oo", "oo"), "0", ("s > 1", "v > 0"), {},
    ),
    "inverse_gaussian": Master(
        ("a", "b"), "x^(-3/2)*exp(-a*x - b/x)", ("0", "oo"),
        "sqrt(pi)/sqrt(b)*exp(-2*sqrt(a)*sqrt(b))", ("a > 0", "b > 0"), {"a": "-x", "b": "-1/x"},
    ),
    "tilted": Master(
        ("a",), "exp(a*x)", ("0", "1"), "(exp(a) - 1)/a", ("a != 0",), {"a": "x"},
    ),
    "von_mises": Master(
        ("k", "m"), "exp(k*cos(x - m))", ("m - pi", "m + pi"), "2*pi*besseli(0, k)", (),
        {"k": "cos(x - m)"},
    ),
    "odd_von_mises": Master(
        ("k", "m"), "sin(x - m)*exp(k*cos(x - m))", ("m - pi", "m + pi"), "0", ("k != 0",), {},
    ),
    "poisson": Master(
        ("t",), "exp(t*x)/factorial(x)", ("0", "oo"), "exp(exp(t))", (), {"t": "x"}, "Sum",
    ),
    "geometric": Master(
        ("t",), "exp(t*x)", ("1", "oo"), "exp(t)/(1 - exp(t))", ("t < 0",), {"t": "x"}, "Sum",
    ),
    "negative_binomial": Master(
        ("t", "r"), "gamma(x + r)*exp(t*x)/(gamma(r)*factorial(x))", ("0", "oo"),
        "(1 - exp(t))^(-r)", ("t < 0", "r > 0"), {"t": "x"}, "Sum",
    ),
    "logarithmic": Master(
        ("t",), "exp(t*x)/x", ("1", "oo"), "-log(1 - exp(t))", ("t < 0",), {"t": "x"}, "Sum",
    ),
    "borel": Master(
        ("t",), "x^(x - 1)*exp(t*x)/factorial(x)", ("1", "oo"), "-LambertW(-exp(t))", ("t < -1",),
        {"t": "x"}, "Sum",
    ),
    "binomial": Master(
        ("t", "n"), "binomial(n, x)*exp(t*x)", ("0", "n"), "(1 + exp(t))^n",
        ("n is integer", "n >= 0"), {"t": "x"}, "Sum",
    ),
}  # fmt: skip
