import contextlib
import json
import logging
import math
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram.error import BadRequest, ChatMigrated, Conflict, Forbidden, InvalidToken, NetworkError, TimedOut

from integrations.ports import (
    Address,
    Button,
    ChannelUnavailable,
    MessageRejected,
    OutboundMessage,
    OutcomeUnknown,
    RecipientOptedOut,
    SendFailed,
    WebhookRefused,
)
from integrations.telegram import Telegram
from integrations.telegram.channel import failure_of
from integrations.telegram.updates import UnreadableUpdate, load_update, read_update
from tests.contract.servers import BotApi, Reply
from tests.contract.signatures import RECEIVED, telegram_request

anyio = pytest.mark.anyio
PERSON = Address("telegram", "5550001")


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
def server() -> Iterator[BotApi]:
    with BotApi() as server:
        yield server


@pytest.fixture
async def telegram(server, anyio_backend):
    channel = Telegram("12345:secret", now=lambda: RECEIVED, api_url=server.url + "/", secret="s3cret")
    yield channel
    await channel.close()


def caused(error: NetworkError, cause: Exception) -> NetworkError:
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (TimedOut(), OutcomeUnknown),
        (caused(TimedOut(), httpx.ReadTimeout("")), OutcomeUnknown),
        (caused(TimedOut(), httpx.ConnectTimeout("")), ChannelUnavailable),
        (caused(TimedOut(), httpx.PoolTimeout("")), ChannelUnavailable),
        (caused(NetworkError("x"), httpx.ConnectError("")), ChannelUnavailable),
        (caused(NetworkError("x"), httpx.ReadError("")), OutcomeUnknown),
        (NetworkError("Bad Gateway"), ChannelUnavailable),
        (Forbidden("Forbidden: bot was blocked by the user"), RecipientOptedOut),
        (BadRequest("Chat not found"), MessageRejected),
        (InvalidToken(), MessageRejected),
        (Conflict("x"), MessageRejected),
        (ChatMigrated(-1), MessageRejected),
    ],
)
def test_an_error_says_whether_to_try_again(error, kind):
    assert type(failure_of(error)) is kind


def test_without_a_secret_every_webhook_is_refused():
    channel = Telegram("12345:secret", now=lambda: RECEIVED)
    with pytest.raises(WebhookRefused):
        channel.parse(telegram_request("", b"{}"))


@anyio
async def test_choices_become_buttons_one_a_row(telegram, server):
    await telegram.send(OutboundMessage("m1", PERSON, "报吗？", (Button("报", "1"), Button("不报", "2"))))
    markup = json.loads(server.calls[0].fields["reply_markup"])
    assert markup == {
        "inline_keyboard": [[{"text": "报", "callback_data": "1"}], [{"text": "不报", "callback_data": "2"}]]
    }


@anyio
async def test_a_choice_telegram_cannot_carry_gets_no_button(telegram, server):
    buttons = (Button("长", "字" * 22), Button("空", ""), Button(" ", "3"))
    await telegram.send(OutboundMessage("m1", PERSON, "选一个", buttons))
    assert "reply_markup" not in server.calls[0].fields


@anyio
async def test_a_yes_is_a_yes_whatever_telegram_says_of_the_message(telegram, server):
    echo = {"message_id": 42, "date": 1795341600000, "chat": {"id": 5550001}, "entities": "[]", "poll": {"id": "1"}}
    server.plans = [Reply(200, {"ok": True, "result": echo})]
    assert await telegram.send(OutboundMessage("m1", PERSON, "好")) == "42"


@anyio
async def test_a_long_text_goes_out_in_order_with_its_buttons_at_the_end(telegram, server):
    text = "。".join(f"第{n}条" + "字" * 400 for n in range(25))
    await telegram.send(OutboundMessage("m1", PERSON, text, (Button("好", "1"),)))
    pieces = [call.fields["text"] for call in server.calls]
    assert len(pieces) == 3
    assert "".join(pieces) == text
    assert ["reply_markup" in call.fields for call in server.calls] == [False, False, True]


@anyio
async def test_a_long_text_tried_again_goes_on_where_it_stopped(telegram, server):
    text = "字" * 9000
    message = OutboundMessage("m1", PERSON, text)
    server.plans = [
        Reply(200, {"ok": True, "result": {"message_id": 1}}),
        BotApi.error(502, "Bad Gateway"),
    ]
    with pytest.raises(ChannelUnavailable):
        await telegram.send(message)
    await telegram.send(message)
    lengths = [len(call.fields["text"]) for call in server.calls]
    assert lengths == [4096, 4096, 4096, 808]


@anyio
async def test_a_channel_name_is_not_written_to(telegram, server):
    with pytest.raises(MessageRejected):
        await telegram.send(OutboundMessage("m1", Address("telegram", "@everyone"), "秘密"))
    assert server.calls == []


@anyio
async def test_half_a_character_is_sent_as_a_sign_for_it(telegram, server):
    await telegram.send(OutboundMessage("m1", PERSON, "救\ud83d命\0"))
    assert server.calls[0].fields["text"] == "救\ufffd命"


