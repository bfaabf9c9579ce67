"""Report a hardship: what happened, to whom, where; read back once, and opened on a clear yes."""

import re
from dataclasses import replace
from typing import Any

from dialogs.afterwards import AFTERWARDS
from dialogs.alarm import fresh_emergency
from dialogs.belonging import IN_FEAR, already_open
from dialogs.facts import added_up, filled, gathered, new_facts, unfinished, with_recent
from dialogs.hardships import is_terse, risks_told
from dialogs.receipt import receipt
from dialogs.replies import (
    DIGRESSIONS,
    answers,
    digresses,
    ends,
    free_answer,
    late_answer,
    named_need,
    skips,
    sum_alone,
    takes_note,
    waits,
)
from dialogs.reporting import (
    AGAIN,
    ASK,
    HANDS,
    OPTIONAL,
    SLOT_OF,
    answered_choice,
    are_two_people,
    choices_of,
    declaration,
    is_another,
    is_bare,
    is_proxy,
    left_open,
    next_question,
    read_back,
    still_to_send,
    tells_apart,
    undoes,
)
from dialogs.rough import roughly, says_only_a_sum
from dialogs.rules_asked import asks_for_a_rule
from dialogs.said import (
    away_from_home,
    corrects,
    greets,
    house_may_fall,
    resumes,
    says_nothing_else,
    says_safe,
    says_yes,
)
from dialogs.terms import facts_in_words
from dialogs.types import (
    Again,
    CaseChanged,
    CaseOpened,
    Done,
    Effect,
    Elsewhere,
    Flow,
    Goto,
    Guide,
    Instead,
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
from dialogs.waiting import brings_back
from dialogs.whereabouts import of_home, question
from dialogs.wording import marked as _

_TOLD_BEFORE = ("amount", "spent", "event_date", "since", "people", "disaster_kind", "need", "phone")
_OF_ANOTHER_HOME = ("neighbour", "other_relative")
_APART = re.compile(r"^\W*(不|不是|不要|不一起|分开|单独|no|separate(ly)?|its own)\W*$")
_TELLS = frozenset({"out_of_scope", "report_hardship", "update_case"})
_CONDOLENCE = Say(_("I am so sorry for your loss. I am taking it down."))
_CANNOT_WAIT = Say(_("That is hard, and cannot wait. Once sent, the village is told. If you cannot hold out: 12345."))
_SURE = 0.5
_OF_THE_TALK = frozenset({"before", "asked", "bare", "ends", "declared"})  # and no facts
_WORDS = 3
_TELLS_MORE = re.compile(r"^(?=.*[岁人家他她都还在有没了])[^?吗么呢]{5,}$")  # a sentence about somebody, whatever else
_A_CORRECTION = 6  # characters
_NO_CHANGE = re.compile(
    r"没(有|啥|什么|得)?.{0,3}(要|好|可)?改|(不|莫)(用|要|需要)?改|没(有)?错|都?对的?(对的?)*\W*$"
    r"|nothing (to change|is wrong)|all (right|fine)"
)
_LACKS = re.compile(
    r"^\W*(没有?|没得|莫得|冇)(得)?[^错改对问事]{0,2}(人|钱|吃|穿|药|地|房|粮|米|水|帮|管)[^?吗]{0,6}$"
)  # no "no"
_KEPT_BACK = 4  # answers that can be taken back


def start(session: Session, turn: Turn) -> Move:
    """Take everything the first message says, with what was said just before it."""
    if (same := already_open(turn)) is not None:
        told = gathered(turn)
        other = same.urgency == "critical" and told.get("relation") != same.relation
        if same.relation and (told.get("relation") == "self" or other):
            told.pop("relation", None)  # whose words they are, and who came, is not whom the case is about
        told["risk_types"] = [risk for risk in told["risk_types"] if risk != "other"]
        if same.urgency == "critical" and len(turn.plain.strip()) <= IN_FEAR:
            told["risk_types"] = []
        return Done((UpdateCase(same.number, added_up(same.details, told, turn.plain), turn.text),))
    waiting = next((place for place in session.stack if unfinished(place)), None)
    lapsed = session.lapsed
    if lapsed is not None and lapsed.get("dropped") and not brings_back(session, turn):
        lapsed = None
    if waiting is None and lapsed is None and asks_for_a_rule(turn):
        return Instead("ask_policy")
    if waiting is not None and resumes(turn):
        return Goto("confirm", waiting.slots)
    if lapsed is not None and not turn.meant.risk_types:
        return Goto("confirm", lapsed["slots"])
    facts = with_recent(session, gathered(turn), turn.at)
    facts["asked"] = []
    if not turn.known.area and facts.get("relation") not in _OF_ANOTHER_HOME:
        home = of_home(turn)
        facts |= home if str(facts.get("place") or "") in home.get("place", "") else {}
    if turn.attached:
        facts = _with_attached(facts, turn)
    facts = {**_taken_back(facts, turn), **facts}
    if len(turn.plain.strip()) <= 1:
        facts["said"] = ""  # a number chosen elsewhere
    if is_bare(facts, turn) and not facts.get("child"):
        facts["bare"] = True
    return Goto(next_question(facts, turn), facts, _heard(facts))


def _taken_back(facts: Slots, turn: Turn) -> Slots:
    """What was told of the same person and hardship before it was taken back: it is read back, and not asked again."""
    for case in reversed(turn.known.cases):
        same = case.relation == facts.get("relation") and set(facts["risk_types"]) & set(case.risk_types)
        if case.status == "withdrawn" and same:
            return {name: case.details[name] for name in _TOLD_BEFORE if name in case.details}
    return {}


def _heard(facts: dict[str, Any]) -> tuple[Effect, ...]:
    """One sentence that shows that it was heard."""
    risks, child = set(facts.get("risk_types", ())), bool(facts.get("child"))
    may_fall = bool(risks & {"housing", "disaster"} and house_may_fall(str(facts.get("said", ""))))
    if may_fall and not (facts.get("lost") or facts.get("left_there")):
        return (Guide("house_may_fall", child),)
    if child:
        return (Say(_("You did right to tell me. If you are afraid: 110. To talk to somebody: 12355.")),)
    if facts.get("lost"):
        return (_CONDOLENCE,)
    if facts.get("left_there"):
        return (Say(_("I am sorry to hear it. Are they safe now? In danger: call 119 at once.")),)
    if facts.get("urgency") == "high":
        return (_CANNOT_WAIT,)
    if risks & {"illness", "accident", "disaster", "care", "disability"}:
        return (Say(_("I am sorry to hear it. I am taking it down.")),)
    return ()


def _reader(step: str):  # type: ignore[no-untyped-def] # noqa: ANN202
    """Read the reply to one question: a choice, facts in free words, or no answer; then go on."""

    def read(session: Session, turn: Turn) -> Move:
        facts = _slots(session)
        if undoes(turn):
            return _undone(facts, turn, step)
        if (sent := _of_a_sent_case(facts, turn)) is not None:
            return Again((sent, *ASK[step](facts, turn)), missed=False)
        if is_another(facts, turn):
            return Goto("second", {**facts, "second": gathered(turn), "back": step})
        asked = {**facts, "asked": [*facts["asked"], step]}
        if (choice := answered_choice(step, turn)) is not None:
            chosen = [choice] if step == "what" else choice
            return _onward(facts, {**asked, SLOT_OF[step]: chosen}, step, turn)
        if session.misses + 1 >= 3 and (move := _way_out(asked, step, turn)) is not None:
            return move
        if turn.attached:
            return Again((_seen(), *ASK[step](facts, turn)), missed=False, slots=_with_attached(facts, turn))
        if waits(turn) and not set(turn.meant.slots) - {"relation"}:
            return Again((Say(_("Take your time, I am here.")),), missed=False)
        if step == "need" and (need := named_need(turn)) is not None:
            return _onward(facts, {**asked, "need": need}, step, turn)
        if (
            (turn.meant.intent == "thanks" or greets(turn))
            and turn.meant.confidence >= _SURE
            and not answers(step, turn)
        ):
            return Again(ASK[step](facts, turn), missed=False)
        changed = new_facts(facts, turn) or sum_alone(step, turn)
        about = roughly({**facts, **changed}, turn, asked_for_sum="amount" in asked["asked"])
        changed |= {name: value for name, value in about.items() if name != step}  # an answer is kept whole
        changed = changed or late_answer(facts, turn, but=step)
        if not changed and resumes(turn):
            return Again(ASK[step](facts, turn), missed=False)
        if _tells_nothing(changed) and digresses(turn) and not answers(step, turn):
            return Elsewhere()
        changed = changed or free_answer(step, turn)
        if not changed and step in OPTIONAL and ends(turn):
            return _onward(facts, {**asked, "ends": True}, step, turn)
        if not changed and step not in OPTIONAL and not skips(turn):
            return Again(AGAIN[step](facts, turn))
        if not changed and not turn.text.strip():
            return Again(AGAIN[step](facts, turn))
        said = f"{facts.get('said', '')} {turn.text.strip()}"[:300] if changed else facts.get("said", "")
        if changed and set(changed) <= {"place", "area"} and step not in ("where", "what"):
            return Goto(step, {**facts, **changed, "said": said})  # the question is still open
        return _onward(facts, {**asked, **changed, "said": said}, step, turn)

    return read


def read_confirm(session: Session, turn: Turn) -> Move:
    """Open the case only on a clear yes to what was read back."""
    facts = _slots(session)
    if turn.attached:
        return Again((_seen(), *still_to_send(facts, turn)), missed=False, slots=_with_attached(facts, turn))
    if undoes(turn):
        return _undone(facts, turn, "confirm")
    if waits(turn) and not (set(turn.meant.slots) - {"relation"} or sum_alone("confirm", turn)):
        return Again((Say(_("Take your time, I am here.")),), missed=False)
    if facts.get("left_there") and says_safe(turn):
        return Goto("confirm", {**facts, "left_there": False}, (Say(_("Good that they are safe.")),))
    if (sent := _of_a_sent_case(facts, turn)) is not None:
        return Again((sent, *still_to_send(facts, turn)), missed=False)
    if is_another(facts, turn):
        return Goto("second", {**facts, "second": gathered(turn), "back": "confirm"})
    if session.misses >= 2 and turn.plain.strip(" .。") in ("3", "4"):
        return Instead("cancel" if turn.plain.strip(" .。") == "3" else "request_human")
    if _of_the_danger(turn):
        return Elsewhere()
    changed = new_facts(facts, turn) or sum_alone("confirm", turn)
    costly = "amount" in facts["asked"] or ("illness" in facts["risk_types"] and says_only_a_sum(turn))
    changed |= roughly({**facts, **changed}, turn, asked_for_sum=costly)
    changed = changed or late_answer(facts, turn)
    intent = turn.meant.intent
    if resumes(turn) and not changed:
        return Goto("confirm", facts)
    if _tells_nothing(changed) and digresses(turn):
        return Elsewhere()
    if not changed and skips(turn):
        return Again(AGAIN["confirm"](facts, turn))
    if changed:
        onward = _onward(facts, {**facts, **changed}, "confirm", turn)
        return replace(onward, first=(_CONDOLENCE,)) if "lost" in changed else onward
    if says_nothing_else(turn) and intent != "affirm":
        return Again(still_to_send(facts, turn), missed=False)
    if says_yes(turn) and _thanks_for(session, turn):
        return Again(still_to_send(facts, turn), missed=False)
    if says_yes(turn):
        return Done((_open(facts, turn),))
    if corrects(turn) and len(turn.plain) >= _A_CORRECTION:  # of what no slot holds: five mu, or eight
        said = f"{facts.get('said', '')} / {turn.text.strip()}"[:300]
        return Goto("confirm", {**facts, "said": said}, (Say(_("Noted: “{said}”."), {"said": turn.text.strip()[:40]}),))
    said = turn.text.strip()
    if intent == "deny" and not _LACKS.match(turn.plain):
        return Goto("change", facts)
    if intent == "report_hardship" and said in facts.get("said", ""):
        return Again(ASK["confirm"](facts, turn), missed=False)
    if intent in ("report_hardship", "update_case") or _TELLS_MORE.match(turn.plain) or _LACKS.match(turn.plain):
        noted = {**facts, "said": f"{facts.get('said', '')} / {said}"[:300]}
        words = Say(_("Noted: “{said}”."), {"said": said[:40]})
        return Again((words, *still_to_send(facts, turn)), missed=False, slots=noted)
    if intent == "thanks" or greets(turn):
        return Elsewhere()
    noted = {**facts, "said": f"{facts.get('said', '')} / {said}"[:300]} if len(said) >= _WORDS else facts
    return Again(still_to_send(facts, turn), slots=noted)


def _of_a_sent_case(facts: Slots, turn: Turn) -> UpdateCase | None:
    """A word in mid-report that goes on about a case that is sent already: in hospital again, while the house leaks."""
    risks, noted = set(risks_told(turn)), set(facts.get("risk_types", ())) - {"other"}
    if not (risks and noted) or risks & noted or (case := already_open(turn)) is None:
        return None
    told = {name: value for name, value in gathered(turn).items() if (name, value) != ("relation", "self")}
    return UpdateCase(case.number, added_up(case.details, told, turn.plain), turn.text)


def _thanks_for(session: Session, turn: Turn) -> bool:
    """Whether a bare 好的 only takes note of the answer that stood before the question."""
    beside = session.answered is not None and session.answered.get("beside") is True
    return beside and takes_note(turn)


def read_change(session: Session, turn: Turn) -> Move:
    """Take the correction; without one, read back again."""
    facts = _slots(session)
    if undoes(turn):
        return _undone(facts, turn, "change")
    if digresses(turn):
        return Elsewhere()
    changed = new_facts(facts, turn) or sum_alone("change", turn)
    if not changed and _NO_CHANGE.search(turn.plain):
        return Goto("confirm", facts)
    if not changed and turn.meant.intent == "update_case":
        changed = {"said": f"{turn.text.strip()} / {facts.get('said', '')}"[:300]}
    if not changed and turn.meant.intent == "deny":
        return Again(AGAIN["change"](facts, turn))
    return _onward(facts, {**facts, **changed}, "change", turn, to="confirm")


def read_second(session: Session, turn: Turn) -> Move:
    """Another hardship in mid-report: a part of this report, or one of its own, as the person says."""
    facts = _slots(session)
    second, back = facts.pop("second"), facts.pop("back")
    said = turn.plain.strip(" .。、,")
    if said == "2" or tells_apart(turn) or _APART.match(turn.plain):
        go_on = {**facts, "then": [*facts.get("then", ()), second]}
        return Goto(back, go_on, (Say(_("Good, that one comes after this. First this one.")),))
    if turn.meant.intent in DIGRESSIONS and said != "1":
        return Elsewhere()
    if said == "1" or turn.meant.intent == "affirm" or says_nothing_else(turn):
        joined = _together(facts, second)
        return Goto(next_question(joined, turn), joined)
    if _of_the_danger(turn):
        return Elsewhere()
    changed = new_facts(facts, turn)
    changed |= roughly({**facts, **changed}, turn, asked_for_sum="amount" in facts["asked"])
    if not _tells_nothing(changed) and are_two_people(facts, second):  # it goes on about the one named last
        more = {
            **second,
            **added_up(second, changed, turn.plain),
            "said": f"{second.get('said', '')} {turn.text.strip()}"[:300],
        }
        return Again(_ask_second(facts, turn), missed=False, slots={**facts, "second": more, "back": back})
    if not _tells_nothing(changed):  # whoever goes on telling tells of one thing
        joined = _together(facts, second)
        said = f"{joined['said']} {turn.text.strip()}"[:300]
        return _onward(facts, {**joined, **changed, "said": said}, "second", turn)
    return Again(_ask_second(facts, turn))


def _together(facts: dict[str, Any], second: Slots) -> dict[str, Any]:
    risks = list(dict.fromkeys([*facts.get("risk_types", ()), *second.get("risk_types", ())]))
    words = f"{facts.get('said', '')} / {second.get('said', '')}"[:300]
    joined = {**filled(facts, second), "risk_types": risks, "said": words, "asked": facts["asked"]}
    if are_two_people(facts, second):
        if facts.get("who") and second.get("who"):
            joined["who"] = (", " if str(facts["who"]).isascii() else "、").join((facts["who"], second["who"]))
        if facts.get("amount") is not None and second.get("amount") is not None:
            joined["amount"] = facts["amount"] + second["amount"]
    return joined


def hear(session: Session, turn: Turn, outcome: Outcome) -> Move:
    """Give the receipt, with who comes and by when; then what else there is to report, or one gentle question."""
    match outcome:
        case CaseOpened():
            words = receipt(outcome)
            if (then := outcome.facts.get("then")) and isinstance(then, list):
                facts = {**_of_the_same_home(outcome.facts), **then[0], "asked": [], "then": then[1:]}
                return Goto(next_question(facts, turn), facts, (words, Say(_("Now the other one."))))
            place, area = outcome.facts.get("place"), outcome.facts.get("area") or turn.known.area
            asked = any(case.details.get("place") == place for case in turn.known.cases)
            if place and not (outcome.joined or asked) and question(place, area) is not None:
                return Goto("township", {"number": outcome.number, "place": place, "area": area}, (words,))
            if set(outcome.facts.get("risk_types", ())) & HANDS and outcome.facts.get("workers") is None:
                return Goto("hands", {"number": outcome.number}, (words,))
            return Done((words,))
        case CaseChanged(number, facts, told):
            values = {"number": number, "facts": facts_in_words(facts), "name": told[0] if told else ""}
            if told:
                return Done((Say(_("Added to {number}. {name} hears of it."), values),))
            return Done((Say(_("Added to {number}."), values),))
        case _:
            return Done()


def _of_the_same_home(facts: Slots) -> dict[str, Any]:
    """Where it is: what is reported next by the same writer is there too, unless they say another place."""
    return {name: facts[name] for name in ("place", "area") if facts.get(name)}


def _seen() -> Say:
    return Say(_("I have it; it goes along."))


def _with_attached(facts: dict[str, Any], turn: Turn) -> dict[str, Any]:
    """Facts with the pictures and the position that came in mid-report."""
    before = dict(facts.get("attached", {}))
    media = [*before.get("media", ()), *turn.attached.get("media", ())]
    return {**facts, "attached": {**before, **turn.attached, **({"media": media} if media else {})}}


def _of_the_danger(turn: Turn) -> bool:
    """Whether words written soon after an alarm are about it, and no word on the report that waits: 捞上来了."""
    if fresh_emergency(turn) is None or turn.meant.intent not in _TELLS or set(turn.meant.slots) - {"relation"}:
        return False
    return not (corrects(turn) or says_nothing_else(turn) or turn.plain.strip(" .。").isdigit())


def _tells_nothing(changed: dict[str, Any]) -> bool:
    """Whether a message adds nothing to a report; that it is the writer who writes is nothing."""
    return not changed or changed == {"relation": "self"}


def _open(facts: dict[str, Any], turn: Turn) -> OpenCase:
    known = {name: value for name, value in facts.items() if name not in _OF_THE_TALK}
    if missing := left_open(facts):
        known["missing"] = missing
    if is_proxy(facts):
        known["consent"] = "to_ask"
    return OpenCase(known, read_back(known, turn))


def _onward(before: dict[str, Any], after: dict[str, Any], step: str, turn: Turn, to: str | None = None) -> Goto:
    """The next question; the answer can be taken back."""
    if away_from_home(turn):
        after = {**after, "away": True}
    if after.get("amount") is not None:
        after = {name: value for name, value in after.items() if name != "spent"}  # the exact sum stands
    if step == "confirm":
        after = {**after, "declared": declaration(before).message}  # shown just now, with the same words
    past = [*before.get("before", ()), {"step": step, "facts": _without_past(before)}][-_KEPT_BACK:]
    return Goto(to or next_question(after, turn), {**after, "before": past})


def _undone(facts: dict[str, Any], turn: Turn, step: str) -> Move:
    """Back to the question before, as it stood then."""
    past = list(facts.get("before", ()))
    if not past:
        return Goto("change", facts) if step == "confirm" else Again(ASK[step](facts, turn), missed=False)
    last = past.pop()
    to = "change" if last["step"] == "confirm" else last["step"]
    return Goto(to, {**last["facts"], "before": past}, (Say(_("All right, back to the one before.")),))


def _without_past(facts: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in facts.items() if name != "before"}


def _way_out(asked: dict[str, Any], step: str, turn: Turn) -> Move | None:
    """After choices were offered: on without it, out, or a person."""
    if step in ("what", "who", "kind", "need"):
        return None
    match turn.plain.strip(" .。"):
        case "1":
            return Goto(next_question(asked, turn), asked)
        case "2":
            return Instead("cancel")
        case "3":
            return Instead("request_human")
        case _:
            return None


def _ask_second(facts: Slots, turn: Turn) -> tuple[Effect, ...]:
    return (Say(_("Is that part of this report, or one of its own? 1 part of this 2 its own")),)


def _slots(session: Session) -> dict[str, Any]:
    return (
        filled(session.place.slots, {}) | {"asked": list(session.place.slots.get("asked", ()))} if session.place else {}
    )


def _step(name: str) -> Step:
    readers = {"confirm": read_confirm, "change": read_change}
    resumed = still_to_send if name == "confirm" else None
    yes = name == "confirm"
    return Step(ASK[name], readers.get(name) or _reader(name), resumed, AGAIN[name], choices_of(name), yes)


FLOW = Flow(
    name="report_hardship",
    started_by=("report_hardship",),
    start=start,
    asked=is_terse,
    steps={
        **{name: _step(name) for name in ASK},
        "second": Step(_ask_second, read_second, yes=True),
        **AFTERWARDS,
    },
    hear=hear,
)
