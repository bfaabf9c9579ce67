"""Providers' webhooks: check the signature, keep what came, answer at once."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import structlog
from fastapi import APIRouter, Request
from fastapi.responses import Response

from bot.clock import Clock
from bot.store.store import Store
from bot.web.api import Arrived
from bot.web.bodies import read_body
from bot.web.errors import ApiError
from bot.worker import keep
from integrations.ports import Channel, DeliveryReceipt, InboundMessage, WebhookRefused, WebhookRequest

log = structlog.get_logger()

# Twilio reads the answer as what to say; this says nothing.
_SILENCE = '<?xml version="1.0" encoding="UTF-8"?><Response/>'


@dataclass(frozen=True, slots=True)
class Webhooks:
    """The doors of the providers. A channel that is not among `channels` is off, and its door is not there."""

    store: Store
    channels: Mapping[str, Channel]
    clock: Clock
    public_url: str | None
    arrived: Arrived

    def router(self) -> APIRouter:
        """Its three endpoints."""
        router = APIRouter(prefix="/webhooks", redirect_slashes=False, tags=["webhooks"])
        add = router.add_api_route
        add("/twilio/sms", self.twilio_message, methods=["POST"], summary="SMS and WhatsApp come in")
        add("/twilio/status", self.twilio_status, methods=["POST"], summary="What became of an SMS")
        add("/telegram", self.telegram, methods=["POST"], summary="Telegram's updates come in")
        return router

    async def twilio_message(self, request: Request) -> Response:
        """A message by SMS or WhatsApp."""
        await self._keep(request, self._channel("sms"))
        return Response(_SILENCE, media_type="text/xml")

    async def twilio_status(self, request: Request) -> Response:
        """A delivery receipt."""
        await self._keep(request, self._channel("sms"))
        return Response()

    async def telegram(self, request: Request) -> Response:
        """An update."""
        await self._keep(request, self._channel("telegram"))
        return Response()

    def _channel(self, name: str) -> Channel:
        channel = self.channels.get(name)
        if channel is None:
            raise ApiError(404, "not_found", "This channel is off.")
        return channel

    async def _keep(self, request: Request, channel: Channel) -> None:
        body = await read_body(request)
        came = _read(channel, self._as_sent(request, body))
        if not came:
            return
        new = await asyncio.wrap_future(self.store.submit(partial(keep, arrived=came)))
        messages = [each for each in came if isinstance(each, InboundMessage)]
        if new and messages:
            self.arrived(messages[0].sender.channel, new)

    def _as_sent(self, request: Request, body: bytes) -> WebhookRequest:
        """The request as the provider signed it: the public URL, and the path and query as they came."""
        path = request.scope.get("raw_path") or request.scope["path"].encode()
        query = request.scope["query_string"]
        sent_to = path + (b"?" + query if query else b"")
        return WebhookRequest(
            method=request.method,
            url=f"{self.public_url or ''}{sent_to.decode('latin-1')}",
            headers=dict(request.headers),
            body=body,
            received_at=self.clock(),
        )


def _read(channel: Channel, request: WebhookRequest) -> Sequence[InboundMessage | DeliveryReceipt]:
    try:
        return channel.parse(request)
    except WebhookRefused as error:
        log.warning("webhook refused", channel=channel.name, status=error.status, reason=str(error))
        code = "forbidden" if error.status == 403 else "bad_request"
        raise ApiError(error.status, code, f"Refused: {error}.") from None
    except Exception as error:  # whatever came, it is the sender's mistake and no fault of the line
        log.exception("webhook not readable", channel=channel.name, reason=type(error).__name__)
        raise ApiError(400, "bad_request", "Not readable.") from None
