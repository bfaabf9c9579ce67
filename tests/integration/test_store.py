"""The store on a real SQLite file and on a real PostgreSQL."""

from dataclasses import replace
from datetime import timedelta
from itertools import permutations

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import NullPool, create_engine, delete, make_url, select, text, update

from bot.batch import Batch
from bot.cases.types import Case
from bot.store import audit, cases, inbox, incidents, outbox, people, sessions, tasks, timers
from bot.store.audit import Entry
from bot.store.cases import Alert
from bot.store.outbox import Queued
from bot.store.people import Person
from bot.store.sessions import StoredSession
from bot.store.store import Store, newest_revision
from bot.store.tables import audit as audit_table
from bot.store.tables import metadata
from bot.store.tasks import Task
from bot.store.timers import Timer
from integrations.ports import Address, InboundMessage, Location, Media
from tests.conftest import FRIDAY_MORNING as NOW
from tests.conftest import ZONE

HOUSEHOLD = Address("sms", "+8613900000001")
ODD = "\0 a lone \ud83d surrogate, '; DROP TABLE inbox; -- 😀 \u202e"
MINUTE = timedelta(minutes=1)


def message(number: int, text: str = "hello", sender: Address = HOUSEHOLD) -> InboundMessage:
    return InboundMessage(f"id {number}", sender, text, NOW, NOW)


def queued(number: int, due_at=NOW, address: Address = HOUSEHOLD, kind: str = "notice") -> Queued:
    return Queued(f"key {address.id[-4:]}", address, kind, f"text {number}", due_at)


def case(number: int = 1001, **changed) -> Case:
    fields = {"household": None, "opened_by": "k", "status": "declared", "urgency": "normal", "area": "530326"}
    fields |= {"risk_types": ("illness",), "opened_at": NOW, "changed_at": NOW, "said": ODD, "details": {"place": ODD}}
    return Case(id=number, **{**fields, **changed})


# ---------------------------------------------------------------- inbox


def test_a_message_taken_in_twice_stands_there_once(stored):
    first = stored.call(lambda tx: inbox.take_in(tx, [message(1), message(2)]))
    again = stored.call(lambda tx: inbox.take_in(tx, [message(2), message(1)]))
    assert (first, again) == (2, 0)
    assert len(stored.call(lambda tx: inbox.waiting(tx, 10))) == 2


def test_the_same_id_from_another_address_is_another_message(stored):
    other = Address("sms", "+8613900000002")
    assert stored.call(lambda tx: inbox.take_in(tx, [message(1), message(1, sender=other)])) == 2


def test_a_message_comes_back_as_it_went_in(stored):
    sent = InboundMessage(
        ODD, Address("web", ODD), ODD, NOW, NOW - MINUTE, Location(26.4, 103.6), (Media("image/jpeg", "u"),), ODD
    )
    stored.call(lambda tx: inbox.take_in(tx, [sent]))
    [waiting] = stored.call(lambda tx: inbox.waiting(tx, 10))
    assert waiting.message == sent


def test_a_message_is_claimed_once(stored):
    stored.call(lambda tx: inbox.take_in(tx, [message(1), message(2)]))
    ids = [each.id for each in stored.call(lambda tx: inbox.waiting(tx, 10))]
    assert stored.call(lambda tx: inbox.claim(tx, ids, NOW)) == set(ids)
    assert stored.call(lambda tx: inbox.claim(tx, ids, NOW)) == set()


def test_messages_wait_in_the_order_they_came(stored):
    for number in range(5):
        stored.call(lambda tx, number=number: inbox.take_in(tx, [message(number, f"text {number}")]))
    waiting = stored.call(lambda tx: inbox.waiting(tx, 3))
    assert [each.message.text for each in waiting] == ["text 0", "text 1", "text 2"]


# ---------------------------------------------------------------- what is remembered


def test_a_session_is_kept_and_changed(stored):
    for version in (1, 2):
        kept = StoredSession({"last_said": ODD, "misses": version}, version)
        stored.call(lambda tx, kept=kept: sessions.save_sessions(tx, [("k", kept)], NOW))
    assert stored.call(lambda tx: sessions.load_sessions(tx, ["k", "other"])) == {"k": kept}


def test_a_case_is_kept_whole(stored):
    changed = case(acknowledged_at=NOW, due_on=NOW.date(), acknowledged_by=3, reporter=ODD, merged_into=1000)
    stored.call(lambda tx: cases.save_cases(tx, [case()]))
    stored.call(lambda tx: cases.save_cases(tx, [changed]))
    assert stored.call(lambda tx: cases.load_cases(tx, [1001])) == {1001: changed}


