"""Telegram's updates as the Bot API describes them: each by webhook and by polling, with equal messages."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from integrations.ports import Address, InboundMessage, Location, Media, OutboundMessage
from integrations.telegram import Telegram
from tests.contract.servers import BotApi
from tests.contract.signatures import RECEIVED, telegram_request

pytestmark = pytest.mark.anyio

WIRE = Path(__file__).parent / "wire" / "telegram"
SENT = datetime.fromtimestamp(1795341600, UTC)
FOLDER = sorted(path.stem for path in WIRE.glob("*.json"))

# What each update says: text, seconds after SENT at which it was written, and what came with it.
SAYS = {
    "text": ("我妈查出癌症，住院花了两万三，在新田村", 11, None, ()),
    "start": ("/start", 12, None, ()),
    "edited": ("我妈查出癌症，住院花了三万二，在新田村", 60, None, ()),
    "photo_with_caption": ("房子后墙裂了", 13, None, (("image/jpeg", "AgACAgUAAxkBAAIBzg-x"),)),
    "album_second_photo": ("", 14, None, (("image/jpeg", "AgACAgUAAxkBAAIBzh-x"),)),
    "voice": ("", 15, None, (("audio/ogg", "AwACAgUAAxkBAAIBv1"),)),
    "location": ("", 16, (25.498312, 103.803541), ()),
    "venue": ("", 17, (25.5, 103.8), ()),
    "document": ("县医院的证明", 18, None, (("application/pdf", "BQACAgUAAxkBAAIBd1"),)),
    "animation": ("", 19, None, (("video/mp4", "CgACAgUAAxkBAAIBg1"),)),
    "video_note": ("", 20, None, (("video/mp4", "DQACAgUAAxkBAAIBn1"),)),
    "sticker": ("👍", 21, None, ()),
    "contact": ("罗小妹 +8613911110009", 22, None, ()),
    "poll": ("", 23, None, ()),
    "reply_to_us": ("是的", 24, None, ()),
    "lone_surrogate_and_nul": ("救\ud83d命\0", 28, None, ()),
    "new_fields": ("你好", 29, None, ()),
}
TAPS = {"tap": "1", "tap_on_old_message": "2"}
SAYS_NOTHING_TO_US = {
    "another_bot",
    "blocked_us",
    "channel_post",
    "group",
    "live_location_moves",
    "pinned",
    "tap_in_group",
    "tap_on_inline",
    "unknown_kind",
}


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
def server() -> Iterator[BotApi]:
    with BotApi() as server:
        yield server


@pytest.fixture
async def telegram(server, anyio_backend):
    channel = Telegram("12345:secret", now=lambda: RECEIVED, api_url=server.url, secret="s3cret")
    yield channel
    await channel.close()


def wire(name: str) -> dict:
    return json.loads((WIRE / f"{name}.json").read_text(encoding="utf-8"))


def by_webhook(channel: Telegram, name: str):
    return list(channel.parse(telegram_request("s3cret", (WIRE / f"{name}.json").read_bytes())))


async def test_every_update_in_the_folder_is_spoken_of_here():
    assert FOLDER
    assert set(FOLDER) == {*SAYS, *TAPS, *SAYS_NOTHING_TO_US}


@pytest.mark.parametrize("name", SAYS)
async def test_an_update_says_what_the_person_said(telegram, name):
    text, after, where, media = SAYS[name]
    assert by_webhook(telegram, name) == [
        InboundMessage(
            provider_id=str(wire(name)["update_id"]),
            sender=Address("telegram", "5550001"),
            text=text,
            received_at=RECEIVED,
            written_at=datetime.fromtimestamp(SENT.timestamp() + after, UTC),
            location=Location(*where) if where else None,
            media=tuple(Media(kind, f"telegram:{file_id}") for kind, file_id in media),
            sender_name="大山 罗",
        )
    ]


@pytest.mark.parametrize("name", TAPS)
async def test_a_tap_says_the_value_of_its_button_now(telegram, name):
    (message,) = by_webhook(telegram, name)
    assert (message.text, message.sender.id, message.written_at) == (TAPS[name], "5550001", RECEIVED)


@pytest.mark.parametrize("name", sorted(SAYS_NOTHING_TO_US))
async def test_what_is_not_said_to_us_is_let_pass(telegram, name):
    assert by_webhook(telegram, name) == []


async def test_polling_and_webhook_give_equal_messages(telegram, server):
    server.updates = sorted((wire(name) for name in FOLDER), key=lambda update: update["update_id"])
    fetched, after = await telegram.fetch(None, 0)
    posted = [message for name in FOLDER for message in by_webhook(telegram, name)]
    assert list(fetched) == sorted(posted, key=lambda message: message.provider_id)
    assert after == server.updates[-1]["update_id"] + 1


async def test_updates_come_again_until_a_later_offset_is_asked_for(telegram, server):
    server.updates = [wire("text")]
    first, after = await telegram.fetch(None, 0)
    again, _ = await telegram.fetch(None, 0)
    assert list(first) == list(again)
    assert await telegram.fetch(after, 0) == ([], after)
    assert server.updates == []


async def test_an_update_that_cannot_be_read_does_not_hold_up_those_behind_it(telegram, server):
    broken = {"update_id": 1, "message": {"text": 5}}
    server.updates = [broken, {"update_id": 2, "message": {**wire("text")["message"], "text": 7}}, wire("voice")]
    messages, after = await telegram.fetch(1, 0)
    assert [message.provider_id for message in messages] == ["731000006"]
    assert after == 731000007


async def test_a_tap_is_settled_by_the_next_message_to_its_chat(telegram, server):
    by_webhook(telegram, "tap")
    await telegram.send(OutboundMessage("m1", Address("telegram", "1"), "别人的"))
    await telegram.send(OutboundMessage("m2", Address("telegram", "5550001"), "好的"))
    await telegram.send(OutboundMessage("m3", Address("telegram", "5550001"), "还有"))
    settled = [call.fields["callback_query_id"] for call in server.calls if call.path.endswith("answerCallbackQuery")]
    assert settled == ["23835673014110"]
