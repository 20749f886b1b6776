"""Exact normal form: a term becomes a fraction of polynomials in the generators of a tower.

`NormalForm(givens).of(term)` converts; two terms with the same form are equal wherever every inverted
element is nonzero.  Each rewrite is a theorem whose hypothesis the sign oracle has discharged;
anything else becomes an opaque generator, keyed by its head and the normal forms of its arguments.

>>> from symderive.kernel.logic import registry
>>> from symderive.terms.reader import read
>>> nf = NormalForm(Givens.of([]))
>>> nf.of(read("sin(x)^2 + cos(x)^2")), nf.of(read("(x^2 - y^2)/(x - y) - y - x")).zero
(1, True)
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

from flint import arb, fmpq, fmpq_mpoly

from symderive.kernel.logic import exponentials, given_equations, powers
from symderive.kernel.logic.comparison import compared
from symderive.kernel.logic.constants import ball_of_generator
from symderive.kernel.logic.field import Fraction_, TooLarge, Undefined
from symderive.kernel.logic.givens import Givens
from symderive.kernel.logic.tower import Generator, Replan, Tower
from symderive.terms.tree import Term, add, call, integer, mul, pow_, rational, symbol

MAX_REPLANS = 40


class Unsupported(ArithmeticError):
    """The normal form has no rule for this head."""


class NotScalar(Unsupported):
    """A matrix stands where a number is wanted, as far as this subterm tells."""


# head -> (nf, term) -> fraction: arithmetic, constants, generic functions, derivatives.
ARITHMETIC: dict[str, Callable[[NormalForm, Term], Fraction_]] = {}
# head -> (nf, fractions of the arguments) -> fraction; filled by the modules of special functions.
FUNCTIONS: dict[str, Callable[[NormalForm, list[Fraction_]], Fraction_]] = {}
# kind or head of an opaque generator -> its logarithm, exponential, exponential of i times it.
LOG_OF: dict[str, Callable[[NormalForm, Generator], Fraction_ | None]] = {}
EXP_OF: dict[str, Callable[[NormalForm, Generator], Fraction_ | None]] = {}
EXP_I_OF: dict[str, Callable[[NormalForm, Generator], Fraction_ | None]] = {}
# heads whose value on terms (matrices, sums) is not a function of fractions.
TERM_FUNCTIONS: dict[str, Callable[[NormalForm, Term], Fraction_]] = {}
# meromorphic functions, real on the real line: conj f(z) = f(conj z).
REFLECTED: frozenset[str] = frozenset(
    """erf erfc erfi Si Shi fresnels fresnelc airyai airybi airyaiprime airybiprime
    gamma rgamma polygamma zeta""".split()
)


class NormalForm:
    """Conversion under fixed givens; `inverted` lists what was divided by, with whether as written."""

    def __init__(self, givens: Givens) -> None:
        self.givens = givens
        self.tower = Tower()
        self.inverted: dict[Term, bool] = {}
        self.unnamed: dict[str, Fraction_] = {}  # inverted elements that are no terms
        self.conditions: dict[Term, None] = {}
        self.smooth: dict[
            str, int
        ] = {}  # orders of derivatives of functions that nothing is said of
        self.equations: list[
            fmpq_mpoly
        ] = []  # given equations that define nothing, as polynomials = 0
        self.nonzero: list[fmpq_mpoly] = []  # polynomials known not to vanish
        self.undecided: list[Term] = []  # real terms whose sign would decide a branch
        self.memo: dict[tuple[bool, Term], Fraction_] = {}
        self.written = True
        self.comparing = 0
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
                result = job()
                if self.tower.settle():
                    return result
            except Replan:
                pass
            self.memo.clear()
            self.unnamed.clear()
            self.tower.clear()
            self._prepared = False
        raise TooLarge("the units of roots and exponentials did not settle")

    def _prepare(self) -> None:
        self._prepared = True
        t = self.tower
        t.ball_of = lambda g: ball_of_generator(self, g)
        t.compare = lambda p: compared(self, p)
        g = t.make("I", "I", sign="!0")
        self.i = t.poly(g)
        t.relate(((g, 2),), t.number(-1))
        self.pi = t.poly(t.make("pi", "pi", sign="+"))
        written, self.written = self.written, True
        inverted = dict(self.inverted)
        equations = []
        for relation, a, b in self.givens.relations:
            if relation == "Eq":
                equations.append((a, b))
                continue
            f = self.difference(a, b)
            if f is not None:
                t.learn(f, {"Lt": "+", "Le": "0+", "Ne": "!0"}[relation])
        if equations:
            given_equations.use(self, equations)
        self.inverted, self.written = inverted, written
        self.memo.clear()

    def difference(self, a: Term, b: Term) -> Fraction_ | None:
        """b - a, or None where the normal form has none."""
        try:
            return self.tower.reduce(self.convert(b) - self.convert(a))
        except (Undefined, TooLarge, Unsupported, ValueError):
            return None

    # --- conversion -------------------------------------------------------------------------------

    def convert(self, t: Term) -> Fraction_:
        """The fraction of a scalar term; memoised."""
        key = (self.written, t)
        found = self.memo.get(key)
        if found is None:
            found = self.memo[key] = self._convert(t)
        return found

    def _convert(self, t: Term) -> Fraction_:
        head = t.head
        rule = ARITHMETIC.get(head)
        if rule is not None:
            try:
                return rule(self, t)
            except NotScalar:  # a scalar made of matrices, such as a quadratic form
                return TERM_FUNCTIONS["Matrix"](self, t)
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
                alike = g.kind == head and isinstance(g.payload, tuple)
                if alike and len(g.payload) == len(args) and all(map(t.same, args, g.payload)):
                    return g
        return t.make(key, head, real=real, sign=sign, integer=integer, payload=tuple(args))

    def symbol_value(self, name: str) -> Fraction_:
        """The symbol as a power of its generator x^(1/q)."""
        if name in self.givens.matrices:  # products of matrices do not commute
            raise Unsupported(f"{name} is a matrix, and no number")
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

    def term_of(self, f: Fraction_) -> Term | None:
        """A polynomial in the claim's symbols as a term; None if other generators occur."""
        if f.d is not None or f.zero:
            return None if f.d is not None else integer(0)
        parts = []
        for exps, c in self.tower.terms(f.n):
            used = [(self.tower.generators[i], k) for i, k in enumerate(exps) if k]
            factors = [rational(int(c.p), int(c.q))]
            for g, k in used:
                written = self._written(g, k)
                if written is None:
                    return None
                factors.append(written)
            parts.append(mul(*factors))
        return add(*parts)

    def _written(self, g: Generator, k: int) -> Term | None:
        """The k-th power of a generator as a term, for symbols and exponentials of them."""
        if g.kind == "pi":
            return pow_(Term("pi"), integer(k))
        if g.kind == "symbol" and not k % g.payload[1]:
            return pow_(symbol(g.payload[0]), integer(k // g.payload[1]))
        if g.kind == "exp" and g.real:
            exponent = self.term_of(g.payload * self.number(k))
            return None if exponent is None else call("exp", exponent)
        return None

    def small_by_continuity(self, f: Fraction_, turn: arb) -> bool:
        """Hook of the angle lemma: no domain is known to be connected here."""
        return False

    def invert(self, f: Fraction_, written: Term) -> Fraction_:
        """1/f, remembering the term that must not vanish."""
        self.exclude(written)
        f = self.tower.reduce(f)
        if f.zero:
            raise Undefined(
                "the claim divides by an element that is identically zero", self.written
            )
        return f.inverse()

    def needs(self) -> tuple[Term, ...]:
        """Conditions of the derivatives that were taken, the smoothness of functions among them."""
        smooth = (Term("Is", (symbol(f), symbol(f"C{k}"))) for f, k in self.smooth.items())
        return (*self.conditions, *smooth)

    def exclude(self, term: Term, written: bool | None = None) -> None:
        """`term` is inverted; `written` tells that the claim's own text inverts it."""
        as_written = self.written if written is None else written
        self.inverted[term] = self.inverted.get(term, False) or as_written

    def exclude_fraction(self, f: Fraction_, term: Term | None = None) -> None:
        """`f` is inverted by a rule, not by the claim's text; `term`: what it is, if that is known."""
        f = self.tower.reduce(f)
        if f.zero:
            raise Undefined("a rule divides by an element that is identically zero")
        if self.tower.sign(f) in ("+", "-", "!0"):
            return
        term = term or self.term_of(f)
        if term is not None:
            self.exclude(term, written=False)
        else:
            self.unnamed[f.key] = f

    # --- what other modules ask -------------------------------------------------------------------

    def exp(self, e: Fraction_) -> Fraction_:
        return exponentials.exp(self, e)

    def power(self, f: Fraction_, r: Fraction) -> Fraction_:
        return powers.power(self, f, r)

    def log(self, f: Fraction_) -> Fraction_:
        return powers.logarithm(self, f)

    def arctangent(self, f: Fraction_) -> Fraction_:
        return FUNCTIONS["atan"](self, [f])

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
        if len(used) == 1 and used[0][1] == 1 and used[0][0].kind == "LambertW":
            w = used[0][0]
            self.tower.relate(((w, 1), (g, q)), w.payload[0])

    def parity_of(self, monomial: list[tuple[Generator, int]]) -> str | None:
        """Whether an integer monomial is even or odd, if its factors tell."""
        found = [self.givens.sort(g.payload[0]).parity if g.kind == "symbol" else None
                 for g, _ in monomial]  # fmt: skip
        if "even" in found:
            return "even"
        return "odd" if found and all(p == "odd" for p in found) else None

    def even(self, e: Fraction_) -> bool:
        """Whether an integer-valued polynomial is even at every admissible point."""
        t = self.tower
        for exps, c in t.terms(e.n):
            used = [(t.generators[i], k) for i, k in enumerate(exps) if k]
            if c.p % 2 and self.parity_of(used) != "even":
                return False
        return e.d is None

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
            rest = (*exps[:index], 0, *exps[index + 1 :])
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
