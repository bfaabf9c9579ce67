"""How fast one conversation may write."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

BURST = 300  # a frightened person's thumbs do not reach it; a loop does
A_SECOND = 5.0
_MOST_KEPT = 20_000


@dataclass(slots=True)
class Pace:
    """A bucket of tokens for each conversation, in memory; full ones are forgotten."""

    burst: float = BURST
    a_second: float = A_SECOND
    ticks: Callable[[], float] = time.monotonic
    _buckets: dict[str, tuple[float, float]] = field(default_factory=dict)  # what is left, and as of when

    def allows(self, conversation: str) -> bool:
        """One more message; False where it comes too fast."""
        now = self.ticks()
        left = self._left(conversation, now)
        if left < 1:
            return False
        if len(self._buckets) >= _MOST_KEPT:
            self._buckets = {each: kept for each, kept in self._buckets.items() if self._left(each, now) < self.burst}
            if len(self._buckets) >= _MOST_KEPT:
                self._buckets.clear()
        self._buckets[conversation] = (left - 1, now)
        return True

    def wait_s(self, conversation: str) -> int:
        """Whole seconds until the next one is allowed."""
        return max(1, round((1 - self._left(conversation, self.ticks())) / self.a_second))

    def _left(self, conversation: str, now: float) -> float:
        left, then = self._buckets.get(conversation, (self.burst, now))
        return min(self.burst, left + (now - then) * self.a_second)
