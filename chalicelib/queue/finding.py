"""Finding callbacks by phone or order. A phone is not readable in its key.

FIND#{site}#phone#{digest} / {callback}     a callback that has, or had, this phone
FIND#{site}#order#{order} / {callback}      a callback about this order
Both pass sixty days after they were written.
"""

import hashlib
import hmac

from chalicelib.kernel.context import Context
from chalicelib.queue.model import Request
from chalicelib.table import PassingRow, Write, put, query_items

KEPT_S = 60 * 86_400


class FindRow(PassingRow):
    """Where a callback can be found; its sort key is the callback's id."""


def pointers(ctx: Context, request: Request) -> list[Write]:
    """What a request is found by, as parts of the transaction that files or changes it."""
    keys = [_phone_key(ctx, request.site, request.phone)]
    if request.order_id is not None:
        keys.append(_order_key(request.site, request.order_id))
    until_s = ctx.now_ms() // 1000 + KEPT_S
    rows = [FindRow(key, request.callback_id, entity="find", expires_at_s=until_s) for key in keys]
    return [put("find", row) for row in rows]


def by_phone(ctx: Context, site: str, e164: str, limit: int) -> list[str]:
    """The newest callbacks of a site that have or had this phone."""
    return _newest(_phone_key(ctx, site, e164), limit)


def by_order(site: str, order_id: str, limit: int) -> list[str]:
    """The newest callbacks of a site about this order."""
    return _newest(_order_key(site, order_id), limit)


def _newest(key: str, limit: int) -> list[str]:
    found = query_items(key, scan_index_forward=False, limit=limit)
    return [item["sk"]["S"] for item, _ in zip(found, range(limit), strict=False)]


def _phone_key(ctx: Context, site: str, e164: str) -> str:
    key = ctx.secrets.read().link_key.encode()
    return f"FIND#{site}#phone#{hmac.new(key, f'find:{e164}'.encode(), hashlib.sha256).hexdigest()[:32]}"


def _order_key(site: str, order_id: str) -> str:
    return f"FIND#{site}#order#{order_id}"
