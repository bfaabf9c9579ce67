"""The commands of `hearthline broadcast`."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, TypeVar

import typer

from bot.store.store import Tx
from bot.terminal import NeededArea, fail, settings_with

T = TypeVar("T")
By = Annotated[str, typer.Option(help="Who does it: a name or a staff number.")]
Id = Annotated[int, typer.Argument(metavar="ID", help="The number of the broadcast.")]

app = typer.Typer(no_args_is_help=True, help="Messages to everybody of an area: draft, try, approve, stop, CAP.")


@app.command()
def draft(
    text: Annotated[str, typer.Argument(help="What people are told.")],
    area: NeededArea,
    by: By,
    a_minute: Annotated[int, typer.Option(min=1, max=6000, help="Messages a minute at most.")] = 60,
) -> None:
    """Write a draft and count out whom it reaches and what it costs."""
    from bot import broadcasts
    from bot.clock import system_clock

    planned = _do(lambda tx: broadcasts.draft(tx, area, text, by, system_clock(), a_minute))
    print(f"Draft {planned.id}.")
    dry_run(planned.id)


@app.command("dry-run")
def dry_run(broadcast: Id) -> None:
    """Count out recipients, channels and SMS segments; nothing is sent."""
    from bot import broadcasts

    found = _do(lambda tx: broadcasts.dry_run(tx, broadcasts.load(tx, broadcast)))
    channels = ", ".join(f"{name} {many}" for name, many in sorted(found.by_channel.items())) or "nobody"
    print(f"{found.recipients} people ({channels}), {found.passed_over} do not want to be written to or cannot be")
    print(f"{found.segments} SMS segments, {found.minutes} minute{'s' * (found.minutes != 1)}")


@app.command()
def approve(broadcast: Id, by: By) -> None:
    """Let a draft go; whoever wrote it cannot."""
    from bot import broadcasts
    from bot.clock import system_clock

    planned = _do(lambda tx: broadcasts.approve(tx, broadcast, by, system_clock()))
    print(
        f"Broadcast {planned.id} goes out, {planned.a_minute} messages a minute. To end it: broadcast stop {planned.id}"
    )


@app.command()
def stop(broadcast: Id) -> None:
    """End a broadcast: what has not gone out stays."""
    from bot import broadcasts
    from bot.clock import system_clock

    print(f"Broadcast {_do(lambda tx: broadcasts.stop(tx, broadcast, system_clock())).id} is stopped.")


@app.command("list")
def list_() -> None:
    """Print every broadcast: number, status, area, who, and what became of its messages."""
    from bot.store import broadcasts

    for planned, receipts in _do(
        lambda tx: [(each, broadcasts.receipts(tx, each.id)) for each in broadcasts.everything(tx)]
    ):
        told = ", ".join(f"{status} {many}" for status, many in sorted(receipts.items()))
        who = f"{planned.author}, {planned.approver}" if planned.approver else planned.author
        print(f"{planned.id} {planned.status} {planned.area} ({who}) {told}\n  {planned.text}")


@app.command("cap-in")
def cap_in(
    file: Annotated[Path, typer.Argument(help="A CAP 1.2 alert.")],
    ack: Annotated[Path | None, typer.Option(help="Where the Ack goes; standard output without it.")] = None,
) -> None:
    """Take in a warning of another office as drafts; an update or a cancellation stops what it replaces."""
    from bot import broadcasts
    from bot.clock import system_clock

    body = file.read_bytes() if file.exists() else fail(f"{file.name} is not there.")
    drafts, answer = _do(lambda tx: broadcasts.cap_in(tx, body, system_clock()))
    for planned in drafts:
        print(f"Draft {planned.id} for {planned.area}: {planned.text}", file=sys.stderr)
    _write(ack, answer)


@app.command("cap-out")
def cap_out(
    broadcast: Id,
    kind: Annotated[str, typer.Option(help="Alert, Update or Cancel.")] = "Alert",
    drill: Annotated[bool, typer.Option(help="An exercise.")] = False,
    out: Annotated[Path | None, typer.Option(help="Where it goes; standard output without it.")] = None,
) -> None:
    """Write an approved broadcast as a CAP 1.2 alert for other offices."""
    from bot import broadcasts
    from bot.clock import system_clock

    _write(out, _do(lambda tx: broadcasts.cap_out(tx, broadcast, system_clock(), kind, drill=drill)))


def _do(work: Callable[[Tx], T]) -> T:
    from bot.broadcasts import NotAllowed
    from bot.vault import build_store
    from integrations.cap.alert import BadAlert

    store = build_store(settings_with())
    store.start()
    try:
        return store.call(work)
    except NotAllowed as error:
        fail(str(error))
    except BadAlert as error:
        fail(f"The alert is refused: {error}")
    finally:
        store.stop()


def _write(out: Path | None, body: bytes) -> None:
    if out is None:
        sys.stdout.buffer.write(body)
    else:
        out.write_bytes(body)
