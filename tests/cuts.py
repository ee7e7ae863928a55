"""A house whose process can be killed between any two steps; tests/whole.py says what must hold afterwards.

A cut is a moment at which nothing but our own process changes: before the first outside call of an
invocation, or after any outside call (DynamoDB, SQS, Twilio). The moments between two calls of one invocation
are one cut, because nothing outside happens between them.

Its table is the simulation's, which tests/conformance holds to the real one: moto copies the whole table for
each item of a transaction, and hundreds of houses are built here.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from chalicelib.adapters import context as process
from chalicelib.kernel.ids import Ids
from chalicelib.table import connection
from local.twilio.core.webhooks import Outcome, WebhookRequest
from tests.house import SETTINGS, House, ListedQueues, house
from tests.simulation.aws import wire
from tests.simulation.aws.dynamodb import DynamoDB
from tests.whole import whole

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

    def file(self, body: str) -> None:
        """The same."""
        self.knife.before()
        super().file(body)
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
        self._client = connection().connection.client
        self._leave_table = wire.attach(self._client, self._answer_dynamodb)
        self._client.meta.events.register("after-call.dynamodb", self.knife.after, unique_id="knife-after")
        self.files.events.register("after-call.s3", self.knife.after, unique_id="knife-files")

    def close(self) -> None:
        """The client is shared with other tests."""
        self._leave_table()
        self._client.meta.events.unregister("after-call.dynamodb", unique_id="knife-after")
        self.files.events.unregister("after-call.s3", unique_id="knife-files")

    def create_table(self, wanted: dict[str, Any]) -> None:
        """In memory."""
        self.dynamodb = DynamoDB(lambda: self.world.now_ms)
        self.dynamodb.call("CreateTable", wanted)

    def items(self) -> list[dict[str, Any]]:
        """The whole table."""
        return list(self.dynamodb.table(SETTINGS.table_name).items.values())

    def _answer_dynamodb(self, _service: str, operation: str, request: dict[str, Any]) -> dict[str, Any]:
        self.knife.before()
        return self.dynamodb.call(operation, wire.body(request))

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


S = TypeVar("S")


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
