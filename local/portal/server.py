"""The demo marketplace: another origin than the API, with a backend that signs portal tokens.

python -m local.portal.server CONFIG
    GET  /             its help page
    GET  /config.json  {"apiUrl", "elementUrl", "customerPageUrl", "phoneUrl"}
    GET  /people       the people one can be, with their orders
    POST /token        {"customer", "order"?, "locale"?} → {"token"}
"""

import json
import sys
from pathlib import Path
from typing import Any

from aiohttp import web

from local import credentials
from local.config import HOST, Config
from local.portal.tokens import portal_token

HERE = Path(__file__).parent
PAGES = HERE / "pages"
CONFIG = web.AppKey("config", Config)
KEY = web.AppKey("key", str)


def make_app(config: Config) -> web.Application:
    """The portal, ready to serve."""
    app = web.Application(middlewares=[_guarded])
    app[CONFIG] = config
    app[KEY] = credentials.of(config.folder).portal_key
    app.router.add_get("/", _home)
    app.router.add_get("/portal/health", _health)
    app.router.add_get("/config.json", _config)
    app.router.add_get("/people", _people)
    app.router.add_post("/token", _token)
    if PAGES.exists():
        app.router.add_static("/", PAGES)
    return app


def people() -> dict[str, Any]:
    """people.json: {"portal", "people": [{id, role, level, name, locale, country, phone, orders}],
    "others": {id: phone}}, the others being whoever is on the other side of an order only."""
    held: dict[str, Any] = json.loads((HERE / "people.json").read_text())
    return held


async def _home(_request: web.Request) -> web.StreamResponse:
    return web.FileResponse(PAGES / "index.html")


async def _health(_request: web.Request) -> web.Response:
    return web.json_response({"ok": True})


async def _config(request: web.Request) -> web.Response:
    config = request.app[CONFIG]
    return web.json_response(
        {
            "apiUrl": config.api_url,
            "elementUrl": f"{config.edge_url}/help/click-to-call.js",
            "customerPageUrl": config.customer_page_url,
            "phoneUrl": f"{config.twin_url}/phone",
        }
    )


async def _people(_request: web.Request) -> web.Response:
    return web.json_response(people())


async def _token(request: web.Request) -> web.Response:
    try:
        asked = await request.json()
        customer, locale, order = asked["customer"], asked.get("locale"), asked.get("order")
    except (ValueError, KeyError, TypeError, AttributeError) as wrong:
        raise web.HTTPBadRequest(text='Say {"customer": "…"}') from wrong
    known = people()
    person = next((one for one in known["people"] if one["id"] == customer), None)
    if person is None:
        raise web.HTTPNotFound(text="Nobody of the demo has that id")
    try:
        phones = known["others"] | {one["id"]: one["phone"] for one in known["people"]}
        token = portal_token(known["portal"], request.app[KEY], person, locale, order, phones)
    except KeyError as wrong:
        raise web.HTTPNotFound(text="That person has no such order") from wrong
    return web.json_response({"token": token}, headers={"Cache-Control": "no-store"})


@web.middleware
async def _guarded(request: web.Request, handler: Any) -> web.StreamResponse:
    answer: web.StreamResponse = await handler(request)
    edge = request.app[CONFIG].edge_url
    answer.headers["Content-Security-Policy"] = (
        f"default-src 'none'; script-src 'self' {edge}; style-src 'self'; img-src 'self' data:; "
        f"font-src 'self'; connect-src 'self' {edge}; form-action 'none'; "
        "frame-ancestors 'none'; base-uri 'none'"
    )
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer


def main() -> None:
    """Serves until told to end."""
    config = Config.load(Path(sys.argv[1]))
    web.run_app(make_app(config), host=HOST, port=config.ports.portal, print=None, access_log=None)


if __name__ == "__main__":
    main()
