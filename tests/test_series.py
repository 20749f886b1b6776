"""Integrals term by term, sums by zeta functions, Fourier series: true cases, refusals, lies."""

from __future__ import annotations

import pytest

from symderive.kernel.analysis import primitives  # noqa: F401  (registers the inferences)
from symderive.kernel.logic.certificate import check_steps
from symderive.kernel.logic.claims import Rejected, Step, Undecided
from symderive.kernel.logic.givens import Givens
from symderive.library import rules
from symderive.terms.reader import read

UNIT = ("0 < x", "x < 1")


def chain(*rows, given=()):
    """Steps (by, gives, uses, bind, under); the outcome of the last."""
    steps = [
        Step(n, by, read(gives), tuple(uses), {k: read(v) for k, v in bind.items()},
             tuple(read(u) for u in under))
        for n, (by, gives, uses, bind, under) in enumerate(rows, 1)
    ]  # fmt: skip
    givens = Givens.of([read(t) for t in given])
    return check_steps(steps, givens, rules())[-1].outcome


def expanded(body, term, rule, ratio, *, first="0", under=UNIT, given=(), factor=None, closed=""):
    """The steps that say body = Sum(term), from a rule."""
    plain, right = rules()[rule].instance({"K": read("k"), "X": read(ratio)}).args
    from symderive.terms.writer import write

    total, whole = f"Sum({term}, (k, {first}, oo))", write(plain)
    value = write(right)
    rows = [(rule, f"{whole} = {value}", (), {"K": "k", "X": ratio}, under)]
    if factor is not None:
        rows.append(("linearity", f"{total} = ({factor})*{whole}", (1,), {}, under))
        rows.append(("rewrite", f"{total} = ({factor})*({value})", (2, 1), {}, under))
    elif total != whole:
        rows.append(("linearity", f"{total} = {whole}", (1,), {}, under))
        rows.append(("rewrite", f"{total} = {value}", (2, 1), {}, under))
    rows.append(("values", f"{body} = {total}", (len(rows),), {}, under))
    return rows


def moved(rows, body, term, limits="(x, 0, 1)", first="0", uses=(), **bind):
    """The steps, and `termwise` on the last of them."""
    claim = f"Integral({body}, {limits}) = Sum(Integral({term}, {limits}), (k, {first}, oo))"
    return [*rows, ("termwise", claim, (len(rows), *uses), bind, ())]


LOG = expanded("log(x)/(1 - x)", "x^k*log(x)", "geometric_series", "x", factor="log(x)")


def test_terms_of_one_sign_are_integrated_by_tonelli():
    """log(x)/(1 - x) is the sum of x^k*log(x) <= 0, and it is integrable."""
    found = chain(*moved(LOG, "log(x)/(1 - x)", "x^k*log(x)"))
    assert found.grade == "exact" and any("Tonelli" in c.how for c in found.conditions)


def test_a_geometric_series_needs_the_integrand_only():
    """The partial sums are f*(1 - X^n), whatever the sign of the terms."""
    found = chain(*moved(LOG, "log(x)/(1 - x)", "x^k*log(x)", X="x"))
    assert any("twice the integrand" in c.how for c in found.conditions)


def test_a_series_that_is_not_integrable_is_refused():
    """1/(1 - x) is the sum of x^k, and neither side exists over (0, 1)."""
    rows = expanded("1/(1 - x)", "x^k", "geometric_series", "x")
    with pytest.raises(Undecided, match="integrable"):
        chain(*moved(rows, "1/(1 - x)", "x^k"))
    with pytest.raises(Undecided, match="integrable"):
        chain(*moved(rows, "1/(1 - x)", "x^k", X="x"))


def test_alternating_terms_that_fall_are_dominated_by_the_first():
    """atan(x)/x by (-1)^k x^(2k)/(2k + 1)."""
    term = "(-1)^k*x^(2*k)/(2*k + 1)"
    rows = expanded("atan(x)/x", term, "arctangent_series", "x", factor="1/x")
    found = chain(*moved(rows, "atan(x)/x", term, h="x^(2*k)/(2*k + 1)"))
    assert any("first term" in c.how for c in found.conditions)


