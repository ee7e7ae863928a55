"""The calendar of a site: which windows may be chosen, and a supervisor's closings."""

from functools import partial
from typing import Any

from chalicelib.kernel.context import Context
from chalicelib.kernel.errors import DomainError
from chalicelib.kernel.words import Site, Tier
from chalicelib.numbers import service as numbers
from chalicelib.queue import closings, hours
from chalicelib.queue.closings import Sentences
from chalicelib.queue.hours import Closing, Day
from chalicelib.queue.policy import policy_of

LONGEST_MS = 366 * 86_400_000
KEPT_MS = 20_000
"""How long a process may go on promising by the closings as it last read them."""


def day_of(ctx: Context, site: Site, day: str) -> Day:
    """One local day of a site, past or future. Raises invalid_request for what is no ISO date."""
    try:
        return hours.preview(site, day, ctx.now_ms(), closings.read(site), partial(numbers.holiday, site))
    except (ValueError, OverflowError) as error:
        raise DomainError("invalid_request", {"date": "invalid"}) from error


def check_window(ctx: Context, site: Site, from_ms: int, until_ms: int) -> None:
    """Raises window_invalid, with a hours.Refusal as the reason of the field `window`."""
    known, holiday = closings.read(site), partial(numbers.holiday, site)
    reason = hours.check_window(site, from_ms, until_ms, ctx.now_ms(), known, holiday)
    if reason:
        raise DomainError("window_invalid", {"window": reason})


def promised_until_ms(ctx: Context, lane: str, tier: Tier) -> int:
    """By when a request made now is promised its call: the lane's promise counts while the site is open."""
    site: Any = lane.partition(":")[0]
    return _open_for(ctx, site, ctx.now_ms(), policy_of(lane).promise_s[tier] * 1000)


def opens_at_ms(ctx: Context, site: Site) -> int | None:
    """The UTC ms at which a site that is closed now opens next; None while it is open."""
    now = ctx.now_ms()
    opens = _open_for(ctx, site, now, 0)
    return None if opens == now else opens


def stays_open(ctx: Context, site: Site, for_ms: int) -> bool:
    """Whether a site is open from now on for so long."""
    now = ctx.now_ms()
    return _open_for(ctx, site, now, for_ms) == now + for_ms


def closings_of(ctx: Context, site: Site) -> list[Closing]:
    """The closings of a site that are not over, the earliest first."""
    return [one for one in closings.read(site) if one.until_ms > ctx.now_ms()]


def close_site(
    ctx: Context, site: Site, from_ms: int, until_ms: int, message: Sentences, closed_by: str
) -> None:
    """No window in that time can be chosen; one that was promised before stays promised.

    Raises invalid_request for a time that is over, ends before it begins, lasts longer than a year or
    lies more than two ahead.
    """
    now, wrong = ctx.now_ms(), ""
    if until_ms <= now:
        wrong = "in_past"
    elif until_ms <= from_ms:
        wrong = "too_short"
    elif until_ms - from_ms > LONGEST_MS:
        wrong = "too_long"
    elif until_ms > now + 2 * LONGEST_MS:
        wrong = "too_far"
    if wrong:
        raise DomainError("invalid_request", {"until_ms": wrong})
    closings.write(site, from_ms, until_ms, message, closed_by)


def reopen_site(site: Site, from_ms: int) -> None:
    """Takes back the closing that begins then; one that is not there is fine."""
    closings.remove(site, from_ms)


def _open_for(ctx: Context, site: Site, now: int, open_ms: int) -> int:
    """`now` is the caller's: the clock goes on while closings are read."""
    read_at, known = ctx.cache.get(("closings", site), (0, None))
    if known is None or now - read_at > KEPT_MS:
        known = closings.read(site)
        ctx.cache["closings", site] = now, known
    return hours.open_for(site, now, open_ms, known, partial(numbers.holiday, site))
