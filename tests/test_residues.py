"""Residues, Frullani's theorem, a value put for a name: true cases, refusals, lies."""

from __future__ import annotations

import pytest

from symderive.kernel.analysis import primitives  # noqa: F401  (registers the inferences)
from symderive.kernel.analysis.integrals.residues import listed
from symderive.kernel.logic.certificate import check_steps
from symderive.kernel.logic.claims import Rejected, Step, Undecided
from symderive.kernel.logic.givens import Givens
from symderive.terms.reader import read

PAIR = "1/((x^2 + a^2)*(x^2 + b^2))"


def line(f, value, waves, poles=(), real=(), given=(), c="1", limits="(x, -oo, oo)"):
    """One step `residues`."""
    bind = {"waves": listed(*waves), "c": read(c)}
    bind |= {"poles": listed(*poles)} if poles else {}
    bind |= {"real": listed(*real)} if real else {}
    step = Step(1, "residues", read(f"Integral({f}, {limits}) = {value}"), bind=bind)
    return check_steps([step], Givens.of([read(g) for g in given]))[0].outcome


def one(by, gives, given=(), **bind):
    step = Step(1, by, read(gives), bind={k: read(v) for k, v in bind.items()})
    return check_steps([step], Givens.of([read(g) for g in given]))[0].outcome


@pytest.mark.parametrize(
    ("f", "value", "waves", "poles", "real", "given"),
    [
        ("cos(a*x)/(x^2 + b^2)", "pi*exp(-a*b)/b", ["(a, 1, 0)"], ["(0, b, 1)"], (), "a>0 b>0"),
        ("x*sin(a*x)/(x^2 + b^2)", "pi*exp(-a*b)", ["(a, 0, x)"], ["(0, b, 1)"], (), "a>0 b>0"),
        ("1/(x^2 + a^2)^3", "3*pi/(8*a^5)", ["(0, 1, 0)"], ["(0, a, 3)"], (), "a>0"),
        ("sin(x)/x", "pi", ["(1, 0, 1)"], (), ["(0, 0, 1)"], ""),
        ("sin(x)^2/x^2", "pi", ["(0, 1/2, 0)", "(2, -1/2, 0)"], (), ["(0, 0, 2)"], ""),
        ("sin(x)/(x*(x^2 + 1))", "pi*(1 - exp(-1))", ["(1, 0, 1)"], ["(0, 1, 1)"], ["(0, 0, 1)"], ""),
    ],
)  # fmt: skip
def test_integrals_over_the_line_by_residues(f, value, waves, poles, real, given):
    """Poles above the line, and simple ones on it where the integrand is bounded."""
    found = line(f, value, waves, poles, real, given.split())
    assert found.grade == "cited" and all(c.settled for c in found.conditions)


def test_the_poles_lie_above_the_line():
    """b may be negative or zero; a pole on the line is no pole above it."""
    args = ("cos(x)/(x^2 + b^2)", "pi*exp(-b)/b", ["(1, 1, 0)"])
    assert line(*args, ["(0, b, 1)"], given=["b > 0"])
    with pytest.raises(Undecided, match="b > 0"):
        line(*args, ["(0, b, 1)"], given=["b != 0"])
    with pytest.raises(Rejected, match="belong"):
        line(*args, ["(b, 0, 1)"], given=["b > 0"])


def test_a_frequency_is_positive():
    """For a < 0 the arc would lie above the growing exponential."""
    with pytest.raises(Undecided, match="a > 0"):
        line("cos(a*x)/(x^2 + 1)", "pi*exp(-a)", ["(a, 1, 0)"], ["(0, 1, 1)"])


def test_the_degrees_let_the_arc_vanish():
    """x/(x^2 + 1) has no integral; x^2*cos(x)/(x^2 + 1) does not decay."""
    with pytest.raises(Rejected, match="degree"):
        line("x/(x^2 + 1)", "0", ["(0, x, 0)"], ["(0, 1, 1)"])
    with pytest.raises(Rejected, match="degree"):
        line("x^2*cos(x)/(x^2 + 1)", "-pi*exp(-1)", ["(1, x^2, 0)"], ["(0, 1, 1)"])
    with pytest.raises(Rejected, match="no polynomial"):
        line("exp(-x^2)/(x^2 + 1)", "1", ["(0, exp(-x^2), 0)"], ["(0, 1, 1)"])


