"""How the web side says no: one shape for every error, and answers that carry any text."""

import json
from collections.abc import Mapping
from typing import Any

import structlog
from fastapi import FastAPI, Request
from fastapi.responses import Response
from sqlalchemy.exc import DBAPIError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.types import Receive, Scope, Send

log = structlog.get_logger()

_CODES = {400: "bad_request", 401: "unauthorized", 403: "forbidden", 404: "not_found", 405: "method_not_allowed"}
_DRAINED = 8_000_000  # bytes of a refused body that are read and dropped, so that its sender can hear the answer


class ApiError(Exception):
    """A request that is refused: the status, a code for programs, a sentence for people."""

    def __init__(self, status: int, code: str, message: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.headers = dict(headers or {})


class Json(Response):
    """JSON of any text: lone surrogates, which UTF-8 cannot carry, go out escaped."""

    media_type = "application/json"

    def render(self, content: Any) -> bytes:  # noqa: ANN401 - JSON
        """The body."""
        try:
            return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
        except UnicodeEncodeError:
            return json.dumps(content, separators=(",", ":")).encode("ascii")


class _Drained(Json):
    """Answers at once, and then drops what is still coming, up to a limit: a closed door would hide the answer."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        await send({"type": "http.response.body", "body": self.body, "more_body": True})
        dropped, coming = 0, True
        while coming and dropped < _DRAINED:
            message = await receive()
            dropped += len(message.get("body", b""))
            coming = bool(message.get("more_body", False))
        await send({"type": "http.response.body", "body": b"", "more_body": False})


def render_error(error: ApiError) -> Response:
    """An error as every client gets it."""
    body = {"error": {"code": error.code, "message": str(error)}}
    return (_Drained if error.status == 413 else Json)(body, error.status, error.headers)


def add_errors(app: FastAPI) -> None:
    """Give every refusal the same shape."""

    async def on_refused(_: Request, error: ApiError) -> Response:
        return render_error(error)

    async def on_http(_: Request, error: HTTPException) -> Response:
        code = _CODES.get(error.status_code, f"http_{error.status_code}")
        return render_error(ApiError(error.status_code, code, str(error.detail), error.headers))

    async def on_gone(_: Request, __: ClientDisconnect) -> Response:
        return render_error(ApiError(400, "bad_request", "The request ended before its body did."))

    async def on_database(_: Request, error: DBAPIError) -> Response:
        log.warning("the database did not take it", reason=type(error).__name__)
        return render_error(ApiError(503, "unavailable", "Nothing was stored. Please send it again."))

    async def on_fault(_: Request, __: Exception) -> Response:
        return render_error(ApiError(500, "fault", "Something is wrong here. Please send it again."))

    app.exception_handler(ApiError)(on_refused)
    app.exception_handler(HTTPException)(on_http)
    app.exception_handler(ClientDisconnect)(on_gone)
    app.exception_handler(DBAPIError)(on_database)
    app.exception_handler(Exception)(on_fault)
