"""A plan in words."""

from collections import Counter
from collections.abc import Iterator

from chalicelib.kernel.errors import DomainError
from chalicelib.numbers.service import caller_id, pack
from infra.numbers.plan import Price
from infra.numbers.run import Plan


def lines(made: Plan, done: bool) -> Iterator[str]:
    """What would be done, or was, and what it costs."""
    for wish, held in made.kept:
        yield _row("keep", held.e164, str(wish), _month(_price(made, wish.country, held.kind)))
    for held, changes in made.configure:
        yield _row("configure", held.e164, "", ", ".join(sorted(changes)))
    if made.browsers:
        yield _row("configure", "application", made.application_sid, ", ".join(sorted(made.browsers)))
    for order in made.buy:
        papers = [f"address {order.address_sid}"] if order.address_sid else []
        papers += [f"bundle {order.bundle_sid}"] if order.bundle_sid else []
        papers += [] if order.sms else ["takes no text messages"]
        kind = order.kind.replace("_", "-")
        yield _row("buy", order.e164, str(order.wish), ", ".join([kind, _month(order.price), *papers]))
    for held in made.release:
        yield _row("release", held.e164, "", "")
    for held in made.surplus:
        yield _row(
            "surplus",
            held.e164,
            "",
            "not wanted: --release gives it back, once the region is deployed without it",
        )
    for problem in made.problems:
        yield _row("problem", problem.about, problem.code, problem.told)
    yield ""
    yield from _cost(made)
    if made.table_changes:
        yield f"Caller ids {'are' if done else 'would be'}: " + "; ".join(
            f"{code} {' '.join(numbers)}" for code, numbers in made.table.items()
        )
    yield from _fallbacks(made)


def _cost(made: Plan) -> Iterator[str]:
    more = [order.price for order in made.buy]
    held = [_price(made, wish.country, one.kind) for wish, one in made.kept]
    yield f"A month costs {_sum([*more, *held])}, of which new {_sum(more)}."


def _fallbacks(made: Plan) -> Iterator[str]:
    """Wanted countries that will be called from another one."""
    for code in dict.fromkeys(wish.country for wish in made.wishes):
        if made.table.get(code):
            continue
        try:
            place = caller_id(code, made.table)[1]
        except DomainError:
            continue
        yield f"{pack(code).names['en']} is called from {pack(place).names['en']} meanwhile."


def _price(made: Plan, country: str, kind: str | None) -> Price | None:
    return next((price for one, price in made.prices.get(country, {}).items() if one == kind), None)


def _sum(prices: list[Price | None]) -> str:
    sums: Counter[str] = Counter()
    for price in prices:
        if price:
            sums[price.currency] += price.hundredths
    parts = [_amount(Price(hundredths, currency)) for currency, hundredths in sorted(sums.items())]
    unknown = prices.count(None)
    if unknown:
        parts.append(f"{unknown} number{'s' if unknown > 1 else ''} of unknown price")
    return " and ".join(parts) or "nothing"


def _month(price: Price | None) -> str:
    return f"{_amount(price)} a month" if price else "price unknown"


def _amount(price: Price) -> str:
    return f"{price.hundredths // 100}.{price.hundredths % 100:02d} {price.currency}"


def _row(what: str, about: str, wish: str, told: str) -> str:
    return f"  {what:10} {about:16} {wish:15} {told}".rstrip()
