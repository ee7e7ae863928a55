"""Every operation of docs/openapi.json against the running stack: statuses, shapes, CORS, who may do what."""

import json
import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.journeys.cast import Casting
from tests.journeys.document import BY_ID, NAMES, OPERATIONS, conforms, is_problem
from tests.journeys.outside import Outside
from tests.journeys.scene import Scene

NOBODY = "cb-00000000000000000000000000"
DAY = "2026-01-01"
TOMORROW_MS = int(time.time() * 1000) + 86_400_000
QUERY = {
    "from": DAY,
    "until": DAY,
    "date": DAY,
    "country": "BR",
    "topic": "payments",
    "lane": "BR:payments",
}
NOBODYS = {
    "callback_id": NOBODY,
    "attempt_id": "att-00000000000000000000000000",
    "label": "specialist-1",
    "customer_id": "buyer-nobody",
    "from_ms": "1",
    "topic": "selling",
    "country": "PY",
}
SUPERVISORS = ("/reports", "/hours", "/closings", "/queue/", "/lanes", "/guard")
INVITED = {"attempt_id": NOBODYS["attempt_id"], "label": NOBODYS["label"]}
BODIES: dict[str, Any] = {
    "requestCallback": {"question": "Onde está?", "topic": "payments", "phone": "+5511976543210"},
    "holdCustomer": {"on_hold": True},
    "wrapUp": {"disposition": "solved"},
    "askParticipant": {"kind": "specialist"},
    "talk": {"with": ["customer"]},
    "handOver": {"to": "specialist-1"},
    "acceptInvitation": INVITED,
    "declineInvitation": INVITED,
    "setPresence": {"presence": "offline"},
    "changeCallback": {"window": None},
    "recordContact": {"order_id": "UY-1"},
    "closeSite": {
        "from_ms": TOMORROW_MS,
        "until_ms": TOMORROW_MS + 60_000,
        "message": {"pt-BR": "Fechado", "es": "Cerrado", "en": "Closed"},
    },
    "acceptOffer": {"callback_id": NOBODY},
    "declineOffer": {"callback_id": NOBODY},
    "searchQueue": {"customer_id": "buyer-nobody"},
    "moveTier": {"tier": "high"},
    "cancelWaiting": {"reason": "other"},
    "mergeWaiting": {"into": NOBODY},
    "setLane": {"state": "open"},
    "callBack": {"attempt_id": NOBODYS["attempt_id"]},
}


def sent(
    outside: Outside, method: str, path: str, operation: dict[str, Any], token: str = ""
) -> httpx.Response:
    """The operation as documented, on ids that are nobody's."""
    needed = {
        one["name"] for one in operation.get("parameters", []) if one["in"] == "query" and one.get("required")
    }
    query = "&".join(f"{name}={value}" for name, value in QUERY.items() if name in needed)
    address = path.format(**NOBODYS) + (f"?{query}" if query else "")
    form = {"Content-Type": "application/x-www-form-urlencoded"} if path.startswith("/twilio") else {}
    return outside.api(method.upper(), address, token, BODIES.get(operation["operationId"]), form)


@pytest.fixture(scope="module")
def tokens(outside: Outside) -> dict[str, str]:
    """Whoever is signed in, by role."""
    return {
        "anyone": "",
        "agent": outside.sign_in("uy-selling-0@journeys.example"),
        "supervisor": outside.sign_in("uy-supervisor@journeys.example"),
    }


@pytest.fixture
def mine(outside: Outside, casting: Casting) -> Iterator[dict[str, str]]:
    """A callback of one's own, and the token of its link."""
    made = outside.ask(casting.customer("UY", order=False), "payments", casting.question())
    path, token = f"/callbacks/{made['callback']['id']}", made["token"]
    yield {"id": made["callback"]["id"], "token": token}
    assert outside.api("DELETE", path, token).is_success


@pytest.mark.parametrize(("method", "path", "operation"), OPERATIONS, ids=NAMES)
@pytest.mark.parametrize("role", ["anyone", "agent", "supervisor"])
def test_each_role_gets_what_the_document_says(
    outside: Outside, tokens: dict[str, str], role: str, method: str, path: str, operation: dict[str, Any]
) -> None:
    answer = sent(outside, method, path, operation, tokens[role])
    conforms(answer, operation)
    scheme = next(iter(operation["security"][0]))
    supervisors_only = path.startswith(SUPERVISORS)
    if scheme == "twilioSignature":
        is_problem(answer, 403, "signature_invalid")
    elif scheme in ("portalToken", "customerToken"):
        assert answer.status_code == 401
    elif role == "anyone":
        is_problem(answer, 401, "unauthorized")
    elif role == "agent" and supervisors_only:
        is_problem(answer, 403, "forbidden")
    else:
        assert answer.status_code in (200, 204, 404, 409)


