"""What must hold of the merged template before any deploy; the linters miss most of it.

Each rule answers sentences; an empty list is a template fit to deploy.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from infra.yaml_template import Template

# AWS's own advice for queues that feed functions.
VISIBILITY_OVER_TIMEOUT = 6
# Actions that create, destroy or reconfigure; no function may.
FORBIDDEN_ACTIONS = (":*", "iam:", "dynamodb:Scan", ":Create", ":Delete", ":Update", ":Put", "sts:")
ALLOWED_ACTIONS = (
    "dynamodb:PutItem",
    "dynamodb:UpdateItem",
    "dynamodb:DeleteItem",
    "sqs:DeleteMessage",
    "logs:CreateLogStream",
    "logs:PutLogEvents",
    "scheduler:CreateSchedule",
    "iam:PassRole",
    "s3:PutObject",
    "s3:PutObjectTagging",
    "s3:DeleteObject",
)
KEPT = (
    "AWS::DynamoDB::Table",
    "AWS::Cognito::UserPool",
    "AWS::SecretsManager::Secret",
    "AWS::S3::Bucket",
)
SHUT = ("BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets")


def faults(template: Template, region: str) -> list[str]:
    """Every fault: our own rules, then cfn-lint for the region."""
    return [*own_faults(template), *lint(template, region)]


def own_faults(template: Template) -> list[str]:
    """What our own rules say."""
    return [
        *visibility(template),
        *redrive(template),
        *sources(template),
        *roles(template),
        *keeping(template),
        *buckets(template),
    ]


def visibility(template: Template) -> Iterator[str]:
    """A queue that feeds a function hides a message for six of its timeouts."""
    for name, function in functions(template).items():
        for event in function["Properties"].get("Events", {}).values():
            if event["Type"] != "SQS":
                continue
            queue = event["Properties"]["Queue"]["Fn::GetAtt"][0]
            hidden = template["Resources"][queue]["Properties"].get("VisibilityTimeout", 30)
            least = VISIBILITY_OVER_TIMEOUT * function["Properties"]["Timeout"]
            if hidden < least:
                yield f"{queue} hides messages for {hidden} s; {name} needs at least {least}"


def redrive(template: Template) -> Iterator[str]:
    """Every queue gives up into another one of its kind, which gives up into none."""
    queues = of_type(template, "AWS::SQS::Queue")
    given_up_into = {_dead_letters(one) for one in queues.values()} - {None}
    given_up_into.add("StreamDeadLetters")
    for name, queue in queues.items():
        target = _dead_letters(queue)
        if target is None and name not in given_up_into:
            yield f"{name} gives up into nothing"
        if target is not None and _fifo(queues[target]) != _fifo(queue):
            yield f"{name} and {target} are not both FIFO"


def sources(template: Template) -> Iterator[str]:
    """Batches fail by message; a stream cannot be held up for ever by one record."""
    for name, function in functions(template).items():
        for event in function["Properties"].get("Events", {}).values():
            given = event["Properties"]
            partial = given.get("FunctionResponseTypes") == ["ReportBatchItemFailures"]
            if event["Type"] in ("SQS", "DynamoDB") and not partial:
                yield f"{name} answers for whole batches"
            if event["Type"] == "DynamoDB":
                if "OnFailure" not in given.get("DestinationConfig", {}):
                    yield f"{name} loses what it cannot handle"
                if not 0 <= given.get("MaximumRetryAttempts", -1) <= 100:
                    yield f"{name} retries a bad record for ever"


def roles(template: Template) -> Iterator[str]:
    """Functions may do what they do, to what is ours, and nothing else."""
    for name, role in of_type(template, "AWS::IAM::Role").items():
        for policy in role["Properties"].get("Policies", []):
            for statement in policy["PolicyDocument"]["Statement"]:
                yield from _statement(name, statement)
    for name, function in functions(template).items():
        if function["Properties"].get("Role") != {"Fn::GetAtt": ["FunctionRole", "Arn"]}:
            yield f"{name} has a role of its own"


def buckets(template: Template) -> Iterator[str]:
    """What lies in a bucket is encrypted, is nobody else's, travels encrypted, and does not lie there for
    ever."""
    policies = of_type(template, "AWS::S3::BucketPolicy").values()
    for name, bucket in of_type(template, "AWS::S3::Bucket").items():
        given = bucket["Properties"]
        if not all(given.get("PublicAccessBlockConfiguration", {}).get(one) for one in SHUT):
            yield f"{name} may be opened to the public"
        if "BucketEncryption" not in given:
            yield f"{name} is not encrypted"
        rules = given.get("LifecycleConfiguration", {}).get("Rules", [])
        if not any(rule["Status"] == "Enabled" and "ExpirationInDays" in rule for rule in rules):
            yield f"{name} keeps things for ever"
        mine = [one["Properties"] for one in policies if one["Properties"]["Bucket"] == {"Ref": name}]
        denied = json.dumps([statement for one in mine for statement in _denials(one)])
        for what in ("aws:SecureTransport", "s3:x-amz-server-side-encryption"):
            if what not in denied:
                yield f"{name} does not insist on {what}"


def keeping(template: Template) -> Iterator[str]:
    """What people would miss survives a deleted stack."""
    for kind in KEPT:
        for name, resource in of_type(template, kind).items():
            if resource.get("DeletionPolicy") != "Retain":
                yield f"{name} is deleted with the stack"


def lint(template: Template, region: str) -> Iterator[str]:
    """cfn-lint's errors and warnings."""
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch, "template.json")
        placed: Any = json.loads(json.dumps(template))
        for function in functions(placed).values():
            # Code is in S3 by the time this is deployed; the linter knows S3 addresses only.
            function["Properties"]["CodeUri"] = "s3://bucket/functions.zip"
        path.write_text(json.dumps(placed))
        ran = subprocess.run(
            [str(Path(sys.executable).with_name("cfn-lint")), "-r", region, "-f", "json", str(path)],
            capture_output=True,
            text=True,
        )
    if ran.returncode and not ran.stdout:
        raise RuntimeError(ran.stderr)
    for found in json.loads(ran.stdout or "[]"):
        where = "/".join(str(part) for part in found["Location"].get("Path") or [])
        yield f"{found['Rule']['Id']} {where}: {found['Message']}"


def functions(template: Template) -> dict[str, Any]:
    """The functions of the template by name."""
    return of_type(template, "AWS::Serverless::Function")


def of_type(template: Template, kind: str) -> dict[str, Any]:
    """The resources of one type by name."""
    return {name: one for name, one in template["Resources"].items() if one["Type"] == kind}


def _statement(role: str, statement: dict[str, Any]) -> Iterator[str]:
    actions, resources = _list(statement["Action"]), _list(statement["Resource"])
    for action in actions:
        refused = [one for one in FORBIDDEN_ACTIONS if one in action]
        if refused and action not in ALLOWED_ACTIONS:
            yield f"{role} may {action}"
    for resource in resources:
        if resource == "*" or (isinstance(resource, str) and resource.startswith("*")):
            yield f"{role} may {', '.join(actions)} on anything"


def _denials(policy: dict[str, Any]) -> list[dict[str, Any]]:
    return [one for one in policy["PolicyDocument"]["Statement"] if one["Effect"] == "Deny"]


def _dead_letters(queue: dict[str, Any]) -> str | None:
    target = queue["Properties"].get("RedrivePolicy", {}).get("deadLetterTargetArn")
    return target["Fn::GetAtt"][0] if target else None


def _fifo(queue: dict[str, Any]) -> bool:
    return bool(queue["Properties"].get("FifoQueue", False))


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
