"""How the kernel is led to each normaliser: from the definition of a function by substitutions.

>>> from symderive.kernel.logic.givens import Givens
>>> made = Normalisers(Attempts(Givens(), 20), frozenset())
>>> n, names = made.premise("gamma")
>>> [c.step.by for c in made.work.steps.values()]
['gamma_integral', 'change_of_variables', 'algebra', 'exponential_family']
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from symderive.methods.attempts import Attempts
from symderive.methods.divergences.masters import MASTERS, Master
from symderive.terms.reader import read
from symderive.terms.substitute import fresh, substitute
from symderive.terms.tree import Term, eq, symbol

VARIABLE = "x"  # of the masters; the steps bind it under the name of the problem


class NotProved(Exception):
    """A step of a normaliser was refused."""


class Normalisers:
    """Normalisers proved so far, on one search; names are kept apart from those of the problem."""

    def __init__(self, work: Attempts, taken: frozenset[str]) -> None:
        self.work = work
        self.taken = taken | {VARIABLE}
        self.known: dict[str, tuple[int, tuple[str, ...]] | None] = {}

    def premise(self, name: str) -> tuple[int, tuple[str, ...]] | None:
        """(number of the step, the names in it), the step holding under the master's hypotheses."""
        if name not in self.known:
            try:
                own = _Recipe(self, MASTERS[name])
                self.known[name] = (RECIPES[name](own), own.names)
            except NotProved:
                self.known[name] = None
        return self.known[name]

    def hypotheses(self, name: str) -> tuple[Term, ...]:
        own = _Recipe(self, MASTERS[name])
        return own.under

    def statistics(self, name: str) -> dict[str, Term]:
        own = _Recipe(self, MASTERS[name])
        return {own.map[n].data: own.term(t) for n, t in MASTERS[name].statistics.items()}


class _Recipe:
    """Texts in the letters of a master, read as terms in names of their own."""

    def __init__(self, made: Normalisers, master: Master) -> None:
        self.made, self.master = made, master
        letters = (*master.names, "y")
        taken = set(made.taken)
        self.map: dict[str, Term] = {}
        raw: dict[str, Term] = {}
        for store in (self.map, raw):
            for n in letters:
                own = n if n not in taken else fresh(n, taken)
                taken.add(own)
                store[n] = symbol(own)
        self.raw = raw
        self.names = tuple(str(self.map[n].data) for n in master.names)

    def term(self, text: str, raw: bool = False) -> Term:
        return substitute(read(text), self.raw if raw else self.map)

    @property
    def under(self) -> tuple[Term, ...]:
        return tuple(self.term(h) for h in self.master.hypotheses)

    def step(
        self,
        by: str,
        gives: Term,
        uses: tuple[int, ...] = (),
        raw: bool = False,
        **bind: str | Term,
    ) -> int:
        under = tuple(self.term(h, raw) for h in self.master.hypotheses)
        roles = {r: symbol(VARIABLE) if t == VARIABLE else self.term(t, raw)
                 if isinstance(t, str) else t for r, t in bind.items()}  # fmt: skip
        n = self.made.work.step(by, gives, uses, under, roles)
        if n is None:
            raise NotProved
        return n

    def integral(
        self, body: str, limits: tuple[str, str], raw: bool = False, x: str = VARIABLE
    ) -> Term:
        v = self.term(x, raw) if x != VARIABLE else symbol(VARIABLE)
        ends = [self.term(t, raw) for t in limits]
        return Term(self.master.head, (self.term(body, raw), v, *ends))

    def whole(self) -> Term:
        return eq(self.integral(self.master.body, self.master.limits), self.term(self.master.value))

    def direct(self, by: str, **bind: str) -> int:
        """One step gives the master itself."""
        return self.step(by, self.whole(), (), False, **bind)

    def image(self, rule: str, bind: Mapping[str, str], phi: str, factor: str) -> int:
        """A definition, a substitution that turns it into factor*body, and the factor taken away."""
        from symderive.library import rules

        roles = {k: self.term(t, True) for k, t in bind.items()}
        cited = rules()[rule].instance(roles)
        first = self.step(rule, cited, (), True, **roles)
        scaled = self.integral(f"{factor}*({self.master.body})", self.master.limits, True)
        moved = self.step("change_of_variables", eq(cited.args[0], scaled), (first,), True, phi=phi)
        known = self.step("algebra", eq(scaled, cited.args[1]), (first, moved), True)
        return self.freed(known, factor)

    def freed(self, known: int, factor: str) -> int:
        """The master from factor*body, by linearity, in new names."""
        raw_names = Term("Tuple", tuple(self.raw[n] for n in self.master.names))
        values = Term("Tuple", tuple(self.map[n] for n in self.master.names))
        orders = Term("Tuple", tuple(read("0") for _ in self.master.names))
        part = Term("Tuple", (read("1"), self.term(f"1/({factor})"), values, orders))
        return self.step("exponential_family", self.whole(), (known,), names=raw_names, t1=part)


