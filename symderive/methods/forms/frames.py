"""Steps for a coframe: connection, curvature, Ricci, Einstein, Kretschmann, and the scalar last."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

from symderive.kernel.analysis.forms.coefficients import Coefficients
from symderive.kernel.analysis.forms.form_components import Form
from symderive.kernel.analysis.forms.form_step import label, term_of, worked
from symderive.kernel.analysis.forms.form_terms import Space
from symderive.kernel.analysis.forms.frame_step import PRIMITIVE, frame_of
from symderive.kernel.logic.claims import Step
from symderive.kernel.logic.givens import Givens
from symderive.terms.tree import Term, apply, eq, integer, symbol
from symderive.terms.writer import write

ASKED = ("connection", "curvature", "ricci", "einstein", "kretschmann", "gauss", "scalar")
LONGEST_STEP = 15_000  # characters of a step that holds several equations
LONGEST = 6000  # characters of a Kretschmann scalar that nobody asked for by name


@dataclass
class FrameResult:
    """The steps and the keys of the result."""

    steps: list[Step] = field(default_factory=list)
    result: dict[str, Any] = field(default_factory=dict)


def frame_steps(asked: str, roles: Mapping[str, Term], givens: Givens) -> FrameResult:
    """Everything that a coframe gives; raises Rejected for one that is none, Undecided for a stop."""
    return worked(lambda k: _Work(k, asked, roles).run(), givens)


class _Work:
    def __init__(self, k: Coefficients, asked: str, roles: Mapping[str, Term]) -> None:
        self.k, self.asked, self.roles = k, asked, roles
        self.space = Space(k, roles)
        self.coords = self.space.charts[""]
        self.frame = frame_of(self.space, roles)
        self.found = FrameResult()

    def run(self) -> FrameResult:
        n = self.frame.n
        pairs = list(combinations(range(n), 2))
        for name in ("connection", "curvature"):
            forms = self.frame.connection if name == "connection" else self.frame.curvature
            if pairs:
                self._step([eq(_indexed(name, *ab), term_of(self.k, self.coords, forms[ab]))
                            for ab in pairs])  # fmt: skip
            self.found.result[name] = {f"{a},{b}": self._parts(forms[a, b]) for a, b in pairs}
        for name in ("ricci", "einstein"):
            rows = self.frame.ricci if name == "ricci" else self.frame.einstein()
            terms = [[self.k.write(f) for f in row] for row in rows]
            self._step([eq(_indexed(name, a, b), terms[a][b]) for a in range(n) for b in range(n)])
            self.found.result[name] = [[write(t) for t in row] for row in terms]
        kretschmann = self.k.write(self.frame.kretschmann())
        text = write(kretschmann)
        if len(text) <= LONGEST or "kretschmann" in self.asked:
            self._step([eq(symbol("kretschmann"), kretschmann)])
            self.found.result["kretschmann"] = text
        scalar = self.k.write(self.frame.scalar())
        if n == 2 or "gauss" in self.asked:
            gauss = self.k.write(self.frame.gauss())
            self.found.result["gauss"] = write(gauss)
            self._step([eq(symbol("gauss"), gauss)])
        self.found.result["scalar"] = write(scalar)
        self._step([eq(symbol("scalar"), scalar)])
        return self.found

    def _step(self, equations: list[Term]) -> None:
        if len(equations) > 1 and sum(len(write(e)) for e in equations) > LONGEST_STEP:
            for e in equations:
                self._step([e])
            return
        gives = equations[0] if len(equations) == 1 else Term("And", equations)
        self.found.steps.append(
            Step(len(self.found.steps) + 1, PRIMITIVE, gives, bind=dict(self.roles))
        )

    def _parts(self, w: Form) -> dict[str, str]:
        return {label(i, self.coords): write(self.k.write(f)) for i, f in sorted(w.parts.items())}


def _indexed(name: str, a: int, b: int) -> Term:
    return apply(name, integer(a), integer(b))
