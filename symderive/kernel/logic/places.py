"""Places: where a claim is tried, points for its names and explicit functions for the generic ones.

A given on a generic function, as f(x) > 0, is obeyed by the samples at every real x, or no place is
offered; an equality without rational points (a + b + c = pi) defines one name by the others.

>>> from symderive.terms.reader import read
>>> given = Givens.of([read("f(x) > 0")])
>>> place = next(places_for([read("f(x) = x")], ["x"], given, 5))
>>> place.text(), place.functions()
({'x': '3/7'}, {'f': '(x1) -> 1/2 + x1^2 + exp(2*x1/3)'})
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from flint import acb

from symderive.kernel.logic.ballfunctions import is_real
from symderive.kernel.logic.balls import Evaluator, evaluate
from symderive.kernel.logic.defined_samples import defined_samples
from symderive.kernel.logic.eliminate import solved_for, solved_linearly
from symderive.kernel.logic.givens import Givens, constant
from symderive.kernel.logic.points import Values, balls, points, written
from symderive.kernel.logic.samples import Sample, sample_functions
from symderive.terms.substitute import substitute
from symderive.terms.tree import Term, rational, symbol
from symderive.terms.writer import write

RELATIONS = ("Eq", "Ne", "Lt", "Le", "Gt", "Ge")


@dataclass(frozen=True)
class Place:
    """Exact values of the names and explicit functions for the generic ones."""

    values: Values
    samples: Mapping[str, Sample]
    defined: Mapping[str, Term]  # names that an equality given expresses by the others

    def evaluator(self) -> Evaluator:
        point = balls(self.values)
        for n, t in self.defined.items():
            value = Evaluator(point, self.samples).value(t) if t.functions else evaluate(t, point)
            assert isinstance(value, acb)
            point[n] = value
        return Evaluator(point, self.samples, exactly=self.values)

    def real(self, name: str) -> bool:
        """Whether a name that others define is certainly a real number here."""
        value = self.evaluator().value(symbol(name))
        return isinstance(value, acb) and value.is_finite() and is_real(value)

    def text(self) -> dict[str, str]:
        exact = {n: written(v) for n, v in self.values.items()}
        return exact | {n: write(t) for n, t in self.defined.items()}

    def recorded(self) -> dict[str, str]:
        """The values that a witness records: names whose values the givens determine are left out."""
        return self.text()

    def terms(self) -> dict[str, Term]:
        """The exact real values as terms; names that others define are left out."""
        return {
            n: rational(v[0].numerator, v[0].denominator)
            for n, v in self.values.items()
            if not v[1]
        }

    def functions(self) -> dict[str, str]:
        return {n: s.text for n, s in self.samples.items()}


def arities(terms: Sequence[Term]) -> dict[str, int]:
    found: dict[str, int] = {}
    for t in terms:
        for u in t.walk():
            if u.head == "Apply":
                found[u.data[0]] = len(u.args)
    return found


def places_for(
    terms: Sequence[Term], names: Sequence[str], givens: Givens, tries: int
) -> Iterator[Place]:
    # A summation bound is an integer unless it is said otherwise.
    givens = givens.with_integers(sorted(summation_names(terms)))
    for given in givens.relations:
        found = _by_functions(given, givens)
        if found is not None:
            name, term, rest = found
            inner = sorted({*names, *term.free} - {name})
            for place in places_for([*terms, term], inner, rest, tries):
                whole = replace(place, defined={**place.defined, name: term})
                if whole.real(name):
                    yield whole
            return
    relations = [Term(r, (a, b)) for r, a, b in givens.relations]
    on_functions = [r for r in relations if r.functions]
    late = [s for s in on_functions if s.free]
    counts = arities([*terms, *on_functions])
    choices = list(sample_functions(counts)) if counts else [{}]
    closed = [s for s in on_functions if not s.free]  # data at a point: f(0) = 1
    choices = [c for c in choices if all(Evaluator({}, c).holds(s) is True for s in closed)]
    plain = [s for s in late if _plain(s)]
    choices = [c for c in choices if all(_obeys(c, s, givens) for s in plain)]
    mixed = [s for s in late if s not in plain]
    equations = [s for s in mixed if s.head == "Eq"]  # a differential equation, or f(x) = g(y)
    before = choices
    for s in equations:
        choices = [c for c in choices if not _names_apart(s) and _obeys_at(c, s, {})]
        mixed.remove(s)
    if not choices and before:
        fit = _defined(equations, counts)
        fit = [c for c in fit if all(Evaluator({}, c).holds(s) is True for s in closed)]
        choices = [c for c in fit if all(_obeys(c, s, givens) for s in plain)]
    if not choices:
        return
    names = sorted({*names, *(n for s in mixed for n in s.free)})
    # What is said of functions is settled by the choice; points know of names only.
    kept = tuple((r.head, r.args[0], r.args[1]) for r in relations if not r.functions)
    givens = replace(givens, relations=kept)
    aside = complex_variables(terms, givens)
    count = 0
    for values, defined in _points(names, givens):
        # At a real point a complex derivative would be taken along the real line only.
        if any(n not in values or not values[n][1] for n in aside):
            continue
        if any(not Place(values, choices[0], defined).real(n) for n in defined
               if givens.sort(n).domain != "complex"):  # fmt: skip
            continue  # sqrt(x) may define no real number
        if mixed:
            fit = [c for c in choices if all(_obeys_at(c, s, values) for s in mixed)]
            if fit:
                yield Place(values, fit[count % len(fit)], defined)
                count += 1
            if count >= tries:
                return
            continue
        yield Place(values, choices[count % len(choices)], defined)
        count += 1
        if count >= tries:
            return
    if len(choices) > 1 and count == 1:  # no names: the functions alone vary
        yield from (Place({}, c, {}) for c in choices[1:])


def _by_functions(given: tuple[str, Term, Term], givens: Givens) -> tuple[str, Term, Givens] | None:
    """z = g(x) + .. says what z is: the name, its term with generic functions, the other givens."""
    statement = Term(given[0], given[1:])
    if given[0] != "Eq" or not statement.functions or not _names_apart(statement):
        return None
    return solved_linearly(givens, given)


def _defined(equations: Sequence[Term], counts: Mapping[str, int]) -> list[dict[str, Sample]]:
    """Functions that obey the equations, one being defined by the others."""
    if any(_names_apart(s) for s in equations):
        return []
    found = defined_samples(equations, counts)
    kept = found is not None and all(_obeys_at(found, s, {}) for s in equations)
    return [found] if found is not None and kept else []


def _plain(given: Term) -> bool:
    """f(x, ..) against zero, from either side."""
    left, right = given.args
    if right.head == "Apply":
        left, right = right, left
    return left.head == "Apply" and constant(right) == 0 and not any(left.data[1])


def _moving(given: Term) -> frozenset[str]:
    """The names under the functions."""
    return frozenset(n for t in given.walk() if t.head == "Apply" for a in t.args for n in a.free)


def _names_apart(given: Term) -> bool:
    """Whether names occur that stand under no function."""
    return bool(given.free - given.functions - _moving(given))


def _obeys_at(choice: Mapping[str, Sample], given: Term, values: Values) -> bool:
    """Whether a mixed given, w*f(x) + m > 0, holds for the samples at all real x and these w, m.

    The names under the functions vary, the others have their values; a sign is proved, not sampled.
    """
    # Imported here: both stand on this room.
    from symderive.kernel.analysis.calculus.substitution import instantiate
    from symderive.kernel.logic.normal import NormalForm

    moving = _moving(given)
    fixed = {n: v for n, v in values.items() if n not in moving and n in given.free}
    if any(im for _, im in fixed.values()):
        return False
    put = {n: rational(re.numerator, re.denominator) for n, (re, _) in fixed.items()}
    statement = substitute(given, put)
    for name in given.functions:
        sample = choice[name]
        statement, needs = instantiate(statement, name, sample.arguments, sample.body)
        if needs:
            return False
    low, high = statement.args if given.head in ("Lt", "Le") else statement.args[::-1]
    nf = NormalForm(Givens())
    try:
        sign = nf.tower.sign(nf.of(Term("Add", (high, Term("Neg", (low,))))))
    except (ArithmeticError, ValueError):
        return False
    enough = {"Gt": ("+",), "Lt": ("+",), "Ne": ("+", "-")}.get(given.head, ("+", "0+"))
    return sign == "0" if given.head == "Eq" else sign in enough


def _obeys(choice: Mapping[str, Sample], given: Term, givens: Givens) -> bool:
    """Whether `f(x, ..) > 0` and its like hold for the samples at all real x, not only at some."""
    left, right = given.args
    side = 1
    if right.head == "Apply":
        left, right, side = right, left, -1
    if left.head != "Apply" or constant(right) != 0 or any(left.data[1]):
        return False
    plain = all(a.head == "Symbol" and givens.sort(a.data).domain != "complex" for a in left.args)
    sign = choice[left.data[0]].sign * side
    wanted = {"Gt": (1,), "Ge": (1,), "Lt": (-1,), "Le": (-1,), "Ne": (1, -1)}.get(given.head, ())
    return plain and sign in wanted


def _points(names: Sequence[str], givens: Givens) -> Iterator[tuple[Values, Mapping[str, Term]]]:
    """Exact points; for an equality without one (a + b + c = pi) a name defined by the others."""
    found = False
    for values in points(names, givens):
        found = True
        yield values, {}
    solved = None if found else solved_for(givens)
    if solved is not None:
        name, term, rest = solved
        for values in points(sorted({*names, *term.free} - {name}), rest):
            yield values, {name: term}


def summation_names(terms: Sequence[Term]) -> set[str]:
    found: set[str] = set()
    for t in terms:
        for u in t.walk():
            if u.head in ("Sum", "Product"):
                found |= u.args[2].free | u.args[3].free
    return found


def complex_variables(terms: Sequence[Term], givens: Givens) -> set[str]:
    return {
        v.data
        for t in terms
        for u in t.walk()
        if u.head == "Derivative"
        for v in u.args[1:]
        if v.head == "Symbol" and givens.sort(v.data).domain == "complex"
    }
