"""The facts of a report: gathered from what was said, corrected, put together again. Slots are JSON values."""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from dialogs.bereaved import in_mourning, lost, said_to_be_dead
from dialogs.hardships import bare_sum, is_terse, risks_told, terse_risks
from dialogs.kinfolk import is_somebody_else
from dialogs.rough import roughly, says_only_a_sum
from dialogs.said import away_from_home, corrects, resumes, sheltered
from dialogs.types import Place, Session, Slots, Turn
from dialogs.whereabouts import lasting, newly_told
from dialogs.whom import cared_for, left_there, who_named

# What a message said is remembered so long, for people who write one thing in several messages.
RECENT = timedelta(minutes=10)
_MOST_RECENT = 6
SLOTS = ("relation", "disaster_kind", "amount", "people", "event_date", "phone", "place")
# Facts of a case besides those that are understood: asked for, or found to be missing.
KEPT = (*SLOTS, "lost", "spent", "since", "need", "workers", "missing", "consent", "child")
# What stays as it was said first, unless the person says that it was wrong.
_SAID_IN_PASSING = ("event_date", "relation")
_SAID_AT_MOST = 300
_A_WORD = 5  # characters
_A_FIGURE = 14
_FIGURES = frozenset({"amount", "people", "event_date", "phone"})
_ASKING = frozenset({"ask_policy", "check_eligibility", "ask_case_status", "help", "thanks", "greet"})
_SAYS_I = re.compile(r"我|俺|咱|本人|自己|\b(i|i'm|im|my|me)\b", re.IGNORECASE)

_IT_IS = re.compile(r"^\W*(就|那|其实)?是(我|俺|我们)|^\W*it'?s (my|our)|^\W*it is (my|our)")
_NOT_SO = (
    ("illness", re.compile(r"(不是|没有?)(生|得)?病|not (ill|sick)")),
    ("accident", re.compile(r"不是(摔|受伤|出(事|意外))|没(摔|受伤)|not (hurt|an accident)")),
    ("disaster", re.compile(r"不是(受灾|[水旱]灾|发水|冰雹)|not a (flood|drought)")),
)
# A further sum comes on top of what was noted; a total takes its place.
_FURTHER = re.compile(r"(又|再|还|另外|这[次回]).{0,6}(花|用|交|付|掏|借|缴|垫)|\b(another|more|further|on top)\b")
_IN_ALL = re.compile(r"一共|总共|合计|共计|加起来|全部|前后|in (all|total)|altogether")
# "Where were we": the person comes back to what waits, and says nothing new.
_ALL_OF_IT = re.compile(r"^\W*(这)?(两|二|2|三|3|几)?(个|件|样|桩)?(事)?(都|一起|全)(要|给我)?报(上去)?(了|吧|嘛)?\W*$")
_SO_MANY = re.compile(
    r"^\W*(村里|全村|我们村|组里|我们组|我们|一共|共|总共|有)*[\d一二三四五六七八九十百几多两来]+(户|口|家|人|个)(人|人家|人口)?\W*$"
)


def unfinished(place: Place) -> bool:
    """Whether a place is a report not sent yet."""
    return place.flow == "report_hardship" and place.step not in ("township", "hands")


_OF_ONESELF = ("suicide", "suicide_attempt", "violence", "child_abuse", "child_alone")


def gathered(turn: Turn) -> dict[str, Any]:
    """The facts of one message, as JSON values."""
    facts = _slots(turn)
    facts["risk_types"] = risks_told(turn) or terse_risks(turn.plain)
    if is_terse(turn.plain) and {"disaster", "water"} <= set(facts["risk_types"]):
        facts["risk_types"].remove("water")  # 灾 水: what came, and nothing about drinking
    facts["urgency"] = turn.meant.urgency.level
    facts["danger"] = turn.meant.urgency.danger
    facts["at"] = turn.at.isoformat()
    if facts["urgency"] == "critical" and turn.relation is None and facts["danger"] not in _OF_ONESELF:
        facts.pop("relation", None)  # who cries for help names not always whom: 头上全是血,叫他不答应了
    if who := who_named(turn):
        facts["who"] = who
    facts["said"] = turn.text.strip()[:_SAID_AT_MOST]
    if turn.area:
        facts["area"] = turn.area
        facts.setdefault("place", turn.place)
    if away_from_home(turn):
        facts["away"] = True
        facts |= left_there(facts, turn)
    facts |= cared_for(facts, turn)
    if turn.meant.child_writer:
        facts["child"] = True
    if (sum_ := bare_sum(turn)) is not None:
        facts.setdefault("amount", sum_)
    facts |= roughly(facts, turn)
    dead = lost(turn)
    return in_mourning(facts, dead) if dead else facts


