"""The shapes of the message API, for /openapi.json."""

from typing import Any

from bot.web.bodies import LONGEST_ID, LONGEST_TEXT
from dialogs.wording import LANGUAGES

_TEXT = {"type": "string"}
_BUTTONS = {
    "type": "array",
    "description": "Choices to show as buttons; tapping one posts its value as the text of a message.",
    "items": {"type": "object", "required": ["label", "value"], "properties": {"label": _TEXT, "value": _TEXT}},
}
_LOCATION = {
    "type": "object",
    "required": ["lat", "lon"],
    "properties": {
        "lat": {"type": "number", "minimum": -90, "maximum": 90},
        "lon": {"type": "number", "minimum": -180, "maximum": 180},
    },
}
_MESSAGE = {
    "type": "object",
    "required": ["text", "message_id"],
    "properties": {
        "text": {"type": "string", "maxLength": LONGEST_TEXT},
        "message_id": {
            "type": "string",
            "minLength": 1,
            "maxLength": LONGEST_ID,
            "description": "Chosen by the client, unique within its conversation.",
        },
        "lang": {"type": "string", "enum": list(LANGUAGES)},
        "location": _LOCATION,
    },
}
_REPLIES = {
    "type": "object",
    "required": ["conversation", "replies"],
    "properties": {
        "conversation": _TEXT,
        "replies": {
            "type": "array",
            "items": {"type": "object", "required": ["text"], "properties": {"text": _TEXT, "buttons": _BUTTONS}},
        },
        "pending": {"type": "boolean", "description": "True with 202: post the same message_id again to fetch them."},
    },
}
_LETTERS = {
    "type": "object",
    "required": ["conversation", "messages"],
    "properties": {
        "conversation": _TEXT,
        "messages": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["number", "kind", "at", "text"],
                "properties": {
                    "number": {"type": "integer", "description": "Grows; the last one is the next `after`."},
                    "kind": {"type": "string", "enum": ["reply", "alert", "notice"]},
                    "at": {"type": "string", "format": "date-time"},
                    "text": _TEXT,
                    "buttons": _BUTTONS,
                },
            },
        },
    },
}
_OPENED = {
    "type": "object",
    "required": ["conversation", "token"],
    "properties": {"conversation": _TEXT, "token": {"type": "string", "description": "The only key to it. Keep it."}},
}
_ERROR = {
    "type": "object",
    "required": ["error"],
    "properties": {
        "error": {
            "type": "object",
            "required": ["code", "message"],
            "properties": {"code": _TEXT, "message": _TEXT},
        }
    },
}
_REASONS = {
    "400": "Not JSON, or wrong fields.",
    "401": "No token, or an unknown one.",
    "413": "Over 1 MB.",
    "429": "Too fast; a message that tells of danger is never refused.",
}
_BEARER: list[dict[str, list[str]]] = [{"bearer": []}]
SECURITY_SCHEMES = {"bearer": {"type": "http", "scheme": "bearer", "description": "The token of a conversation."}}


def _json(schema: dict[str, Any]) -> dict[str, Any]:
    return {"application/json": {"schema": schema}}


def _responses(well: dict[str, tuple[str, dict[str, Any]]], *refused: str) -> dict[str, Any]:
    fine = {status: {"description": said, "content": _json(schema)} for status, (said, schema) in well.items()}
    return fine | {status: {"description": _REASONS[status], "content": _json(_ERROR)} for status in refused}


CONVERSATION: dict[str, Any] = {"responses": _responses({"200": ("Opened.", _OPENED)}, "400", "413")}
POST: dict[str, Any] = {
    "security": _BEARER,
    "requestBody": {"required": True, "content": _json(_MESSAGE)},
    "responses": _responses(
        {"200": ("The turn is committed.", _REPLIES), "202": ("The turn takes long.", _REPLIES)},
        "400", "401", "413", "429",
    ),
}  # fmt: skip
FETCH: dict[str, Any] = {
    "security": _BEARER,
    "parameters": [{"name": "after", "in": "query", "schema": {"type": "integer", "minimum": 0, "default": 0}}],
    "responses": _responses({"200": ("What was sent since, oldest first.", _LETTERS)}, "400", "401"),
}
