"""Reading a problem from a `.json` or `.npz` file, and writing an answer so that it is there whole or not at all."""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
import tokenize
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from mentoring_xblock.matching.errors import BadInput

#: All that the libraries raise over a file that is not what its name says.
_NOT_NPZ = (
    ValueError,  # among others: objects that only pickle could read
    EOFError,
    KeyError,
    RuntimeError,  # encrypted, or packed in a way that is not known
    SyntaxError,
    OSError,
    tokenize.TokenError,
    zipfile.BadZipFile,
    zlib.error,
)


def read(path: Path) -> dict[str, Any]:
    """Return the fields of a file by name: JSON values, or numpy arrays from a `.npz`. Nothing is unpickled.

    Raises:
        BadInput: field "IN" if the file can't be read or is of another kind, else the field that is given twice or
            can't be read; codes "unreadable", "kind", "duplicate".
    """
    readers = {".json": _read_json, ".npz": _read_npz}
    if path.suffix.lower() not in readers:
        raise BadInput("IN", "kind", f"{path} is neither .json nor .npz.")
    try:
        with path.open("rb"):
            pass
    except OSError as error:
        raise BadInput("IN", "unreadable", f"{path} can't be read: {error.strerror}.") from error
    return readers[path.suffix.lower()](path)


def _read_json(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text(encoding="utf-8-sig"), object_pairs_hook=_once)
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise BadInput("IN", "unreadable", f"{path} is not JSON: {error.msg}, {where}.") from error
    except UnicodeDecodeError as error:
        raise BadInput("IN", "unreadable", f"{path} is not text in UTF-8 (byte {error.start}).") from error
    except RecursionError as error:
        raise BadInput("IN", "unreadable", f"{path} has lists in lists without end.") from error
    except ValueError as error:  # a number of more digits than Python reads
        raise BadInput("IN", "unreadable", f"{path} has a number that is too long.") from error
    if not isinstance(found, dict):
        raise BadInput("IN", "kind", f"{path} holds no object with named fields.")
    return found


def _once(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise BadInput(name, "duplicate", "It is given twice.")
        found[name] = value
    return found


def _read_npz(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = {}
    field = "IN"
    try:
        loaded = np.load(path, allow_pickle=False)
        if not isinstance(loaded, np.lib.npyio.NpzFile):
            raise BadInput("IN", "kind", f"{path} holds a single array; save the fields by name with numpy.savez.")
        with loaded:
            for field in loaded.files:
                if field in found:
                    raise BadInput(field, "duplicate", "It is given twice.")
                found[field] = loaded[field]
                if not isinstance(found[field], np.ndarray):
                    raise BadInput(field, "unreadable", "It is no array.")
    except _NOT_NPZ as error:
        if field == "IN":
            raise BadInput("IN", "unreadable", f"{path} is no .npz file.") from error
        raise BadInput(field, "unreadable", "It is no array of numbers, truths or text.") from error
    return found


def check_writable(path: Path, source: Path) -> None:
    """Find out before the work whether the answer can be written after it.

    Raises:
        BadInput: field "OUT"; codes "kind", "unwritable".
    """
    if path.suffix.lower() != ".json":
        raise BadInput("OUT", "kind", f"{path} does not end in .json.")
    if path.is_dir():
        raise BadInput("OUT", "unwritable", f"{path} is a folder.")
    if path.exists() and source.exists() and path.samefile(source):
        raise BadInput("OUT", "unwritable", f"{path} is the file that is read.")
    with _refused(path), tempfile.TemporaryFile(dir=path.parent):
        pass


def write(path: Path, answer: Mapping[str, Any]) -> None:
    """Write an answer as JSON. Whoever looks at `path` finds what was there before, or all of the answer.

    Raises:
        BadInput: field "OUT", code "unwritable".
    """
    with _refused(path):
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump(answer, file, allow_nan=False)
                file.write("\n")
                file.flush()
                os.fsync(file.fileno())
            # A temporary file is for its owner's eyes; an answer is for whom the folder's other files are.
            Path(name).chmod(0o666 & ~_umask())
            Path(name).replace(path)
        finally:
            # Not there any more, unless something went wrong.
            Path(name).unlink(missing_ok=True)


@contextlib.contextmanager
def _refused(path: Path):
    try:
        yield
    except OSError as error:
        raise BadInput("OUT", "unwritable", f"{path} can't be written: {error.strerror}.") from error


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
