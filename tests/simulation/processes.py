"""Lambda: processes that run one invocation at a time, each with its own context, cache, ids and clock."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from greenlet import greenlet

from tests.simulation.code import Code

if TYPE_CHECKING:
    from tests.simulation.world import World

TIMEOUT_MS = 30_000
SKEW_MS = 2_000
OPERATOR = "operator"
"""Not a function: the tool with which agents are enrolled."""


class Killed(BaseException):
    """The process died; nothing in it may catch this."""


@dataclass
class SkewedClock:
    """A machine's clock: the world's time, give or take."""

    world: "World"
    skew_ms: int = 0

    def now_ms(self) -> int:
        """UTC milliseconds, as this machine believes."""
        return self.world.now_ms + self.skew_ms


class Process:
    """A warm function. `ctx` is what the code's own adapters made."""

    def __init__(self, world: "World", function: str, code: Code) -> None:
        self.world, self.function, self.code = world, function, code
        self.dice = world.dice.of(f"process {function}")
        self.clock = SkewedClock(world)
        self.jump()
        self.ctx = world.cloud.context(code, self.clock, self.dice, world.carrier)
        self.handler = self._tool if function == OPERATOR else code.handler(function)
        self.install = code.module("chalicelib.adapters.context").install

    def _tool(self, work: Callable[[Any], object], _: None) -> None:
        work(self.ctx)

    def jump(self) -> None:
        """The machine's clock is set again."""
        if self.world.faults.hit("skew"):
            self.clock.skew_ms = self.dice.randint(-SKEW_MS, SKEW_MS)


@dataclass(slots=True)
class Result:
    """How an invocation ended: its answer, or `failed` with the error's name, or killed."""

    answer: Any = None
    failed: str = ""


class Invocation:
    """One run of a handler. It gives way to others at each outside call."""

    __slots__ = (
        "_greenlet",
        "_request",
        "done",
        "event",
        "lines",
        "passed",
        "process",
        "started_ms",
        "turns",
    )

    def __init__(self, process: Process, event: Any, done: Callable[[Result], None]) -> None:
        self.process, self.event, self.done = process, event, done
        self.started_ms = process.world.now_ms
        self.lines: dict[str, int] = {}
        """The newest change visible when it last read a lane's line, or was given a turn there."""
        self.turns: dict[str, int] = {}
        """When it was given a turn in a line."""
        self.passed: set[str] = set()
        """Places at which it met somebody else's claim."""
        self._request: Any = None
        self._greenlet = greenlet(self._run, process.world.hub)

    def resume(self) -> None:
        """Goes on until it must wait or is over. Called from the hub only."""
        process, world = self.process, self.process.world
        code = process.code
        code.enter()
        process.install(process.ctx)
        code.app.current_request = self._request
        world.running = self
        result = self._greenlet.switch()
        world.running = None
        if not self._greenlet.dead:
            self._request = code.app.current_request
            return
        world.finished(self, result)

    def wait(self, ms: int) -> None:
        """Gives way for some time; dies of Lambda's time-out if that is over when it wakes."""
        world = self.process.world
        world.agenda.after(ms, self.resume)
        world.hub.switch()
        if world.now_ms - self.started_ms > TIMEOUT_MS:
            world.tell("fault", f"{self.process.function} runs out of time")
            raise Killed

    def _run(self) -> Result:
        try:
            return Result(self.process.handler(self.event, None))
        except Killed:
            return Result(failed="killed")
        except Exception as error:
            # What Lambda reports as a function error; who asked decides what follows.
            return Result(failed=type(error).__name__)


class Fleet:
    """All processes of all functions."""

    def __init__(self, world: "World") -> None:
        self._world = world
        self._idle: dict[str, list[Process]] = {}

    def take(self, function: str) -> Process:
        """An idle process, or a new one."""
        idle = [] if self._world.faults.hit("cold") else self._idle.get(function, [])
        while idle:
            process = idle.pop()
            if self._world.deployment.still_runs(process.code):
                process.jump()
                return process
        return Process(self._world, function, self._world.deployment.code(function))

    def give_back(self, process: Process) -> None:
        """It stays warm."""
        self._idle.setdefault(process.function, []).insert(0, process)
