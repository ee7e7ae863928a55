"""One history: everything that runs, on one virtual clock and one seed. See docs/simulation.md."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from botocore.exceptions import ReadTimeoutError
from greenlet import getcurrent, greenlet

from local.twilio.core.settings import Settings as TwinSettings
from local.twilio.core.world import World as Twin
from tests.simulation.aws.dynamodb import Change, DynamoDB
from tests.simulation.aws.refusal import Refused
from tests.simulation.aws.small import Connections, SecretsManager
from tests.simulation.aws.sqs import Sqs
from tests.simulation.aws.wire import body
from tests.simulation.carrier import Carrier
from tests.simulation.cloud import API, SECRETS, TABLE, Cloud
from tests.simulation.dice import Dice
from tests.simulation.faults import Faults, Hit
from tests.simulation.gateway import RestApi, WebSockets
from tests.simulation.processes import OPERATOR, Fleet, Invocation, Killed, Result, SkewedClock
from tests.simulation.setting import account
from tests.simulation.sites import Coverage
from tests.simulation.sources import Sources
from tests.simulation.states import state_of

EPOCH_MS = 1_800_000_000_000
STEPS = 60
THOROUGH = 0.25
LATENCY_MS = (2, 30)
SLOW_MS = (1_000, 9_000)
RETRIED = ("GetItem", "Query", "PutItem", "UpdateItem", "DeleteItem", "TransactWriteItems", "SendMessage")
WRITES = ("PutItem", "UpdateItem", "DeleteItem", "TransactWriteItems")


Act = tuple[str, int]
"""Who, and which of their requests."""


@dataclass
class Plan:
    """What of a history is left out; nothing, unless it is being shrunk."""

    without: tuple[str, ...] = ()
    spared: tuple[Hit, ...] = ()
    absent: tuple[str, ...] = ()
    undone: tuple[Act, ...] = ()
    steps: int = STEPS


@dataclass
class Told:
    """One line of the story: when, who, what."""

    at_ms: int
    who: str
    what: str


@dataclass
class World:
    """The clock, the services, the processes, the people."""

    seed: int
    cloud: Cloud
    plan: Plan = field(default_factory=Plan)
    coverage: Coverage | None = None

    def __post_init__(self) -> None:
        self.dice = Dice(self.seed)
        self.faults = Faults(self.dice, self.plan.without, self.plan.spared)
        self.twin = Twin(
            TwinSettings(voice_url=f"{API}/twilio/voice"), self.dice.of("twilio"), now_ms=EPOCH_MS, keep=5_000
        )
        self.agenda = self.twin.agenda
        self.heard = 0
        """What has happened on the lines so far."""
        self.twin.network.observers.append(self._hear)
        self.hub = getcurrent()
        self.running: Invocation | None = None
        self.story: list[Told] = []
        self.steps = 0
        self.acts: list[Act] = []
        self.calls = 0
        self.thorough = self.dice.of("rest").random() < THOROUGH
        self.closing = False
        """The people bring what they do to an end."""
        self.authors: dict[int, Invocation] = {}
        """Which invocation made a transaction."""
        self.last_event_ms = 0
        self.calm_since_ms = 0
        self.both_run = bool(self.faults.odds["deploy"]) and len(self.cloud.codes) > 1
        self.current_code = self.cloud.codes[0]
        self.latency = self.dice.of("latency")
        self.db = DynamoDB(lambda: self.agenda.now_ms)
        self.db.lag = self._lag
        counter = iter(range(1, 1_000_000))
        self.sqs = Sqs(lambda: self.agenda.now_ms, lambda: f"{next(counter):032x}")
        account(self.db, self.sqs)
        self.table = self.db.table(TABLE)
        self.secrets = SecretsManager({"secret": json.dumps(SECRETS)})
        self.carrier = Carrier(self)
        self.rest_api = RestApi(self)
        self.websockets = WebSockets(self)
        self.connections = Connections(self.websockets.post)
        self.fleet = Fleet(self)
        self.cloud.world = self
        self.cloud.logs.clear()
        self.sources = Sources(self)

    @property
    def now_ms(self) -> int:
        """UTC milliseconds, as nobody but the world knows them."""
        return self.agenda.now_ms

    def _hear(self, _event: str, _sid: str) -> None:
        self.heard += 1

    def tell(self, who: str, what: str) -> None:
        """Adds to the story: people by their names, what fails as `fault`, what is written as `table`."""
        self.story.append(Told(self.agenda.now_ms, who, what))

    def operate(self, work: Callable[[Any, Any], object], at_once: bool = False) -> None:
        """What the operator's tool does: `work` gets a context and the agents' service. `at_once`: before
        the history begins, when nothing goes wrong."""
        code = self.current_code
        agents = code.module("chalicelib.agents.service")
        if at_once:
            work(self.cloud.context(code, SkewedClock(self), self.dice.of("operator"), self.carrier), agents)
        else:
            self.agenda.after(0, lambda: self.invoke(OPERATOR, lambda ctx: work(ctx, agents), lambda _: None))

    def spawn(self, work: Callable[[], object], delay_ms: int = 0) -> None:
        """Runs a script in a greenlet of its own, some time from now."""
        started = greenlet(work, self.hub)
        self.agenda.after(delay_ms, started.switch)

    def pause(self, ms: int) -> None:
        """A script gives way for some time."""
        self.agenda.after(ms, getcurrent().switch)
        self.hub.switch()

    def code_to_start(self) -> Any:
        """Which code a new process runs: while a deployment is under way, either."""
        if self.both_run:
            return self.dice.of("deployment").choice(self.cloud.codes)
        return self.current_code

    def calm(self) -> None:
        """Nothing goes wrong any more, and a deployment that was under way is over."""
        self.faults.stop()
        self.both_run = False
        self.fleet.retire_old()

    def invoke(self, function: str, event: Any, done: Callable[[Result], None]) -> None:
        """Starts a handler; `done` hears how it ended."""
        self.begin()
        Invocation(self.fleet.take(function), event, done).resume()

    def begin(self) -> None:
        """One more step."""
        self.steps += 1

    def finished(self, invocation: Invocation, result: Result) -> None:
        """An invocation is over; its process lives on unless it was killed."""
        if result.failed:
            self.tell(invocation.process.function, f"failed: {result.failed}")
        if result.failed != "killed":
            self.fleet.give_back(invocation.process)
        invocation.done(result)

    def advance(self) -> bool:
        """On to the next thing that happens; False when nothing will."""
        due = self.agenda.next_due_ms()
        if due is None:
            return False
        self.agenda.advance_to(due)
        for request in self.twin.take():
            self.rest_api.webhook(request)
        return True

    def answer(self, service: str, operation: str, params: dict[str, Any]) -> dict[str, Any]:
        """An AWS call of the code; see attach() in aws/wire.py."""
        request = params if service == "apigatewaymanagementapi" else body(params)
        running = self.running
        if running is None:
            return self._effect(service, operation, request)
        site = self.before(running, operation)
        faults = self.faults
        if faults.hit("throttle"):
            self.tell("fault", f"{running.process.function}: {operation} is throttled")
            code = "ThrottlingException" if service == "dynamodb" else "RequestThrottled"
            raise Refused(code, "Slow down")
        if operation in WRITES and faults.hit("conflict"):
            self.tell("fault", f"{running.process.function}: {operation} meets another transaction")
            raise self._conflict(running, operation, request)
        answer = self._effect(service, operation, request)
        if operation == "Query":
            self._read_line(running, request)
        if operation in RETRIED and faults.hit("repeat"):
            self.tell("fault", f"{running.process.function}: {operation} is sent twice by the client")
            answer = self._effect(service, operation, request)
        self.after(running, operation, site)
        if faults.hit("timeout"):
            self.tell("fault", f"{running.process.function}: the answer to {operation} is lost")
            raise ReadTimeoutError(endpoint_url=service)
        return answer

    def before(self, running: Invocation, operation: str) -> Any:
        """A call is about to be made: others run, and the process may die."""
        site = self.coverage.site() if self.coverage else None
        slow = self.faults.hit("slow")
        running.wait(self.latency.randint(*(SLOW_MS if slow else LATENCY_MS)))
        if self.coverage and site:
            self.coverage.visit(site, operation)
        if self.faults.hit("crash"):
            self._die(running, operation, site, "before")
        return site

    def after(self, running: Invocation, operation: str, site: Any) -> None:
        """A call has taken effect: the process may die before it knows."""
        if self.faults.hit("crash"):
            self._die(running, operation, site, "after")

    def _die(self, running: Invocation, operation: str, site: Any, when: str) -> None:
        if self.coverage and site:
            self.coverage.cut(site, operation, when)
        self.tell("fault", f"{running.process.function} dies {when} {operation}")
        raise Killed

    def _effect(self, service: str, operation: str, request: dict[str, Any]) -> dict[str, Any]:
        self.calls += 1
        if service == "dynamodb":
            written = len(self.db.changes)
            answer = self.db.call(operation, request)
            if len(self.db.changes) > written:
                self._written(self.db.changes[written:])
            return answer
        if service == "sqs":
            answer = self.sqs.call(operation, request)
            self.sources.look_at_queue(request["QueueUrl"])
            return answer
        if service == "secretsmanager":
            return self.secrets.call(operation, request)
        return self.connections.call(operation, request)

    def _written(self, changes: list[Change]) -> None:
        if self.running is not None:
            self.authors[changes[-1].transaction] = self.running
        if not changes[-1].key[0].startswith("REPORT#"):
            self.last_event_ms = self.now_ms
        for change in changes:
            before, after = state_of(change.old), state_of(change.new)
            if before != after:
                self.tell("table", f"{change.key[0].partition('#')[2]}: {before} → {after}")
        self.sources.look_at_stream()

    def _conflict(self, running: Invocation, operation: str, request: dict[str, Any]) -> Refused:
        if operation != "TransactWriteItems":
            return Refused("TransactionConflictException", "Transaction is ongoing for the item")
        parts = request["TransactItems"]
        for part in parts:
            key = part.get("Delete", {}).get("Key", {})
            if key.get("pk", {}).get("S", "").startswith("LINE#"):
                running.passed.add(key["sk"]["S"])
        reasons: list[dict[str, Any]] = [{"Code": "None"} for _ in parts]
        reasons[self.dice.of("conflict").randrange(len(parts))]["Code"] = "TransactionConflict"
        codes = ", ".join(reason["Code"] for reason in reasons)
        return Refused(
            "TransactionCanceledException",
            f"Transaction cancelled, please refer cancellation reasons for specific reasons [{codes}]",
            more={"CancellationReasons": reasons},
        )

    def _read_line(self, running: Invocation, request: dict[str, Any]) -> None:
        for value in request.get("ExpressionAttributeValues", {}).values():
            text = value.get("S", "")
            if text.startswith("LINE#"):
                running.lines[text] = len(self.db.changes)

    def _lag(self) -> int:
        if self.running is None or not self.faults.hit("stale"):
            return 0
        return self.dice.of("lag").randint(1, 12)
