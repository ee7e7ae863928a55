"""Answers in Twilio's words: every field of the documented resources."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from local.twilio.core.agenda import rfc2822
from local.twilio.core.model import Call, Conference, Message, Participant
from local.twilio.rest.errors import TwilioError

API = "2010-04-01"
Json = dict[str, Any]


def call_json(account: str, call: Call) -> Json:
    uri = f"/{API}/Accounts/{account}/Calls/{call.sid}"
    status = {"initiated": "queued"}.get(call.status, call.status)
    return {
        "sid": call.sid,
        "account_sid": account,
        "parent_call_sid": None,
        "to": call.to,
        "to_formatted": call.to,
        "from": call.from_,
        "from_formatted": call.from_,
        "phone_number_sid": None,
        "status": status,
        "direction": call.direction,
        "start_time": _time(call.answered_ms or call.created_ms),
        "end_time": _time(call.ended_ms),
        "duration": str(call.talk_s) if call.over else None,
        "price": None,
        "price_unit": "USD",
        "answered_by": call.answered_by or None,
        "api_version": API,
        "forwarded_from": None,
        "group_sid": None,
        "caller_name": None,
        "queue_time": "0",
        "trunk_sid": None,
        "date_created": rfc2822(call.created_ms),
        "date_updated": rfc2822(call.updated_ms),
        "uri": f"{uri}.json",
        "subresource_uris": {
            name: f"{uri}/{path}.json"
            for name, path in (
                ("notifications", "Notifications"),
                ("recordings", "Recordings"),
                ("events", "Events"),
            )
        },
    }


def conference_json(account: str, conference: Conference) -> Json:
    uri = f"/{API}/Accounts/{account}/Conferences/{conference.sid}"
    answer: Json = {
        "sid": conference.sid,
        "account_sid": account,
        "friendly_name": conference.name,
        "status": conference.status,
        "region": "us1",
        "api_version": API,
        "date_created": rfc2822(conference.created_ms),
        "date_updated": rfc2822(conference.updated_ms),
        "call_sid_ending_conference": conference.ended_by_sid or None,
        "uri": f"{uri}.json",
        "subresource_uris": {
            "participants": f"{uri}/Participants.json",
            "recordings": f"{uri}/Recordings.json",
        },
    }
    if conference.reason_ended:
        answer["reason_conference_ended"] = conference.reason_ended
    return answer


def participant_json(account: str, conference: Conference, participant: Participant, call: Call) -> Json:
    return {
        "account_sid": account,
        "call_sid": participant.call_sid,
        "label": participant.label or None,
        "call_sid_to_coach": participant.coached_sid or None,
        "coaching": participant.coaching,
        "conference_sid": conference.sid,
        "date_created": rfc2822(participant.created_ms),
        "date_updated": rfc2822(participant.updated_ms),
        "end_conference_on_exit": participant.end_on_exit,
        "muted": participant.muted,
        "hold": participant.hold,
        "start_conference_on_enter": participant.start_on_enter,
        "status": _presence(participant, call),
        "queue_time": "0",
        "uri": f"/{API}/Accounts/{account}/Conferences/{conference.sid}"
        f"/Participants/{participant.call_sid}.json",
    }


def message_json(account: str, message: Message) -> Json:
    uri = f"/{API}/Accounts/{account}/Messages/{message.sid}"
    return {
        "sid": message.sid,
        "account_sid": account,
        "api_version": API,
        "body": message.body,
        "num_segments": str(max(1, -(-len(message.body) // 153))),
        "direction": "outbound-api",
        "from": message.from_ or None,
        "to": message.to,
        "date_created": rfc2822(message.created_ms),
        "date_updated": rfc2822(message.updated_ms),
        "date_sent": None if message.status == "queued" else rfc2822(message.updated_ms),
        "price": None,
        "price_unit": "USD",
        "error_code": message.error_code,
        "error_message": None,
        "num_media": str(len(message.media)),
        "status": message.status,
        "messaging_service_sid": message.service_sid or None,
        "uri": f"{uri}.json",
        "subresource_uris": {"media": f"{uri}/Media.json"},
    }


def page(
    path: str, key: str, items: Sequence[Json], number: int, size: int, filters: Mapping[str, str]
) -> Json:
    """One page in Twilio's list envelope. Raises TwilioError for a page size out of 1..1000."""
    if not 1 <= size <= 1000 or number < 0:
        raise TwilioError(20006, "Page number or size out of range")
    start = number * size
    shown = list(items[start : start + size])

    def at(index: int) -> str:
        return f"{path}?{urlencode({**filters, 'PageSize': size, 'Page': index})}"

    more = start + size < len(items)
    return {
        key: shown,
        "page": number,
        "page_size": size,
        "start": start,
        "end": start + max(0, len(shown) - 1),
        "uri": at(number),
        "first_page_uri": at(0),
        "previous_page_uri": at(number - 1) if number else None,
        "next_page_uri": at(number + 1) if more else None,
    }


def meta_page(
    url: str, key: str, items: Sequence[Json], number: int, size: int, filters: Mapping[str, str]
) -> Json:
    """One page in the list envelope of the newer products, whose addresses are absolute."""
    old = page(url, key, items, number, size, filters)
    return {
        key: old[key],
        "meta": {
            "page": number,
            "page_size": size,
            "key": key,
            "url": old["uri"],
            "first_page_url": old["first_page_uri"],
            "previous_page_url": old["previous_page_uri"],
            "next_page_url": old["next_page_uri"],
        },
    }


def _presence(participant: Participant, call: Call) -> str:
    if participant.joined_ms is not None:
        return "connected"
    return {"queued": "queued", "initiated": "connecting", "ringing": "ringing"}.get(call.status, "complete")


def _time(at_ms: int | None) -> str | None:
    return None if at_ms is None else rfc2822(at_ms)
