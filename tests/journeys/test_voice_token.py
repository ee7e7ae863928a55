"""A voice token that expires while somebody talks."""

import json
import time

import jwt
from playwright.sync_api import Route

from tests.journeys.scene import Scene

LIVES_S = 45
"""The desk renews it thirty seconds before its end. By the twin's clock, which other journeys have put on."""


def test_a_token_that_expires_in_mid_call_is_renewed_and_nobody_hears_of_it(scene: Scene) -> None:
    scene.ask(script="answers", answer_after_ms=300)
    desk = scene.desk(scene.agent())
    given: list[float] = []

    def short_lived(route: Route) -> None:
        answer = route.fetch()
        body, ends_s = answer.json(), int(time.time()) + LIVES_S
        twin_s = scene.outside.twin("POST", "/clock/advance", {"ms": 0})["now_ms"] // 1000
        claims = jwt.decode(body["token"], options={"verify_signature": False})
        header, secret = jwt.get_unverified_header(body["token"]), scene.outside.keys.twilio_api_key_secret
        body["token"] = jwt.encode(claims | {"exp": twin_s + LIVES_S}, secret, "HS256", header)
        body["expires_at_ms"] = ends_s * 1000
        given.append(ends_s)
        route.fulfill(response=answer, body=json.dumps(body))

    desk.page.route("**/voice-tokens", short_lived)
    desk.page.reload()
    desk.ready()
    desk.take_next()
    desk.is_in("on_call")
    began_with = given[-1]
    desk.page.wait_for_timeout((began_with - time.time() + 5) * 1000)
    assert given[-1] > began_with, "renewed"
    desk.is_in("on_call")
    desk.press("call.hold")
    desk.is_in("held")
    desk.press("call.hang_up")
    desk.is_in("ended")
