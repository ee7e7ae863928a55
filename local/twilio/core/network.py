"""What every part of the network shares: time, dice, post, people, and a record of trouble."""

import random
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from local.twilio.core.agenda import Agenda
from local.twilio.core.model import Call
from local.twilio.core.people import People
from local.twilio.core.settings import Settings
from local.twilio.core.webhooks import Postman


@dataclass
class Network:
    """`observers` hear of each call and conference change as (event, call or conference SID)."""

    settings: Settings
    agenda: Agenda
    dice: random.Random
    post: Postman
    people: People
    errors: deque[dict[str, Any]]
    online: Counter[str] = field(default_factory=Counter)
    observers: list[Callable[[str, str], None]] = field(default_factory=list)

    @property
    def now_ms(self) -> int:
        return self.agenda.now_ms

    def tell(self, event: str, sid: str) -> None:
        for observer in list(self.observers):
            observer(event, sid)

    def complain(self, code: int, message: str, subject: str, level: str = "error") -> None:
        """Record trouble the way Twilio's debugger would; `subject` is the SID concerned."""
        self.errors.append(
            {
                "at_ms": self.now_ms,
                "level": level,
                "code": code,
                "message": message,
                "subject": subject,
            }
        )
        self.tell("error", subject)


_COUNTRIES = {"+598": "UY", "+55": "BR", "+54": "AR", "+57": "CO", "+52": "MX", "+1": "US"}


def country_of(number: str) -> str:
    """Whose number it is, as Twilio tells; empty where the twin does not know."""
    return next((c for p, c in _COUNTRIES.items() if number.startswith(p)), "")


def voice_params(network: Network, call: Call) -> dict[str, str]:
    """The parameters every voice request and call status callback carries, blanks included."""
    params = {
        "AccountSid": network.settings.account_sid,
        "ApiVersion": "2010-04-01",
        "CallSid": call.sid,
        "CallStatus": call.status,
        "Called": call.to,
        "Caller": call.from_,
        "Direction": call.direction,
        "From": call.from_,
        "To": call.to,
    }
    if call.kind == "client" and call.direction == "inbound":
        return params | {"ApplicationSid": network.settings.application_sid}
    for role, number in (("Called", call.to), ("Caller", call.from_)):
        twin = "To" if role == "Called" else "From"
        for prefix in (role, twin):
            params |= {f"{prefix}City": "", f"{prefix}State": "", f"{prefix}Zip": ""}
            params[f"{prefix}Country"] = country_of(number)
    if call.answered_by:
        params["AnsweredBy"] = call.answered_by
    return params
