"""The whole backend in one process, for tests: real services, stores and Twilio client, one virtual clock.

DynamoDB is moto's, in one thread; Twilio is the twin's own core without its network; queues, the live channel
and secrets are plain lists. Webhooks travel the real path: signed by the twin, verified and routed by app.py.
"""

import json
import os
import re
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path
from random import Random
from typing import Any, TypeVar
from urllib.parse import urlencode, urlsplit

from moto import mock_aws

from chalicelib.adapters import context as process
from chalicelib.adapters.aws import Aws
from chalicelib.adapters.bucket import Bucket
from chalicelib.adapters.twilio_client import Twilio
from chalicelib.adapters.twilio_messaging import TwilioMessaging
from chalicelib.adapters.twilio_recorder import TwilioRecorder
from chalicelib.adapters.twilio_voice import TwilioVoice
from chalicelib.kernel.context import Context
from chalicelib.kernel.ids import Ids
from chalicelib.kernel.ports import CarrierRefused, CarrierSilent, Secrets
from chalicelib.kernel.settings import Settings
from chalicelib.operations import operations
from chalicelib.table import WatchedRow
from local.twilio.core.settings import Settings as TwinSettings
from local.twilio.core.webhooks import Outcome, WebhookRequest
from local.twilio.core.world import World
from tests import gateway, privacy
from tests.twin_http import TwinHttp

API = "https://api.alo.example"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
EPOCH_MS = 1_800_018_000_000
PATHS = {
    "sms_url": "message",
    "voice_url": "voice",
    "status_url": "status",
    "number_voice_url": "inbound",
    "number_status_url": "inbound-status",
}
LED_TO: dict[str, Any] = {name: f"{API}/twilio/{path}" for name, path in PATHS.items()}
SECRETS = Secrets("0" * 32, "SK" + "0" * 32, "0" * 32, {"demo": "portal-secret"}, "link-secret")
SETTINGS = Settings(
    table_name="alo-test",
    public_api_url=API,
    public_ws_url="wss://live.alo.example",
    connections_url="https://connections.alo.example",
    customer_page_url="https://help.alo.example/callback",
    queue_urls={"urgent": "urgent", "high": "high", "standard": "standard"},
    timers_queue_url="timers",
    timers_queue_arn="timers",
    recordings_queue_url="recordings",
    recordings_bucket="alo-recordings",
    schedule_group="alo",
    schedule_role_arn="role",
    secret_arn="arn",
    twilio_account_sid="AC" + "0" * 32,
    twilio_application_sid="AP" + "0" * 32,
    twilio_api_base="https://twilio.example",
    caller_ids={"BR": ("+551130001000",), "AR": ("+541150001000",), "MX": ("+525550001000",)},
)


@dataclass
class VirtualClock:
    """Time moves when it is told to."""

    world: World

    def now_ms(self) -> int:
        """UTC milliseconds."""
        return self.world.now_ms


@dataclass
class ListedSecrets:
    """Secrets without a store."""

    def read(self, fresh: bool = False) -> Secrets:
        """Always the same."""
        return SECRETS


@dataclass
class ListedQueues:
    """Messages sent to ourselves, until the house delivers them."""

    tiers: deque[str] = field(default_factory=deque)
    recordings: deque[str] = field(default_factory=deque)

    def enqueue(self, tier: str, lane: str, dedupe: str, body: str) -> None:
        """Kept in order."""
        self.tiers.append(body)

    def remind(self, delay_s: int, body: str) -> None:
        """Timers are found through the due index here."""

    def file(self, body: str) -> None:
        """Fetched when somebody says so."""
        self.recordings.append(body)

    def at(self, name: str, at_ms: int, body: str) -> None:
        """As are schedules."""


@dataclass
class ListedPush:
    """What desks were told."""

    sent: list[tuple[str, bytes]] = field(default_factory=list)
    gone: set[str] = field(default_factory=set)

    def post(self, connection_id: str, body: bytes) -> bool:
        """Everybody is there but who is said to be gone."""
        if connection_id in self.gone:
            return False
        self.sent.append((connection_id, body))
        return True


