"""The running stack from outside: its HTTP API, the demo portal's signature, the twin's controls."""

import base64
import hashlib
import json
import secrets
import time
from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import parse_qs, urlsplit

import httpx

from local import credentials, emulator
from local.config import Config
from local.portal.tokens import portal_token
from tests.journeys.cast import Customer

PATIENCE_S = 45.0
POLL_S = 0.1
Json = dict[str, Any]
Found = TypeVar("Found")


def until(what: str, look: Callable[[], Found | None], seconds: float = PATIENCE_S) -> Found:
    """Looks again and again until there is something to see."""
    deadline = time.monotonic() + seconds
    while True:
        found = look()
        if found:
            return found
        assert time.monotonic() < deadline, f"waited {seconds:.0f} s for {what}"
        time.sleep(POLL_S)


class Outside:
    """What anybody can do who has the right credential."""

    def __init__(self, config: Config) -> None:
        self.config = config
        self.keys = credentials.of(config.folder)
        self.http = httpx.Client(timeout=60)

    def api(
        self, method: str, path: str, token: str = "", body: Any = None, headers: dict[str, str] | None = None
    ) -> httpx.Response:
        """One request to the public API."""
        given = {"Authorization": f"Bearer {token}"} if token else {}
        more = {} if body is None else {"json": body}
        return self.http.request(method, self.config.api_url + path, headers=given | (headers or {}), **more)

    def twin(self, method: str, path: str, body: Any = None) -> Any:
        """One request to the twin's own controls."""
        answer = self.http.request(method, f"{self.config.twin_url}/twin{path}", json=body)
        assert answer.is_success, f"{path}: {answer.status_code} {answer.text}"
        return answer.json()

    def portal_token(self, customer: Customer) -> str:
        """Signed with the marketplace's key, by its own code."""
        order = customer.order["id"] if customer.order else None
        return portal_token("demo-marketplace", self.keys.portal_key, customer.person(), order_id=order)

    def ask(self, customer: Customer, topic: str, question: str) -> Json:
        """The form, sent and accepted: {callback, link, token, existing}."""
        form = {"question": question, "topic": topic, "phone": customer.phone}
        answer = self.api("POST", "/callbacks", self.portal_token(customer), form)
        assert answer.status_code in (200, 201), answer.text
        return dict(answer.json())

    def calls_to(self, phone: str) -> list[Json]:
        """Every call to a customer that Twilio was asked for, oldest first."""
        return [one for one in self.twin("GET", "/calls") if one["to"] == phone]

    def ringing(self, phone: str) -> Json:
        """The customer's call, once it rings."""
        return until(
            "the customer's phone to ring",
            lambda: next((one for one in self.calls_to(phone) if one["status"] == "ringing"), None),
        )

    def person(self, phone: str, **script: Any) -> None:
        """How somebody behaves on the phone."""
        self.twin("PUT", f"/people/{phone}", script)

    def sign_in(self, email: str) -> str:
        """An ID token: authorisation code with PKCE through the hosted page, as a browser does it."""
        verifier = secrets.token_urlsafe(48)
        digest = hashlib.sha256(verifier.encode()).digest()
        client = {
            "client_id": self.config.outputs["UserPoolClientId"],
            "redirect_uri": self.config.desk_url,
        }
        form = client | {
            "response_type": "code",
            "scope": "openid email profile",
            "state": "s",
            "code_challenge": base64.urlsafe_b64encode(digest).rstrip(b"=").decode(),
            "code_challenge_method": "S256",
            "username": email,
            "password": self.keys.demo_password,
        }
        answer = self.http.post(f"{self.config.emulator_url}/login", data=form)
        code = parse_qs(urlsplit(answer.headers["Location"]).query)["code"][0]
        exchange = client | {"grant_type": "authorization_code", "code": code, "code_verifier": verifier}
        tokens = self.http.post(f"{self.config.emulator_url}/oauth2/token", data=exchange).json()
        return str(tokens["id_token"])

    def run_function(self, name: str) -> None:
        """Invokes a deployed function by its name in the template, as its schedule does."""
        functions = emulator.client(self.config, "lambda")
        deployed = [one["FunctionName"] for one in functions.list_functions()["Functions"]]
        found = next(one for one in deployed if f"-{name}-" in one)
        event = {"version": "0", "id": "1", "account": "0", "region": "local", "resources": [], "detail": {}}
        event |= {"source": "aws.events", "detail-type": "Scheduled Event", "time": "2026-01-01T00:00:00Z"}
        answer = functions.invoke(FunctionName=found, Payload=json.dumps(event))
        assert "FunctionError" not in answer, answer["Payload"].read()
