"""Stand-ins for the outside world: lists and dictionaries. The contract suites run on them too."""

import asyncio
import json
from collections.abc import Sequence

from integrations.ports import (
    Address,
    DeliveryReceipt,
    EngineUnavailable,
    InboundMessage,
    MessageRejected,
    NotParsed,
    OutboundMessage,
    Parsed,
    SendFailed,
    WebhookRefused,
    WebhookRequest,
)
from tests.fakes_registry import FakeRegistry

__all__ = ["FakeChannel", "FakeEngine", "FakeRegistry"]


class FakeChannel:
    """A channel in memory. `failing` is raised instead of sending, `known_secret` is what a request must carry."""

    def __init__(self, name: str = "sms") -> None:
        self.name = name
        self.sent: list[OutboundMessage] = []
        self.failing: SendFailed | None = None
        self.known_secret = "open sesame"
        self.is_closed = False

    def parse(self, request: WebhookRequest) -> Sequence[InboundMessage | DeliveryReceipt]:
        if request.headers.get("x-secret") != self.known_secret:
            raise WebhookRefused(403, "the secret is missing or wrong")
        try:
            fields = json.loads(request.body)
            sender = Address(self.name, fields["from"])
            at = request.received_at
            return (InboundMessage(fields["id"], sender, fields["text"], at, at),)
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            raise WebhookRefused(400, "not readable") from error

    async def send(self, message: OutboundMessage) -> str:
        if self.failing:
            raise self.failing
        if not message.text.strip():
            raise MessageRejected("nothing to send")
        self.sent.append(message)
        return f"{self.name}-{len(self.sent)}"

    async def close(self) -> None:
        self.is_closed = True


class FakeEngine:
    """An engine in memory: says the same of every text. `failing` is raised instead, `slow` texts take for ever."""

    name = "fake"

    def __init__(self, *intents: tuple[str, float]) -> None:
        self.intents = intents
        self.asked: list[str] = []
        self.failing: EngineUnavailable | NotParsed | None = None
        self.slow: set[str] = set()
        self.is_closed = False

    async def parse(self, text: str) -> Parsed:
        self.asked.append(text)
        if text in self.slow:
            await asyncio.Event().wait()
        if self.failing:
            raise self.failing
        return Parsed(self.intents)

    async def probe(self) -> str:
        if self.failing:
            raise self.failing
        return "a fake"

    async def close(self) -> None:
        self.is_closed = True
