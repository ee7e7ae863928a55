"""The account's own phone numbers, from the twin's settings."""

from typing import TYPE_CHECKING, Any

from twilio.rest.api.v2010.account.incoming_phone_number import IncomingPhoneNumberList

from local.twilio.rest.params import Params, shape_of
from local.twilio.rest.shapes import API, number_json, page

if TYPE_CHECKING:
    from local.twilio.core.world import World

LISTING = shape_of(IncomingPhoneNumberList.stream, paged=True)


def listing(world: "World", given: Any) -> tuple[int, dict[str, Any]]:
    params = Params(LISTING, given)
    account, wanted = world.settings.account_sid, params.text("PhoneNumber")
    shown = [
        number_json(account, number, world.settings.voice_url, world.now_ms)
        for number in world.settings.numbers
        if wanted in number
    ]
    filters = {name: params.text(name) for name in params.present("PhoneNumber")}
    path = f"/{API}/Accounts/{account}/IncomingPhoneNumbers.json"
    number, size = params.whole("Page", 0), params.whole("PageSize", 50)
    return 200, page(path, "incoming_phone_numbers", shown, number, size, filters)
