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
from chalicelib.guard.model import Barred

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
    "may_call",
    "raise_percent",
    "read_country",
    "refusals",
    "refuse_if_limited",
    "reset",
    "why_barred",
]
