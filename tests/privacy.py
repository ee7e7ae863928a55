"""What tests tell the system in confidence, and everything it logs: the two must never meet.

Whatever travels as a question, a phone, a name or a note is remembered; every log record made while tests run
is kept as it would be written, extras and traceback included. conftest.py compares them when the run ends.
"""

import json
import logging
import re
from collections.abc import Iterable
from typing import Any

CONFIDENTIAL = ("question", "phone", "name", "note", "customer_name", "counterpart_name", "counterpart_phone")
SHORTEST = 5
DIGITS_THAT_NAME_A_PERSON = 8
_remembered: set[str] = set()


class Written(logging.Handler):
    """Keeps what is logged."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []

    def filter(self, record: logging.LogRecord) -> bool:
        """Powertools has other loggers' handlers pass its records by; not this one."""
        return True

    def emit(self, record: logging.LogRecord) -> None:
        """The message, what was added to it, and the traceback."""
        extras = [str(value) for name, value in vars(record).items() if name not in ("args", "msg")]
        trace = logging.Formatter().formatException(record.exc_info) if record.exc_info else ""
        self.lines.append("\n".join([record.getMessage(), *extras, trace]))


def remember(told: Any) -> None:
    """Confidential values of a request or an item, at any depth; text that is not JSON is nobody's secret."""
    if isinstance(told, str):
        try:
            told = json.loads(told)
        except (ValueError, RecursionError):
            return
    if isinstance(told, dict):
        for name, value in told.items():
            if name in CONFIDENTIAL and isinstance(value, str):
                _remembered.add(value)
            elif isinstance(value, dict | list):
                remember(value)
    elif isinstance(told, list):
        for value in told:
            remember(value)


def leaks(lines: Iterable[str], secrets: Iterable[str] = _remembered) -> list[str]:
    """The lines that hold a secret, or the last digits of one that is a phone."""
    secrets = list(secrets)
    words = {secret for secret in secrets if len(secret) >= SHORTEST and not secret.isspace()}
    digits = {re.sub(r"\D", "", secret)[-DIGITS_THAT_NAME_A_PERSON:] for secret in secrets}
    words |= {one for one in digits if len(one) == DIGITS_THAT_NAME_A_PERSON}
    return [line for line in lines if any(word in line for word in words)]


def remembered() -> int:
    """How many secrets this run told."""
    return len(_remembered)
