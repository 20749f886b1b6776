"""Laws: families of distributions as data, and a member of one from its text.

The density, the support and the quantile function of a member are terms in its arguments; the
hypotheses that make it a law (`sigma > 0`) are statements about them.

>>> law = read_law("Exponential(1/t)")
>>> write(law.density("x")), [write(g) for g in law.givens()]
('1/t*exp(-1/t*x)', ['t > 0'])
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from typing import Any

from symderive.library import family_rows
from symderive.terms.context import Context
from symderive.terms.errors import NotRead
from symderive.terms.reader import read
from symderive.terms.substitute import substitute
from symderive.terms.tree import ONE, ZERO, Term, symbol
from symderive.terms.writer import write

VARIABLE, LEVEL = "x", "u"  # the names of a value and of a probability in the data
SORTS = ("real", "positive", "probability", "count")


@dataclass(frozen=True)
class Family:
    """One row of the table: names of parameters with their sorts, support and density as terms."""

    name: str
    parameters: tuple[tuple[str, str], ...]
    support: tuple[Term, Term]
    body: Term
    discrete: bool
    circular: bool  # the density has the length of the support as a period
    given: tuple[Term, ...]
    quantile: Term | None
    base: str  # the standard law that this one is an image of, or ""
    image: Term | None
    location: Term | None
    scale: Term | None
    source: str
    row: Any

    @property
    def usage(self) -> str:
        return f"{self.name}({', '.join(n for n, _ in self.parameters)})"


@dataclass(frozen=True)
class Law:
    """A member of a family: its arguments in place of the parameters."""

    family: Family
    args: tuple[Term, ...]

    @property
    def usage(self) -> str:
        return self.family.usage

    def put(self, term: Term, **names: Term) -> Term:
        """A term of the family's data with the arguments in it."""
        values = dict(zip((n for n, _ in self.family.parameters), self.args, strict=True))
        return substitute(term, {**values, **names})

    @property
    def positive(self) -> tuple[Term, Term, Term, Term] | None:
        """A positive part of the density, its other form, and two terms whose order tells its sign."""
        row = self.family.row.get("positive")
        if row is None:
            return None
        a, b = row["between"]
        return tuple(self.put(read(t)) for t in (row["term"], row["equal"], a, b))  # type: ignore[return-value]

    def density(self, name: str) -> Term:
        """The density (or the mass) at the name."""
        return self.put(self.family.body, **{VARIABLE: symbol(name)})

    def quantile(self, name: str) -> Term | None:
        q = self.family.quantile
        return None if q is None else self.put(q, **{LEVEL: symbol(name)})

    @property
    def support(self) -> tuple[Term, Term]:
        low, high = self.family.support
        return self.put(low), self.put(high)

    @property
    def free(self) -> frozenset[str]:
        return frozenset().union(*(a.free for a in self.args))

    def givens(self) -> list[Term]:
        """What makes the arguments parameters of the family, of closed arguments nothing."""
        out = [g for (_, sort), a in zip(self.family.parameters, self.args, strict=True)
               for g in domain(sort, a)]  # fmt: skip
        out += [self.put(g) for g in self.family.given]
        return list(dict.fromkeys(g for g in out if g.free))

    def closed(self) -> list[Term]:
        """The hypotheses without a name: they are true or false."""
        out = [Term("Gt", (a, ZERO)) for (_, sort), a in
               zip(self.family.parameters, self.args, strict=True) if sort != "real"]  # fmt: skip
        out += [Term("Lt", (a, ONE)) for (_, sort), a in
                zip(self.family.parameters, self.args, strict=True) if sort == "probability"]  # fmt: skip
        out += [Term("Is", (a, symbol("integer"))) for (_, sort), a in
                zip(self.family.parameters, self.args, strict=True) if sort == "count"]  # fmt: skip
        return [g for g in (*out, *(self.put(g) for g in self.family.given))
                if not (g.args[0] if g.head == "Is" else g).free]  # fmt: skip


def domain(sort: str, argument: Term) -> Iterator[Term]:
    """The statements that an argument of this sort satisfies, on its name where that says the same."""
    if not argument.free:
        return
    if sort in ("positive", "count"):
        base = _same_sign(argument)
        if sort == "count":
            for n in sorted(argument.free):
                yield Term("Is", (symbol(n), symbol("integer")))
        yield Term("Gt", (base, ZERO))
    if sort == "probability":
        yield Term("Gt", (_same_sign(argument), ZERO))
        top, below = argument.args if argument.head == "Div" else (argument, ONE)
        if top.head == "Integer" and top != ZERO:  # 1/t is positive, and below 1 where 1 < t
            yield Term("Lt", (top, below))
        else:
            yield Term("Lt", (argument, ONE))


def _same_sign(t: Term) -> Term:
    """A name that is positive where the term is and only there, or the term."""
    if t.head == "Mul" and t.args[0].head == "Integer" and t.args[0] != ZERO and len(t.args) == 2:
        return _same_sign(t.args[1])
    if t.head == "Div" and t.args[0].head == "Integer" and t.args[0] != ZERO:
        return _same_sign(t.args[1])
    if t.head == "Div" and t.args[1].head == "Integer" and t.args[1] != ZERO:
        return _same_sign(t.args[0])
    return t


@lru_cache(maxsize=1)
def families() -> dict[str, Family]:
    """The families by name."""
    return {name: _family(name, row) for name, row in family_rows().items()}


def _family(name: str, row: dict[str, Any]) -> Family:
    low, high = row["support"]
    quantile, image, location, scale = (
        read(row[k]) if k in row else None for k in ("quantile", "image", "location", "scale")
    )
    return Family(
        name, tuple((n, s) for n, s in row["parameters"]), (read(low), read(high)),
        read(row["density"]), bool(row.get("discrete")), bool(row.get("circular")),
        tuple(map(read, row.get("given", ()))),
        quantile, row.get("base", ""), image, location, scale, row["source"], row,
    )  # fmt: skip


def law_name(text: str) -> str:
    """What stands before the bracket."""
    return text.partition("(")[0].strip()


def read_law(text: str) -> Law:
    """The member of a family that a text such as `Normal(0, s)` names; raises NotRead."""
    name = law_name(text)
    known = families()
    if name not in known:
        spelt = {n.lower(): n for n in known} | {"gaussian": "Normal"}
        near = [spelt[n] for n in get_close_matches(name.lower(), spelt, n=2)]
        hint = (
            f"did you mean {' or '.join(near)}?"
            if near
            else "families: " + ", ".join(sorted(known))
        )
        raise NotRead(text, 0, f"there is no family {name or text!r}", hint=hint)
    term = read(text, Context(functions=frozenset(known)))
    family = known[name]
    if term.head != "Apply" or term.data[0] != name or len(term.args) != len(family.parameters):
        raise NotRead(text, 0, f"a law of this family is written {family.usage}")
    if any(a.functions & known.keys() for a in term.args):
        raise NotRead(text, 0, "the arguments of a law are numbers and names")
    return Law(family, term.args)


def write_law(law: Law) -> str:
    """The text of a law, which reads back to it."""
    return f"{law.family.name}({', '.join(write(a) for a in law.args)})"
