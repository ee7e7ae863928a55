"""The table and the queues of infra/template.yml, in memory."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from infra.yaml_template import read
from tests.simulation.aws.dynamodb import DynamoDB
from tests.simulation.aws.sqs import Sqs
from tests.simulation.cloud import ACCOUNT, QUEUES, REGION, TABLE

TEMPLATE = Path(__file__).parents[2] / "infra" / "template.yml"
RESOURCES = {
    "urgent": "UrgentQueue",
    "high": "HighQueue",
    "standard": "StandardQueue",
    "timers": "TimersQueue",
    "recordings": "RecordingsQueue",
}


def account(db: DynamoDB, sqs: Sqs) -> None:
    """Makes everything the functions need."""
    db.call("CreateTable", table())
    for name, attributes in _queues():
        sqs.call("CreateQueue", {"QueueName": name, "Attributes": attributes})


@cache
def _resources() -> Any:
    return read(TEMPLATE)["Resources"]


@cache
def table() -> dict[str, Any]:
    """What CreateTable takes."""
    properties = _resources()["Table"]["Properties"]
    names = ("AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes", "BillingMode")
    return {"TableName": TABLE, **{name: properties[name] for name in names}}


@cache
def _queues() -> list[tuple[str, dict[str, str]]]:
    """Name and attributes; the dead-letter queues first."""
    found: list[tuple[str, dict[str, str]]] = []
    for name, resource in RESOURCES.items():
        properties = dict(_resources()[resource]["Properties"])
        redrive = properties.pop("RedrivePolicy")
        suffix = ".fifo" if properties.get("FifoQueue") else ""
        dead_name = f"alo-dead-{'tiers' if suffix else name}{suffix}"
        if all(known != dead_name for known, _ in found):
            found.insert(0, (dead_name, {"FifoQueue": "true"} if suffix else {}))
        attributes = {key: _text(value) for key, value in properties.items()}
        attributes["RedrivePolicy"] = json.dumps(
            {
                "deadLetterTargetArn": f"arn:aws:sqs:{REGION}:{ACCOUNT}:{dead_name}",
                "maxReceiveCount": redrive["maxReceiveCount"],
            }
        )
        found.append((QUEUES[name], attributes))
    return found


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
