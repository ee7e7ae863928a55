"""Every state of the call bar as the server would tell it, for the pictures and for the journeys.

Not here is what only the browser knows: mute, warnings of the line, another tab, a refused microphone.
"""

from collections.abc import Callable
from typing import Any

Json = dict[str, Any]
Change = Callable[[Json, Json], None]
"""What is changed in the answers for `GET /me` and for the attempt."""

SPECIALIST, OUTSIDE = "Beatriz Nogueira", "Ouvidoria"
OTHER_SIDE = {"buyer": "Loja Aurora", "seller": "Otávio Lima"}
"""Of whose order it is, by the customer's role."""
COLLEAGUE = "Diego Fonseca"
WRAP_UP_MS, RING_S = 20_000, 20


def leg(one: Json, state: str, on_hold: bool = False) -> None:
    """Where a leg is."""
    one |= {"state": state, "on_hold": on_hold}


def party(attempt: Json, kind: str, name: str, state: str = "joined", **more: Any) -> None:
    """One more, under the next label; `ended_as` says that they have gone."""
    label = f"{kind}-{len(attempt['participants']) + 1}"
    one = {"label": label, "kind": kind, "name": name, "agent_id": None, "state": state, "on_hold": False}
    one |= {"asked_at_ms": attempt["now_ms"], "joined_at_ms": None, "left_at_ms": None}
    one |= {"ended_as": None, "mode": None}
    attempt["participants"] = [*attempt["participants"], one | more]


def _is(me: Json, activity: str) -> None:
    me["presence"] |= {"activity": activity, "since_ms": me["now_ms"]}


def joining(me: Json, attempt: Json) -> None:
    """Claimed, and the browser is on its way."""
    attempt |= {"state": "claimed", "dialled_at_ms": None, "connected_at_ms": None}
    leg(attempt["agent"], "absent")
    leg(attempt["customer"], "absent")


def dialling(me: Json, attempt: Json) -> None:
    """The agent is there, the customer is called."""
    attempt |= {"state": "dialling", "connected_at_ms": None}
    leg(attempt["customer"], "initiated")


def ringing(me: Json, attempt: Json) -> None:
    """Their phone rings."""
    dialling(me, attempt)
    leg(attempt["customer"], "ringing")


def on_call(me: Json, attempt: Json) -> None:
    """They talk: as it is."""


def held(me: Json, attempt: Json) -> None:
    """The customer hears music."""
    leg(attempt["customer"], "joined", on_hold=True)


def asked(me: Json, attempt: Json) -> None:
    """A specialist's desk rings."""
    held(me, attempt)
    party(attempt, "specialist", SPECIALIST, "absent")


def consulting(me: Json, attempt: Json) -> None:
    """The specialist alone."""
    held(me, attempt)
    party(attempt, "specialist", SPECIALIST)


def swapped(me: Json, attempt: Json) -> None:
    """Back with the customer, the specialist stays."""
    party(attempt, "specialist", SPECIALIST, on_hold=True)


def together(me: Json, attempt: Json) -> None:
    """Three."""
    party(attempt, "specialist", SPECIALIST)


def seller_rings(me: Json, attempt: Json) -> None:
    """The other side of the order is dialled."""
    held(me, attempt)
    party(attempt, "seller", OTHER_SIDE[attempt["customer_role"]], "ringing")


def two_sides(me: Json, attempt: Json) -> None:
    """The two sides kept apart."""
    held(me, attempt)
    party(attempt, "seller", OTHER_SIDE[attempt["customer_role"]])


def everybody(me: Json, attempt: Json) -> None:
    """As many as there can be: the most crowded strip."""
    two_sides(me, attempt)
    party(attempt, "specialist", SPECIALIST, on_hold=True)
    party(attempt, "outside", OUTSIDE, "ringing")


def not_come(me: Json, attempt: Json) -> None:
    """Who was asked and did not come."""
    party(attempt, "specialist", SPECIALIST, "left", ended_as="declined")
    party(attempt, "specialist", COLLEAGUE, "left", ended_as="silent")
    party(attempt, "seller", OTHER_SIDE[attempt["customer_role"]], "left", ended_as="busy")


def customer_left(me: Json, attempt: Json) -> None:
    """The call goes on without the customer."""
    leg(attempt["customer"], "left")
    party(attempt, "seller", OTHER_SIDE[attempt["customer_role"]])


def line_lost(me: Json, attempt: Json) -> None:
    """The agent's line is not in the call."""
    leg(attempt["agent"], "left")


def left_to_me(me: Json, attempt: Json) -> None:
    """A cold transfer that was accepted: the customer hears music until the line is there."""
    joining(me, attempt)
    held(me, attempt)