def _gamma(phi: str) -> Callable[[_Recipe], int]:
    return lambda r: r.image("gamma_integral", {"T": "y", "A": "s/c"}, phi, "c*b^(s/c)")


def _beta(r: _Recipe) -> int:
    return r.image("beta_integral", {"T": "y", "A": "s/c", "B": "t"}, "x^c", "c")


def _logistic(r: _Recipe) -> int:
    return r.image("beta_integral", {"T": "y", "A": "s/c", "B": "t - s/c"},
                   "k*exp(-c*x)/(1 + k*exp(-c*x))", "c*k^(s/c)")  # fmt: skip


_BELL = "exp(b^2/(4*a))*sqrt(pi)/(2*sqrt(a))*erf(sqrt(a)*(x - b/(2*a)))"


def _gauss_image(phi: str) -> Callable[[_Recipe], int]:
    def recipe(r: _Recipe) -> int:
        bell = r.integral("exp(-a*y^2 + b*y)", ("-oo", "oo"), x="y")
        F = r.term(_BELL.replace("x", "y").replace("eyp", "exp"))
        first = r.step("antiderivative", eq(bell, r.term(r.master.value)), F=F)
        target = r.whole()
        moved = r.step("change_of_variables", eq(bell, target.args[0]), (first,), phi=phi)
        return r.step("algebra", target, (first, moved))

    return recipe


def _student(r: _Recipe) -> int:
    """Both halves by x -> 1/(1 + (x - m)^2/v)."""
    from symderive.library import rules

    roles = {k: r.term(t, True) for k, t in {"T": "y", "A": "s - 1/2", "B": "1/2"}.items()}
    cited = rules()["beta_integral"].instance(roles)
    first = r.step("beta_integral", cited, (), True, **roles)
    body = f"2/sqrt(v)*({r.master.body})"
    halves = []
    for limits in (("-oo", "m"), ("m", "oo")):
        half = r.integral(body, limits, True)
        moved = r.step("change_of_variables", eq(cited.args[0], half), (first,), True,
                       phi="1/(1 + (x - m)^2/v)")  # fmt: skip
        halves.append(r.step("algebra", eq(half, cited.args[1]), (first, moved), True))
    whole = r.integral(body, r.master.limits, True)
    parts = [r.made.work.steps[n].gives.args[0] for n in halves]
    both = r.step("split", eq(whole, Term("Add", tuple(parts))), tuple(halves), True)
    known = r.step(
        "algebra", eq(whole, Term("Mul", (read("2"), cited.args[1]))), (both, *halves), True
    )
    return r.freed(known, "2/sqrt(v)")


def _inverse_gaussian(r: _Recipe) -> int:
    root = "sqrt(a)*sqrt(x)"
    F = (f"-sqrt(pi)/(2*sqrt(b))*(exp(2*sqrt(a)*sqrt(b))*(erf({root} + sqrt(b)/sqrt(x)) - 1) "
         f"+ exp(-2*sqrt(a)*sqrt(b))*(erf(sqrt(b)/sqrt(x) - {root}) + 1))")  # fmt: skip
    return r.direct("antiderivative", F=F)


