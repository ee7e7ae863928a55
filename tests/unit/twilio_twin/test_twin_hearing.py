"""Who hears whom, and the mix that comes of it."""

from array import array

from local.twilio.core.hearing import Hearing, hearing
from local.twilio.media.mixer import Microphone, Mixer
from local.twilio.media.tones import FRAME, SILENCE, tone
from tests.unit.twilio_twin.harness import ANSWERS, PERSON, Laptop, room_twiml


def heard_by(laptop: Laptop, sid: str) -> Hearing:
    return hearing(laptop.world, laptop.world.calls[sid])


def test_the_agent_hears_it_ring_then_the_customer() -> None:
    laptop = Laptop()
    agent = laptop.agent()
    assert heard_by(laptop, agent) == Hearing()
    customer = laptop.dial(ANSWERS)
    laptop.run(1)
    assert heard_by(laptop, agent) == Hearing(tone="ringback")
    laptop.run(3)
    assert heard_by(laptop, agent) == Hearing((customer,))
    assert heard_by(laptop, customer) == Hearing((agent,))


def test_who_waits_without_saying_how_hears_music() -> None:
    laptop = Laptop()
    laptop.pages["https://app.test/voice"] = room_twiml("att-1", "agent").replace('waitUrl="" ', "")
    assert heard_by(laptop, laptop.agent()) == Hearing(tone="hold")


def test_a_customer_on_hold_hears_music_and_is_not_heard() -> None:
    laptop = Laptop()
    agent, customer = laptop.agent(), laptop.dial(ANSWERS)
    laptop.run(4)
    path = f"/Conferences/{laptop.conference_sid()}/Participants/customer"
    laptop.rest("POST", path, Hold="true")
    assert (heard_by(laptop, customer), heard_by(laptop, agent)) == (Hearing(tone="hold"), Hearing())
    laptop.rest("POST", path, Hold="false", Muted="true")
    assert (heard_by(laptop, customer), heard_by(laptop, agent)) == (Hearing((agent,)), Hearing())


def test_a_whisper_reaches_only_the_coached() -> None:
    laptop = Laptop()
    agent, customer = laptop.agent(), laptop.dial(ANSWERS)
    laptop.run(4)
    boss = laptop.dial(ANSWERS, label="supervisor", Coaching="true", CallSidToCoach=agent)
    laptop.run(4)
    assert heard_by(laptop, agent).voices == (customer, boss)
    assert heard_by(laptop, customer).voices == (agent,)
    assert heard_by(laptop, boss).voices == (agent, customer)


def test_a_mix_is_the_sum_of_the_others() -> None:
    laptop = Laptop()
    agent, customer = laptop.agent(), laptop.dial(PERSON)
    laptop.run(1)
    laptop.world.exchange.answer(laptop.world.calls[customer])
    scripted = laptop.dial(ANSWERS, label="seller")
    laptop.run(4)
    mixer = Mixer(lambda: laptop.world)
    mixer.microphones[customer] = Microphone()
    mixer.microphones[customer].hear(array("h", [1_000] * FRAME).tobytes())
    mix = mixer.mix_for(agent, tick=5)
    assert mix == array("h", [1_000 + sample for sample in tone("voice", 5)])
    assert mixer.mix_for(scripted, tick=5) == array("h", [1_000] * FRAME)
    assert mixer.mix_for(customer, tick=5) == tone("voice", 5)


def test_a_microphone_gives_each_frame_once_and_keeps_no_past() -> None:
    microphone = Microphone()
    for level in range(1, 21):
        microphone.hear(array("h", [level] * FRAME).tobytes())
    assert [microphone.frame(1)[0], microphone.frame(1)[0], microphone.frame(2)[0]] == [11, 11, 12]
    assert [microphone.frame(tick)[0] for tick in range(3, 12)][-1] == 0


def test_tones_are_loops_of_whole_frames() -> None:
    for name in ("hold", "ringback", "voice", "prompt"):
        assert len(tone(name, 123_456)) == FRAME
        assert any(max(tone(name, tick)) > 1_000 for tick in range(100))
    assert tone("", 1) is SILENCE
