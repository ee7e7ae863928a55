"""Every cell of docs/authorisation.md, tried."""

import json
from typing import Any
from urllib.parse import urlencode

import pytest

from chalicelib.contract import Operation
from chalicelib.operations import operations
from local.twilio.signing import sign
from tests.house import API, EPOCH_MS, FORM, SECRETS
from tests.packaged import made
from tests.people import JSON, Agent, ask, portal_token
from tests.scene import Scene, scene
from tests.walls.authorisation import PAGE, ROLES, YES, cell, page

CLOSING = {"from_ms": EPOCH_MS, "until_ms": EPOCH_MS + 3_600_000}
BODIES: dict[str, Any] = {
    "requestCallback": {"question": "Cadê?", "topic": "payments", "phone": "+5511987650001"},
    "changeCallback": {"phone": "+5511987650009"},
    "recordContact": {},
    "closeSite": {**CLOSING, "message": {"pt-BR": "Fechado", "es": "Cerrado", "en": "Closed"}},
    "holdCustomer": {"on_hold": True},
    "wrapUp": {"disposition": "solved", "note": ""},
    "setPresence": {"presence": "available"},
    "searchQueue": {"phone": "+5511987650001"},
    "moveTier": {"tier": "high"},
    "cancelWaiting": {"reason": "duplicate"},
    "mergeWaiting": {"into": "INTO"},
    "setLane": {"state": "draining"},
    "acceptOffer": {"callback_id": "cb-1"},
    "declineOffer": {"callback_id": "cb-1"},
    "askParticipant": {"kind": "specialist"},
    "talk": {"with": ["customer"]},
    "handOver": {"to": "specialist-1"},
    "acceptInvitation": {"attempt_id": "att-1", "label": "specialist-1"},
    "declineInvitation": {"attempt_id": "att-1", "label": "specialist-1"},
    "callBack": {"attempt_id": "ATTEMPT"},
}
QUERIES = {
    "readWindows": "date=2027-01-18",
    "listSpecialists": "lane=BR:payments",
    "previewWindows": "country=BR&topic=payments&date=2027-01-18",
    "readHours": "date=2027-01-18",
    "readCallReport": "from=2027-01-01&until=2027-01-02",
    "exportCallReport": "from=2027-01-01&until=2027-01-02",
}
GROUPS = {"agent": "agent", "other agent": "[agent specialist]", "supervisor": "supervisor"}
PEOPLE = {"agent": "ana", "other agent": "bruno", "supervisor": "sofia"}
GATEWAY = ("agent", "supervisor")


def test_the_page_is_what_the_operations_say() -> None:
    assert PAGE.read_text(encoding="utf-8") == page()


@pytest.mark.parametrize("operation", list(operations()), ids=lambda one: one.id)
def test_each_role_gets_what_the_page_says(operation: Operation) -> None:
    with scene() as s:
        other = ask(s.house, sub="8")
        for name in ("bruno", "sofia"):
            Agent(s.house, name)
        for role in ROLES:
            before = s.house.items()
            status, answer = tried(s, operation, role, other["token"])
            said = cell(operation, role)
            if said == YES:
                assert status not in (401, 403, 404), (role, answer)
            else:
                assert json.loads(answer)["code"] == said, (role, answer)
                assert s.house.items() == before, role


def tried(s: Scene, operation: Operation, role: str, other_token: str) -> tuple[int, str]:
    """The operation as this role would call it."""
    path = operation.path.format(
        callback_id=s.asked["callback"]["id"], attempt_id=s.id, customer_id="buyer-7", topic="payments",
        from_ms=EPOCH_MS, country="BR", label="specialist-1",
    ) if "{" in operation.path else operation.path  # fmt: skip
    bearers = {
        "portal": portal_token(s.house),
        "customer": s.asked["token"],
        "other customer": other_token,
    }
    headers = dict(FORM if operation.who == "twilio" else JSON)
    if role in bearers:
        headers["Authorization"] = f"Bearer {bearers[role]}"
    claims = None
    if role in PEOPLE:
        claims = {"sub": PEOPLE[role], "token_use": "id", "cognito:groups": GROUPS[role]}
    body = json.dumps(BODIES[operation.id]) if operation.id in BODIES else ""
    body = body.replace("INTO", s.asked["callback"]["id"]).replace("ATTEMPT", s.id)
    if operation.who == "twilio":
        body = urlencode({"CallSid": "CA1"})
    if role == "Twilio":
        headers["X-Twilio-Signature"] = sign(
            SECRETS.twilio_auth_token, "POST", f"{API}{operation.path}", {"CallSid": "CA1"}
        )[1]
    status, _, answer = s.house.http(
        operation.method, path, body, headers, QUERIES.get(operation.id, ""), claims
    )
    return status, answer


@pytest.mark.parametrize(
    "claims",
    [
        {"sub": "ana", "token_use": "access", "cognito:groups": "agent"},
        {"sub": "", "token_use": "id", "cognito:groups": "agent"},
        {"sub": "ana", "token_use": "id", "cognito:groups": ""},
        {"sub": "ana", "token_use": "id", "cognito:groups": "agents,xsupervisor"},
        {"sub": "ana", "token_use": "id"},
        {"token_use": "id", "cognito:groups": "agent"},
        {},
    ],
)
def test_a_token_that_is_not_an_agents_id_token_opens_nothing(claims: dict[str, str]) -> None:
    with scene() as s:
        status, _, answer = s.house.http("GET", "/me", "", JSON, "", claims)
        assert (status, json.loads(answer)["code"]) == (403, "forbidden")


def test_an_agent_nobody_enrolled_is_told_so() -> None:
    with scene() as s:
        claims = {"sub": "ghost", "token_use": "id", "cognito:groups": "agent"}
        for method, path in (("GET", "/me"), ("POST", "/claims"), ("GET", "/queue")):
            status, _, answer = s.house.http(method, path, "", JSON, "", claims)
            assert (status, json.loads(answer)["code"]) == (403, "agent_unknown")


def test_the_gateway_itself_checks_agents_and_nobody_else() -> None:
    paths = made().template["Resources"]["RestAPI"]["Properties"]["DefinitionBody"]["paths"]
    checked = {
        (method.upper(), path): one.get("security")
        for path, methods in paths.items()
        for method, one in methods.items()
        if method != "options"
    }
    expected = {
        (one.method, one.path): [{"agents": []}] if one.who in GATEWAY else None for one in operations()
    }
    assert checked == expected
