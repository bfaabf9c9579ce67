"""A workbook of cadres: who looks after which area, how they are reached, when they are away and who stands in."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zipfile import BadZipFile
from zoneinfo import ZoneInfo

from openpyxl import Workbook, load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from bot.cases.duty import read_duty
from bot.cases.types import Cadre, Level
from bot.store import cadres
from bot.store.inbox import conversation_key
from bot.store.people import cadres_by_key
from bot.store.store import Tx
from integrations.ports import Address
from nlu.phones import find_phones
from policies_kb.areas import level as area_level
from policies_kb.areas import normalise
from policies_kb.places import is_area

# Our name of a column -> what people write above it; the first stands in the template.
COLUMNS: dict[str, tuple[str, ...]] = {
    "name": ("姓名", "name"),
    "area": ("区划代码", "区划", "area"),
    "level": ("级别", "level"),
    "channel": ("渠道", "channel"),
    "address": ("号码", "电话", "手机号", "手机", "联系电话", "address"),
    "further": ("备用", "备用渠道", "further"),
    "deputy": ("代理人号码", "代理人", "deputy"),
    "away_from": ("请假从", "away from"),
    "away_until": ("请假到", "away until"),
    "duty": ("值班", "duty"),
}
_NEEDED = ("name", "area", "level", "address")
_LEVELS: dict[str, Level] = {
    "村": "village", "村级": "village", "village": "village", "乡": "township", "镇": "township", "乡镇": "township",
    "township": "township", "县": "county", "区": "county", "县级": "county", "county": "county",
}  # fmt: skip
_CHANNELS = {"": "sms", "短信": "sms", "sms": "sms", "telegram": "telegram", "whatsapp": "whatsapp"}


class BadWorkbook(Exception):
    """A workbook that is not taken: every reason, one a line."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the workbook, read."""

    number: int
    name: str
    area: str
    level: Level
    address: Address
    further: tuple[Address, ...] = ()
    deputy: Address | None = None
    away_from: datetime | None = None
    away_until: datetime | None = None
    duty: str | None = None


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of an import."""

    new: int
    changed: int
    moved: tuple[str, ...]  # names whose phone changed: all their open cases went along
    left: tuple[str, ...]  # names that the list does not have any more
    without_deputy: tuple[str, ...]  # deputies in a circle


def read_rows(path: Path, zone: ZoneInfo) -> list[Row]:
    """The cadres of a workbook. Raises BadWorkbook with everything that is wrong; then nothing is taken."""
    lines = iter(lines_of(path))
    headings = [str(value or "").strip().lower() for value in next(lines, ())]
    places = {
        ours: headings.index(found)
        for ours, theirs in COLUMNS.items()
        if (found := next((each for each in theirs if each in headings), None)) is not None
    }
    if missing := [COLUMNS[name][0] for name in _NEEDED if name not in places]:
        found = "、".join(heading for heading in headings if heading) or "nothing"
        raise BadWorkbook(f"The first line lacks {'、'.join(missing)}; it has {found}.")
    rows, wrong = [], []
    for number, values in enumerate(lines, 2):
        cells = {name: values[at] if at < len(values) else None for name, at in places.items()}
        if all(value in (None, "") for value in cells.values()):
            continue
        try:
            rows.append(_row(number, cells, zone))
        except ValueError as error:
            wrong.append(f"Line {number}: {error}")
    seen: dict[Address, int] = {}
    for row in rows:
        if row.address in seen:
            wrong.append(f"Line {row.number}: {row.address.id} stands in line {seen[row.address]} already.")
        seen.setdefault(row.address, row.number)
    if wrong:
        raise BadWorkbook("\n".join(wrong))
    return rows


def take(tx: Tx, rows: Sequence[Row], *, whole: str | None = None) -> Taken:
    """Enrol or change these cadres. With `whole` the list is all there are under that area: others leave their post."""
    new, moved = 0, []
    ids: dict[Address, int] = {}
    for row in rows:
        key = conversation_key(tx, row.address)
        if key not in cadres_by_key(tx, [key]):
            before = cadres.same_post(tx, row.name, row.area, row.level)
            if before is not None and cadres.move_phone(tx, before.id, row.address):
                moved.append(row.name)
            else:
                new += 1
        cadre = cadres.enrol(tx, row.name, row.address, row.area, row.level)
        ids[row.address] = cadre.id
        cadres.set_channels(tx, cadre.id, row.further)
        cadres.set_duty(tx, cadre.id, row.duty)
    for row in rows:
        deputy = ids.get(row.deputy) or _known(tx, row.deputy) if row.deputy else None
        cadres.set_away(tx, ids[row.address], row.away_from, row.away_until, deputy)
    left = _leave(tx, set(ids.values()), whole)
    return Taken(new, len(rows) - new - len(moved), tuple(moved), tuple(left), tuple(_circles(tx)))


def template() -> Workbook:
    """An empty workbook with the columns and one line to show what goes where."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "干部"
    sheet.append([names[0] for names in COLUMNS.values()])
    sheet.append(["张三", "530326106203", "村", "短信", "13900000000", "telegram:12345", "", "", "", "1-5 08:00-18:00"])
    return book


