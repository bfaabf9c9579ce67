"""The web side over the real store and the real runtime."""

import asyncio
import hashlib
import hmac
import json
import threading
from base64 import b64encode
from contextlib import asynccontextmanager
from datetime import timedelta
from urllib.parse import urlencode

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from bot.app import build_runtime
from bot.clock import system_clock
from bot.service import WebChat
from bot.settings import Settings
from bot.store.crypto import Cipher
from bot.store.inbox import conversation_key
from bot.store.outbox import Queued, enqueue
from bot.store.store import Store
from bot.store.tables import cases, inbox, outbox
from bot.store.tables import people as people_table
from bot.web.app import build_web
from bot.web.metrics import Metrics
from bot.web.pace import Pace
from bot.web.replies import ReplyDesk
from bot.worker import Worker
from integrations.adapters import build_sms
from integrations.ports import Address
from integrations.telegram import Telegram

pytestmark = pytest.mark.anyio

PUBLIC = "https://line.example.org"
AUTH_TOKEN = "twilio's auth token"
SECRET = "telegrams-secret"
SMS = {"MessageSid": "SM1", "From": "+8613800000001", "To": "+15005550006", "Body": "奶奶叫不醒"}
UPDATE = {
    "update_id": 7,
    "message": {
        "message_id": 1,
        "date": 1790000000,
        "text": "奶奶叫不醒",
        "chat": {"id": 42, "type": "private"},
        "from": {"id": 42, "is_bot": False, "first_name": "李"},
    },
}


@pytest.fixture
def anyio_backend():
    return "asyncio"


@pytest.fixture(scope="module")
def runtime():
    return build_runtime(Settings(database_url="sqlite://", _env_file=None))


@pytest.fixture
def store(tmp_path):
    store = Store(f"sqlite:///{tmp_path / 'line.db'}", Cipher(["k" * 32]))
    store.start()
    yield store
    store.stop()


@asynccontextmanager
async def line(store, runtime, *, works=True, clock=system_clock, pace=None, channels=None, patience_s=20):
    """The web side, with a worker that takes the turns, or without one."""
    channels = {"web": WebChat(), **(channels or {})}
    desk, metrics = ReplyDesk(store), Metrics()
    worker = Worker(
        store, runtime, channels, None, clock, taken=lambda turns, seconds: (metrics.taken(turns, seconds), desk.look())
    )
    web = build_web(
        store, runtime, channels, clock, desk, metrics, worker.wake,
        public_url=PUBLIC, pace=pace, patience_s=patience_s,
    )  # fmt: skip
    working = asyncio.create_task(worker.run()) if works else None
    transport = httpx.ASGITransport(web, raise_app_exceptions=True)
    try:
        async with httpx.AsyncClient(transport=transport, base_url="http://line") as client:
            yield Web(client)
    finally:
        worker.stop()
        if working is not None:
            await working


class Web:
    """A client of the line."""

    def __init__(self, client):
        self.client = client

    async def open(self):
        opened = (await self.client.post("/api/v1/conversations")).json()
        return opened["token"]

    async def post(self, token, text, message_id, **more):
        told = {"text": text, "message_id": message_id, **more}
        return await self.client.post("/api/v1/messages", content=json.dumps(told), headers=bearer(token))

    async def fetch(self, token, after=0):
        return (await self.client.get(f"/api/v1/messages?after={after}", headers=bearer(token))).json()["messages"]


def bearer(token):
    return {"Authorization": f"Bearer {token}"}


def count(store, table):
    return store.call(lambda tx: tx.connection.execute(select(func.count()).select_from(table)).scalar_one())


def error_of(response):
    assert response.json().keys() == {"error"}
    assert response.json()["error"].keys() == {"code", "message"}
    assert response.json()["error"]["message"]
    return response.status_code, response.json()["error"]["code"]


# ---------------------------------------------------------------------- a conversation


