"""Area codes as the ladder needs them: up to 12 digits, 2 each for province, prefecture, county, 3 each below."""

from collections.abc import Iterator

# Where each level ends: province, prefecture, county, township, village.
_ENDS = (2, 4, 6, 9, 12)


def trimmed(area: str) -> str:
    """The code without the groups of zeros at its end: 530323103000 is 530323103."""
    for start, end in reversed(list(zip((0, *_ENDS), _ENDS, strict=False))):
        if len(area) > start and area[start:end].strip("0"):
            return area[:end]
    return ""


def above(area: str) -> Iterator[str]:
    """The area itself and everything it lies under, nearest first; the nation, an empty code, last."""
    code = trimmed(area)
    for end in reversed(_ENDS):
        if len(code) >= end:
            yield code[:end]
    yield ""


def contains(outer: str, inner: str) -> bool:
    """Whether `inner` lies in `outer`."""
    return trimmed(inner).startswith(trimmed(outer))
