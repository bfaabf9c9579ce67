"""Models kept in a folder under names like intents-<key>.npz: of each kind the newest few."""

from contextlib import suppress
from pathlib import Path

NEWEST = 2


def drop_older(path: Path) -> None:
    """Remove the older models of the kind of one that was just saved; what cannot be removed stays."""
    kind = path.name.rpartition("-")[0]
    with suppress(OSError):
        saved = sorted(
            (other for other in path.parent.glob(f"{kind}-*.npz") if ".unfinished" not in other.name),
            key=lambda other: other.stat().st_mtime,
            reverse=True,
        )
        for other in saved[NEWEST:]:
            if other != path:
                other.unlink(missing_ok=True)
