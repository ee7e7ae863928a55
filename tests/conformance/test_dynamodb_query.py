"""Query: what a key condition finds in the table and in an index, in which order, and page by page."""

from typing import Any

import pytest

from tests.conformance.dynamodb_store import Item, M, N, S, Store, ids

SORTED = ["a", "a#1", "a#2", "b", "b#1", "é", "\uffff", "😀"]
FOUND: list[tuple[str, dict[str, Item], list[str]]] = [
    ("pk = :pk", {}, SORTED),
    (":pk = pk", {}, SORTED),
    ("(pk = :pk)", {}, SORTED),
    ("pk = :pk AND sk = :v", {"v": S("a#1")}, ["a#1"]),
    ("sk = :v AND pk = :pk", {"v": S("a#1")}, ["a#1"]),
    ("(pk = :pk AND sk = :v)", {"v": S("a#1")}, ["a#1"]),
    ("(pk = :pk) AND (:v = sk)", {"v": S("a#1")}, ["a#1"]),
    ("pk = :pk AND sk = :v", {"v": S("c")}, []),
    ("pk = :pk AND sk < :v", {"v": S("a#2")}, ["a", "a#1"]),
    ("pk = :pk AND sk <= :v", {"v": S("a#2")}, ["a", "a#1", "a#2"]),
    ("pk = :pk AND sk > :v", {"v": S("b")}, SORTED[4:]),
    ("pk = :pk AND sk >= :v", {"v": S("b")}, SORTED[3:]),
    ("pk = :pk AND :v > sk", {"v": S("a#2")}, ["a", "a#1"]),
    ("pk = :pk AND sk > :v", {"v": S("zz")}, SORTED[5:]),
    ("pk = :pk AND sk BETWEEN :v AND :w", {"v": S("a#1"), "w": S("b")}, ["a#1", "a#2", "b"]),
    ("pk = :pk AND sk BETWEEN :v AND :v", {"v": S("b")}, ["b"]),
    ("pk = :pk AND sk BETWEEN :v AND :w", {"v": S("c"), "w": S("d")}, []),
    ("pk = :pk AND begins_with(sk, :v)", {"v": S("a#")}, ["a#1", "a#2"]),
    ("pk = :pk AND begins_with(sk, :v)", {"v": S("b")}, ["b", "b#1"]),
    ("pk = :pk AND begins_with(sk, :v)", {"v": S("é")}, ["é"]),
    ("pk = :pk AND begins_with(sk, :v)", {"v": S("#")}, []),
]
ELEMENT = "Query condition missed key schema element"
OPERATOR = "Invalid operator used in KeyConditionExpression: "
REFUSED: list[tuple[str, dict[str, Item], str]] = [
    ("", {}, "The expression can not be empty;"),
    ("pk", {}, "Syntax error"),
    ("sk = :v", {"v": S("a")}, ELEMENT),
    ("due_pk = :v", {"v": S("a")}, ELEMENT),
    ("pk = :pk AND n = :v", {"v": N(1)}, ELEMENT),
    ("pk > :pk", {}, "Query key condition not supported"),
    ("begins_with(pk, :pk)", {}, "Query key condition not supported"),
    ("pk = :pk OR sk = :v", {"v": S("a")}, OPERATOR + "OR"),
    ("pk = :pk AND NOT sk = :v", {"v": S("a")}, OPERATOR + "NOT"),
    ("pk = :pk AND sk <> :v", {"v": S("a")}, OPERATOR + "<>"),
    ("pk = :pk AND sk IN (:v)", {"v": S("a")}, OPERATOR + "IN"),
    ("pk = :pk AND contains(sk, :v)", {"v": S("a")}, OPERATOR + "contains"),
    ("pk = :pk AND attribute_exists(sk)", {}, OPERATOR + "attribute_exists"),
    ("pk = sk", {}, "Multiple attribute names used in one condition"),
    ("pk = :pk AND size(sk) = :v", {"v": N(1)}, "cannot contain nested operations"),
    ("pk = :pk AND sk.x = :v", {"v": S("a")}, "Key attributes must be scalars"),
    ("pk = :pk AND pk = :pk", {}, "must only contain one condition per key"),
    ("pk = :pk AND sk > :v AND sk < :w", {"v": S("a"), "w": S("b")}, "one condition per key"),
    ("pk = :pk AND sk = :v AND n = :v", {"v": S("a")}, "Conditions can be of length 1 or 2 only"),
    ("pk = :v", {"v": N(1)}, "Condition parameter type does not match schema type"),
    ("pk = :pk AND sk = :v", {"v": N(1)}, "Condition parameter type does not match schema type"),
    ("pk = :v", {"v": S("")}, "cannot contain an empty string value. Key: pk"),
    ("pk = :pk AND sk > :v", {"v": S("")}, "cannot contain an empty string value. Key: sk"),
    ("pk = :pk AND begins_with(sk, :v)", {"v": S("")}, "cannot contain an empty string value. Key: sk"),
    ("pk = :pk AND begins_with(sk, :v)", {"v": N(1)}, "begins_with, operand type: N"),
    ("pk = :pk AND sk BETWEEN :v AND :w", {"v": S("b"), "w": S("a")}, "requires upper bound to be greater"),
    ("pk = :pk AND sk > :v", {"v": S("a" * 1025)}, ""),
    ("((pk = :pk))", {}, "The expression has redundant parentheses;"),
    ("pk = :pk", {"v": S("a")}, "ExpressionAttributeValues unused in expressions: keys: {:v}"),
]


