"""Terms as SymPy expressions, for the methods that search: SymPy may rewrite them as it likes.

>>> from symderive.terms.tree import call, integer, symbol
>>> to_sympy(call("sqrt", Term("Pow", (symbol("x"), integer(2)))))
Abs(x)
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from functools import reduce
from typing import Any

from symderive.terms.heads import HEADS
from symderive.terms.substitute import fresh
from symderive.terms.tree import BINDERS, Term

Sorts = Mapping[str, Mapping[str, Any]]

MAX_LITERAL = 10_000  # larger integers reach no function or exponent: SymPy would evaluate it


class NotBridged(ValueError):
    """This has no counterpart on the other side of the bridge: what, and why."""


# Heads of the closed table that SymPy does not have: undefined functions of the same name.
UNDEFINED = ("jacobi_sn", "jacobi_cn", "jacobi_dn", "jacobi_am")
_SIDES = {"()": (True, True), "(]": (True, False), "[)": (False, True), "[]": (False, False)}


def to_sympy(term: Term, sorts: Sorts | None = None) -> Any:
    """`term` as a SymPy expression, evaluated as SymPy does at construction.

    `sorts` gives SymPy assumptions by name, {"x": {"positive": True}}, or the shape of a matrix,
    {"A": {"matrix": (n, n)}} with terms or integers; other names are real, bound ones of sums and
    products integer.  Raises `NotBridged` for forms, `Is`, and literals that SymPy would blow up.
    """
    return _Writer(sorts or {}, term).of(term, {})


class _Writer:
    def __init__(self, sorts: Sorts, term: Term) -> None:
        import sympy

        self.sp = sympy
        self.sorts = sorts
        self.taken = set(term.free) | {
            t.args[BINDERS[t.head]].data for t in term.walk() if t.head in BINDERS
        }

    def of(self, t: Term, bound: Mapping[str, Any]) -> Any:
        head, sp = t.head, self.sp
        if head == "Integer":
            return sp.Integer(t.data)
        if head == "Symbol":
            return bound[t.data] if t.data in bound else self._symbol(t.data)
        own: Callable[[Term, Mapping[str, Any]], Any] | None = getattr(self, "_" + head, None)
        if own is not None:
            return own(t, bound)
        if head in HEADS and HEADS[head].kind == "constant":
            return getattr(sp, head)
        if head in ("Eq", "Ne", "Lt", "Le", "Gt", "Ge", "And", "Or", "Not", "Tuple", "Max", "Min"):
            return getattr(sp, head)(*self._all(t.args, bound))
        if head in ("true", "false"):
            return getattr(sp, head)
        if head in HEADS and HEADS[head].kind == "function":
            return self._function(t, self._all(t.args, bound))
        raise NotBridged(f"{head} has no counterpart in SymPy")

    def _all(self, args: tuple[Term, ...], bound: Mapping[str, Any]) -> list[Any]:
        return [self.of(a, bound) for a in args]

    def _symbol(self, name: str) -> Any:
        sort = dict(self.sorts.get(name, {"real": True}))
        shape = sort.pop("matrix", None)
        if shape is None:
            return self.sp.Symbol(name, **sort)
        sizes = [self.of(s, {}) if isinstance(s, Term) else self.sp.Integer(s) for s in shape]
        sizes = [self.sp.Symbol(s.name, integer=True, positive=True) if s.is_Symbol else s
                 for s in sizes]  # fmt: skip
        return self.sp.MatrixSymbol(name, *sizes)

    # --- arithmetic -------------------------------------------------------------------------------

    def _Neg(self, t: Term, bound: Mapping[str, Any]) -> Any:
        return -self.of(t.args[0], bound)

    def _Add(self, t: Term, bound: Mapping[str, Any]) -> Any:
        parts = self._all(t.args, bound)
        if any(getattr(p, "is_Matrix", False) for p in parts):
            return reduce(operator.add, parts)
        return self.sp.Add(*parts)

    def _Mul(self, t: Term, bound: Mapping[str, Any]) -> Any:
        parts = self._all(t.args, bound)
        if any(getattr(p, "is_Matrix", False) for p in parts):
            return reduce(operator.mul, parts)
        return self.sp.Mul(*parts)

    def _Div(self, t: Term, bound: Mapping[str, Any]) -> Any:
        top, bottom = self._all(t.args, bound)
        return top / bottom

    def _Pow(self, t: Term, bound: Mapping[str, Any]) -> Any:
        base, exponent = self._all(t.args, bound)
        if exponent.is_number and exponent.is_Rational and abs(exponent) > MAX_LITERAL:
            raise NotBridged(f"the exponent {exponent} is too large for SymPy")
        if (
            base.is_Integer
            and exponent.is_Integer
            and abs(exponent) * abs(base).p.bit_length() > 10**5
        ):
            raise NotBridged(f"{base}^{exponent} is too large for SymPy")
        return base**exponent

    # --- functions --------------------------------------------------------------------------------

    def _function(self, t: Term, args: list[Any]) -> Any:
        sp, head = self.sp, t.head
        if any(a.is_Integer and abs(a) > MAX_LITERAL for a in args):
            raise NotBridged(f"{head} of a large integer: SymPy would evaluate it")
        if head == "cbrt":  # the real root; SymPy's cbrt is the principal one
            return sp.sign(args[0]) * sp.Abs(args[0]) ** sp.Rational(1, 3)
        if head == "hyp2f1":
            return sp.hyper(args[:2], args[2:3], args[3])
        if head in UNDEFINED:
            return sp.Function(head)(*args)
        return getattr(sp, head)(*args)

    def _Apply(self, t: Term, bound: Mapping[str, Any]) -> Any:
        name, orders = t.data
        function, args = self.sp.Function(name), self._all(t.args, bound)
        if not any(orders):
            return function(*args)
        if all(a.is_Symbol for a in args) and len(set(args)) == len(args):
            slots = args
        else:
            slots = []
            for _ in args:
                self.taken.add(new := fresh("xi", self.taken))
                slots.append(self.sp.Symbol(new, real=True))
        by = [(s, n) for s, n in zip(slots, orders, strict=True) if n]
        node = self.sp.Derivative(function(*slots), *by)
        return node if slots is args else self.sp.Subs(node, tuple(slots), tuple(args))

    # --- calculus ---------------------------------------------------------------------------------

    def _Derivative(self, t: Term, bound: Mapping[str, Any]) -> Any:
        variables = self._all(t.args[1:], bound)
        by = list(zip(variables, t.data, strict=True))
        return self.sp.Derivative(self.of(t.args[0], bound), *by)

    def _Subs(self, t: Term, bound: Mapping[str, Any]) -> Any:
        k = (len(t.args) - 1) // 2
        names = [v.data for v in t.args[1 : k + 1]]
        inner = {n: self._bound(n, integer=False) for n in names}
        points = self._all(t.args[k + 1 :], bound)
        body = self.of(t.args[0], {**bound, **inner})
        return self.sp.Subs(body, tuple(inner[n] for n in names), tuple(points))

    def _bound(self, name: str, integer: bool) -> Any:
        return self.sp.Symbol(name, **({"integer": True} if integer else {"real": True}))

    def _binder(self, t: Term, bound: Mapping[str, Any]) -> Any:
        name = t.args[1].data
        variable = self._bound(name, integer=t.head in ("Sum", "Product"))
        body = self.of(t.args[0], {**bound, name: variable})
        rest = self._all(t.args[2:], bound)
        if t.head == "Lambda":
            return self.sp.Lambda(variable, body)
        if t.head == "Limit":
            return self.sp.Limit(body, variable, rest[0], t.data)
        return getattr(self.sp, t.head)(body, (variable, *rest))

    _Integral = _Sum = _Product = _Limit = _Lambda = _binder

    # --- logic and matrices -----------------------------------------------------------------------

    def _Piecewise(self, t: Term, bound: Mapping[str, Any]) -> Any:
        args = self._all(t.args, bound)
        return self.sp.Piecewise(*zip(args[::2], args[1::2], strict=True))

    def _Interval(self, t: Term, bound: Mapping[str, Any]) -> Any:
        return self.sp.Interval(*self._all(t.args, bound), *_SIDES[t.data])

    def _In(self, t: Term, bound: Mapping[str, Any]) -> Any:
        x, low, high = (self.of(a, bound) for a in (t.args[0], *t.args[1].args))
        left, right = _SIDES[t.args[1].data]
        return self.sp.And(low < x if left else low <= x, x < high if right else x <= high)

    def _Matrix(self, t: Term, bound: Mapping[str, Any]) -> Any:
        return self.sp.ImmutableMatrix(*t.data, self._all(t.args, bound))

    def _of_matrix(self, t: Term, bound: Mapping[str, Any]) -> Any:
        a = self.of(t.args[0], bound)
        name = {"transpose": "Transpose", "inverse": "Inverse", "det": "Determinant",
                "trace": "Trace"}[t.head]  # fmt: skip
        return getattr(self.sp, name)(a).doit()

    _transpose = _inverse = _det = _trace = _of_matrix

    def _Index(self, t: Term, bound: Mapping[str, Any]) -> Any:
        a, *at = self._all(t.args, bound)
        return a[at[0]] if len(at) == 1 else a[tuple(at)]

    def _Identity(self, t: Term, bound: Mapping[str, Any]) -> Any:
        return self.sp.Identity(self.of(t.args[0], bound))

    def _ZeroMatrix(self, t: Term, bound: Mapping[str, Any]) -> Any:
        return self.sp.ZeroMatrix(*self._all(t.args, bound))
