"""Which desks must hear of a change: pure reading of the table's stream."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

Room = str
Key = tuple[Room, str, str]
Image = Mapping[str, Mapping[str, Any]]
AGENT_ROOM = "agent#"
TO_COME = ("window", "retry", "quiet_hours")
"""Why a callback waits for a time, outside the line."""


def agent_room(agent_id: str) -> Room:
    """The desks of one agent, all tabs."""
    return f"{AGENT_ROOM}{agent_id}"


def site_room(site: str) -> Room:
    """All desks of a site."""
    return f"site#{site}"


def supervisors_room(site: str) -> Room:
    """The desks of those who supervise a site."""
    return f"supervisors#{site}"


def closed_desk(new: Image, old: Image) -> str | None:
    """The agent of a connection that is gone, whoever found that out."""
    if new or old.get("entity", {}).get("S") != "connection":
        return None
    rooms = (str(one["S"]) for one in old["rooms"]["L"])
    return next(room.removeprefix(AGENT_ROOM) for room in rooms if room.startswith(AGENT_ROOM))


def changes(records: Iterable[Mapping[str, Any]]) -> dict[Key, int]:
    """(room, what, id) → newest version, of everything in a batch that a desk shows."""
    found: dict[Key, int] = {}
    for record in records:
        images = record["dynamodb"]
        image: Image = images.get("NewImage") or images.get("OldImage") or {}
        for key in _rings_no_more(images):
            found.setdefault(key, 0)
        for key, version in _of(image, record.get("eventName", "")):
            found[key] = max(version, found.get(key, 0))
    return found


def _rings_no_more(images: Mapping[str, Image]) -> list[Key]:
    """Whose desk showed an offer of a waiting callback that is theirs no more: the agent did not change."""
    had = images.get("OldImage", {}).get("offered_to")
    if had is None or images.get("NewImage", {}).get("offered_to") == had:
        return []
    return [(agent_room(had["S"]), "me", had["S"])]


def _of(image: Image, event: str) -> list[tuple[Key, int]]:
    entity = image.get("entity", {}).get("S", "")
    pk, version = image["pk"]["S"], int(image.get("version", {}).get("N", 0))
    if entity == "door" or (entity == "waiting" and event in ("INSERT", "REMOVE")):
        site = pk.removeprefix("LINE#").partition(":")[0]
        return [((site_room(site), "queue", site), 0)]
    if entity == "callback" and image.get("why", {}).get("S") in TO_COME and "due_pk" in image:
        site = image["due_pk"]["S"].removeprefix("DUE#")
        return [((site_room(site), "queue", site), 0)]
    if entity == "board":
        site = pk.removeprefix("BOARD#")
        return [((supervisors_room(site), "board", site), 0)]
    agent_id = image.get("agent_id", {}).get("S")
    if not agent_id:
        return []
    room = agent_room(agent_id)
    if entity == "agent":
        return [((room, "me", agent_id), version)]
    if entity == "attempt":
        rooms = [room, *map(agent_room, _asked_in(image))]
        site = json.loads(image["request"]["S"])["site"]
        told = [((one, "attempt", image["attempt_id"]["S"]), version) for one in rooms]
        return [*told, ((supervisors_room(site), "board", site), 0)]
    if entity == "event":
        return [((room, "timeline", image["customer_id"]["S"]), 0)]
    return []


def _asked_in(image: Image) -> list[str]:
    """The agents besides its own who came into a call."""
    call = image["call"]["S"]
    if '"participants"' not in call:
        return []
    return sorted({one["agent_id"] for one in json.loads(call)["participants"] if one.get("accepted")})