def test_alternating_terms_that_do_not_fall_are_refused():
    """(k + 1) x^k rises in k near 1; Sum of the integrals is 1 - 1 + 1 - .."""
    term = "(k + 1)*(-x)^k"
    rows = expanded("1/(1 + x)^2", term, "geometric_series_squared", "-x")
    with pytest.raises(Undecided, match="does not grow"):
        chain(*moved(rows, "1/(1 + x)^2", term, h="(k + 1)*x^k"))
    with pytest.raises(Undecided, match="keeps one sign"):
        chain(*moved(rows, "1/(1 + x)^2", term))


def test_the_series_must_be_that_of_the_integrand_on_the_whole_interval():
    """Another integrand, another interval, a foreign hypothesis."""
    with pytest.raises(Rejected, match="no series of"):
        chain(*moved(LOG, "2*log(x)/(1 - x)", "x^k*log(x)"))
    with pytest.raises(Rejected, match="not known of the range"):
        chain(*moved(LOG, "log(x)/(1 - x)", "x^k*log(x)", limits="(x, 0, 2)"))
    with pytest.raises(Rejected, match="sum runs to oo"):
        claim = ("Integral(log(x)/(1 - x), (x, 0, 1)) = "
                 "Sum(Integral(x^k*log(x), (x, 0, 1)), (k, 0, 9))")  # fmt: skip
        chain(*LOG, ("termwise", claim, (len(LOG),), {}, ()))


def test_absolute_convergence_by_a_bound_and_its_integrals():
    """1/(1 + x)^2 over (0, 1/2): |terms| have the integrals 1/2^(k + 1), over (0, 1) they have 1."""
    term, half = "(k + 1)*(-x)^k", ("0 < x", "x < 1/2")
    for under, end, B in ((half, "1/2", "(1/2)^(k + 1)"), (UNIT, "1", "1 + 0*k")):
        rows = expanded("1/(1 + x)^2", term, "geometric_series_squared", "-x", under=under)
        known = ("antiderivative", f"Integral((k + 1)*x^k, (x, 0, {end})) = {B}", (),
                 {"F": "x^(k + 1)"}, ("k is integer", "0 <= k"))  # fmt: skip
        steps = moved([*rows, known], "1/(1 + x)^2", term, f"(x, 0, {end})", G="(k + 1)*x^k", B=B)
        by, claim, _, bind, under = steps[-1]
        steps[-1] = (by, claim, (len(rows), len(rows) + 1), bind, under)
        if end == "1":
            with pytest.raises(Undecided, match="converges"):
                chain(*steps)
        else:
            assert any("absolute values" in c.how for c in chain(*steps).conditions)


# --- sums -----------------------------------------------------------------------------------------


def total(gives, forms, given=()):
    return chain(("zeta_sum", gives, (), {"forms": forms}, ()), given=given)


@pytest.mark.parametrize(
    ("gives", "forms"),
    [
        ("Sum(1/(k + 1)^2, (k, 0, oo)) = pi^2/6", "1/(k + 1)^2"),
        ("Sum(1/k^3, (k, 1, oo)) = zeta(3)", "1/(k + 1)^3"),
        ("Sum((-1)^k/(2*k + 1), (k, 0, oo)) = pi/4", "(1/4/(k + 1/4), -1/4/(k + 3/4))"),
        ("Sum((-1)^k/(k + 1), (k, 0, oo)) = log(2)", "(1/2/(k + 1/2), -1/2/(k + 1))"),
        ("Sum(1/((k + 1)*(k + 2)), (k, 0, oo)) = 1", "1/(k + 1) - 1/(k + 2)"),
        ("Sum(sin(pi*k/2)/k^2, (k, 1, oo)) = Catalan", "(1/16/(k + 1/4)^2, 0, -1/16/(k + 3/4)^2, 0)"),
        ("Sum((1/2)^k/(k + 1), (k, 0, oo)) = 2*log(2)", "(1/2)^k/(k + 1)"),
        ("Sum((-1)^k/(k + 1)^s, (k, 0, oo)) = dirichlet_eta(s)", "(-1)^k/(k + 1)^s"),
    ],
)  # fmt: skip
def test_sums_by_zeta_digamma_and_polylogarithm(gives, forms):
    """Values that are in every table; here they follow from the defining series."""
    assert total(gives, forms, ("s > 0",)).grade == "cited"


