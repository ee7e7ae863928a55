"""Nothing was heard in time: how a call stands at the carrier decides."""

from chalicelib.kernel.context import Context
from chalicelib.telephony import store, webhooks
from chalicelib.telephony.advance import apply
from chalicelib.telephony.store import AttemptRow

LOOKS = 3


def on_due(ctx: Context, attempt_id: str) -> None:
    """The time of its state is over; looked at again if something was heard while the carrier was asked."""
    for _ in range(LOOKS):
        row = store.read(attempt_id)
        if row is None or not _due(ctx, row):
            return
        look(ctx, row)


def look(ctx: Context, row: AttemptRow) -> None:
    """The carrier's own picture, as a fact of the attempt as it was read."""
    version = row.version
    live = ctx.voice.look(row.conference)
    fact = webhooks.seen(live, row.call, ctx.settings.agent_return_s * 1000)
    apply(ctx, row.attempt_id, fact, seen=version)


def _due(ctx: Context, row: AttemptRow) -> bool:
    return row.due_at_ms is not None and row.due_at_ms <= ctx.now_ms()
