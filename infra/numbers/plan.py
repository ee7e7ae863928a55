"""From what a region wants and what there is to what has to be done. Pure."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from chalicelib.numbers.service import countries, pack
from chalicelib.numbers.table import by_calling_code, geographic

Kind = Literal["local", "mobile", "toll_free"]
ProblemCode = Literal[
    "not_sold", "none_found", "bundle_missing", "address_missing", "led_elsewhere", "unreachable", "refused"
]
KINDS: Mapping[str, tuple[Kind, ...]] = {
    "local": ("local",),
    "mobile": ("mobile",),
    "toll_free": ("toll_free",),
    "hint": ("local", "mobile", "toll_free"),
    "none": (),
}
"""What is searched for, by a pack's `twilio_offer`."""
ANY = "any"
ELSEWHERE = ("voice_application_sid", "sms_application_sid", "trunk_sid")
"""Twilio ignores a number's own URLs where one of these is set."""
Table = Mapping[str, Sequence[str]]


class Wrong(ValueError):
    """What was asked for cannot be meant; the message is for the person who asked."""


@dataclass(frozen=True)
class Wish:
    """One number in a country; `area` are the first national digits, empty for any."""

    country: str
    area: str

    def __str__(self) -> str:
        return f"{self.country} {self.area or ANY}"

    def fits(self, e164: str) -> bool:
        found = by_calling_code(e164.removeprefix("+"))
        return found is not None and found[0] == self.country and geographic(e164).startswith(self.area)


@dataclass(frozen=True)
class Held:
    """A number of the account. `fields` are the resource's own, by Twilio's names, empty when not set."""

    sid: str
    e164: str
    fields: Mapping[str, str]
    kind: Kind | None = None

    @property
    def label(self) -> str:
        return self.fields.get("friendly_name", "")


@dataclass(frozen=True)
class Price:
    """A month of a number, in hundredths of the currency's unit."""

    hundredths: int
    currency: str


@dataclass(frozen=True)
class Candidate:
    """A number that is for sale. `address`: none, any, local or foreign."""

    e164: str
    kind: Kind
    address: str = "none"
    sms: bool = True


@dataclass(frozen=True)
class Supply:
    """What Twilio says of a country. `bundles`: approved ones of each kind that needs one."""

    candidates: tuple[Candidate, ...] = ()
    bundles: Mapping[Kind, tuple[str, ...]] = field(default_factory=dict)
    prices: Mapping[Kind, Price] = field(default_factory=dict)


@dataclass(frozen=True)
class Address:
    """An address on the account."""

    sid: str
    country: str


@dataclass(frozen=True)
class Problem:
    """What a person has to see to; `about` is a wish or a number."""

    code: ProblemCode
    about: str
    told: str


@dataclass(frozen=True)
class Buy:
    """A purchase and the papers it goes with; `price` None where Twilio names none."""

    wish: Wish
    e164: str
    kind: Kind
    address_sid: str
    bundle_sid: str
    price: Price | None
    sms: bool


@dataclass(frozen=True)
class Standing:
    """The wishes that are met and by what, those that are not, and what is ours and not wanted."""

    kept: tuple[tuple[Wish, Held], ...]
    missing: tuple[Wish, ...]
    surplus: tuple[Held, ...]


def wishes(wanted: Mapping[str, Sequence[str]]) -> tuple[Wish, ...]:
    """From `numbers` of a region: {"BR": ["11", "21", "any"]}. Raises Wrong."""
    found = []
    for code, areas in wanted.items():
        if code not in countries():
            raise Wrong(f"{code} is no country with a pack: {', '.join(countries())}")
        if isinstance(areas, str) or not all(isinstance(area, str) for area in areas):
            raise Wrong(f"{code}: areas are a list of strings, one for each number")
        for area in areas:
            if area != ANY and not (area.isascii() and area.isdigit() and len(area) <= 6):
                raise Wrong(f"{code}: an area is its digits or {ANY}, not {area!r}")
            found.append(Wish(code, "" if area == ANY else area))
    return tuple(found)


def mark(region: str, country: str) -> str:
    """The friendly name of a number of this region: by it a run knows what another one bought."""
    return f"alo {region} {country}"


def ours(held: Iterable[Held], region: str, table: Table) -> tuple[Held, ...]:
    """What is marked as this region's, or stands in its table and is nobody else's; in order of number."""
    listed = {number for numbers in table.values() for number in numbers}
    own = [
        one
        for one in held
        if one.label.startswith(f"alo {region} ") or (one.e164 in listed and not one.label.startswith("alo "))
    ]
    return tuple(sorted(own, key=lambda one: one.e164))


def standing(wanted: Sequence[Wish], own: Sequence[Held], table: Table, without: Collection[str]) -> Standing:
    """Numbers in the table come first, so that what customers see does not change without need.

    `without` are numbers that may meet no wish.
    """
    listed = {number for numbers in table.values() for number in numbers}
    held = {one.e164: one for one in own}
    free = sorted(held.keys() - set(without), key=lambda number: (number not in listed, number))
    met = _matched(wanted, free)
    by_hand = {number for code in table.keys() - {wish.country for wish in wanted} for number in table[code]}
    return Standing(
        tuple((wanted[index], held[met[index]]) for index in sorted(met)),
        tuple(wish for index, wish in enumerate(wanted) if index not in met),
        tuple(one for one in own if one.e164 not in {*met.values(), *by_hand}),
    )


