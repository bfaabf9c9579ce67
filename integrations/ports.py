"""The shapes of the outside world: what channels and registries take and give, and how they fail."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol, runtime_checkable


class SendFailed(Exception):
    """A message did not go out. The subclass says whether to try again."""


class ChannelUnavailable(SendFailed):
    """Refused for now: a 5xx, a rate limit, no connection. Try again, after `retry_after` seconds if given."""

    def __init__(self, reason: str, retry_after: float | None = None) -> None:
        super().__init__(reason)
        self.retry_after = retry_after


class OutcomeUnknown(SendFailed):
    """Sent, and no word back. Ask the provider before sending again."""


class MessageRejected(SendFailed):
    """The provider said no. Do not try again."""


class RecipientOptedOut(MessageRejected):
    """The person told the provider to stop. Stop writing to them here."""


class RegistryUnavailable(Exception):
    """The registry is away. Try again; meanwhile the case is ours."""


class RegistryRefused(Exception):
    """The registry read the case and said no. Trying the same again changes nothing."""


class EngineUnavailable(Exception):
    """Another engine of understanding is away. Our own reads meanwhile."""


class NotParsed(Exception):
    """The engine answered, but nothing that reads this message. Our own does."""


class WebhookRefused(Exception):
    """Not from the provider, or not readable: `status` 403 or 400. Nothing is stored."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status


@dataclass(frozen=True, slots=True)
class Address:
    """A channel and a person's id on it; the id is opaque text."""

    channel: str  # telegram, sms, whatsapp, web
    id: str


@dataclass(frozen=True, slots=True)
class Location:
    """A shared position, degrees."""

    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class Media:
    """A photo, voice message or file: its MIME type and where the provider keeps it."""

    type: str
    url: str


@dataclass(frozen=True, slots=True)
class InboundMessage:
    """A message as a channel delivered it. The provider id is what makes it unique.

    `written_at` is when the person wrote it (relative dates count from it), `received_at` when we took it in.
    `sender_name` is what the channel says the person is called. `opted_out` is the provider's own word: True, it
    blocks our messages to them from now on; False, it lets them through again.
    """

    provider_id: str
    sender: Address
    text: str
    received_at: datetime
    written_at: datetime
    location: Location | None = None
    media: tuple[Media, ...] = ()
    sender_name: str | None = None
    opted_out: bool | None = None


@dataclass(frozen=True, slots=True)
class DeliveryReceipt:
    """A channel's word on an outbound message, by the provider's id for it: sent, delivered or failed."""

    channel: str
    provider_id: str
    status: str
    received_at: datetime
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Button:
    """A choice a channel may show as a button; tapping it says `value`."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class OutboundMessage:
    """A message to send. `id` is ours and stays the same when it is tried again."""

    id: str
    to: Address
    text: str
    buttons: tuple[Button, ...] = ()


@dataclass(frozen=True, slots=True)
class WebhookRequest:
    """A provider's request as it came: the public URL it was sent to, headers by lower-case name, the raw body."""

    method: str
    url: str
    headers: Mapping[str, str]
    body: bytes
    received_at: datetime


class Channel(Protocol):
    """A way to talk with people: Telegram, SMS, and in tests a list."""

    name: str

    def parse(self, request: WebhookRequest) -> Sequence[InboundMessage | DeliveryReceipt]:
        """Check the signature and read the request. Raises WebhookRefused."""
        ...

    async def send(self, message: OutboundMessage) -> str:
        """Send, and return the provider's id for it. Raises SendFailed."""
        ...

    async def close(self) -> None:
        """Let go of connections."""
        ...


@runtime_checkable
class FindsSent(Protocol):
    """A channel whose provider can be asked whether a message went out, after OutcomeUnknown."""

    async def find_sent(self, to: Address, text: str, since: datetime, but_not: Collection[str] = ()) -> str | None:
        """The provider's id of a message with this text, sent since then and not among `but_not`; None: not sent.

        Raises ChannelUnavailable where the provider cannot be asked now.
        """
        ...


@dataclass(frozen=True, slots=True)
class CaseRecord:
    """A monitoring case as the registry is to have it. Codes are ours; adapters map them to the registry's.

    `key` makes it idempotent: the same key again is the same case. `version` grows with every change.
    """

    key: str
    version: int
    status: str
    risk_types: tuple[str, ...]
    urgency: str
    area: str | None
    household_id: str | None
    relation: str | None
    details: Mapping[str, str | int | float]
    opened_at: datetime


@dataclass(frozen=True, slots=True)
class HouseholdRecord:
    """A household as the registry knows it."""

    household_id: str
    area: str
    householder: str
    people: int
    phones: tuple[str, ...]
    monitored_since: date | None = None


@dataclass(frozen=True, slots=True)
class StatusChange:
    """The registry changed a case: the case's key, the new status (contracts), a note, when."""

    key: str
    status: str
    note: str | None
    at: datetime


class Registry(Protocol):
    """The government's system of record."""

    name: str

    async def find_household(self, phone: str) -> HouseholdRecord | None:
        """Look a household up by an E.164 phone; None where it is not known. Raises RegistryUnavailable."""
        ...

    async def upsert_case(self, record: CaseRecord) -> None:
        """Create or change a case; the same record twice is one case. Raises RegistryUnavailable, RegistryRefused."""
        ...

    async def changes(self, cursor: str | None) -> tuple[Sequence[StatusChange], str]:
        """What changed since `cursor`, oldest first, and the cursor after it. Raises RegistryUnavailable."""
        ...

    async def close(self) -> None:
        """Let go of connections."""
        ...


@dataclass(frozen=True, slots=True)
class ParsedEntity:
    """A span that another engine found: its type, the value it gives, where it stands in what it was sent."""

    type: str
    value: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Parsed:
    """A message as another engine reads it: the intents it knows with their confidence, the likeliest first."""

    intents: tuple[tuple[str, float], ...]
    entities: tuple[ParsedEntity, ...] = ()


class Engine(Protocol):
    """Another engine of understanding, asked what a message wants."""

    name: str

    async def parse(self, text: str) -> Parsed:
        """Read one text of any kind and length. Raises EngineUnavailable, NotParsed."""
        ...

    async def probe(self) -> str:
        """What answers, in a few words. Raises EngineUnavailable, NotParsed."""
        ...

    async def close(self) -> None:
        """Let go of connections."""
        ...
