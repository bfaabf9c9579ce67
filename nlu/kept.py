"""What was made of data and code once and is kept in a folder under names like intents-<key>.npz: the newest few."""

import fcntl
import gc
import hashlib
import marshal
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import ModuleType
from typing import Any

NEWEST = 2


def key_of(files: Iterable[Path], code: Iterable[ModuleType]) -> str:
    """Give a short name for exactly these files and this code."""
    digest = hashlib.sha256()
    for path in (*files, *(Path(module.__file__ or "") for module in code)):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


def plainly_kept(folder: Path, kind: str, key: str, make: Callable[[], Any]) -> Any:  # noqa: ANN401 - what `make` gives
    """Read plain values (numbers, words, tuples, lists, sets and dictionaries of them), or make them and keep them.

    They are written as Python writes its own compiled modules, so each version of Python keeps its own.
    """
    path = folder / f"{kind}-{key}.{sys.implementation.cache_tag}"
    with suppress(OSError, EOFError, ValueError, TypeError), _no_collecting():
        return marshal.loads(path.read_bytes())
    made = make()
    with suppress(OSError):  # an installation may be read-only: then each start makes them
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=folder, suffix=".unfinished", delete=False) as unfinished:
            unfinished.write(marshal.dumps(made))
        Path(unfinished.name).replace(path)
        drop_older(path)
    return made


@contextmanager
def one_at_a_time(folder: Path) -> Iterator[bool]:
    """Wait until no other process makes anything in a folder; False where nothing can be written there."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = (folder / "being-made.lock").open("a")
    except OSError:
        yield False
        return
    with lock:  # closing it lets the next one in
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield True


@contextmanager
def _no_collecting() -> Iterator[None]:
    """Do not look for garbage while much is made of which nothing is garbage: it would take twice as long again."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def drop_older(path: Path) -> None:
    """Remove the older files of the kind of one that was just saved; what cannot be removed stays."""
    kind = path.stem.rpartition("-")[0]
    with suppress(OSError):
        saved = sorted(
            (other for other in path.parent.glob(f"{kind}-*{path.suffix}") if ".unfinished" not in other.name),
            key=lambda other: other.stat().st_mtime,
            reverse=True,
        )
        for other in saved[NEWEST:]:
            if other != path:
                other.unlink(missing_ok=True)
