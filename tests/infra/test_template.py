"""The merged template: fit for every region, and each rule notices what it is for."""

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest

from chalicelib.adapters.bucket import KEEP
from chalicelib.numbers import service as numbers
from infra import checks, mend
from infra.deploy import REGIONS
from infra.merge import merge
from infra.package import ROOT
from infra.yaml_template import Template, read
from tests import packaged


def test_every_region_of_ours_accepts_it() -> None:
    for region in json.loads(REGIONS.read_text()):
        assert checks.faults(packaged.made().template, region) == []


def _hide_too_short(template: Template) -> None:
    template["Resources"]["TimersQueue"]["Properties"]["VisibilityTimeout"] = 60


def _give_up_into_nothing(template: Template) -> None:
    del template["Resources"]["HighQueue"]["Properties"]["RedrivePolicy"]


def _give_up_out_of_order(template: Template) -> None:
    redrive = template["Resources"]["HighQueue"]["Properties"]["RedrivePolicy"]
    redrive["deadLetterTargetArn"] = {"Fn::GetAtt": ["TimerDeadLetters", "Arn"]}


def _fail_whole_batches(template: Template) -> None:
    for event in template["Resources"]["Fire"]["Properties"]["Events"].values():
        del event["Properties"]["FunctionResponseTypes"]


def _retry_for_ever(template: Template) -> None:
    for event in template["Resources"]["FanOut"]["Properties"]["Events"].values():
        event["Properties"]["MaximumRetryAttempts"] = -1


def _scan(template: Template) -> None:
    _statement(template)["Action"].append("dynamodb:Scan")


def _anything(template: Template) -> None:
    _statement(template)["Resource"] = "*"


def _forget_people(template: Template) -> None:
    template["Resources"]["UserPool"]["DeletionPolicy"] = "Delete"


def _open_bucket(template: Template) -> None:
    bucket = template["Resources"]["Recordings"]["Properties"]
    bucket["PublicAccessBlockConfiguration"]["BlockPublicPolicy"] = False


def _plain_bucket(template: Template) -> None:
    del template["Resources"]["Recordings"]["Properties"]["BucketEncryption"]


def _bucket_for_ever(template: Template) -> None:
    template["Resources"]["Recordings"]["Properties"]["LifecycleConfiguration"]["Rules"] = []


def _bucket_takes_anything(template: Template) -> None:
    _denials(template).pop()


def _bucket_over_plain_http(template: Template) -> None:
    _denials(template).pop(0)


def _forget_recordings(template: Template) -> None:
    template["Resources"]["Recordings"]["DeletionPolicy"] = "Delete"


def _denials(template: Template) -> list[Any]:
    policy = template["Resources"]["RecordingsPolicy"]["Properties"]["PolicyDocument"]
    statements: list[Any] = policy["Statement"]
    return statements


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (_hide_too_short, "TimersQueue hides messages for 60 s"),
        (_give_up_into_nothing, "HighQueue gives up into nothing"),
        (_give_up_out_of_order, "are not both FIFO"),
        (_fail_whole_batches, "Fire answers for whole batches"),
        (_retry_for_ever, "FanOut retries a bad record for ever"),
        (_scan, "may dynamodb:Scan"),
        (_anything, "on anything"),
        (_forget_people, "UserPool is deleted with the stack"),
        (_forget_recordings, "Recordings is deleted with the stack"),
        (_open_bucket, "Recordings may be opened to the public"),
        (_plain_bucket, "Recordings is not encrypted"),
        (_bucket_for_ever, "Recordings keeps things for ever"),
        (_bucket_takes_anything, "does not insist on s3:x-amz-server-side-encryption"),
        (_bucket_over_plain_http, "does not insist on aws:SecureTransport"),
    ],
)
def test_a_spoiled_template_is_refused(spoil: Callable[[Template], None], said: str) -> None:
    spoiled = copy.deepcopy(packaged.made().template)
    spoil(spoiled)
    assert any(said in fault for fault in checks.own_faults(spoiled))


