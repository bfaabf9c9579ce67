"""How often the one a message is about is told right: of messages kept apart, each fifth in turn.

Run: python -m bench.concerned.
"""

from pathlib import Path

import numpy as np

import nlu
from nlu.books import read_books
from nlu.concerned import learn, read_told
from nlu.kin import find_people
from nlu.normalise import normalise

NLU = Path(nlu.__file__).parent
PARTS = 5


def main() -> None:
    """Learn of four fifths, ask the fifth; print the share told right."""
    books = read_books(NLU / "data", NLU / "model")
    told = read_told(NLU / "data")
    order = np.random.default_rng(1).permutation(len(told))
    hits = 0
    for part in range(PARTS):
        apart = set(order[part::PARTS].tolist())
        learned = learn([one for i, one in enumerate(told) if i not in apart], books)
        for i in apart:
            plain = normalise(told[i].text).text
            chosen = learned.choose(plain, find_people(plain), books.risks.marks(plain)) or "none"
            hits += chosen in told[i].relations
    print(f"{len(told)} messages: right {hits / len(told):.3f} of those kept apart")


if __name__ == "__main__":
    main()
