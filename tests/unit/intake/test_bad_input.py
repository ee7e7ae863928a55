"""What must not get in: right status, stable code, a sentence in the asker's language, nothing written."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from chalicelib.kernel import tokens
from chalicelib.kernel.messages import text
from tests.house import SECRETS, House, house
from tests.people import JSON, ask, portal_token

GOOD = {"question": "Cadê meu dinheiro?", "topic": "payments", "phone": "+5511987650001"}
LANGUAGES = {"pt-BR,pt;q=0.9": "pt-BR", "es-MX": "es", "en-US,en;q=0.5": "en", "fr": "en", "": "en"}


@pytest.fixture
def h() -> Iterator[House]:
    """Nothing here may change it."""
    with house() as one:
        yield one


def refused(
    h: House, body: str, status: int, code: str, fields: dict[str, str] | None = None, **headers: str
) -> None:
    """Sent in every language: refused alike, and the table as it was."""
    before = h.items()
    for asked_in, answered_in in LANGUAGES.items():
        given = JSON | {"Authorization": f"Bearer {portal_token(h)}", "Accept-Language": asked_in} | headers
        answer_status, answer_headers, answer = h.http("POST", "/callbacks", body, given)
        told = json.loads(answer)
        assert (answer_status, told["status"], told["code"]) == (status, status, code), told
        assert answer_headers["Content-Type"] == "application/problem+json"
        assert answer_headers["Access-Control-Allow-Origin"] == "*"
        assert told["title"] == text(answered_in, f"errors.{code}.title")
        assert told["detail"] == text(answered_in, f"errors.{code}.detail")
        if fields is not None:
            assert {one["name"]: one["code"] for one in told["fields"]} == fields
    assert h.items() == before


@pytest.mark.parametrize(
    "body",
    [
        "",
        "{",
        "question=hello",
        '{"question": NaN}',
        "\x00",
        '{"question": "\\ud800"}',
        '{"question": "\ud800"}',
        '{"question": "tab\there"}',
    ],
    ids=[
        "empty",
        "half",
        "a form",
        "not a number",
        "a zero byte",
        "half a letter, escaped",
        "half a letter",
        "a tab",
    ],
)
def test_what_is_not_json_is_refused(h: House, body: str) -> None:
    refused(h, body, 400, "invalid_json", {})


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ("null", {"body": "wrong_type"}),
        ("[]", {"body": "wrong_type"}),
        ("[" * 8_000, {"body": "wrong_type"}),
        ('{"a":' * 2_000, {"a": "unknown"}),
        ("12345678901234567890123", {"body": "wrong_type"}),
        ({}, {"question": "required"}),
        (GOOD | {"question": None}, {"question": "wrong_type"}),
        (GOOD | {"question": ["a", "b", "c"]}, {"question": "wrong_type"}),
        (GOOD | {"question": 10**30}, {"question": "wrong_type"}),
        (GOOD | {"question": "ab"}, {"question": "too_short"}),
        (GOOD | {"question": "a" * 1_001}, {"question": "too_long"}),
        (GOOD | {"question": "\u200b\u202e\u2066\u0000 \ufeff\u00ad"}, {"question": "too_short"}),
        (GOOD | {"topic": "weather"}, {"topic": "invalid"}),
        (GOOD | {"phone": 5511987650001}, {"phone": "wrong_type"}),
        (GOOD | {"phone": "9" * 33}, {"phone": "too_long"}),
        (GOOD | {"locale": "fr"}, {"locale": "invalid"}),
        (GOOD | {"order_id": "../../etc"}, {"order_id": "invalid"}),
        (GOOD | {"order_id": ""}, {"order_id": "too_short"}),
        (GOOD | {"order_id": "x" * 65}, {"order_id": "too_long"}),
        (GOOD | {"tier": "urgent"}, {"tier": "unknown"}),
        (GOOD | {"level": "platinum"}, {"level": "unknown"}),
        (GOOD | {"__proto__": {}}, {"__proto__": "unknown"}),
    ],
)
def test_what_has_the_wrong_shape_is_refused_by_field(
    h: House, body: dict[str, Any] | str, fields: dict[str, str]
) -> None:
    refused(h, body if isinstance(body, str) else json.dumps(body), 400, "invalid_request", fields)


def test_a_body_longer_than_any_form_is_refused_unread(h: House) -> None:
    refused(h, json.dumps(GOOD | {"question": "a" * 17_000}), 413, "body_too_large", {})


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"])
def test_another_content_type_is_refused(h: House, kind: str) -> None:
    refused(h, json.dumps(GOOD), 415, "unsupported_media_type", **{"Content-Type": kind})


@pytest.mark.parametrize(
    ("phone", "code", "reason"),
    [
        ("", "phone_invalid", "required"),
        ("hello", "phone_invalid", "not_a_phone"),
        ("123", "phone_invalid", "too_short"),
        ("+55 11 98765-0001\u202e", "phone_invalid", "invisible_characters"),
        ("+5511\u200b987650001", "phone_invalid", "invisible_characters"),
        ("+5511987650001\u0000", "phone_invalid", "invisible_characters"),
        ("+4915112345678", "country_not_served", "not_served"),
        ("+15550100", "phone_invalid", None),
        ("٠١٢٣٤٥٦٧٨٩", "phone_invalid", "not_a_phone"),
    ],
)
def test_a_phone_that_cannot_be_called_is_refused_with_the_reason(
    h: House, phone: str, code: str, reason: str | None
) -> None:
    refused(h, json.dumps(GOOD | {"phone": phone}), 422, code, {"phone": reason} if reason else None)


def test_an_order_of_somebody_else_is_refused(h: House) -> None:
    refused(h, json.dumps(GOOD | {"order_id": "o-1"}), 422, "order_not_yours", {"order_id": "not_yours"})


def bearer(h: House, header: dict[str, Any] | None = None, key: str | None = None, **claims: Any) -> str:
    """A portal's token that is wrong in one way."""
    right = tokens._unpack(portal_token(h).split(".")[1])
    signed_with = key or SECRETS.portal_keys["demo"]
    return "Bearer " + tokens.sign(right | claims, signed_with, {"kid": "demo"} | (header or {}))


