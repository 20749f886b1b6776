"""Forms: refusals, lies, added givens, the command line, and the field of coefficients."""

from __future__ import annotations

import copy
import json
import random

import pytest
from click.testing import CliRunner

from symderive.derivations import NotACertificate, digest
from symderive.faces.forms import forms
from symderive.kernel.analysis.forms.coefficients import Coefficients
from symderive.kernel.logic.balls import evaluate
from symderive.kernel.logic.certificate import judge
from symderive.kernel.logic.claims import Rejected, Step
from symderive.kernel.logic.givens import Givens
from symderive.recheck import recheck
from symderive.terms.context import Context
from symderive.terms.errors import NotRead
from symderive.terms.form_setting import Setting
from symderive.terms.reader import read
from symderive.terms.tree import Term

NONE = Givens.of([])


def signed(data: dict) -> dict:
    return data | {"digest": digest(data)}


# --- lies -----------------------------------------------------------------------------------------


def test_a_declaration_proves_nothing_of_another_claim():
    """x^2 = x^3 does not follow from a step that declares x to be 0."""
    claim = read("x^2 = x^3")
    step = Step(1, "form_components", claim, bind={"coords": read("(y,)"), "let_x": read("0")})
    with pytest.raises(Rejected, match="declares charts or names"):
        judge(claim, [step], NONE)
    with pytest.raises(Rejected, match="the problem declares no let_x"):
        judge(claim, [step], NONE, None, {"coords": read("(y,)")})


def test_a_declaration_that_is_left_out_is_noticed():
    """d(w) = 0 does not follow from a step that forgets what w is."""
    setting = {"coords": read("(x, y)"), "let_w": read("x*ext_d(y)")}
    claim = read("ext_d(w) = 0")
    step = Step(1, "form_components", claim, bind={"coords": setting["coords"]})
    with pytest.raises(Rejected, match="let_w is not that of the problem"):
        judge(claim, [step], NONE, None, setting)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("problem", "metric"), "1,1"),
        (("problem", "expr"), "lap(r^2)"),
        (("problem", "coords"), "ph,r"),
        (("result", "components", "1"), "8*r"),
        (("result", "text"), "8*r"),
        (("result", "degree"), 1),
        (("result", "gauss"), "1"),
        (("steps", 0, "bind", "metric"), "Matrix([[1, 0], [0, 1]])"),
        (("steps", 0, "gives", "text"), "lap(r^3) = 8*r"),
        (("steps", 0, "conditions"), []),
    ],
)
def test_damaged_certificates_are_rejected(path, value):
    """A Laplacian of which the metric, the result or a condition was changed is not accepted."""
    data = forms("lap(r^3)", coords="r,ph", metric="1,r^2").as_dict()
    assert recheck(data) == []
    bad = copy.deepcopy(data)
    place = bad
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    bad.pop("digest")
    try:
        assert recheck(signed(bad)) != []
    except NotACertificate:
        assert path[0] == "result"


def test_a_potential_is_rechecked_on_the_domain():
    """atan(y/x) is no potential of the angle on the punctured plane, whatever the file says."""
    angle = "(x*dy - y*dx)/(x^2 + y^2)"
    data = forms(f"potential({angle})", coords="x,y", domain="x > 0").as_dict()
    assert recheck(data) == []
    bad = copy.deepcopy(data)
    bad["problem"]["domain"] = "R^2 minus 0"
    bad["steps"][1]["bind"]["domain"] = "x^2 + y^2 != 0"
    bad.pop("digest")
    assert any("x != 0" in d for d in recheck(signed(bad)))


def test_a_period_needs_a_cycle_in_the_domain():
    """The circle is no cycle of the half plane: the angle has a potential there."""
    setting = {"coords": read("(x, y)"), "domain": read("x > 0")}
    w = "(x*ext_d(y) - y*ext_d(x))/(x^2 + y^2)"
    circle = f"integral({w}, map((x, cos(s)), (y, sin(s))), (s, 0, 2*pi))"
    context = Context(forms=True)
    own = {"coords": setting["coords"]}
    steps = [
        Step(1, "form_components", read(f"ext_d({w}) = 0"), bind=own),
        Step(2, "form_integral", read(f"{circle} = 2*pi", context), bind=own | {"F_1": read("s")}),
        Step(3, "period", read(f"{circle} != 0", context), (1, 2), bind=setting),
    ]
    found = judge(steps[-1].gives, steps, NONE, None, setting)
    assert found.verdict == "undecided" and "cos(s) > 0" in found.reason


