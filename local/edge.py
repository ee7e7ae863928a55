"""Stands for the content network and the domain of a real region: the built pages and both APIs.

python -m local.edge CONFIG
"""

import asyncio
import contextlib
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
from aiohttp import web
from yarl import URL

from local.config import HOST, ROOT, Config

PAGES = {
    "desk": ROOT / "web" / "desk" / "dist",
    "help": ROOT / "web" / "help" / "dist",
    "docs": ROOT / "web" / "docs" / "dist",
}
# Of the connection, not of the message: RFC 9110, 7.6.1.
HOP_BY_HOP = {
    "connection",
    "keep-alive",
    "proxy-authenticate",
    "proxy-authorization",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "host",
    "content-length",
}
CONFIG = web.AppKey("config", Config)
CLIENT = web.AppKey("client", aiohttp.ClientSession)


def make_app(config: Config) -> web.Application:
    """The edge, ready to serve."""
    app = web.Application(client_max_size=12 * 1024 * 1024)
    app[CONFIG] = config
    app.cleanup_ctx.append(_client)
    app.router.add_get("/", _home)
    app.router.add_get("/edge/health", _health)
    app.router.add_get("/desk/config.json", _desk_config)
    app.router.add_get("/help/config.json", _help_config)
    app.router.add_get("/docs/openapi.json", _openapi)
    app.router.add_get("/{site:desk|help|docs}", _with_slash)
    app.router.add_get("/{site:desk|help|docs}/{path:.*}", _page)
    app.router.add_route("*", "/api/{path:.*}", _rest)
    app.router.add_get("/ws", _websocket)
    return app


async def _home(_request: web.Request) -> web.Response:
    raise web.HTTPFound("/desk/")


async def _health(_request: web.Request) -> web.Response:
    return web.json_response({"ok": True})


async def _with_slash(request: web.Request) -> web.Response:
    raise web.HTTPFound(f"/{request.match_info['site']}/")


async def _desk_config(request: web.Request) -> web.Response:
    config = request.app[CONFIG]
    sign_in = config.emulator_url
    twin = f"localhost:{config.ports.twin}"
    pool = config.outputs["UserPoolId"]
    told = {
        "apiUrl": config.api_url,
        "wsUrl": config.ws_url,
        "oidc": {
            "authority": f"{sign_in}/{pool}",
            "issuer": f"https://cognito-idp.{pool.split('_')[0]}.amazonaws.com/{pool}",
            "authorizeUrl": f"{sign_in}/oauth2/authorize",
            "tokenUrl": f"{sign_in}/oauth2/token",
            "logoutUrl": f"{sign_in}/logout",
            "clientId": config.outputs["UserPoolClientId"],
            "redirectUri": config.desk_url,
            "scope": "openid email profile",
        },
        "voice": {"chunderw": twin, "eventgw": twin, "insecure": True},
        "locale": "pt-BR",
    }
    return web.json_response(told, headers={"Cache-Control": "no-store"})


async def _help_config(request: web.Request) -> web.Response:
    told = {"apiUrl": request.app[CONFIG].api_url}
    return web.json_response(told, headers={"Cache-Control": "no-store"})


async def _openapi(_request: web.Request) -> web.StreamResponse:
    return web.FileResponse(ROOT / "docs" / "openapi.json", headers={"Cache-Control": "no-store"})


async def _page(request: web.Request) -> web.StreamResponse:
    site, path = request.match_info["site"], request.match_info["path"]
    folder = PAGES[site]
    wanted = (folder / path).resolve()
    if not wanted.is_relative_to(folder.resolve()):
        raise web.HTTPNotFound
    if wanted.is_dir() or (site == "desk" and not wanted.suffix and not wanted.exists()):
        # The desk's own addresses are one page's.
        wanted = (wanted if wanted.is_dir() and site != "desk" else folder) / "index.html"
    if not wanted.is_file():
        raise web.HTTPNotFound(text=f"There is no /{site}/{path}. Is web/{site} built?\n")
    answer = web.FileResponse(wanted, headers=_headers(request.app[CONFIG], site, wanted))
    if wanted.suffix in (".js", ".css", ".html", ".json", ".svg"):
        answer.enable_compression()
    return answer