@pytest.fixture
def stocked(store: Store) -> Store:
    """A partition of items in another order."""
    store.partition = "query"
    for number, sk in enumerate(reversed(SORTED)):
        store.put(sk, n=N(number), m=M(x=N(number)))
    return store


@pytest.mark.parametrize(("condition", "values", "found"), FOUND, ids=ids(FOUND))
def test_it_finds(stocked: Store, condition: str, values: dict[str, Item], found: list[str]) -> None:
    assert stocked.found(condition, values) == found
    assert stocked.found(condition, values, ConsistentRead=True) == found
    assert stocked.found(condition, values, ScanIndexForward=False) == found[::-1]
    counted = stocked.query(condition, values, Select="COUNT")
    assert counted == {"Count": len(found), "ScannedCount": len(found)}


@pytest.mark.parametrize(("condition", "values", "about"), REFUSED, ids=ids(REFUSED))
def test_it_is_refused(store: Store, condition: str, values: dict[str, Item], about: str) -> None:
    with store.refused("ValidationException", about):
        store.query(condition, values)


def test_without_a_condition_it_is_refused(store: Store) -> None:
    with store.refused("ValidationException", "KeyConditionExpression parameter must be specified"):
        store.client.query(TableName="conformance")


@pytest.mark.parametrize("limit", [1, 3, 7, 8, 9])
@pytest.mark.parametrize("forward", [True, False])
def test_pages_follow_one_another(stocked: Store, limit: int, forward: bool) -> None:
    found: list[str] = []
    more: dict[str, Any] = {"Limit": limit, "ScanIndexForward": forward}
    while True:
        page = stocked.query(**more)
        assert page["Count"] == page["ScannedCount"] == len(page["Items"])
        found += [item["sk"]["S"] for item in page["Items"]]
        last = page.get("LastEvaluatedKey")
        # A page that is full says where to go on, even when nothing is left.
        assert (last is not None) == (page["Count"] == limit)
        if last is None:
            break
        assert last == {name: page["Items"][-1][name] for name in ("pk", "sk")}
        more["ExclusiveStartKey"] = last
    assert found == (SORTED if forward else SORTED[::-1])


def test_a_page_begins_after_a_key_that_is_not_there(stocked: Store) -> None:
    start = stocked.key("a#1x")
    assert stocked.found(ExclusiveStartKey=start) == SORTED[2:]
    assert stocked.found(ExclusiveStartKey=start, ScanIndexForward=False) == ["a#1", "a"]


def test_a_page_begins_within_its_condition(stocked: Store) -> None:
    condition, values = "pk = :pk AND sk > :v", {"v": S("a#1")}
    assert stocked.found(condition, values, ExclusiveStartKey=stocked.key("a#2")) == SORTED[3:]
    backward = {"ExclusiveStartKey": stocked.key("b"), "ScanIndexForward": False}
    assert stocked.found(condition, values, **backward) == ["a#2"]
    with stocked.refused("ValidationException", "starting key does not match the range key predicate"):
        stocked.query(condition, values, ExclusiveStartKey=stocked.key("a"))


NO_START: list[tuple[str, Item]] = [
    ("nothing", {}),
    ("no range key", {"pk": S("query")}),
    ("another partition", {"pk": S("other"), "sk": S("a")}),
    ("another type", {"pk": S("query"), "sk": N(1)}),
    ("another attribute", {"pk": S("query"), "sk": S("a"), "n": N(1)}),
    ("empty", {"pk": S("query"), "sk": S("")}),
]


@pytest.mark.parametrize("start", [case[1] for case in NO_START], ids=[case[0] for case in NO_START])
def test_no_page_begins_there(stocked: Store, start: Item) -> None:
    with stocked.refused("ValidationException"):
        stocked.query(ExclusiveStartKey=start)


