"""Another engine says what messages want; danger stays ours, and an engine that is away slows nobody."""

import asyncio
import time

import pytest

from bot.second_engine import REST_S, SecondEngine, ranked
from integrations.ports import EngineUnavailable, NotParsed, Parsed
from tests.conftest import FRIDAY_MORNING as NOW
from tests.fakes import FakeEngine

AWAY = EngineUnavailable("ConnectError while asking Rasa")


class Seconds:
    """A clock of seconds that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def second(parts, engine, seconds=None, patience_s=0.05):
    return SecondEngine(engine, parts.understand, seconds or Seconds(), patience_s)


def read(parts, beside, *texts):
    said = [(text, NOW) for text in texts]
    return asyncio.run(beside.read(said, parts.understood(said)))


def test_the_intent_and_its_confidence_are_the_other_engines(parts):
    (meant,) = read(parts, second(parts, FakeEngine(("complain", 0.7), ("deny", 0.2))), "今天天气真好")
    assert (meant.intent, meant.confidence) == ("complain", 0.7)
    assert meant.also == ("deny",)


def test_what_it_does_not_say_is_read_by_us(parts):
    text = "我爸住院花了两万三"
    (ours,) = parts.understood([(text, NOW)])
    (meant,) = read(parts, second(parts, FakeEngine(("report_hardship", 0.9))), text)
    assert (meant.risk_types, meant.slots, meant.entities) == (ours.risk_types, ours.slots, ours.entities)
    assert meant.confidence == 0.9


@pytest.mark.parametrize(
    "text", ["孩子不见了", "救命，老人晕倒了", "奶奶叫不醒", "my baby is not breathing", "家里两天没有米了，娃饿得哭"]
)
def test_a_danger_is_not_lost_to_another_engines_no(parts, text):
    engine = FakeEngine(("deny", 1.0))
    (ours,) = parts.understood([(text, NOW)])
    assert ours.urgency.level != "normal"
    assert read(parts, second(parts, engine), text) == [ours]
    assert engine.asked == []


def test_an_emergency_of_another_engine_alone_wakes_nobody(parts):
    (meant,) = read(parts, second(parts, FakeEngine(("report_emergency", 0.99))), "电费在哪里交")
    assert meant.intent != "report_emergency"
    assert meant.urgency.level == "normal"


@pytest.mark.parametrize("text", ["1", "2", "", "👍", "……"])
def test_what_leaves_nothing_to_guess_is_not_asked(parts, text):
    engine = FakeEngine(("complain", 1.0))
    assert read(parts, second(parts, engine), text) == parts.understood([(text, NOW)])
    assert engine.asked == []


def test_an_engine_that_is_away_is_left_alone_and_then_tried_by_one_message(parts):
    engine, seconds = FakeEngine(("complain", 0.9)), Seconds()
    engine.failing = AWAY
    beside = second(parts, engine, seconds)
    texts = ("今天赶场", "明天下雨", "你们好")
    ours = parts.understood([(text, NOW) for text in texts])
    assert read(parts, beside, *texts) == ours
    assert len(engine.asked) == 3
    assert read(parts, beside, *texts) == ours
    assert len(engine.asked) == 3

    seconds.now = REST_S
    assert read(parts, beside, *texts) == ours
    assert len(engine.asked) == 4

    engine.failing, seconds.now = None, 2 * REST_S
    first, *others = read(parts, beside, *texts)
    assert first.intent == "complain"
    assert others == ours[1:]
    assert [meant.intent for meant in read(parts, beside, *texts)] == ["complain"] * 3


def test_a_slow_engine_is_waited_for_once(parts):
    engine = FakeEngine(("complain", 0.9))
    texts = ["今天赶场", "明天下雨", "你们好"]
    engine.slow = set(texts)
    beside = second(parts, engine)
    began = time.perf_counter()
    for _ in range(20):
        assert read(parts, beside, *texts) == parts.understood([(text, NOW) for text in texts])
    assert time.perf_counter() - began < 20 * 0.05
    assert len(engine.asked) == len(texts)


def test_a_message_it_is_slow_with_does_not_spoil_the_others(parts):
    engine = FakeEngine(("complain", 0.9))
    engine.slow = {"明天下雨"}
    beside = second(parts, engine)
    for _ in range(2):
        first, second_, third = read(parts, beside, "今天赶场", "明天下雨", "你们好")
        assert (first.intent, third.intent) == ("complain", "complain")
        assert [second_] == parts.understood([("明天下雨", NOW)])


def test_an_engine_that_reads_nothing_is_asked_again(parts):
    engine = FakeEngine(("complain", 0.9))
    engine.failing = NotParsed("Rasa answered 500")
    beside = second(parts, engine)
    assert read(parts, beside, "今天赶场") == parts.understood([("今天赶场", NOW)])
    engine.failing = None
    assert read(parts, beside, "今天赶场")[0].intent == "complain"


def test_what_is_our_own_fault_rises(parts):
    class Broken(FakeEngine):
        async def parse(self, text):
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        read(parts, second(parts, Broken()), "今天赶场")


def test_intents_we_do_not_know_are_passed_over():
    told = Parsed((("nlu_fallback", 0.5), ("report_emergency", 0.3), ("report_hardship", 0.2), ("deny", 0.0)))
    assert ranked(told) == [("report_hardship", 0.5)]
    assert ranked(Parsed(())) == []
