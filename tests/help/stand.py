"""A portal and an API on loopback that behave as told: what the help pages are driven against.

The API is another origin than the portal, as in production, and keeps the contract's shapes.
"""

import base64
import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
MARKET = ROOT / "local" / "portal"
KINDS = {".js": "text/javascript", ".css": "text/css", ".html": "text/html", ".svg": "image/svg+xml"}
PAGE = """<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><title>Portal</title>
<meta name="viewport" content="width=device-width, initial-scale=1">{head}
<script src="/help/click-to-call.js" defer></script></head>
<body><main><h1>Ajuda</h1>{body}</main></body></html>"""
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
    " connect-src 'self' http://localhost:*"
)
STRICTEST = POLICY + "; require-trusted-types-for 'script'; trusted-types 'none'"


@dataclass
class Stand:
    """Both servers. `callback` is the one there is; `refusals` are answered first, one each."""

    dist: Path
    callback: dict[str, Any] = field(default_factory=dict)
    refusals: list[tuple[int, str, list[dict[str, str]]]] = field(default_factory=list)
    received: list[tuple[str, str, Any, dict[str, str]]] = field(default_factory=list)
    bodies: dict[str, str] = field(default_factory=dict)
    days: dict[str, dict[str, Any]] = field(default_factory=dict)
    existing: bool = False
    tokens: int = 0

    def __post_init__(self) -> None:
        self.api = _serve(self._api)
        self.portal = _serve(self._portal)

    def close(self) -> None:
        for server in (self.api, self.portal):
            server.shutdown()
            server.server_close()

    @property
    def api_url(self) -> str:
        return f"http://localhost:{self.api.server_address[1]}/api"

    @property
    def portal_url(self) -> str:
        return f"http://localhost:{self.portal.server_address[1]}"

    def page(self, body: str, lang: str = "pt-BR", head: str = "") -> str:
        """The address of a portal page that holds `body`."""
        path = f"/page-{len(self.bodies)}"
        self.bodies[path] = PAGE.format(body=body, lang=lang, head=head)
        return self.portal_url + path

    def element(self, **attributes: str) -> str:
        """The element as a portal writes it."""
        every = {"endpoint": self.api_url, "token-url": "/token", "country": "BR"} | attributes
        written = " ".join(f"{name.replace('_', '-')}='{value}'" for name, value in every.items())
        return f"<click-to-call {written}></click-to-call>"

    def link(self, token: str | None = None) -> str:
        return f"{self.portal_url}/help/callback.html#{token or customer_token()}"

    def asked(self, method: str, path: str) -> list[Any]:
        """The bodies of the requests of one kind, in order."""
        return [body for verb, where, body, _ in self.received if (verb, where) == (method, path)]

    def move(self, **changes: Any) -> None:
        """What happens to the callback meanwhile."""
        self.callback.update(changes)

    def _change(self, wanted: dict[str, Any]) -> None:
        if phone := wanted.get("phone"):
            self.move(phone_masked=f"{phone[:3]} {phone[3:5]} ••••• {phone[-4:]}")
        if window := wanted.get("window"):
            later = {"position": None, "next_attempt_at_ms": window["from_ms"]}
            self.move(status="received", why="window", window=window, chosen_window=True, **later)
        elif "window" in wanted:
            self.move(
                status="queued", why="changed", chosen_window=False, position=3, next_attempt_at_ms=None
            )

    def _portal(self, method: str, path: str, body: Any, headers: dict[str, str]) -> tuple[int, str, bytes]:
        path = path.split("?")[0]
        if method == "POST" and path == "/token":
            self.tokens += 1
            self.received.append((method, path, body, headers))
            return 200, "application/json", json.dumps({"token": f"portal-{self.tokens}"}).encode()
        if path == "/help/config.json":
            return 200, "application/json", json.dumps({"apiUrl": self.api_url}).encode()
        if path.startswith("/help/"):
            file = self.dist / path.removeprefix("/help/")
            return 200, KINDS[file.suffix], file.read_bytes()
        if path == "/people":
            return 200, "application/json", (MARKET / "people.json").read_bytes()
        if path == "/config.json":
            urls = {"apiUrl": self.api_url, "elementUrl": f"{self.portal_url}/help/click-to-call.js"}
            return 200, "application/json", json.dumps(urls | {"phoneUrl": "http://localhost/phone"}).encode()
        market = MARKET / "pages" / (path.removeprefix("/") or "index.html")
        if market.is_file():
            return 200, KINDS[market.suffix], market.read_bytes()
        if path in self.bodies:
            return 200, "text/html", self.bodies[path].encode()
        return 404, "text/plain", b""

    def _api(self, method: str, path: str, body: Any, headers: dict[str, str]) -> tuple[int, str, bytes]:
        path, _, query = path.partition("?")
        self.received.append((method, path, body, headers))
        if self.refusals and method != "OPTIONS":
            status, code, fields = self.refusals.pop(0)
            detail = f"({headers.get('accept-language')}) {code}"
            problem = {"code": code, "detail": detail, "fields": fields, "correlation_id": "c"}
            return status, "application/problem+json", json.dumps(problem).encode()
        if method == "POST":
            self.callback = callback(question=body["question"], topic=body["topic"], locale=body["locale"])
            token = customer_token()
            created = {"callback": self.callback, "link": self.link(token), "token": token}
            return 201, "application/json", json.dumps(created | {"existing": self.existing}).encode()
        if path.endswith("/windows"):
            date = query.removeprefix("date=")
            return 200, "application/json", json.dumps(self.days.get(date) or day(date)).encode()
        if method == "PATCH":
            self._change(body)
        if method == "DELETE":
            self.move(**OVER, status="cancelled")
        return 200, "application/json", json.dumps(self.callback | {"now_ms": _now_ms()}).encode()


