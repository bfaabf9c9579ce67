"""Tasks of cadres: given, climbing until somebody does them, recorded by message."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot import notices
from bot.batch import Batch
from bot.cases.ladder import LEVELS, after_quiet
from bot.cases.types import Cadre, Level
from bot.store import tasks
from bot.store.tasks import Task
from bot.store.timers import Timer
from dialogs.cadre_orders import Order
from dialogs.types import Say
from dialogs.wording import Phrase, Term
from dialogs.wording import marked as _
from policies_kb.areas import contains

_TIMER = "task"
# How long a level has before the next one hears.
_CLIMBS_AFTER = {"silent": timedelta(hours=4), "visit": timedelta(days=3), "warning": timedelta(days=3)}
_TAKEN_FOR = timedelta(days=1)
_KINDS = {
    "silent": Term("task", "no answer from home, please look"),
    "visit": Term("task", "visit"),
    "warning": Term("task", "warning to check"),
}


def give(batch: Batch, task: Task) -> Task:
    """Give a task to the lowest level there is; it climbs when its time is over."""
    over = batch.over(task.area)
    level: Level = next((each for each in LEVELS if over.get(each)), "county")
    task = replace(task, level=level)
    task = replace(task, id=tasks.add(batch.tx, task))
    _tell(batch, task, over.get(level, []))
    at = max(batch.now + _CLIMBS_AFTER[task.kind], task.due_at)
    batch.set_timer(Timer(_TIMER, str(task.id), after_quiet(at, batch.zone), "climb"))
    return task


def climb(batch: Batch, task_id: int) -> None:
    """A task was not done in time: the next level hears; at the end it is noted as missed."""
    task = tasks.load(batch.tx, task_id)
    if task is None or task.status == "done":
        return
    over = batch.over(task.area)
    higher = [level for level in LEVELS[LEVELS.index(task.level) + 1 :] if over.get(level)]
    if not higher:
        batch.note("clock", "task missed", task.case_id, {"task": task.number})
        return
    task = replace(task, level=higher[0])
    tasks.change(batch.tx, task)
    _tell(batch, task, over[higher[0]], late=batch.now >= task.due_at)
    at = after_quiet(batch.now + _CLIMBS_AFTER[task.kind], batch.zone)
    batch.set_timer(Timer(_TIMER, str(task.id), at, "climb"))


def record(batch: Batch, cadre: Cadre, order: Order) -> tuple[Task | None, tuple[Say, ...]]:
    """What a cadre writes of a task: taken with a bare number or 收到, else done with a note."""
    task = tasks.load(batch.tx, order.task or 0)
    if task is None or not (task.area is None or contains(cadre.area, task.area)):
        return None, (Say(_("There is no {number} on your list."), {"number": f"R{order.task}"}),)
    if task.status == "done":
        return None, (Say(_("{number} is done already."), {"number": task.number}),)
    words = order.words.strip()
    if words in ("", "收到", "1"):
        tasks.change(batch.tx, replace(task, status="taken", cadre_id=cadre.id))
        at = after_quiet(max(batch.now + _TAKEN_FOR, task.due_at), batch.zone)
        batch.set_timer(Timer(_TIMER, str(task.id), at, "climb"))
        return None, (
            Say(_("{number} is yours. When it is done: {number} and what you found."), {"number": task.number}),
        )
    done = close(batch, task, cadre, words)
    values = {"number": done.number, "name": done.about.get("name")}
    if done.about.get("name"):
        return done, (Say(_("{number} ({name}) is noted as done."), values),)
    return done, (Say(_("{number} is noted as done."), values),)


def close(batch: Batch, task: Task, cadre: Cadre | None, words: str) -> Task:
    """A task is done, with what was found."""
    about = {**task.about, "note": words}
    by = cadre.id if cadre else None
    task = replace(task, status="done", cadre_id=by, about=about, done_at=batch.now)
    tasks.change(batch.tx, task)
    batch.stop(_TIMER, str(task.id))
    batch.note(
        f"cadre {by}" if by else "clock", f"{task.kind} done", task.case_id, {"task": task.number, "note": words}
    )
    return task


def line(task: Task, now: datetime) -> Phrase:
    """A task in a cadre's list."""
    values = {
        "number": task.number,
        "kind": _KINDS[task.kind],
        "name": task.about.get("name") or "",
        "day": task.due_at.date(),
    }
    return Phrase(
        _("{number} {kind} {name} OVERDUE") if task.due_at <= now else _("{number} {kind} {name} by {day}"), values
    )


def _tell(batch: Batch, task: Task, cadres: list[Cadre], *, late: bool = False) -> None:
    said = [words for words in (task.about.get("name"), task.about.get("words")) if words]
    values = {
        "number": task.number,
        "kind": _KINDS[task.kind],
        "said": " ".join(said) or Phrase(_("a household"), {}),
        "phone": task.about.get("phone") or Phrase(_("(none left)"), {}),
        "day": task.due_at.astimezone(batch.zone).date(),
    }
    words = _("Task {number}, {kind}: {said} Phone {phone}. By {day}. Reply {number} and what you found.")
    if late:
        words = _("Not done by {day}: task {number}, {kind}: {said} Phone {phone}. See to it: {number} …")
    for cadre in cadres:
        notices.to_cadre(batch, cadre, (Say(words, values),), None, in_numbers=True)
