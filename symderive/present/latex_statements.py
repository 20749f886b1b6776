r"""Relations, chains, statements of givens, cases, matrices and differential forms in LaTeX."""

from __future__ import annotations

from itertools import pairwise

from ..terms.tree import Term
from .latex_pieces import (
    ATOM, BIG, CALL, LOGIC, MUL, RELATION, SCRIPT, Piece, Printer, Row, paren, spaced,
)  # fmt: skip
from .latex_symbols import escape_text

RELATIONS: dict[str, str] = {
    "Eq": "=", "Ne": r"\neq", "Lt": "<", "Le": r"\le", "Gt": ">", "Ge": r"\ge",
}  # fmt: skip


def relation(p: Printer, t: Term) -> Piece:
    a, b = (p.above(x, RELATION) for x in t.args)
    return Piece(f"{a.tex} {RELATIONS[t.head]} {b.tex}", RELATION, a.tall or b.tall)


def chain_of(t: Term) -> tuple[list[Term], list[str]] | None:
    """Members and relation heads of a relation or of a conjunction `a < b and b < c`, else None."""
    links = t.args if t.head == "And" else (t,)
    if not links or any(link.head not in RELATIONS for link in links):
        return None
    for left, right in pairwise(links):
        if left.args[1] != right.args[0] or "Ne" in (left.head, right.head):
            return None
    return [links[0].args[0], *(link.args[1] for link in links)], [link.head for link in links]


def conjunction(p: Printer, t: Term) -> Piece:
    chain = chain_of(t) if len(t.args) > 1 else None
    if chain:
        members, heads = chain
        tex = p.above(members[0], RELATION).tex
        for head, member in zip(heads, members[1:], strict=True):
            tex += f" {RELATIONS[head]} {p.above(member, RELATION).tex}"
        return Piece(tex, RELATION)
    return Piece(r"\text{ and }".join(p.above(a, LOGIC).tex for a in t.args), LOGIC)


def disjunction(p: Printer, t: Term) -> Piece:
    return Piece(r"\text{ or }".join(p.above(a, LOGIC).tex for a in t.args), LOGIC)


def negation(p: Printer, t: Term) -> Piece:
    return Piece(r"\text{not }" + paren(p(t.args[0])).tex, LOGIC)


def membership(p: Printer, t: Term) -> Piece:
    a, b = (p.above(x, RELATION) for x in t.args)
    return Piece(rf"{a.tex} \in {b.tex}", RELATION, a.tall or b.tall)


def interval(p: Printer, t: Term) -> Piece:
    ends = p.listed(t.args, ",")
    left, right = t.data or "()"
    if ends.tall:
        return Piece(rf"\left{left}{ends.tex}\right{right}", ATOM, True)
    return Piece(f"{left}{ends.tex}{right}", ATOM)


def property_words(word: str) -> str:
    r"""The words of a property: `C2` becomes `$C^{2}$`, `positive_definite` two words (in text mode)."""
    if word[:1] == "C" and (word[1:].isdigit() or word[1:] in ("oo", "inf", "infinity")):
        return f"$C^{{{word[1:] if word[1:].isdigit() else chr(92) + 'infty'}}}$"
    return escape_text(word.replace("_", " "))


def statement(p: Printer, t: Term) -> Piece:
    subject, quality = t.args
    word = quality.data if quality.head == "Symbol" else None
    tail = property_words(word) if word is not None else f"${p.tex(quality)}$"
    subject_ = p.name(subject.data[0]) if subject.head == "Apply" else p.above(subject, RELATION).tex
    if tail.startswith("$"):
        return Piece(rf"{subject_}\text{{ is }}{tail[1:-1]}", RELATION)
    return Piece(rf"{subject_}\text{{ is {tail}}}", RELATION)


def cases(p: Printer, t: Term) -> Piece:
    q = p.fresh()
    rows = []
    for value, when in zip(t.args[::2], t.args[1::2], strict=True):
        words = r"\text{otherwise}" if when.head == "true" else rf"\text{{if }} {q.tex(when)}"
        rows.append(f"{q.tex(value)} & {words}")
    inside = r" \\ ".join(rows)
    return Piece(rf"\begin{{cases}} {inside} \end{{cases}}", BIG, True)


def tuple_(p: Printer, t: Term) -> Piece:
    return paren(p.listed(t.args))


# --- matrices ------------------------------------------------------------------------------------


def matrix(p: Printer, t: Term) -> Piece:
    rows, columns = t.data
    q = p.fresh()
    entries = [q.tex(a) for a in t.args]
    inside = r" \\ ".join(
        " & ".join(entries[r * columns : (r + 1) * columns]) for r in range(rows)
    )
    if columns > 10:  # pmatrix stops at MaxMatrixCols
        inside = rf"\begin{{array}}{{{'c' * columns}}} {inside} \end{{array}}"
        return Piece(rf"\left({inside}\right)", ATOM, True)
    return Piece(rf"\begin{{pmatrix}} {inside} \end{{pmatrix}}", ATOM, True)


