"""What another engine hears in messages, within a bounded time; where it says nothing, our own reading stands."""

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, cast, get_args

import structlog

from integrations.ports import Engine, EngineUnavailable, NotParsed, Parsed
from nlu.pipeline import Ranked, certain, trained_as
from nlu.types import Intent, Understanding

log = structlog.get_logger()

PATIENCE_S = 1.0  # for a whole batch
REST_S = 30.0  # how long an engine that is away is left alone; then one message tries it
_INTENTS: frozenset[str] = frozenset(get_args(Intent))


class Rereads(Protocol):
    """The embedded engine, given what another one heard."""

    def __call__(self, text: str, now: datetime, heard: Ranked | None = None) -> Understanding:
        """Read a message; never fails."""
        ...


@dataclass(slots=True)
class SecondEngine:
    """Asks another engine for intents. Urgency, risk types and slots stay with ours."""

    engine: Engine
    understand: Rereads
    seconds: Callable[[], float] = time.monotonic
    patience_s: float = PATIENCE_S
    _rests_until: float | None = None

    async def read(self, said: Sequence[tuple[str, datetime]], ours: Sequence[Understanding]) -> list[Understanding]:
        """Read messages that were read by our own engine once more, with the other's intents.

        What is urgent, or leaves nothing to guess, is not asked about.
        """
        open_ = [i for i, meant in enumerate(ours) if meant.urgency.level == "normal" and certain(meant.plain) is None]
        read = list(ours)
        for i, heard in zip(open_, await self._heard([said[i][0] for i in open_]), strict=False):
            if heard:
                read[i] = self.understand(*said[i], heard)
        return read

    async def close(self) -> None:
        """Let go of connections."""
        await self.engine.close()

    async def _heard(self, texts: Sequence[str]) -> list[Ranked]:
        """What is heard in the first of these texts, in order; fewer than asked where the engine is left alone."""
        if self._rests_until is not None:
            if self.seconds() < self._rests_until:
                return []
            texts = texts[:1]
        if not texts:
            return []
        tasks = [asyncio.create_task(self.engine.parse(text)) for text in texts]
        try:
            await asyncio.wait(tasks, timeout=self.patience_s)
        finally:
            for task in tasks:
                task.cancel()
        answers = await asyncio.gather(*tasks, return_exceptions=True)
        self._note(answers)
        return [ranked(each) if isinstance(each, Parsed) else () for each in answers]

    def _note(self, answers: Sequence[Parsed | BaseException]) -> None:
        """Leave an engine alone that is away or answered nothing in time; what is our own fault rises."""
        failures = [each for each in answers if isinstance(each, BaseException)]
        for failure in failures:
            if not isinstance(failure, EngineUnavailable | NotParsed | asyncio.CancelledError):
                raise failure
        if all(isinstance(each, EngineUnavailable | asyncio.CancelledError) for each in answers):
            self._rests_until = self.seconds() + REST_S
            log.warning("second engine is away", engine=self.engine.name, reason=str(failures[0]) or "too slow")
            return
        self._rests_until = None
        if unread := [each for each in failures if isinstance(each, NotParsed)]:
            log.warning("second engine read nothing", engine=self.engine.name, many=len(unread), reason=str(unread[0]))


def ranked(parsed: Parsed) -> Ranked:
    """The intents we know, as our model names them, the likeliest first; none where the engine is sure of nothing."""
    shares: dict[Intent, float] = {}
    for name, share in parsed.intents:
        if name in _INTENTS and share > 0:
            intent = trained_as(cast("Intent", name))
            shares[intent] = min(1.0, shares.get(intent, 0.0) + share)
    return sorted(shares.items(), key=lambda pair: -pair[1])
