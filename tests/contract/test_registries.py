"""What every registry does, played on the REST adapter over the loopback and in-process, and on the fake."""

import asyncio
import socket
import ssl
import threading
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

import httpx
import pytest
import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send

from integrations.ports import CaseRecord, HouseholdRecord, Registry, RegistryRefused, RegistryUnavailable, StatusChange
from integrations.registry.codes import read_codes
from integrations.registry.rest import RestRegistry
from integrations.registry.sandbox import build_sandbox, sandbox_registry
from tests.fakes_registry import FakeRegistry, StandingClock

pytestmark = pytest.mark.anyio

CERTIFICATES = ssl.create_default_context()  # read once: reading them is what takes long
OPENED = datetime(2026, 11, 20, 2, 5, tzinfo=UTC)
HOUSEHOLD = HouseholdRecord(
    "H1020", "530323103201", "罗大山", 4, ("+8613911110001", "+8613911110009"), date(2021, 3, 1)
)
CASE = CaseRecord(
    key="A1024",
    version=1,
    status="declared",
    risk_types=("illness", "care"),
    urgency="normal",
    area="530323103201",
    household_id="H1020",
    relation="parent",
    details={"amount": 23000, "place": "新田村"},
    opened_at=OPENED,
)


class SandboxWorld:
    """A sandbox behind the REST adapter, and its operator."""

    def __init__(self, registry: RestRegistry, operator: httpx.AsyncClient) -> None:
        self.registry: Registry = registry
        self._operator = operator

    async def put_household(self, household: HouseholdRecord) -> None:
        body = {
            "household_id": household.household_id,
            "area": household.area,
            "householder": household.householder,
            "people": household.people,
            "phones": list(household.phones),
            "monitored_since": household.monitored_since and household.monitored_since.isoformat(),
        }
        (await self._operator.put("/sandbox/households", json=[body])).raise_for_status()

    async def set_status(self, key: str, status: str, note: str | None = None) -> None:
        body = {"status": read_codes().statuses[status], "note": note}
        (await self._operator.put(f"/sandbox/cases/{key}/status", json=body)).raise_for_status()

    async def fault(self, kind: str) -> None:
        (await self._operator.put("/sandbox/fault", json={"kind": kind})).raise_for_status()

    async def version(self, key: str) -> int | None:
        response = await self._operator.get(f"/v1/cases/{key}")
        return response.json()["version"] if response.status_code == 200 else None


@dataclass
class FakeWorld:
    """The fake, and the test's hand in it."""

    registry: FakeRegistry

    async def put_household(self, household: HouseholdRecord) -> None:
        self.registry.households.append(household)

    async def set_status(self, key: str, status: str, note: str | None = None) -> None:
        self.registry.set_status(key, status, note, StandingClock()())

    async def fault(self, kind: str) -> None:
        self.registry.down, self.registry.refusing = kind == "down", kind == "refuse"

    async def version(self, key: str) -> int | None:
        return self.registry.cases[key].version if key in self.registry.cases else None


World = SandboxWorld | FakeWorld


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="module")
def loopback() -> Iterator["_Loopback"]:
    listening = socket.create_server(("127.0.0.1", 0))
    door = _Loopback(f"http://127.0.0.1:{listening.getsockname()[1]}")
    server = uvicorn.Server(uvicorn.Config(door, log_level="error", lifespan="off"))
    serving = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    serving.start()
    yield door
    server.should_exit = True
    serving.join()


@pytest.fixture(params=["fake", "in-process", "loopback"])
async def world(request, tmp_path, loopback) -> AsyncIterator[World]:
    if request.param == "fake":
        yield FakeWorld(FakeRegistry())
        return
    app = build_sandbox(f"sqlite:///{tmp_path}/registry.db", StandingClock())
    loopback.app = app
    opened = _client(loopback.url) if request.param == "loopback" else _client_inside(app)
    registry = RestRegistry(opened)
    async with _client_inside(app) as operator:
        yield SandboxWorld(registry, operator)
    await registry.close()
    app.state.ledger.close()


async def test_a_household_is_found_by_any_of_its_phones(world):
    await world.put_household(HOUSEHOLD)
    assert [await world.registry.find_household(phone) for phone in HOUSEHOLD.phones] == [HOUSEHOLD, HOUSEHOLD]


@pytest.mark.parametrize("phone", ["+8613900000000", "", "no phone\0\ud800", "13911110001"])
async def test_an_unknown_household_is_none(world, phone):
    await world.put_household(HOUSEHOLD)
    assert await world.registry.find_household(phone) is None


