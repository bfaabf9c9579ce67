"""A session as JSON and back. What a newer version lacks is left out; what it adds has its default."""

from dataclasses import asdict, fields
from datetime import timedelta
from typing import Any

from dialogs.types import Place, Session

REMIND_AFTER = timedelta(hours=24)
LAPSE_AFTER = timedelta(hours=72)  # after the reminder: an unfinished report waits four days in all

_NAMES = frozenset(field.name for field in fields(Session))


def to_json(session: Session) -> dict[str, Any]:
    """The session as a JSON value, defaults left out."""
    before = asdict(Session())
    return {name: value for name, value in asdict(session).items() if value != before[name]}


def from_json(kept: dict[str, Any]) -> Session:
    """The session that `to_json` gave."""
    known = {name: value for name, value in kept.items() if name in _NAMES}
    known["stack"] = tuple(Place(place["flow"], place["step"], place["slots"]) for place in kept.get("stack", ()))
    known["recent"] = tuple(kept.get("recent", ()))
    return Session(**known)
