"""Every state of the call bar as the server would tell it, for the pictures and for the journeys.

One real call is on stage; what the desk reads of it is changed on the way.

Not here is what only the browser knows: mute, warnings of the line, another tab, a refused microphone.
"""

import time
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, Route

Json = dict[str, Any]
Change = Callable[[Json, Json], None]
"""What is changed in the answers for `GET /me` and for the attempt."""

REMEMBER_SOCKETS = """
window.sockets = [];
const Plain = window.WebSocket;
window.WebSocket = class extends Plain {
  constructor(...given) { super(...given); window.sockets.push(this); }
};
"""
PUSH = """(said) => window.sockets.filter((one) => one.readyState === 1).forEach((one) =>
  one.dispatchEvent(new MessageEvent('message', { data: JSON.stringify(said) })))"""
SPECIALIST, SHOP, OUTSIDE = "Beatriz Nogueira", "Loja Aurora", "Ouvidoria"
COLLEAGUE = "Diego Fonseca"
WRAP_UP_MS, RING_S, PATIENCE_MS = 20_000, 20, 10_000


def _leg(one: Json, state: str, on_hold: bool = False) -> None:
    one |= {"state": state, "on_hold": on_hold}


def _party(attempt: Json, kind: str, name: str, state: str = "joined", **more: Any) -> None:
    """One more, under the next label; `ended_as` says that they have gone."""
    label = f"{kind}-{len(attempt['participants']) + 1}"
    one = {"label": label, "kind": kind, "name": name, "agent_id": None, "state": state, "on_hold": False}
    one |= {"asked_at_ms": attempt["now_ms"], "joined_at_ms": None, "left_at_ms": None, "ended_as": None}
    attempt["participants"] = [*attempt["participants"], one | more]


def _is(me: Json, activity: str) -> None:
    me["presence"] |= {"activity": activity, "since_ms": me["now_ms"]}


def joining(me: Json, attempt: Json) -> None:
    """Claimed, and the browser is on its way."""
    attempt |= {"state": "claimed", "dialled_at_ms": None, "connected_at_ms": None}
    _leg(attempt["agent"], "absent")
    _leg(attempt["customer"], "absent")


def dialling(me: Json, attempt: Json) -> None:
    """The agent is there, the customer is called."""
    attempt |= {"state": "dialling", "connected_at_ms": None}
    _leg(attempt["customer"], "initiated")


def ringing(me: Json, attempt: Json) -> None:
    """Their phone rings."""
    dialling(me, attempt)
    _leg(attempt["customer"], "ringing")


def on_call(me: Json, attempt: Json) -> None:
    """They talk: as it is."""


def held(me: Json, attempt: Json) -> None:
    """The customer hears music."""
    _leg(attempt["customer"], "joined", on_hold=True)


def asked(me: Json, attempt: Json) -> None:
    """A specialist's desk rings."""
    held(me, attempt)
    _party(attempt, "specialist", SPECIALIST, "absent")


def consulting(me: Json, attempt: Json) -> None:
    """The specialist alone."""
    held(me, attempt)
    _party(attempt, "specialist", SPECIALIST)


def swapped(me: Json, attempt: Json) -> None:
    """Back with the customer, the specialist stays."""
    _party(attempt, "specialist", SPECIALIST, on_hold=True)


def together(me: Json, attempt: Json) -> None:
    """Three."""
    _party(attempt, "specialist", SPECIALIST)


def seller_rings(me: Json, attempt: Json) -> None:
    """The other side of the order is dialled."""
    held(me, attempt)
    _party(attempt, "seller", SHOP, "ringing")


def two_sides(me: Json, attempt: Json) -> None:
    """The two sides kept apart."""
    held(me, attempt)
    _party(attempt, "seller", SHOP)


def everybody(me: Json, attempt: Json) -> None:
    """As many as there can be: the most crowded strip."""
    two_sides(me, attempt)
    _party(attempt, "specialist", SPECIALIST, on_hold=True)
    _party(attempt, "outside", OUTSIDE, "ringing")


def not_come(me: Json, attempt: Json) -> None:
    """Who was asked and did not come."""
    _party(attempt, "specialist", SPECIALIST, "left", ended_as="declined")
    _party(attempt, "specialist", COLLEAGUE, "left", ended_as="silent")
    _party(attempt, "seller", SHOP, "left", ended_as="busy")


def customer_left(me: Json, attempt: Json) -> None:
    """The call goes on without the customer."""
    _leg(attempt["customer"], "left")
    _party(attempt, "seller", SHOP)


def line_lost(me: Json, attempt: Json) -> None:
    """The agent's line is not in the call."""
    _leg(attempt["agent"], "left")


def left_to_me(me: Json, attempt: Json) -> None:
    """A cold transfer that was accepted: the customer hears music until the line is there."""
    joining(me, attempt)
    held(me, attempt)


def guest(me: Json, attempt: Json) -> None:
    """Asked in, seen by whoever was."""
    attempt |= {"agent_id": "somebody-else", "agent_name": COLLEAGUE}
    _party(attempt, "specialist", me["name"], agent_id=me["agent_id"])


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
            _leg(one, "left")
        if not talked:
            attempt["connected_at_ms"] = None
        me |= {"attempt_id": attempt["id"] if talked else None}
        _is(me, "wrap-up" if talked else "available")

    return change


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


class Told:
    """Changes what one page is told of the call it is in."""

    def __init__(self, page: Page) -> None:
        self._page, self._told = page, set[str]()
        self._change: Change = on_call
        self._version = 10_000
        self._me = self._read("/api/me")
        self._attempt = self._read(f"/api/attempts/{self._me['attempt_id']}")
        self._attempt_id = str(self._me["attempt_id"])
        page.route("**/api/me", self._answer)
        page.route(f"**/api/attempts/{self._attempt_id}", self._answer)

    def becomes(self, change: Change) -> None:
        """The desk is told, and shows it."""
        self._change = change
        self._version += 1
        self._told.clear()
        for what, whose in (("attempt", self._attempt_id), ("me", self._me["agent_id"])):
            said = {"type": "changed", "what": what, "id": whose, "version": self._version}
            self._page.evaluate(PUSH, said)
        waited_ms = 0
        while self._told != {"me", "attempt"} and waited_ms < PATIENCE_MS:
            self._page.wait_for_timeout(50)
            waited_ms += 50
        assert self._told, "the desk asked for nothing"
        self._page.wait_for_timeout(150)

    def _read(self, path: str) -> Json:
        """The next answer the page is given for it."""
        with self._page.expect_response(lambda one: one.url.endswith(path) and one.ok) as heard:
            self._page.evaluate(PUSH, {"type": "changed", "what": "me", "id": "-", "version": self._version})
            if "attempts" in path:
                said = {"type": "changed", "what": "attempt", "id": path.rsplit("/", 1)[1]}
                self._page.evaluate(PUSH, said | {"version": self._version})
        return dict(heard.value.json())

    def _answer(self, route: Route) -> None:
        if route.request.method != "GET":
            route.continue_()
            return
        now = {"now_ms": int(time.time() * 1000)}
        me, attempt = _copied(self._me) | now, _copied(self._attempt) | now | {"version": self._version}
        self._change(me, attempt)
        what = "me" if route.request.url.endswith("/me") else "attempt"
        self._told.add(what)
        route.fulfill(json=me if what == "me" else attempt)


def _copied(answer: Json) -> Json:
    return {name: dict(one) if isinstance(one, dict) else one for name, one in answer.items()}
