"""What cadres write: acknowledging, on the way, arrived, done, notes, their list."""

from dataclasses import replace
from datetime import timedelta

from bot import consent, notices, orders, steps, tasks
from bot.batch import Batch
from bot.caseload import Caseload
from bot.cases.awaited import awaited
from bot.cases.consent import is_to_ask
from bot.cases.ladder import LEVELS, is_quiet
from bot.cases.types import URGENCIES, Cadre, Case
from bot.in_hand import Heard, awaited_of, home_hears, known_case, open_of
from bot.store.cases import cases_alerted_to
from bot.store.inbox import Waiting
from bot.store.tasks import climbed_to, open_under
from dialogs.cadre import Command, CommandKind, note_of, read_command
from dialogs.cadre_consent import read_consent
from dialogs.cadre_orders import Order, read_order
from dialogs.cadre_steps import read_step
from dialogs.guidance import Guidance
from dialogs.terms import DUES, STATUSES, why_in_words
from dialogs.types import Say
from dialogs.wording import Listed, Phrase
from dialogs.wording import marked as _
from nlu.types import Understanding

_HEARD = {
    "told": _("{number} is yours; the household is told. 2 on the way, 3 arrived, DONE when over."),
    "morning": _("{number} is yours; the household hears it in the morning. 2 on the way, 3 arrived, DONE when over."),
    "nobody": _(
        "{number} is yours. The household gets no messages: call or visit. 2 on the way, 3 arrived, DONE when over."
    ),
}
_LISTED = 6  # cases named in one message
_LOOKED_AT = 20
_LATELY = timedelta(days=1)


def take(
    batch: Batch, caseload: Caseload, guidance: Guidance, cadre: Cadre, waiting: Waiting, meant: Understanding
) -> None:
    """Do what a cadre's message says, and confirm it."""
    order = read_order(meant.plain, waiting.message.text, batch.now.astimezone(batch.zone).date())
    asked = _asked(batch, caseload, cadre, waiting, meant, order)
    if asked is not None:
        text = notices.said(asked, notices.CADRE_LANGUAGE)
        if order is not None and order.kind == "found" and meant.urgency.level == "critical":
            text = f"{guidance.words(meant.urgency.danger, notices.CADRE_LANGUAGE, False)}\n{text}"  # life first
        batch.queue(waiting.key, waiting.message.sender, "reply", text, in_reply_to=waiting.id)
        return
    command = replace(read_command(meant.plain), note=note_of(waiting.message.text))
    words = _done(batch, caseload, cadre, command)
    text = notices.said(words, notices.CADRE_LANGUAGE)
    if command.kind == "note" and meant.urgency.level == "critical":
        text = f"{guidance.words(meant.urgency.danger, notices.CADRE_LANGUAGE, False)}\n{text}"
    batch.queue(waiting.key, waiting.message.sender, "reply", text, in_reply_to=waiting.id)


def _asked(
    batch: Batch, caseload: Caseload, cadre: Cadre, waiting: Waiting, meant: Understanding, order: Order | None
) -> tuple[Say, ...] | None:
    """What comes of an order or a step; None where the message is neither."""
    if order is not None:
        batch.answered_by(cadre.id)
        return orders.take(batch, caseload, cadre, order, meant)
    step, answer = read_step(meant.plain, waiting.message.text), read_consent(meant.plain)
    if answer is not None and (step is None or step.kind == "confirmed"):
        words = consent.take(batch, caseload, cadre, answer, waiting.message.text)
        if words is not None:
            return words
    if step is None:
        return None
    batch.answered_by(cadre.id)
    return steps.take(batch, caseload, cadre, step)


def _done(batch: Batch, caseload: Caseload, cadre: Cadre, command: Command) -> tuple[Say, ...]:
    unanswered = _unanswered(batch, cadre)
    if command.kind == "help":
        return (_help(),)
    if command.kind == "thanks" and not command.cases:
        waiting = (Say(_("Still open: {left}."), {"left": _named(unanswered)}),) if unanswered else ()
        return (Say(_("I am here. LIST shows your cases, HELP the words.")), *waiting)
    if command.kind == "list":
        return (_list(batch, caseload, cadre, unanswered),)
    if command.kind == "received_all" or (command.kind == "received" and len(command.cases) > 1):
        numbers = command.cases or tuple(case.id for case in unanswered)
        return _received(batch, caseload, cadre, numbers, unanswered) if numbers else _nothing(batch, cadre, command)
    if command.cases:
        words = (_with(batch, caseload, cadre, command, case_id, unanswered) for case_id in command.cases)
        return tuple(say for one in words for say in one)
    if command.kind == "received":
        case = unanswered[0] if unanswered else None
    elif command.kind == "declined" or command.too_late_for:
        case = unanswered[0] if unanswered else _latest(batch, cadre)
    else:
        case = _latest(batch, cadre)
        if unanswered and (case is None or _made(case, command.kind)):
            case = unanswered[0]
    if case is None:
        return _nothing(batch, cadre, command)
    return _at_case(batch, caseload, cadre, command, case, unanswered)


