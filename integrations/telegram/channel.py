"""Talks with people on Telegram: updates come by polling or webhook, words go out by the Bot API."""

import contextlib
import hmac
import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TelegramError, TimedOut
from telegram.request import HTTPXRequest

from integrations.http import failure_of as transport_failure_of
from integrations.http import tls
from integrations.pieces import split_text
from integrations.ports import (
    Address,
    Button,
    ChannelUnavailable,
    InboundMessage,
    MessageRejected,
    OutboundMessage,
    OutcomeUnknown,
    RecipientOptedOut,
    SendFailed,
    WebhookRefused,
    WebhookRequest,
)
from integrations.telegram.updates import UnreadableUpdate, load_update, read_update, what_we_read

# https://core.telegram.org/bots/api#sendmessage
_LONGEST_TEXT = 4096
_LONGEST_BUTTON_VALUE = 64
_SERVED = ("message", "edited_message", "callback_query")
_SECONDS_TO_CONNECT = 5.0
_SECONDS_TO_ANSWER = 10.0
_MOST_TAPS = 1000
_LONGEST_REASON = 200
_ANY_TIME = datetime.fromtimestamp(0, UTC)


class Telegram:
    """The channel `telegram`. `now` gives the time at which fetched messages were taken in."""

    name = "telegram"

    def __init__(
        self,
        token: str,
        *,
        now: Callable[[], datetime],
        api_url: str = "https://api.telegram.org",
        secret: str | None = None,
    ) -> None:
        self._secret = secret
        self._now = now
        self._requests = (_request(_CallsRequest, 32), _request(_UpdatesRequest, 2))
        self._bot = Bot(
            token,
            base_url=f"{api_url.rstrip('/')}/bot",
            base_file_url=f"{api_url.rstrip('/')}/file/bot",
            request=self._requests[0],
            get_updates_request=self._requests[1],
        )
        self._half_sent: dict[str, int] = {}  # pieces of a long message that are out already
        self._taps: dict[str, str] = {}  # the latest tap of a chat whose button still shows that it waits

    def parse(self, request: WebhookRequest) -> Sequence[InboundMessage]:
        """Check the secret and read the update. Raises WebhookRefused."""
        given = request.headers.get("x-telegram-bot-api-secret-token", "")
        if not self._secret or not hmac.compare_digest(_bytes(given), _bytes(self._secret)):
            raise WebhookRefused(403, "the secret is missing or wrong")
        try:
            message = self._take(load_update(request.body), request.received_at)
        except UnreadableUpdate as error:
            raise WebhookRefused(400, str(error)) from error
        return (message,) if message else ()

    async def fetch(self, offset: int | None, wait_s: float) -> tuple[Sequence[InboundMessage], int | None]:
        """The messages from `offset` on and the offset after them, which tells Telegram to forget these.

        Waits up to `wait_s` seconds for the first. Use the new offset only when the messages are kept.
        Raises ChannelUnavailable.
        """
        try:
            updates = await self._bot.get_updates(
                offset=offset, timeout=timedelta(seconds=round(wait_s)), allowed_updates=_SERVED
            )
        except TelegramError as error:
            raise _unavailable(error) from error
        messages = [self._take(update, self._now()) for update in updates]
        after = max(update.update_id for update in updates) + 1 if updates else offset
        return [message for message in messages if message], after

    async def listen(self, webhook_url: str | None) -> None:
        """Have updates sent to this URL, with our secret; without one, kept until fetched. Raises ChannelUnavailable.

        What waits at Telegram is kept either way.
        """
        try:
            if webhook_url is None:
                await self._bot.delete_webhook(drop_pending_updates=False)
            else:
                await self._bot.set_webhook(webhook_url, secret_token=self._secret, allowed_updates=_SERVED)
        except TelegramError as error:
            raise _unavailable(error) from error

    async def send(self, message: OutboundMessage) -> str:
        """Send, and return Telegram's id for it, of the last piece where it was long. Raises SendFailed."""
        pieces = split_text(message.text, _LONGEST_TEXT)
        if not pieces:
            raise MessageRejected("nothing to send")
        chat_id = _chat_id(message.to)
        provider_id = ""
        for at in range(self._half_sent.pop(message.id, 0), len(pieces)):
            buttons = message.buttons if at == len(pieces) - 1 else ()
            try:
                provider_id = await self._send_piece(chat_id, pieces[at], buttons)
            except TelegramError as error:
                if at:
                    self._half_sent[message.id] = at
                raise failure_of(error) from error
        await self._settle_tap(message.to)
        return provider_id

    async def probe(self) -> str:
        """Who we are to Telegram, for `hearthline doctor`. Raises ChannelUnavailable."""
        try:
            return f"@{(await self._bot.get_me()).username}"
        except TelegramError as error:
            raise _unavailable(error) from error

    async def close(self) -> None:
        """Let go of connections."""
        for request in self._requests:
            await request.shutdown()

    def _take(self, update: Update, received_at: datetime) -> InboundMessage | None:
        """Read an update, and remember the tap that our next message to this chat will settle."""
        message = read_update(update, received_at)
        if message and update.callback_query:
            if len(self._taps) >= _MOST_TAPS:
                self._taps.clear()
            self._taps[message.sender.id] = update.callback_query.id
        return message

    async def _send_piece(self, chat_id: int, text: str, buttons: Sequence[Button]) -> str:
        sent = await self._bot.send_message(chat_id, text, reply_markup=_keyboard(buttons))
        return str(sent.message_id)

    async def _settle_tap(self, to: Address) -> None:
        """Take the waiting sign off a tapped button. Nothing depends on it."""
        if tap := self._taps.pop(to.id, None):
            with contextlib.suppress(TelegramError):
                await self._bot.answer_callback_query(tap, read_timeout=2)


