"""Twilio's webhooks and calls, letter by letter: signatures by its manual, its form fields, its errors."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from integrations.ports import (
    Address,
    ChannelUnavailable,
    DeliveryReceipt,
    InboundMessage,
    Location,
    Media,
    MessageRejected,
    OutboundMessage,
    OutcomeUnknown,
    WebhookRefused,
    WebhookRequest,
)
from integrations.twilio import Twilio
from tests.contract.servers import Reply, TwilioServer
from tests.contract.signatures import RECEIVED, twilio_request, twilio_signature

pytestmark = pytest.mark.anyio

TOKEN = "8f1c2d3e4a5b6c7d8e9f0a1b2c3d4e5f"
SMS_URL = "https://line.example.org/webhooks/twilio/sms"
STATUS_URL = "https://line.example.org/webhooks/twilio/status"
SID = "SM2xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx".replace("x", "0")
PERSON = "+8613911110001"

# An SMS as Twilio posts it, blank fields included.
SMS = [
    ("ToCountry", "US"),
    ("ToState", "CA"),
    ("SmsMessageSid", SID),
    ("NumMedia", "0"),
    ("ToCity", ""),
    ("FromZip", ""),
    ("SmsSid", SID),
    ("FromState", ""),
    ("SmsStatus", "received"),
    ("FromCity", ""),
    ("Body", "我妈查出癌症 & 花了 2+1 万"),
    ("FromCountry", "CN"),
    ("To", "+15005550006"),
    ("ToZip", ""),
    ("NumSegments", "1"),
    ("MessageSid", SID),
    ("AccountSid", "AC00000000000000000000000000000001"),
    ("From", PERSON),
    ("ApiVersion", "2010-04-01"),
]


def status(said: str, *more: tuple[str, str], to: str = PERSON) -> list[tuple[str, str]]:
    return [
        ("MessageSid", SID),
        ("SmsSid", SID),
        ("MessageStatus", said),
        ("SmsStatus", said),
        ("To", to),
        ("From", "+15005550006"),
        ("AccountSid", "AC00000000000000000000000000000001"),
        ("ApiVersion", "2010-04-01"),
        *more,
    ]


FIELDS = st.sampled_from(sorted({name for name, _ in [*SMS, *status("sent")]})) | st.sampled_from(
    ["Latitude", "Longitude", "MediaUrl0", "MediaUrl9", "ErrorCode", "OptOutType", "ProfileName", "ButtonPayload"]
)


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
def server() -> Iterator[TwilioServer]:
    with TwilioServer() as server:
        yield server


def build(server: TwilioServer, name: str = "sms", from_: str = "+15005550006", public: str | None = None) -> Twilio:
    return Twilio(name, account_sid="AC01", auth_token=TOKEN, from_=from_, api_url=server.url + "/", public_url=public)


@pytest.fixture
async def twilio(server, anyio_backend):
    channel = build(server, public="https://line.example.org/")
    yield channel
    await channel.close()


def read(twilio: Twilio, fields, url: str = SMS_URL):
    return list(twilio.parse(twilio_request(TOKEN, url, fields)))


# Signatures printed in Twilio's manual, in its editions over the years: token 12345, this URL, these fields.
# https://www.twilio.com/docs/usage/security#explore-the-algorithm-yourself
MANUAL_URL = "https://mycompany.com/myapp.php?foo=1&bar=2"
MANUAL = {
    "+14158675309": "RSOYDt4T1cUTdK1PDd93/VVr8B8=",
    "+14158675310": "GvWf1cFY/Q7PnoempGyD5oXAezc=",
    "+12349013030": "0/KCTR6DLpKmkAf8muzZqo1nDgQ=",
}


def manual_fields(caller: str) -> list[tuple[str, str]]:
    return [
        ("CallSid", "CA1234567890ABCDE"),
        ("Caller", caller),
        ("Digits", "1234"),
        ("From", caller),
        ("To", "+18005551212"),
    ]


@pytest.mark.parametrize("caller", MANUAL)
async def test_the_signatures_of_twilios_manual_are_taken(server, caller):
    assert twilio_signature("12345", MANUAL_URL, manual_fields(caller)) == MANUAL[caller]
    channel = Twilio("sms", account_sid="AC01", auth_token="12345", from_="+1", api_url=server.url)
    with pytest.raises(WebhookRefused) as refused:
        channel.parse(twilio_request("12345", MANUAL_URL, manual_fields(caller), sign=MANUAL[caller]))
    assert refused.value.status == 400  # the signature is right; a call is no message
    await channel.close()


@pytest.mark.parametrize("caller", MANUAL)
async def test_a_signature_of_the_manual_for_other_fields_is_refused(server, caller):
    channel = Twilio("sms", account_sid="AC01", auth_token="12345", from_="+1", api_url=server.url)
    fields = [*manual_fields(caller), ("Extra", "1")]
    with pytest.raises(WebhookRefused) as refused:
        channel.parse(twilio_request("12345", MANUAL_URL, fields, sign=MANUAL[caller]))
    assert refused.value.status == 403
    await channel.close()


@pytest.mark.parametrize(
    "url",
    [
        SMS_URL,
        SMS_URL + "/",
        SMS_URL + "?line=1&b=%20",
        SMS_URL + "?a=b+c",
        "http://line.example.org:8080/webhooks/twilio/sms",
        "https://line.example.org:443/webhooks/twilio/sms",
    ],
)
async def test_the_whole_url_is_signed(twilio, url):
    assert len(read(twilio, SMS, url)) == 1


@pytest.mark.parametrize(
    ("signed", "asked"),
    [
        (SMS_URL, SMS_URL + "/"),
        (SMS_URL + "?a=%20", SMS_URL + "?a=+"),
        (SMS_URL, "https://other.example.org/webhooks/twilio/sms"),
        (SMS_URL, "http://line.example.org/webhooks/twilio/sms"),
    ],
)
async def test_a_signature_for_another_url_is_refused(twilio, signed, asked):
    request = twilio_request(TOKEN, signed, SMS)
    with pytest.raises(WebhookRefused):
        twilio.parse(replace(request, url=asked))


@pytest.mark.parametrize("name", [name for name, _ in SMS])
async def test_no_field_can_be_left_out_or_changed(twilio, name):
    request = twilio_request(TOKEN, SMS_URL, SMS)
    # A blank value adds nothing to what is signed but the name, so a missing field is seen too.
    for changed in ([field for field in SMS if field[0] != name], [(n, v + "x" if n == name else v) for n, v in SMS]):
        with pytest.raises(WebhookRefused) as refused:
            twilio.parse(replace(request, body=urlencode(changed).encode()))
        assert refused.value.status == 403


async def test_a_repeated_field_is_signed_with_all_its_values(twilio):
    assert len(read(twilio, [*SMS, ("Tag", "b"), ("Tag", "a"), ("Tag", "a")])) == 1


async def test_json_is_refused_though_its_hash_is_signed(twilio):
    body = b'{"property": "value", "boolean": true}'
    url = SMS_URL + "?bodySHA256=0a1ff7634d9ab3b95db5c9a2dfe9416e41502b283a80c7cf19632632f96e6620"
    headers = {"content-type": "application/json", "x-twilio-signature": twilio_signature(TOKEN, url, [])}
    with pytest.raises(WebhookRefused):
        twilio.parse(WebhookRequest("POST", url, headers, body, RECEIVED))


async def test_an_sms_is_read(twilio):
    assert read(twilio, SMS) == [
        InboundMessage(SID, Address("sms", PERSON), "我妈查出癌症 & 花了 2+1 万", RECEIVED, RECEIVED)
    ]


async def test_a_whatsapp_message_comes_from_the_bare_number(twilio):
    fields = [("MessageSid", SID), ("From", "whatsapp:" + PERSON), ("Body", "你好"), ("ProfileName", "罗大山")]
    assert read(twilio, fields) == [
        InboundMessage(SID, Address("whatsapp", PERSON), "你好", RECEIVED, RECEIVED, sender_name="罗大山")
    ]


async def test_pictures_and_places_come_along(twilio):
    link = "https://api.twilio.com/2010-04-01/Accounts/AC01/Messages/MM1/Media/ME"
    fields = [
        ("MessageSid", SID),
        ("From", "whatsapp:" + PERSON),
        ("Body", ""),
        ("NumMedia", "2"),
        ("MediaContentType0", "image/jpeg"),
        ("MediaUrl0", link + "0"),
        ("MediaContentType1", "audio/ogg"),
        ("MediaUrl1", link + "1"),
        ("Latitude", "25.498312"),
        ("Longitude", "103.803541"),
    ]
    (message,) = read(twilio, fields)
    assert message.media == (Media("image/jpeg", link + "0"), Media("audio/ogg", link + "1"))
    assert message.location == Location(25.498312, 103.803541)
    assert message.text == ""


@pytest.mark.parametrize("where", [("91", "0"), ("nan", "0"), ("", "103"), ("x", "y"), ("1e999", "1")])
async def test_a_place_not_on_earth_is_left_out(twilio, where):
    (message,) = read(twilio, [*SMS, ("Latitude", where[0]), ("Longitude", where[1])])
    assert message.location is None


@pytest.mark.parametrize(("said", "meant"), [("STOP", True), ("START", False), ("HELP", None), ("", None)])
async def test_twilios_word_on_opting_out_is_kept(twilio, said, meant):
    (message,) = read(twilio, [*SMS, ("OptOutType", said)])
    assert message.opted_out is meant


async def test_a_tapped_template_button_says_its_value(twilio):
    (message,) = read(twilio, [*SMS, ("ButtonText", "一切都好"), ("ButtonPayload", "1")])
    assert message.text == "1"


async def test_a_channel_we_do_not_serve_is_let_pass(twilio):
    assert read(twilio, [("MessageSid", SID), ("From", "messenger:12345"), ("Body", "hi")]) == []


@pytest.mark.parametrize("missing", [{"MessageSid", "SmsMessageSid"}, {"From"}])
async def test_a_message_without_id_or_sender_is_malformed(twilio, missing):
    with pytest.raises(WebhookRefused) as refused:
        read(twilio, [field for field in SMS if field[0] not in missing])
    assert refused.value.status == 400


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("sent", "sent"),
        ("delivered", "delivered"),
        ("read", "delivered"),
        ("undelivered", "failed"),
        ("failed", "failed"),
        ("canceled", "failed"),
    ],
)
async def test_a_receipt_is_read(twilio, said, meant):
    receipts = read(twilio, status(said), STATUS_URL)
    assert receipts == [DeliveryReceipt("sms", SID, meant, RECEIVED)]


@pytest.mark.parametrize("said", ["accepted", "scheduled", "queued", "sending", "receiving", "of_next_year"])
async def test_a_status_that_is_no_news_is_let_pass(twilio, said):
    assert read(twilio, status(said), STATUS_URL) == []


async def test_a_failed_receipt_says_why(twilio):
    (receipt,) = read(twilio, status("undelivered", ("ErrorCode", "30003")), STATUS_URL)
    assert (receipt.status, receipt.reason) == ("failed", "30003")


async def test_a_receipt_of_whatsapp_is_of_whatsapp(twilio):
    (receipt,) = read(twilio, status("delivered", to="whatsapp:" + PERSON), STATUS_URL)
    assert receipt.channel == "whatsapp"


@pytest.mark.parametrize("missing", [{"MessageStatus", "SmsStatus"}, {"MessageSid", "SmsSid"}])
async def test_a_receipt_without_id_or_status_is_malformed(twilio, missing):
    with pytest.raises(WebhookRefused) as refused:
        read(twilio, [field for field in status("sent") if field[0] not in missing], STATUS_URL)
    assert refused.value.status == 400


@given(st.dictionaries(FIELDS, st.text(st.characters(codec="utf-8"), max_size=8), max_size=8), st.booleans())
def test_whatever_twilio_signs_is_read_or_malformed(fields, is_status):
    channel = Twilio("sms", account_sid="AC01", auth_token=TOKEN, from_="+1")
    url = STATUS_URL if is_status else SMS_URL
    try:
        news = read(channel, list(fields.items()), url)
    except WebhookRefused as refused:
        news = refused.status
    assert news == 400 or len(news) <= 1


@given(st.binary(max_size=300))
def test_whatever_bytes_come_with_a_wrong_signature_are_refused(body):
    channel = Twilio("sms", account_sid="AC01", auth_token=TOKEN, from_="+1")
    with pytest.raises(WebhookRefused) as refused:
        channel.parse(replace(twilio_request(TOKEN, SMS_URL, SMS, sign="QUJD"), body=body))
    assert refused.value.status == 403


async def test_a_message_goes_out_as_twilio_wants_it(twilio, server):
    await twilio.send(OutboundMessage("m1", Address("sms", PERSON), "收到\n2+1 & 3"))
    (call,) = server.calls
    assert call.path == "/2010-04-01/Accounts/AC01/Messages.json"
    assert call.fields == {"To": PERSON, "From": "+15005550006", "Body": "收到\n2+1 & 3", "StatusCallback": STATUS_URL}
    assert call.headers["authorization"].startswith("Basic ")


@pytest.mark.parametrize("from_", ["+15005550006", "whatsapp:+15005550006"])
async def test_whatsapp_goes_from_whatsapp_to_whatsapp(server, from_):
    channel = build(server, "whatsapp", from_)
    await channel.send(OutboundMessage("m1", Address("whatsapp", PERSON), "收到"))
    assert server.calls[0].fields == {"To": "whatsapp:" + PERSON, "From": "whatsapp:+15005550006", "Body": "收到"}
    await channel.close()


async def test_a_messaging_service_sends_for_us(server):
    channel = build(server, from_="MG00000000000000000000000000000001")
    await channel.send(OutboundMessage("m1", Address("sms", PERSON), "收到"))
    assert server.calls[0].fields["MessagingServiceSid"] == "MG00000000000000000000000000000001"
    assert "From" not in server.calls[0].fields
    await channel.close()


async def test_a_long_text_goes_out_in_pieces_and_a_second_try_goes_on_where_it_stopped(twilio, server):
    text = "。".join(f"第{n}条" + "字" * 200 for n in range(20))
    message = OutboundMessage("m1", Address("sms", PERSON), text)
    server.plans = [
        Reply(201, {"sid": "SM1"}),
        Reply(429, {"code": 20429, "message": "", "status": 429}),
    ]
    with pytest.raises(ChannelUnavailable):
        await twilio.send(message)
    assert await twilio.send(message)
    bodies = [body for _, body in server.sent()]
    assert bodies[1] == bodies[2]  # refused, then sent
    assert "".join([bodies[0], *bodies[2:]]) == text
    assert all(len(body) <= 1600 for body in bodies)


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        (Reply(500, {"message": "Internal"}), OutcomeUnknown),
        (Reply(502, b"<html>Bad Gateway</html>"), OutcomeUnknown),
        (Reply(503, {"message": "Service Unavailable"}), OutcomeUnknown),
        (Reply(201, b"not json"), OutcomeUnknown),
        (Reply(401, {"code": 20003, "message": "Authenticate", "status": 401}), MessageRejected),
        (Reply(404, b"<html>"), MessageRejected),
        (Reply(301, b"", {"location": "https://elsewhere.example.org"}), MessageRejected),
        (
            Reply(
                400, {"type": "https://www.twilio.com/docs/errors/20001", "title": "No", "status": 400, "code": 20001}
            ),
            MessageRejected,
        ),
    ],
)
async def test_an_answer_means_what_it_means(twilio, server, reply, kind):
    server.plans = [reply]
    with pytest.raises(kind):
        await twilio.send(OutboundMessage("m1", Address("sms", PERSON), "好"))
    assert len(server.calls) == 1


def listed(sid: str, body: str, at: str) -> dict[str, object]:
    return {"sid": sid, "body": body, "date_created": at, "date_sent": None, "status": "queued", "to": PERSON}


async def test_what_went_out_is_found_again(twilio, server):
    server.listed = [
        listed("SM3", "别的", "Fri, 20 Nov 2026 02:05:09 +0000"),
        listed("SM2", "好", "Fri, 20 Nov 2026 02:05:01 +0000"),
        listed("SM1", "好", "Fri, 20 Nov 2026 01:00:00 +0000"),
    ]
    to = Address("sms", PERSON)
    since = datetime(2026, 11, 20, 2, 5, 1, 700_000, UTC)
    assert await twilio.find_sent(to, "好", since) == "SM2"
    assert await twilio.find_sent(to, "好", since, but_not={"SM2"}) is None
    assert await twilio.find_sent(to, "好", since + timedelta(minutes=1)) is None
    assert await twilio.find_sent(to, "没发过", since) is None
    assert server.calls[0].fields["To"] == PERSON


@pytest.mark.parametrize("reply", [Reply(500, {}), Reply(None), Reply(404, {}), Reply(200, b"<html>"), Reply(200, {})])
async def test_where_twilio_cannot_be_asked_we_ask_later(twilio, server, reply):
    server.plans = [reply]
    with pytest.raises(ChannelUnavailable):
        await twilio.find_sent(Address("sms", PERSON), "好", RECEIVED)


async def test_the_account_can_be_looked_at(twilio, server):
    assert await twilio.probe() == "account active"
    server.plans = [Reply(401, {"code": 20003, "message": "Authenticate", "status": 401})]
    with pytest.raises(ChannelUnavailable):
        await twilio.probe()