async def test_the_reply_to_an_emergency_names_120_and_a_case_is_opened(store, runtime):
    async with line(store, runtime) as web:
        token = await web.open()
        response = await web.post(token, "奶奶叫不醒", "1")
    assert response.status_code == 200
    assert "120" in response.json()["replies"][0]["text"]
    assert count(store, cases) == 1


async def test_the_same_message_id_gives_the_same_replies_and_changes_nothing(store, runtime):
    async with line(store, runtime) as web:
        token = await web.open()
        first = await web.post(token, "我爸摔断了腿，花了两万", "1")
        before = (count(store, inbox), count(store, outbox), count(store, cases))
        again = [await web.post(token, text, "1") for text in ("我爸摔断了腿，花了两万", "别的话")]
    assert [each.json() for each in again] == [first.json(), first.json()]
    assert (count(store, inbox), count(store, outbox), count(store, cases)) == before


async def test_a_message_posted_many_times_at_once_is_answered_once(store, runtime):
    async with line(store, runtime) as web:
        token = await web.open()
        responses = await asyncio.gather(*(web.post(token, "奶奶叫不醒", "1") for _ in range(20)))
    assert len({response.text for response in responses}) == 1
    assert (count(store, inbox), count(store, outbox), count(store, cases)) == (1, 1, 1)


async def test_what_was_sent_is_fetched_by_number(store, runtime):
    async with line(store, runtime) as web:
        token = await web.open()
        said = [(await web.post(token, text, text)).json()["replies"][0]["text"] for text in ("你好", "帮助", "谢谢")]
        messages = await web.fetch(token)
        assert [each["text"] for each in messages] == said
        assert all(each["kind"] == "reply" for each in messages)
        assert await web.fetch(token, messages[0]["number"]) == messages[1:]
        assert await web.fetch(token, messages[-1]["number"]) == []


async def test_a_notice_held_over_the_night_is_not_missed(store, runtime):
    async with line(store, runtime) as web:
        token = await web.open()
        conversation = (await web.client.get("/api/v1/messages", headers=bearer(token))).json()["conversation"]
        address = Address("web", conversation)
        due_at = system_clock() + timedelta(seconds=0.4)
        held = Queued(store.call(lambda tx: conversation_key(tx, address)), address, "notice", "早上好", due_at)
        store.call(lambda tx: enqueue(tx, [held], system_clock()))
        await web.post(token, "你好", "1")
        [reply] = await web.fetch(token)
        await asyncio.sleep(0.5)
        [notice] = await web.fetch(token, reply["number"])
        assert (notice["kind"], notice["text"]) == ("notice", "早上好")
        assert await web.fetch(token, notice["number"]) == []


async def test_two_conversations_never_see_each_other(store, runtime):
    async with line(store, runtime) as web:
        one, other = await web.open(), await web.open()
        await web.post(one, "奶奶叫不醒，在新田村", "1")
        response = await web.post(other, "A1001怎么样了", "1")
        assert "奶奶" not in response.text
        assert "新田" not in response.text
        assert len(await web.fetch(one)) == 1
        assert [each["text"] for each in await web.fetch(other)] == [response.json()["replies"][0]["text"]]


async def test_of_a_token_only_its_blind_index_is_stored(store, runtime, tmp_path):
    async with line(store, runtime) as web:
        token = await web.open()
        await web.post(token, "你好", "1")
    store.stop()
    stored = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert token.encode() not in stored
    assert "你好".encode() not in stored


@pytest.mark.parametrize(
    "text", ["", "   ", "\0", "\ud800", "a\0b\udfff", "😀" * 10, "<b>'; DROP TABLE inbox; --", "7"]
)
async def test_any_text_is_answered(store, runtime, text):
    async with line(store, runtime) as web:
        token = await web.open()
        response = await web.post(token, text, text or "\udc80")
        assert response.status_code == 200
        assert response.json()["replies"]
        assert len(await web.fetch(token)) == 1


