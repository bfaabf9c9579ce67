"""Weigh the signs of whom a message is about, by messages with the right answer; say how well that does.

Run: python -m bench.concerned [--write]. The share given first is of messages that the weights were not fitted to.
"""

import argparse
from pathlib import Path

import numpy as np
import yaml
from numpy.typing import NDArray

import nlu
from nlu.concerned import signs_of, signs_of_nobody, signs_of_writer
from nlu.kin import find_people
from nlu.normalise import normalise

TESTS = Path("tests/unit/nlu")
MESSAGES = (
    *(TESTS / name for name in ("concerned.yml", "concerned_more.yml", "concerned_first.yml")),
    Path(nlu.__file__).parent / "data" / "concerned_messages.yml",
)
WEIGHTS = Path(nlu.__file__).parent / "data" / "concerned.yml"
CHOSEN = {"concerned_first.yml": 4.0, "concerned_more.yml": 1.5}  # one example of each kind weighs most
NOBODY = 0.5  # how much a message about nobody weighs: naming somebody then is a small fault
HOLD, STEPS, PACE, PARTS = 2e-4, 400, 0.05, 5
Candidate = tuple[str, list[str]]  # a relation and what speaks for it


def candidates(text: str) -> list[Candidate]:
    """Everybody a message may be about: those met in it, the writer unsaid, nobody."""
    plain = normalise(text).text
    people = find_people(plain)
    others = any(person.relation != "self" for person in people)
    writer = signs_of_writer(plain, people)
    return [
        *((person.relation, signs) for person, signs in zip(people, signs_of(plain, people), strict=True)),
        *([("self", writer)] if writer else []),
        ("none", signs_of_nobody(plain, others)),
    ]


Row = tuple[NDArray[np.float64], NDArray[np.bool_], float]  # what speaks for each, which are right, how much it weighs


def fit(rows: list[Row], signs: int) -> NDArray[np.float64]:
    """Weights under which the right candidates are the likeliest, held near zero."""
    rows = [row for row in rows if row[1].any()]
    shown, right = np.vstack([row[0] for row in rows]), np.concatenate([row[1] for row in rows])
    starts = np.cumsum([0, *(len(row[1]) for row in rows[:-1])])
    of = np.repeat(np.arange(len(rows)), [len(row[1]) for row in rows])
    weight = np.array([row[2] for row in rows])[of]
    weights, mean, square = np.zeros(signs), np.zeros(signs), np.zeros(signs)
    for step in range(1, STEPS + 1):
        score = shown @ weights
        share = np.exp(score - np.maximum.reduceat(score, starts)[of])
        likely = share / np.add.reduceat(share, starts)[of]
        wanted = share * right / np.add.reduceat(share * right, starts)[of]
        slope = shown.T @ ((likely - wanted) * weight) / len(rows) + HOLD * weights
        mean, square = 0.9 * mean + 0.1 * slope, 0.999 * square + 0.001 * slope**2
        weights -= PACE * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
    return weights


def main() -> None:
    """Fit, print how well it does, and write the weights where asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    cases = [
        (relation.split(), text, CHOSEN.get(path.name, 1.0) * (NOBODY if relation == "none" else 1.0))
        for path in MESSAGES
        for relation, texts in yaml.safe_load(path.read_text(encoding="utf-8")).items()
        for text in texts
    ]
    read = [(wanted, candidates(text), weight) for wanted, text, weight in cases]
    names = sorted({sign for _, found, _ in read for _, signs in found for sign in signs})
    rows = [
        (
            np.array([[float(name in signs) for name in names] for _, signs in found]),
            np.array([relation in wanted for relation, _ in found]),
            weight,
        )
        for wanted, found, weight in read
    ]
    order = np.random.default_rng(1).permutation(len(rows))
    hits = 0
    for part in range(PARTS):
        apart = set(order[part::PARTS].tolist())
        weights = fit([row for i, row in enumerate(rows) if i not in apart], len(names))
        hits += sum(bool(rows[i][1][np.argmax(rows[i][0] @ weights)]) for i in apart)
    weights = fit(rows, len(names))
    seen = sum(bool(right[np.argmax(shown @ weights)]) for shown, right, _ in rows)
    print(f"{len(rows)} messages: right {hits / len(rows):.3f} of those kept apart, {seen / len(rows):.3f} of all")
    if arguments.write:
        lines = [f'"{name}": {weight:.2f}\n' for name, weight in zip(names, weights, strict=True)]
        head = "# What each sign weighs when the one a message is about is chosen: python -m bench.concerned --write\n"
        WEIGHTS.write_text(head + "".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