def purchases(
    missing: Sequence[Wish], supplies: Mapping[str, Supply], addresses: Sequence[Address]
) -> Iterator[Buy | Problem]:
    """A number for each wish, the first whose papers are there; no number twice."""
    taken: set[str] = set()
    # As above: who wants a certain area chooses before who takes any.
    for wish in sorted(missing, key=lambda wish: -len(wish.area)):
        supply = supplies.get(wish.country, Supply())
        fitting = [one for one in supply.candidates if wish.fits(one.e164) and one.e164 not in taken]
        outcomes = [_with_papers(wish, one, supply, addresses) for one in fitting]
        bought = next((one for one in outcomes if isinstance(one, Buy)), None)
        if bought:
            taken.add(bought.e164)
        yield bought or next(iter(outcomes), None) or _nothing(wish)


def changes(held: Held, wanted: Mapping[str, str]) -> dict[str, str]:
    """The fields that differ."""
    return {name: value for name, value in wanted.items() if held.fields.get(name, "") != value}


def led_elsewhere(held: Held) -> Problem | None:
    """A number whose own webhooks Twilio does not ask."""
    where = [name for name in ELSEWHERE if held.fields.get(name)]
    if not where:
        return None
    names = ", ".join(f"{name} {held.fields[name]}" for name in where)
    return Problem("led_elsewhere", held.e164, f"it leads to {names}: take it off there")


def releases(
    asked: Iterable[str], own: Sequence[Held], kept: Collection[str], table: Table
) -> tuple[Held, ...]:
    """The numbers to give back. Raises Wrong for one that is not ours, is wanted or may be called from."""
    known = {one.e164: one for one in own}
    listed = {number for numbers in table.values() for number in numbers}
    numbers = dict.fromkeys(asked)
    for number in numbers:
        if number not in known:
            raise Wrong(f"{number} is no number of this region")
        if number in listed:
            raise Wrong(
                f"{number} is a caller id: --replace it or want fewer, --apply, deploy, then release it"
            )
        if number in kept:
            raise Wrong(f"{number} is wanted: --replace it, or want fewer")
    return tuple(known[number] for number in numbers)


def table_of(wanted: Sequence[Wish], numbers: Collection[str], before: Table) -> dict[str, list[str]]:
    """The caller ids: wanted countries anew, in the order of the wishes; the others, kept by hand, as before.

    The same wishes and numbers give the same table, whichever run bought what.
    """
    met = _matched(wanted, sorted(numbers))
    anew: dict[str, list[str]] = {}
    for index in sorted(met):
        anew.setdefault(wanted[index].country, []).append(met[index])
    ours = {wish.country for wish in wanted}
    return dict(sorted({**{code: list(before[code]) for code in before.keys() - ours}, **anew}.items()))


def _matched(wanted: Sequence[Wish], numbers: Sequence[str]) -> dict[int, str]:
    """The index of each wish that is met, and the number; as many as can be.

    The longest area chooses first: areas lie within each other or apart, so it takes nobody's only one.
    """
    free, met = list(numbers), dict[int, str]()
    for index in sorted(range(len(wanted)), key=lambda index: -len(wanted[index].area)):
        found = next((number for number in free if wanted[index].fits(number)), None)
        if found:
            met[index] = found
            free.remove(found)
    return met


def _with_papers(wish: Wish, one: Candidate, supply: Supply, addresses: Sequence[Address]) -> Buy | Problem:
    bundle, address = "", ""
    if one.kind in supply.bundles:
        if not supply.bundles[one.kind]:
            told = (
                f"{_words(one.kind)} numbers need a regulatory bundle that Twilio has approved (error 21649)"
            )
            return Problem("bundle_missing", str(wish), told)
        bundle = supply.bundles[one.kind][0]
    if one.address != "none":
        fitting = [here for here in addresses if _fits(here, one.address, wish.country)]
        if not fitting:
            where = {"local": f" in {wish.country}", "foreign": f" outside {wish.country}"}.get(
                one.address, ""
            )
            told = f"{_words(one.kind)} numbers need an address{where} on the account (error 21631)"
            return Problem("address_missing", str(wish), told)
        address = fitting[0].sid
    return Buy(wish, one.e164, one.kind, address, bundle, supply.prices.get(one.kind), one.sms)


def _fits(address: Address, requirement: str, country: str) -> bool:
    if requirement == "any":
        return True
    return (address.country == country) == (requirement == "local")


def _nothing(wish: Wish) -> Problem:
    if not KINDS[pack(wish.country).twilio_offer]:
        return Problem("not_sold", str(wish), "Twilio sells no numbers there, says the country's pack")
    return Problem("none_found", str(wish), "Twilio has none to sell just now")


def _words(kind: str) -> str:
    return kind.replace("_", "-")
