"""A cadre moves a case through its procedure: the rules say whether, the household and whoever is next hear of it."""

from dataclasses import replace

from bot import consent, decisions, merges, notices, questions, visits
from bot.batch import Batch
from bot.caseload import Caseload
from bot.cases import lifecycle, reviews
from bot.cases.awaited import NEXT
from bot.cases.lifecycle import Clearing, Refusal
from bot.cases.procedure import profile_for
from bot.cases.types import Cadre, Case
from bot.in_hand import Heard, awaited_of, home_hears, known_case, open_of, passes_on
from dialogs.cadre_steps import CadreStep
from dialogs.terms import STATUSES
from dialogs.types import Say
from dialogs.wording import Listed, Phrase
from dialogs.wording import marked as _

_WHY_NOT: dict[Refusal, str] = {
    "not_next": _("{number} stands at “{status}”: that step does not come next."),
    "not_yours": _("{number} stands at “{status}”: this step is for the level above."),
    "reason": _("Say why, behind the number: the household hears the reason. {number}"),
    "notice_days": _("{number}: the notice must hang in the village for {days} days first."),
    "six_months": _("{number} cannot be cleared yet: watched over for less than half a year."),
    "no_help": _("{number} cannot be cleared: no help is noted yet. First 帮扶 {number} and what was done."),
    "income": _("{number}: say whether income and costs are settled: 消除 {number} 收入稳定 支出已清"),
    "costs": _("{number}: say that the large costs are settled too: 消除 {number} 收入稳定 支出已清"),
    "no_labour": _("{number} has nobody able to work: such a risk is not cleared, help goes on."),
    "consent": _("{number} was reported for them: first their own word, 同意 {number} or 不同意 {number}."),
    "unconfirmed": _("{number}: the household has not confirmed yet that it is over."),
}  # fmt: skip
_HEARD: dict[Heard, str] = {
    "told": _("{number}: {status}. The household is told."),
    "morning": _("{number}: {status}. The household hears it in the morning."),
    "nobody": _("{number}: {status}. The household gets no messages: please tell them yourself."),
}
# The step that comes next at a status, and the word a cadre writes for it.
_COMES_NEXT = {
    "declared": ("verifying", "核实"), "verifying": ("village_review", "评议"),
    "village_review": ("township_check", "报镇"), "township_check": ("county_approval", "通过"),
    "county_approval": ("monitored", "通过"), "monitored": ("assisted", "帮扶"), "assisted": ("risk_cleared", "消除"),
    "risk_cleared": ("closed", "结案"), "closed": ("monitored", "回退"), "rejected": ("verifying", "复核成立"),
}  # fmt: skip


_DECIDES = ("pass", "rejected", "upheld", "closed")
_AT_HOME = ("verifying", "assisted")  # steps that only somebody makes who has the case


def take(batch: Batch, caseload: Caseload, cadre: Cadre, step: CadreStep) -> tuple[Say, ...]:
    """Do what the step says for each case it names, or say why it cannot be."""
    if step.kind == "merge" or not step.cases:
        return _take_one(batch, caseload, cadre, step)
    each_alone = (replace(step, cases=(case,)) for case in step.cases)
    return tuple(say for one in each_alone for say in _take_one(batch, caseload, cadre, one))


def _take_one(batch: Batch, caseload: Caseload, cadre: Cadre, step: CadreStep) -> tuple[Say, ...]:
    case = known_case(batch, cadre, step.cases[0]) if step.cases else _only(batch, cadre, step)
    if case is None and step.cases:
        return (Say(_("There is no {number} on your list."), {"number": f"A{step.cases[0]}"}),)
    if case is None and step.kind in _DECIDES and (waiting := awaited_of(batch, cadre)):
        numbers = Listed(tuple(each.number for each in waiting))
        return (Say(_("Which one? Put the number behind it: {left}."), {"left": numbers}),)
    if case is None:
        return (Say(_("Which case? Put its number behind the word, for example: 核实 A1001")),)
    if case.merged_into is not None and step.kind not in ("merge", "split"):
        case = batch.case(case.merged_into) or case  # both numbers count
    actor = f"cadre {cadre.id}"
    values: dict[str, object] = {"number": case.number}
    if case.ended and step.kind in ("pause", "resume", "visit", "confirmed"):
        return (Say(_("{number} is over: {status}."), {**values, "status": STATUSES[case.status]}),)
    match step.kind:
        case "pause":
            if not step.words:
                return _refused(batch, caseload, cadre, case, "reason")
            caseload.deadlines.pause(batch, case, actor, step.words)
            return (Say(_("{number} rests. 继续 {number} lets its time run again."), values),)
        case "resume" if case.paused_at is None:
            return (Say(_("{number} does not rest; its time runs."), values),)
        case "resume":
            case = caseload.deadlines.resume(batch, case, actor)
            return (Say(_("{number} goes on, next due {day}."), {**values, "day": case.due_on or "-"}),)
        case "merge":
            second = known_case(batch, cadre, step.cases[1]) if len(step.cases) > 1 else case
            return merges.merge(batch, caseload, cadre, case, second or case, step.words)
        case "split":
            return merges.split(batch, caseload, cadre, case)
        case "visit":
            if case.acknowledged_by is None and not case.ended:
                case = caseload.acknowledge(batch, cadre, case)
            case = visits.made(batch, caseload.deadlines.profiles, case, cadre, step.words)
            caseload.retimed(batch, case)
            return (Say(_("{number}: your visit is noted."), values), *consent.shown(batch, batch.cases[case.id]))
        case "confirmed":
            return _confirmed(batch, cadre, case)
        case "pass":
            to = lifecycle.next_up(case, cadre.level)
            if to is None:
                known = lifecycle.UPWARD.get(case.status)
                return _refused(batch, caseload, cadre, case, "not_yours" if known else "not_next")
        case "upheld":
            to = "verifying"
        case "rejected" if case.status == "rejected":
            return _stands(batch, cadre, case, step.words)
        case _:
            to = step.kind
    if case.acknowledged_by is None and not case.ended and step.kind in _AT_HOME:
        case = caseload.acknowledge(batch, cadre, case)  # who is at the home has answered
    profile = profile_for(caseload.deadlines.profiles, case.area, case.urgency)
    why_not = lifecycle.refusal(case, to, cadre.level, batch.now, step.words, profile.notice_days)
    if why_not is not None:
        return _refused(batch, caseload, cadre, case, why_not)
    if to == "risk_cleared" and not Clearing.read(step.words).household_agrees:
        return _ask_first(batch, case, actor, step.words)
    if to == "risk_cleared":
        case = replace(case, stages={**case.stages, "confirmed": batch.now.isoformat()})
    came_back = lifecycle.goes_back(case.status, to)
    case = caseload.set_status(batch, case, to, step.words or None, actor)
    passes_on(batch, case, but=cadre)
    if step.kind == "upheld" or to in ("rejected", "monitored"):
        for keeper in caseload.keepers(batch, case):
            if keeper.id != cadre.id:
                notices.to_cadre(batch, keeper, decisions.decided(case, upheld=step.kind == "upheld"), case)
    values["status"] = STATUSES[case.status]
    words = consent.shown(batch, case)
    if NEXT.get(case.status) == cadre.level:
        words = (*words, *decisions.waits_for_you(case))
    heard = home_hears(batch, case, at_night=False)
    if came_back and heard == "told":
        return (Say(_("{number} is watched again. The household is told."), values),)
    return (Say(_HEARD[heard], values), *words)


