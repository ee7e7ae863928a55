"""Somebody calls one of the account's numbers."""

from typing import TYPE_CHECKING

from local.twilio.core.model import CALL_EVENTS, Call, Callback
from local.twilio.core.sids import new_sid

if TYPE_CHECKING:
    from local.twilio.core.world import World

ANONYMOUS = "+266696687"
"""What Twilio has as From where the caller shows none."""


def call_in(world: "World", from_: str, to: str, keys: str = "", hang_up_after_ms: int | None = None) -> Call:
    """`keys` are pressed as those of a script, one part for each time somebody listens. Raises ValueError for
    a number that is not the account's or leads nowhere."""
    held = world.market.held.get(to)
    if held is None and world.settings.numbers:
        raise ValueError(f"{to} is no number of the account")
    of_its_own = held is not None and held.offer is not None
    fields = held.fields if held is not None else {}
    url = fields.get("voice_url") or ("" if of_its_own else world.settings.number_voice_url)
    status = fields.get("status_callback") or ("" if of_its_own else world.settings.number_status_url)
    if not url:
        raise ValueError(f"{to} has no VoiceUrl")
    call = Call(
        new_sid("CA", world.network.dice), "phone", to, from_ or ANONYMOUS, "inbound", world.now_ms,
        twiml_url=url, twiml_method=fields.get("voice_method") or "POST", keys=keys,
    )  # fmt: skip
    if status:
        call.callback = Callback(status, fields.get("status_callback_method") or "POST", CALL_EVENTS[-1:])
    world.exchange.receive(call)
    if hang_up_after_ms is not None:
        world.agenda.after(hang_up_after_ms, lambda: world.exchange.hang_up(call))
    return call