def _with(
    batch: Batch, caseload: Caseload, cadre: Cadre, command: Command, case_id: int, unanswered: list[Case]
) -> tuple[Say, ...]:  # fmt: skip
    """What the command does with the case of this number."""
    case = next((case for case in unanswered if case.id == case_id), None) or known_case(batch, cadre, case_id)
    if case is None:
        return (Say(_("There is no {number} on your list."), {"number": f"A{case_id}"}),)
    left = [other for other in unanswered if other.id not in command.cases] if case_id == command.cases[-1] else []
    return _at_case(batch, caseload, cadre, command, batch.cases[case.id], left)


def _received(
    batch: Batch, caseload: Caseload, cadre: Cadre, numbers: tuple[int, ...], unanswered: list[Case]
) -> tuple[Say, ...]:  # fmt: skip
    """Several cases acknowledged in one breath, in one sentence; of each that is not theirs a word of its own."""
    words: list[Say] = []
    taken: list[Case] = []
    for number in numbers:
        case = known_case(batch, cadre, number)
        if case is not None and case.acknowledged_by is None and not case.ended:
            taken.append(caseload.acknowledge(batch, cadre, case))
        else:
            words.extend(_with(batch, caseload, cadre, Command("received", (number,), ""), number, []))
    left = [case for case in unanswered if case.id not in numbers]
    if taken:
        values = {"left": Listed(tuple(case.number for case in taken)), "number": taken[0].number}
        words.insert(0, Say(_("{left} are yours. With each word its number, for example: 出发 {number}"), values))
    return (*words, Say(_("Still open: {left}."), {"left": _named(left)})) if left else tuple(words)


def _nothing(batch: Batch, cadre: Cadre, command: Command) -> tuple[Say, ...]:
    """Nothing waits for the cadre's answer: whoever took what they were alerted to is named."""
    if command.kind in ("received", "received_all"):
        taken = [
            case
            for case in cases_alerted_to(batch.tx, [cadre.id], _LOOKED_AT)
            if case.acknowledged_at and case.acknowledged_by != cadre.id and not case.ended
            and batch.now - case.acknowledged_at <= _LATELY
        ]  # fmt: skip
        if taken:
            newest = max(taken, key=lambda case: (case.acknowledged_at, case.id))
            return _confirmed(newest, cadre, [], "told")
        if awaited_of(batch, cadre) or open_of(batch, cadre):
            return (Say(_("Good. No alert waits for your answer; LIST shows what is open.")),)
        return (Say(_("Good. Nothing is open for you now.")),)
    nothing = Say(_("Nothing is open for you now."))
    return (nothing, _help()) if command.kind == "note" else (nothing,)


def _at_case(
    batch: Batch, caseload: Caseload, cadre: Cadre, command: Command, case: Case, unanswered: list[Case]
) -> tuple[Say, ...]:  # fmt: skip
    """What the command does with a case."""
    values = {"number": case.number}
    open_still = case.acknowledged_by is None and not case.ended
    if open_still and (command.kind == "declined" or case.urgency in command.too_late_for):
        higher = caseload.declined(batch, cadre, case, command.note)
        if higher and case.urgency != "critical" and is_quiet(batch.now, batch.zone):
            return (Say(_("{number} goes to the level above in the morning. You can after all? Reply 1."), values),)
        if higher:
            return (Say(_("{number} goes to the level above at once. You can after all? Reply 1."), values),)
        return (Say(_("{number} still waits for you. Nobody else can? 转 {number} and a name; you can: 1."), values),)
    if command.kind in ("received", "note") and awaited(case, cadre.level) == "review":
        return (Say(_("{number}: decide on the objection: 成立 {number} or 维持 {number} and the reason."), values),)
    if case.ended and case.acknowledged_by != cadre.id:
        return (Say(_("{number} is over: {status}."), {**values, "status": STATUSES[case.status]}),)
    if open_still:
        case = caseload.acknowledge(batch, cadre, case)
    if command.kind == "received":
        left = [other for other in unanswered if other.id != case.id]
        return _confirmed(case, cadre, left, home_hears(batch, case))
    if case.acknowledged_by != cadre.id:
        return _confirmed(case, cadre, unanswered, "told")
    response = "note" if command.kind in ("declined", "thanks") else command.kind
    caseload.respond(batch, cadre, case, response, command.note if response in ("note", "done") else "")
    if command.kind == "declined":
        return (Say(_("Noted with {number}. It is still yours; 转 {number} and a name passes it on."), values),)
    if response == "note" and case.urgency != "normal" and "helped" not in case.stages:
        return (Say(_("Noted with {number}. When it is over: 办结 {number}."), values),)
    if response == "note":
        return (Say(_("Noted with {number}."), values),)
    words = consent.shown(batch, batch.cases[case.id]) if command.kind in ("arrived", "done") else ()
    heard = home_hears(batch, case)
    if heard == "morning" and response == "done":
        return (Say(_("Noted with {number}; the household is asked in the morning."), values), *words)
    if heard == "morning":
        return (Say(_("Noted with {number}."), values), *words)
    if heard == "told":
        return (Say(_("Noted with {number}; the household is told."), values), *words)
    return (Say(_("Noted with {number}. The household gets no messages: please tell them yourself."), values), *words)


