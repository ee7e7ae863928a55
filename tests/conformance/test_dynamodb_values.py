"""Values and keys: how they are stored, and what cannot be."""

from typing import Any

import pytest

from tests.conformance.dynamodb_store import NS, SS, TABLE, Item, L, M, N, S, Store, normal

NUMBERS: list[tuple[str, str]] = [
    ("0", "0"),
    ("-0", "0"),
    ("0.000", "0"),
    ("0012", "12"),
    ("+5", "5"),
    ("-7", "-7"),
    ("1.0", "1"),
    ("1.50", "1.5"),
    (".5", "0.5"),
    ("5.", "5"),
    ("100", "100"),
    ("1e3", "1000"),
    ("1.5E-3", "0.0015"),
    ("1E+50", "1" + "0" * 50),
    ("1e-20", "0." + "0" * 19 + "1"),
    ("1e-130", "0." + "0" * 129 + "1"),
    ("1.5e125", "15" + "0" * 124),
    ("-9.9999999999999999999999999999999999999e125", "-" + "9" * 38 + "0" * 88),
    ("12345678901234567890123456789012345678", "12345678901234567890123456789012345678"),
    ("1234567890123456789012345678901234567800", "1234567890123456789012345678901234567800"),
    ("0.12345678901234567890123456789012345678", "0.12345678901234567890123456789012345678"),
]
NO_NUMBERS = [
    "one",
    "",
    " 1",
    "0x1",
    "NaN",
    "Infinity",
    "1_0",
    "1e",
    "1e126",
    "-1e126",
    "1e-131",
    "123456789012345678901234567890123456789",
    "1.23456789012345678901234567890123456789",
]
STORED: list[tuple[str, Item]] = [
    ("empty string", S("")),
    ("string", S("Olá 😀")),
    ("true", {"BOOL": True}),
    ("false", {"BOOL": False}),
    ("null", {"NULL": True}),
    ("empty list", L()),
    ("empty map", M()),
    ("mixed list", L(S("a"), N(1), L(L()), {"NULL": True}, SS("x"))),
    ("map in a map", M(a=M(b=M(c=N(1))), d=S(""))),
    ("strings", SS("b", "a", "")),
    ("numbers", NS(10, 9, "-1")),
]
NOT_STORED: list[tuple[str, Any, str]] = [
    ("no type", {}, "must contain exactly one of the supported datatypes"),
    ("two types", {"S": "a", "N": "1"}, "more than one datatypes"),
    ("null that is not", {"NULL": False}, "must have the value of true"),
    ("no strings", SS(), "An string set  may not be empty"),
    ("no numbers", NS(), "An number set  may not be empty"),
    ("a string twice", SS("a", "b", "a"), "contains duplicates"),
    ("a number twice", NS(1, "1.0"), "contains duplicates"),
    ("no number in a set", NS(1, "x"), ""),
    ("no strings in a list", L(SS()), "An string set  may not be empty"),
    ("no number in a map", M(a=N("x")), ""),
]


def _nested(levels: int) -> Item:
    value = S("a")
    for _ in range(levels):
        value = L(value)
    return value


@pytest.mark.parametrize(("given", "stored"), NUMBERS, ids=[case[0] for case in NUMBERS])
def test_a_number_has_one_form(store: Store, given: str, stored: str) -> None:
    store.put(n=N(given))
    assert store.get() == store.key() | {"n": N(stored)}


def test_a_number_has_one_form_inside_a_document_too(store: Store) -> None:
    store.put(n=L(M(x=N("1e3"))))
    assert store.get() == store.key() | {"n": L(M(x=N(1000)))}


@pytest.mark.parametrize("given", NO_NUMBERS, ids=ascii)
def test_it_is_no_number(store: Store, given: str) -> None:
    with store.refused("ValidationException"):
        store.put(n=N(given))


@pytest.mark.parametrize("value", [case[1] for case in STORED], ids=[case[0] for case in STORED])
def test_a_value_is_stored(store: Store, value: Item) -> None:
    item = store.put(v=value, w=L(value), x=M(y=value))
    assert store.get() == normal(item)


@pytest.mark.parametrize(
    ("value", "about"), [case[1:] for case in NOT_STORED], ids=[case[0] for case in NOT_STORED]
)
def test_a_value_is_not_stored(store: Store, value: Any, about: str) -> None:
    with store.refused("ValidationException", about):
        store.put(v=value)


def test_values_nest_so_deep(store: Store) -> None:
    item = store.put(v=_nested(31))
    assert store.get() == item
    with store.refused("ValidationException", "Nesting Levels have exceeded supported limits"):
        store.put(v=_nested(32))