async def test_a_hundred_thousand_characters_are_answered(store, runtime):
    async with line(store, runtime) as web:
        token = await web.open()
        assert (await web.post(token, "水" * 100_000, "1")).status_code == 200
        assert error_of(await web.post(token, "水" * 100_001, "2")) == (400, "bad_request")


async def test_a_reply_with_half_a_character_goes_out_as_json(store, runtime):
    async with line(store, runtime) as web:
        token = await web.open()
        conversation = (await web.client.get("/api/v1/messages", headers=bearer(token))).json()["conversation"]
        address = Address("web", conversation)
        queued = Queued(
            store.call(lambda tx: conversation_key(tx, address)), address, "notice", "\ud800", system_clock()
        )
        store.call(lambda tx: enqueue(tx, [queued], system_clock()))
        response = await web.client.get("/api/v1/messages", headers=bearer(token))
    assert json.loads(response.content)["messages"][0]["text"] == "\ud800"


async def test_a_turn_that_takes_long_is_pending_and_fetched_with_the_same_id(store, runtime):
    async with line(store, runtime, works=False, patience_s=0.05) as web:
        token = await web.open()
        response = await web.post(token, "你好", "1")
        assert response.status_code == 202
        assert response.json()["pending"] is True
    async with line(store, runtime) as web:
        response = await web.post(token, "你好", "1")
        assert response.status_code == 200
        assert response.json()["replies"]
    assert count(store, inbox) == 1


async def test_a_turn_taken_by_another_process_is_answered_here(store, runtime):
    async with line(store, runtime, works=False) as web:
        token = await web.open()
        posted = asyncio.create_task(web.post(token, "你好", "1"))
        async with line(store, runtime):  # another process's worker, which does not know who waits here
            assert (await posted).json()["replies"]


async def test_the_language_of_the_page_is_that_of_the_first_reply(store, runtime):
    async with line(store, runtime) as web:
        token = await web.open()
        response = await web.post(token, "1", "1", lang="en")
        assert response.json()["replies"][0]["text"].isascii()


async def test_the_place_shared_is_kept_with_the_case(store, runtime):
    async with line(store, runtime) as web:
        token = await web.open()
        assert (await web.post(token, "救命", "1", location={"lat": 25.1, "lon": 103.8})).status_code == 200


async def test_whoever_gives_up_waiting_does_not_stop_the_line(store, runtime):
    began, go_on = threading.Event(), threading.Event()

    def hold(_):
        began.set()
        go_on.wait(10)

    holding = store.submit(hold)
    began.wait(10)
    given_up = [store.submit(lambda tx: None) for _ in range(3)]
    assert all(each.cancel() for each in given_up)
    go_on.set()
    holding.result(10)
    async with line(store, runtime) as web:
        assert (await web.post(await web.open(), "你好", "1")).status_code == 200


# ---------------------------------------------------------------------- refusals


@pytest.mark.parametrize(
    "body",
    [
        b"", b"\xff\xfe", b"nonsense", b"[]", b"null", b"{}", b"[" * 200_000,
        b'{"text": "a"}', b'{"text": 1, "message_id": "1"}', b'{"text": "a", "message_id": 1}',
        b'{"text": "a", "message_id": ""}', b'{"text": "a", "message_id": "1", "lang": "fr"}',
        b'{"text": "a", "message_id": "1", "lang": {}}', b'{"text": "a", "message_id": "1", "location": 3}',
        b'{"text": "a", "message_id": "1", "location": {"lat": NaN, "lon": 0}}',
        b'{"text": "a", "message_id": "1", "location": {"lat": 1e999, "lon": 0}}',
        b'{"text": "a", "message_id": "1", "location": {"lat": 91, "lon": 0}}',
        b'{"text": "a", "message_id": "1", "location": {"lat": true, "lon": 0}}',
        b'{"text": "a", "message_id": "1", "location": {"lat": 1' + b"0" * 500 + b', "lon": 0}}',
    ],
)  # fmt: skip
async def test_what_is_not_a_message_is_400_and_leaves_no_row(store, runtime, body):
    async with line(store, runtime, works=False) as web:
        token = await web.open()
        response = await web.client.post("/api/v1/messages", content=body, headers=bearer(token))
    assert error_of(response) == (400, "bad_request")
    assert count(store, inbox) == 0