@pytest.mark.parametrize(
    ("gives", "forms", "error"),
    [
        ("Sum(1/(k + 1), (k, 0, oo)) = 7", "1/(k + 1)", Undecided),  # diverges
        ("Sum(1/(k + 1)^s, (k, 0, oo)) = zeta(s)", "1/(k + 1)^s", Undecided),  # s > 0 only
        ("Sum((-1)^k*(k + 1), (k, 0, oo)) = 1/4", "(2*(k + 1/2), -2*(k + 1))", Undecided),
        ("Sum(1/(k + 1)^2, (k, 0, oo)) = pi^2/8", "1/(k + 1)^2", Rejected),  # another value
        ("Sum(1/(k + 1)^2, (k, 0, oo)) = pi^2/2", "1/(k + 1/2)^2", Undecided),  # another sum
        ("Sum((-1)^k/(k + 1)^2, (k, 0, oo)) = pi^2/12", "(1/4/(k + 1/2)^2)", Undecided),
        ("Sum(2^k/(k + 1)^2, (k, 0, oo)) = 1", "2^k/(k + 1)^2", Undecided),  # |r| > 1
        ("Sum(1/(k + a)^2, (k, 0, oo)) = zeta(2, a)", "1/(k + a)^2", Undecided),  # a = 0, -1, ..
    ],
)
def test_sums_that_diverge_or_are_others_are_refused(gives, forms, error):
    """The coefficients of 1/(k + a) must cancel, s > 1, |r| < 1, a > 0, and the terms be those."""
    with pytest.raises(error):
        total(gives, forms, ("s > 0",))


# --- Fourier --------------------------------------------------------------------------------------

COS = (
    "Integral(-log(2), (x, 0, {b})) + Sum(Integral(-(-1)^k*cos(2*k*x)/k, (x, 0, {b})), (k, 1, oo))"
)


def wave(gives, **bind):
    return chain(("fourier", gives, (), bind, ()))


def test_a_logarithm_of_a_cosine_by_its_fourier_series():
    """Between -pi/2 and pi/2."""
    claim = f"Integral(log(cos(x)), (x, 0, pi/4)) = {COS.format(b='pi/4')}"
    assert wave(claim, g="1", L="log(cos(x))").grade == "cited"


def test_fourier_series_hold_between_the_zeros_only():
    """log(cos(x)) over (0, pi) is not real everywhere."""
    claim = f"Integral(log(cos(x)), (x, 0, pi)) = {COS.format(b='pi')}"
    with pytest.raises(Undecided, match="<="):
        wave(claim, g="1", L="log(cos(x))")


def test_a_wrong_term_of_a_fourier_series_is_rejected():
    """The sine's series has no (-1)^k, and the factor must be square-integrable."""
    claim = f"Integral(log(sin(x)), (x, 0, pi/4)) = {COS.format(b='pi/4')}"
    with pytest.raises(Undecided, match="not proved"):
        wave(claim, g="1", L="log(sin(x))")
    terms = "Sum(Integral(-cos(2*k*x)/(k*x), (x, 0, pi/4)), (k, 1, oo))"
    claim = f"Integral(log(sin(x))/x, (x, 0, pi/4)) = Integral(-log(2)/x, (x, 0, pi/4)) + {terms}"
    with pytest.raises(Undecided, match="integrable"):
        wave(claim, g="1/x", L="log(sin(x))")


# --- grouping and Kummer --------------------------------------------------------------------------

SIGNS = "Sum(log(k)*sin(pi*k/2)/k, (k, 1, oo))"
KUMMER = "pi*(loggamma(1/4) - 1/4*(EulerGamma + log(2)) - 3/4*log(pi) + log(sin(pi/4))/2)"


