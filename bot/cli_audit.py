"""The commands of `hearthline audit`."""

import typer

from bot.terminal import settings_with

app = typer.Typer(no_args_is_help=True, help="The audit: who changed what, when and why.")


@app.callback()
def audit() -> None:
    """The audit: who changed what, when and why."""


@app.command()
def verify() -> None:
    """Check the chain of hashes from its beginning; status 1 where it is broken."""
    from bot.store.audit import first_broken, read_since
    from bot.vault import build_store

    store = build_store(settings_with())
    store.start()
    try:
        broken, entries = store.call(lambda tx: (first_broken(tx), sum(1 for _ in read_since(tx, 0))))
    finally:
        store.stop()
    if broken is None:
        print(f"The audit is whole: {entries} entries.")
        return
    what = f"entry {broken} does not follow from those before it" if broken else "entries were cut off at its end"
    typer.echo(f"The audit is broken: {what}.", err=True)
    raise SystemExit(1)
