"""A lane that offers: it rings at one desk at a time, and a customer nobody takes stands where they stood."""

from collections.abc import Iterator

import pytest

from chalicelib.agents import store
from chalicelib.agents.model import PAUSE_MS
from chalicelib.queue import service as queue
from chalicelib.queue.line import set_door
from chalicelib.queue.manage import Supervisor
from chalicelib.table import commit
from chalicelib.telephony import claims
from chalicelib.timers import service as timers
from tests.house import house
from tests.people import Agent
from tests.unit.queue.test_stale import meanwhile
from tests.unit.telephony.ringing import LANE, MISSES, RING_S, Ringing
from tests.whole import whole

PAUSE_S = PAUSE_MS // 1000


@pytest.fixture
def r() -> Iterator[Ringing]:
    with house() as h:
        yield Ringing(h)
        whole(h)


def test_it_rings_at_the_desk_of_whoever_is_idle_longest_and_nobody_else_is_given_it(r: Ringing) -> None:
    ana, bruno = r.agent("ana"), r.agent("bruno")
    callback_id = r.asked()
    assert (r.rings(ana), r.rings(bruno)) == (callback_id, None)
    assert bruno.next() is None
    me = ana.send("GET", "/me")[1]
    assert me["offer"] == {
        "callback_id": callback_id,
        "lane": LANE,
        "topic": "account",
        "tier": "standard",
        "customer_name": "Marta Ríos",
        "until_ms": me["offer"]["until_ms"],
        "ring_s": RING_S,
    }


def test_an_offer_accepted_is_a_claim(r: Ringing) -> None:
    ana, callback_id = r.agent(), r.asked()
    status, answer = r.accept(ana, callback_id)
    assert (status, answer["attempt"]["callback"]["id"]) == (200, callback_id)
    assert r.accept(ana, callback_id)[1]["attempt"]["id"] == answer["attempt"]["id"]
    assert (r.rings(ana), ana.activity(), r.row(callback_id).status) == (None, "busy", "claimed")
    assert ana.kinds("buyer-7")[2:4] == ["callback.offered", "callback.claimed"]


def test_one_who_joins_the_line_before_anybody_is_there_rings_when_somebody_is(r: Ringing) -> None:
    callback_id = r.asked()
    assert r.rings(r.agent()) == callback_id


def test_silence_is_no_attempt_and_the_place_is_the_same(r: Ringing) -> None:
    ana, bruno, callback_id = r.agent("ana"), r.agent("bruno"), r.asked()
    place = r.row(callback_id).place
    r.wait(RING_S + 1)
    row = r.row(callback_id)
    assert (row.status, row.place, int(row.attempts), int(row.tries)) == ("queued", place, 0, 0)
    assert (r.rings(ana), r.rings(bruno)) == (None, callback_id)
    assert r.told("callback.offer_ended") == ["silent"]
    assert ana.activity() == "available"


def test_declined_it_rings_elsewhere_and_later_again(r: Ringing) -> None:
    ana, bruno, callback_id = r.agent("ana"), r.agent("bruno"), r.asked()
    r.decline(ana, callback_id)
    r.decline(ana, callback_id)
    assert (r.rings(ana), r.rings(bruno)) == (None, callback_id)
    r.decline(bruno, callback_id)
    assert (r.rings(ana), r.rings(bruno)) == (None, None)
    r.wait(PAUSE_S + 1)
    assert r.rings(ana) == callback_id
    assert (int(r.row(callback_id).attempts), r.told("callback.offer_ended")) == (0, ["declined", "declined"])


def test_a_desk_nobody_sits_at_is_put_on_a_break(r: Ringing) -> None:
    ana, callback_id = r.agent(), r.asked()
    r.wait((RING_S + PAUSE_S + 2) * MISSES)
    me = ana.send("GET", "/me")[1]
    assert (me["presence"]["activity"], me["presence"]["reason"]) == ("break", "not_answering")
    assert r.told("callback.offer_ended") == ["silent"] * MISSES
    assert r.row(callback_id).status == "queued"
    ana.ready()
    r.stream.run()
    assert r.rings(ana) == callback_id


@pytest.mark.parametrize("answer", ["accept", "decline"])
def test_whoever_answers_begins_to_count_anew(r: Ringing, answer: str) -> None:
    ana, callback_id = r.agent(), r.asked()
    r.wait((RING_S + PAUSE_S + 2) * (MISSES - 1))
    assert r.rings(ana) == callback_id
    if answer == "accept":
        attempt = r.accept(ana, callback_id)[1]["attempt"]
        ana.send("POST", f"/attempts/{attempt['id']}/hangup")
        r.house.draw()
        r.stream.run()
    else:
        r.decline(ana, callback_id)
    r.wait((RING_S + PAUSE_S + 2) * (MISSES - 1))
    assert ana.activity() == "available"


def test_what_the_customer_cancels_rings_no_more(r: Ringing) -> None:
    ana, callback_id = r.agent(), r.asked()
    queue.cancel(r.house.ctx, callback_id)
    assert r.rings(ana) is None
    assert (r.accept(ana, callback_id)[0], r.accept(ana, callback_id)[1]["code"]) == (409, "offer_gone")
    assert r.told("callback.offer_ended") == ["withdrawn"]
    assert r.rings(ana) is None
    other = r.asked("8")
    assert r.rings(ana) == other, "the desk is not free for the next"


def test_another_tier_is_another_offer(r: Ringing) -> None:
    ana, callback_id = r.agent(), r.asked()
    queue.manage.move_tier(r.house.ctx, callback_id, "high", Supervisor("sofia", "Sofia"))
    assert r.accept(ana, callback_id)[1]["code"] == "offer_gone"
    assert r.rings(ana) == callback_id
    assert r.accept(ana, callback_id)[0] == 200
    assert r.told("callback.offer_ended") == ["withdrawn"]


