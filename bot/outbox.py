"""Dispatchers: messages to channels, cases to the registry. Leases, back-off, dead letters."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, Protocol, runtime_checkable

import structlog
from sqlalchemy.exc import DBAPIError

from bot.batch import Batch
from bot.cases.consent import is_kept_back
from bot.cases.types import Case
from bot.clock import Clock
from bot.runtime import Runtime
from bot.store import outbox
from bot.store.cases import cases_of, load_cases
from bot.store.marks import read_mark, write_mark
from bot.store.outbox import Sending, Syncing
from bot.store.people import block, load_people, people_of
from bot.store.store import Store, Tx, decide_alone
from integrations.ports import (
    Address,
    CaseRecord,
    Channel,
    ChannelUnavailable,
    MessageRejected,
    OutcomeUnknown,
    RecipientOptedOut,
    Registry,
    RegistryRefused,
    RegistryUnavailable,
)

log = structlog.get_logger()

LEASE = timedelta(minutes=2)  # longer than any provider's time-out
_BEGUN_WITHIN = timedelta(minutes=1)  # what is begun later may not be over before the lease is
_MANY = 200
_AT_ONCE = 20
_WRITE_AGAIN_S = (0.2, 1.0, 5.0, 15.0)  # the database may be away for a moment: what went is not forgotten for that
_FIRST_RETRY, _LAST_RETRY = timedelta(seconds=10), timedelta(minutes=30)
_DEAD_AFTER = 24  # tries of a message: about nine hours
_CURSOR = "registry cursor"


@runtime_checkable
class _CanBeAsked(Protocol):
    async def find_sent(self, to: Address, text: str, since: datetime) -> str | None: ...


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one message."""

    sending: Sending
    status: str  # sent, waiting, unknown, dead, failed
    provider_id: str | None = None
    reason: str | None = None
    again_at: datetime | None = None
    blocked: bool = False


@dataclass(frozen=True, slots=True)
class Synced:
    """What became of one case on its way to the registry."""

    number: str
    event: Literal["synced", "updated", "retry", "dead"]


async def send_due(store: Store, channels: Mapping[str, Channel], runtime: Runtime, clock: Clock) -> Sequence[Outcome]:
    """Send what is due, each address in order, and write down what became of it."""
    now = clock()
    leased = await asyncio.wrap_future(store.submit(lambda tx: outbox.lease(tx, now, now + LEASE, _MANY)))
    if not leased:
        return ()
    by_address: dict[str, list[Sending]] = {}
    for sending in leased:
        by_address.setdefault(sending.key, []).append(sending)
    room = asyncio.Semaphore(_AT_ONCE)

    async def send(sendings: Sequence[Sending]) -> list[Outcome]:
        outcomes = await _send_in_order(sendings, channels, clock, room, now + _BEGUN_WITHIN)
        await _written(store, outcomes, runtime, clock)
        return outcomes

    done = await asyncio.gather(*(send(each) for each in by_address.values()))
    return sorted((outcome for each in done for outcome in each), key=lambda outcome: outcome.sending.id)


async def _written(store: Store, outcomes: Sequence[Outcome], runtime: Runtime, clock: Clock) -> None:
    """Write down what became of messages, at once: a process that is killed sends again only what it had not noted."""
    for pause in (*_WRITE_AGAIN_S, None):
        try:
            await asyncio.wrap_future(store.submit(lambda tx: _write_down(tx, outcomes, runtime, clock())))
            return
        except DBAPIError:
            if pause is None:
                raise
            await asyncio.sleep(pause)


async def _send_in_order(
    sendings: Sequence[Sending], channels: Mapping[str, Channel], clock: Clock, room: asyncio.Semaphore, until: datetime
) -> list[Outcome]:
    outcomes: list[Outcome] = []
    for sending in sendings:
        if any(outcome.status == "waiting" for outcome in outcomes):
            again_at = outcomes[-1].again_at  # the one before it goes first
            outcomes.append(Outcome(sending, "waiting", reason="waits for the one before", again_at=again_at))
            continue
        async with room:
            if clock() >= until:
                break  # the rest when the lease is over, by whoever comes first
            outcomes.append(await _send(sending, channels, clock))
    return outcomes


async def _send(sending: Sending, channels: Mapping[str, Channel], clock: Clock) -> Outcome:
    channel = channels.get(sending.message.to.channel)
    if channel is None:
        return _again(sending, clock, "this channel is off")
    try:
        if sending.status != "waiting" and isinstance(channel, _CanBeAsked):
            # Sent before, and no word of it: ask the provider first.
            found = await channel.find_sent(sending.message.to, sending.message.text, sending.created_at)
            if found is not None:
                return Outcome(sending, "sent", found)
        return Outcome(sending, "sent", await channel.send(sending.message))
    except OutcomeUnknown as error:
        return Outcome(sending, "unknown", reason=str(error), again_at=clock() + _FIRST_RETRY)
    except RecipientOptedOut as error:
        return Outcome(sending, "failed", reason=str(error), blocked=True)
    except MessageRejected as error:
        return Outcome(sending, "failed", reason=str(error))
    except ChannelUnavailable as error:
        return _again(sending, clock, str(error), error.retry_after)


