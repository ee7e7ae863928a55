"""What a customer is asked after their call, and what becomes of each answer. Pure.

later --its time has come--> score --0 to 10--> solved --yes or no--> over
Any state can be over: silence, keys nobody understands, a hang-up. A key or a message that comes twice, or
late, changes nothing; an answer once given stays.
"""

import re
from collections.abc import Mapping
from typing import Any, Literal

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from chalicelib.kernel.words import SurveyChannel

State = Literal["later", "score", "solved", "over"]
Image = Mapping[str, Mapping[str, Any]]
Word = Literal["stop", "start"]

AGAIN = 2
"""How often a question is asked again that was not understood."""
QUESTION_MS = 60_000
ON_THE_PHONE_MS = 240_000
BY_TEXT_MS = 3 * 86_400_000
"""The longest a question may take on the phone, the phone survey as a whole, and an answer by message."""
LATEST_MS = 86_400_000
"""A message that would have to wait longer for its hour is not sent."""
ON_THE_WAY_MS = 30_000
"""Who has not come to the survey on the phone so long after their agent hung up does not come."""
SOLVED = {"1": True, "2": False}
STOP = frozenset(("STOP", "STOPALL", "UNSUBSCRIBE", "END", "QUIT", "SAIR", "PARAR", "PARE", "BAJA"))
START = frozenset(("START", "UNSTOP", "VOLTAR", "ALTA"))
"""Twilio's own words (https://help.twilio.com/articles/223134027) and those of our languages."""
_OF_TEN = re.compile(r"(?<=[0-9])\s*(?:/|de|of|out of|sobre)\s*10(?![0-9.,])", re.IGNORECASE)
_NUMBER = re.compile(r"[-.,0-9]*[0-9]")


class Survey(Struct, frozen=True, omit_defaults=True):
    """`missed` counts answers to the present question that were not understood; `also_solved`: whether the
    second question is asked. `answered_at_ms` is when the score was given."""

    channel: SurveyChannel
    state: State
    begun_at_ms: int
    also_solved: bool = False
    missed: int = 0
    score: int | None = None
    solved: bool | None = None
    answered_at_ms: int | None = None


def step_of(survey: Survey) -> str:
    """The name of the question as it stands, by which an answer says what it is the answer to."""
    return f"{survey.state}-{survey.missed}"


def keyed(survey: Survey, step: str, keys: str, now_ms: int) -> Survey:
    """Keys pressed, none for silence, in answer to the question of that name."""
    if survey.state == "over" or step != step_of(survey):
        return survey
    if survey.state == "score":
        score = _score(keys)
        return _missed(survey) if score is None else scored(survey, score, now_ms)
    if keys not in SOLVED:
        return _missed(survey)
    return over(replace(survey, solved=SOLVED[keys]))


def sent(survey: Survey) -> Survey:
    """Its hour has come."""
    return replace(survey, state="score")


def replied(survey: Survey, score: int, now_ms: int) -> Survey:
    """An answer by message: the first that is understood counts."""
    return survey if survey.state != "score" else scored(survey, score, now_ms)


def scored(survey: Survey, score: int, now_ms: int) -> Survey:
    """0 to 10, and on to the second question if there is one."""
    after = replace(survey, score=score, answered_at_ms=now_ms, missed=0)
    return replace(after, state="solved") if survey.also_solved else over(after)


def over(survey: Survey) -> Survey:
    """With what was said until now."""
    return replace(survey, state="over")


def due_at_ms(survey: Survey, now_ms: int) -> int | None:
    """When somebody must look, should nothing be heard until then."""
    if survey.state == "over":
        return None
    if survey.channel == "text":
        return survey.begun_at_ms + BY_TEXT_MS
    return min(now_ms + QUESTION_MS, survey.begun_at_ms + ON_THE_PHONE_MS)


def called_for_at_ms(new: Image, old: Image) -> int | None:
    """How many ms after a change of the table, its images as the stream has them, a survey must be looked
    at: at the end of a conversation whose customer was drawn. One whose agent hung up is being asked on the
    phone, if all goes well."""
    if not _over(new) or _over(old):
        return None
    call = msgspec.json.decode(new["call"]["S"])
    if "survey_after_ms" not in call or call.get("outcome") != "completed":
        return None
    return ON_THE_WAY_MS if call.get("ended_by") == "agent" else 0


def _over(image: Image) -> bool:
    ended = image.get("entity", {}).get("S") == "attempt"
    return ended and msgspec.json.decode(image["call"]["S"]).get("state") == "ended"


def score_in(text: str) -> int | None:
    """The score of a message: the one number in it, if it is one of 0 to 10. "9/10" is nine."""
    numbers = _NUMBER.findall(_OF_TEN.sub("", text))
    return _score(numbers[0].lstrip(".,")) if len(numbers) == 1 else None


def word_in(text: str) -> Word | None:
    """Whether a message asks for no more of them, or for messages again."""
    words = re.findall(r"\w+", text.upper())
    if len(words) != 1:
        return None
    return "stop" if words[0] in STOP else "start" if words[0] in START else None


def _missed(survey: Survey) -> Survey:
    return over(survey) if survey.missed == AGAIN else replace(survey, missed=survey.missed + 1)


def _score(keys: str) -> int | None:
    return int(keys) if re.fullmatch("0?[0-9]|10", keys) else None
