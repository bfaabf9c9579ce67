"""The one place that sets up logging, and masks people's data that slips through."""

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

# A run of 7 or more digits, with the spaces and dashes people put in: phones and id numbers.
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
            structlog.processors.format_exc_info,
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
