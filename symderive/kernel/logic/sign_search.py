"""The search behind the sign oracle: factors, one variable, squares, facts combined, shifts.

Every way proves what it returns; the search is bounded by steps, terms and degrees, so that an
answer comes in about a millisecond.

>>> from flint import fmpq_mpoly_ctx
>>> a, b = fmpq_mpoly_ctx.get(["a", "b"], "degrevlex").gens()
>>> Search([POSITIVE, POSITIVE], [(a - b, POSITIVE)]).sign(a**2 - b**2, 2) == POSITIVE
True
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from operator import sub
from typing import Any

from flint import fmpq, fmpq_mpoly, fmpq_poly

from symderive.kernel.logic.sign_algebra import (
    AT_LEAST,
    NEGATIVE,
    NONZERO,
    NULL,
    POSITIVE,
    PRODUCTS,
    TOTALS,
    UNKNOWN,
    mask_of,
    of_number,
    opposite,
    power,
)  # fmt: skip
from symderive.kernel.logic.univariate_signs import univariate_sign

MAX_TERMS = 60  # longer polynomials get the cheap look only
MAX_DEGREES = 60  # sum of the degrees: FLINT's factorisation cannot be interrupted
MAX_STEPS = 80  # polynomials looked at for one question

Exponents = tuple[int, ...]


def sum_of_signs(terms: list[tuple[Exponents, Any]], masks: list[int]) -> int:
    """The sum of the signs of the monomials."""
    result = NULL
    for exponents, c in terms:
        result = TOTALS[result][_monomial(exponents, c, masks)]
        if result == UNKNOWN:
            break
    return result


def _monomial(exponents: Exponents, c: Any, masks: list[int]) -> int:
    sign = POSITIVE if c > 0 else NEGATIVE
    for i, n in enumerate(exponents):
        if n:
            sign = PRODUCTS[sign][power(masks[i], n)]
    return sign


def key_of(poly: fmpq_mpoly) -> str:
    """The polynomial up to a rational factor (as text: hashing its coefficients is slower)."""
    return "0" if poly.is_zero() else str(poly / poly.leading_coefficient())


class Search:
    """Signs at one point: masks of the generators, facts, and what has been found so far."""

    def __init__(
        self,
        masks: list[int],
        facts: list[tuple[fmpq_mpoly, int]],
        steps: list[int] | None = None,
    ) -> None:
        self.masks, self.steps = masks, [MAX_STEPS] if steps is None else steps
        self.known: dict[str, int] = {}  # key of a monic polynomial -> its sign
        self.lengths: set[int] = set()  # the numbers of terms of known polynomials
        self.facts: list[tuple[fmpq_mpoly, int]] = []
        self.bricks: list[tuple[fmpq_mpoly, int, list[tuple[Exponents, Any]]]] | None = None
        self.seen: dict[str, tuple[int, int]] = {}
        for f, mask in facts:
            self._note(f, mask)
        for f, mask in list(self.facts):
            self._split_fact(f, mask)

    def _note(self, f: fmpq_mpoly, mask: int) -> None:
        if f.is_constant() or mask in (0, UNKNOWN):
            return
        lead = f.leading_coefficient()
        monic = mask if lead > 0 else opposite(mask)
        key = key_of(f)
        self.lengths.add(len(f))
        self.known[key] = self.known.get(key, UNKNOWN) & monic
        gens = [i for i, d in enumerate(f.degrees()) if d]
        if len(f) == 1 and len(gens) == 1 and f.degrees()[gens[0]] == 1:
            self.masks = list(self.masks)
            self.masks[gens[0]] &= monic
        self.facts.append((f, mask))

    def _split_fact(self, f: fmpq_mpoly, mask: int) -> None:
        """What the sign of a product says of its factors."""
        if len(f) > MAX_TERMS or sum(f.degrees()) > MAX_DEGREES:
            return
        constant, factors = f.factor()
        if len(factors) == 1 and factors[0][1] == 1:
            return
        if not mask & NULL:
            for p, _ in factors:
                self._note(p, NONZERO)
        rest, odd = mask if constant > 0 else opposite(mask), []
        for p, n in factors:
            s = power(self._look(p), n)
            if s in (POSITIVE, NEGATIVE):
                rest = PRODUCTS[rest][s]
            elif n % 2:
                odd.append(p)
            elif mask & NULL:
                return  # a square that may vanish takes the sign of the others away
        if len(odd) == 1:
            self._note(odd[0], rest)
        elif len(odd) == 2 and rest in (POSITIVE, AT_LEAST, NEGATIVE, NEGATIVE | NULL):
            # p*q >= 0 and p + q > 0: both >= 0 (and likewise with signs and strictly).
            p, q = odd
            turned = not rest & POSITIVE
            q = -q if turned else q
            s = self._look(p + q)
            if s in (POSITIVE, NEGATIVE):
                weak = s if not rest & NULL else s | NULL
                self._note(p, weak)
                self._note(q, weak)

    def _look(self, poly: fmpq_mpoly) -> int:
        """What is seen at a glance: the monomials, and whether it is itself a fact."""
        mask = sum_of_signs(list(poly.terms()), self.masks)
        if mask in (POSITIVE, NEGATIVE, NULL) or len(poly) not in self.lengths:
            return mask
        monic = self.known.get(key_of(poly), UNKNOWN)
        return mask & (monic if poly.leading_coefficient() > 0 else opposite(monic))

    def sign(self, poly: fmpq_mpoly, depth: int) -> int:
        """The sign proved; 0 (no sign at all) where the facts contradict each other."""
        mask = self._look(poly)
        if mask in (POSITIVE, NEGATIVE, NULL, 0):
            return mask
        key = str(poly)
        old, at_depth = self.seen.get(key, (UNKNOWN, -9))
        if at_depth >= depth:
            return old & mask
        self.steps[0] -= 1
        if self.steps[0] < 0 or len(poly) > MAX_TERMS or sum(poly.degrees()) > MAX_DEGREES:
            return mask
        self.seen[key] = (mask, depth)
        constant, factors = poly.factor()
        if len(factors) == 1 and factors[0][1] == 1:
            mask &= self._irreducible(poly, depth)
        else:
            result, vague, together = of_number(constant), POSITIVE, poly.context().constant(1)
            for p, n in factors:
                s = power(self._irreducible(p, depth), n)
                if n % 2 and s not in (POSITIVE, NEGATIVE):
                    vague, together = PRODUCTS[vague][s], together * p
                else:
                    result = PRODUCTS[result][s]
            # Factors of unknown signs may have a known product.
            result = PRODUCTS[result][vague & self._look(together)]
            mask &= result
            if mask == UNKNOWN or (mask & NULL and mask != NULL):
                mask &= self._combined(poly, depth) if depth > 0 else UNKNOWN
        self.seen[key] = (mask, depth)
        return mask

    def _irreducible(self, poly: fmpq_mpoly, depth: int) -> int:
        mask = self._look(poly)
        ways = [self._univariate, self._square]
        if depth > 0:
            ways += [self._combined, self._bounded, self._shifted]
        for way in ways:
            if mask in (POSITIVE, NEGATIVE, NULL, 0) or self.steps[0] < 0:
                break
            mask &= way(poly, depth)
        return mask

    # --- one generator ----------------------------------------------------------------------------

    def _interval(self, i: int) -> tuple[Fraction | None, bool, Fraction | None, bool]:
        """Rational bounds of a generator, from its sign and from the facts linear in it alone."""
        low: Fraction | None = None
        high: Fraction | None = None
        low_open = high_open = True
        facts = list(self._linear(i))
        if self.masks[i] != UNKNOWN:
            facts.append((Fraction(1), Fraction(0), self.masks[i]))
        for slope, offset, mask in facts:
            end = -offset / slope
            side = mask if slope > 0 else opposite(mask)
            if not side & NEGATIVE and (low is None or (end, not side & NULL) > (low, low_open)):
                low, low_open = end, not side & NULL
            if not side & POSITIVE and (
                high is None or (-end, not side & NULL) > (-high, high_open)
            ):
                high, high_open = end, not side & NULL
        return low, low_open, high, high_open

    def _linear(self, i: int) -> Iterator[tuple[Fraction, Fraction, int]]:
        for f, mask in self.facts:
            degrees = f.degrees()
            if degrees[i] == 1 and sum(degrees) == 1:
                slope = offset = Fraction(0)
                for exponents, c in f.terms():
                    value = Fraction(int(c.p), int(c.q))
                    if exponents[i]:
                        slope = value
                    else:
                        offset = value
                yield slope, offset, mask

    def _univariate(self, poly: fmpq_mpoly, depth: int) -> int:
        used = [i for i, d in enumerate(poly.degrees()) if d]
        if len(used) != 1:
            return UNKNOWN
        coefficients = [0] * (poly.degrees()[used[0]] + 1)
        for exponents, c in poly.terms():
            coefficients[exponents[used[0]]] = c
        sign = univariate_sign(fmpq_poly(coefficients), *self._interval(used[0]))
        return mask_of(sign)

    def _by(self, poly: fmpq_mpoly, i: int) -> dict[int, fmpq_mpoly]:
        """The coefficients of the powers of one generator."""
        parts: dict[int, dict[Exponents, Any]] = {}
        for exponents, c in poly.terms():
            n = exponents[i]
            parts.setdefault(n, {})[(*exponents[:i], 0, *exponents[i + 1 :])] = c
        return {n: poly.context().from_dict(part) for n, part in parts.items()}

    # --- squares ----------------------------------------------------------------------------------

    def _square(self, poly: fmpq_mpoly, depth: int) -> int:
        """a*h^2 + b*h + c with a > 0 has the sign of 4ac - b^2 where that is positive or zero."""
        mask = UNKNOWN
        for i, degree in enumerate(poly.degrees()):
            if degree % 2 or not degree:
                continue
            parts = self._by(poly, i)
            if not parts.keys() <= {0, degree // 2, degree}:
                continue
            lead = self._look(parts[degree])
            if lead not in (POSITIVE, NEGATIVE):
                continue
            none = poly.context().constant(0)
            b, c = parts.get(degree // 2, none), parts.get(0, none)
            rest = self.sign(4 * parts[degree] * c - b * b, depth - 1)
            if not rest & NEGATIVE:
                mask &= lead if rest == POSITIVE else lead | NULL
            if mask in (POSITIVE, NEGATIVE):
                break
        return mask

    # --- combinations of facts --------------------------------------------------------------------

    def _combined(self, poly: fmpq_mpoly, depth: int) -> int:
        """poly as a sum of things of one sign: facts times monomials, squares, monomials."""
        mask = UNKNOWN
        for side, turned in ((poly, False), (-poly, True)):
            s = self._at_least(side, depth)
            if s:
                mask &= opposite(s) if turned else s
        return mask

    def _at_least(self, poly: fmpq_mpoly, depth: int) -> int:
        """POSITIVE or AT_LEAST where proved, else 0.

        The first monomial that may be negative has to be cancelled by something known to be >= 0:
        each candidate is tried with the multiple that removes this monomial.
        """
        mask = self._look(poly)
        if mask and not mask & NEGATIVE:
            return mask if mask == POSITIVE else AT_LEAST
        if depth < 0 or self.steps[0] < 0:
            return 0
        terms = list(poly.terms())
        bad = next(((e, c) for e, c in terms if _monomial(e, c, self.masks) & NEGATIVE), None)
        if bad is None:
            return 0
        best = 0
        for q, strict in self._candidates(poly, terms, *bad):
            self.steps[0] -= 1
            rest = self._at_least(poly - q, depth - 1)
            if rest == POSITIVE or (rest and strict):
                return POSITIVE
            best = best or rest
        return best

    def _candidates(
        self, poly: fmpq_mpoly, terms: list[tuple[Exponents, Any]], at: Exponents, c: Any
    ) -> Iterator[tuple[fmpq_mpoly, bool]]:
        """Polynomials >= 0 (and whether > 0) with the term c * monomial `at`."""
        context = poly.context()
        yield from self._means(context, terms, at, c)
        for f, m, f_terms in self._bricks():
            for exponents, d in f_terms:
                if (d > 0) != (c > 0):
                    continue
                lift = tuple(map(sub, at, exponents))
                if min(lift) < 0:
                    continue
                s = PRODUCTS[m][_monomial(lift, 1, self.masks)]
                if not s & NEGATIVE:
                    yield f * context.from_dict({lift: c / d}), s == POSITIVE

    def _bricks(self) -> list[tuple[fmpq_mpoly, int, list[tuple[Exponents, Any]]]]:
        """Facts turned so that they are >= 0, and the products of two of the first ones."""
        if self.bricks is None:
            signed = [(f, m) if not m & NEGATIVE else (-f, opposite(m)) for f, m in self.facts
                      if not m & NEGATIVE or not m & POSITIVE]  # fmt: skip
            pairs = [
                (f * g, PRODUCTS[m][n])
                for k, (f, m) in enumerate(signed[:5])
                for g, n in signed[k:5]
            ]
            self.bricks = [(f, m, list(f.terms())) for f, m in signed + pairs if len(f) <= 20]
        return self.bricks

    def _means(
        self, context: Any, terms: list[tuple[Exponents, Any]], at: Exponents, c: Any
    ) -> Iterator[tuple[fmpq_mpoly, bool]]:
        """a*u + c*w + c^2/(4a)*v >= 0 for u, v >= 0 with w^2 = u*v (the two means)."""
        kept = {e: d for e, d in terms if not _monomial(e, d, self.masks) & NEGATIVE and d > 0}
        for u, a in kept.items():
            v = tuple(2 * w - n for w, n in zip(at, u, strict=True))
            if v in kept and v != u and not _monomial(v, 1, self.masks) & NEGATIVE:
                yield context.from_dict({u: a, at: c, v: c * c / (4 * a)}), False

    # --- bounds -----------------------------------------------------------------------------------

    def _bounded(self, poly: fmpq_mpoly, depth: int) -> int:
        """Bernstein's coefficients on an interval with rational ends, of one sign."""
        mask = UNKNOWN
        for i, n in enumerate(poly.degrees()):
            if not 1 <= n <= 8:
                continue
            low, low_open, high, high_open = self._interval(i)
            if low is None or high is None or low >= high:
                continue
            context = poly.context()
            x, parts = context.gens()[i], self._by(poly, i)
            p, q = (context.constant(fmpq(v.numerator, v.denominator)) for v in (low, high))
            # x = (low + high*t)/(1 + t), t from 0 to oo; multiplied by (1 + t)^n.
            moved = sum(
                (c * (p + q * x) ** k * (1 + x) ** (n - k) for k, c in parts.items()),
                context.constant(0),
            )
            coefficients = self._by(moved, i)
            signs = {k: self.sign(c, depth - 1) for k, c in coefficients.items()}
            for side in (POSITIVE, NEGATIVE):
                if any(s & ~(side | NULL) or not s for s in signs.values()):
                    continue
                strict = side in signs.values()
                strict = strict and (low_open or signs.get(0) == side)
                strict = strict and (high_open or signs.get(n) == side)
                mask &= side if strict else side | NULL
        return mask

    def _shifted(self, poly: fmpq_mpoly, depth: int) -> int:
        """With a fact c*x + r of known sign, x = (t - r)/c: t takes the place of x."""
        mask, degrees, tried = UNKNOWN, poly.degrees(), 0
        context = poly.context()
        gens = context.gens()
        for f, s in self.facts:
            for i, d in enumerate(f.degrees()):
                if d != 1 or not degrees[i] or len(f) < 2:
                    continue
                parts = self._by(f, i)
                if not parts[1].is_constant() or tried >= 6:
                    continue
                tried += 1
                self.steps[0] -= 3
                slope = parts[1].leading_coefficient()
                place = (gens[i] - parts.get(0, context.constant(0))) / slope
                point = [place if k == i else g for k, g in enumerate(gens)]
                masks = list(self.masks)
                masks[i] = s
                moved = [(g.compose(*point, ctx=context), m) for g, m in self.facts if g is not f]
                if self.masks[i] != UNKNOWN:
                    moved.append((place, self.masks[i]))
                inner = Search(masks, moved, self.steps)
                mask &= inner.sign(poly.compose(*point, ctx=context), depth - 1)
                if mask in (POSITIVE, NEGATIVE, NULL, 0):
                    return mask
        return mask
