"""The consent of somebody whom another reported: asked by the cadre at the visit, or given by their own declaration.

A case reported for somebody else stands at `to_ask` in its details until they agree (`given`) or not (`refused`).
Who answered, when, and the words that were shown stand with the case and in the audit.
"""

from dataclasses import replace

from bot import notices
from bot.batch import Batch
from bot.caseload import Caseload
from bot.cases import lifecycle
from bot.cases.consent import GIVEN, REFUSED, State, is_to_ask
from bot.cases.types import Cadre, Case
from bot.in_hand import known_case, open_of
from dialogs.cadre_consent import ConsentAnswer
from dialogs.types import Say
from dialogs.wording import Listed, Phrase
from dialogs.wording import marked as _

_SHOWN = "consent_shown"  # among a case's stages: since when the cadre has the words to read out
_WORDS = _("The village may report what is hard for me, check it at my home and compare our records. I may say no.")


def waiting(batch: Batch, cadre: Cadre) -> list[Case]:
    """The open cases of a cadre for which somebody's own consent is still to be asked."""
    return [case for case in open_of(batch, cadre) if case.acknowledged_by == cadre.id and is_to_ask(case)]


def reminder(batch: Batch, cadre: Cadre) -> tuple[Say, ...]:
    """For the digest: whom the cadre still has to ask; nothing where nobody is left."""
    numbers = Listed(tuple(case.number for case in waiting(batch, cadre)))
    return (Say(_("Still to ask whether they agree: {left}."), {"left": numbers}),) if numbers.values else ()


def shown(batch: Batch, case: Case) -> tuple[Say, ...]:
    """The words to read out to the person, and how to answer for them; nothing where nothing is to ask."""
    if not is_to_ask(case) or case.ended:
        return ()
    batch.amend(replace(case, stages={**case.stages, _SHOWN: batch.now.isoformat()}))
    values = {"number": case.number, "words": Phrase(_WORDS, {})}
    return (
        Say(_("{number} was reported for them. Read out: “{words}” Yes: 同意 {number}. No: 不同意 {number}."), values),
    )


def take(
    batch: Batch, caseload: Caseload, cadre: Cadre, answer: ConsentAnswer, said: str
) -> tuple[Say, ...] | None:  # fmt: skip
    """Write down what the person answered; None where the message cannot be about a consent."""
    case = _meant(batch, cadre, answer)
    if case is None:
        left = waiting(batch, cadre)
        if answer.case is not None or len(left) < 2:
            return None
        numbers = Listed(tuple(each.number for each in left))
        return (Say(_("Which one? Put the number behind it: {left}."), {"left": numbers}),)
    if case.details["consent"] == (GIVEN if answer.agrees else REFUSED):
        return (Say(_("Noted with {number}."), {"number": case.number}),)
    if case.acknowledged_by is None and not case.ended:
        case = caseload.acknowledge(batch, cadre, case)
    if answer.agrees and is_to_ask(case) and _SHOWN not in case.stages:
        return shown(batch, case)
    words = notices.said((Say(_WORDS),), notices.CADRE_LANGUAGE)
    if answer.agrees:
        _agreed(batch, caseload, case, f"cadre {cadre.id}", words, said)
        return (Say(_("{number}: they agree, noted. It can go on."), {"number": case.number}),)
    return _refused(batch, caseload, cadre, case, words, said)


def declared(batch: Batch, caseload: Caseload, case: Case, words: str, said: str) -> None:
    """Somebody of the home reported it themselves: their own declaration takes the place of the question."""
    if is_to_ask(case):
        case = _settled(batch, case, GIVEN, "household", words, said)
        for cadre in caseload.keepers(batch, case):
            words_of = (Say(_("{number}: they reported it themselves, you need not ask."), {"number": case.number}),)
            notices.to_cadre(batch, cadre, words_of, case, at_once=True)


def _meant(batch: Batch, cadre: Cadre, answer: ConsentAnswer) -> Case | None:
    if answer.case is not None:
        case = known_case(batch, cadre, answer.case)
        return case if case is not None and _can_answer(case) else None
    left = waiting(batch, cadre)
    return left[0] if len(left) == 1 else None


def _can_answer(case: Case) -> bool:
    """Whether there is, or was, a question; who said no may still say yes."""
    return "consent" in case.details and (not case.ended or _ended_by_it(case))


def _ended_by_it(case: Case) -> bool:
    return case.status == "withdrawn" and case.details.get("consent") == REFUSED


def _agreed(batch: Batch, caseload: Caseload, case: Case, actor: str, words: str, said: str) -> None:
    again = _ended_by_it(case)
    case = _settled(batch, case, GIVEN, actor, words, said)
    if again:
        caseload.set_status(batch, case, case.before or "declared", None, actor)
        return
    for person in batch.told_of(case):
        notices.to_person(batch, person, notices.consent_given(case), case)


def _refused(
    batch: Batch, caseload: Caseload, cadre: Cadre, case: Case, words: str, said: str
) -> tuple[Say, ...]:  # fmt: skip
    """A no ends what only a consent allows. Danger is seen to all the same, and goes no further than that."""
    actor = f"cadre {cadre.id}"
    case = _settled(batch, case, REFUSED, actor, words, said)
    values = {"number": case.number}
    if case.urgency != "normal":
        return (
            Say(_("{number}: they do not agree, noted. Help in the danger goes on, no review, no notice."), values),
        )
    keepers = caseload.keepers(batch, case)
    ended = replace(
        case, status="withdrawn", before=case.status, due_on=None,
        stages=lifecycle.moved(case, "withdrawn", batch.now),
    )  # fmt: skip
    case = batch.set_case(ended, "status", actor, "the person does not agree")
    caseload.stop(batch, case)
    for each in keepers:
        if each.id != cadre.id:
            notices.to_cadre(batch, each, (Say(_("{number}: they do not agree. It ends here."), values),), case)
    for person in batch.told_of(case):
        notices.to_person(batch, person, notices.ends_here(case), case)
    return (Say(_("{number}: they do not agree, noted. It ends here. Changed their mind: 同意 {number}."), values),)


def _settled(batch: Batch, case: Case, state: State, actor: str, words: str, said: str) -> Case:
    record = {"answer": state, "by": actor, "at": batch.now.isoformat(), "words": words, "said": said.strip()[:60]}
    batch.note(actor, f"consent {state}", case.id, record)
    details = {**case.details, "consent": state}
    return batch.set_case(replace(case, details=details, consent=record), "updated", actor, f"consent {state}")
