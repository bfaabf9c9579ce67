"""More of cadres: further channels, absence, deputies, a changed phone or post."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import bindparam, delete, insert, select, update

from bot.cases.types import Cadre, Level
from bot.store.inbox import conversation_key
from bot.store.people import cadres_by_id, cadres_by_key, enrol_cadre
from bot.store.store import Tx
from bot.store.tables import Instant, alerts, cadre_channels, cadres
from integrations.ports import Address
from policies_kb.areas import normalise

_CHANNELS = select(cadre_channels).where(cadre_channels.c.cadre_id == bindparam("id")).order_by(cadre_channels.c.rank)
_AWAY = (
    update(cadres)
    .where(cadres.c.id == bindparam("row"))
    .values(
        away_from=bindparam("since", type_=Instant), away_until=bindparam("until", type_=Instant),
        deputy=bindparam("stands_in"),
    )
)  # fmt: skip
_ANSWERED = update(cadres).where(cadres.c.id == bindparam("row")).values(answered_at=bindparam("at", type_=Instant))
_HEARD = (
    update(cadres)
    .where(cadres.c.id == bindparam("row"))
    .values(heard_at=bindparam("at", type_=Instant), heard_in_a_row=bindparam("many"))
)
_LEAVE = update(cadres).where(cadres.c.id == bindparam("row")).values(active=False)
_MOVE = (
    update(cadres)
    .where(cadres.c.id == bindparam("row"))
    .values(key=bindparam("k"), channel=bindparam("on"), address=bindparam("sealed"))
)
_EVERYBODY = select(cadres.c.id).order_by(cadres.c.id)


def with_deputies(tx: Tx, found: Iterable[Cadre]) -> dict[int, Cadre]:
    """These cadres and everybody who may stand in for them, by id. A circle of deputies ends."""
    known = {cadre.id: cadre for cadre in found}
    while missing := {cadre.deputy for cadre in known.values() if cadre.deputy is not None} - known.keys():
        more = cadres_by_id(tx, missing)
        if not more:
            break
        known.update(more)
    return known


def everybody(tx: Tx) -> list[Cadre]:
    """Every cadre there ever was, active or not."""
    ids = tx.connection.execute(_EVERYBODY).scalars().all()
    return sorted(cadres_by_id(tx, ids).values(), key=lambda cadre: cadre.id)


def further_channels(tx: Tx, cadre_id: int) -> list[Address]:
    """The other ways to reach a cadre, in the order they are tried."""
    rows = tx.connection.execute(_CHANNELS, {"id": cadre_id})
    return [Address(row.channel, tx.cipher.open(row.address)) for row in rows]


def set_channels(tx: Tx, cadre_id: int, further: Sequence[Address]) -> None:
    """The further channels of a cadre; those before are forgotten."""
    tx.connection.execute(delete(cadre_channels).where(cadre_channels.c.cadre_id == cadre_id))
    rows = [
        {
            "key": conversation_key(tx, address),
            "cadre_id": cadre_id,
            "rank": rank,
            "channel": address.channel,
            "address": tx.cipher.seal(address.id),
        }
        for rank, address in enumerate(further, 1)
    ]
    if rows:
        tx.connection.execute(delete(cadre_channels).where(cadre_channels.c.key.in_([row["key"] for row in rows])))
        tx.connection.execute(insert(cadre_channels), rows)


def enrol(tx: Tx, name: str, address: Address, area: str, level: Level) -> Cadre:
    """A cadre who is to receive alerts, new or changed."""
    enrol_cadre(tx, name, address, area, level)
    key = conversation_key(tx, address)
    return cadres_by_key(tx, [key])[key]


def set_away(
    tx: Tx, cadre_id: int, since: datetime | None, until: datetime | None, deputy: int | None
) -> None:  # fmt: skip
    """A cadre is absent for a while, and who stands in; with neither they are back."""
    tx.connection.execute(_AWAY, {"row": cadre_id, "since": since, "until": until, "stands_in": deputy})


def set_duty(tx: Tx, cadre_id: int, duty: str | None) -> None:
    """The rota of a cadre."""
    tx.connection.execute(update(cadres).where(cadres.c.id == cadre_id).values(duty=duty))


def answered(tx: Tx, cadre_ids: Iterable[int], now: datetime) -> None:
    """These cadres acknowledged something."""
    if rows := [{"row": cadre_id, "at": now} for cadre_id in cadre_ids]:
        tx.connection.execute(_ANSWERED, rows)


def heard(tx: Tx, times: Iterable[tuple[int, tuple[datetime, int]]]) -> None:
    """When the last message that was not critical went to each, and how many there were in a row."""
    if rows := [{"row": cadre_id, "at": at, "many": many} for cadre_id, (at, many) in times]:
        tx.connection.execute(_HEARD, rows)


def leave(tx: Tx, cadre_id: int) -> None:
    """A cadre gives up the post: no alert reaches them any more, and what they write is a household's."""
    set_channels(tx, cadre_id, ())
    tx.connection.execute(_LEAVE, {"row": cadre_id})


def move_phone(tx: Tx, cadre_id: int, address: Address) -> bool:
    """A cadre has another address; all that is theirs stays theirs. False where it is another cadre's."""
    key = conversation_key(tx, address)
    if any(other.id != cadre_id for other in cadres_by_key(tx, [key]).values()):
        return False
    tx.connection.execute(delete(cadre_channels).where(cadre_channels.c.key == key))
    values = {"row": cadre_id, "k": key, "on": address.channel, "sealed": tx.cipher.seal(address.id)}
    tx.connection.execute(_MOVE, values)
    return True


def ever_alerted(tx: Tx) -> dict[int, tuple[int, datetime]]:
    """For each cadre: how many cases they were alerted to, and the first time."""
    found: dict[int, tuple[int, datetime]] = {}
    for row in tx.connection.execute(select(alerts.c.cadre_id, alerts.c.alerted_at)):
        many, first = found.get(row.cadre_id, (0, row.alerted_at))
        found[row.cadre_id] = (many + 1, min(first, row.alerted_at))
    return found


def same_post(tx: Tx, name: str, area: str, level: Level) -> Cadre | None:
    """The active cadre of this name on this post: whoever comes with another phone is the same."""
    rows = tx.connection.execute(
        select(cadres.c.id).where(cadres.c.area == normalise(area), cadres.c.level == level, cadres.c.active)
    )
    found = cadres_by_id(tx, rows.scalars().all())
    return next((cadre for cadre in found.values() if cadre.name == name), None)
