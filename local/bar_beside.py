"""What happens beside a call, as the server would tell it: supervisors, who waited on the line, a word from
somebody, a recording, a score. With local/bar_states.py for the pictures and for the journeys."""

from typing import Any

from local.bar_states import (
    COLLEAGUE,
    OVER,
    SPECIALIST,
    Change,
    Json,
    cut_off,
    joining,
    leg,
    party,
)

SUPERVISOR = "Sofia Prado"
WORDS = "O estorno deste pedido já foi aprovado: pode confirmar."
PROTOCOL = "482910337465"
PAUSED_MS, SOON_MS = 95_000, 15_000


def on_line(me: Json, attempt: Json) -> None:
    """The customer waited on the line: nobody is dialled."""
    joining(me, attempt)
    leg(attempt["customer"], "answered")
    attempt["callback"]["on_line_since_ms"] = attempt["now_ms"] - 140_000


def help_asked(me: Json, attempt: Json) -> None:
    """The agent asks for a supervisor."""
    attempt["help_since_ms"] = attempt["now_ms"] - 8_000


def message(me: Json, attempt: Json) -> None:
    """A supervisor wrote a few words."""
    one = {"id": "message-1", "from_name": SUPERVISOR, "text": WORDS, "at_ms": me["now_ms"] - 4_000}
    me["messages"] = [one]


def heard(mode: str) -> Change:
    """A supervisor speaks, and the agent sees who."""

    def change(me: Json, attempt: Json) -> None:
        party(attempt, "supervisor", SUPERVISOR, mode=mode)

    return change


def supervising(mode: str, state: str = "joined") -> Change:
    """Seen by the supervisor who came."""

    def change(me: Json, attempt: Json) -> None:
        attempt |= {"agent_id": "somebody-else", "agent_name": COLLEAGUE}
        party(attempt, "supervisor", me["name"], state, mode=mode, agent_id=me["agent_id"])

    return change


def supervising_three(me: Json, attempt: Json) -> None:
    """The most crowded of them: a specialist, and another supervisor who whispers."""
    supervising("listen")(me, attempt)
    party(attempt, "specialist", SPECIALIST, on_hold=True)
    party(attempt, "supervisor", SUPERVISOR, mode="whisper")


BESIDE: dict[str, Change] = {
    "on-line": on_line,
    "help-asked": help_asked,
    "whispered": heard("whisper"),
    "barged": heard("barge"),
    "supervisor-coming": supervising("listen", "absent"),
    "listening": supervising("listen"),
    "whispering": supervising("whisper"),
    "barging": supervising("barge"),
    "supervising-three": supervising_three,
}
"""With a bar; the line stays open through all of them."""
SCORED = {"kind": "survey.answered", "score": 9, "solved": True, "channel": "voice"}
RECORDED: dict[str, Json] = {
    "recording-notice": {"state": "notice"},
    "recording-asking": {"state": "asking"},
    "recording-on": {"state": "on"},
    "recording-paused": {"state": "paused", "resume_in_ms": PAUSED_MS},
    "recording-soon": {"state": "paused", "resume_in_ms": SOON_MS},
    "recording-refused": {"state": "refused"},
    "recording-failed": {"state": "failed"},
}
"""What `Told.records` takes, on a call."""
CALLED_AGAIN = {"kind": "callback.requested", "reason": "cut_off", "protocol": PROTOCOL}
"""What the story says while whoever was cut off is dialled."""
STORIES: dict[str, tuple[Change, dict[str, Any]]] = {
    "cut-off": (cut_off, {"kind": "attempt.ended", "outcome": "completed", "ended_by": "customer"}),
    "scored": (OVER["ended-by-agent"], SCORED),
}
"""A state and what the customer's story says with it. The line has closed."""
