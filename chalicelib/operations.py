"""Every operation of the HTTP API, gathered for the OpenAPI document and the authorisation matrix."""

import importlib
from collections.abc import Iterator

from chalicelib.contract import Operation

FEATURES = (
    "intake",
    "inbound",
    "telephony",
    "quality",
    "recording",
    "surveys",
    "records",
    "agents",
    "crm",
    "supervision",
    "budgets",
    "reports",
    "realtime",
)


def operations() -> Iterator[Operation]:
    """All operations, in the order of FEATURES; of the live call's supervisors last."""
    for module in (*(f"{feature}.schema" for feature in FEATURES), "supervision.operations"):
        schema = importlib.import_module(f"chalicelib.{module}")
        yield from (value for value in vars(schema).values() if isinstance(value, Operation))
