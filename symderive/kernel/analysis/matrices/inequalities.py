"""Orders between traces, determinants and forms of definite matrices, as facts about their atoms.

log det(X Y) <= tr(X Y) - n for positive definite X and Y: the eigenvalues t of X Y are positive, and
log t <= t - 1; their geometric mean is at most the arithmetic one.  log det is concave and monotone
on positive definite matrices (Horn and Johnson, Matrix Analysis, 7.6.6 and 7.7.4): for positive c_i
with sum C, C log det(sum c_i X_i) >= C n log C + sum c_i log det X_i, also with semidefinite matrices
added.  A form (x, y) -> x^T A y with A semidefinite and (X, Y) -> tr(X^T Y) satisfy the inequality of
Cauchy and Schwarz.

>>> from symderive.terms.reader import read
>>> from symderive.kernel.logic.givens import Givens
>>> from symderive.kernel.analysis.matrices.reading import Reading
>>> r = Reading(Algebra(Givens.of([read("S is positive definite n x n")])))
>>> _ = r.scalar(read("tr(S)"))
>>> [write(f) for f in facts(r)]
['log(det S) <= tr(S) - n', 'log(det S) <= n*log(tr(S)/n)']
"""

from __future__ import annotations

from collections.abc import Iterator

from symderive.kernel.analysis.calculus.tidy import minus, over, plus, power, times
from symderive.kernel.analysis.matrices.algebra import Algebra
from symderive.kernel.analysis.matrices.definite import congruent, positive_letters
from symderive.kernel.analysis.matrices.determinants import determinant
from symderive.kernel.analysis.matrices.reading import Reading
from symderive.kernel.analysis.matrices.words import Matrix, Word
from symderive.kernel.logic.claims import Undecided
from symderive.terms.tree import ONE, TWO, Term, call
from symderive.terms.writer import write

MOST = 12


def facts(r: Reading) -> list[Term]:
    """Facts about the traces and determinants that have been read."""
    out: list[Term] = []
    traces, sums = list(r.a.traces.items())[:MOST], list(r.a.determinants.values())[:MOST]
    for atom, word in traces:
        out += _trace(r.a, atom, word)
    for atom, word in traces:
        out += _inner(r, atom, word)
    for i, (atom, word) in enumerate(traces):
        for other, back in traces[i:]:
            out += _inverses(r.a, atom, word, other, back)
    for value, m in sums:
        out += _sum(r.a, value, m)
    words = [w for w in list(r.a.forms.values())[: 4 * MOST] if len(w) > 1]
    for w in words:
        out += _form(r, w)
    return out


def _form(r: Reading, w: Word) -> Iterator[Term]:
    """(x +- y)^T A (x +- y) >= 0, and Cauchy and Schwarz's inequality, A semidefinite."""
    k, (x, *middle, y) = r.k, w
    x = k.flipped(x)
    if x == y or (middle and congruent(r.a, tuple(middle)) is None):
        return
    if not middle and k.shape(x) != k.shape(y):
        return
    both = [r.k.scalars.term(r.number(k.word((k.flipped(u), *middle, v), ONE)))
            for u, v in ((x, x), (x, y), (y, y))]  # fmt: skip
    xx, xy, yy = both
    yield Term("Le", (times(TWO, xy), plus(xx, yy)))
    yield Term("Le", (minus(times(TWO, xy)), plus(xx, yy)))
    yield Term("Le", (times(xy, xy), times(xx, yy)))


def _trace(a: Algebra, atom: Term, word: Word) -> Iterator[Term]:
    if len(word) > 2 or not set(word) <= positive_letters(a):
        return
    n = a.k.shape(word[0])[0]
    value = _determinant(a, a.k.word(word, n))
    if value is not None:
        yield Term("Le", (call("log", value), plus(atom, minus(n))))
        yield Term("Le", (call("log", value), times(n, call("log", over(atom, n)))))


def _inner(r: Reading, atom: Term, word: Word) -> Iterator[Term]:
    """tr(X Y)^2 <= tr(X X^T) tr(Y^T Y): the inner product of X^T and Y."""
    if len(word) != 2:
        return
    k, (x, y) = r.k, word
    if x == k.flipped(y):
        return
    rows, columns = k.shape(x)[0], k.shape(y)[1]
    first = k.scalars.term(r.trace(k.word((x, k.flipped(x)), rows)))
    second = k.scalars.term(r.trace(k.word((k.flipped(y), y), columns)))
    yield Term("Le", (times(atom, atom), times(first, second)))
    yield Term("Le", (times(TWO, atom), plus(first, second)))


def _inverses(a: Algebra, atom: Term, word: Word, other: Term, back: Word) -> Iterator[Term]:
    """tr M + tr M^-1 >= 2 n and tr M tr M^-1 >= n^2, the eigenvalues of M = X Y being positive."""
    if not set(word) <= positive_letters(a) or max(len(word), len(back)) > 2:
        return
    n = a.k.shape(word[0])[0]
    if a.k.shape(back[0])[0] != n:
        return
    one = a.k.identity(n)
    if any(a.same(a.k.product(a.k.word(word, n), a.k.word(v, n)), one) for v in (back, back[::-1])):
        yield Term("Le", (times(TWO, n), plus(atom, other)))
        yield Term("Le", (times(n, n), times(atom, other)))


def _sum(a: Algebra, value: Term, m: Matrix) -> Iterator[Term]:
    if len(m.words) < 2 or any(
        congruent(a, w) is None or a.sign(c) not in ("+", "0+") for w, c in m.words.items()
    ):
        return
    weights, parts, total = [], [], a.k.scalars.nought
    for w, c in m.words.items():
        if congruent(a, w) == "+" and a.sign(c) == "+":
            part = _determinant(a, a.k.word(w, m.rows))
            if part is None:
                return
            weights.append(a.k.scalars.term(c))
            parts.append(part)
            if len(m.words) > 1:
                alone = times(*[] if c.constant() == 1 else [power(weights[-1], m.rows)], part)
                yield Term("Le", (alone, value))
            total = total + c
    if not parts:
        return
    whole = a.k.scalars.term(total)
    left = [times(c, call("log", d)) for c, d in zip(weights, parts, strict=True) if d != ONE]
    if whole != ONE:
        left.append(times(whole, m.rows, call("log", whole)))
    yield Term(
        "Le", (plus(*left) if left else Term("Integer", (), 0), times(whole, call("log", value)))
    )


def _determinant(a: Algebra, m: Matrix) -> Term | None:
    try:
        return determinant(a, m)
    except (Undecided, ArithmeticError):
        return None


__all__ = ["facts", "write"]
