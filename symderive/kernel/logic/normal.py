"""Exact normal form: a term becomes a fraction of polynomials in the generators of a tower.

`NormalForm(givens).of(term)` converts; two terms with the same form are equal wherever every inverted
element is nonzero.  Each rewrite is a theorem whose hypothesis the sign oracle has discharged;
anything else becomes an opaque generator, keyed by its head and the normal forms of its arguments.

>>> from symderive.terms.reader import read
>>> nf = NormalForm(Givens.of([]))
>>> nf.of(read("sin(x)^2 + cos(x)^2")), nf.of(read("(x^2 - y^2)/(x - y) - y - x")).zero
(1, True)
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

from flint import fmpq

from symderive.kernel.analysis.differentiate import differentiate
from symderive.kernel.logic import exponentials, powers
from symderive.kernel.logic.constants import ball_of_generator
from symderive.kernel.logic.field import Fraction_, TooLarge, Undefined
from symderive.kernel.logic.givens import Givens
from symderive.kernel.logic.tower import Generator, Replan, Tower
from symderive.terms.substitute import substitute
from symderive.terms.tree import Term

MAX_REPLANS = 40


class Unsupported(ArithmeticError):
    """The normal form has no rule for this head."""


# head -> (nf, fractions of the arguments) -> fraction; filled by the modules of special functions.
FUNCTIONS: dict[str, Callable[[NormalForm, list[Fraction_]], Fraction_]] = {}
# kind or head of an opaque generator -> its logarithm, exponential, exponential of i times it.
LOG_OF: dict[str, Callable[[NormalForm, Generator], Fraction_ | None]] = {}
EXP_OF: dict[str, Callable[[NormalForm, Generator], Fraction_ | None]] = {}
EXP_I_OF: dict[str, Callable[[NormalForm, Generator], Fraction_ | None]] = {}
# heads whose value on terms (matrices, sums) is not a function of fractions.
TERM_FUNCTIONS: dict[str, Callable[[NormalForm, Term], Fraction_]] = {}
# odd and even entire functions, real on the real line: conj f(z) = f(conj z).
REFLECTED: frozenset[str] = frozenset(
    "erf erfc erfi Si Shi fresnels fresnelc airyai airybi airyaiprime airybiprime".split()
)


class NormalForm:
    """Conversion under fixed givens; `inverted` lists what was divided by, with whether as written."""

    def __init__(self, givens: Givens) -> None:
        self.givens = givens
        self.tower = Tower()
        self.inverted: dict[Term, bool] = {}
        self.conditions: dict[Term, None] = {}
        self.memo: dict[Term, Fraction_] = {}
        self.written = True
        self._prepared = False

    # --- entry ------------------------------------------------------------------------------------

    def of(self, term: Term) -> Fraction_:
        """The normal form; raises `Undefined`, `TooLarge`, `Unsupported` (all ArithmeticError)."""
        return self.run(lambda: self.tower.reduce(self.convert(term)))

    def run(self, job: Callable[[], Fraction_]) -> Fraction_:
        """Run a conversion, again from the start whenever a finer unit was needed."""
        for _ in range(MAX_REPLANS):
            try:
                if not self._prepared:
                    self._prepare()
                return job()
            except Replan:
                self.memo.clear()
                self.tower.clear()
                self._prepared = False
        raise TooLarge("the units of roots and exponentials did not settle")

    def _prepare(self) -> None:
        self._prepared = True
        t = self.tower
        t.ball_of = lambda g: ball_of_generator(self, g)
        g = t.make("I", "I", sign="!0")
        self.i = t.poly(g)
        t.relate(((g, 2),), t.number(-1))
        self.pi = t.poly(t.make("pi", "pi", sign="+"))
        written, self.written = self.written, True
        inverted = dict(self.inverted)
        for relation, a, b in self.givens.relations:
            try:
                f = t.reduce(self.convert(b) - self.convert(a))
            except (Undefined, TooLarge, Unsupported, ValueError):
                continue
            if relation == "Eq":
                self._equation(f)
            else:
                t.learn(f, {"Lt": "+", "Le": "0+", "Ne": "!0"}[relation])
        self.inverted, self.written = inverted, written
        self.memo.clear()

    def _equation(self, f: Fraction_) -> None:
        """A given f = 0, as a rewrite of the leading monomial of its numerator."""
        if f.zero or f.n.is_constant():
            return
        terms = self.tower.terms(f.n)
        exps, c = max(terms, key=lambda mc: mc[0])
        tail = Fraction_(self.tower.ctx.from_dict({m: -k / c for m, k in terms if m != exps}))
        lead = tuple((self.tower.generators[i], k) for i, k in enumerate(exps) if k)
        self.tower.relate(lead, tail)

    # --- conversion -------------------------------------------------------------------------------

    def convert(self, t: Term) -> Fraction_:
        """The fraction of a scalar term; memoised."""
        found = self.memo.get(t)
        if found is None:
            found = self._convert(t)
            self.memo[t] = found
        return found

    def _convert(self, t: Term) -> Fraction_:
        head = t.head
        rule = _ARITHMETIC.get(head)
        if rule is not None:
            return rule(self, t)
        special = TERM_FUNCTIONS.get(head)
        if special is not None:
            return special(self, t)
        args = [self.convert(a) for a in t.args]
        known = FUNCTIONS.get(head)
        if known is not None:
            return self.tower.reduce(known(self, args))
        return self.opaque(head, args)

    def opaque(
        self, head: str, args: Sequence[Fraction_], *, real: bool = False, sign: str | None = None,
        integer: bool = False,
    ) -> Fraction_:  # fmt: skip
        """The generator head(args), shared by equal arguments."""
        return self.tower.poly(self.opaque_generator(head, args, real, sign, integer))

    def opaque_generator(
        self, head: str, args: Sequence[Fraction_], real: bool = False, sign: str | None = None,
        integer: bool = False,
    ) -> Generator:  # fmt: skip
        t = self.tower
        args = [t.reduce(a) for a in args]
        key = f"{head}({'; '.join(a.key for a in args)})"
        if key not in t.by_key and len(t.relations) > 1:
            for g in t.generators:
                if g.kind == head and isinstance(g.payload, tuple) and len(g.payload) == len(args):
                    if all(t.same(a, b) for a, b in zip(args, g.payload, strict=True)):
                        return g
        return t.make(key, head, real=real, sign=sign, integer=integer, payload=tuple(args))

    def symbol_value(self, name: str) -> Fraction_:
        """The symbol as a power of its generator x^(1/q)."""
        t = self.tower
        sort = self.givens.sort(name)
        q = t.unit("symbol:" + name, 1)
        sign = sort.sign
        real = sort.domain != "complex"
        if q > 1:
            keep = sign in ("+", "0+")
            real, sign = keep, sign if keep else "!0" if sign in ("-", "!0") else None
        if sort.domain == "complex":
            sign = "!0" if sort.sign in ("!0", "+", "-") else None
        g = t.make("symbol:" + name, "symbol", real=real, sign=sign,
                   integer=q == 1 and sort.domain == "integer", payload=(name, q))  # fmt: skip
        if sign == "0" and not any(r[0] == ((g.index, 1),) for r in t.relations):
            t.relate(((g, 1),), t.nought)
        return t.poly(g) ** q

    def invert(self, f: Fraction_, written: Term) -> Fraction_:
        """1/f, remembering the term that must not vanish."""
        self.exclude(written)
        return self.tower.reduce(f).inverse()

    def exclude(self, term: Term, written: bool | None = None) -> None:
        """`term` is inverted; `written` tells that the claim's own text inverts it."""
        as_written = self.written if written is None else written
        self.inverted[term] = self.inverted.get(term, False) or as_written

    # --- what other modules ask -------------------------------------------------------------------

    def exp(self, e: Fraction_) -> Fraction_:
        return exponentials.exp(self, e)

    def power(self, f: Fraction_, r: Fraction) -> Fraction_:
        return powers.power(self, f, r)

    def log(self, f: Fraction_) -> Fraction_:
        return powers.logarithm(self, f)

    def root_of_unity(self, r: Fraction) -> Fraction_:
        return exponentials.root_of_unity(self, r)

    def number(self, p: int, q: int = 1) -> Fraction_:
        return self.tower.number(fmpq(p, q))

    def log_of_generator(self, g: Generator) -> Fraction_ | None:
        rule = LOG_OF.get(g.kind)
        return rule(self, g) if rule else None

    def exp_of_generator(self, g: Generator) -> Fraction_ | None:
        rule = EXP_OF.get(g.kind)
        return rule(self, g) if rule else None

    def exp_i_of_generator(self, g: Generator) -> Fraction_ | None:
        rule = EXP_I_OF.get(g.kind)
        return rule(self, g) if rule else None

    def relate_exponential(self, g: Generator, used: list[tuple[Generator, int]], q: int) -> None:
        """W exp(W) = z ties an exponential to Lambert's function."""
        if q == 1 and len(used) == 1 and used[0][1] == 1 and used[0][0].kind == "LambertW":
            w = used[0][0]
            self.tower.relate(((w, 1), (g, 1)), w.payload[0])

    def parity_of(self, monomial: list[tuple[Generator, int]]) -> str | None:
        """Whether an integer monomial is even or odd, if its factors tell."""
        found = [self.givens.sort(g.payload[0]).parity if g.kind == "symbol" else None
                 for g, _ in monomial]  # fmt: skip
        if "even" in found:
            return "even"
        return "odd" if found and all(p == "odd" for p in found) else None

    def parts(self, f: Fraction_) -> tuple[Fraction_, Fraction_] | None:
        """Real and imaginary part of a fraction whose only non-real generator is i."""
        t = self.tower
        if f.d is not None and not t.real(Fraction_(f.d)):
            f = t.reduce(f * Fraction_(f.d) * self.conjugate(Fraction_(f.d)).inverse())
            if f.d is not None and not t.real(Fraction_(f.d)):
                return None
        index = self.tower.by_key["I"].index
        re: dict[tuple[int, ...], fmpq] = {}
        im: dict[tuple[int, ...], fmpq] = {}
        for exps, c in t.terms(f.n):
            k = exps[index]
            rest = exps[:index] + (0,) + exps[index + 1 :]
            (im if k else re)[rest] = c
        a, b = (Fraction_(t.ctx.from_dict(p)) for p in (re, im))
        if not (t.real(a) and t.real(b)):
            return None
        if f.d is None:
            return a, b
        below = Fraction_(f.d).inverse()
        return a * below, b * below

    def within_strip(self, f: Fraction_) -> bool:
        """Whether -pi < im f <= pi everywhere, so that log(exp(f)) = f."""
        found = self.parts(f)
        if found is None:
            return False
        return (
            self.tower.sign(self.pi - found[1]) in ("+", "0+")
            and self.tower.sign(self.pi + found[1]) == "+"
        )

    def conjugate(self, f: Fraction_) -> Fraction_:
        """The complex conjugate; raises `Unsupported` where a generator has none that is known."""
        t = self.tower
        if t.real(f):
            return f
        return t.reduce(self.substitute(f, self._conjugate_generator))

    def substitute(self, f: Fraction_, image: Callable[[Generator], Fraction_]) -> Fraction_:
        """f with every generator replaced by its image."""
        t = self.tower
        images: dict[int, Fraction_] = {}

        def value(p) -> Fraction_:  # type: ignore[no-untyped-def]
            out = t.nought
            for exps, c in t.terms(p):
                term = t.number(c)
                for i, k in enumerate(exps):
                    if k:
                        if i not in images:
                            images[i] = image(t.generators[i])
                        term = term * images[i] ** k
                out = out + term
            return out

        top = value(f.n)
        return top if f.d is None else top / value(f.d)

    def _conjugate_generator(self, g: Generator) -> Fraction_:
        t = self.tower
        if g.real:
            return t.poly(g)
        if g.kind == "I":
            return -self.i
        if g.kind == "symbol" and g.payload[1] == 1:
            name = g.payload[0]
            return t.poly(t.make("conj:" + name, "conj", sign=g.sign, payload=(name, 1)))
        if g.kind == "conj":
            return self.symbol_value(g.payload[0])
        if g.kind == "exp":
            return self.exp(self.conjugate(g.payload))
        if g.kind in ("parity", "unity"):
            return t.poly(g).inverse() if g.kind == "unity" else t.poly(g) ** (2 * g.payload[1] - 1)
        if g.kind in REFLECTED:
            return FUNCTIONS[g.kind](self, [self.conjugate(a) for a in g.payload])
        raise Unsupported(f"no conjugate is known of {g.kind}")


