"""Reads Twilio's webhooks: the signature, then a message or a receipt. https://www.twilio.com/docs/usage/webhooks"""

import math
from urllib.parse import parse_qsl, urlsplit

from twilio.request_validator import RequestValidator  # type: ignore[import-untyped]

from integrations.ports import (
    Address,
    DeliveryReceipt,
    InboundMessage,
    Location,
    Media,
    WebhookRefused,
    WebhookRequest,
)

# Twilio's word on a message and ours. What is not here (queued, sending, …) is no news.
_RECEIPTS = {
    "sent": "sent",
    "delivered": "delivered",
    "read": "delivered",
    "undelivered": "failed",
    "failed": "failed",
    "canceled": "failed",
}
_OPTED_OUT = {"STOP": True, "START": False}
_MOST_MEDIA = 10
_WHATSAPP = "whatsapp:"


class _Form(dict[str, list[str]]):
    """The fields of a form, each with all its values, as the validator wants to see them."""

    def getlist(self, name: str) -> list[str]:
        """All values of a field."""
        return self[name]

    def first(self, name: str) -> str | None:
        """The first value of a field; None where it is missing or blank."""
        return self.get(name, [""])[0] or None


def read_webhook(request: WebhookRequest, validator: RequestValidator) -> InboundMessage | DeliveryReceipt | None:
    """Check the signature and read the request; None where it is no news. Raises WebhookRefused."""
    form = _signed_form(request, validator)
    status = form.first("MessageStatus")
    if urlsplit(request.url).path.rstrip("/").endswith("/status"):
        status = status or form.first("SmsStatus")
        if status is None:
            raise WebhookRefused(400, "no status in it")
    if status:
        return _read_receipt(form, status, request)
    return _read_message(form, request)


def read_address(given: str) -> Address | None:
    """A number as Twilio writes it, with its channel; None on a channel we do not serve."""
    if given.startswith(_WHATSAPP):
        return Address("whatsapp", given.removeprefix(_WHATSAPP))
    return None if ":" in given else Address("sms", given)


def render_address(address: Address) -> str:
    """An address as Twilio writes it."""
    return _WHATSAPP + address.id if address.channel == "whatsapp" else address.id


def _signed_form(request: WebhookRequest, validator: RequestValidator) -> _Form:
    """The form, if the signature is that of the whole request with all its fields, blank ones too."""
    signature = request.headers.get("x-twilio-signature")
    if not signature:
        raise WebhookRefused(403, "no signature")
    form = _Form()
    for name, value in parse_qsl(request.body.decode("utf-8", "replace"), keep_blank_values=True):
        form.setdefault(name, []).append(value)
    try:
        is_signed = validator.validate(request.url, form, signature)
    except ValueError as error:  # a URL that is none
        raise WebhookRefused(403, "the signature cannot be checked") from error
    if not is_signed:
        raise WebhookRefused(403, "the signature is wrong")
    return form


def _read_receipt(form: _Form, status: str, request: WebhookRequest) -> DeliveryReceipt | None:
    """Receipts of one message share its SID: with the status they are unique."""
    provider_id = form.first("MessageSid") or form.first("SmsSid")
    if provider_id is None:
        raise WebhookRefused(400, "no MessageSid in it")
    to = read_address(form.first("To") or "")
    ours = _RECEIPTS.get(status.lower())
    if to is None or ours is None:
        return None
    return DeliveryReceipt(to.channel, provider_id, ours, request.received_at, reason=form.first("ErrorCode"))


def _read_message(form: _Form, request: WebhookRequest) -> InboundMessage | None:
    provider_id = form.first("MessageSid") or form.first("SmsMessageSid")
    sender = read_address(form.first("From") or "")
    if provider_id is None or (sender and not sender.id):
        raise WebhookRefused(400, "no MessageSid or no From in it")
    if sender is None:
        return None
    return InboundMessage(
        provider_id=provider_id,
        sender=sender,
        text=form.first("ButtonPayload") or form.first("Body") or "",
        received_at=request.received_at,
        written_at=request.received_at,
        location=_location(form),
        media=_media(form),
        sender_name=form.first("ProfileName"),
        opted_out=_OPTED_OUT.get((form.first("OptOutType") or "").upper()),
    )


def _location(form: _Form) -> Location | None:
    """A position shared on WhatsApp; None where the figures are no place on earth."""
    try:
        lat, lon = float(form.first("Latitude") or "nan"), float(form.first("Longitude") or "nan")
    except ValueError:
        return None
    on_earth = math.isfinite(lat) and math.isfinite(lon) and abs(lat) <= 90 and abs(lon) <= 180
    return Location(lat, lon) if on_earth else None


def _media(form: _Form) -> tuple[Media, ...]:
    """Counted by what is there: NumMedia may say more than was sent."""
    found = []
    for at in range(_MOST_MEDIA):
        if url := form.first(f"MediaUrl{at}"):
            found.append(Media(form.first(f"MediaContentType{at}") or "application/octet-stream", url))
    return tuple(found)
