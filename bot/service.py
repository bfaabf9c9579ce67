"""Everything put in service: the store, the loops, the web side; one process that starts and stops cleanly."""

import asyncio
import contextlib
import signal
import socket
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import structlog
import uvicorn
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError

from bot import watch
from bot.app import build_runtime
from bot.clock import Clock, system_clock
from bot.runtime import Runtime
from bot.settings import Settings, SettingsError
from bot.store.crypto import Cipher
from bot.store.letterbox import WEB
from bot.store.store import Store
from bot.vault import build_cipher
from bot.web.app import build_web
from bot.web.metrics import Metrics
from bot.web.replies import ReplyDesk
from bot.worker import Polled, Worker
from integrations.adapters import CHANNELS, REGISTRIES
from integrations.ports import (
    Channel,
    ChannelUnavailable,
    DeliveryReceipt,
    InboundMessage,
    OutboundMessage,
    Registry,
    WebhookRefused,
    WebhookRequest,
)

log = structlog.get_logger()

TELEGRAM = "telegram"
TELEGRAM_PATH = "/webhooks/telegram"
_REGISTRY_KEY = "key of the sandbox registry"
_LAST_REQUESTS_S = 10
_LISTEN_AGAIN_S = 30.0


@runtime_checkable
class _Listens(Polled, Protocol):
    """A channel whose provider brings its messages, or keeps them until they are fetched."""

    async def listen(self, webhook_url: str | None) -> None: ...


class WebChat:
    """The channel `web`: its clients come for their messages themselves, so that sending always succeeds."""

    name = WEB

    def parse(self, request: WebhookRequest) -> Sequence[InboundMessage | DeliveryReceipt]:
        """Nobody calls for it. Raises WebhookRefused."""
        raise WebhookRefused(403, "the web chat has no webhook")

    async def send(self, message: OutboundMessage) -> str:
        """It lies ready."""
        return message.id

    async def close(self) -> None:
        """Nothing is open."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What a process in service is made of."""

    settings: Settings
    store: Store
    runtime: Runtime
    channels: dict[str, Channel]
    registry: Registry | None
    clock: Clock

    @property
    def telegram(self) -> _Listens | None:
        """Telegram, where it is on."""
        channel = self.channels.get(TELEGRAM)
        return channel if isinstance(channel, _Listens) else None

    @property
    def telegram_url(self) -> str | None:
        """Where Telegram brings its updates; None: they are fetched."""
        settings = self.settings
        return f"{settings.public_url}{TELEGRAM_PATH}" if settings.public_url and settings.telegram_secret else None

    async def close(self) -> None:
        """Let go of everything, the store last."""
        for channel in self.channels.values():
            await channel.close()
        if self.registry is not None:
            await self.registry.close()
        if self.runtime.second is not None:
            await self.runtime.second.close()
        self.store.stop()


async def serve(settings: Settings, host: str, port: int, say: Callable[[str], None]) -> None:
    """The web side and a worker, until told to stop. Raises SettingsError where they cannot start."""
    with contextlib.closing(_open_door(host, port)) as door:
        async with _parts(settings) as parts:
            desk, metrics = ReplyDesk(parts.store), Metrics()
            worker = _worker(parts, metrics, desk, polls=parts.telegram_url is None)
            webhooks = dict(parts.channels)
            if parts.telegram_url is None:
                webhooks.pop(TELEGRAM, None)
            web = build_web(
                parts.store, parts.runtime, webhooks, parts.clock, desk, metrics, worker.wake,
                public_url=settings.public_url,
            )  # fmt: skip
            server = _Server(
                uvicorn.Config(
                    web, log_config=None, log_level="warning", access_log=False, lifespan="off", ws="none",
                    server_header=False, timeout_graceful_shutdown=_LAST_REQUESTS_S,
                )
            )  # fmt: skip
            shown = f"[{host}]" if ":" in host else host
            with _until_told(server.leave):
                say(f"Hearthline listens on http://{shown}:{door.getsockname()[1]}")
                await _run(worker, parts, server, door)


async def work(settings: Settings, say: Callable[[str], None]) -> None:
    """A further worker on the same database, until told to stop. Raises SettingsError where it cannot start."""
    async with _parts(settings, is_further=True) as parts:
        worker = _worker(parts, Metrics(), None, polls=False)
        with _until_told(worker.stop):
            say(f"Hearthline works on {shown_url(settings.database_url)}")
            await worker.run()


def shown_url(url: str) -> str:
    """A database URL without its password."""
    return make_url(url).render_as_string(hide_password=True)


def open_store(settings: Settings) -> Store:
    """The store, open. Raises SettingsError where it is not reachable."""
    store = Store(settings.database_url, _cipher(settings))
    try:
        store.start()
    except DBAPIError as error:
        raise _not_reachable(settings, str(error.orig)) from None
    return store


