"""Turns the template Chalice packaged into the one that is deployed.

Chalice knows the functions and the two APIs; infra/template.yml knows everything else.
The merge lays one over the other, then puts real references where `app.py` could only
write a placeholder (Chalice wants an ARN while the resource does not exist yet).
"""

import copy
import json
from typing import Any

from infra.yaml_template import Template

PLACEHOLDERS: dict[str, dict[str, list[str]]] = {
    "arn:aws:sqs:placeholder:placeholder:urgent": {"Fn::GetAtt": ["UrgentQueue", "Arn"]},
    "arn:aws:sqs:placeholder:placeholder:high": {"Fn::GetAtt": ["HighQueue", "Arn"]},
    "arn:aws:sqs:placeholder:placeholder:standard": {"Fn::GetAtt": ["StandardQueue", "Arn"]},
    "arn:aws:sqs:placeholder:placeholder:timers": {"Fn::GetAtt": ["TimersQueue", "Arn"]},
    "arn:aws:sqs:placeholder:placeholder:recordings": {"Fn::GetAtt": ["RecordingsQueue", "Arn"]},
    "arn:aws:dynamodb:placeholder:placeholder:table/table/stream/s": {"Fn::GetAtt": ["Table", "StreamArn"]},
    "placeholder:userpool": {"Fn::GetAtt": ["UserPool", "Arn"]},
}
QUEUE_SOURCE = {"FunctionResponseTypes": ["ReportBatchItemFailures"]}
STREAM_SOURCE = {
    "FunctionResponseTypes": ["ReportBatchItemFailures"],
    "BisectBatchOnFunctionError": True,
    "MaximumRetryAttempts": 10,
    "DestinationConfig": {
        "OnFailure": {"Type": "SQS", "Destination": {"Fn::GetAtt": ["StreamDeadLetters", "Arn"]}}
    },
}


def merge(packaged: Template, ours: Template) -> Template:
    """A new template; neither argument changes.

    Raises ValueError when a placeholder has no resource, or when ours adjusts a resource
    that is in neither template.
    """
    merged: Template = _over(copy.deepcopy(packaged), ours)
    for name, resource in merged["Resources"].items():
        if "Type" not in resource:
            raise ValueError(f"infra/template.yml adjusts {name}, which Chalice did not package")
        if resource["Type"] == "AWS::Serverless::Function":
            resource["Properties"]["Role"] = {"Fn::GetAtt": ["FunctionRole", "Arn"]}
            _sources(resource["Properties"].get("Events", {}))
        if resource["Type"] == "AWS::ApiGateway::GatewayResponse":
            _problem(resource)
    merged = _filled(merged)
    if "placeholder" in json.dumps(merged):
        raise ValueError("A placeholder of app.py names no resource: add it to PLACEHOLDERS")
    return merged


def _over(under: Any, over: Any) -> Any:
    if not (isinstance(under, dict) and isinstance(over, dict)):
        return copy.deepcopy(over)
    for key, value in over.items():
        under[key] = _over(under[key], value) if key in under else copy.deepcopy(value)
    return under


def _sources(events: dict[str, Any]) -> None:
    for event in events.values():
        if event["Type"] == "SQS":
            event["Properties"].update(copy.deepcopy(QUEUE_SOURCE))
        if event["Type"] == "DynamoDB":
            event["Properties"].update(copy.deepcopy(STREAM_SOURCE))


def _problem(answer: Template) -> None:
    """Writes out a gateway answer: RFC 9457, in the shape the functions answer with."""
    problem = answer.pop("Metadata")["Problem"]
    status = answer["Properties"].get("StatusCode")
    body = {
        "type": f"urn:alo:problem:{problem['code']}",
        "title": problem["title"],
        "code": problem["code"],
        "detail": problem["title"] + ".",
        "fields": [],
        "correlation_id": "$context.requestId",
    }
    # Where the status is the gateway's own it is known only as a variable, not as a number.
    number = status or ("400" if "4XX" in answer["Properties"]["ResponseType"] else "500")
    template = json.dumps(body)[:-1] + f', "status": {number}}}'
    answer["Properties"]["ResponseTemplates"] = {"application/json": template}
    answer["Properties"]["ResponseParameters"] = {
        "gatewayresponse.header.Access-Control-Allow-Origin": "'*'",
        "gatewayresponse.header.Content-Type": "'application/problem+json'",
    }


def _filled(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _filled(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_filled(one) for one in value]
    if isinstance(value, str) and value in PLACEHOLDERS:
        return copy.deepcopy(PLACEHOLDERS[value])
    return value
