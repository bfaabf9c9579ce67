"""Whom a message is about: learned from messages of which that is known, over what stands around each person met.

Each person met is a candidate, and so are the writer, where no word names him (腿断了), and nobody. A candidate is
scored by the words around it; of one without a word all that is said counts.
"""

import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Literal, NamedTuple, get_args

import numpy as np
import numpy.typing as npt

from nlu import features, kept, kin, linear, normalise, phrases, risk, training_data
from nlu.books import Books
from nlu.kin import Person, find_people
from nlu.linear import Course, Linear
from nlu.normalise import read_yaml
from nlu.training_data import read_training_data
from nlu.types import Relation

Role = Literal["nobody", "other", "own", "unsaid"]  # nobody, another than the writer, the writer by a word or unsaid
Mark = tuple[int, int, str]  # a phrase that tells why a household may fall back: from, to, what it tells of
_ROLES: tuple[Role, ...] = get_args(Role)
_NOBODY, _OTHER, _OWN, _UNSAID = range(len(_ROLES))

_LONGEST = 3  # characters, or words in English
_BEFORE, _AFTER = 6, 14  # characters that are read around a person
_WORDS_BEFORE, _WORDS_AFTER, _WINDOW = 5, 10, 80  # in English words, looked for in so many characters
_STOPS = frozenset(",。;!?.")
_SEEN_AT_LEAST = 3  # a feature seen in fewer messages is chance
_COURSE = Course(epochs=20, left_out=0.6, seed=1, rate=0.3)
_MOST, _MOST_MARKS = 12, 60  # people and phrases; of a longer message the first are weighed
_FEW = 5  # characters that tell of nobody if no phrase says what happened
_CLEARER = 0.5  # how much clearer it must be that the writer means himself where no word says so
_NOBODY_COUNTS = 0.3  # naming somebody where it is nobody is a small fault


class Told(NamedTuple):
    """A message and whom it is about: a relation, `none` for nobody; several where each is right."""

    text: str
    relations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Concerned:
    """Chooses the one a message is about."""

    linear: Linear

    def choose(self, text: str, people: Sequence[Person], marks: Sequence[Mark]) -> Relation | None:
        """Give the relation of the one a normalised text is about to the one who writes; None for nobody."""
        people, marks = people[:_MOST], marks[:_MOST_MARKS]
        if not people and not marks and len(text) <= _FEW:
            return None  # 去年: it tells of nobody
        whole = self.linear.scores(text, _of_whole(people, marks))
        nobody, unsaid = float(whole[_NOBODY]), float(whole[_UNSAID]) - _CLEARER
        chosen: Relation | None = "self" if unsaid > nobody else None
        highest = max(nobody, unsaid)
        for i, person in enumerate(people):
            scores = self.linear.scores_of_names(around(text, people, i, marks))
            score = float(scores[_OWN if person.relation == "self" else _OTHER])
            if score > highest:
                chosen, highest = person.relation, score
        return chosen


def around(text: str, people: Sequence[Person], i: int, marks: Sequence[Mark]) -> list[str]:
    """Name what stands around a person met: words before and behind, who else is met, what is told of them."""
    person = people[i]
    start, end = person.start, person.end
    found = _around_in_words(text, start, end) if text.isascii() else _around_in_characters(text, start, end)
    last = min(len(text), end + _WINDOW)
    clause_end = next((at for at in range(end, last) if text[at] in _STOPS), last)
    begin = people[i - 1].end if i else 0
    until = people[i + 1].start if i + 1 < len(people) else len(text)
    for first, ends, kind in marks:
        if first >= end:
            found.append("K>>")
            found += (f"K> {kind}", "K>") if first < until else ()
            found += (f"KC {kind}", "KC") if first < clause_end else ()
        elif begin <= first and ends <= start:
            found += (f"K< {kind}", "K<")
    relation = person.relation
    found += (f"W {text[start:end]}", f"R {relation}", f"I {min(i, 3)}", f"N {min(len(people), 4)}")
    found += [f"R {relation} with {other}" for other in {one.relation for one in people if one is not person}]
    found.append(f"R {people[i - 1].relation} > {relation}" if i else "I first")
    found.append(f"R {relation} < {people[i + 1].relation}" if i + 1 < len(people) else "I last")
    return found


def _around_in_characters(text: str, start: int, end: int) -> list[str]:
    before, after = text[max(0, start - _BEFORE) : start], text[end : end + _AFTER]
    found = [f"B- {before[-length:]}" for length in range(1, min(4, len(before)) + 1)]
    found += [f"A- {after[:length]}" for length in range(1, min(4, len(after)) + 1)]
    before = f"^{before}" if start <= _BEFORE else before
    found += [f"B {one}" for one in before]
    found += [f"B {before[at : at + 2]}" for at in range(len(before) - 1)]
    clause = after[: next((at for at, character in enumerate(after) if character in _STOPS), len(after))]
    for length in range(1, _LONGEST + 1):
        found += [f"C {clause[at : at + length]}" for at in range(len(clause) - length + 1)]
    return found


def _around_in_words(text: str, start: int, end: int) -> list[str]:
    before = features.words_of(text[max(0, start - _WINDOW) : start])[:-1][-_WORDS_BEFORE:]
    after = features.words_of(text[end : end + _WINDOW])[1 : _WORDS_AFTER + 1]
    found = [f"B{at} {word}" for at, word in enumerate(reversed(before))]
    found += [f"B {word}" for word in before]
    found += [f"C {word}" for word in after]
    found += [f"C {a} {b}" for a, b in pairwise(after)]
    found.append(f"A- {after[0]}" if after else "A-")
    return found


