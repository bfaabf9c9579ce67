"""A workbook of warnings from departments: each becomes a task for the cadre of its village."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

from bot import tasks
from bot.batch import Batch
from bot.cadre_book import BadWorkbook, lines_of
from bot.cases.procedure import after_working_days
from bot.store.store import Tx, decide_alone
from bot.store.tasks import Task
from policies_kb.areas import normalise

COLUMNS: dict[str, tuple[str, ...]] = {
    "area": ("区划代码", "区划", "area"),
    "name": ("姓名", "户主", "name"),
    "words": ("预警内容", "原因", "风险", "warning"),
    "department": ("部门", "来源", "department"),
    "phone": ("电话", "联系电话", "phone"),
}
_NEEDED = ("area", "name", "words")
_WITHIN = 5  # working days


@dataclass(frozen=True, slots=True)
class Warning:
    """A line of the workbook, read."""

    area: str
    name: str
    words: str
    phone: str


def read_rows(path: Path) -> list[Warning]:
    """The warnings of a workbook. Raises BadWorkbook with everything that is wrong; then nothing is given."""
    lines = iter(lines_of(path))
    headings = [str(value or "").strip().lower() for value in next(lines, ())]
    places = {
        ours: headings.index(found)
        for ours, theirs in COLUMNS.items()
        if (found := next((each for each in theirs if each in headings), None)) is not None
    }
    if missing := [COLUMNS[name][0] for name in _NEEDED if name not in places]:
        raise BadWorkbook(f"The first line lacks {'、'.join(missing)}.")
    warnings, wrong = [], []
    for number, values in enumerate(lines, 2):
        cells = {name: str(values[at] or "").strip() if at < len(values) else "" for name, at in places.items()}
        if not any(cells.values()):
            continue
        area = normalise(cells["area"].removesuffix(".0"))
        if len(area) < 6 or not cells["name"] or not cells["words"]:
            wrong.append(f"Line {number}: area, name and what the warning says are needed.")
            continue
        department = f"{cells['department']}：" if cells.get("department") else ""
        warnings.append(Warning(area, cells["name"], f"{department}{cells['words']}"[:80], cells.get("phone", "")))
    if wrong:
        raise BadWorkbook("\n".join(wrong))
    return warnings


def give(tx: Tx, zone: ZoneInfo, warnings: Sequence[Warning], now: datetime) -> int:
    """A task for each warning. How many."""
    decide_alone(tx)
    batch = Batch(tx, now, zone)
    day = after_working_days(now.astimezone(zone).date(), _WITHIN).on
    due_at = datetime.combine(day, time(18), zone)
    for warning in warnings:
        about = {"name": warning.name, "words": warning.words, "phone": warning.phone}
        tasks.give(batch, Task("warning", warning.area, "village", about, now, due_at))
    batch.write()
    return len(warnings)
