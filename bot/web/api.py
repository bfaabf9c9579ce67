"""The message API: a conversation is opened, messages are posted, what was sent is fetched."""

import asyncio
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from bot.clock import Clock
from bot.runtime import Runtime
from bot.store import letterbox
from bot.store.letterbox import Accepted, Letter
from bot.store.store import Store, Tx
from bot.web.bodies import Posted, read_body, read_message, read_number, read_object, read_token, unauthorized
from bot.web.errors import ApiError, Json
from bot.web.pace import Pace
from bot.web.replies import ReplyDesk
from bot.web.shapes import CONVERSATION, FETCH, POST
from integrations.ports import Address, InboundMessage, OutboundMessage

Arrived = Callable[[str, int], None]  # so many new messages on a channel

MOST_FETCHED = 1000
_READ_FOR_DANGER = 2000  # characters of a message that comes too fast


@dataclass(frozen=True, slots=True)
class MessageApi:
    """What the message API stands on. `arrived` is told of new messages, and wakes who takes the turns."""

    store: Store
    runtime: Runtime
    clock: Clock
    desk: ReplyDesk
    arrived: Arrived
    pace: Pace
    patience_s: float

    def router(self) -> APIRouter:
        """Its three endpoints."""
        router = APIRouter(prefix="/api/v1", redirect_slashes=False)
        add = router.add_api_route
        add("/conversations", self.open, methods=["POST"], openapi_extra=CONVERSATION, **_named("open a conversation"))
        add("/messages", self.post, methods=["POST"], openapi_extra=POST, **_named("post a message"))
        add("/messages", self.fetch, methods=["GET"], openapi_extra=FETCH, **_named("fetch messages"))
        return router

    async def open(self, request: Request) -> Response:
        """Open a conversation. Its token is the only key to it."""
        if body := await read_body(request):
            read_object(body)
        token = secrets.token_urlsafe(32)
        conversation = await asyncio.wrap_future(
            self.store.submit(partial(letterbox.open_conversation, token=token))
        )  # fmt: skip
        return Json({"conversation": conversation, "token": token}, headers={"Cache-Control": "no-store"})

    async def post(self, request: Request) -> Response:
        """Post a message; the answer comes once its turn is committed. The same `message_id` again changes nothing."""
        token = read_token(request)
        posted = read_message(read_object(await read_body(request)))
        self._check_pace(token, posted)
        accepted = await asyncio.wrap_future(self.store.submit(partial(self._accept, token=token, posted=posted)))
        if accepted is None:
            raise unauthorized()
        if accepted.is_new:
            self.arrived(letterbox.WEB, 1)
        replies = accepted.replies
        if replies is None:
            replies = await self.desk.wait(accepted.row, self.patience_s)
        if replies is None:
            return Json({"conversation": accepted.conversation, "replies": [], "pending": True}, 202)
        return Json({"conversation": accepted.conversation, "replies": [_reply(each) for each in replies]})

    async def fetch(self, request: Request) -> Response:
        """Fetch what was sent after a number, notices too."""
        token, after = read_token(request), read_number(request.query_params.get("after"))
        collected = await asyncio.wrap_future(
            self.store.submit(
                partial(letterbox.collect, token=token, after=after, now=self.clock(), many=MOST_FETCHED)
            )
        )  # fmt: skip
        if collected is None:
            raise unauthorized()
        conversation, letters = collected
        told = {"conversation": conversation, "messages": [_letter(each) for each in letters]}
        return Json(told, headers={"Cache-Control": "no-store"})

    def _check_pace(self, token: str, posted: Posted) -> None:
        """Too fast is refused, danger never is."""
        if self.pace.allows(token):
            return
        meant = self.runtime.understand(posted.text[:_READ_FOR_DANGER], self.clock().astimezone(self.runtime.zone))
        if meant.urgency.level != "critical":
            wait = str(self.pace.wait_s(token))
            message = "Too fast; please wait a little. In danger call 120, 119 or 110."
            raise ApiError(429, "too_fast", message, {"Retry-After": wait})

    def _accept(self, tx: Tx, token: str, posted: Posted) -> Accepted | None:
        now = self.clock()
        message = InboundMessage(
            provider_id=posted.message_id,
            sender=Address(letterbox.WEB, letterbox.conversation_of(tx, token)),
            text=posted.text,
            received_at=now,
            written_at=now,
            location=posted.location,
        )
        return letterbox.accept(tx, message, posted.language)


def _reply(message: OutboundMessage) -> dict[str, Any]:
    told: dict[str, Any] = {"text": message.text}
    if message.buttons:
        told["buttons"] = [{"label": button.label, "value": button.value} for button in message.buttons]
    return told


def _letter(letter: Letter) -> dict[str, Any]:
    about = {"number": letter.number, "kind": letter.kind, "at": letter.sent_at.isoformat()}
    return about | _reply(letter.message)


def _named(summary: str) -> dict[str, Any]:
    return {"summary": summary.capitalize(), "tags": ["messages"], "response_class": Response}
