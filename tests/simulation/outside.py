"""The edge of the code: what its calls to AWS do, when they let others run, what may go wrong with them."""

import json
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ReadTimeoutError

from tests.simulation.aws.dynamodb import Change, DynamoDB
from tests.simulation.aws.dynamodb_transaction import cancelled
from tests.simulation.aws.refusal import Refused
from tests.simulation.aws.small import Buckets, Connections, Scheduler, SecretsManager
from tests.simulation.aws.sqs import Sqs
from tests.simulation.aws.wire import body
from tests.simulation.cloud import SECRETS, TABLE
from tests.simulation.processes import Invocation, Killed
from tests.simulation.setting import account
from tests.simulation.states import state_of

if TYPE_CHECKING:
    from tests.simulation.world import World

LATENCY_MS = (2, 30)
SLOW_MS = (1_000, 9_000)
LAG = (1, 12)
DERIVED = ("REPORT#", "PACE#", "SHAPE#")
"""Built from events again and again."""
WRITES = ("PutItem", "UpdateItem", "DeleteItem", "TransactWriteItems")
RETRIED = ("GetItem", "Query", "SendMessage", "CreateSchedule", *WRITES)


class Outside:
    """AWS, as one history has it."""

    def __init__(self, world: "World") -> None:
        self._world = world
        self._latency = world.dice.of("latency")
        self.calls = 0
        self.authors: dict[int, Invocation] = {}
        """Which invocation made a transaction."""
        self.last_event_ms = 0
        self.db = DynamoDB(lambda: world.agenda.now_ms)
        self.db.lag = self._lag
        ids = iter(range(1, 1_000_000))
        self.sqs = Sqs(lambda: world.agenda.now_ms, lambda: f"{next(ids):032x}")
        account(self.db, self.sqs)
        self._secrets = SecretsManager({"secret": json.dumps(SECRETS)})
        self._scheduler = Scheduler(lambda at_ms, message: world.sources.timers.later(at_ms, message))
        self.bucket = Buckets()
        self._connections = Connections(lambda name, message: world.websockets.post(name, message))

    def answer(self, service: str, operation: str, params: dict[str, Any]) -> dict[str, Any]:
        """An AWS call of the code; see attach() in aws/wire.py."""
        request = params if service in ("apigatewaymanagementapi", "scheduler", "s3") else body(params)
        running = self._world.running
        if running is None:
            return self._effect(service, operation, request)
        site = self.before(running, operation)
        faults = self._world.faults
        if faults.hit("throttle"):
            self._world.tell("fault", f"{running.process.function}: {operation} is throttled")
            code = "ThrottlingException" if service == "dynamodb" else "RequestThrottled"
            raise Refused(code, "Slow down")
        if operation in WRITES and faults.hit("conflict"):
            self._world.tell("fault", f"{running.process.function}: {operation} meets another transaction")
            raise self._conflict(running, operation, request)
        answer = self._effect(service, operation, request)
        if operation == "Query":
            self._read_line(running, request)
        elif operation == "UpdateItem" and request["Key"]["sk"]["S"] == '"':
            self._took_turn(running, request)
        if operation in RETRIED and faults.hit("repeat"):
            self._world.tell("fault", f"{running.process.function}: {operation} is sent twice by the client")
            answer = self._effect(service, operation, request)
        self.after(running, operation, site)
        if faults.hit("timeout"):
            self._world.tell("fault", f"{running.process.function}: the answer to {operation} is lost")
            raise ReadTimeoutError(endpoint_url=service)
        return answer

    def by_hand(self, item: dict[str, Any]) -> int:
        """Puts an item as somebody at the console does; the transaction."""
        self._effect("dynamodb", "PutItem", {"TableName": TABLE, "Item": item})
        return self.db.changes[-1].transaction

    def before(self, running: Invocation, operation: str) -> Any:
        """A call is about to be made: others run, and the process may die."""
        site = self._world.coverage.site() if self._world.coverage else None
        slow = self._world.faults.hit("slow")
        running.wait(self._latency.randint(*(SLOW_MS if slow else LATENCY_MS)))
        if self._world.coverage and site:
            self._world.coverage.visit(site, operation)
        if self._world.faults.hit("crash"):
            self._die(running, operation, site, "before")
        return site

    def after(self, running: Invocation, operation: str, site: Any) -> None:
        """A call has taken effect: the process may die before it knows."""
        if self._world.faults.hit("crash"):
            self._die(running, operation, site, "after")

    def _die(self, running: Invocation, operation: str, site: Any, when: str) -> None:
        if self._world.coverage and site:
            self._world.coverage.cut(site, operation, when)
        self._world.tell("fault", f"{running.process.function} dies {when} {operation}")
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
            self._world.sources.look_at_queue(request["QueueUrl"])
            return answer
        if service == "secretsmanager":
            return self._secrets.call(operation, request)
        if service == "s3":
            return self.bucket.call(operation, request)
        if service == "scheduler":
            return self._scheduler.call(operation, request)
        return self._connections.call(operation, request)

    def _written(self, changes: list[Change]) -> None:
        if self._world.running is not None:
            self.authors[changes[-1].transaction] = self._world.running
        if not changes[-1].key[0].startswith(DERIVED):
            self.last_event_ms = self._world.now_ms
        for change in changes:
            before, after = state_of(change.old), state_of(change.new)
            if before != after:
                self._world.tell("table", f"{change.key[0].partition('#')[2]}: {before} → {after}")
        self._world.sources.look_at_stream()

    def _conflict(self, running: Invocation, operation: str, request: dict[str, Any]) -> Refused:
        if operation != "TransactWriteItems":
            return Refused("TransactionConflictException", "Transaction is ongoing for the item")
        parts = request["TransactItems"]
        for part in parts:
            key = part.get("Delete", {}).get("Key", {})
            if key.get("pk", {}).get("S", "").startswith("LINE#"):
                running.passed.add(key["sk"]["S"])
        reasons: list[dict[str, Any]] = [{"Code": "None"} for _ in parts]
        reasons[self._world.dice.of("conflict").randrange(len(parts))]["Code"] = "TransactionConflict"
        return cancelled(reasons)

    def _read_line(self, running: Invocation, request: dict[str, Any]) -> None:
        """Remembers what a claim could see: all there was when it read the first page of a line."""
        values = request.get("ExpressionAttributeValues", {})
        for value in values.values():
            text = value.get("S", "")
            if text.startswith("LINE#") and len(values) == 1 and "ExclusiveStartKey" not in request:
                running.lines[text] = len(self.db.changes)

    def _took_turn(self, running: Invocation, request: dict[str, Any]) -> None:
        line = request["Key"]["pk"]["S"]
        running.turns[line] = self._world.now_ms
        running.lines.setdefault(line, len(self.db.changes))

    def _lag(self) -> int:
        if self._world.running is None or not self._world.faults.hit("stale"):
            return 0
        return self._world.dice.of("lag").randint(*LAG)
