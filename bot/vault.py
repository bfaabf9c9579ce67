"""The store and the key to it, put together without the rest of the program: commands that only look start at once."""

import os
from pathlib import Path

from bot.settings import Settings, SettingsError
from bot.store.crypto import Cipher, new_secret
from bot.store.store import Store


def build_store(settings: Settings) -> Store:
    """The store, not opened yet. Raises SettingsError where no key can be had."""
    return Store(settings.database_url, build_cipher(settings))


def build_cipher(settings: Settings) -> Cipher:
    """The cipher of HEARTHLINE_KEY (several, newest first, parted by commas), or of the key beside the database."""
    if settings.key is not None:
        return Cipher([part.strip() for part in settings.key.get_secret_value().split(",")])
    path = key_file(settings.database_url)
    if path is None:
        return Cipher([new_secret()])
    if not path.exists():
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(new_secret())
    secret = path.read_text().strip()
    if len(secret) < 32:
        raise SettingsError(f"The key file {path.name} is damaged: expected at least 32 characters.")
    return Cipher([secret])


def key_file(database_url: str) -> Path | None:
    """Beside a SQLite file; nowhere for a database in memory or elsewhere."""
    if not database_url.startswith("sqlite"):
        return None
    name = database_url.split("///", 1)[1] if "///" in database_url else ""
    return Path(f"{name}.key") if name and name != ":memory:" else None
