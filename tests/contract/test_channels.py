"""What every channel does, played on each adapter over the loopback, and on the fake."""

import json
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import urlencode

import pytest

from integrations.ports import (
    Address,
    Channel,
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
from integrations.telegram import Telegram
from integrations.twilio import Twilio
from tests.contract.servers import BotApi, Reply, TwilioServer
from tests.contract.signatures import RECEIVED, telegram_request, twilio_request
from tests.fakes import FakeChannel

pytestmark = [
    pytest.mark.anyio,
    # python-telegram-bot reads its own deprecated attribute when it makes the error.
    pytest.mark.filterwarnings("ignore:.*In a future major version attribute `retry_after`"),
]

TOKEN = "12345:secret"
SMS_URL = "https://line.example.org/webhooks/twilio/sms"


class FakeWorld:
    """The fake, and the test's hand in it."""

    person = Address("sms", "+8613911110001")

    def __init__(self) -> None:
        self.fake = FakeChannel("sms")
        self.channel: Channel = self.fake

    def request(self, provider_id: str, text: str) -> WebhookRequest:
        body = json.dumps({"id": provider_id, "from": self.person.id, "text": text})
        return self._signed(body.encode())

    def unreadable(self) -> WebhookRequest:
        return self._signed(b"{}")

    def sent(self) -> list[tuple[str, str]]:
        return [(message.to.id, message.text) for message in self.fake.sent]

    def fail(self, how: str) -> None:
        failures: dict[str, SendFailed] = {
            "away": ChannelUnavailable("away"),
            "busy": ChannelUnavailable("busy", 7),
            "silent": OutcomeUnknown("silent"),
            "no": MessageRejected("no"),
            "stopped": RecipientOptedOut("stopped"),
        }
        self.fake.failing = failures[how]

    def stop(self) -> None:
        pass

    def _signed(self, body: bytes) -> WebhookRequest:
        headers = {"x-secret": self.fake.known_secret}
        return WebhookRequest("POST", "https://line.example.org/webhooks/fake", headers, body, RECEIVED)


class TelegramWorld:
    """The adapter for Telegram, and a Bot API behind it."""

    person = Address("telegram", "5550001")

    def __init__(self) -> None:
        self.server = BotApi().__enter__()
        self.channel: Channel = Telegram(TOKEN, now=lambda: RECEIVED, api_url=self.server.url, secret="s3cret")

    def request(self, provider_id: str, text: str) -> WebhookRequest:
        person = {"id": 5550001, "is_bot": False, "first_name": "大山"}
        chat = {"id": 5550001, "type": "private", "first_name": "大山"}
        message = {"message_id": 3, "from": person, "chat": chat, "date": 1795341600, "text": text}
        update = {"update_id": int(provider_id), "message": message}
        return telegram_request("s3cret", json.dumps(update).encode())

    def unreadable(self) -> WebhookRequest:
        return telegram_request("s3cret", b'{"update_id": 1, "message": {"text": 5}}')

    def sent(self) -> list[tuple[str, str]]:
        return self.server.sent()

    def fail(self, how: str) -> None:
        if how == "away":
            return self.server.stop()
        plans = {
            "busy": BotApi.error(429, "Too Many Requests: retry after 7", retry_after=7),
            "silent": Reply(None),
            "no": BotApi.error(400, "Bad Request: chat not found"),
            "stopped": BotApi.error(403, "Forbidden: bot was blocked by the user"),
        }
        self.server.plans.append(plans[how])

    def stop(self) -> None:
        self.server.stop()


class TwilioWorld:
    """The adapter for Twilio, and its message API behind it."""

    def __init__(self, name: str, prefix: str) -> None:
        self.person = Address(name, "+8613911110001")
        self._prefix = prefix
        self.server = TwilioServer().__enter__()
        self.channel: Channel = Twilio(
            name,
            account_sid="AC00000000000000000000000000000001",
            auth_token=TOKEN,
            from_="+15005550006",
            api_url=self.server.url,
            public_url="https://line.example.org",
        )

    def request(self, provider_id: str, text: str) -> WebhookRequest:
        fields = [("MessageSid", provider_id), ("From", self._prefix + self.person.id), ("Body", text)]
        return twilio_request(TOKEN, SMS_URL, fields)

    def unreadable(self) -> WebhookRequest:
        return twilio_request(TOKEN, SMS_URL, [("Body", "从哪里来的？")])

    def sent(self) -> list[tuple[str, str]]:
        return [(to.removeprefix(self._prefix), body) for to, body in self.server.sent()]

    def fail(self, how: str) -> None:
        if how == "away":
            return self.server.stop()
        plans = {
            "busy": Reply(429, {"code": 20429, "message": "Too Many Requests", "status": 429}, {"retry-after": "7"}),
            "silent": Reply(None),
            "no": TwilioServer.error(400, 21211, "The 'To' number +8613911110001 is not a valid phone number."),
            "stopped": TwilioServer.error(400, 21610, "Attempt to send to unsubscribed recipient"),
        }
        self.server.plans.append(plans[how])

    def stop(self) -> None:
        self.server.stop()


World = FakeWorld | TelegramWorld | TwilioWorld
WORLDS = {
    "fake": FakeWorld,
    "telegram": TelegramWorld,
    "sms": lambda: TwilioWorld("sms", ""),
    "whatsapp": lambda: TwilioWorld("whatsapp", "whatsapp:"),
}


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(params=list(WORLDS))
def world(request: pytest.FixtureRequest) -> Iterator[World]:
    world = WORLDS[request.param]()
    yield world
    world.stop()


@pytest.fixture
async def channel(world: World, anyio_backend: str):
    yield world.channel
    await world.channel.close()


def test_a_message_is_read_as_it_was_written(world):
    text = "奶奶叫不醒 👵 & <b>'; DROP--\n第二行"
    messages = world.channel.parse(world.request("1001", text))
    assert [(m.provider_id, m.sender, m.text, m.received_at) for m in messages] == [
        ("1001", world.person, text, RECEIVED)
    ]


def test_a_message_delivered_twice_is_the_same_message(world):
    first, again = (world.channel.parse(world.request("1001", "你好")) for _ in range(2))
    assert first == again


def test_a_blank_message_is_a_message(world):
    assert [m.text for m in world.channel.parse(world.request("1001", "  "))] == ["  "]


@pytest.mark.parametrize("text", ["x" * 100_000, "嗯" * 30_000, "\x07\x1b[31m", "\0"])
def test_text_of_any_length_and_kind_is_read(world, text):
    (message,) = world.channel.parse(world.request("1001", text))
    assert isinstance(message, InboundMessage)
    assert message.text == text


def test_an_unsigned_request_is_refused(world):
    request = world.request("1001", "你好")
    with pytest.raises(WebhookRefused) as refused:
        world.channel.parse(replace(request, headers={}))
    assert refused.value.status == 403


@pytest.mark.parametrize("signature", ["", "x", "名", "A" * 10_000, "\ud800"])
def test_a_forged_request_is_refused(world, signature):
    request = world.request("1001", "你好")
    headers = {name: signature if "s" in name else value for name, value in request.headers.items()}
    with pytest.raises(WebhookRefused) as refused:
        world.channel.parse(replace(request, headers=headers))
    assert refused.value.status == 403


def test_a_signed_request_that_is_no_message_is_refused_as_malformed(world):
    with pytest.raises(WebhookRefused) as refused:
        world.channel.parse(world.unreadable())
    assert refused.value.status == 400


@pytest.mark.parametrize("body", [b"", b"\xff\xfe", b"[" * 50_000, b"null", urlencode({"a": "b"}).encode()])
def test_any_body_is_refused_and_no_more(world, body):
    request = world.request("1001", "你好")
    with pytest.raises(WebhookRefused):
        world.channel.parse(replace(request, body=body))


async def test_a_message_reaches_its_person(world, channel):
    provider_id = await channel.send(OutboundMessage("m1", world.person, "收到，编号 A1024。"))
    assert provider_id
    assert world.sent() == [(world.person.id, "收到，编号 A1024。")]


async def test_each_message_sent_has_its_own_provider_id(world, channel):
    ids = [await channel.send(OutboundMessage(f"m{n}", world.person, "好")) for n in range(3)]
    assert len(set(ids)) == 3


@pytest.mark.parametrize(
    ("how", "kind"),
    [
        ("away", ChannelUnavailable),
        ("busy", ChannelUnavailable),
        ("silent", OutcomeUnknown),
        ("no", MessageRejected),
        ("stopped", RecipientOptedOut),
    ],
)
async def test_a_failure_says_whether_to_try_again(world, channel, how, kind):
    world.fail(how)
    with pytest.raises(SendFailed) as failure:
        await channel.send(OutboundMessage("m1", world.person, "好"))
    assert type(failure.value) is kind


async def test_a_busy_provider_is_waited_for_as_long_as_it_asks(world, channel):
    world.fail("busy")
    with pytest.raises(ChannelUnavailable) as failure:
        await channel.send(OutboundMessage("m1", world.person, "好"))
    assert failure.value.retry_after == 7


async def test_a_failure_names_no_person(world, channel):
    world.fail("no")
    with pytest.raises(MessageRejected) as failure:
        await channel.send(OutboundMessage("m1", world.person, "好"))
    assert world.person.id not in str(failure.value)


async def test_nothing_to_say_is_not_sent(world, channel):
    with pytest.raises(MessageRejected):
        await channel.send(OutboundMessage("m1", world.person, " \n"))
    assert world.sent() == []
