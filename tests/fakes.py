"""Stand-ins for the outside world: lists and dictionaries. The contract suites run on them too."""

import json
from collections.abc import Sequence

from integrations.ports import (
    Address,
    DeliveryReceipt,
    InboundMessage,
    MessageRejected,
    OutboundMessage,
    SendFailed,
    WebhookRefused,
    WebhookRequest,
)
from tests.fakes_registry import FakeRegistry

__all__ = ["FakeChannel", "FakeRegistry"]


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
