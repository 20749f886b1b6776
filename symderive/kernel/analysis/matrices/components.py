"""Diagonal matrices and sums over components: what stands at one place stands for all of them.

A vector v has the component `v[]`; a diagonal matrix is a sum of letters, one for each monomial in
components, and a sum over places is linear in such monomials.

>>> from symderive.terms.reader import read
>>> from symderive.kernel.logic.givens import Givens
>>> from symderive.kernel.analysis.matrices.algebra import Algebra
>>> a = Algebra(Givens.of([read("v is positive n vector")]))
>>> d = diagonal(a, a.k.scalars.of(component(a, read("2*v + 1"))), read("n"))
>>> a.k.text(d)
'1 + (2) <v[]>'
>>> a.k.text(a.k.product(d, a.inverse(diagonal(a, a.k.scalars.of(component(a, read("v"))), read("n")))))
'(2) 1 + <1/v[]>'
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from symderive.kernel.analysis.calculus.tidy import minus, over, plus, power, times
from symderive.kernel.analysis.matrices.reals import real
from symderive.kernel.analysis.matrices.words import Letter, Matrix, Misfit, Word, add_to
from symderive.kernel.logic.claims import Undecided
from symderive.kernel.logic.field import Fraction_
from symderive.terms.substitute import replace
from symderive.terms.tree import ONE, ZERO, Term, call, integer, symbol
from symderive.terms.writer import write

if TYPE_CHECKING:
    from symderive.kernel.analysis.matrices.algebra import Algebra

PLACE = "[]"
ELEMENTWISE = frozenset("Add Mul Neg Div Pow exp log sqrt".split())


def component(a: Algebra, t: Term) -> Term:
    """What a vector expression is at one place; arithmetic is elementwise."""
    if t.head == "Symbol":
        sort = a.givens.matrices.get(t.data)
        if sort is None:
            return t
        if sort.columns != ONE:
            raise Misfit(f"{t.data} is no vector")
        return named(a, t.data)
    if t.head in ELEMENTWISE:
        return t.rebuild([component(a, u) for u in t.args])
    if t.free & a.givens.matrices.keys():
        raise Misfit(f"no component is known of {write(t)}")
    return t


def named(a: Algebra, name: str) -> Term:
    """The component of a named vector, with its sign."""
    new = symbol(name + PLACE)
    a.meaning[new.data] = Term("Index", (symbol(name), symbol("j")))
    if "positive" in a.givens.matrices[name].properties:
        a.facts[Term("Gt", (new, ZERO))] = None
    return new


def local(t: Term) -> bool:
    return any(n.endswith(PLACE) and " " not in n for n in t.free)  # a sum over places has a space


def diagonal(a: Algebra, entry: Fraction_, n: Term) -> Matrix:
    """The diagonal matrix with this entry at each place."""
    words: dict[tuple[tuple[int, bool], ...], Fraction_] = {}
    for monomial, c in monomials(a, entry):
        if monomial == ONE:
            add_to(words, (), c)
            continue
        x = a.k.letter(f"<{write(monomial)}>", n, n, symmetric=True, kind="diagonal",
                       entry=monomial, invertible=a.unit(a.k.scalars.of(monomial)))  # fmt: skip
        add_to(words, (x,), c)
    return Matrix(n, n, words)


def merged(a: Algebra, x: Letter, y: Letter) -> Word:
    """The product of two diagonal letters: one, or none where it is the identity."""
    one, other = a.k.atom(x), a.k.atom(y)
    assert one.entry is not None and other.entry is not None
    k = a.k.scalars
    entry = k.term(cancelled(a, k.term(k.of(one.entry) * k.of(other.entry))))
    if entry == ONE:
        return ()
    return (a.k.letter(f"<{write(entry)}>", one.rows, one.rows, symmetric=True, kind="diagonal",
                       entry=entry, invertible=one.invertible and other.invertible),)  # fmt: skip


def cancelled(a: Algebra, t: Term) -> Fraction_:
    """The entry with u/sqrt(u) = sqrt(u) for components u; sqrt(u)^2 = u."""
    k = a.k.scalars
    roots = {u for s in t.walk() if s.head == "sqrt" for u in s.args if u.head == "Symbol"}
    if roots:
        t = k.term(k.of(_rooted(t, roots)))
    return k.of(squared_out(t))


def _rooted(t: Term, roots: set[Term]) -> Term:
    if t in roots:
        return power(call("sqrt", t), integer(2))
    return t if t.head == "sqrt" else t.rebuild([_rooted(u, roots) for u in t.args])


def squared_out(t: Term) -> Term:
    """sqrt(u)^2 = u."""
    if t.head == "Pow" and t.args[0].head == "sqrt" and t.args[1].head == "Integer":
        half, odd = divmod(t.args[1].data, 2)
        u = squared_out(t.args[0].args[0])
        return times(power(u, integer(half)), *[call("sqrt", u)] * odd)
    return t.rebuild([squared_out(u) for u in t.args])


def root_of(a: Algebra, t: Term) -> Term:
    """The root of a nonnegative scalar, of squares and products of positive ones by their form."""
    if t == ONE:
        return t
    if t.head == "Pow" and t.args[1].head == "Integer" and a.holds(Term("Gt", (t.args[0], ZERO))):
        half, odd = divmod(t.args[1].data, 2)
        return times(power(t.args[0], integer(half)), *[call("sqrt", t.args[0])] * odd)
    if t.head in ("Mul", "Div") and all(a.holds(Term("Gt", (u, ZERO))) for u in t.args):
        return t.rebuild([root_of(a, u) for u in t.args])
    return call("sqrt", t)


def diagonal_of(a: Algebra, m: Matrix) -> Fraction_ | None:
    """The entry of a sum of diagonal matrices; None for any other."""
    if m.rows != m.columns:
        return None
    out = a.k.scalars.nought
    for w, c in m.words.items():
        part = c
        for x in w:
            atom = a.k.atom(x)
            if atom.kind != "diagonal":
                return None
            assert atom.entry is not None
            part = part * a.k.scalars.of(atom.entry)
        out = out + part
    return out


def monomials(a: Algebra, f: Fraction_) -> list[tuple[Term, Fraction_]]:
    """f as a sum of coefficients free of components times monomials in them."""
    k = a.k.scalars
    chosen = frozenset(i for i, t in enumerate(k.terms) if local(t))
    f = cancelled(a, k.term(f))
    below, f_top = k.one, f
    if f.d is not None and any(e[i] for e in f.d.to_dict() for i in chosen):
        free, below = k.one, k.one
        number, factors = f.d.factor()
        for factor, times_ in factors:  # what has no component in it goes outside
            if any(e[i] for e in factor.to_dict() for i in chosen):
                below = below * Fraction_(factor) ** int(times_)
            else:
                free = free * Fraction_(factor) ** int(times_)
        f_top = Fraction_(f.n) * (free * k.number(int(number.p), int(number.q))).inverse()
    parts = k.parts(f_top, chosen)
    assert parts is not None
    out = []
    for key, c in parts.items():
        monomial = Fraction_(k.ctx.from_dict({key: 1})) * below.inverse()
        if monomial.d is not None:  # a number or a free factor of the denominator goes outside
            lead = Fraction_(k.ctx.constant(monomial.d.leading_coefficient()))
            monomial, c = monomial * lead, c * lead.inverse()
        out.append((k.term(monomial), c))
    return out


def total_over_places(a: Algebra, entry: Term, n: Term) -> Fraction_:
    """The sum over j = 0 .. n - 1 of an expression in components."""
    out = a.k.scalars.nought
    for monomial, c in monomials(a, a.k.scalars.of(without_logs_of_products(a, entry))):
        if monomial == ONE:
            out = out + c * a.k.scalars.of(n)
            continue
        new = symbol(f"sum {write(n)} {write(monomial)}")
        a.places[new.data] = (monomial, n)
        index = symbol("j")
        body = a.meant(monomial)
        a.meaning[new.data] = Term(
            "Sum", (body, index, ZERO, Term("Add", (n, Term("Neg", (ONE,)))))
        )
        if a.sign(a.k.scalars.of(monomial)) == "+":
            a.facts[Term("Gt", (new, ZERO))] = None
        elif not real(a, monomial):
            a.complex |= {new.data}
        out = out + c * a.k.scalars.generator(new)
    return out


def gathered(a: Algebra, t: Term) -> Term:
    """Sums over the same places, where they stand in one sum, as one sum, split again."""
    if not a.places or not t.free & a.places.keys():
        return t
    if t.head not in ("Symbol", "Add", "Neg", "Mul", "Div"):
        return t.rebuild([gathered(a, u) for u in t.args])
    k = a.k.scalars
    inner = _inner(a, t)
    f = k.of(inner)
    chosen = {i: a.places[s.data] for i, s in enumerate(k.terms)
              if s.head == "Symbol" and s.data in a.places}  # fmt: skip
    parts = k.parts(f, frozenset(chosen))
    if parts is None or any(sum(key) > 1 for key in parts):
        return inner
    rest, entries = k.nought, {}  # type: ignore[var-annotated]
    for key, c in parts.items():
        at = next((i for i, e in enumerate(key) if e), None)
        if at is None:
            rest = rest + c
            continue
        monomial, n = chosen[at]
        entries[n] = entries.get(n, k.nought) + c * k.of(monomial)
    for n, entry in entries.items():
        rest = rest + total_over_places(a, k.term(entry), n)
    return k.term(rest)


def _inner(a: Algebra, t: Term) -> Term:
    """The same with the arguments of functions gathered."""
    if t.head in ("Add", "Neg", "Mul", "Div"):
        return t.rebuild([_inner(a, u) for u in t.args])
    return t if t.head == "Symbol" else gathered(a, t)


def product_over_places(a: Algebra, entry: Term, n: Term) -> Term:
    """The product over the places of a positive expression."""
    if not a.holds(Term("Gt", (entry, ZERO))):
        raise Undecided(f"not proved: {write(a.meant(entry))} > 0")
    return call("exp", a.k.scalars.term(total_over_places(a, call("log", entry), n)))


def without_logs_of_products(a: Algebra, t: Term) -> Term:
    """log(u v) = log(u) + log(v) and the like, where u and v are positive."""
    if t.head != "log":
        return t.rebuild([without_logs_of_products(a, u) for u in t.args])
    (u,) = t.args

    def log(v: Term) -> Term:
        return without_logs_of_products(a, call("log", v))

    if u.head == "exp":
        return without_logs_of_products(a, u.args[0])
    if u.head == "Mul" and all(a.holds(Term("Gt", (v, ZERO))) for v in u.args):
        return plus(*[log(v) for v in u.args])
    if u.head == "Div" and all(a.holds(Term("Gt", (v, ZERO))) for v in u.args):
        return plus(log(u.args[0]), minus(log(u.args[1])))
    if u.head == "Pow" and a.holds(Term("Gt", (u.args[0], ZERO))):
        return times(u.args[1], log(u.args[0]))
    if u.head == "sqrt" and a.holds(Term("Gt", (u.args[0], ZERO))):
        return over(log(u.args[0]), Term("Integer", (), 2))
    if u == ONE:
        return ZERO
    return t


def at_places(a: Algebra, t: Term) -> Term | None:
    """The body of a sum or product over all components, in components; None for another range."""
    body, j, low, high = t.args
    n = None
    for u in body.walk():
        if u.head == "Index" and u.args[1:] == (j,) and u.args[0].head == "Symbol":
            sort = a.givens.matrices.get(u.args[0].data)
            if sort is None or sort.columns != ONE:
                return None
            if n is not None and a.dimension(n) != a.dimension(sort.rows):
                return None
            n = sort.rows
            body = replace(body, u, named(a, u.args[0].data))
    if n is None or j.data in body.free or body.free & a.givens.matrices.keys():
        return None
    k = a.k.scalars
    if low != ZERO or k.of(plus(high, ONE)).key != k.of(n).key:
        return None
    return body