class House:
    """Everything, and the hands to move it."""

    def __init__(self, seed: int = 1) -> None:
        dice = Random(seed)
        self.world = World(TwinSettings(**LED_TO), Random(dice.random()), now_ms=EPOCH_MS)
        clock = VirtualClock(self.world)
        self.create_table(table_of_the_template())
        self.files = _aws().s3.meta
        _aws().s3.create_bucket(
            Bucket=SETTINGS.recordings_bucket,
            CreateBucketConfiguration={"LocationConstraint": "sa-east-1"},
        )
        self.queues, self.push = ListedQueues(), ListedPush()
        self.surprises: list[str] = []
        self.put_off, self.source_ip = 0, gateway.SOMEWHERE
        secrets = ListedSecrets()
        twilio = Twilio(SETTINGS, secrets, TwinHttp(self.world))
        self.ctx = Context(
            clock=clock,
            ids=Ids(clock, dice.getrandbits),
            settings=SETTINGS,
            secrets=secrets,
            voice=TwilioVoice(twilio),
            messaging=TwilioMessaging(twilio),
            recorder=TwilioRecorder(twilio),
            vault=Bucket(_aws()),
            queues=self.queues,
            schedules=self.queues,
            push=self.push,
        )
        process.install(self.ctx)

    def create_table(self, wanted: dict[str, Any]) -> None:
        """Where this house keeps its items."""
        _aws().client("dynamodb").create_table(**wanted)

    def draw(self) -> None:
        """Delivers what waits in the tier queues."""
        from chalicelib.queue import service

        while self.queues.tiers:
            callback_id = json.loads(self.queues.tiers[0])["callback_id"]
            if self.invoke(partial(service.take_place, self.ctx, callback_id)):
                self.queues.tiers.popleft()

    def wait(self, seconds: float) -> None:
        """Time passes in steps of 100 ms; webhooks arrive, and timers fire once a second."""
        for step in range(int(seconds * 10)):
            self.world.advance(100)
            self.deliver()
            if step % 10 == 9:
                self.fire()

    def deliver(self) -> None:
        """Carries the twin's requests to the application until there are none."""
        while requests := self.world.take():
            for request in requests:
                self.world.deliver(request, self.answer(request))
        self.draw()

    def answer(self, request: WebhookRequest) -> Outcome:
        """One request through app.py."""
        url, params = urlsplit(request.url), urlencode(request.params)
        given = FORM | request.headers
        status, headers, body = self.http(request.method, url.path, params, given, url.query)
        return Outcome(status, body, headers.get("Content-Type", ""))

    def http(
        self,
        method: str,
        path: str,
        body: str = "",
        headers: dict[str, str] | None = None,
        query: str = "",
        claims: dict[str, str] | None = None,
    ) -> tuple[int, dict[str, str], str]:
        """A request as API Gateway would hand it to app.app."""
        from app import app

        privacy.remember(body)
        event = gateway.event(app, method, path, body, headers or {}, query, claims, self.source_ip)
        answer = app(event, None)
        if answer["statusCode"] == 500:
            self.surprises.append(f"{method} {path}")
        if answer["statusCode"] >= 400:
            _declared(method, path, json.loads(answer["body"])["code"])
        return answer["statusCode"], answer["headers"], answer["body"]

    def fire(self) -> None:
        """Whatever is due. A reminder that meets a silent carrier comes back, as from SQS."""
        from chalicelib.queue import service as queue
        from chalicelib.timers import service as timers

        for site in self.due_sites():
            for row in list(
                WatchedRow.due.query(queue.due_key(site), WatchedRow.due_at_ms <= self.ctx.now_ms())
            ):
                try:
                    self.invoke(partial(timers.on_due, self.ctx, row.pk, row.sk))
                except (CarrierRefused, CarrierSilent):
                    self.put_off += 1
        self.deliver()

    def invoke(self, work: Callable[[], None]) -> bool:
        """Runs what a queue or a timer starts; False when it must be started again."""
        work()
        return True

    def items(self) -> list[dict[str, Any]]:
        """The whole table, as DynamoDB writes it: {"pk": {"S": …}, …}."""
        from moto.dynamodb.models import dynamodb_backends

        (regions,) = dynamodb_backends.values()
        stored = regions["sa-east-1"].tables[SETTINGS.table_name].all_items()
        return [item.to_json()["Attributes"] for item in stored]

    def due_sites(self) -> set[str]:
        """Where something is due now: asking each site's index every second would take most of a test."""
        now = self.ctx.now_ms()
        due = [item for item in self.items() if "due_pk" in item]
        return {one["due_pk"]["S"].removeprefix("DUE#") for one in due if int(one["due_at_ms"]["N"]) <= now}


def _declared(method: str, path: str, code: str) -> None:
    """An error nobody announced in the contract is a defect, wherever it is seen."""
    for one in operations():
        if one.method == method and re.fullmatch(re.sub(r"{\w+}", "[^/]+", one.path), path):
            assert code in one.errors + one.implied_errors, f"{one.id} answers an undeclared {code}"


@cache
def _aws() -> Aws:
    """One session for all tests: it parses botocore's models, which takes longer than most of them."""
    aws = Aws(SETTINGS)
    aws.bind_table()
    return aws


@cache
def table_of_the_template() -> dict[str, Any]:
    """What CreateTable needs for the table of infra/template.yml."""
    from infra.yaml_template import read

    template = read(Path(__file__).parent.parent / "infra" / "template.yml")
    properties = template["Resources"]["Table"]["Properties"]
    shape = ("AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes")
    named = {"TableName": SETTINGS.table_name, "BillingMode": "PAY_PER_REQUEST"}
    return named | {name: properties[name] for name in shape}


H = TypeVar("H", bound=House)


@contextmanager
def house(seed: int = 1, kind: type[H] = House) -> Iterator[H]:  # type: ignore[assignment]  # see PEP 696
    """A house of its own for each test."""
    os.environ |= {
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": "sa-east-1",
    }
    with mock_aws():
        yield kind(seed)
