"""What the twin shows of itself: plain JSON, newest last."""

from dataclasses import asdict
from typing import Any

from local.twilio.core.model import Call, Conference
from local.twilio.core.people import BY_ENDING
from local.twilio.core.world import World
from local.twilio.rest.shapes import call_json, conference_json, participant_json

RECENT = 200


def state(world: World) -> dict[str, Any]:
    """Everything, trimmed to the most recent entries of each list."""
    return {
        "now_ms": world.now_ms,
        "calls": calls(world),
        "conferences": conferences(world),
        "webhooks": webhooks(world),
        "requests": list(world.requests)[-RECENT:],
        "errors": list(world.network.errors)[-RECENT:],
        "recordings": [asdict(one) for one in world.recordings.kept.values()][-RECENT:],
        "messages": [asdict(message) for message in world.messages.values()][-RECENT:],
        "people": people(world),
        "faults": world.faults.as_json(),
        "clients_online": sorted(+world.network.online),
    }


def calls(world: World) -> list[dict[str, Any]]:
    return [_call(world, call) for call in list(world.calls.values())[-RECENT:]]


def conferences(world: World) -> list[dict[str, Any]]:
    rooms = list(world.rooms.conferences.values())[-RECENT:]
    return [_conference(world, room) for room in rooms]


def webhooks(world: World) -> list[dict[str, Any]]:
    return [dispatch.as_json() for dispatch in list(world.network.post.log)[-RECENT:]]


def people(world: World) -> dict[str, Any]:
    return {
        "scripts": {number: s.as_json() for number, s in world.people.scripts.items()},
        "by_ending": {ending: script.as_json() for ending, script in BY_ENDING.items()},
    }


def _call(world: World, call: Call) -> dict[str, Any]:
    return call_json(world.settings.account_sid, call) | {
        "kind": call.kind,
        "identity": call.identity,
        "params": call.params,
        "script": call.script,
        "created_ms": call.created_ms,
        "answered_ms": call.answered_ms,
        "ended_ms": call.ended_ms,
        "ended_by": call.ended_by,
        "conference_sid": call.conference_sid or None,
        "activity": call.activity,
        "heard": call.heard,
        "listening": call.listening,
    }


def _conference(world: World, room: Conference) -> dict[str, Any]:
    account = world.settings.account_sid
    return conference_json(account, room) | {
        "created_ms": room.created_ms,
        "participants": [
            participant_json(account, room, person, world.calls[person.call_sid])
            for person in room.people.values()
        ],
    }
