"""Text messages that people send to the account's numbers, reported to the number's or the account's SmsUrl.

Parameters follow https://www.twilio.com/docs/messaging/guides/webhook-request.
"""

from typing import TYPE_CHECKING

from local.twilio.core.network import country_of
from local.twilio.core.sids import new_sid
from local.twilio.core.webhooks import Outcome
from local.twilio.twiml import TwimlError, parse

if TYPE_CHECKING:
    from local.twilio.core.world import World


def receive(world: "World", from_: str, to: str, body: str) -> str:
    """A person sends a message; its SID. Where no URL is set nobody reads it."""
    sid, own = new_sid("SM", world.network.dice), world.market.held.get(to)
    url = (own.fields.get("sms_url") if own else "") or world.settings.sms_url
    if url:
        params = {
            "AccountSid": world.settings.account_sid,
            "ApiVersion": "2010-04-01",
            "Body": body,
            "From": from_,
            "MessageSid": sid,
            "NumMedia": "0",
            "NumSegments": "1",
            "SmsMessageSid": sid,
            "SmsSid": sid,
            "SmsStatus": "received",
            "To": to,
        }
        for role, number in (("From", from_), ("To", to)):
            params |= {f"{role}{part}": "" for part in ("City", "State", "Zip")}
            params[f"{role}Country"] = country_of(number)
        world.network.post.fetch("message-in", sid, "POST", url, params, lambda one: _check(world, sid, one))
    return sid


def reply_by_script(world: "World", number: str, to: str) -> None:
    """Whoever answers messages answers this one."""
    script = world.people.of(number)
    if script.reply:
        world.agenda.after(script.reply_after_ms, lambda: receive(world, number, to, script.reply))


def _check(world: "World", sid: str, outcome: Outcome) -> None:
    if outcome.failure:
        return
    try:
        said = parse(outcome.body)
    except TwimlError as error:
        world.network.complain(error.code, str(error), sid)
        return
    if said:
        world.network.complain(12200, "The twin models no TwiML in answer to a message", sid)
