"""The words about what is decided of a case: whose step is next, objections, second looks, risks that are over."""

from bot.cases.types import Case
from bot.notices import about
from dialogs.terms import STATUSES
from dialogs.types import Say
from dialogs.wording import marked as _

_OBJECTION = 90  # characters of an objection that go along


def upheld(case: Case) -> tuple[Say, ...]:
    """To the household: the review went their way."""
    values = {"number": case.number, "day": case.due_on or "-"}
    return (Say(_("{number}: your objection counts, it is checked anew by {day}."), values),)


def refusal_stands(case: Case, level: str) -> tuple[Say, ...]:
    """To the household: the review came to the same end; and where else to go."""
    values = {"number": case.number, "note": case.note}
    if level == "county":
        words = _("{number}: the county looked again, it stays refused. The reason: {note}. 12345 hears you too.")
        return (Say(words, values),)
    return (
        Say(_("{number}: the township looked again, it stays refused. The reason: {note}."), values),
        Say(_("Still not agreed: reply REVIEW for the county, or call 12345.")),
    )


def review(case: Case, words: str) -> tuple[Say, ...]:
    """To the township: the household objects to a refusal, in its own words where it says more than that."""
    if short := words.strip()[:_OBJECTION]:
        values = about(case) | {"said": short}
        return (Say(_("{number} {place}: the household objects to the refusal: {said} Call {phone}."), values),)
    return (Say(_("{number} {place}: the household asks for a review of the refusal. Call {phone}."), about(case)),)


def decided(case: Case, *, upheld: bool) -> tuple[Say, ...]:
    """To whoever has it: what those above decided, and why."""
    values = about(case) | {"status": STATUSES[case.status], "note": case.note}
    if upheld:
        return (Say(_("{number} {place}: the objection counts, please check it anew by {day}."), values),)
    first = Say(_("{number} {place}: {status}."), values)
    return (first, Say(_("The reason: {note}."), values)) if case.note else (first,)


def is_over(case: Case) -> tuple[Say, ...]:
    """To the township: the household agrees that the risk is over."""
    return (Say(_("{number}: the household agrees, the risk is over."), {"number": case.number}),)


def waits_for_you(case: Case) -> tuple[Say, ...]:
    """To the level whose step is next."""
    if case.status == "risk_cleared":
        return (
            Say(
                _("{number} {place}: the risk is over and the household agrees. 结案 {number} closes it."), about(case)
            ),
        )
    return (Say(_("{number} {place} is with you now, due {day}. 通过 or 不通过 with the number."), about(case)),)


def not_over(case: Case) -> tuple[Say, ...]:
    """To the township: the household does not agree that the risk is over."""
    return (Say(_("{number} {place}: the household says it is not over. Please look. Call {phone}."), about(case)),)