def with_recent(session: Session, facts: Slots, now: datetime) -> dict[str, Any]:
    """Facts filled up with what was said in the messages just before."""
    full = dict(facts)
    if full.get("relation") == "self" and not _SAYS_I.search(str(full.get("said", ""))):
        del full["relation"]  # nobody is named: it goes on about whom was named before
    for before in reversed(session.recent[:-1]):
        if now - datetime.fromisoformat(before["at"]) > RECENT:
            continue
        if not full.get("place"):
            full |= {name: before["facts"][name] for name in ("place", "area") if before["facts"].get(name)}
        if before.get("attached"):
            full.setdefault("attached", before["attached"])
        if before.get("asking"):
            continue
        named = (full.get("relation"), before["facts"].get("relation"))
        if None not in named and named[0] != named[1]:
            continue  # that was about somebody else
        if named[0] is not None and named[0] == named[1] and full.get("who"):
            earlier = before["facts"].get("who")
            if is_somebody_else(full["who"], [earlier] if earlier else []):
                continue
        full = filled(full, before["facts"])
        full["risk_types"] = _joined(full.get("risk_types", ()), before["facts"].get("risk_types", ()))
    if "relation" not in full and facts.get("relation"):
        full["relation"] = facts["relation"]
    return full


def remembered(session: Session, turn: Turn) -> Session:
    """The session with this message among what was said in the last minutes."""
    fresh = [each for each in session.recent if turn.at - datetime.fromisoformat(each["at"]) <= RECENT]
    facts = {name: value for name, value in _slots(turn).items() if name in ("relation", "disaster_kind", "people")}
    facts["risk_types"] = list(turn.meant.risk_types)
    if not (away_from_home(turn) or sheltered(turn)):
        facts |= lasting(turn)
    if who := who_named(turn):
        facts["who"] = who
    said: dict[str, Any] = {"at": turn.at.isoformat(), "facts": facts}
    if turn.attached and not turn.text.strip():
        said["attached"] = dict(turn.attached)  # a picture before the words for it
    if (amount := turn.meant.slots.get("amount")) and _FURTHER.search(turn.plain) and not _IN_ALL.search(turn.plain):
        said["further"] = amount
    if turn.meant.intent in _ASKING:
        said["asking"] = True
    if turn.meant.intent == "complain":
        said["complains"] = True
    return replace(session, recent=(*fresh[-_MOST_RECENT:], said))


def tells_of(place: Place, turn: Turn) -> bool:
    """Whether a report that was just begun is of the same event as this emergency, and so need not wait."""
    if not unfinished(place) or "at" not in place.slots:
        return False
    soon = turn.at - datetime.fromisoformat(place.slots["at"]) <= RECENT
    relation, risks = place.slots.get("relation"), set(place.slots.get("risk_types", ()))
    same_person = relation is None or turn.relation in (None, relation)
    return soon and same_person and (not risks or bool(risks & set(turn.meant.risk_types)) or risks <= {"other"})


def filled(facts: Slots, later: Slots) -> dict[str, Any]:
    """Facts with their gaps filled; nothing that stands is replaced."""
    return {**{name: value for name, value in later.items() if value not in (None, "", [])}, **_told(facts)}


