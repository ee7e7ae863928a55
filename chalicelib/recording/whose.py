"""What is recorded: a call, by its attempt, or a message that was left, by its request."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from chalicelib.crm import service as crm
from chalicelib.kernel.context import Context
from chalicelib.kernel.errors import DomainError
from chalicelib.kernel.ids import is_id
from chalicelib.queue import service as queue
from chalicelib.queue.service import Request
from chalicelib.table import Write
from chalicelib.telephony import service as telephony
from chalicelib.telephony.service import AttemptRow


@dataclass
class Message:
    """One that a caller left, and the request it is of. `agent_id`: who does what is told next."""

    request: Request
    attempt_id: str | None
    agent_id: str | None = None
    agent_name: str | None = None

    @property
    def conference(self) -> str:
        """A message has no call of its own: the id of its request."""
        return self.request.callback_id


Whose = AttemptRow | Message


def find(conference: str) -> Whose | None:
    """As it stands now, a call by the attempt it was transferred to."""
    return message(conference) if is_id("cb", conference) else telephony.live(conference)


def message(callback_id: str) -> Message | None:
    """The request a message is of."""
    try:
        callback = queue.find(callback_id)
    except DomainError:
        return None
    return Message(callback.request, callback.attempt_id)


def tell(ctx: Context, whose: Whose, kind: str, data: Mapping[str, Any]) -> Write:
    """For the timeline, as a part of the transaction that makes it true."""
    if isinstance(whose, Message):
        who = {"agent_id": whose.agent_id, "agent_name": whose.agent_name}
        return queue.tell(ctx, kind, whose.request, source="voicemail", **data, **who)
    names = {one.label: one.name for one in whose.call.participants}
    named = {**data, "party_name": names[data["party"]]} if data.get("party") in names else data
    return crm.record(ctx, telephony.event(ctx, whose, kind, named))
