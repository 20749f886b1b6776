r"""A document as a list of claims: each relation of each chain, with its place and its hypotheses.

A definition claims nothing and is put in from there on; an equation declared `given` is a hypothesis;
what cannot be read is listed as such, with the place and the reason.

>>> paper = read_paper(r"% symderive: assume x > 0" "\n" r"\[ \sqrt{x^2} = x = |x| \]")
>>> from symderive.terms.writer import write
>>> [(r.kind, write(r.claim), [write(g) for g in r.given]) for r in paper.relations]
[('claim', 'sqrt(x^2) = x', ['x > 0']), ('claim', 'x = Abs(x)', ['x > 0'])]
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from symderive.documents.antiderivatives import differentiated
from symderive.documents.declarations import (
    Declared,
    Definition,
    Undeclared,
    assume,
    declared,
    definition,
    expanded,
)
from symderive.documents.relations import Paper, Relation, Trouble
from symderive.documents.rows import Condition, Member, Statement, labels_of, statements
from symderive.documents.source import Comment, Source, scan
from symderive.terms.errors import NotRead
from symderive.terms.latex_doubts import orders
from symderive.terms.latex_macros import Macros
from symderive.terms.latex_names import safe_function
from symderive.terms.latex_reader import Reader
from symderive.terms.latex_relations import condition_of
from symderive.terms.latex_setting import Evidence, Setting
from symderive.terms.latex_tokens import Token, latex_tokens, unbalanced
from symderive.terms.latex_words import DEFINES, RELATIONS
from symderive.terms.tree import Term, integer, symbol


def read_paper(text: str, markdown: bool = False, given: Sequence[str] = ()) -> Paper:
    """All relations of a document; `given` are statements that hold throughout.

    Raises Undeclared where one of them is no statement.
    """
    source = scan(text, markdown)
    return _Reading(source, given).paper


class _Reading:
    """What holds at the place in the document that has been reached."""

    def __init__(self, source: Source, given: Sequence[str]) -> None:
        self.source = source
        self.paper = Paper(source.text)
        self.macros = Macros.of(source.text)
        self.tokens = [self._tokens(d.start, d.end) for d in source.displays]
        self.setting = Setting(macros=self.macros, evidence=self._evidence())
        self.given: list[Term] = []
        self.definitions: dict[str, Definition] = {}
        self.hypotheses: dict[str, tuple[Term, ...]] = {}  # by label
        self.asked = {
            label for c in source.comments for label in c.text.removeprefix("given").split()
            if c.text.startswith("given")
        }  # fmt: skip
        self.waiting: set[str] = set()
        self.chains = 0
        self.skip = False
        self.next_by = ""
        self.next_given = False
        for text in given:
            self._hold(assume(text, self.setting))
        self._walk()

    def _tokens(self, start: int, end: int) -> list[Token] | NotRead:
        text = self.source.text
        try:
            toks = self.macros.expanded(latex_tokens(text, start, end), text)
        except NotRead as why:
            return why
        wrong = unbalanced(toks)
        return NotRead(text, toks[wrong[0]].at, wrong[1]) if wrong else toks

    def _evidence(self) -> Evidence:
        seen = Evidence()
        for toks in [*self.tokens, *(self._tokens(a, b) for a, b in self.source.inline)]:
            if not isinstance(toks, NotRead):
                seen = seen | Evidence.of(toks)
        return seen

    def _walk(self) -> None:
        events: list[tuple[int, Comment | int]] = [(c.at, c) for c in self.source.comments
                                                    if c.display < 0]  # fmt: skip
        events += [(d.start, n) for n, d in enumerate(self.source.displays)]
        for _, event in sorted(events, key=lambda e: e[0]):
            if isinstance(event, Comment):
                self._comment(event)
            else:
                self._display(event)

    # --- declarations -----------------------------------------------------------------------------

    def _declared(self, c: Comment, setting: Setting) -> Declared | None:
        try:
            return declared(c.text, setting)
        except Undeclared as why:
            self.paper.troubles.append(Trouble(c.at, str(why)))
        except RecursionError:
            self.paper.troubles.append(Trouble(c.at, "nested too deeply"))
        return None

    def _hold(self, d: Declared) -> None:
        self.setting = d.setting
        self.given += self._facts(d.given)
        numbers = d.setting.numbers - d.setting.functions
        self.definitions = {
            n: v for n, v in self.definitions.items() if n.rstrip("_") not in numbers
        }
        self.definitions.update(d.definitions)

    def _facts(self, facts: Sequence[Term]) -> list[Term]:
        return [expanded(f, self.definitions) for f in facts]

    def _comment(self, c: Comment) -> None:
        d = self._declared(c, self.setting)
        if d is None:
            return
        self._hold(d)
        self.skip = self.skip or d.ignore
        self.next_by = d.by or self.next_by
        self.next_given = self.next_given or d.here
        for label in d.labels:
            if label in self.hypotheses:
                self.given += self.hypotheses[label]
            else:
                self.waiting.add(label)

    # --- displays ---------------------------------------------------------------------------------

    def _display(self, n: int) -> None:
        d = self.source.displays[n]
        toks = self.tokens[n]
        kept = (self.setting, list(self.given), dict(self.definitions))
        comments = [c for c in self.source.comments if c.display == n]
        skip, by, here = self.skip, self.next_by, self.next_given
        self.skip, self.next_by, self.next_given = False, "", False
        if isinstance(toks, NotRead):
            self._unread(toks, d.start)
            return
        first = toks[0].at if toks else d.end
        later: list[tuple[Comment, Declared]] = []
        labels: list[str] = []
        for c in comments:
            found = self._declared(c, self.setting)
            if found is None:
                continue
            self._hold(found)
            labels += found.labels
            if found.ignore and c.alone and c.at < first:
                skip = True
            elif found.ignore or found.by:
                later.append((c, found))
            here = here or found.here
        for label in labels:
            if label in self.hypotheses:
                self.given += self.hypotheses[label]
            else:
                at = next(c.at for c in comments if label in c.text)
                self.paper.troubles.append(
                    Trouble(at, f"no equation with the label {label} before")
                )
        start = len(self.paper.relations)
        defined: list[Declared] = []
        if toks:
            all_labels = labels_of(toks)
            hypothesis = here or bool(self.asked & set(all_labels))
            previous: list[int] = []
            for s in statements(toks, d.kind):
                own = bool(self.asked & set(s.labels))
                previous = self._statement(s, here or own or (hypothesis and len(all_labels) == 1),
                                           previous, defined)  # fmt: skip
            for label in all_labels:
                one = [r for r in self.paper.relations[start:]
                       if r.claim is not None and (r.label == label or len(all_labels) == 1)]  # fmt: skip
                self.hypotheses[label] = tuple(r.claim for r in one if r.claim is not None)
        new = self.paper.relations[start:]
        self._attach(new, later, skip, by)
        given = [r.claim for r in new if r.kind == "given" and r.claim is not None]
        self.setting, self.given, self.definitions = kept
        for definition_ in defined:
            self.definitions.update(definition_.definitions)
            self.setting = replace(
                self.setting, functions=self.setting.functions | definition_.setting.functions,
                constants={**self.setting.constants, **definition_.setting.constants},
                context=replace(self.setting.context, unknowns={
                    k: v for k, v in self.setting.context.unknowns.items()
                    if safe_function(k) not in definition_.definitions}),
            )  # fmt: skip
        if here or (toks and self.waiting & set(labels_of(toks))):
            self.given += given

    def _attach(
        self, new: list[Relation], later: list[tuple[Comment, Declared]], skip: bool, by: str
    ) -> None:
        for r in new:
            if skip and r.kind in ("claim", "unread"):
                r.kind = "ignored"
            if by and r.kind == "claim":
                r.by = by
        for c, d in later:
            before = [r for r in new if r.start < c.at]
            after = [r for r in new if r.start > c.at]
            chosen = after[:1] if c.alone else before[-1:]
            for r in chosen:
                if d.ignore and r.kind in ("claim", "unread"):
                    r.kind = "ignored"
                r.by = d.by or r.by

    def _unread(self, why: NotRead, start: int) -> None:
        self.chains += 1
        self.paper.relations.append(Relation(
            "unread", why.offset, start, why.offset + 1, self.chains, 1,
            problem=why.message, problem_at=why.offset, hint=why.hint))  # fmt: skip

    # --- statements -------------------------------------------------------------------------------

    def _statement(
        self, s: Statement, hypothesis: bool, previous: list[int], defined: list[Declared]
    ) -> list[int]:
        """The relations of a statement; returns the indices of those that a following arrow means."""
        self.chains += 1
        if len(s.members) < 2:
            marks = [t for t in s.members[0].tokens if t.text in NO_RELATION]
            if marks:
                message = f"{marks[0].text} is no relation between numbers"
                self._unread(NotRead(self.source.text, marks[0].at, message), s.at)
            return []
        before = len(self.paper.relations)
        kept = self.setting
        facts: list[Term] = []
        trouble: NotRead | None = None
        if s.trouble:
            trouble = NotRead(self.source.text, s.at, s.trouble)
        for c in s.conditions:
            try:
                facts += self._conditions(c)
            except (NotRead, Undeclared) as why:
                trouble = trouble or (why if isinstance(why, NotRead)
                                      else NotRead(self.source.text, c.tokens[0].at, str(why)))  # fmt: skip
        rests = tuple(previous) if s.link else ()
        terms: list[Term | NotRead | None] = [None] * len(s.members)
        for k, m in enumerate(s.members):
            if k == 0 and s.members[1].relation in DEFINES:
                continue
            terms[k] = self._member(m)
        label = s.labels[0] if s.labels else ""
        for k in range(1, len(s.members)):
            a, b = s.members[k - 1], s.members[k]
            if k == 1 and b.relation in DEFINES:
                self._define(s, terms, defined)
                continue
            r = Relation("claim", b.at, a.tokens[0].at if a.tokens else b.at,
                         b.tokens[-1].at + len(b.tokens[-1].text) if b.tokens else b.at + 1,
                         self.chains, k, given=(*self.given, *facts), label=label,
                         rests=rests if k == 1 else tuple(range(before, len(self.paper.relations)))
                         if s.link else (), both=s.link == "iff")  # fmt: skip
            if s.link and k > 1:
                r.rests = (*rests, *range(before, len(self.paper.relations)))
            self._read_into(r, terms[k - 1], terms[k], b.relation, trouble)
            if hypothesis and r.kind == "claim":
                r.kind = "given"
            self.paper.relations.append(r)
        self.setting = kept if not defined else self.setting
        found = list(range(before, len(self.paper.relations)))
        return [*previous, *found] if s.link else found

    def _conditions(self, c: Condition) -> list[Term]:
        r = Reader(c.tokens, self.source.text, self.setting, c.tokens[0].at)
        found = condition_of(r, c.tokens, 0)
        facts = list(found.args) if found.head == "And" else [found]
        numbers = {n.rstrip("_") for f in facts for n in f.free}
        self.setting = replace(self.setting, numbers=self.setting.numbers | numbers)
        return self._facts(facts)

    def _member(self, m: Member) -> Term | NotRead:
        text = self.source.text
        try:
            if not m.tokens:
                raise NotRead(text, m.at, "a relation without a side")
            r = Reader(m.tokens, text, self.setting, m.at)
            found = r.expression()
            if r.tok:
                r.unexpected("the end")
            return expanded(r.check_height(found), self.definitions)
        except NotRead as why:
            return why
        except Undeclared as why:
            return NotRead(text, m.at, str(why))
        except RecursionError:
            return NotRead(text, m.at, "nested too deeply")
        except IndexError:  # a formula that breaks off where nobody thought it could
            return NotRead(text, m.at, "the formula breaks off")

    def _read_into(
        self, r: Relation, left: Term | NotRead | None, right: Term | NotRead | None, sign: str,
        trouble: NotRead | None,
    ) -> None:  # fmt: skip
        why = next((t for t in (left, right, trouble) if isinstance(t, NotRead)), None)
        if why is None and sign not in RELATIONS:
            what = (
                "a definition within a chain" if sign in DEFINES else f"{sign} is no exact relation"
            )
            why = NotRead(self.source.text, r.at, what)
        if why is None:
            assert isinstance(left, Term) and isinstance(right, Term)
            claim = Term(RELATIONS[sign], (left, right))
            try:
                orders(Reader([], self.source.text, self.setting, r.at), claim)
                both = sorted(claim.functions & claim.free)
                if both:
                    raise ValueError(
                        f"{both[0]} is a name and a function or sequence in one relation"
                    )
                r.given = (*r.given, *summation(claim, r.given))
                r.claim = differentiated(claim)
                r.constant = r.claim is not claim
                return
            except ValueError as no:
                why = no if isinstance(no, NotRead) else NotRead(self.source.text, r.at, str(no))
        assert why is not None
        r.kind = "unread"
        r.problem, r.problem_at, r.hint = why.message, why.offset, why.hint

    def _define(
        self, s: Statement, terms: list[Term | NotRead | None], defined: list[Declared]
    ) -> None:
        """The first relation of a chain defines its left side by its right one."""
        a, b = s.members[0], s.members[1]
        r = Relation(
            "definition", b.at, a.tokens[0].at if a.tokens else b.at, s.end, self.chains, 1
        )
        self.paper.relations.append(r)
        left = "".join(t.text + (" " if t.is_word else "") for t in a.tokens)
        function = len(a.tokens) > 1 and a.tokens[-1].text == ")"
        kept = self.setting
        if function:  # its parameters are numbers in the body
            names = {t.text for t in a.tokens[1:] if len(t.text) == 1 and t.text.isalpha()}
            self.setting = replace(kept, numbers=kept.numbers | names)
            terms[1] = self._member(b)
            self.setting = kept
        body = terms[1]
        try:
            if not isinstance(body, Term):
                raise Undeclared(body.message if body is not None else "no body")
            found = definition(left.strip(), body, self.setting)
        except (Undeclared, NotRead) as why:
            r.problem, r.problem_at = str(why), r.at
            terms[0] = NotRead(self.source.text, a.at, "the left side of a definition")
            return
        self._hold(replace(found, given=()))
        defined.append(found)
        terms[0] = body


def summation(claim: Term, given: Sequence[Term]) -> list[Term]:
    """What a sum up to n says of n: an integer, not below the lower bound less one."""
    said = {n for g in given for n in g.free}
    out: dict[Term, None] = {}
    for t in claim.walk():
        if t.head not in ("Sum", "Product") or t.args[3].head != "Symbol":
            continue
        low, high = t.args[2], t.args[3]
        if high.data in claim.free and high.data not in said and low.head == "Integer":
            out[Term("Is", (high, symbol("integer")))] = None
            below = integer(low.data - 1)
            out[Term("Ge", (high, below))] = None
    return list(out)


NO_RELATION = frozenset(
    r"\in \notin \ni \to \mapsto \exists \forall \subset \subseteq \cup \cap \setminus".split()
)


__all__ = ["Paper", "Relation", "Trouble", "read_paper"]
