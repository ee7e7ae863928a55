"""What an agent is doing and the calls they are in agree; whoever was changed by hand, before long."""

from typing import TYPE_CHECKING

from tests.simulation.invariants.violation import Violation

if TYPE_CHECKING:
    from tests.simulation.world import World

WITHIN_MS, AT_LAST_MS = 70_000, 600_000
"""A period of the reaper and what its run takes; under faults several runs may come to nothing."""
SMOOTH = ("by_hand", "impatience", "skew", "cold")


class Agreement:
    """Since when who was changed by hand does not agree with the calls."""

    def __init__(self, world: "World") -> None:
        self._world = world
        self._since_ms: dict[str, int] = {}
        smooth = not any(odds for kind, odds in world.faults.odds.items() if kind not in SMOOTH)
        self._most_ms = WITHIN_MS if smooth else AT_LAST_MS

    def wrong(self) -> dict[str, None]:
        """Who must be looked at again."""
        return dict.fromkeys(sorted(self._world.hand.wrong))

    def check(self, agent_id: str, activity: str, attempt_id: str, live: list[str]) -> None:
        """Raises Violation."""
        wrong = self._world.hand.wrong
        if live == ([attempt_id] if activity == "busy" else []):
            wrong.discard(agent_id)
            self._since_ms.pop(agent_id, None)
            return
        how = f"{agent_id} is {activity} with {attempt_id or 'nobody'}; live: {live}"
        if agent_id not in wrong:
            raise Violation("one-agent", how)
        now_ms = self._world.now_ms
        # Who has another call, or wraps one up, is left to that first.
        left_to_it = activity == "wrap-up" or attempt_id in live
        since_ms = now_ms if left_to_it else self._since_ms.get(agent_id, now_ms)
        self._since_ms[agent_id] = since_ms
        if now_ms - since_ms > self._most_ms:
            raise Violation("agrees", f"{how}, for {self._most_ms} ms")
