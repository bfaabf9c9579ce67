"""What cadres order by message: hand over, absence, another phone, a household they found."""

from dataclasses import replace
from datetime import datetime, time, timedelta

from bot import checkins, notices, tasks, visits
from bot.batch import Batch
from bot.caseload import Caseload
from bot.cases.types import Cadre, Case
from bot.desk import area_named
from bot.in_hand import known_case, open_of
from bot.store import cadres
from bot.store.inbox import conversation_key
from bot.store.people import Person, load_people
from dialogs.cadre_orders import Order, days_until, first_name
from dialogs.terms import risks_in_words
from dialogs.types import Say
from dialogs.wording import marked as _
from integrations.ports import Address
from nlu.phones import find_phones
from nlu.types import Understanding
from policies_kb.areas import contains


def take(
    batch: Batch, caseload: Caseload, cadre: Cadre, order: Order, meant: Understanding
) -> tuple[Say, ...]:  # fmt: skip
    """Do what the order says, and confirm it."""
    match order.kind:
        case "hand_over":
            return _hand_over(batch, caseload, cadre, order)
        case "hand_over_all":
            return _hand_over_all(batch, caseload, cadre, order)
        case "move":
            return _move(batch, cadre, order)
        case "away":
            return _away(batch, caseload, cadre, order)
        case "back":
            cadres.set_away(batch.tx, cadre.id, None, None, None)
            return (Say(_("Welcome back: what comes up in your area reaches you again.")),)
        case "found":
            return _found(batch, caseload, cadre, order, meant)
        case "check_in":
            return _check_in(batch, cadre, order)
        case "task_done":
            return _task(batch, caseload, cadre, order)


def hand_over(batch: Batch, caseload: Caseload, case: Case, cadre: Cadre | None, to: Cadre, actor: str) -> Case:
    """A case passes to another cadre, who is alerted and must acknowledge; its ladder begins with them."""
    changed = replace(
        case, acknowledged_by=None, acknowledged_name=None, acknowledged_at=None, response=None, ladder=to.level
    )
    case = batch.set_case(changed, "updated", actor, f"handed over to cadre {to.id}")
    batch.answer(case.id)
    batch.stop("silent", str(case.id))
    batch.alert_again(case.id)
    caseload.alert_one(batch, case, to, notices.handed_over(case, cadre))
    return case


def _hand_over(batch: Batch, caseload: Caseload, cadre: Cadre, order: Order) -> tuple[Say, ...]:
    mine = open_of(batch, cadre)
    if not order.cases and len(mine) != 1:
        return (Say(_("Which case? For example: 转 A1001 李四")),)
    numbers = order.cases or (mine[0].id,)
    each_alone = (_hand_one_over(batch, caseload, cadre, order, number) for number in numbers)
    return tuple(say for words in each_alone for say in words)


def _hand_one_over(batch: Batch, caseload: Caseload, cadre: Cadre, order: Order, number: int) -> tuple[Say, ...]:
    case = known_case(batch, cadre, number)
    if case is None or case.ended:
        return (Say(_("There is no {number} on your list."), {"number": f"A{number}"}),)
    if not order.name.strip():
        return (Say(_("To whom? For example: 转 {number} 李四"), {"number": case.number}),)
    to = _named(batch, cadre, order.name, case.area)
    if to is None:
        return (Say(_("I know no cadre called {name} for {number}."), _who(order, case)),)
    hand_over(batch, caseload, case, cadre, to, f"cadre {cadre.id}")
    for person in batch.told_of(case):
        notices.to_person(batch, person, notices.passed_on(case, to), case, urgent=case.urgency == "critical")
    return (Say(_("{number} goes to {name}, who must acknowledge it."), {"number": case.number, "name": to.name}),)


def _hand_over_all(batch: Batch, caseload: Caseload, cadre: Cadre, order: Order) -> tuple[Say, ...]:
    if not order.name.strip():
        return (Say(_("To whom? For example: 交接 李四")),)
    to = _named(batch, cadre, order.name, cadre.area)
    if to is None:
        return (Say(_("I know no cadre called {name} in your area."), {"name": first_name(order.name)}),)
    cases = open_of(batch, cadre)
    for case in cases:
        hand_over(batch, caseload, case, cadre, to, f"cadre {cadre.id}")
    return (Say(_("{count} open cases go to {name}."), {"count": len(cases), "name": to.name}),)


def _move(batch: Batch, cadre: Cadre, order: Order) -> tuple[Say, ...]:
    phone = _e164(order.phone)
    if phone is None:
        return (Say(_("Write the new number behind it, for example: 换号 13900001111")),)
    address = Address("sms" if cadre.channel not in ("sms", "whatsapp") else cadre.channel, phone)
    if not cadres.move_phone(batch.tx, cadre.id, address):
        return (Say(_("That number belongs to another cadre.")),)
    batch.note(f"cadre {cadre.id}", "changed phone", None, {})
    key = conversation_key(batch.tx, address)
    moved = replace(cadre, key=key, channel=address.channel, address=address.id)
    notices.to_cadre(batch, moved, notices.new_phone(moved, len(open_of(batch, cadre))), None, at_once=True)
    return (Say(_("From now on everything of yours goes to {phone}."), {"phone": phone}),)


