"""A house whose process can be killed between any two steps, and what must hold when it has come back.

A cut is a moment at which nothing but our own process changes: before the first outside call of an
invocation, or after any outside call (DynamoDB, SQS, Twilio). The moments between two calls of one invocation
are one cut, because nothing outside happens between them.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from chalicelib.adapters import context as process
from chalicelib.kernel.ids import Ids
from chalicelib.table import connection
from local.twilio.core.webhooks import Outcome, WebhookRequest
from tests.house import House, ListedQueues, house
from tests.scene import Scene

OPEN = ("received", "queued", "claimed", "dialling", "connected")
IN_CALL = ("claimed", "dialling", "connected")
ANSWERED_LATER = Outcome(502, "", "")


class Killed(BaseException):
    """The process died; nothing in it may catch this."""


class Knife:
    """Counts the moments and kills at the one asked for."""

    def __init__(self) -> None:
        self.seen, self.fatal, self.hit = 0, 0, False
        self._fresh = True

    def begin(self) -> None:
        """An invocation begins."""
        self._fresh = True

    def before(self, **_: Any) -> None:
        """An outside call is about to happen."""
        if self._fresh:
            self._moment()
        self._fresh = False

    def after(self, **_: Any) -> None:
        """An outside call has happened; its answer is not used yet."""
        self._moment()

    def arm(self, moment: int) -> None:
        """Kill at this moment from now on; 0 never."""
        self.seen, self.fatal, self.hit = 0, moment, False

    def _moment(self) -> None:
        self.seen += 1
        if self.seen == self.fatal:
            self.hit, self.fatal = True, 0
            raise Killed


class CutQueues(ListedQueues):
    """SQS, within the knife's reach."""

    knife: Knife

    def enqueue(self, tier: str, lane: str, dedupe: str, body: str) -> None:
        """A message sent is there, whatever becomes of the sender."""
        self.knife.before()
        super().enqueue(tier, lane, dedupe, body)
        self.knife.after()


class CutHouse(House):
    """Restarts what was killed, as Lambda, SQS and Twilio do."""

    def __init__(self, seed: int = 1) -> None:
        super().__init__(seed)
        self.knife = Knife()
        queues = CutQueues()
        queues.knife = self.knife
        self.queues = self.ctx.queues = queues
        self._cut_twilio()
        events = connection().connection.client.meta.events
        events.register("before-call.dynamodb", self.knife.before, unique_id="knife-before")
        events.register("after-call.dynamodb", self.knife.after, unique_id="knife-after")

    def close(self) -> None:
        """The client is shared with other tests."""
        events = connection().connection.client.meta.events
        events.unregister("before-call.dynamodb", unique_id="knife-before")
        events.unregister("after-call.dynamodb", unique_id="knife-after")

    def _cut_twilio(self) -> None:
        rest, knife = self.world.rest, self.knife

        def cut(*args: Any) -> Any:
            knife.before()
            answer = rest(*args)
            knife.after()
            return answer

        self.world.rest = cut  # type: ignore[method-assign]  # the wire itself is what is cut

    def restart(self) -> None:
        """A new process over the same table."""
        self.ctx = replace(self.ctx, cache={}, ids=Ids(self.ctx.clock))
        process.install(self.ctx)

    def http(self, *args: Any, **named: Any) -> tuple[int, dict[str, str], str]:
        """A request; the caller sees Killed as a connection that broke."""
        self.knife.begin()
        return super().http(*args, **named)

    def answer(self, request: WebhookRequest) -> Outcome:
        """Twilio sees a 502 and comes again, as its URL asks."""
        try:
            return super().answer(request)
        except Killed:
            self.restart()
            return ANSWERED_LATER

    def invoke(self, work: Callable[[], None]) -> bool:
        """What SQS or a timer started comes again."""
        self.knife.begin()
        try:
            work()
        except Killed:
            self.restart()
            return False
        return True


S = TypeVar("S", bound=Scene)


def every_cut(
    make: Callable[[CutHouse], S],
    act: Callable[[S], object],
    ways: Sequence[Callable[[S], object]],
    settle: Callable[[S], object],
) -> int:
    """Kills `act` at each of its moments in turn, goes on in each of the `ways`, then lets `settle` pass time
    and checks that the house is whole. Answers how many cuts there were."""
    cuts = 0
    for way in ways:
        for moment in _until_unhurt():
            with house(kind=CutHouse) as h:
                try:
                    scene = make(h)
                    h.knife.arm(moment.number)
                    try:
                        act(scene)
                    except Killed:
                        h.restart()
                    moment.hit = h.knife.hit
                    h.knife.arm(0)
                    if moment.hit:
                        cuts += 1
                        way(scene)
                    settle(scene)
                    whole(h)
                finally:
                    h.close()
    return cuts


class _Moment:
    def __init__(self, number: int) -> None:
        self.number, self.hit = number, False


def _until_unhurt() -> Iterator[_Moment]:
    number = 0
    while True:
        number += 1
        moment = _Moment(number)
        yield moment
        if not moment.hit:
            return


