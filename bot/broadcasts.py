"""Broadcasts to an area: drafted by one, approved by another, sent slowly, stoppable; CAP alerts become drafts."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from bot.batch import Batch
from bot.cases import ladder
from bot.store import audit, broadcasts
from bot.store.audit import Entry
from bot.store.broadcasts import Broadcast
from bot.store.people import Person, load_people
from bot.store.store import Tx, decide_alone
from bot.store.timers import Timer, set_timers, stop_timers
from dialogs.segments import segments
from integrations.cap.alert import CapAlert, Reference, acknowledges, read_alert, render_alert
from integrations.ports import Address
from policies_kb.areas import contains, full
from policies_kb.places import name_of

KIND = "broadcast"
_MINUTE = timedelta(minutes=1)
_LONGEST = 600
_HOLDS = timedelta(days=1)
_SENDER = "hearthline"
# Words that stand before a drill, so that nobody runs.
_DRILL = "【演练】"
_FOR_PEOPLE = ("Actual", "Exercise")  # whatever else an alert may be, it is for machines


class NotAllowed(Exception):
    """A broadcast cannot do that now: one sentence that says why."""


@dataclass(frozen=True, slots=True)
class DryRun:
    """What would happen: who gets it, by which channel, and what it costs."""

    recipients: int
    passed_over: int
    by_channel: dict[str, int]
    segments: int
    minutes: int


def draft(tx: Tx, area: str, text: str, author: str, now: datetime, a_minute: int = 60) -> Broadcast:
    """Write a draft. Raises NotAllowed where text or area cannot be sent."""
    if not text.strip() or len(text) > _LONGEST:
        raise NotAllowed(f"The text must have 1 to {_LONGEST} characters; it has {len(text)}.")
    if len(area) < 6:
        raise NotAllowed("A broadcast goes to a county, township or village: give an area code of 6 digits or more.")
    if not author.strip():
        raise NotAllowed("Say who writes it.")
    return broadcasts.add(tx, Broadcast(area, text.strip(), author.strip(), now, a_minute=max(1, a_minute)))


def dry_run(tx: Tx, planned: Broadcast) -> DryRun:
    """Count it out; nothing is sent."""
    people = broadcasts.recipients(tx, planned.area)
    by_channel = Counter(person.channel for person in people)
    each = segments(planned.text)
    minutes = -(-len(people) // planned.a_minute)
    return DryRun(
        len(people), broadcasts.passed_over(tx, planned.area), dict(by_channel), each * by_channel["sms"], minutes
    )


def approve(tx: Tx, broadcast_id: int, approver: str, now: datetime) -> Broadcast:
    """A second person lets it go. Raises NotAllowed."""
    decide_alone(tx)
    planned = load(tx, broadcast_id)
    if planned.status != "draft":
        raise NotAllowed(f"Broadcast {broadcast_id} is {planned.status}, no draft.")
    if not approver.strip() or approver.strip() == planned.author:
        raise NotAllowed("A second person must approve it: whoever wrote it cannot.")
    if _is_over(planned, now):
        raise NotAllowed("The warning it comes from is over.")
    approved = replace(planned, status="approved", approver=approver.strip())
    broadcasts.change(tx, approved, now)
    broadcasts.wait(tx, approved.id, (person.key for person in broadcasts.recipients(tx, approved.area)))
    set_timers(tx, [Timer(KIND, str(approved.id), now, "send")])
    _note(tx, now, "broadcast approved", approved.id, approved.approver)
    return approved


def stop(tx: Tx, broadcast_id: int, now: datetime) -> Broadcast:
    """What has not gone out does not go any more. Raises NotAllowed."""
    decide_alone(tx)  # a minute's worth that is being queued is queued before, and taken out again
    planned = load(tx, broadcast_id)
    if planned.status in ("stopped", "done"):
        raise NotAllowed(f"Broadcast {broadcast_id} is {planned.status} already.")
    stopped = replace(planned, status="stopped")
    broadcasts.change(tx, stopped, now)
    broadcasts.forget(tx, broadcast_id)
    stop_timers(tx, [(KIND, str(broadcast_id))])
    _note(tx, now, "broadcast stopped", broadcast_id, None)
    return stopped


def _note(tx: Tx, now: datetime, action: str, broadcast_id: int, by: str | None) -> None:
    audit.append(tx, [Entry(now, "operator", action, None, {"broadcast": broadcast_id, "by": by})])


def send_some(batch: Batch, broadcast_id: int) -> None:
    """The next minute's worth of an approved broadcast, outside quiet hours unless lives are at stake."""
    planned = broadcasts.load(batch.tx, broadcast_id)
    if planned is None or planned.status != "approved":
        return
    if _is_over(planned, batch.now):  # nobody is told to run from what went by
        stop(batch.tx, broadcast_id, batch.now)
        batch.note("clock", "broadcast over", None, {"broadcast": broadcast_id})
        return
    if not _is_urgent(planned) and ladder.is_quiet(batch.now, batch.zone):
        batch.set_timer(Timer(KIND, str(broadcast_id), ladder.after_quiet(batch.now, batch.zone), "send"))
        return
    keys = broadcasts.take(batch.tx, broadcast_id, planned.a_minute)
    people = load_people(batch.tx, keys)
    for key in keys:
        person = people.get(key)
        if person is not None and _agrees(person):  # they may have opted out since
            address = Address(person.channel, person.address)
            batch.queue(key, address, "notice", planned.text, broadcast_id=broadcast_id)
    if broadcasts.waiting(batch.tx, broadcast_id):
        batch.set_timer(Timer(KIND, str(broadcast_id), batch.now + _MINUTE, "send"))
    else:
        broadcasts.change(batch.tx, replace(planned, status="done"), batch.now)
        batch.note("clock", "broadcast done", None, {"broadcast": broadcast_id})


