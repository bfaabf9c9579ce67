"""Learn the second voices and keep them: python -m nlu.learning DATA CACHE. What is kept already is only read."""

import sys
from pathlib import Path

from nlu.books import read_books
from nlu.concerned import read_concerned
from nlu.risk import read_risks
from nlu.urgency import read_urgency

if __name__ == "__main__":
    folder, cache = map(Path, sys.argv[1:])
    books = read_books(folder, cache)
    read_concerned(folder, cache, books)
    read_urgency(folder, cache, books.signs)
    read_risks(folder, cache, books.risks)
