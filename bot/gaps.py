"""What was asked and not answered, or doubted, grouped by what it is about, for the operators."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import yaml
from sqlalchemy import select

from bot.log import mask
from bot.store.store import Tx
from bot.store.tables import gaps
from policies_kb.alike import group
from policies_kb.asked import STRICT, read_asked
from policies_kb.knowledge import Knowledge

_NAME = re.compile(r"(我叫|名叫|名字[是叫]|姓名[是:：]?|my name is )\s*[^\s,，。.、;；!！?？]{1,12}", re.IGNORECASE)
_LONGEST = 200  # characters of a question that are shown
_VARIANTS = 30  # wordings on a card
_NEAREST = 3  # clauses named on a card


@dataclass(frozen=True, slots=True)
class Noted:
    """One question as it was noted; what could name a person is hidden."""

    id: int
    question: str
    at: datetime
    reason: str  # abstained, doubted
    area: str | None
    answer: str | None  # what was doubted


@dataclass(frozen=True, slots=True)
class Gap:
    """One matter: all that was asked of it, oldest first. Its number stays while questions join it."""

    noted: tuple[Noted, ...]

    @property
    def number(self) -> int:
        """The number of its first question."""
        return self.noted[0].id

    @property
    def last_at(self) -> datetime:
        """When it was last asked."""
        return self.noted[-1].at

    @property
    def question(self) -> str:
        """The newest wording."""
        return self.noted[-1].question

    @property
    def wordings(self) -> tuple[str, ...]:
        """All wordings, each once, oldest first."""
        return tuple(dict.fromkeys(each.question for each in self.noted))

    @property
    def reasons(self) -> Mapping[str, int]:
        """How many were not answered, and how many answers were doubted."""
        return Counter(each.reason for each in self.noted)

    @property
    def areas(self) -> Mapping[str, int]:
        """From where, the most first; `-` is not known."""
        return dict(Counter(each.area or "-" for each in self.noted).most_common())

    def as_json(self) -> dict[str, Any]:
        """For `--json`."""
        return {
            "number": self.number,
            "count": len(self.noted),
            "last_at": self.last_at,
            "reasons": dict(self.reasons),
            "areas": dict(self.areas),
            "questions": list(self.wordings),
        }


def read_noted(tx: Tx) -> list[Noted]:
    """Every question that was noted, oldest first."""
    return [
        Noted(
            row.id,
            hidden(tx.cipher.open(row.question)),
            row.at,
            row.reason,
            row.area,
            hidden(tx.cipher.open(row.answer)) if row.answer else None,
        )
        for row in tx.connection.execute(select(gaps).order_by(gaps.c.id))
    ]


def grouped(noted: Sequence[Noted], knowledge: Knowledge) -> list[Gap]:
    """The questions by matter, the newest matter first."""
    found = group([each.question for each in noted], knowledge.shelf)
    told = [Gap(tuple(noted[number] for number in members)) for members in found]
    return sorted(told, key=lambda gap: (gap.last_at, gap.number), reverse=True)


def hidden(text: str) -> str:
    """A question on one line, without phones, id numbers and the name of who asks."""
    return mask(_NAME.sub(r"\1***", " ".join(text.split())))[:_LONGEST]


def card_of(gap: Gap, knowledge: Knowledge) -> str:
    """A card to fill in: its questions are there, what is written has to be told."""
    kinds: set[str] = set()
    for wording in gap.wordings:
        kinds |= read_asked(wording, english=wording.isascii()) & STRICT
    english = [wording for wording in gap.wordings if wording.isascii()][:_VARIANTS]
    chinese = [wording for wording in gap.wordings if not wording.isascii()][:_VARIANTS]
    near = [f"{clause.id} ({clause.label})" for clause, _ in knowledge.search(gap.question, limit=_NEAREST)]
    doubted = next((each.answer for each in reversed(gap.noted) if each.answer), None)
    card = {
        "id": "CLAUSE",
        "zh": "",
        "en": "",
        "figures": [],
        "gives": sorted(kinds),
        "ask": "",
        "ask_en": "",
        "questions": chinese,
        "en_questions": english,
    }
    head = [
        f"# Asked {len(gap.noted)} times, last on {gap.last_at:%Y-%m-%d}: {gap.question}",
        f"# Near it stand: {', '.join(near) or 'nothing'}",
        *([f"# Doubted: {doubted}"] if doubted else []),
        '# id: the clause of your document, as `hearthline kb show DOCUMENT` lists them, for example "3".',
        "# zh: what it means, in plain words of your own; every number in it must stand in the clause.",
        "# gives: what it answers; ask: who knows today's rule. Then: hearthline kb add FILE --cards THIS-FILE",
    ]
    return "\n".join(head) + "\n" + yaml.safe_dump([card], allow_unicode=True, sort_keys=False, width=1000)
