"""A problem about forms as its options say it, read into the roles that the kernel's steps bind.

`coords`, `metric`, `let`, `chart`, `coframe`, `signature`, `domain` are texts; what comes out is a
reading context and terms: coordinates as a tuple, metrics as matrices, a name's term, its chart.

>>> s = Setting.of({"coords": ["r", "p"], "metric": "1,r^2", "let": ["X = (r, 0)"]}, [])
>>> sorted(s.roles), s.roles["metric"].data
(['coords', 'let_X', 'metric'], (2, 2))
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from symderive.terms.context import Context
from symderive.terms.errors import NotRead
from symderive.terms.reader import read
from symderive.terms.tree import ONE, ZERO, Term, add, integer, neg, pow_, symbol
from symderive.terms.vocabulary import BARE, CONSTANTS, FUNCTIONS, KEYWORDS, TRUTH

_NAME = r"[A-Za-z\u0391-\u03c9][A-Za-z0-9_\u0391-\u03c9]*"
_LET = re.compile(rf"\s*({_NAME})\s*(?:on\s+({_NAME})\s*)?=(?!=)(.*)", re.DOTALL)
_CHART = re.compile(rf"\s*({_NAME})\s*:\s*([^;]*?)\s*(?:;\s*metric\b[\s:=]*(.*))?", re.DOTALL)
_FUNCTIONS = re.compile(rf"\s*({_NAME}(?:\s*,\s*{_NAME})*)\s+(?:is|are)\s+(?:a\s+)?"
                        r"(functions?|smooth|C\d+)\s*")  # fmt: skip
_TO_FORMS = frozenset(["ext_d", "Wedge", "iprod", "lie", "star", "delta", "LB", "pull", "flat",
                       "hom", "potential"])  # fmt: skip


@dataclass
class Setting:
    """What a problem declares: charts, names, a frame, a domain, and how its texts are read."""

    roles: dict[str, Term] = field(default_factory=dict)
    coords: tuple[str, ...] = ()
    charts: dict[str, tuple[str, ...]] = field(default_factory=dict)
    functions: tuple[str, ...] = ()
    applied: tuple[str, ...] = ()  # functions that are written with their arguments
    apart: list[str] = field(default_factory=list)  # declared names that are constants elsewhere
    form_names: list[str] = field(default_factory=list)
    coframe: tuple[Term, ...] = ()
    signature: tuple[int, ...] = ()
    domain: tuple[Term, ...] | None = None  # relations; None where no domain is stated
    domain_text: str = ""

    @staticmethod
    def of(problem: Mapping[str, Any], given: Sequence[str]) -> Setting:
        """Raises NotRead, naming the text that is wrong."""
        s = Setting()
        s.functions = _functions(given)
        s.applied = tuple(f for f in s.functions if _applied(f, problem, given))
        if problem.get("coords"):
            s.coords = _names(problem["coords"], "--coords")
            s.roles["coords"] = Term("Tuple", map(symbol, s.coords))
        s.charts[""] = s.coords
        if not s.coords:
            return s._abstract(problem)
        for text in problem.get("chart") or ():
            s._chart(text)
        s._metric("metric", problem.get("metric"), s.coords)
        for text in problem.get("let") or ():
            s._let(text)
        if problem.get("coframe") is not None:
            s._frame(problem["coframe"], problem.get("signature"))
        if problem.get("domain"):
            s.domain_text = problem["domain"]
            s.domain = _domain(s.domain_text, s)
        return s

    def _abstract(self, problem: Mapping[str, Any]) -> Setting:
        """Without coordinates: forms of symbolic degree on a manifold of symbolic dimension."""
        for key in ("metric", "chart", "coframe", "domain"):
            if problem.get(key):
                raise NotRead(str(problem[key]), 0, f"--{key} wants coordinates",
                              hint='add --coords "x, y"')  # fmt: skip
        self.roles["dimension"] = read(problem.get("dimension") or "n")
        if problem.get("signature"):
            self.roles["sign"] = read(problem["signature"])
        for text in problem.get("let") or ():
            self._let(text)
            name, term = list(self.roles.items())[-1]
            if term.head == "Symbol" and term.data == "map":
                self.roles[name] = Term("Apply", (symbol("any"),), ("map", (0,)))
            elif term.head != "Apply" or term.data[0] not in ("form", "vector", "map"):
                raise NotRead(text, 0, "without coordinates names are generic",
                              hint='write "a = form(p)", "X = vector()", or add --coords')  # fmt: skip
        return self

    @property
    def abstract(self) -> bool:
        """Whether no coordinates are declared."""
        return not self.coords

    def context(self, chart: str = "") -> Context:
        """How texts are read on a chart: functions of all its coordinates, dx of all charts."""
        coords = self.charts[chart]
        every = dict.fromkeys(x for c in (coords, *self.charts.values()) for x in c)
        unknowns = {f: coords for f in self.functions if f not in self.applied}
        return Context(unknowns=unknowns, forms=True, coords=tuple(every),
                       form_names=frozenset(self.form_names),
                       functions=frozenset(self.applied))  # fmt: skip

    def written(self) -> Context:
        """How the texts of a certificate are read: every function with its arguments."""
        return Context(forms=True, coords=self.coords, functions=frozenset(self.functions))

    def declared(self) -> dict[str, Term]:
        """Everything that the problem declares, by role."""
        found = dict(self.roles)
        if self.domain:
            found["domain"] = self.domain[0] if len(self.domain) == 1 else Term("And", self.domain)
        return found

    def read(self, text: str, chart: str = "") -> Term:
        return read(self._renamed(text), self.context(chart))

    def _renamed(self, text: str) -> str:
        """The text with declared names that mean a constant elsewhere (E, I) set apart."""
        for name in self.apart:
            text = re.sub(rf"(?<![A-Za-z0-9_]){name}(?![A-Za-z0-9_])", f"{name}_", text)
        return text

    def given(self, text: str, written: bool = False) -> Term:
        """A given: of a function by its name, whatever that name means elsewhere."""
        found = _FUNCTIONS.fullmatch(text)
        if found:
            said = [Term("Is", (symbol(f.strip()), symbol(_word(found[2]))))
                    for f in found[1].split(",")]  # fmt: skip
            return said[0] if len(said) == 1 else Term("And", said)
        return read(text, self.written()) if written else self.read(text)

    def _chart(self, text: str) -> None:
        found = _CHART.fullmatch(text)
        if not found:
            raise NotRead(text, 0, "this is no chart", hint='write "T: x, y; metric 1, x^2"')
        name, coords, metric = found.groups()
        self.charts[name] = _names(coords, text)
        self.roles[f"coords_{name}"] = Term("Tuple", map(symbol, self.charts[name]))
        self._metric(f"metric_{name}", metric, self.charts[name], name)

    def _metric(
        self, role: str, text: str | None, coords: tuple[str, ...], chart: str = ""
    ) -> None:
        if text is None or not text.strip() or text.strip() in ("none", "null"):
            return
        n = len(coords)
        text = text.strip()
        if text == "euclidean":
            entries: list[Term] = [ONE] * n
        elif text.startswith("[["):
            matrix = self.read(f"Matrix({text})", chart)
            if matrix.data != (n, n):
                raise NotRead(text, 0, f"a metric on {n} coordinates has {n} rows and columns")
            self.roles[role] = matrix
            return
        else:
            found = self.read(text.removeprefix("[").removesuffix("]"), chart)
            entries = list(found.args) if found.head == "Tuple" else [found]
        if len(entries) != n:
            raise NotRead(text, 0, f"a diagonal metric on {n} coordinates has {n} entries",
                          hint='write "1, r^2" or "[[1, 0], [0, r^2]]"')  # fmt: skip
        cells = [entries[i] if i == j else ZERO for i in range(n) for j in range(n)]
        self.roles[role] = Term("Matrix", cells, (n, n))

    def _let(self, text: str) -> None:
        found = _LET.fullmatch(text)
        if not found:
            raise NotRead(
                text, 0, "this declares no name", hint='write "w = x*dy" or "a = form(1)"'
            )
        name, chart, body = found[1], found[2] or "", found[3]
        if re.fullmatch(r"\s*map\(\s*\)\s*", body):
            body = "map"
        if chart and chart not in self.charts:
            raise NotRead(text, found.start(2), f"no chart {chart} is declared",
                          hint=f'add --chart "{chart}: x, y"')  # fmt: skip
        if name in self.coords or f"let_{name}" in self.roles:
            raise NotRead(text, 0, f"{name} has a meaning already", hint="choose another name")
        if name in KEYWORDS or name in TRUTH or (name in FUNCTIONS and name not in BARE):
            raise NotRead(
                text, 0, f"'{name}' is a word of the language", hint="choose another name"
            )
        term = self.read(body, chart)
        if name in CONSTANTS:
            self.apart.append(name)
            name = f"{name}_"
        self.roles[f"let_{name}"] = term
        if chart:
            self.roles[f"on_{name}"] = symbol(chart)
        if self._is_form(term):
            self.form_names.append(name)

    def _is_form(self, t: Term) -> bool:
        """Whether a name for this term makes `^` a wedge: it may have a positive degree."""
        if t.head == "Apply" and t.data[0] == "form":
            return not (t.args and t.args[0] == ZERO)
        if t.head == "Symbol":
            differential = t.data[:1] == "d" and any(t.data[1:] in c for c in self.charts.values())
            return t.data in self.form_names or differential
        if t.head in ("Add", "Neg", "Mul", "Div"):
            return any(self._is_form(a) for a in t.args)
        return t.head in _TO_FORMS

    def _frame(self, coframe: Any, signature: Any) -> None:
        texts = coframe.split(";") if isinstance(coframe, str) else list(coframe)
        self.coframe = tuple(self.read(t) for t in texts if t.strip())
        if signature is None:
            signs = ["1"] * len(self.coframe)
        else:
            signs = [str(x).strip() for x in
                     (signature.split(",") if isinstance(signature, str) else signature)]  # fmt: skip
        if any(x.lstrip("+") not in ("1", "-1") for x in signs):
            raise NotRead(
                str(signature), 0, "a signature is a list of 1 and -1", hint='write "-1,1"'
            )
        if len(signs) != len(self.coords) or len(self.coframe) != len(self.coords):
            n = len(self.coords)
            raise NotRead(str(coframe), 0, f"{n} coordinates want {n} one-forms and {n} signs",
                          hint='write --coframe "dr; r*dphi" --signature "1,1"')  # fmt: skip
        self.signature = tuple(int(x) for x in signs)
        for i, t in enumerate(self.coframe):
            self.roles[f"coframe_{i}"] = t
        self.roles["signature"] = Term("Tuple", map(integer, self.signature))


def _functions(given: Sequence[str]) -> tuple[str, ...]:
    """Names of which it is given that they are functions."""
    found = [_FUNCTIONS.fullmatch(text) for text in given]
    return tuple(f.strip() for m in found if m for f in m[1].split(","))


def _word(said: str) -> str:
    return "function" if said == "functions" else said


def _applied(name: str, problem: Mapping[str, Any], given: Sequence[str]) -> bool:
    """Whether a function is written with arguments somewhere, as a(t)."""
    texts = [t for v in (*problem.values(), list(given))
             for t in ([v] if isinstance(v, str) else v if isinstance(v, list) else [])]  # fmt: skip
    pattern = re.compile(rf"(?<![A-Za-z0-9_]){re.escape(name)}\s*(?:'+\s*)?[(\[]")
    return any(pattern.search(t) for t in texts if isinstance(t, str))


def _names(value: Any, where: str) -> tuple[str, ...]:
    parts = value.split(",") if isinstance(value, str) else list(value or ())
    names = []
    for p in parts:
        t = read(str(p).strip()) if str(p).strip() else None
        if t is None or t.head != "Symbol":
            raise NotRead(str(p) or where, 0, "a coordinate is a name", hint='write "x, y, z"')
        names.append(t.data)
    if not names or len(set(names)) != len(names):
        raise NotRead(where, 0, "coordinates are one or more different names")
    return tuple(names)


# --- domains --------------------------------------------------------------------------------------

_MINUS = re.compile(
    r"\s*R\s*\^?\s*(\d+)?\s*(?:minus|without|\\|-)\s*(?:the\s+)?\{?\s*(.*?)\s*\}?\s*"
)
_HALF = re.compile(r"(?:the\s+)?(?:open\s+)?(right|left|upper|lower)\s+half\s*(?:plane|space)")
_WHOLE = re.compile(r"\s*(?:R\s*\^?\s*\d*|star-?shaped.*|contractible.*|convex.*|all.*|)\s*")


def _domain(text: str, s: Setting) -> tuple[Term, ...]:
    """The relations that hold on a domain; none for R^n and star-shaped ones."""
    if _WHOLE.fullmatch(text):
        return ()
    words = text.lower().replace("-", " ").strip()
    if "punctured" in words:
        return (_away((ZERO,) * len(s.coords), s.coords),)
    half = _HALF.fullmatch(words)
    if half:
        upward = half[1] in ("right", "upper")
        x = symbol(s.coords[0 if half[1] in ("right", "left") else -1])
        return (Term("Lt", (ZERO, x) if upward else (x, ZERO)),)
    minus = _MINUS.fullmatch(text)
    if minus:
        return _removed(minus[2], text, s)
    found = s.read(text)
    parts = found.args if found.head == "And" else (found,)
    if any(p.head not in ("Lt", "Le", "Gt", "Ge", "Ne", "In") for p in parts):
        raise NotRead(text, 0, "this is no domain",
                      hint='write "star-shaped about 0", "R^2 minus 0" or "x > 0"')  # fmt: skip
    return parts


def _removed(what: str, text: str, s: Setting) -> tuple[Term, ...]:
    """`0`, `the origin`, `(1, 0)`, `the z-axis`: the squared distance does not vanish."""
    said = what.lower().strip()
    slit = re.fullmatch(rf"(negative|nonpositive)\s+(?:real\s+)?({_NAME})[\s-]*axis", said)
    axis = re.fullmatch(rf"({_NAME})[\s-]*axis", what)
    if said in ("0", "origin", "{0}", "point", "a point", "its origin"):
        return (_away((ZERO,) * len(s.coords), s.coords),)
    if axis and axis[1] in s.coords:
        others = tuple(x for x in s.coords if x != axis[1])
        return (_away((ZERO,) * len(others), others),)
    if slit and len(s.coords) == 2 and slit[2] in s.coords:
        square = add(*[pow_(symbol(x), integer(2)) for x in s.coords])
        right = Term("Lt", (ZERO, add(Term("sqrt", (square,)), symbol(slit[2]))))
        return right, Term("Ne", (square, ZERO))
    groups = re.findall(r"\(([^()]*)\)", what)
    points = [read(f"({g},)") for g in groups]
    if points and all(p.head == "Tuple" and len(p.args) == len(s.coords) for p in points):
        return tuple(_away(p.args, s.coords) for p in points)
    raise NotRead(text, 0, f"what is removed, {what!r}, is not understood",
                  hint='write "R^2 minus 0", "R^2 minus (1, 0)" or "R^3 minus the z-axis"')  # fmt: skip


def _away(point: Sequence[Term], coords: Sequence[str]) -> Term:
    squares = []
    for x, c in zip(coords, point, strict=True):
        away = symbol(x) if c == ZERO else add(symbol(x), c.args[0] if c.head == "Neg" else neg(c))
        squares.append(pow_(away, integer(2)))
    return Term("Ne", (add(*squares), ZERO))
