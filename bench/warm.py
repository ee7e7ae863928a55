"""Warm handlers over their own bare AWS calls: form, claim and status webhook.

Each request runs through app.app against a real DynamoDB and SQS endpoint; every AWS call it makes is then
made again, with the same parameters, by a bare botocore client as it comes, on a second table and queue that
have seen exactly the same history. CPU of this process only, medians, interleaved. The calls themselves are
counted as well.
"""

import contextlib
import copy
import json
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import botocore.session
from twilio.request_validator import RequestValidator

from bench.ratio import Ratio
from chalicelib.adapters import context as process
from chalicelib.adapters.aws import Aws, EventBridgeSchedules, SqsQueues
from chalicelib.adapters.bucket import Bucket
from chalicelib.adapters.twilio_client import Twilio
from chalicelib.adapters.twilio_messaging import TwilioMessaging
from chalicelib.adapters.twilio_recorder import TwilioRecorder
from chalicelib.agents import service as agents
from chalicelib.kernel.clock import SystemClock
from chalicelib.kernel.context import Context
from chalicelib.kernel.ids import Ids
from chalicelib.kernel.ports import LiveConference
from chalicelib.queue import service as queue
from chalicelib.telephony import service as telephony
from chalicelib.telephony.facts import Joined
from infra.yaml_template import read
from local import emulator
from local.config import Config, Ports
from tests.gateway import event
from tests.house import API, FORM, SECRETS, SETTINGS, ListedPush, ListedSecrets
from tests.people import JSON, portal_token

ROUNDS = 120
WARM_UP = 15
LIMIT = 1.15
CALLS_LIMIT = 2
Sent = tuple[str, str, dict[str, Any]]


class SilentVoice:
    """Dials nobody: Twilio's time is not ours."""

    def dial(self, conference: str, label: str, to: str, caller_id: str, ring_s: int, limit_s: int) -> str:
        """Nobody rings."""
        return "CA" + "0" * 32

    def hold(self, conference_sid: str, label: str, plays: str) -> None:
        """Nobody is held."""

    def resume(self, conference_sid: str, label: str) -> None:
        """Nobody is held."""

    def heard_by(self, conference_sid: str, label: str, muted: bool, coached_sid: str) -> None:
        """Not asked for here."""

    def end_conference(self, conference_sid: str) -> None:
        """Nobody is there."""

    def hang_up(self, call_sid: str) -> None:
        """Nobody is there."""

    def tell(self, call_sid: str, document: str) -> None:
        """Nobody listens."""

    def redirect(self, call_sid: str, document: str) -> None:
        """Nobody waits."""

    def look(self, conference: str) -> LiveConference:
        """Nobody is there."""
        return LiveConference("", False, ())

    def under_way(self) -> list[str]:
        """None is."""
        return []

    def summary(self, call_sid: str, partial: bool) -> dict[str, str]:
        """Nobody heard anything."""
        return {}


@dataclass
class Sample:
    """CPU seconds of the handler and of its bare calls, and how many calls there were."""

    handler_s: list[float] = field(default_factory=list)
    bare_s: list[float] = field(default_factory=list)
    calls: list[int] = field(default_factory=list)


class Bench:
    """Two tables and two queues: one for the handlers, one that repeats every call bare."""

    def __init__(self, endpoint: str) -> None:
        os.environ |= {
            "AWS_ENDPOINT_URL": endpoint,
            "AWS_ACCESS_KEY_ID": "bench",
            "AWS_SECRET_ACCESS_KEY": "bench",
            "AWS_DEFAULT_REGION": "sa-east-1",
        }
        self.bare = botocore.session.get_session()
        self.clients = {name: self.bare.create_client(name) for name in ("dynamodb", "sqs")}
        self.urls = [self._queue("a"), self._queue("b")]
        queues = dict.fromkeys(("urgent", "high", "standard"), self.urls[0])
        settings = replace(SETTINGS, queue_urls=queues, guard_scale=1_000)
        for table in ("alo-test", "alo-mirror"):
            self._table(table)
        aws = Aws(settings)
        aws.session.register("provide-client-params.*.*", self._seen)
        aws.bind_table()
        clock = SystemClock()
        self.ctx = Context(
            clock=clock,
            ids=Ids(clock),
            settings=settings,
            secrets=ListedSecrets(),
            voice=SilentVoice(),
            messaging=TwilioMessaging(Twilio(settings, ListedSecrets())),
            recorder=TwilioRecorder(Twilio(settings, ListedSecrets())),
            vault=Bucket(aws),
            queues=SqsQueues(aws),
            schedules=EventBridgeSchedules(aws),
            push=ListedPush(),
        )
        process.install(self.ctx)
        self.sent: list[Sent] = []
        self.watching_s = 0.0

    def _queue(self, name: str) -> str:
        made = self.clients["sqs"].create_queue(
            QueueName=f"bench-{name}.fifo", Attributes={"FifoQueue": "true"}
        )
        return str(made["QueueUrl"])

    def _table(self, name: str) -> None:
        path = Path(__file__).parent.parent / "infra" / "template.yml"
        shape = read(path)["Resources"]["Table"]["Properties"]
        wanted = ("AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes", "BillingMode")
        self.clients["dynamodb"].create_table(TableName=name, **{one: shape[one] for one in wanted})

    def _seen(self, params: dict[str, Any], model: Any, **_: Any) -> None:
        began = time.process_time()
        self.sent.append((model.service_model.service_name, model.name, copy.deepcopy(params)))
        self.watching_s += time.process_time() - began

    def step(self, work: Callable[[], Any], sample: Sample | None = None) -> Any:
        """Does something, then repeats its AWS calls bare on the mirror."""
        self.sent.clear()
        self.watching_s = 0.0
        began = time.process_time()
        result = work()
        took = time.process_time() - began - self.watching_s
        sent = [(service, name, self._mirrored(params)) for service, name, params in self.sent]
        began = time.process_time()
        for service, name, params in sent:
            self.clients[service]._make_api_call(name, params)
        bare = time.process_time() - began
        if sample is not None:
            sample.handler_s.append(took)
            sample.bare_s.append(bare)
            sample.calls.append(len(sent))
        return result

    def _mirrored(self, params: dict[str, Any]) -> dict[str, Any]:
        text = json.dumps(params, default=str)
        moved: dict[str, Any] = json.loads(
            text.replace('"alo-test"', '"alo-mirror"').replace(self.urls[0], self.urls[1])
        )
        return moved


