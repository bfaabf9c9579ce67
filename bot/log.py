"""The one place that sets up logging, and masks people's data that slips through."""

import logging
import re
import sys
import traceback
from collections.abc import MutableMapping
from pathlib import Path
from typing import Any

import structlog

# A run of 7 or more digits, with the spaces and dashes people put in: phones and id numbers.
_FRAMES = 6  # of a traceback, the innermost
_NUMBER = re.compile(r"\+?\d(?:[\d\s-]{5,}\d)")


def mask(text: str) -> str:
    """The text with phones and id numbers hidden."""
    return _NUMBER.sub("***", text)


def set_up_logging(level: str) -> None:
    """Log lines of key=value to standard error, masked."""
    logging.basicConfig(stream=sys.stderr, level=level, format="%(message)s", force=True)
    for noisy in ("httpx", "httpcore", "twilio.http_client", "uvicorn.access", "telegram", "alembic"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _where_it_happened,
            _mask_event,
            structlog.processors.LogfmtRenderer(key_order=["timestamp", "level", "event"]),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level]),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )


def _mask_event(_: object, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    return {
        key: mask(value) if isinstance(value, str) and key != "timestamp" else value for key, value in event.items()
    }


def _where_it_happened(_: object, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """An exception as its kind and where it arose; never its words, which may be a household's."""
    if event.pop("exc_info", None) and (error := sys.exception()) is not None:
        frames = traceback.extract_tb(error.__traceback__)[-_FRAMES:]
        event["exception"] = type(error).__name__
        event["at"] = " < ".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in reversed(frames))
    return event
