"""A session as JSON and back. What a newer version lacks is left out; what it adds has its default."""

from dataclasses import fields
from datetime import timedelta
from typing import Any

from dialogs.types import Place, Session

REMIND_AFTER = timedelta(hours=24)
LAPSE_AFTER = timedelta(hours=72)  # after the reminder: an unfinished report waits four days in all

_DEFAULTS = {field.name: getattr(Session(), field.name) for field in fields(Session)}


def to_json(session: Session) -> dict[str, Any]:
    """The session as a JSON value, defaults left out."""
    kept = {name: value for name, default in _DEFAULTS.items() if (value := getattr(session, name)) != default}
    if session.stack:
        kept["stack"] = [
            {"flow": place.flow, "step": place.step, "slots": dict(place.slots)} for place in session.stack
        ]
    if session.recent:
        kept["recent"] = [dict(said) for said in session.recent]
    return kept


def from_json(kept: dict[str, Any]) -> Session:
    """The session that `to_json` gave."""
    known = {name: value for name, value in kept.items() if name in _DEFAULTS}
    known["stack"] = tuple(Place(place["flow"], place["step"], place["slots"]) for place in kept.get("stack", ()))
    known["recent"] = tuple(kept.get("recent", ()))
    return Session(**known)
