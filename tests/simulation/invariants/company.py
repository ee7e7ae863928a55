"""Calls with more than two: who was asked in, transfers, and that all of it is told as it is done."""

from collections import defaultdict
from typing import Any

from tests.simulation.aws.dynamodb import Change, Item
from tests.simulation.invariants.ledger import Ledger, decode, text
from tests.simulation.invariants.violation import Violation

UNTOLD = ("call_ended", "handed_over")
"""Ends of a participant that the end of the attempt tells."""
Call = dict[str, Any]


class Company:
    """Reads what was written of conferences, a transaction at a time."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._attempts: dict[str, list[str]] = defaultdict(list)
        """conference → its attempts, in the order in which they began"""
        self._calls: dict[str, Call] = {}
        self._admitted: dict[str, set[str]] = defaultdict(set)
        """conference → agents who had or have a place in it"""
        self._asked: dict[str, set[str]] = defaultdict(set)
        """conference → labels of whoever was dialled into it"""
        self._told: set[tuple[str, str, str]] = set()

    def check(self, transaction: list[Change]) -> None:
        """Raises Violation."""
        told = [decode(text(one.new, "event")) for one in transaction if text(one.new, "entity") == "event"]
        conferences: dict[str, None] = {}
        agents: dict[str, None] = {}
        for change in transaction:
            entity = text(change.new, "entity")
            if change.new is not None and entity == "attempt":
                conferences[self._note(change.new)] = None
                self._in_the_same_breath(change, told)
                before = decode(text(change.old, "call")) if change.old else {}
                agents |= dict.fromkeys(_invited(before) | _invited(self._calls[change.key[0][8:]]))
            elif entity == "agent":
                agents[text(change.new, "agent_id")] = None
        for conference in conferences:
            self._linked(conference)
        for agent_id in agents:
            self._rings(agent_id)
        for one in told:
            self._once(one)

    def live(self, conference: str) -> Call | None:
        """The attempt that goes on in it."""
        calls = (self._calls[one] for one in self._attempts.get(conference, ()))
        return next((call for call in calls if call.get("state") != "ended"), None)

    def admitted(self, conference: str) -> set[str]:
        """The agents who may ever have come in."""
        return self._admitted[conference]

    def dialled(self, conference: str) -> set[str]:
        """Labels of the phones that may ever have been rung."""
        return self._asked[conference] | {"customer"}

    def _note(self, item: Item) -> str:
        attempt_id, call = text(item, "attempt_id"), decode(text(item, "call"))
        conference = text(item, "initial_id") or attempt_id
        if attempt_id not in self._calls:
            self._attempts[conference].append(attempt_id)
        self._calls[attempt_id] = call
        if not call.get("rings"):
            self._admitted[conference].add(text(item, "agent_id"))
        for one in call.get("participants", ()):
            if one.get("accepted"):
                self._admitted[conference].add(one["agent_id"])
            if one.get("phone"):
                self._asked[conference].add(one["label"])
        return conference

    def _linked(self, conference: str) -> None:
        """Who follows knows who went before, and the other way round; the last of them is the only one that
        may go on."""
        chain = self._attempts[conference]
        for before, attempt_id, after in zip(["", *chain], chain, [*chain[1:], ""], strict=False):
            item = self._ledger.items[f"ATTEMPT#{attempt_id}", "ATTEMPT"]
            links = text(item, "previous_id"), text(item, "next_id")
            if links != (before, after):
                raise Violation("chain", f"{attempt_id} is linked to {links} and not to {(before, after)}")
            call = self._calls[attempt_id]
            if (call.get("outcome") == "transferred") != (after != ""):
                raise Violation("chain", f"{attempt_id} ended as {call.get('outcome')}, after it {after}")

    def _rings(self, agent_id: str) -> None:
        """At a desk rings what that agent is asked into, and nothing else."""
        row = self._ledger.items.get((f"AGENT#{agent_id}", "AGENT"))
        wanted = {
            f"{conference}#{label}"
            for conference in self._attempts
            for label in _ringing(self.live(conference), agent_id)
        }
        wanted |= {
            f"{conference}#{call['agent_label']}"
            for conference, chain in self._attempts.items()
            for call in [self._calls[chain[-1]]]
            if call.get("rings") and call.get("state") != "ended" and self._agent_of(chain[-1]) == agent_id
        }
        rung = {text(row, "invited_to")} - {""}
        if rung != wanted:
            raise Violation("asked-in", f"at the desk of {agent_id} {rung or 'nothing'} rings, not {wanted}")
        if (text(row, "invitation") != "") != bool(rung):
            raise Violation("asked-in", f"{agent_id} is shown an invitation that does not ring, or none")

    def _agent_of(self, attempt_id: str) -> str:
        return text(self._ledger.items[f"ATTEMPT#{attempt_id}", "ATTEMPT"], "agent_id")

    def _in_the_same_breath(self, change: Change, events: list[dict[str, Any]]) -> None:
        attempt_id = text(change.new, "attempt_id")
        after = self._calls[attempt_id]
        told = {
            (
                event["kind"].removeprefix("attempt.party_"),
                event["data"]["party"],
                event["data"].get("reason"),
            )
            for event in events
            if event.get("attempt_id") == attempt_id and event["kind"].startswith("attempt.party_")
        }
        if change.old is None:
            done: set[tuple[str, str, str | None]] = set()
            if after.get("state") == "connected" and after.get("held"):
                raise Violation("all-gone", f"{attempt_id} begins with {after['held']} listening to music")
        else:
            done = _done(attempt_id, decode(text(change.old, "call")), after)
        if told != done:
            raise Violation("told-as-done", f"of the company in {attempt_id} {done} was done, {told} told")

    def _once(self, event: dict[str, Any]) -> None:
        if not event["kind"].startswith("attempt.party_"):
            return
        attempt = self._ledger.items[f"ATTEMPT#{event['attempt_id']}", "ATTEMPT"]
        conference = text(attempt, "initial_id") or event["attempt_id"]
        one = conference, event["data"]["party"], event["kind"]
        if one in self._told:
            raise Violation("told-as-done", f"{one[2]} is told twice of {one[1]} in {conference}")
        self._told.add(one)


def wanted(call: Call | None, label: str) -> bool:
    """Whether this leg of the conference is meant to be in it."""
    if call is None:
        return False
    if label == "customer" or label == call.get("agent_label"):
        return True
    if label.startswith(f"agent{call.get('hops') or ''}-"):
        return True
    return any(one["label"] == label and "ended_as" not in one for one in call.get("participants", ()))


def _ringing(call: Call | None, agent_id: str) -> list[str]:
    people = call.get("participants", ()) if call else ()
    return [
        one["label"]
        for one in people
        if one.get("agent_id") == agent_id and not one.get("accepted") and "ended_as" not in one
    ]


def _invited(call: Call) -> set[str]:
    return {one["agent_id"] for one in call.get("participants", ()) if "agent_id" in one}


def _done(attempt_id: str, before: Call, after: Call) -> set[tuple[str, str, str | None]]:
    """What happened to each participant: (asked, joined or left, label, reason)."""
    known = {one["label"]: one for one in before.get("participants", ())}
    done: set[tuple[str, str, str | None]] = set()
    for one in after.get("participants", ()):
        label, old = one["label"], known.pop(one["label"], {})
        leg, was = one.get("leg", {}), old.get("leg", {})
        if not old:
            done.add(("asked", label, None))
        if old.get("ended_as") not in (None, one.get("ended_as")):
            raise Violation("legal-move", f"{label} of {attempt_id} left as {old['ended_as']}, and otherwise")
        if was.get("state") == "left" and leg.get("state") in ("absent", "initiated", "ringing", "answered"):
            raise Violation("legal-move", f"the leg of {label} in {attempt_id} went back")
        came = leg.get("state") == "joined" and "joined_at_ms" in leg and "joined_at_ms" not in was
        if came and "ended_as" not in one:
            done.add(("joined", label, None))
        if "ended_as" in one and "ended_as" not in old and one["ended_as"] not in UNTOLD:
            done.add(("left", label, one["ended_as"]))
    if known:
        raise Violation("legal-move", f"{attempt_id} has forgotten {sorted(known)}")
    return done
