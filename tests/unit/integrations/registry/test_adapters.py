"""A registry stands under its name in settings."""

from dataclasses import dataclass

import pytest
from pydantic import SecretStr

from integrations.adapters import REGISTRIES
from tests.contract.test_registries import CASE
from tests.fakes_registry import StandingClock

pytestmark = pytest.mark.anyio


@dataclass
class _Settings:
    registry_url: str | None = None
    registry_token: SecretStr | None = None


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


async def test_the_sandbox_needs_no_url_and_runs_on_its_own_file(tmp_path):
    url = f"sqlite:///{tmp_path}/sandbox.db"
    registry = REGISTRIES["sandbox"](_Settings(), StandingClock(), url, b"k" * 32)
    await registry.upsert_case(CASE)
    await registry.close()
    assert (tmp_path / "sandbox.db").stat().st_size > 0


@pytest.mark.parametrize("name", ["sandbox", "rest"])
async def test_a_url_is_asked_at_its_root(name, tmp_path):
    url = f"sqlite:///{tmp_path}/sandbox.db"
    registry = REGISTRIES[name](_Settings("http://registry.example/api"), StandingClock(), url, b"k")
    assert str(registry._client.base_url) == "http://registry.example/api/"
    await registry.close()
    assert not (tmp_path / "sandbox.db").exists()


def test_rest_without_a_url_says_what_is_missing():
    with pytest.raises(ValueError, match="HEARTHLINE_REGISTRY_URL"):
        REGISTRIES["rest"](_Settings(), StandingClock(), "", b"")