def test_every_pole_is_listed_with_its_order():
    """A forgotten pole or a wrong order is another denominator."""
    with pytest.raises(Undecided, match="not proved"):
        line("1/((x^2 + 1)*(x^2 + 4))", "pi/6", ["(0, 1, 0)"], ["(0, 1, 1)"])
    with pytest.raises(Undecided, match="not proved"):
        line("1/(x^2 + 1)^2", "pi/2", ["(0, 1, 0)"], ["(0, 1, 1)"])
    assert line("1/((x^2 + 1)*(x^2 + 4))", "pi/6", ["(0, 1, 0)"], ["(0, 1, 1)", "(0, 2, 1)"])


def test_a_wrong_value_is_rejected():
    """The residues say otherwise."""
    with pytest.raises(Rejected, match="not"):
        line("1/(x^2 + 1)", "pi/2", ["(0, 1, 0)"], ["(0, 1, 1)"])


def test_poles_that_may_coincide_are_told_apart():
    """The value divides by a^2 - b^2, or it does not say what happens for a = b."""
    apart = "pi/(b*(a^2 - b^2)) + pi/(a*(b^2 - a^2))"
    poles, given = ["(0, a, 1)", "(0, b, 1)"], ["a > 0", "b > 0"]
    found = line(PAIR, apart, ["(0, 1, 0)"], poles, given=given)
    assert any(c.status == "presupposed" for c in found.conditions)
    with pytest.raises(Undecided, match="!="):
        line(PAIR, "pi/(a*b*(a + b))", ["(0, 1, 0)"], poles, given=given)
    assert line(PAIR, "pi/(a*b*(a + b))", ["(0, 1, 0)"], poles, given=[*given, "a < b"])


def test_a_pole_on_the_line_must_be_harmless():
    """cos(x)/x and 1/x^2 have no integral; (1 - cos(x))/x^2 has one, but not as a double pole."""
    with pytest.raises(Undecided, match="bounded"):
        line("cos(x)/(x*(x^2 + 1))", "0", ["(1, 1, 0)"], ["(0, 1, 1)"], ["(0, 0, 1)"])
    with pytest.raises(Undecided, match="simple"):
        line("1/(x^2*(x^2 + 1))", "-pi", ["(0, 1, 0)"], ["(0, 1, 1)"], ["(0, 0, 2)"])
    with pytest.raises(Undecided, match="simple"):
        line("sin(x)/x^3", "0", ["(1, 0, 1)"], (), ["(0, 0, 3)"])


def test_residues_are_about_the_whole_line():
    """Half a line needs symmetry, in a step of its own."""
    with pytest.raises(Rejected, match="real line"):
        line("1/(x^2 + 1)", "pi", ["(0, 1, 0)"], ["(0, 1, 1)"], limits="(x, 0, oo)")


# --- Frullani -------------------------------------------------------------------------------------


def test_frullani_with_limits_at_both_ends():
    """(f(0) - f(oo))*log(r)."""
    claim = "Integral((atan(a*x) - atan(b*x))/x, (x, 0, oo)) = pi/2*log(a/b)"
    assert one("frullani", claim, ["a > 0", "b > 0"], f="atan(a*x)", r="b/a").grade == "cited"


def test_frullani_where_the_tail_converges():
    """cos has no limit at infinity; the integral of cos(x)/x over (1, oo) exists."""
    tail = read("Integral(cos(x)/x, (x, 1, oo)) = Integral(cos(x)/x, (x, 1, oo))")
    roles = {"U": read("sin(x)"), "w": read("1/x"), "M": read("1"), "c": read("2")}
    first = Step(1, "convergence", tail, bind=roles)
    claim = read("Integral((cos(x) - cos(2*x))/x, (x, 0, oo)) = log(2)")
    step = Step(2, "frullani", claim, (1,), {"f": read("cos(x)"), "r": read("2")})
    assert check_steps([first, step], Givens())[-1].outcome.grade == "cited"
    with pytest.raises(Undecided):
        check_steps([Step(1, "frullani", claim, (), step.bind)], Givens())


