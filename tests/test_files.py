"""Atomic files: the old text or the new one, and errors that say what to do."""

from __future__ import annotations

import os
import stat

import pytest

from symderive.files import NotWritten, write_atomically


def test_text_is_written_and_replaced(tmp_path):
    """A second write replaces the first, in UTF-8, and leaves no other file."""
    path = tmp_path / "catenary.tex"
    write_atomically(path, "old")
    write_atomically(str(path), "λ = 1\n")
    assert path.read_bytes() == "λ = 1\n".encode()
    assert list(tmp_path.iterdir()) == [path]


def test_failure_leaves_the_old_file(tmp_path, monkeypatch):
    """When the last step fails the old text stands and no temporary file is left."""
    path = tmp_path / "a.txt"
    path.write_text("old")

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(NotWritten, match="No space left on device"):
        write_atomically(path, "new")
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_interrupt_leaves_no_temporary_file(tmp_path, monkeypatch):
    """Ctrl-C while writing is passed on and cleans up."""

    def stop(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", stop)
    with pytest.raises(KeyboardInterrupt):
        write_atomically(tmp_path / "a.txt", "new")
    assert list(tmp_path.iterdir()) == []


def test_missing_directory_is_named(tmp_path):
    """The directory that does not exist is in the message."""
    with pytest.raises(NotWritten, match="missing does not exist; create it first"):
        write_atomically(tmp_path / "missing" / "a.txt", "x")


def test_directory_is_refused(tmp_path):
    """A directory is not overwritten."""
    with pytest.raises(NotWritten, match="it is a directory"):
        write_atomically(tmp_path, "x")


def test_write_protected_file_is_refused(tmp_path, monkeypatch):
    """A file without write permission is kept, although its directory would let it go."""
    path = tmp_path / "a.txt"
    path.write_text("old")
    path.chmod(0o444)
    # Root may write everything, so the system's answer is given here.
    monkeypatch.setattr(os, "access", lambda target, mode: False)
    with pytest.raises(NotWritten, match="write-protected"):
        write_atomically(path, "new")
    assert path.read_text() == "old"


def test_forbidden_directory_is_named(tmp_path, monkeypatch):
    """No permission in the directory is said as such."""

    def forbidden(**_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("tempfile.mkstemp", forbidden)
    with pytest.raises(NotWritten, match=r"Permission denied in .*choose another directory"):
        write_atomically(tmp_path / "a.txt", "x")


@pytest.mark.skipif(os.name != "posix", reason="permissions and links of POSIX")
def test_permissions_and_links_are_kept(tmp_path):
    """A replaced file keeps its mode, a link stays a link."""
    path, link = tmp_path / "a.txt", tmp_path / "link.txt"
    path.write_text("old")
    path.chmod(0o640)
    link.symlink_to(path)
    write_atomically(link, "new")
    assert link.is_symlink()
    assert path.read_text() == "new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


@pytest.mark.skipif(os.name != "posix", reason="/dev/stdout")
def test_device_is_written_not_replaced():
    """`-o /dev/null` writes to the device."""
    write_atomically("/dev/null", "x")
    assert stat.S_ISCHR(os.stat("/dev/null").st_mode)
