"""CreateTable and DescribeTable, as far as infra/template.yml goes."""

from typing import Any

from tests.simulation.aws.dynamodb_table import Schema, Table
from tests.simulation.aws.dynamodb_values import invalid
from tests.simulation.aws.refusal import NotCovered

_COVERED = frozenset(
    ("TableName", "AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes", "BillingMode")
    + ("StreamSpecification", "SSESpecification")
)


def create(request: dict[str, Any]) -> Table:
    """A new, empty table. Raises Refused."""
    if not request.keys() <= _COVERED or request.get("BillingMode") != "PAY_PER_REQUEST":
        raise NotCovered(f"CreateTable with {sorted(request)}")
    kinds = {one["AttributeName"]: one["AttributeType"] for one in request["AttributeDefinitions"]}
    schema = _schema("", request["KeySchema"], kinds)
    indexes = []
    for index in request.get("GlobalSecondaryIndexes", ()):
        if index["Projection"] != {"ProjectionType": "ALL"} or len(index) != 3:
            raise NotCovered(f"an index with {sorted(index)} and {index['Projection']}")
        indexes.append(_schema(index["IndexName"], index["KeySchema"], kinds))
    used = dict.fromkeys(name for one in (schema, *indexes) for name, _ in one.kinds)
    if len(used) != len(kinds):
        raise _unused(kinds, list(used))
    return Table(request["TableName"], _described(request), schema, indexes)


def _schema(index: str, keys: list[dict[str, str]], kinds: dict[str, str]) -> Schema:
    for one in keys:
        kind = kinds.get(one["AttributeName"])
        if kind is None:
            raise invalid(
                "One or more parameter values were invalid: Some index key attributes are not defined in "
                f"AttributeDefinitions. Keys: [{one['AttributeName']}], "
                f"AttributeDefinitions: [{', '.join(kinds)}]"
            )
        if kind not in ("S", "N"):
            raise NotCovered(f"keys of type {kind}")
    names = [one["AttributeName"] for one in keys]
    if [one["KeyType"] for one in keys] not in (["HASH"], ["HASH", "RANGE"]):
        raise invalid("1 validation error detected: Invalid KeySchema")
    return Schema(
        index,
        names[0],
        names[1] if len(names) > 1 else None,
        tuple((name, kinds[name]) for name in names),
    )


def _unused(kinds: dict[str, str], used: list[str]) -> Exception:
    return invalid(
        "One or more parameter values were invalid: Number of attributes in KeySchema does not exactly match "
        f"number of attributes defined in AttributeDefinitions: {len(used)} of {len(kinds)}"
    )


def _described(request: dict[str, Any]) -> dict[str, Any]:
    name = request["TableName"]
    described = {
        "TableName": name,
        "TableStatus": "ACTIVE",
        "AttributeDefinitions": request["AttributeDefinitions"],
        "KeySchema": request["KeySchema"],
        "BillingModeSummary": {"BillingMode": "PAY_PER_REQUEST"},
        "TableArn": f"arn:aws:dynamodb:sa-east-1:000000000000:table/{name}",
    }
    if "GlobalSecondaryIndexes" in request:
        described["GlobalSecondaryIndexes"] = [
            {**index, "IndexStatus": "ACTIVE"} for index in request["GlobalSecondaryIndexes"]
        ]
    return described
