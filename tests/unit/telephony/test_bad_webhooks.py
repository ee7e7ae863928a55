"""Webhooks that Twilio did not send or that are about nothing we know; requests that make no sense."""

import json
from typing import Any
from urllib.parse import urlencode

import pytest

from local.twilio.signing import sign
from tests.house import API, FORM, SECRETS
from tests.people import JSON
from tests.scene import Scene, scene

NOBODY = "att-" + "0" * 26
LONG_NOTE = {"disposition": "solved", "note": "a" * 2001}
DAY = "from=2027-01-01&until=2027-01-01"


def hook(s: Scene, path: str, form: dict[str, str], query: str = "", **change: str) -> tuple[int, str]:
    """A signed webhook; `change` spoils it: key, url, signature, sent (another body)."""
    url = change.get("url", f"{API}{path}" + (f"?{query}" if query else ""))
    signature = sign(change.get("key", SECRETS.twilio_auth_token), "POST", url, form)[1]
    headers = FORM | {"X-Twilio-Signature": change.get("signature", signature), "Host": "evil.example"}
    body = change.get("sent", urlencode(form))
    status, _, answer = s.house.http("POST", path, body, headers, change.get("asked", query))
    return status, answer


def left(s: Scene) -> dict[str, str]:
    """What Twilio would send of a customer who leaves."""
    return {
        "FriendlyName": s.id,
        "ConferenceSid": "CF1",
        "StatusCallbackEvent": "participant-leave",
        "ParticipantLabel": "customer",
        "CallSid": "CA1",
        "SequenceNumber": "99",
        "Blank": "",
    }


@pytest.mark.parametrize(
    "change",
    [
        {"key": "another token"},
        {"signature": ""},
        {"signature": "é"},
        {"signature": "AAAAAAAAAAAAAAAAAAAAAAAAAAA="},
        {"url": "https://evil.example/twilio/conference"},
        {"url": f"{API}/twilio/status"},
        {"sent": "FriendlyName=changed"},
        {"sent": ""},
        {"sent": "a=" + "b" * 70_000},
    ],
    ids=["key", "none", "not ascii", "guessed", "host", "path", "body", "no body", "long body"],
)
def test_a_webhook_twilio_did_not_sign_changes_nothing(change: dict[str, str]) -> None:
    with scene() as s:
        s.talk()
        before = s.house.items()
        status, answer = hook(s, "/twilio/conference", left(s), **change)
        assert (status, json.loads(answer)["code"]) == (403, "signature_invalid")
        assert s.house.items() == before


def test_a_status_signed_for_one_attempt_says_nothing_of_another() -> None:
    with scene() as s:
        s.join()
        before = s.house.items()
        form = {"CallSid": "CA1", "CallStatus": "busy"}
        status, _ = hook(s, "/twilio/status", form, f"attempt={NOBODY}", asked=f"attempt={s.id}")
        assert status == 403
        assert s.house.items() == before


@pytest.mark.parametrize(
    ("path", "query", "form"),
    [
        ("/twilio/status", "", {"From": "client:nobody", "CallStatus": "completed", "CallSid": "CA1"}),
        ("/twilio/conference", "", {}),
        ("/twilio/conference", "", {"FriendlyName": NOBODY, "StatusCallbackEvent": "conference-end"}),
        ("/twilio/conference", "", {"FriendlyName": "a room of others"}),
        ("/twilio/conference", "", {"FriendlyName": "ATT", "StatusCallbackEvent": "participant-mute"}),
        ("/twilio/conference", "", {"FriendlyName": NOBODY, "SequenceNumber": "²"}),
        ("/twilio/status", "", {"CallSid": "CA1", "CallStatus": "busy"}),
        ("/twilio/status", f"attempt={NOBODY}", {"CallSid": "CA1", "CallStatus": "busy"}),
        ("/twilio/status", f"attempt={NOBODY}", {"CallStatus": "busy"}),
        ("/twilio/status", f"attempt={NOBODY}", {"CallSid": "CA1", "CallStatus": "dancing"}),
        ("/twilio/status", "attempt=x", {"CallSid": "CA1", "AnsweredBy": "machine_start"}),
    ],
)
def test_a_signed_webhook_about_nothing_we_know_is_taken_and_forgotten(
    path: str, query: str, form: dict[str, str]
) -> None:
    with scene() as s:
        before = s.house.items()
        assert hook(s, path, form, query) == (204, "")
        assert s.house.items() == before


def test_a_webhook_sent_as_json_is_refused() -> None:
    with scene() as s:
        status, _, answer = s.house.http("POST", "/twilio/conference", "{}", JSON)
        assert (status, json.loads(answer)["code"]) == (415, "unsupported_media_type")