def entry(p: Printer, t: Term) -> Piece:
    array, *places = t.args
    base = p.above(array, SCRIPT)
    inside = ",".join(p.script().tex(a) for a in places)
    if "_" in base.tex:
        return Piece(f"{paren(base).tex}_{{{inside}}}", ATOM, base.tall)
    return Piece(f"{base.tex}_{{{inside}}}", ATOM, base.tall)


def _raised(mark: str) -> Row:
    def row(p: Printer, t: Term) -> Piece:
        piece = p.above(t.args[0], SCRIPT)
        return Piece(f"{piece.tex}^{{{mark}}}", SCRIPT, piece.tall)

    return row


def _prefix(sign: str, upright: bool = False) -> Row:
    """An operator before its argument; a sum or product gets brackets."""

    def row(p: Printer, t: Term) -> Piece:
        piece = p.above(t.args[-1], MUL)
        name = p.operator(sign) if upright else sign
        if upright and p.style.markdown:
            name += r"\,"
        tex = f"{name} {piece.tex}" if upright and piece.tex[0].isalnum() else spaced(name, piece.tex)
        return Piece(tex, CALL, piece.tall)

    return row


def trace(p: Printer, t: Term) -> Piece:
    piece = p(t.args[0])
    if piece.level == ATOM and t.args[0].head == "Symbol":
        gap = r"\," if p.style.markdown else " "
        return Piece(p.operator("tr") + gap + piece.tex, CALL)
    return Piece(p.operator("tr") + paren(piece).tex, ATOM, piece.tall)


def determinant(p: Printer, t: Term) -> Piece:
    piece = p(t.args[0])
    if t.args[0].head in ("Symbol", "Matrix"):
        return Piece(spaced(r"\det", piece.tex), CALL, piece.tall)
    return Piece(r"\det" + paren(piece).tex, ATOM, piece.tall)


def identity(p: Printer, t: Term) -> Piece:
    return Piece(f"I_{{{p.script().tex(t.args[0])}}}", ATOM)


def zero_matrix(p: Printer, t: Term) -> Piece:
    rows, columns = (p.script().tex(a) for a in t.args)
    return Piece(rf"0_{{{spaced(rows + chr(92) + 'times', columns)}}}", ATOM)


# --- forms ---------------------------------------------------------------------------------------


def wedge(p: Printer, t: Term) -> Piece:
    pieces = [p.above(a, MUL) for a in t.args]
    tex = pieces[0].tex
    for piece in pieces[1:]:
        tex = spaced(tex + r"\wedge", piece.tex)
    return Piece(tex, MUL, any(x.tall for x in pieces))


def _along(sign: str) -> Row:
    def row(p: Printer, t: Term) -> Piece:
        field, form = t.args
        piece = p.above(form, MUL)
        tex = f"{sign}_{{{p.script().tex(field)}}}"
        return Piece(f"{tex} {piece.tex}" if piece.tex[0].isalnum() else tex + piece.tex, CALL, piece.tall)

    return row


def pullback(p: Printer, t: Term) -> Piece:
    mapping, form = t.args
    piece, base = p.above(form, CALL), p.above(mapping, SCRIPT)
    tex = f"{base.tex}^{{*}}"
    return Piece(f"{tex} {piece.tex}" if piece.tex[0].isalnum() else tex + piece.tex, CALL, piece.tall)


def _pair(left: str, right: str) -> Row:
    def row(p: Printer, t: Term) -> Piece:
        inside = p.listed(t.args, ", ")
        return Piece(spaced(rf"\left{left}", inside.tex) + rf"\right{right}", ATOM, inside.tall)

    return row


ROWS: dict[str, Row] = {
    **dict.fromkeys(RELATIONS, relation),
    "And": conjunction, "Or": disjunction, "Not": negation, "In": membership,
    "Interval": interval, "Is": statement, "Piecewise": cases, "Tuple": tuple_,
    "Matrix": matrix, "Index": entry, "transpose": _raised(r"\top"), "inverse": _raised("-1"),
    "det": determinant, "trace": trace, "Identity": identity, "ZeroMatrix": zero_matrix,
    "Wedge": wedge, "ext_d": _prefix(r"\mathrm{d}"), "star": _prefix(r"\star"),
    "delta": _prefix(r"\delta"), "LB": _prefix(r"(\mathrm{d}\delta+\delta\mathrm{d})"),
    "flat": _raised(r"\flat"), "sharp": _raised(r"\sharp"),
    "grad": _prefix("grad", upright=True), "div_": _prefix("div", upright=True),
    "curl": _prefix("curl", upright=True), "lap": _prefix(r"\Delta"),
    "hom": _prefix(r"\mathrm{h}\,"), "potential": _prefix("pot", upright=True),
    "iprod": _along(r"\iota"), "lie": _along(r"\mathcal{L}"), "pull": pullback,
    "bracket": _pair("[", "]"), "inner": _pair(r"\langle", r"\rangle"),
}  # fmt: skip
