"""What comes due by itself besides a case's own ladder: groups, digests, tasks, check-ins, broadcasts, the watch."""

from bot import broadcasts, checkins, digest, fallback, notices, pacing, tasks, visits
from bot import watch as watching
from bot.batch import Batch
from bot.caseload import Caseload
from bot.store.timers import Timer
from bot.watch import Watch


def take(batch: Batch, caseload: Caseload, timer: Timer, watch: Watch | None) -> None:
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
        case "task", _:
            tasks.climb(batch, int(timer.ref))
        case "checkin", _:
            checkins.comes_due(batch, timer.ref)
        case "visit", _:
            case_due = batch.case(int(timer.ref))
            if case_due is not None:
                visits.comes_due(batch, case_due)
        case "broadcast", _:
            broadcasts.send_some(batch, int(timer.ref))
        case "watch", "unanswered" if watch is not None:
            watching.unanswered(batch, watch)
        case "watch", _ if watch is not None:
            watching.look(batch, watch)
