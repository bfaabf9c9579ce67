"""`hearthline kb gaps`: what was asked and not answered, or doubted, and how a card comes of it."""

from pathlib import Path
from typing import Annotated

import typer

from bot.terminal import Json, fail, print_json, settings_with, write_out

_SHOWN = 2  # further wordings below a matter


def kb_gaps(
    card: Annotated[int | None, typer.Option(help="Print a card to fill in for the matter of this number.")] = None,
    out: Annotated[Path | None, typer.Option(help="Where the card goes; standard output without it.")] = None,
    as_json: Json = False,
) -> None:
    """Print what was not answered or was doubted, by matter, the newest first: number, how often, when, where."""
    from bot.app import build_knowledge
    from bot.gaps import card_of, grouped, read_noted
    from bot.vault import build_store

    settings = settings_with()
    store = build_store(settings)
    store.start()
    try:
        noted = store.call(read_noted)
    finally:
        store.stop()
    knowledge = build_knowledge(settings)
    found = grouped(noted, knowledge)
    if card is not None:
        gap = next((each for each in found if each.number == card), None)
        if gap is None:
            fail(f"There is no matter {card}. `hearthline kb gaps` prints their numbers first.", 1)
        write_out(out, card_of(gap, knowledge).encode())
        return
    for gap in found:
        if as_json:
            print_json(gap.as_json())
            continue
        reasons = ", ".join(f"{count} {reason}" for reason, count in gap.reasons.items())
        areas = " ".join(f"{area}:{count}" for area, count in gap.areas.items())
        print(f"{gap.number}\t{len(gap.noted)}\t{gap.last_at:%Y-%m-%d}\t{reasons}\t{areas}\t{gap.question}")
        for wording in [each for each in gap.wordings if each != gap.question][-_SHOWN:]:
            print(f"\t\t\t\t\t{wording}")
