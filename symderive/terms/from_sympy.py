"""SymPy expressions as terms, exactly and in a readable order; what is not exact is refused.

>>> from sympy import Symbol, sqrt, exp
>>> from symderive.terms.writer import write
>>> x, a = Symbol("x"), Symbol("a")
>>> write(from_sympy(-x + a / 2)), write(from_sympy(exp(-x) / (2 * sqrt(x))))
('a/2 - x', 'exp(-x)/(2*sqrt(x))')
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from symderive.terms.heads import HEADS
from symderive.terms.substitute import fresh, substitute
from symderive.terms.to_sympy import UNDEFINED, NotBridged
from symderive.terms.tree import (
    ONE,
    Term,
    add,
    call,
    div,
    integer,
    mul,
    neg,
    pow_,
    rational,
    symbol,
)
from symderive.terms.vocabulary import is_function_name, is_symbol_name

_CONSTANTS = {
    "Pi": "pi", "Exp1": "E", "ImaginaryUnit": "I", "EulerGamma": "EulerGamma",
    "Catalan": "Catalan", "GoldenRatio": "GoldenRatio", "Infinity": "oo",
    "ComplexInfinity": "zoo", "BooleanTrue": "true", "BooleanFalse": "false",
}  # fmt: skip
_RELATIONS = {
    "Equality": "Eq", "Unequality": "Ne", "StrictLessThan": "Lt", "LessThan": "Le",
    "StrictGreaterThan": "Gt", "GreaterThan": "Ge", "And": "And", "Or": "Or", "Not": "Not",
    "Tuple": "Tuple", "Max": "Max", "Min": "Min", "Transpose": "transpose", "Inverse": "inverse",
    "Determinant": "det", "Trace": "trace", "Identity": "Identity", "ZeroMatrix": "ZeroMatrix",
    "MatrixElement": "Index",
}  # fmt: skip
_POLYGAMMAS = {0: "digamma", 1: "trigamma"}
_SIDES = {(True, True): "()", (True, False): "(]", (False, True): "[)", (False, False): "[]"}


def from_sympy(expr: Any) -> Term:
    """A SymPy object as a term.

    Quotients become `Div`, negative terms `Neg`, half powers `sqrt`, positive terms come first.
    Raises `NotBridged` for floats, indefinite integrals, meijerg, RootSum, names outside the plain
    text language, and every class without a head.
    """
    return _Reader(expr).of(expr)


class _Reader:
    def __init__(self, expr: Any) -> None:
        free = getattr(expr, "atoms", None)
        if free is None:
            raise NotBridged(f"{type(expr).__name__} is not a SymPy expression")
        import sympy
        from sympy.core.function import AppliedUndef

        self.undefined = AppliedUndef
        self.names: dict[Any, str] = {}
        self.taken = {s.name for s in expr.atoms(sympy.Symbol) if not isinstance(s, sympy.Dummy)}

    def of(self, e: Any) -> Term:
        kind = type(e).__name__
        if isinstance(e, self.undefined):  # first: its class may be named like any other
            return self._generic(e)
        if not type(e).__module__.startswith("sympy."):
            raise NotBridged(f"{kind} is not a class of SymPy")
        if getattr(e, "is_Rational", False):
            return rational(int(e.p), int(e.q))
        if getattr(e, "is_Symbol", False):
            return self._symbol(e)
        if kind in _CONSTANTS:
            return Term(_CONSTANTS[kind])
        if kind == "NegativeInfinity":
            return neg(Term("oo"))
        if kind in _RELATIONS:
            return Term(_RELATIONS[kind], self._all(e.args))
        own: Callable[[Any], Term] | None = getattr(self, "_" + kind, None)
        if own is not None:
            return own(e)
        if getattr(e, "is_Function", False):
            return self._function(e)
        if getattr(e, "is_Matrix", False) and hasattr(e, "flat"):
            return Term("Matrix", self._all(e.flat()), (int(e.rows), int(e.cols)))
        raise NotBridged(f"{kind} has no exact counterpart among terms: {_shown(e)}")

    def _all(self, args: Any) -> list[Term]:
        return [self.of(a) for a in args]

    def _symbol(self, e: Any) -> Term:
        if type(e).__name__ in ("Dummy", "Wild"):
            if e not in self.names:
                base = e.name.strip("_")
                base = base if is_symbol_name(base) else "s"
                name = base if base not in self.taken else fresh(base, self.taken)
                self.taken.add(name)
                self.names[e] = name
            return symbol(self.names[e])
        return symbol(_name(e.name))

    def _MatrixSymbol(self, e: Any) -> Term:
        return symbol(_name(e.name))

    # --- arithmetic -------------------------------------------------------------------------------

    def _Add(self, e: Any) -> Term:
        parts = [self.of(a) for a in e.as_ordered_terms()]
        first = [p for p in parts if p.head != "Neg"]
        return add(*first, *(p for p in parts if p.head == "Neg"))

    def _Mul(self, e: Any) -> Term:
        coefficient, rest = e.as_coeff_Mul(rational=True)
        factors = list(rest.as_ordered_factors())
        negative = coefficient.is_negative
        top: list[Term] = []
        bottom: list[Term] = []
        if abs(coefficient).p != 1:
            top.append(integer(int(abs(coefficient.p))))
        if coefficient.q != 1:
            bottom.append(integer(int(coefficient.q)))
        for f in factors:
            if f.is_Pow and f.exp.is_Rational and f.exp.is_negative:
                bottom.append(self._power(f.base, -f.exp))
            elif f.is_Rational and f.p == 1 and f.q != 1:
                bottom.append(integer(int(f.q)))
            elif f != 1:
                top.append(self.of(f))
        numerator = mul(*top) if top else ONE
        whole = div(numerator, mul(*bottom)) if bottom else numerator
        return neg(whole) if negative else whole

    def _Pow(self, e: Any) -> Term:
        if e.exp.is_Rational and e.exp.is_negative:
            return div(ONE, self._power(e.base, -e.exp))
        return self._power(e.base, e.exp)

    def _power(self, base: Any, exponent: Any) -> Term:
        if exponent == 1:
            return self.of(base)
        b = self.of(base)
        if exponent.is_Rational and exponent.p == 1 and exponent.q == 2:
            return call("sqrt", b)
        return pow_(b, self.of(exponent))

    def _exp(self, e: Any) -> Term:
        return call("exp", self.of(e.args[0]))

    # --- functions --------------------------------------------------------------------------------

    def _function(self, e: Any) -> Term:
        name, args = type(e).__name__, self._all(e.args)
        if name == "polygamma" and e.args[0].is_Integer and int(e.args[0]) in _POLYGAMMAS:
            return call(_POLYGAMMAS[int(e.args[0])], args[1])
        if name == "Heaviside" and len(args) == 2 and args[1] == rational(1, 2):
            args = args[:1]
        head = HEADS.get(name)
        if head is None or head.kind != "function" or (head.arity and len(args) not in head.arity):
            raise NotBridged(f"{name} of {len(args)} arguments has no head: {_shown(e)}")
        return Term(name, args)

    def _generic(self, e: Any) -> Term:
        name, args = e.func.__name__, self._all(e.args)
        if name in UNDEFINED:
            return Term(name, args)
        if not is_function_name(name):
            raise NotBridged(f"{_shown(name)} cannot be the name of a generic function")
        return Term("Apply", args, (name, (0,) * len(args)))

    def _hyper(self, e: Any) -> Term:
        if len(e.ap) == 2 and len(e.bq) == 1:
            return call("hyp2f1", *self._all((*e.ap, *e.bq, e.argument)))
        raise NotBridged(f"only 2F1 has a head among hypergeometric functions: {_shown(e)}")

    def _Piecewise(self, e: Any) -> Term:
        return Term("Piecewise", [self.of(p) for pair in e.args for p in pair.args])

    # --- calculus ---------------------------------------------------------------------------------

    def _Derivative(self, e: Any) -> Term:
        body, variables = self.of(e.expr), [self.of(v) for v, _ in e.variable_count]
        if not all(v.head == "Symbol" for v in variables):
            raise NotBridged(f"a derivative is taken by symbols only: {_shown(e)}")
        if not all(n.is_Integer for _, n in e.variable_count):
            raise NotBridged(f"a derivative of symbolic order: {_shown(e)}")
        orders = tuple(int(n) for _, n in e.variable_count)
        if body.head == "Apply" and not any(body.data[1]):
            slots = self._slots(body, variables)
            if slots is not None:
                raised = [0] * len(body.args)
                for i, n in zip(slots, orders, strict=True):
                    raised[i] += n
                return Term("Apply", body.args, (body.data[0], tuple(raised)))
        return Term("Derivative", (body, *variables), orders)

    def _slots(self, body: Term, variables: list[Term]) -> list[int] | None:
        """The slot of each variable, where it is one argument and occurs in no other."""
        found = []
        for v in variables:
            at = [i for i, a in enumerate(body.args) if v.data in a.free]
            if len(at) != 1 or body.args[at[0]] != v:
                return None
            found.append(at[0])
        return found

    def _Subs(self, e: Any) -> Term:
        body = self.of(e.expr)
        variables, points = self._all(e.variables), self._all(e.point)
        if body.head == "Apply" and any(body.data[1]):
            # A derivative in slots: the point may be put in as it stands.
            return substitute(body, {v.data: p for v, p in zip(variables, points, strict=True)})
        return Term("Subs", (body, *variables, *points))

    def _iterated(self, e: Any) -> Term:
        result = self.of(e.function)
        for limit in e.limits:
            if len(limit) != 3:
                raise NotBridged(f"only definite integrals and sums are terms: {_shown(e)}")
            result = Term(type(e).__name__, (result, *self._all(limit)))
        return result

    _Integral = _Sum = _Product = _iterated

    def _Limit(self, e: Any) -> Term:
        body, variable, point, side = e.args
        return Term("Limit", self._all((body, variable, point)), str(side))

    def _Lambda(self, e: Any) -> Term:
        if len(e.variables) != 1:
            raise NotBridged(f"a Lambda binds one variable: {_shown(e)}")
        return Term("Lambda", (self.of(e.expr), self.of(e.variables[0])))

    _IdentityFunction = _Lambda

    # --- logic and matrices -----------------------------------------------------------------------

    def _Interval(self, e: Any) -> Term:
        ends = self._all((e.start, e.end))
        return Term("Interval", ends, _SIDES[bool(e.left_open), bool(e.right_open)])

    def _Contains(self, e: Any) -> Term:
        return Term("In", self._all(e.args))

    def _MatAdd(self, e: Any) -> Term:
        return add(*self._all(e.args))

    def _MatMul(self, e: Any) -> Term:
        parts = self._all(e.args)
        return neg(mul(*parts[1:])) if parts[0] == neg(ONE) else mul(*parts)

    def _MatPow(self, e: Any) -> Term:
        return pow_(*self._all(e.args))


def _name(name: str) -> str:
    if not is_symbol_name(name):
        raise NotBridged(f"{_shown(name)} is not a name of the plain-text language")
    return name


def _shown(e: Any) -> str:
    """The start of an object's ASCII text, for an error message."""
    return ascii(str(e))[:80]
