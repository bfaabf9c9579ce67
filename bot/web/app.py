"""The web side: the message API, the providers' webhooks, the chat page, and what operators look at."""

import asyncio
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.responses import Response
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from bot.clock import Clock
from bot.runtime import Runtime
from bot.settings import SLOW_TURN
from bot.store.store import Store, Tx
from bot.web.api import MessageApi
from bot.web.errors import ApiError, Json, add_errors
from bot.web.metrics import Metrics, count_stock
from bot.web.pace import Pace
from bot.web.pages import build_pages
from bot.web.replies import ReplyDesk
from bot.web.shapes import SECURITY_SCHEMES
from bot.web.webhooks import Webhooks
from integrations.ports import Channel

_READY_WITHIN_S = 5.0
_PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8"
_ONE = select(1)


def build_web(
    store: Store,
    runtime: Runtime,
    channels: Mapping[str, Channel],
    clock: Clock,
    desk: ReplyDesk,
    metrics: Metrics,
    wake: Callable[[], None],
    public_url: str | None = None,
    pace: Pace | None = None,
    patience_s: float = SLOW_TURN.total_seconds(),
) -> FastAPI:
    """Put the web side together. `channels` are those whose webhooks are open; `wake` says that a message waits."""
    app = FastAPI(title="Hearthline", version="1", docs_url=None, redoc_url=None, redirect_slashes=False)
    add_errors(app)

    def arrived(channel: str, many: int) -> None:
        metrics.arrived(channel, many)
        wake()

    app.include_router(MessageApi(store, runtime, clock, desk, arrived, pace or Pace(), patience_s).router())
    app.include_router(Webhooks(store, channels, clock, public_url, arrived).router())
    app.include_router(build_pages())
    _add_health(app, store, metrics)
    app.openapi = partial(_openapi, app)  # type: ignore[method-assign]
    return app


def _add_health(app: FastAPI, store: Store, metrics: Metrics) -> None:
    @app.head("/healthz", include_in_schema=False)
    @app.get("/healthz", summary="The process is up")
    async def healthz() -> Response:
        return Json({"status": "up"})

    @app.head("/readyz", include_in_schema=False)
    @app.get("/readyz", summary="Messages can be taken")
    async def readyz() -> Response:
        # The knowledge base is read before the first request is; only the database can go away.
        try:
            async with asyncio.timeout(_READY_WITHIN_S):
                await asyncio.wrap_future(store.submit(_touch))
        except (DBAPIError, TimeoutError):
            raise ApiError(503, "unavailable", "The database is not reachable.") from None
        return Json({"status": "ready", "database": "reachable", "knowledge": "loaded"})

    @app.get("/metrics", summary="Figures for Prometheus")
    async def show_metrics() -> Response:
        stock = await asyncio.wrap_future(store.submit(count_stock))
        return Response(metrics.page(stock), headers={"Content-Type": _PROMETHEUS})


def _touch(tx: Tx) -> None:
    tx.connection.execute(_ONE).scalar_one()


def _openapi(app: FastAPI) -> dict[str, Any]:
    if app.openapi_schema is None:
        schema = get_openapi(title=app.title, version=app.version, routes=app.routes)
        schema.setdefault("components", {})["securitySchemes"] = SECURITY_SCHEMES
        app.openapi_schema = schema
    return app.openapi_schema
