"""Short messages are read once a day: 1, 收到, 进度 and the like come again and again, and mean the same each time."""

from dataclasses import dataclass, field
from datetime import date, datetime

from nlu.pipeline import Ranked, Understand
from nlu.types import Understanding

_SHORT = 6  # characters: a word of everyone's, too short for a name, a number or a phone
_AT_MOST = 2000


@dataclass(slots=True)
class Reading:
    """Understands messages; pure, so that what it remembers is what it would say again."""

    understand: Understand = field(repr=False)
    _read: dict[tuple[str, date], Understanding] = field(default_factory=dict, repr=False)

    def __call__(self, text: str, now: datetime, heard: Ranked | None = None) -> Understanding:
        """Text and the time it was written; of the time a short one shows the day alone.

        What another engine heard is weighed each time.
        """
        if len(text) > _SHORT or heard is not None:
            return self.understand(text, now, heard)
        key = (text, now.date())
        if (found := self._read.get(key)) is None:
            if len(self._read) >= _AT_MOST:
                self._read.clear()
            found = self._read[key] = self.understand(text, now)
        return found
