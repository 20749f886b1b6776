"""Matrix claims and divergences of normal laws in symbolic dimension, with a judge of our own.

    python -m benchmarks.matrices [--only TEXT] [--json FILE]

Claims are those of tests/data/matrix_claims.toml: true ones must be verified, false ones refuted.
Each answer about normal laws is held against its definition, integrated at random matrices of size
2 in floating point (Gauss-Hermite nodes, the trapezoidal rule): the judge shares the reader of terms
with the prover and nothing else.  The program ends with 1 if an answer is wrong.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import time
import tomllib
from itertools import product
from pathlib import Path
from typing import Any

import mpmath as mp

from symderive.faces.check import check
from symderive.faces.divergence import divergence
from symderive.kernel.logic.givens import Givens
from symderive.recheck import recheck
from symderive.terms.reader import read
from symderive.terms.tree import Term

CLAIMS = Path(__file__).resolve().parent.parent / "tests" / "data" / "matrix_claims.toml"
N = 2
CLOSE = 1e-9
Values = dict[str, Any]


def laws() -> list[tuple[str, str, str | None, str | None, list[str]]]:
    """Problems: (measure, p, q, order, given)."""
    m = "MultivariateNormal"
    pairs = [
        ("(mu1, Sigma1)", "(mu2, Sigma2)"), ("(mu, Sigma)", "(0, eye(n))"), ("(0, eye(n))", "(mu, Sigma)"),
        ("(mu1, Sigma)", "(mu2, Sigma)"), ("(mu, Sigma1)", "(mu, Sigma2)"), ("(0, Sigma1)", "(0, Sigma2)"),
        ("(mu1, s^2*eye(n))", "(mu2, t^2*eye(n))"), ("(mu, diag(v))", "(0, eye(n))"),
        ("(mu1, diag(v))", "(mu2, diag(w))"), ("(mu, Sigma)", "(mu, c*Sigma)"),
        ("(a, c*S)", "(b, S)"), ("(mu, Sigma)", "(nu, s^2*eye(n))"),
    ]  # fmt: skip
    rows: list[tuple[str, str, str | None, str | None, list[str]]] = []
    plain = "kl jeffreys crossentropy bhattacharyya bc hellinger2 w2sq".split()
    for k in plain:
        rows += [(k, m + p, m + q, None, []) for p, q in pairs]
    for k in ("renyi", "tsallis", "chernoff"):
        between = ["0 < alpha", "alpha < 1"]
        rows += [(k, m + p, m + q, "alpha", between) for p, q in pairs[:8]]
        rows += [(k, m + p, m + q, "alpha", []) for p, q in (pairs[0], pairs[3])]
        rows += [(k, m + p, m + q, order, []) for p, q in pairs[:4] for order in ("1/2", "2")]
    rows += [("chi2div", m + p, m + q, None, []) for p, q in pairs[:6]]
    single = ["(mu, Sigma)", "(0, Sigma)", "(mu, s^2*eye(n))", "(mu, diag(v))", "(mu, diag(s)^2)",
              "(mu, L*transpose(L))", "(mu, W*transpose(W) + s^2*eye(n))", "(mu, c*Sigma)",
              "(mu, inverse(P))", "(mu, S + u*transpose(u))"]  # fmt: skip
    for p in single:
        given = (
            ["u is n vector", "mu is n vector", "S is positive definite n x n"] if "u*" in p else []
        )
        rows += [(k, m + p, None, None, given) for k in ("entropy", "fisher")]
        rows += [(k, m + p, None, "alpha", given) for k in ("renyi_entropy", "tsallis_entropy")]
    moved = [
        "A is invertible n x n",
        "b, mu1, mu2 are n vectors",
        "Sigma1, Sigma2 are positive definite n x n",
    ]
    rows.append(("kl", m + "(A*mu1 + b, A*Sigma1*transpose(A))", m + "(A*mu2 + b, A*Sigma2*transpose(A))",
                 None, moved))  # fmt: skip
    rows.append(("kl", m + "(mu1, inverse(P))", m + "(mu2, inverse(Q))", None, []))
    rows.append(("kl", m + "(mu, S + u*transpose(u))", m + "(mu, S)", None,
                 ["u is n vector", "mu is n vector", "S is positive definite n x n"]))  # fmt: skip
    rows.append(("w2sq", m + "(a, diag(v)^2)", m + "(b, diag(w)^2)", None, []))
    rows.append(("w2sq", m + "(a, S)", m + "(b, t^2*eye(n))", None, []))
    return rows


# --- the judge ------------------------------------------------------------------------------------


def values(given: list[str], seed: int) -> Values:
    """Random values of the names that the givens declare."""
    chance = random.Random(seed)
    g = Givens.of([read(t) for t in given])
    out: Values = {"n": N, "k": 1, "alpha": mp.mpf("0.37")}
    for i, (name, sort) in enumerate(sorted(g.matrices.items())):
        rows, columns = (N if d.data == "n" else 1 for d in (sort.rows, sort.columns))
        raw = mp.matrix(rows, columns)
        for r, c in product(range(rows), range(columns)):
            raw[r, c] = chance.uniform(-1, 1)
        if "positive_definite" in sort.properties:
            raw = raw * raw.T + mp.eye(rows) * (1 + (0.7 * i if name[-1] in "2" else 0))
            raw = raw * (0.3 if name in ("Sigma", "Sigma1", "S") else 1.0)
        elif "positive" in sort.properties:
            raw = raw.apply(lambda x: abs(x) + 0.3)
        elif "invertible" in sort.properties:
            raw = raw + 2 * mp.eye(rows)
        out[name] = raw
    for name in g.sorts:
        if name not in out and name not in ("n", "k"):
            out[name] = mp.mpf(chance.uniform(0.5, 1.5))
    return out


def number(t: Term, v: Values) -> Any:
    """A term at values, in mpmath; one entry counts as a number."""
    found = _number(t, v)
    single = isinstance(found, mp.matrix) and found.rows == found.cols == 1
    return found[0, 0] if single else found


def _number(t: Term, v: Values) -> Any:
    head = t.head
    if head == "Symbol":
        return v[t.data]
    if head == "Integer":
        return mp.mpf(int(t.data))
    if head in ("pi", "E"):
        return mp.pi if head == "pi" else mp.e
    if head == "diag":
        return mp.diag([number(_at(t.args[0], i, v), v) for i in range(N)])
    if head in ("Sum", "Product"):
        body, j, low, high = t.args
        terms = [number(body, v | {j.data: i})
                 for i in range(int(number(low, v)), int(number(high, v)) + 1)]  # fmt: skip
        return mp.fsum(terms) if head == "Sum" else mp.fprod(terms)
    if head == "Index":
        return v[t.args[0].data][int(number(t.args[1], v)), 0]
    args = [number(a, v) for a in t.args]
    if head in ("Add", "Mul"):
        out = args[0]
        for a in args[1:]:
            out = out + a if head == "Add" else out * a
            if isinstance(out, mp.matrix) and out.rows == out.cols == 1:
                out = out[0, 0]
        return out
    rules = {
        "Neg": lambda x: -1 * x, "Div": lambda x, y: x / y, "Identity": lambda n: mp.eye(int(n)),
        "Pow": lambda x, y: x ** int(y) if isinstance(x, mp.matrix) else mp.power(x, y),
        "transpose": lambda x: x.T if isinstance(x, mp.matrix) else x, "inverse": mp.inverse,
        "det": mp.det, "trace": lambda x: sum(x[i, i] for i in range(x.rows)),
        "sqrtm": lambda x: mp.sqrtm(x), "sqrt": mp.sqrt, "log": mp.log, "exp": mp.exp,
        "ZeroMatrix": lambda n, m: mp.matrix(int(n), int(m)),
    }  # fmt: skip
    return rules[head](*args)


def _at(t: Term, i: int, v: Values) -> Term:
    """The i-th component of a vector expression."""
    if t.head == "Symbol" and isinstance(v.get(t.data), mp.matrix):
        return Term("Index", (t, Term("Integer", (), i)))
    return t.rebuild([_at(a, i, v) for a in t.args])


def expected(measure: str, laws_: list[tuple[Any, Any]], order: Any) -> Any:
    """The measure by its definition, in floating point."""
    (m, s), (w, r) = laws_[0], laws_[-1]

    known = {
        id(cov): (mp.inverse(cov), N * mp.log(2 * mp.pi) + mp.log(mp.det(cov))) for cov in (s, r)
    }

    def logp(mean: Any, cov: Any, x: Any) -> Any:
        (d, e), (i, front) = x - mean, known[id(cov)]
        return -(front + d * d * i[0, 0] + 2 * d * e * i[0, 1] + e * e * i[1, 1]) / 2

    def mean_of(f: Any, mean: Any, cov: Any) -> Any:  # exact for polynomials of degree 5
        low = mp.cholesky(cov)
        nodes = [
            (-mp.sqrt(3), mp.mpf(1) / 6),
            (mp.mpf(0), mp.mpf(2) / 3),
            (mp.sqrt(3), mp.mpf(1) / 6),
        ]
        return sum((a * b * f(mean + low * mp.matrix([x, y])) for (x, a), (y, b) in product(nodes, nodes)),
                   mp.mpf(0))  # fmt: skip

    def power(a: Any, b: Any) -> Any:  # of p^a q^b, trapezoidal: exponentially exact
        precision = a * mp.inverse(s) + b * mp.inverse(r)
        cov = mp.inverse(precision)
        centre = cov * (a * mp.inverse(s) * m + b * mp.inverse(r) * w)
        low = mp.cholesky(cov)
        steps = [mp.mpf(k) * 3 / 5 for k in range(-13, 14)]
        places = [centre + low * mp.matrix([y, z]) for y in steps for z in steps]
        total = mp.fsum(mp.exp(a * logp(m, s, x) + b * logp(w, r, x)) for x in places)
        return total * mp.det(low) * 9 / 25

    if measure == "w2sq":
        t, d = (s * r)[0, 0] + (s * r)[1, 1], mp.det(s * r)
        gap = m - w
        return (
            (gap.T * gap)[0, 0]
            + s[0, 0]
            + s[1, 1]
            + r[0, 0]
            + r[1, 1]
            - 2 * mp.sqrt(t + 2 * mp.sqrt(d))
        )
    if measure == "fisher":
        return mp.inverse(s)
    if measure == "entropy":
        return mean_of(lambda x: -logp(m, s, x), m, s)
    if measure == "crossentropy":
        return mean_of(lambda x: -logp(w, r, x), m, s)
    kl = lambda i, j: mean_of(lambda x: logp(*laws_[i], x) - logp(*laws_[j], x), *laws_[i])  # noqa: E731
    if measure in ("kl", "jeffreys"):
        return kl(0, 1) + (kl(1, 0) if measure == "jeffreys" else 0)
    if measure == "chi2div":
        return power(mp.mpf(2), mp.mpf(-1)) - 1
    if measure in ("bc", "bhattacharyya", "hellinger2"):
        c = power(mp.mpf("0.5"), mp.mpf("0.5"))
        return {"bc": c, "bhattacharyya": -mp.log(c), "hellinger2": 1 - c}[measure]
    if measure in ("renyi_entropy", "tsallis_entropy"):
        c = power(order, mp.mpf(0))
        return mp.log(c) / (1 - order) if measure == "renyi_entropy" else (1 - c) / (order - 1)
    c = power(order, 1 - order)
    return {
        "renyi": mp.log(c) / (order - 1),
        "tsallis": (c - 1) / (order - 1),
        "chernoff": -mp.log(c),
    }[measure]


def judged(row: tuple[str, str, str | None, str | None, list[str]], d: Any) -> bool:
    """Whether the answer agrees with the definition at random matrices."""
    measure, p, q, order, _ = row
    for seed in (3, 8):
        v = values([*d.given], seed)
        found = []
        for text in (p, q):
            if text is not None:
                law = read(text)
                mean, cov = number(law.args[0], v), number(law.args[1], v)
                found.append((mean if isinstance(mean, mp.matrix) else mp.matrix(N, 1), cov))
        a = None if order is None else number(read(order), v)
        try:
            want = expected(measure, found, a)
        except ValueError:  # outside the domain that was added
            continue
        gap = number(read(d.result["text"]), v) - want
        size = mp.mnorm(gap) if isinstance(gap, mp.matrix) else abs(gap)
        if size > CLOSE:
            return False
    return True


def main() -> int:
    """Both parts, one line for what is not right, and counts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="")
    parser.add_argument("--json")
    args = parser.parse_args()
    mp.mp.dps = 20
    report: list[dict[str, Any]] = []
    wrong = 0
    claims = tomllib.loads(CLAIMS.read_text("utf-8"))
    for kind, want in (("true", "verified"), ("false", "refuted")):
        right, cpu = 0, []
        for row in claims[kind]:
            if args.only not in row["claim"]:
                continue
            start = time.process_time()
            d = check(row["claim"], [g.strip() for g in row["given"].split(";")], 60)
            cpu.append(time.process_time() - start)
            right += d.verdict == want
            bad = d.verdict not in (want, "undecided")
            wrong += bad
            report.append(
                {"claim": row["claim"], "verdict": d.verdict, "wrong": bad, "cpu": cpu[-1]}
            )
            if d.verdict != want:
                print(f"{d.verdict}: {row['claim']}")
        if cpu:
            print(
                f"{kind} claims: {right} of {len(cpu)} {want}, median {statistics.median(cpu):.3f} s of CPU"
            )
    right, cpu = 0, []
    for problem in laws():
        name = " ".join(str(x) for x in problem[:4] if x).replace("MultivariateNormal", "N")
        if args.only not in name:
            continue
        start = time.process_time()
        d = divergence(*problem[:3], order=problem[3], given=problem[4], timeout=120)
        cpu.append(time.process_time() - start)
        verified = d.verdict == "verified"
        holds = verified and recheck(json.loads(d.to_json())) == []
        agrees = verified and judged(problem, d)
        right += holds and agrees
        wrong += verified and not (holds and agrees)
        report.append({"problem": name, "verdict": d.verdict, "agrees": agrees, "rechecks": holds,
                       "cpu": cpu[-1], "text": d.result and d.result["text"]})  # fmt: skip
        if not (holds and agrees):
            print(
                f"{d.verdict}{'' if not verified else ' WRONG'}: {name}: {d.reason or d.result['text']}"[
                    :300
                ]
            )
    if cpu:
        print(f"normal laws: {right} of {len(cpu)} verified, rechecked and judged right, "
              f"median {statistics.median(cpu):.2f} s of CPU, {wrong} wrong")  # fmt: skip
    if args.json:
        Path(args.json).write_text(json.dumps(report, indent=1))
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
