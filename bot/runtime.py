"""A batch of inbound messages: understand, take the turns, queue what follows; one transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from bot import cadre_desk, notices
from bot.batch import Batch
from bot.caseload import Caseload
from bot.cases.types import Cadre, Case
from bot.store import inbox, timers
from bot.store.inbox import Waiting
from bot.store.outbox import drop_notices
from bot.store.people import Person
from bot.store.store import Tx, decide_alone
from bot.store.timers import Timer
from dialogs import stored
from dialogs.engine import Words, converse
from dialogs.flows import FLOWS
from dialogs.guidance import Guidance
from dialogs.types import (
    AskPolicy,
    AskReview,
    CaseBrief,
    CaseChanged,
    CaseOpened,
    Complain,
    Effect,
    Guide,
    Known,
    NoteGap,
    OpenCase,
    Outcome,
    PolicyAnswered,
    RequestHuman,
    Say,
    SayText,
    Session,
    SetConsent,
    SetLanguage,
    Told,
    Turn,
    UpdateCase,
    WithdrawCase,
)
from dialogs.wording import marked as _
from dialogs.wording import render
from integrations.ports import Button
from nlu.types import Understanding
from policies_kb.areas import normalise
from policies_kb.places import find_places, resolve
from policies_kb.types import Abstain, Answer, Question

_SORRY = _("Something went wrong with your last message; a person will read it. In danger call 120, 119 or 110.")


class Understand(Protocol):
    """Reads a message; never fails."""

    def __call__(self, text: str, now: datetime) -> Understanding:
        """Text and the time it was written, in the villages' zone."""
        ...


class Knowledge(Protocol):
    """Answers a question of policy."""

    def answer(self, question: Question) -> Answer | Abstain:
        """A cited answer, or an honest abstention."""
        ...


