"""What every engine of understanding keeps to, played on ours alone and on Rasa beside it.

Rasa is the one served at HEARTHLINE_TEST_RASA where that is set (`make rasa-readings`, `.ci/run`), else what it was
recorded to say, behind a real server.
"""

import asyncio
import json
import os
import time
from collections.abc import Iterator

import pytest
import yaml

from bot.runtime import Runtime
from bot.second_engine import SecondEngine
from integrations.rasa import rasa_engine
from nlu.training_data import read_training_data
from nlu.types import Understanding
from tests.conftest import FRIDAY_MORNING as NOW
from tests.contract.rasa_readings import ASKED, DATA, MESSAGES, digest, read_by_rasa, read_by_us, recorded
from tests.contract.rasa_readings import answers as answers_now
from tests.contract.rasa_server import ROOT
from tests.contract.servers import Call, LocalServer, Reply

SERVED = os.environ.get("HEARTHLINE_TEST_RASA")
RIGHT = {"embedded": 0.95, "rasa": 0.85}  # of the intents
ODD = {
    "nothing": "",
    "blank": " \n\t",
    "100 kB": "我家的房子要倒了 " * 10_000,
    "one character": "哈" * 100_000,
    "zero width and bidi": "\u202e我\u200b爸\u2066住\ufeff院\u2069了",
    "half a character": "\ud83d我爸住院了\ude00",
    "NUL": "我爸\0住院了",
    "emoji": "😀👨‍👩‍👧‍👦🏳️‍🌈🫠",
    "mixed scripts": "Мой father 住院 مريض ہے",
    "an order to Rasa": "/restart",
    "JSON": '{"intent": "deny"}',
}


class RecordedRasa(LocalServer):
    """Rasa, as far as it was recorded; of other texts it knows nothing."""

    def __init__(self) -> None:
        super().__init__()
        self._answers = recorded().answers

    def usual(self, call: Call) -> Reply:
        text = json.loads(call.body)["text"]
        return Reply(200, self._answers.get(text, {"intent_ranking": [], "entities": []}))


class Played:
    """An engine as the worker uses it."""

    def __init__(self, name: str, parts: Runtime, url: str | None = None) -> None:
        self.name = name
        self._parts = parts
        self._url = url

    def read(self, *texts: str) -> list[Understanding]:
        return asyncio.run(self._read(texts))

    async def _read(self, texts: tuple[str, ...]) -> list[Understanding]:
        said = [(text, NOW) for text in texts]
        ours = self._parts.understood(said)
        if self._url is None:
            return ours
        second = SecondEngine(rasa_engine(self._url), self._parts.understand, patience_s=60)
        try:
            return await second.read(said, ours)
        finally:
            await second.close()


@pytest.fixture(scope="module", params=["embedded", "rasa"])
def engine(request, parts) -> Iterator[Played]:
    if request.param == "embedded":
        yield Played("embedded", parts)
    elif SERVED:
        yield Played("rasa", parts, SERVED)
    else:
        with RecordedRasa() as server:
            yield Played("rasa", parts, server.url)


def test_most_messages_are_read_for_what_they_want(engine):
    wanted = [(intent, text) for intent, texts in MESSAGES["intents"].items() for text in texts]
    read = engine.read(*(text for _, text in wanted))
    wrong = [(text, meant.intent) for (intent, text), meant in zip(wanted, read, strict=True) if meant.intent != intent]
    assert len(wrong) <= (1 - RIGHT[engine.name]) * len(wanted), wrong


def test_a_danger_is_an_emergency(engine):
    read = zip(MESSAGES["dangers"], engine.read(*MESSAGES["dangers"]), strict=True)
    assert [
        text for text, meant in read if (meant.intent, meant.urgency.level) != ("report_emergency", "critical")
    ] == []


def test_what_only_sounds_alike_is_none(engine):
    read = zip(MESSAGES["calm"], engine.read(*MESSAGES["calm"]), strict=True)
    assert [text for text, meant in read if meant.intent == "report_emergency" or meant.urgency.level != "normal"] == []


def test_a_bare_choice_is_a_choice(engine):
    assert [meant.intent for meant in engine.read("1", "2")] == ["affirm", "deny"]


def test_slots_are_ours_whoever_says_the_intent(engine, parts):
    ours = parts.understood([(text, NOW) for text in ASKED])
    assert [meant.slots for meant in engine.read(*ASKED)] == [meant.slots for meant in ours]


@pytest.mark.parametrize("text", ODD.values(), ids=ODD.keys())
def test_every_text_is_understood_somehow_and_soon(engine, text):
    began = time.perf_counter()
    (meant,) = engine.read(text)
    assert time.perf_counter() - began < 5
    assert 0 <= meant.confidence <= 1


def test_the_domain_names_the_intents_and_entities_we_know():
    domain = yaml.safe_load((ROOT / "nlu" / "rasa" / "domain.yml").read_text(encoding="utf-8"))
    data = read_training_data(DATA)
    assert (
        set(domain["intents"])
        == {example.intent for example in data.examples}
        == set(MESSAGES["intents"]) | {"report_emergency"}
    )
    assert set(domain["entities"]) == {each.type for example in data.examples for each in example.annotations}


def test_hardly_a_message_of_this_suite_was_trained_on():
    assert len({example.text for example in read_training_data(DATA).examples} & set(ASKED)) <= len(ASKED) // 20


def test_rasas_reader_reads_what_ours_reads():
    if SERVED:
        told = read_by_rasa()
    elif recorded().digest == digest():
        told = recorded().read
    else:
        pytest.skip("the training data changed since Rasa read it; `make rasa-readings` lets it read again")
    assert told == read_by_us(read_training_data(DATA))


def test_rasa_still_says_what_was_recorded():
    if not SERVED or recorded().digest != digest():
        pytest.skip("no Rasa is served that was trained as the recorded one was")
    now = asyncio.run(answers_now(SERVED))
    first = {text: answer["intent_ranking"][0]["name"] for text, answer in recorded().answers.items()}
    assert {text: answer["intent_ranking"][0]["name"] for text, answer in now.items()} == first
