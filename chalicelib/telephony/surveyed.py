"""Who stays on the line for a survey when their agent has hung up. What they are asked is none of telephony's
business (docs/surveys.md): their leg leaves the conference with its first question's address.
"""

import dataclasses
from zlib import crc32

from msgspec.structs import replace

from chalicelib.telephony.attempt import Attempt
from chalicelib.telephony.steps import Step


def drawn(begun: Step, share: int, after_ms: int, attempt_id: str) -> Step:
    """The same step, for an attempt that knows whether its customer is among the `share` percent to be asked
    when they have talked so long."""
    if crc32(attempt_id.encode()) % 100 >= share:
        return begun
    asked = replace(begun.attempt, survey_after_ms=after_ms)
    return dataclasses.replace(begun, attempt=asked)


def to_be_asked(attempt: Attempt) -> bool:
    """Whether a conversation was long enough, and ended by one of the two who had it."""
    if attempt.survey_after_ms is None or attempt.connected_at_ms is None or attempt.ended_at_ms is None:
        return False
    long_enough = attempt.ended_at_ms - attempt.connected_at_ms >= attempt.survey_after_ms
    return attempt.outcome == "completed" and attempt.ended_by in ("agent", "customer") and long_enough


def let_stay(before: Attempt, ended: Step, now: int) -> Step:
    """The agent has hung up: the customer goes on to the survey before the conference is ended."""
    there = before.state == "connected" and before.customer.state == "joined"
    if not there or not to_be_asked(ended.attempt):
        return ended
    return dataclasses.replace(ended, commands=("survey", *ended.commands))
