"""Messages to a cadre that are not critical: a few at once, in a storm one a minute, and none held by a wrong clock."""

from datetime import timedelta

import pytest

from bot.batch import Batch
from bot.runtime import due
from bot.store import cadres, incidents
from integrations.ports import Address
from tests.conftest import FRIDAY_MORNING as NOW
from tests.conftest import ZONE

VILLAGE, TOWNSHIP = "530326106203", "530326106"
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)


@pytest.fixture
def cadre(store):
    return store.call(lambda tx: cadres.enrol(tx, "赵永福", Address("sms", "cadre"), VILLAGE, "village"))


@pytest.fixture
def say(store, cadre):
    """Something for the cadre at a time; what goes out at once."""

    def put(words, at=NOW, due_at=None, **how):
        def work(tx):
            batch = Batch(tx, at, ZONE)
            known = next(each for each in cadres.everybody(tx) if each.id == cadre.id)
            batch.queue_paced(known, "notice", words, due_at or at, None, (), **how)
            batch.write()
            return [each.text for each in batch.outgoing]

        return store.call(work)

    return put


@pytest.fixture
def later(store, parts, monkeypatch):
    """What timers send at a time."""
    queued = []
    real = Batch.queue

    def queue(self, key, to, kind, text, **more):
        queued.append(text)
        real(self, key, to, kind, text, **more)

    def pass_to(at):
        queued.clear()
        store.call(lambda tx: due(tx, parts, at, 10))
        return list(queued)

    monkeypatch.setattr(Batch, "queue", queue)
    return pass_to


def test_three_go_at_once_and_those_after_them_as_one_a_minute_later(say, later):
    assert [say(words, NOW + n * SECOND) for n, words in enumerate("一二三四五")] == [["一"], ["二"], ["三"], [], []]
    assert later(NOW + 61 * SECOND) == []
    assert later(NOW + 62 * SECOND) == ["2件事，急的在前：\n四\n五"]


def test_a_group_is_followed_by_no_single_message_within_the_minute(say, later):
    for words in "一二三四":
        say(words)
    assert later(NOW + MINUTE) == ["四"]
    assert say("五", NOW + MINUTE + SECOND) == []
    assert later(NOW + 2 * MINUTE) == ["五"]
    assert say("六", NOW + 3 * MINUTE) == ["六"]


def test_after_a_quiet_minute_three_go_at_once_again(say):
    for words in "一二三":
        say(words)
    assert [say(words, NOW + MINUTE) for words in "四五六七"] == [["四"], ["五"], ["六"], []]


def test_what_comes_in_numbers_waits_from_the_second_on(say, later):
    assert [say(words, in_numbers=True) for words in "一二三"] == [["一"], [], []]
    assert say("四") == ["四"]  # what comes singly does not wait for it
    assert later(NOW + MINUTE) == ["2件事，急的在前：\n二\n三"]


@pytest.mark.parametrize(("area", "day", "many", "waits"), [
    (VILLAGE, "2026-11-20", 3, True), (VILLAGE, "2026-11-20", 2, False), (VILLAGE, "2026-11-19", 3, False),
    ("530326107201", "2026-11-20", 3, False),
])  # fmt: skip
def test_while_an_incident_is_under_way_everything_is_one_a_minute(store, say, area, day, many, waits):
    store.call(lambda tx: incidents.count(tx, "flood", area, day, NOW, by=many))
    assert say("一") == ["一"]
    assert say("二") == ([] if waits else ["二"])


def test_nobody_waits_for_a_clock_that_was_set_back(say, later):
    for words in "一二三四":
        say(words, NOW + timedelta(days=1))
    assert say("五") == ["五"]
    assert say("六", in_numbers=True, at=NOW + SECOND) == []
    assert later(NOW + 2 * MINUTE) == ["六"]
