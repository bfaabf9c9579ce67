"""The loop: inbox to turns, timers, dispatchers, what the registry and Telegram have for us."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import Protocol

import structlog
from sqlalchemy.exc import DBAPIError

from bot import outbox, runtime
from bot.clock import Clock
from bot.outbox import Outcome
from bot.runtime import Runtime
from bot.store import inbox
from bot.store.inbox import Waiting
from bot.store.marks import read_mark, write_mark
from bot.store.outbox import receipt as write_receipt
from bot.store.store import Store, Tx
from integrations.ports import (
    Channel,
    ChannelUnavailable,
    DeliveryReceipt,
    InboundMessage,
    Registry,
    RegistryRefused,
    RegistryUnavailable,
    SendFailed,
)

log = structlog.get_logger()

BATCH = 32  # messages: about 20 ms, so that taking in never waits behind a long one
_IDLE_S = 1.0  # how long a loop sleeps when nobody wakes it: other processes write too
_REGISTRY_S = 5.0
_POLL_S = 25.0
_STOPS_WITHIN_S = 1.0
_AFTER_FAILURE_S = 5.0


class Polled(Protocol):
    """A channel that is asked for its messages."""

    async def fetch(self, offset: int | None, wait_s: float) -> tuple[Sequence[InboundMessage], int | None]:
        """Messages after an offset, and the offset after them. Raises SendFailed."""
        ...


async def take_waiting(store: Store, parts: Runtime, clock: Clock, many: int = BATCH) -> int:
    """Take a batch of waiting messages. One that fails is split until the bad message stands alone."""
    waiting = await asyncio.wrap_future(store.submit(partial(inbox.waiting, many=many)))
    if not waiting:
        return 0
    await _take(store, parts, clock, waiting)
    return len(waiting)


async def _take(store: Store, parts: Runtime, clock: Clock, waiting: Sequence[Waiting]) -> None:
    now = clock()
    try:
        said = parts.said(waiting)
        meant = parts.understood(said)
        if parts.second is not None:
            meant = await parts.second.read(said, meant)
        await asyncio.wrap_future(store.submit(lambda tx: parts.take_batch(tx, waiting, meant, now)))
    except DBAPIError:
        raise  # the database, not a message: the loop waits and tries again
    except Exception as error:
        if len(waiting) > 1:
            middle = len(waiting) // 2
            await _take(store, parts, clock, waiting[:middle])
            await _take(store, parts, clock, waiting[middle:])
            return
        alone, reason = waiting[0], f"{type(error).__name__}"
        log.exception("set aside", inbox=alone.id, reason=reason)
        await asyncio.wrap_future(store.submit(lambda tx: parts.apologise(tx, alone, now, reason)))


async def take_due(store: Store, parts: Runtime, clock: Clock) -> int:
    """Take the timers that have come due."""
    now = clock()
    return await asyncio.wrap_future(store.submit(lambda tx: runtime.due(tx, parts, now, BATCH)))


@dataclass(slots=True)
class Worker:
    """Every loop of one process. `wake` is called by whoever put something into the inbox."""

    store: Store
    parts: Runtime
    channels: Mapping[str, Channel]
    registry: Registry | None
    clock: Clock
    polled: Polled | None = None
    taken: Callable[[int, float], None] = lambda turns, seconds: None  # after each batch
    sent: Callable[[Sequence[Outcome]], None] = lambda outcomes: None  # after messages went out
    arrived: Callable[[str, int], None] = lambda channel, many: None  # when polling brought new messages
    _inbox: asyncio.Event = field(default_factory=asyncio.Event)
    _outbox: asyncio.Event = field(default_factory=asyncio.Event)
    _stopping: bool = False

    def wake(self) -> None:
        """There is something in the inbox."""
        self._inbox.set()

    async def run(self) -> None:
        """Run until stopped."""
        loops = [self._turns(), self._every(_IDLE_S, self._outbox, self._send), self._every(_IDLE_S, None, self._due)]
        if self.registry is not None:
            loops += [self._every(_IDLE_S, None, self._sync), self._every(_REGISTRY_S, None, self._hear)]
        if self.polled is not None:
            loops.append(self._polling(self.polled))
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(loop) for loop in loops]
            while not self._stopping:
                await asyncio.sleep(0.1)
            while running := [task for task in tasks if not task.done()]:
                for task in running:  # more than once: a library may take being called off for a fault of the network
                    task.cancel()
                await asyncio.wait(running, timeout=_STOPS_WITHIN_S)

    def stop(self) -> None:
        """End the loops; what they had begun and not committed begins again at the next start."""
        self._stopping = True

    async def _turns(self) -> None:
        while True:
            self._inbox.clear()
            began = time.perf_counter()
            if turns := await self._tried("turns", partial(take_waiting, self.store, self.parts, self.clock)):
                self.taken(turns, time.perf_counter() - began)
                self._outbox.set()
                continue
            await _wait(self._inbox, _IDLE_S)

    async def _every(self, idle_s: float, event: asyncio.Event | None, work: Callable[[], Awaitable[int]]) -> None:
        while True:
            if event is not None:
                event.clear()
            if not await self._tried(work.__name__.strip("_"), work):
                await _wait(event, idle_s)

    async def _send(self) -> int:
        outcomes = await outbox.send_due(self.store, self.channels, self.parts, self.clock)
        if outcomes:
            self.sent(outcomes)
        return len(outcomes)

    async def _due(self) -> int:
        count = await take_due(self.store, self.parts, self.clock)
        if count:
            self._outbox.set()
        return count

    async def _sync(self) -> int:
        assert self.registry is not None
        return len(await outbox.sync_due(self.store, self.registry, self.clock))

    async def _hear(self) -> int:
        assert self.registry is not None
        count = await outbox.hear_registry(self.store, self.registry, self.parts, self.clock)
        if count:
            self._outbox.set()
        return 0

    async def _polling(self, polled: Polled) -> None:
        while True:  # where the database fails in the middle, from the offset that stands there
            await self._tried("poll", partial(self._poll, polled))

    async def _poll(self, polled: Polled) -> int:
        """Telegram by polling: the offset moves in the transaction that stores the messages."""
        stored = await asyncio.wrap_future(self.store.submit(partial(read_mark, name="telegram offset")))
        offset = int(stored) if stored else None
        while True:
            try:
                messages, after = await polled.fetch(offset, _POLL_S)
            except SendFailed as error:
                log.warning("polling failed", reason=str(error))
                pause = error.retry_after if isinstance(error, ChannelUnavailable) and error.retry_after else None
                await asyncio.sleep(pause or _AFTER_FAILURE_S)
                continue
            if after is not None and after != offset:
                new = await asyncio.wrap_future(self.store.submit(partial(_keep, messages=messages, offset=after)))
                offset = after
                if new:
                    self.arrived(messages[0].sender.channel, new)
                    self.wake()

    async def _tried(self, name: str, work: Callable[[], Awaitable[int]]) -> int:
        """Do a piece of work; what the world does wrong is logged and tried again."""
        try:
            return await work()
        except (DBAPIError, RegistryUnavailable, RegistryRefused) as error:
            log.warning("will try again", loop=name, reason=type(error).__name__)
        except Exception:
            log.exception("loop failed", loop=name)
        await asyncio.sleep(_AFTER_FAILURE_S)
        return 0


def keep(tx: Tx, arrived: Sequence[InboundMessage | DeliveryReceipt]) -> int:
    """Store what a channel delivered: messages into the inbox, receipts to what they are about."""
    for each in arrived:
        if isinstance(each, DeliveryReceipt):
            write_receipt(tx, each.channel, each.provider_id, each.status, each.reason, each.received_at)
    return inbox.take_in(tx, [each for each in arrived if isinstance(each, InboundMessage)])


def _keep(tx: Tx, messages: Sequence[InboundMessage], offset: int) -> int:
    new = keep(tx, messages)
    write_mark(tx, "telegram offset", str(offset))
    return new


async def _wait(event: asyncio.Event | None, seconds: float) -> None:
    if event is None:
        await asyncio.sleep(seconds)
        return
    # Not wait_for: in Python 3.11 it forgets that it was called off where the event comes at that moment.
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await event.wait()
