"""The twin against Twilio's own description of its API."""

import time
from collections.abc import Callable

import pytest
import requests
from twilio.base.exceptions import TwilioRestException
from twilio.rest import Client

from local.twilio.rest import (
    available,
    calls,
    conferences,
    messages,
    numbers,
    papers,
    participants,
    pricing,
)
from local.twilio.rest.params import Shape
from tests.contract.conftest import SETTINGS, LoopbackClient
from tests.contract.twilio_document import Document, Violation

FROM, ANSWERS, PERSON = "+551133330000", "+5511990000001", "+5511990001234"
ROOM = "/Conferences/{ConferenceSid}/Participants"
API = f"/2010-04-01/Accounts/{SETTINGS.account_sid}"
KINDS = {"boolean": "bool", "integer": "int", "array": "list", "number": "float"}


@pytest.mark.parametrize(
    ("method", "path", "shape"),
    [
        ("POST", "/Calls.json", calls.CREATE),
        ("GET", "/Calls.json", calls.LISTING),
        ("POST", "/Calls/{Sid}.json", calls.UPDATE),
        ("GET", "/Conferences.json", conferences.LISTING),
        ("POST", "/Conferences/{Sid}.json", conferences.UPDATE),
        ("POST", f"{ROOM}.json", participants.CREATE),
        ("GET", f"{ROOM}.json", participants.LISTING),
        ("POST", f"{ROOM}/{{CallSid}}.json", participants.UPDATE),
        ("POST", "/Messages.json", messages.CREATE),
        ("GET", "/Messages.json", messages.LISTING),
        ("GET", "/IncomingPhoneNumbers.json", numbers.LISTING),
        ("POST", "/IncomingPhoneNumbers.json", numbers.CREATE),
        ("POST", "/IncomingPhoneNumbers/{Sid}.json", numbers.UPDATE),
        *[
            ("GET", f"/AvailablePhoneNumbers/{{CountryCode}}/{kind}.json", shape)
            for kind, shape in available.LISTING.items()
        ],
        ("GET", "/Addresses.json", papers.ADDRESSES),
        ("GET", "/v1/PhoneNumbers/Countries", pricing.LISTING),
        ("GET", "/v1/PhoneNumbers/Countries/{IsoCountry}", pricing.NOTHING),
        ("GET", "/v2/RegulatoryCompliance/Bundles", papers.BUNDLES),
        ("GET", "/v2/RegulatoryCompliance/Regulations", papers.REGULATIONS),
    ],
)
def test_the_twin_takes_exactly_the_documented_parameters(
    document: Document, method: str, path: str, shape: Shape
) -> None:
    documented = document.parameters(method, path)
    assert set(shape.kinds) == set(documented)
    for name, kind in shape.kinds.items():
        assert kind == KINDS.get(documented[name].get("type", ""), "str"), name
    if method == "POST":
        assert shape.required == document.required(path)


def test_a_whole_conversation_through_twilios_client_keeps_to_the_document(
    client: Client, wire: LoopbackClient
) -> None:
    room = client.conferences("att-contract").participants
    customer = room.create(
        from_=FROM, to=ANSWERS, label="customer", early_media=True, timeout=20, time_limit=600,
        status_callback="http://127.0.0.1:9/call#rc=2&rp=ct,rt,5xx",
        status_callback_event=["initiated", "ringing", "answered", "completed"],
        machine_detection="Enable", amd_status_callback="http://127.0.0.1:9/amd",
        end_conference_on_exit=False,
    )  # fmt: skip
    room.create(from_=FROM, to=PERSON, label="seller", muted=True)
    sid = customer.conference_sid
    until(lambda: client.conferences(sid).participants("customer").fetch().status == "connected")
    client.conferences(sid).participants("customer").update(hold=True, hold_url="http://127.0.0.1:9/hold")
    client.conferences(sid).participants("customer").update(muted=True)
    client.conferences(sid).participants("customer").update(hold=False, muted=False)
    assert {p.label for p in client.conferences(sid).participants.list()} == {"customer", "seller"}
    assert client.conferences(sid).participants.list(muted=True)[0].label == "seller"
    client.conferences(sid).participants("seller").delete()
    assert [c.sid for c in client.conferences.list(friendly_name="att-contract", status="init")] == [sid]
    ended = client.conferences(sid).update(status="completed")
    assert (ended.status, ended.reason_conference_ended) == ("completed", "conference-ended-via-api")
    assert client.conferences(sid).fetch().status == "completed"
    assert client.calls(customer.call_sid).fetch().status == "completed"
    assert len(wire.checked) > 12


def test_calls_messages_and_numbers_keep_to_the_document(client: Client) -> None:
    call = client.calls.create(from_=FROM, to=PERSON, twiml="<Response><Say>Olá</Say></Response>", timeout=30)
    until(lambda: client.calls(call.sid).fetch().status == "ringing")
    assert client.calls.list(to=PERSON, status="ringing")[0].sid == call.sid
    assert client.calls(call.sid).update(status="canceled").status == "canceled"
    sent = client.messages.create(from_=FROM, to=PERSON, body="Até já")
    until(lambda: client.messages(sent.sid).fetch().status == "delivered")
    assert client.messages.list(to=PERSON)[0].sid == sent.sid
    assert [n.phone_number for n in client.incoming_phone_numbers.list()] == list(SETTINGS.numbers)