def test_case_numbers_count_up(stored):
    def two_cases(tx):
        batch = Batch(tx, NOW, ZONE)
        given = [batch.new_case_id(), batch.new_case_id()]
        batch.write()
        return given

    assert [stored.call(two_cases), stored.call(two_cases)] == [[1001, 1002], [1003, 1004]]
    assert stored.call(lambda tx: Batch(tx, NOW, ZONE).write()) is None  # that gives none
    assert stored.call(cases.last_case_id) == 1004


def test_a_household_hears_of_its_cases_by_voice_or_by_household(stored):
    stored.call(lambda tx: people.enrol_household(tx, HOUSEHOLD, "530326106203", "H1"))
    stored.call(lambda tx: people.enrol_household(tx, Address("sms", "2"), "530326106203", "H2"))
    key = stored.call(lambda tx: inbox.conversation_key(tx, HOUSEHOLD))
    home = stored.call(lambda tx: people.load_people(tx, [key]))[key].household
    stored.call(lambda tx: cases.save_cases(tx, [case(1001, household=home), case(1002), case(1003)]))
    stored.call(lambda tx: cases.add_voices(tx, [(1002, key), (1002, key), (1003, "another")], NOW))
    found = stored.call(lambda tx: cases.cases_of(tx, [key], [home]))
    assert [each.id for each in found] == [1001, 1002]


def test_two_addresses_of_one_registry_household_are_one_household(stored):
    addresses = [HOUSEHOLD, Address("telegram", "77")]
    for address in addresses:
        stored.call(lambda tx, address=address: people.enrol_household(tx, address, "530326", "H1", name=ODD))
    keys = [stored.call(lambda tx, address=address: inbox.conversation_key(tx, address)) for address in addresses]
    found = stored.call(lambda tx: people.load_people(tx, keys))
    assert len({person.household for person in found.values()}) == 1


def test_a_person_is_kept_whole(stored):
    key = stored.call(lambda tx: inbox.conversation_key(tx, HOUSEHOLD))
    person = Person(key, "sms", HOUSEHOLD.id, name=ODD, language="zh-Hant", opted_out=True)
    stored.call(lambda tx: people.save_people(tx, [person]))
    stored.call(lambda tx: people.block(tx, key))
    assert stored.call(lambda tx: people.load_people(tx, [key])) == {key: replace(person, blocked=True)}


def test_an_alert_is_open_until_its_case_is_answered(stored):
    stored.call(lambda tx: cases.save_cases(tx, [case(1001), case(1002)]))
    for name, area in (("first", "530326106203"), ("second", "530326")):
        address = Address("sms", name)
        stored.call(lambda tx, n=name, a=address, p=area: people.enrol_cadre(tx, n, a, p, "village"))
    cadres = [cadre.id for cadre in stored.call(lambda tx: people.cadres_over(tx, ["530326106203"]))]
    alerts = [
        Alert(1001, cadres[0], "high", NOW),
        Alert(1001, cadres[1], "high", NOW),
        Alert(1002, cadres[0], "x", NOW),
    ]
    stored.call(lambda tx: cases.save_alerts(tx, alerts))
    stored.call(lambda tx: cases.close_alerts(tx, [1001]))
    assert [each.case_id for each in stored.call(lambda tx: cases.open_alerts(tx, cadres))] == [1002]
    assert len(stored.call(lambda tx: cases.alerts_of(tx, [1001]))) == 2


def test_timers_are_moved_stopped_and_come_in_order(stored):
    new = [Timer("ladder", "1", NOW + MINUTE, "township"), Timer("ladder", "2", NOW), Timer("silent", "1", NOW)]
    stored.call(lambda tx: timers.set_timers(tx, new))
    stored.call(lambda tx: timers.set_timers(tx, [Timer("ladder", "2", NOW + 2 * MINUTE, "county")]))
    stored.call(lambda tx: timers.stop_timers(tx, [("silent", "1"), ("never", "set")]))
    assert stored.call(timers.next_due) == NOW + MINUTE
    due = stored.call(lambda tx: timers.due_timers(tx, NOW + 5 * MINUTE, 10))
    assert [(each.ref, each.step) for each in due] == [("1", "township"), ("2", "county")]


# ---------------------------------------------------------------- outbox


def test_a_message_is_leased_once_until_the_lease_is_over(stored):
    stored.call(lambda tx: outbox.enqueue(tx, [queued(1)], NOW))
    first = stored.call(lambda tx: outbox.lease(tx, NOW, NOW + 2 * MINUTE, 10))
    meanwhile = stored.call(lambda tx: outbox.lease(tx, NOW + MINUTE, NOW + 3 * MINUTE, 10))
    after = stored.call(lambda tx: outbox.lease(tx, NOW + 2 * MINUTE, NOW + 4 * MINUTE, 10))
    assert [len(each) for each in (first, meanwhile, after)] == [1, 0, 1]
    assert after[0].status == "sending"  # nobody knows whether it went


