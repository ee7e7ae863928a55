"""A poor call, called back."""

from chalice import Blueprint

from chalicelib.endpoint import Call, serve
from chalicelib.quality import schema, service

bp = Blueprint(__name__)


@serve(bp, schema.CALL_BACK)
def call_back(call: Call, body: schema.CallBack) -> schema.CalledBack:
    """About what they asked for."""
    callback, existing = service.call_back(call.ctx, body.attempt_id, call.agent_id)
    return schema.CalledBack(callback.request.callback_id, callback.status, existing)