def test_credentials_that_prove_nothing_are_refused(h: House) -> None:
    now_s = h.ctx.now_ms() // 1000
    good = portal_token(h)
    head, body, signature = good.split(".")
    cases = {
        "token_missing": ["", "Basic YTpi", "Bearer", "Bearer "],
        "token_expired": [bearer(h, exp=now_s - 1), bearer(h, exp=now_s)],
        "token_invalid": [
            "Bearer x",
            "Bearer a.b",
            "Bearer ..",
            "Bearer " + "a" * 5_000,
            f"Bearer {head}.{body}.",
            f"Bearer {head}.{body}.{signature[:-2]}AA",
            f"Bearer {head}.{body}A.{signature}",
            f"Bearer {head}.{body}.é",
            bearer(h, {"alg": "none"}),
            bearer(h, {"alg": "HS512"}),
            bearer(h, {"alg": "RS256"}),
            bearer(h, {"kid": "other"}),
            bearer(h, {"kid": ["demo"]}),
            bearer(h, {"kid": ""}),
            bearer(h, key="guess"),
            bearer(h, exp=now_s + 3_600),
            bearer(h, exp="tomorrow"),
            bearer(h, exp=True),
            bearer(h, exp=float(now_s + 60)),
            bearer(h, exp=None),
            bearer(h, iat=now_s + 3_600, exp=now_s + 3_700),
            bearer(h, iat=None),
            bearer(h, aud="other"),
            bearer(h, aud=["alo"]),
            bearer(h, sub=""),
            bearer(h, sub="a" * 65),
            bearer(h, sub="../7"),
            bearer(h, sub="7#PROFILE"),
            bearer(h, sub=7),
            bearer(h, role="agent"),
            bearer(h, role=["buyer"]),
            bearer(h, level="diamond"),
            bearer(h, level=["gold"]),
            bearer(h, name=""),
            bearer(h, name="Marta\u202eRíos"),
            bearer(h, name="Marta\nRíos"),
            bearer(h, name="a" * 121),
            bearer(h, locale="fr"),
            bearer(h, locale={"es": 1}),
            bearer(h, country="br"),
            bearer(h, country="BRA"),
            bearer(h, order="o-1"),
            bearer(h, order={"id": "o-1"}),
            bearer(h, order={"id": "o#1", "title": "a", "status": "paid"}),
            bearer(h, order={"id": "o-1", "title": "a" * 201, "status": "paid"}),
            bearer(h, order={"id": "o-1", "title": "a", "status": "paid", "amount_minor": "12"}),
            bearer(h, order={"id": "o-1", "title": "a", "status": "paid", "amount_minor": True}),
        ],
    }
    before = h.items()
    for code, given in cases.items():
        for token in given:
            headers = JSON | {"Authorization": token}
            status, _, answer = h.http("POST", "/callbacks", json.dumps(GOOD), headers)
            assert (status, json.loads(answer)["code"]) == (401, code), (token[:80], answer)
    assert h.items() == before
    assert not h.surprises