def test_a_wrong_orientation_is_refuted():
    """The order of the coordinates orients: star dy = -dx in the plane, and not dx."""
    assert forms("star(dy) = -dx", coords="x,y", metric="euclidean").verdict == "verified"
    assert forms("star(dy) = dx", coords="x,y", metric="euclidean").verdict == "refuted"
    assert forms("star(dy) = dx", coords="y,x", metric="euclidean").verdict == "verified"


def test_a_sign_that_is_not_known_becomes_an_added_given():
    """star(dr) = r dphi holds for r > 0 only, and says so."""
    d = forms("star(dr)", coords="r,ph", metric="1,r^2")
    assert (d.verdict, d.added, d.result["text"]) == ("verified", ["0 < r"], "r*dph")
    assert forms("star(dr)", coords="r,ph", metric="1,r^2", given=["r > 0"]).added == []
    # Where the sign cancels, nothing is added.
    assert forms("lap(h)", coords="r,ph", metric="1,r^2", let=["h = form(0)"]).added == []


# --- refusals -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("expr", "options", "words"),
    [
        ("star(a)", {"let": ["a = form(1)"]}, "needs a metric"),
        ("d(a) + a", {"let": ["a = form(1)"]}, "degrees"),
        ("i(a, a)", {"let": ["a = form(1)"]}, "no vector field"),
        ("i(X, 3)", {"let": ["X = (1, 2)"]}, "of a function"),
        ("d(X)", {"let": ["X = vector()"]}, "no form"),
        ("d(a)", {"let": ["a = (1, 2, 3)"]}, "2 components"),
        ("a*b", {"let": ["a = form(1)", "b = form(1)"]}, "wedge"),
        ("star(dx)", {"metric": "[[1, 1], [1, 1]]"}, "degenerate"),
        ("star(dx)", {"metric": "[[1, 2], [3, 4]]"}, "symmetric"),
        ("star(dx)", {"metric": "1,1,1"}, "2 entries"),
        ("d(a)", {"let": ["a on T = form(1)"]}, "no chart T"),
        ("pull(P, du)", {"chart": ["T: u, v"], "let": ["P = map(T; u = x)"]}, "images of u, v"),
        ("d(a)", {"let": ["x = form(1)"]}, "has a meaning"),
        ("curvature", {}, "coframe"),
        ("curvature", {"coframe": "dx; 2*dx", "signature": "1,1"}, "dependent"),
        ("curvature", {"coframe": "dx; dy", "signature": "1,2"}, "signature"),
        ("potential(x*dx)", {"domain": "somewhere"}, "no domain"),
        ("integral(dx^dy, map(x = s, y = 0), (s, 0, 1))", {}, "over 1 parameters"),
    ],
)  # fmt: skip
def test_what_has_no_meaning_is_refused_by_name(expr, options, words):
    """Forms of wrong degree, missing metrics and charts, dependent coframes: the message says which."""
    with pytest.raises(NotRead) as caught:
        forms(expr, coords="x,y", **options)
    assert words in str(caught.value)


# --- the command ----------------------------------------------------------------------------------


def run(*args: str):
    from symderive.commands.forms import command

    return CliRunner().invoke(command, list(args))


def test_the_command_prints_json_and_exits_by_verdict():
    """Exit codes 0, 1 and components in the JSON; the file verifies."""
    found = run("d(x^2*y*dx)", "--coords", "x,y", "--format", "json")
    data = json.loads(found.output)
    assert found.exit_code == 0 and data["result"]["components"] == {"dx^dy": "-x^2"}
    assert recheck(data) == []
    lets = ["--let", "a = form(1)", "--let", "b = form(1)"]
    assert run("a^b = b^a", "--coords", "x,y", *lets).exit_code == 1
    assert run("a^b = -b^a", "--coords", "x,y", *lets).exit_code == 0