def failure_of(error: TelegramError) -> SendFailed:
    """What an error of Telegram's library means for the message that was being sent."""
    match error:
        case _UnreadableAnswer():
            return OutcomeUnknown(error.message)
        case RetryAfter():
            return ChannelUnavailable("Telegram asks to slow down", _seconds(error))
        case Forbidden():
            return RecipientOptedOut("the person has stopped the bot")
        case BadRequest():
            return MessageRejected(_reason(error))
        case NetworkError() if isinstance(error.__cause__, httpx.HTTPError):
            return transport_failure_of(error.__cause__)
        case TimedOut():
            return transport_failure_of(httpx.ReadTimeout(error.message))
        case NetworkError():
            return ChannelUnavailable(f"Telegram answered: {_reason(error)}")
        case _:
            return MessageRejected(_reason(error))


class _UnreadableAnswer(TelegramError):
    """What answered does not speak as Telegram does."""


class _CallsRequest(HTTPXRequest):
    """Reads of a message that was taken its number only, so that the rest of it cannot turn a yes into an error."""

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """Read Telegram's answer to a call."""
        answer = _load_answer(payload)
        match answer["result"]:
            case {"message_id": int(number)}:
                answer["result"] = {"message_id": number, "date": 0, "chat": {"id": 0, "type": "private"}}
        return answer


class _UpdatesRequest(HTTPXRequest):
    """Puts an empty update in the place of one that cannot be read, so that it does not hold up those behind it."""

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """Read Telegram's answer to getUpdates."""
        answer = _load_answer(payload)
        updates = answer["result"] if isinstance(answer["result"], list) else []
        return answer | {"result": [_readable(raw) for raw in updates if _is_numbered(raw)]}


def _load_answer(payload: bytes) -> dict[str, Any]:
    """As the library does it, but nothing of what people said goes to the log."""
    try:
        answer = json.loads(payload)
    except (ValueError, RecursionError):
        raise _UnreadableAnswer("the answer was not readable") from None
    if not isinstance(answer, dict) or not answer.keys() & {"result", "description"}:
        raise _UnreadableAnswer("the answer was not Telegram's")
    return {"result": None} | answer


def _is_numbered(raw: object) -> bool:
    return isinstance(raw, dict) and isinstance(raw.get("update_id"), int)


def _readable(raw: dict[str, Any]) -> dict[str, Any]:
    try:
        kept = what_we_read(raw)
        read_update(load_update(kept), _ANY_TIME)
    except (UnreadableUpdate, TypeError, KeyError, AttributeError):
        return {"update_id": raw["update_id"]}
    return kept


def _request(kind: type[HTTPXRequest], connections: int) -> HTTPXRequest:
    return kind(
        connection_pool_size=connections,
        connect_timeout=_SECONDS_TO_CONNECT,
        pool_timeout=_SECONDS_TO_CONNECT,
        read_timeout=_SECONDS_TO_ANSWER,
        write_timeout=_SECONDS_TO_ANSWER,
        httpx_kwargs={"verify": tls()},
    )


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _chat_id(to: Address) -> int:
    """Private chats have numbers; a name would be a public channel."""
    try:
        return int(to.id)
    except ValueError as error:
        raise MessageRejected("not a chat of Telegram") from error


def _keyboard(buttons: Sequence[Button]) -> InlineKeyboardMarkup | None:
    """One button a row. A value Telegram does not carry gets no button; the text names the choices too."""
    rows = [
        [InlineKeyboardButton(button.label, callback_data=button.value)]
        for button in buttons
        if button.label.strip() and 0 < len(_bytes(button.value)) <= _LONGEST_BUTTON_VALUE
    ]
    return InlineKeyboardMarkup(rows) if rows else None


def _seconds(error: RetryAfter) -> float:
    wait = error.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)


def _unavailable(error: TelegramError) -> ChannelUnavailable:
    """Where nothing is being sent, every error means: later."""
    wait = _seconds(error) if isinstance(error, RetryAfter) else None
    return ChannelUnavailable(f"Telegram: {_reason(error)}", wait)


def _reason(error: TelegramError) -> str:
    """What the library says of it, which may hold a whole page of somebody's gateway."""
    return error.message[:_LONGEST_REASON]
