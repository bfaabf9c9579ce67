"""A batch of inbound messages: understand, take the turns, queue what follows; one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from bot import cadre_desk, checkins, coming_due, handoff, notices, questions
from bot.batch import Batch
from bot.caseload import Caseload
from bot.cases.ladder import LEVELS
from bot.cases.reviews import review_of
from bot.cases.types import Case
from bot.desk import Desk, Knowledge, area_named, attached, township_in
from bot.second_engine import SecondEngine
from bot.store import inbox, timers
from bot.store.inbox import Waiting
from bot.store.outbox import Sources
from bot.store.people import Person
from bot.store.store import Tx, decide_alone
from bot.store.timers import Timer
from bot.watch import Watch
from dialogs import stored
from dialogs.engine import Words, converse
from dialogs.facts import unfinished
from dialogs.flows import FLOWS
from dialogs.guidance import Guidance
from dialogs.local_numbers import LocalNumbers
from dialogs.types import (
    CaseBrief,
    Guide,
    Known,
    Say,
    SayText,
    Session,
    Slots,
    Turn,
)
from dialogs.waiting import let_go, reminded
from dialogs.wording import marked as _
from dialogs.wording import render
from integrations.ports import Button
from nlu.types import Understanding
from policies_kb.eligibility import Support

_AMBULANCE = "120"
_SORRY = _("Something went wrong with your last message; a person will read it. In danger call 120, 119 or 110.")


class Understand(Protocol):
    """Reads a message; never fails."""

    def __call__(self, text: str, now: datetime) -> Understanding:
        """Text and the time it was written, in the villages' zone."""
        ...