@anyio
async def test_webhook_mode_hands_telegram_the_url_and_the_secret(telegram, server):
    await telegram.listen("https://line.example.org/webhooks/telegram")
    (call,) = server.calls
    assert call.path == "/bot12345:secret/setWebhook"
    assert call.fields["url"] == "https://line.example.org/webhooks/telegram"
    assert call.fields["secret_token"] == "s3cret"
    assert json.loads(call.fields["allowed_updates"]) == ["message", "edited_message", "callback_query"]


@anyio
async def test_polling_mode_takes_the_webhook_back_and_drops_nothing(telegram, server):
    await telegram.listen(None)
    (call,) = server.calls
    assert call.path.endswith("/deleteWebhook")
    assert call.fields.get("drop_pending_updates", "false") == "false"


@anyio
async def test_telegram_says_who_we_are(telegram):
    assert await telegram.probe() == "@hearthline_bot"


@anyio
@pytest.mark.parametrize("call", ["fetch", "listen", "probe"])
async def test_telegram_away_means_later(telegram, server, call):
    server.stop()
    calls = {
        "fetch": lambda: telegram.fetch(1, 0),
        "listen": lambda: telegram.listen(None),
        "probe": telegram.probe,
    }
    with pytest.raises(ChannelUnavailable):
        await calls[call]()


@anyio
async def test_two_pollers_are_one_too_many(telegram, server):
    server.plans = [BotApi.error(409, "Conflict: terminated by other getUpdates request")]
    with pytest.raises(ChannelUnavailable, match="Conflict"):
        await telegram.fetch(1, 0)


@anyio
@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        (Reply(200, b"<html>sign in</html>"), OutcomeUnknown),
        (Reply(200, b"\xff" * 5000), OutcomeUnknown),
        (Reply(200, [1]), OutcomeUnknown),
        (Reply(200, {"unexpected": 1}), OutcomeUnknown),
        (Reply(502, b"<html>" + b"x" * 5000), ChannelUnavailable),
        (Reply(500, b""), ChannelUnavailable),
        (Reply(401, {"ok": False, "description": "Unauthorized"}), MessageRejected),
        (Reply(404, b"<html>"), MessageRejected),
    ],
)
async def test_an_answer_that_is_not_telegrams_is_no_surprise(telegram, server, reply, kind):
    server.plans = [reply]
    with pytest.raises(SendFailed) as failure:
        await telegram.send(OutboundMessage("m1", PERSON, "好"))
    assert type(failure.value) is kind
    assert len(str(failure.value)) < 250


@anyio
@pytest.mark.parametrize("body", [b"<html>", {"ok": True}, [], {"ok": False, "description": "no"}, b"[" * 10_000])
async def test_updates_that_are_none_move_nothing(telegram, server, body):
    server.plans = [Reply(200, body)]
    try:
        fetched = await telegram.fetch(5, 0)
    except ChannelUnavailable:
        return
    assert fetched == ([], 5)


@anyio
async def test_nothing_people_say_and_no_token_reaches_the_log(telegram, server, caplog):
    caplog.set_level(logging.WARNING)
    server.plans = [Reply(200, "救命 +8613911110001".encode()), Reply(200, {"ok": True, "result": [{"update_id": 1}]})]
    server.updates = [{"update_id": 2, "message": {"text": "救命 +8613911110001"}}]
    for _ in range(3):
        with contextlib.suppress(ChannelUnavailable):
            await telegram.fetch(None, 0)
    server.stop()
    with contextlib.suppress(SendFailed):
        await telegram.send(OutboundMessage("m1", PERSON, "救命"))
    assert caplog.text == ""


WIRE = Path(__file__).parents[2] / "contract" / "wire" / "telegram"
UPDATES = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(WIRE.glob("*.json"))]
ODD = [None, True, -1, 10**40, 1e308, math.nan, "", "\ud800", [], {}, [None], {"id": 1}, {"x": {}}]


def spots(value: object, path: tuple = ()) -> Iterator[tuple]:
    """Every place in an update, as the keys that lead to it."""
    yield path
    if isinstance(value, dict):
        for key in value:
            yield from spots(value[key], (*path, key))


def with_odd(value: object, path: tuple, odd: object) -> object:
    return {**value, path[0]: with_odd(value[path[0]], path[1:], odd)} if path else odd


@pytest.mark.parametrize("update", UPDATES, ids=lambda update: str(update["update_id"]))
def test_whatever_stands_in_an_update_it_is_read_or_refused(update):
    for path in spots(update):
        for odd in ODD:
            with contextlib.suppress(UnreadableUpdate):
                message = read_update(load_update(with_odd(update, path, odd)), RECEIVED)
                assert message is None or isinstance(message.text, str)


@given(st.binary(max_size=200))
def test_whatever_bytes_come_are_read_or_refused(body):
    with contextlib.suppress(UnreadableUpdate):
        message = read_update(load_update(body), RECEIVED)
        assert message is None or isinstance(message.text, str)
