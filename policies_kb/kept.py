"""What is derived from documents once, kept in a file for the next start; a damaged or outdated file is not used."""

import os
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import numpy.typing as npt

from policies_kb.index import Index

_OURS = "knowledge-"
_FIELDS = ("prints", "starts", "passages", "weights", "idf")
Arrays = Mapping[str, npt.NDArray[np.generic]]


def read_kept(folder: Path, key: str) -> Arrays | None:
    """What was kept under this key, whole and undamaged, or None."""
    try:
        path = folder / f"{_OURS}{key}.npz"
        with path.open("rb") as file, np.load(file, allow_pickle=False) as held:
            return {name: held[name] for name in held.files}
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile, zlib.error, NotImplementedError):
        return None


def write_kept(folder: Path, key: str, arrays: Arrays) -> None:
    """Keep arrays under a key, in one step, and drop what was kept under others; where that fails, keep nothing."""
    scratch = folder / f"{_OURS}{key}.{os.getpid()}.tmp"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with scratch.open("wb") as file:
            np.savez(file, **dict(arrays))  # type: ignore[arg-type]
        scratch.replace(folder / f"{_OURS}{key}.npz")
        for old in folder.glob(f"{_OURS}*.npz"):
            if old.name != f"{_OURS}{key}.npz":
                old.unlink(missing_ok=True)
    except OSError:
        scratch.unlink(missing_ok=True)


def index_arrays(name: str, index: Index) -> dict[str, npt.NDArray[np.generic]]:
    """An index as arrays, each under a name that begins with the given one."""
    held: dict[str, npt.NDArray[np.generic]] = {f"{name}.{field}": getattr(index, field) for field in _FIELDS}
    return held | {f"{name}.sizes": np.array([index.size, index.seen, index.usual], dtype=np.float64)}


def index_from(name: str, arrays: Arrays, beside: Index | None = None) -> Index:
    """The index kept under a name, beside the one it was built beside."""
    fields = (arrays[f"{name}.{field}"] for field in _FIELDS)
    size, seen, usual = arrays[f"{name}.sizes"].tolist()
    return Index(*fields, int(size), int(seen), usual, beside)  # type: ignore[arg-type, call-arg]
