"""Which adapter a name stands for, and what it needs of the settings.

The providers' libraries are imported where their channel is on, and what the sandbox is made of where it runs here:
they take longer than all else at the start.
"""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from pydantic import SecretStr

from integrations.ports import Channel, Engine, Registry
from integrations.rasa import rasa_engine
from integrations.registry.rest import rest_registry

if TYPE_CHECKING:
    from integrations.telegram import Telegram
    from integrations.twilio import Twilio


class ChannelSettings(Protocol):
    """The settings that channels are made from."""

    public_url: str | None
    telegram_token: SecretStr | None
    telegram_api_url: str
    telegram_secret: SecretStr | None
    twilio_account_sid: str | None
    twilio_auth_token: SecretStr | None
    twilio_api_url: str
    twilio_from: str | None


class RegistrySettings(Protocol):
    """The settings that registries are made from."""

    registry_url: str | None
    registry_token: SecretStr | None


class EngineSettings(Protocol):
    """The settings that engines of understanding are made from."""

    rasa_url: str | None


def build_telegram(settings: ChannelSettings, now: Callable[[], datetime]) -> "Telegram | None":
    """The channel `telegram`; None without a token."""
    if settings.telegram_token is None:
        return None
    from integrations.telegram import Telegram

    return Telegram(
        settings.telegram_token.get_secret_value(),
        now=now,
        api_url=settings.telegram_api_url,
        secret=settings.telegram_secret.get_secret_value() if settings.telegram_secret else None,
    )


def build_sms(settings: ChannelSettings, now: Callable[[], datetime]) -> "Twilio | None":
    """The channel `sms`; None without Twilio's settings."""
    return _build_twilio("sms", settings)


def build_whatsapp(settings: ChannelSettings, now: Callable[[], datetime]) -> "Twilio | None":
    """The channel `whatsapp`; None without Twilio's settings."""
    return _build_twilio("whatsapp", settings)


def _build_twilio(name: str, settings: ChannelSettings) -> "Twilio | None":
    if not (settings.twilio_account_sid and settings.twilio_auth_token and settings.twilio_from):
        return None
    from integrations.twilio import Twilio

    return Twilio(
        name,
        account_sid=settings.twilio_account_sid,
        auth_token=settings.twilio_auth_token.get_secret_value(),
        from_=settings.twilio_from,
        api_url=settings.twilio_api_url,
        public_url=settings.public_url,
    )


def build_sandbox(settings: RegistrySettings, now: Callable[[], datetime], database_url: str, key: bytes) -> Registry:
    """The sandbox: at its URL, or inside this process on its own database, closed with the key."""
    if settings.registry_url is not None:
        return rest_registry(settings.registry_url, _token(settings))
    from integrations.registry.sandbox import sandbox_registry

    return sandbox_registry(database_url, now, key)


def build_rest(settings: RegistrySettings, now: Callable[[], datetime], database_url: str, key: bytes) -> Registry:
    """The registry that speaks our REST API at its URL. Raises ValueError without one."""
    if settings.registry_url is None:
        raise ValueError("HEARTHLINE_REGISTRY=rest needs HEARTHLINE_REGISTRY_URL")
    return rest_registry(settings.registry_url, _token(settings))


def build_rasa(settings: EngineSettings) -> Engine:
    """Rasa at its URL. Raises ValueError without one."""
    if settings.rasa_url is None:
        raise ValueError("HEARTHLINE_NLU=rasa needs HEARTHLINE_RASA_URL")
    return rasa_engine(settings.rasa_url)


def _token(settings: RegistrySettings) -> str | None:
    return settings.registry_token.get_secret_value() if settings.registry_token else None


CHANNELS: dict[str, Callable[[ChannelSettings, Callable[[], datetime]], Channel | None]] = {
    "telegram": build_telegram,
    "sms": build_sms,
    "whatsapp": build_whatsapp,
}

REGISTRIES: dict[str, Callable[[RegistrySettings, Callable[[], datetime], str, bytes], Registry]] = {
    "sandbox": build_sandbox,
    "rest": build_rest,
}

ENGINES: dict[str, Callable[[EngineSettings], Engine]] = {
    "rasa": build_rasa,
}
