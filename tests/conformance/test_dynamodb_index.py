"""The index: what is in it, in which order, and how it is read."""

from typing import Any

import pytest

from tests.conformance.dynamodb_store import Item, N, S, Store, ids

DUE: dict[str, Item] = {
    "a": N(-5),
    "b": N(0),
    "c": N("9.5"),
    "d": N(10),
    "e": N("1e2"),
    "f": N(1_800_000_000_000),
}
FOUND: list[tuple[str, dict[str, Item], str]] = [
    ("due_pk = :d", {}, "abcdef"),
    ("due_pk = :d AND due_at_ms = :v", {"v": N("10.0")}, "d"),
    ("due_pk = :d AND due_at_ms < :v", {"v": N(10)}, "abc"),
    ("due_pk = :d AND due_at_ms <= :v", {"v": N(10)}, "abcd"),
    ("due_pk = :d AND due_at_ms > :v", {"v": N(9)}, "cdef"),
    ("due_at_ms >= :v AND due_pk = :d", {"v": N("1E1")}, "def"),
    ("due_pk = :d AND due_at_ms BETWEEN :v AND :w", {"v": N("9.5"), "w": N(100)}, "cde"),
    ("due_pk = :d AND due_at_ms < :v", {"v": N(-6)}, ""),
]
REFUSED: list[tuple[str, dict[str, Item], str]] = [
    ("pk = :d", {}, "Query condition missed key schema element"),
    ("due_pk = :d AND sk = :v", {"v": S("a")}, "Query condition missed key schema element"),
    ("due_pk = :d AND due_at_ms = :v", {"v": S("1")}, "parameter type does not match schema type"),
    (
        "due_pk = :d AND begins_with(due_at_ms, :v)",
        {"v": S("1")},
        "parameter type does not match schema type",
    ),
    ("due_pk = :d AND due_at_ms BETWEEN :v AND :w", {"v": N(10), "w": N(9)}, "requires upper bound"),
]


def _put_due(store: Store) -> Item:
    """Items by their due time, and some that are in no index. The index's hash key as a value."""
    for sk, at in reversed(DUE.items()):
        store.put(sk, due_pk=S(store.partition), due_at_ms=at)
    store.put("only hash", due_pk=S(store.partition))
    store.put("only range", due_at_ms=N(1))
    return {"d": S(store.partition)}


@pytest.mark.parametrize(("condition", "values", "found"), FOUND, ids=ids(FOUND))
def test_it_finds(store: Store, condition: str, values: dict[str, Item], found: str) -> None:
    given = _put_due(store) | values
    assert store.found(condition, given, IndexName="due") == list(found)
    assert store.found(condition, given, IndexName="due", ScanIndexForward=False) == list(found)[::-1]
    counted = store.query(condition, given, IndexName="due", Select="COUNT")
    assert counted == {"Count": len(found), "ScannedCount": len(found)}


@pytest.mark.parametrize(("condition", "values", "about"), REFUSED, ids=ids(REFUSED))
def test_it_is_refused(store: Store, condition: str, values: dict[str, Item], about: str) -> None:
    with store.refused("ValidationException", about):
        store.query(condition, {"d": S("D")} | values, IndexName="due")


def test_it_is_never_read_consistently(store: Store) -> None:
    with store.refused(
        "ValidationException", "Consistent reads are not supported on global secondary indexes"
    ):
        store.query("due_pk = :d", {"d": S("D")}, IndexName="due", ConsistentRead=True)
    assert (
        store.query("due_pk = :d", {"d": S("none here")}, IndexName="due", ConsistentRead=False)["Count"] == 0
    )


def test_there_is_no_other(store: Store) -> None:
    with store.refused("ValidationException", "The table does not have the specified index: other"):
        store.query(IndexName="other")


def test_an_item_is_there_whole_and_as_it_is_now(store: Store) -> None:
    asked = ("due_pk = :d", {"d": S(store.partition)})
    store.put("a", due_pk=S(store.partition), due_at_ms=N(2), x=S("x"))
    store.put("b", due_pk=S(store.partition), due_at_ms=N(3))
    assert store.query(*asked, IndexName="due")["Items"][0]["x"] == S("x")
    store.update("SET due_at_ms = :v, x = :w", {"v": N(9), "w": S("y")})
    found = store.query(*asked, IndexName="due", Select="ALL_PROJECTED_ATTRIBUTES")["Items"]
    assert [(item["sk"]["S"], item.get("x")) for item in found] == [("b", None), ("a", S("y"))]
    store.update("SET due_pk = :v", {"v": S(store.partition + "!")})
    assert store.found(*asked, IndexName="due") == ["b"]
    assert store.found("due_pk = :d", {"d": S(store.partition + "!")}, IndexName="due") == ["a"]
    store.update("REMOVE due_at_ms")
    assert store.found("due_pk = :d", {"d": S(store.partition + "!")}, IndexName="due") == []
    store.client.delete_item(TableName="conformance", Key=store.key("b"))
    assert store.found(*asked, IndexName="due") == []
    assert store.get() is not None


@pytest.mark.parametrize("forward", [True, False])
def test_pages_follow_one_another_among_equals_too(store: Store, forward: bool) -> None:
    names = [f"{number:02}" for number in range(9)]
    for name in names:
        store.put(name, due_pk=S(store.partition), due_at_ms=N(int(name) // 4))
    asked: dict[str, Any] = {
        "condition": "due_pk = :d",
        "values": {"d": S(store.partition)},
        "IndexName": "due",
    }
    found: list[str] = []
    times: list[str] = []
    more: dict[str, Any] = {"Limit": 2, "ScanIndexForward": forward}
    while True:
        page = store.query(**asked, **more)
        found += [item["sk"]["S"] for item in page["Items"]]
        times += [item["due_at_ms"]["N"] for item in page["Items"]]
        if "LastEvaluatedKey" not in page:
            break
        last = page["Items"][-1]
        assert page["LastEvaluatedKey"] == {name: last[name] for name in ("pk", "sk", "due_pk", "due_at_ms")}
        more["ExclusiveStartKey"] = page["LastEvaluatedKey"]
    assert sorted(found) == names
    assert times == sorted(times, reverse=not forward)


def test_a_page_begins_after_a_whole_key(store: Store) -> None:
    given = _put_due(store)
    start = store.key("b") | {"due_pk": S(store.partition), "due_at_ms": N(0)}
    asked = ("due_pk = :d", given)
    assert store.found(*asked, IndexName="due", ExclusiveStartKey=start) == list("cdef")
    for wrong in (
        store.key("b"),
        {"due_pk": start["due_pk"], "due_at_ms": N(0)},
        start | {"due_pk": S("other")},
        start | {"due_at_ms": S("0")},
    ):
        with store.refused("ValidationException"):
            store.query(*asked, IndexName="due", ExclusiveStartKey=wrong)


def test_a_filter_may_look_at_the_tables_keys_but_not_at_its_own(store: Store) -> None:
    given = _put_due(store)
    asked: dict[str, Any] = {"condition": "due_pk = :d", "IndexName": "due"}
    found = store.found(**asked, values=given | {"v": S("d")}, FilterExpression="sk > :v")
    assert found == ["e", "f"]
    for own in ("due_at_ms > :v", "attribute_exists(due_pk) AND n < :v"):
        with store.refused("ValidationException", "can only contain non-primary key attributes"):
            store.query(**asked, values=given | {"v": N(1)}, FilterExpression=own)
