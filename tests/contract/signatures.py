"""Signs requests as the providers' manuals say, written out here and not asked of their libraries."""

import base64
import hashlib
import hmac
from collections.abc import Sequence
from datetime import UTC, datetime
from urllib.parse import urlencode

from integrations.ports import WebhookRequest

RECEIVED = datetime(2026, 11, 20, 2, 5, tzinfo=UTC)


def twilio_signature(token: str, url: str, fields: Sequence[tuple[str, str]]) -> str:
    """The URL, then each field's name and value in the order of names, HMAC-SHA1 with the token, base64.

    https://www.twilio.com/docs/usage/security#validating-requests
    """
    text = url + "".join(name + value for name, value in sorted(set(fields)))
    return base64.b64encode(hmac.new(token.encode(), text.encode(), hashlib.sha1).digest()).decode()


def twilio_request(token: str, url: str, fields: Sequence[tuple[str, str]], sign: str | None = None) -> WebhookRequest:
    """A webhook of Twilio, signed with its own token unless another signature is given."""
    headers = {
        "content-type": "application/x-www-form-urlencoded; charset=UTF-8",
        "x-twilio-signature": twilio_signature(token, url, fields) if sign is None else sign,
    }
    return WebhookRequest("POST", url, headers, urlencode(fields).encode(), RECEIVED)


def telegram_request(secret: str, body: bytes) -> WebhookRequest:
    """A webhook of Telegram with the secret that setWebhook was given."""
    headers = {"content-type": "application/json", "x-telegram-bot-api-secret-token": secret}
    return WebhookRequest("POST", "https://line.example.org/webhooks/telegram", headers, body, RECEIVED)
