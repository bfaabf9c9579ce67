"""CAP 1.2: what is written can be read, what is wrong is refused, nothing outside is fetched or expanded."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from integrations.cap.alert import BadAlert, CapAlert, Reference, acknowledges, read_alert, render_alert
from tests.conftest import FRIDAY_MORNING as NOW

ALERT = CapAlert(
    "MET-2026-1", "met.example.cn", NOW, "Actual", "Alert", category="Met", event="暴雨", urgency="Immediate",
    severity="Severe", certainty="Likely", expires=NOW + timedelta(hours=6), headline="暴雨红色预警",
    description="未来3小时降雨将达100毫米", instruction="沟边河边的人马上往高处走", area_words="者海镇",
    area_codes=("530326106000",),
)  # fmt: skip


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
    written = render_alert(replace(ALERT, headline=words))
    assert read_alert(written).identifier == ALERT.identifier
