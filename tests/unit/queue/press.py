"""Claimers of one lane, one AWS call at a time: any may be next, and any may die between two calls."""

from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from random import Random
from typing import Any

from greenlet import getcurrent, greenlet
from msgspec.structs import replace as changed

from chalicelib.kernel.context import Context
from chalicelib.kernel.ids import Ids
from chalicelib.kernel.words import Tier
from chalicelib.queue import choice, line, printing, rolls, turns
from chalicelib.queue.line import WaitingRow
from chalicelib.queue.model import Request, Server, Standing, place
from chalicelib.table import ConditionFailed, commit, put
from tests.house import EPOCH_MS, SETTINGS, ListedPush, ListedQueues, ListedSecrets
from tests.simulation.aws.dynamodb import Change, DynamoDB
from tests.simulation.aws.wire import body
from tests.simulation.setting import table

LANE = "BR:payments"
RESERVED_MS = 3 * printing.ROLL_MS
FREE = Standing(why="asked", since_ms=EPOCH_MS)


class Died(BaseException):
    """Nothing in the code may catch this."""


@dataclass
class Clock:
    """Moves when it is told to."""

    ms: int = EPOCH_MS

    def now_ms(self) -> int:
        """UTC milliseconds."""
        return self.ms


@dataclass
class Actor:
    """Somebody at work. `began`: how many changes there were when they pressed."""

    ctx: Context
    began: int
    began_ms: int
    run: Any = None
    agent: Server | None = None
    won: WaitingRow | None = None
    row: str = ""
    about_to: str = ""

    @property
    def over(self) -> bool:
        """Done, or dead."""
        return bool(self.run.dead)