def _away(batch: Batch, caseload: Caseload, cadre: Cadre, order: Order) -> tuple[Say, ...]:
    local = batch.now.astimezone(batch.zone)
    last = days_until(order, local.date())
    if last is None:
        return (Say(_("Until when? For example: 请假到12月5日 李四代")),)
    deputy = _named(batch, cadre, order.name, cadre.area) if order.name else None
    if order.name and deputy is None:
        return (Say(_("I know no cadre called {name} in your area."), {"name": order.name}),)
    until = datetime.combine(last + timedelta(days=1), time(), batch.zone)
    cadres.set_away(batch.tx, cadre.id, batch.now, until, deputy.id if deputy else None)
    batch.note(f"cadre {cadre.id}", "away", None, {"until": last.isoformat(), "deputy": deputy.id if deputy else None})
    batch.forget_areas()
    waiting = [case for case in open_of(batch, cadre) if case.acknowledged_by is None]
    for case in waiting if deputy else ():
        if deputy is not None:
            caseload.alert_one(batch, case, deputy, notices.new_case(case))
    mine = [case for case in open_of(batch, cadre) if case.acknowledged_by == cadre.id]
    values = {"day": last, "name": deputy.name if deputy else "-", "count": len(mine)}
    kept = (Say(_("{count} open cases stay with you; 交接 and a name passes them on."), values),) if mine else ()
    if deputy is not None:
        return (Say(_("Noted: away until {day}, {name} stands in. 销假 when you are back."), values), *kept)
    return (Say(_("Noted: away until {day}. Nobody stands in: the level above hears instead."), values), *kept)


def _found(batch: Batch, caseload: Caseload, cadre: Cadre, order: Order, meant: Understanding) -> tuple[Say, ...]:
    """A case for a household the cadre found themselves: it is theirs, and acknowledged from the start."""
    if not order.words.strip():
        return (Say(_("Which home, and what is hard? For example: 排查 王家断粮了 电话13900001111")),)
    phone = _e164(order.phone)
    address = Address("sms", phone) if phone else None
    key = conversation_key(batch.tx, address) if address else cadre.key
    if address and key not in batch.people:
        batch.people.update(load_people(batch.tx, [key]))
    person = batch.people.get(key) or Person(key, "sms", phone or cadre.address)
    if address and key not in batch.people:
        batch.set_person(person)
    slots = {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in meant.slots.items()}
    place = slots.get("place")
    facts = {
        **slots,
        "risk_types": list(meant.risk_types), "urgency": meant.urgency.level, "danger": meant.urgency.danger,
        "said": order.words, "area": (area_named(str(place), cadre.area) if place else None) or cadre.area,
    }  # fmt: skip
    case = caseload.open_found(batch, cadre, person, facts, has_phone=address is not None)
    values = {"number": case.number, "risks": risks_in_words(case.risk_types), "day": case.due_on or "-"}
    return (Say(_("{number} is open and yours: {risks}. Next due {day}."), values),)


def _e164(written: str | None) -> str | None:
    found = find_phones(written or "")
    return found[0].number if found else None


def _check_in(batch: Batch, cadre: Cadre, order: Order) -> tuple[Say, ...]:
    """Ask a household whether it wants to be asked on a rhythm."""
    phone = _e164(order.phone)
    if phone is None:
        return (Say(_("Whom? For example: 报平安 13900001111 每3天")),)
    key = conversation_key(batch.tx, Address("sms", phone))
    person = load_people(batch.tx, [key]).get(key)
    if person is None or person.area is None or not contains(cadre.area, person.area):
        return (Say(_("No household of your area has that number.")),)
    if not checkins.invite(batch, cadre, person, order.days):
        return (Say(_("They do not want messages: please visit or call.")),)
    return (Say(_("I have asked them. It begins when they agree.")),)


def _task(batch: Batch, caseload: Caseload, cadre: Cadre, order: Order) -> tuple[Say, ...]:
    done, words = tasks.record(batch, cadre, order)
    if done is not None and done.kind == "visit" and done.case_id and (case := batch.case(done.case_id)):
        visits.made(batch, caseload.deadlines.profiles, case, cadre, order.words)
    if done is not None and done.kind == "silent" and done.key:
        checkins.seen(batch, done.key)
    return words


def _named(batch: Batch, cadre: Cadre, words: str, area: str | None) -> Cadre | None:
    """Another active cadre of this name who answers for the area; nobody else may see its cases."""
    name = first_name(words)
    if not name:
        return None
    everybody = [each for each in cadres.everybody(batch.tx) if each.active and each.id != cadre.id]
    fitting = [each for each in everybody if each.name == name and (area is None or contains(each.area, area))]
    return fitting[0] if fitting else None


def _who(order: Order, case: Case) -> dict[str, object]:
    return {"name": first_name(order.name) or "-", "number": case.number}
