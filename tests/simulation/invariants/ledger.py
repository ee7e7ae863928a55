"""The table as the invariants read it: who is where, kept up to date change by change."""

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import msgspec

from tests.simulation.aws.dynamodb import Change, Item
from tests.simulation.code import REPOSITORY
from tests.simulation.invariants.agreement import Agreement
from tests.simulation.invariants.violation import Violation

if TYPE_CHECKING:
    from tests.simulation.world import World

IN_CALL = ("claimed", "dialling", "connected")
OPEN = ("received", "queued", *IN_CALL)
UNTIL_DUE = ("window", "retry", "quiet_hours")
TIDY_FOR_MS = 600_000
PLACED_WITHIN_MS = 180_000
"""Without faults: ninety seconds for the line to be clear, then a sweep each minute."""
decode = msgspec.json.decode
BEHIND_ANOTHER = "+"
"""How the order key ends of whoever another was merged into, and has their place by it."""
LOSING = {
    lane
    for lane, policy in decode((REPOSITORY / "chalicelib/queue/lanes.json").read_bytes()).items()
    if any(retry["position"] == "lost" for retry in policy.get("retries", {}).values())
}
"""Lanes whose policy takes the place away; simulated people ask in none of them."""


def text(item: Item | None, name: str) -> str:
    """A string attribute; "" when it is not there."""
    return str(item[name]["S"]) if item and name in item else ""


def number(item: Item, name: str) -> int:
    """A number attribute; 0 when it is not there."""
    return int(item[name]["N"]) if name in item else 0


def asked(item: Item | str | None) -> dict[str, Any]:
    """The request of an item, without what says nothing: the released code did not write it."""
    said = decode(item if isinstance(item, str) else text(item, "request"))
    return {name: value for name, value in said.items() if value not in (None, 0, "form")}


def busy_with(item: Item) -> set[str]:
    """The agents who are in this attempt's call."""
    call = decode(text(item, "call"))
    if call.get("state") == "ended":
        return set()
    guests = {
        one["agent_id"]
        for one in call.get("participants", ())
        if one.get("accepted") and "ended_as" not in one
    }
    return guests | (set() if call.get("rings") else {text(item, "agent_id")})


