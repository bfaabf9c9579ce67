from datetime import UTC, datetime

import pytest
from pydantic import SecretStr

from bot.settings import Settings
from integrations.adapters import CHANNELS
from integrations.ports import FindsSent

NOW = datetime(2026, 11, 20, tzinfo=UTC)


def settings(**given) -> Settings:
    return Settings(_env_file=None, **given)


def built(given: Settings) -> set[str]:
    channels = {name: build(given, lambda: NOW) for name, build in CHANNELS.items()}
    assert all(channel is None or channel.name == name for name, channel in channels.items())
    return {name for name, channel in channels.items() if channel}


@pytest.fixture(autouse=True)
def _no_environment(monkeypatch):
    for name in ("TELEGRAM_TOKEN", "TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN", "TWILIO_FROM", "PUBLIC_URL"):
        monkeypatch.delenv(f"HEARTHLINE_{name}", raising=False)


TWILIO = {
    "twilio_account_sid": "AC01",
    "twilio_auth_token": SecretStr("x"),
    "twilio_from": "+15005550006",
    "public_url": "https://line.example.org",
}


def test_a_channel_without_its_settings_is_off():
    assert built(settings()) == set()


def test_telegram_needs_a_token():
    assert built(settings(telegram_token=SecretStr("12345:secret"))) == {"telegram"}


def test_twilio_brings_sms_and_whatsapp():
    assert built(settings(**TWILIO)) == {"sms", "whatsapp"}


def test_twilio_can_be_asked_what_it_sent():
    assert isinstance(CHANNELS["sms"](settings(**TWILIO), lambda: NOW), FindsSent)
    assert not isinstance(CHANNELS["telegram"](settings(telegram_token=SecretStr("1:a")), lambda: NOW), FindsSent)