OVER: dict[str, Any] = {"position": None, "cancellable": False, "changeable": False}
"""What holds of every callback that is over, or that an agent has."""


def day(date: str, **changes: Any) -> dict[str, Any]:
    """A day of the site, closed unless `changes` say otherwise."""
    closed = {"open": [], "reason": "weekend", "holiday": None, "message": None, "slots": []}
    return {"date": date, **closed, "now_ms": _now_ms()} | changes


def slots(date: str, *hours: int) -> list[dict[str, int]]:
    """Windows of an hour, by the clocks of São Paulo."""
    begins = [datetime.fromisoformat(f"{date}T{hour:02}:00-03:00").timestamp() for hour in hours]
    return [{"from_ms": int(at * 1000), "until_ms": int(at * 1000) + 3_600_000} for at in begins]


def callback(**changes: Any) -> dict[str, Any]:
    """A callback as the API shows it to its customer."""
    now_ms = _now_ms()
    return {
        "id": "01JCB",
        "status": "queued",
        "topic": "payments",
        "question": "O pagamento da minha venda não caiu.",
        "order_id": None,
        "phone_masked": "+55 11 ••••• 4321",
        "site": "BR",
        "tier": "standard",
        "locale": "pt-BR",
        "requested_at_ms": now_ms,
        "position": 3,
        "position_exact": True,
        "estimate": None,
        "opens_at_ms": None,
        "window": {"from_ms": now_ms + 300_000, "until_ms": now_ms + 1_200_000},
        "chosen_window": False,
        "why": "asked",
        "attempts": 0,
        "next_attempt_at_ms": None,
        "lane_state": "open",
        "lane_message": None,
        "ending": None,
        "cancellable": True,
        "changeable": True,
        "now_ms": now_ms,
    } | changes


def customer_token(**claims: Any) -> str:
    """A token the browser can read; nobody here checks its signature."""
    payload = json.dumps({"cb": "01JCB"} | claims).encode()
    return f"h.{base64.urlsafe_b64encode(payload).decode().rstrip('=')}.s"


def _now_ms() -> int:
    return int(time.time() * 1000)


Answer = Callable[[str, str, Any, dict[str, str]], tuple[int, str, bytes]]


def _serve(answer: Answer) -> ThreadingHTTPServer:
    class Handler(BaseHTTPRequestHandler):
        def do_any(self) -> None:
            size = int(self.headers.get("content-length") or 0)
            body = json.loads(self.rfile.read(size)) if size else None
            headers = {name.lower(): value for name, value in self.headers.items()}
            status, kind, content = answer(self.command, self.path, body, headers)
            self.send_response(status)
            self.send_header("Content-Type", f"{kind}; charset=utf-8")
            self.send_header("Content-Length", str(len(content)))
            self.send_header("Cache-Control", "no-store")
            self.send_header("Access-Control-Allow-Origin", "*")
            self.send_header("Access-Control-Allow-Methods", "GET,POST,PATCH,DELETE")
            self.send_header("Access-Control-Allow-Headers", "authorization,content-type,accept-language")
            if kind == "text/html":
                policy = STRICTEST if self.path.startswith("/page-") else POLICY
                self.send_header("Content-Security-Policy", policy)
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = do_PATCH = do_DELETE = do_OPTIONS = do_any

        def log_message(self, format: str, *args: Any) -> None:
            """Silent: the tests read `received`."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server
