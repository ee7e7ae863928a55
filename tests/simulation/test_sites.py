"""Call sites: what the source says and what a running stack says are the same."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from twilio.http import HttpClient
from twilio.http.response import Response

from tests.simulation.aws.wire import attach, body
from tests.simulation.cloud import ENVIRONMENT, SECRETS
from tests.simulation.code import REPOSITORY, Code, apart, load
from tests.simulation.sites import MEANS, Coverage, NotASite, Site, Sites, in_source

LEAVES = re.compile(
    r"\b(commit|query_items|update_alone)\(|Row\.(get|query|count)\(|Row\.\w+\.query\(|connection\(\)\.|\.(save|delete)\(\)|\)\.save\("
    r"|\bctx\.(queues|schedules|push|voice|messaging|secrets|recorder)\.|\bctx\.vault\.(?!link)"
)
REQUEST = {
    "callback_id": "cb-1",
    "customer_id": "buyer-7",
    "customer_name": "Marta",
    "role": "buyer",
    "level": None,
    "site": "BR",
    "topic": "payments",
    "tier": "standard",
    "country": "BR",
    "locale": "es",
    "phone": "+5511987650001",
    "question": "Donde?",
    "order_id": None,
    "requested_at_ms": 1,
    "promised_until_ms": 2,
}
WAITING = {
    "pk": {"S": "LINE#BR"},
    "sk": {"S": "5#cb-1"},
    "entity": {"S": "waiting"},
    "form": {"N": "1"},
    "lane": {"S": "BR:payments"},
    "attempts": {"N": "0"},
    "request": {"S": json.dumps(REQUEST)},
}


class Stage:
    """One version with a context, whose every outside call is answered with next to nothing and noted."""

    def __init__(self, code: Code) -> None:
        self.code, self.called = code, list[tuple[str, str, str]]()
        self.coverage = Coverage(REPOSITORY)
        code.enter()
        at = code.module
        settings = at("chalicelib.adapters.settings").from_environment(ENVIRONMENT)
        adapters = at("chalicelib.adapters.aws")
        aws = adapters.Aws(settings)
        aws.bind_table()
        for client in (at("chalicelib.table").connection().connection.client, aws.sqs, aws.secrets):
            attach(client, self._answer)
        clock = at("chalicelib.kernel.clock").SystemClock()
        secrets = adapters.SecretsManager(aws, clock)
        twilio = at("chalicelib.adapters.twilio_client").Twilio(settings, secrets, Wire(self))
        self.ctx = at("chalicelib.kernel.context").Context(
            clock=clock,
            ids=at("chalicelib.kernel.ids").Ids(clock),
            settings=settings,
            secrets=secrets,
            voice=at("chalicelib.adapters.twilio_voice").TwilioVoice(twilio),
            messaging=at("chalicelib.adapters.twilio_messaging").TwilioMessaging(twilio),
            recorder=at("chalicelib.adapters.twilio_recorder").TwilioRecorder(twilio),
            vault=None,
            queues=adapters.SqsQueues(aws),
            schedules=None,
            push=None,
        )

    def note(self, operation: str) -> None:
        """A call is leaving."""
        site = self.coverage.site()
        self.coverage.visit(site, operation)
        self.called.append((site.function, site.what, operation))

    def _answer(self, service: str, operation: str, params: dict[str, Any]) -> dict[str, Any]:
        self.note(operation)
        if operation == "GetSecretValue":
            return {"SecretString": json.dumps(SECRETS)}
        if operation != "Query":
            return {}
        asked = body(params)
        page: dict[str, Any] = {"Items": [], "Count": 0, "ScannedCount": 0}
        if asked.get("ConsistentRead") and "ExclusiveStartKey" not in asked:
            page |= {"Items": [WAITING], "LastEvaluatedKey": {"pk": WAITING["pk"], "sk": WAITING["sk"]}}
        return page


class Wire(HttpClient):
    """Makes every call it is asked for."""

    def __init__(self, stage: Stage) -> None:
        super().__init__(None, False, None)
        self.stage = stage

    def request(self, method: str, url: str, *_: Any, **__: Any) -> Response:
        """A leg that rings."""
        self.stage.note(f"{method} {url.rpartition('/')[2]}")
        return Response(201, json.dumps({"call_sid": "CA1"}))


@pytest.fixture(scope="module")
def stage(request: pytest.FixtureRequest) -> Iterator[Stage]:
    """One for all tests: loading takes longer than they do."""
    with apart(), pytest.MonkeyPatch.context() as environment:
        environment.setenv("AWS_ACCESS_KEY_ID", "test")
        environment.setenv("AWS_SECRET_ACCESS_KEY", "test")
        environment.setenv("AWS_DEFAULT_REGION", "sa-east-1")
        yield Stage(load(REPOSITORY, "staged"))


@pytest.fixture(autouse=True)
def entered(stage: Stage) -> Iterator[None]:
    """Lazy imports find the staged version."""
    with apart():
        stage.code.enter()
        stage.called.clear()
        stage.coverage.visits.clear()
        yield


def test_the_source_has_a_site_wherever_a_reader_finds_one() -> None:
    read = {
        (path.relative_to(REPOSITORY).as_posix(), number)
        for path in (REPOSITORY / "chalicelib").rglob("*.py")
        if not path.relative_to(REPOSITORY).as_posix().startswith(MEANS)
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if LEAVES.search(line)
    }
    sites = list(in_source(REPOSITORY))
    assert len(read) == len(sites) == len(set(sites))
    for file, number in read:
        assert any(site.file == file and _covers(site, number) for site in sites), (file, number)


def test_a_call_is_at_the_statement_that_makes_it(stage: Stage) -> None:
    at = stage.code.module
    depth, auth = at("chalicelib.queue.depth"), at("chalicelib.auth.service")
    at("chalicelib.queue.store").read("cb-1")
    assert stage.called == [("read", "CallbackRow.get", "GetItem")]
    depth.count_ahead("LINE#BR:payments", "5#cb-1")
    auth.issue_voice(stage.ctx, "ana")
    assert stage.called[1:] == [
        ("count_ahead", "connection().query", "Query"),
        ("issue_voice", "ctx.secrets.read", "GetSecretValue"),
    ]


def test_what_is_asked_only_when_iterated_is_found_where_it_is_iterated(stage: Stage) -> None:
    at = stage.code.module
    assert [row.sk for row in at("chalicelib.queue.line").waiting({"BR:payments"}, 1)] == ["5#cb-1"]
    assert stage.called == [("items", "query_items", "Query")] * 2
    stage.called.clear()
    assert not [pk for pk, _ in at("chalicelib.timers.service").overdue(stage.ctx) if "CALLBACK" in pk]
    assert stage.called == [("overdue", "query_items", "Query")] * 5
    stage.called.clear()
    assert list(at("chalicelib.crm.store").read_log("BR", 0)) == []
    assert at("chalicelib.crm.service").log("BR", 0) == []
    assert at("chalicelib.crm.store").read_events("buyer-7", None, 5) == []
    assert at("chalicelib.realtime.store").members("site#BR") == []
    assert at("chalicelib.reports.store").read("BR", "HOUR", 0, 1) == []
    assert [(function, what) for function, what, _ in stage.called] == [
        ("read_log", "query_items"),
        ("read_log", "query_items"),
        ("read_events", "EventRow.query"),
        ("members", "query_items"),
        ("read", "ReportRow.query"),
    ]


def test_what_goes_through_table_and_adapters_is_their_callers(stage: Stage) -> None:
    at = stage.code.module
    at("chalicelib.reports.store").write("BR", "HOUR", 0, {}, {}, 0)
    at("chalicelib.realtime.store").connect("c", ["r"], "t", 0)
    at("chalicelib.timers.service").fire(stage.ctx, '{"due_at_ms": 9999999999999, "pk": ""}')
    assert stage.called == [
        ("write", "ReportRow().save", "PutItem"),
        ("connect", "commit", "TransactWriteItems"),
        ("fire", "ctx.queues.remind", "SendMessage"),
    ]


def test_the_carrier_and_the_secret_it_needs_are_the_same_site(stage: Stage) -> None:
    stage.ctx.secrets._kept = None
    _run(stage, ["dial"], lambda *_: None)
    assert stage.called == [
        ("_dial", "ctx.voice.dial", "GetSecretValue"),
        ("_dial", "ctx.voice.dial", "POST Participants.json"),
    ]


def test_a_call_from_nowhere_is_an_error(stage: Stage) -> None:
    with pytest.raises(NotASite, match="none of the code"):
        stage.coverage.site()
    with pytest.raises(NotASite, match=r"carrier\.py:\d+ in _dial is no known call site"):
        _run(stage, ["dial"], lambda *_: stage.coverage.site())


def test_the_same_place_in_another_version_is_the_same_site(tmp_path: Path) -> None:
    moved = tmp_path / "chalicelib"
    moved.mkdir()
    (moved / "table.py").write_text("")
    (moved / "one.py").write_text("def f():\n    commit([])\n    commit([])\n")
    before = list(in_source(tmp_path))
    (moved / "one.py").write_text("# moved\n\ndef f():\n    commit([])\n    commit(\n        [])\n")
    after = list(in_source(tmp_path))
    assert before == after and [site.spans for site in before] != [site.spans for site in after]
    assert [str(site) for site in after] == ["chalicelib/one.py:4 f commit", "chalicelib/one.py:5 f commit"]


def test_two_sites_in_one_statement_are_refused(tmp_path: Path) -> None:
    (tmp_path / "chalicelib").mkdir()
    (tmp_path / "chalicelib" / "table.py").write_text("")
    (tmp_path / "chalicelib" / "one.py").write_text("def f():\n    commit(commit([]))\n")
    with pytest.raises(NotASite, match="shares a statement"):
        Sites(tmp_path)


def test_a_coverage_counts_merges_and_tells(tmp_path: Path) -> None:
    (tmp_path / "chalicelib").mkdir()
    (tmp_path / "chalicelib" / "table.py").write_text("")
    (tmp_path / "chalicelib" / "one.py").write_text("def f():\n    commit([])\n    ctx.voice.dial()\n")
    one, other = Coverage(tmp_path), Coverage(tmp_path)
    commit, dial = one.sites.all
    one.visit(commit, "TransactWriteItems")
    one.cut(commit, "TransactWriteItems", "before")
    assert one.missing() == [f"{dial}: never reached", f"{commit}: never cut after"]
    other.visit(commit, "TransactWriteItems")
    other.visit(dial, "POST")
    for when in ("before", "after"):
        other.cut(dial, "POST", when)
    one.merge([other])
    assert one.missing() == [f"{commit}: never cut after"]
    lines = one.report().splitlines()
    assert lines[1].split() == [*str(commit).split(), "TransactWriteItems", "2", "1", "0"]
    assert lines[2].split() == [*str(dial).split(), "POST", "1", "1", "1"]
    assert lines[-1] == "2 of 2 call sites reached, 3 of 4 cuts"


def _run(stage: Stage, commands: list[str], apply: Callable[..., Any]) -> None:
    """Carries out commands of an attempt nobody has joined."""
    at = stage.code.module
    row = at("chalicelib.telephony.store").new(
        "att-1", "ana", "Ana", 1, 0, at("chalicelib.queue.model").Request(**REQUEST)
    )
    row.call = at("chalicelib.telephony.attempt").Attempt()
    step = at("chalicelib.telephony.steps").Step(row.call, (), tuple(commands))
    at("chalicelib.telephony.carrier").run(stage.ctx, row, step, apply)


def _covers(site: Site, line: int) -> bool:
    first, last = site.spans[0]
    return first <= line <= last