def test_curvature_on_the_command_line():
    """Connection, curvature and Gauss's K of the sphere, keys as documented."""
    found = run("curvature", "--coframe", "R*dth; R*sin(th)*dph", "--signature", "1,1",
                "--coords", "th,ph", "--given", "R > 0", "--format", "json")  # fmt: skip
    result = json.loads(found.output)["result"]
    assert result["connection"] == {"0,1": {"dph": "-cos(th)"}}
    assert result["curvature"] == {"0,1": {"dth^dph": "sin(th)"}}
    assert (result["gauss"], result["scalar"], result["kretschmann"]) == ("1/R^2", "2/R^2", "4/R^4")
    assert result["ricci"] == [["1/R^2", "0"], ["0", "1/R^2"]]


# --- the field of coefficients --------------------------------------------------------------------


def random_term(rng: random.Random, depth: int) -> str:
    if depth == 0:
        return rng.choice(["x", "y", "2", "3", "x", "y"])
    a, b = random_term(rng, depth - 1), random_term(rng, depth - 1)
    return rng.choice([
        f"({a} + {b})", f"({a} - {b})", f"({a})*({b})", f"({a})/(5 + ({b})^2)", f"sin({a})",
        f"cos({a} - {b})", f"exp(({a})/3)", f"sqrt(2 + ({a})^2)", f"sqrt(({a})^2)", f"tan(({a})/7)",
        f"({a})^3", f"cosh({a})", f"atan({a})", f"(3 + ({a})^2)^(3/2)", f"Abs({a})",
    ])  # fmt: skip


@pytest.mark.parametrize("seed", range(60))
def test_reading_and_writing_coefficients_keeps_values(seed):
    """A term and its tidy form have the same value, at points of either sign, to 30 digits."""
    from symderive.kernel.logic.balls import with_precision

    rng = random.Random(seed)
    t = read(random_term(rng, 3))
    k = Coefficients(NONE)
    tidy = k.run(lambda: k.write(k.read(t)))
    assert read_back(tidy)
    for point in ({"x": "3/7", "y": "5/8"}, {"x": "-9/5", "y": "2/3"}):
        with with_precision(200):
            values = {n: evaluate(read(v), {}) for n, v in point.items()}
            a, b = evaluate(t, values), evaluate(tidy, values)
            if a.is_finite() and b.is_finite():
                assert (a - b).contains(0)
                assert float(abs(a - b).rad()) < 1e-15 * (1 + abs(complex(a)))


def read_back(t: Term) -> bool:
    from symderive.terms.writer import write

    return read(write(t)) == t


@pytest.mark.parametrize("seed", range(30))
def test_derivatives_in_the_field_are_those_of_the_kernel(seed):
    """d/dx of a random coefficient equals the derivative that the kernel's rules give."""
    from symderive.kernel.analysis.calculus.differentiate import derivative

    rng = random.Random(1000 + seed)
    t = read(random_term(rng, 2))
    k = Coefficients(NONE)
    slope = k.run(lambda: k.write(k.derivative(k.read(t), "x")))
    values = {"x": evaluate(read("3/7"), {}), "y": evaluate(read("-5/8"), {})}
    a, b = evaluate(derivative(t, "x"), values), evaluate(slope, values)
    assert not (a.is_finite() and b.is_finite()) or (a - b).contains(0)


# --- what is declared -----------------------------------------------------------------------------


def test_texts_of_a_problem_become_roles():
    """Metrics, charts, names on charts and domains as terms."""
    s = Setting.of({"coords": "r,p", "metric": "1,r^2", "chart": ["T: x,y; metric euclidean"],
                    "let": ["a on T = x*dy", "b = pull(P0, a)"], "domain": "R^2 minus 0"}, [])  # fmt: skip
    assert s.roles["metric_T"].data == (2, 2) and s.roles["on_a"].data == "T"
    assert s.form_names == ["a", "b"] and s.domain[0] == read("r^2 + p^2 != 0")


def test_functions_bare_and_applied():
    """`f is function` makes f a function of all coordinates, unless it is written with arguments."""
    bare = forms("d(f)", coords="x,y", given=["f is function"])
    assert bare.result["components"] == {"dx": "f[1,0](x, y)", "dy": "f[0,1](x, y)"}
    applied = forms("d(f(x))", coords="x,y", given=["f is function"])
    assert applied.result["components"] == {"dx": "f'(x)"}


# --- named results --------------------------------------------------------------------------------


def named() -> list[str]:
    from symderive.catalogue.forms import PROBLEMS

    return [p.name for p in PROBLEMS]


