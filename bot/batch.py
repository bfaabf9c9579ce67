"""Everything a batch of turns loads and changes: read in a few queries, written in one statement a table."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import insert

from bot.cases import duty, ladder
from bot.cases.incidents import FROM as INCIDENT_FROM
from bot.cases.types import Cadre, Case, Level, case_line
from bot.store import audit, cadres, cases, checkins, held, incidents, outbox, people, sessions, timers
from bot.store.audit import Entry
from bot.store.cases import Alert
from bot.store.checkins import CheckIn
from bot.store.held import Held
from bot.store.outbox import Queued, Sources
from bot.store.people import Person
from bot.store.sessions import StoredSession
from bot.store.store import Tx
from bot.store.tables import gaps
from bot.store.timers import Timer
from integrations.ports import Address, Button

_PACE = timedelta(minutes=1)  # between two messages to a cadre that are not critical, once there are many
AT_ONCE = 3  # so many that follow each other within the minute go at once, each by itself; those after them wait
_COMPARED = 20  # open cases of one village that a new one is compared with


@dataclass(slots=True)
class Batch:
    """One transaction's worth of decisions. `now` is the clock's time, the same for all of them."""

    tx: Tx
    now: datetime
    zone: ZoneInfo
    people: dict[str, Person] = field(default_factory=dict)
    writers: dict[str, Cadre] = field(default_factory=dict)  # by conversation key: the cadres who write in this batch
    sessions: dict[str, StoredSession] = field(default_factory=dict)
    rhythms: dict[str, CheckIn] = field(default_factory=dict)  # of those who write in this batch
    cases: dict[int, Case] = field(default_factory=dict)
    voices: dict[int, list[str]] = field(default_factory=dict)
    outgoing: list[Queued] = field(default_factory=list)
    gaps: list[dict[str, Any]] = field(default_factory=list)
    heard: dict[int, tuple[datetime, int]] = field(default_factory=dict)  # cadre id -> heard_at, heard_in_a_row
    _in_area: dict[str, dict[int, Case]] = field(default_factory=dict)  # open cases of exactly this area
    _last_case: int | None = None  # the number given last
    _areas: dict[str | None, dict[Level, list[Cadre]]] = field(default_factory=dict)
    _changed_people: dict[str, Person] = field(default_factory=dict)
    _changed_sessions: dict[str, StoredSession] = field(default_factory=dict)
    _changed_cases: dict[int, Case] = field(default_factory=dict)
    _to_sync: set[int] = field(default_factory=set)  # of those what the registry is to have
    _new_voices: list[tuple[int, str]] = field(default_factory=list)
    _gone_voices: list[tuple[int, str]] = field(default_factory=list)
    _alerts: dict[tuple[int, int], Alert] = field(default_factory=dict)
    _answered: list[int] = field(default_factory=list)
    _timers: dict[tuple[str, str], Timer | None] = field(default_factory=dict)
    _audit: list[Entry] = field(default_factory=list)
    _held: list[Held] = field(default_factory=list)
    _answering: set[int] = field(default_factory=set)

    def load(self, keys: Sequence[str]) -> None:
        """Read all that these conversations may need: a few queries, however many they are."""
        self.writers = people.cadres_by_key(self.tx, keys)
        self.people = people.load_people(self.tx, keys)
        self.sessions = sessions.load_sessions(self.tx, keys)
        self.rhythms = checkins.load(self.tx, keys)
        households = {each for person in self.people.values() for each in person.households}
        self.add_cases(cases.cases_of(self.tx, keys, sorted(households)))

    def add_cases(self, found: Iterable[Case]) -> None:
        """Have these cases and their voices at hand; what this batch changed already stays changed."""
        new = [case for case in found if case.id not in self.cases]
        if new:
            self.voices.update(cases.voices_of(self.tx, [case.id for case in new]))
            self.cases.update((case.id, case) for case in new)

    def case(self, case_id: int) -> Case | None:
        """A case, loaded if it is not at hand."""
        if case_id not in self.cases:
            self.add_cases(cases.load_cases(self.tx, [case_id]).values())
        return self.cases.get(case_id)

    def new_case_id(self) -> int:
        """The next case number. Nobody else gives one before this transaction is over."""
        if self._last_case is None:
            self._last_case = cases.last_case_id(self.tx)
        self._last_case += 1
        return self._last_case

    def open_in(self, area: str) -> list[Case]:
        """The newest open cases of exactly this area, the newest first; one query for a batch."""
        if area not in self._in_area:
            self._in_area[area] = {case.id: case for case in cases.open_cases_in(self.tx, area, _COMPARED)}
        found = self._in_area[area]
        found.update((case.id, case) for case in self._changed_cases.values() if case.area == area or case.id in found)
        newest = sorted(found.values(), key=lambda case: -case.id)
        return [case for case in newest if case.area == area and not case.ended][:_COMPARED]

    def cases_of(self, person: Person) -> list[Case]:
        """What this person may hear of: their own cases and their household's, oldest first."""
        households, key, voices = person.households, person.key, self.voices
        theirs = [
            case
            for case in self.cases.values()
            if (case.household is not None and case.household in households) or key in voices.get(case.id, ())
        ]
        return sorted(theirs, key=lambda case: case.id)

    def over(self, area: str | None) -> dict[Level, list[Cadre]]:
        """The cadres over an area who are there now, by level; for an area not known, the highest there are."""
        if area not in self._areas:
            over = ladder.responsible(people.cadres_over(self.tx, [area]), area)
            everybody = cadres.with_deputies(self.tx, (cadre for level in over.values() for cadre in level))
            there = {level: duty.present(found, everybody, self.now, self.zone) for level, found in over.items()}
            # Where everybody is away somebody must still hear of it.
            self._areas[area] = {level: found for level, found in there.items() if found} or over
        return self._areas[area]

    def forget_areas(self) -> None:
        """Who is responsible changed: it is looked up anew."""
        self._areas.clear()

    def open_alerts(self, cadre: Cadre) -> list[Alert]:
        """The alerts of a cadre that nobody has acknowledged, this batch's own among them."""
        found = {(alert.case_id, alert.cadre_id): alert for alert in cases.open_alerts(self.tx, [cadre.id])}
        found |= {key: alert for key, alert in self._alerts.items() if key[1] == cadre.id and alert.open}
        return [alert for key, alert in found.items() if key[0] not in self._answered]

    def alerted(self, *case_ids: int) -> list[Cadre]:
        """The cadres that were ever alerted of these cases."""
        ids = {alert.cadre_id for alert in cases.alerts_of(self.tx, case_ids)}
        ids |= {cadre_id for case_id, cadre_id in self._alerts if case_id in case_ids}
        return sorted(people.cadres_by_id(self.tx, ids).values(), key=lambda cadre: cadre.id)

    def next_climb(self, case_id: int) -> Timer | None:
        """The step a case's ladder comes to next, and when; None where it stands still."""
        key = ("ladder", str(case_id))
        return self._timers[key] if key in self._timers else timers.find_timer(self.tx, *key)

    def ladder_step(self, case_id: int) -> str | None:
        """The step a case's ladder comes to next; None where it stands still."""
        timer = self.next_climb(case_id)
        return timer.step if timer else None

    def told_of(self, case: Case) -> list[Person]:
        """Everybody who reported a case: its voices."""
        keys = self.voices.get(case.id, [])
        if missing := [key for key in keys if key not in self.people]:
            self.people.update(people.load_people(self.tx, missing))
        return [self.people[key] for key in keys if key in self.people]

    # ------------------------------------------------------------------ what is decided

    def set_person(self, person: Person) -> None:
        """A person is new or changed."""
        self.people[person.key] = self._changed_people[person.key] = person

    def session_of(self, key: str) -> Any:  # noqa: ANN401 - JSON
        """Where a conversation stands, loaded if it is not at hand; None where it never began."""
        self.have_sessions([key])
        return self.sessions[key].body if key in self.sessions else None

    def have_sessions(self, keys: Iterable[str]) -> None:
        """Have these conversations at hand; one query."""
        missing = sorted({key for key in keys if key not in self.sessions})
        if missing:
            self.sessions.update(sessions.load_sessions(self.tx, missing))

    def set_session(self, key: str, body: Any) -> None:  # noqa: ANN401 - JSON
        """A conversation stands here now."""
        stored = self.sessions.get(key)
        session = StoredSession(body, stored.version + 1 if stored else 1)
        self.sessions[key] = self._changed_sessions[key] = session

    def set_case(self, case: Case, event: str, actor: str, reason: str = "") -> Case:
        """A case is new or changed: written, in the audit with who and why, and wanted by the registry."""
        before = self.cases.get(case.id)
        case = replace(case, changed_at=self.now, version=before.version + 1 if before else 1)
        self.cases[case.id] = self._changed_cases[case.id] = case
        self._to_sync.add(case.id)
        body = case_line(case, event)
        self._audit.append(Entry(self.now, actor, event, case.id, body | ({"reason": reason} if reason else {})))
        return case

    def amend(self, case: Case) -> None:
        """A fact of the case that is ours alone: written, neither told nor synced."""
        self.cases[case.id] = self._changed_cases[case.id] = case

    def add_voice(self, case_id: int, key: str) -> None:
        """This conversation is told of the case from now on."""
        told = self.voices.setdefault(case_id, [])
        if key not in told:
            told.append(key)
            self._new_voices.append((case_id, key))

    def drop_voice(self, case_id: int, key: str) -> None:
        """This conversation is told of the case no more."""
        if key in self.voices.get(case_id, ()):
            self.voices[case_id].remove(key)
            self._gone_voices.append((case_id, key))

    def alert(self, case: Case, cadres: Iterable[Cadre]) -> None:
        """These cadres are to acknowledge the case."""
        for cadre in cadres:
            self._alerts[case.id, cadre.id] = Alert(case.id, cadre.id, case.urgency, self.now)
            self.set_timer(Timer("digest", str(cadre.id), ladder.next_digest(self.now, self.zone), "digest"))

    def alert_quietly(self, case: Case, cadres: Iterable[Cadre]) -> None:
        """These cadres have the case, as if they had been alerted and had answered."""
        for cadre in cadres:
            self._alerts[case.id, cadre.id] = Alert(case.id, cadre.id, case.urgency, self.now, open=False)

    def involve(self, case: Case, cadres: Iterable[Cadre]) -> None:
        """These cadres have a part in the case from now on: it is on their list, and in their morning's digest."""
        known = {cadre.id for cadre in self.alerted(case.id)}
        new = [cadre for cadre in cadres if cadre.id not in known]
        self.alert_quietly(case, new)
        for cadre in new:
            self.set_timer(Timer("digest", str(cadre.id), ladder.next_digest(self.now, self.zone), "digest"))

    def answer(self, case_id: int) -> None:
        """Somebody acknowledged: the ladder stops."""
        self._answered.append(case_id)
        self.stop("ladder", str(case_id))

    def alert_again(self, case_id: int) -> None:
        """The case is to be acknowledged anew."""
        if case_id in self._answered:
            self._answered.remove(case_id)

    def set_timer(self, timer: Timer) -> None:
        """Set or move a timer."""
        self._timers[timer.kind, timer.ref] = timer

    def stop(self, kind: str, ref: str) -> None:
        """A timer does not come."""
        self._timers[kind, ref] = None

    def queue(
        self, key: str, to: Address, kind: str, text: str, *, due_at: datetime | None = None,
        buttons: tuple[Button, ...] = (), case: Case | None = None, in_reply_to: int | None = None,
        sources: Sources | None = None, broadcast_id: int | None = None,
    ) -> None:  # fmt: skip
        """Put a message into the outbox."""
        about, at = case.id if case else None, due_at or self.now
        self.outgoing.append(Queued(key, to, kind, text, at, buttons, about, in_reply_to, sources, broadcast_id))

    def queue_paced(
        self, cadre: Cadre, kind: str, text: str, due_at: datetime, case: Case | None, buttons: tuple[Button, ...],
        *, at_night: bool = False, in_numbers: bool = False,
    ) -> datetime:  # fmt: skip
        """A message to a cadre that in a storm waits for others to go with it; when it goes at the latest.

        `in_numbers`: it is of a kind that seldom comes alone, and is grouped from the second in a minute on.
        """
        last, many = self.heard.get(cadre.id, (cadre.heard_at, cadre.heard_in_a_row))
        since = self.now - last if last is not None else _PACE
        in_a_row = timedelta() <= since < _PACE  # where the clock was set back nobody waits for it to catch up
        free_at = due_at
        if last is not None and in_a_row and (in_numbers or many >= AT_ONCE or self._is_storm(cadre)):
            free_at = max(due_at, last + _PACE)
        if free_at <= self.now:
            self.heard[cadre.id] = (self.now, many + 1 if in_a_row else 1)
            address = Address(cadre.channel, cadre.address)
            self.queue(cadre.key, address, kind, text, due_at=self.now, buttons=buttons, case=case)
            return self.now
        waits_until = free_at if at_night else ladder.after_quiet(free_at, self.zone)
        urgency = case.urgency if case else "normal"
        self._held.append(Held(cadre.id, case.id if case else None, kind, urgency, text, waits_until))
        return waits_until

    def _is_storm(self, cadre: Cadre) -> bool:
        """Whether an incident is under way in a cadre's area."""
        day = self.now.astimezone(self.zone).date().isoformat()
        return incidents.under_way(self.tx, cadre.area, day, INCIDENT_FROM)

    def answered_by(self, cadre_id: int) -> None:
        """A cadre acknowledged something."""
        self._answering.add(cadre_id)

    def note(self, actor: str, action: str, case_id: int | None, body: Any) -> None:  # noqa: ANN401 - JSON
        """Put something that was done into the audit."""
        self._audit.append(Entry(self.now, actor, action, case_id, body))

    def write(self) -> None:
        """Write everything that was decided, one statement a table."""
        people.save_people(self.tx, self._changed_people.values())
        sessions.save_sessions(self.tx, self._changed_sessions.items(), self.now)
        cases.save_cases(self.tx, self._changed_cases.values())
        if self._last_case is not None:
            cases.set_last_case_id(self.tx, self._last_case)
        cases.add_voices(self.tx, self._new_voices, self.now)
        cases.remove_voices(self.tx, self._gone_voices)
        cases.save_alerts(self.tx, self._alerts.values())
        cases.close_alerts(self.tx, self._answered)
        held.hold(self.tx, self._held)
        if self._held:
            for cadre_id, due_at in held.next_due(self.tx, sorted({each.cadre_id for each in self._held})).items():
                self.set_timer(Timer("group", str(cadre_id), due_at, "group"))
        cadres.heard(self.tx, self.heard.items())
        cadres.answered(self.tx, self._answering, self.now)
        timers.stop_timers(self.tx, [key for key, timer in self._timers.items() if timer is None])
        timers.set_timers(self.tx, [timer for timer in self._timers.values() if timer is not None])
        audit.append(self.tx, self._audit)
        outbox.want_sync(self.tx, sorted(self._to_sync), self.now)
        outbox.enqueue(self.tx, self.outgoing, self.now)
        if self.gaps:
            self.tx.connection.execute(insert(gaps), self.gaps)
