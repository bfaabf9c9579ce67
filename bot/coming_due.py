"""What comes due by itself besides a case's own ladder: grouped messages, digests, other channels."""

from bot import digest, fallback, notices, pacing
from bot.batch import Batch
from bot.caseload import Caseload
from bot.store.timers import Timer


def take(batch: Batch, caseload: Caseload, timer: Timer) -> None:
    """Do what a timer stands for."""
    match timer.kind, timer.step:
        case "group", _:
            pacing.release(batch, int(timer.ref), notices.CADRE_LANGUAGE, notices.ANSWERS)
        case "digest", _:
            digest.send(batch, caseload.deadlines, int(timer.ref))
        case "fallback", "failed":
            fallback.failed(batch, caseload, int(timer.ref))
        case "fallback", _:
            case_id, cadre_id = timer.ref.split()
            fallback.nothing_came(batch, int(case_id), int(cadre_id))
