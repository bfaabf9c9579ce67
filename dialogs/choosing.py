"""Several open cases: which one is meant, by its number, its matter or a choice."""

import re

from dialogs.hardships import risks_in_a_word
from dialogs.terms import risks_in_words
from dialogs.types import CaseBrief, Say, Turn
from dialogs.wording import Listed, Phrase
from dialogs.wording import marked as _

_AT_MOST = 4  # choices read out
_NEWEST = re.compile(
    r"刚(才|刚)?(报|说|交|发|登记)|(最后|最新|最近)(报|那|的|一)|just (sent|reported)|the (last|latest) (one|report)"
)


def still_open(turn: Turn) -> list[CaseBrief]:
    """The open cases of the household, the newest last, as many as can be chosen from."""
    return [case for case in turn.known.cases if not case.ended][-_AT_MOST:]


def meant_case(turn: Turn) -> CaseBrief | None:
    """The one open case that a message can only mean; None where it may be several, or none."""
    cases = still_open(turn)
    named = [case for case in cases if case.number.lower() in turn.plain.lower().replace(" ", "")]
    if named:
        return named[-1]
    if cases and _NEWEST.search(turn.plain):
        return cases[-1]
    risks, relation = set(turn.meant.risk_types or risks_in_a_word(turn)), turn.relation
    close = [case for case in cases if risks & set(case.risk_types) or (relation and relation == case.relation)]
    if len(close) == 1:
        return close[0]
    return cases[0] if len(cases) == 1 else None


def chosen_case(numbers: list[str], turn: Turn) -> str | None:
    """The case that a reply to `which` chooses: by the number of the choice, its own number, or its matter."""
    said = turn.plain.strip(" .。、,")
    if said.isascii() and said.isdigit() and 1 <= int(said) <= len(numbers):
        return numbers[int(said) - 1]
    case = meant_case(turn)
    return case.number if case is not None and case.number in numbers else None


def which(numbers: list[str], turn: Turn) -> Say:
    """The question: 1 A1001 illness 2 A1002 housing."""
    cases = {case.number: case for case in turn.known.cases}
    choices = tuple(
        Phrase(
            "{n} {number} {risks}",
            {"n": n, "number": number, "risks": risks_in_words(cases[number].risk_types) if number in cases else ""},
        )
        for n, number in enumerate(numbers, 1)
    )
    return Say(_("Which one? {choices}"), {"choices": Listed(choices)}, tuple((number, number) for number in numbers))