async def test_a_phone_of_several_households_says_nothing(world):
    await world.put_household(HOUSEHOLD)
    await world.put_household(replace(HOUSEHOLD, household_id="H1021"))
    assert await world.registry.find_household(HOUSEHOLD.phones[0]) is None


async def test_the_same_record_twice_is_one_case(world):
    await world.registry.upsert_case(CASE)
    await world.registry.upsert_case(CASE)
    assert await world.version("A1024") == 1


async def test_a_newer_version_changes_the_case(world):
    await world.registry.upsert_case(CASE)
    await world.registry.upsert_case(replace(CASE, version=4, urgency="critical"))
    assert await world.version("A1024") == 4


async def test_an_older_version_never_overwrites(world):
    await world.registry.upsert_case(replace(CASE, version=3, status="verifying"))
    await world.registry.upsert_case(replace(CASE, version=2))
    assert await world.version("A1024") == 3


async def test_a_first_record_may_have_any_version(world):
    await world.registry.upsert_case(replace(CASE, version=7))
    assert await world.version("A1024") == 7


async def test_a_registry_that_is_down_is_unavailable(world):
    await world.fault("down")
    for asked in (
        world.registry.find_household("+8613911110001"),
        world.registry.upsert_case(CASE),
        world.registry.changes(None),
    ):
        with pytest.raises(RegistryUnavailable):
            await asked


async def test_what_failed_while_down_goes_in_afterwards(world):
    await world.fault("down")
    with pytest.raises(RegistryUnavailable):
        await world.registry.upsert_case(CASE)
    await world.fault("none")
    await world.registry.upsert_case(CASE)
    assert await world.version("A1024") == 1


async def test_a_refused_case_is_refused(world):
    await world.fault("refuse")
    with pytest.raises(RegistryRefused):
        await world.registry.upsert_case(CASE)
    assert await world.version("A1024") is None


async def test_changes_come_oldest_first_and_a_cursor_goes_on_from_there(world):
    await world.registry.upsert_case(CASE)
    await world.set_status("A1024", "verifying")
    await world.set_status("A1024", "rejected", "收入超过标准")
    first, cursor = await world.registry.changes(None)
    assert [(each.status, each.note) for each in first] == [("verifying", None), ("rejected", "收入超过标准")]
    assert first[0] == StatusChange("A1024", "verifying", None, StandingClock()())
    await world.set_status("A1024", "monitored")
    second, cursor = await world.registry.changes(cursor)
    assert [each.status for each in second] == ["monitored"]
    nothing, same = await world.registry.changes(cursor)
    assert (len(nothing), same) == (0, cursor)


async def test_our_own_records_are_no_changes(world):
    await world.registry.upsert_case(CASE)
    await world.registry.upsert_case(replace(CASE, version=2, status="withdrawn"))
    changes, _ = await world.registry.changes(None)
    assert not changes


async def test_a_case_the_county_touched_still_takes_a_newer_version(world):
    await world.registry.upsert_case(CASE)
    await world.set_status("A1024", "county_approval")
    await world.registry.upsert_case(replace(CASE, version=2))
    assert await world.version("A1024") == 2


async def test_a_case_without_known_facts_is_taken(world):
    bare = replace(CASE, risk_types=(), area=None, household_id=None, relation=None, details={})
    await world.registry.upsert_case(bare)
    assert await world.version("A1024") == 1


async def test_words_of_any_kind_are_taken(world):
    await world.registry.upsert_case(
        replace(CASE, details={"place": "\ud800\0<b>'; drop table cases; --" + "长" * 50_000})
    )
    assert await world.version("A1024") == 1


async def test_many_at_once_are_each_one_case(world):
    records = [replace(CASE, key=f"A{number % 10}", version=1 + number // 10) for number in range(40)]
    await asyncio.gather(*(world.registry.upsert_case(record) for record in records))
    assert [await world.version(f"A{number}") for number in range(10)] == [4] * 10


async def test_the_sandbox_inside_a_process_is_a_registry(tmp_path):
    registry = sandbox_registry(f"sqlite:///{tmp_path}/registry.db", StandingClock())
    await registry.upsert_case(CASE)
    await registry.close()
    assert registry.name == "sandbox"


class _Loopback:
    """A real server, kept for all tests; each puts its own sandbox behind it."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.app: ASGIApp | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.app(scope, receive, send)


def _client(url: str) -> httpx.AsyncClient:
    return httpx.AsyncClient(base_url=url, verify=CERTIFICATES)


def _client_inside(app) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://sandbox")
