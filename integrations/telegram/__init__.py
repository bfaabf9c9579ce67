"""Telegram's Bot API, by polling and by webhook."""

from integrations.telegram.channel import Telegram

__all__ = ["Telegram"]
