"""Who writes to us and who answers for them: people, households, cadres."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Row, bindparam, insert, select, update

from bot.cases.types import Cadre, Level
from bot.store.inbox import conversation_key
from bot.store.statements import insert_new, upsert
from bot.store.store import Tx, decide_alone
from bot.store.tables import cadre_channels, cadres, household_phones, households, people
from integrations.ports import Address
from policies_kb.areas import contains, normalise, parents


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who wrote, or who is known from a household list."""

    key: str
    channel: str
    address: str
    name: str | None = None
    household: int | None = None
    registry_id: str | None = None
    area: str | None = None  # the household's
    language: str | None = None
    opted_out: bool = False
    blocked: bool = False
    also: tuple[tuple[int, str | None], ...] = ()  # further households on this phone, with their areas

    @property
    def households(self) -> tuple[int, ...]:
        """Every household this phone belongs to."""
        first = () if self.household is None else (self.household,)
        return (*first, *(household for household, _ in self.also))

    def home_in(self, area: str | None) -> tuple[int | None, str | None]:
        """The household a report is of, and its area: of several the one whose area the report names."""
        for household, home in self.also if area else ():
            if (
                home
                and (contains(home, area or "") or contains(area or "", home))
                and not (self.area and contains(self.area, area or ""))
            ):
                return household, home
        return self.household, self.area


_PEOPLE = select(people, households.c.area, households.c.registry_id).join(
    households, people.c.household == households.c.id, isouter=True
)
_BY_KEY = _PEOPLE.where(people.c.key.in_(bindparam("keys", expanding=True)))
_ALSO = (
    select(household_phones.c.key, household_phones.c.household, households.c.area)
    .join(households, household_phones.c.household == households.c.id)
    .where(household_phones.c.key.in_(bindparam("keys", expanding=True)))
    .order_by(household_phones.c.household)
)
_OF_HOUSEHOLDS = _PEOPLE.where(people.c.household.in_(bindparam("ids", expanding=True)))
_CADRES_BY_KEY = (
    select(cadres, cadres.c.key.label("written_from"))
    .where(cadres.c.key.in_(bindparam("keys", expanding=True)), cadres.c.active)
    .union_all(
        select(cadres, cadre_channels.c.key.label("written_from"))
        .join(cadre_channels, cadre_channels.c.cadre_id == cadres.c.id)
        .where(cadre_channels.c.key.in_(bindparam("keys", expanding=True)), cadres.c.active)
    )
)
_CADRES_BY_ID = select(cadres).where(cadres.c.id.in_(bindparam("ids", expanding=True)))
_CADRES_OVER = (
    select(cadres).where(cadres.c.area.in_(bindparam("areas", expanding=True)), cadres.c.active).order_by(cadres.c.id)
)
_ALL_CADRES = select(cadres).where(cadres.c.active).order_by(cadres.c.id)
_HOUSEHOLD = select(households.c.id).where(households.c.registry_key == bindparam("key"))
_BLOCK = update(people).where(people.c.key == bindparam("k")).values(blocked=True)


def load_people(tx: Tx, keys: Sequence[str]) -> dict[str, Person]:
    """The people of these conversations, two queries."""
    also: dict[str, list[tuple[int, str | None]]] = {}
    for row in tx.connection.execute(_ALSO, {"keys": keys}):
        also.setdefault(row.key, []).append((row.household, row.area))
    return {
        row.key: _person(tx, row, tuple(also.get(row.key, ())))
        for row in tx.connection.execute(_BY_KEY, {"keys": keys})
    }


def people_of(tx: Tx, household_ids: Iterable[int]) -> list[Person]:
    """Everybody of these households whose address is known."""
    return [_person(tx, row) for row in tx.connection.execute(_OF_HOUSEHOLDS, {"ids": list(household_ids)})]


def save_people(tx: Tx, changed: Iterable[Person]) -> None:
    """Write people, new or changed."""
    rows = [
        {
            "key": person.key,
            "channel": person.channel,
            "address": tx.cipher.seal(person.address),
            "name": tx.cipher.seal(person.name) if person.name else None,
            "household": person.household,
            "language": person.language,
            "opted_out": person.opted_out,
            "blocked": person.blocked,
        }
        for person in changed
    ]
    if rows:
        columns = ("name", "household", "language", "opted_out", "blocked")
        tx.connection.execute(upsert(tx.connection.dialect.name, people, ("key",), columns), rows)


