"""The closed table of heads: what may stand in a term, and what each head means.

Functions and constants carry SymPy's names; a term with any other head cannot be built by a reader.
`arity` is the number of arguments (a tuple where several are allowed, None for any number).

>>> HEADS["sin"].kind, HEADS["besselj"].arity
('function', (2,))
>>> ALIASES["ln"], ALIASES["arctan"]
('log', 'atan')
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Head:
    name: str
    kind: (
        str  # leaf | arithmetic | function | constant | calculus | relation | logic | matrix | form
    )
    arity: tuple[int, ...] | None


def _rows(kind: str, **arities: str) -> dict[str, Head]:
    rows = {}
    for arity, names in arities.items():
        count = None if arity == "any" else tuple(int(d) for d in arity[1:].split("_"))
        rows.update({name: Head(name, kind, count) for name in names.split()})
    return rows


HEADS: dict[str, Head] = {
    **_rows("leaf", a0="Integer Symbol"),
    # Add and Mul have two or more arguments; a difference is Add(a, Neg(b)), a quotient is Div.
    **_rows("arithmetic", a1="Neg", a2="Div Pow", any="Add Mul"),
    # Constants are zero-argument heads written by name; `oo` only as a bound or a value of a limit.
    **_rows("constant", a0="pi E I oo EulerGamma Catalan GoldenRatio zoo"),
    **_rows(
        "function",
        a1="""exp log sqrt cbrt sin cos tan cot sec csc sinh cosh tanh coth sech csch
            asin acos atan acot asec acsc asinh acosh atanh acoth asech acsch
            Abs sign floor ceiling conjugate re im arg factorial factorial2
            gamma loggamma digamma trigamma erf erfc erfi Si Ci Shi Chi Ei li
            fresnels fresnelc airyai airybi airyaiprime airybiprime elliptic_k
            LambertW dirichlet_eta Heaviside DiracDelta sinc harmonic fibonacci bernoulli""",
        a2="""atan2 beta binomial RisingFactorial FallingFactorial polygamma
            besselj bessely besseli besselk hankel1 hankel2 jn yn lowergamma uppergamma expint
            elliptic_f polylog legendre hermite laguerre chebyshevt chebyshevu
            jacobi_sn jacobi_cn jacobi_dn jacobi_am KroneckerDelta Mod""",
        a1_2="elliptic_e zeta",
        a2_3="elliptic_pi",
        a3="assoc_legendre assoc_laguerre gegenbauer lerchphi",
        a4="hyp2f1",
        any="Max Min",
    ),
    # A generic function or a derivative of it; data = (name, orders).
    **_rows("function", any="Apply"),
    # Derivative(body, v1, .., vk) data = orders; Subs(body, v1, .., vk, p1, .., pk).
    **_rows("calculus", any="Derivative Subs"),
    **_rows("calculus", a4="Integral Sum Product", a3="Limit", a2="Lambda"),
    **_rows("relation", a2="Eq Ne Lt Le Gt Ge"),
    # In(x, Interval); Is(x, Symbol(word)); Piecewise(e1, c1, e2, c2, ..); Interval data = "()", "[)" ..
    **_rows("logic", any="And Or Piecewise Tuple", a1="Not", a2="In Is Interval", a0="true false"),
    # Matrix data = (rows, columns), args row by row; Index(A, i) or Index(A, i, j), from 0.
    **_rows(
        "matrix",
        any="Matrix Index",
        a1="transpose inverse det trace Identity sqrtm diag",
        a2="ZeroMatrix",
    ),
    # VolumeIntegral(body, x, n): over all columns x of n real numbers.  W2sq of two laws.
    **_rows("calculus", a3="VolumeIntegral"),
    **_rows("law", a2="MultivariateNormal W2sq"),
    # Forms: Wedge of forms, d, interior product i(X, w), Lie derivative L(X, w), Hodge star, ...
    **_rows(
        "form",
        any="Wedge",
        a1="ext_d star delta LB flat sharp grad div_ curl lap hom potential",
        a2="iprod lie pull bracket inner",
    ),
}

ALIASES: dict[str, str] = {
    "ln": "log", "arcsin": "asin", "arccos": "acos", "arctan": "atan", "arccot": "acot",
    "arcsinh": "asinh", "arccosh": "acosh", "arctanh": "atanh", "arsinh": "asinh",
    "arcosh": "acosh", "artanh": "atanh", "arctan2": "atan2", "abs": "Abs", "Gamma": "gamma",
    "sgn": "sign", "psi": "digamma", "tr": "trace", "Tr": "trace",
    "Transpose": "transpose", "Inverse": "inverse", "eye": "Identity", "Determinant": "det",
    "Trace": "trace",
    "ceil": "ceiling", "infinity": "oo", "inf": "oo", "ellipk": "elliptic_k",
    "lambertw": "LambertW",
    "max": "Max", "min": "Min", "conj": "conjugate", "diff": "Derivative",
    "rf": "RisingFactorial", "ff": "FallingFactorial",
}  # fmt: skip