def new_facts(facts: Slots, turn: Turn) -> dict[str, Any]:
    """What a reply adds to the facts of a report, or changes of them.

    A figure, a phone or a kind said anew replaces the old one; a day, a person or a place said in passing does not,
    unless the person says that something was wrong.
    """
    if (resumes(turn) and not corrects(turn)) or _ALL_OF_IT.match(turn.plain):
        return {}
    if died := said_to_be_dead(facts, turn):
        return died
    said = _slots(turn)
    correcting = corrects(turn) or turn.meant.intent in ("update_case", "deny")
    changed = {
        name: value
        for name, value in said.items()
        if name != "place"
        and facts.get(name) != value
        and (not facts.get(name) or correcting or name not in _SAID_IN_PASSING)
    }
    if not sheltered(turn):
        changed |= newly_told(facts, turn, puts_right=correcting)
    known = set(facts.get("risk_types", ())) - {"other"}
    if "phone" in said and facts.get("relation"):
        changed.pop("relation", None)  # whose number it is, is not whom the report is about
    if changed.get("relation") == "self" and facts.get("relation") and not corrects(turn):
        del changed["relation"]  # whose words they are is not whom they are about
    elif (
        facts.get("relation") == "self"
        and said.get("relation", "self") != "self"
        and (_is_a_word(turn) or not known or _IT_IS.match(turn.plain))
    ):
        changed["relation"] = said["relation"]
    who = who_named(turn)
    if who and ("relation" in changed or (corrects(turn) and said.get("relation") == facts.get("relation"))):
        changed["who"] = who
    elif "relation" in changed and facts.get("who"):
        changed["who"] = ""  # it was another
    told = risks_told(turn)
    wrong = {risk for risk, words in _NOT_SO if words.search(turn.plain)} & known
    if wrong and set(told) - wrong - known:
        risks = _joined(facts["risk_types"], told)
        return {**changed, "risk_types": [risk for risk in risks if risk not in wrong]}
    fresh = [risk for risk in told if risk not in facts.get("risk_types", ())]
    # A figure put right, or given alone, is no further hardship.
    of_what = set(said) - ({"relation"} if said.get("relation") == "self" else set())
    figure = bool(known) and len(turn.plain) <= _A_FIGURE and bool(of_what) and of_what <= _FIGURES
    if known and _SO_MANY.match(turn.plain):
        fresh = []  # twenty households: how many, and no hardship more
    corrected = (bool(said) and (corrects(turn) or figure)) or (bool(known) and says_only_a_sum(turn))
    if (
        fresh
        and not corrected
        and (turn.meant.intent in ("report_hardship", "update_case") or not facts.get("risk_types"))
    ):
        risks = _joined(facts.get("risk_types", ()), fresh)
        changed["risk_types"] = [risk for risk in risks if risk != "other"] or risks
    return changed


def added_up(details: Slots, facts: dict[str, Any], words: str) -> dict[str, Any]:
    """New facts of a case; a sum that came on top is added to the one noted before."""
    before, more = details.get("amount"), facts.get("amount")
    if before is None or more is None or not _FURTHER.search(words) or _IN_ALL.search(words):
        return facts
    kept = {name: value for name, value in facts.items() if name != "event_date"}  # the day of a bill is not the day
    return {**kept, "amount": before + more}


def put_right(session: Session, details: Slots, facts: dict[str, Any], turn: Turn) -> dict[str, Any]:
    """New facts of a case; where the sum put right is the one that just came on top, the rest of it stands."""
    last = session.recent[-2] if len(session.recent) > 1 else {}
    added, before = last.get("further"), details.get("amount")
    if added is None or before is None or facts.get("amount") is None or not corrects(turn):
        return facts
    return {**facts, "amount": before - added + facts["amount"]}


def _is_a_word(turn: Turn) -> bool:
    """Whether a message is but a word or two: an answer."""
    return len(turn.plain.strip()) <= _A_WORD or (turn.plain.isascii() and len(turn.plain.split()) <= 2)


def day(value: str | None) -> date | None:
    """A stored day."""
    return date.fromisoformat(value) if value else None


def _slots(turn: Turn) -> dict[str, Any]:
    with_neighbours = sheltered(turn)
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in turn.meant.slots.items()
        if name in SLOTS and not (with_neighbours and name in ("relation", "place"))
    }


def _told(facts: Slots) -> dict[str, Any]:
    return {name: value for name, value in facts.items() if value not in (None, "", [])}


def _joined(first: Iterable[str], second: Iterable[str]) -> list[str]:
    return list(dict.fromkeys([*first, *second]))