def _again(sending: Sending, clock: Clock, reason: str, after: float | None = None) -> Outcome:
    if sending.attempts + 1 >= _DEAD_AFTER:
        return Outcome(sending, "dead", reason=reason)
    wait = timedelta(seconds=after) if after is not None else _back_off(sending.attempts)
    return Outcome(sending, "waiting", reason=reason, again_at=clock() + wait)


def _back_off(attempts: int) -> timedelta:
    wait: timedelta = _FIRST_RETRY * 2 ** min(attempts, 12)
    return min(wait, _LAST_RETRY)


def _write_down(tx: Tx, outcomes: Sequence[Outcome], runtime: Runtime, now: datetime) -> None:
    for each in outcomes:
        ours = outbox.outcome(
            tx, each.sending, each.status, now, provider_id=each.provider_id, reason=each.reason,
            again_at=each.again_at,
        )  # fmt: skip
        if not ours:
            continue
        log.debug("sent", id=each.sending.id, channel=each.sending.message.to.channel, outcome=each.status)
        if each.status in ("failed", "dead") and each.sending.kind != "reply":
            outbox.undelivered(tx, [each.sending.id], now)
        if each.blocked:
            _tell_blocked(tx, each.sending, runtime, now)


def _tell_blocked(tx: Tx, sending: Sending, runtime: Runtime, now: datetime) -> None:
    """The provider blocks this number: whoever has the household's cases is told that it cannot be written to."""
    decide_alone(tx)
    person = load_people(tx, [sending.key]).get(sending.key)
    if person is None or person.blocked:
        return
    block(tx, sending.key)
    batch = Batch(tx, now, runtime.zone)
    batch.add_cases(cases_of(tx, [sending.key], [person.household] if person.household else []))
    runtime.caseload.cannot_be_written_to(batch, [case for case in batch.cases.values() if not case.ended])
    batch.write()


async def sync_due(store: Store, registry: Registry, clock: Clock) -> Sequence[Synced]:
    """Bring the registry the cases it does not have yet, newest version only."""
    now = clock()
    leased = await asyncio.wrap_future(store.submit(lambda tx: _records(tx, now)))
    events = []
    for sync, record in leased:
        events.append(await _sync(store, registry, clock, sync, record))
    return events


async def _sync(store: Store, registry: Registry, clock: Clock, sync: Syncing, record: CaseRecord) -> Synced:
    try:
        await registry.upsert_case(record)
    except RegistryUnavailable as error:
        again_at, reason = clock() + _back_off(sync.attempts), str(error)
        await asyncio.wrap_future(store.submit(lambda tx: outbox.sync_failed(tx, sync, again_at, reason, clock())))
        return Synced(record.key, "retry")
    except RegistryRefused as error:
        refusal = str(error)
        await asyncio.wrap_future(store.submit(lambda tx: outbox.sync_failed(tx, sync, None, refusal, clock())))
        log.warning("refused by the registry", case=record.key)
        return Synced(record.key, "dead")
    await asyncio.wrap_future(store.submit(lambda tx: outbox.synced(tx, sync, record.version, clock())))
    return Synced(record.key, "updated" if sync.version else "synced")


def _records(tx: Tx, now: datetime) -> list[tuple[Syncing, CaseRecord]]:
    leased = outbox.lease_syncs(tx, now, now + LEASE, _MANY)
    found = load_cases(tx, [sync.case_id for sync in leased])
    households = {case.household for case in found.values() if case.household is not None}
    registry_ids = {
        person.household: person.registry_id for person in (people_of(tx, households) if households else ())
    }
    return [(sync, _record(found[sync.case_id], registry_ids)) for sync in leased if sync.case_id in found]


def _record(case: Case, registry_ids: Mapping[int | None, str | None]) -> CaseRecord:
    plain = {name: value for name, value in case.details.items() if isinstance(value, str | int | float)}
    if case.consent:
        plain |= {"consent_at": case.consent["at"], "consent_by": case.consent["by"]}
    bare = is_kept_back(case)  # that it ended, and nothing of what was told
    return CaseRecord(
        key=case.number,
        version=case.version,
        status=case.status,
        risk_types=("other",) if bare else case.risk_types,
        urgency=case.urgency,
        area=case.area,
        household_id=None if bare or case.relation == "neighbour" else registry_ids.get(case.household),
        relation=None if bare else case.relation,
        details={"consent": "refused"} if bare else plain,
        opened_at=case.opened_at,
    )


async def hear_registry(store: Store, registry: Registry, runtime: Runtime, clock: Clock) -> int:
    """Take what the registry changed since last time; the cursor moves with the changes. How many."""
    cursor = await asyncio.wrap_future(store.submit(lambda tx: read_mark(tx, _CURSOR)))
    changes, after = await registry.changes(cursor)

    def take(tx: Tx) -> None:
        decide_alone(tx)
        if read_mark(tx, _CURSOR) != cursor:
            return  # another worker heard of these meanwhile
        for change in changes:
            if not runtime.registry_says(tx, change.key, change.status, change.note, clock()):
                log.warning("the registry changed a case that is not ours", case=change.key)
        write_mark(tx, _CURSOR, after)

    if changes or after != cursor:
        await asyncio.wrap_future(store.submit(take))
    return len(changes)
