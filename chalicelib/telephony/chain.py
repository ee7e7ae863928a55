"""Every attempt of one request, in order: where it was tried again, and where a call was transferred."""

from contextlib import suppress

from chalicelib.kernel.errors import DomainError
from chalicelib.queue import service as queue
from chalicelib.telephony import store
from chalicelib.telephony.advance import find
from chalicelib.telephony.store import AttemptRow

MOST = 40
"""Attempts of a request that are looked through."""


def chain(attempt_id: str) -> list[AttemptRow]:
    """The first to the newest. Raises not_found."""
    asked = find(attempt_id)
    newest = None
    with suppress(DomainError):
        newest = queue.find(asked.request.callback_id).attempt_id
    found = _back(newest) if newest else []
    return found if attempt_id in [row.attempt_id for row in found] else _forward(asked.conference)


def _back(attempt_id: str | None) -> list[AttemptRow]:
    found: list[AttemptRow] = []
    while attempt_id and len(found) < MOST:
        call = _forward(attempt_id)
        found = call + found
        attempt_id = call[0].retry_of_id if call else None
    return found


def _forward(attempt_id: str | None) -> list[AttemptRow]:
    """One call, from the attempt that began it through its transfers."""
    found: list[AttemptRow] = []
    while attempt_id and len(found) < MOST:
        row = store.read(attempt_id)
        if row is None:
            break
        found.append(row)
        attempt_id = row.next_id
    return found
