"""The words the system begins by itself: alerts to cadres, notices to cadres and households; and when they go."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from bot.batch import Batch
from bot.cases import ladder
from bot.cases.procedure import Due
from bot.cases.types import Cadre, Case
from bot.store.incidents import Incident
from bot.store.people import Person
from bot.store.timers import Timer
from dialogs.terms import DISASTERS, DUES, RELATIONS, STATUSES, facts_in_words, is_due_itself, risks_in_words
from dialogs.types import Say
from dialogs.wording import Listed, Phrase, Term, render
from dialogs.wording import marked as _
from integrations.ports import Address, Button
from policies_kb.areas import level, normalise
from policies_kb.places import township_name

_SAID_IN_ALERT = 45
_OF_FOUND = 12
_A_WORD = 2  # characters below which nothing was said: a number that chose it
_HARM_TO_CHILDREN = frozenset({"child_abuse", "child_alone"})
CADRE_LANGUAGE = "zh-Hans"
ANSWERS = (Button("收到", "1"), Button("出发", "2"))
UNDELIVERED_AFTER = timedelta(minutes=5)  # a critical alert without an answer: the next channel is tried too


def alert(
    batch: Batch, cadre: Cadre, words: Sequence[Say], case: Case, due_at: datetime, *, at_once: bool = False
) -> None:
    """An alert to a cadre, which they are to acknowledge; critical ones, and those given by hand, at once and apart."""
    text = said(words, CADRE_LANGUAGE)
    if case.urgency != "critical" and not (at_once and due_at == batch.now):
        batch.queue_paced(cadre, "alert", text, due_at, case, ANSWERS, in_numbers=case.incident is not None)
        return
    address = Address(cadre.channel, cadre.address)
    batch.queue(cadre.key, address, "alert", text, due_at=due_at, buttons=ANSWERS, case=case)
    if case.urgency == "critical":
        batch.set_timer(Timer("fallback", f"{case.id} {cadre.id}", due_at + UNDELIVERED_AFTER, "nothing"))


def to_cadre(
    batch: Batch, cadre: Cadre, words: Sequence[Say], case: Case | None, *, urgent: bool = False, at_once: bool = False,
    in_numbers: bool = False,
) -> datetime:  # fmt: skip
    """A notice to a cadre; outside quiet hours unless it is about a life. When it goes.

    `at_once`: it belongs to what they have in hand, and does not wait to be grouped.
    `in_numbers`: it seldom comes alone, and waits from the second in a minute on.
    """
    due_at = batch.now if urgent else ladder.after_quiet(batch.now, batch.zone)
    text = said(words, CADRE_LANGUAGE)
    if not urgent and not (at_once and due_at == batch.now):
        in_numbers = in_numbers or (case is not None and case.incident is not None)
        return batch.queue_paced(cadre, "notice", text, due_at, case, (), in_numbers=in_numbers)
    batch.queue(cadre.key, Address(cadre.channel, cadre.address), "notice", text, due_at=due_at, case=case)
    return due_at


def of_incident(batch: Batch, cadre: Cadre, found: Incident, case: Case) -> None:
    """The count of an incident: at night too where lives are at stake, and still one message a minute."""
    at_night = case.urgency == "critical"
    due_at = batch.now if at_night else ladder.after_quiet(batch.now, batch.zone)
    text = said(incident(found, case, batch.over(case.area).get("village", ())), CADRE_LANGUAGE)
    batch.queue_paced(cadre, "notice", text, due_at, None, (), at_night=at_night, in_numbers=True)


def to_person(batch: Batch, person: Person, words: Sequence[Say], case: Case | None, *, urgent: bool = False) -> None:
    """A notice to the household: not to who opted out, and outside quiet hours unless a life is at stake."""
    if person.opted_out or person.blocked:
        return
    due_at = batch.now if urgent else ladder.after_quiet(batch.now, batch.zone)
    text = said(words, person.language or "zh-Hans")
    batch.queue(person.key, Address(person.channel, person.address), "notice", text, due_at=due_at, case=case)


def said(words: Sequence[Say], language: str) -> str:
    """Several messages of the catalogue as one text."""
    space = " " if language == "en" else ""
    return space.join(render(each.message, each.values, language) for each in words)


def new_case(case: Case) -> tuple[Say, ...]:
    """A new case, to the cadre who is first: who, where, what, how to reach them, how to answer."""
    values = about(case)
    duty = _duty(case)
    if case.urgency == "critical":
        return (Say(_("URGENT {number} {place}: {said} Call {phone}. Reply 1 received, 2 on the way."), values), *duty)
    if case.urgency == "high":
        return (Say(_("Today {number} {place}: {said} Call {phone}. Reply 1 received."), values), *duty)
    said = _("New report {number} {place}: {facts}. Call {phone}. Visit by {day}. Reply 1 received.")
    if case.due_what in DUES and case.due_what != "check":
        said = _("New report {number} {place}: {facts}. Call {phone}. {what} by {day}. Reply 1 received.")
        values["what"] = DUES[case.due_what]
    first = Say(said, values)
    return (first, *_to_ask(case), *duty)


def _to_ask(case: Case) -> tuple[Say, ...]:
    """What the visit has to bring: what the registry will want to know, and the consent of who did not write."""
    missing = [_MISSING[name] for name in case.details.get("missing", ()) if name in _MISSING]
    asked = [Say(_("Please ask: {missing}."), {"missing": Listed(tuple(missing))})] if missing else []
    if case.details.get("consent") == "to_ask":
        asked.append(Say(_("Reported for them: ask their own consent first.")))
    return tuple(asked)


_MISSING = {
    "amount": Term("missing", "what they paid themselves"),
    "disaster_kind": Term("missing", "which disaster it was"),
    "workers": Term("missing", "how many can work"),
}


def climbed(case: Case, before: Sequence[Cadre]) -> tuple[Say, ...]:
    """Nobody below answered: to the next level."""
    values = about(case) | {"name": "、".join(cadre.name for cadre in before) or "-"}
    if case.urgency == "normal":
        return (Say(_("Overdue {number} {place}: {facts}; no visit yet by {name}. Reply 1 to take it over."), values),)
    first = Say(
        _("URGENT, no answer from {name}. {number} {place}: {said} Call {phone}. Reply 1 to take over."), values
    )
    return (first, *_duty(case))


def cannot_come(case: Case, cadre: Cadre, words: str) -> tuple[Say, ...]:
    """Whoever was alerted cannot come: to the next level."""
    values = about(case) | {"name": cadre.name, "reply": words.strip()[:_SAID_IN_ALERT]}
    said = _("{name} cannot come: {reply} {number} {place}: {said} Call {phone}. Reply 1 to take over.")
    return (Say(said, values), *_duty(case))


def unanswered(case: Case) -> tuple[Say, ...]:
    """Nobody answered at all: an alarm of its own."""
    first = Say(_("NOBODY ANSWERED {number} {place}: {said} Call {phone}. Act now. Reply 1 received."), about(case))
    return (first, *_duty(case))


def added(case: Case, words: str, person: Person, facts: Mapping[str, Any] | None = None) -> tuple[Say, ...]:
    """Further words of a household on a case; of a bare number, what it stands for."""
    short = words.strip()[:_SAID_IN_ALERT]
    if facts and short.isascii() and short.isdigit():
        return (Say(_("{number}, further: {said}"), {"number": case.number, "said": facts_in_words(facts)}),)
    if not short:
        return (Say(_("{number}: a picture or a position came in."), {"number": case.number}),)
    return (Say(_("{number}, further: {said}"), {"number": case.number, "said": short}),)


def acknowledged(case: Case, cadre: Cadre) -> tuple[Say, ...]:
    """To the household: who has it and how to reach them."""
    values = {"number": case.number, "name": cadre.name, "phone": cadre.address}
    if cadre.channel in ("sms", "whatsapp"):
        return (Say(_("{name} has your {number} and is on it. Phone {phone}."), values),)
    return (Say(_("{name} has your {number} and is on it."), values),)


def responded(case: Case, cadre: Cadre, response: str) -> tuple[Say, ...]:
    """To the household: what the cadre does now."""
    values = {"number": case.number, "name": cadre.name}
    match response:
        case "on_way":
            return (Say(_("{name} is on the way to you. {number}"), values),)
        case "arrived":
            return (Say(_("{name} says: arrived. {number}"), values),)
        case _:
            return (Say(_("{name} notes {number} as done. Not so? Just write to me."), values),)


def handed_over(case: Case, before: Cadre | None) -> tuple[Say, ...]:
    """To the cadre who takes a case over."""
    values = about(case) | {"name": before.name if before else "-", "day": case.due_on or "-"}
    if case.urgency == "critical" and "helped" not in case.stages:
        words = _("URGENT, {name} hands over {number} {place}: {said} Call {phone}. Reply 1 received, 2 on the way.")
        return (Say(words, values), *_duty(case))
    return (Say(_("{name} hands over {number} {place}: {said} Call {phone}. Due {day}. Reply 1 received."), values),)


def passed_on(case: Case, to: Cadre) -> tuple[Say, ...]:
    """To the household: somebody else looks after it now."""
    return (Say(_("{number} is passed on to {name}."), {"number": case.number, "name": to.name}),)


def new_phone(cadre: Cadre, cases: int) -> tuple[Say, ...]:
    """To the new phone of a cadre: that it is known, and what is theirs."""
    return (
        Say(
            _("{name}, this number gets your alerts now. {count} cases are open."), {"name": cadre.name, "count": cases}
        ),
    )


def found(case: Case, cadre: Cadre) -> tuple[Say, ...]:
    """To a household for which a cadre opened a case."""
    values = {"number": case.number, "name": cadre.name, "phone": cadre.address}
    return (Say(_("{name} noted for your home what is hard and reported it: {number}. Not right? Tell me."), values),)


def withdrawn(case: Case) -> tuple[Say, ...]:
    """To whoever has the case: the household took it back."""
    return (Say(_("{number} was taken back by the household."), {"number": case.number}),)


def consent_given(case: Case) -> tuple[Say, ...]:
    """To who reported somebody else: they were asked, and agree."""
    return (Say(_("{number}: they were asked and agree. It goes on."), {"number": case.number}),)


def ends_here(case: Case) -> tuple[Say, ...]:
    """To who reported somebody else that did not agree: kindly, and nothing of what they said."""
    return (Say(_("{number}: the village has looked and it ends here. Thank you for caring. In danger: 120, 110."),
                {"number": case.number}),)  # fmt: skip


def silent(case: Case) -> tuple[Say, ...]:
    """To the township: acknowledged, and then nothing for two hours."""
    values = about(case) | {"name": case.acknowledged_name or "-"}
    return (Say(_("{number} {place}: {name} answered, then nothing for 2 hours. Please ask. {said}"), values),)


def unreachable(case: Case) -> tuple[Say, ...]:
    """To whoever has the case: messages do not reach the household any more."""
    return (
        Say(_("{number}: messages no longer reach this household. Please visit or call."), {"number": case.number}),
    )


def status(case: Case) -> tuple[Say, ...]:
    """To the household: the case moved on."""
    values: dict[str, object] = {
        "number": case.number, "status": STATUSES[case.status], "day": case.due_on, "note": case.note,
    }  # fmt: skip
    first = Say(_("{number}: {status}, by {day} at the latest."), values)
    if case.due_on is None or case.ended:
        first = Say(_("{number}: {status}."), values)
    elif not is_due_itself(case.status, case.due_what):
        values["what"] = DUES[case.due_what or ""]
        first = Say(_("{number}: {status}; {what} by {day} at the latest."), values)
    if case.status == "rejected" and case.note:
        return (first, Say(_("The reason: {note}. If you do not agree, reply REVIEW."), values))
    if case.status == "rejected":
        return (first, Say(_("No reason was given. If you do not agree, reply REVIEW.")))
    return (first,)


def at_risk(case: Case, found: Due, colour: str) -> tuple[Say, ...]:
    """To whoever has it and their superior: the last days of a step."""
    return (Say(_("{colour} {number} {place}: {what} by {day}, not done yet."), _timed(case, found, colour)),)


def overdue(case: Case, found: Due, colour: str) -> tuple[Say, ...]:
    """To whoever has it and their superior: a step was not made in time."""
    return (Say(_("{colour} {number} {place}: {what} was due by {day}. Overdue."), _timed(case, found, colour)),)


def at_risk_kindly(case: Case, found: Due) -> tuple[Say, ...]:
    """To the household: it is due soon, and somebody minds."""
    return (Say(_("{number}: {what} is due by {day}. I have reminded them."), _timed(case, found, "orange")),)


def overdue_kindly(case: Case, found: Due, *, above: bool) -> tuple[Say, ...]:
    """To the household: it is late, that is not their fault, and who knows of it."""
    late = Say(_("{number}: {what} should have been done by {day}. I am sorry."), _timed(case, found, "red"))
    return (
        late,
        Say(_("The level above knows and must see to it.") if above else _("I press for it. 12345 hears you.")),
    )


def paused(case: Case, reason: str) -> tuple[Say, ...]:
    """To the household: why its time stands still."""
    return (Say(_("{number} rests for now: {reason}."), {"number": case.number, "reason": reason}),)


def fell_back(case: Case) -> tuple[Say, ...]:
    """To the household: a risk that was over is there again."""
    return (Say(_("{number} is open again: {note}. Help goes on."), {"number": case.number, "note": case.note}),)


def no_help(case: Case) -> tuple[Say, ...]:
    """To the level above: the household says that no help came."""
    values = about(case) | {"name": case.acknowledged_name or "-"}
    return (
        Say(_("{number} {place}: {name} noted it as done, the household says no help came. Call {phone}."), values),
    )


def badly_rated(case: Case, *, named: bool) -> tuple[Say, ...]:
    """To the level above: a household was not content, with the number only where it wants to be known."""
    values = {"number": case.number, "place": township_name(case.area or "")}
    if named:
        return (Say(_("{number}: the household says that it went badly. Please ask why."), values),)
    return (Say(_("A household in {place} says that its case went badly, without a name."), values),)


def in_their_words(said: str) -> tuple[Say, ...]:
    """What somebody added to a yes or a no."""
    return (Say(_("They say: {said}"), {"said": said.strip()[:_SAID_IN_ALERT]}),)


def looks_like(case: Case, other: Case) -> tuple[Say, ...]:
    """To whoever has it: two reports may be of one event."""
    return (
        Say(_("{number} may be the same as {other}. If so: 合并 {number} {other}"),
            {"number": case.number, "other": other.number}),
    )  # fmt: skip


def merged(joined: Case, kept: Case) -> tuple[Say, ...]:
    """To who reported it: it is handled together with another, and their number still counts."""
    values = {"joined": joined.number, "number": kept.number}
    return (Say(_("{joined} and {number} are one matter: handled together, both numbers count."), values),)


def merged_for_cadre(joined: Case, kept: Case, cadre: Cadre) -> tuple[Say, ...]:
    """To whoever was alerted to either."""
    values = {"joined": joined.number, "number": kept.number, "name": cadre.name}
    return (Say(_("{name} joined {joined} to {number}. Not the same? 拆开 {joined}"), values),)


def stands_alone(case: Case) -> tuple[Say, ...]:
    """To who reported it: it is a case of its own again."""
    return (Say(_("{number} is handled by itself again."), {"number": case.number}),)


def incident(found: Incident, case: Case, village: Sequence[Cadre]) -> tuple[Say, ...]:
    """To the village and those above: many cases of one disaster in one place on one day."""
    kind = DISASTERS.get(found.kind, DISASTERS["flood"])
    values = {
        "incident": found.number, "kind": kind, "count": found.cases, "place": _of_incident(case, village),
        "day": date.fromisoformat(found.day),
    }  # fmt: skip
    return (Say(_("Incident {incident}: {kind} in {place} on {day}, {count} cases so far."), values),)


def _of_incident(case: Case, village: Sequence[Cadre]) -> str | Phrase:
    """The township and the place in somebody's own words; else the village by its cadre's name, or by its code."""
    words, area = str(case.details.get("place") or ""), normalise(case.area)
    township = township_name(area)
    if words:
        return words if township in words else f"{township}{words}"
    if cadre := next((each for each in village if each.area == area), None):
        return Phrase(_("the village of {name} in {township}"), {"name": cadre.name, "township": township})
    return f"{township} {area}" if level(area) == "village" else township


_COLOURS = {
    "yellow": Term("colour", "YELLOW"),
    "orange": Term("colour", "ORANGE"),
    "red": Term("colour", "RED"),
}


def _timed(case: Case, found: Due, colour: str) -> dict[str, object]:
    day = found.at if found.what == "relief" else found.on
    return about(case) | {"colour": _COLOURS[colour], "what": DUES[found.what], "day": day}


def about(case: Case) -> dict[str, object]:
    """What a cadre hears of a case: who, where, why, and how to reach them."""
    facts = dict(case.details) | {"risk_types": list(case.risk_types), "relation": None}
    if set(case.risk_types) <= {"other"}:
        facts["said"] = case.said  # no list has a word for it
    facts.pop("place", None)
    facts.pop("phone", None)
    who = RELATIONS.get(case.relation or "")
    short = case.said.strip()[:_SAID_IN_ALERT]
    return {
        "number": case.number,
        "place": _where(case),
        "said": f"“{short}”" if short else risks_in_words(case.risk_types),
        "facts": facts_in_words(facts),
        "who": who or "",
        "kind": DISASTERS.get(str(case.details.get("disaster_kind")), ""),
        "phone": case.callback or Phrase(_("(none left)"), {}),
        "day": case.due_on or "-",
    }


def _where(case: Case) -> str | Phrase:
    """The household's name and the place in its own words, as far as they are known; else what a cadre wrote of it."""
    parts = [part for part in (case.reporter, case.details.get("place")) if part]
    if not parts and case.found_by == "cadre":
        parts = [case.said.strip()[:_OF_FOUND]]
    return " ".join(parts) or Phrase(_("a household"), {})


