"""A message left out of hours: kept by us alone, heard by who may, lost by nobody."""

from local.twilio.core.incoming import call_in
from local.twilio.core.webhooks import Outcome
from tests.house import house
from tests.people import Agent
from tests.unit.inbound.closed import BEEP_S, DAY_MS, OURS, THEIRS, Closed


def test_a_message_is_fetched_into_the_bucket_and_gone_at_the_carrier() -> None:
    with house() as h:
        scene = Closed(h)
        call = scene.kept()
        (row,) = scene.requests()
        assert row.request.source == "voicemail"
        ((key, content),) = scene.files().items()
        assert key == f"recordings/BR/{row.request.callback_id}/{call.sid}.wav"
        assert (content[:4], content[22]) == (b"RIFF", 1), "one channel"
        assert scene.at_carrier() == []
        stored = next(item for item in scene.story() if item["kind"] == "recording.stored")
        assert (stored["recording_id"], stored["source"]) == (call.sid, "voicemail")
        assert stored["attempt_id"] is None and stored["seconds"] == 11
        asked = next(item for item in scene.story() if item["kind"] == "callback.requested")
        assert asked["recording_s"] == stored["seconds"]
        scene.at_peace()


def test_whoever_has_its_call_and_supervisors_of_the_site_may_hear_it() -> None:
    with house() as h:
        scene = Closed(h)
        scene.kept()
        for name, lane in (("bruno", "BR:account"), ("sofia", "BR:account"), ("clara", "AR:payments")):
            Agent(h, name, lanes=(lane,))
        assert scene.play("ana")[1]["code"] == "recording_not_yours"
        attempt = scene.agent.next()
        assert attempt is not None
        assert attempt["callback"]["source"] == "voicemail"
        for who, groups, status in (
            ("ana", "agent", 200),
            ("bruno", "agent", 403),
            ("sofia", "supervisor", 200),
            ("clara", "supervisor", 403),
        ):
            said, answer = scene.play(who, groups)
            assert said == status, (who, answer)
            if said == 200:
                assert "X-Amz-Expires=300" in answer["url"] and THEIRS[1:] not in answer["url"]
        heard = [item["agent_id"] for item in scene.story() if item["kind"] == "recording.played"]
        assert heard == ["ana", "sofia"]
        scene.at_peace()


def test_the_policy_deletes_it_unless_somebody_holds_it() -> None:
    with house() as h:
        scene = Closed(h)
        scene.kept()
        h.world.advance(89 * DAY_MS)
        assert scene.hold(True)[1]["held"] is True
        h.world.advance(10 * DAY_MS)
        h.fire()
        assert scene.files() and scene.row()["state"] == "stored"
        assert scene.hold(False)[1]["held"] is False
        h.world.advance(61_000)
        h.fire()
        assert scene.row()["state"] == "deleted" and scene.files() == {}
        told = [item["agent_id"] for item in scene.story() if item["kind"] == "recording.held"]
        assert told == ["ana"]
        assert scene.play("ana", "supervisor")[1]["code"] == "recording_not_there"
        assert scene.kinds("recording.") == [
            "recording.stored",
            "recording.held",
            "recording.released",
            "recording.deleted",
        ]


def test_a_message_nobody_told_us_of_is_found_at_the_carrier() -> None:
    with house() as h:
        scene = Closed(h)
        call = call_in(h.world, THEIRS, OURS, "2")
        scene.stream.wait(BEEP_S)
        assert scene.at_carrier() == ["in-progress"]
        h.answer = lambda _: Outcome(502, "", "")  # type: ignore[method-assign]  # we are down
        scene.stream.wait(60)
        del h.answer
        assert call.over and scene.requests() == []
        scene.stream.wait(150)
        scene.fetch()
        (row,) = scene.requests()
        assert row.request.source == "voicemail" and len(scene.files()) == 1
        assert not h.surprises


def test_who_says_nothing_leaves_nothing() -> None:
    with house() as h:
        scene = Closed(h)
        call = call_in(h.world, THEIRS, OURS, "2")
        scene.stream.wait(3)
        h.world.exchange.hang_up(call)
        scene.stream.wait(200)
        assert scene.requests() == [] and scene.at_carrier() == []
        assert [one for one in h.items() if "due_pk" in one and one["entity"]["S"] == "message"] == []
        scene.at_peace()


def test_a_message_that_is_refused_is_not_left_at_the_carrier() -> None:
    with house() as h:
        scene = Closed(h)
        call = call_in(h.world, THEIRS, OURS, "2")
        scene.stream.wait(BEEP_S)
        scene.agent.send("PUT", "/lanes/account/state", {"state": "closed", "message": None})
        scene.stream.wait(30)
        assert call.over and "não atendemos ligações" in call.heard[-1]
        assert scene.requests() == [] and scene.at_carrier() == ["completed"]
        scene.stream.wait(200)
        assert scene.requests() == [] and scene.at_carrier() == []
        scene.at_peace()


def test_two_messages_of_one_request_are_both_kept() -> None:
    with house() as h:
        scene = Closed(h)
        calls = [scene.kept(), scene.kept()]
        (row,) = scene.requests()
        assert {key.rpartition("/")[2] for key in scene.files()} == {f"{one.sid}.wav" for one in calls}
        assert scene.kinds().count("callback.message_left") == 1
        assert scene.kinds().count("recording.stored") == 2
        assert int(row.revision) == 0
        scene.at_peace()
