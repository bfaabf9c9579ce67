"""What is derived from documents once, kept in a file for the next start; a damaged or outdated file is not used."""

import hashlib
import json
import os
import zipfile
import zlib
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import IO

import numpy as np
import numpy.typing as npt

import nlu.normalise
from policies_kb.index import Index

_INDEXES = "knowledge-*.npz"
_TEXTS = "texts-*.json"
_FIELDS = ("prints", "starts", "passages", "weights", "idf")
Arrays = Mapping[str, npt.NDArray[np.generic]]


def read_kept(folder: Path, key: str) -> Arrays | None:
    """What was kept under this key, whole and undamaged, or None."""
    try:
        path = folder / _INDEXES.replace("*", key)
        with path.open("rb") as file, np.load(file, allow_pickle=False) as held:
            return {name: held[name] for name in held.files}
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile, zlib.error, NotImplementedError):
        return None


def write_kept(folder: Path, key: str, arrays: Arrays) -> None:
    """Keep arrays under a key, in one step, and drop what was kept under others; where that fails, keep nothing."""
    _write(folder, _INDEXES, key, lambda file: np.savez(file, **dict(arrays)))  # type: ignore[arg-type]


class KeptTexts:
    """The clauses of originals, each under a key of what they were made from, for as long as the code is the same."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._held: dict[str, list[list[str | int]]] = {}
        self._used: dict[str, list[list[str | int]]] = {}
        try:
            held = json.loads((folder / _TEXTS.replace("*", code_seal())).read_bytes())
            self._held = held if isinstance(held, dict) else {}
        except (OSError, ValueError, RecursionError):
            pass

    def get(self, key: str) -> list[list[str | int]] | None:
        """What was put under a key, or None."""
        held = self._held.get(key)
        if held is not None:
            self._used[key] = held
        return held

    def put(self, key: str, held: list[list[str | int]]) -> None:
        """Put something under a key."""
        self._used[key] = held

    def save(self) -> None:
        """Keep what was used, and nothing else, for the next start."""
        if self._used.keys() != self._held.keys():
            octets = json.dumps(self._used, ensure_ascii=False, separators=(",", ":")).encode("utf8", "replace")
            _write(self._folder, _TEXTS, code_seal(), lambda file: file.write(octets))


@cache
def code_seal() -> str:
    """A key of the code and the words that what is kept was worked out with."""
    seal = hashlib.sha256()
    for folder in (Path(__file__).parent, Path(nlu.normalise.__file__).parent):
        for path in sorted(
            (*folder.glob("*.py"), *folder.glob("*.yml"), *folder.glob("*.txt"), *folder.glob("data/zh/lexicon.yml"))
        ):
            seal.update(path.read_bytes())
    return seal.hexdigest()[:32]


def _write(folder: Path, pattern: str, key: str, fill: Callable[[IO[bytes]], object]) -> None:
    path = folder / pattern.replace("*", key)
    scratch = path.with_suffix(f".{os.getpid()}.tmp")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with scratch.open("wb") as file:
            fill(file)
        scratch.replace(path)
        for old in folder.glob(pattern):
            if old != path:
                old.unlink(missing_ok=True)
    except OSError:
        with suppress(OSError):
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
