"""Patterns that are compiled when they are first used: a Chinese message needs no English ones, a start needs few."""

import re
from typing import Any, cast


class _Later:
    """A pattern to come: what is asked of it first makes it, and is its own from then on."""

    def __init__(self, pattern: str) -> None:
        self._pattern = pattern

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever a compiled pattern has
        own = getattr(re.compile(self._pattern), name)
        setattr(self, name, own)
        return own


def later(pattern: str) -> re.Pattern[str]:
    """Give a pattern that is compiled when it is first used, and as quick as any from then on."""
    return cast("re.Pattern[str]", _Later(pattern))


def both(chinese: str, english: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Make a pattern for each script, to be chosen by `text.isascii()`: one for both would be slow."""
    return later(chinese), later(english)