def build_channels(settings: Settings, clock: Clock) -> dict[str, Channel]:
    """The channels that have their settings, and the web chat."""
    channels: dict[str, Channel] = {WEB: WebChat()}
    for name, build in CHANNELS.items():
        if (channel := build(settings, clock)) is not None:
            channels[name] = channel
    return channels


def build_registry(settings: Settings, clock: Clock) -> Registry:
    """The registry of the settings. Raises SettingsError for one that is not there yet."""
    build = REGISTRIES.get(settings.registry)
    if build is None:
        there = " or ".join(REGISTRIES)
        raise SettingsError(f"HEARTHLINE_REGISTRY is {settings.registry!r}: expected {there}; this one is yet to come.")
    key = bytes.fromhex(_cipher(settings).blind(_REGISTRY_KEY))
    return build(settings, clock, _registry_database(settings.database_url), key)


def _cipher(settings: Settings) -> Cipher:
    try:
        return build_cipher(settings)
    except OSError as error:  # the key lies beside the database
        raise _not_reachable(settings, error.strerror or "no key") from None


def _not_reachable(settings: Settings, reason: str) -> SettingsError:
    first = (reason.strip().splitlines() or ["no reason given"])[0]
    return SettingsError(
        f"HEARTHLINE_DATABASE_URL is {shown_url(settings.database_url)}: the database is not reachable ({first})."
    )


def _registry_database(database_url: str) -> str:
    """The sandbox's own file, beside ours; with PostgreSQL in the working directory."""
    url = make_url(database_url)
    if url.get_backend_name() != "sqlite":
        return "sqlite:///hearthline.registry.db"
    if url.database in (None, "", ":memory:"):
        return "sqlite://"
    return f"sqlite:///{str(url.database).removesuffix('.db')}.registry.db"


@contextlib.asynccontextmanager
async def _parts(settings: Settings, is_further: bool = False) -> AsyncIterator[Parts]:
    """Everything a process needs, open, and closed at the end."""
    # The sandbox lives in the process that serves; a further worker leaves the registry to it.
    inside = settings.registry == "sandbox" and settings.registry_url is None
    registry = None if is_further and inside else build_registry(settings, system_clock)
    store = open_store(settings)
    store.call(lambda tx: watch.begin(tx, system_clock()))
    channels = build_channels(settings, system_clock)
    parts = Parts(settings, store, build_runtime(settings, living=True), channels, registry, system_clock)
    try:
        yield parts
    finally:
        await parts.close()


def _worker(parts: Parts, metrics: Metrics, desk: ReplyDesk | None, polls: bool) -> Worker:
    def taken(turns: int, seconds: float) -> None:
        metrics.taken(turns, seconds)
        if desk is not None:
            desk.look()

    polled: Polled | None = parts.telegram if polls else None
    return Worker(
        parts.store, parts.runtime, parts.channels, parts.registry, parts.clock, polled,
        taken=taken, sent=metrics.sent, arrived=metrics.arrived,
    )  # fmt: skip


async def _run(worker: Worker, parts: Parts, server: "_Server", door: socket.socket) -> None:
    """Serve until told to stop: first the last requests are answered, then the worker ends."""
    working = asyncio.create_task(worker.run())
    working.add_done_callback(lambda _: server.leave())  # without a worker there is nothing to serve
    listening = asyncio.create_task(_listen(parts.telegram, parts.telegram_url)) if parts.telegram else None
    try:
        await server.serve(sockets=[door])
    finally:
        if listening is not None:
            listening.cancel()
        worker.stop()
        await working


async def _listen(telegram: _Listens, url: str | None) -> None:
    """Tell Telegram where its updates go. While it cannot be told, the start does not wait for it."""
    while True:
        try:
            return await telegram.listen(url)
        except ChannelUnavailable as error:
            log.warning("telegram could not be told", reason=str(error))
            await asyncio.sleep(error.retry_after or _LISTEN_AGAIN_S)


class _Server(uvicorn.Server):
    """A server that leaves the signals to us."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Signals are ours."""
        yield

    def leave(self) -> None:
        """Take no more requests, answer those that came."""
        self.should_exit = True


@contextlib.contextmanager
def _until_told(stop: Callable[[], None]) -> Iterator[None]:
    """Call `stop` when the process is told to end."""
    loop = asyncio.get_running_loop()
    for each in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(each, stop)
    try:
        yield
    finally:
        for each in (signal.SIGTERM, signal.SIGINT):
            loop.remove_signal_handler(each)


def _open_door(host: str, port: int) -> socket.socket:
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        return socket.create_server((host, port), family=family, backlog=2048)
    except OSError as error:
        raise SettingsError(f"Cannot listen on {host} port {port}: {error.strerror or error}.") from None