@pytest.mark.parametrize("name", named())
def test_named_results_are_derived(name):
    """Every named result about forms is derived, and its certificate accepted."""
    from symderive.faces.derive import derive

    d = derive(name)
    assert d.verdict == "verified", d.reason
    assert d.verify(), d.verify().differences


# --- what iterated integrals and derivatives need -------------------------------------------------


def test_an_iterated_integral_needs_absolute_convergence():
    """The order of integration matters for (x^2 - y^2)/(x^2 + y^2)^2, so neither order proves a value."""
    form = "(x^2 - y^2)/(x^2 + y^2)^2*dx^dy"
    for ranges in ("(x, 0, 1), (y, 0, 1)", "(y, 0, 1), (x, 0, 1)"):
        sign = "" if ranges.startswith("(x") else "-"
        d = forms(f"integral({sign}{form}, {ranges})", coords="x,y", timeout=20)
        assert d.verdict == "undecided"
    good = forms("integral(exp(-x^2 - y^2)*dx^dy, map(x = r*cos(s), y = r*sin(s)),"
                 " (r, 0, oo), (s, 0, 2*pi))", coords="x,y")  # fmt: skip
    assert (good.verdict, good.result["text"]) == ("verified", "pi")


def test_the_smoothness_that_is_used_is_said():
    """d(d(f)) = 0 needs f to be C2: printed, and refused for a function that is only C1."""
    d = forms("d(d(f)) = 0", coords="x,y", given=["f is C2"])
    assert d.verdict == "verified"
    assert any(c["text"] == "f is C2" for c in d.steps[0]["conditions"])
    assert forms("d(d(f)) = 0", coords="x,y", given=["f is C1"]).verdict == "undecided"


# --- every leaf of a certificate ------------------------------------------------------------------


def leaves(value, path=()):
    if isinstance(value, dict | list):
        items = value.items() if isinstance(value, dict) else enumerate(value)
        for key, inner in items:
            yield from leaves(inner, (*path, key))
    else:
        yield path, value


CERTIFICATES = [
    {"expr": "curvature", "coords": "th,ph", "coframe": "R*dth; R*sin(th)*dph", "given": ["R > 0"]},
    {"expr": "potential(y*dx + x*dy)", "coords": "x,y", "domain": "R^2"},
    {"expr": "potential((x*dy - y*dx)/(x^2 + y^2))", "coords": "x,y", "domain": "R^2 minus 0"},
    {"expr": "potential(y*dx)", "coords": "x,y"},
    {"expr": "integral(x*dy, map(x = R*cos(s), y = sin(s)), (s, 0, 2*pi))", "coords": "x,y"},
    {"expr": "star(dr)", "coords": "r,p", "metric": "1,r^2"},
    {"expr": "a^b = b^a", "coords": "x,y", "let": ["a = form(1)", "b = form(1)"]},
    {"expr": "a^b = b^a", "let": ["a = form(p)", "b = form(q)"], "dimension": "n"},
    {"expr": "L(X, d(a)) = d(L(X, a))", "let": ["a = form(p)", "X = vector()"], "dimension": "n"},
]


@pytest.mark.parametrize("options", CERTIFICATES, ids=lambda o: o["expr"])
def test_no_leaf_of_a_certificate_can_be_changed(options):
    """Each text, number and truth value of a certificate, changed and signed again, is rejected."""
    data = forms(**options).as_dict()
    assert recheck(data) == []
    for path, value in leaves(data):
        if path[0] in ("seconds", "digest"):
            continue
        bad = copy.deepcopy(data)
        place = bad
        for key in path[:-1]:
            place = place[key]
        other = {bool: lambda v: not v, int: lambda v: v + 1}.get(type(value), lambda v: "x + 17")
        place[path[-1]] = other(value)
        bad.pop("digest")
        try:
            accepted = recheck(signed(bad)) == []
        except NotACertificate:
            accepted = False
        assert not accepted, (path, value)


def test_a_form_may_be_called_e():
    """E for the electric field is a name where it is declared, and Euler's number elsewhere."""
    d = forms("d(E^dt)", coords="t,x,y", let=["E = t*y*dx"])
    assert d.result["components"] == {"dt^dx^dy": "-t"} and d.verify()
    assert forms("d(E^x)", coords="x").result["components"] == {"dx": "exp(x)"}
    with pytest.raises(NotRead, match="word of the language"):
        forms("d(sin)", coords="x,y", let=["sin = dx"])
