"""Report a hardship: what happened, to whom, where; read back once, and opened on a clear yes."""

from typing import Any

from dialogs.facts import (
    filled,
    fresh_emergency,
    gathered,
    new_facts,
    resumes,
    risks_in_a_word,
    says_nothing_else,
    with_recent,
)
from dialogs.terms import facts_in_words
from dialogs.types import (
    Again,
    CaseBrief,
    CaseChanged,
    CaseOpened,
    Done,
    Effect,
    Elsewhere,
    Flow,
    Goto,
    Move,
    OpenCase,
    Outcome,
    Say,
    Session,
    Slots,
    Step,
    Turn,
    UpdateCase,
)
from dialogs.wording import marked as _

_PERSONAL = frozenset({"illness", "accident", "disability", "schooling", "care"})
_COSTLY = frozenset({"illness"})  # the registry asks for what was paid
_RISK_CHOICES = {"1": "illness", "2": "accident", "3": "disaster"}
_WHO_CHOICES = {"1": "self", "2": "parent", "3": "child"}
_KIND_CHOICES = {"1": "flood", "2": "drought", "3": "hail"}
_YES_NO = ((_("yes, send it"), "1"), (_("change something"), "2"))
# What a reply may be that is not for the question that waits.
_DIGRESSIONS = frozenset(
    {"ask_policy", "check_eligibility", "ask_case_status", "help", "request_human", "complain", "cancel"}
)


def start(session: Session, turn: Turn) -> Move:
    """Take everything the first message says, with what was said just before it."""
    if (same := _already_open(turn)) is not None:
        return Done((UpdateCase(same.number, gathered(turn), turn.text),))
    waiting = next((place for place in session.stack if place.flow == "report_hardship"), None)
    if waiting is not None and resumes(turn):
        return Goto("confirm", waiting.slots)
    facts = with_recent(session, gathered(turn), turn.at)
    facts["asked"] = []
    return Goto(
        _next(facts, turn), facts, (Say(_("I am sorry to hear it. I am taking it down.")),) if _brief(facts) else ()
    )


def read_confirm(session: Session, turn: Turn) -> Move:
    """Open the case only on a clear yes to what was read back."""
    facts = _slots(session)
    changed = new_facts(facts, turn)
    intent = turn.meant.intent
    if intent in _DIGRESSIONS and not changed:
        return Elsewhere()
    if changed:
        return Goto("confirm", {**facts, **changed})
    if resumes(turn):
        return Goto("confirm", facts)
    if says_nothing_else(turn) and intent != "affirm":
        return Again(_still_to_send(facts, turn), missed=False)
    if intent == "affirm":
        return Done((OpenCase(facts),))
    if intent == "deny":
        return Goto("change", facts)
    if intent == "report_hardship":
        return Again(_ask_confirm(facts, turn), missed=False)
    if intent in ("thanks", "greet", "goodbye"):
        return Elsewhere()
    return Again(_still_to_send(facts, turn))


def read_change(session: Session, turn: Turn) -> Move:
    """Take the correction; without one, read back again."""
    facts = _slots(session)
    if turn.meant.intent in _DIGRESSIONS:
        return Elsewhere()
    changed = new_facts(facts, turn)
    if not changed and turn.meant.intent == "update_case":
        changed = {"said": f"{turn.text.strip()} / {facts.get('said', '')}"[:300]}
    if not changed and turn.meant.intent == "deny":
        return Again((Say(_("Say the wrong part in your own words, or send CANCEL to drop the report.")),))
    return Goto("confirm", {**facts, **changed})


def hear(session: Session, turn: Turn, outcome: Outcome) -> Move:
    """Give the receipt, with who comes and by when."""
    match outcome:
        case CaseOpened():
            return Done((_receipt(outcome),))
        case CaseChanged(number, facts, told):
            values = {"number": number, "facts": facts_in_words(facts), "name": told[0] if told else ""}
            if told:
                return Done((Say(_("Added to {number}. {name} hears of it."), values),))
            return Done((Say(_("Added to {number}."), values),))
        case _:
            return Done()


def _receipt(case: CaseOpened) -> Say:
    values = {
        "number": case.number,
        "day": case.due_on,
        "name": case.told[0] if case.told else "",
        "at": case.held_until,
    }
    if case.joined:
        return Say(_("Your family has reported this already; it is {number}, and your words are added."), values)
    if not case.told:
        return Say(
            _("Noted, number {number}. No cadre is on our list for you yet: please tell the village committee too."),
            values,
        )
    if case.facts.get("urgency") == "high" and case.held_until:
        return Say(_("Noted, {number}. {name} hears of it on {at}. If you cannot hold out, call 120 or 110."), values)
    if case.facts.get("urgency") == "high":
        return Say(_("Sent, {number}. {name} is told now; no answer in 2 hours and the township hears of it."), values)
    if case.held_until:
        return Say(_("Noted. Your number is {number}. {name} hears of it on {at} and comes by {day}."), values)
    if case.due_on is None:
        return Say(_("Sent. Your number is {number}. {name} is being told."), values)
    return Say(_("Sent. Your number is {number}. {name} comes to your home by {day}. Send STATUS to ask."), values)


