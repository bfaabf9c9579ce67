"""Waits for the replies to messages whose turns are being taken, here or in another process."""

import asyncio
from collections.abc import Sequence
from functools import partial

import structlog

from bot.store.letterbox import answered
from bot.store.store import Store
from integrations.ports import OutboundMessage

log = structlog.get_logger()

_LOOK_EVERY_S = 0.25  # nobody tells us of turns that another process takes

Replies = Sequence[OutboundMessage]


class ReplyDesk:
    """Who waits for which message. However many wait, each look is one transaction."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._waiting: dict[int, set[asyncio.Future[Replies]]] = {}
        self._looking: asyncio.Task[None] | None = None
        self._again = False

    async def wait(self, row: int, seconds: float) -> Replies | None:
        """The replies to a message of the inbox once its turn is committed; None where that takes longer."""
        loop = asyncio.get_running_loop()
        mine: asyncio.Future[Replies] = loop.create_future()
        self._waiting.setdefault(row, set()).add(mine)
        until = loop.time() + seconds
        try:
            while not mine.done() and (left := until - loop.time()) > 0:
                await asyncio.wait((mine,), timeout=min(left, _LOOK_EVERY_S))
                if not mine.done():
                    self.look()
        finally:
            self._forget(row, mine)
        return mine.result() if mine.done() else None

    def look(self) -> None:
        """A batch was committed: see whose turns were in it."""
        if not self._waiting:
            return
        if self._looking is not None and not self._looking.done():
            self._again = True
            return
        self._looking = asyncio.get_running_loop().create_task(self._look())

    async def _look(self) -> None:
        self._again = True
        while self._again and self._waiting:
            self._again = False
            rows = list(self._waiting)
            try:
                found = await asyncio.wrap_future(self._store.submit(partial(answered, rows=rows)))
            except Exception as error:  # the database is away: those who wait look again, and give up in time
                log.warning("no replies could be read", reason=type(error).__name__)
                return
            for row, replies in found.items():
                for waiting in self._waiting.pop(row, ()):
                    if not waiting.done():
                        waiting.set_result(replies)

    def _forget(self, row: int, mine: asyncio.Future[Replies]) -> None:
        others = self._waiting.get(row, set())
        others.discard(mine)
        if not others:
            self._waiting.pop(row, None)
