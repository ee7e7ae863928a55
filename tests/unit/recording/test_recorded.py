"""A call is announced, recorded, paused, stored, heard and deleted."""

import json
from typing import Any

import pytest

from chalicelib.recording import policy
from tests.house import SETTINGS, house
from tests.people import JSON, Agent
from tests.unit.recording.studio import Studio

NOTICE = "Esta llamada se graba para poder consultar lo acordado y mejorar la atención."
DAY_MS = 86_400_000


def test_a_call_is_announced_then_recorded_then_kept_by_us_alone() -> None:
    with house() as h:
        scene = Studio(h).connected()
        assert scene.heard() == [NOTICE]
        assert scene.state() == "notice" and scene.at_carrier() == []
        scene.stream.wait(12)
        assert scene.state() == "on"
        (one,) = scene.at_carrier()
        assert (one.status, one.channels, one.call_sid) == ("in-progress", 2, scene.customer().sid)
        assert scene.agent.call is not None and scene.agent.call.heard == []
        scene.over()
        assert scene.state() == "ended"
        scene.fetch()
        assert scene.state() == "stored" and scene.at_carrier() == []
        assert scene.told() == ["announced", "started", "stored"]
        ((key, content),) = scene.files().items()
        assert key == f"recordings/BR/{scene.id}/{one.call_sid}.wav"
        said = scene.story()[-1]
        assert (said["recording_id"], said["seconds"]) == (one.call_sid, one.seconds)
        assert content[:4] == b"RIFF" and len(content) == 44 + 32_000 * said["seconds"]
        assert not h.surprises


def test_it_lies_encrypted_and_is_spared_by_no_tag() -> None:
    with house() as h:
        scene = Studio(h).recorded().stored()
        (key,) = scene.files()
        s3, bucket = h.ctx.vault._aws.s3, SETTINGS.recordings_bucket  # type: ignore[attr-defined]
        assert s3.head_object(Bucket=bucket, Key=key)["ServerSideEncryption"] == "AES256"
        assert s3.get_object_tagging(Bucket=bucket, Key=key)["TagSet"] == [{"Key": "keep", "Value": "policy"}]


def test_a_pause_is_left_out_and_told() -> None:
    with house() as h:
        scene = Studio(h).recorded()
        status, shown = scene.put("paused")
        assert (status, shown["state"]) == (200, "paused")
        assert shown["resume_at_ms"] == h.ctx.now_ms() + 120_000
        (one,) = scene.at_carrier()
        assert one.status == "paused"
        assert scene.put("paused")[0] == 200, "already done"
        heard = one.heard_ms
        scene.stream.wait(30)
        assert scene.put("on")[1]["state"] == "on"
        assert (one.status, one.heard_ms) == ("in-progress", heard)
        scene.stream.wait(5)
        scene.stored()
        said = scene.story()[-1]
        assert said["paused_ms"] == 30_000
        assert scene.told() == ["announced", "started", "paused", "resumed", "stored"]


def test_a_pause_ends_by_itself() -> None:
    with house() as h:
        scene = Studio(h).recorded()
        scene.put("paused")
        scene.stream.wait(119)
        assert scene.state() == "paused"
        scene.stream.wait(4)
        assert scene.state() == "on" and scene.at_carrier()[0].status == "in-progress"
        assert [item["reason"] for item in scene.story() if item["kind"] == "recording.resumed"] == ["time"]


def test_pausing_again_begins_the_time_anew() -> None:
    with house() as h:
        scene = Studio(h).recorded()
        scene.put("paused")
        scene.stream.wait(60)
        scene.put("paused")
        scene.stream.wait(100)
        assert scene.state() == "paused" and scene.told().count("paused") == 1


def test_who_refuses_is_not_kept() -> None:
    with house() as h:
        scene = Studio(h).recorded()
        assert scene.put("off")[1]["state"] == "refused"
        assert scene.put("off")[0] == 200, "already done"
        assert scene.put("on")[1]["code"] == "recording_not_running"
        scene.stream.wait(30)
        assert scene.at_carrier() == []
        scene.over().fetch()
        assert scene.files() == {} and scene.state() == "refused"
        assert scene.told() == ["announced", "started", "refused"]


def test_who_refuses_while_the_notice_is_said_is_never_recorded() -> None:
    with house() as h:
        scene = Studio(h).connected()
        assert scene.put("off")[1]["state"] == "refused"
        scene.stream.wait(60)
        assert scene.at_carrier() == [] and h.world.recordings.deleted == set()


def test_a_call_that_is_over_before_the_notice_has_no_recording_and_says_so() -> None:
    with house() as h:
        scene = Studio(h).connected().over()
        assert scene.state() == "failed" and scene.at_carrier() == []
        assert scene.story()[-1]["reason"] == "call_over" or "call_over" in [
            item.get("reason") for item in scene.story()
        ]