def _next(facts: Slots, turn: Turn) -> str:
    """The first question that is still open, in the order that matters; each is asked once."""
    asked, risks = facts["asked"], set(facts.get("risk_types", ()))
    if not risks - {"other"} and "what" not in asked and facts.get("urgency") != "high":
        return "what"
    if not (facts.get("relation") or "who" in asked) and risks & _PERSONAL and not facts.get("people"):
        return "who"
    if not (facts.get("place") or turn.known.area or "where" in asked):
        return "where"
    if "disaster" in risks and not facts.get("disaster_kind") and "kind" not in asked:
        return "kind"
    if risks & _COSTLY and facts.get("amount") is None and "amount" not in asked:
        return "amount"
    return "confirm"


def _reader(step: str, choices: dict[str, str], slot: str | None):  # type: ignore[no-untyped-def] # noqa: ANN202
    """Read the reply to one question: a choice, facts in free words, or no answer; then go on."""

    def read(session: Session, turn: Turn) -> Move:
        facts = _slots(session)
        facts["asked"] = [*facts["asked"], step]
        choice = choices.get(turn.plain.strip(" .。、,)）"))
        if choice is not None and slot is not None:
            chosen = [choice] if slot == "risk_types" else choice
            facts[slot] = chosen
            return Goto(_next(facts, turn), facts)
        changed = new_facts(facts, turn)
        if not changed and turn.meant.intent in _DIGRESSIONS:
            return Elsewhere()
        if not changed and step == "where" and turn.meant.intent not in ("affirm", "deny") and turn.text.strip():
            changed = {"place": turn.text.strip()[:40]}
        if not changed and step == "what" and (named := risks_in_a_word(turn)):
            changed = {"risk_types": named}
        if not changed and step == "what":
            if turn.meant.intent in ("affirm", "deny", "greet", "thanks", "goodbye") or len(turn.plain.strip()) < 2:
                return Again((Say(_("What is hard at home? Say it in your own words, for example: mother is ill.")),))
            changed = {"risk_types": ["other"]}
        said = f"{facts.get('said', '')} {turn.text.strip()}"[:300] if changed else facts.get("said", "")
        facts = {**facts, **changed, "said": said}
        return Goto(_next(facts, turn), facts)

    return read


def _ask_what(facts: Slots, turn: Turn) -> tuple[Effect, ...]:
    return (Say(_("What is hard at home? 1 illness 2 injury 3 flood, drought, hail 4 other: just say it")),)


def _ask_who(facts: Slots, turn: Turn) -> tuple[Effect, ...]:
    return (Say(_("Who is it? 1 myself 2 a parent 3 a child 4 somebody else: just say it")),)


def _ask_where(facts: Slots, turn: Turn) -> tuple[Effect, ...]:
    return (Say(_("Which village is it in? Please send township and village.")),)


def _ask_kind(facts: Slots, turn: Turn) -> tuple[Effect, ...]:
    return (Say(_("Which was it? 1 flood 2 drought 3 hail 4 other: just say it")),)


def _ask_amount(facts: Slots, turn: Turn) -> tuple[Effect, ...]:
    return (Say(_("How much did you pay yourselves so far? If you do not know, say so.")),)


def _ask_confirm(facts: Slots, turn: Turn) -> tuple[Effect, ...]:
    return (
        Say(_("I noted: {facts}. Is that right? 1 yes, send it 2 change"), {"facts": facts_in_words(facts)}, _YES_NO),
    )


def _ask_change(facts: Slots, turn: Turn) -> tuple[Effect, ...]:
    return (Say(_("What is wrong? Just say it, for example: not 8000, it is 18000.")),)


def _still_to_send(facts: Slots, turn: Turn) -> tuple[Effect, ...]:
    return (Say(_("Your report is not sent yet. 1 send it 2 change"), {}, _YES_NO),)


def _already_open(turn: Turn) -> CaseBrief | None:
    """What the person adds after a case is open changes that case: the same person and a risk it has.

    In an emergency of the last hours everything belongs to it that does not plainly tell of another hardship.
    """
    risks, relation = set(turn.meant.risk_types), turn.meant.slots.get("relation")
    emergency = fresh_emergency(turn)
    theirs = emergency.relation if emergency else None
    if (
        emergency
        and (None in (relation, theirs) or relation == theirs)
        and risks <= {*emergency.risk_types, "other", "care"}
    ):
        return emergency
    for case in reversed(turn.known.cases):
        same_person = relation is None or case.relation is None or relation == case.relation
        if not case.ended and case.urgency != "critical" and same_person and risks and risks <= set(case.risk_types):
            return case
    return None


def _brief(facts: dict[str, Any]) -> bool:
    return bool(set(facts.get("risk_types", ())) & {"illness", "accident", "disaster", "care", "disability"})


def _slots(session: Session) -> dict[str, Any]:
    return (
        filled(session.place.slots, {}) | {"asked": list(session.place.slots.get("asked", ()))} if session.place else {}
    )


FLOW = Flow(
    name="report_hardship",
    started_by=("report_hardship",),
    start=start,
    steps={
        "what": Step(_ask_what, _reader("what", _RISK_CHOICES, "risk_types")),
        "who": Step(_ask_who, _reader("who", _WHO_CHOICES, "relation")),
        "where": Step(_ask_where, _reader("where", {}, None)),
        "kind": Step(_ask_kind, _reader("kind", _KIND_CHOICES, "disaster_kind")),
        "amount": Step(_ask_amount, _reader("amount", {}, None)),
        "confirm": Step(_ask_confirm, read_confirm, resume=_still_to_send),
        "change": Step(_ask_change, read_change),
    },
    hear=hear,
)
