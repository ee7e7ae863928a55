"""The Messages resource: accepted, then reported sent and delivered."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from twilio.rest.api.v2010.account.message import MessageList

from local.twilio.core import texts
from local.twilio.core.model import Message
from local.twilio.core.sids import is_sid, new_sid
from local.twilio.rest.errors import TwilioError, not_found
from local.twilio.rest.params import Params, shape_of
from local.twilio.rest.shapes import API, message_json, page

if TYPE_CHECKING:
    from local.twilio.core.world import World

CREATE = shape_of(MessageList.create)
LISTING = shape_of(MessageList.stream, paged=True)
_ADDRESS = re.compile(r"(whatsapp:)?\+[1-9]\d{6,14}")
_STEPS = (("sent", 300), ("delivered", 900))
Answer = tuple[int, dict[str, Any]]


def create(world: "World", given: Any) -> Answer:
    """Take a message; numbers scripted `fails` end undelivered, `invalid` or opted out are refused."""
    params = Params(CREATE, given)
    to, script = params.text("To"), world.people.of(params.text("To").removeprefix("whatsapp:"))
    if not _ADDRESS.fullmatch(to) or script.script == "invalid":
        raise TwilioError(21211, f"Invalid 'To' Phone Number: {to}")
    if script.opted_out:
        raise TwilioError(21610, "Attempt to send to unsubscribed recipient")
    if not params.present("From", "MessagingServiceSid"):
        raise TwilioError(21603, "A 'From' or 'MessagingServiceSid' parameter is required")
    if not params.present("Body", "MediaUrl", "ContentSid"):
        raise TwilioError(21602, "Message body is required")
    message = Message(
        new_sid("SM", world.network.dice), to, params.text("From"), params.text("Body"),
        world.now_ms, world.now_ms, service_sid=params.text("MessagingServiceSid"),
        callback_url=params.url("StatusCallback"),
    )  # fmt: skip
    world.messages[message.sid] = message
    steps = (("sent", 300), ("undelivered", 900)) if script.script == "fails" else _STEPS
    for status, delay_ms in steps:
        world.agenda.after(delay_ms, _step(world, message, status))
    return 201, message_json(world.settings.account_sid, message)


def listing(world: "World", given: Any) -> Answer:
    params = Params(LISTING, given)
    account = world.settings.account_sid
    shown = [
        message_json(account, message)
        for message in reversed(world.messages.values())
        if params.text("To", message.to) == message.to and params.text("From", message.from_) == message.from_
    ]
    filters = {name: params.text(name) for name in params.present("To", "From")}
    path = f"/{API}/Accounts/{account}/Messages.json"
    number, size = params.whole("Page", 0), params.whole("PageSize", 50)
    return 200, page(path, "messages", shown, number, size, filters)


def fetch(world: "World", given: Any, sid: str) -> Answer:
    message = world.messages.get(sid)
    if message is None or not is_sid(sid, "SM", "MM"):
        raise not_found(f"/{API}/Accounts/{world.settings.account_sid}/Messages/{sid}.json")
    return 200, message_json(world.settings.account_sid, message)


def _step(world: "World", message: Message, status: str) -> Callable[[], None]:
    def step() -> None:
        message.status, message.updated_ms = status, world.now_ms
        message.error_code = 30003 if status == "undelivered" else None
        world.network.tell("message", message.sid)
        if status == "delivered":
            texts.reply_by_script(world, message.to, message.from_)
        if message.callback_url:
            params = {
                "AccountSid": world.settings.account_sid,
                "ApiVersion": API,
                "From": message.from_,
                "MessageSid": message.sid,
                "MessageStatus": status,
                "SmsSid": message.sid,
                "SmsStatus": status,
                "To": message.to,
            }
            if message.error_code:
                params["ErrorCode"] = str(message.error_code)
            world.network.post.notify("message", message.sid, "POST", message.callback_url, params)

    return step