# --- arithmetic heads -----------------------------------------------------------------------------


def _add(nf: NormalForm, t: Term) -> Fraction_:
    out = nf.convert(t.args[0])
    for a in t.args[1:]:
        out = out + nf.convert(a)
    return out


def _mul(nf: NormalForm, t: Term) -> Fraction_:
    out = nf.convert(t.args[0])
    for a in t.args[1:]:
        out = nf.tower.mul(out, nf.convert(a))
    return out


def _div(nf: NormalForm, t: Term) -> Fraction_:
    below = nf.convert(t.args[1])
    if below.constant():
        return nf.convert(t.args[0]) * below.inverse()
    return nf.tower.mul(nf.convert(t.args[0]), nf.invert(below, t.args[1]))


def _pow(nf: NormalForm, t: Term) -> Fraction_:
    base, exponent = t.args
    if base.head == "E":
        return nf.exp(nf.convert(exponent))
    e = nf.tower.reduce(nf.convert(exponent))
    b = nf.tower.reduce(nf.convert(base))
    c = e.constant()
    if c is not None:
        if c < 0 and not b.constant():
            nf.exclude(base)
        if abs(c.p) > 10**6:
            raise TooLarge(f"the power {c}")
        return nf.power(b, Fraction(int(c.p), int(c.q)))
    if b.constant() == 1:
        return nf.tower.one
    if nf.tower.integral(e):
        if not b.constant() and nf.tower.sign(b) not in ("+", "-", "!0"):
            # x^n at x = 0 is a value for n >= 0: then x != 0 is no exclusion that was written.
            nf.exclude(base, written=nf.written and nf.tower.sign(e) not in ("+", "0+"))
        return nf.exp(e * powers.any_logarithm(nf, b))
    if not b.constant():
        nf.exclude(base)
    return nf.exp(e * nf.log(b))