def test_a_filter_leaves_out_what_was_looked_at(stocked: Store) -> None:
    page = stocked.query(values={"n": N(4)}, FilterExpression="n >= :n", Limit=5)
    assert (page["Count"], page["ScannedCount"]) == (4, 5)
    assert [item["n"] for item in page["Items"]] == [N(7), N(6), N(5), N(4)]
    assert page["LastEvaluatedKey"] == stocked.key("b#1")
    page = stocked.query(values={"n": N(9)}, FilterExpression="n = :n OR m.x = :n", Limit=5)
    assert (page["Count"], page["Items"], page["LastEvaluatedKey"]) == (0, [], stocked.key("b#1"))
    counted = stocked.query(values={"n": N(4)}, FilterExpression="n < :n", Select="COUNT")
    assert counted == {"Count": 4, "ScannedCount": 8}


FILTERS: list[tuple[str, dict[str, Item], str]] = [
    ("", {}, "Invalid FilterExpression: The expression can not be empty;"),
    ("pk = :pk", {}, "Filter Expression can only contain non-primary key attributes"),
    (
        "n = :v OR begins_with(sk, :w)",
        {"v": N(1), "w": S("a")},
        "can only contain non-primary key attributes",
    ),
    ("attribute_exists(sk)", {}, "can only contain non-primary key attributes"),
    ("NOT size(sk) = :v", {"v": N(1)}, "can only contain non-primary key attributes"),
    ("status = :v", {"v": N(1)}, "Invalid FilterExpression: Attribute name is a reserved keyword"),
    ("n = :v", {}, "Invalid FilterExpression: An expression attribute value used"),
    ("n = n", {}, "Invalid FilterExpression: The first operand must be distinct"),
]


@pytest.mark.parametrize(("condition", "values", "about"), FILTERS, ids=ids(FILTERS))
def test_a_filter_is_refused(store: Store, condition: str, values: dict[str, Item], about: str) -> None:
    with store.refused("ValidationException", about):
        store.query(values=values, FilterExpression=condition)


def test_only_what_is_asked_for_is_answered(stocked: Store) -> None:
    one = ("pk = :pk AND sk = :v", {"v": S("a")})
    assert stocked.query(*one, ProjectionExpression="n, m.x, gone")["Items"] == [{"n": N(7), "m": M(x=N(7))}]
    specific: dict[str, Any] = {"ProjectionExpression": "sk", "Select": "SPECIFIC_ATTRIBUTES"}
    assert stocked.query(*one, **specific)["Items"] == [{"sk": S("a")}]
    page = stocked.query(ProjectionExpression="n", Limit=1)
    assert page["LastEvaluatedKey"] == stocked.key("a")
    whole = stocked.query(*one, Select="ALL_ATTRIBUTES")["Items"]
    assert whole == [stocked.key("a") | {"n": N(7), "m": M(x=N(7))}]


SELECTS: list[tuple[str, dict[str, Any], str]] = [
    ("count", {"ProjectionExpression": "n", "Select": "COUNT"}, "choosing to get only the Count"),
    ("all", {"ProjectionExpression": "n", "Select": "ALL_ATTRIBUTES"}, "choosing to get ALL_ATTRIBUTES"),
    ("specific", {"Select": "SPECIFIC_ATTRIBUTES"}, "choosing to get SPECIFIC_ATTRIBUTES"),
    ("projected", {"Select": "ALL_PROJECTED_ATTRIBUTES"}, "only when Querying using an IndexName"),
]


@pytest.mark.parametrize(("more", "about"), [case[1:] for case in SELECTS], ids=[case[0] for case in SELECTS])
def test_it_cannot_be_selected_so(store: Store, more: dict[str, Any], about: str) -> None:
    with store.refused("ValidationException", about):
        store.query(**more)


def test_a_page_holds_about_a_megabyte(store: Store) -> None:
    names = [f"{number:02}" for number in range(12)]
    for name in names:
        store.put(name, x=S("x" * 200_000))
    found: list[str] = []
    more: dict[str, Any] = {}
    while True:
        page = store.query(**more)
        assert len(page["Items"]) in (5, 6) or "LastEvaluatedKey" not in page
        found += [item["sk"]["S"] for item in page["Items"]]
        if "LastEvaluatedKey" not in page:
            break
        more["ExclusiveStartKey"] = page["LastEvaluatedKey"]
    assert found == names


def test_a_page_holds_no_more_when_a_filter_leaves_everything_out(store: Store) -> None:
    for number in range(8):
        store.put(f"{number}", x=S("x" * 200_000))
    counted = store.query(Select="COUNT", FilterExpression="attribute_not_exists(x)")
    assert counted["Count"] == 0
    assert counted["ScannedCount"] in (5, 6)
    assert "LastEvaluatedKey" in counted
