"""What a household answers to what the system asked: did the help arrive, is it over, how did it go."""

from dataclasses import replace

from bot import checkins, decisions, notices
from bot.batch import Batch
from bot.caseload import Caseload
from bot.cases.types import Cadre, Case, Level
from bot.in_hand import passes_on
from bot.store import ratings
from bot.store.people import Person
from bot.store.ratings import Rating
from dialogs.types import AnswerAsked, Answered, Say

_BAD = 1
_BARE = 4  # characters of an answer that says no more than yes or no
_ABOVE: dict[str, tuple[Level, ...]] = {
    "village": ("township", "county"), "township": ("county",), "county": ("county",),
}  # fmt: skip


def take(batch: Batch, caseload: Caseload, person: Person, answer: AnswerAsked) -> Answered:
    """Write the answer down and tell whoever must hear of it."""
    if answer.kind in ("checkin", "agree"):
        return _of_the_rhythm(batch, person, answer)
    case = next((case for case in batch.cases_of(person) if case.number == answer.number), None)
    if case is None:
        return Answered(answer.kind, answer.number, answer.value)
    match answer.kind, answer.value:
        case "arrived", "no":
            return _no_help(batch, caseload, case, answer)
        case "cleared", "yes":
            return _agreed(batch, caseload, case, answer, person)
        case "cleared", _:
            stages = {name: at for name, at in case.stages.items() if name != "clearing"}
            case = batch.set_case(replace(case, stages=stages), "updated", "household", "not over")
            return _told(batch, answer, case, above(batch, case, None), decisions.not_over(case))
        case "arrived", _:
            batch.note("household", "help arrived", case.id, {})
        case "satisfied", _:
            return _rated(batch, case, answer)
    return Answered(answer.kind, case.number, answer.value)


def above(batch: Batch, case: Case, cadre: Cadre | None) -> list[Cadre]:
    """The level above a cadre over a case's area, without that cadre; above nobody in particular the township."""
    over = batch.over(case.area)
    for level in _ABOVE[cadre.level if cadre else "village"]:
        if found := [each for each in over.get(level, ()) if cadre is None or each.id != cadre.id]:
            return found
    return []


def _of_the_rhythm(batch: Batch, person: Person, answer: AnswerAsked) -> Answered:
    """Whether somebody agrees to be asked, and whether all is well with them."""
    if answer.kind == "agree":
        checkins.agreed(batch, person, answer.value == "yes")
    elif answer.value == "no":
        checkins.worry(batch, person, answer.said)
    return Answered(answer.kind, "", answer.value)


def _rated(batch: Batch, case: Case, answer: AnswerAsked) -> Answered:
    """A score is kept with its area and month, with its case only where a name is wished; a bad one is told above."""
    chosen, _, anonymous = answer.value.partition(" ")
    score = 4 - int(chosen)  # 3 is content, 1 is not
    month = f"{batch.now.astimezone(batch.zone):%Y-%m}"
    ratings.add(batch.tx, Rating(case.area, month, score, None if anonymous else case.id))
    if score <= _BAD:
        for cadre in above(batch, case, None):
            notices.to_cadre(batch, cadre, notices.badly_rated(case, named=not anonymous), None)
    return Answered(answer.kind, case.number, answer.value)


def _no_help(batch: Batch, caseload: Caseload, case: Case, answer: AnswerAsked) -> Answered:
    """A no goes to the level above whoever said that it was done."""
    cadre = next((each for each in batch.alerted(case.id) if each.id == case.acknowledged_by), None)
    stages = {name: at for name, at in case.stages.items() if name != "helped"}
    changed = caseload.deadlines.timed(batch, replace(case, response="disputed", stages=stages))
    case = batch.set_case(changed, "updated", "household", "no help came")
    return _told(batch, answer, case, above(batch, case, cadre), notices.no_help(case))


def _agreed(batch: Batch, caseload: Caseload, case: Case, answer: AnswerAsked, person: Person) -> Answered:
    """The household confirms that the risk is over: a step that waited for it is made."""
    stages = {**case.stages, "confirmed": batch.now.isoformat()}
    case = replace(case, stages=stages)
    if case.status in ("monitored", "assisted") and "clearing" in stages:
        case = caseload.set_status(batch, case, "risk_cleared", None, "household", by=person.key)
    else:
        case = batch.set_case(case, "updated", "household", "the household confirmed")
    for cadre in above(batch, case, None):
        notices.to_cadre(batch, cadre, decisions.is_over(case), case)
    passes_on(batch, case)
    return Answered(answer.kind, case.number, answer.value)


def _told(batch: Batch, answer: AnswerAsked, case: Case, cadres: list[Cadre], words: tuple[Say, ...]) -> Answered:
    if len(answer.said.strip()) > _BARE:
        words = (*words, *notices.in_their_words(answer.said))
    batch.involve(case, cadres)
    for cadre in cadres:
        notices.to_cadre(batch, cadre, words, case, urgent=case.urgency == "critical")
    return Answered(answer.kind, case.number, answer.value, cadres[0].name if cadres else None)
