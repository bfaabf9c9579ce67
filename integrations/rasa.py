"""Rasa's `POST /model/parse`, as plain values: https://rasa.com/docs/rasa/pages/http-api."""

import math
from typing import Any

import httpx

from integrations.http import tls
from integrations.pieces import sendable
from integrations.ports import EngineUnavailable, NotParsed, Parsed, ParsedEntity

_HEAD, _TAIL = 600, 200  # characters that are sent of a long text: Rasa loses one of 100 kB
_CONNECTIONS = 8


class Rasa:
    """The engine behind an HTTP client that knows its root. The client is closed with it."""

    name = "rasa"

    def __init__(self, client: httpx.AsyncClient) -> None:
        self._client = client

    async def parse(self, text: str) -> Parsed:
        """Ask what a text means. Raises EngineUnavailable, NotParsed."""
        return _read_parsed(await self._ask("POST", "/model/parse", {"text": _cut(text)}))

    async def probe(self) -> str:
        """Say which Rasa answers, with which model. Raises EngineUnavailable, NotParsed."""
        version, status = await self._ask("GET", "/version"), await self._ask("GET", "/status")
        return f"Rasa {version.get('version')} with the model {status.get('model_file')}"

    async def close(self) -> None:
        """Let go of connections."""
        await self._client.aclose()

    async def _ask(self, method: str, path: str, body: dict[str, str] | None = None) -> dict[str, Any]:
        try:
            response = await self._client.request(method, path, json=body)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise EngineUnavailable(f"{type(error).__name__} while asking Rasa") from error
        if response.status_code != 200:  # 409: it has no model; 500: it fell over this text
            raise NotParsed(f"Rasa answered {response.status_code}")
        try:
            answer = response.json()
        except (ValueError, RecursionError):
            answer = None
        if not isinstance(answer, dict):
            raise NotParsed("Rasa's answer is no JSON object")
        return answer


def rasa_engine(url: str) -> Rasa:
    """The Rasa that is served at this root."""
    limits = httpx.Limits(max_connections=_CONNECTIONS)
    verify = tls() if url.startswith("https") else False
    # How long to wait is the caller's to say.
    return Rasa(httpx.AsyncClient(base_url=url, timeout=None, limits=limits, verify=verify))


def _cut(text: str) -> str:
    """What is sent of a text: its head and tail, nothing that is no character, no `/intent` order at its beginning."""
    whole = text if len(text) <= _HEAD + _TAIL else f"{text[:_HEAD]}\n{text[-_TAIL:]}"
    return sendable(whole).lstrip("/ \t\r\n")


def _read_parsed(answer: dict[str, Any]) -> Parsed:
    try:
        intents = tuple((_name(each["name"]), _share(each["confidence"])) for each in answer["intent_ranking"])
        entities = tuple(_entity(each) for each in answer.get("entities") or ())
    except (KeyError, TypeError, ValueError) as error:
        raise NotParsed(f"Rasa's answer cannot be read: {type(error).__name__}") from error
    return Parsed(intents, entities)


def _entity(told: dict[str, Any]) -> ParsedEntity:
    return ParsedEntity(_name(told["entity"]), str(told["value"]), int(told["start"]), int(told["end"]))


def _name(told: object) -> str:
    if not isinstance(told, str):
        raise TypeError("a name is not text")
    return told


def _share(told: object) -> float:
    if not isinstance(told, int | float) or not math.isfinite(told) or not 0 <= told <= 1:
        raise ValueError("a confidence is no share")
    return float(told)