def test_logarithms_over_integers_with_signs_by_kummer():
    """The sum at 1/4, and its terms that do not vanish."""
    odd = "Sum((-1)^k*log(2*k + 1)/(2*k + 1), (k, 0, oo))"
    one = ("kummer", f"{SIGNS} = {KUMMER}", (), {"X": "1/4"}, ())
    assert chain(one).grade == "cited"
    found = chain(one, ("grouping", f"{odd} = {SIGNS}", (1,), {"q": "2"}, ()))
    assert found.grade == "exact" and "step 1" in found.conditions[0].how


@pytest.mark.parametrize(
    ("gives", "X", "error"),
    [
        (f"{SIGNS} = {KUMMER} + 1", "1/4", Undecided),  # another value
        (f"{SIGNS} = {KUMMER}", "1/3", Undecided),  # another series
        (f"Sum(0, (k, 1, oo)) = {KUMMER}", "1", Undecided),  # X < 1 fails
        (f"Sum(log(k)*sin(pi*k/2)/k, (k, 2, oo)) = {KUMMER}", "1/4", Rejected),
    ],
)
def test_kummer_refuses_other_sums(gives, X, error):
    """0 < X < 1, from 1 on, and the terms are those of the series."""
    with pytest.raises(error):
        chain(("kummer", gives, (), {"X": X}, ()))


def test_terms_of_a_divergent_series_are_not_grouped():
    """1 - 1 + 1 - .. has no sum, though its pairs have: no premise gives one."""
    claim = "Sum(0, (k, 0, oo)) = Sum((-1)^k, (k, 0, oo))"
    with pytest.raises(Undecided, match="exists"):
        chain(("grouping", claim, (), {"q": "2"}, ()))


def test_groups_have_the_right_size():
    """Three terms are not two."""
    one = ("kummer", f"{SIGNS} = {KUMMER}", (), {"X": "1/4"}, ())
    odd = "Sum((-1)^k*log(2*k + 1)/(2*k + 1), (k, 0, oo))"
    with pytest.raises(Undecided, match="not proved"):
        chain(one, ("grouping", f"{odd} = {SIGNS}", (1,), {"q": "3"}, ()))


def test_logarithms_of_distances_to_a_point_by_their_series():
    """Each term of log(1 - 2*a*cos(x) + a^2) is below 2*a^k/k, and the integrals of these have a sum."""
    body, term = "log(5/4 - cos(x))", "-2*((1/2)^k*cos(k*x)/k)"
    rule = rules()["poisson_logarithm_series"]
    roles = {"K": "k", "X": "1/2", "T": "x"}
    from symderive.terms.writer import write

    plain, closed = map(write, rule.instance({n: read(t) for n, t in roles.items()}).args)
    inside, index = ("0 < x", "x < pi"), ("k is integer", "1 <= k")
    total = f"Sum({term}, (k, 1, oo))"
    rows = [
        ("poisson_logarithm_series", f"{plain} = {closed}", (), roles, inside),
        ("linearity", f"{total} = (-2)*{plain}", (1,), {}, inside),
        ("rewrite", f"{total} = (-2)*({closed})", (2, 1), {}, inside),
        ("values", f"{body} = {total}", (3,), {}, inside),
        ("antiderivative", "Integral(2*(1/2)^k/k, (x, 0, pi)) = 2*pi*(1/2)^k/k", (),
         {"F": "2*(1/2)^k*x/k"}, index),
    ]  # fmt: skip
    claim = f"Integral({body}, (x, 0, pi)) = Sum(Integral({term}, (x, 0, pi)), (k, 1, oo))"
    bound = {"G": "2*(1/2)^k/k", "B": "2*pi*(1/2)^k/k"}
    assert chain(*rows, ("termwise", claim, (4, 5), bound, ())).grade == "exact"
    with pytest.raises(Undecided, match="not proved: Abs"):  # half of it is no bound
        rows[-1] = ("antiderivative", "Integral((1/2)^k/k, (x, 0, pi)) = pi*(1/2)^k/k", (),
                    {"F": "(1/2)^k*x/k"}, index)  # fmt: skip
        bound = {"G": "(1/2)^k/k", "B": "pi*(1/2)^k/k"}
        chain(*rows, ("termwise", claim, (4, 5), bound, ()))