def test_what_is_not_due_stays(stored):
    stored.call(lambda tx: outbox.enqueue(tx, [queued(1, NOW + MINUTE)], NOW))
    assert stored.call(lambda tx: outbox.lease(tx, NOW, NOW + MINUTE, 10)) == []
    assert stored.call(outbox.next_send) == NOW + MINUTE


def test_a_message_that_waits_for_another_try_holds_back_those_after_it(stored):
    other = Address("sms", "other")
    stored.call(lambda tx: outbox.enqueue(tx, [queued(1), queued(2), queued(3, address=other)], NOW))
    first = stored.call(lambda tx: outbox.lease(tx, NOW, NOW + 2 * MINUTE, 1))
    stored.call(lambda tx: outbox.outcome(tx, first[0], "waiting", NOW, again_at=NOW + MINUTE))
    meanwhile = stored.call(lambda tx: outbox.lease(tx, NOW, NOW + 2 * MINUTE, 10))
    assert [each.message.text for each in meanwhile] == ["text 3"]
    after = stored.call(lambda tx: outbox.lease(tx, NOW + MINUTE, NOW + 3 * MINUTE, 10))
    assert [each.message.text for each in after] == ["text 1", "text 2"]


def test_any_order_of_receipts_ends_in_the_same_status(stored):
    for number, order in enumerate(permutations(["sent", "delivered", "sent"])):
        stored.call(lambda tx, n=number: outbox.enqueue(tx, [queued(n)], NOW))
        [sending] = stored.call(lambda tx: outbox.lease(tx, NOW, NOW + 2 * MINUTE, 10))
        stored.call(lambda tx, s=sending, n=number: outbox.outcome(tx, s, "sent", NOW, provider_id=f"SM{n}"))
        for status in order:
            stored.call(lambda tx, n=number, status=status: outbox.receipt(tx, "sms", f"SM{n}", status, None, NOW))
    statuses = stored.call(lambda tx: tx.connection.execute(text("SELECT DISTINCT status FROM outbox")).scalars().all())
    assert statuses == ["delivered"]


def test_notices_to_who_opted_out_are_dropped_and_replies_are_not(stored):
    stored.call(lambda tx: outbox.enqueue(tx, [queued(1), queued(2, kind="reply")], NOW))
    stored.call(lambda tx: outbox.drop_notices(tx, "key 0001"))
    assert [each.kind for each in stored.call(lambda tx: outbox.lease(tx, NOW, NOW, 10))] == ["reply"]


# ---------------------------------------------------------------- registry


def test_a_case_goes_to_the_registry_once_and_again_when_it_changed_meanwhile(stored):
    stored.call(lambda tx: cases.save_cases(tx, [case(1001)]))
    stored.call(lambda tx: outbox.want_sync(tx, [1001], NOW))
    [first] = stored.call(lambda tx: outbox.lease_syncs(tx, NOW, NOW + 2 * MINUTE, 10))
    assert stored.call(lambda tx: outbox.lease_syncs(tx, NOW, NOW + 2 * MINUTE, 10)) == []
    stored.call(lambda tx: cases.save_cases(tx, [case(1001, version=2)]))
    stored.call(lambda tx: outbox.synced(tx, first, 1, NOW))
    [second] = stored.call(lambda tx: outbox.lease_syncs(tx, NOW, NOW + 2 * MINUTE, 10))
    stored.call(lambda tx: outbox.synced(tx, second, 2, NOW))
    assert (first.version, second.version) == (0, 1)
    assert stored.call(outbox.next_sync) is None


def test_a_case_the_registry_refused_waits_until_it_changes(stored):
    stored.call(lambda tx: cases.save_cases(tx, [case(1001)]))
    stored.call(lambda tx: outbox.want_sync(tx, [1001], NOW))
    [sync] = stored.call(lambda tx: outbox.lease_syncs(tx, NOW, NOW + MINUTE, 10))
    stored.call(lambda tx: outbox.sync_failed(tx, sync, None, "no such household", NOW))
    assert stored.call(outbox.next_sync) is None
    stored.call(lambda tx: outbox.want_sync(tx, [1001], NOW + MINUTE))
    assert stored.call(outbox.next_sync) == NOW + MINUTE


# ---------------------------------------------------------------- audit


def _entries(many: int) -> list[Entry]:
    return [Entry(NOW, "household", "opened", 1000 + number, {"said": ODD, "n": number}) for number in range(many)]


def test_the_chain_of_the_audit_holds(stored):
    for entry in _entries(4):
        stored.call(lambda tx, entry=entry: audit.append(tx, [entry]))
    stored.call(lambda tx: audit.append(tx, _entries(3)))
    assert stored.call(audit.first_broken) is None
    assert len(stored.call(lambda tx: list(audit.read_since(tx, 0)))) == 7