def lines_of(path: Path) -> list[tuple[Any, ...]]:
    """The lines of a workbook's first sheet. Raises BadWorkbook where it is none."""
    if not path.is_file():
        raise BadWorkbook(f"{path.name} is not there.")
    try:
        with closing(load_workbook(path, read_only=True, data_only=True)) as book:
            return list(book.worksheets[0].iter_rows(values_only=True))
    except PermissionError:
        raise BadWorkbook(f"{path.name} may not be read by this user.") from None
    except (OSError, BadZipFile, InvalidFileException, KeyError, ValueError):
        raise BadWorkbook(
            f"{path.name} is no workbook that can be read: save it as .xlsx, without a password."
        ) from None


def _row(number: int, cells: dict[str, Any], zone: ZoneInfo) -> Row:
    text = {name: str(value).strip() if value is not None else "" for name, value in cells.items()}
    if not text["name"]:
        raise ValueError("the name is missing.")
    level = _LEVELS.get(text["level"].lower())
    if level is None:
        raise ValueError(f"level {text['level']!r} is none of 村, 乡镇, 县.")
    area = normalise(text["area"].removesuffix(".0"))
    if not area or not is_area(area):
        raise ValueError(f"area {text['area']!r} is no area code that is known, such as 530326106203; a name is none.")
    if area_level(area) != level:
        raise ValueError(f"area {area} is a {area_level(area)}, the cadre is of the {level}.")
    channel = _CHANNELS.get(text.get("channel", "").lower())
    if channel is None:
        raise ValueError(f"channel {text['channel']!r} is none of sms, telegram, whatsapp.")
    if duty := text.get("duty"):
        read_duty(duty)
    return Row(
        number,
        text["name"],
        area,
        level,
        _address(channel, text["address"]),
        tuple(_further(part) for part in text.get("further", "").replace("；", ";").split(";") if part.strip()),
        _further(text["deputy"]) if text.get("deputy") else None,
        _day(cells.get("away_from"), zone),
        _day(cells.get("away_until"), zone, after=True),
        duty or None,
    )


def _address(channel: str, written: str) -> Address:
    written = written.removesuffix(".0")
    if not written:
        raise ValueError("the cadre has no number to be reached on.")
    if channel == "telegram":
        return Address(channel, written)
    found = find_phones(written)
    if not found:
        raise ValueError(f"{written!r} is no phone number.")
    return Address(channel, found[0].number)


def _further(written: str) -> Address:
    channel, _, address = written.strip().rpartition(":")
    if channel not in _CHANNELS:
        raise ValueError(f"channel {channel!r} is none of sms, telegram, whatsapp.")
    return _address(_CHANNELS[channel], address.strip())


def _day(value: Any, zone: ZoneInfo, *, after: bool = False) -> datetime | None:  # noqa: ANN401 - a cell
    if value in (None, ""):
        return None
    if isinstance(value, datetime):
        on = value.date()
    else:
        try:
            on = date.fromisoformat(str(value).strip().replace("/", "-").replace(".", "-"))
        except ValueError:
            raise ValueError(f"{value!r} is no day such as 2026-12-05.") from None
    return datetime.combine(on + timedelta(days=after), time(), zone)


def _known(tx: Tx, address: Address | None) -> int | None:
    if address is None:
        return None
    key = conversation_key(tx, address)
    found = cadres_by_key(tx, [key]).get(key)
    return found.id if found else None


def _leave(tx: Tx, listed: set[int], whole: str | None) -> Iterator[str]:
    for cadre in cadres.everybody(tx) if whole is not None else ():
        if cadre.active and cadre.id not in listed and cadre.area.startswith(normalise(whole)):
            cadres.leave(tx, cadre.id)
            yield cadre.name


def _circles(tx: Tx) -> Iterable[str]:
    """Cadres whose deputies lead back to themselves."""
    everybody = {cadre.id: cadre for cadre in cadres.everybody(tx) if cadre.active}
    for cadre in everybody.values():
        seen: set[int] = set()
        standing: Cadre | None = cadre
        while standing is not None and standing.id not in seen:
            seen.add(standing.id)
            standing = everybody.get(standing.deputy) if standing.deputy else None
        if standing is not None and standing.id == cadre.id:
            yield cadre.name
