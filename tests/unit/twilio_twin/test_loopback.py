"""No audio leaves the machine."""

import asyncio
import re
from random import Random

from local.twilio.core.settings import Settings
from local.twilio.core.world import World
from local.twilio.media.legs import Leg
from local.twilio.media.mixer import Mixer


def test_a_leg_offers_loopback_and_nothing_else() -> None:
    async def offered() -> str:
        world = World(Settings(), Random(1))
        leg = Leg(Mixer(lambda: world), "CA" + "0" * 32, lambda: None)
        try:
            return await leg.offer()
        finally:
            await leg.close()

    candidates = re.findall(r"a=candidate:\S+ \d+ \S+ \d+ (\S+)", asyncio.run(offered()))
    assert candidates
    assert set(candidates) == {"127.0.0.1"}
