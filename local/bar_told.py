"""One real call is on stage; what the desk reads of it is changed on the way."""

import time
from typing import Any

from playwright.sync_api import Page, Route

from local.bar_states import Change, Json, on_call

REMEMBER_SOCKETS = """
window.sockets = [];
const Plain = window.WebSocket;
window.WebSocket = class extends Plain {
  constructor(...given) { super(...given); window.sockets.push(this); }
};
"""
PUSH = """(said) => window.sockets.filter((one) => one.readyState === 1).forEach((one) =>
  one.dispatchEvent(new MessageEvent('message', { data: JSON.stringify(said) })))"""
PATIENCE_MS = 10_000


class Told:
    """Changes what one page is told of the call it is in."""

    def __init__(self, page: Page) -> None:
        self._page, self._told = page, set[str]()
        self._change: Change = on_call
        self._version = 10_000
        self._me = self._read("/api/me")
        self._attempt = self._read(f"/api/attempts/{self._me['attempt_id']}")
        self._attempt_id = str(self._me["attempt_id"])
        self._recording: Json = {}
        self._item: Json = {}
        self._story: Json = {}
        self._stands = False
        page.route("**/api/me", self._answer)
        page.route(f"**/api/attempts/{self._attempt_id}", self._answer)
        page.route(f"**/api/attempts/{self._attempt_id}/recording", self._answer_recording)
        page.route("**/api/customers/*/timeline*", self._answer_story)

    def becomes(self, change: Change) -> None:
        """The desk is told, and shows it."""
        self._change = change
        self._version += 1
        self._told.clear()
        for what, whose in (("attempt", self._attempt_id), ("me", self._me["agent_id"])):
            said = {"type": "changed", "what": what, "id": whose, "version": self._version}
            self._page.evaluate(PUSH, said)
        self._shown({"me", "attempt"})

    def records(self, state: str, resume_in_ms: int | None = None) -> None:
        """The recording of the call is so, from now on."""
        now = int(time.time() * 1000)
        resume = None if resume_in_ms is None else now + resume_in_ms
        self._recording = {"attempt_id": self._attempt_id, "state": state, "resume_at_ms": resume}
        self._recording |= {"reason": None, "now_ms": now}
        self._story_changed("recording")

    def tells(self, **item: Any) -> None:
        """The customer's story stands still, with one more item if any, the newest."""
        self._item, self._stands = item, True
        self._story_changed("story")

    def _story_changed(self, what: str) -> None:
        self._version += 1
        self._told.clear()
        said = {"type": "changed", "what": "timeline", "id": self._attempt["customer_id"]}
        self._page.evaluate(PUSH, said | {"version": self._version})
        self._shown({what})

    def _shown(self, what: set[str]) -> None:
        waited_ms = 0
        while not self._told >= what and waited_ms < PATIENCE_MS:
            self._page.wait_for_timeout(50)
            waited_ms += 50
        assert self._told, "the desk asked for nothing"
        self._page.wait_for_timeout(150)

    def _read(self, path: str) -> Json:
        """The next answer the page is given for it."""
        with self._page.expect_response(lambda one: one.url.endswith(path) and one.ok) as heard:
            self._page.evaluate(PUSH, {"type": "changed", "what": "me", "id": "-", "version": self._version})
            if "attempts" in path:
                said = {"type": "changed", "what": "attempt", "id": path.rsplit("/", 1)[1]}
                self._page.evaluate(PUSH, said | {"version": self._version})
        return dict(heard.value.json())

    def _answer_recording(self, route: Route) -> None:
        if route.request.method != "GET" or not self._recording:
            route.continue_()
            return
        self._told.add("recording")
        route.fulfill(json=self._recording)

    def _answer_story(self, route: Route) -> None:
        if not self._stands:
            route.continue_()
            return
        self._story = self._story or route.fetch().json()
        now = {"id": "told", "at_ms": int(time.time() * 1000), "attempt_id": self._attempt_id}
        told = [now | {"agent_name": self._attempt["agent_name"]} | self._item] if self._item else []
        self._told.add("story")
        route.fulfill(json=self._story | {"items": [*told, *self._story["items"]]})

    def _answer(self, route: Route) -> None:
        if route.request.method != "GET":
            route.continue_()
            return
        now = {"now_ms": int(time.time() * 1000)}
        me, attempt = _copied(self._me) | now, _copied(self._attempt) | now | {"version": self._version}
        self._change(me, attempt)
        what = "me" if route.request.url.endswith("/me") else "attempt"
        self._told.add(what)
        route.fulfill(json=me if what == "me" else attempt)


def _copied(answer: Json) -> Json:
    return {name: dict(one) if isinstance(one, dict) else one for name, one in answer.items()}
