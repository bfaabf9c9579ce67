"""Reads Telegram's updates as inbound messages: https://core.telegram.org/bots/api#update."""

import json
import math
from datetime import datetime
from typing import Any

from telegram import CallbackQuery, Message, Update, User

from integrations.ports import Address, InboundMessage, Location, Media

# What a person sends and we read, and what we only answer. All else in a private chat is Telegram's own word
# (pinned, joined) and asks for no reply.
_READ = {"text", "caption", "photo", "voice", "audio", "video", "video_note", "animation", "document", "location"} | {
    "contact",
    "sticker",
}
_ANSWERED = {"venue", "poll", "dice", "story", "game", "paid_media", "checklist"}
_KEPT = _READ | {"message_id", "from", "chat", "date", "edit_date"}
_MALFORMED = (TypeError, KeyError, AttributeError, ValueError, OverflowError, OSError, RecursionError)


class UnreadableUpdate(ValueError):
    """Not an update as the Bot API describes it."""


def what_we_read(values: object) -> dict[str, Any]:
    """The update without what we do not read: the library refuses all of it for one part it does not know.

    Raises TypeError or KeyError where it is no update.
    """
    if not isinstance(values, dict):
        raise TypeError(values)
    kept: dict[str, Any] = {"update_id": values["update_id"]}
    for name in ("message", "edited_message"):
        message = values.get(name)
        if message is not None and (_READ | _ANSWERED) & message.keys():
            kept[name] = _kept(message)
    if tap := values.get("callback_query"):
        kept["callback_query"] = tap | {"message": _kept(tap["message"])} if tap.get("message") else tap
    return kept


def load_update(raw: bytes | object) -> Update:
    """Read an update from JSON or from its values. Raises UnreadableUpdate."""
    try:
        values = json.loads(raw) if isinstance(raw, bytes) else raw
        update = Update.de_json(what_we_read(values), None)
    except _MALFORMED as error:
        raise UnreadableUpdate(f"not an update: {type(error).__name__}") from error
    if not _is_number(update.update_id):
        raise UnreadableUpdate("not an update: no number")
    return update


def read_update(update: Update, received_at: datetime) -> InboundMessage | None:
    """The message an update brings; None where no person says anything to us. Raises UnreadableUpdate."""
    try:
        return _read(update, received_at)
    except _MALFORMED as error:
        raise UnreadableUpdate(f"not readable: {type(error).__name__}") from error


def _kept(message: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in message.items() if name in _KEPT}


def _read(update: Update, received_at: datetime) -> InboundMessage | None:
    if update.callback_query:
        return _read_tap(update.update_id, update.callback_query, received_at)
    if update.message:
        return _read_message(update.update_id, update.message, received_at)
    # Every step of a shared live position is an edit; only its beginning is something said.
    if update.edited_message and not update.edited_message.location:
        return _read_message(update.update_id, update.edited_message, received_at)
    return None


def _read_message(update_id: int, message: Message, received_at: datetime) -> InboundMessage | None:
    """Groups and other bots are not answered."""
    writer = message.from_user
    if message.chat.type != "private" or (writer and writer.is_bot):
        return None
    return InboundMessage(
        provider_id=str(update_id),
        sender=_address(message.chat.id),
        text=_text(message),
        received_at=received_at,
        written_at=message.edit_date or message.date,
        location=_location(message),
        media=_media(message),
        sender_name=_name(writer),
    )


def _read_tap(update_id: int, query: CallbackQuery, received_at: datetime) -> InboundMessage | None:
    """A tapped button says its value; Telegram tells no time for it."""
    if query.message is None or query.message.chat.type != "private" or query.data is None:
        return None
    return InboundMessage(
        provider_id=str(update_id),
        sender=_address(query.message.chat.id),
        text=_str(query.data),
        received_at=received_at,
        written_at=received_at,
        sender_name=_name(query.from_user),
    )


def _address(chat_id: int) -> Address:
    if not _is_number(chat_id):
        raise TypeError(chat_id)
    return Address("telegram", str(chat_id))


def _text(message: Message) -> str:
    """What was written; of a shared contact the name and number, of a sticker the emoji it stands for."""
    if message.contact:
        return f"{_str(message.contact.first_name)} {_str(message.contact.phone_number)}"
    if message.sticker:
        return _str(message.sticker.emoji or "")
    return _str(message.text or message.caption or "")


def _location(message: Message) -> Location | None:
    """A shared position, of a place too; None where the figures are no place on earth."""
    if message.location is None:
        return None
    lat, lon = float(message.location.latitude), float(message.location.longitude)
    on_earth = math.isfinite(lat) and math.isfinite(lon) and abs(lat) <= 90 and abs(lon) <= 180
    return Location(lat, lon) if on_earth else None


def _media(message: Message) -> tuple[Media, ...]:
    """Photos in their largest size, voice and files. The file id is all of the address: a link would hold our token."""
    found: list[tuple[str, str]] = []
    if message.photo:
        found.append(("image/jpeg", message.photo[-1].file_id))
    if message.video_note:
        found.append(("video/mp4", message.video_note.file_id))
    # An animation stands in `document` too, for older readers.
    document = None if message.animation else message.document
    for file, usual in (
        (message.voice, "audio/ogg"),
        (message.audio, "audio/mpeg"),
        (message.video, "video/mp4"),
        (message.animation, "video/mp4"),
        (document, "application/octet-stream"),
    ):
        if file:
            found.append((file.mime_type or usual, file.file_id))
    return tuple(Media(_str(kind), f"telegram:{_str(file_id)}") for kind, file_id in found)


def _name(writer: User | None) -> str | None:
    return _str(writer.full_name) if writer else None


def _is_number(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _str(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value