def whole(h: House) -> None:
    """Nothing lost, nothing doubled, nobody stuck, nobody left on a line."""
    assert not h.surprises, h.surprises
    rows: dict[str, list[dict[str, Any]]] = {}
    for item in h.items():
        rows.setdefault(item["entity"]["S"], []).append(item)
    attempts = {_text(row, "attempt_id"): row for row in rows.get("attempt", [])}
    live = {name: row for name, row in attempts.items() if _text_in(row, "call", "state") != "ended"}
    for row in rows.get("callback", []):
        _callback_is_in_one_place(row, rows, live)
    for row in rows.get("agent", []):
        _agent_is_not_stuck(row, live)
    _each_offer_rings(h.ctx.now_ms(), rows)
    _story_is_told_once(rows)
    _the_guard_counts_what_is_there(rows, live)
    dialled = Counter(call.seat.room for call in h.world.calls.values() if call.kind == "phone" and call.seat)
    assert all(count == 1 for count in dialled.values()), dialled
    if not live:
        assert all(call.over for call in h.world.calls.values()), "somebody is left on the line"


def _callback_is_in_one_place(
    row: dict[str, Any], rows: dict[str, list[dict[str, Any]]], live: dict[str, dict[str, Any]]
) -> None:
    callback_id = row["pk"]["S"].removeprefix("CALLBACK#")
    waiting = [
        one for one in rows.get("waiting", []) if _text_in(one, "request", "callback_id") == callback_id
    ]
    mine = [one for one in live.values() if _text_in(one, "request", "callback_id") == callback_id]
    opened = [one for one in rows.get("open", []) if _text(one, "callback_id") == callback_id]
    status = _text(row, "status")
    assert len(waiting) == (status == "queued"), (status, waiting)
    assert len(mine) == (status in IN_CALL), (status, mine)
    assert len(opened) == (status in OPEN), (status, opened)
    assert status != "received" or _text(row, "why") in ("retry", "window"), "a callback has no place in line"
    assert ("due_pk" in row) == (status in ("received", "queued"))


def _agent_is_not_stuck(row: dict[str, Any], live: dict[str, dict[str, Any]]) -> None:
    activity, attempt_id = _text(row, "activity"), row.get("attempt_id", {}).get("S")
    mine = [name for name, one in live.items() if _text(one, "agent_id") == _text(row, "agent_id")]
    if activity == "busy":
        assert mine == [attempt_id]
    else:
        assert not mine
        assert attempt_id is None or activity == "wrap-up"


def _each_offer_rings(now_ms: int, rows: dict[str, list[dict[str, Any]]]) -> None:
    """Whoever is kept for an agent rings at that agent's desk, or is free by the clock."""
    ringing = {
        _text(row, "agent_id"): _text_in(row, "offer", "place")
        for row in rows.get("agent", [])
        if "offer" in row
    }
    kept = {_text(row, "offered_to"): row for row in rows.get("waiting", []) if "offered_to" in row}
    for agent_id, row in kept.items():
        assert ringing.get(agent_id) == _text(row, "sk") or _number(row, "offered_until_ms") <= now_ms, (
            agent_id
        )
    for row in rows.get("agent", []):
        assert ("due_pk" in row) == ("offer" in row or _text(row, "activity") == "wrap-up"), row


def _story_is_told_once(rows: dict[str, list[dict[str, Any]]]) -> None:
    events = [json.loads(row["event"]["S"]) for row in rows.get("event", [])]
    told = Counter((one.get("callback_id"), one.get("attempt_id"), _kind(one)) for one in events)
    for (callback_id, attempt_id, kind), count in told.items():
        if kind == "callback.queued":
            returned = sum(
                n for (cb, _, k), n in told.items() if (cb, k) == (callback_id, "callback.returned")
            )
            row = next(
                one for one in rows["callback"] if one["pk"]["S"].removeprefix("CALLBACK#") == callback_id
            )
            to_be_tried = _text(row, "status") == "received" and _text(row, "why") == "retry"
            assert count == 1 + returned - to_be_tried, (kind, count, returned)
        elif kind == "callback.offer_ended":
            assert count <= told[callback_id, None, "callback.offered"]
        elif kind != "callback.offered":
            assert count == 1, (kind, attempt_id, count)
    claimed = {attempt for (_, attempt, kind) in told if kind == "callback.claimed"}
    assert claimed == {_text(row, "attempt_id") for row in rows.get("attempt", [])}


def _kind(event: dict[str, Any]) -> str:
    """Of a notice also which: two are told of a callback."""
    return f"{event['kind']} {event.get('data', {}).get('notice', '')}".strip()


def _the_guard_counts_what_is_there(
    rows: dict[str, list[dict[str, Any]]], live: dict[str, dict[str, Any]]
) -> None:
    on_the_line = sum(
        1 for row in live.values() if _text_in(row, "call", "state") in ("dialling", "connected")
    )
    budgets, counters = rows.get("budget", []), rows.get("guard", [])
    assert sum(_number(row, "live") for row in budgets) == on_the_line
    assert sum(_number(row, "live") for row in counters) == on_the_line
    assert all(_number(row, "spent_cents") >= 0 for row in budgets)
    asked = [row for row in counters if row["pk"]["S"].startswith("GUARD#person#")]
    events = [json.loads(row["event"]["S"]) for row in rows.get("event", [])]
    numbers = [one for one in events if one["kind"] == "callback.changed" and "phone_masked" in one["data"]]
    assert sum(_number(row, "day") for row in asked) == len(rows.get("callback", [])) + len(numbers)


def _number(row: dict[str, Any], name: str) -> int:
    return int(row.get(name, {"N": "0"})["N"])


def _text(row: dict[str, Any], name: str) -> str:
    return str(row[name]["S"])


def _text_in(row: dict[str, Any], name: str, inner: str) -> Any:
    """What is left out as usual is ""."""
    return json.loads(row[name]["S"]).get(inner, "")
