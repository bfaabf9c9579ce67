"""Tasks: what a cadre is to see to that is no case."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Row, bindparam, insert, or_, select, update

from bot.cases.types import Level
from bot.store.store import Tx
from bot.store.tables import Instant, tasks
from policies_kb.areas import normalise, parents

Kind = Literal["silent", "visit", "warning"]


@dataclass(frozen=True, slots=True)
class Task:
    """A household that did not answer, a visit that is due, a warning of a department."""

    kind: Kind
    area: str | None
    level: Level  # that was told last
    about: Mapping[str, str]  # name, words, phone, and the note of who did it
    made_at: datetime
    due_at: datetime
    key: str | None = None
    case_id: int | None = None
    cadre_id: int | None = None
    status: Literal["open", "taken", "done"] = "open"
    done_at: datetime | None = None
    id: int = 0

    @property
    def number(self) -> str:
        """What people call it: R12."""
        return f"R{self.id}"


_NEW = insert(tasks).returning(tasks.c.id)
_BY_ID = select(tasks).where(tasks.c.id == bindparam("row"))
_OPEN_IN = (
    select(tasks)
    .where(tasks.c.area.in_(bindparam("areas", expanding=True)), tasks.c.status != "done")
    .order_by(tasks.c.due_at, tasks.c.id)
)
_CLIMBED_TO = (
    select(tasks)
    .where(
        tasks.c.area.startswith(bindparam("under")),
        tasks.c.level.in_(bindparam("reached", expanding=True)),
        tasks.c.status != "done",
    )
    .order_by(tasks.c.due_at, tasks.c.id)
)
_OPEN_OF_CASE = select(tasks).where(tasks.c.case_id == bindparam("case_id"), tasks.c.status != "done")
_ABOUT = (
    select(tasks)
    .where(or_(tasks.c.key == bindparam("k"), tasks.c.case_id.in_(bindparam("cases", expanding=True))))
    .order_by(tasks.c.id)
)
_CHANGE = (
    update(tasks)
    .where(tasks.c.id == bindparam("row"))
    .values(
        level=bindparam("reached"), cadre_id=bindparam("by"), status=bindparam("stands"), body=bindparam("sealed"),
        done_at=bindparam("over_at", type_=Instant),
    )
)  # fmt: skip


def add(tx: Tx, task: Task) -> int:
    """Write a new task; its id."""
    row = {
        "kind": task.kind,
        "area": task.area,
        "key": task.key,
        "case_id": task.case_id,
        "level": task.level,
        "cadre_id": task.cadre_id,
        "status": task.status,
        "body": tx.cipher.seal_json(dict(task.about)),
        "made_at": task.made_at,
        "due_at": task.due_at,
        "done_at": task.done_at,
    }
    return int(tx.connection.execute(_NEW, row).scalar_one())


def change(tx: Tx, *changed: Task) -> None:
    """Write what became of these tasks."""
    rows = [
        {
            "row": task.id,
            "reached": task.level,
            "by": task.cadre_id,
            "stands": task.status,
            "sealed": tx.cipher.seal_json(dict(task.about)),
            "over_at": task.done_at,
        }
        for task in changed
    ]
    if rows:
        tx.connection.execute(_CHANGE, rows)


def load(tx: Tx, task_id: int) -> Task | None:
    """A task by its id."""
    row = tx.connection.execute(_BY_ID, {"row": task_id}).first()
    return _task(tx, row) if row else None


def open_under(tx: Tx, area: str) -> list[Task]:
    """The open tasks of exactly this area and of those it lies in, the first due first."""
    areas = [code for code in (normalise(area), *parents(area)) if code]
    return [_task(tx, row) for row in tx.connection.execute(_OPEN_IN, {"areas": areas})]


def climbed_to(tx: Tx, area: str, levels: Sequence[Level]) -> list[Task]:
    """The open tasks under an area that climbed to one of these levels, the first due first."""
    values = {"under": normalise(area), "reached": list(levels)}
    return [_task(tx, row) for row in tx.connection.execute(_CLIMBED_TO, values)]


def open_of_case(tx: Tx, case_id: int) -> list[Task]:
    """The open tasks about a case."""
    return [_task(tx, row) for row in tx.connection.execute(_OPEN_OF_CASE, {"case_id": case_id})]


def about(tx: Tx, key: str, case_ids: Sequence[int]) -> list[Task]:
    """The tasks about who writes in this conversation, or about these cases, done or not; oldest first."""
    return [_task(tx, row) for row in tx.connection.execute(_ABOUT, {"k": key, "cases": case_ids})]


def everything(tx: Tx) -> Sequence[Task]:
    """Every task, oldest first."""
    return [_task(tx, row) for row in tx.connection.execute(select(tasks).order_by(tasks.c.id))]


def overdue(found: Iterable[Task], now: datetime) -> list[Task]:
    """Those not done in time."""
    return [task for task in found if task.status != "done" and task.due_at <= now]


def _task(tx: Tx, row: Row[Any]) -> Task:
    return Task(
        row.kind, row.area, row.level, tx.cipher.open_json(row.body), row.made_at, row.due_at, row.key, row.case_id,
        row.cadre_id, row.status, row.done_at, row.id,
    )  # fmt: skip
