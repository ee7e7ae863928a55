"""The ticket that opens the live channel."""

from urllib.parse import quote

from chalice import Blueprint

from chalicelib.agents import service as agents
from chalicelib.auth import service as auth
from chalicelib.endpoint import Call, serve
from chalicelib.realtime import schema

bp = Blueprint(__name__)


@serve(bp, schema.ISSUE_TICKET)
def issue_ticket(call: Call) -> schema.RealtimeTicket:
    """A browser cannot set headers on a WebSocket, and an ID token must not be in a URL."""
    agent = agents.find(call.ctx, call.agent_id)
    supervises = "supervisor" in call.roles
    ticket, expires = auth.issue_realtime(call.ctx, call.agent_id, agent.site, supervises)
    url = f"{call.ctx.settings.public_ws_url}?ticket={quote(ticket, safe='')}"
    return schema.RealtimeTicket(url, expires)
