"""Determinants of sums of words, brought to one form by moves that keep them up to known factors.

det(c M) = c^n det M, det(M N) = det M det N for square M and N, det M^T = det M, and Sylvester's
det(T + U V) = det T det(1 + V T^-1 U) (Horn and Johnson, Matrix Analysis, 0.8.5).  Among the forms
that a few moves reach, the smallest names the atom.

>>> from symderive.terms.reader import read
>>> from symderive.terms.writer import write
>>> from symderive.kernel.logic.givens import Givens
>>> a = Algebra(Givens.of([read("S is positive definite n x n"), read("T is positive definite n x n")]))
>>> s, t = a.name("S"), a.name("T")
>>> write(determinant(a, a.k.sum(a.inverse(s), a.inverse(t))))
'1/det T*(1/det S)*det(S + T)'
"""

from __future__ import annotations

from symderive.kernel.analysis.calculus.tidy import over, power, times
from symderive.kernel.analysis.matrices.algebra import Algebra
from symderive.kernel.analysis.matrices.components import local, product_over_places
from symderive.kernel.analysis.matrices.words import Letter, Matrix, Misfit, Word
from symderive.kernel.analysis.matrices.writing import letter_written
from symderive.kernel.logic.claims import Undecided
from symderive.kernel.logic.field import TooLarge
from symderive.terms.tree import ONE, ZERO, Term, call, integer, symbol
from symderive.terms.writer import write

DEPTH = 4
MAX_STATES = 60
Factors = tuple[Term, ...]


def determinant(a: Algebra, m: Matrix) -> Term:
    """det m in scalar atoms; raises Misfit for a matrix that is not square."""
    if m.rows != m.columns:
        raise Misfit(f"the determinant of a {write(m.rows)} x {write(m.columns)} matrix")
    m = a.reduced(m)
    if m.zero:
        return ZERO
    if m.rows == ONE:
        return a.k.scalars.term(a.number(m))
    known = a.diagonal_of(m)
    if known is not None:
        entry = a.k.scalars.term(known)
        if not local(entry):
            return power(entry, m.rows)
        return product_over_places(a, entry, m.rows)
    text = a.k.text(m)
    if text in a.underway:  # the moves lead in a circle, by the determinant of an inverse
        raise Undecided(f"the determinant of {write(a.written(m))} by itself")
    a.underway.add(text)
    try:
        factors, rest = _smallest(a, m)
    finally:
        a.underway.discard(text)
    atom = [] if rest is None else [_atom(a, rest)]
    if atom and a.definite(m) and all(a.sign(a.k.scalars.of(f)) == "+" for f in factors):
        a.facts[Term("Gt", (atom[0], ZERO))] = None
    found = times(*factors, *atom)
    a.determinants[text] = found, m
    return found


def _atom(a: Algebra, m: Matrix) -> Term:
    text = a.k.text(m)
    if m.rows == ONE:
        return a.k.scalars.term(a.number(m))
    new = symbol(f"det({text})")
    _know(a, new, m, call("det", a.written(m)))
    return new


def _know(a: Algebra, new: Term, m: Matrix, meaning: Term) -> None:
    a.meaning[new.data] = meaning
    if a.definite(m):
        a.facts[Term("Gt", (new, ZERO))] = None
    elif a.definite(m, strict=False):
        a.facts[Term("Ge", (new, ZERO))] = None
    elif a.invertible(m) or meaning in a.assumed:
        a.facts[Term("Ne", (new, ZERO))] = None


def of_letter(a: Algebra, x: Letter) -> Term:
    """The determinant of a square letter."""
    atom = a.k.atom(x)
    if atom.kind == "diagonal":
        assert atom.entry is not None
        return product_over_places(a, atom.entry, atom.rows)
    if atom.kind == "inverse":
        assert atom.of is not None
        return over(ONE, determinant(a, atom.of))
    if atom.kind == "block":
        from symderive.kernel.analysis.matrices.blocks import block_determinant

        return block_determinant(a, a.block_letters[atom.name])
    new = symbol(f"det {atom.name}")
    m = a.k.matrix((x[0], False))
    _know(a, new, m, call("det", letter_written(a, (x[0], False))))
    sort = a.givens.matrices.get(atom.name)
    if sort is not None and "orthogonal" in sort.properties:
        a.facts[Term("Eq", (Term("Pow", (new, integer(2))), ONE))] = None
    return new


