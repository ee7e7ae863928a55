"""Each transaction by itself: legal moves, told in the same breath, and nobody passed over."""

from collections.abc import Mapping
from typing import Any

from chalicelib.queue.printing import ROLL_MS
from tests.simulation.aws.dynamodb import Change
from tests.simulation.by_hand import Hand
from tests.simulation.invariants.ledger import Ledger, asked, decode, number, text
from tests.simulation.invariants.violation import Violation

CALLBACK_MOVES: Mapping[str, tuple[str, ...]] = {
    "": ("received",),
    "received": ("queued", "cancelled", "expired"),
    "queued": ("claimed", "received", "cancelled", "expired"),
    "claimed": ("dialling", "connected", "received", "completed", "unanswered"),
    "dialling": ("connected", "received", "completed", "unanswered"),
    "connected": ("received", "completed", "unanswered"),
}
ATTEMPT_MOVES: Mapping[str, tuple[str, ...]] = {
    "": ("claimed", "dialling"),
    "claimed": ("dialling", "connected", "ended"),
    "dialling": ("connected", "ended"),
    "connected": ("ended",),
}
AGENT_MOVES: Mapping[str, tuple[str, ...]] = {
    "": ("offline",),
    "offline": ("available", "break"),
    "break": ("available", "offline"),
    "available": ("busy", "offline", "break"),
    "busy": ("wrap-up", "available", "offline", "break"),
    "wrap-up": ("available", "offline", "break", "busy"),
}
QUALITY_MOVES: Mapping[str, tuple[str, ...]] = {"": ("waiting",), "waiting": ("known", "untold")}
NOTICE_MOVES: Mapping[str, tuple[str, ...]] = {"": ("sending",), "sending": ("sent", "failed")}
TOLD: Mapping[tuple[bool, str], str] = {
    (True, "received"): "callback.requested",
    (False, "received"): "callback.returned",
    (False, "queued"): "callback.queued",
    (False, "claimed"): "callback.claimed",
    (False, "dialling"): "attempt.dialled",
    (False, "connected"): "attempt.connected",
    (False, "completed"): "callback.completed",
    (False, "unanswered"): "callback.unanswered",
    (False, "cancelled"): "callback.cancelled",
    (False, "expired"): "callback.expired",
}
ON_LINE = ("callback.on_line", "callback.off_line")
SAME_STATUS = ("callback.changed", "callback.moved", "callback.deferred", "callback.merged", *ON_LINE)
"""What may be told of a callback whose status stays."""
ONCE = frozenset(TOLD.values()) - {"callback.queued"} | {
    "attempt.ended",
    "attempt.agent_joined",
    "attempt.ringing",
    "attempt.quality",
}


SKEW_MS = 10_000
TURN_MS = 3 * ROLL_MS + SKEW_MS
"""As long a turn may pass over a row of which its process died, or that of whose joining nobody was told."""


def _supervises(agent_id: str, transaction: list[Change]) -> bool:
    """Whether they come into a call here, as a supervisor."""
    calls = [decode(text(one.new, "call")) for one in transaction if text(one.new, "entity") == "attempt"]
    people = (one for call in calls for one in call.get("participants", ()))
    return any(
        (one["kind"], one.get("agent_id")) == ("supervisor", agent_id) and "ended_as" not in one
        for one in people
    )


def _but_live(request: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in request.items() if name != "live"}


def _is_gone(merged: dict[str, Any], moved: set[tuple[str, str]]) -> bool:
    """Whether the callback of which another is told was cancelled with it; that one may stay as it was."""
    return (merged["data"]["from_id"], "callback.cancelled") in moved


