"""When an alert does not reach a cadre: the next channel, and where there is none the next level."""

from bot.batch import Batch
from bot.caseload import Caseload
from bot.cases.types import Cadre, Case
from bot.notices import ANSWERS
from bot.store import cadres, outbox
from bot.store.inbox import conversation_key
from bot.store.people import cadres_by_id, cadres_by_key
from bot.store.timers import Timer
from integrations.ports import Address


def nothing_came(batch: Batch, case_id: int, cadre_id: int) -> None:
    """A critical alert has no answer yet: it goes on every further channel of that cadre, once."""
    case, cadre = batch.case(case_id), cadres_by_id(batch.tx, [cadre_id]).get(cadre_id)
    if case is None or cadre is None or case.ended or case.acknowledged_by is not None:
        return
    text = outbox.last_alert(batch.tx, cadre.key, case_id)
    for address in cadres.further_channels(batch.tx, cadre_id) if text else ():
        batch.queue(conversation_key(batch.tx, address), address, "alert", text or "", buttons=ANSWERS, case=case)


def failed(batch: Batch, caseload: Caseload, row: int) -> None:
    """A message to a cadre did not go out or was not delivered: the next channel, else the next level at once."""
    sent = outbox.find(batch.tx, row)
    cadre = cadres_by_key(batch.tx, [sent.key]).get(sent.key) if sent else None
    if sent is None or cadre is None:
        return
    case = batch.case(sent.case_id) if sent.case_id else None
    if case is not None and (case.ended or (sent.kind == "alert" and case.acknowledged_by is not None)):
        return
    following = _after(batch, cadre, sent.message.to)
    batch.note("clock", "not delivered", sent.case_id, {"cadre": cadre.id, "channel": sent.message.to.channel})
    if following is not None:
        key = conversation_key(batch.tx, following)  # its own: what waits for the first channel holds nothing back
        batch.queue(key, following, sent.kind, sent.message.text, buttons=sent.message.buttons, case=case)
    elif case is not None and sent.kind == "alert":
        _climb_now(batch, case)


def _after(batch: Batch, cadre: Cadre, tried: Address) -> Address | None:
    ways = [Address(cadre.channel, cadre.address), *cadres.further_channels(batch.tx, cadre.id)]
    return ways[ways.index(tried) + 1] if tried in ways[:-1] else None


def _climb_now(batch: Batch, case: Case) -> None:
    """Where nobody of a level can be reached, its time need not run out."""
    step = batch.ladder_step(case.id)
    reached = [cadre for cadre in batch.alerted(case.id) if cadre.level == case.ladder]
    if step is not None and len(reached) <= 1:
        batch.set_timer(Timer("ladder", str(case.id), batch.now, step))
