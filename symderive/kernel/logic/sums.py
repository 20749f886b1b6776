"""Sums, products, pieces, and what stays opaque: integrals, limits, sums with symbolic bounds.

A finite sum with literal bounds is written out.  With symbolic ones it is one generator, the same
for terms that differ in the names of bound variables; the last terms are split off a sum whose
upper bound is a known integer above another's, where no sum between them has fewer than no terms.

>>> from symderive.kernel.logic import registry
>>> from symderive.kernel.logic.givens import Givens
>>> from symderive.terms.reader import read
>>> nf = NormalForm(Givens.of([read("n is natural"), read("x > 1")]))
>>> nf.of(read("Sum(x^k, (k, 0, 3)) - 1 - x - x^2 - x^3")).zero
True
>>> nf.of(read("Sum(1/k^2, (k, 1, n + 1)) - Sum(1/j^2, (j, 1, n)) - 1/(n + 1)^2")).zero
True
>>> nf.of(read("Piecewise((x, x > 0), (0, true)) - x")).zero
True
"""

from __future__ import annotations

from symderive.kernel.analysis.ranges.realness import plainly_real
from symderive.kernel.logic.field import Fraction_, TooLarge
from symderive.kernel.logic.normal import TERM_FUNCTIONS, NormalForm, Unsupported
from symderive.kernel.logic.shifts import integer_of, least, nonnegative
from symderive.terms.substitute import substitute
from symderive.terms.tree import BINDERS, Term, add, integer, neg, symbol

MAX_TERMS = 400
MAX_SPLIT = 40


def _series(nf: NormalForm, t: Term) -> Fraction_:
    """Sum or Product over an integer index."""
    body, index, low, high = t.args
    if any(s.head == "oo" for b in (low, high) for s in b.walk()):
        return opaque_binder(nf, t)
    a, b = nf.tower.reduce(nf.convert(low)), nf.tower.reduce(nf.convert(high))
    length = integer_of(nf.tower.reduce(b - a))
    if length is not None:
        return _written_out(nf, t, length + 1)
    if not nf.tower.integral(b - a):
        return opaque_binder(nf, t)
    if not nonnegative(nf, nf.tower.reduce(b - a + nf.tower.one)):
        return opaque_binder(nf, t, a.key, b.key)
    # An empty sum is 0 and an empty product 1, so from `base` on every last term may be split off.
    family = f"{t.head}:{_name(t.rebuild((body, index, low, low)))}:{a.key}"
    base, k = least(nf, family, b, MAX_SPLIT)
    first = t.rebuild((body, index, low, add(high, neg(integer(k))) if k else high))
    out = opaque_binder(nf, first, a.key, base.key)
    for j in range(k):
        last = nf.convert(substitute(body, {index.data: add(high, neg(integer(k - 1 - j)))}))
        out = out + last if t.head == "Sum" else nf.tower.mul(out, last)
    return out


def _written_out(nf: NormalForm, t: Term, count: int) -> Fraction_:
    body, index, low, _ = t.args
    if count < 0:
        raise Unsupported(f"a {t.head} whose upper bound lies more than one below the lower one")
    if count > MAX_TERMS:
        raise TooLarge(f"a {t.head} of {count} terms")
    product = t.head == "Product"
    out = nf.tower.one if product else nf.tower.nought
    for j in range(count):
        value = nf.convert(substitute(body, {index.data: add(low, integer(j)) if j else low}))
        out = nf.tower.mul(out, value) if product else out + value
    return out


def opaque_binder(nf: NormalForm, t: Term, *bounds: str) -> Fraction_:
    """One generator for a bound expression of numbers, keyed by its text up to bound names."""
    if t.free & nf.givens.matrices.keys():
        raise Unsupported(f"{t.head} with matrices of symbolic size")
    nonreal = frozenset(n for n in t.free if nf.givens.sort(n).domain == "complex")
    ends = all(plainly_real(a, nonreal) or _infinite(a) for a in t.args[2:])
    is_real = ends and plainly_real(t.args[0], nonreal)
    if bounds:
        body, index, low, _ = t.args
        name = f"{_name(t.rebuild((body, index, low, low)))} from {bounds[0]} to {bounds[1]}"
    else:
        name = _name(t)
    return nf.tower.poly(nf.tower.make(name, t.head, real=is_real, payload=t))