def block(tx: Tx, key: str) -> None:
    """The provider does not let us write to this address any more."""
    tx.connection.execute(_BLOCK, {"k": key})


def enrol_household(tx: Tx, address: Address, area: str | None, registry_id: str | None, **known: Any) -> None:  # noqa: ANN401
    """A household known beforehand, by one of its addresses; `known` may hold name and language.

    A phone that is another household's already belongs to both.
    """
    decide_alone(tx)  # what they themselves say meanwhile, STOP above all, is not overwritten
    registry_key = tx.cipher.blind("household", registry_id) if registry_id else None
    household = tx.connection.execute(_HOUSEHOLD, {"key": registry_key}).scalar() if registry_key else None
    if household is None:
        row = {
            "registry_key": registry_key,
            "registry_id": tx.cipher.seal(registry_id) if registry_id else None,
            "area": normalise(area) if area else None,
        }
        household = tx.connection.execute(insert(households).returning(households.c.id), row).scalar_one()
    elif area:
        tx.connection.execute(update(households).where(households.c.id == household).values(area=normalise(area)))
    key = conversation_key(tx, address)
    person = load_people(tx, [key]).get(key) or Person(key, address.channel, address.id)
    told = {name: value for name, value in known.items() if value is not None}
    if person.household is None:
        person = replace(person, household=household)
    save_people(tx, [replace(person, **told)])
    if household not in (person.household, *person.households):
        row = {"key": key, "household": household}
        statement = insert_new(tx.connection.dialect.name, household_phones, ("key", "household"))
        tx.connection.execute(statement, [row])


def enrol_cadre(tx: Tx, name: str, address: Address, area: str, level: Level) -> None:
    """A cadre who is to receive alerts; the same address again changes who and where."""
    decide_alone(tx)
    row = {
        "key": conversation_key(tx, address),
        "channel": address.channel,
        "address": tx.cipher.seal(address.id),
        "name": tx.cipher.seal(name),
        "area": normalise(area),
        "level": level,
        "active": True,
    }
    tx.connection.execute(
        upsert(tx.connection.dialect.name, cadres, ("key",), ("name", "area", "level", "active")), row
    )


def cadres_by_key(tx: Tx, keys: Sequence[str]) -> dict[str, Cadre]:
    """Which of these conversations are cadres', by any of their channels; one query."""
    return {row.written_from: _cadre(tx, row) for row in tx.connection.execute(_CADRES_BY_KEY, {"keys": keys})}


def cadres_by_id(tx: Tx, ids: Iterable[int]) -> dict[int, Cadre]:
    """These cadres."""
    return {row.id: _cadre(tx, row) for row in tx.connection.execute(_CADRES_BY_ID, {"ids": list(ids)})}


def cadres_over(tx: Tx, areas: Iterable[str | None]) -> list[Cadre]:
    """All cadres under whose areas these lie; everybody where one of them is not known. One query."""
    wanted = set(areas)
    if None in wanted:
        rows = tx.connection.execute(_ALL_CADRES)
    else:
        codes = {code for area in wanted if area for code in (normalise(area), *parents(area)) if code}
        rows = tx.connection.execute(_CADRES_OVER, {"areas": sorted(codes)})
    return [_cadre(tx, row) for row in rows]


def _person(tx: Tx, row: Row[Any], also: tuple[tuple[int, str | None], ...] = ()) -> Person:
    return Person(
        key=row.key,
        channel=row.channel,
        address=tx.cipher.open(row.address),
        name=tx.cipher.open(row.name) if row.name else None,
        household=row.household,
        registry_id=tx.cipher.open(row.registry_id) if row.registry_id else None,
        area=row.area,
        language=row.language,
        opted_out=row.opted_out,
        blocked=row.blocked,
        also=also,
    )


def _cadre(tx: Tx, row: Row[Any]) -> Cadre:
    return Cadre(
        row.id,
        row.key,
        row.channel,
        tx.cipher.open(row.address),
        tx.cipher.open(row.name),
        row.area,
        row.level,
        row.deputy,
        row.away_from,
        row.away_until,
        row.duty,
        row.active,
        row.answered_at,
        row.heard_at,
        row.heard_in_a_row,
    )
