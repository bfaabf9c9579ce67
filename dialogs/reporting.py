"""The questions of a report: which is still open, how it is asked, in other words, and with choices."""

import re
from collections.abc import Callable

from dialogs.hardships import risks_told
from dialogs.kinfolk import is_somebody_else
from dialogs.said import corrects, sheltered
from dialogs.terms import facts_in_words
from dialogs.types import Effect, Say, Slots, Turn
from dialogs.whom import people_named
from dialogs.wording import marked as _

PERSONAL = frozenset({"illness", "accident", "disability", "schooling", "care"})
COSTLY = frozenset({"illness"})  # the registry asks for what was paid
HANDS = frozenset({"labour_shortage", "employment"})  # the registry asks how many can work
# What may stay open: a word that there is no more to tell ends the questions.
OPTIONAL = frozenset({"kind", "amount", "since", "need"})
CHOICES: dict[str, dict[str, str]] = {
    "what": {"1": "illness", "2": "accident", "3": "disaster"},
    "who": {"1": "self", "2": "parent", "3": "child"},
    "kind": {"1": "flood", "2": "drought", "3": "hail"},
    "need": {"1": "money", "2": "food", "3": "carer"},
}
SLOT_OF = {"what": "risk_types", "who": "relation", "kind": "disaster_kind", "need": "need"}
YES_NO = ((_("yes, send it"), "1"), (_("change something"), "2"))
_PATIENCE = 4  # questions after which nothing more is asked that can stay open
_BARE_WORDS = 5  # of English
_BARE = 14  # characters of a first message that says so little that more is asked
_EVENT = frozenset({"illness", "accident", "disaster", "disability", "business_failure", "employment", "housing"})
# Read on the plain spelling.
_UNDO = re.compile(
    r"^\W*(改|退回|返回|回到|撤销|重来|重说)?(上|前)(一)?(个|条|步|题|句)(不对|错了|要改|改一下|重来|答错了)?\W*$"
    r"|^\W*(undo|go back|back|previous|last one wrong)\W*$"
)
# What is needed is said already.
_MONEY = re.compile(r"学费|[交付还凑借]不?起|没钱|缺钱|欠|贷款|\b(fees?|debts?|loan|afford|no money)\b")
_APART = re.compile(r"另外?(报|开|算|写)|再报一|单独报|分开报|两件事|another report|separate|a second report")
_MYSELF = re.compile(r"我(自己|本人|也|又|还)|\b(i|me|myself) (too|also|as well)|\bi also\b")
_IN_LAWS = re.compile(r"婆婆|公公|岳|丈母|丈人|儿媳|媳妇|女婿|嫂|in.law")  # of the same home as a rule


def undoes(turn: Turn) -> bool:
    """Whether the last answer is to be taken back: 改上一个."""
    return bool(_UNDO.match(turn.plain))


def tells_apart(turn: Turn) -> bool:
    """Whether a hardship is said to be a report of its own."""
    return bool(_APART.search(turn.plain))


def is_bare(facts: Slots, turn: Turn) -> bool:
    """Whether a first message says so little that the days and the need are asked too."""
    told = ("amount", "event_date", "people", "phone", "disaster_kind")
    short = len(turn.plain.strip()) <= _BARE or (turn.plain.isascii() and len(turn.plain.split()) <= _BARE_WORDS)
    return short and not any(facts.get(name) for name in told)


def is_proxy(facts: Slots) -> bool:
    """Whether a report is made for somebody of another home: their consent is asked at the visit."""
    if facts.get("child") or facts.get("relation") == "neighbour":
        return True
    if facts.get("relation") == "other_relative" and not _IN_LAWS.search(str(facts.get("who", ""))):
        return True
    return facts.get("relation") not in (None, "self") and bool(facts.get("away"))


def is_another(facts: Slots, turn: Turn) -> bool:
    """Whether a message in mid-report tells of somebody else's hardship."""
    risks, said = set(risks_told(turn)), turn.relation
    if facts.get("child"):
        risks.discard("care")  # that the parents are away is why they are alone
    if turn.meant.intent != "report_hardship" or not risks or corrects(turn) or "phone" in turn.meant.slots:
        return False
    if sheltered(turn):
        return False
    if not set(facts.get("risk_types", ())) - {"other"}:
        return False  # there is no first hardship yet
    fresh = bool(risks - set(facts.get("risk_types", ())))
    if tells_apart(turn) and fresh:
        return True
    if facts.get("relation") is None and said not in (None, "self") and fresh:
        return not set(facts.get("risk_types", ())) & PERSONAL  # the home's trouble first, now somebody's own
    if said is not None and facts.get("relation") == said:  # father, after mother
        return is_somebody_else(facts.get("who"), people_named(turn))
    if said is None or facts.get("relation") is None:
        return False
    if facts.get("relation") == "self" and not fresh:
        return False  # the person is put right
    if risks <= {"care", "other"} & set(facts.get("risk_types", ())) or (
        risks <= {"other"} and "care" in facts["risk_types"]
    ):
        return False  # who never comes is why nobody cares for them
    return bool(_MYSELF.search(turn.plain)) and fresh if said == "self" else True


def are_two_people(facts: Slots, second: Slots) -> bool:
    """Whether two hardships are of two people: each has sums of its own."""
    named = (facts.get("relation"), second.get("relation"))
    return (None not in named and named[0] != named[1]) or is_somebody_else(
        facts.get("who"), [str(second["who"])] if second.get("who") else []
    )