def _of_whole(people: Sequence[Person], marks: Sequence[Mark]) -> list[str]:
    """Name what a message has beside its spelling that tells whether it is about somebody named at all."""
    found = [f"U {kind}" for _, _, kind in marks]
    found += [f"U with {relation}" for relation in {person.relation for person in people}]
    found.append("U people" if people else "U alone")
    return found


def read_concerned(data: Path, cache: Path, books: Books) -> Concerned:
    """Read what was learned, from the cache if it fits data and code, else learn it and keep it there if one may."""
    lessons = sorted(path for path in data.glob("**/*.yml") if path.name in _LESSONS)
    path = cache / f"concerned-{kept.key_of(lessons, (*_CODE, sys.modules[__name__]))}.npz"
    if path.exists():
        return Concerned(linear.read(path)[0])
    told = read_told(data)
    learned = learn(told, books)
    if not told:
        return learned
    with suppress(OSError):  # an installation may be read-only: then each start learns
        linear.save(learned.linear, path)
    return learned


_LESSONS = frozenset((
    "concerned_messages.yml", "risk_types.yml", "kin.yml", "kin_more.yml", "risk.yml", "urgency.yml", "lexicon.yml",
))  # fmt: skip
_CODE = (features, kin, linear, normalise, phrases, risk, training_data)


def read_told(data: Path) -> list[Told]:
    """Read the messages of a data folder of which it is known whom they are about."""
    path = data / "concerned_messages.yml"
    messages: Mapping[str, Sequence[str]] = read_yaml(path) if path.exists() else {}
    told = {text: tuple(relations.split()) for relations, texts in messages.items() for text in texts}
    told |= {one.text: one.relations for one in read_training_data(data).risk_examples if one.relations}
    return [Told(text, relations) for text, relations in told.items()]


Row = tuple[npt.NDArray[np.intp], npt.NDArray[np.intp], npt.NDArray[np.float32], float]


def learn(told: Sequence[Told], books: Books) -> Concerned:
    """Learn which candidate is the right one; the same messages give the same."""
    examples: list[tuple[linear.Seen, Sequence[str]]] = []
    candidates: list[tuple[Told, list[tuple[str, int]]]] = []
    for one in told:
        text = normalise.normalise(one.text).text
        people, marks = find_people(text), books.risks.marks(text)
        seen: list[tuple[linear.Seen, int, str]] = [
            (((), around(text, people, i, marks)), _OWN if person.relation == "self" else _OTHER, person.relation)
            for i, person in enumerate(people)
        ]
        whole = features.named(text, _LONGEST), _of_whole(people, marks)
        seen += [(whole, _UNSAID, "self"), (whole, _NOBODY, "none")]
        examples += [(what, (_ROLES[role],)) for what, role, _ in seen]
        candidates.append((one, [(relation, role) for _, role, relation in seen]))
    lessons = replace(linear.prepare(examples, _SEEN_AT_LEAST), answers=_ROLES)
    rows: list[Row] = []
    at = 0
    for one, of_one in candidates:
        inputs = lessons.inputs[at : at + len(of_one)]
        at += len(of_one)
        wanted = ("none",) if set(one.relations) == {"none", "self"} else one.relations
        right = np.array([relation in wanted for relation, _ in of_one])
        if right.all() or not right.any() or not all(map(len, inputs)):
            continue
        flat = np.concatenate(
            [rows_of.astype(np.intp) * len(_ROLES) + role for rows_of, (_, role) in zip(inputs, of_one, strict=True)]
        )
        starts = np.cumsum([0, *map(len, inputs[:-1])])
        weight = _NOBODY_COUNTS if "none" in wanted else 1.0
        rows.append((flat, starts, right.astype(np.float32), weight))
    weights = _fitted(rows, len(lessons.vocabulary))
    return Concerned(linear.made_of(lessons, weights, np.zeros(len(_ROLES), dtype=np.float32)))


def _fitted(rows: Sequence[Row], count: int) -> npt.NDArray[np.float32]:
    """Weights under which the right candidates are the likeliest, one message at a time, each with its own rate."""
    weights = np.zeros(count * len(_ROLES), dtype=np.float32)
    squares = np.full_like(weights, 1e-2)
    order = np.random.default_rng(_COURSE.seed)
    for _ in range(_COURSE.epochs):
        for number in order.permutation(len(rows)):
            flat, starts, right, weight = rows[number]
            kept_in = (order.random(len(flat)) > _COURSE.left_out).astype(np.float32)
            scale = 1 / np.sqrt(np.maximum(np.add.reduceat(kept_in, starts), 1))
            scores = np.add.reduceat(weights[flat] * kept_in, starts) * scale
            share = linear.shares(scores.astype(np.float32))
            wanted = share * right
            error = (share - wanted / wanted.sum()) * np.float32(weight) * scale
            slope = np.repeat(error, np.diff(starts, append=len(flat))) * kept_in
            slope += np.float32(_COURSE.decay) * weights[flat] * kept_in
            np.add.at(squares, flat, slope * slope)
            np.subtract.at(weights, flat, np.float32(_COURSE.rate) * slope / np.sqrt(squares[flat]))
    return weights.reshape(count, len(_ROLES))
