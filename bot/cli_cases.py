"""The commands of `hearthline cases`."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer

from bot.store.store import Tx
from bot.terminal import Area, Json, NeededArea, Out, fail, print_json, settings_with, write_out

T = TypeVar("T")

app = typer.Typer(help="The cases in numbers: by area and risk type; incidents, tasks, satisfaction, public notice.")


@app.callback(invoke_without_command=True)
def numbers(context: typer.Context, area: Area = None, as_json: Json = False, out: Out = None) -> None:
    """Print how fast cases are answered, visited and decided; overdue, cleared, come back."""
    if context.invoked_subcommand is not None:
        return
    from bot import numbers as counting
    from bot.app import build_deadlines
    from bot.clock import system_clock

    settings = settings_with()
    profiles = build_deadlines(settings).profiles
    _show(_read(lambda tx: counting.lines(tx, profiles, settings.zone, system_clock(), area)), as_json, out)


@app.command()
def incidents(
    area: Area = None,
    least: Annotated[int, typer.Option(min=1, help="With at least so many cases.")] = 3,
    as_json: Json = False,
) -> None:
    """Print incidents: many cases of one disaster in one place on one day."""
    from bot import numbers as counting

    _show(_read(lambda tx: counting.open_incidents(tx, area, least)), as_json, None)


@app.command()
def tasks(area: Area = None, as_json: Json = False) -> None:
    """Print the tasks of cadres that are not done: silent households, visits, warnings."""
    from bot import numbers as counting
    from bot.clock import system_clock

    _show(_read(lambda tx: counting.open_tasks(tx, system_clock(), area)), as_json, None)


@app.command()
def satisfaction(out: Out = None) -> None:
    """Print every score with its area and month, without case or name: for an evaluation by others."""
    from bot import numbers as counting
    from bot.store import ratings

    _show(_read(lambda tx: counting.evaluation(ratings.everything(tx))), out is None, out)


@app.command()
def warnings(file: Annotated[Path, typer.Argument(help="A workbook of warnings from departments.")]) -> None:
    """Give each warning of a workbook to the cadre of its village, as a task."""
    from bot import warnings as book
    from bot.app import build_runtime
    from bot.cadre_book import BadWorkbook
    from bot.clock import system_clock

    settings = settings_with()
    try:
        rows = book.read_rows(file)
    except BadWorkbook as error:
        fail(str(error))
    runtime = build_runtime(settings)
    print(f"{_read(lambda tx: book.give(tx, runtime.zone, rows, system_clock()))} tasks given")


@app.command()
def notice(area: NeededArea) -> None:
    """Print the public notice of an area: only what may hang in the village."""
    from bot.app import build_deadlines
    from bot.notice_board import board

    settings = settings_with()
    profiles = build_deadlines(settings).profiles
    for line in _read(lambda tx: list(board(tx, profiles, settings.zone, area))):
        print(line)


def _read(work: Callable[[Tx], T]) -> T:
    from bot.vault import build_store

    store = build_store(settings_with())
    store.start()
    try:
        return store.call(work)
    finally:
        store.stop()


def _show(lines: list[dict[str, Any]], as_json: bool, out: Path | None) -> None:
    from bot import export as exports

    if out is not None:
        write_out(out, exports.as_xlsx(lines, "cases") if out.suffix == ".xlsx" else exports.as_jsonl(lines))
        return
    if as_json:
        for line in lines:
            print_json(line)
        return
    if not lines:
        print("none")
        return
    columns = list(dict.fromkeys(name for line in lines for name in line))
    rows = [columns, *([_cell(line.get(name)) for name in columns] for line in lines)]
    widths = [max(len(row[at]) for row in rows) for at in range(len(columns))]
    for row in rows:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


def _cell(value: object) -> str:
    return "-" if value is None else str(value)
