"""A supervisor before their queue."""

from typing import Any

from tests.house import House
from tests.people import Agent, ask


class Board:
    """A site with its supervisor, who may also take calls."""

    def __init__(self, h: House) -> None:
        self.house = h
        self.sofia = Agent(h, "sofia", ("BR:payments", "BR:returns"))

    def asked(self, sub: str, **more: Any) -> str:
        """A callback in line; its id."""
        callback_id = str(ask(self.house, sub=sub, **more)["callback"]["id"])
        self.house.wait(1)
        return callback_id

    def waiting(self, query: str = "") -> list[dict[str, Any]]:
        """The first page of the list."""
        status, answer = self.sofia.send("GET", "/queue/callbacks", query=query)
        assert status == 200, answer
        return list(answer["items"])

    def order(self) -> list[str]:
        """Ids in line, best first."""
        return [one["id"] for one in self.waiting()]

    def found(self, **by: str) -> list[str]:
        """Ids that a search finds."""
        status, answer = self.sofia.send("POST", "/queue/searches", by)
        assert status == 200, answer
        return [one["id"] for one in answer["items"]]

    def move(self, callback_id: str, tier: str) -> tuple[int, dict[str, Any]]:
        """To another tier."""
        return self.sofia.send("PUT", f"/queue/callbacks/{callback_id}/tier", {"tier": tier})

    def merge(self, callback_id: str, into: str) -> tuple[int, dict[str, Any]]:
        """Into the other."""
        return self.sofia.send("POST", f"/queue/callbacks/{callback_id}/merge", {"into": into})

    def cancel(self, callback_id: str) -> tuple[int, dict[str, Any]]:
        """As a duplicate."""
        body = {"reason": "duplicate", "note": "twice by mistake"}
        return self.sofia.send("POST", f"/queue/callbacks/{callback_id}/cancellation", body)

    def lane(self, state: str, message: str | None = None) -> dict[str, Any]:
        """The lane for payments, after its state was set."""
        body = {"state": state, "message": message}
        status, answer = self.sofia.send("PUT", "/lanes/payments/state", body)
        assert status == 200, answer
        return dict(next(one for one in answer["items"] if one["topic"] == "payments"))

    def last(self, customer_id: str) -> dict[str, Any]:
        """The newest fact of a customer's story."""
        items = self.sofia.send("GET", f"/customers/{customer_id}/timeline")[1]["items"]
        return dict(items[0])