class Ledger:
    """Rows by what they are about, and which of these were touched since last asked."""

    def __init__(self, world: "World") -> None:
        self._world = world
        self._read = 0
        self.items = world.table.items
        self.requests: dict[str, dict[str, Any]] = {}
        self.attempts: dict[str, dict[str, str]] = defaultdict(dict)
        """callback → attempt → state"""
        self.callback_of: dict[str, str] = {}
        """attempt → callback"""
        self.by_agent: dict[str, dict[str, str]] = defaultdict(dict)
        """agent → attempt they had or have → its state, ended for them or for all"""
        self.followed: dict[str, set[str]] = defaultdict(set)
        """callback → attempts that began with a transfer, which count as one with those before"""
        self.asked: dict[str, int] = defaultdict(int)
        """customer → callbacks they have asked for"""
        self.line: dict[tuple[str, ...], int] = {}
        """waiting row → the change that put it there"""
        self.turned: dict[tuple[str, str], int] = {}
        """place in a line → when a claimer last had the turn for it"""
        self.places: dict[str, dict[str, str]] = defaultdict(dict)
        """callback → its places in line, and the request that stands there"""
        self.received: dict[str, int] = {}
        """callbacks without a place → since when"""
        self._agreement = Agreement(world)
        self._callbacks: dict[str, None] = {}
        self._agents: dict[str, None] = {}
        self._customers: dict[str, None] = {}

    @property
    def now_ms(self) -> int:
        """UTC milliseconds, as nobody but the world knows them."""
        return self._world.now_ms

    def new_transactions(self) -> Iterator[list[Change]]:
        """What was written since last asked, a request at a time."""
        changes = self._world.db.changes
        while self._read < len(changes):
            begin = self._read
            transaction = changes[begin].transaction
            while self._read < len(changes) and changes[self._read].transaction == transaction:
                self._note(changes[self._read])
                self._read += 1
            yield changes[begin : self._read]

    def moved_ms(self, row: tuple[str, ...]) -> int:
        """When a waiting row was put there, or a claimer had the turn for it."""
        return max(self._world.db.changes[self.line[row] - 1].at_ms, self.turned.get((row[0], row[1]), 0))

    def author(self, transaction: int) -> Any:
        """The invocation that wrote it."""
        return self._world.outside.authors.get(transaction)

    def check_touched(self) -> None:
        """Raises Violation."""
        for callback_id in self._callbacks:
            self._one_place(callback_id)
        for agent_id in self._agents | self._agreement.wrong():
            self._one_agent(agent_id)
        for customer_id in self._customers:
            self._requests_counted(customer_id)
        calm_since = self._world.calm_since_ms
        for callback_id, since in self.received.items() if calm_since else ():
            if self._world.now_ms - max(since, calm_since) > PLACED_WITHIN_MS:
                raise Violation("in-time", f"{callback_id} has no place although nothing goes wrong")
        self._callbacks.clear()
        self._agents.clear()
        self._customers.clear()

    def touch_everything(self) -> None:
        """Has the next check look at every callback, agent and customer."""
        self._callbacks = dict.fromkeys(self.requests)
        self._agents = dict.fromkeys(self.by_agent)
        self._customers = dict.fromkeys(self.asked)

    def _note(self, change: Change) -> None:
        item = change.new or change.old or {}
        match text(item, "entity"):
            case "callback":
                callback_id = change.key[0].removeprefix("CALLBACK#")
                self._callbacks[callback_id] = None
                if change.old is None:
                    request = self.requests[callback_id] = decode(text(item, "request"))
                    self.asked[request["customer_id"]] += 1
                    self._customers[request["customer_id"]] = None
            case "waiting":
                callback_id = decode(text(item, "request"))["callback_id"]
                self._callbacks[callback_id] = None
                places = self.places[callback_id]
                if change.new is None:
                    self.line.pop(change.key, None)
                    places.pop(change.key[1], None)
                else:
                    self.line[change.key] = change.number
                    places[change.key[1]] = text(item, "request")
            case "roll" if change.new is not None:
                self._turned(change.key[0], change.new, number(change.old or {}, "taken"), change.at_ms)
            case "open":
                self._callbacks[text(item, "callback_id")] = None
            case "attempt":
                callback_id = decode(text(item, "request"))["callback_id"]
                attempt_id, agent_id = text(item, "attempt_id"), text(item, "agent_id")
                state = decode(text(item, "call")).get("state", "claimed")
                self.attempts[callback_id][attempt_id] = state
                self.callback_of[attempt_id] = callback_id
                if text(item, "previous_id"):
                    self.followed[callback_id].add(attempt_id)
                self._callbacks[callback_id] = self._agents[agent_id] = None
                before = busy_with(change.old) if change.old else set()
                for one in before | (busy := busy_with(item)):
                    self.by_agent[one][attempt_id] = state if one in busy else "ended"
                    self._agents[one] = None
                self._watched_attempt(item)
            case "agent":
                self._agents[text(item, "agent_id")] = None
                for image in (change.old, change.new):
                    if text(image, "offer"):
                        self._callbacks[decode(text(image, "offer"))["callback_id"]] = None
            case "customer":
                self._customers[text(item, "customer_id")] = None

    def _turned(self, line: str, roll: Item, taken: int, at_ms: int) -> None:
        for turn in range(taken + 1, number(roll, "taken") + 1):
            later = "later" in roll and turn >= number(roll, "later_from")
            name, first = ("later", "later_from") if later else ("block", "block_from")
            block = self.items["ROLL#" + line.removeprefix("LINE#"), text(roll, name)]
            short = text(block, "places").split(" ")[turn - number(roll, first)]
            self.turned[line, short[0] + text(block, "lead") + short[1:]] = at_ms

    def _one_place(self, callback_id: str) -> None:
        row, request = self.items.get((f"CALLBACK#{callback_id}", "CALLBACK")), self.requests.get(callback_id)
        if row is None or request is None:
            raise Violation("one-place", f"there are rows of {callback_id}, which is not there")
        status = text(row, "status")
        if status == "received" and text(row, "why") not in UNTIL_DUE:
            self.received.setdefault(callback_id, self._world.now_ms)
        else:
            self.received.pop(callback_id, None)
        waiting = self.places.get(callback_id, {})
        if len(waiting) != (status == "queued"):
            raise Violation("one-place", f"{callback_id} is {status} and has {len(waiting)} places in line")
        for place, standing_there in waiting.items():
            there, mine = asked(standing_there), asked(row)
            if self.deploys:
                # The released code leaves out what it does not know.
                there, mine = (
                    {name: one[name] for name in there.keys() & mine.keys()} for one in (there, mine)
                )
            if (text(row, "place"), mine) != (place, there):
                raise Violation("one-place", f"{callback_id} believes to be at {text(row, 'place')}")
        key, lane = text(row, "order_key"), f"{request['site']}:{request['topic']}"
        if key and not key.endswith(BEHIND_ANOTHER) and lane not in LOSING:
            raise Violation("one-place", f"{callback_id} has lost the place its lane lets it keep")
        for place in waiting:
            self._rings(callback_id, place)
        mine = self.attempts.get(callback_id, {})
        live = [attempt for attempt, state in mine.items() if state != "ended"]
        if len(live) != (status in IN_CALL):
            raise Violation("one-place", f"{callback_id} is {status} and has live attempts {live}")
        opened = self.items.get((f"CUSTOMER#{request['customer_id']}", f"OPEN#{request['order_id'] or '-'}"))
        if (text(opened, "callback_id") == callback_id) != (status in OPEN):
            raise Violation("one-place", f"{callback_id} is {status}; open: {opened is not None}")
        began = len(mine) - len(self.followed.get(callback_id, ()))
        if number(row, "attempts") != began:
            raise Violation("counters", f"{callback_id} counts {number(row, 'attempts')} of {began} attempts")
        if ("due_pk" in row) != (status in ("received", "queued")):
            raise Violation("watched", f"{callback_id} is {status}; watched: {'due_pk' in row}")

    @property
    def deploys(self) -> bool:
        """Whether released code ran beside this."""
        return self._world.deploys

    def _rings(self, callback_id: str, place: str) -> None:
        """Who is kept for an agent rings at their desk; the released code knew of no offers."""
        request = self.requests[callback_id]
        item = self.items.get((f"LINE#{request['site']}:{request['topic']}", place)) or {}
        kept_for = text(item, "offered_to")
        if not kept_for or self.deploys:
            return
        offer = text(self.items.get((f"AGENT#{kept_for}", "AGENT")), "offer")
        rings = decode(offer) if offer else {}
        if (rings.get("callback_id"), rings.get("place")) != (callback_id, place):
            raise Violation(
                "one-place", f"{callback_id} is kept for {kept_for}, at whose desk it does not ring"
            )

    def _one_agent(self, agent_id: str) -> None:
        row = self.items.get((f"AGENT#{agent_id}", "AGENT"))
        live = [attempt for attempt, state in self.by_agent.get(agent_id, {}).items() if state != "ended"]
        activity, attempt_id = text(row, "activity"), text(row, "attempt_id")
        self._agreement.check(agent_id, activity, attempt_id, live)
        # The released code knew of no offers; the stream tells of the one it left.
        watched = activity == "wrap-up" or text(row, "offer") != "" or text(row, "invited_to") != ""
        if watched != (text(row, "due_pk") != "") and not (self.deploys and activity != "wrap-up"):
            raise Violation("watched", f"{agent_id} is {activity}; watched: {not watched}")
        # The released code knew nothing of who is present.
        if row is not None and not self._world.faults.odds["deploy"]:
            stands = (f"PRESENT#{text(row, 'site')}", agent_id) in self.items
            if stands != (text(row, "presence") == "available"):
                raise Violation("counters", f"{agent_id} chose {text(row, 'presence')}; present: {stands}")

    def _watched_attempt(self, item: Item) -> None:
        call = decode(text(item, "call"))
        agent, customer = call.get("agent", {}), call.get("customer", {})
        heard = customer.get("state", "absent")
        others = [call.get("former", {}), *(one.get("leg", {}) for one in call.get("participants", ()))]
        there = (
            call.get("state", "claimed") != "ended"
            or any(leg.get("state", "absent") not in ("absent", "left") for leg in others)
            or (heard in ("initiated", "ringing", "answered") and not call.get("live"))
            or "joined" in (agent.get("state"), heard)
            or (bool(call.get("dial_at_ms")) and heard == "absent")
        )
        given_up = self._world.now_ms - call.get("ended_at_ms", self._world.now_ms) > TIDY_FOR_MS - 5_000
        if there and "due_pk" not in item and not given_up:
            raise Violation("watched", f"nobody looks at {text(item, 'attempt_id')} again: {call}")

    def _requests_counted(self, customer_id: str) -> None:
        profile = self.items.get((f"CUSTOMER#{customer_id}", "PROFILE"))
        counted = number(profile, "requests") if profile else 0
        if counted != self.asked[customer_id]:
            raise Violation(
                "counters", f"{customer_id} counts {counted} of {self.asked[customer_id]} requests"
            )