def test_a_better_customer_rings_first(r: Ringing) -> None:
    standard, urgent = r.asked("7"), r.asked("8", role="seller", level="platinum")
    ana, bruno = r.agent("ana"), r.agent("bruno")
    assert (r.rings(ana), r.rings(bruno)) == (urgent, standard)


def test_next_customer_while_it_rings_takes_the_best(r: Ringing) -> None:
    ana, callback_id = r.agent(), r.asked()
    urgent = r.asked("8", role="seller", level="platinum")
    attempt = ana.next()
    assert attempt is not None and attempt["callback"]["id"] == urgent
    assert r.told("callback.offer_ended") == ["withdrawn"]
    r.stream.run()
    assert r.rings(r.agent("bruno")) == callback_id


def test_going_on_a_break_declines_what_rings(r: Ringing) -> None:
    ana, bruno, callback_id = r.agent("ana"), r.agent("bruno"), r.asked()
    assert ana.send("PUT", "/me/presence", {"presence": "break", "reason": "meal"})[0] == 200
    r.stream.run()
    assert (r.rings(ana), r.rings(bruno)) == (None, callback_id)
    assert r.told("callback.offer_ended") == ["declined"]


def test_an_offer_nobody_watches_any_more_is_over(r: Ringing) -> None:
    ana, callback_id = r.agent(), r.asked()
    row = store.read("ana")
    assert row is not None
    row.due_pk = row.due_at_ms = None
    commit([store.save(row)])
    r.stream.run()
    assert (r.told("callback.offer_ended"), r.rings(ana)) == (["withdrawn"], callback_id)


def test_nobody_chooses_to_be_not_answering(r: Ringing) -> None:
    body = {"presence": "break", "reason": "not_answering"}
    assert r.agent().send("PUT", "/me/presence", body)[0] == 400


def test_other_lanes_and_closed_ones_do_not_ring(r: Ringing) -> None:
    callback_id = r.asked()
    commit([set_door(LANE, "closed", None, "sofia", r.house.ctx.now_ms())])
    ana = r.agent()
    assert r.rings(ana) is None
    commit([set_door(LANE, "open", None, "sofia", r.house.ctx.now_ms())])
    for pk, sk in timers.overdue(r.house.ctx):
        timers.on_due(r.house.ctx, pk, sk)
    assert r.rings(ana) == callback_id, "the sweep finds what nobody told of"


def test_when_the_timer_is_late_others_may_take_it_and_the_offer_is_gone(r: Ringing) -> None:
    ana, bruno, callback_id = r.agent("ana"), r.agent("bruno"), r.asked()
    r.house.world.advance((RING_S + 4) * 1000)
    assert bruno.next() is None
    r.house.world.advance(2_000)
    taken = bruno.next()
    assert taken is not None and taken["callback"]["id"] == callback_id
    assert r.accept(ana, callback_id)[1]["code"] == "offer_gone"


def test_the_customer_is_kept_for_whom_they_spoke_to_then_rings_elsewhere(r: Ringing) -> None:
    ana, callback_id = r.agent("ana"), r.asked()
    attempt = r.accept(ana, callback_id)[1]["attempt"]
    ana.join(attempt["id"])
    r.wait(8)
    assert ana.call is not None and ana.attempt(attempt["id"])["state"] == "connected"
    r.house.world.exchange.hang_up(ana.call)
    r.wait(35)
    assert r.row(callback_id).status == "queued"
    bruno = r.agent("bruno")
    assert r.rings(bruno) is None
    r.wait(queue.policy_of(LANE).sticky_s)
    assert callback_id in (r.rings(bruno), r.rings(ana))


def test_a_claim_begun_before_an_offer_takes_nobody_from_the_desk_it_rings_at(r: Ringing) -> None:
    callback_id = r.asked()
    ana, bruno = (Agent(r.house, name, (LANE,)).ready() for name in ("ana", "bruno"))
    with meanwhile(r.stream.run):
        assert claims.claim(r.house.ctx, bruno.id) is None
    assert r.rings(ana) == callback_id


def test_an_offer_begun_before_a_claim_rings_at_no_desk(r: Ringing) -> None:
    callback_id = r.asked()
    ana, bruno = (Agent(r.house, name, (LANE,)).ready() for name in ("ana", "bruno"))
    with meanwhile(lambda: claims.claim(r.house.ctx, bruno.id)):
        r.stream.run()
    assert (r.rings(ana), r.row(callback_id).status) == (None, "claimed")


def test_an_offer_rests_on_the_callback_as_it_was_read(r: Ringing) -> None:
    callback_id = r.asked()
    ana = Agent(r.house, "ana", (LANE,)).ready()
    with meanwhile(lambda: queue.cancel(r.house.ctx, callback_id)):
        r.stream.run()
    assert (r.rings(ana), r.told("callback.offered")) == (None, [])


@pytest.mark.parametrize("first", ["cancel", "silence"])
def test_accepting_loses_to_what_was_written_first(r: Ringing, first: str) -> None:
    ana, callback_id = r.agent(), r.asked()
    r.house.world.advance(RING_S * 1000 if first == "silence" else 0)
    acts = {
        "cancel": lambda: queue.cancel(r.house.ctx, callback_id),
        "silence": lambda: timers.on_due(r.house.ctx, "AGENT#ana", "AGENT"),
    }
    with meanwhile(acts[first]):
        status, answer = ana.send("POST", "/offers/accept", {"callback_id": callback_id})
    assert (status, answer["code"]) == (409, "offer_gone")
    assert r.row(callback_id).status == ("cancelled" if first == "cancel" else "queued")
