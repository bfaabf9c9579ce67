"""A registry that speaks the REST API of `openapi.yaml`: the port over change requests with ETags."""

import asyncio
import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

import httpx
import structlog

from integrations.ports import CaseRecord, HouseholdRecord, RegistryRefused, RegistryUnavailable, StatusChange
from integrations.registry.codes import Codes, read_codes

PATIENCE_SECONDS = 20.0
TRIES_WHEN_EDITED = 5  # how often a case may change between our look and our write

# Not a word on the case itself: a wrong address, our key to the registry not accepted, or too fast.
_NOT_THE_CASE = frozenset({401, 403, 404, 405, 407, 408, 425, 429})
_E164 = re.compile(r"\+[0-9]{6,15}")

_log = structlog.get_logger(__name__)


class RestRegistry:
    """The registry behind an HTTP client that knows its root. The client is closed with it.

    An answer that does not speak the registry's language (a wrong address, a login page on the way) is the
    registry being away: only the registry itself refuses a case.
    """

    def __init__(
        self,
        client: httpx.AsyncClient,
        name: str = "rest",
        patience_seconds: float = PATIENCE_SECONDS,
        codes: Codes | None = None,
    ) -> None:
        self.name = name
        self._client = client
        self._patience = patience_seconds
        self._codes = codes or read_codes()

    async def find_household(self, phone: str) -> HouseholdRecord | None:
        """Look a household up by phone; None where none has it, or several do. Raises RegistryUnavailable."""
        if not _E164.fullmatch(phone):
            return None
        response = await self._ask("POST", "/v1/households/search", {"phone": phone})
        with _reading(response) as answer:
            found = [_read_household(each) for each in answer["households"]]
        return found[0] if len(found) == 1 else None

    async def upsert_case(self, record: CaseRecord) -> None:
        """Create or change a case; the same record twice is one case. Raises RegistryUnavailable, RegistryRefused."""
        body = render_change(record, self._codes)
        # What is new is written in one go; the refusal of what is not new says how the case stands.
        condition = {"If-None-Match": "*"}
        for _ in range(TRIES_WHEN_EDITED):
            response = await self._ask("POST", "/v1/change-requests", body, condition | _idempotency(body))
            etag = response.headers.get("ETag")
            if response.status_code != 412:
                return _raise_if_refused(response)
            if etag is None:
                raise RegistryUnavailable(f"{response.url.host} did not say how the case stands")
            condition = {"If-Match": etag}
        raise RegistryUnavailable("the case keeps changing under our hands")

    async def changes(self, cursor: str | None) -> tuple[Sequence[StatusChange], str]:
        """A page of what changed since `cursor`, oldest first, and the cursor after it. Raises RegistryUnavailable.

        A registry that no longer knows the cursor was set up anew, and is read from its beginning.
        """
        response = await self._ask("GET", f"/v1/changes?after={cursor or 0}")
        if response.status_code == 410:
            response = await self._ask("GET", "/v1/changes?after=0")
        with _reading(response) as page:
            found = [self._read_change(each) for each in page["changes"]]
            return [each for each in found if each is not None], str(page["cursor"])

    async def close(self) -> None:
        """Let go of connections."""
        await self._client.aclose()

    async def _ask(
        self, method: str, path: str, body: Mapping[str, Any] | None = None, headers: Mapping[str, str] | None = None
    ) -> httpx.Response:
        content = None if body is None else json.dumps(body)
        try:
            async with asyncio.timeout(self._patience):
                response = await self._client.request(
                    method, path, content=content, headers={"Content-Type": "application/json"} | dict(headers or {})
                )
        except (httpx.HTTPError, httpx.InvalidURL, TimeoutError) as error:
            raise RegistryUnavailable(f"{type(error).__name__} while asking the registry") from error
        _raise_if_away(response)
        return response

    def _read_change(self, change: Mapping[str, Any]) -> StatusChange | None:
        status = self._codes.status(change["status"])
        if status is None:
            _log.warning("registry_status_unknown", case=change["case"])
            return None
        return StatusChange(change["case"], status, change["note"], datetime.fromisoformat(change["at"]))


def rest_registry(url: str, token: str | None = None, patience_seconds: float = PATIENCE_SECONDS) -> RestRegistry:
    """The registry at this root, asked with this bearer token."""
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    client = httpx.AsyncClient(base_url=url, headers=headers, timeout=patience_seconds)
    return RestRegistry(client, patience_seconds=patience_seconds)


def render_change(record: CaseRecord, codes: Codes) -> dict[str, Any]:
    """A case as the body of a change request, in the registry's words."""
    details = {name: _plain(value) for name, value in record.details.items()}
    kind = details.pop("disaster_kind", None)
    risks = [codes.risk_types[risk] for risk in record.risk_types or ("other",)]
    disaster = None if kind is None else codes.disaster_kinds[str(kind)]
    return {
        "case": record.key,
        "version": record.version,
        "status": codes.statuses[record.status],
        "risks": [{"word": risk.word, "note": risk.note} for risk in risks],
        "disaster": disaster and {"code": disaster.code, "word": disaster.word, "note": disaster.note},
        "urgency": record.urgency,
        "area": record.area,
        "household_id": record.household_id,
        "relation": record.relation,
        "details": details,
        "opened_at": record.opened_at.isoformat(),
    }


@contextmanager
def _reading(response: httpx.Response) -> Iterator[Any]:
    # What is not as described is the registry being away, not a mistake of ours.
    if response.status_code >= 300:
        raise RegistryUnavailable(f"{response.url.host} answered {response.status_code}")
    try:
        yield response.json()
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise RegistryUnavailable(f"{response.url.host} answered something else") from error


def _read_household(found: Mapping[str, Any]) -> HouseholdRecord:
    since = found.get("monitored_since")
    return HouseholdRecord(
        household_id=found["household_id"],
        area=found["area"],
        householder=found["householder"],
        people=found["people"],
        phones=tuple(found["phones"]),
        monitored_since=None if since is None else date.fromisoformat(since),
    )


def _idempotency(body: Mapping[str, Any]) -> dict[str, str]:
    content = json.dumps(body, sort_keys=True).encode()
    return {"Idempotency-Key": hashlib.sha256(content).hexdigest()[:32]}


def _raise_if_away(response: httpx.Response) -> None:
    status = response.status_code
    if status >= 500 or status in _NOT_THE_CASE or 300 <= status < 400:
        raise RegistryUnavailable(f"{response.url.host} answered {status}")
    if status >= 400 and not _error_code(response):
        raise RegistryUnavailable(f"{response.url.host} answered {status}, and not as the registry does")


def _raise_if_refused(response: httpx.Response) -> None:
    if response.status_code >= 400:
        raise RegistryRefused(f"{response.url.host} answered {response.status_code}: {_error_code(response)}")
    with _reading(response) as outcome:
        outcome["outcome"]


def _error_code(response: httpx.Response) -> str | None:
    try:
        return str(response.json()["error"]["code"])
    except (ValueError, KeyError, TypeError):
        return None


def _plain(value: str | int | float) -> str | int | float:
    # Half characters are no text to anybody else, and a database may choke on NUL.
    if not isinstance(value, str):
        return value
    return value.replace("\0", "").encode("utf-8", "replace").decode("utf-8")
