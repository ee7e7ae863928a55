"""One complete call, seen from outside: the HTTP API, the WebSocket and the telephony twin, nothing else."""

import asyncio
import base64
import hashlib
import secrets
import time
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar
from urllib.parse import parse_qs, urlsplit

import aiohttp

from local.config import Config

PATIENCE_S = 30.0
POLL_S = 0.02
Json = dict[str, Any]
Found = TypeVar("Found")


class Broken(Exception):
    """The call did not go as it must; says at which step."""


class Call:
    """A customer, an agent without a browser, and what they do to each other."""

    def __init__(self, config: Config, http: aiohttp.ClientSession) -> None:
        self._config = config
        self._http = http
        self._agent: dict[str, str] = {}
        self._refresh = ""
        self._pushes: list[Json] = []

    async def sign_in(self, email: str, password: str) -> None:
        """Through the hosted page: authorisation code with PKCE, as a browser does it (RFC 7636)."""
        verifier = secrets.token_urlsafe(48)
        challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=")
        client = {
            "client_id": self._config.outputs["UserPoolClientId"],
            "redirect_uri": self._config.desk_url,
        }
        form = {
            **client,
            "response_type": "code",
            "scope": "openid email profile",
            "state": secrets.token_urlsafe(8),
            "code_challenge": challenge.decode(),
            "code_challenge_method": "S256",
            "username": email,
            "password": password,
        }
        page = f"{self._config.emulator_url}/login"
        async with self._http.post(page, data=form, allow_redirects=False) as answer:
            back = parse_qs(urlsplit(answer.headers.get("Location", "")).query)
        if "code" not in back:
            raise Broken(f"sign-in was refused ({answer.status})")
        exchange = {
            **client,
            "grant_type": "authorization_code",
            "code": back["code"][0],
            "code_verifier": verifier,
        }
        await self._take_tokens(exchange)

    async def renew(self) -> None:
        """As the desk does silently: the refresh token for a new ID token."""
        await self._take_tokens(
            {
                "grant_type": "refresh_token",
                "client_id": self._config.outputs["UserPoolClientId"],
                "refresh_token": self._refresh,
            }
        )

    async def _take_tokens(self, form: dict[str, str]) -> None:
        page = f"{self._config.emulator_url}/oauth2/token"
        async with self._http.post(page, data=form) as answer:
            if answer.status != 200:
                raise Broken(f"no token: {answer.status} {await answer.text()}")
            tokens = await answer.json()
        self._agent = {"Authorization": tokens["id_token"]}
        self._refresh = tokens.get("refresh_token", self._refresh)

    async def listen(self) -> aiohttp.ClientWebSocketResponse:
        """Opens the live channel; pushes are kept from here on."""
        ticket = await self.api("POST", "/realtime-tickets")
        socket = await self._http.ws_connect(ticket["url"])
        return socket

    async def keep_pushes(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        """Collects what the live channel says until it closes."""
        async for message in socket:
            self._pushes.append({**message.json(), "seen_at": time.monotonic()})

    async def pushed(self, what: str, after: float) -> float:
        """When a push of this kind first came after a moment."""

        async def look() -> float | None:
            seen = [one["seen_at"] for one in self._pushes if one.get("what") == what]
            return next((at for at in seen if at >= after), None)

        return await until(f"a push of {what}", look)

    async def api(self, method: str, path: str, body: Json | None = None, token: str = "") -> Any:
        """One request as the agent, or as whoever the token says."""
        headers = {"Authorization": f"Bearer {token}"} if token else self._agent
        async with self._http.request(
            method, self._config.api_url + path, json=body, headers=headers
        ) as answer:
            if answer.status >= 400:
                raise Broken(f"{method} {path}: {answer.status} {await answer.text()}")
            return await answer.json()

    async def portal_token(self, customer: str) -> str:
        """Signed by the demo portal's own backend."""
        return str((await self.ask(f"{self._config.portal_url}/token", {"customer": customer}))["token"])

    async def ask(self, url: str, body: Json | None = None, method: str = "POST") -> Any:
        """One request to the portal or the twin."""
        async with self._http.request(method, url, json=body) as answer:
            if answer.status >= 400:
                raise Broken(f"{method} {url}: {answer.status} {await answer.text()}")
            return await answer.json()

    async def customer_call(self, phone: str) -> Json:
        """The call that rings the customer, as soon as Twilio was asked for it."""

        async def look() -> Json | None:
            calls = await self.ask(f"{self._config.twin_url}/twin/calls", method="GET")
            return next((one for one in calls if one["to"] == phone), None)

        return await until("the customer's phone ringing", look)

    async def attempt(self, attempt_id: str, state: str) -> Json:
        """The attempt once it has reached a state."""

        async def look() -> Json | None:
            seen: Json = await self.api("GET", f"/attempts/{attempt_id}")
            if seen["state"] == "ended" and state != "ended":
                raise Broken(f"the attempt ended as {seen['outcome']} before it was {state}")
            return seen if seen["state"] == state else None

        return await until(f"the attempt being {state}", look)

    async def timeline(self, customer_id: str) -> list[Json]:
        """Oldest first."""
        page = await self.api("GET", f"/customers/{customer_id}/timeline?limit=100")
        return list(reversed(page["items"]))


async def until(what: str, look: Callable[[], Awaitable[Found | None]]) -> Found:
    """Looks again and again until there is an answer. Raises Broken."""
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        found = await look()
        if found is not None:
            return found
        await asyncio.sleep(POLL_S)
    raise Broken(f"waited {PATIENCE_S:.0f} s for {what}")
