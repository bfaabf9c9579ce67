"""Every setting, read once and checked once. Environment variables `HEARTHLINE_*`; no other module reads them."""

from datetime import timedelta
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

LANGUAGES = ("zh-Hans", "zh-Hant", "en")


class SettingsError(Exception):
    """A setting is missing or malformed. One sentence: the variable, what was found, what is expected."""


def _database_url(value: str) -> str:
    try:
        url = make_url(value)
    except ArgumentError:
        raise ValueError("expected a database URL such as sqlite:///hearthline.db or postgresql://…") from None
    if url.drivername.split("+")[0] not in ("sqlite", "postgresql"):
        raise ValueError("expected a URL that begins with sqlite:// or postgresql://")
    if url.drivername == "postgresql":
        return value.replace("postgresql://", "postgresql+psycopg://", 1)
    return value


def _http_url(value: str | None) -> str | None:
    if value is None or value.startswith(("http://", "https://")):
        return value.rstrip("/") if value else value
    raise ValueError("expected a URL that begins with http:// or https://")


def _zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (KeyError, ValueError):
        raise ValueError("expected a time zone such as Asia/Shanghai") from None
    return value


HttpUrl = Annotated[str | None, AfterValidator(_http_url)]


class Settings(BaseSettings):
    """Everything an operator can set."""

    model_config = SettingsConfigDict(
        env_prefix="HEARTHLINE_", env_file=".env", extra="ignore", frozen=True, env_ignore_empty=True
    )

    database_url: Annotated[str, AfterValidator(_database_url)] = "sqlite:///hearthline.db"
    broker_url: str | None = None
    public_url: HttpUrl = None
    telegram_token: SecretStr | None = None
    telegram_api_url: Annotated[str, AfterValidator(_http_url)] = "https://api.telegram.org"
    telegram_secret: SecretStr | None = None
    twilio_account_sid: str | None = None
    twilio_auth_token: SecretStr | None = None
    twilio_api_url: Annotated[str, AfterValidator(_http_url)] = "https://api.twilio.com"
    twilio_from: str | None = None
    registry: Literal["sandbox", "rest", "dci", "excel"] = "sandbox"
    registry_url: HttpUrl = None
    registry_token: SecretStr | None = None
    nlu: Literal["embedded", "rasa"] = "embedded"
    rasa_url: HttpUrl = None
    key: SecretStr | None = None
    policies: Path | None = None
    local_numbers: Path | None = None
    languages: Annotated[tuple[str, ...], NoDecode] = LANGUAGES
    profiles: Path | None = None
    operators: Annotated[tuple[str, ...], NoDecode] = ()
    echo: str | None = None
    timezone: Annotated[str, AfterValidator(_zone)] = "Asia/Shanghai"
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"

    @field_validator("operators", mode="before")
    @classmethod
    def _split_operators(cls, value: object) -> object:
        return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value

    @field_validator("operators", "echo")
    @classmethod
    def _addresses(cls, value: tuple[str, ...] | str | None) -> tuple[str, ...] | str | None:
        for each in (value,) if isinstance(value, str) else value or ():
            channel, _, address = each.partition(":")
            if channel not in ("sms", "whatsapp", "telegram") or not address:
                raise ValueError("expected a channel and an address such as sms:+8613900000000")
        return value

    @field_validator("languages", mode="before")
    @classmethod
    def _split_languages(cls, value: object) -> object:
        return tuple(part.strip() for part in value.split(",")) if isinstance(value, str) else value

    @field_validator("languages")
    @classmethod
    def _known_languages(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if not value or set(value) - set(LANGUAGES):
            raise ValueError("expected one or more of zh-Hans, zh-Hant, en")
        return value

    @field_validator("policies", "profiles")
    @classmethod
    def _folder(cls, value: Path | None) -> Path | None:
        if value is not None and not value.is_dir():
            raise ValueError("expected a folder that exists")
        return value

    @field_validator("key")
    @classmethod
    def _long_enough(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and len(value.get_secret_value()) < 32:
            raise ValueError("expected at least 32 characters")
        return value

    @model_validator(mode="after")
    def _complete(self) -> "Settings":
        if self.database_url.startswith("postgresql") and self.key is None:
            raise ValueError("HEARTHLINE_KEY must be set when the database is PostgreSQL")
        twilio = (self.twilio_account_sid, self.twilio_auth_token, self.twilio_from)
        if any(twilio) and not all((*twilio, self.public_url)):
            raise ValueError(
                "Twilio needs HEARTHLINE_TWILIO_ACCOUNT_SID, HEARTHLINE_TWILIO_AUTH_TOKEN, HEARTHLINE_TWILIO_FROM "
                "and HEARTHLINE_PUBLIC_URL together"
            )
        if self.registry == "rest" and self.registry_url is None:
            raise ValueError("HEARTHLINE_REGISTRY=rest needs HEARTHLINE_REGISTRY_URL")
        # A part named in the settings that cannot start stops the start.
        if self.registry in ("dci", "excel"):
            raise ValueError(f"HEARTHLINE_REGISTRY={self.registry} is not served by this version; use sandbox or rest")
        if self.nlu == "rasa" and self.rasa_url is None:
            raise ValueError("HEARTHLINE_NLU=rasa needs HEARTHLINE_RASA_URL")
        if self.broker_url is not None:
            raise ValueError("HEARTHLINE_BROKER_URL is not served by this version; leave it unset")
        return self

    @property
    def zone(self) -> ZoneInfo:
        """The time zone of the villages: quiet hours and dates count in it."""
        return ZoneInfo(self.timezone)


# A turn longer than this answers 202 on the web; contracts.
SLOW_TURN = timedelta(seconds=20)


def read_settings() -> Settings:
    """Read the environment. Raises SettingsError with one sentence for the operator."""
    try:
        return Settings()
    except ValidationError as error:
        raise SettingsError(_sentence(error)) from None


def _sentence(error: ValidationError) -> str:
    first = error.errors()[0]
    reason = first["msg"].removeprefix("Value error, ")
    if not first["loc"]:
        return f"{reason}."
    name = f"HEARTHLINE_{str(first['loc'][0]).upper()}"
    is_secret = any(word in name for word in ("KEY", "TOKEN", "SECRET"))
    found = name if is_secret else f"{name} is {first['input']!r}"
    return f"{found}: {reason[0].lower()}{reason[1:]}."
