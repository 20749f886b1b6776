"""Error functions, trigonometric, hyperbolic and logarithmic integrals, Fresnel and Airy functions.

Parity and the quarter turn z -> iz bring each to one generator with an argument of positive leading
coefficient; Ei is real on both halves of the line (DLMF 6.2, 6.5, 7.2, 7.4, 7.5, 9.2).

>>> from symderive.kernel.logic import registry
>>> from symderive.kernel.logic.givens import Givens
>>> from symderive.terms.reader import read
>>> nf = NormalForm(Givens.of([read("x > 0"), read("z is complex")]))
>>> nf.of(read("erf(I*z) - I*erfi(z)")).zero, nf.of(read("Shi(x) + Chi(x) - Ei(x)")).zero
(True, True)
>>> nf.of(read("airyai(z)*airybiprime(z) - airyaiprime(z)*airybi(z) - 1/pi")).zero
True
"""

from __future__ import annotations

from fractions import Fraction

from symderive.kernel.logic.elementary import Rule, odd
from symderive.kernel.logic.field import Fraction_, Undefined
from symderive.kernel.logic.gamma_family import gamma
from symderive.kernel.logic.normal import FUNCTIONS, NormalForm
from symderive.kernel.logic.shifts import exactly, made, over_i, pole_at_zero, positive, real

# f(iz) = factor * g(z) with factor i or -i: erf and erfi, Si and Shi, and the Fresnel integrals.
QUARTER_TURNS = {
    "erf": ("erfi", 1), "erfi": ("erf", 1), "Si": ("Shi", 1), "Shi": ("Si", 1),
    "fresnels": ("fresnels", -1), "fresnelc": ("fresnelc", 1),
}  # fmt: skip


def _odd_entire(head: str) -> Rule:
    """An odd entire function, real on the real line and there of the sign of its argument."""
    other, factor = QUARTER_TURNS[head]

    @odd
    def rule(nf: NormalForm, args: list[Fraction_]) -> Fraction_:
        (z,) = args
        t = nf.tower
        w = over_i(nf, z)
        if w is not None:
            return nf.number(factor) * nf.i * FUNCTIONS[other](nf, [w])
        if head == "Shi" and positive(nf, z):  # DLMF 6.5.2 and its companion
            return nf.number(1, 2) * (ei(nf, z) - ei(nf, -z))
        is_real = real(nf, z)
        before = len(t.generators)
        value = nf.opaque(head, [z], real=is_real, sign=t.sign(z) if is_real else None)
        if head == "erf" and is_real and len(t.generators) > before:
            t.learn(t.one - value, "+")
            t.learn(t.one + value, "+")
        return value

    return rule


def ei(nf: NormalForm, z: Fraction_) -> Fraction_:
    """The exponential integral, real on both halves of the real line."""
    if z.zero:
        raise Undefined("Ei(0) is a pole", nf.written)
    is_real = real(nf, z)
    return nf.opaque("Ei", [z], real=is_real, sign="-" if is_real and positive(nf, -z) else None)


def _ei(nf: NormalForm, args: list[Fraction_]) -> Fraction_:
    pole_at_zero(nf, args[0])
    return ei(nf, args[0])


def _li(nf: NormalForm, args: list[Fraction_]) -> Fraction_:
    """li(x) = Ei(log x) (DLMF 6.2.8)."""
    (x,) = args
    if x.zero:
        return x
    return ei(nf, nf.log(x)) if positive(nf, x) else nf.opaque("li", [x])


def _even_and_log(head: str) -> Rule:
    """Ci and Chi: an even entire function plus the logarithm; at x < 0 more by i pi."""

    def rule(nf: NormalForm, args: list[Fraction_]) -> Fraction_:
        (z,) = args
        if z.zero:
            raise Undefined(f"{head}(0) is a pole", nf.written)
        pole_at_zero(nf, z)
        if real(nf, z) and positive(nf, -z):
            return rule(nf, [-z]) + nf.i * nf.pi
        above = real(nf, z) and positive(nf, z)
        if head == "Chi" and above:
            return nf.number(1, 2) * (ei(nf, z) + ei(nf, -z))
        return nf.opaque(head, [z], real=above)

    return rule


# --- Airy -----------------------------------------------------------------------------------------

THIRD = Fraction(1, 3)
# head -> (sign, power of 3, gamma): the value at 0 is sign * 3^power / gamma (DLMF 9.2.3-6).
_AT_ZERO = {
    "airyai": (1, -2 * THIRD, 2 * THIRD), "airybi": (1, -THIRD / 2, 2 * THIRD),
    "airyaiprime": (-1, -THIRD, THIRD), "airybiprime": (1, THIRD / 2, THIRD),
}  # fmt: skip


def _airy(head: str) -> Rule:
    def rule(nf: NormalForm, args: list[Fraction_]) -> Fraction_:
        (z,) = args
        t = nf.tower
        if z.zero:
            sign, power, g = _AT_ZERO[head]
            value = nf.power(nf.number(3), power) * gamma(nf, exactly(nf, g)).inverse()
            return nf.number(sign) * value
        value = nf.opaque(head, [z], real=real(nf, z))
        family = [made(nf, name, [z]) for name in _AT_ZERO]
        if all(family) and t.once("airy", *family):
            a, b, a1, b1 = family
            assert a and b and a1 and b1
            # DLMF 9.2.7: Ai Bi' - Ai' Bi = 1/pi
            t.relate(((a, 1), (b1, 1)), nf.pi.inverse() + t.poly(a1) * t.poly(b))
        return value

    return rule


for _head in QUARTER_TURNS:
    FUNCTIONS[_head] = _odd_entire(_head)
for _head in _AT_ZERO:
    FUNCTIONS[_head] = _airy(_head)
FUNCTIONS.update({
    "erfc": lambda nf, a: nf.tower.one - FUNCTIONS["erf"](nf, a),
    "Ei": _ei, "li": _li, "Ci": _even_and_log("Ci"), "Chi": _even_and_log("Chi"),
})  # fmt: skip
