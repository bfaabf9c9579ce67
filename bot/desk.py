"""The desk carries out what the flows of one turn ask for, inside the batch, and says what came of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from bot import answers, complaints, consent, decisions, erasing, handoff, notices
from bot.batch import Batch
from bot.caseload import Caseload
from bot.cases import reviews
from bot.cases.types import Cadre, Case
from bot.gaps import hidden
from bot.store.conversation import count_messages
from bot.store.held import alert_until
from bot.store.inbox import Waiting
from bot.store.outbox import drop_notices
from bot.store.people import Person
from dialogs.types import (
    AnswerAsked,
    AskPolicy,
    AskReview,
    CaseChanged,
    CaseOpened,
    Complain,
    Described,
    DescribeMe,
    Effect,
    EraseMe,
    FindKeepers,
    FindSupport,
    Keeper,
    KeepersFound,
    NoteGap,
    OpenCase,
    Outcome,
    PolicyAnswered,
    RequestHuman,
    Say,
    SetConsent,
    SetLanguage,
    StayUnnamed,
    SupportFound,
    Told,
    Turn,
    UpdateCase,
    WithdrawCase,
)
from dialogs.whereabouts import joined, parts
from dialogs.wording import marked as _
from dialogs.wording import render
from integrations.ports import InboundMessage
from policies_kb.areas import contains, normalise
from policies_kb.eligibility import Support, fitting, render_given, unwritten
from policies_kb.places import find_places, resolve
from policies_kb.types import Abstain, Answer, Question

SUPPORTS_TOLD = {"zh": 4, "en": 3}  # things told of in one message: four SMS hold no more
_SOON = timedelta(minutes=5)  # a message that waits its minute is as good as sent
_ABOVE = {"township": _("{name} of the township"), "county": _("{name} of the county")}
_A_YES = 12  # characters
_KINDS_OF_TOWNSHIP = ("镇", "乡", "街道")
_COUNTY, _TOWNSHIP = 6, 9  # digits of their area codes


class Knowledge(Protocol):
    """Answers a question of policy."""

    def answer(self, question: Question) -> Answer | Abstain:
        """A cited answer, or an honest abstention."""
        ...


@dataclass(slots=True)
class Desk:
    """Carries out the effects of one turn."""

    knowledge: Knowledge
    caseload: Caseload
    zone: ZoneInfo
    batch: Batch
    person: Person
    turn: Turn
    waiting: Waiting
    language: str
    supports: tuple[Support, ...] = ()
    case: Case | None = None
    erased: bool = False

    def carry_out(self, effect: Effect) -> Outcome | None:
        """Make it happen inside the batch; what came of it, where the flow wants to know."""
        match effect:
            case AskPolicy(question):
                return self._ask(question)
            case FindSupport(facts, area):
                return self._support(facts, area)
            case OpenCase(facts, declared):
                return self._open(facts, declared)
            case UpdateCase(number, facts, said, attached):
                return self._update(number, facts, said, attached)
            case WithdrawCase(number):
                return self._withdraw(number)
            case RequestHuman(said, facts):
                return self._ask_for_person(said, facts)
            case Complain(said, unnamed):
                return self._complain(said, unnamed)
            case StayUnnamed():
                return complaints.unname(self.batch, self.person)
            case FindKeepers(numbers):
                return KeepersFound({number: keeper for number in numbers if (keeper := self._keeper(number))})
            case DescribeMe():
                return self._described(erased=False)
            case EraseMe():
                return self._erase()
            case AskReview(number, said):
                return self._review(number, said)
            case AnswerAsked():
                return answers.take(self.batch, self.caseload, self.person, effect)
            case SetConsent(opted_out):
                self.person = replace(self.person, opted_out=opted_out)
                self.batch.set_person(self.person)
                if opted_out:
                    drop_notices(self.batch.tx, self.person.key)
            case SetLanguage(language):
                self.language = language
            case NoteGap(question, reason, answer):
                self._gap(question, reason, answer)
            case _:
                pass
        return None

    def _ask(self, question: str) -> PolicyAnswered:
        whole = question.encode("utf-8", "replace").decode()  # half characters are no question
        asked = Question(whole, self.turn.at.date(), self.person.area, self.language)  # type: ignore[arg-type]
        found = self.knowledge.answer(asked)
        if isinstance(found, Abstain):
            return PolicyAnswered(
                question, found.text, True, found.off_topic, version=found.version, office=found.office or None
            )
        quote = next((citation.quote for citation in found.citations if citation.quote), None)
        clauses = tuple(citation.clause for citation in found.citations)
        paper = found.citations[0].name if found.citations else None
        office = found.office or None
        return PolicyAnswered(
            question, found.text, False, False, found.more, quote, clauses, found.version, paper, office
        )

    def _support(self, facts: Mapping[str, list[str]], area: str | None) -> SupportFound:
        told = {fact: frozenset(words) for fact, words in facts.items()}
        given = fitting(self.supports, told, area or self.person.area)
        missing = unwritten(given, told)
        many = SUPPORTS_TOLD["en" if self.language == "en" else "zh"]
        first = many - len(missing)
        parts = [given[:first], *(given[at : at + many] for at in range(first, len(given), many))]
        text, *more = (render_given(part, self.language) for part in parts)  # type: ignore[arg-type]
        return SupportFound(text, "\n".join(more) or None, missing)

    def _open(self, facts: Mapping[str, Any], declared: tuple[Say, ...]) -> CaseOpened:
        self._settle_person()
        facts = self._placed(facts)
        opened = self.caseload.open(self.batch, self.person, facts, {**facts.get("attached", {}), **self._extra()})
        self.case = opened.case
        if declared:
            # What was shown is kept for good, and so without what they told in free words.
            words = erasing.without(notices.said(declared, self.language), [str(facts.get("said", "")).strip()], "…")
            yes = self.turn.text.strip()[:_A_YES]
            self.batch.note("household", "declared", opened.case.id, {"words": words, "answer": yes})
            if facts.get("consent") is None and opened.case.opened_by != self.person.key:
                consent.declared(self.batch, self.caseload, opened.case, words, yes)
        return CaseOpened(
            number=opened.case.number,
            facts=facts,
            joined=opened.joined,
            told=self._names(opened.told),
            level=opened.told[0].level if opened.told else "village",
            held_until=self._local(opened.held_until),
            due_on=opened.case.due_on,
            due_what=opened.case.due_what,
            **self._climbs(opened.case),
        )

    def _climbs(self, case: Case) -> dict[str, Any]:
        """Who hears of a case where nobody answers, and in how many hours."""
        timer = self.batch.next_climb(case.id)
        if timer is None or timer.step == "unanswered":
            return {}
        return {"climbs_to": timer.step, "climbs_in": round((timer.due_at - self.batch.now) / timedelta(hours=1))}

    def _update(
        self, number: str, facts: Mapping[str, Any], said: str, attached: Mapping[str, Any]
    ) -> CaseChanged | None:
        case = self._mine(number)
        if case is None:
            return None
        self._settle_person()
        facts = self._placed(facts)
        extra = attached or self._extra()
        case, told = self.caseload.update(self.batch, self.person, case, facts, said, extra)
        self.case = case
        return CaseChanged(number, facts, self._names(told))

    def _names(self, told: Sequence[Cadre]) -> tuple[str, ...]:
        """What a household calls those who are told: of the village by the name alone, of above with the level."""
        return tuple(
            render(_ABOVE[cadre.level], {"name": cadre.name}, self.language) if cadre.level in _ABOVE else cadre.name
            for cadre in told
        )

    def _withdraw(self, number: str) -> Told:
        case = self._mine(number)
        told = self.caseload.withdraw(self.batch, self.person, case) if case else ()
        return Told("withdrawn", told[0].name if told else None)

    def _ask_for_person(self, said: str, facts: Mapping[str, Any]) -> Told:
        """A request for a person goes to the lowest level there is."""
        over = self.batch.over(self.person.area)
        levels = complaints.levels_above(self.batch, self.person)  # who complained does not get whom it is about
        cadres: Sequence[Cadre] = next((over[level] for level in levels if over.get(level)), [])
        due_at = None
        talk = 0
        if cadres:
            self._settle_person()
            talk = handoff.ask(self.batch, self.person, cadres)
        for cadre in cadres:
            words = notices.asks_for_person(self.person, said, facts, talk)
            due_at = notices.to_cadre(self.batch, cadre, words, None)
        self.batch.note("household", "asked for a person", None, {"talk": talk})
        held = due_at if due_at and due_at > self.batch.now + _SOON else None
        return Told("human", cadres[0].name if cadres else None, self._local(held))

    def _complain(self, said: str, unnamed: bool) -> Told:
        told, named = complaints.take(self.batch, self.person, said, unnamed=unnamed)
        return Told("complaint", told[0].name if told else None, named=named)

    def _review(self, number: str, said: str) -> Told | None:
        case = self._mine(number)
        if case is None:
            return None
        review = reviews.review_of(case)
        # Where the township has looked already the county is next.
        cadres = self.batch.over(case.area).get("county", []) if review.decided_at else []
        by_county = bool(cadres)
        cadres = cadres or answers.above(self.batch, case, None)
        due_at = None
        if not review.pending or said:
            for cadre in cadres:
                due_at = notices.to_cadre(self.batch, cadre, decisions.review(case, said), case)
        self.batch.involve(case, cadres)
        if cadres and not review.pending:
            self.batch.amend(replace(case, stages=reviews.asked(case, self.batch.now)))
            self.batch.note("household", "asked for a review", case.id, {})
        held = due_at if due_at and due_at > self.batch.now + _SOON else None
        name = cadres[0].name if cadres else None
        return Told("review", name, self._local(held), by_county, again=review.pending and not said)

    def _keeper(self, number: str) -> Keeper | None:
        """Who has a case of this household, how to reach them, and whether they know of it yet."""
        case = self._mine(number)
        keepers = self.caseload.keepers(self.batch, case) if case else ()
        if case is None or not keepers:
            return None
        phone = keepers[0].address if keepers[0].channel in ("sms", "whatsapp") else None
        held = alert_until(self.batch.tx, case.id) if case.acknowledged_by is None else None
        waits = held if held is not None and held > self.batch.now + _SOON else None
        return Keeper(keepers[0].name, phone, case.acknowledged_by is not None, self._local(waits))

    def _described(self, *, erased: bool) -> Described:
        cases = tuple(case.number for case in self.batch.cases_of(self.person))
        many = 0 if erased else count_messages(self.batch.tx, self.person.key)
        return Described(many, cases, self.person.area is not None, erased)

    def _erase(self) -> Described:
        """Blank what was written, and forget the name; of cases stays what the rules for aid want."""
        self.person = erasing.erase(self.batch, self.person)
        self.batch.set_person(self.person)
        self.batch.note("household", "erased", None, {})
        self.erased = True
        return self._described(erased=True)

    def _gap(self, question: str, reason: str, answer: str | None) -> None:
        """A question is kept without whose it is: no name, no number, the county and the day alone."""
        seal = self.batch.tx.cipher.seal
        self.batch.gaps.append(
            {
                "at": self.turn.at.replace(hour=0, minute=0, second=0, microsecond=0),
                "area": normalise(self.person.area)[:_COUNTY] if self.person.area else None,
                "reason": reason,
                "question": seal(hidden(question)),
                "answer": seal(hidden(answer)) if answer else None,
            }
        )

    def _mine(self, number: str) -> Case | None:
        """A case of this person's, and nobody else's."""
        return next((case for case in self.batch.cases_of(self.person) if case.number == number), None)

    def _placed(self, facts: Mapping[str, Any]) -> Mapping[str, Any]:
        """Facts with the area of a place given in free words, as the answer to "which village"."""
        if facts.get("area") or not (facts.get("place") or facts.get("township")):
            return facts
        place, home = str(facts.get("place") or ""), self.person.area
        for kind in _KINDS_OF_TOWNSHIP if facts.get("township") else ():  # told without its kind: 者海
            found = area_named(whole := joined(place, f"{facts['township']}{kind}"), home)
            if found and len(found) >= _TOWNSHIP:
                return {**facts, "place": whole, "area": found}
        area = area_named(place, home)
        return {**facts, "area": area} if area else facts

    def _settle_person(self) -> None:
        """A case refers to who opened it."""
        if self.person.key not in self.batch.people:
            self.person = replace(self.person, language=self.language)
            self.batch.set_person(self.person)

    def _extra(self) -> dict[str, Any]:
        return attached(self.waiting.message)

    def _local(self, at: datetime | None) -> datetime | None:
        return at.astimezone(self.zone) if at else None


def attached(message: InboundMessage) -> dict[str, Any]:
    """Pictures and position of a message, as a case keeps them."""
    extra: dict[str, Any] = {}
    if message.location:
        extra["location"] = {"lat": message.location.lat, "lon": message.location.lon}
    if message.media:
        extra["media"] = [{"type": media.type, "url": media.url} for media in message.media]
    return extra


def area_named(words: str, home: str | None) -> str | None:
    """The area a place's words name; None where they are not known, or only a wider name of where the home is."""
    area = resolve(words, near=home) or resolve(parts(words)[0], near=home)  # a township not on the list: its county
    return None if area and home and contains(area, home) else area


def township_in(text: str) -> tuple[str | None, str | None]:
    """The most exact place of at least a township that a text names: its words and its area.

    A province or a city named in passing is where somebody works, not where the trouble is.
    """
    found = [each for each in find_places(text) if len(normalise(each[2])) >= _TOWNSHIP]
    if not found:
        return None, None
    start, end, area = max(found, key=lambda each: len(normalise(each[2])))
    return text[start:end], area
