"""Capture-free substitution, alpha-equivalence and replacement of subterms.

A bound variable is renamed when a substituted term would fall under it; a derivative whose variable
is replaced by a value becomes a `Subs`, because d/dx at 2 is not d/d2.

>>> from symderive.terms.tree import call, integer, mul, symbol
>>> x, t, z = symbol("x"), symbol("t"), symbol("z")
>>> moment = Term("Integral", (mul(t, x), x, integer(0), integer(1)))
>>> substitute(moment, {"t": x}).args[1].data
'x_1'
>>> alpha_equal(moment, Term("Integral", (mul(t, z), z, integer(0), integer(1))))
True
>>> substitute(Term("Derivative", (call("sin", x), x), (1,)), {"x": integer(0)}).head
'Subs'
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from symderive.terms.tree import BINDERS, Term, symbol


def fresh(base: str, taken: Iterable[str]) -> str:
    """A name derived from `base` (x -> x_1, x_2, ...) that is not in `taken`."""
    used = set(taken)
    n = 1
    while f"{base}_{n}" in used:
        n += 1
    return f"{base}_{n}"


def substitute(term: Term, mapping: Mapping[str, Term]) -> Term:
    """`term` with free symbols replaced, all at once; bound variables are renamed where needed."""
    live = {n: t for n, t in mapping.items() if n in term.free}
    live = {n: t for n, t in live.items() if not (t.head == "Symbol" and t.data == n)}
    if not live:
        return term
    if term.head == "Symbol":
        return live[term.data]
    if term.head in BINDERS:
        body, (new,), inner = _under(term.args[:1], (term.args[1],), live)
        rest = [substitute(a, live) for a in term.args[2:]]
        return term.rebuild([substitute(body[0], inner), new, *rest])
    if term.head == "Subs":
        k = (len(term.args) - 1) // 2
        body, names, inner = _under(term.args[:1], term.args[1 : k + 1], live)
        rest = [substitute(a, live) for a in term.args[k + 1 :]]
        return term.rebuild([substitute(body[0], inner), *names, *rest])
    if term.head == "Derivative":
        return _in_derivative(term, live)
    return term.rebuild([substitute(a, live) for a in term.args])


def _under(
    scope: tuple[Term, ...], bound: tuple[Term, ...], mapping: Mapping[str, Term]
) -> tuple[tuple[Term, ...], tuple[Term, ...], dict[str, Term]]:
    """The scope with its variables renamed off the names that the mapping brings in."""
    names = {b.data for b in bound}
    inside = frozenset().union(*(s.free for s in scope))
    inner = {n: t for n, t in mapping.items() if n not in names and n in inside}
    incoming: set[str] = set().union(*(t.free for t in inner.values()))
    clash = names & incoming
    if not clash:
        return scope, bound, inner
    taken = incoming | inside | names | set(inner)
    renaming: dict[str, Term] = {}
    for name in sorted(clash):
        new = fresh(name, taken)
        taken.add(new)
        renaming[name] = symbol(new)
    scope = tuple(substitute(s, renaming) for s in scope)
    return scope, tuple(renaming.get(b.data, b) for b in bound), inner


def _in_derivative(term: Term, mapping: Mapping[str, Term]) -> Term:
    """Derivative(body, v..) is read as its value at v: Subs(Derivative(body, w..), w.., v..)."""
    body, variables = term.args[0], term.args[1:]
    (body,), inner_names, inner = _under((body,), variables, mapping)
    body = substitute(body, inner)
    values = {w.data: substitute(v, mapping) for w, v in zip(inner_names, variables, strict=True)}
    if all(p.head == "Symbol" and p.data == w for w, p in values.items()):
        return term.rebuild([body, *inner_names])
    others = body.free - values.keys()
    plain = {p.data for p in values.values() if p.head == "Symbol"}
    if len(plain) == len(values) and not others & plain:
        # Distinct fresh symbols: the derivative is merely written in other letters.
        return term.rebuild([substitute(body, values), *(values[w.data] for w in inner_names)])
    node = Term("Derivative", (body, *inner_names), term.data)
    return Term("Subs", (node, *map(symbol, values), *values.values()))


def _scopes(term: Term) -> tuple[int, tuple[Term, ...]]:
    """How many leading arguments are in scope of which bound variables (none: (0, ()))."""
    if term.head in BINDERS:
        return 1, (term.args[1],)
    if term.head == "Subs":
        return 1, term.args[1 : (len(term.args) - 1) // 2 + 1]
    return 0, ()


def alpha_equal(a: Term, b: Term) -> bool:
    """Whether two terms are the same up to the names of bound variables."""
    return a == b or _alpha(a, b, {}, {}, 0)


def _alpha(a: Term, b: Term, left: dict[str, int], right: dict[str, int], depth: int) -> bool:
    if a.head != b.head or len(a.args) != len(b.args):
        return False
    if a.head == "Symbol":
        i, j = left.get(a.data), right.get(b.data)
        return a.data == b.data if i is None and j is None else i == j
    if a.data != b.data:
        return False
    scoped, bound = _scopes(a)
    if not bound:
        return all(_alpha(p, q, left, right, depth) for p, q in zip(a.args, b.args, strict=True))
    others = _scopes(b)[1]
    inner_left, inner_right = dict(left), dict(right)
    for n, (p, q) in enumerate(zip(bound, others, strict=True)):
        inner_left[p.data] = inner_right[q.data] = depth + n
    if not _alpha(a.args[0], b.args[0], inner_left, inner_right, depth + len(bound)):
        return False
    start = scoped + len(bound)
    return all(
        _alpha(p, q, left, right, depth)
        for p, q in zip(a.args[start:], b.args[start:], strict=True)
    )


def replace(term: Term, old: Term, new: Term) -> Term:
    """Every occurrence of the subterm `old` replaced by `new`.

    An occurrence whose variables a binder of `term` has bound is another term and stays; a binder
    that would capture a name of `new` is renamed.  Inside `Derivative(body, v)` nothing is replaced
    when v is a name of `old` or `new`: equality at v is not equality near v.
    """
    if term == old:
        return new
    if not term.args or not old.free <= term.free:
        return term
    if term.head == "Derivative":
        variables = {v.data for v in term.args[1:]}
        if variables & (old.free | new.free):
            return term
        return term.rebuild([replace(term.args[0], old, new), *term.args[1:]])
    _, bound = _scopes(term)
    if not bound:
        return term.rebuild([replace(a, old, new) for a in term.args])
    names = {b.data for b in bound}
    body, start = term.args[0], 1 + len(bound)
    if not names & old.free:
        after = replace(body, old, new)
        if after is not body and names & new.free:
            taken = set(body.free | new.free | old.free | names)
            renaming = {}
            for name in sorted(names & new.free):
                taken.add(other := fresh(name, taken))
                renaming[name] = symbol(other)
            after = replace(substitute(body, renaming), old, new)
            bound = tuple(renaming.get(b.data, b) for b in bound)
        body = after
    return term.rebuild([body, *bound, *(replace(a, old, new) for a in term.args[start:])])
