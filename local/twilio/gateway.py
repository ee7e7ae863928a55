"""Signalling endpoint for the Voice SDK."""

from aiohttp import web


def attach(app: web.Application, grace_s: float) -> None:
    del app, grace_s