def _headers(config: Config, site: str, path: Path) -> dict[str, str]:
    hashed = path.parent.name == "assets"
    headers = {
        "Cache-Control": "public, max-age=31536000, immutable" if hashed else "no-cache",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Permissions-Policy": "microphone=(self), camera=(), geolocation=()",
    }
    if site == "help" and path.suffix != ".html":
        # A portal of another origin embeds the element.
        headers["Access-Control-Allow-Origin"] = "*"
        headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    if path.suffix == ".html":
        headers["Content-Security-Policy"] = _policy(config, site)
    return headers


def _policy(config: Config, site: str) -> str:
    twin = f"localhost:{config.ports.twin}"
    reached = ["'self'", f"ws://localhost:{config.ports.edge}"]
    if site == "desk":
        reached += [config.emulator_url, f"http://{twin}", f"ws://{twin}"]
    bucket = f"http://{HOST}:{config.ports.emulator}" if site == "desk" else ""
    return "; ".join(
        [
            "default-src 'none'",
            "script-src 'self'",
            # The documentation's viewer sets styles in its markup; our own pages never do.
            "style-src 'self'" + (" 'unsafe-inline'" if site == "docs" else ""),
            "img-src 'self' data:",
            "font-src 'self'",
            # A recording is played from its bucket, by the name functions know the emulator by.
            f"media-src 'self' blob: data: {bucket}".rstrip(),
            "worker-src 'self' blob:",
            "manifest-src 'self'",
            "connect-src " + " ".join(reached),
            "form-action 'none'",
            "frame-ancestors 'none'",
            "base-uri 'none'",
        ]
    )


async def _rest(request: web.Request) -> web.StreamResponse:
    config = request.app[CONFIG]
    rest = config.outputs["RestAPIId"]
    path = request.raw_path.removeprefix("/api")
    # Encoded as it came: a signature covers the bytes of the address.
    target = URL(
        f"http://{HOST}:{config.ports.emulator}/restapis/{rest}/api/_user_request_{path}",
        encoded=True,
    )
    async with request.app[CLIENT].request(
        request.method,
        target,
        headers=[(name, value) for name, value in request.headers.items() if _end_to_end(name)],
        data=await request.read(),
        allow_redirects=False,
    ) as upstream:
        answer = web.Response(status=upstream.status, body=await upstream.read())
        answer.headers.clear()
        for name, value in upstream.headers.items():
            if _end_to_end(name):
                answer.headers.add(name, value)
        return answer


async def _websocket(request: web.Request) -> web.StreamResponse:
    config = request.app[CONFIG]
    api = config.outputs["WebsocketAPIId"]
    target = URL(
        f"ws://{HOST}:{config.ports.emulator}/_aws/execute-api/{api}/api?{request.query_string}",
        encoded=True,
    )
    try:
        upstream = await request.app[CLIENT].ws_connect(target, max_msg_size=128 * 1024)
    except aiohttp.WSServerHandshakeError as refused:
        return web.Response(status=refused.status)
    client = web.WebSocketResponse(max_msg_size=128 * 1024)
    await client.prepare(request)
    pumps = [
        asyncio.create_task(_pump(client, upstream)),
        asyncio.create_task(_pump(upstream, client)),
    ]
    await asyncio.wait(pumps, return_when=asyncio.FIRST_COMPLETED)
    for pump in pumps:
        pump.cancel()
    await upstream.close()
    await client.close()
    return client


Socket = web.WebSocketResponse | aiohttp.ClientWebSocketResponse


async def _pump(source: Socket, target: Socket) -> None:
    async for message in source:
        # A socket that closes while a message is under way ends both: nothing is left to tell.
        with contextlib.suppress(ConnectionResetError):
            if message.type is aiohttp.WSMsgType.TEXT:
                await target.send_str(message.data)
            elif message.type is aiohttp.WSMsgType.BINARY:
                await target.send_bytes(message.data)


def _end_to_end(name: str) -> bool:
    return name.lower() not in HOP_BY_HOP


async def _client(app: web.Application) -> AsyncIterator[None]:
    app[CLIENT] = aiohttp.ClientSession(
        auto_decompress=False,
        timeout=aiohttp.ClientTimeout(total=60),
        connector=aiohttp.TCPConnector(limit=200),
        skip_auto_headers=("Accept", "Accept-Encoding", "User-Agent", "Content-Type"),
    )
    yield
    await app[CLIENT].close()


def main() -> None:
    """Serves until told to end."""
    config = Config.load(Path(sys.argv[1]))
    web.run_app(make_app(config), host=HOST, port=config.ports.edge, print=None, access_log=None)


if __name__ == "__main__":
    main()
