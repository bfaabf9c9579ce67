"""Area codes: normal form, level, parents, and what lies under what."""

from collections.abc import Iterable
from functools import lru_cache

# Digits of a code at each level: province, prefecture, county, township, village.
_LENGTHS = (2, 4, 6, 9, 12)
_LEVELS = {0: "nation", 2: "province", 4: "prefecture", 6: "county", 9: "township", 12: "village"}


@lru_cache(maxsize=65_536)
def normalise(code: str | None) -> str:
    """The code without the groups of zeros at its end; the whole country is the empty text."""
    digits = "".join(c for c in (code or "") if c.isascii() and c.isdigit())[:12]
    length = max((n for n in _LENGTHS if n <= len(digits)), default=0)
    digits = digits[:length]
    shorter = (0, *_LENGTHS)
    while digits:
        below = max(n for n in shorter if n < len(digits))
        if digits[below:].strip("0"):
            break
        digits = digits[:below]
    return digits


def level(code: str) -> str:
    """nation, province, prefecture, county, township or village."""
    return _LEVELS[len(normalise(code))]


def parents(code: str) -> tuple[str, ...]:
    """The areas this one lies in, nearest first, the country (empty text) last."""
    code = normalise(code)
    return tuple(code[:n] for n in reversed((0, *_LENGTHS)) if n < len(code))


def contains(outer: str, inner: str) -> bool:
    """Whether `inner` is `outer` or lies in it."""
    return normalise(inner).startswith(normalise(outer))


def is_under(area: str, rules: Iterable[str]) -> bool:
    """Whether a document with these rules holds for the area: a code with all in it, or `=` and that code alone."""
    for rule in rules:
        if rule.startswith("="):
            if normalise(rule) == normalise(area):
                return True
        elif contains(rule, area):
            return True
    return False


def full(code: str) -> str:
    """The code as papers write it: six digits down to the county, twelve below it."""
    code = normalise(code)
    return code.ljust(6 if len(code) <= 6 else 12, "0")
