"""A stored conversation played anew: the same code gives the same answers, masked; another answer is shown."""

import asyncio
from dataclasses import replace

import pytest

from bot.replaying import play_again, read_kept, shown
from bot.simulate import Stage
from bot.store.conversation import Line
from bot.store.crypto import Cipher
from bot.store.store import Store
from integrations.ports import Address
from tests.conftest import FRIDAY_MORNING as NOW
from tests.conftest import SECRET, ZONE

HOME = Address("sms", "+8613900000001")
SAID = ("我妈查出肺癌，自己花了两万三", "找我打15087412233", "1", "进度")


@pytest.fixture
def fresh():
    store = Store("sqlite://", Cipher([SECRET]))
    store.start()
    yield store
    store.stop()


@pytest.fixture
def kept(store, parts):
    stage = Stage(store, parts)
    known = {"channel": HOME.channel, "address": HOME.id, "area": "530326106203", "lang": "zh-Hans"}
    with asyncio.Runner() as runner:
        runner.run(stage.play({"at": NOW, "do": "household", **known}))
        for text in SAID:
            runner.run(stage.play({"at": NOW, "from": HOME.id, "channel": HOME.channel, "text": text}))
    return store.call(lambda tx: read_kept(tx, HOME, 100))


def test_the_same_code_gives_the_same_answers_masked(kept, fresh, parts):
    exchanges = list(play_again(kept, HOME, fresh, parts, ZONE))
    assert [exchange.said for exchange in exchanges] == [SAID[0], "找我打***", "1", "进度"]
    assert not any(exchange.differs for exchange in exchanges)
    assert not any("15087412233" in line for exchange in exchanges for line in shown(exchange))


def test_another_answer_is_shown_beside_the_old_one(kept, fresh, parts):
    lines = tuple(replace(line, text="早先的话") if line.is_reply else line for line in kept.lines)
    first = next(play_again(replace(kept, lines=lines), HOME, fresh, parts, ZONE))
    assert first.differs
    assert [line.strip()[0] for line in shown(first)][1:] == ["-", "+"]


def test_what_the_system_began_by_itself_is_no_answer(kept, fresh, parts):
    notice = Line(NOW, "out", "A1001：批下来了")
    exchanges = list(play_again(replace(kept, lines=(notice, *kept.lines)), HOME, fresh, parts, ZONE))
    assert len(exchanges) == len(SAID)
