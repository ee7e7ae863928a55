"""One history: everything that runs, on one virtual clock and one seed. See docs/simulation.md."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from greenlet import getcurrent, greenlet
from msgspec.structs import replace

from local.twilio.core.people import Script
from local.twilio.core.settings import Settings as TwinSettings
from local.twilio.core.world import World as Twin
from local.twilio.rest import insights
from tests.simulation.by_hand import Hand
from tests.simulation.carrier import Carrier
from tests.simulation.cloud import API, TABLE, Cloud
from tests.simulation.code import REPOSITORY
from tests.simulation.deployment import Deployment
from tests.simulation.dice import Dice
from tests.simulation.faults import Faults, Hit
from tests.simulation.gateway import RestApi, WebSockets
from tests.simulation.outside import Outside
from tests.simulation.processes import OPERATOR, Fleet, Invocation, Result, SkewedClock
from tests.simulation.sites import Coverage
from tests.simulation.sources import Sources

LISTED = REPOSITORY / "chalicelib" / "telephony" / "outside.json"
EPOCH_MS = 1_800_018_000_000
"""Friday, ten in the morning in São Paulo."""
STEPS = 60
THOROUGH = 0.25
RECORDED = 0.35
OUTSIDE = [entry["phone"] for listed in json.loads(LISTED.read_bytes()).values() for entry in listed]
ANSWERED = ("answers",) * 5 + ("busy", "no_answer", "rejects", "fails", "invalid")


Act = tuple[str, int]
"""Who, and which of their requests."""


@dataclass
class Plan:
    """What of a history is left out; nothing, unless it is being shrunk."""

    without: tuple[str, ...] = ()
    spared: tuple[Hit, ...] = ()
    absent: tuple[str, ...] = ()
    undone: tuple[Act, ...] = ()
    steps: int = STEPS


@dataclass
class Told:
    """One line of the story: when, who, what."""

    at_ms: int
    who: str
    what: str


@dataclass
class World:
    """The clock, the services, the processes, the people."""

    seed: int
    cloud: Cloud
    plan: Plan = field(default_factory=Plan)
    coverage: Coverage | None = None

    def __post_init__(self) -> None:
        self.dice = Dice(self.seed)
        self.faults = Faults(self.dice, self.plan.without, self.plan.spared)
        self.twin = Twin(
            TwinSettings(
                voice_url=f"{API}/twilio/voice",
                status_url=f"{API}/twilio/status",
                number_voice_url=f"{API}/twilio/inbound",
                number_status_url=f"{API}/twilio/inbound-status",
                sms_url=f"{API}/twilio/message",
            ),
            self.dice.of("twilio"),
            now_ms=EPOCH_MS,
            keep=5_000,
        )
        self.agenda = self.twin.agenda
        self.heard = 0
        """What has happened on the lines so far."""
        self.twin.network.observers.append(self._hear)
        self.hub = getcurrent()
        self.running: Invocation | None = None
        self.story: list[Told] = []
        self.steps = 0
        self.in_flight = 0
        self.acts: list[Act] = []
        self.thorough = self.dice.of("rest").random() < THOROUGH
        self.closing = False
        """The people bring what they do to an end."""
        self.calm_since_ms = 0
        self.current_code = self.cloud.codes[0]
        self.deployment = Deployment(self)
        self.company = self._company()
        """How often an agent in a call thinks of whoever else could be in it."""
        self.outside = Outside(self)
        self.db, self.sqs = self.outside.db, self.outside.sqs
        self.table = self.db.table(TABLE)
        self.carrier = Carrier(self)
        self.rest_api = RestApi(self)
        self.websockets = WebSockets(self)
        self.fleet = Fleet(self)
        self.cloud.world = self
        self.cloud.logs.clear()
        self.sources = Sources(self)
        self.deploys = bool(self.faults.odds["deploy"])
        """Whether released code ran beside this, be it before the faults ended."""
        self.recorded = self.dice.of("recorded").random() < RECORDED and not self.deploys
        """Whether calls are recorded; where they are, much more happens in each."""
        self.hand = Hand(self)
        self._hurry()

    def _hurry(self) -> None:
        """So few press at once that turns, and lines too deep to count, would hardly ever be met: in some
        histories claimers take turns sooner, and fewer make a line deep. So few calls are long over: in some
        it is soon told how they sounded."""
        dice = self.dice.of("hurry")
        told_ms = dice.choice((6_000, 12_000, 180_000))
        sooner, deep = dice.choice((0, 1, 2, 2)), dice.choice((1, 3, 100))
        for code in self.cloud.codes:
            code.module("chalicelib.queue.choice").LOSSES = sooner
            code.module("chalicelib.queue.depth").NEAR = deep
            if "chalicelib.quality.model" in code.modules:
                code.module("chalicelib.quality.model").FIRST_LOOK_MS = told_ms // 2
        insights.COMPLETE_AFTER_MS = told_ms
        self._record()
        self._ask_sooner()

    def _record(self) -> None:
        """Where calls are recorded, in some histories nothing is kept for longer than it takes."""
        kept_days = self.dice.of("kept").choice((0, 90))
        for code in self.cloud.codes:
            if "chalicelib.recording.policy" in code.modules:
                module = code.module("chalicelib.recording.policy")
                terms = module.Terms(True, False, kept_days) if self.recorded else None
                module.terms = lambda site, country, terms=terms: terms
                module.keep_days = lambda country: kept_days

    def _ask_sooner(self) -> None:
        """So few calls are long: in most histories short ones are asked about too, and answers by message
        come soon or not at all."""
        dice = self.dice.of("surveys")
        after_s, by_text_ms = dice.choice((0, 0, 3, 20)), dice.choice((60_000, 259_200_000))
        for code in self.cloud.codes:
            policies = code.module("chalicelib.queue.policy")._policies()
            for lane, policy in policies.items():
                if getattr(policy, "survey", None) is not None:
                    survey = replace(policy.survey, after_s=after_s)
                    policies[lane] = replace(policy, survey=survey)
            if "chalicelib.surveys.model" in code.modules:
                code.module("chalicelib.surveys.model").BY_TEXT_MS = by_text_ms

    def _company(self) -> float:
        """In half of the histories calls are between two. So they are where there is a deployment: a desk
        knows of what is new when all of the backend does."""
        dice = self.dice.of("company")
        for phone in OUTSIDE:
            hangs_up_ms = dice.randint(500, 12_000) if dice.random() < 0.6 else None
            self.twin.people.scripts[phone] = Script(
                dice.choice(ANSWERED), answer_after_ms=dice.randint(300, 5_000), hangup_after_ms=hangs_up_ms
            )
        keen = dice.choice((0.0, 0.0, 0.4, 0.8))
        return 0.0 if self.faults.odds["deploy"] else keen

    @property
    def now_ms(self) -> int:
        """UTC milliseconds, as nobody but the world knows them."""
        return self.agenda.now_ms

    def _hear(self, _event: str, _sid: str) -> None:
        self.heard += 1

    def tell(self, who: str, what: str) -> None:
        """Adds to the story: people by their names, what fails as `fault`, what is written as `table`."""
        self.story.append(Told(self.agenda.now_ms, who, what))

    def operate(self, work: Callable[[Any, Any], object], at_once: bool = False) -> None:
        """What the operator's tool does: `work` gets a context and the agents' service. `at_once`: before
        the history begins, when nothing goes wrong."""
        code = self.current_code
        agents = code.module("chalicelib.agents.service")
        if at_once:
            work(self.cloud.context(code, SkewedClock(self), self.dice.of("operator"), self.carrier), agents)
        else:
            self.agenda.after(0, lambda: self.invoke(OPERATOR, lambda ctx: work(ctx, agents), lambda _: None))

    def spawn(self, work: Callable[[], object], delay_ms: int = 0) -> None:
        """Runs a script in a greenlet of its own, some time from now."""
        started = greenlet(work, self.hub)
        self.agenda.after(delay_ms, started.switch)

    def pause(self, ms: int) -> None:
        """A script gives way for some time."""
        self.agenda.after(ms, getcurrent().switch)
        self.hub.switch()

    def calm(self) -> None:
        """Nothing goes wrong any more, and a deployment that was under way is over."""
        self.faults.stop()
        self.deployment.end()

    def invoke(self, function: str, event: Any, done: Callable[[Result], None]) -> None:
        """Starts a handler; `done` hears how it ended."""
        self.begin()
        self.in_flight += 1
        Invocation(self.fleet.take(function), event, done).resume()

    def begin(self) -> None:
        """One more step."""
        self.steps += 1

    def finished(self, invocation: Invocation, result: Result) -> None:
        """An invocation is over; its process lives on unless it was killed."""
        self.in_flight -= 1
        if result.failed:
            self.tell(invocation.process.function, f"failed: {result.failed}")
        if result.failed != "killed":
            self.fleet.give_back(invocation.process)
        invocation.done(result)

    def advance(self) -> bool:
        """On to the next thing that happens; False when nothing will."""
        due = self.agenda.next_due_ms()
        if due is None:
            return False
        self.agenda.advance_to(due)
        for request in self.twin.take():
            self.rest_api.webhook(request)
        return True
