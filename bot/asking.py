"""`ask` and `understand`: one question or message in, the line of contracts.md out."""

import asyncio
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Self, get_args

from bot.app import build_knowledge, build_second, build_understand, read_words
from bot.clock import system_clock
from bot.settings import Settings
from nlu.types import Language, Understanding
from policies_kb.places import is_area
from policies_kb.types import Abstain, Answer, Citation, Question

_LANGUAGES = get_args(Language)
# Below the one an alarm is a suspicion, from the other on an answer fits: then a question is a question.
_SURE_ALARM, _SURE_ANSWER = 0.9, 0.5


class Reading:
    """`hearthline understand` and `evaluate`: messages read by the engine of the settings."""

    def __init__(self, settings: Settings) -> None:
        self._understand = build_understand()
        self._second = build_second(settings, self._understand)
        self._zone = settings.zone
        self._runner = asyncio.Runner()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        if self._second is not None:
            self._runner.run(self._second.close())
        self._runner.close()

    def understand(self, text: str, now: datetime) -> Understanding:
        """Read one message; never fails."""
        said = (text, now.astimezone(self._zone))
        ours = self._understand(*said)
        return ours if self._second is None else self._runner.run(self._second.read([said], [ours]))[0]

    def read_line(self, line: Mapping[str, Any]) -> dict[str, Any]:
        """Read a line of a batch. Raises KeyError, TypeError or ValueError where it is not one."""
        return {name: value for name, value in self.read(line).items() if name != "reasons"}

    def read(self, line: Mapping[str, Any]) -> dict[str, Any]:
        """Read a message `{"id", "text", "now"?}`, with the reasons for its urgency."""
        text = _text(line, "text")
        now = _moment(line.get("now"))
        meant = self.understand(text, now)
        return {
            "id": line.get("id"),
            "intent": meant.intent,
            "confidence": meant.confidence,
            "risk_types": list(meant.risk_types),
            "urgency": meant.urgency.level,
            "slots": {name: _plain(value) for name, value in meant.slots.items()},
            "reasons": list(meant.urgency.reasons),
        }


class Asking:
    """`hearthline ask`."""

    def __init__(self, settings: Settings) -> None:
        self._knowledge = build_knowledge(settings)
        self._understand = build_understand()
        self._guidance = read_words()
        self._zone = settings.zone
        self._today = system_clock().astimezone(settings.zone)

    def answer_line(self, line: Mapping[str, Any]) -> dict[str, Any]:
        """Answer a line of a batch. Raises KeyError, TypeError or ValueError where it is not one."""
        answered = self.answer(_text(line, "question"), line.get("area"), line.get("lang"), self._today.date())
        return {"id": line.get("id"), **answered}

    def answer(self, question: str, area: Any, lang: Any, on: date) -> dict[str, Any]:  # noqa: ANN401 - as it came
        """The answer, the abstention, or in danger the emergency number."""
        if area is not None and not (isinstance(area, str) and is_area(area)):
            raise ValueError(f"area is {area!r}: expected an area code of 2 to 12 digits")
        if lang is not None and lang not in _LANGUAGES:
            raise ValueError(f"lang is {lang!r}: expected zh-Hans, zh-Hant or en")
        meant = self._understand(question, self._today)
        whole = question.encode("utf-8", "replace").decode()  # half characters are no question
        found = self._knowledge.answer(Question(whole, on, area, lang))
        if meant.urgency.level == "critical" and not _asks(meant, found):
            language = lang or meant.language or "zh-Hans"
            words = self._guidance.words(meant.urgency.danger, language, meant.child_writer)
            return {"answer": words, "abstained": True, "confidence": meant.confidence, "citations": []}
        if isinstance(found, Abstain):
            return {"answer": found.text, "abstained": True, "confidence": found.confidence, "citations": []}
        citations = [_citation(each) for each in found.citations]
        return {"answer": found.text, "abstained": False, "confidence": found.confidence, "citations": citations}


def _asks(meant: Understanding, found: Answer | Abstain) -> bool:
    """Whether a text that only may tell of a danger is a question that has its answer."""
    return meant.urgency.sureness < _SURE_ALARM and isinstance(found, Answer) and found.confidence >= _SURE_ANSWER


def _citation(citation: Citation) -> dict[str, Any]:
    told = {
        "clause": citation.clause,
        "document": citation.document,
        "jurisdiction": citation.jurisdiction,
        "published": citation.published,
    }
    return told | ({"quote": citation.quote} if citation.quote is not None else {})


def _text(line: Mapping[str, Any], name: str) -> str:
    value = line[name]
    if not isinstance(value, str):
        raise TypeError(f"{name} is not text")
    return value


def _moment(value: Any) -> datetime:  # noqa: ANN401 - as it came
    if value is None:
        return system_clock()
    if not isinstance(value, str):
        raise TypeError("now is not text")
    moment = datetime.fromisoformat(value)
    if moment.tzinfo is None:
        raise ValueError("now has no offset")
    return moment


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value
