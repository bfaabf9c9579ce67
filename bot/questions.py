"""What the system asks by itself: the question goes out, and its answer is read where the conversation stands."""

from collections.abc import Sequence
from dataclasses import replace

from bot import notices
from bot.batch import Batch
from bot.cases import ladder
from bot.cases.types import Case
from bot.store.people import Person
from bot.store.timers import Timer
from dialogs import stored
from dialogs.types import Place, Say, Session
from dialogs.wording import marked as _

_FLOW = "asked"
_STEPS = {"satisfied": "score"}


def plan(batch: Batch, case: Case, kind: str, *, urgent: bool = False) -> None:
    """Ask everybody who reported a case, outside quiet hours unless a life is at stake."""
    at = batch.now if urgent else ladder.after_quiet(batch.now, batch.zone)
    if at > batch.now:
        batch.set_timer(Timer("ask", f"{kind} {case.id}", at, kind))
        return
    for person in batch.told_of(case):
        ask(batch, person, kind, _words(kind, case), case, urgent=urgent)


def ask(
    batch: Batch, person: Person, kind: str, words: Sequence[Say], case: Case | None, *, urgent: bool = False
) -> bool:
    """Ask one person now; a bare number answers it. False where they do not want to be written to."""
    if person.opted_out or person.blocked:
        return False
    notices.to_person(batch, person, words, case, urgent=urgent)
    kept = batch.session_of(person.key)
    session = stored.from_json(kept) if kept is not None else Session(language=person.language or "zh-Hans")
    slots = {"kind": kind, "number": case.number if case else "", "at": batch.now.isoformat()}
    question = Place(_FLOW, _STEPS.get(kind, "yes_no"), slots)
    # Under whatever waits there: a report that is being read back is answered first.
    stack = (question, *(place for place in session.stack if place.flow != _FLOW))
    batch.set_session(person.key, stored.to_json(replace(session, stack=stack)))
    return True


def _words(kind: str, case: Case) -> tuple[Say, ...]:
    values = {"number": case.number, "name": case.acknowledged_name or "-"}
    match kind:
        case "arrived":
            return (Say(_("{name} notes {number} as done. Has the help reached you? 1 yes 2 no"), values),)
        case "cleared":
            return (Say(_("{number}: is the hardship over, as the cadre says? 1 yes, it is over 2 no"), values),)
        case _:
            return (
                Say(_("{number} is closed. How did it go? 1 well 2 so-so 3 badly. ANONYMOUS leaves you out."), values),
            )
