"""Cases of the same event become one by a cadre's word, and two again by another; nobody's receipt is lost."""

import re
from dataclasses import replace

from bot import incidents, notices
from bot.batch import Batch
from bot.caseload import Caseload
from bot.cases import merging
from bot.cases.consent import of_both
from bot.cases.procedure import EMERGENCY
from bot.cases.types import URGENCIES, Cadre, Case
from dialogs.types import Say
from dialogs.wording import marked as _
from policies_kb.areas import contains, normalise

_MEANT = re.compile(r"确认|确定|同一|一件|是的|sure|same")


def merge(
    batch: Batch, caseload: Caseload, cadre: Cadre, first: Case, second: Case, said: str = ""
) -> tuple[Say, ...]:  # fmt: skip
    """Join two open cases; the older id stays, later facts fill gaps, both households are told.

    Two homes with different troubles are joined only where the words say that it is meant so: each hears of both.
    """
    kept, joined = sorted((first, second), key=lambda case: case.id)
    if kept.id == joined.id or kept.ended or joined.ended:
        return (Say(_("Name two open cases, for example: 合并 A1002 A1001")),)
    if not _of_one_area(kept, joined):
        return (Say(_("{joined} and {number} are in different places and stay two cases."), _numbers(joined, kept)),)
    if _look_apart(kept, joined) and not _MEANT.search(said):
        apart = _("{joined} and {number} are two homes with different troubles. Meant so? 合并 {joined} {number} 确认")
        return (Say(apart, _numbers(joined, kept)),)
    actor = f"cadre {cadre.id}"
    lent = tuple(key for key in batch.voices.get(joined.id, ()) if key not in batch.voices.get(kept.id, ()))
    for key in lent:
        batch.add_voice(kept.id, key)
    worse = URGENCIES.index(joined.urgency) > URGENCIES.index(kept.urgency)
    before = kept
    kept = replace(
        kept,
        details=of_both(kept, joined),
        risk_types=tuple(dict.fromkeys((*kept.risk_types, *joined.risk_types))),
        urgency=joined.urgency if worse else kept.urgency,
        danger=kept.danger or joined.danger,
        relation=kept.relation or joined.relation,
        area=_nearer(kept.area, joined.area),
        callback=kept.callback or joined.callback,
    )
    if worse:
        kept = caseload.deadlines.risen(before, kept, joined.began(EMERGENCY) or joined.opened_at)
    joined = replace(
        joined, status="merged", before=joined.status, merged_into=kept.id, lent=lent, due_on=None,
        taken=merging.taken_over(before, kept),
    )  # fmt: skip
    joined = batch.set_case(joined, "merged", actor, f"into {kept.number}")
    caseload.stop(batch, joined)
    incidents.discounted(batch, joined)
    for person in batch.told_of(joined):
        notices.to_person(batch, person, notices.merged(joined, kept), kept)
    has_it = joined if worse or (kept.acknowledged_by is None and joined.urgency == kept.urgency) else kept
    kept = replace(
        kept, acknowledged_by=has_it.acknowledged_by, acknowledged_name=has_it.acknowledged_name,
        acknowledged_at=has_it.acknowledged_at, response=has_it.response,
    )  # fmt: skip
    kept = batch.set_case(caseload.deadlines.timed(batch, kept), "updated", actor, f"{joined.number} joined")
    if has_it is joined and kept.acknowledged_by is not None:  # whoever has the graver one has both
        batch.alert_quietly(kept, [each for each in batch.alerted(joined.id) if each.id == joined.acknowledged_by])
        batch.answer(kept.id)
        caseload.watch(batch, kept)
    elif kept.acknowledged_by is None and (worse or kept.area != before.area):  # what becomes critical is alerted anew
        caseload.alert_anew(batch, kept)
    # An emergency is never merged away silently: whoever was alerted to either hears of it.
    told = {each.id: each for case in (before, joined) for each in batch.alerted(case.id) if each.id != cadre.id}
    for each in told.values():
        words = notices.merged_for_cadre(joined, kept, cadre)
        notices.to_cadre(batch, each, words, kept, urgent=kept.urgency == "critical")
    return (Say(_("{joined} is part of {number} now. 拆开 {joined} undoes it."), _numbers(joined, kept)),)


def _nearer(first: str | None, second: str | None) -> str | None:
    """The more exact of two places, one of which lies in the other."""
    return max(first or "", second or "", key=lambda area: len(normalise(area))) or None


def _look_apart(kept: Case, joined: Case) -> bool:
    """Whether two cases are of two homes that are known, with nothing urgent, and have no risk in common."""
    homes = {kept.household, joined.household}
    return (
        {kept.urgency, joined.urgency} == {"normal"}
        and None not in homes
        and len(homes) > 1
        and not set(kept.risk_types) & set(joined.risk_types)
    )


def _of_one_area(first: Case, second: Case) -> bool:
    """Whether no cadre would hear of a case outside their area; a place not yet known is nowhere else."""
    if first.area is None or second.area is None:
        return True
    return contains(first.area, second.area) or contains(second.area, first.area)


def split(batch: Batch, caseload: Caseload, cadre: Cadre, joined: Case) -> tuple[Say, ...]:
    """Undo a merger: the case stands alone again, where it stood, and is alerted anew if nobody had it."""
    if joined.status != "merged" or joined.merged_into is None or joined.before is None:
        return (Say(_("{number} was not merged."), {"number": joined.number}),)
    kept, actor = batch.case(joined.merged_into), f"cadre {cadre.id}"
    for key in joined.lent:
        batch.drop_voice(joined.merged_into, key)
    alone = replace(joined, status=joined.before, before=None, merged_into=None, lent=(), taken={})  # type: ignore[arg-type]
    alone = batch.set_case(caseload.deadlines.timed(batch, alone), "split", actor)
    if kept is not None and not kept.ended and (back := merging.given_back(kept, joined.taken)) != kept:
        lighter = back.urgency != kept.urgency
        kept = batch.set_case(caseload.deadlines.timed(batch, back), "updated", actor, f"{joined.number} left")
        if lighter and kept.acknowledged_by is None:
            caseload.alert_anew(batch, kept)
    incidents.discounted(batch, alone, by=1)
    for person in batch.told_of(alone):
        notices.to_person(batch, person, notices.stands_alone(alone), alone)
    if alone.acknowledged_by is None:
        caseload.alert_anew(batch, alone)
    return (Say(_("{joined} and {number} are two cases again."), _numbers(alone, kept or alone)),)


def _numbers(joined: Case, kept: Case) -> dict[str, object]:
    return {"joined": joined.number, "number": kept.number}