@dataclass
class Lane:
    """A lane in memory, everybody at work on it, and what must hold."""

    dice: Random = field(default_factory=Random)
    clock: Clock = field(default_factory=Clock)
    lane: str = LANE
    actors: list[Actor] = field(default_factory=list)
    there: dict[str, WaitingRow] = field(default_factory=dict)
    visible: dict[str, tuple[int, int]] = field(default_factory=dict)
    """place → (how many changes there were when the verb that put it there returned, and if that died, the
    time from which it is in plain view all the same)"""
    handed: dict[str, tuple[Actor, int]] = field(default_factory=dict)
    claimed: list[str] = field(default_factory=list)
    cancelled: list[str] = field(default_factory=list)
    left: Counter[str] = field(default_factory=Counter)
    """place → how often somebody left it"""
    conflicts: int = 0
    pulled: int = 0
    requests: int = 0

    def __post_init__(self) -> None:
        self.db = DynamoDB(self.clock.now_ms)
        self.db.call("CreateTable", {**table(), "TableName": SETTINGS.table_name})
        self.ids = Ids(self.clock, self.dice.getrandbits)
        secrets: Any = ListedSecrets()
        nobody: Any = None
        self.ctx = Context(
            clock=self.clock,
            ids=self.ids,
            settings=SETTINGS,
            secrets=secrets,
            voice=nobody,
            messaging=nobody,
            recorder=nobody,
            vault=nobody,
            schedules=nobody,
            queues=ListedQueues(),
            push=ListedPush(),
        )
        self.processes = [replace(self.ctx, cache={}) for _ in range(6)]
        self.hub = getcurrent()

    def answer(self, _: str, operation: str, params: dict[str, Any]) -> dict[str, Any]:
        """An AWS call: whoever makes it waits until it is their turn."""
        actor = next((one for one in self.actors if one.run is getcurrent()), None)
        if actor is not None:
            actor.about_to = operation
            self.hub.switch()
        self.requests += 1
        known = len(self.db.changes)
        answer = self.db.call(operation, body(params))
        for change in self.db.changes[known:]:
            self._note(change, actor)
        return answer

    def _note(self, change: Change, actor: Actor | None) -> None:
        where = change.key[1]
        if not change.key[0].startswith("LINE#"):
            return
        if where == line.ROLL:
            taken = [int((item or {}).get("taken", {"N": "0"})["N"]) for item in (change.old, change.new)]
            if actor is not None and taken[1] > taken[0]:
                self.pulled += 1
                self.handed[self._place_of(change.key[0], change.new or {}, taken[1])] = (
                    actor,
                    self.clock.ms,
                )
        elif where == line.DOOR:
            return
        elif change.new is None:
            gone = self.there.pop(where)
            self.left[where] += 1
            if actor is not None and actor.agent is not None:
                self._check(actor, actor.agent, gone)
                self.claimed.append(where)
            self.visible.pop(where, None)
        else:
            self.there[where] = WaitingRow.from_raw_data(change.new)
            self.handed.pop(where, None)
            self.visible[where] = (1 << 60, self.clock.ms + RESERVED_MS)

    def _place_of(self, part: str, roll: dict[str, Any], number: int) -> str:
        later = "later" in roll and number >= int(roll["later_from"]["N"])
        name, first = ("later", "later_from") if later else ("block", "block_from")
        block = self.db.table(SETTINGS.table_name).items[part.replace("LINE", "ROLL"), roll[name]["S"]]
        found = block["places"]["S"].split(" ")[number - int(roll[first]["N"])]
        return str(found[0] + block["lead"]["S"] + found[1:])

    def start(self, work: Callable[[Actor], None], process: int = 0) -> Actor:
        """Somebody sets to work; nothing is done yet but up to the first call."""
        actor = Actor(self.processes[process], len(self.db.changes), self.clock.ms)

        def run() -> None:
            with suppress(Died):
                work(actor)

        actor.run = greenlet(run, self.hub)
        self.actors.append(actor)
        self.step(actor)
        return actor

    def step(self, actor: Actor) -> None:
        """One call further."""
        actor.run.switch()
        self.actors = [one for one in self.actors if not one.over]

    def until(self, actor: Actor, operation: str) -> bool:
        """Goes on until such a call is next; False when there is none to the end."""
        while not actor.over and actor.about_to != operation:
            self.step(actor)
        return not actor.over

    def die(self, actor: Actor) -> None:
        """The process is gone; what it wrote is written."""
        actor.run.throw(Died)
        self.actors = [one for one in self.actors if not one.over]

    def finish(self) -> None:
        """Everybody at work gets to the end, in turn."""
        while self.actors:
            for actor in list(self.actors):
                self.step(actor)

    def join(self, tier: Tier = "standard", key: str = "", returning: bool = False, **standing: Any) -> Actor:
        """Somebody takes a place in line."""
        row = self.row(tier, key, returning, **standing)
        where = str(row.sk)

        def work(actor: Actor) -> None:
            turns.seat(actor.ctx, [put("line", row)])
            if where in self.visible:
                self.visible[where] = (len(self.db.changes), self.visible[where][1])

        actor = self.start(work)
        actor.row = where
        return actor

    def row(self, tier: Tier, key: str = "", returning: bool = False, **standing: Any) -> WaitingRow:
        """Somebody's row, not in line yet."""
        key = key or self.ids.new("cb")
        stands = changed(FREE, since_ms=self.clock.ms, **standing)
        asked = _request(key, tier, self.clock.ms, self.lane)
        row = line.join(asked, place(tier, key, returning), stands, 0, 0).row
        assert isinstance(row, WaitingRow)
        return row

    def press(self, agent: Server, process: int = 0) -> Actor:
        """Next customer."""

        def work(actor: Actor) -> None:
            for row in choice.for_agent(actor.ctx, agent, 12):
                actor.agent = agent
                try:
                    commit([line.leave(row.lane, row.sk, int(row.attempts), int(row.revision))])
                except ConditionFailed:
                    self.conflicts += 1
                    continue
                actor.won = row
                return

        return self.start(work, process)

    def cancel(self, where: str) -> Actor:
        """A customer gives up."""

        def work(actor: Actor) -> None:
            try:
                commit([line.leave(self.lane, where, 0, 0)])
            except ConditionFailed:
                return
            self.cancelled.append(where)

        return self.start(work)

    def _check(self, actor: Actor, agent: Server, row: WaitingRow) -> None:
        """Nobody better waits whom this agent could have had when they pressed."""
        then = replace(self.ctx, clock=Clock(actor.began_ms))
        for where, other in self.there.items():
            change, from_ms = self.visible[where]
            if where >= row.sk or (change > actor.began and from_ms > actor.began_ms):
                continue
            holder, at_ms = self.handed.get(where, (None, 0))
            if holder is not None and (not holder.over or self.clock.ms < at_ms + RESERVED_MS):
                continue
            assert not rolls.free_for(then, other, agent), f"{row.sk} was claimed while {where} waited"

    def order(self) -> list[str]:
        """Who is in line, best first."""
        return sorted(self.there)


def _request(key: str, tier: Tier, now: int, lane: str) -> Request:
    site: Any
    topic: Any
    site, _, topic = lane.partition(":")
    return Request(
        callback_id=key,
        customer_id="demo~1",
        customer_name="Ana Souza",
        role="seller",
        level=None,
        site=site,
        topic=topic,
        tier=tier,
        country="BR",
        locale="pt-BR",
        phone="+5511987650001",
        question="Quando recebo?",
        order_id=None,
        requested_at_ms=now,
        promised_until_ms=now + 7_200_000,
    )
