"""Reloads, second tabs, lost networks and closed browsers: the truth is on the server, and comes back."""

import re

from playwright.sync_api import expect

from tests.journeys.desk import LONG_MS, Desk
from tests.journeys.outside import until
from tests.journeys.scene import Agent, Asked, Scene
from tests.journeys.windows import heard


def on_call(scene: Scene) -> tuple[Desk, Agent, Asked]:
    """An agent and a customer in conversation."""
    asked = scene.ask(script="answers", answer_after_ms=300)
    agent = scene.agent()
    desk = scene.desk(agent)
    desk.take_next()
    desk.is_in("on_call")
    return desk, agent, asked


def test_a_reload_in_mid_call_comes_back_to_the_same_call_and_its_line(scene: Scene) -> None:
    desk, agent, asked = on_call(scene)
    desk.page.locator("#wrap-up-note").fill(scene.casting.note("Rascunho que sobrevive à recarga."))
    desk.page.reload()
    desk.says(f"“{asked.question}”")
    expect(desk.page.locator("#wrap-up-note")).to_have_value("Rascunho que sobrevive à recarga.")
    desk.is_in("on_call")
    expect(desk.button("call.mute")).to_be_enabled(timeout=LONG_MS)
    until("the customer's voice", lambda: heard(desk.page) > 0.001)
    assert len(scene.outside.calls_to(asked.customer.phone)) == 1
    assert scene.seen(asked)["status"] == "connected"
    desk.press("call.hang_up")
    desk.is_in("ended")
    assert scene.told(agent, asked, "attempt.ended")["ended_by"] == "agent"


def test_a_second_tab_shows_the_truth_and_can_take_the_line_over(scene: Scene) -> None:
    desk, agent, asked = on_call(scene)
    second = Desk(desk.page.context.new_page(), scene.windows.config, agent.locale)
    second.sign_in(agent.email, scene.outside.keys.demo_password)
    second.says(f"“{asked.question}”")
    second.says(second.words("line.elsewhere"))
    second.page.get_by_role("button", name=second.words("line.take_over")).click()
    desk.says(desk.words("line.elsewhere"))
    expect(second.button("call.mute")).to_be_enabled(timeout=LONG_MS)
    second.is_in("on_call")
    until("the customer's voice", lambda: heard(second.page) > 0.001)
    assert scene.seen(asked)["status"] == "connected"
    second.press("call.hang_up")
    desk.is_in("ended")


def test_when_the_tab_with_the_line_is_closed_the_other_has_it(scene: Scene) -> None:
    desk, agent, asked = on_call(scene)
    second = Desk(desk.page.context.new_page(), scene.windows.config, agent.locale)
    second.sign_in(agent.email, scene.outside.keys.demo_password)
    second.says(second.words("line.elsewhere"))
    desk.page.close()
    expect(second.button("call.mute")).to_be_enabled(timeout=LONG_MS)
    second.is_in("on_call")
    until("the customer's voice", lambda: heard(second.page) > 0.001)
    assert len(scene.outside.calls_to(asked.customer.phone)) == 1
    second.press("call.hang_up")
    second.is_in("ended")


def test_when_a_browser_is_closed_for_good_the_next_free_agent_gets_the_call(scene: Scene) -> None:
    desk, agent, asked = on_call(scene)
    desk.page.context.close()
    assert scene.told(agent, asked, "attempt.ended")["outcome"] == "agent_lost"
    scene.becomes(asked, "queued")
    following = scene.desk(scene.agent())
    following.take_next()
    following.is_in("on_call")
    following.says(f"“{asked.question}”")
    assert len(scene.outside.calls_to(asked.customer.phone)) == 1, "the customer was never hung up on"
    until("no call in hand", lambda: scene.activity(agent) != "busy")
    following.press("call.hang_up")
    following.is_in("ended")


def test_a_desk_that_loses_the_live_channel_says_so_and_catches_up(scene: Scene) -> None:
    agent = scene.agent()
    desk = scene.desk(agent)
    desk.says(desk.words("idle.nobody"))
    desk.cut_off(True)
    desk.drop_live_channel()
    desk.says(desk.words("live.polling"))
    scene.ask(scene.customer("platinum"))
    desk.cut_off(False)
    desk.says(desk.words("tier.urgent"))
    expect(desk.page.get_by_text(desk.words("live.polling"))).to_have_count(0, timeout=LONG_MS)


def test_a_session_that_ended_asks_to_sign_in_and_keeps_the_screen(scene: Scene) -> None:
    desk, agent, asked = on_call(scene)
    desk.page.locator("#wrap-up-note").fill(scene.casting.note("Nada disto se perde."))
    desk.page.route(
        re.compile("/oauth2/token"), lambda route: route.fulfill(status=400, json={"error": "invalid_grant"})
    )
    refused = {
        "code": "unauthorized",
        "title": "",
        "detail": "",
        "fields": [],
        "correlation_id": "1",
        "status": 401,
    }
    desk.page.route(re.compile("/api/attempts"), lambda route: route.fulfill(status=401, json=refused))
    desk.press("call.hold")
    expect(desk.page.get_by_role("heading", name=desk.words("expired.title"))).to_be_visible(timeout=LONG_MS)
    desk.page.unroute_all()
    with desk.page.context.expect_page() as opened:
        desk.page.get_by_role("button", name=desk.words("expired.go")).click()
    opened.value.locator("input[name=username]").fill(agent.email)
    opened.value.locator("input[name=password]").fill(scene.outside.keys.demo_password)
    opened.value.keyboard.press("Enter")
    expect(desk.page.get_by_role("heading", name=desk.words("expired.title"))).to_have_count(
        0, timeout=LONG_MS
    )
    expect(desk.page.locator("#wrap-up-note")).to_have_value("Nada disto se perde.")
    desk.is_in("on_call")
    assert scene.seen(asked)["status"] == "connected"


def test_whoever_comes_back_without_a_session_sees_the_sign_in(scene: Scene) -> None:
    desk = scene.desk(scene.agent())
    desk.evaluate("sessionStorage.clear()")
    desk.page.reload()
    expect(desk.page.get_by_role("button", name=desk.words("sign_in.go"))).to_be_visible(timeout=LONG_MS)


def test_signing_out_leaves_nothing_behind(scene: Scene) -> None:
    desk = scene.desk(scene.agent())
    desk.page.get_by_role("button", name=desk.words("settings")).click()
    desk.page.get_by_role("menuitem", name=desk.words("sign_out")).click()
    expect(desk.page.get_by_role("button", name=desk.words("sign_in.go"))).to_be_visible(timeout=LONG_MS)
    kept = desk.evaluate("JSON.stringify([{...sessionStorage}, Object.keys(localStorage)])")
    assert "refresh" not in kept and "draft" not in kept


def test_the_server_ends_the_wrap_up_while_the_browser_is_closed(scene: Scene) -> None:
    asked = scene.ask(script="answers", answer_after_ms=300, hangup_after_ms=1000)
    agent = scene.agent()
    desk = scene.desk(agent)
    desk.take_next()
    desk.is_in("ended")
    desk.page.context.close()
    assert scene.activity(agent) == "wrap-up"
    scene.free(agent)
    assert scene.told(agent, asked, "attempt.wrapped_up")["reason"] == "expired"
