"""Recordings: the carrier's, the bucket's and the table's, held against each other."""

from typing import TYPE_CHECKING, Any

from tests.simulation.invariants.ledger import Ledger, decode, text
from tests.simulation.invariants.violation import Violation

if TYPE_CHECKING:
    from tests.simulation.world import World

LAST_MS = 600_000
"""Under faults a command may be lost, and the look after it; where little goes wrong one look is enough."""
SOON_MS = 30_000
MESSAGE = "RecordVerb"
"""Who leaves one knows that it is recorded."""
FINAL = ("stored", "deleted", "refused", "failed")


class Recordings:
    """Looks at every recording the carrier has."""

    def __init__(self, world: "World", ledger: Ledger) -> None:
        self._world, self._ledger = world, ledger
        self._known: set[str] = set()
        self._since_ms: dict[str, int] = {}
        """recording → since when it runs although it is paused"""
        self._most_ms = SOON_MS if world.faults.smooth else LAST_MS

    def check(self) -> None:
        """Raises Violation."""
        twin = self._world.twin
        for sid, one in twin.recordings.kept.items():
            told = one.source == MESSAGE or one.call_sid in twin.announcer.said
            if sid not in self._known and not told:
                raise Violation("announced", f"{sid} records {one.call_sid}, who has not heard the notice")
            self._known.add(sid)
        running = [one for one in twin.recordings.kept.values() if one.status == "in-progress"]
        paused = {rec["call_sid"] for rec in self._rows() if rec["state"] == "paused"} if running else set()
        wrong = {one.sid for one in running if one.call_sid in paused}
        since = {sid: self._since_ms.get(sid, self._world.now_ms) for sid in wrong}
        self._since_ms = since
        for sid, began_ms in since.items():
            if self._world.now_ms - began_ms > self._most_ms:
                raise Violation("paused", f"{sid} records although it is paused")

    def at_rest(self) -> None:
        """Nothing is left at the carrier, and the bucket has what the table says. Raises Violation."""
        if left := list(self._world.twin.recordings.kept):
            raise Violation("recorded", f"left at the carrier for ever: {left}")
        for item in self._world.table.items.values():
            if text(item, "entity") == "message" and "callback_id" in item:
                sid = item["pk"]["S"].removeprefix("CALL#")
                if (item["pk"]["S"], f"RECORDING#{sid}") not in self._world.table.items:
                    raise Violation("recorded", f"nobody keeps the message left in {sid}")
        stored: set[str] = set()
        for rec in self._rows():
            if rec["state"] not in FINAL:
                raise Violation("recorded", f"the recording of {rec['call_sid']} is {rec['state']} for ever")
            if rec["state"] == "stored":
                stored.add(rec["call_sid"])
        files = {key.rpartition("/")[2].removesuffix(".wav") for key in self._world.outside.bucket.files}
        if files != stored:
            raise Violation("recorded", f"in the bucket: {files}; stored: {stored}")

    def _rows(self) -> list[dict[str, Any]]:
        return [
            {"state": "notice", **decode(text(item, "recording"))}
            for item in self._world.table.items.values()
            if text(item, "entity") == "recording"
        ]
