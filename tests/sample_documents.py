"""Certificates made up for the tests of the documents; nothing in them was derived."""

from __future__ import annotations

from typing import Any


def step(n: int, by: str, grade: str, says: str, gives: str | None, **more: Any) -> dict[str, Any]:
    found = {"n": n, "by": by, "grade": grade, "at": [], "bind": {}, "from": [], "says": says}
    found["gives"] = {"text": gives, "latex": "\\never{used}"} if gives else None
    found["conditions"] = []
    return found | more


def condition(text: str, how: str, status: str = "discharged") -> dict[str, str]:
    return {"text": text, "status": status, "how": how}


def certificate(
    problem: dict[str, Any], steps: list[dict[str, Any]], **more: Any
) -> dict[str, Any]:
    grades: dict[str, int] = {}
    for s in steps:
        grades[s["grade"]] = grades.get(s["grade"], 0) + 1
    return {
        "schema": "symderive/1", "problem": problem, "verdict": "verified", "result": None,
        "given": [], "added": [], "steps": steps, "grades": grades, "unproved": [],
        "witness": None, "reason": None, "rules": "sha256:0", "seconds": 0.31,
    } | more  # fmt: skip


CATENARY = certificate(
    {"kind": "derive", "name": "catenary", "unknowns": {"y": ["x"]}},
    [
        step(
            1, "beltrami_identity", "cited",
            "The Lagrangian `L = y*sqrt(1 + y'^2)` does not contain `x`, so that `y'*L_p - L` is "
            "constant along every stationary curve.  Call the constant `-a`.",
            "y*y'^2/sqrt(1 + y'^2) - y*sqrt(1 + y'^2) = -a",
            conditions=[condition("y is C2", "given")],
        ),
        step(
            2, "normal_form", "exact", "Over a common denominator,",
            "-y/sqrt(1 + y'^2) = -a", **{"from": [1]},
            conditions=[condition("1 + y'^2 > 0", "a sum of a square and `1`")],
        ),
        step(
            3, "square", "exact", "Both sides have the same sign, so that squaring is reversible.",
            "y'^2 = (y^2 - a^2)/a^2", **{"from": [2]},
            conditions=[condition("y > 0", "given"), condition("a > 0", "given")],
        ),
        step(
            4, "euler_lagrange", "exact",
            "The full equation excludes the constant pieces of `y`.",
            "(1 + y'^2 - y*y'')/(1 + y'^2)^(3/2) = 0",
        ),
        step(
            5, "separate_variables", "exact", "On each interval where `y'` does not vanish,",
            "acosh(y/a) = (-b + x)/a", **{"from": [3, 4]},
            conditions=[condition("Ne(y', 0)", "one zero at most, by step 4")],
        ),
        step(6, "apply_function", "exact", "Since the hyperbolic cosine is even,",
             "y = a*cosh((x - b)/a)", **{"from": [5]}),
        step(7, "substitute", "exact", "Conversely,", "1 + y'^2 - y*y'' = 0", **{"from": [6]}),
    ],
    result={"text": "y = a*cosh((x - b)/a)", "latex": "x"},
    given=["y > 0", "y is C2", "a > 0"],
)  # fmt: skip

LONG = certificate(
    {"kind": "check", "claim": "F = a"},
    [
        step(
            1, "normal_form", "exact", "Expanding a long product of sums,",
            "F = (a + b + c + x)^3*(a^2 + 2*a*b + b^2 + c^2 + 2*b*c + 2*a*c + x^2)*exp(-(x - mu)^2"
            "/(2*sigma^2))*(alpha*x^4 + beta*x^3 + x^2 + 17*x + 2*a*b*c*x - 12345)",
        ),
        step(
            2, "series_expansion_with_remainder", "enclosed", "and",
            "Integral(x^4*exp(-a*x)/(b + x)^2 + (a*x^2 + b*x + c + x^3)*exp(-(x - a)^2/(2*b^2))"
            "/(a^2*x^4 + x^2 + 1) + log(x^2 + 1)*sin(a*x)*cos(b*x)/(x + 1)^3, (x, 0, oo))"
            " = F - a*b*c*x",
            **{"from": [1]},
            conditions=[
                condition(
                    "a^2*x^4 + x^2 + 1 + 2*a*b*c*x^3 + b^2*x^2 + sqrt(a^2 + b^2 + c^2 + 1) > 0",
                    "every term is positive where `x > 0` and `a*b*c > 0`",
                ),
                condition("a*b*c > 0", "", "added"),
            ],
        ),
        step(
            3, "normal_form", "computed", "A root and a quotient,",
            "F = sqrt(a^3 + 3*a^2*b + 3*a^2*c + 3*a^2*x + 3*a*b^2 + 6*a*b*c + 6*a*b*x + 3*a*c^2 + "
            "6*a*c*x + 3*a*x^2 + b^3 + 3*b^2*c + 3*b^2*x + 3*b*c^2 + 6*b*c*x + 1)/(x^2 + 1)",
            **{"from": [1, 2]},
        ),
        step(4, "normal_form", "exact", "and what cannot be read,", "this is no (formula"),
    ],
    verdict="undecided", reason="step 3 is a computed answer that is not re-derived",
    given=["a, b, c are positive", "x in (0, 1)", "sigma > 0", "A, B are n x n matrices"],
    added=["a*b*c > 0"],
)  # fmt: skip

REFUTED = certificate(
    {"kind": "check", "claim": "sqrt(x^2) = x"}, [], verdict="refuted",
    witness={"point": {"x": "-1"}, "left": "1", "right": "[-1.00 +/- 1e-19]"}, hint="`x >= 0`",
)  # fmt: skip

HOSTILE = certificate(
    {"kind": "check", "claim": "x = x", "name": "\n\\input{/etc/passwd}%"},
    [
        step(
            1, "\\write18{ls}", "exact", "100% of $x & y_1 # \\input{x} ^^41 ~ {\u202e}",
            "\\input{x} = $1$ & 2 % #", **{"from": [7]},
            conditions=[condition("\\def\\x{}", "\\csname x\\endcsname \u00e9\u4e2d", "}{")],
        ),
        step(2, "normal_form", "exact", "A backquote ` alone, `x_1 + foo_bar`.", "x_1 = foo_bar"),
    ],
    reason="a\nb\x1b[31m$", hint="\\relax", given=["x is real", "%"],
)  # fmt: skip

ALL = {"catenary": CATENARY, "long": LONG, "refuted": REFUTED, "hostile": HOSTILE}
