"""What a household hears once its report is sent: its number, who comes, by when; only what is so."""

from dialogs.terms import DUES
from dialogs.types import CaseOpened, Say
from dialogs.wording import marked as _

_TOLD_NOW = {
    "township": _("Sent, {number}. {name} is told now; no answer in {hours} hours and the township hears of it."),
    "county": _("Sent, {number}. {name} is told now; no answer in {hours} hours and the county hears of it."),
}


def receipt(case: CaseOpened) -> Say:
    """The receipt of a case that was opened or joined."""
    values: dict[str, object] = {
        "number": case.number,
        "day": case.due_on,
        "name": case.told[0] if case.told else "",
        "at": case.held_until,
    }
    if case.joined:
        return Say(_("Your family has reported this already; it is {number}, and your words are added."), values)
    if not case.told:
        return Say(
            _("Noted, number {number}. No cadre is on our list for you yet: please tell the village committee too."),
            values,
        )
    if case.facts.get("urgency") == "high" and case.held_until:
        return Say(_("Noted, {number}. {name} hears of it on {at}. If you cannot hold out, call 120 or 110."), values)
    if case.facts.get("urgency") == "high":
        values["hours"] = case.climbs_in
        return Say(_TOLD_NOW.get(case.climbs_to or "", _("Sent, {number}. {name} is told now.")), values)
    # No visit has a day of its own; and above the village it is made by somebody else than who is told.
    later = case.due_what in DUES and (case.due_what != "check" or case.level != "village")
    values["what"] = DUES.get(case.due_what or "", "")
    if case.held_until and later:
        return Say(
            _("Noted. Your number is {number}. {name} hears of it on {at}; {what} by {day} at the latest."), values
        )
    if case.held_until:
        return Say(_("Noted. Your number is {number}. {name} hears of it on {at} and comes by {day}."), values)
    if case.due_on is None:
        return Say(_("Sent. Your number is {number}. {name} is being told."), values)
    if later:
        return Say(
            _("Sent. Your number is {number}. {name} is told; {what} by {day} at the latest. STATUS to ask."), values
        )
    return Say(_("Sent. Your number is {number}. {name} comes to your home by {day}. Send STATUS to ask."), values)
