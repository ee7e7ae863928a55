"""What an agent does about whoever else is in a call: asks them in, talks apart and together, hands over."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.simulation.people.agent import Agent

SITE_LANES = ("BR:payments", "BR:returns", "MX:account")
KINDS = ("specialist",) * 5 + ("seller", "seller", "outside", "outside")
MOST = 3
"""Colleagues somebody might name, there or not."""


class Company:
    """One agent's hand on calls with more than two, theirs and others'."""

    def __init__(self, agent: "Agent") -> None:
        self._agent, self._dice = agent, agent.dice

    @property
    def wanted(self) -> bool:
        """Whether they think of somebody to ask in now, or of those who are there."""
        return self._agent.chance(self._agent.world.company)

    def stays(self, shown: dict[str, Any]) -> bool:
        """Whether they would rather go on than end a call in which somebody was asked."""
        others = shown.get("participants", ())
        return any(one["ended_as"] is None for one in others) and self._agent.chance(0.8)

    def act(self, shown: dict[str, Any]) -> None:
        """One thing in a call of their own."""
        path, others = f"/attempts/{shown['id']}", [p for p in shown["participants"] if not p["ended_as"]]
        there = [one for one in others if one["state"] == "joined"]
        specialists = [one["label"] for one in there if one["kind"] == "specialist"]
        match self._dice.randrange(10):
            case 0 | 1 | 2 if there:
                names = ["customer", *(one["label"] for one in there)]
                parties = self._dice.sample(names, self._dice.randint(1, len(names)))
                self._agent.ask("PUT", f"{path}/talk", {"with": parties})
            case 3 if shown["participants"] and self._agent.chance(0.5):
                label = self._dice.choice(shown["participants"])["label"]
                self._agent.ask("DELETE", f"{path}/participants/{label}")
            case 4 | 5 | 6 if specialists:
                self._agent.ask("POST", f"{path}/handover", {"to": self._dice.choice(specialists)})
            case 7 if self._agent.chance(0.2):
                # Of one who is not there, or is no specialist.
                label = f"{self._dice.choice(KINDS)}-{self._dice.randint(1, 3)}"
                self._agent.ask("POST", f"{path}/handover", {"to": label})
                self._agent.ask("PUT", f"{path}/talk", {"with": [label]})
            case _ if len(others) < MOST:
                self._ask_in(f"{path}/participants")

    def _ask_in(self, path: str) -> None:
        body: dict[str, Any] = {"kind": self._dice.choice(KINDS)}
        if body["kind"] == "outside":
            listed = self._agent.ask("GET", "/outside")
            known = [one["id"] for one in listed.body["outside"]] if listed.status == 200 else []
            body["outside_id"] = self._dice.choice([*known, *known, "nobody"])
        elif body["kind"] == "specialist":
            body["transfer"] = self._agent.chance(0.35)
            if self._agent.chance(0.4):
                body["lane"] = self._dice.choice(SITE_LANES)
            if self._agent.chance(0.6):
                lane = self._dice.choice(SITE_LANES)
                listed = self._agent.ask("GET", "/specialists", query=f"lane={lane}")
                known = [one["id"] for one in listed.body["specialists"]] if listed.status == 200 else []
                body["agent_id"] = self._dice.choice([*known, *known, f"agent-{self._dice.randrange(MOST)}"])
        self._agent.ask("POST", path, body)

    def answer(self, invitation: dict[str, Any]) -> str | None:
        """What rings at the desk is taken, declined, or not noticed; the attempt that is theirs to join."""
        known_as = {"attempt_id": invitation["attempt_id"], "label": invitation["label"]}
        if self._agent.chance(0.85):
            taken = self._agent.ask("POST", "/invitations/accept", known_as)
            return str(taken.body["attempt"]["id"]) if taken.status == 200 else None
        if self._agent.chance(0.5):
            self._agent.ask("POST", "/invitations/decline", known_as)
        else:
            self._agent.pause(1_000, 25_000)
        return None

    def my_label(self, shown: dict[str, Any]) -> str | None:
        """Under which they are wanted in somebody else's call."""
        mine = [
            p
            for p in shown.get("participants", ())
            if p["agent_id"] == self._agent.name and not p["ended_as"]
        ]
        return mine[0]["label"] if mine else None

    def as_guest(self, shown: dict[str, Any], label: str) -> None:
        """Listens, mostly; may leave, or try what is not theirs to do."""
        path = f"/attempts/{shown['id']}"
        match self._dice.randrange(14):
            case 0:
                self._agent.ask("DELETE", f"{path}/participants/{label}")
            case 1:
                self._agent.drop_line()
            case 2 if self._agent.chance(0.3):
                self._agent.ask("POST", f"{path}/hangup")
                self._agent.ask("PUT", f"{path}/talk", {"with": ["customer"]})
