"""What the adapters that speak plain HTTP share: what failures mean, and one TLS context."""

import ssl
from functools import cache

import httpx

from integrations.ports import ChannelUnavailable, MessageRejected, OutcomeUnknown, SendFailed

# No connection was made, so nothing was sent. Every other transport error may come after sending.
_NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError, httpx.UnsupportedProtocol)


def check(response: httpx.Response) -> None:
    """Raise the failure this response means, if it means one."""
    if response.status_code == 429 or response.status_code >= 500:
        raise ChannelUnavailable(f"{response.url.host} answered {response.status_code}", retry_after(response))
    if response.status_code >= 400:
        raise MessageRejected(f"{response.url.host} answered {response.status_code}")


def failure_of(error: httpx.HTTPError) -> SendFailed:
    """What a transport error means for the message that was being sent."""
    kind = type(error).__name__
    if isinstance(error, _NOT_SENT):
        return ChannelUnavailable(f"not connected ({kind})")
    return OutcomeUnknown(f"no answer ({kind})")


@cache
def tls() -> ssl.SSLContext:
    """The certificates we trust; reading them takes longer than all else at the start, so it is done once."""
    return httpx.create_ssl_context()


def retry_after(response: httpx.Response) -> float | None:
    """Seconds the provider asks to wait; None where it names none or a date."""
    seconds = response.headers.get("retry-after", "")
    return float(seconds) if seconds.isascii() and seconds.isdigit() else None
