"""What is done with cases inside a batch: opening, joining, adding, answering, climbing, hearing from the registry."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from bot import decisions, incidents, notices, questions, visits
from bot.batch import Batch
from bot.cases import ladder, lifecycle, merging
from bot.cases.procedure import MORNING, Profile, profile_for
from bot.cases.types import URGENCIES, Cadre, Case
from bot.deadlines import KIND as DEADLINE
from bot.deadlines import Deadlines
from bot.store.people import Person
from bot.store.timers import Timer
from dialogs.facts import KEPT
from dialogs.kinfolk import are_others_than_in, tell_of_others
from dialogs.types import Say

_SAID_AT_MOST = 600
_SAYS = 3  # characters below which a message only nods


@dataclass(frozen=True, slots=True)
class Opened:
    """A case that was opened or joined, who is told of it, and from when on."""

    case: Case
    joined: bool
    told: tuple[Cadre, ...]
    held_until: datetime | None


@dataclass(frozen=True, slots=True)
class Caseload:
    """The rules a case is handled by."""

    deadlines: Deadlines

    def open(self, batch: Batch, person: Person, facts: Mapping[str, Any], extra: Mapping[str, Any]) -> Opened:
        """Open a case, or join the one there is of the same person and danger."""
        if (standing := _standing(batch, person, facts)) is not None:
            return self._join(batch, person, standing, facts, extra)
        household, home = person.home_in(facts.get("area"))
        area = facts.get("area") or home
        case = Case(
            id=batch.new_case_id(),
            household=household,
            opened_by=person.key,
            status="declared",
            urgency=facts["urgency"],
            risk_types=tuple(facts.get("risk_types", ())) or ("other",),
            area=area,
            opened_at=batch.now,
            changed_at=batch.now,
            relation=facts.get("relation"),
            danger=facts.get("danger"),
            details={**_told_facts(facts), **extra},
            said=facts.get("said", ""),
            reporter=person.name,
            callback=facts.get("phone") or (person.address if person.channel in ("sms", "whatsapp") else None),
            stages={"declared": batch.now.isoformat()},
        )
        case = batch.set_case(incidents.counted(batch, self.deadlines.timed(batch, case)), "opened", "household")
        batch.add_voice(case.id, person.key)
        opened = self._alerted(batch, case)
        self._compare(batch, opened.case)
        return opened

    def update(
        self, batch: Batch, person: Person, case: Case, facts: Mapping[str, Any], said: str, extra: Mapping[str, Any],
        *, fill_only: bool = False,
    ) -> tuple[Case, tuple[Cadre, ...]]:  # fmt: skip
        """Add facts to an open case; whoever has the case hears of it. Gives the case and who was told."""
        changed = _with_facts(case, facts, extra, said, fill_only=fill_only)
        if changed == case:
            return case, self.keepers(batch, case)
        moved = changed.area is not None and not ladder.same_area(changed.area, case.area)
        case = batch.set_case(changed, "updated", "household")
        if moved and case.acknowledged_by is None and batch.over(case.area):
            return case, self._alerted(batch, case).told
        keepers = self.keepers(batch, case)
        heard = len(said.strip()) >= _SAYS  # the household is told that they hear of it
        if case.acknowledged_by is not None or _told_facts(facts) or extra or heard:
            for cadre in keepers:
                words = notices.added(case, said, person, facts)
                notices.to_cadre(batch, cadre, words, case, urgent=case.urgency == "critical", at_once=True)
        return case, keepers

    def keepers(self, batch: Batch, case: Case) -> tuple[Cadre, ...]:
        """Who has the case: whoever acknowledged it, else those who were alerted first."""
        alerted = batch.alerted(case.id)
        if case.acknowledged_by is not None:
            return tuple(cadre for cadre in alerted if cadre.id == case.acknowledged_by)
        lowest = next((level for level in ladder.LEVELS if any(cadre.level == level for cadre in alerted)), None)
        return tuple(cadre for cadre in alerted if cadre.level == lowest)

    def acknowledge(self, batch: Batch, cadre: Cadre, case: Case) -> Case:
        """An alert has reached a cadre: the ladder stops for good, and the household hears who is coming."""
        case = replace(
            case, acknowledged_by=cadre.id, acknowledged_name=cadre.name, acknowledged_at=batch.now, response="received"
        )
        case = batch.set_case(self.deadlines.timed(batch, case), "acknowledged", f"cadre {cadre.id}")
        if all(each.id != cadre.id for each in batch.alerted(case.id)):  # it is theirs, though nobody had alerted them
            batch.alert_quietly(case, [cadre])
        batch.answer(case.id)
        batch.answered_by(cadre.id)
        self.watch(batch, case)
        for person in batch.told_of(case):
            notices.to_person(batch, person, notices.acknowledged(case, cadre), case, urgent=case.urgency == "critical")
        return case

    def respond(self, batch: Batch, cadre: Cadre, case: Case, response: str, note: str) -> Case:
        """A cadre is on the way, has arrived, is done, or notes something: written down, and the household hears."""
        details, stages = dict(case.details), dict(case.stages)
        if note:
            details["cadre_note"] = note[:_SAID_AT_MOST]
        if response in ("arrived", "done"):
            stages.setdefault("visited", batch.now.isoformat())
        if response == "done":
            stages["helped"] = batch.now.isoformat()
        changed = self.deadlines.timed(batch, replace(case, response=response, details=details, stages=stages))
        case = batch.set_case(changed, "updated", f"cadre {cadre.id}", note)
        batch.stop("silent", str(case.id))
        urgent = case.urgency == "critical"
        if response == "done":
            questions.plan(batch, case, "arrived", urgent=urgent)
        elif response != "note" and (urgent or not ladder.is_quiet(batch.now, batch.zone)):
            # Who is on the way at night is there long before the household may hear of it.
            for person in batch.told_of(case):
                notices.to_person(batch, person, notices.responded(case, cadre, response), case, urgent=urgent)
        return case

    def withdraw(self, batch: Batch, person: Person, case: Case) -> tuple[Cadre, ...]:
        """The household takes the case back; those who have it are told."""
        keepers = self.keepers(batch, case)
        changed = replace(case, status="withdrawn", due_on=None, stages=lifecycle.moved(case, "withdrawn", batch.now))
        case = batch.set_case(changed, "status", "household")
        self.stop(batch, case)
        for cadre in keepers:
            notices.to_cadre(batch, cadre, notices.withdrawn(case), case, at_once=True)
        return keepers

    def declined(self, batch: Batch, cadre: Cadre, case: Case, words: str) -> bool:
        """A cadre who was alerted cannot come: the level above hears, in the morning what can wait. False: none is."""
        case = batch.set_case(
            replace(case, details={**case.details, "cadre_note": words[:_SAID_AT_MOST]}), "updated",
            f"cadre {cadre.id}", words,
        )  # fmt: skip
        coming = batch.next_climb(case.id)
        if case.ladder != cadre.level or coming is None or coming.step == "unanswered":
            return case.ladder != cadre.level
        at = ladder.started(case.urgency, batch.now, batch.zone, self._terms(case).quiet_hours)
        self.climb(batch, case, coming.step, notices.cannot_come(case, cadre, words), at)  # type: ignore[arg-type]
        return True

    def climb(
        self, batch: Batch, case: Case, step: ladder.Step, instead: tuple[Say, ...] = (), at: datetime | None = None
    ) -> None:  # fmt: skip
        """Time ran out on one level: the next one is alerted; at the end every county cadre, as an alarm of its own.

        `instead` are the words where it was no lack of an answer; `at` is when they go out, if not now.
        """
        at = at or batch.now
        if case.ended or case.acknowledged_by is not None:
            return
        over = batch.over(case.area)
        if step == "unanswered":
            case = batch.set_case(replace(case, ladder=step), "unanswered", "clock")
            batch.set_timer(Timer("watch", "unanswered", batch.now, "unanswered"))  # the operator hears of it
            cadres: Iterable[Cadre] = over.get("county", ())
        else:
            case = batch.set_case(replace(case, ladder=step), "escalated", "clock")
            cadres = over.get(step, ())
        cadres = list(cadres)
        for cadre in cadres:
            words = notices.unanswered(case) if step == "unanswered" else notices.climbed(case, batch.alerted(case.id))
            notices.alert(batch, cadre, instead or words, case, at)
        batch.alert(case, cadres)
        self._set_climb(batch, case, step, at)

    def watch(self, batch: Batch, case: Case) -> None:
        """Somebody has a critical case: where nothing is heard for two hours, the level above is."""
        if case.urgency == "critical" and case.response in (None, "received"):
            since = case.acknowledged_at or batch.now
            batch.set_timer(Timer("silent", str(case.id), max(batch.now, since + ladder.SILENT_AFTER)))

    def fell_silent(self, batch: Batch, case: Case) -> None:
        """A critical case was acknowledged and nothing was heard for two hours: the township is told, as a notice.

        Where a township has nobody the county is.
        """
        if case.ended or case.response not in (None, "received"):
            return
        over = batch.over(case.area)
        for cadre in over.get("township") or over.get("county") or ():
            if cadre.id != case.acknowledged_by:
                notices.to_cadre(batch, cadre, notices.silent(case), case, urgent=True)

    def set_status(
        self, batch: Batch, case: Case, status: str, note: str | None, actor: str, *, by: str | None = None
    ) -> Case:
        """A case moves to a status; its household is told outside quiet hours, and asked where only they know.

        `by` is the conversation whose own word moved it: it has its reply.
        """
        words = notices.fell_back if lifecycle.goes_back(case.status, status) and note else notices.status
        if (case.status, status) == ("rejected", "verifying"):
            words = decisions.upheld
        stages = lifecycle.moved(case, status, batch.now)
        was_over = case.ended
        changed = replace(case, status=status, note=note, stages=stages)  # type: ignore[arg-type]
        if words is decisions.upheld:
            changed = replace(changed, paused_days=0)  # its time begins anew
        case = batch.set_case(self.deadlines.timed(batch, changed), "status", actor, note or "")
        if case.ended or case.urgency == "normal":
            batch.stop("ladder", str(case.id))
        if case.ended:
            batch.stop(DEADLINE, str(case.id))
        elif was_over and case.acknowledged_by is None:  # open again, and nobody has it
            self.alert_anew(batch, case)
            case = batch.cases[case.id]
        visits.schedule(batch, self.deadlines.profiles, case)
        if status == "closed":
            questions.plan(batch, case, "satisfied")
        elif status == "risk_cleared" and "confirmed" not in stages:
            questions.plan(batch, case, "cleared")
        else:
            for person in batch.told_of(case):
                if person.key != by:
                    notices.to_person(batch, person, words(case), case)
        return case

    def cannot_be_written_to(self, batch: Batch, cases: Iterable[Case]) -> None:
        """The provider blocks a household's number: whoever has its cases must go there."""
        for case in cases:
            for cadre in self.keepers(batch, case):
                notices.to_cadre(batch, cadre, notices.unreachable(case), case)

    def alert_anew(self, batch: Batch, case: Case) -> None:
        """The ladder begins again at its lowest level."""
        batch.alert_again(case.id)
        self._alerted(batch, case)

    def retimed(self, batch: Batch, case: Case) -> None:
        """What is due next is worked out again, and kept."""
        batch.amend(self.deadlines.timed(batch, case))

    def alert_one(self, batch: Batch, case: Case, cadre: Cadre, words: tuple[Say, ...]) -> None:
        """One cadre is alerted to a case; the ladder goes on from their level."""
        due_at = ladder.started(case.urgency, batch.now, batch.zone, self._terms(case).quiet_hours)
        notices.alert(batch, cadre, words, case, due_at, at_once=True)
        batch.alert(case, [cadre])
        self._set_climb(batch, case, cadre.level, due_at)

    def open_found(
        self, batch: Batch, cadre: Cadre, person: Person, facts: Mapping[str, Any], *, has_phone: bool
    ) -> Case:
        """A case for a household that a cadre found: acknowledged by them; the household, where reachable, is told."""
        case = Case(
            id=batch.new_case_id(),
            household=person.household if has_phone else None,
            opened_by=person.key,
            status="declared",
            urgency=facts["urgency"],
            risk_types=tuple(facts.get("risk_types", ())) or ("other",),
            area=facts["area"],
            opened_at=batch.now,
            changed_at=batch.now,
            relation=facts.get("relation"),
            danger=facts.get("danger"),
            details=_told_facts(facts),
            said=facts["said"][:_SAID_AT_MOST],
            reporter=person.name if has_phone else None,
            callback=person.address if has_phone else None,
            stages={"declared": batch.now.isoformat()},
            found_by="cadre",
        )
        actor = f"cadre {cadre.id}"
        case = batch.set_case(incidents.counted(batch, self.deadlines.timed(batch, case)), "opened", actor)
        if has_phone:
            batch.add_voice(case.id, person.key)
            notices.to_person(batch, person, notices.found(case, cadre), case)
        batch.alert_quietly(case, [cadre])
        batch.answered_by(cadre.id)
        answered = replace(
            case, acknowledged_by=cadre.id, acknowledged_name=cadre.name, acknowledged_at=batch.now,
            response="received", ladder=cadre.level,
        )  # fmt: skip
        case = batch.set_case(self.deadlines.timed(batch, answered), "acknowledged", actor)
        self.watch(batch, case)
        return case

    def stop(self, batch: Batch, case: Case) -> None:
        """Nothing of this case comes due any more."""
        batch.answer(case.id)
        for kind in ("silent", DEADLINE):
            batch.stop(kind, str(case.id))

    def _compare(self, batch: Batch, case: Case) -> None:
        """A case that looks like another one is shown to whoever has that: only they may say that it is the same."""
        if case.area is None:
            return
        others = [each for each in batch.open_in(case.area) if not _of_another(case, each)]
        other = merging.look_alike(case, others)
        if other is not None:
            for cadre in self.keepers(batch, case):
                notices.to_cadre(batch, cadre, notices.looks_like(case, other), case, at_once=True)

    def _join(
        self, batch: Batch, person: Person, case: Case, facts: Mapping[str, Any], extra: Mapping[str, Any]
    ) -> Opened:
        """Further words on a case there is: the older id stays, gaps are filled, nothing is replaced."""
        new_voice = person.key not in batch.voices.get(case.id, ())
        batch.add_voice(case.id, person.key)
        facts = {name: value for name, value in facts.items() if name != "consent"}
        changed = _with_facts(case, facts, extra, facts.get("said", ""), fill_only=True)
        worse = URGENCIES.index(facts["urgency"]) > URGENCIES.index(case.urgency)
        if worse:
            changed = replace(
                changed, urgency=facts["urgency"], danger=facts.get("danger"), said=facts.get("said", ""),
                acknowledged_by=None, acknowledged_name=None, acknowledged_at=None, response=None,
            )  # fmt: skip
            changed = self.deadlines.risen(case, changed, batch.now)
        if changed == case:
            keepers = self.keepers(batch, case)
            if new_voice:
                for cadre in keepers:
                    notices.to_cadre(
                        batch, cadre, notices.added(case, facts.get("said", ""), person), case, urgent=True
                    )
            return Opened(case, True, keepers, None)
        case = batch.set_case(changed, "updated", "household")
        if worse:  # a case that becomes critical is alerted anew
            case = incidents.counted(batch, self.deadlines.timed(batch, case))
            batch.amend(case)
            batch.alert_again(case.id)
            return self._alerted(batch, case)
        keepers = self.keepers(batch, case)
        for cadre in keepers:
            words = notices.added(case, facts.get("said", ""), person)
            notices.to_cadre(batch, cadre, words, case, urgent=case.urgency == "critical", at_once=True)
        return Opened(case, True, keepers, None)

    def _alerted(self, batch: Batch, case: Case) -> Opened:
        """Alert the lowest level there is, and set the next step of the ladder."""
        over = batch.over(case.area)
        step, cadres = ladder.alerted_first(over)
        due_at = ladder.started(case.urgency, batch.now, batch.zone, self._terms(case).quiet_hours)
        for cadre in cadres:
            notices.alert(batch, cadre, notices.new_case(case), case, due_at)
        batch.alert(case, cadres)
        changed = replace(case, ladder=step)
        batch.amend(changed)
        self._set_climb(batch, changed, step, due_at)
        if step == "unanswered" and case.urgency != "normal":
            changed = batch.set_case(changed, "unanswered", "clock")
            batch.set_timer(Timer("watch", "unanswered", batch.now, "unanswered"))
        return Opened(changed, False, tuple(cadres), due_at if due_at > batch.now else None)

    def _terms(self, case: Case) -> Profile:
        return profile_for(self.deadlines.profiles, case.area, case.urgency)

    def _set_climb(self, batch: Batch, case: Case, reached: ladder.Step, reached_at: datetime) -> None:
        overdue = None
        if case.due_on is not None:
            overdue = datetime.combine(case.due_on + timedelta(days=1), MORNING, batch.zone)
        terms = self._terms(case)
        climb = ladder.next_climb(
            case.urgency, reached, reached_at, batch.over(case.area), overdue, ladder.within(terms.answer_within)
        )
        if climb is None or (case.urgency == "normal" and climb.due_at <= batch.now):
            batch.stop("ladder", str(case.id))
        else:
            quiet = terms.quiet_hours
            due_at = climb.due_at if case.urgency == "critical" else ladder.after_quiet(climb.due_at, batch.zone, quiet)
            batch.set_timer(Timer("ladder", str(case.id), due_at, climb.step))


