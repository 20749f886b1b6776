"""Papers: what share of their relations is read, planted errors found, false alarms, speed.

Six correct papers (tests/papers/*.tex) are checked as they are, where everything that is refuted is
a false alarm; then each planted error (tests/papers/planted.toml) is put in alone and the lines that
it touches are checked.  An error is found when a relation there is refuted, or, for a condition that
was taken away, no longer verified.

    python benchmarks/papers.py [PAPER...]
"""

from __future__ import annotations

import collections
import sys
import time
import tomllib
from pathlib import Path

from symderive.faces.paper import REFUTED, UNREAD, Report, check_paper

PAPERS = Path(__file__).resolve().parent.parent / "tests" / "papers"
TIMEOUT = 10.0


def planted() -> list[dict[str, str]]:
    return tomllib.loads((PAPERS / "planted.toml").read_text(encoding="utf-8"))["error"]


def text_of(name: str) -> str:
    return (PAPERS / f"{name}.tex").read_text(encoding="utf-8")


def outcome(error: dict[str, str]) -> tuple[str, Report]:
    """found, unread, missed: what the check says of a paper with one error."""
    text = text_of(error["paper"])
    at = text.index(error["old"])
    wrong = text.replace(error["old"], error["new"], 1)
    first = wrong.count("\n", 0, at) + 1
    last = first + error["new"].count("\n")
    declared = error["old"].startswith("% symderive")
    report = check_paper(wrong, error["paper"], timeout=TIMEOUT,
                         lines=None if declared else (first, last))  # fmt: skip
    verdicts = {f.verdict for f in report.claims}
    if any(f.code >= REFUTED and f.verdict == "refuted" for f in report.claims):
        return "found", report
    if error["kind"] == "condition" and "undecided" in verdicts:
        return "found", report
    if not report.claims or any(f.code == UNREAD for f in report.claims):
        return "unread", report
    return "missed", report


def main(names: list[str]) -> None:
    names = names or sorted(p.stem for p in PAPERS.glob("*.tex"))
    check_paper(r"\[ \int_0^1 x\,dx = \frac12 \]")  # what is loaded once is not the papers' time
    count: collections.Counter[str] = collections.Counter()
    print(
        f"{'paper':<14}{'relations':>10}{'read':>7}{'verified':>10}{'alarms':>8}{'seconds':>9}{'cpu':>7}"
    )
    for name in names:
        cpu = time.process_time()
        report = check_paper(text_of(name), name, timeout=TIMEOUT)
        cpu = time.process_time() - cpu
        claims = report.claims
        read = [f for f in claims if f.code != UNREAD]
        verified = sum(f.verdict == "verified" for f in read)
        alarms = [f for f in read if f.verdict == "refuted"]
        count.update(claims=len(claims), read=len(read), verified=verified, alarms=len(alarms))
        count["ms"] += int(report.seconds * 1000)
        print(f"{name:<14}{len(claims):>10}{len(read):>7}{verified:>10}{len(alarms):>8}"
              f"{report.seconds:>9.1f}{cpu:>7.1f}")  # fmt: skip
        for f in claims:
            if f.verdict != "verified":
                print(f"    {f.line}:{f.column} {f.code} {f.message[:90]}")
    seconds = count["ms"] / 1000
    speed = count["claims"] / max(seconds, 0.001)
    print(f"read {count['read']} of {count['claims']}, verified {count['verified']}, "
          f"false alarms {count['alarms']}, {speed:.1f} relations/s")  # fmt: skip
    kinds: dict[str, collections.Counter[str]] = {}
    for error in planted():
        if error["paper"] in names:
            said, _ = outcome(error)
            kinds.setdefault(error["kind"], collections.Counter())[said] += 1
            if said != "found":
                print(f"    {said}: {error['paper']}: {error['new']}")
    total = sum((c for c in kinds.values()), collections.Counter())
    for kind, c in sorted(kinds.items()):
        print(f"{kind:<12} found {c['found']:>3} of {sum(c.values()):>3}")
    of = total["found"] + total["missed"]
    print(f"planted errors found: {total['found']} of {of} read, {total['unread']} not read")


if __name__ == "__main__":
    main(sys.argv[1:])
