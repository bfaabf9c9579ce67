"""The sandbox registry as a county's operator and a suspicious reader see it."""

import json
import sqlite3
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

import integrations.registry
from integrations.ports import RegistryUnavailable
from integrations.registry.codes import read_codes
from integrations.registry.ledger import Ledger
from integrations.registry.rest import RestRegistry, render_change
from integrations.registry.sandbox import build_sandbox, sandbox_registry
from tests.contract.test_registries import CASE, HOUSEHOLD
from tests.fakes_registry import StandingClock

pytestmark = pytest.mark.anyio

BODY = render_change(CASE, read_codes())
NEW = {"Idempotency-Key": "k1", "If-None-Match": "*"}


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
async def client():
    async with _client(build_sandbox("sqlite://", StandingClock())) as client:
        yield client


async def test_the_description_and_the_sandbox_say_the_same(client):
    served = (await client.get("/openapi.json")).json()
    described = yaml.safe_load((Path(integrations.registry.__file__).parent / "openapi.yaml").read_text("utf-8"))
    paths = {path: item for path, item in served["paths"].items() if path.startswith("/v1/")}
    assert _operations(described["paths"]) == _operations(paths)
    for name, schema in described["components"]["schemas"].items():
        if name != "Error":
            theirs = served["components"]["schemas"][name]
            assert set(schema["properties"]) == set(theirs["properties"])
            assert set(schema["required"]) == set(theirs["required"])


async def test_a_request_must_say_what_it_expects(client):
    neither = await client.post("/v1/change-requests", json=BODY, headers={"Idempotency-Key": "k1"})
    both = await client.post("/v1/change-requests", json=BODY, headers=NEW | {"If-Match": '"1.0"'})
    assert [neither.status_code, both.status_code] == [428, 428]


async def test_a_case_that_is_not_new_is_not_created_again(client):
    first = await client.post("/v1/change-requests", json=BODY, headers=NEW)
    newer = await client.post(
        "/v1/change-requests", json=BODY | {"version": 2}, headers=NEW | {"Idempotency-Key": "k2"}
    )
    assert [first.status_code, newer.status_code] == [201, 412]
    assert newer.headers["ETag"] == first.headers["ETag"]


async def test_a_request_whose_answer_was_lost_gets_it_again(client):
    answers = [await client.post("/v1/change-requests", json=BODY, headers=NEW) for _ in range(2)]
    assert [(each.status_code, each.json()) for each in answers] == [(201, answers[0].json())] * 2


async def test_an_idempotency_key_serves_one_request(client):
    await client.post("/v1/change-requests", json=BODY, headers=NEW)
    other = await client.post("/v1/change-requests", json=BODY | {"version": 2}, headers=NEW)
    assert (other.status_code, other.json()["error"]["code"]) == (409, "key_reused")


async def test_a_fact_learnt_between_two_tries_of_one_version_gets_in(client):
    registry = RestRegistry(client)
    await _upsert(registry, household_id=None)
    before = (await client.get("/v1/cases/A1024")).headers["ETag"]
    await _upsert(registry, household_id="H1020")
    after = await client.get("/v1/cases/A1024")
    assert after.json()["household_id"] == "H1020"
    assert after.headers["ETag"] != before


async def test_what_the_county_set_stands_until_we_say_something_new(client):
    registry = RestRegistry(client)
    await registry.upsert_case(CASE)
    await client.put("/sandbox/cases/A1024/status", json={"status": "纳入监测"})
    await _upsert(registry, version=2, urgency="high")
    assert (await client.get("/v1/cases/A1024")).json()["status"] == "纳入监测"
    await _upsert(registry, version=3, status="withdrawn")
    assert (await client.get("/v1/cases/A1024")).json()["status"] == "撤回申报"


async def test_a_slow_registry_is_away_when_patience_ends(client):
    await client.put("/sandbox/fault", json={"kind": "slow", "seconds": 600})
    with pytest.raises(RegistryUnavailable):
        await RestRegistry(client, patience_seconds=0.01).changes(None)


async def test_changes_come_in_pages(client):
    registry = RestRegistry(client)
    await registry.upsert_case(CASE)
    ledger: Ledger = client._transport.app.state.ledger
    for number in range(250):
        ledger.set_status("A1024", "入户核查", str(number), StandingClock()())
    first, cursor = await registry.changes(None)
    second, _ = await registry.changes(cursor)
    assert [change.note for change in (*first, *second)] == [str(number) for number in range(250)]
    assert len(first) == 200


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("PUT", "/sandbox/cases/A1/status", {"status": "纳入监测"}),
        ("PUT", "/sandbox/cases/A1/status", {"status": "批了"}),
        ("PUT", "/sandbox/fault", {"kind": "meteor"}),
        ("PUT", "/sandbox/households", [{"household_id": "H1"}]),
        ("GET", "/v1/cases/A1", None),
        ("GET", "/v1/changes?after=1", None),
        ("GET", "/v1/changes?after=%00", None),
        ("POST", "/v1/households/search", {"phone": "139"}),
        ("POST", "/v1/change-requests", BODY | {"status": "批了"}),
        ("POST", "/v1/change-requests", BODY | {"risks": [{"word": "因懒"}]}),
        ("POST", "/v1/change-requests", BODY | {"disaster": {"code": "9", "word": "x"}}),
        ("POST", "/v1/change-requests", BODY | {"version": -1}),
        ("POST", "/v1/change-requests", BODY | {"case": "\ud800"}),
        ("POST", "/v1/change-requests", BODY | {"colour": "red"}),
        ("PATCH", "/v1/changes", None),
    ],
)
async def test_a_wrong_request_is_told_what_is_wrong(client, method, path, body):
    headers = NEW | {"Content-Type": "application/json"}
    answer = await client.request(method, path, content=_json(body), headers=headers)
    assert 400 <= answer.status_code < 500
    assert set(answer.json()["error"]) == {"code", "message"}


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\xff\xfe\x00",
        b"[" * 100_000,
        b"1" * 5000,
        json.dumps(BODY | {"\ud800": 1}).encode(),
        json.dumps(BODY | {"version": 10**30}).encode(),
        json.dumps(BODY | {"opened_at": 1e300}).encode(),
        json.dumps(BODY | {"details": {"\ud800": 1}}).encode(),
        json.dumps(BODY | {"details": {"amount": float("nan")}}).encode(),
    ],
)
@pytest.mark.parametrize("path", ["/v1/change-requests", "/v1/households/search"])
async def test_bytes_that_are_no_request_are_refused(client, path, body):
    answer = await client.post(path, content=body, headers=NEW | {"Content-Type": "application/json"})
    assert answer.status_code == 400


