"""The clock, the store, the parts of a turn, the stage. Nothing clever."""

import logging
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import structlog

from bot.app import build_runtime
from bot.runtime import Runtime
from bot.settings import Settings
from bot.simulate import Stage
from bot.store.crypto import Cipher
from bot.store.store import Store

SECRET = "a secret of the tests, thirty-two characters and more"
ZONE = ZoneInfo("Asia/Shanghai")
FRIDAY_MORNING = datetime(2026, 11, 20, 10, 0, tzinfo=ZONE)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update", action="store_true", help="write down again what happens in the transcripts")


def pytest_configure() -> None:
    # Where nobody set logging up, structlog draws every value around a failure: minutes for a knowledge base.
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))


@pytest.fixture
def update(request: pytest.FixtureRequest) -> bool:
    """Whether the transcripts are written anew."""
    return bool(request.config.getoption("--update"))


@pytest.fixture(scope="session")
def settings() -> Settings:
    """Settings that read no file, and give the same words whether originals are at hand or not."""
    return Settings(database_url="sqlite://", key=SECRET, policies=None, _env_file=None)  # type: ignore[call-arg]


@pytest.fixture(scope="session")
def parts(settings: Settings) -> Runtime:
    """The real understanding, knowledge, words and rules; built once, they hold no state."""
    return build_runtime(settings)


@pytest.fixture
def cipher() -> Cipher:
    """Seals and opens."""
    return Cipher([SECRET])


@pytest.fixture
def store(cipher: Cipher):
    """The real store, in memory."""
    with_tables = Store("sqlite://", cipher)
    with_tables.start()
    yield with_tables
    with_tables.stop()


@pytest.fixture
def stage(store: Store, parts: Runtime) -> Stage:
    """The whole system on a script's clock."""
    return Stage(store, parts)
