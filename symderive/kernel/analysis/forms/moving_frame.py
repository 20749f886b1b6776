"""Moving frames: from a coframe to connection, curvature, Ricci, Einstein and Kretschmann.

d theta^a = -omega^a_b ^ theta^b and omega_ab = -omega_ba determine omega: with d theta_a =
sum over b < c of D_abc theta^b ^ theta^c one has omega_abc = (D_abc + D_bca - D_cab)/2, and no
other solution.  Omega^a_b = d omega^a_b + omega^a_c ^ omega^c_b.  Cartan; Frankel, ch. 9.

>>> from symderive.kernel.logic.givens import Givens
>>> from symderive.terms.reader import read
>>> k = Coefficients(Givens.of([]))
>>> sphere = [Form(1, {(0,): k.one}), Form(1, {(1,): k.read(read("sin(u)"))})]
>>> frame = Frame(k, ("u", "v"), sphere, [1, 1])
>>> frame.scalar().constant()
2
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from itertools import combinations

from symderive.kernel.analysis.forms.coefficients import Coefficients, Fraction_
from symderive.kernel.analysis.forms.form_components import Form, add, collected, d, scale, wedge
from symderive.kernel.analysis.forms.hodge import Rows, determinant, inverse_matrix

Pair = tuple[int, int]


class Frame:
    """A coframe of n 1-forms with a diagonal signature; everything is computed on first use.

    Raises ValueError where the 1-forms are dependent or the signature is none.
    """

    def __init__(
        self, k: Coefficients, coords: Sequence[str], coframe: Sequence[Form], eta: Sequence[int]
    ) -> None:
        n = len(coords)
        if len(coframe) != n or len(eta) != n or any(e not in (1, -1) for e in eta):
            raise ValueError(f"{n} coordinates want {n} one-forms and {n} signs 1 or -1")
        if any(t.degree != 1 for t in coframe):
            raise ValueError("a coframe consists of 1-forms")
        self.k, self.coords, self.coframe, self.eta, self.n = k, coords, coframe, eta, n
        rows: Rows = [[t.parts.get((i,), k.nought) for i in range(n)] for t in coframe]
        det = determinant(k, rows)
        if det.zero:
            raise ValueError("the 1-forms of the coframe are dependent")
        # The dual frame: e_a = sum of dual[i][a] d/dx^i.
        self.dual = inverse_matrix(k, rows, det)

    def in_frame(self, w: Form) -> dict[Pair, Fraction_]:
        """The components w(e_a, e_b) of a 2-form, a < b."""
        k, out = self.k, {}
        for a, b in combinations(range(self.n), 2):
            terms = []
            for (i, j), f in w.parts.items():
                minor = k.add(k.mul(self.dual[i][a], self.dual[j][b]),
                              -k.mul(self.dual[j][a], self.dual[i][b]))  # fmt: skip
                terms.append(k.mul(f, minor))
            value = k.add(*terms)
            if not value.zero:
                out[a, b] = value
        return out

    @cached_property
    def connection(self) -> dict[Pair, Form]:
        """omega^a_b in coordinate differentials, all a, b."""
        k, n = self.k, self.n
        torsion = [self.in_frame(d(k, self.coords, t)) for t in self.coframe]

        def D(a: int, b: int, c: int) -> Fraction_:
            found = torsion[a].get((min(b, c), max(b, c)))
            if b == c or found is None:
                return k.nought
            return found if (b < c) == (self.eta[a] > 0) else -found

        out = {}
        half = k.number(1, 2)
        for a in range(n):
            for b in range(n):
                w = Form(1, {})
                for c in range(n):
                    f = k.add(D(a, b, c), D(b, c, a), -D(c, a, b))
                    if not f.zero:
                        f = k.mul(half, f if self.eta[a] > 0 else -f)
                        w = add(k, w, scale(k, f, self.coframe[c]))
                out[a, b] = w
        self._checked(out)
        return out

    def _checked(self, omega: dict[Pair, Form]) -> None:
        """The structure equations, verified of what was solved."""
        k = self.k
        for a in range(self.n):
            total = d(k, self.coords, self.coframe[a])
            for b in range(self.n):
                total = add(k, total, wedge(k, omega[a, b], self.coframe[b]))
                sign = k.number(self.eta[a] * self.eta[b])
                if not add(k, omega[a, b], scale(k, sign, omega[b, a])).zero:
                    raise ArithmeticError("the connection that was found is not metric")
            if not total.zero:
                raise ArithmeticError("the connection that was found has torsion")

    @cached_property
    def curvature(self) -> dict[Pair, Form]:
        """Omega^a_b in coordinate differentials, a < b (the others by antisymmetry)."""
        k = self.k
        out = {}
        for a, b in combinations(range(self.n), 2):
            total = d(k, self.coords, self.connection[a, b])
            for c in range(self.n):
                if c not in (a, b):
                    product = wedge(k, self.connection[a, c], self.connection[c, b])
                    total = add(k, total, product)
            out[a, b] = total
        return out

    @cached_property
    def riemann(self) -> dict[Pair, dict[Pair, Fraction_]]:
        """R^a_bcd for a < b and c < d."""
        return {ab: self.in_frame(w) for ab, w in self.curvature.items()}

    def _component(self, a: int, b: int, c: int, e: int) -> Fraction_:
        """R^a_bce for any indices."""
        if a == b or c == e:
            return self.k.nought
        sign = 1
        if a > b:
            a, b, sign = b, a, -self.eta[a] * self.eta[b]
        if c > e:
            c, e, sign = e, c, -sign
        found = self.riemann[a, b].get((c, e), self.k.nought)
        return found if sign > 0 else -found

    @cached_property
    def ricci(self) -> Rows:
        """R_bd = R^a_bad in the coframe."""
        k, r = self.k, range(self.n)
        return [[k.add(*[self._component(a, b, a, e) for a in r]) for e in r] for b in r]

    def scalar(self) -> Fraction_:
        """eta^bb R_bb."""
        k = self.k
        return k.add(*[self.ricci[b][b] if self.eta[b] > 0 else -self.ricci[b][b]
                       for b in range(self.n)])  # fmt: skip

    def gauss(self) -> Fraction_:
        """Half the scalar curvature: Gauss's K in two dimensions."""
        return self.k.mul(self.k.number(1, 2), self.scalar())

    def einstein(self) -> Rows:
        """R_ab - R eta_ab/2."""
        k, half = self.k, self.gauss()
        out = [list(row) for row in self.ricci]
        for a in range(self.n):
            out[a][a] = k.add(out[a][a], -half if self.eta[a] > 0 else half)
        return out

    def kretschmann(self) -> Fraction_:
        """R_abcd R^abcd: each pair of pairs counts four times."""
        k, terms = self.k, []
        for (a, b), row in self.riemann.items():
            for (c, e), f in row.items():
                # R^a_bcd R^a_bcd eta.. with all indices moved: eta_a eta_b eta_c eta_d (eta^2 = 1)
                sign = self.eta[a] * self.eta[b] * self.eta[c] * self.eta[e]
                terms.append(k.mul(k.number(4 * sign), f, f))
        return k.add(*terms)

    def bianchi(self) -> bool:
        """Whether Omega^a_b ^ theta^b = 0 and dOmega + omega ^ Omega - Omega ^ omega = 0."""
        k = self.k
        omega = self.connection
        full = dict(self.curvature.items())
        for (a, b), w in self.curvature.items():
            full[b, a] = scale(k, k.number(-self.eta[a] * self.eta[b]), w)
        for a in range(self.n):
            full[a, a] = collected(k, 2, {})
        for a in range(self.n):
            first = Form(3, {})
            for b in range(self.n):
                first = add(k, first, wedge(k, full[a, b], self.coframe[b]))
                second = d(k, self.coords, full[a, b])
                for c in range(self.n):
                    second = add(k, second, wedge(k, omega[a, c], full[c, b]))
                    minus = scale(k, -k.one, wedge(k, full[a, c], omega[c, b]))
                    second = add(k, second, minus)
                if not second.zero:
                    return False
            if not first.zero:
                return False
        return True