def _smallest(a: Algebra, m: Matrix) -> tuple[Factors, Matrix | None]:
    """Factors and the matrix whose determinant is left, the smallest that the moves reach."""
    states: list[tuple[Factors, Matrix]] = [((), m)]
    seen: set[str] = set()
    best: tuple[tuple[object, ...], Factors, Matrix | None] | None = None
    for _ in range(DEPTH):
        fresh: list[tuple[Factors, Matrix]] = []
        for factors, now in states:
            now, c = a.monic(a.reduced(now))
            if c.constant() != 1:
                factors = (*factors, power(a.k.scalars.term(c), now.rows))
            key = f"{write(now.rows)}: {a.k.text(now)}"
            if key in seen or len(seen) >= MAX_STATES:
                continue
            seen.add(key)
            if len(now.words) == 1:
                ((w, left),) = now.words.items()  # `left` is 1, or not known to be a unit
                if all(a.square(x) for x in w):
                    if left.constant() != 1:
                        factors = (*factors, power(a.k.scalars.term(left), now.rows))
                    return (*factors, *[of_letter(a, x) for x in w]), None
            rank = _rank(a, now)
            if best is None or rank < best[0]:
                turned = a.k.transpose(now)
                best = (rank, factors, now if a.k.text(now) <= a.k.text(turned) else turned)
            fresh += _moves(a, factors, now)
        states = fresh
    assert best is not None
    return best[1], best[2]


def _rank(a: Algebra, m: Matrix) -> tuple[object, ...]:
    """Few words, few inverses in them, short; then by text, the same for the transpose."""
    inverses = sum(a.k.atom(x).kind == "inverse" for w in m.words for x in w)
    text = min(a.k.text(m), a.k.text(a.k.transpose(m)))
    return m.rows != ONE, len(m.words), inverses, sum(map(len, m.words)), write(m.rows), text


def _moves(a: Algebra, factors: Factors, m: Matrix) -> list[tuple[Factors, Matrix]]:
    out: list[tuple[Factors, Matrix]] = []
    k = a.k

    def invertible(x: Letter) -> bool:
        return a.square(x) and k.atom(x).kind != "diagonal" and a.regular(x)

    for side in (0, -1):
        for x in dict.fromkeys(w[side] for w in m.words if w):
            known = _known(a, (x,)) if invertible(x) else None
            if known is not None:
                back = a.letter_inverse(x, False)
                rest = k.product(m, back) if side else k.product(back, m)
                out.append(((*factors, *known), rest))
    if len(m.words) == 2:
        for base, other in (tuple(m.words), tuple(m.words)[::-1]):
            if other and all(invertible(x) for x in base) and a.unit(m.words[base]):
                known = _known(a, base)
                out += [] if known is None else _sylvester(a, (*factors, *known), m, base, other)
    kept = []
    for f, n in out:
        try:
            kept.append((f, a.reduced(n)))
        except (TooLarge, Undecided):
            continue
    return kept


def _known(a: Algebra, letters: Word) -> list[Term] | None:
    """The determinants of letters; None where one leads in a circle."""
    try:
        return [of_letter(a, x) for x in letters]
    except Undecided:
        return None


def _sylvester(
    a: Algebra, factors: Factors, m: Matrix, base: Word, other: Word
) -> list[tuple[Factors, Matrix]]:
    k = a.k
    out = []
    t = k.scaled(m.words[base], k.word(base, m.rows))
    c = k.scalars.term(m.words[base])
    below = [*factors, *([] if c == ONE else [power(c, m.rows)])]
    inverse = a.inverse(t, written=False)
    for at in range(1, len(other)):
        u, v = k.word(other[:at], m.rows), k.word(other[at:], m.rows)
        inner = k.product(k.scaled(m.words[other], v), inverse, u)
        out.append((tuple(below), k.sum(k.identity(u.columns), inner)))
    return out
