"""The sandbox registry: a small registry of its own, with a county's operator and faults on demand."""

import asyncio
import hmac
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Annotated, Literal

import httpx
from fastapi import Body, Depends, FastAPI, Header, HTTPException, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException as StarletteHTTPException

from integrations.registry.codes import Codes, read_codes
from integrations.registry.ledger import Conflict, Ledger
from integrations.registry.rest import RestRegistry

Phone = Annotated[str, Field(pattern=r"^\+[0-9]{6,15}$")]
Area = Annotated[str, Field(pattern=r"^[0-9]{2,12}$")]
Clock = Callable[[], datetime]  # whatever knows what time it is, with its zone
DetailName = Annotated[str, Field(pattern=r"^[A-Za-z0-9_.-]{1,64}$")]
Finite = Annotated[float, Field(allow_inf_nan=False)]
Key = Annotated[str, Field(min_length=1, max_length=64)]

_STATUS_OF = {"stale": 412, "key_reused": 409, "unknown_case": 404, "unknown_cursor": 410}


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid")


class PhoneSearch(_Shape):
    """Which phone to look for; in the body, so that no log of addresses holds it."""

    phone: Phone


class Household(_Shape):
    """A household as the registry knows it."""

    household_id: Key
    area: Area
    householder: str = Field(min_length=1, max_length=100)
    people: int = Field(ge=0, le=100)
    phones: list[Phone]
    monitored_since: date | None = None


class Households(_Shape):
    """The households found."""

    households: list[Household]


class Risk(_Shape):
    """A risk in the registry's words."""

    word: str
    note: str | None = None


class Disaster(_Shape):
    """The sub-item of 因自然灾害."""

    code: str
    word: str
    note: str | None = None


class CaseChange(_Shape):
    """A monitoring case as it is to stand in the registry."""

    case: Key
    version: int = Field(ge=0, le=2**31 - 1)
    status: str
    risks: list[Risk] = Field(min_length=1, max_length=12)
    disaster: Disaster | None = None
    urgency: Literal["critical", "high", "normal"]
    area: Area | None = None
    household_id: str | None = None
    relation: str | None = None
    details: dict[DetailName, str | int | Finite]
    opened_at: AwareDatetime


class ChangeOutcome(_Shape):
    """What became of a change request."""

    case: str
    version: int
    outcome: Literal["created", "changed", "unchanged"]


class StatusSet(_Shape):
    """A status as the county sets it, and why."""

    status: str
    note: str | None = None


class CaseStatusChange(_Shape):
    """One thing the county did to a case."""

    case: str
    status: str
    note: str | None
    at: AwareDatetime


class CaseStatusChanges(_Shape):
    """What changed, oldest first, and the cursor after it."""

    changes: list[CaseStatusChange]
    cursor: str


class Fault(_Shape):
    """What is wrong from now on; `seconds` is how slow."""

    kind: Literal["none", "down", "slow", "refuse"]
    seconds: float = Field(default=0, ge=0, le=600)


def build_sandbox(database_url: str, clock: Clock, key: bytes | None = None, token: str | None = None) -> FastAPI:
    """Put a sandbox registry together. Opens nothing before the first request.

    With `key` what it keeps is encrypted at rest; with `token` every request must carry it as its bearer.
    `app.state.ledger` is its book, for an operator in the same process.
    """
    ledger, codes, weather = Ledger(database_url, key), read_codes(), _Weather()
    app = FastAPI(title="Hearthline sandbox registry", dependencies=[Depends(_bearer(token))])
    app.state.ledger = ledger
    _add_errors(app)
    _add_registry(app, ledger, codes, weather)
    _add_operator(app, ledger, codes, weather, clock)
    return app


def sandbox_registry(database_url: str, clock: Clock, key: bytes | None = None) -> RestRegistry:
    """The sandbox inside this process, behind the same adapter as a registry elsewhere."""
    inside = _Inside(build_sandbox(database_url, clock, key))
    return RestRegistry(httpx.AsyncClient(transport=inside, base_url="http://sandbox"), "sandbox")


@dataclass(slots=True, eq=False)
class _Weather:
    fault: Fault = field(default_factory=lambda: Fault(kind="none"))

    async def __call__(self) -> None:
        if self.fault.kind == "down":
            raise HTTPException(503, "down on demand")
        if self.fault.kind == "slow":
            await asyncio.sleep(self.fault.seconds)


class _Inside(httpx.ASGITransport):
    """Talks to a sandbox in this process, and closes its book at the end."""

    def __init__(self, app: FastAPI) -> None:
        super().__init__(app, raise_app_exceptions=False)
        self._ledger: Ledger = app.state.ledger

    async def aclose(self) -> None:
        self._ledger.close()