def test_a_token_for_one_callback_opens_no_other() -> None:
    with house() as h:
        mine, theirs = ask(h, sub="1"), ask(h, sub="2", phone="+5511987650002")
        h.draw()
        wrong = JSON | {"Authorization": f"Bearer {mine['token']}"}
        before = h.items()
        for method in ("GET", "DELETE"):
            for path in (theirs["callback"]["id"], "cb-" + "0" * 26, "x", "%2e%2e"):
                status, _, answer = h.http(method, f"/callbacks/{path}", "", wrong)
                assert (status, json.loads(answer)["code"]) == (404, "not_found")
            for token in ("", portal_token(h), theirs["token"] + "A"):
                headers = JSON | ({"Authorization": f"Bearer {token}"} if token else {})
                status, _, answer = h.http(method, f"/callbacks/{mine['callback']['id']}", "", headers)
                assert (status, json.loads(answer)["code"]) in (
                    (401, "token_missing"),
                    (401, "token_invalid"),
                )
        assert h.items() == before


def test_the_token_of_a_callback_files_none() -> None:
    with house() as h:
        mine = ask(h)
        before = h.items()
        headers = JSON | {"Authorization": f"Bearer {mine['token']}"}
        status, _, answer = h.http("POST", "/callbacks", json.dumps(GOOD), headers)
        assert (status, json.loads(answer)["code"]) == (401, "token_invalid")
        assert h.items() == before


def test_asking_twice_is_asking_once() -> None:
    with house() as h:
        first, second = ask(h), ask(h)
        assert (first["status_code"], second["status_code"]) == (201, 200)
        assert first["callback"]["id"] == second["callback"]["id"]
        assert second["existing"] is True


def test_a_key_given_twice_counts_as_given_last() -> None:
    with house() as h:
        body = json.dumps(GOOD)[:-1] + ', "topic": "returns"}'
        headers = JSON | {"Authorization": f"Bearer {portal_token(h)}"}
        status, _, answer = h.http("POST", "/callbacks", body, headers)
        assert (status, json.loads(answer)["callback"]["topic"]) == (201, "returns")


def test_invisible_characters_are_taken_out_of_a_question() -> None:
    with house() as h:
        asked = ask(h, question="  Onde\u202e está\u200b o\u0007 meu pedido?\ufeff\n👩\u200d💻 ")
        assert asked["callback"]["question"] == "Onde está o meu pedido?\n👩\u200d💻"