def _unanswered(batch: Batch, cadre: Cadre) -> list[Case]:
    """The cases this cadre is to acknowledge: the most urgent first, the newest among equals."""
    found = []
    for alert in batch.open_alerts(cadre):
        case = batch.case(alert.case_id)
        if case is not None and not case.ended and case.acknowledged_by is None:
            found.append(case)
    return sorted(found, key=lambda case: (URGENCIES.index(case.urgency), case.id), reverse=True)


def _latest(batch: Batch, cadre: Cadre) -> Case | None:
    """The case this cadre acknowledged last and is still at."""
    batch.add_cases(cases_alerted_to(batch.tx, [cadre.id], 20))
    mine = [
        case
        for case in batch.cases.values()
        if case.acknowledged_by == cadre.id and not case.ended and case.acknowledged_at
    ]
    return max(mine, key=lambda case: (case.acknowledged_at, case.id), default=None)


def _made(case: Case, kind: CommandKind) -> bool:
    """Whether a case is past this step, so that a word without a number means another: 出发 after 办结."""
    match kind:
        case "on_way":
            return case.response == "on_way" or "visited" in case.stages
        case "arrived":
            return "visited" in case.stages
        case "done":
            return "helped" in case.stages
        case _:
            return False


def _confirmed(
    case: Case, cadre: Cadre, left: list[Case], heard: Heard
) -> tuple[Say, ...]:  # fmt: skip
    values = {"number": case.number, "name": case.acknowledged_name, "left": _named(left), "count": len(left)}
    if case.acknowledged_by != cadre.id:
        first = Say(_("{name} already has {number}."), values)
    else:
        first = Say(_HEARD[heard], values)
    return (first, Say(_("Still open: {left}."), values)) if left else (first,)


def _list(batch: Batch, caseload: Caseload, cadre: Cadre, unanswered: list[Case]) -> Say:
    """Everything open: what nobody has answered first, then what is due first."""
    listed = {case.id for case in unanswered}
    mine = [case for case in (*awaited_of(batch, cadre), *open_of(batch, cadre)) if case.id not in listed]
    mine = list({case.id: case for case in mine}.values())
    both = [*unanswered, *sorted(mine, key=lambda case: (case.due_on is None, case.due_on, -case.id))]
    upward = LEVELS[LEVELS.index(cadre.level) :]
    todo = open_under(batch.tx, cadre.area) if len(upward) == len(LEVELS) else climbed_to(batch.tx, cadre.area, upward)
    if not both and not todo:
        return Say(_("Nothing is open for you now."))
    lines = tuple(_line(batch, caseload, cadre, case) for case in both[:_LISTED])
    lines += tuple(tasks.line(task, batch.now) for task in todo[: _LISTED - len(lines)])
    more = len(both) + len(todo) - len(lines)
    values = {"left": Listed(lines), "count": more}
    return Say(_("Open for you: {left}; {count} more.") if more else _("Open for you: {left}."), values)


def _line(batch: Batch, caseload: Caseload, cadre: Cadre, case: Case) -> Phrase:
    match awaited(case, cadre.level):
        case "review":
            values = {"number": case.number, "risks": why_in_words(case.risk_types, case.said)}
            return Phrase(_("{number} {risks}, review: 成立 or 维持"), values)
        case "no_help":
            return Phrase(_("{line}, no help came"), {"line": _timed(batch, caseload, case)})
    line = _timed(batch, caseload, case)
    return Phrase(_("{line}, ask if they agree"), {"line": line}) if is_to_ask(case) else line


def _timed(batch: Batch, caseload: Caseload, case: Case) -> Phrase:
    risks = why_in_words(case.risk_types, case.said)
    values: dict[str, object] = {"number": case.number, "risks": risks, "day": case.due_on}
    found = caseload.deadlines.due(batch, case)
    if case.paused_at is not None:
        return Phrase(_("{number} {risks} resting"), values)
    if found is None:
        return Phrase("{number} {risks}", values)
    late = found.light(batch.now) == "overdue"
    values["what"] = DUES[found.what]
    return Phrase(
        _("{number} {risks}, {what} OVERDUE: {day}") if late else _("{number} {risks}, {what} by {day}"), values
    )


def _named(cases: list[Case]) -> Listed:
    return Listed(
        tuple(
            Phrase("{number} {risks}", {"number": case.number, "risks": why_in_words(case.risk_types, case.said)})
            for case in cases[:_LISTED]
        )
    )


def _help() -> Say:
    return Say(_("Reply 1 received, 2 on the way, 3 arrived, DONE and a note, LIST for your cases."))