def test_what_cloudformation_would_refuse_is_refused_here() -> None:
    spoiled = copy.deepcopy(packaged.made().template)
    spoiled["Resources"]["Table"]["Properties"]["BillingMode"] = "FREE"
    assert any("'FREE' is not one of" in fault for fault in checks.faults(spoiled, packaged.REGION))


def test_a_placeholder_without_a_resource_is_refused() -> None:
    stray = {"Resources": {"Lost": {"Type": "X", "Properties": {"Q": "arn:aws:sqs:placeholder:x"}}}}
    with pytest.raises(ValueError, match="names no resource"):
        merge(stray, {"Resources": {}})


def test_an_adjustment_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="Chalice did not package"):
        merge({"Resources": {}}, {"Resources": {"Gone": {"Properties": {}}}})


def test_the_emulators_mends_are_on_a_copy() -> None:
    template = packaged.made().template
    before = json.dumps(template)
    mended = mend.for_emulator(template, "http://localhost:1")
    assert json.dumps(template) == before
    assert json.dumps(mended) != before
    assert "WebsocketAPIDeployment" in template["Resources"]
    assert "WebsocketAPIDeployment" not in mended["Resources"]


def test_agents_routes_are_behind_the_user_pool_and_the_rest_is_not() -> None:
    paths = _api()["paths"]
    for path, methods in json.loads((ROOT / "docs" / "openapi.json").read_text())["paths"].items():
        for method, operation in methods.items():
            guarded = bool(paths[path][method].get("security"))
            assert guarded == ({"agentIdToken": []} in operation["security"]), f"{method} {path}"


def test_the_gateway_serves_the_documented_routes_and_no_others() -> None:
    documented = json.loads((ROOT / "docs" / "openapi.json").read_text())["paths"]
    served = {
        (path, method)
        for path, methods in _api()["paths"].items()
        for method in methods
        if method != "options"
    }
    assert served == {(path, method) for path, methods in documented.items() for method in methods}


def test_the_gateways_own_refusals_are_problems_with_known_codes() -> None:
    from chalicelib.kernel.errors import STATUS

    answers = checks.of_type(packaged.made().template, "AWS::ApiGateway::GatewayResponse")
    assert len(answers) >= 8
    for answer in answers.values():
        filled = answer["Properties"]["ResponseTemplates"]["application/json"]
        assert json.loads(filled)["code"] in STATUS


def test_parameters_have_no_values_of_one_installation() -> None:
    text = (ROOT / "infra" / "template.yml").read_text()
    assert "localhost" not in text
    assert "+55" not in text
    assert read(ROOT / "infra" / "template.yml")["Parameters"]["TwilioAccountSid"].get("Default") is None


def test_the_buckets_own_rule_never_comes_before_the_policy_of_a_country() -> None:
    resources = packaged.made().template["Resources"]
    (rule,) = resources["Recordings"]["Properties"]["LifecycleConfiguration"]["Rules"]
    longest = max(numbers.pack(code).recording.retention_days for code in numbers.countries())
    assert rule["ExpirationInDays"] > longest
    assert rule["TagFilters"] == [{"Key": "keep", "Value": KEEP[False]}]


def test_a_recordings_function_has_the_time_that_an_hour_takes() -> None:
    made = checks.functions(packaged.made().template)["FileRecording"]["Properties"]
    assert made["Timeout"] == 300


def _statement(template: Template) -> dict[str, Any]:
    role = template["Resources"]["FunctionRole"]["Properties"]
    statement: dict[str, Any] = role["Policies"][0]["PolicyDocument"]["Statement"][0]
    return statement


def _api() -> dict[str, Any]:
    body: dict[str, Any] = packaged.made().template["Resources"]["RestAPI"]["Properties"]["DefinitionBody"]
    return body
