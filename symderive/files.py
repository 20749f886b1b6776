"""Writing files so that a reader finds the old text or the new one, never half of it.

The text goes to a temporary file in the same directory, is forced to the disk and takes the place
of the old file in one step; what goes wrong is said in words, with the path.

>>> import tempfile, pathlib
>>> with tempfile.TemporaryDirectory() as directory:
...     path = write_atomically(pathlib.Path(directory) / "catenary.tex", "y = a")
...     path.read_text()
'y = a'
>>> write_atomically("/", "y = a")
Traceback (most recent call last):
    ...
symderive.files.NotWritten: cannot write /: it is a directory; name a file in it
"""

from __future__ import annotations

import contextlib
import os
import stat
import tempfile
from pathlib import Path


class NotWritten(Exception):
    """A file could not be written; the message says which, why and what to do."""


def write_atomically(path: str | os.PathLike[str], text: str) -> Path:
    """Write `text` (UTF-8) to `path` in one step, following a symbolic link; returns the path.

    Permissions of a file that is replaced are kept.  Raises NotWritten; the old file is then
    untouched and no temporary file is left.
    """
    shown = Path(path)
    target = destination(path)
    if target.exists() and not target.is_file():  # /dev/stdout, a pipe: nothing to replace
        try:
            target.write_text(text, encoding="utf-8")
        except OSError as problem:
            raise NotWritten(f"cannot write {shown}: {problem.strerror}") from None
        return shown
    try:
        handle, temporary = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    except OSError as problem:
        raise NotWritten(
            f"cannot write {shown}: {problem.strerror} in {target.parent}; choose another directory"
        ) from None
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        os.chmod(temporary, _mode(target))
        os.replace(temporary, target)
    except BaseException as problem:  # Ctrl-C too must leave no temporary file
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        if isinstance(problem, OSError):
            raise NotWritten(f"cannot write {shown}: {problem.strerror}") from None
        raise
    return shown


def destination(path: str | os.PathLike[str]) -> Path:
    """The file that `path` leads to; raises NotWritten where writing it is hopeless.

    Asked before a long computation whose answer is to go there.
    """
    target = Path(os.path.realpath(path))
    if target.is_dir():
        raise NotWritten(f"cannot write {path}: it is a directory; name a file in it")
    if not target.parent.is_dir():
        raise NotWritten(
            f"cannot write {path}: the directory {target.parent} does not exist; create it first"
        )
    if target.exists() and not os.access(target, os.W_OK):
        raise NotWritten(f"cannot write {path}: the file is write-protected")
    return target


def _mode(target: Path) -> int:
    """The mode of the file that is replaced, or what `open` would have given a new one."""
    if target.exists():
        return stat.S_IMODE(target.stat().st_mode)
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
