"""Talks with people by SMS and WhatsApp: Twilio's webhooks in, its message API out."""

from collections.abc import Collection, Sequence
from datetime import UTC, datetime

from twilio.base.exceptions import (  # type: ignore[import-untyped]
    TwilioException,
    TwilioRestException,
    TwilioServiceException,
)
from twilio.request_validator import RequestValidator  # type: ignore[import-untyped]
from twilio.rest import Client  # type: ignore[import-untyped]

from integrations.pieces import split_text
from integrations.ports import (
    Address,
    ChannelUnavailable,
    DeliveryReceipt,
    InboundMessage,
    MessageRejected,
    OutboundMessage,
    OutcomeUnknown,
    RecipientOptedOut,
    SendFailed,
    WebhookRequest,
)
from integrations.twilio.api import TwilioApi
from integrations.twilio.webhooks import read_webhook, render_address

STATUS_PATH = "/webhooks/twilio/status"
# https://www.twilio.com/docs/api/errors/21617
_LONGEST_TEXT = 1600
# The person replied STOP. https://www.twilio.com/docs/api/errors/21610
_OPTED_OUT = 21610
_MOST_SEARCHED = 50


class Twilio:
    """One of the channels `sms` and `whatsapp`. Either reads the webhooks of both.

    `from_` is our number, or the SID of a messaging service (MG…).
    """

    def __init__(
        self,
        name: str,
        *,
        account_sid: str,
        auth_token: str,
        from_: str,
        api_url: str = "https://api.twilio.com",
        public_url: str | None = None,
    ) -> None:
        self.name = name
        self._from = from_.removeprefix("whatsapp:")
        self._status_url = public_url.rstrip("/") + STATUS_PATH if public_url else None
        self._validator = RequestValidator(auth_token)
        self._api = TwilioApi(api_url)
        self._client = Client(account_sid, auth_token, http_client=self._api)
        self._half_sent: dict[str, int] = {}  # pieces of a long message that are out already

    def parse(self, request: WebhookRequest) -> Sequence[InboundMessage | DeliveryReceipt]:
        """Check the signature and read a message or a receipt. Raises WebhookRefused."""
        news = read_webhook(request, self._validator)
        return (news,) if news else ()

    async def send(self, message: OutboundMessage) -> str:
        """Send, and return Twilio's SID for it, of the last piece where it was long. Raises SendFailed."""
        pieces = split_text(message.text, _LONGEST_TEXT)
        if not pieces:
            raise MessageRejected("nothing to send")
        sid = ""
        for at in range(self._half_sent.pop(message.id, 0), len(pieces)):
            try:
                sid = await self._create(message.to, pieces[at])
            except SendFailed:
                if at:
                    self._half_sent[message.id] = at
                raise
        return sid

    async def find_sent(self, to: Address, text: str, since: datetime, but_not: Collection[str] = ()) -> str | None:
        """The SID of a message with this text that Twilio took since then, other than those known.

        Ask this after OutcomeUnknown, before sending again. Raises ChannelUnavailable.
        """
        last = split_text(text, _LONGEST_TEXT)[-1:]
        since = since.astimezone(UTC).replace(microsecond=0)  # Twilio's times have whole seconds
        try:
            listed = await self._client.messages.page_async(to=render_address(to), page_size=_MOST_SEARCHED)
        except (SendFailed, TwilioException, ValueError) as error:
            raise ChannelUnavailable(f"Twilio could not be asked ({type(error).__name__})") from error
        for message in listed:
            is_later = isinstance(message.date_created, datetime) and message.date_created >= since
            if is_later and message.body in last and message.sid not in but_not:
                return str(message.sid)
        return None

    async def probe(self) -> str:
        """The state of our account, for `hearthline doctor`. Raises ChannelUnavailable."""
        try:
            account = await self._client.api.v2010.accounts(self._client.account_sid).fetch_async()
        except (SendFailed, TwilioException, ValueError) as error:
            raise ChannelUnavailable(f"Twilio could not be asked ({type(error).__name__})") from error
        return f"account {account.status}"

    async def close(self) -> None:
        """Let go of connections."""
        await self._api.aclose()

    async def _create(self, to: Address, text: str) -> str:
        fields = {"to": render_address(to), "body": text}
        if self._from.startswith("MG"):
            fields["messaging_service_sid"] = self._from
        else:
            fields["from_"] = render_address(Address(self.name, self._from))
        if self._status_url:
            fields["status_callback"] = self._status_url
        try:
            return str((await self._client.messages.create_async(**fields)).sid)
        except TwilioException as error:
            raise failure_of(error) from error
        except ValueError as error:  # taken, but what Twilio said of it is unreadable
            raise OutcomeUnknown("Twilio's answer was not readable") from error


def failure_of(error: TwilioException) -> SendFailed:
    """What an error of Twilio's library means for the message. Its own words are left out: they name the number."""
    if not isinstance(error, TwilioRestException | TwilioServiceException):
        return MessageRejected(f"Twilio's library: {type(error).__name__}")
    if error.code == _OPTED_OUT:
        return RecipientOptedOut(f"Twilio error {_OPTED_OUT}")
    return MessageRejected(f"Twilio answered {error.status}, error {error.code}")
