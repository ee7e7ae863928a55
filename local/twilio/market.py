"""What can be bought, scripted over HTTP."""

from aiohttp import web

from local.twilio.control import TWIN, given_json, refused

routes = web.RouteTableDef()


@routes.get("/twin/market")
async def show(request: web.Request) -> web.Response:
    return web.json_response(request.app[TWIN].touch().market.as_json())


@routes.put("/twin/market")
async def script(request: web.Request) -> web.Response:
    """Replaces the parts that are named: offers, bundles, addresses."""
    market = request.app[TWIN].touch().market
    try:
        market.script(await given_json(request))
    except (TypeError, ValueError) as error:
        raise refused(400, str(error)) from error
    return web.json_response(market.as_json())