@pytest.mark.parametrize("header", [{}, {"Authorization": "Bearer "}, {"Authorization": "Basic abc"}, bearer("guess")])
async def test_without_a_known_token_nothing_is_taken(store, runtime, header):
    async with line(store, runtime, works=False) as web:
        told = json.dumps({"text": "你好", "message_id": "1"})
        assert error_of(await web.client.post("/api/v1/messages", content=told, headers=header)) == (
            401,
            "unauthorized",
        )
        assert error_of(await web.client.get("/api/v1/messages", headers=header)) == (401, "unauthorized")
    assert (count(store, inbox), count(store, people_table)) == (0, 0)


async def test_more_than_a_megabyte_is_413_without_reading_it_all(store, runtime):
    read = 0

    async def endless():
        nonlocal read
        while True:
            read += 65536
            yield b" " * 65536
            await asyncio.sleep(0)

    async with line(store, runtime, works=False) as web:
        token = await web.open()
        response = await web.client.post("/api/v1/messages", content=endless(), headers=bearer(token))
        assert error_of(response) == (413, "too_large")
        assert read < 20_000_000
        declared = await web.client.post("/api/v1/conversations", content=b" " * 2_000_000)
        assert error_of(declared) == (413, "too_large")


async def test_too_fast_is_429_and_danger_never_is(store, runtime):
    async with line(store, runtime, pace=Pace(burst=3, a_second=0.1)) as web:
        token, other = await web.open(), await web.open()
        statuses = [(await web.post(token, "你好", str(at))).status_code for at in range(4)]
        assert statuses == [200, 200, 200, 429]
        refused = await web.post(token, "你好", "5")
        assert error_of(refused) == (429, "too_fast")
        assert int(refused.headers["retry-after"]) > 0
        assert "120" in (await web.post(token, "奶奶叫不醒", "6")).json()["replies"][0]["text"]
        assert (await web.post(other, "你好", "1")).status_code == 200


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/nowhere", 404, "not_found"),
        ("GET", "/console", 404, "not_found"),
        ("GET", "/static/../app.py", 404, "not_found"),
        ("GET", "/static/none.js", 404, "not_found"),
        ("PUT", "/api/v1/messages", 405, "method_not_allowed"),
        ("DELETE", "/", 405, "method_not_allowed"),
        ("GET", "/webhooks/telegram", 405, "method_not_allowed"),
        ("POST", "/webhooks/telegram", 404, "not_found"),
        ("POST", "/webhooks/twilio/sms", 404, "not_found"),
        ("POST", "/webhooks/twilio/status", 404, "not_found"),
    ],
)
async def test_what_is_not_there_says_so_in_the_same_shape(store, runtime, method, path, status, code):
    async with line(store, runtime, works=False) as web:
        assert error_of(await web.client.request(method, path)) == (status, code)


@pytest.mark.parametrize("after", ["-1", "x", "", "1e3", "９", "9" * 30, "%00", "%ff"])
async def test_a_number_that_is_none_is_400(store, runtime, after):
    async with line(store, runtime, works=False) as web:
        token = await web.open()
        response = await web.client.get(f"/api/v1/messages?after={after}", headers=bearer(token))
    assert error_of(response) == (400, "bad_request")


