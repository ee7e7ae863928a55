"""The states of callbacks, attempts and agents, read off their items."""

from typing import Any

import msgspec

from tests.simulation.aws.dynamodb import Item

NEW = "nothing"
_STATE = {"callback": "status", "agent": "activity"}


def state_of(item: Item | None) -> str:
    """Of a callback, an attempt or an agent; NEW before there is one, and for whatever has no state."""
    if item is None:
        return NEW
    entity = item["entity"]["S"]
    if entity == "attempt":
        call: dict[str, Any] = msgspec.json.decode(item["call"]["S"])
        return str(call.get("state", "claimed"))
    name = _STATE.get(entity)
    return str(item[name]["S"]) if name else NEW
