"""What an answer is weighed by, fitted to the cards' own questions and misses, each held out in turn.

Run: python -m bench.evidence. Prints the weights for policies_kb/evidence.py, how well they part matters of
the policies from others, and how many questions are answered. The tests' own questions are not looked at.
"""

import argparse
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import fields, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

import policies_kb
from policies_kb.documents import Holding, read_documents, read_twins
from policies_kb.evidence import Evidence
from policies_kb.knowledge import Judged, Knowledge, build_knowledge
from policies_kb.lexicon import read_lexicon
from policies_kb.scope import read_scope
from policies_kb.types import Card

FOLDS = 5
FOLDER = Path(policies_kb.__file__).parent
NATION = "510000"  # where only the nation's documents hold
Floats = npt.NDArray[np.float64]
Asked = tuple[str, Judged, Card | None]


def main() -> None:
    """Hold out, judge, fit, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--share", type=int, default=2, help="of how many of the cards' questions one is used")
    share = parser.parse_args().share
    answered: list[Asked] = []
    missed: list[Asked] = []
    strays: list[Asked] = []
    for fold in range(FOLDS):
        for kind, asked in _judged(fold, share):
            {"answered": answered, "missed": missed, "stray": strays}[kind].append(asked)
    topical = [field.name for field in fields(Evidence)]
    near, far = _evidence(answered + missed), _evidence(strays)
    weights, bias = fit_weights(near, far, share=0.25, ridge=1.0)
    _print("policies_kb/evidence.py", topical, weights, bias)
    _print_parting(_chance(near, weights, bias), _chance(far, weights, bias), (0.3, 0.4, 0.5, 0.6, 0.7))
    for name, questions in (("answered", answered), ("missed", missed), ("elsewhere", strays)):
        sure = [judged.answered and judged.stranger is None for _, judged, _ in questions]
        print(f"# {name}: {np.mean(sure):.3f} of {len(sure)} answered, were all of these matters")
        doubts = Counter(doubt for _, judged, _ in questions if judged.bearing for doubt in judged.bearing.doubts())
        print(f"#   doubts: {dict(doubts)}")


def fit_weights(yes: Floats, no: Floats, share: float, ridge: float) -> tuple[Floats, float]:
    """Logistic weights and bias that part two kinds of rows, the second counted as this share of the whole."""
    rows = np.hstack([np.vstack([yes, no]), np.ones((len(yes) + len(no), 1))])
    truth = np.r_[np.ones(len(yes)), np.zeros(len(no))]
    count = np.r_[np.ones(len(yes)), np.full(len(no), share / (1 - share) * len(yes) / max(len(no), 1))]
    penalty = np.diag([ridge] * yes.shape[1] + [0.0])
    at = np.zeros(rows.shape[1])
    for _ in range(40):
        chance = 1 / (1 + np.exp(-rows @ at))
        slope = rows.T @ (count * (truth - chance)) - penalty @ at
        curve = (rows * (count * chance * (1 - chance))[:, None]).T @ rows + penalty
        at += np.linalg.solve(curve + 1e-9 * np.eye(len(at)), slope)
    return at[:-1], float(at[-1])


def _judged(fold: int, share: int) -> Iterator[tuple[str, Asked]]:
    """What a knowledge base without this fold's questions makes of them."""
    holdings = read_documents(FOLDER / "documents")
    lexicon = read_lexicon(FOLDER)
    kept = tuple(text for text in lexicon.strays if _fold(text) != fold)
    known = build_knowledge(
        [_without(holding, fold) for holding in holdings],
        {},
        replace(lexicon, strays=kept),
        read_twins(FOLDER / "documents"),
    )
    for holding in holdings:
        place = holding.document.jurisdiction
        area = next((rule for rule in holding.document.applies_to if rule.isdigit()), place)
        area = area if area.strip("0") else NATION
        for card in holding.cards:
            for text in (*card.questions, *card.en_questions):
                if _fold(text) == fold and zlib.crc32(text[::-1].encode()) % share == 0:
                    yield from _one("answered", known, text, area, card)
            for text in card.misses:
                if _fold(text) == fold:
                    yield from _one("missed", known, text, area, card)
    for text in lexicon.strays:
        if _fold(text) == fold:
            for area in ("530000", NATION):
                yield from _one("stray", known, text, area, None)


def _one(kind: str, known: Knowledge, text: str, area: str, card: Card | None) -> Iterator[tuple[str, Asked]]:
    standard, terms = known.shelf.read(text)
    judged = known.judge(standard, terms, read_scope(text, area, known.territory))
    if judged is not None and judged.bearing is not None:
        yield kind, (text, judged, card)


def _without(holding: Holding, fold: int) -> Holding:
    cards = (
        replace(
            card,
            questions=tuple(text for text in card.questions if _fold(text) != fold),
            en_questions=tuple(text for text in card.en_questions if _fold(text) != fold),
            misses=tuple(text for text in card.misses if _fold(text) != fold),
        )
        for card in holding.cards
    )
    return replace(holding, cards=tuple(cards))


def _fold(text: str) -> int:
    return zlib.crc32(text.encode()) % FOLDS


def _evidence(asked: Sequence[Asked]) -> Floats:
    names = [field.name for field in fields(Evidence)]
    return np.array([[getattr(judged.evidence, name) for name in names] for _, judged, _ in asked], dtype=np.float64)


def _chance(rows: Floats, weights: Floats, bias: float) -> Floats:
    chance: Floats = 1 / (1 + np.exp(-(rows @ weights + bias)))
    return chance


def _print(where: str, names: Sequence[str], weights: Floats, bias: float) -> None:
    print(f"{where}\n_WEIGHTS: Mapping[str, float] = {{")
    for name, weight in zip(names, weights, strict=True):
        print(f'    "{name}": {weight:.2f},')
    print(f"}}\n_BIAS = {bias:.2f}")


def _print_parting(yes: Floats, no: Floats, at: Sequence[float]) -> None:
    for bound in at:
        print(f"# at {bound}: {np.mean(yes >= bound):.3f} of {len(yes)} kept, {np.mean(no >= bound):.3f} of {len(no)}")


if __name__ == "__main__":
    main()