def guest(me: Json, attempt: Json) -> None:
    """Asked in, seen by whoever was."""
    attempt |= {"agent_id": "somebody-else", "agent_name": COLLEAGUE}
    party(attempt, "specialist", me["name"], agent_id=me["agent_id"])


def guest_held(me: Json, attempt: Json) -> None:
    """Asked in, and the agent talks with the customer."""
    guest(me, attempt)
    attempt["participants"][-1]["on_hold"] = True


def _ended(outcome: str, ended_by: str, talked: bool) -> Change:
    def change(me: Json, attempt: Json) -> None:
        ended_at_ms = attempt["now_ms"] - 1_000
        until_ms = ended_at_ms + WRAP_UP_MS if talked else None
        attempt |= {"state": "ended", "outcome": outcome, "ended_by": ended_by, "ended_at_ms": ended_at_ms}
        attempt |= {"wrap_up_until_ms": until_ms, "wrapped_up_at_ms": None, "disposition": None}
        for one in (attempt["agent"], attempt["customer"]):
            leg(one, "left")
        if not talked:
            attempt["connected_at_ms"] = None
        me |= {"attempt_id": attempt["id"] if talked else None}
        _is(me, "wrap-up" if talked else "available")

    return change


def cut_off(me: Json, attempt: Json) -> None:
    """The customer's line was lost, and the carrier cannot tell it from hanging up."""
    _ended("completed", "customer", True)(me, attempt)
    attempt["can_call_again"] = True


def expired(me: Json, attempt: Json) -> None:
    """The wrap-up's time is over and nothing was saved."""
    _ended("completed", "customer", True)(me, attempt)
    attempt["wrapped_up_at_ms"] = attempt["now_ms"]
    me["attempt_id"] = None
    _is(me, "available")


def recorded(me: Json, attempt: Json) -> None:
    """Saved."""
    expired(me, attempt)
    attempt["disposition"] = "solved"


def offer(me: Json, attempt: Json) -> None:
    """A customer rings at an idle desk."""
    callback = attempt["callback"]
    rung = {"callback_id": callback["id"], "lane": callback["lane"], "topic": callback["topic"]}
    rung |= {"tier": "urgent", "customer_name": attempt["customer_name"], "ring_s": RING_S}
    _is(me, "available")
    me |= {"attempt_id": None, "offer": rung | {"until_ms": me["now_ms"] + 14_000}}


def invitation(me: Json, attempt: Json) -> None:
    """A colleague asks."""
    callback = attempt["callback"]
    rung = {"attempt_id": attempt["id"], "label": "specialist-1", "transfer": False, "from_name": COLLEAGUE}
    rung |= {"customer_name": attempt["customer_name"], "question": callback["question"]}
    rung |= {"lane": callback["lane"], "ring_s": RING_S, "until_ms": me["now_ms"] + 14_000}
    _is(me, "available")
    me |= {"attempt_id": None, "invitation": rung}


def invitation_cold(me: Json, attempt: Json) -> None:
    """A colleague leaves a customer to them."""
    invitation(me, attempt)
    me["invitation"]["transfer"] = True


LIVE: dict[str, Change] = {
    "joining": joining,
    "dialling": dialling,
    "ringing": ringing,
    "on-call": on_call,
    "held": held,
    "asked": asked,
    "consulting": consulting,
    "swapped": swapped,
    "together": together,
    "seller-rings": seller_rings,
    "two-sides": two_sides,
    "everybody": everybody,
    "not-come": not_come,
    "customer-left": customer_left,
    "line-lost": line_lost,
    "guest": guest,
    "guest-held": guest_held,
    "left-to-me": left_to_me,
}
"""With a bar; the line stays open through all of them."""
OVER: dict[str, Change] = {
    "ended-by-customer": _ended("completed", "customer", True),
    "ended-by-agent": _ended("completed", "agent", True),
    "ended-transferred": _ended("transferred", "agent", True),
    "ended-line-lost": _ended("agent_lost", "agent", True),
    "wrap-up-expired": expired,
    "recorded": recorded,
}
"""After it: the line closes with the first of them."""
FAILED: dict[str, Change] = {
    f"failed-{outcome.replace('_', '-')}": _ended(outcome, by, False)
    for outcome, by in (
        ("busy", "customer"),
        ("no_answer", "carrier"),
        ("rejected", "customer"),
        ("machine", "carrier"),
        ("invalid_number", "carrier"),
        ("failed", "carrier"),
        ("cancelled", "agent"),
        ("agent_never_joined", "agent"),
        ("agent_dropped", "agent"),
        ("carrier_unavailable", "carrier"),
        ("transfer_failed", "carrier"),
    )
}
"""Nobody was spoken to: the agent is free, a notice says why."""
RINGS: dict[str, Change] = {"offer": offer, "invitation": invitation, "invitation-cold": invitation_cold}
"""At a desk without a call."""