def ratios() -> list[Ratio]:
    """CPU ratio of each handler, and its AWS calls over the two allowed."""
    samples = {name: Sample() for name in ("form", "claim", "status webhook")}
    with emulated() as endpoint, open(os.devnull, "w") as nowhere, contextlib.redirect_stdout(nowhere):
        bench = Bench(endpoint)
        for number in range(WARM_UP + ROUNDS):
            if number == WARM_UP:
                samples = {name: Sample() for name in samples}
            _round(bench, number, samples)
    found = []
    for name, sample in samples.items():
        handler, bare = statistics.median(sample.handler_s), statistics.median(sample.bare_s)
        detail = f"{handler * 1e3:.2f} ms over {bare * 1e3:.2f} ms of CPU"
        found.append(Ratio(f"warm {name}", handler / bare, LIMIT, detail))
    for name in ("claim", "status webhook"):
        most = max(samples[name].calls)
        found.append(Ratio(f"AWS calls in {name}", most, CALLS_LIMIT, "the most in any round"))
    return found


def _round(bench: Bench, number: int, samples: dict[str, Sample]) -> None:
    ctx, agent = bench.ctx, f"agent-{number}"
    bench.step(lambda: agents.enrol(ctx, agent, "Ana", "BR", ["BR:payments"], "pt-BR"))
    bench.step(lambda: agents.set_presence(ctx, agent, "available", None))
    body = {"question": "Onde está o meu pagamento?", "topic": "payments", "phone": "+5511987650001"}
    headers = JSON | {"Authorization": f"Bearer {portal_token(bench, sub=str(number))}"}
    asked = _request("POST", "/callbacks", json.dumps(body), headers)
    answer = bench.step(asked, samples["form"])
    assert answer["statusCode"] == 201, answer
    callback_id = json.loads(answer["body"])["callback"]["id"]
    bench.step(lambda: queue.take_place(ctx, callback_id))
    claims = {"sub": agent, "token_use": "id", "cognito:groups": "agent"}
    claimed = bench.step(_request("POST", "/claims", "", JSON, claims=claims), samples["claim"])
    attempt = json.loads(claimed["body"])["attempt"]["id"]
    bench.step(lambda: telephony.apply(ctx, attempt, Joined("agent", "CA1", "CF1", 1)))
    form = {"CallSid": "CA2", "CallStatus": "ringing", "SequenceNumber": "1", "CallerName": ""}
    url = f"/twilio/status?attempt={attempt}"
    signature = RequestValidator(SECRETS.twilio_auth_token).compute_signature(API + url, form)
    signed = FORM | {"X-Twilio-Signature": signature}
    rang = _request("POST", "/twilio/status", urlencode(form), signed, query=f"attempt={attempt}")
    assert bench.step(rang, samples["status webhook"])["statusCode"] == 204


def _request(
    method: str,
    path: str,
    body: str,
    headers: dict[str, str],
    query: str = "",
    claims: dict[str, str] | None = None,
) -> Callable[[], Any]:
    from app import app

    ready = event(app, method, path, body, headers, query, claims)
    return lambda: app(ready, None)


@contextlib.contextmanager
def emulated() -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        config = Config(Ports.free(), Path(folder))
        child = emulator.start(config)
        try:
            yield config.emulator_url
        finally:
            child.stop()