EMPTY = "cannot contain an empty string value. Key: "
ITEMS: list[tuple[str, Item, str]] = [
    ("no hash key", {"sk": S("a")}, ""),
    ("no range key", {"pk": S("a")}, ""),
    ("hash key of another type", {"pk": N(1), "sk": S("a")}, "Type mismatch for key"),
    ("range key of another type", {"pk": S("a"), "sk": {"BOOL": True}}, ""),
    ("empty hash key", {"pk": S(""), "sk": S("a")}, EMPTY + "pk"),
    ("empty range key", {"pk": S("a"), "sk": S("")}, EMPTY + "sk"),
    ("long hash key", {"pk": S("a" * 2049), "sk": S("a")}, ""),
    ("long hash key in bytes", {"pk": S("é" * 1025), "sk": S("a")}, ""),
    ("long range key", {"pk": S("a"), "sk": S("a" * 1025)}, ""),
    (
        "index hash key of another type",
        {"pk": S("a"), "sk": S("a"), "due_pk": N(1)},
        "Type mismatch for Index",
    ),
    ("index range key of another type", {"pk": S("a"), "sk": S("a"), "due_at_ms": S("1")}, "Type mismatch"),
    ("index hash key that is null", {"pk": S("a"), "sk": S("a"), "due_pk": {"NULL": True}}, ""),
    ("empty index hash key", {"pk": S("a"), "sk": S("a"), "due_pk": S("")}, "IndexKey: due_pk"),
    ("long index hash key", {"pk": S("a"), "sk": S("a"), "due_pk": S("a" * 2049)}, ""),
    (
        "400 KB",
        {"pk": S("p"), "sk": S("s"), "x": S("x" * (409_600 - 6))},
        "Item size has exceeded the maximum",
    ),
]
KEYS: list[tuple[str, Item, str]] = [
    ("no range key", {"pk": S("a")}, ""),
    ("another attribute instead", {"pk": S("a"), "zk": S("a")}, ""),
    ("another attribute too", {"pk": S("a"), "sk": S("a"), "zk": S("a")}, ""),
    ("range key of another type", {"pk": S("a"), "sk": N(1)}, ""),
    ("empty range key", {"pk": S("a"), "sk": S("")}, ""),
    ("long hash key", {"pk": S("a" * 2049), "sk": S("a")}, ""),
]


@pytest.mark.parametrize(("item", "about"), [case[1:] for case in ITEMS], ids=[case[0] for case in ITEMS])
def test_an_item_that_cannot_be(store: Store, item: Item, about: str) -> None:
    with store.refused("ValidationException", about):
        store.client.put_item(TableName=TABLE, Item=item)


@pytest.mark.parametrize(("key", "about"), [case[1:] for case in KEYS], ids=[case[0] for case in KEYS])
def test_a_key_that_cannot_be(store: Store, key: Item, about: str) -> None:
    asked = {"TableName": TABLE, "Key": key}
    for ask in (store.client.get_item, store.client.delete_item, store.client.update_item):
        with store.refused("ValidationException", about):
            ask(**asked)


def test_keys_may_be_long(store: Store) -> None:
    item = {
        "pk": S("p" * 2047 + store.backend[0]),
        "sk": S("é" * 512),
        "due_pk": S("d" * 2048),
        "due_at_ms": N(1),
    }
    store.client.put_item(TableName=TABLE, Item=item)
    found = store.client.get_item(
        TableName=TABLE, Key={"pk": item["pk"], "sk": item["sk"]}, ConsistentRead=True
    )
    assert found["Item"] == item


SIZES: list[tuple[str, Item, int]] = [
    ("an empty string", S(""), 0),
    ("bytes, not letters", S("é"), 2),
    ("true", {"BOOL": True}, 1),
    ("null", {"NULL": True}, 1),
    ("0", N(0), 1),
    ("7", N(7), 2),
    ("12", N(12), 2),
    ("123", N(123), 3),
    ("-12", N(-12), 3),
    ("1.5", N("1.5"), 3),
    ("0.001", N("0.001"), 2),
    ("100", N(100), 2),
    ("a moment", N(1_800_000_000_123), 8),
    ("a round moment", N(1_800_000_000_000), 3),
    ("an empty list", L(), 3),
    ("a list", L(S("a"), N(1)), 8),
    ("a map", M(a=S("b")), 6),
    ("strings", SS("a", "bc"), 3),
    ("numbers", NS(1, 2), 4),
]


@pytest.mark.parametrize(("value", "size"), [case[1:] for case in SIZES], ids=[case[0] for case in SIZES])
def test_a_value_takes_so_many_bytes(store: Store, value: Item, size: int) -> None:
    """Found out by filling an item up to 400 KB."""
    key = {"pk": S("p"), "sk": S(store.backend[0])}
    room = 409_600 - len("pkpsksfv") - size
    with store.refused("ValidationException", "Item size has exceeded the maximum allowed size"):
        store.client.put_item(TableName=TABLE, Item=key | {"v": value, "f": S("x" * (room + 1))})
    store.client.put_item(TableName=TABLE, Item=key | {"v": value, "f": S("x" * room)})