def cap_in(tx: Tx, body: bytes, now: datetime) -> tuple[list[Broadcast], bytes]:
    """An alert of another office: a draft for each area it names, and the Ack. Raises BadAlert, NotAllowed.

    An update makes a new draft and stops what it replaces; a cancellation stops it. What is a test, or between
    machines, is acknowledged and no more.
    """
    alert = read_alert(body)
    decide_alone(tx)
    for reference in alert.references if alert.msg_type in ("Update", "Cancel") else ():
        for earlier in _of_alert(tx, reference):
            if earlier.status in ("draft", "approved"):
                stop(tx, earlier.id, now)
    drafts: list[Broadcast] = []
    if alert.msg_type in ("Alert", "Update") and alert.status in _FOR_PEOPLE:
        if alert.scope != "Public":
            raise NotAllowed(f"The alert is not for everybody ({alert.scope}); draft the broadcast by hand.")
        if alert.expires is not None and alert.expires <= now:
            raise NotAllowed("The alert is over already.")
        if not alert.area_codes:
            raise NotAllowed("The alert names no area code; draft the broadcast by hand.")
        for code in _outermost(alert.area_codes):
            planned = Broadcast(
                code, _words_of(alert), f"CAP {alert.sender}"[:40], now, cap=body.decode("utf-8", "replace"),
                cap_id=f"{_name_of(alert.reference)} {code}",
            )  # fmt: skip
            drafts.append(broadcasts.add(tx, planned))
    return drafts, render_alert(acknowledges(alert, f"{alert.identifier}-ack", _SENDER, now))


def cap_out(tx: Tx, broadcast_id: int, now: datetime, kind: str = "Alert", *, drill: bool = False) -> bytes:
    """A broadcast as a CAP alert for other offices: Alert, Update or Cancel. Raises NotAllowed."""
    planned = load(tx, broadcast_id)
    if planned.status == "draft":
        raise NotAllowed("A draft is not for others: approve it first.")
    if kind not in ("Alert", "Update", "Cancel"):
        raise NotAllowed("A broadcast goes out as Alert, Update or Cancel.")
    if planned.status == "stopped" and kind != "Cancel":
        raise NotAllowed("It was stopped: for others it can only be cancelled.")
    identifier = str(UUID(int=(planned.id << 64) + int(planned.made_at.timestamp())))
    is_drill = drill or planned.text.startswith(_DRILL)
    first = CapAlert(
        identifier, _SENDER, planned.made_at, "Exercise" if is_drill else "Actual", "Alert", category="Safety",
        event=planned.text[:30], urgency="Expected", severity="Unknown", certainty="Likely", expires=now + _HOLDS,
        headline=planned.text[:60], description=planned.text, area_words=name_of(planned.area) or planned.area,
        area_codes=(full(planned.area),),
    )  # fmt: skip
    if kind == "Alert":
        return render_alert(first)
    later = replace(
        first, identifier=f"{identifier}-{kind.lower()}-{int(now.timestamp())}", sent=now, msg_type=kind,  # type: ignore[arg-type]
        references=(first.reference,),
    )  # fmt: skip
    return render_alert(later)


def load(tx: Tx, broadcast_id: int) -> Broadcast:
    """A broadcast by its number. Raises NotAllowed where there is none."""
    if (found := broadcasts.load(tx, broadcast_id)) is None:
        raise NotAllowed(f"There is no broadcast {broadcast_id}.")
    return found


def _agrees(person: Person) -> bool:
    return not person.opted_out and not person.blocked


def _is_urgent(planned: Broadcast) -> bool:
    """Whether it may go at night: an actual alert about now."""
    if planned.cap is None:
        return False
    alert = read_alert(planned.cap.encode())
    return not alert.is_drill and alert.urgency == "Immediate" and alert.severity in ("Extreme", "Severe")


def _is_over(planned: Broadcast, now: datetime) -> bool:
    """Whether the warning it comes from holds no more."""
    if planned.cap is None:
        return False
    expires = read_alert(planned.cap.encode()).expires
    return expires is not None and expires <= now


def _of_alert(tx: Tx, reference: Reference) -> list[Broadcast]:
    name = _name_of(reference)
    return [each for each in broadcasts.everything(tx) if each.cap_id and each.cap_id.rpartition(" ")[0] == name]


def _name_of(reference: Reference) -> str:
    """Two offices may count alike: an alert is known by its sender too."""
    return f"{reference.sender},{reference.identifier}"


def _outermost(codes: tuple[str, ...]) -> list[str]:
    return [code for code in codes if not any(contains(other, code) and other != code for other in codes)]


def _words_of(alert: CapAlert) -> str:
    """What people are told: the headline and what to do; a drill says that it is one."""
    said = " ".join(part for part in (alert.headline or alert.event, alert.instruction or alert.description) if part)
    return f"{_DRILL if alert.is_drill else ''}{said}"[:_LONGEST]
