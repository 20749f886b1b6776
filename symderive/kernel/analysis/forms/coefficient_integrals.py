"""Antiderivatives inside the field of coefficients: sums of t^n e^(at) cos(bt), e^(at) sin(bt), powers.

Products of waves become sums of waves; then by parts.  Every answer is differentiated before it is
handed out, so that nothing rests on the way in which it was found.

>>> from symderive.kernel.analysis.forms.coefficients import Coefficients
>>> from symderive.kernel.logic.givens import Givens
>>> from symderive.terms.reader import read
>>> from symderive.terms.writer import write
>>> k = Coefficients(Givens.of([]))
>>> write(k.write(antiderivative(k, k.read(read("t*exp(a*t) + cos(t)^2")), "t")))
'(t*a^2 + 2*t*a*exp(t*a) + a^2*sin(t)*cos(t) - 2*exp(t*a))/(2*a^2)'
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flint import fmpq

from symderive.kernel.logic.field import Fraction_
from symderive.terms.tree import Term

if TYPE_CHECKING:
    from symderive.kernel.analysis.forms.coefficients import Coefficients, Generator

MAX_POWER = 12
# (power of t, exponents of exponentials, multiples of base angles): (cosine part, sine part)
Key = tuple[int, tuple[tuple[int, int], ...], tuple[tuple[int, int], ...]]
Waves = dict[Key, list[Fraction_]]


class NotElementary(ArithmeticError):
    """Not of the kind that is integrated here."""


def antiderivative(k: Coefficients, f: Fraction_, name: str) -> Fraction_:
    """F with dF/dname = f, checked; raises NotElementary."""
    if f.zero:
        return f
    k.symbol(name)
    own = k.by_key[Term("Symbol", (), name)]
    found = _powers(k, f, own) if own.unit != 1 else _work(k, f, own)
    if not k.add(k.derivative(found, name), -f).zero:
        raise NotElementary("the antiderivative that was found is none")
    return found


def _moving(k: Coefficients, own: Generator) -> set[int]:
    return {g.index for g in k.generators if own.term.data in g.term.free}


def _work(k: Coefficients, f: Fraction_, own: Generator) -> Fraction_:
    moving = _moving(k, own)
    rest, down = f, {}
    if f.d is not None:
        for g in k.used(Fraction_(f.d)):
            if g.index in moving:
                if (g is not own and g.kind != "exp") or not _only_power(f, g):
                    raise NotElementary("a denominator moves with the variable")
                n = int(f.d.degrees()[g.index])
                rest = k.mul(rest, k.power(k.poly(g), n))
                down[g.index] = n
    waves: Waves = {}
    for m, c in rest.n.to_dict().items():
        fixed = tuple(0 if i in moving else e for i, e in enumerate(m))
        used = {i: int(m[i]) - down.get(i, 0) for i in moving if m[i] or down.get(i)}
        n = used.pop(own.index, 0)
        _spread(k, waves, n, used, Fraction_(k.ctx.from_dict({fixed: fmpq(c)})))
    out = k.nought
    for key, pair in waves.items():
        out = out + _integral(k, own, key, pair)
    if rest.d is not None:
        out = out * Fraction_(rest.d).inverse()
    return k.reduced(out)


def _only_power(f: Fraction_, g: Generator) -> bool:
    """Whether the generator stands in the denominator as a factor only."""
    assert f.d is not None
    degrees = {int(m[g.index]) for m in f.d.monoms()}
    return len(degrees) == 1


def _spread(k: Coefficients, waves: Waves, n: int, used: dict[int, int], c: Fraction_) -> None:
    """c t^n times generators, as a sum of waves: cos x cos y = (cos(x-y) + cos(x+y))/2 and so on."""
    exps: dict[int, int] = {}
    parts: dict[tuple[tuple[int, int], ...], list[Fraction_]] = {(): [c, k.nought]}
    half = k.number(1, 2)
    for i, e in used.items():
        g = k.generators[i]
        if g.kind == "exp":
            exps[i] = e
            continue
        if g.kind not in ("sin", "cos") or e < 0 or e > MAX_POWER:
            raise NotElementary(f"{g.kind} moves with the variable")
        base = i if g.kind == "sin" else g.partner.index  # type: ignore[union-attr]
        for _ in range(e):
            new: dict[tuple[tuple[int, int], ...], list[Fraction_]] = {}
            for angle, (cos, sin) in parts.items():
                for sign in (1, -1):
                    key = _turned(angle, base, sign)
                    # angle a, factor cos b or sin b: with s = +-1 and the angle a + s b
                    if g.kind == "cos":
                        to_cos, to_sin = half * cos, half * sin
                    else:
                        s = k.number(sign)
                        # cos a sin b = (sin(a+b) - sin(a-b))/2; sin a sin b = (cos(a-b) - cos(a+b))/2
                        to_sin = s * half * cos
                        to_cos = -(s * half * sin)
                    key, flip = _positive(key)
                    entry = new.setdefault(key, [k.nought, k.nought])
                    entry[0] = entry[0] + to_cos
                    entry[1] = entry[1] + (-to_sin if flip else to_sin)
            parts = new
    for angle, (cos, sin) in parts.items():
        whole: Key = (n, tuple(sorted(exps.items())), angle)
        entry = waves.setdefault(whole, [k.nought, k.nought])
        entry[0], entry[1] = entry[0] + cos, entry[1] + (sin if angle else k.nought)


def _turned(
    angle: tuple[tuple[int, int], ...], base: int, sign: int
) -> tuple[tuple[int, int], ...]:
    found = dict(angle)
    found[base] = found.get(base, 0) + sign
    return tuple(sorted((i, n) for i, n in found.items() if n))


def _positive(
    angle: tuple[tuple[int, int], ...],
) -> tuple[tuple[tuple[int, int], ...], bool]:
    """The angle or its negative, the first multiple positive; whether it was turned round."""
    if angle and angle[0][1] < 0:
        return tuple((i, -n) for i, n in angle), True
    return angle, False


def _integral(k: Coefficients, own: Generator, key: Key, pair: list[Fraction_]) -> Fraction_:
    n, exps, angle = key
    cos, sin = (k.reduced(p) for p in pair)
    x, m = k.poly(own), _order(k, [i for i, _ in (*exps, *angle)], own)
    if (n + 1) % m:
        raise NotElementary("waves of a power of the variable")
    # With u = t^m the integral is that of u^((n + 1)/m - 1)/m and waves linear in u.
    n, x = (n + 1) // m - 1, k.power(x, m)
    a = k.add(*[k.mul(k.number(e), k.over(_inner(k, i), x)) for i, e in exps])
    b = k.add(*[k.mul(k.number(e), k.over(_inner(k, i), x)) for i, e in angle])
    if exps or angle:
        a, b, shift = _steady(k, a, own), _steady(k, b, own), k.number(1, m)
        cos, sin = k.mul(shift, cos), k.mul(shift, sin)
    wave = k.mul(*[k.power(k.poly(k.generators[i]), e) for i, e in exps])
    c, s = _circle(k, angle)
    if a.zero and b.zero:
        start = k.mul(wave, k.add(k.mul(cos, c), k.mul(sin, s)))
        if n == -1:
            return k.mul(start, k.read(Term("log", (own.term,))))
        return k.mul(start, k.power(x, n + 1), k.number(1, n + 1))
    if n < 0 or n > MAX_POWER:
        raise NotElementary("a wave over a power")
    below = k.inverse(k.add(k.mul(a, a), k.mul(b, b)))
    out = k.nought
    # t^n e^(at) (p cos + q sin): the first part, then the same with n t^(n-1).
    p, q = cos, sin
    for j in range(n, -1, -1):
        p, q = (k.mul(below, k.add(k.mul(a, p), -k.mul(b, q))),
                k.mul(below, k.add(k.mul(b, p), k.mul(a, q))))  # fmt: skip
        out = k.add(out, k.mul(k.power(x, j), wave, k.add(k.mul(p, c), k.mul(q, s))))
        p, q = k.mul(k.number(-j), p), k.mul(k.number(-j), q)
    return out


def _circle(k: Coefficients, angle: tuple[tuple[int, int], ...]) -> tuple[Fraction_, Fraction_]:
    c, s = k.one, k.nought
    for i, n in angle:
        sb = k.poly(k.generators[i])
        cb = k.poly(k.generators[i].partner)  # type: ignore[arg-type]
        if n < 0:
            sb, n = -sb, -n
        for _ in range(n):
            c, s = k.add(c * cb, -(s * sb)), k.add(s * cb, c * sb)
    return c, s


def _inner(k: Coefficients, i: int) -> Fraction_:
    found = k.generators[i].inner
    assert found is not None
    return found


def _order(k: Coefficients, indices: list[int], own: Generator) -> int:
    """m with every angle and exponent a multiple of t^m."""
    orders = set()
    for i in indices:
        inner = _inner(k, i)
        slope = k.derivative(inner, own.term.data)
        m = k.over(k.mul(slope, k.poly(own)), inner).constant()
        if m is None or m.q != 1 or not 1 <= m.p <= MAX_POWER:
            raise NotElementary("an angle or exponent that is no power of the variable")
        orders.add(int(m.p))
    if len(orders) > 1:
        raise NotElementary("angles that grow differently")
    return orders.pop() if orders else 1


def _steady(k: Coefficients, rate: Fraction_, own: Generator) -> Fraction_:
    if not k.derivative(rate, own.term.data).zero:
        raise NotElementary("an angle or exponent that is no power of the variable")
    return rate


def _powers(k: Coefficients, f: Fraction_, own: Generator) -> Fraction_:
    """Sums of fractional powers of the variable."""
    h = k.poly(own)
    shift = int(f.d.degrees()[own.index]) if f.d is not None else 0
    rest = k.mul(f, k.power(h, shift))
    moving = _moving(k, own)
    if any(g is not own and g.index in moving for g in k.used(rest)) or (
        rest.d is not None and rest.d.degrees()[own.index] > 0
    ):
        raise NotElementary("more than powers")
    out = k.nought
    for m, c in rest.n.to_dict().items():
        n = int(m[own.index]) - shift + own.unit
        if n == 0:
            raise NotElementary("a logarithm")
        part = Fraction_(k.ctx.from_dict({(*m[: own.index], 0, *m[own.index + 1 :]): fmpq(c)}))
        out = out + k.mul(part, k.power(h, n), k.number(own.unit, n))
    return k.reduced(out if rest.d is None else out * Fraction_(rest.d).inverse())
