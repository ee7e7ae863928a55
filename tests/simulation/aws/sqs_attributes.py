"""Message attributes: which are taken, how they are digested, which are handed out."""

import re
from collections.abc import Iterable, Sequence
from hashlib import md5
from struct import pack
from typing import Any

from tests.simulation.aws.refusal import NotCovered
from tests.simulation.aws.sqs_rules import invalid_value

Attributes = dict[str, dict[str, Any]]

MOST = 10
_NAME = re.compile(r"(?!aws\.|amazon\.)[a-z0-9_-]+(\.[a-z0-9_-]+)*", re.IGNORECASE)
_STRING = b"\x01"


def checked(attributes: Attributes) -> Attributes:
    """The attributes, if they may be sent. Only strings and numbers are covered."""
    if len(attributes) > MOST:
        raise invalid_value(
            f"Number of message attributes [{len(attributes)}] exceeds the allowed maximum [{MOST}]."
        )
    for name, attribute in attributes.items():
        kind = attribute["DataType"]
        if not _NAME.fullmatch(name) or len(name) > 256 or kind not in ("String", "Number"):
            raise NotCovered(f"message attribute {name} of type {kind}")
        if attribute.keys() != {"DataType", "StringValue"}:
            raise NotCovered(f"message attribute {name} with {sorted(attribute)}")
        if not attribute["StringValue"]:
            raise invalid_value(
                f"Message (user) attribute '{name}' must contain a non-empty value of type '{kind}'."
            )
    return attributes


def size(attributes: Attributes) -> int:
    """Bytes that count towards the limit of a message: names, types and values."""
    return sum(len(part) for name, held in attributes.items() for part in _parts(name, held))


def digest(attributes: Attributes) -> str:
    """MD5OfMessageAttributes: names in order, each part after its length, the value after a byte of kind."""
    hashed = md5(usedforsecurity=False)
    for name in sorted(attributes):
        named, kind, value = _parts(name, attributes[name])
        for part in (_sized(named), _sized(kind), _STRING, _sized(value)):
            hashed.update(part)
    return hashed.hexdigest()


def selected(attributes: Attributes, names: Sequence[str]) -> Attributes:
    """Those asked for by name, by the start of a name (`bar.*`), or all."""
    if not {"All", "*", ".*"}.isdisjoint(names):
        return attributes
    starts = tuple(name[:-2] for name in names if name.endswith(".*"))
    return {k: v for k, v in attributes.items() if k in names or (starts and k.startswith(starts))}


def _parts(name: str, attribute: dict[str, Any]) -> Iterable[bytes]:
    return name.encode(), attribute["DataType"].encode(), attribute["StringValue"].encode()


def _sized(part: bytes) -> bytes:
    return pack(">I", len(part)) + part
