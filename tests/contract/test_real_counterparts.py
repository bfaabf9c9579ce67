"""Telegram and Twilio in the hands of others: a Bot API server from npm, and Twilio's own description by Prism.

`npm ci --ignore-scripts` in tests/contract/node brings both servers. HEARTHLINE_NODE_MODULES names another folder that
has them in its node_modules; HEARTHLINE_TWILIO_DESCRIPTION is the path of Twilio's twilio_api_v2010.json.
"""

import json
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from queue import SimpleQueue
from typing import Any

import httpx
import pytest

from integrations.ports import Address, Button, ChannelUnavailable, InboundMessage, MessageRejected, OutboundMessage
from integrations.telegram import Telegram
from integrations.twilio import Twilio
from tests.contract.servers import Call, LocalServer, Reply
from tests.contract.signatures import RECEIVED, telegram_request

pytestmark = pytest.mark.anyio

TOKEN = "12345:secret"
HERE = Path(__file__).parent
# Both end with their standard input, so that nothing stays behind.
TIED = "process.stdin.resume().on('end', () => process.exit());"
BOT_API = "const TelegramServer = require('telegram-test-api');"
BOT_API += "new TelegramServer({host: '127.0.0.1', port: +process.argv[1], storeTimeout: 600}).start();"
PRISM = "process.argv.splice(1, 0, 'prism'); require('@stoplight/prism-cli/dist/index.js');"
MOST_SECONDS_TO_START = 60