@pytest.mark.parametrize(
    ("claim", "given", "f", "r", "error"),
    [
        ("Integral((exp(-a*x) - exp(-b*x))/x, (x, 0, oo)) = log(a/b)", "a>0 b>0", "exp(-a*x)",
         "b/a", Undecided),  # turned over
        ("Integral((exp(-x) - exp(-2*x))/x, (x, 0, oo)) = log(3)", "", "exp(-x)", "2", Rejected),
        ("Integral((exp(-x) - exp(-2*x))/x, (x, 0, oo)) = log(3)", "", "exp(-x)", "3", Rejected),
        ("Integral((exp(-a*x) - exp(-b*x))/x, (x, 0, oo)) = log(b/a)", "a!=0 b>0", "exp(-a*x)",
         "b/a", Undecided),  # grows
        ("Integral((log(x) - log(2*x))/x, (x, 0, oo)) = 0", "", "log(x)", "2", Undecided),
        ("Integral((exp(-x) - exp(-2*x))/x, (x, 0, 1)) = log(2)", "", "exp(-x)", "2", Rejected),
    ],
)  # fmt: skip
def test_frullani_is_refused_without_its_limits(claim, given, f, r, error):
    """The scale is positive, f has a limit at 0, and the interval is the half line."""
    with pytest.raises(error):
        one("frullani", claim, given.split(), f=f, r=r)


# --- specialisation -------------------------------------------------------------------------------


def special(gives, value, before="Integral(x^s, (x, 0, 1)) = 1/(s + 1)", under="s > -1", given=()):
    first = Step(1, "antiderivative", read(before), bind={"F": read("x^(s + 1)/(s + 1)")},
                 under=(read(under),))  # fmt: skip
    step = Step(2, "specialisation", read(gives), (1,), {"s": read(value)})
    return check_steps([first, step], Givens.of([read(g) for g in given]))[-1].outcome


def test_what_holds_for_every_s_holds_for_one():
    """The hypothesis on s is proved of the value."""
    assert special("Integral(x^2, (x, 0, 1)) = 1/(2 + 1)", "2").grade == "exact"
    found = special("Integral(x^a, (x, 0, 1)) = 1/(a + 1)", "a", given=["a > 0"])
    assert found.conditions[0].text == "a > -1"


def test_a_value_outside_the_hypothesis_is_refused():
    """x^(-2) has no integral over (0, 1); a may be anything."""
    with pytest.raises(Undecided):
        special("Integral(x^(-2), (x, 0, 1)) = 1/(-2 + 1)", "-2")
    with pytest.raises(Undecided):
        special("Integral(x^a, (x, 0, 1)) = 1/(a + 1)", "a")


def test_a_specialisation_changes_nothing_else():
    """Another statement, a bound name, a name that the givens speak of."""
    with pytest.raises(Rejected, match="something else"):
        special("Integral(x^2, (x, 0, 1)) = 1/4", "2")
    with pytest.raises(Rejected, match="givens"):
        special("Integral(x^2, (x, 0, 1)) = 1/(2 + 1)", "2", given=["s > 0"])


# --- the order of integration ---------------------------------------------------------------------

KERNEL = "t*(1 - cos(x))*exp(-t*x)"
INNER = (
    "antiderivative", f"Integral({KERNEL}, (t, 0, oo)) = (1 - cos(x))/x^2",
    {"F": "-(1 - cos(x))*(t/x + 1/x^2)*exp(-t*x)"}, ("0 < x",),
)  # fmt: skip
OUTER = (
    "antiderivative", f"Integral({KERNEL}, (x, 0, oo)) = 1/(1 + t^2)",
    {"F": "-exp(-t*x) + t*(t*cos(x) - sin(x))*exp(-t*x)/(1 + t^2)"}, ("0 < t",),
)  # fmt: skip
VALUE = ("antiderivative", "Integral(1/(1 + t^2), (t, 0, oo)) = pi/2", {"F": "atan(t)"}, ())
SWAPPED = "Integral((1 - cos(x))/x^2, (x, 0, oo)) = Integral(1/(1 + t^2), (t, 0, oo))"


def turned(rows, gives, uses=(1, 2, 3), **bind):
    """Steps, and `swap` on them; an equation may be used from right to left."""
    steps = [
        Step(n, by, read(g), bind={k: read(v) for k, v in roles.items()},
             under=tuple(read(u) for u in under))
        for n, (by, g, roles, under) in enumerate(rows, 1)
    ]  # fmt: skip
    roles = {k: read(v) for k, v in bind.items()}
    steps.append(Step(len(steps) + 1, "swap", read(gives), uses, roles))
    return check_steps(steps, Givens())[-1].outcome


def test_a_function_of_one_sign_is_integrated_in_either_order():
    """Tonelli: one of the two sides is known to be finite."""
    found = turned((INNER, OUTER, VALUE), SWAPPED)
    assert found.grade == "exact" and any("one sign" in c.text for c in found.conditions)