PATHS = (
    "/api/v1/conversations", "/api/v1/messages", "/webhooks/twilio/sms", "/webhooks/twilio/status",
    "/webhooks/telegram", "/", "/healthz", "/readyz", "/metrics", "/openapi.json", "/static/chat.js",
)  # fmt: skip


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@pytest.mark.slow
@given(
    path=st.sampled_from(PATHS),
    method=st.sampled_from(["GET", "POST", "HEAD"]),
    body=st.one_of(
        st.binary(max_size=200),
        st.recursive(
            st.none() | st.booleans() | st.floats() | st.text() | st.integers(),
            lambda inner: (
                st.lists(inner, max_size=3)
                | st.dictionaries(
                    st.sampled_from(["text", "message_id", "lang", "location", "lat", "update_id"]), inner
                )
            ),
            max_leaves=6,
        ).map(lambda value: json.dumps(value).encode()),
    ),
    query=st.binary(max_size=20),
    signed=st.booleans(),
)
async def test_no_bytes_make_it_stumble(store, runtime, path, method, body, query, signed):
    async with line(store, runtime, channels=providers(), patience_s=0.2) as web:
        headers = bearer(await web.open())
        if signed:
            headers["X-Telegram-Bot-Api-Secret-Token"] = SECRET
            headers["X-Twilio-Signature"] = "forged"
        asked = "".join(f"%{byte:02x}" for byte in query)
        response = await web.client.request(method, f"{path}?{asked}", content=body, headers=headers)
        assert response.status_code < 500
        if response.status_code >= 400 and method != "HEAD":
            error_of(response)


# ---------------------------------------------------------------------- providers


def providers():
    channels = Settings(
        database_url="sqlite://", public_url=PUBLIC, twilio_account_sid="AC1", twilio_auth_token=AUTH_TOKEN,
        twilio_from="+15005550006", twilio_api_url="http://127.0.0.1:9", _env_file=None,
    )  # fmt: skip
    telegram = Telegram("1:x", now=system_clock, api_url="http://127.0.0.1:9", secret=SECRET)
    return {"sms": build_sms(channels, system_clock), "telegram": telegram}


def signature(path, fields):
    """As Twilio's manual describes it."""
    said = PUBLIC + path + "".join(name + fields[name] for name in sorted(fields))
    return b64encode(hmac.new(AUTH_TOKEN.encode(), said.encode(), hashlib.sha1).digest()).decode()


async def twilio(web, path, fields, signed=None):
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    if signed is not False:
        headers["X-Twilio-Signature"] = signed or signature(path, fields)
    return await web.client.post(path, content=urlencode(fields), headers=headers)


async def test_an_sms_is_kept_once_however_often_it_comes(store, runtime):
    async with line(store, runtime, works=False, channels=providers()) as web:
        for _ in range(3):
            response = await twilio(web, "/webhooks/twilio/sms", SMS)
            assert response.status_code == 200
            assert response.headers["content-type"].startswith("text/xml")
            assert response.text.endswith("<Response/>")
    assert count(store, inbox) == 1


async def test_a_signature_holds_for_the_url_with_its_query(store, runtime):
    async with line(store, runtime, works=False, channels=providers()) as web:
        path = "/webhooks/twilio/sms?a=%20b+c&d="
        assert (await twilio(web, path, SMS)).status_code == 200


@pytest.mark.parametrize("signed", [False, "", "forged", "é"])
async def test_a_forged_sms_is_403_and_leaves_no_row(store, runtime, signed):
    async with line(store, runtime, works=False, channels=providers()) as web:
        for path in ("/webhooks/twilio/sms", "/webhooks/twilio/status"):
            headers = {"X-Twilio-Signature": signed.encode()} if signed is not False else {}
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            response = await web.client.post(path, content=urlencode(SMS), headers=headers)
            assert error_of(response) == (403, "forbidden")
    assert [count(store, table) for table in (inbox, outbox, people_table)] == [0, 0, 0]


