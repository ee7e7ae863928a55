"""Signalling endpoint for the phone page."""

from aiohttp import web


def attach(app: web.Application) -> None:
    del app