@dataclass(frozen=True, slots=True)
class Runtime:
    """What a turn needs besides the store."""

    understand: Understand
    knowledge: Knowledge
    guidance: Guidance
    caseload: Caseload
    zone: ZoneInfo

    def understood(self, waiting: Sequence[Waiting]) -> list[Understanding]:
        """Read the messages of a batch. Pure; before the transaction."""
        return [self.understand(each.message.text, self._local(each.message.written_at)) for each in waiting]

    def take_batch(self, tx: Tx, waiting: Sequence[Waiting], meant: Sequence[Understanding], now: datetime) -> int:
        """Take one turn for each message that nobody else took, in order. How many were taken."""
        decide_alone(tx)
        claimed = inbox.claim(tx, [each.id for each in waiting], now)
        ours = [(each, read) for each, read in zip(waiting, meant, strict=True) if each.id in claimed]
        if ours:
            batch = Batch(tx, now, self.zone)
            batch.load(sorted({each.key for each, _ in ours}))
            for each, read in ours:
                self._take(batch, each, read)
            batch.write()
        return len(ours)

    def apologise(self, tx: Tx, waiting: Waiting, now: datetime, reason: str) -> None:
        """Set a message aside that no turn could be taken for, and tell its writer one honest sentence."""
        decide_alone(tx)
        if not inbox.claim(tx, [waiting.id], now):
            return
        batch = Batch(tx, now, self.zone)
        batch.load([waiting.key])
        person = batch.people.get(waiting.key)
        language = person.language if person and person.language else "zh-Hans"
        batch.queue(waiting.key, waiting.message.sender, "reply", render(_SORRY, {}, language), in_reply_to=waiting.id)
        batch.write()
        inbox.set_aside(tx, waiting.id, reason)

    def take_timers(self, tx: Tx, due: Sequence[Timer], now: datetime) -> None:
        """What came due: each step of a ladder, each reminder."""
        batch = Batch(tx, now, self.zone)
        for timer in due:
            batch.stop(timer.kind, timer.ref)
            if timer.kind in ("ladder", "silent"):
                self._case_timer(batch, timer)
            elif timer.kind == "reminder":
                self._remind(batch, timer)
        batch.write()

    def registry_says(self, tx: Tx, number: str, status: str, note: str | None, now: datetime) -> bool:
        """The registry changed a case. False when there is no such case."""
        decide_alone(tx)
        batch = Batch(tx, now, self.zone)
        case = batch.case(int(number[1:])) if number[:1] == "A" and number[1:].isdecimal() else None
        if case is None:
            return False
        if (case.status, case.note) != (status, note):
            self.caseload.set_status(batch, case, status, note, "registry")
            batch.write()
        return True

    # ------------------------------------------------------------------ one turn

    def _take(self, batch: Batch, waiting: Waiting, meant: Understanding) -> None:
        cadre = batch.cadres.get(waiting.key)
        if cadre is not None:
            cadre_desk.take(batch, self.caseload, self.guidance, cadre, waiting, meant)
            return
        person = batch.people.get(waiting.key) or Person(
            waiting.key, waiting.message.sender.channel, waiting.message.sender.id, name=waiting.message.sender_name
        )
        turn = self._turn(batch, person, waiting, meant)
        session = self._session(batch, person, waiting, meant)
        desk = _Desk(self, batch, person, turn, waiting, session.language)
        session, words = converse(session, turn, FLOWS, desk.carry_out)
        person = desk.person
        if person.language != session.language or waiting.key not in batch.people:
            batch.set_person(replace(person, language=session.language))
        batch.set_session(waiting.key, stored.to_json(session))
        if words:
            text, buttons = self._written(words, session.language)
            batch.queue(
                waiting.key, waiting.message.sender, "reply", text, buttons=buttons, in_reply_to=waiting.id,
                case=desk.case,
            )  # fmt: skip
        self._watch(batch, waiting.key, session)

    def _turn(self, batch: Batch, person: Person, waiting: Waiting, meant: Understanding) -> Turn:
        message = waiting.message
        place = meant.slots.get("place")
        if place:
            area = _narrower(resolve(str(place), near=person.area), person.area)
        else:  # whoever we know nothing of may write nothing but the name of their township
            found = find_places(message.text) if person.area is None else []
            start, end, area = max(found, key=lambda each: len(normalise(each[2])), default=(0, 0, None))
            place = message.text[start:end] or None
        known = Known(
            channel=person.channel,
            area=person.area,
            language=person.language,
            opted_out=person.opted_out,
            cases=tuple(self._brief(case) for case in batch.cases_of(person)),
        )
        return Turn(
            text=message.text,
            plain=meant.plain,
            meant=meant,
            at=self._local(batch.now),
            known=known,
            area=area,
            place=str(place) if place and area else None,
            location=(message.location.lat, message.location.lon) if message.location else None,
            media=len(message.media),
        )

    def _session(self, batch: Batch, person: Person, waiting: Waiting, meant: Understanding) -> Session:
        if (kept := batch.sessions.get(waiting.key)) is not None:
            return stored.from_json(kept.body)
        return Session(language=person.language or waiting.language or meant.language or "zh-Hans")

    def _written(self, words: Sequence[Words], language: str) -> tuple[str, tuple[Button, ...]]:
        """The words of a reply as one message, guidance first, and the choices of its last question."""
        parts: list[str] = []
        buttons: tuple[Button, ...] = ()
        for each in words:
            match each:
                case Guide(danger, child):
                    parts.insert(0, self.guidance.words(danger, language, child))
                case SayText(text):
                    parts.append(text)
                case Say(message, values, choices):
                    parts.append(render(message, values, language))
                    if choices:
                        buttons = tuple(Button(render(label, {}, language), value) for label, value in choices)
        return "\n".join(parts), buttons

    def _watch(self, batch: Batch, key: str, session: Session) -> None:
        """Remind of what waits unfinished, once."""
        waits = any(place.flow == "report_hardship" for place in session.stack)
        if waits:
            batch.set_timer(Timer("reminder", key, batch.now + stored.REMIND_AFTER, "remind"))
        else:
            batch.stop("reminder", key)

    # ------------------------------------------------------------------ timers

    def _case_timer(self, batch: Batch, timer: Timer) -> None:
        case = batch.case(int(timer.ref))
        if case is None:
            return
        if timer.kind == "silent":
            self.caseload.fell_silent(batch, case)
        else:
            self.caseload.climb(batch, case, timer.step)  # type: ignore[arg-type]

    def _remind(self, batch: Batch, timer: Timer) -> None:
        batch.load([timer.ref])
        person, kept = batch.people.get(timer.ref), batch.sessions.get(timer.ref)
        if person is None or kept is None:
            return
        session = stored.from_json(kept.body)
        if timer.step == "lapse":
            batch.set_session(timer.ref, stored.to_json(replace(session, stack=())))
            return
        if not person.opted_out and not person.blocked:
            words = (Say(_("Your report is still with me, not sent. 1 send it, or CANCEL to drop it.")),)
            notices.reminder(batch, person, words)
        batch.set_timer(Timer("reminder", timer.ref, batch.now + stored.LAPSE_AFTER, "lapse"))

    def _brief(self, case: Case) -> CaseBrief:
        return CaseBrief(
            number=case.number,
            status=case.status,
            urgency=case.urgency,
            risk_types=case.risk_types,
            relation=case.relation,
            details=case.details,
            opened_on=self._local(case.opened_at).date(),
            changed_at=case.changed_at,
            ended=case.ended,
            due_on=case.due_on,
            cadre=case.acknowledged_name,
            note=case.note,
        )

    def _local(self, at: datetime) -> datetime:
        return at.astimezone(self.zone)


