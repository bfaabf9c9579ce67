"""Turns as the dialogue gets them."""

from datetime import datetime

import pytest

from bot.app import build_understand
from dialogs.types import Known, Turn
from tests.conftest import ZONE

NOW = datetime(2026, 11, 20, 10, tzinfo=ZONE)


@pytest.fixture(scope="module")
def said():
    """Make a turn of a text, as it is understood, by SMS."""
    understand = build_understand()

    def turn(text):
        meant = understand(text, NOW)
        return Turn(text, meant.plain, meant, NOW, Known("sms"))

    return turn