@settings(deadline=None, max_examples=50)
@given(st.lists(st.tuples(st.sampled_from("AB"), st.integers(1, 6), st.booleans())))
def test_any_order_of_records_ends_with_the_newest(filed):
    ledger, newest = Ledger("sqlite://"), {}
    for key, version, edited in filed:
        record = BODY | {"case": key, "version": version}
        if edited and key in newest:
            ledger.set_status(key, "入户核查", None, StandingClock()())
        known = ledger.case(key)
        ledger.file(record, f"{key}{version}", known and known[1])
        newest[key] = max(version, newest.get(key, 0))
    assert {key: ledger.case(key)[0]["version"] for key in newest} == newest
    ledger.close()


async def test_without_its_token_nothing_is_told():
    async with _client(build_sandbox("sqlite://", StandingClock(), token="s3cret")) as client:
        assert (await client.get("/v1/changes")).status_code == 401
        assert (await client.put("/sandbox/fault", json={"kind": "down"})).status_code == 401
        known = {"Authorization": "Bearer s3cret"}
        assert (await client.get("/v1/changes", headers=known)).status_code == 200


async def test_what_it_was_told_survives_a_restart(tmp_path):
    url = f"sqlite:///{tmp_path}/registry.db"
    before = build_sandbox(url, StandingClock())
    before.state.ledger.put_household(_household())
    async with _client(before) as client:
        await RestRegistry(client).upsert_case(CASE)
        await client.put("/sandbox/cases/A1024/status", json={"status": "纳入监测", "note": "够条件"})
    before.state.ledger.close()
    after = sandbox_registry(url, StandingClock())
    assert await after.find_household(HOUSEHOLD.phones[0]) == HOUSEHOLD
    changes, _ = await after.changes(None)
    assert [(change.key, change.status, change.note) for change in changes] == [("A1024", "monitored", "够条件")]
    await after.upsert_case(CASE)
    await after.close()


async def test_with_a_key_nobody_reads_names_or_phones_from_the_file(tmp_path):
    ledger = Ledger(f"sqlite:///{tmp_path}/registry.db", key=b"k" * 32)
    ledger.put_household(_household())
    ledger.file(BODY | {"details": {"phone": "+8613977770000"}}, "k1", None)
    ledger.set_status("A1024", "不予纳入", "收入超过标准", StandingClock()())
    stored = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert [ledger.households(phone)[0]["householder"] for phone in HOUSEHOLD.phones] == [HOUSEHOLD.householder] * 2
    ledger.close()
    for secret in (HOUSEHOLD.householder, "3911110001", "3977770000", "收入超过"):
        assert secret.encode() not in stored
        assert secret.encode("unicode_escape") not in stored


async def test_every_commit_is_on_the_disk(tmp_path):
    ledger = Ledger(f"sqlite:///{tmp_path}/registry.db")
    with ledger._transaction() as tx:
        assert tx.exec_driver_sql("PRAGMA synchronous").scalar() == 2
    ledger.close()
    with sqlite3.connect(tmp_path / "registry.db") as file:
        assert file.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    file.close()


def _client(app) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(app, raise_app_exceptions=False), base_url="http://sandbox")


async def _upsert(registry: RestRegistry, **changed: object) -> None:
    await registry.upsert_case(replace(CASE, **changed))


def _household() -> dict:
    return {
        "household_id": HOUSEHOLD.household_id,
        "area": HOUSEHOLD.area,
        "householder": HOUSEHOLD.householder,
        "people": HOUSEHOLD.people,
        "phones": list(HOUSEHOLD.phones),
        "monitored_since": "2021-03-01",
    }


def _json(body: object) -> bytes:
    return b"" if body is None else json.dumps(body).encode()


def _operations(paths: dict) -> dict:
    return {
        (path, method): (
            sorted((each["name"].lower(), each["in"], each.get("required", False)) for each in _own(operation)),
            "requestBody" in operation,
            {status for status in operation["responses"] if status.startswith("2")},
        )
        for path, item in paths.items()
        for method, operation in item.items()
    }


def _own(operation: dict) -> list[dict]:
    return [each for each in operation.get("parameters", []) if each["name"].lower() != "authorization"]