def test_lists_are_paged_as_the_client_expects(client: Client) -> None:
    for n in range(5):
        client.messages.create(from_=FROM, to=f"+55119900088{n:02d}", body="x")
    assert len({m.sid for m in client.messages.list(page_size=2)}) >= 5


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/Calls/{Sid}.json", 200),
        ("GET", "/Conferences/{Sid}.json", 200),
        ("GET", f"{ROOM}/{{CallSid}}.json", 200),
        ("POST", "/Messages.json", 201),
    ],
)
def test_answers_carry_every_documented_field(
    twin: str, client: Client, document: Document, method: str, path: str, status: int
) -> None:
    made = client.conferences("att-fields").participants.create(from_=FROM, to=PERSON)
    where = path.format(
        Sid=made.call_sid if "Calls" in path else made.conference_sid,
        ConferenceSid=made.conference_sid, CallSid=made.call_sid,
    )  # fmt: skip
    form = {"To": PERSON, "From": FROM, "Body": "x"}
    answer = raw(twin, method, where, form if method == "POST" else {})
    # A reason is only there once a conference is over: the document's enum has no null.
    assert document.fields(method, path, status) - set(answer.json()) <= {"reason_conference_ended"}


@pytest.mark.parametrize(
    ("method", "path", "form", "status", "code"),
    [
        (
            "POST",
            "/Calls.json",
            {"To": ANSWERS, "From": FROM, "Twiml": "<Response/>", "Loud": "1"},
            400,
            20001,
        ),
        ("POST", "/Calls.json", {"To": ANSWERS, "Twiml": "<Response/>"}, 400, 21201),
        ("POST", "/Calls.json", {"To": "055 11", "From": FROM, "Twiml": "<Response/>"}, 400, 21211),
        ("POST", "/Calls.json", {"To": ANSWERS, "From": "+5500000000", "Twiml": "<Response/>"}, 400, 21210),
        ("POST", "/Calls.json", {"To": ANSWERS, "From": FROM, "Url": "nowhere"}, 400, 21205),
        (
            "POST",
            "/Conferences/a/Participants.json",
            {"To": ANSWERS, "From": FROM, "Muted": "so"},
            400,
            20001,
        ),
        (
            "POST",
            "/Conferences/a/Participants.json",
            {"To": ANSWERS, "From": FROM, "Timeout": "1m"},
            400,
            20001,
        ),
        ("GET", "/Calls/CAxyz.json", {}, 404, 20404),
        ("GET", "/Conferences/att-contract.json", {}, 404, 20404),
        ("GET", "/Conferences/CF" + "0" * 32 + "/Participants.json", {}, 404, 20404),
        ("GET", "/Nothing.json", {}, 404, 20404),
        ("DELETE", "/Conferences.json", {}, 405, 20004),
        ("GET", "/Conferences.json?Colour=red", {}, 400, 20001),
    ],
)
def test_what_twilio_would_refuse_or_ignore_is_refused(
    twin: str, method: str, path: str, form: dict[str, str], status: int, code: int
) -> None:
    answer = raw(twin, method, path, form)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert set(answer.json()) == {"code", "message", "more_info", "status"}


def test_only_the_account_or_its_key_may_call(twin: str) -> None:
    url = f"{twin}{API}/Calls.json"
    allowed = [(SETTINGS.account_sid, SETTINGS.auth_token), (SETTINGS.api_key_sid, SETTINGS.api_key_secret)]
    assert [requests.get(url, auth=pair, timeout=5).status_code for pair in allowed] == [200, 200]
    for auth in (None, (SETTINGS.account_sid, "guess"), (SETTINGS.api_key_sid, SETTINGS.auth_token)):
        refused = requests.get(url, auth=auth, timeout=5)
        assert (refused.status_code, refused.json()["code"]) == (401, 20003)


def test_refusals_reach_the_client_as_its_own_exception(client: Client) -> None:
    with pytest.raises(TwilioRestException) as refused:
        client.conferences("att-x").participants.create(from_=FROM, to="nobody")
    assert (refused.value.code, refused.value.status) == (21211, 400)


@pytest.mark.parametrize(
    ("method", "path", "given"),
    [
        ("POST", f"{API}/Conferences/a/Participants.json", {"From": [FROM]}),
        ("POST", f"{API}/Conferences/a/Participants.json", {"From": [FROM], "To": [PERSON], "Bogus": ["1"]}),
        ("POST", f"{API}/Conferences/a/Participants.json", {"From": [FROM], "To": [PERSON], "Muted": ["so"]}),
        ("GET", f"{API}/Conferences/att-1.json", {}),
        ("GET", f"{API}/Nothing.json", {}),
    ],
)
def test_the_document_itself_finds_fault(
    document: Document, method: str, path: str, given: dict[str, list[str]]
) -> None:
    with pytest.raises(Violation):
        document.check_request(method, path, given)


def raw(twin: str, method: str, path: str, form: dict[str, str]) -> requests.Response:
    auth = (SETTINGS.account_sid, SETTINGS.auth_token)
    return requests.request(method, f"{twin}{API}{path}", data=form or None, auth=auth, timeout=5)


def until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 10
    while not holds():
        assert time.monotonic() < deadline, "it never came to pass"
        time.sleep(0.1)