def test_a_changed_entry_is_found(stored):
    stored.call(lambda tx: audit.append(tx, _entries(4)))
    stored.call(lambda tx: tx.connection.execute(update(audit_table).where(audit_table.c.id == 2).values(actor="x")))
    assert stored.call(audit.first_broken) == 2


def test_an_entry_taken_out_is_found(stored):
    stored.call(lambda tx: audit.append(tx, _entries(4)))
    stored.call(lambda tx: tx.connection.execute(delete(audit_table).where(audit_table.c.id == 3)))
    assert stored.call(audit.first_broken) == 4


def test_an_end_cut_off_is_found(stored):
    stored.call(lambda tx: audit.append(tx, _entries(4)))
    stored.call(lambda tx: tx.connection.execute(delete(audit_table).where(audit_table.c.id == 4)))
    assert stored.call(audit.first_broken) == 0


# ---------------------------------------------------------------- the whole


def test_what_people_say_stands_nowhere_in_clear(stored, database_url, tmp_path):
    said = "我妈查出肺癌自己花了两万三"
    stored.call(lambda tx: inbox.take_in(tx, [message(1, said)]))
    stored.call(lambda tx: people.enrol_household(tx, HOUSEHOLD, "530326", "H1", name="吴桂兰"))
    stored.call(lambda tx: outbox.enqueue(tx, [queued(1)], NOW))
    rows = stored.call(
        lambda tx: [str(tuple(row)) for table in metadata.sorted_tables for row in tx.connection.execute(select(table))]
    )
    kept = "".join(rows).encode() + b"".join(path.read_bytes() for path in tmp_path.glob("line.db*"))
    assert not [word for word in (said, "吴桂兰", HOUSEHOLD.id, "text 1", "H1'") if word.encode() in kept]


def test_one_failing_work_of_a_group_takes_nothing_back_from_the_others(stored):
    def fail(tx):
        inbox.take_in(tx, [message(99)])
        raise ValueError("no")

    works = [(lambda tx, n=n: inbox.take_in(tx, [message(n)])) for n in range(20)]
    works.insert(10, fail)
    futures = [stored.submit(work) for work in works]
    outcomes = [future.exception(timeout=20) for future in futures]
    assert [str(outcome) for outcome in outcomes if outcome] == ["no"]
    assert len(stored.call(lambda tx: inbox.waiting(tx, 100))) == 20


def test_the_migrated_schema_is_that_of_the_tables(stored, database_url):
    stored.stop()
    engine = create_engine(database_url, poolclass=NullPool)
    with engine.connect() as connection:
        assert MigrationContext.configure(connection).get_current_revision() == newest_revision()
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_a_store_opened_again_has_what_it_had(stored, database_url, cipher):
    stored.call(lambda tx: inbox.take_in(tx, [message(1, ODD)]))
    stored.stop()
    again = Store(database_url, cipher)
    again.start()
    assert [each.message.text for each in again.call(lambda tx: inbox.waiting(tx, 10))] == [ODD]
    again.stop()


def test_a_lost_connection_is_made_again(postgres, cipher):
    url = postgres.new_database()
    store = Store(url, cipher)
    store.start()
    name = make_url(url).database
    postgres.run(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")
    with pytest.raises(Exception, match=r"terminat|closed|lost"):
        store.call(lambda tx: inbox.take_in(tx, [message(1)]))
    assert store.call(lambda tx: inbox.take_in(tx, [message(1)])) == 1
    store.stop()


# ---------------------------------------------------------------- tasks and incidents by area


def test_tasks_that_climbed_are_found_under_an_area_and_no_other(stored):
    def task(area, level, **more):
        return Task("warning", area, level, {"name": "王家"}, NOW, NOW, **more)

    def write(tx):
        given = [
            task("530326106203", "township"), task("530326106203", "village"), task("530326107201", "township"),
            task("530326106204", "county"), task("530326106204", "township", status="done"),
        ]  # fmt: skip
        return [tasks.add(tx, each) for each in given]

    ids = stored.call(write)
    found = stored.call(lambda tx: tasks.climbed_to(tx, "530326106000", ("township", "county")))
    assert [each.id for each in found] == [ids[0], ids[3]]


def test_an_incident_is_under_way_in_its_area_on_its_day_from_so_many_on(stored):
    stored.call(lambda tx: incidents.count(tx, "flood", "530326106203", "2026-11-20", NOW, by=3))

    def under_way(area, day="2026-11-20", least=3):
        return stored.call(lambda tx: incidents.under_way(tx, area, day, least))

    assert under_way("530326106203")
    assert under_way("530326")
    assert not under_way("530327")
    assert not under_way("530326", "2026-11-21")
    assert not under_way("530326", least=4)