def test_nobody_is_asked_or_told_where_nothing_is_recorded(monkeypatch: pytest.MonkeyPatch) -> None:
    # What a site wants is a file of the release.
    monkeypatch.setattr(policy, "policy", lambda: policy.Policy({"BR": False}, ()))
    with house() as h:
        scene = Studio(h).connected()
        assert scene.state() is None and scene.heard() == [] and scene.told() == []
        assert scene.put("paused")[1]["code"] == "recording_not_running"


def test_where_customers_must_agree_nothing_is_recorded_before(monkeypatch: pytest.MonkeyPatch) -> None:
    # What a country wants is a file of the release.
    monkeypatch.setattr(policy, "policy", lambda: policy.Policy({"BR": True}, ("BR",)))
    with house() as h:
        scene = Studio(h).connected()
        scene.stream.wait(12)
        assert scene.state() == "asking" and scene.at_carrier() == []
        assert scene.put("on")[1]["state"] == "on"
        assert [one.status for one in scene.at_carrier()] == ["in-progress"]


def test_it_goes_on_across_a_transfer_and_is_the_new_agents_to_pause() -> None:
    with house() as h:
        carla = Agent(h, "carla", lanes=("BR:payments",), specialist_in=("BR:payments",)).ready()
        scene = Studio(h).recorded()
        scene.agent.send("POST", f"/attempts/{scene.id}/participants", {"kind": "specialist"})
        rung = carla.send("GET", "/me")[1]["invitation"]
        carla.send("POST", "/invitations/accept", {"attempt_id": scene.id, "label": rung["label"]})
        carla.call = h.world.connect_client("carla", {"attempt": scene.id, "party": rung["label"]})
        scene.stream.wait(2)
        handed = scene.agent.send("POST", f"/attempts/{scene.id}/handover", {"to": rung["label"]})[1]
        scene.stream.wait(3)
        assert [one.status for one in scene.at_carrier()] == ["in-progress"]
        path = f"/attempts/{handed['next_id']}/recording"
        assert carla.send("PUT", path, {"state": "paused"})[1]["state"] == "paused"
        assert scene.put("on")[1]["code"] in ("recording_not_running", "attempt_not_yours")
        carla.send("POST", f"/attempts/{handed['next_id']}/hangup")
        scene.stream.wait(5)
        scene.fetch()
        assert len(scene.files()) == 1
        assert {play(scene, "ana")[0], play(scene, "carla")[0]} == {200}


def test_supervisors_of_the_site_and_whose_call_it_was_may_hear_it() -> None:
    with house() as h:
        scene = Studio(h).recorded().stored()
        for name, lane, groups, status in (
            ("ana", "BR:payments", "agent", 200),
            ("bruno", "BR:payments", "agent", 403),
            ("sofia", "BR:payments", "supervisor", 200),
            ("clara", "AR:payments", "supervisor", 403),
        ):
            if name != "ana":
                Agent(h, name, lanes=(lane,))
            said, answer = play(scene, name, groups)
            assert said == status, (name, answer)
            if said == 200:
                assert answer["expires_at_ms"] == h.ctx.now_ms() + 300_000
                assert "X-Amz-Expires=300" in answer["url"] and "+55" not in answer["url"]
        heard = [item["agent_id"] for item in scene.story() if item["kind"] == "recording.played"]
        assert heard == ["ana", "sofia"]
        h.world.advance(8 * DAY_MS)
        assert play(scene, "ana", "agent")[1]["code"] == "recording_not_yours"


def test_the_policy_deletes_it_unless_somebody_holds_it() -> None:
    with house() as h:
        scene = Studio(h).recorded().stored()
        h.world.advance(89 * DAY_MS)
        h.fire()
        assert scene.state() == "stored"
        assert hold(scene, True)[1]["held"] is True
        h.world.advance(10 * DAY_MS)
        h.fire()
        assert scene.state() == "stored" and scene.files()
        assert hold(scene, False)[1]["held"] is False
        h.world.advance(61_000)
        h.fire()
        assert scene.state() == "deleted" and scene.files() == {}
        assert play(scene, "ana", "agent,supervisor")[1]["code"] == "recording_not_there"
        assert scene.told()[-3:] == ["held", "released", "deleted"]
        h.world.advance(61_000)
        h.fire()
        assert not h.due_sites()


def play(scene: Studio, who: str, groups: str = "agent") -> tuple[int, dict[str, Any]]:
    """The button on the timeline."""
    claims = {"sub": who, "token_use": "id", "cognito:groups": groups}
    body = json.dumps({"attempt_id": scene.id, "recording_id": scene.row()["call_sid"]})
    status, _, answer = scene.house.http("POST", "/recordings/plays", body, JSON, "", claims)
    return status, json.loads(answer)


def hold(scene: Studio, held: bool) -> tuple[int, dict[str, Any]]:
    """A supervisor's button."""
    body = {"attempt_id": scene.id, "recording_id": scene.row()["call_sid"], "held": held}
    return scene.agent.send("PUT", "/recordings/holds", body)