async def test_a_receipt_reaches_the_message_it_is_about(store, runtime):
    def queue(tx):
        address = Address("sms", "+8613800000001")
        enqueue(tx, [Queued(conversation_key(tx, address), address, "reply", "好", system_clock())], system_clock())
        tx.connection.execute(outbox.update().values(status="sent", provider_id="SM9"))

    store.call(queue)
    receipt = {"MessageSid": "SM9", "MessageStatus": "delivered", "To": "+8613800000001", "From": "+15005550006"}
    async with line(store, runtime, works=False, channels=providers()) as web:
        response = await twilio(web, "/webhooks/twilio/status", receipt)
    assert (response.status_code, response.content) == (200, b"")
    assert store.call(lambda tx: tx.connection.execute(select(outbox.c.status)).scalar_one()) == "delivered"


async def test_an_update_of_telegram_is_kept_once(store, runtime):
    async with line(store, runtime, works=False, channels=providers()) as web:
        for _ in range(2):
            response = await web.client.post(
                "/webhooks/telegram", json=UPDATE, headers={"X-Telegram-Bot-Api-Secret-Token": SECRET}
            )
            assert (response.status_code, response.content) == (200, b"")
    assert count(store, inbox) == 1


@pytest.mark.parametrize("headers", [{}, {"X-Telegram-Bot-Api-Secret-Token": "guess"}])
async def test_an_update_without_the_secret_is_403_and_leaves_no_row(store, runtime, headers):
    async with line(store, runtime, works=False, channels=providers()) as web:
        response = await web.client.post("/webhooks/telegram", json=UPDATE, headers=headers)
    assert error_of(response) == (403, "forbidden")
    assert count(store, inbox) == 0


# ---------------------------------------------------------------------- operators


async def test_health_is_told_and_figures_name_nobody(store, runtime):
    async with line(store, runtime) as web:
        token = await web.open()
        await web.post(token, "奶奶叫不醒，电话13800000001", "1")
        assert (await web.client.get("/healthz")).status_code == 200
        assert (await web.client.get("/readyz")).json()["database"] == "reachable"
        page = (await web.client.get("/metrics")).text
    assert 'hearthline_messages_total{channel="web",direction="in"} 1.0' in page
    assert 'hearthline_cases_opened{urgency="critical"} 1.0' in page
    assert "hearthline_turn_batch_size_count 1.0" in page
    assert "13800000001" not in page
    assert token not in page


async def test_the_api_describes_itself(store, runtime):
    async with line(store, runtime, works=False) as web:
        described = (await web.client.get("/openapi.json")).json()
    paths = described["paths"]
    assert {"/api/v1/conversations", "/api/v1/messages", "/webhooks/telegram", "/healthz"} <= paths.keys()
    assert {"200", "202", "400", "401", "413", "429"} <= paths["/api/v1/messages"]["post"]["responses"].keys()


# ---------------------------------------------------------------------- the page


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("", "zh-Hans"), ("zh-CN,zh;q=0.9,en;q=0.8", "zh-Hans"), ("en-US,en;q=0.9", "en"), ("zh-TW", "zh-Hant"),
        ("zh-HK;q=0.9,en;q=0.2", "zh-Hant"), ("zh-Hans-HK", "zh-Hans"), ("fr,de", "zh-Hans"),
        ("en;q=0.1,zh-Hant;q=0.9", "zh-Hant"), (";;q=,,,q=x", "zh-Hans"),
    ],
)  # fmt: skip
async def test_the_page_is_in_the_language_the_browser_likes(store, runtime, accepted, language):
    async with line(store, runtime, works=False) as web:
        page = await web.client.get("/", headers={"Accept-Language": accepted})
    assert page.headers["content-language"] == language
    assert f'<html lang="{language}">' in page.text


@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant", "en"])
async def test_the_page_names_the_numbers_to_call_in_danger(store, runtime, language):
    async with line(store, runtime, works=False) as web:
        page = (await web.client.get(f"/?lang={language}")).text
    assert all(f'<a href="tel:{number}">{number}</a>' in page for number in (120, 119, 110))
    assert "http" not in page.replace("https://", "http://").split("<body>")[1]