def _only(batch: Batch, cadre: Cadre, step: CadreStep) -> Case | None:
    """The one case this cadre has, or that waits for such a step of theirs; None where there is none or a choice."""
    if step.kind in _DECIDES and (waiting := awaited_of(batch, cadre)):
        return waiting[0] if len(waiting) == 1 else None
    mine = open_of(batch, cadre)
    taken = [case for case in mine if case.acknowledged_by == cadre.id] or mine
    return taken[0] if len(taken) == 1 else None


def _refused(batch: Batch, caseload: Caseload, cadre: Cadre, case: Case, why: Refusal) -> tuple[Say, ...]:
    days = profile_for(caseload.deadlines.profiles, case.area, case.urgency).notice_days
    values: dict[str, object] = {"number": case.number, "status": STATUSES[case.status], "days": days}
    if why == "not_next" and case.status in _COMES_NEXT:
        values["next"] = _comes_next(cadre, case)
        return (Say(_("{number} stands at “{status}”: that step does not come next, but {next}."), values),)
    return (Say(_WHY_NOT[why], values),)


def _comes_next(cadre: Cadre, case: Case) -> Phrase:
    """The word for the step that comes next, and whose it is where this cadre cannot make it."""
    to, word = _COMES_NEXT[case.status]
    allowed = lifecycle.STEPS[case.status][to]
    if cadre.level in allowed:
        return Phrase("{word} {number}", {"word": word, "number": case.number})
    whose = _("{word} by the township") if "township" in allowed else _("{word} by the county")
    return Phrase(whose, {"word": word})


def _confirmed(batch: Batch, cadre: Cadre, case: Case) -> tuple[Say, ...]:
    """The household signed on paper that the risk is over."""
    stages = {**case.stages, "confirmed": batch.now.isoformat()}
    batch.set_case(replace(case, stages=stages), "updated", f"cadre {cadre.id}", "the household confirmed on paper")
    return (Say(_("Noted: the household of {number} has confirmed."), {"number": case.number}),)


def _ask_first(batch: Batch, case: Case, actor: str, words: str) -> tuple[Say, ...]:
    """The conditions hold; the household has the last word."""
    stages = {**case.stages, "clearing": batch.now.isoformat()}
    case = batch.set_case(replace(case, stages=stages), "updated", actor, f"to be cleared: {words}")
    if home_hears(batch, case) == "nobody":
        return (
            Say(_("{number}: nobody at home can be asked by message. Get a signature, then: 消除 {number} … 已签字"),
                {"number": case.number}),
        )  # fmt: skip
    questions.plan(batch, case, "cleared")
    return (Say(_("The household of {number} is asked; it counts when they agree."), {"number": case.number}),)


def _stands(batch: Batch, cadre: Cadre, case: Case, reason: str) -> tuple[Say, ...]:
    """The review came to the same end: the household hears why, and where else to go."""
    if cadre.level == "village":
        return (Say(_WHY_NOT["not_yours"], {"number": case.number, "status": STATUSES[case.status]}),)
    if not reason.strip():
        return (Say(_WHY_NOT["reason"], {"number": case.number}),)
    stages = reviews.stands(case, cadre.level, batch.now)
    case = batch.set_case(replace(case, note=reason, stages=stages), "updated", f"cadre {cadre.id}", reason)
    for person in batch.told_of(case):
        notices.to_person(batch, person, decisions.refusal_stands(case, cadre.level), case)
    return (Say(_("{number}: the refusal stands."), {"number": case.number}),)