@dataclass(slots=True)
class _Desk:
    """Carries out the effects of one turn."""

    runtime: Runtime
    batch: Batch
    person: Person
    turn: Turn
    waiting: Waiting
    language: str
    case: Case | None = None

    def carry_out(self, effect: Effect) -> Outcome | None:
        """Make it happen inside the batch; what came of it, where the flow wants to know."""
        match effect:
            case AskPolicy(question):
                return self._ask(question)
            case OpenCase(facts):
                return self._open(facts)
            case UpdateCase(number, facts, said):
                return self._update(number, facts, said)
            case WithdrawCase(number):
                return self._withdraw(number)
            case RequestHuman(said):
                return self._tell("human", said)
            case Complain(said):
                return self._tell("complaint", said)
            case AskReview(number):
                return self._review(number)
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
        found = self.runtime.knowledge.answer(asked)
        if isinstance(found, Abstain):
            return PolicyAnswered(question, found.text, abstained=True, off_topic=found.off_topic)
        quote = next((citation.quote for citation in found.citations if citation.quote), None)
        clauses = tuple(citation.clause for citation in found.citations)
        return PolicyAnswered(question, found.text, False, more=found.more, quote=quote, clauses=clauses)

    def _open(self, facts: Mapping[str, Any]) -> CaseOpened:
        self._settle_person()
        facts = self._placed(facts)
        opened = self.runtime.caseload.open(self.batch, self.person, facts, self._extra())
        self.case = opened.case
        return CaseOpened(
            number=opened.case.number,
            facts=facts,
            joined=opened.joined,
            told=tuple(cadre.name for cadre in opened.told),
            held_until=self._local(opened.held_until),
            due_on=opened.case.due_on,
        )

    def _update(self, number: str, facts: Mapping[str, Any], said: str) -> CaseChanged | None:
        case = self._mine(number)
        if case is None:
            return None
        self._settle_person()
        facts = self._placed(facts)
        case, told = self.runtime.caseload.update(self.batch, self.person, case, facts, said, self._extra())
        self.case = case
        return CaseChanged(number, facts, tuple(cadre.name for cadre in told))

    def _withdraw(self, number: str) -> Told:
        case = self._mine(number)
        told = self.runtime.caseload.withdraw(self.batch, self.person, case) if case else ()
        return Told("withdrawn", told[0].name if told else None)

    def _tell(self, what: str, said: str) -> Told:
        """A request for a person goes to the lowest level there is, a complaint to the level above the village."""
        over = self.batch.over(self.person.area)
        levels = ("village", "township", "county") if what == "human" else ("township", "county")
        cadres: Sequence[Cadre] = next((over[level] for level in levels if over.get(level)), [])  # type: ignore[index,call-overload]
        due_at = None
        for cadre in cadres:
            words = notices.asks_for_person(self.person, said) if what == "human" else notices.complaint(said)
            due_at = notices.to_cadre(self.batch, cadre, words, None)
        self.batch.note("household", "asked for a person" if what == "human" else "complained", None, {"said": said})
        held = due_at if due_at and due_at > self.batch.now else None
        name = cadres[0].name if cadres else None
        return Told("human" if what == "human" else "complaint", name, self._local(held))

    def _review(self, number: str) -> Told:
        case = self._mine(number)
        cadres = self.batch.over(case.area).get("township", []) if case else []
        due_at = None
        for cadre in cadres:
            due_at = notices.to_cadre(self.batch, cadre, notices.review(case), case) if case else None
        self.batch.note("household", "asked for a review", case.id if case else None, {})
        held = due_at if due_at and due_at > self.batch.now else None
        return Told("review", cadres[0].name if cadres else None, self._local(held))

    def _gap(self, question: str, reason: str, answer: str | None) -> None:
        seal = self.batch.tx.cipher.seal
        self.batch.gaps.append(
            {
                "at": self.batch.now,
                "area": self.person.area,
                "reason": reason,
                "question": seal(question),
                "answer": seal(answer) if answer else None,
            }
        )

    def _mine(self, number: str) -> Case | None:
        """A case of this person's, and nobody else's."""
        return next((case for case in self.batch.cases_of(self.person) if case.number == number), None)

    def _placed(self, facts: Mapping[str, Any]) -> Mapping[str, Any]:
        """Facts with the area of a place given in free words, as the answer to "which village"."""
        if not facts.get("place") or facts.get("area"):
            return facts
        area = _narrower(resolve(str(facts["place"]), near=self.person.area), self.person.area)
        return {**facts, "area": area} if area else facts

    def _settle_person(self) -> None:
        """A case refers to who opened it."""
        if self.person.key not in self.batch.people:
            self.person = replace(self.person, language=self.language)
            self.batch.set_person(self.person)

    def _extra(self) -> dict[str, Any]:
        message = self.waiting.message
        extra: dict[str, Any] = {}
        if message.location:
            extra["location"] = {"lat": message.location.lat, "lon": message.location.lon}
        if message.media:
            extra["media"] = [{"type": media.type, "url": media.url} for media in message.media]
        return extra

    def _local(self, at: datetime | None) -> datetime | None:
        return at.astimezone(self.runtime.zone) if at else None


def _narrower(area: str | None, home: str | None) -> str | None:
    """The area of a place named, or None where it is only a wider name of where the household lives."""
    return None if area and home and home.startswith(area.rstrip("0")) else area


def due(tx: Tx, runtime: Runtime, now: datetime, many: int) -> int:
    """Take the timers that have come due. How many."""
    decide_alone(tx)
    found = timers.due_timers(tx, now, many)
    if found:
        runtime.take_timers(tx, found, now)
    return len(found)
