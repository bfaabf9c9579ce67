"""Reads what clients send: bodies up to a size, JSON, the fields of a message."""

import json
import math
from dataclasses import dataclass
from typing import Any

from fastapi import Request

from bot.web.errors import ApiError
from dialogs.wording import LANGUAGES
from integrations.ports import Location

LONGEST_BODY = 1_048_576
LONGEST_TEXT = 100_000
LONGEST_ID = 200
_LAST_NUMBER = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Posted:
    """A message as a web client posts it."""

    text: str
    message_id: str
    language: str | None
    location: Location | None


async def read_body(request: Request) -> bytes:
    """The body, if it is no longer than it may be. Raises ApiError as soon as it is longer."""
    declared = request.headers.get("content-length", "")
    if declared.isdecimal() and int(declared[:12]) > LONGEST_BODY:
        raise _too_large()
    parts: list[bytes] = []
    size = 0
    async for part in request.stream():
        size += len(part)
        if size > LONGEST_BODY:
            raise _too_large()
        parts.append(part)
    return b"".join(parts)


def read_token(request: Request) -> str:
    """The bearer token of a request. Raises ApiError without one."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise unauthorized()
    return token.strip()


def read_object(body: bytes) -> dict[str, Any]:
    """A JSON object. Raises ApiError."""
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        raise _wrong("the body is not JSON") from None
    if not isinstance(told, dict):
        raise _wrong("the body is not a JSON object")
    return told


def read_message(told: dict[str, Any]) -> Posted:
    """The fields of a message. Raises ApiError that names the first wrong one."""
    text, message_id, language = told.get("text"), told.get("message_id"), told.get("lang")
    if not isinstance(text, str):
        raise _wrong("text is missing or not text")
    if len(text) > LONGEST_TEXT:
        raise _wrong(f"text is longer than {LONGEST_TEXT} characters")
    if not isinstance(message_id, str) or not 0 < len(message_id) <= LONGEST_ID:
        raise _wrong(f"message_id is missing or not text of 1 to {LONGEST_ID} characters")
    if language is not None and language not in LANGUAGES:
        raise _wrong(f"lang is none of {', '.join(LANGUAGES)}")
    return Posted(text, message_id, language, _location(told.get("location")))


def read_number(given: str | None) -> int:
    """The number after which messages are wanted. Raises ApiError."""
    if given is None:
        return 0
    if not (given.isascii() and given.isdecimal() and len(given) < 20 and int(given) <= _LAST_NUMBER):
        raise _wrong("after is not a number of a message")
    return int(given)


def unauthorized() -> ApiError:
    """No token, or one that opens nothing."""
    return ApiError(401, "unauthorized", "The token is missing or unknown.", {"WWW-Authenticate": "Bearer"})


def _location(told: Any) -> Location | None:  # noqa: ANN401 - as it came
    if told is None:
        return None
    lat, lon = (told.get("lat"), told.get("lon")) if isinstance(told, dict) else (None, None)
    if not (_is_degrees(lat, 90) and _is_degrees(lon, 180)):
        raise _wrong("location is not a latitude and a longitude")
    return Location(float(lat), float(lon))  # type: ignore[arg-type]


def _is_degrees(value: object, most: int) -> bool:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return is_number and abs(value) <= most and math.isfinite(value)  # type: ignore[arg-type]


def _wrong(reason: str) -> ApiError:
    return ApiError(400, "bad_request", f"Not readable: {reason}.")


def _too_large() -> ApiError:
    return ApiError(413, "too_large", f"The body is longer than {LONGEST_BODY} bytes.", {"Connection": "close"})