class Moves:
    """Reads what was written, a transaction at a time."""

    def __init__(self, ledger: Ledger, hand: Hand) -> None:
        self._ledger, self._hand = ledger, hand
        self._told: set[tuple[str, str]] = set()
        self._notes: dict[str, str] = {}
        """attempt → what was noted last"""

    def check(self, transaction: list[Change]) -> None:
        """Raises Violation."""
        events = [decode(text(one.new, "event")) for one in transaction if text(one.new, "entity") == "event"]
        kinds = {(event.get("callback_id", ""), event["kind"]) for event in events}
        moved: set[tuple[str, str]] = set()
        for change in transaction:
            match text(change.new or change.old, "entity"):
                case "callback":
                    moved |= self._callback(change, kinds)
                case "attempt":
                    moved |= self._attempt(change, kinds)
                case "agent":
                    self._agent(change, transaction)
                    moved |= self._offer(change, kinds)
                case "event" if change.old is not None:
                    raise Violation("told-as-done", f"{change.key} was told and is told otherwise")
                case "ticket" if change.old is not None:
                    raise Violation("legal-move", f"{change.key[0]} opened the live channel twice")
                case "waiting" if change.new is None:
                    self._in_order(change, transaction)
                case "notice":
                    moved |= self._notice(change)
                case "message":
                    moved |= self._message(change, kinds)
                case "quality":
                    self._quality(change, kinds)
        for event in events:
            self._once(event)
            if event["kind"] == "callback.merged" and _is_gone(event, moved):
                continue
            told = (event.get("callback_id", ""), event["kind"])
            if told[1].startswith("callback.") and told not in moved:
                raise Violation("told-as-done", f"{told[1]} is told of {told[0]}, which did not move")

    def _callback(self, change: Change, kinds: set[tuple[str, str]]) -> set[tuple[str, str]]:
        callback_id = change.key[0].removeprefix("CALLBACK#")
        before, after = text(change.old, "status"), text(change.new, "status")
        told = {(callback_id, kind) for kind in SAME_STATUS} & kinds
        self._revised(change, callback_id, told)
        if before == after:
            return told
        if (before, after) == ("queued", "received"):
            if (callback_id, "callback.changed") not in kinds:
                raise Violation("told-as-done", f"{callback_id} left the line and it is not told")
            return told
        if after not in CALLBACK_MOVES.get(before, ()):
            raise Violation(
                "legal-move", f"{callback_id} went from {before or 'nothing'} to {after or 'nothing'}"
            )
        expected = (callback_id, TOLD[before == "", after])
        brought_in = after == "dialling" and (callback_id, "attempt.answered") in kinds
        if expected not in kinds and not brought_in:
            raise Violation("told-as-done", f"{callback_id} became {after} and {expected[1]} is not told")
        return {expected} | told

    def _revised(self, change: Change, callback_id: str, told: set[tuple[str, str]]) -> None:
        if change.old is None or change.new is None:
            return
        replaced = asked(change.old) != asked(change.new)
        revisions = number(change.new, "revision") - number(change.old, "revision")
        if revisions != replaced:
            raise Violation("legal-move", f"the request of {callback_id} was changed, or counted so")
        if replaced and not told:
            raise Violation("told-as-done", f"the request of {callback_id} was changed and it is not told")

    def _message(self, change: Change, kinds: set[tuple[str, str]]) -> set[tuple[str, str]]:
        """One that was left is told of as it is noted, with its request or for the one that is open."""
        callback_id = text(change.new, "callback_id")
        if callback_id == text(change.old, "callback_id"):
            return set()
        told = {(callback_id, kind) for kind in ("callback.requested", "callback.message_left")} & kinds
        if len(told) != 1 or text(change.old, "callback_id"):
            raise Violation("told-as-done", f"the message of {change.key[0]} is of {callback_id}: {told}")
        return told

    def _attempt(self, change: Change, kinds: set[tuple[str, str]]) -> set[tuple[str, str]]:
        attempt_id = text(change.new or change.old, "attempt_id")
        if change.new is None:
            raise Violation("legal-move", f"{attempt_id} was removed")
        if change.old is not None:
            before_it, after_it = asked(change.old), asked(change.new)
            if self._ledger.deploys:
                # The released code leaves out what it does not know.
                before_it = {name: before_it[name] for name in before_it.keys() & after_it.keys()}
            told = {(after_it["callback_id"], kind) for kind in ON_LINE} & kinds
            if before_it != after_it and not (told and _but_live(before_it) == _but_live(after_it)):
                raise Violation("legal-move", f"the request of {attempt_id} was changed")
            if number(change.new, "version") != number(change.old, "version") + 1:
                raise Violation("legal-move", f"{attempt_id} was written over a version nobody had read")
        before = decode(text(change.old, "call")).get("state", "claimed") if change.old else ""
        after = decode(text(change.new, "call")).get("state", "claimed")
        follows = before == "" and after == "connected" and text(change.new, "previous_id") != ""
        if before != after and not follows and after not in ATTEMPT_MOVES.get(before, ()):
            raise Violation("legal-move", f"{attempt_id} went from {before or 'nothing'} to {after}")
        callback_id = decode(text(change.new, "request"))["callback_id"]
        if before != after == "ended" and (callback_id, "attempt.ended") not in kinds:
            raise Violation("told-as-done", f"{attempt_id} ended and it is not told")
        return set()

    def _agent(self, change: Change, transaction: list[Change]) -> None:
        before, after = text(change.old, "activity"), text(change.new, "activity")
        who = text(change.new or change.old, "agent_id")
        # By an invitation from whatever they have chosen since it rang; as a supervisor from anything chosen.
        rung = text(change.old, "invited_to") != ""
        supervises = before in ("offline", "break") and _supervises(who, transaction)
        mended = who in self._hand.wrong
        comes = after == "busy" and (rung or supervises or mended)
        by_hand = change.transaction in self._hand.transactions
        if before != after and not (comes or by_hand) and after not in AGENT_MOVES.get(before, ()):
            raise Violation("legal-move", f"{who} went from {before or 'nothing'} to {after or 'nothing'}")
        if (
            change.old is not None
            and number(change.new or {}, "version") != number(change.old, "version") + 1
        ):
            raise Violation("legal-move", f"{who} was written over a version nobody had read")

    def _notice(self, change: Change) -> set[tuple[str, str]]:
        before, after = text(change.old, "state"), text(change.new, "state")
        if before != after and after not in NOTICE_MOVES.get(before, ()):
            raise Violation("legal-move", f"{change.key} went from {before or 'nothing'} to {after}")
        callback_id = change.key[0].removeprefix("CALLBACK#")
        return {(callback_id, "callback.notified")} if before != after == "sent" else set()

    def _quality(self, change: Change, kinds: set[tuple[str, str]]) -> None:
        before, after = text(change.old, "state"), text(change.new, "state")
        if before != after and after not in QUALITY_MOVES.get(before, ()):
            raise Violation("legal-move", f"{change.key} went from {before or 'nothing'} to {after}")
        if (after == "waiting") != ("due_pk" in (change.new or {})):
            raise Violation("watched", f"the quality of {change.key[0]} is {after}, and watched or not")
        told = (self._ledger.callback_of[change.key[0].removeprefix("ATTEMPT#")], "attempt.quality") in kinds
        if told != (before != after == "known"):
            raise Violation("told-as-done", f"the quality of {change.key[0]} is {after}; told: {told}")

    def _offer(self, change: Change, kinds: set[tuple[str, str]]) -> set[tuple[str, str]]:
        before, after = (text(item, "offer") for item in (change.old, change.new))
        if before == after:
            return set()
        if before and after:
            raise Violation("legal-move", f"{change.key[0]} was offered another while one rang")
        about = decode(after or before)["callback_id"]
        ends = ("callback.offer_ended", "callback.claimed")
        told = {(about, kind) for kind in (("callback.offered",) if after else ends)} & kinds
        # The released code puts an agent whole, and knew of no offers.
        if not told and not self._ledger.deploys:
            raise Violation("told-as-done", f"what rings at {change.key[0]} changed and it is not told")
        return told

    def _once(self, event: dict[str, Any]) -> None:
        kind, about = event["kind"], event.get("attempt_id") or event.get("callback_id", "")
        what = kind
        if kind == "attempt.wrapped_up":
            # A note may be corrected, and back; the same one saved twice is told once.
            note = f"{event['data'].get('disposition')} {event['data'].get('note')}"
            if self._notes.get(about) == note:
                raise Violation("told-as-done", f"{kind} is told twice of {about}")
            self._notes[about] = note
            return
        if kind == "callback.notified":
            what = f"{kind} {event['data']['notice']}"
        elif kind not in ONCE:
            return
        if (about, what) in self._told:
            raise Violation("told-as-done", f"{kind} is told twice of {about}")
        self._told.add((about, what))

    def _in_order(self, change: Change, transaction: list[Change]) -> None:
        claimed = next((one for one in transaction if text(one.new, "entity") == "attempt"), None)
        author = self._ledger.author(change.transaction)
        if claimed is None or author is None:
            return
        place = change.key[1]
        agent_id = text(claimed.new, "agent_id")
        agent = self._ledger.items[f"AGENT#{agent_id}", "AGENT"]
        lanes = [f"LINE#{lane['S']}" for lane in agent["lanes"]["L"]]
        # Of a closed lane nobody is called.
        lanes = [one for one in lanes if text(self._ledger.items.get((one, "!")), "state") != "closed"]
        for (other_line, other), put_there in self._ledger.line.items():
            seen = author.lines.get(other_line, 0)
            if other_line not in lanes or other >= place or put_there > seen or other in author.passed:
                continue
            turn_ms = author.turns.get(other_line)
            if turn_ms is not None and self._ledger.moved_ms((other_line, other)) > turn_ms - TURN_MS:
                continue
            unused_ms = self._ledger.turned.get((other_line, other))
            if unused_ms is not None and unused_ms > self._ledger.now_ms - TURN_MS:
                # Somebody had its turn and could not use it: it is theirs while the roll lives.
                continue
            if not self._kept_for_another((other_line, other), agent_id):
                raise Violation("in-order", f"{place} was claimed while {other} waited, in plain view")

    def _kept_for_another(self, row: tuple[str, ...], agent_id: str) -> bool:
        """For the agent it is offered to, or the customer spoke to, by any clock that may have been looked
        at."""
        item = self._ledger.items[row]
        offered_until = number(item, "offered_until_ms") + SKEW_MS
        if text(item, "offered_to") not in ("", agent_id) and offered_until > self._ledger.now_ms:
            return True
        standing = decode(text(item, "standing"))
        spoke_to = standing.get("last_agent_id")
        kept_until = standing.get("sticky_until_ms", 0) + SKEW_MS
        return spoke_to not in (None, agent_id) and kept_until > self._ledger.now_ms
