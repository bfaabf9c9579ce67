"""The daily digest: each morning a cadre hears what waits for them, and nothing where nothing does."""

from bot import consent, notices
from bot.batch import Batch
from bot.cases import ladder
from bot.cases.awaited import NEXT
from bot.cases.types import Case
from bot.deadlines import Deadlines
from bot.in_hand import awaited_of
from bot.store.cases import cases_alerted_to
from bot.store.people import cadres_by_id
from bot.store.timers import Timer
from dialogs.types import Say
from dialogs.wording import Listed, Phrase
from dialogs.wording import marked as _

_COUNTED = {
    "unanswered": _("{unanswered} not answered"),
    "decide": _("{decide} for you to decide"),
    "soon": _("{soon} due soon"),
    "late": _("{late} overdue"),
}
_AT_MOST = 500  # cases looked at for one cadre


def send(batch: Batch, deadlines: Deadlines, cadre_id: int) -> None:
    """Tell a cadre how many are unanswered, due soon and overdue; come again tomorrow while anything is open."""
    cadre = cadres_by_id(batch.tx, [cadre_id]).get(cadre_id)
    if cadre is None or not cadre.active:
        return
    batch.add_cases(cases_alerted_to(batch.tx, [cadre_id], _AT_MOST))
    alerted = {alert.case_id for alert in batch.open_alerts(cadre)}
    unanswered = [case for case in _open(batch, cadre_id) if case.acknowledged_by is None and case.id in alerted]
    mine = [case for case in _open(batch, cadre_id) if case.acknowledged_by == cadre_id]
    decide = awaited_of(batch, cadre)
    theirs = {case.id: case for case in (*mine, *decide) if NEXT.get(case.status, cadre.level) == cadre.level}
    due = [found for case in theirs.values() if (found := deadlines.due(batch, case)) is not None]
    lights = [found.light(batch.now) for found in due]
    everything = {case.id for case in (*unanswered, *mine, *decide)}
    counts = {
        "unanswered": len(unanswered), "decide": len(decide), "soon": lights.count("at_risk"),
        "late": lights.count("overdue"), "all": len(everything),
    }  # fmt: skip
    to_ask = consent.reminder(batch, cadre)
    words = (*_told(counts), *to_ask)
    if words:
        notices.to_cadre(batch, cadre, words, None)
    if unanswered or decide or due or to_ask:
        batch.set_timer(Timer("digest", str(cadre_id), ladder.next_digest(batch.now, batch.zone), "digest"))


def _told(counts: dict[str, int]) -> tuple[Say, ...]:
    told = tuple(Phrase(words, counts) for name, words in _COUNTED.items() if counts[name])
    if not told:
        return ()
    return (
        Say(_("Today: {counted}, {all} in all. LIST shows them."), {"counted": Listed(told), "all": counts["all"]}),
    )


def _open(batch: Batch, cadre_id: int) -> list[Case]:
    ids = {case.id for case in cases_alerted_to(batch.tx, [cadre_id], _AT_MOST)}
    return [case for case in batch.cases.values() if case.id in ids and not case.ended]
