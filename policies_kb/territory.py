"""Which documents hold where, looked up by area code."""

from collections.abc import Mapping
from dataclasses import dataclass

from policies_kb.areas import normalise, parents
from policies_kb.types import Document


@dataclass(frozen=True, slots=True)
class Territory:
    """Documents by the areas they hold for; looking up costs the same for ten documents as for thousands."""

    national: tuple[str, ...]
    below: Mapping[str, tuple[str, ...]]  # normal code -> what holds for it and all in it
    alone: Mapping[str, tuple[str, ...]]  # normal code -> what holds for it and for nothing in it

    def local(self, area: str) -> tuple[str, ...]:
        """The documents that hold for an area, but for those of the nation."""
        code = normalise(area)
        found = list(self.alone.get(code, ()))
        for outer in (code, *parents(code)):
            found += self.below.get(outer, ())
        return tuple(dict.fromkeys(found))


def build_territory(documents: Mapping[str, Document]) -> Territory:
    """The territory of these documents."""
    below: dict[str, list[str]] = {}
    alone: dict[str, list[str]] = {}
    national: list[str] = []
    for document in documents.values():
        if not normalise(document.jurisdiction):
            national.append(document.id)
            continue
        for rule in document.applies_to or (document.jurisdiction,):
            table = alone if rule.startswith("=") else below
            table.setdefault(normalise(rule), []).append(document.id)
    return Territory(tuple(national), _frozen(below), _frozen(alone))


def _frozen(table: Mapping[str, list[str]]) -> Mapping[str, tuple[str, ...]]:
    return {code: tuple(ids) for code, ids in table.items()}