def test_the_order_of_integration_matters_without_a_sign():
    """(x^2 - y^2)/(x^2 + y^2)^2 over the unit square has two different iterated integrals."""
    f = "(x^2 - y^2)/(x^2 + y^2)^2"
    one = ("antiderivative", f"Integral({f}, (y, 0, 1)) = 1/(1 + x^2)", {"F": "y/(x^2 + y^2)"},
           ("0 < x", "x < 1"))  # fmt: skip
    two = ("antiderivative", f"Integral({f}, (x, 0, 1)) = -1/(1 + y^2)", {"F": "-x/(x^2 + y^2)"},
           ("0 < y", "y < 1"))  # fmt: skip
    claim = "Integral(1/(1 + x^2), (x, 0, 1)) = Integral(-1/(1 + y^2), (y, 0, 1))"
    with pytest.raises(Undecided, match="one sign"):
        turned((one, two), claim, (1, 2))
    with pytest.raises((Undecided, Rejected)):
        turned((one, two), claim, (1, 2), H="1/(x^2 + y^2)")


def test_both_inner_integrals_have_the_same_integrand():
    """Another kernel, another interval, a foreign hypothesis."""
    other = ("antiderivative", "Integral(exp(-t*x), (x, 0, oo)) = 1/t", {"F": "-exp(-t*x)/t"},
             ("0 < t",))  # fmt: skip
    claim = "Integral((1 - cos(x))/x^2, (x, 0, oo)) = Integral(1/t, (t, 0, oo))"
    with pytest.raises(Rejected, match="different integrands"):
        turned((INNER, other), claim, (1, 2))
    with pytest.raises(Rejected, match="not known of the range"):
        turned((INNER, OUTER, VALUE), SWAPPED.replace("(x, 0, oo)", "(x, -1, oo)"))


# --- along a keyhole ------------------------------------------------------------------------------


def hole(f, value, s, poles, given, P="1"):
    bind = {"s": read(s), "P": read(P), "c": read("1"), "poles": listed(*poles)}
    step = Step(1, "keyhole", read(f"Integral({f}, (x, 0, oo)) = {value}"), bind=bind)
    return check_steps([step], Givens.of([read(g) for g in given]))[0].outcome


@pytest.mark.parametrize(
    ("f", "value", "poles", "top"),
    [
        ("x^(s - 1)/((x + 1)*(x + 2))", "pi*(1 - 2^(s - 1))/sin(pi*s)", ["(1, 0, 1)", "(2, 0, 1)"], 2),
        ("x^(s - 1)/(x^2 + x + 1)", "2*pi/sqrt(3)*sin(pi*(1 - s)/3)/sin(pi*s)", ["(1, pi/3, 1)"], 2),
        ("x^(s - 1)/(x + 1)^3", "pi*(s - 1)*(s - 2)/(2*sin(pi*s))", ["(1, 0, 3)"], 3),
    ],
)  # fmt: skip
def test_powers_times_rational_functions_by_a_keyhole(f, value, poles, top):
    """Negative and complex poles, simple and not; the exponent is no whole number."""
    found = hole(f, value, "s", poles, ["0 < s", f"s < {top}"])
    assert any(c.status == "presupposed" and "sin" in c.text for c in found.conditions)


def test_a_keyhole_needs_convergence_at_both_ends():
    """0 < s < deg Q - deg P."""
    args = ("x^(s - 1)/(x + 1)", "pi/sin(pi*s)", "s", ["(1, 0, 1)"])
    assert hole(*args, ["0 < s", "s < 1"])
    for given in (["0 < s"], ["s < 1"]):
        with pytest.raises(Undecided, match="> 0"):
            hole(*args, given)


def test_a_pole_on_the_half_line_is_none_of_a_keyhole():
    """1/(x - 1) has a pole inside; a wrong angle is another denominator; a wrong value is refused."""
    given = ["0 < s", "s < 1"]
    with pytest.raises(Undecided, match="> 0"):
        hole("x^(s - 1)/(x - 1)", "-pi*cot(pi*s)", "s", ["(-1, 0, 1)"], given)
    with pytest.raises(Undecided, match="not proved"):
        hole("x^(s - 1)/(x^2 + x + 1)", "pi/sin(pi*s)", "s", ["(1, pi/4, 1)"], given)
    with pytest.raises((Undecided, Rejected), match="value"):
        hole("x^(s - 1)/(x + 1)", "pi/(2*sin(pi*s))", "s", ["(1, 0, 1)"], given)