def _infinite(t: Term) -> bool:
    return t.head == "oo" or (t.head == "Neg" and t.args[0].head == "oo")


def _name(t: Term) -> str:
    """A text that alpha-equal terms share: the k-th binder from outside binds the name `k`."""
    return repr(_canonical(t, 0))


_COMMUTE = frozenset({"Add", "Mul"})
_MATRICES = frozenset({"Matrix", "transpose", "inverse", "Identity", "ZeroMatrix"})


def _canonical(t: Term, depth: int) -> Term:
    if not t.args:
        return t
    if t.head in BINDERS:
        # No name of the reader contains a space, so nothing can be captured.
        new = symbol(f"bound {depth}")
        body = substitute(t.args[0], {t.args[1].data: new})
        rest = [_canonical(a, depth) for a in t.args[2:]]
        return Term(t.head, (_canonical(body, depth + 1), new, *rest), t.data)
    args = [_canonical(a, depth) for a in t.args]
    if t.head in _COMMUTE and not any(s.head in _MATRICES for s in t.walk()):
        args.sort(key=repr)  # numbers commute
    return t.rebuild(args)


# --- pieces ---------------------------------------------------------------------------------------

_TRUE = {"Lt": ("+",), "Le": ("+", "0+", "0"), "Eq": ("0",), "Ne": ("+", "-", "!0")}
_FALSE = {"Lt": ("-", "0-", "0"), "Le": ("-",), "Eq": ("+", "-", "!0"), "Ne": ("0",)}
_FLIP = {"Gt": "Lt", "Ge": "Le"}


def holds(nf: NormalForm, condition: Term) -> bool | None:
    """Whether a condition holds at every admissible point (True) or at none (False)."""
    head, args = condition.head, condition.args
    if head in ("true", "false"):
        return head == "true"
    if head in _FLIP:
        head, args = _FLIP[head], (args[1], args[0])
    if head in _TRUE:
        sign = nf.tower.sign(nf.tower.reduce(nf.convert(args[1]) - nf.convert(args[0])))
        return True if sign in _TRUE[head] else False if sign in _FALSE[head] else None
    if head == "Not":
        inner = holds(nf, args[0])
        return None if inner is None else not inner
    if head in ("And", "Or"):
        stop = head == "Or"
        parts = [holds(nf, a) for a in args]
        return stop if stop in parts else None if None in parts else not stop
    if head == "In" and args[1].head == "Interval":
        x, interval = args
        low, high = interval.args
        left, right = interval.data
        parts = []
        if not _infinite(low):
            parts.append(holds(nf, Term("Lt" if left == "(" else "Le", (low, x))))
        if not _infinite(high):
            parts.append(holds(nf, Term("Lt" if right == ")" else "Le", (x, high))))
        return False if False in parts else None if None in parts else True
    return None


def _piecewise(nf: NormalForm, t: Term) -> Fraction_:
    """The first branch whose condition holds, if all before it fail for certain."""
    for value, condition in zip(t.args[::2], t.args[1::2], strict=True):
        decided = holds(nf, condition)
        if decided is None:
            _remember(nf, condition)
            return nf.tower.poly(nf.tower.make(_name(t), "Piecewise", payload=t))
        if decided:
            return nf.convert(value)
    raise Unsupported("a Piecewise none of whose conditions holds")


def _remember(nf: NormalForm, condition: Term) -> None:
    """The sign of the difference of two real sides would decide: a place to split into cases."""
    if condition.head in _TRUE or condition.head in _FLIP:
        gap = add(condition.args[1], neg(condition.args[0]))
        if gap not in nf.undecided and nf.tower.real(nf.convert(gap)):
            nf.undecided.append(gap)


for _head in ("Sum", "Product"):
    TERM_FUNCTIONS[_head] = _series
for _head in ("Integral", "Limit"):
    TERM_FUNCTIONS[_head] = opaque_binder
TERM_FUNCTIONS["Piecewise"] = _piecewise