@pytest.mark.parametrize(("method", "path", "operation"), OPERATIONS, ids=NAMES)
def test_a_browser_of_another_origin_may_read_answers_and_errors(
    outside: Outside, method: str, path: str, operation: dict[str, Any]
) -> None:
    if path.startswith("/twilio"):
        return
    address = outside.config.api_url + path.format(**NOBODYS)
    origin = {"Origin": outside.config.portal_url}
    preflight = origin | {
        "Access-Control-Request-Method": method.upper(),
        "Access-Control-Request-Headers": "authorization,content-type",
    }
    asked = outside.http.options(address, headers=preflight)
    assert asked.status_code in (200, 204)
    assert asked.headers["Access-Control-Allow-Origin"] == "*"
    assert method.upper() in asked.headers["Access-Control-Allow-Methods"]
    assert {"authorization", "content-type"} <= {
        name.strip().lower() for name in asked.headers["Access-Control-Allow-Headers"].split(",")
    }
    refused = outside.http.request(method, address, headers=origin)
    assert refused.headers["Access-Control-Allow-Origin"] == "*", refused.text


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE"])
@pytest.mark.parametrize("path", ["/nothing", "/callbacks/a/b/c", "/reports", "/me/../secret"])
def test_what_does_not_exist_is_a_problem_a_browser_can_read(
    outside: Outside, method: str, path: str
) -> None:
    answer = outside.api(method, path)
    is_problem(answer, 404, "not_found")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("name", BODIES)
def test_a_body_that_is_not_what_was_asked_for_is_refused_as_documented(
    outside: Outside, tokens: dict[str, str], mine: dict[str, str], casting: Casting, name: str
) -> None:
    method, path, operation = BY_ID[name]
    scheme, ids = next(iter(operation["security"][0])), NOBODYS
    token = tokens["supervisor" if path.startswith(SUPERVISORS) else "agent"]
    if scheme == "portalToken":
        token = outside.portal_token(casting.customer("UY", order=False))
    elif scheme == "customerToken":
        token, ids = mine["token"], NOBODYS | {"callback_id": mine["id"]}
    url = outside.config.api_url + path.format(**ids)
    whole = json.dumps(BODIES[name])
    # Who was reached another way, and about what, the portal's token says already.
    empty = 200 if name == "recordContact" else 400
    for body, media, status in (
        ("{", "application/json", 400),
        ("[]", "application/json", 400),
        ('"text"', "application/json", 400),
        ("{}", "application/json", empty),
        (whole[:-1] + ', "more": 1}', "application/json", 400),
        (whole[:-1] + f', "more": "{"x" * 20_000}"}}', "application/json", 413),
        (whole, "text/plain", 415),
    ):
        headers = {"Authorization": f"Bearer {token}", "Content-Type": media}
        answer = outside.http.request(method, url, content=body, headers=headers)
        assert answer.status_code == status, f"{body[:40]}: {answer.text}"
        conforms(answer, operation)
        assert answer.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("token", ["nonsense", "a.b.c", "eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0."])
def test_a_forged_token_opens_nothing(outside: Outside, token: str) -> None:
    is_problem(outside.api("GET", "/me", token), 401, "unauthorized")
    is_problem(outside.api("GET", f"/callbacks/{NOBODYS['callback_id']}", token), 401, "token_invalid")
    is_problem(outside.api("POST", "/callbacks", token, BODIES["requestCallback"]), 401, "token_invalid")


GOOD = BODIES["requestCallback"]
BAD_FORMS = [
    ("{", 400, "invalid_json"),
    ("[]", 400, "invalid_request"),
    ("null", 400, "invalid_request"),
    ({"question": 1}, 400, "invalid_request"),
    (GOOD | {"topic": "weather"}, 400, "invalid_request"),
    (GOOD | {"tier": "urgent"}, 400, "invalid_request"),
    (GOOD | {"question": "\u202e\u200b\u2066 x"}, 400, "invalid_request"),
    (GOOD | {"question": "x" * 1001}, 400, "invalid_request"),
    (GOOD | {"question": "x" * 40_000}, 413, "body_too_large"),
    (GOOD | {"phone": "12"}, 422, "phone_invalid"),
    (GOOD | {"phone": "+12025550143"}, 422, "country_not_served"),
    (GOOD | {"order_id": "BR-1"}, 422, "order_not_yours"),
]


@pytest.mark.parametrize(("body", "status", "code"), BAD_FORMS)
def test_a_bad_form_is_refused_with_its_reason_and_nothing_is_written(
    scene: Scene, body: str | dict[str, Any], status: int, code: str
) -> None:
    token = scene.outside.portal_token(scene.customer(order=False))
    url = f"{scene.outside.config.api_url}/callbacks"
    headers = {
        "Authorization": f"Bearer {token}",
        "Content-Type": "application/json",
        "Accept-Language": "es",
    }
    sent_body = body if isinstance(body, str) else json.dumps(body)
    answer = scene.outside.http.post(url, content=sent_body, headers=headers)
    is_problem(answer, status, code)
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert scene.say(scene.agent(), "GET", "/queue")["waiting"] == 0
