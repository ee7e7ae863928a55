"""The twin's own API: what tests, the console and the phone page use to play the outside world."""

from typing import Any

from aiohttp import web

from local.twilio import snapshot
from local.twilio.access import TokenRefused, check
from local.twilio.core.faults import Faults
from local.twilio.core.model import Call
from local.twilio.core.people import Script
from local.twilio.core.quality import Quality
from local.twilio.twin import Twin

TWIN = web.AppKey("twin", Twin)
routes = web.RouteTableDef()


@routes.get("/twin/health")
async def health(request: web.Request) -> web.Response:
    alive = request.app[TWIN].alive
    return web.json_response({"ok": alive}, status=200 if alive else 503)


@routes.get("/twin/state")
async def state(request: web.Request) -> web.Response:
    return web.json_response(snapshot.state(_world(request)))


@routes.get("/twin/{what:calls|conferences|webhooks|people}")
async def part(request: web.Request) -> web.Response:
    show = getattr(snapshot, request.match_info["what"])
    return web.json_response(show(_world(request)))


@routes.put("/twin/people/{number}")
async def script_person(request: web.Request) -> web.Response:
    script = _parsed(Script, await given_json(request))
    _world(request).people.scripts[request.match_info["number"]] = script
    return _kept(request, script.as_json())


@routes.delete("/twin/people/{number}")
async def unscript_person(request: web.Request) -> web.Response:
    _world(request).people.scripts.pop(request.match_info["number"], None)
    return _kept(request, {"ok": True})


@routes.post("/twin/calls/{sid}/{act:answer|hangup|reject|digits}")
async def act(request: web.Request) -> web.Response:
    """Be the person on a leg. 409 when the leg is not in a state for it."""
    world, call = _world(request), _call(request)
    name = request.match_info["act"]
    if name == "digits":
        digits = str((await given_json(request)).get("digits", ""))
        if not digits or set(digits) - set("0123456789*#"):
            raise refused(400, "digits may hold 0-9, * and #")
        listened, done = call.listening, not call.over
        world.press(call, digits)
        return _acted(request, call, done, {"heard": listened})
    if name == "answer":
        done = world.exchange.answer(call)
    elif name == "reject":
        done = world.exchange.reject(call)
    else:
        done = not call.over
        world.exchange.hang_up(call)
    return _acted(request, call, done, {})


@routes.put("/twin/calls/{sid}/quality")
async def set_quality(request: web.Request) -> web.Response:
    """How a leg sounded, whatever its media say."""
    call = _call(request)
    call.quality = _parsed(Quality, await given_json(request))
    return web.json_response(call.quality.as_json())


@routes.post("/twin/clients")
async def connect_client(request: web.Request) -> web.Response:
    """A browser without a browser: body {token, params, identity?}; 201 with the call's SID."""
    given, world = await given_json(request), _world(request)
    try:
        bearer = check(str(given.get("token", "")), world.settings, world.now_ms)
    except TokenRefused as refusal:
        raise refused(401, refusal.message, refusal.code) from refusal
    if given.get("identity", bearer.identity) != bearer.identity:
        raise refused(401, "the token is for another identity", 31204)
    if not bearer.may_call:
        raise refused(401, "the token grants no outgoing calls", 31204)
    try:
        params = {str(k): str(v) for k, v in dict(given.get("params", {})).items()}
        call = world.connect_client(bearer.identity, params)
    except ValueError as error:
        raise refused(409, str(error)) from error
    request.app[TWIN].touch()
    return web.json_response({"sid": call.sid, "status": call.status}, status=201)


@routes.post("/twin/clients/{sid}/hangup")
async def hang_up_client(request: web.Request) -> web.Response:
    call = _call(request)
    done = not call.over
    _world(request).exchange.hang_up(call)
    return _acted(request, call, done, {})


@routes.get("/twin/faults")
async def show_faults(request: web.Request) -> web.Response:
    return web.json_response(_world(request).faults.as_json())


@routes.put("/twin/faults")
async def set_faults(request: web.Request) -> web.Response:
    """Replaces all switches: what is not named is off."""
    faults = _parsed(Faults, await given_json(request))
    _world(request).faults = faults
    return _kept(request, faults.as_json())


@routes.delete("/twin/faults")
async def clear_faults(request: web.Request) -> web.Response:
    _world(request).faults = Faults()
    return _kept(request, Faults().as_json())


@routes.post("/twin/clock/advance")
async def advance(request: web.Request) -> web.Response:
    ms = (await given_json(request)).get("ms")
    if not isinstance(ms, int) or ms < 0:
        raise refused(400, "ms must be a whole number, 0 or more")
    request.app[TWIN].advance(ms)
    return web.json_response({"now_ms": _world(request).now_ms})


@routes.post("/twin/reset")
async def reset(request: web.Request) -> web.Response:
    request.app[TWIN].reset()
    return web.json_response({"ok": True})


def _world(request: web.Request) -> Any:
    return request.app[TWIN].touch()


def _call(request: web.Request) -> Call:
    call = _world(request).calls.get(request.match_info["sid"])
    if call is None:
        raise refused(404, "no such call")
    return call


def _acted(request: web.Request, call: Call, done: bool, extra: dict[str, Any]) -> web.Response:
    request.app[TWIN].touch()
    if not done:
        raise refused(409, f"the call is {call.status}")
    return web.json_response({"sid": call.sid, "status": call.status, **extra})


def _kept(request: web.Request, answer: dict[str, Any]) -> web.Response:
    request.app[TWIN].remember()
    request.app[TWIN].touch()
    return web.json_response(answer)


async def given_json(request: web.Request) -> dict[str, Any]:
    try:
        given = await request.json() if request.can_read_body else {}
    except ValueError as error:
        raise refused(400, "the body is not JSON") from error
    if not isinstance(given, dict):
        raise refused(400, "the body must be a JSON object")
    return given


def _parsed(kind: Any, given: dict[str, Any]) -> Any:
    try:
        return kind.parse(given)
    except (TypeError, ValueError) as error:
        raise refused(400, str(error)) from error


def refused(status: int, message: str, code: int | None = None) -> web.HTTPException:
    kinds: dict[int, type[web.HTTPException]] = {
        400: web.HTTPBadRequest,
        401: web.HTTPUnauthorized,
        404: web.HTTPNotFound,
        409: web.HTTPConflict,
    }
    text = web.json_response({"error": message, "code": code}).text
    return kinds[status](text=text, content_type="application/json")
