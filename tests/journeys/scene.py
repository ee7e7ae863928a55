"""One lane on stage: its agents, its customers, and what they did."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from tests.journeys.cast import Casting, Customer, roster
from tests.journeys.desk import Desk
from tests.journeys.outside import Json, Outside, until
from tests.journeys.windows import Windows


@dataclass
class Agent:
    """Somebody who can sign in; `token` is their ID token."""

    email: str
    name: str
    locale: str
    token: str


@dataclass
class Asked:
    """A callback and who asked for it."""

    customer: Customer
    question: str
    id: str
    token: str
    link: str


class Scene:
    """`first` is the first agent of the lane nobody has played yet."""

    def __init__(
        self, outside: Outside, casting: Casting, windows: Windows, lane: tuple[str, str], first: int
    ) -> None:
        self.outside, self.casting, self.windows = outside, casting, windows
        self.site, self.topic = lane
        self.lane = ":".join(lane)
        serving = [one for one in roster() if one.get("lanes") == [self.lane]]
        self._free = serving[first:] + serving[:first]
        self._agents: list[Agent] = []
        self._asked: list[Asked] = []

    def agent(self, locale: str | None = None, available: bool = True) -> Agent:
        """An agent of this lane, ready unless told otherwise."""
        person = next(one for one in self._free if locale is None or one["locale"] == locale)
        self._free.remove(person)
        return self._on_stage(person, available)

    def specialist(self) -> Agent:
        """Who knows every lane of the site well, ready."""
        address = f"{self.site}-specialist@journeys.example".lower()
        return self._on_stage(next(one for one in roster() if one["email"] == address))

    def _on_stage(self, person: Json, available: bool = True) -> Agent:
        token = self.outside.sign_in(person["email"])
        agent = Agent(person["email"], person["name"], person["locale"], token)
        self.casting.said.add(agent.name)
        self._agents.append(agent)
        if available:
            self.say(agent, "PUT", "/me/presence", {"presence": "available"})
        return agent

    def desk(self, agent: Agent, **options: Any) -> Desk:
        """Their desk, signed in, in a profile of its own."""
        context = self.windows.open(**{"locale": agent.locale, "permissions": ["microphone"]} | options)
        desk = Desk(context.new_page(), self.windows.config, agent.locale)
        desk.sign_in(agent.email, self.outside.keys.demo_password)
        return desk

    @property
    def supervisor(self) -> str:
        """The address of whoever supervises the site."""
        return f"{self.site}-supervisor@journeys.example".lower()

    def supervisors_desk(self) -> Desk:
        """Their desk."""
        return self.desk(Agent(self.supervisor, "", "pt-BR" if self.site == "BR" else "es", ""))

    def customer(self, level: str | None = None, locale: str | None = None, order: bool = True) -> Customer:
        """Somebody of this lane's country."""
        return self.casting.customer(self.site, level, locale, order)

    def ask(self, customer: Customer | None = None, **script: Any) -> Asked:
        """A request that stands in line. `script` is how they behave on the phone."""
        customer = customer or self.customer()
        if script:
            self.outside.person(customer.phone, **script)
        question = self.casting.question()
        made = self.outside.ask(customer, self.topic, question)
        asked = Asked(customer, question, made["callback"]["id"], made["token"], made["link"])
        self._asked.append(asked)
        until("a place in line", lambda: self.seen(asked)["status"] == "queued")
        return asked

    def seen(self, asked: Asked) -> Json:
        """As its customer sees it."""
        return dict(self.outside.api("GET", f"/callbacks/{asked.id}", asked.token).json())

    def becomes(self, asked: Asked, status: str) -> Json:
        """The callback, once it has that status."""
        return until(
            f"the callback to be {status}",
            lambda: view if (view := self.seen(asked))["status"] == status else None,
        )

    def phone_page(self, phone: str) -> str:
        """Where somebody's phone rings."""
        return f"{self.windows.config.twin_url}/phone#number={quote(phone)}"

    def say(self, agent: Agent, method: str, path: str, body: Any = None) -> Json:
        """A request of an agent, accepted."""
        answer = self.outside.api(method, path, agent.token, body)
        assert answer.is_success, answer.text
        return dict(answer.json())

    def activity(self, agent: Agent) -> str:
        """What the server says they do."""
        return str(self.say(agent, "GET", "/me")["presence"]["activity"])

    def free(self, agent: Agent) -> None:
        """Waits until they are available and without a call."""

        def look() -> bool:
            me = self.say(agent, "GET", "/me")
            return me["presence"]["activity"] == "available" and me["attempt_id"] is None

        until("the agent to be free", look)

    def story(self, agent: Agent, asked: Asked) -> list[Json]:
        """The customer's timeline, oldest first."""
        customer = asked.customer
        page = self.say(agent, "GET", f"/customers/{customer.role}-{customer.id}/timeline?limit=100")
        return list(reversed(page["items"]))

    def kinds(self, agent: Agent, asked: Asked) -> list[str]:
        """What the timeline tells, in order."""
        return [item["kind"] for item in self.story(agent, asked)]

    def told(self, agent: Agent, asked: Asked, kind: str) -> Json:
        """The newest timeline item of a kind, once it is there."""
        return until(
            f"{kind} on the timeline",
            lambda: next((one for one in reversed(self.story(agent, asked)) if one["kind"] == kind), None),
        )

    def clear(self) -> None:
        """Nobody is left waiting or on the phone, so that whoever gets this lane next has it alone."""
        for agent in self._agents:
            me = self.say(agent, "GET", "/me")
            if me["presence"]["activity"] == "busy":
                self.say(agent, "POST", f"/attempts/{me['attempt_id']}/hangup")
            self.say(agent, "PUT", "/me/presence", {"presence": "offline"})
        until("a quiet line", lambda: all([self._let_go(asked) for asked in self._asked]))

    def _let_go(self, asked: Asked) -> bool:
        if self.seen(asked)["status"] in ("completed", "unanswered", "cancelled"):
            return True
        return self.outside.api("DELETE", f"/callbacks/{asked.id}", asked.token).is_success
