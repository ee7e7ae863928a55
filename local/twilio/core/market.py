"""Phone numbers as goods: what can be bought, at which price, with which papers, and what the account has."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

KINDS = ("local", "mobile", "toll_free")
REQUIREMENTS = ("none", "any", "local", "foreign")
STATUSES = (
    "draft", "pending-review", "in-review", "twilio-rejected", "twilio-approved", "provisionally-approved",
)  # fmt: skip
APPROVED = "twilio-approved"
# Between the beginning and a small count; nobody's script hangs on these endings.
FILLER = "500000000"


@dataclass(frozen=True)
class Offer:
    """Numbers of a kind in a country: `stock` of them behind each beginning, `length` digits in all.

    `price` is what pricing answers, a scripted amount a month in US dollars; empty: it knows none.
    `refuses` is the error code with which every purchase fails, whatever papers there are.
    """

    country: str
    kind: str
    begins: tuple[str, ...]
    length: int
    stock: int = 5
    price: str = ""
    address: str = "none"
    bundle: bool = False
    sms: bool = True
    refuses: int = 0

    def numbers(self) -> Iterator[str]:
        """Every number there ever was, in E.164."""
        for start in self.begins:
            room = self.length + 1 - len(start)
            for n in range(self.stock):
                yield start + (FILLER[: room - 2] + f"{n:02d}")

    @property
    def regulation_sid(self) -> str:
        return f"RN{(self.country + self.kind).encode().hex():0>32}"


@dataclass(frozen=True)
class Bundle:
    """Regulatory papers for a kind of number in a country."""

    sid: str
    country: str
    kind: str
    status: str = APPROVED


@dataclass(frozen=True)
class Address:
    """An address on the account."""

    sid: str
    country: str


@dataclass
class OwnNumber:
    """A number of the account. `fields` are those of the resource that can be changed."""

    e164: str
    created_ms: int
    offer: Offer | None = None
    fields: dict[str, str | None] = field(default_factory=dict)
    updated_ms: int = 0

    @property
    def sid(self) -> str:
        return f"PN{int(self.e164.lstrip('+')):032x}"


# Prices of the twin's own making: nothing may be concluded from them.
OFFERS = (
    Offer("AR", "local", ("+5411", "+54351"), 12, price="8.00"),
    Offer("BR", "local", ("+5511", "+5521", "+5531", "+5581"), 12, price="4.25"),
    Offer("CL", "local", ("+562",), 11, price="6.50"),
    Offer("CO", "local", ("+57601",), 12, price="14.00", sms=False),
    Offer("GT", "mobile", ("+5025",), 11, price="20.00"),
    Offer("HN", "toll_free", ("+504800",), 14, price="25.00", sms=False),
    Offer("MX", "local", ("+5255", "+5233", "+5281"), 12, price="6.25"),
    Offer("NI", "local", ("+5052",), 11, price="9.00"),
    Offer("SV", "local", ("+5032",), 11, price="18.00"),
)


class Market:
    """What is for sale and what the account has; `held` maps E.164 to the number, oldest first."""

    def __init__(self, own: Sequence[str], now_ms: int) -> None:
        self.offers: tuple[Offer, ...] = OFFERS
        self.bundles: tuple[Bundle, ...] = ()
        self.addresses: tuple[Address, ...] = ()
        self.held = {number: OwnNumber(number, now_ms, updated_ms=now_ms) for number in own}

    def offer_of(self, e164: str) -> Offer | None:
        """The offer a number is for sale in, or None."""
        if e164 in self.held:
            return None
        return next((offer for offer in self.offers if e164 in offer.numbers()), None)

    def script(self, given: Mapping[str, Any]) -> None:
        """Replace the parts that are named, from JSON. Raises ValueError or TypeError."""
        kinds: dict[str, Any] = {"offers": Offer, "bundles": Bundle, "addresses": Address}
        if unknown := set(given) - set(kinds):
            raise ValueError(f"unknown parts: {', '.join(sorted(unknown))}")
        parsed = {part: tuple(_parsed(kinds[part], one) for one in rows) for part, rows in given.items()}
        for part, rows in parsed.items():
            setattr(self, part, rows)

    def as_json(self) -> dict[str, Any]:
        return {
            "offers": [asdict(one) for one in self.offers],
            "bundles": [asdict(one) for one in self.bundles],
            "addresses": [asdict(one) for one in self.addresses],
            "held": [one.e164 for one in self.held.values()],
        }


def _parsed(kind: Any, given: Mapping[str, Any]) -> Any:
    row = dict(given)
    if "begins" in row:
        row["begins"] = tuple(str(start) for start in row["begins"])
    made = kind(**row)
    for name, allowed in (("kind", KINDS), ("address", REQUIREMENTS), ("status", STATUSES)):
        if getattr(made, name, allowed[0]) not in allowed:
            raise ValueError(f"{name} must be one of {', '.join(allowed)}")
    return made