def _series(rule: str, bind: Mapping[str, str], ratio: str) -> Callable[[_Recipe], int]:
    """A series in z^x cited, z = exp(t), its terms written in exp(t*x)."""

    def recipe(r: _Recipe) -> int:
        from symderive.library import rules

        roles = {k: r.term(t) if t != VARIABLE else symbol(VARIABLE) for k, t in bind.items()}
        cited = rules()[rule].instance(roles)
        first = r.step(rule, cited, (), False, **roles)
        target = r.whole()
        x = symbol(VARIABLE)
        ranged = [Term("Is", (x, symbol("integer"))), Term("Le", (target.args[0].args[2], x))]
        if target.args[0].args[3].head != "oo":
            ranged.append(Term("Le", (x, target.args[0].args[3])))
        same = r.made.work.step("algebra", eq(target.args[0].args[0], cited.args[0].args[0]), (),
                                (*r.under, *ranged))  # fmt: skip
        if same is None:
            raise NotProved
        return r.step("congruence", eq(target.args[0], cited.args[1]), (same, first))

    return recipe


def _von_mises(r: _Recipe) -> int:
    """Both halves by the distance from m."""
    from symderive.library import rules

    roles = {"T": r.term("y"), "K": r.term("k")}
    cited = rules()["besseli_integral"].instance(roles)
    first = r.step("besseli_integral", cited, (), False, **roles)
    halves = []
    for phi, limits in (("m - x", ("m - pi", "m")), ("x - m", ("m", "m + pi"))):
        half = r.integral(r.master.body, limits)
        moved = r.step("change_of_variables", eq(cited.args[0], half), (first,), phi=phi)
        halves.append(r.step("algebra", eq(half, cited.args[1]), (first, moved)))
    target = r.whole()
    parts = tuple(r.made.work.steps[n].gives.args[0] for n in halves)
    both = r.step("split", eq(target.args[0], Term("Add", parts)), tuple(halves))
    return r.step("algebra", target, (both, *halves))


RECIPES: dict[str, Callable[[_Recipe], int]] = {
    "gamma": _gamma("b*(x - m)^c"),
    "left": _gamma("b*(m - x)^c"),
    "inverse": _gamma("b*(x - m)^(-c)"),
    "gumbel": _gamma("b*exp(-c*x)"),
    "beta": _beta,
    "simplex": lambda r: r.image(
        "beta_integral", {"T": "y", "A": "s", "B": "t"}, "x/h", "h^(1 - s - t)"
    ),
    "logistic": _logistic,
    "gauss": lambda r: r.direct("antiderivative", F=_BELL),
    "lognormal": _gauss_image("log(x)"),
    "logitnormal": _gauss_image("log(x) - log(1 - x)"),
    "student": _student,
    "odd_student": lambda r: r.direct(
        "antiderivative", F="v*(1 + (x - m)^2/v)^(1 - s)/(2*(1 - s))"
    ),
    "inverse_gaussian": _inverse_gaussian,
    "von_mises": _von_mises,
    "odd_von_mises": lambda r: r.direct("antiderivative", F="-exp(k*cos(x - m))/k"),
    "power": lambda r: r.direct("antiderivative", F="x^s/s"),
    "pareto": lambda r: r.direct("antiderivative", F="x^(1 - s)/(1 - s)"),
    "tilted": lambda r: r.direct("antiderivative", F="exp(a*x)/a"),
    "geometric": lambda r: r.direct("telescoping", G="exp(t*x)/(exp(t) - 1)"),
    "poisson": _series("exponential_series", {"K": VARIABLE, "X": "exp(t)"}, "exp(t)"),
    "logarithmic": _series("logarithm_series", {"K": VARIABLE, "X": "exp(t)"}, "exp(t)"),
    "borel": _series("tree_series", {"K": VARIABLE, "X": "exp(t)"}, "exp(t)"),
    "negative_binomial": _series(
        "binomial_series", {"K": VARIABLE, "X": "exp(t)", "R": "r"}, "exp(t)"
    ),
    "binomial": _series("binomial_theorem", {"K": VARIABLE, "X": "exp(t)", "N": "n"}, "exp(t)"),
}
