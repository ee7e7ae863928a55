"""Surveys: who is asked, how often, and that what they said is told as it was said."""

from typing import Any

import msgspec

from tests.simulation.aws.dynamodb import Change
from tests.simulation.code import REPOSITORY
from tests.simulation.invariants.ledger import Ledger, decode, text
from tests.simulation.invariants.violation import Violation

DAY_MS = 86_400_000
SKEW_MS = 10_000
LANES = msgspec.json.decode((REPOSITORY / "chalicelib/queue/lanes.json").read_bytes())
MOVES = {"": ("later", "score"), "later": ("score", "over"), "score": ("solved", "over"), "solved": ("over",)}
NO_TEXTS, TEXTED = "GUARD#texts#", "SURVEY#"


class Surveys:
    """Reads what was written of them, a transaction at a time."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._asked_ms: dict[str, int] = {}
        """customer → when they were last asked"""
        self._refused_ms: dict[str, int] = {}
        """digest of a phone that wants no messages → since when"""

    def check(self, transaction: list[Change]) -> None:
        """Raises Violation."""
        told = [decode(text(one.new, "event")) for one in transaction if text(one.new, "entity") == "event"]
        for change in transaction:
            match text(change.new or change.old, "entity"):
                case "survey":
                    self._survey(change, told)
                case "texted" if change.new is not None:
                    self._text(change)
                case "untexted":
                    digest = change.key[0].removeprefix(NO_TEXTS)
                    self._refused_ms.pop(digest, None)
                    if change.new is not None:
                        self._refused_ms[digest] = change.at_ms

    def _survey(self, change: Change, told: list[dict[str, Any]]) -> None:
        attempt_id = change.key[0].removeprefix("ATTEMPT#")
        before, after = (decode(text(item, "survey")) if item else {} for item in (change.old, change.new))
        if change.old is None:
            self._once(attempt_id, change.at_ms)
        was, now = before.get("state", ""), after.get("state", "")
        if was != now and now not in MOVES.get(was, ()):
            raise Violation("legal-move", f"the survey of {attempt_id} went from {was or 'nothing'} to {now}")
        if "score" in before and after.get("score") != before["score"]:
            raise Violation("legal-move", f"the score of {attempt_id} was given and is another")
        answered = [one["data"]["score"] for one in told if one["kind"] == "survey.answered"]
        if answered != ([after["score"]] if was != now == "over" and "score" in after else []):
            raise Violation("told-as-done", f"the survey of {attempt_id} is {after}; told: {answered}")

    def _once(self, attempt_id: str, at_ms: int) -> None:
        request = decode(text(self._ledger.items[f"ATTEMPT#{attempt_id}", "ATTEMPT"], "request"))
        customer_id, lane = request["customer_id"], f"{request['site']}:{request['topic']}"
        last_ms = self._asked_ms.get(customer_id)
        self._asked_ms[customer_id] = at_ms
        policy = LANES.get(lane, {}).get("survey") or LANES["default"]["survey"]
        if last_ms is not None and at_ms - last_ms < policy["again_days"] * DAY_MS - SKEW_MS:
            raise Violation(
                "asked-once", f"{customer_id} is asked about {attempt_id}, {at_ms - last_ms} ms on"
            )

    def _text(self, change: Change) -> None:
        """What was said while the message was being decided on comes too late for it."""
        author = self._ledger.author(change.transaction)
        since_ms = self._refused_ms.get(change.key[0].removeprefix(TEXTED))
        if author is not None and since_ms is not None and since_ms < author.started_ms:
            raise Violation("unwanted", "somebody is asked by message who wants none")
