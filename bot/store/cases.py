"""Cases, the voices they have, and the alerts that went out for them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, bindparam, delete, or_, select, update

from bot.cases.types import ENDED, FIRST_CASE, Case
from bot.store.marks import read_mark, write_mark
from bot.store.statements import insert_new, upsert
from bot.store.store import Tx
from bot.store.tables import alerts, cases, voices

_NUMBERS = "case"
_HOUSEHOLDS_OR_VOICES = (
    select(cases)
    .where(
        or_(
            cases.c.household.in_(bindparam("households", expanding=True)),
            cases.c.id.in_(
                select(voices.c.case_id).where(voices.c.key.in_(bindparam("keys", expanding=True))).scalar_subquery()
            ),
        )
    )
    .order_by(cases.c.id)
)
_BY_ID = select(cases).where(cases.c.id.in_(bindparam("ids", expanding=True))).order_by(cases.c.id)
_VOICES = select(voices.c.case_id, voices.c.key).where(voices.c.case_id.in_(bindparam("ids", expanding=True)))
_ALERTS_OF_CADRES = select(alerts).where(
    alerts.c.cadre_id.in_(bindparam("ids", expanding=True)), alerts.c.open.is_(True)
)
_ALERTS_OF_CASES = select(alerts).where(alerts.c.case_id.in_(bindparam("ids", expanding=True)))
_ANSWERED_BY = select(cases).where(cases.c.id.in_(
    select(alerts.c.case_id).where(alerts.c.cadre_id.in_(bindparam("ids", expanding=True))).scalar_subquery()
)).order_by(cases.c.id.desc()).limit(bindparam("many"))  # fmt: skip
_CLOSE_ALERTS = update(alerts).where(alerts.c.case_id.in_(bindparam("ids", expanding=True))).values(open=False)

_REMOVE_VOICE = delete(voices).where(voices.c.case_id == bindparam("c"), voices.c.key == bindparam("k"))
_OPEN_IN = (
    select(cases)
    .where(cases.c.area == bindparam("area"), cases.c.status.not_in(sorted(ENDED)))
    .order_by(cases.c.id.desc())
    .limit(bindparam("many"))
)

# What a case's sealed body holds: every field that is not a column.
_BODY = (
    "relation", "danger", "details", "said", "reporter", "callback", "ladder", "acknowledged_by",
    "acknowledged_name", "response", "note", "merged_into", "stages", "before", "paused_at", "paused_days", "found_by",
    "incident", "lent", "taken", "consent", "due_what",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Alert:
    """A cadre was told of a case; open until somebody acknowledges it."""

    case_id: int
    cadre_id: int
    urgency: str
    alerted_at: datetime
    open: bool = True


def last_case_id(tx: Tx) -> int:
    """The case number given last. Whoever gives the next one decides alone: see `decide_alone`."""
    return FIRST_CASE + int(read_mark(tx, _NUMBERS) or 0)


def set_last_case_id(tx: Tx, number: int) -> None:
    """The case number given last is this one."""
    write_mark(tx, _NUMBERS, str(number - FIRST_CASE))


def cases_of(tx: Tx, keys: Sequence[str], households: Sequence[int]) -> list[Case]:
    """Every case these conversations or households may hear of, oldest first; one query."""
    return [
        _case(tx, row) for row in tx.connection.execute(_HOUSEHOLDS_OR_VOICES, {"households": households, "keys": keys})
    ]


def load_cases(tx: Tx, ids: Iterable[int]) -> dict[int, Case]:
    """These cases."""
    return {row.id: _case(tx, row) for row in tx.connection.execute(_BY_ID, {"ids": list(ids)})}


def cases_alerted_to(tx: Tx, cadre_ids: Iterable[int], many: int) -> list[Case]:
    """The newest cases that these cadres were ever alerted to."""
    rows = tx.connection.execute(_ANSWERED_BY, {"ids": list(cadre_ids), "many": many})
    return [_case(tx, row) for row in rows]


def save_cases(tx: Tx, changed: Iterable[Case]) -> None:
    """Write cases, new or changed."""
    rows = [_row(tx, case) for case in changed]
    if rows:
        columns = ("household", "status", "urgency", "area", "changed_at", "version", "body")
        tx.connection.execute(upsert(tx.connection.dialect.name, cases, ("id",), columns), rows)


def voices_of(tx: Tx, case_ids: Iterable[int]) -> dict[int, list[str]]:
    """Who is told of each case: conversation keys."""
    told: dict[int, list[str]] = {}
    for row in tx.connection.execute(_VOICES, {"ids": list(case_ids)}):
        told.setdefault(row.case_id, []).append(row.key)
    return told


def add_voices(tx: Tx, joined: Iterable[tuple[int, str]], now: datetime) -> None:
    """These conversations are told of these cases from now on."""
    rows = [{"case_id": case_id, "key": key, "joined_at": now} for case_id, key in joined]
    if rows:
        tx.connection.execute(insert_new(tx.connection.dialect.name, voices, ("case_id", "key")), rows)


def remove_voices(tx: Tx, left: Iterable[tuple[int, str]]) -> None:
    """These conversations are told of these cases no more."""
    if rows := [{"c": case_id, "k": key} for case_id, key in left]:
        tx.connection.execute(_REMOVE_VOICE, rows)


def open_cases_in(tx: Tx, area: str, many: int) -> list[Case]:
    """The newest cases of exactly this area that are not over."""
    return [_case(tx, row) for row in tx.connection.execute(_OPEN_IN, {"area": area, "many": many})]


def cases_under(tx: Tx, area: str | None, many: int = 1_000_000) -> list[Case]:
    """The newest cases of an area and everything under it, oldest first; of everywhere without one."""
    wanted = select(cases).order_by(cases.c.id.desc()).limit(many)
    if area:
        wanted = wanted.where(cases.c.area.startswith(area, autoescape=True))
    return [_case(tx, row) for row in reversed(tx.connection.execute(wanted).all())]


def open_alerts(tx: Tx, cadre_ids: Iterable[int]) -> list[Alert]:
    """The alerts of these cadres that nobody has acknowledged."""
    return [_alert(row) for row in tx.connection.execute(_ALERTS_OF_CADRES, {"ids": list(cadre_ids)})]


def alerts_of(tx: Tx, case_ids: Iterable[int]) -> list[Alert]:
    """Every alert that went out for these cases."""
    return [_alert(row) for row in tx.connection.execute(_ALERTS_OF_CASES, {"ids": list(case_ids)})]


def save_alerts(tx: Tx, new: Iterable[Alert]) -> None:
    """Write alerts; a cadre alerted anew has one, with its newest time."""
    rows = [
        {
            "case_id": alert.case_id,
            "cadre_id": alert.cadre_id,
            "urgency": alert.urgency,
            "alerted_at": alert.alerted_at,
            "open": alert.open,
        }
        for alert in new
    ]
    if rows:
        statement = upsert(
            tx.connection.dialect.name, alerts, ("case_id", "cadre_id"), ("urgency", "alerted_at", "open")
        )
        tx.connection.execute(statement, rows)


def close_alerts(tx: Tx, case_ids: Iterable[int]) -> None:
    """Nobody needs to acknowledge these cases any more."""
    if ids := list(case_ids):
        tx.connection.execute(_CLOSE_ALERTS, {"ids": ids})


def _row(tx: Tx, case: Case) -> dict[str, object]:
    body = {name: getattr(case, name) for name in _BODY}
    body["risk_types"] = case.risk_types
    body["due_on"] = case.due_on.isoformat() if case.due_on else None
    body["acknowledged_at"] = case.acknowledged_at.isoformat() if case.acknowledged_at else None
    return {
        "id": case.id,
        "household": case.household,
        "opened_by": case.opened_by,
        "status": case.status,
        "urgency": case.urgency,
        "area": case.area,
        "opened_at": case.opened_at,
        "changed_at": case.changed_at,
        "version": case.version,
        "body": tx.cipher.seal_json(body),
    }


def _case(tx: Tx, row: Row[Any]) -> Case:
    body = tx.cipher.open_json(row.body)
    due_on, acknowledged_at = body.pop("due_on"), body.pop("acknowledged_at")
    risk_types = tuple(body.pop("risk_types"))
    body["lent"] = tuple(body.get("lent", ()))
    return Case(
        id=row.id,
        household=row.household,
        opened_by=row.opened_by,
        status=row.status,
        urgency=row.urgency,
        risk_types=risk_types,
        area=row.area,
        opened_at=row.opened_at,
        changed_at=row.changed_at,
        version=row.version,
        due_on=date.fromisoformat(due_on) if due_on else None,
        acknowledged_at=datetime.fromisoformat(acknowledged_at) if acknowledged_at else None,
        **body,
    )


def _alert(row: Row[Any]) -> Alert:
    return Alert(row.case_id, row.cadre_id, row.urgency, row.alerted_at, row.open)
