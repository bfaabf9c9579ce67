"""The commands of `hearthline cadres`."""

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from bot.terminal import area_code, fail, settings_with

app = typer.Typer(no_args_is_help=True, help="The cadres: import a workbook, list them, hand over cases.")


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="A workbook; `cadres template` makes an empty one.")],
    whole: Annotated[
        str | None, typer.Option(help="An area: who is not on the list leaves the post there.", callback=area_code)
    ] = None,
) -> None:
    """Take cadres from a workbook; one with anything wrong in it changes nothing."""
    from bot import cadre_book, reach
    from bot.app import build_runtime
    from bot.clock import system_clock
    from bot.handing_over import left_their_post
    from bot.vault import build_store
    from integrations.ports import Address

    settings = settings_with()
    try:
        rows = cadre_book.read_rows(file, settings.zone)
    except cadre_book.BadWorkbook as error:
        fail(str(error))
    store = build_store(settings)
    store.start()
    try:
        taken = store.call(lambda tx: cadre_book.take(tx, rows, whole=whole))
        notes = store.call(lambda tx: list(reach.warnings(tx)))
        if taken.left:
            runtime = build_runtime(settings)
            store.call(partial(left_their_post, runtime=runtime, now=system_clock()))
    finally:
        store.stop()
    lines = {row.address: row.number for row in rows}
    unheard = [(lines[at], words) for cadre, words in notes if (at := Address(cadre.channel, cadre.address)) in lines]
    for number, words in unheard:
        typer.echo(f"NOTE line {number}: {words}.", err=True)
    if unheard:
        typer.echo("Reports from households whose village is not known go to the township, not to them.", err=True)
    print(f"{taken.new} new, {taken.changed} changed, {len(taken.moved)} with another phone, {len(taken.left)} left")
    if taken.without_deputy:
        print(f"Deputies in a circle, nobody stands in there: {'、'.join(taken.without_deputy)}")


@app.command("list")
def list_() -> None:
    """Print every cadre: level, area, name, channel, away, and who has never acknowledged anything."""
    from bot.clock import system_clock
    from bot.silence import cadre_lines
    from bot.vault import build_store

    store = build_store(settings_with())
    store.start()
    try:
        for line in store.call(lambda tx: cadre_lines(tx, system_clock())):
            print(line)
    finally:
        store.stop()


@app.command()
def template(file: Annotated[Path, typer.Argument(help="Where the empty workbook goes.")]) -> None:
    """Write an empty workbook with the columns."""
    from bot.cadre_book import template as empty

    empty().save(file)


@app.command("hand-over")
def hand_over(
    before: Annotated[str, typer.Argument(metavar="FROM", help="The number of who gives up the cases.")],
    after: Annotated[str, typer.Argument(metavar="TO", help="The number of who takes them.")],
) -> None:
    """Give all open cases of one cadre to another, who is alerted."""
    from bot.app import build_runtime
    from bot.clock import system_clock
    from bot.handing_over import all_cases
    from bot.vault import build_store

    settings = settings_with()
    store = build_store(settings)
    store.start()
    try:
        runtime = build_runtime(settings)
        count = store.call(partial(all_cases, runtime=runtime, now=system_clock(), before=before, after=after))
    finally:
        store.stop()
    if count is None:
        fail("One of these numbers is no cadre's.")
    print(f"{count} open cases handed over")