def _standing(batch: Batch, person: Person, facts: Mapping[str, Any]) -> Case | None:
    """The open case of this household that a report belongs to."""
    relation, now = facts.get("relation"), batch.now
    for case in reversed(batch.cases_of(person)):
        mine = case.opened_by == person.key
        if mine and relation == case.relation and are_others_than_in(case.said, _named(facts)):
            continue  # father, and not mother
        if facts["urgency"] == "critical":
            found = merging.same_emergency([case], facts.get("danger"), relation, now, same_writer=mine)
            if found is None and mine and relation and relation == case.relation:
                found = merging.same_risk([case], facts.get("risk_types", ()), relation, now, same_writer=True)
        else:
            found = merging.same_risk([case], facts.get("risk_types", ()), relation, now, same_writer=mine)
        if found is not None:
            return found
    return None


def _of_another(case: Case, other: Case) -> bool:
    """Whether two reports of one writer are of two of the family: mother and father."""
    same = case.opened_by == other.opened_by and case.relation == other.relation
    return same and tell_of_others(case.said, other.said)


def _named(facts: Mapping[str, Any]) -> list[str]:
    return [str(facts["who"])] if facts.get("who") else []


def _with_facts(case: Case, facts: Mapping[str, Any], extra: Mapping[str, Any], said: str, *, fill_only: bool) -> Case:
    told = _told_facts(facts)
    details = {**told, **case.details} if fill_only else {**case.details, **told}
    details.update(_grown(case.details, extra))
    if details.get("amount") is not None:
        details.pop("spent", None)  # the exact sum stands
    if missing := [name for name in case.details.get("missing", ()) if details.get(name) in (None, "")]:
        details["missing"] = missing
    else:
        details.pop("missing", None)
    risks = tuple(dict.fromkeys([*case.risk_types, *facts.get("risk_types", ())]))
    if len(risks) > 1 and "other" in risks and "other" not in facts.get("risk_types", ()):
        risks = tuple(risk for risk in risks if risk != "other")
    relation = case.relation or told.get("relation") if fill_only else told.get("relation") or case.relation
    area = case.area if fill_only and case.area else facts.get("area") or case.area
    if said.strip() and said.strip() not in case.said:
        words = f"{case.said} / {said.strip()}"[:_SAID_AT_MOST]
    else:
        words = case.said
    return replace(
        case, details=details, risk_types=risks, relation=relation, area=area, said=words,
        danger=case.danger or facts.get("danger"), callback=told.get("phone") or case.callback,
    )  # fmt: skip


def _told_facts(facts: Mapping[str, Any]) -> dict[str, Any]:
    return {name: facts[name] for name in KEPT if facts.get(name) not in (None, "")}


def _grown(details: Mapping[str, Any], extra: Mapping[str, Any]) -> dict[str, Any]:
    """Pictures add up; the newest position stands."""
    grown = dict(extra)
    if "media" in extra:
        grown["media"] = [*details.get("media", []), *extra["media"]]
    return grown
