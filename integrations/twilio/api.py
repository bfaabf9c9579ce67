"""Carries the calls of Twilio's library to the root we were given, and says what became of them."""

import logging
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import httpx
from twilio.http import AsyncHttpClient  # type: ignore[import-untyped]
from twilio.http.response import Response  # type: ignore[import-untyped]

from integrations.http import failure_of, retry_after, tls
from integrations.ports import ChannelUnavailable, OutcomeUnknown

_SECONDS = httpx.Timeout(15.0, connect=5.0)


class TwilioApi(AsyncHttpClient):  # type: ignore[misc]
    """An HTTP client for Twilio's library, which knows no base URL of its own.

    It raises ChannelUnavailable where nothing was taken, and OutcomeUnknown where something may have been: creating a
    message is not idempotent. A 4xx is left to the library.
    """

    def __init__(self, root: str) -> None:
        super().__init__(logging.getLogger(__name__), is_async=True)
        self._root = root.rstrip("/")
        self._http = httpx.AsyncClient(timeout=_SECONDS, verify=tls())

    async def request(
        self,
        method: str,
        uri: str,
        params: Mapping[str, object] | None = None,
        data: Mapping[str, object] | None = None,
        headers: Mapping[str, str] | None = None,
        auth: tuple[str, str] | None = None,
        timeout: float | None = None,
        allow_redirects: bool = False,
    ) -> Response:
        """Make a request for the library."""
        parts = urlsplit(uri)
        url = self._root + parts.path + (f"?{parts.query}" if parts.query else "")
        try:
            response = await self._http.request(
                method,
                url,
                params=_given(params),
                data=_given(data),
                headers=headers,
                auth=auth,
                follow_redirects=allow_redirects,
            )
        except httpx.HTTPError as error:
            raise failure_of(error) from error
        if response.status_code == 429:
            raise ChannelUnavailable("Twilio asks to slow down", retry_after(response))
        if response.status_code >= 500:
            raise OutcomeUnknown(f"Twilio answered {response.status_code}")
        return Response(response.status_code, response.text, response.headers)

    async def aclose(self) -> None:
        """Let go of connections."""
        await self._http.aclose()


def _given(fields: Mapping[str, object] | None) -> dict[str, Any] | None:
    return {name: value for name, value in fields.items() if value is not None} if fields else None
