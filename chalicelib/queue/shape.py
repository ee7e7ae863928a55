"""What a site's day usually looks like, learnt from the days before it: pure."""

from msgspec import Struct

from chalicelib.queue.estimate import STEP_MS

STEPS = 86_400_000 // STEP_MS
AHEAD = 32
KEPT = 60
"""A step is the mean of about so many minutes: four days of fifteen."""
LATELY = 4
"""Steps in the hour over which arrivals are measured."""
FEWEST, MOST = 0.2, 5.0


class Shape(Struct):
    """For each STEP_MS of a local day: agents present, callbacks that joined in a minute, and of how many
    minutes these are the mean."""

    agents: list[float]
    joined: list[float]
    minutes: list[int]


def blank() -> Shape:
    """Nothing learnt yet."""
    return Shape([0.0] * STEPS, [0.0] * STEPS, [0] * STEPS)


def learn(shape: Shape, step: int, agents: int, joined: int) -> None:
    """A minute more: who was there, and how many joined."""
    shape.minutes[step] = min(KEPT, shape.minutes[step] + 1)
    part = 1 / shape.minutes[step]
    shape.agents[step] = round(shape.agents[step] + part * (agents - shape.agents[step]), 2)
    shape.joined[step] = round(shape.joined[step] + part * (joined - shape.joined[step]), 3)


def ahead(shape: Shape, step: int) -> tuple[tuple[float, float], ...]:
    """From this step on, at most to the end of the day: agents over those now, arrivals over the last
    hour's."""
    hour = range(max(0, step - LATELY), step + 1)
    lately = [_smooth(shape, one) for one in hour if shape.minutes[one]]
    joined = sum(lately) / max(1, len(lately))
    return tuple(
        (_ratio(shape.agents[one], shape.agents[step]), _ratio(_smooth(shape, one), joined))
        if shape.minutes[one]
        else (1.0, 1.0)
        for one in range(step, min(STEPS, step + AHEAD))
    )


def _smooth(shape: Shape, step: int) -> float:
    near = [one for one in range(step - 2, step + 3) if 0 <= one < STEPS and shape.minutes[one]]
    return sum(shape.joined[one] for one in near) / len(near) if near else 0.0


def _ratio(value: float, base: float) -> float:
    return round(min(MOST, max(FEWEST, value / base)), 3) if base > 0 else 1.0
