"""Which request a call to one of our numbers waits for.

CALL#{call sid} / CALL     the callback of that call; passes after two days
"""

from pynamodb.attributes import UnicodeAttribute

from chalicelib.table import PassingRow, Write, put

KEPT_S = 2 * 86_400


class CallRow(PassingRow):
    """Somebody called, and was put in line."""

    callback_id = UnicodeAttribute()


def note(call_sid: str, callback_id: str, now_ms: int) -> Write:
    """As a part of the transaction that puts them in line."""
    key = f"CALL#{call_sid}"
    expires = now_ms // 1000 + KEPT_S
    return put("call", CallRow(key, "CALL", entity="call", callback_id=callback_id, expires_at_s=expires))


def read(call_sid: str) -> str | None:
    """The callback of a call, consistently."""
    try:
        return str(CallRow.get(f"CALL#{call_sid}", "CALL", consistent_read=True).callback_id)
    except CallRow.DoesNotExist:
        return None
