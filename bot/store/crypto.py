"""Encryption at rest and the blind index: AES-GCM with versioned keys, keyed hashes for look-ups."""

import hashlib
import hmac
import json
import os
from collections.abc import Sequence
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_NONCE = 12


class WrongKey(KeyError):
    """A text was sealed with a key that is not known here."""


class Cipher:
    """Seals texts and opens them again. The first secret seals; the others only open what they sealed."""

    def __init__(self, secrets: Sequence[str]) -> None:
        keys = [_derive(secret, b"hearthline seal") for secret in secrets]
        self._version = hashlib.sha256(keys[0]).digest()[:1]
        self._seal = AESGCM(keys[0])
        self._open = {hashlib.sha256(key).digest()[:1]: AESGCM(key) for key in reversed(keys)}
        # The index key never changes with rotation, or nothing would be found again: the oldest secret makes it.
        self._index = _derive(secrets[-1], b"hearthline index")

    def seal(self, text: str) -> bytes:
        """Encrypt any str, NUL and lone surrogates included: version, nonce, ciphertext."""
        nonce = os.urandom(_NONCE)
        return self._version + nonce + self._seal.encrypt(nonce, text.encode("utf-8", "surrogatepass"), None)

    def open(self, sealed: bytes) -> str:
        """Decrypt what `seal` made. Raises WrongKey for an unknown key, InvalidTag for a changed text."""
        sealed = bytes(sealed)
        if (key := self._open.get(sealed[:1])) is None:
            raise WrongKey("sealed with a key that is not known here")
        plain = key.decrypt(sealed[1 : 1 + _NONCE], sealed[1 + _NONCE :], None)
        return plain.decode("utf-8", "surrogatepass")

    def seal_json(self, value: Any) -> bytes:  # noqa: ANN401 - JSON is what it is
        """Encrypt a JSON value."""
        return self.seal(json.dumps(value, ensure_ascii=False, separators=(",", ":")))

    def open_json(self, sealed: bytes) -> Any:  # noqa: ANN401 - JSON is what it is
        """Decrypt what `seal_json` made."""
        return json.loads(self.open(sealed))

    def blind(self, *parts: str) -> str:
        """A keyed hash to look a value up by, 32 hex digits; the same parts give the same hash."""
        said = "\0".join(parts).encode("utf-8", "surrogatepass")
        return hmac.digest(self._index, said, "sha256")[:16].hex()


def new_secret() -> str:
    """A fresh secret for HEARTHLINE_KEY."""
    return os.urandom(32).hex()


def _derive(secret: str, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose).derive(secret.encode())
