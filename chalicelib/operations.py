"""Every operation of the HTTP API, gathered for the OpenAPI document and the authorisation matrix."""

import importlib
from collections.abc import Iterator

from chalicelib.contract import Operation

FEATURES = (
    "intake",
    "telephony",
    "quality",
    "agents",
    "crm",
    "supervision",
    "budgets",
    "reports",
    "realtime",
)


def operations() -> Iterator[Operation]:
    """All operations, in the order of FEATURES."""
    for feature in FEATURES:
        schema = importlib.import_module(f"chalicelib.{feature}.schema")
        yield from (value for value in vars(schema).values() if isinstance(value, Operation))
