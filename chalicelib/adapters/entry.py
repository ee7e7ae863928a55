"""How every handler that is not HTTP is entered: context, one log line, partial-batch answers.

Chalice packages these handlers under their own module, so Lambda never imports app.py and no middleware
of it runs: what they need is here.
"""

import traceback
from collections.abc import Callable, Iterable
from typing import Any

from chalice.app import SQSEvent

from chalicelib.adapters import log
from chalicelib.adapters.context import context
from chalicelib.kernel.context import Context

Batch = dict[str, list[dict[str, str]]]


def batch(event: SQSEvent, name: str, handle: Callable[[Context, str], None], ordered: bool = False) -> Batch:
    """Handles each message; those that failed are reported and come back. In an ordered batch everything
    after a failure is reported too, so that the order within a message group holds."""
    ctx, total = context(), 0
    failed: list[str] = []
    started = ctx.now_ms()
    for record in event.to_dict()["Records"]:
        total += 1
        if ordered and failed:
            failed.append(record["messageId"])
            continue
        try:
            handle(ctx, record["body"])
        except Exception as error:
            failed.append(record["messageId"])
            report(name, error)
    done(name, started, records=total, failed=len(failed))
    return {"batchItemFailures": [{"itemIdentifier": one} for one in failed]}


def stream(event: Any, name: str, handle: Callable[[Context, list[dict[str, Any]]], None]) -> Batch:
    """Handles a batch of the table's stream as one; a failure makes Lambda send it again."""
    ctx = context()
    started = ctx.now_ms()
    records = event.to_dict()["Records"]
    handle(ctx, records)
    done(name, started, records=len(records))
    return {"batchItemFailures": []}


def scheduled(name: str, work: Callable[[Context], int]) -> None:
    """Runs what a schedule asks for; `work` answers how many items it touched."""
    ctx = context()
    started = ctx.now_ms()
    done(name, started, touched=work(ctx))


def each(name: str, items: Iterable[Any], work: Callable[[Any], None]) -> int:
    """Does all items even if one fails; answers how many were done."""
    count = 0
    for item in items:
        try:
            work(item)
            count += 1
        except Exception as error:
            report(name, error)
    return count


def done(name: str, started_ms: int, **facts: int) -> None:
    """The one line."""
    took = context().now_ms() - started_ms
    log.done("done", handler=name, took_ms=took, **facts)


def report(name: str, error: BaseException | None) -> None:
    """An error by type and place; its text may hold what must not be logged."""
    frames = traceback.extract_tb(error.__traceback__ if error else None)[-6:]
    where = [f"{frame.filename.rpartition('/')[2]}:{frame.lineno}" for frame in frames]
    log.failed("failed", handler=name, error=type(error).__name__, where=where)