def _duty(case: Case) -> tuple[Say, ...]:
    """Who finds harm to a child must tell the police: the law says so, and so does the alert."""
    hurt = case.danger == "violence" and case.relation in ("child", "grandchild")
    if case.danger not in _HARM_TO_CHILDREN and not hurt:
        return ()
    return (Say(_("Harm to a child: the police, 110, are to be told at once.")),)


def asks_for_person(person: Person, words: str, facts: Mapping[str, Any], talk: int) -> tuple[Say, ...]:
    """To a cadre: somebody wants to talk to a person; what they had begun to report goes along."""
    values = {
        "name": person.name or Phrase(_("a household"), {}),
        "phone": person.address,
        "said": words.strip()[:_SAID_IN_ALERT],
        "facts": facts_in_words(facts),
        "talk": talk,
    }
    asked = Say(_("{name} asks to be contacted: {said} Phone {phone}."), values)
    if len(words.strip()) < _A_WORD:
        asked = Say(_("{name} asks to be contacted. Phone {phone}."), values)
    how = Say(_("Here: 说 T{talk} and your words; 看 T{talk} shows the talk."), values)
    if facts:
        return (asked, Say(_("Begun, not sent: {facts}."), values), how)
    return (asked, how)


def not_finished(person: Person, facts: Mapping[str, Any]) -> tuple[Say, ...]:
    """To a cadre: a report with a need of the day was begun and never sent."""
    values = {
        "name": person.name or Phrase(_("a household"), {}),
        "phone": person.address,
        "facts": facts_in_words(facts),
    }
    return (Say(_("{name} began a report and did not send it: {facts}. Phone {phone}. Please ask."), values),)


def complaint(words: str, phone: str | None) -> tuple[Say, ...]:
    """To the level above: a complaint, and how to reach who made it unless they want no name."""
    values = {"said": words.strip()[:120], "phone": phone}
    if phone is None:
        return (Say(_("A household complains: {said} Please look into it."), values),)
    return (Say(_("A household complains: {said} Please look into it and answer {phone}; tell nobody below."), values),)


def no_name() -> tuple[Say, ...]:
    """To the level above: who complained and could be called wants to stay unnamed after all."""
    return (Say(_("Who complained to you lately wants no name now: tell nobody who it was, and do not call them.")),)


def reminder(batch: Batch, person: Person, words: Sequence[Say]) -> None:
    """To somebody whose report waits unfinished."""
    due_at = ladder.after_quiet(batch.now, batch.zone)
    address = Address(person.channel, person.address)
    text = "\n".join(render(each.message, each.values, person.language or "zh-Hans") for each in words)
    batch.queue(person.key, address, "notice", text, due_at=due_at)
