"""Who picks up, how, and when: the scripts of simulated people."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from local.twilio.core.quality import LINES

SCRIPTS = (
    "answers", "busy", "no_answer", "machine", "rejects", "fails", "invalid", "forbidden", "person",
)  # fmt: skip


@dataclass(frozen=True)
class Script:
    """`invalid` and `forbidden` are refused by the REST API (21211, 21215); `person` waits for
    somebody at the phone page. `digits` are keyed once a `<Gather>` listens; a comma separates
    what goes to successive gathers. Who has `opted_out` is sent no text messages (21610). `line` is how
    they sound (core/quality.py)."""

    script: str = "person"
    answer_after_ms: int = 2_000
    hangup_after_ms: int | None = None
    digits: str = ""
    digits_after_ms: int = 500
    opted_out: bool = False
    line: str = "good"

    @classmethod
    def parse(cls, given: Mapping[str, Any]) -> "Script":
        """Build from JSON. Raises ValueError on an unknown script or field."""
        unknown = set(given) - set(cls.__dataclass_fields__)
        if unknown:
            raise ValueError(f"unknown fields: {', '.join(sorted(unknown))}")
        script = str(given.get("script", "person"))
        if script not in SCRIPTS:
            raise ValueError(f"script must be one of {', '.join(SCRIPTS)}")
        digits = str(given.get("digits") or "")
        if set(digits) - set("0123456789*#,"):
            raise ValueError("digits may hold 0-9, *, # and commas")
        line = str(given.get("line", "good"))
        if line not in LINES:
            raise ValueError(f"line must be one of {', '.join(LINES)}")
        hangup = given.get("hangup_after_ms")
        return cls(
            script=script,
            answer_after_ms=_ms(given.get("answer_after_ms"), cls.answer_after_ms),
            hangup_after_ms=None if hangup is None else _ms(hangup, 0),
            digits=digits,
            digits_after_ms=_ms(given.get("digits_after_ms"), cls.digits_after_ms),
            opted_out=given.get("opted_out") is True,
            line=line,
        )

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


BY_ENDING = {
    "0001": Script("answers"),
    "0002": Script("busy"),
    "0003": Script("no_answer"),
    "0004": Script("machine"),
    "0005": Script("answers", hangup_after_ms=5_000),
    "0006": Script("rejects"),
    "0007": Script("fails"),
    "0008": Script("answers", line="poor"),
}


class People:
    """Scripts by number; without one, the last four digits decide, else a person."""

    def __init__(self) -> None:
        self.scripts: dict[str, Script] = {}

    def of(self, number: str) -> Script:
        return self.scripts.get(number) or BY_ENDING.get(number[-4:], Script())


def _ms(value: Any, default: int) -> int:
    ms = default if value is None else int(value)
    if ms < 0:
        raise ValueError("durations are milliseconds, 0 or more")
    return ms
