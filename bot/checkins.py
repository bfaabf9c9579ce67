"""Check-ins: a short question on a rhythm; no answer is asked again, then becomes a task that climbs."""

from dataclasses import replace
from datetime import datetime, time, timedelta

from bot import questions, tasks
from bot.batch import Batch
from bot.cases.types import Cadre
from bot.store import checkins
from bot.store.checkins import CheckIn
from bot.store.people import Person, load_people
from bot.store.tasks import Task
from bot.store.timers import Timer
from dialogs.types import Say
from dialogs.wording import marked as _

_KIND = "checkin"
_AT = time(9)
_AGAIN_AFTER = timedelta(hours=24)
_LOOK_WITHIN = timedelta(hours=8)
USUAL_DAYS = 3


def invite(batch: Batch, cadre: Cadre, person: Person, every_days: int | None) -> bool:
    """Ask a household whether it agrees; nothing is asked before it does. False where it cannot be written to."""
    checkins.save(batch.tx, CheckIn(person.key, every_days or USUAL_DAYS, "invited"), batch.now)
    values = {"name": cadre.name, "days": every_days or USUAL_DAYS}
    words = (Say(_("{name} asks: may I write every {days} days whether all is well with you? 1 yes 2 no"), values),)
    return questions.ask(batch, person, "agree", words, None)


def agreed(batch: Batch, person: Person, says_yes: bool) -> None:
    """The household's word on it; who asks for it themselves needs no invitation."""
    found = checkins.load(batch.tx, [person.key]).get(person.key) or CheckIn(person.key, USUAL_DAYS, "invited")
    _save(batch, replace(found, state="waits" if says_yes else "ended"))


def heard(batch: Batch, person: Person) -> None:
    """Any word of theirs is a sign of life: the rhythm begins anew."""
    found = batch.rhythms.get(person.key)
    if found is not None and found.state in ("asked", "again", "told"):
        _save(batch, replace(found, state="waits"))


def seen(batch: Batch, key: str) -> None:
    """A cadre looked after them: the rhythm begins anew."""
    found = checkins.load(batch.tx, [key]).get(key)
    if found is not None and found.state == "told":
        _save(batch, replace(found, state="waits"))


def comes_due(batch: Batch, key: str) -> None:
    """The day has come, or no answer has."""
    found = checkins.load(batch.tx, [key]).get(key)
    person = load_people(batch.tx, [key]).get(key)
    if found is None or person is None or found.state == "ended":
        return
    if person.opted_out or person.blocked:
        checkins.save(batch.tx, replace(found, state="ended"), batch.now)
        return
    match found.state:
        case "waits":
            _ask(batch, person, _("Is all well with you today? Reply 1 when it is."), replace(found, state="asked"))
        case "asked":
            _ask(
                batch,
                person,
                _("I have not heard from you. Is all well? Reply 1, or a few words."),
                replace(found, state="again"),
            )
        case "again":
            worry(batch, person, "")
            checkins.save(batch.tx, replace(found, state="told"), batch.now)
        case _:
            pass


def worry(batch: Batch, person: Person, said: str) -> None:
    """A household is silent, or says that not all is well: somebody is to look."""
    about = {"name": person.name or "", "words": said[:60], "phone": person.address}
    tasks.give(
        batch,
        Task("silent", person.area, "village", about, batch.now, batch.now + _LOOK_WITHIN, key=person.key),
    )


def _ask(batch: Batch, person: Person, message: str, asked: CheckIn) -> None:
    questions.ask(batch, person, "checkin", (Say(message),), None)
    checkins.save(batch.tx, asked, batch.now)
    batch.set_timer(Timer(_KIND, person.key, batch.now + _AGAIN_AFTER, "again"))


def _save(batch: Batch, check_in: CheckIn) -> None:
    checkins.save(batch.tx, check_in, batch.now)
    if check_in.state == "waits":
        day = batch.now.astimezone(batch.zone).date() + timedelta(days=check_in.every_days)
        batch.set_timer(Timer(_KIND, check_in.key, datetime.combine(day, _AT, batch.zone), "ask"))
    else:
        batch.stop(_KIND, check_in.key)