def _constant(key: str, sign: str = "+") -> Callable[[NormalForm, Term], Fraction_]:
    def convert(nf: NormalForm, t: Term) -> Fraction_:
        return nf.tower.poly(nf.tower.make(key, "constant", sign=sign, payload=key))

    return convert


def _apply(nf: NormalForm, t: Term) -> Fraction_:
    name, orders = t.data
    args = [nf.convert(a) for a in t.args]
    real = all(nf.tower.real(a) for a in args)
    return nf.opaque(f"{name}{list(orders)}", args, real=real)


def _derivative(nf: NormalForm, t: Term) -> Fraction_:
    nf.convert(t.args[0])  # what the body divides by is written in the claim
    value = carried_out(nf, t)
    written, nf.written = nf.written, False
    try:
        return nf.convert(value)
    finally:
        nf.written = written


def carried_out(nf: NormalForm, t: Term) -> Term:
    """The term with every derivative carried out; their conditions are remembered."""
    if not t.args:
        return t
    args = [carried_out(nf, a) for a in t.args]
    if t.head == "Derivative":
        value = args[0]
        for variable, order in zip(t.args[1:], t.data, strict=True):
            for _ in range(order):
                value, conditions = differentiate(value, variable.data, nf.givens)
                for c in conditions:
                    if c.head == "Ne" and c.args[1].head == "Integer":
                        nf.exclude(c.args[0], written=False)
                    else:
                        nf.conditions[c] = None
        return value
    if t.head == "Subs":
        k = (len(args) - 1) // 2
        names = [v.data for v in t.args[1 : 1 + k]]
        return substitute(args[0], dict(zip(names, args[1 + k :], strict=True)))
    return t.rebuild(args)


_ARITHMETIC: dict[str, Callable[[NormalForm, Term], Fraction_]] = {
    "Integer": lambda nf, t: nf.tower.number(t.data),
    "Symbol": lambda nf, t: nf.symbol_value(t.data),
    "Neg": lambda nf, t: -nf.convert(t.args[0]),
    "Add": _add, "Mul": _mul, "Div": _div, "Pow": _pow,
    "I": lambda nf, t: nf.i,
    "pi": lambda nf, t: nf.pi,
    "E": lambda nf, t: nf.exp(nf.tower.one),
    "EulerGamma": _constant("EulerGamma"), "Catalan": _constant("Catalan"),
    "GoldenRatio": lambda nf, t: nf.number(1, 2) * (nf.tower.one + nf.power(nf.number(5), Fraction(1, 2))),
    "Apply": _apply, "Derivative": _derivative, "Subs": _derivative,
}  # fmt: skip
