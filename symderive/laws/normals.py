"""Normal laws in symbolic dimension: what a problem says of them, and what a measure of them is.

Names that nobody declares mean what a law makes of them: a mean is a column, a covariance named by
one letter is positive definite, the entries of `diag(v)` are positive.

>>> p = read_normal("MultivariateNormal(mu, Sigma)")
>>> [write(s) for s in declarations([p], [])]
['mu is n vector', 'Sigma is positive definite n x n']
>>> write(definition("entropy", [p], None, "x", read("n")))[:60]
'-VolumeIntegral(((2*pi)^(-n/2)*det(Sigma)^(-1/2)*exp(-transp'
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from symderive.kernel.analysis.calculus.tidy import minus, over, plus, times
from symderive.kernel.analysis.matrices.matrix_step import Work
from symderive.kernel.analysis.matrices.words import Matrix
from symderive.kernel.logic.givens import Givens, constant
from symderive.terms.context import Context
from symderive.terms.errors import NotRead
from symderive.terms.reader import read
from symderive.terms.substitute import fresh
from symderive.terms.tree import ONE, TWO, ZERO, Term, call, pow_, sub, symbol
from symderive.terms.writer import write

LAW = "MultivariateNormal"
MEASURES = frozenset(
    "kl crossentropy jeffreys renyi tsallis chernoff bhattacharyya bc hellinger2 chi2div w2sq "
    "entropy renyi_entropy tsallis_entropy fisher mutual_information".split()
)
BLENDED = ("renyi", "tsallis", "chernoff")
ORDERED = (*BLENDED, "renyi_entropy", "tsallis_entropy")
SINGLE = ("entropy", "renyi_entropy", "tsallis_entropy", "fisher", "mutual_information")


@dataclass(frozen=True)
class Normal:
    """A mean and a covariance, as written; a mean written 0 is the zero column."""

    mean: Term
    covariance: Term

    @property
    def law(self) -> Term:
        return Term(LAW, (self.mean, self.covariance))

    def centred(self, x: Term) -> Term:
        zero = self.mean.head == "ZeroMatrix" or constant(self.mean) == 0
        return x if zero else sub(x, self.mean)

    def density(self, x: Term, n: Term) -> Term:
        """(2 pi)^(-n/2) det(S)^(-1/2) exp(-(x - m)^T S^-1 (x - m)/2)."""
        d = self.centred(x)
        form = times(call("transpose", d), call("inverse", self.covariance), d)
        return Term("Mul", (
            pow_(times(TWO, Term("pi")), minus(over(n, TWO))),
            pow_(call("det", self.covariance), minus(over(ONE, TWO))),
            call("exp", minus(over(form, TWO))),
        ))  # fmt: skip


def read_normal(text: str) -> Normal:
    """The law of a text; raises NotRead."""
    t = read(text)
    t = read(text, Context(matrices=t.free))  # A^T is a transpose here
    if t.head != LAW:
        raise NotRead(text, 0, "a normal law is wanted here", f"write {LAW}(mu, Sigma)")
    return Normal(*t.args)


# --- names ----------------------------------------------------------------------------------------


def declarations(laws: Sequence[Normal], given: Sequence[Term]) -> list[Term]:
    """What the laws themselves say of names that no given speaks of."""
    known = {n for s in given for n in s.free}
    n = _dimension(laws, given)
    found: dict[str, Term] = {}

    def say(name: str, statement: Term) -> None:
        if name not in known:
            found.setdefault(name, statement)

    for law in laws:
        blocks = law.covariance.head == "Matrix" and law.covariance.data == (2, 2)
        for name in _columns(law.mean):
            say(name, _is(name, "vector", plus(n, _size(laws, "mkpq")) if blocks else n))
        for u in law.mean.walk():
            if u.head == "Symbol" and u.data[0].isupper() and u != law.mean:
                say(u.data, _is(u.data, "matrix", n, n))
        if law.covariance.head == "Matrix" and law.covariance.data == (2, 2):
            found.update(_of_blocks(law.covariance, n, _size(laws, "mkpq"), known))
        _of_covariance(law.covariance, n, say)
    return list(found.values())


def _size(laws: Sequence[Normal], choices: str) -> Term:
    """A name for a size that names no mean."""
    taken = {name for law in laws for name in _columns(law.mean)}
    return symbol(next(c for c in choices if c not in taken))


def _of_blocks(t: Term, n: Term, m: Term, known: set[str]) -> dict[str, Term]:
    """Names of the blocks of a joint covariance, and that it is positive definite."""
    a, b, _, c = t.args
    found: dict[str, Term] = {}
    for block, sizes in ((a, (n, n)), (b, (n, m)), (c, (m, m))):
        if block.head == "Symbol" and block.data not in known:
            found[block.data] = _is(block.data, "matrix", *sizes)
    if found.keys() >= {u.data for u in (a, b, c) if u.head == "Symbol"}:
        whole = plus(n, m)
        said = (symbol("positive_definite"), whole, whole)
        found[write(t)] = Term("Is", (t, Term("Tuple", said)))
    return found


def _is(name: str, word: str, *sizes: Term) -> Term:
    return Term("Is", (symbol(name), Term("Tuple", (symbol(word), *sizes))))


def _columns(mean: Term) -> list[str]:
    """Names in a mean that stand for columns: lone names, and small letters beside matrices."""
    if mean.head == "Symbol":
        return [mean.data]
    if mean.head in ("Add", "Neg", "Mul", "Div"):
        args = mean.args[:1] if mean.head == "Div" else mean.args
        if mean.head == "Mul":
            args = args[-1:]
        return [n for a in args for n in _columns(a)]
    return []


def _of_covariance(t: Term, n: Term, say) -> None:  # type: ignore[no-untyped-def]
    if t.head == "Symbol" and t.data[0].isupper():
        say(t.data, _is(t.data, "positive_definite", n, n))
    elif t.head == "Symbol":
        say(t.data, Term("Gt", (t, ZERO)))
    elif t.head == "diag":
        for name in sorted(t.args[0].free):
            say(name, _is(name, "positive", n))
    elif t.head == "Mul" and len(t.args) == 2 and t.args[1] == call("transpose", t.args[0]):
        if t.args[0].head == "Symbol":  # a factor of Cholesky
            say(t.args[0].data, _is(t.args[0].data, "invertible", n, n))
    elif t.head not in ("Identity", "ZeroMatrix", "Matrix"):
        if t.head == "Add":  # low rank: a factor with few columns, and something definite
            for a in t.args:
                last = a.args[-1] if a.head == "Mul" else a
                if a.head == "Mul" and last.head == "transpose" and last.args[0].head == "Symbol":
                    say(last.args[0].data, _is(last.args[0].data, "matrix", n, symbol("k")))
        for a in t.args:
            _of_covariance(a, n, say)


def _dimension(laws: Sequence[Normal], given: Sequence[Term]) -> Term:
    """The size that the givens or an identity say; n where nothing does."""
    declared = Givens.of(given)
    for law in laws:
        if not law.law.free & declared.matrices.keys():
            continue
        try:
            size = dimension(law, declared)
        except (ArithmeticError, ValueError, KeyError):
            continue
        if size is not None:
            return size
    for law in laws:
        for u in law.covariance.walk():
            if u.head == "Identity":
                return u.args[0]
    return _size(laws, "ndpq")


def dimension(law: Normal, givens: Givens) -> Term | None:
    """The size of a law under givens that declare its names; None where they do not."""
    work = Work(givens, ())
    from symderive.kernel.analysis.matrices.reading import Reading

    r = Reading(work.algebra)
    for t in (law.covariance, law.mean):
        value = r.value(t)
        if isinstance(value, Matrix):
            return value.rows
        if isinstance(value, list):
            return work.algebra.dimension(plus(*[row[0].rows for row in value]))
    return None


# --- measures -------------------------------------------------------------------------------------


def variable(laws: Sequence[Normal], order: Term | None, given: Sequence[Term]) -> str:
    """The column of integration: x, or a name that stands nowhere else."""
    taken = {n for law in laws for n in law.law.free} | {n for s in given for n in s.free}
    taken |= order.free if order is not None else set()
    return "x" if "x" not in taken else fresh("x", frozenset(taken))


def definition(
    measure: str, laws: Sequence[Normal], order: Term | None, name: str, n: Term
) -> Term:
    """The measure written out with densities, integrals over all columns of n numbers."""
    x = symbol(name)

    def integral(body: Term) -> Term:
        return Term("VolumeIntegral", (body, x, n))

    if measure == "w2sq":
        return Term("W2sq", (laws[0].law, laws[1].law))
    p = laws[0].density(x, n)
    if measure == "entropy":
        return minus(integral(times_(p, call("log", p))))
    if measure == "fisher":
        score = Term("Mul", (call("inverse", laws[0].covariance), laws[0].centred(x)))
        return integral(Term("Mul", (p, score, call("transpose", score))))
    if measure in ("renyi_entropy", "tsallis_entropy"):
        assert order is not None
        inner = integral(pow_(p, order))
        if measure == "renyi_entropy":
            return over(call("log", inner), sub(ONE, order))
        return over(sub(ONE, inner), sub(order, ONE))
    q = laws[1].density(x, n)
    if measure == "crossentropy":
        return minus(integral(times_(p, call("log", q))))
    if measure == "kl":
        return integral(times_(p, call("log", over(p, q))))
    if measure == "jeffreys":
        return plus(integral(times_(p, call("log", over(p, q)))),
                    integral(times_(q, call("log", over(q, p)))))  # fmt: skip
    if measure == "chi2div":
        return sub(integral(over(pow_(p, TWO), q)), ONE)
    if measure in ("bhattacharyya", "bc", "hellinger2"):
        inner = integral(call("sqrt", times_(p, q)))
        shapes = {
            "bhattacharyya": minus(call("log", inner)),
            "bc": inner,
            "hellinger2": sub(ONE, inner),
        }
        return shapes[measure]
    assert order is not None
    inner = integral(times_(pow_(p, order), pow_(q, sub(ONE, order))))
    if measure == "renyi":
        return over(call("log", inner), sub(order, ONE))
    if measure == "tsallis":
        return over(sub(inner, ONE), sub(order, ONE))
    return minus(call("log", inner))


def mutual_information(law: Normal, name: str, givens: Givens) -> Term:
    """h(X) + h(Y) - h(X, Y) of a joint law in two blocks; means do not matter and are taken as 0."""
    if law.covariance.head != "Matrix" or law.covariance.data != (2, 2):
        raise ValueError("mutual information is of a covariance of two by two blocks")
    a, _, _, c = law.covariance.args
    x, parts = symbol(name), []
    for covariance in (a, c, law.covariance):
        part = Normal(ZERO, covariance)
        n = dimension(part, givens)
        if n is None:
            raise ValueError(f"no size is known of {write(covariance)}")
        p = part.density(x, n)
        parts.append(Term("VolumeIntegral", (times_(p, call("log", p)), x, n)))
    return plus(minus(parts[0]), minus(parts[1]), parts[2])


def times_(a: Term, b: Term) -> Term:
    return Term("Mul", (a, b))


def domain(order: Term | None) -> list[Term]:
    """What is given of an order: it is positive, and not 1."""
    if order is None or constant(order) is not None:
        return []
    return [Term("Gt", (order, ZERO)), Term("Ne", (order, ONE))]


def existence(measure: str, laws: Sequence[Normal], order: Term | None, n: Term) -> list[Term]:
    """What may have to be added for the integral to converge: a blend of covariances is definite."""
    blend = order if measure in BLENDED else TWO if measure == "chi2div" else None
    if blend is None:
        return []
    matrix = plus(times(blend, laws[1].covariance), times(minus_one(blend), laws[0].covariance))
    return [Term("Is", (matrix, Term("Tuple", (symbol("positive_definite"), n, n))))]


def minus_one(order: Term) -> Term:
    """1 - a, worked out for numbers."""
    value = constant(order)
    if value is None:
        return sub(ONE, order)
    rest = 1 - value
    out = read(str(abs(rest)))
    return minus(out) if rest < 0 else out


__all__ = [
    "Normal",
    "declarations",
    "definition",
    "dimension",
    "domain",
    "existence",
    "read_normal",
    "write",
]
