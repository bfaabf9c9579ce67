"""The worker on the real store: a bad message stands alone, and nothing is sent that nobody waits for."""

import asyncio
from dataclasses import replace

from sqlalchemy import select

from bot import outbox as dispatch
from bot.second_engine import SecondEngine
from bot.store import inbox
from bot.store.tables import inbox as inbox_table
from bot.store.tables import outbox
from bot.worker import Worker, take_waiting
from integrations.ports import (
    Address,
    ChannelUnavailable,
    InboundMessage,
    OutcomeUnknown,
    RecipientOptedOut,
    RegistryUnavailable,
)
from tests.conftest import FRIDAY_MORNING as NOW
from tests.fakes import FakeChannel, FakeEngine, FakeRegistry


def say(store, *texts, sender="+8613900000001"):
    came = [InboundMessage(f"{sender} {text}", Address("sms", sender), text, NOW, NOW) for text in texts]
    store.call(lambda tx: inbox.take_in(tx, came))


def take(store, parts):
    asyncio.run(take_waiting(store, parts, lambda: NOW))


def send(store, parts, channel):
    return asyncio.run(dispatch.send_due(store, {"sms": channel}, parts, lambda: NOW))


def stumbling(parts):
    """The same parts, but one word makes understanding fall over."""

    def understand(text, now):
        if text == "boom":
            raise ZeroDivisionError
        return parts.understand(text, now)

    return replace(parts, understand=understand)


def test_a_message_nobody_can_read_is_set_aside_alone_and_its_writer_hears_of_it(store, parts):
    say(store, "帮助", "boom", "进度", "谢谢")
    take(store, stumbling(parts))
    states = store.call(lambda tx: tx.connection.execute(select(inbox_table.c.state, inbox_table.c.reason)).all())
    assert [row.state for row in states] == ["taken", "aside", "taken", "taken"]
    assert states[1].reason == "ZeroDivisionError"
    answered = store.call(lambda tx: tx.connection.execute(select(outbox.c.in_reply_to)).scalars().all())
    assert sorted(answered) == [1, 2, 3, 4]


def test_a_reason_never_holds_what_was_said(store, parts):
    def understand(text, now):
        raise ValueError(text)

    say(store, "我妈查出肺癌")
    take(store, replace(parts, understand=understand))
    assert store.call(lambda tx: tx.connection.execute(select(inbox_table.c.reason)).scalars().all()) == ["ValueError"]


def test_a_channel_that_is_away_is_tried_again(store, parts):
    say(store, "帮助")
    take(store, parts)
    channel = FakeChannel()
    channel.failing = ChannelUnavailable("busy")
    [outcome] = send(store, parts, channel)
    assert (outcome.status, outcome.again_at > NOW) == ("waiting", True)
    assert send(store, parts, channel) == ()


def test_a_message_whose_fate_is_unknown_is_not_lost(store, parts):
    say(store, "帮助")
    take(store, parts)
    channel = FakeChannel()
    channel.failing = OutcomeUnknown("no answer")
    [outcome] = send(store, parts, channel)
    assert outcome.status == "unknown"
    assert outcome.again_at > NOW


def test_who_is_blocked_by_the_provider_is_written_to_no_more(store, parts):
    say(store, "帮助")
    take(store, parts)
    channel = FakeChannel()
    channel.failing = RecipientOptedOut("21610")
    [outcome] = send(store, parts, channel)
    assert (outcome.status, outcome.blocked) == ("failed", True)


def test_another_engine_says_what_a_message_wants_and_cannot_talk_a_danger_away(store, parts):
    engine, channel = FakeEngine(("goodbye", 1.0)), FakeChannel()
    say(store, "我的事办得怎么样了", "孩子不见了")
    take(store, replace(parts, second=SecondEngine(engine, parts.understand)))
    send(store, parts, channel)
    assert engine.asked == ["我的事办得怎么样了"]
    farewell, guidance = (message.text for message in channel.sent)
    assert "120" not in farewell
    assert "110" in guidance


class DeafRegistry(FakeRegistry):
    """Takes being called off for a fault of the network, as a library may."""

    async def changes(self, since):
        self.asked = True
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            raise RegistryUnavailable("called off") from None


def test_a_worker_that_is_told_to_stop_stops_though_a_part_of_it_does_not_notice(store, parts):
    async def told_to_stop():
        registry = DeafRegistry()
        worker = Worker(store, parts, {"sms": FakeChannel()}, registry, lambda: NOW)
        running = asyncio.create_task(worker.run())
        await asyncio.sleep(0.3)
        worker.stop()
        _, still_running = await asyncio.wait([running], timeout=10)
        running.cancel()
        return registry.asked, still_running

    assert asyncio.run(told_to_stop()) == (True, set())
