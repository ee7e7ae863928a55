"""Abuse refused, and what calls may cost: the guard's door.

Parts answered here join the transaction of whoever calls.
"""

from chalicelib.guard.budgets import (
    Call,
    Country,
    barred,
    call_limit_s,
    call_over,
    charge,
    countries,
    dial,
    may_call,
    raise_percent,
    read_country,
    reset,
    why_barred,
)
from chalicelib.guard.forms import Asked, admit, refusals, refuse_if_limited
from chalicelib.guard.hashing import hashed
from chalicelib.guard.model import Barred
from chalicelib.guard.texting import may_text, phone_digest, texts

__all__ = [
    "Asked",
    "Barred",
    "Call",
    "Country",
    "admit",
    "barred",
    "call_limit_s",
    "call_over",
    "charge",
    "countries",
    "dial",
    "hashed",
    "may_call",
    "may_text",
    "phone_digest",
    "raise_percent",
    "read_country",
    "refusals",
    "refuse_if_limited",
    "reset",
    "texts",
    "why_barred",
]
