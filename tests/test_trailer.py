"""A printed document that carries its certificate is rechecked, and an edit is noticed."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from symderive.cli import group


@pytest.fixture
def proof(tmp_path):
    """A LaTeX file of a proved claim."""
    path = tmp_path / "proof.tex"
    ran = CliRunner().invoke(
        group, ["check", "(x+1)^2 = x^2+2*x+1", "--format", "latex", "-o", str(path)]
    )
    assert ran.exit_code == 0
    return path


def verify(path):
    return CliRunner().invoke(group, ["verify", str(path)], standalone_mode=False)


def test_the_document_is_rechecked(proof):
    """The certificate is found behind the document, and accepted."""
    assert "verified" in verify(proof).output


def test_an_edited_formula_is_noticed(proof):
    """One changed digit in the document, the certificate untouched."""
    text = proof.read_text()
    proof.write_text(text.replace("x^{2} + 2x + 1 .", "x^{2} + 3x + 1 ."))
    ran = verify(proof)
    assert "the document says" in (ran.output + getattr(ran, "stderr", ""))
    assert ran.return_value == 2 or ran.exit_code == 2


def test_an_edited_certificate_is_noticed(proof):
    """A claim that was changed in the block does not follow from its steps."""
    text = proof.read_text()
    proof.write_text(text.replace("x^2+2*x+1", "x^2+2*x+2"))
    assert "verified" not in verify(proof).stdout.replace("recorded", "")[:40]


def test_a_document_without_certificate(tmp_path):
    """Another LaTeX file is no certificate."""
    path = tmp_path / "other.tex"
    path.write_text("\\documentclass{article}\n")
    with pytest.raises(Exception, match="no certificate"):
        CliRunner().invoke(group, ["verify", str(path)], standalone_mode=False,
                           catch_exceptions=False)  # fmt: skip
