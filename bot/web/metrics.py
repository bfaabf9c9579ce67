"""What an operator's Prometheus reads of this process and of the database. Counts only, nothing of anybody."""

from collections import Counter as Tally
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from sqlalchemy import func, select

from bot.outbox import Outcome
from bot.store.store import Tx
from bot.store.tables import cases, inbox, outbox

_OPEN = ("waiting", "sending", "unknown")
_URGENCIES = ("critical", "high", "normal")
_OUTBOX = select(func.count()).select_from(outbox).where(outbox.c.status.in_(_OPEN))
_INBOX = select(func.count()).select_from(inbox).where(inbox.c.state == "waiting")
_CASES = select(cases.c.urgency, func.count()).group_by(cases.c.urgency)


@dataclass(frozen=True, slots=True)
class Stock:
    """What stands in the database now."""

    inbox_waiting: int
    outbox_waiting: int
    cases: Mapping[str, int]  # by the urgency they have now


def count_stock(tx: Tx) -> Stock:
    """Count what stands in the database."""
    by_urgency = {urgency: many for urgency, many in tx.connection.execute(_CASES)}
    return Stock(
        tx.connection.execute(_INBOX).scalar_one(), tx.connection.execute(_OUTBOX).scalar_one(), by_urgency
    )  # fmt: skip


class Metrics:
    """The figures of one process, in a registry of its own."""

    def __init__(self) -> None:
        self._registry = registry = CollectorRegistry()
        self._messages = Counter(
            "hearthline_messages", "Messages by channel and direction.", ("channel", "direction"), registry=registry
        )
        self._batch = Histogram(
            "hearthline_turn_batch_size", "Turns in a batch.", buckets=(1, 2, 5, 10, 20, 50, 100), registry=registry
        )
        self._seconds = Histogram(
            "hearthline_turn_batch_seconds",
            "Seconds from taking a batch to its commit.",
            buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10),
            registry=registry,
        )
        self._inbox = Gauge("hearthline_inbox_waiting", "Messages whose turn is not taken.", registry=registry)
        self._outbox = Gauge("hearthline_outbox_waiting", "Messages not yet sent.", registry=registry)
        self._cases = Gauge(
            "hearthline_cases_opened", "Cases opened, by the urgency they have now.", ("urgency",), registry=registry
        )
        for urgency in _URGENCIES:
            self._cases.labels(urgency)

    def arrived(self, channel: str, many: int) -> None:
        """New messages came in."""
        self._messages.labels(channel, "in").inc(many)

    def taken(self, turns: int, seconds: float) -> None:
        """A batch was committed."""
        self._batch.observe(turns)
        self._seconds.observe(seconds)

    def sent(self, outcomes: Sequence[Outcome]) -> None:
        """Messages went out, or did not."""
        went = Tally(each.sending.message.to.channel for each in outcomes if each.status == "sent")
        for channel, many in went.items():
            self._messages.labels(channel, "out").inc(many)

    def page(self, stock: Stock) -> bytes:
        """The page that Prometheus reads."""
        self._inbox.set(stock.inbox_waiting)
        self._outbox.set(stock.outbox_waiting)
        for urgency in _URGENCIES:
            self._cases.labels(urgency).set(stock.cases.get(urgency, 0))
        return generate_latest(self._registry)
