"""Learn the second voices and keep them: python -m nlu.learning DATA CACHE. What is kept already is only read."""

import sys
from pathlib import Path

from nlu.risk import read_risks
from nlu.urgency import read_urgency

if __name__ == "__main__":
    folder, cache = map(Path, sys.argv[1:])
    read_urgency(folder, cache)
    read_risks(folder, cache)