@pytest.mark.parametrize(
    ("attempt", "caller"),
    [
        (NOBODY, "client:ana"),
        ("", "client:ana"),
        ("../x", "client:ana"),
        (None, "client:bruno"),
        (None, "+551199"),
    ],
)
def test_a_browser_that_asks_for_a_line_not_its_own_hears_a_sentence_and_no_conference(
    attempt: str | None, caller: str
) -> None:
    with scene() as s:
        form = {"attempt": s.id if attempt is None else attempt, "From": caller, "CallSid": "CA1"}
        status, answer = hook(s, "/twilio/voice", form)
        assert status == 200
        assert "<Say" in answer and "<Hangup" in answer and "<Conference" not in answer


@pytest.mark.parametrize(
    ("method", "path", "body", "query", "status", "code"),
    [
        ("GET", "/attempts/x", None, "", 404, "not_found"),
        ("GET", f"/attempts/{NOBODY}", None, "", 404, "not_found"),
        ("POST", f"/attempts/{NOBODY}/hangup", None, "", 404, "not_found"),
        ("PUT", f"/attempts/{NOBODY}/hold", {"on_hold": True}, "", 404, "not_found"),
        ("PUT", "/attempts/{id}/hold", {"on_hold": "yes"}, "", 400, "invalid_request"),
        ("PUT", "/attempts/{id}/hold", {"on_hold": 1}, "", 400, "invalid_request"),
        ("PUT", "/attempts/{id}/hold", {}, "", 400, "invalid_request"),
        ("PUT", "/attempts/{id}/hold", {"on_hold": True}, "", 409, "attempt_not_connected"),
        ("PUT", "/attempts/{id}/wrap-up", {"disposition": "won"}, "", 400, "invalid_request"),
        ("PUT", "/attempts/{id}/wrap-up", LONG_NOTE, "", 400, "invalid_request"),
        ("PUT", "/attempts/{id}/wrap-up", {"disposition": "solved"}, "", 409, "wrap_up_not_due"),
        ("PUT", "/me/presence", {"presence": "busy"}, "", 400, "invalid_request"),
        ("PUT", "/me/presence", {"presence": "break", "reason": "nap"}, "", 400, "invalid_request"),
        ("GET", "/customers/buyer-0", None, "", 404, "not_found"),
        ("GET", "/customers/%00", None, "", 404, "not_found"),
        ("GET", "/customers/buyer-0/timeline", None, "", 404, "not_found"),
        ("GET", "/customers/buyer-7/timeline", None, "limit=0", 400, "invalid_request"),
        ("GET", "/customers/buyer-7/timeline", None, "limit=101", 400, "invalid_request"),
        ("GET", "/customers/buyer-7/timeline", None, "limit=ten", 400, "invalid_request"),
        ("GET", "/customers/buyer-7/timeline", None, "limit=" + "9" * 40, 400, "invalid_request"),
        ("GET", "/customers/buyer-7/timeline", None, "page=2", 400, "invalid_request"),
        ("GET", "/reports/calls", None, "", 400, "invalid_request"),
        ("GET", "/reports/calls", None, "from=2027-01-01&until=2026-01-01", 400, "invalid_request"),
        ("GET", "/reports/calls", None, "from=2027-01-01&until=2027-03-01", 400, "invalid_request"),
        ("GET", "/reports/calls", None, "from=today&until=2027-03-01", 400, "invalid_request"),
        ("GET", "/reports/calls", None, "from=0001-01-01&until=0001-01-01", 400, "invalid_request"),
        ("GET", "/reports/calls", None, "from=9999-12-31&until=9999-12-31", 400, "invalid_request"),
        ("GET", "/reports/calls", None, "from=20270101&until=20270101", 400, "invalid_request"),
        ("GET", "/reports/calls.csv", None, f"{DAY}&grain=week", 400, "invalid_request"),
        ("GET", "/me/figures", None, "day=31/12/2026", 400, "invalid_request"),
        ("GET", "/me/figures", None, "day=9999-12-31", 400, "invalid_request"),
    ],
)  # fmt: skip
def test_an_agents_request_that_makes_no_sense_is_refused_and_changes_nothing(
    method: str, path: str, body: Any, query: str, status: int, code: str
) -> None:
    with scene() as s:
        before = s.house.items()
        given, answer = s.agent.send(method, path.replace("{id}", s.id), body, query)
        assert (given, answer["code"]) == (status, code), answer
        assert s.house.items() == before