class MendedBotApi(LocalServer):
    """The Bot API server, with what it does otherwise than Telegram put right. Webhooks are kept, not posted on."""

    def __init__(self, behind: str) -> None:
        super().__init__()
        self._behind = httpx.Client(base_url=behind)
        self._waiting: list[dict[str, Any]] = []
        self.posted: SimpleQueue[bytes] = SimpleQueue()

    def usual(self, call: Call) -> Reply:
        method = call.path.rpartition("/")[2]
        if method == "webhook":  # it ends itself on any other answer
            self.posted.put(json.dumps(self._mended(json.loads(call.body))).encode())
            return Reply(200, {})
        if method == "getMe":
            return self._ok({"id": 666, "is_bot": True, "first_name": "Test", "username": "TestNameBot"})
        fields = call.fields | ({"url": f"{self.url}/webhook"} if method == "setWebhook" else {})
        result = self._behind.post(call.path, data=fields).raise_for_status().json()["result"]
        if method == "getUpdates":  # it gives each update once, whatever the offset
            self._waiting += [self._mended(update) for update in result]
            self._waiting = [each for each in self._waiting if each["update_id"] >= int(fields.get("offset", 0))]
            return self._ok(self._waiting)
        if method == "sendMessage":
            return self._ok(result | {"date": result["date"] // 1000})
        return self._ok(True)

    def stop(self) -> None:
        super().stop()
        self._behind.close()

    def say(self, text: str) -> None:
        """The person writes."""
        self._act("/sendMessage", {"date": 1795341600, "text": text})

    def tap(self, value: str) -> None:
        """The person taps a button below our message."""
        ours = {"message_id": 1, "date": 1795341600, "chat": PERSON["chat"], "text": "?"}
        self._act("/sendCallback", {"data": value, "message": ours})

    def history(self) -> list[dict[str, Any]]:
        """What the server keeps of both sides."""
        return self._behind.post("/getUpdatesHistory", json={"token": TOKEN}).json()["result"]

    def _act(self, path: str, what: dict[str, Any]) -> None:
        self._behind.post(path, json={"botToken": TOKEN, **PERSON, **what}).raise_for_status()

    @staticmethod
    def _mended(update: dict[str, Any]) -> dict[str, Any]:
        tap = update.get("callback_query")
        return update | {"callback_query": tap | {"chat_instance": "1"}} if tap else update

    @staticmethod
    def _ok(result: object) -> Reply:
        return Reply(200, {"ok": True, "result": result})


PERSON: dict[str, Any] = {
    "from": {"id": 5550001, "is_bot": False, "first_name": "大山"},
    "chat": {"id": 5550001, "type": "private", "first_name": "大山"},
}


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="module")
def node_folder() -> Path:
    folder = Path(os.environ.get("HEARTHLINE_NODE_MODULES", HERE / "node"))
    if shutil.which("node") is None:
        pytest.skip("there is no node on this machine")
    if not (folder / "node_modules" / "telegram-test-api").is_dir():
        pytest.skip("the servers are not installed: `npm ci --ignore-scripts` in tests/contract/node")
    return folder


@pytest.fixture
def bot_api(node_folder: Path) -> Iterator[MendedBotApi]:
    port = free_port()
    with node(node_folder, BOT_API, port, str(port)) as url, MendedBotApi(url) as server:
        yield server


@pytest.fixture
async def telegram(bot_api: MendedBotApi, anyio_backend: str):
    channel = Telegram(TOKEN, now=lambda: RECEIVED, api_url=bot_api.url, secret="s3cret")
    yield channel
    await channel.close()


@pytest.fixture(scope="module")
def prism(node_folder: Path) -> Iterator[str]:
    description = os.environ.get("HEARTHLINE_TWILIO_DESCRIPTION", "")
    if not Path(description).is_file():
        pytest.skip("HEARTHLINE_TWILIO_DESCRIPTION does not name Twilio's description")
    port = free_port()
    with node(node_folder, PRISM, port, "mock", "-h", "127.0.0.1", "-p", str(port), description) as url:
        yield url


@pytest.fixture
async def twilio(prism: str, anyio_backend: str):
    channel = Twilio(
        "sms",
        account_sid="AC00000000000000000000000000000001",
        auth_token="8f1c2d3e4a5b6c7d8e9f0a1b2c3d4e5f",
        from_="+15005550006",
        api_url=prism,
        public_url="https://line.example.org",
    )
    yield channel
    await channel.close()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def node(folder: Path, program: str, port: int, *arguments: str) -> Iterator[str]:
    """A server run by node, on the loopback address, from when it answers to when it is left."""
    url = f"http://127.0.0.1:{port}"
    command = ["node", "-e", TIED + program, *arguments]
    with subprocess.Popen(command, cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL) as process:
        try:
            wait_until_up(url, process)
            yield url
        finally:
            process.kill()


def wait_until_up(url: str, process: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + MOST_SECONDS_TO_START
    while time.monotonic() < until and process.poll() is None:
        try:
            httpx.get(url)
            return
        except httpx.TransportError:
            time.sleep(0.05)
    pytest.fail("the server from npm did not start")


def the_same_scene(server: MendedBotApi) -> None:
    server.say("奶奶叫不醒")
    server.say("🙏 <b>'; DROP--\n第二行")
    server.tap("1")


def said(messages: list[InboundMessage]) -> list[InboundMessage]:
    """The messages without their numbers, which grow from scene to scene."""
    return sorted((replace(message, provider_id="") for message in messages), key=lambda message: message.text)


async def test_polling_and_webhook_give_equal_messages(bot_api, telegram):
    await telegram.listen("https://line.example.org/webhooks/telegram")
    the_same_scene(bot_api)
    bodies = [bot_api.posted.get(timeout=10) for _ in range(3)]  # in any order
    posted = [message for body in bodies for message in telegram.parse(telegram_request("s3cret", body))]
    await telegram.listen(None)
    the_same_scene(bot_api)
    fetched, _ = await telegram.fetch(None, 0)
    assert [message.text for message in fetched] == ["奶奶叫不醒", "🙏 <b>'; DROP--\n第二行", "1"]
    assert said(posted) == said(list(fetched))
    assert len({message.provider_id for message in fetched}) == 3


async def test_a_message_comes_again_until_the_offset_moves(bot_api, telegram):
    bot_api.say("你好")
    first, after = await telegram.fetch(None, 0)
    bot_api.say("还在吗")
    again, later = await telegram.fetch(None, 0)
    assert list(again)[:1] == list(first)
    only, last = await telegram.fetch(after, 0)
    assert [message.text for message in only] == ["还在吗"]
    assert await telegram.fetch(last, 0) == ([], later)


async def test_a_telegram_message_and_its_buttons_arrive(bot_api, telegram):
    to = Address("telegram", "5550001")
    provider_id = await telegram.send(OutboundMessage("m1", to, "报给村干部吗？", (Button("报", "1"),)))
    (kept,) = bot_api.history()
    assert str(kept["messageId"]) == provider_id
    assert kept["message"]["text"] == "报给村干部吗？"
    assert kept["message"]["reply_markup"] == {"inline_keyboard": [[{"text": "报", "callback_data": "1"}]]}


async def test_an_answered_tap_does_no_harm(bot_api, telegram):
    bot_api.tap("1")
    await telegram.fetch(None, 0)
    await telegram.send(OutboundMessage("m1", Address("telegram", "5550001"), "好"))
    assert [call.path for call in bot_api.calls][-1].endswith("/answerCallbackQuery")


async def test_telegram_says_who_we_are(telegram):
    assert await telegram.probe() == "@TestNameBot"


@pytest.mark.parametrize("text", ["好", "收到，编号 A1024。\n回复 1", "x" * 160, "字" * 1600, "a+b&c=d%20 🙏"])
async def test_twilios_description_takes_what_we_send(twilio, text):
    sid = await twilio.send(OutboundMessage("m1", Address("sms", "+8613911110001"), text))
    assert sid.startswith("SM")


async def test_twilios_description_takes_what_we_send_by_whatsapp(prism):
    channel = Twilio(
        "whatsapp",
        account_sid="AC00000000000000000000000000000001",
        auth_token="x",
        from_="MG00000000000000000000000000000001",
        api_url=prism,
    )
    assert await channel.send(OutboundMessage("m1", Address("whatsapp", "+8613911110001"), "好"))
    await channel.close()


async def test_twilios_list_of_messages_is_read(twilio):
    to = Address("sms", "+18182008801")
    assert await twilio.find_sent(to, "不在里面", RECEIVED) is None
    # The description's own example, of 24 May 2019.
    example = RECEIVED.replace(year=2019, month=5, day=24)
    assert await twilio.find_sent(to, "testing", example) == "SMded05904ccb347238880ca9264e8fe1c"


async def test_twilios_description_refuses_an_account_that_is_none(prism):
    channel = Twilio("sms", account_sid="nobody", auth_token="x", from_="+15005550006", api_url=prism)
    with pytest.raises(MessageRejected):
        await channel.send(OutboundMessage("m1", Address("sms", "+8613911110001"), "好"))
    with pytest.raises(ChannelUnavailable):
        await channel.probe()
    await channel.close()


async def test_twilios_account_is_read(twilio):
    assert await twilio.probe() == "account active"
