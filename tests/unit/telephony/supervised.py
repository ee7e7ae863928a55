"""A call that Sofia supervises: what the carrier has of her, and who hears her."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from local.twilio.core.hearing import hearing
from local.twilio.core.model import Participant
from tests.house import House, house
from tests.people import Agent
from tests.scene import ANSWERS
from tests.unit.telephony.company import LANE, Company

SOFIA = "supervisor-1"


class Supervised(Company):
    """Ana talks with the customer; Sofia supervises the site and takes no calls now."""

    def __init__(self, h: House, phone: str = ANSWERS, **claims: Any) -> None:
        super().__init__(h, phone, **claims)
        self.sofia = Agent(h, "sofia", (LANE,))

    def supervise(self, mode: str, who: Agent | None = None) -> tuple[int, dict[str, Any]]:
        """The button, and what comes of it."""
        answer = (who or self.sofia).send("PUT", f"/attempts/{self.id}/supervision", {"mode": mode})
        self.house.wait(0.5)
        return answer

    def come(self, mode: str, who: Agent | None = None) -> str:
        """In the call, on the line; the label."""
        who = who or self.sofia
        status, answer = self.supervise(mode, who)
        assert status == 200, answer
        self.enter(who, answer["attempt_id"], answer["label"])
        return str(answer["label"])

    def go(self) -> int:
        """The status of the answer."""
        status = self.sofia.send("DELETE", f"/attempts/{self.id}/supervision")[0]
        self.house.wait(0.5)
        return status

    def take_over(self, who: Agent | None = None) -> tuple[int, dict[str, Any]]:
        """The button."""
        answer = (who or self.sofia).send("POST", f"/attempts/{self.id}/takeover")
        self.house.wait(0.5)
        return answer

    def hear(self, label: str = SOFIA) -> set[str]:
        """The labels of all who hear a leg, as the twin mixes it."""
        speaker = next(one for one in self._people() if one.label == label)
        calls = self.house.world.calls
        return {
            _name(one)
            for one in self._people()
            if speaker.call_sid in hearing(self.house.world, calls[one.call_sid]).voices
        }

    def shown(self, who: Agent | None = None) -> list[str]:
        """The labels an agent's screen shows, Ana's if nobody is named."""
        found = (who or self.agent).attempt(self.id)["participants"]
        return [one["label"] for one in found if one["ended_as"] is None]


def _name(one: Participant) -> str:
    return "agent" if one.label.startswith("agent") else one.label


@contextmanager
def supervised(phone: str = ANSWERS) -> Iterator[Supervised]:
    """One of its own."""
    with house() as h:
        on_stage = Supervised(h, phone)
        yield on_stage
        assert not h.surprises, h.surprises
