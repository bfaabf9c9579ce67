"""What was done to an original, in words: the changes of one clause, or how many of each kind in the whole document."""

from collections import Counter
from collections.abc import Iterator, Sequence

from policies_kb.clean import Change
from policies_kb.originals import Original, Provenance

_PLAIN = frozenset(
    (
        "space inside words",
        "empty lines",
        "traditional character",
        "pinyin after a character",
        "paragraphs run together",
        "line broken by the page",
    )
)
_SHOWN_AT_MOST = 60  # characters of a stretch in the report of a whole document


def report_clause(origin: Provenance) -> Iterator[str]:
    """Where a clause stands in the source, its letters there, and every change that was made to them."""
    yield f"source {origin.start}-{origin.end}:"
    yield origin.raw
    yield f"{len(origin.changes)} changes:"
    yield from map(_line, origin.changes)


def report_document(original: Original) -> Iterator[str]:
    """How often each rule changed something, and in full whatever is more than spelling and spacing."""
    cleaned = original.cleaned
    yield (
        f"{len(cleaned.source)} characters of source, {len(cleaned.text)} clean, {len(original.passages)} clauses, "
        f"{len(cleaned.changes)} changes"
    )
    counted = Counter((change.rule, change.certain) for change in cleaned.changes)
    for (rule, certain), count in counted.most_common():
        yield f"{count}\t{rule}{'' if certain else ', inferred'}"
    yield from map(_line, _telling(cleaned.changes))


def _telling(changes: Sequence[Change]) -> list[Change]:
    return [change for change in changes if not change.certain or change.rule not in _PLAIN]


def _line(change: Change) -> str:
    inferred = "" if change.certain else " (inferred)"
    return f"* {change.start}-{change.end} {change.rule}{inferred}: {_cut(change.before)} -> {_cut(change.after)}"


def _cut(text: str) -> str:
    return repr(text if len(text) <= _SHOWN_AT_MOST else f"{text[:_SHOWN_AT_MOST]}…")