def next_question(facts: Slots, turn: Turn) -> str:
    """The first question still open, in the order that matters; each is asked once."""
    asked, risks = facts["asked"], set(facts.get("risk_types", ()))
    told = facts.get("urgency") == "high" or facts.get("lost")
    if not risks - {"other"} and "what" not in asked and not told:
        return "what"
    if not (facts.get("relation") or "who" in asked) and risks & PERSONAL and not facts.get("people"):
        return "who"
    if not (facts.get("place") or turn.known.area or "where" in asked):
        return "where"
    if facts.get("ends"):
        return "confirm"
    if "disaster" in risks and not facts.get("disaster_kind") and "kind" not in asked:
        return "kind"
    knows_sums = facts.get("relation") != "neighbour" and not facts.get("child")
    told_sum = facts.get("amount") is not None or facts.get("spent")
    if risks & COSTLY and knows_sums and not told_sum and "amount" not in asked:
        return "amount"
    if facts.get("bare") and facts.get("urgency") != "high" and len(asked) < _PATIENCE:
        if risks & _EVENT and not (
            facts.get("lost") or facts.get("event_date") or facts.get("since") or "since" in asked
        ):
            return "since"
        if not (facts.get("need") or "need" in asked or _MONEY.search(str(facts.get("said", "")))):
            return "need"
    return "confirm"


def left_open(facts: Slots) -> list[str]:
    """What the registry will ask for and nobody knows yet: for the cadre's list."""
    risks = set(facts.get("risk_types", ()))
    missing = []
    if risks & COSTLY and facts.get("amount") is None:
        missing.append("amount")
    if "disaster" in risks and not facts.get("disaster_kind"):
        missing.append("disaster_kind")
    if risks & HANDS and facts.get("workers") is None:
        missing.append("workers")
    return missing


def declaration(facts: Slots) -> Say:
    """What a yes declares: that it is true, and that it may be checked; for others only what one can say for them."""
    if facts.get("child"):
        return Say(_("1 tells your village, and a grown-up comes to see."))
    if is_proxy(facts):
        return Say(_("1 means: what I say is true. The village asks the person's own consent at the visit."))
    return Say(_("1 means: what I say is true, the village may check at home and compare our family's records."))


def read_back(facts: Slots, turn: Turn | None) -> tuple[Say, ...]:
    """What was noted, whether it is right, and what a yes declares, unless that was just said."""
    declares = declaration(facts)
    noted = _("I noted: {facts}. Is that right? 1 yes, send it 2 change")
    told = Say(noted, {"facts": facts_in_words(facts)}, YES_NO)
    return (told,) if facts.get("declared") == declares.message else (told, declares)


def still_to_send(facts: Slots, turn: Turn | None) -> tuple[Effect, ...]:
    """On coming back: it is not sent yet."""
    return (Say(_("Your report is not sent yet. 1 send it 2 change"), {}, YES_NO),)


def _asks(words: str) -> Callable[[Slots, Turn | None], tuple[Effect, ...]]:
    return lambda facts, turn: (Say(words),)


# Each question, and the same in other words where the first could not be followed.
_QUESTIONS: dict[str, tuple[str, str]] = {
    "what": (
        _("What is hard at home? 1 illness 2 injury 3 flood, drought, hail 4 other: just say it"),
        _("What is hard at home? Say it in your own words, for example: mother is ill."),
    ),
    "who": (
        _("Who is it? 1 myself 2 a parent 3 a child 4 somebody else: just say it"),
        _("Is it about you, or somebody of the family? A word is enough: me, mother, son."),
    ),
    "where": (
        _("Which village is it in? Please send township and village."),
        _("Where is the home? A name is enough, for example: Xintian village."),
    ),
    "kind": (
        _("Which was it? 1 flood 2 drought 3 hail 4 other: just say it"),
        _("What came: water, drought, hail, wind, snow? A word is enough."),
    ),
    "amount": (
        _("How much did you pay yourselves so far? If you do not know, say so."),
        _("What the hospital cost you, without what the insurance paid. A figure, or: do not know."),
    ),
    "since": (
        _("Since when, about? A day or a month will do."),
        _("When did it begin? For example: last week, in March. Or: do not know."),
    ),
    "need": (
        _("What is needed most? 1 money 2 food or clothes 3 somebody to care 4 other: just say it"),
        _("What would help most now? Say it in a few words."),
    ),
    "change": (
        _("What is wrong? Just say it, for example: not 8000, it is 18000."),
        _("Say the wrong part in your own words, or send CANCEL to drop the report."),
    ),
}
_PLAINLY = _("Send 1 and it goes to your village. Send 2 and we change it.")
Asking = Callable[[Slots, Turn | None], tuple[Effect, ...]]
ASK: dict[str, Asking] = {**{step: _asks(first) for step, (first, _again) in _QUESTIONS.items()}, "confirm": read_back}
AGAIN: dict[str, Asking] = {
    **{step: _asks(again) for step, (_first, again) in _QUESTIONS.items()}, "confirm": _asks(_PLAINLY),
}  # fmt: skip


def choices_of(step: str) -> Callable[[Slots, Turn | None], tuple[Effect, ...]]:
    """The second time: choices, whatever the question is."""
    if step == "confirm":
        return _asks(_("1 send it 2 change it 3 drop it 4 a person"))
    if step in CHOICES:
        return ASK[step]
    return _asks(_("You can answer, or: 1 go on without it 2 drop the report 3 a person"))


def answered_choice(step: str, turn: Turn) -> str | None:
    """What a number chooses."""
    return CHOICES.get(step, {}).get(turn.plain.strip(" .。、,)）"))
