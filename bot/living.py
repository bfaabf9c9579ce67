"""Knowledge that follows its documents: when one is added or removed, the running process answers accordingly."""

import threading
from collections.abc import Callable, Sequence
from pathlib import Path

import structlog

from bot.settings import SettingsError
from policies_kb.knowledge import Knowledge
from policies_kb.types import Abstain, Answer, Question

log = structlog.get_logger()

Stamp = tuple[tuple[int, int, int], ...]


class LivingKnowledge:
    """Answers from the newest state there is. A new state is built beside the old one, which answers meanwhile."""

    def __init__(self, build: Callable[[], Knowledge], watched: Sequence[Path]) -> None:
        self._build = build
        self._watched = tuple(watched)
        self._stamp = self._look()
        self._current = build()
        self._building = threading.Lock()

    @property
    def current(self) -> Knowledge:
        """What answers now."""
        return self._current

    def answer(self, question: Question) -> Answer | Abstain:
        """A cited answer, or an honest abstention; looks first whether the documents changed."""
        self.follow()
        return self._current.answer(question)

    def follow(self) -> threading.Thread | None:
        """Begin to build the new state where the documents changed; the thread that does, if one was begun."""
        stamp = self._look()
        if stamp == self._stamp or not self._building.acquire(blocking=False):
            return None
        self._stamp = stamp
        builder = threading.Thread(target=self._renew, name="knowledge", daemon=True)
        builder.start()
        return builder

    def _renew(self) -> None:
        try:
            self._current = self._build()
            log.info("knowledge renewed", version=self._current.version, documents=len(self._current.documents))
        except SettingsError as error:  # the old state goes on answering
            log.warning("knowledge not renewed", reason=str(error))
        finally:
            self._building.release()

    def _look(self) -> Stamp:
        stamp = []
        for path in self._watched:
            try:
                found = path.stat()
                stamp.append((found.st_mtime_ns, found.st_size, found.st_ino))
            except OSError:
                stamp.append((0, 0, 0))
        return tuple(stamp)