@dataclass(frozen=True, slots=True)
class Runtime:
    """What a turn needs besides the store."""

    understand: Understand = field(repr=False)
    knowledge: Knowledge = field(repr=False)
    guidance: Guidance = field(repr=False)
    caseload: Caseload
    zone: ZoneInfo
    supports: tuple[Support, ...] = field(default=(), repr=False)
    local_numbers: LocalNumbers = field(default_factory=LocalNumbers)
    second: SecondEngine | None = None
    watch: Watch | None = None

    def said(self, waiting: Sequence[Waiting]) -> list[tuple[str, datetime]]:
        """What the messages of a batch say, and when each was written."""
        return [(each.message.text, self._local(each.message.written_at)) for each in waiting]

    def understood(self, said: Sequence[tuple[str, datetime]]) -> list[Understanding]:
        """Read the messages of a batch. Pure; before the transaction."""
        return [self.understand(text, at) for text, at in said]

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
            if timer.kind in ("ladder", "silent", "deadline", "ask"):
                self._case_timer(batch, timer)
            elif timer.kind == "reminder":
                self._remind(batch, timer)
            else:
                coming_due.take(batch, self.caseload, timer, self.watch)
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
        cadre = batch.writers.get(waiting.key)
        if cadre is not None and handoff.take(batch, cadre, waiting):
            return
        if cadre is not None:
            cadre_desk.take(batch, self.caseload, self.guidance, cadre, waiting, meant)
            return
        person = batch.people.get(waiting.key) or Person(
            waiting.key, waiting.message.sender.channel, waiting.message.sender.id, name=waiting.message.sender_name
        )
        checkins.heard(batch, person)
        turn = self._turn(batch, person, waiting, meant)
        session = self._session(batch, person, waiting, meant)
        if handoff.ends(session, batch.now, waiting.message.text):
            session = replace(session, handed=None)
        elif (passed := handoff.pass_on(batch, person, session, waiting)) is not None and _is_quiet(meant):
            text = render(passed.message, passed.values, session.language)
            batch.queue(waiting.key, waiting.message.sender, "reply", text, in_reply_to=waiting.id)
            return
        desk = Desk(
            self.knowledge, self.caseload, self.zone, batch, person, turn, waiting, session.language, self.supports
        )
        session, words = converse(session, turn, FLOWS, desk.carry_out)
        person = desk.person
        if person.language != session.language or waiting.key not in batch.people:
            batch.set_person(replace(person, language=session.language))
        if desk.erased:
            session = Session(language=session.language, chosen=session.chosen)
        batch.set_session(waiting.key, stored.to_json(session))
        if words:
            text, buttons = self._written(words, session.language, turn.area or person.area)
            batch.queue(
                waiting.key, waiting.message.sender, "reply", text, buttons=buttons, in_reply_to=waiting.id,
                case=desk.case, sources=_sources(words),
            )  # fmt: skip
        self._watch(batch, waiting.key, session)

    def _turn(self, batch: Batch, person: Person, waiting: Waiting, meant: Understanding) -> Turn:
        message = waiting.message
        place = meant.slots.get("place")
        if place:
            area = area_named(str(place), person.area)
        else:  # whoever we know nothing of may write nothing but the name of their township
            place, area = township_in(message.text) if person.area is None else (None, None)
        known = Known(
            channel=person.channel,
            area=person.area,
            language=person.language,
            opted_out=person.opted_out,
            cases=tuple(self._brief(batch, case, person) for case in batch.cases_of(person)),
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
            attached=attached(message),
        )

    def _session(self, batch: Batch, person: Person, waiting: Waiting, meant: Understanding) -> Session:
        if (kept := batch.sessions.get(waiting.key)) is not None:
            return stored.from_json(kept.body)
        return Session(language=person.language or waiting.language or meant.language or "zh-Hans")

    def _written(self, words: Sequence[Words], language: str, area: str | None) -> tuple[str, tuple[Button, ...]]:
        """The words of a reply as one message, guidance first, and the choices of its last question."""
        parts: list[str] = []
        buttons: tuple[Button, ...] = ()
        for each in words:
            match each:
                case Guide(kind, child):
                    parts.insert(0, self.guidance.words(kind, language, child))
                    second = self.local_numbers.second_call(area)
                    if second is not None and _AMBULANCE in self.guidance.numbers(kind):
                        parts.insert(1, render(second.message, second.values, language))
                case SayText(text=text):
                    parts.append(text)
                case Say(message, values, choices):
                    parts.append(render(message, values, language))
                    if choices:
                        buttons = tuple(Button(render(label, {}, language), value) for label, value in choices)
        return "\n".join(parts), buttons

    def _watch(self, batch: Batch, key: str, session: Session) -> None:
        """Remind of what waits unfinished, once."""
        if any(unfinished(place) for place in session.stack):
            batch.set_timer(Timer("reminder", key, batch.now + stored.REMIND_AFTER, "remind"))
        else:
            batch.stop("reminder", key)

    # ------------------------------------------------------------------ timers

    def _case_timer(self, batch: Batch, timer: Timer) -> None:
        case = batch.case(int(timer.ref.split()[-1]))
        if case is None:
            return
        match timer.kind:
            case "silent":
                self.caseload.fell_silent(batch, case)
            case "deadline":
                self.caseload.deadlines.comes_due(batch, case, timer.step)
            case "ask":
                questions.plan(batch, case, timer.step)
            case _:
                self.caseload.climb(batch, case, timer.step)  # type: ignore[arg-type]

    def _remind(self, batch: Batch, timer: Timer) -> None:
        batch.load([timer.ref])
        person, kept = batch.people.get(timer.ref), batch.sessions.get(timer.ref)
        if person is None or kept is None:
            return
        session = stored.from_json(kept.body)
        if timer.step == "lapse":
            session, facts = let_go(session, batch.now)
            batch.set_session(timer.ref, stored.to_json(session))
            if facts and facts.get("urgency") == "high":
                self._pass_on_danger(batch, person, facts)
            return
        session, words = reminded(session)
        batch.set_session(timer.ref, stored.to_json(session))
        if words and not person.opted_out and not person.blocked:
            notices.reminder(batch, person, words)
        batch.set_timer(Timer("reminder", timer.ref, batch.now + stored.LAPSE_AFTER, "lapse"))

    def _pass_on_danger(self, batch: Batch, person: Person, facts: Slots) -> None:
        """What was told of a need of the day is not let go of: who is nearest hears of it."""
        over = batch.over(facts.get("area") or person.area)
        cadres = next((over[level] for level in LEVELS if over.get(level)), [])
        for cadre in cadres:
            notices.to_cadre(batch, cadre, notices.not_finished(person, facts), None)

    def _brief(self, batch: Batch, case: Case, person: Person) -> CaseBrief:
        found = self.caseload.deadlines.due(batch, case)
        review = review_of(case)
        looked_at = review.asked_at if review.pending else review.decided_at
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
            due_what=case.due_what,
            cadre=case.acknowledged_name,
            note=case.note,
            late=found.light(batch.now) if found else "",
            due_at=found.at if found and found.what == "relief" else None,
            holidays_known=found is None or found.holidays_known,
            paused=case.paused_at is not None,
            said=case.said,
            own_words=case.said.split(" / ")[0] if case.opened_by == person.key else "",
            danger=case.danger,
            found_by=case.found_by,
            review="asked" if review.pending else review.decided_by,
            review_on=self._local(looked_at).date() if looked_at else None,
            area=case.area,
        )

    def _local(self, at: datetime) -> datetime:
        return at.astimezone(self.zone)


def _is_quiet(meant: Understanding) -> bool:
    """Whether the bot may keep quiet in somebody's conversation with a cadre: never in danger, nor at STOP."""
    return meant.urgency.level != "critical" and not (meant.intent in ("opt_out", "opt_in") and meant.confidence > 0.5)


def _sources(words: Sequence[Words]) -> Sources | None:
    """What a reply rests on: the clauses it cites, and the version of the knowledge that gave it."""
    told = [each for each in words if isinstance(each, SayText) and each.version]
    clauses = tuple(dict.fromkeys(clause for each in told for clause in each.clauses))
    return Sources(told[-1].version, clauses) if told else None


def due(tx: Tx, runtime: Runtime, now: datetime, many: int) -> int:
    """Take the timers that have come due. How many."""
    decide_alone(tx)
    found = timers.due_timers(tx, now, many)
    if found:
        runtime.take_timers(tx, found, now)
    return len(found)
