"""`hearthline kb gaps`: what was asked and not answered, or doubted."""

from bot.terminal import settings_with


def kb_gaps() -> None:
    """Print what was asked and not answered, or doubted: how often, since when, where, and one wording."""
    from bot.app import build_store
    from bot.gaps import grouped

    store = build_store(settings_with())
    store.start()
    try:
        for gap in store.call(grouped):
            print(f"{gap.count}\t{gap.last_at:%Y-%m-%d}\t{gap.reason}\t{gap.area or '-'}\t{gap.question}")
    finally:
        store.stop()