def _bearer(token: str | None) -> Callable[..., Awaitable[None]]:
    async def check(authorization: Annotated[str | None, Header()] = None) -> None:
        given = (authorization or "").encode()
        if token is not None and not hmac.compare_digest(given, f"Bearer {token}".encode()):
            raise HTTPException(401, "no or unknown token")

    return check


def _add_errors(app: FastAPI) -> None:
    async def on_http(_: Request, error: StarletteHTTPException) -> JSONResponse:
        return _error(error.status_code, f"http_{error.status_code}", str(error.detail))

    async def on_invalid(_: Request, error: RequestValidationError) -> JSONResponse:
        # Where, and what kind of mistake; never the value, which may be somebody's phone.
        first = error.errors()[0]
        return _error(400, "invalid", f"{'.'.join(str(part) for part in first['loc'])}: {first['type']}")

    async def on_conflict(_: Request, error: Conflict) -> JSONResponse:
        return _error(_STATUS_OF[error.code], error.code, str(error), {"ETag": error.etag} if error.etag else None)

    app.exception_handler(StarletteHTTPException)(on_http)
    app.exception_handler(RequestValidationError)(on_invalid)
    app.exception_handler(Conflict)(on_conflict)


def _error(status: int, code: str, message: str, headers: dict[str, str] | None = None) -> JSONResponse:
    return JSONResponse({"error": {"code": code, "message": message}}, status, headers)


def _add_registry(app: FastAPI, ledger: Ledger, codes: Codes, weather: _Weather) -> None:
    due = [Depends(weather)]

    @app.post("/v1/households/search", dependencies=due)
    def find_households(search: PhoneSearch) -> Households:
        """Find the households that have a phone."""
        found = ledger.households(search.phone)
        return Households(households=[Household.model_validate(each) for each in found])

    @app.post("/v1/change-requests", dependencies=due, responses={201: {"model": ChangeOutcome}})
    def request_change(
        change: CaseChange,
        response: Response,
        idempotency_key: Annotated[str, Header(min_length=1, max_length=200)],
        if_match: Annotated[str | None, Header()] = None,
        if_none_match: Annotated[Literal["*"] | None, Header()] = None,
    ) -> ChangeOutcome:
        """Create or change a case."""
        if (if_match is None) == (if_none_match is None):
            raise HTTPException(428, "say either If-Match or If-None-Match: *")
        if weather.fault.kind == "refuse":
            raise HTTPException(422, "refused on demand")
        _check_words(change, codes)
        filed = ledger.file(change.model_dump(mode="json"), idempotency_key, if_match)
        response.headers["ETag"] = filed.etag
        response.status_code = 201 if filed.outcome == "created" else 200
        return ChangeOutcome.model_validate({"case": change.case, "version": filed.version, "outcome": filed.outcome})

    @app.get("/v1/cases/{case}", dependencies=due)
    def show_case(case: str, response: Response) -> CaseChange:
        """Show a case as it stands."""
        if (found := ledger.case(case)) is None:
            raise HTTPException(404, "no such case here")
        response.headers["ETag"] = found[1]
        return CaseChange.model_validate(found[0])

    @app.get("/v1/changes", dependencies=due)
    def list_changes(after: Annotated[str, Query(pattern="^[0-9]{1,18}$")] = "0") -> CaseStatusChanges:
        """List what the county did to cases."""
        found = ledger.changes(int(after))
        changes = [
            CaseStatusChange(case=each.key, status=each.status, note=each.note, at=datetime.fromisoformat(each.at))
            for each in found
        ]
        return CaseStatusChanges(changes=changes, cursor=str(found[-1].number) if found else after)


def _check_words(change: CaseChange, codes: Codes) -> None:
    if codes.status(change.status) is None:
        raise HTTPException(422, "unknown status")
    if any(codes.risk_type(risk.word, risk.note) is None for risk in change.risks):
        raise HTTPException(422, "unknown risk")
    if change.disaster and change.disaster.code not in {each.code for each in codes.disaster_kinds.values()}:
        raise HTTPException(422, "unknown disaster sub-item")


def _add_operator(app: FastAPI, ledger: Ledger, codes: Codes, weather: _Weather, clock: Clock) -> None:
    @app.put("/sandbox/households", status_code=204)
    def put_households(households: Annotated[list[Household], Body(max_length=1000)]) -> None:
        """Put households in, or in the place of those with their ids."""
        for household in households:
            ledger.put_household(household.model_dump(mode="json"))

    @app.put("/sandbox/cases/{case}/status", status_code=204)
    def set_status(case: str, change: StatusSet) -> None:
        """Set a case's status, as a county would."""
        if codes.status(change.status) is None:
            raise HTTPException(422, "unknown status")
        ledger.set_status(case, change.status, change.note, clock())

    @app.put("/sandbox/fault", status_code=204)
    async def set_fault(fault: Fault) -> None:
        """From now on be down, slow, refuse what comes, or be well again."""
        weather.fault = fault
