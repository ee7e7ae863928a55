"""Which change of a call its recording must hear of: pure reading of the table's stream."""

from collections.abc import Mapping
from typing import Any

import msgspec

from chalicelib.recording.state import CUSTOMER, Seen
from chalicelib.telephony.service import Attempt

Image = Mapping[str, Mapping[str, Any]]
OTHERS = ("seller", "outside")
"""Whose voices are recorded besides the customer's and those of our own people."""


def changed(new: Image, old: Image) -> str | None:
    """The SID of the customer's leg whose recording is to look at the call: there is one now, it is over, or
    somebody else has come or gone."""
    call_sid, seen = _of(new)
    if call_sid is None or (call_sid, seen) == _of(old):
        return None
    return call_sid if seen.live or _of(old)[1].live else None


def _of(image: Image) -> tuple[str | None, Seen]:
    if image.get("entity", {}).get("S") != "attempt":
        return None, Seen(False)
    call = msgspec.json.decode(image["call"]["S"], type=Attempt)
    return call.customer.call_sid, seen(call, call.customer.call_sid)


def seen(call: Attempt, call_sid: str | None) -> Seen:
    """The call as the recording of that leg must see it. A transfer that waits for its agent goes on."""
    customer = call.customer
    met = call.state == "connected" or (call.state == "claimed" and call.hops > 0)
    if not met or customer.state != "joined" or customer.call_sid != call_sid:
        return Seen(False)
    there = [
        one.label
        for one in call.participants
        if one.kind in OTHERS and one.leg.state == "joined" and one.ended_as is None
    ]
    return Seen(True, (CUSTOMER, *there))
