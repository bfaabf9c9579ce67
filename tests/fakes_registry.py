"""A registry in memory, and a clock that stands where it is put."""

from collections.abc import Sequence
from datetime import UTC, datetime

from integrations.ports import CaseRecord, HouseholdRecord, RegistryRefused, RegistryUnavailable, StatusChange


class StandingClock:
    """A clock that says what it was told."""

    def __init__(self, at: datetime = datetime(2026, 11, 20, 2, tzinfo=UTC)) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at


class FakeRegistry:
    """Lists and dictionaries; `down` and `refusing` are switched by the test."""

    name = "fake"

    def __init__(self) -> None:
        self.households: list[HouseholdRecord] = []
        self.cases: dict[str, CaseRecord] = {}
        self.history: list[StatusChange] = []
        self.down = False
        self.refusing = False
        self.closed = False

    def set_status(self, key: str, status: str, note: str | None, at: datetime) -> None:
        """Set a case's status, as a county would."""
        self.history.append(StatusChange(key, status, note, at))

    async def find_household(self, phone: str) -> HouseholdRecord | None:
        self._answer()
        found = [each for each in self.households if phone in each.phones]
        return found[0] if len(found) == 1 else None

    async def upsert_case(self, record: CaseRecord) -> None:
        self._answer()
        if self.refusing:
            raise RegistryRefused("refused by the test")
        known = self.cases.get(record.key)
        if known is None or record.version > known.version:
            self.cases[record.key] = record

    async def changes(self, cursor: str | None) -> tuple[Sequence[StatusChange], str]:
        self._answer()
        return tuple(self.history[int(cursor or 0) :]), str(len(self.history))

    async def close(self) -> None:
        self.closed = True

    def _answer(self) -> None:
        if self.down:
            raise RegistryUnavailable("down by the test")
