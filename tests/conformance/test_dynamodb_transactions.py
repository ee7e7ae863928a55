"""TransactWriteItems: all or nothing, why not, and once only."""

import pytest

from tests.conformance.dynamodb_store import TABLE, Item, N, S, Store

EXISTS, MISSING = "attribute_exists(pk)", "attribute_not_exists(pk)"
FAILED = "ConditionalCheckFailed"


def test_all_parts_are_done(store: Store) -> None:
    store.put("updated", n=N(1))
    store.put("deleted")
    checked = store.put("checked", n=N(1))
    store.write(
        store.part("ConditionCheck", "checked", {"v": N(1)}, ConditionExpression="n = :v"),
        store.part("Delete", "deleted", ConditionExpression=EXISTS),
        store.put_part("put", {"a": S("x")}, ConditionExpression=MISSING),
        store.part("Update", "updated", {"v": N(1)}, UpdateExpression="ADD n :v"),
        store.part("Update", "made", {"v": N(1)}, UpdateExpression="SET n = :v"),
    )
    assert store.get("put") == store.key("put") | {"a": S("x")}
    assert store.get("updated") == store.key("updated") | {"n": N(2)}
    assert store.get("made") == store.key("made") | {"n": N(1)}
    assert store.get("deleted") is None
    assert store.get("checked") == checked


def test_nothing_is_done_when_one_condition_fails(store: Store) -> None:
    item = store.put("a", n=N(1))
    with store.cancelled(None, FAILED, None) as reasons:
        store.write(
            store.put_part("b"),
            store.part("ConditionCheck", "a", ConditionExpression=MISSING),
            store.part("Delete", "c"),
        )
    assert reasons[1]["Message"].startswith("The conditional request failed")
    assert "Item" not in reasons[1]
    assert "Message" not in reasons[0]
    assert (store.get("a"), store.get("b")) == (item, None)


def test_every_condition_that_fails_is_told(store: Store) -> None:
    with store.cancelled(FAILED, None, FAILED, FAILED):
        store.write(
            store.put_part("a", ConditionExpression=EXISTS),
            store.put_part("b", ConditionExpression=MISSING),
            store.part("Delete", "c", ConditionExpression=EXISTS),
            store.part("Update", "d", UpdateExpression="REMOVE x", ConditionExpression=EXISTS),
        )
    assert store.query()["Count"] == 0


def test_what_made_a_condition_fail_can_be_returned(store: Store) -> None:
    item = store.put("a", n=N(1))
    asked: Item = {"ReturnValuesOnConditionCheckFailure": "ALL_OLD"}
    with store.cancelled(FAILED, FAILED, None, FAILED) as reasons:
        store.write(
            store.part("ConditionCheck", "a", ConditionExpression=MISSING, **asked),
            store.put_part("b", ConditionExpression=EXISTS, **asked),
            store.part("Delete", "c", **asked),
            store.part(
                "Update", "d", {"v": N(1)}, UpdateExpression="SET n = :v", ConditionExpression=EXISTS, **asked
            ),
        )
    assert [reason.get("Item") for reason in reasons] == [item, None, None, None]


def test_conditions_see_what_was_before_the_transaction(store: Store) -> None:
    store.put("a", n=N(1))
    store.write(
        store.part("Update", "a", {"v": N(2)}, UpdateExpression="SET n = :v"),
        store.put_part("b", ConditionExpression=MISSING),
    )
    with store.cancelled(None, FAILED):
        store.write(
            store.part("Update", "a", {"v": N(3)}, UpdateExpression="SET n = :v"),
            store.put_part("b", ConditionExpression=MISSING),
        )
    assert store.get("a") == store.key("a") | {"n": N(2)}


def test_parts_that_do_nothing_are_fine(store: Store) -> None:
    store.write(
        store.part("Delete", "a"),
        store.part("ConditionCheck", "b", ConditionExpression=MISSING),
        store.part("Update", "c", UpdateExpression="REMOVE x"),
    )
    assert store.found() == ["c"]


@pytest.mark.parametrize("other", ["Update", "Delete", "ConditionCheck"])
def test_two_parts_never_touch_one_item(store: Store, other: str) -> None:
    more: Item = {"UpdateExpression": "REMOVE x"} if other == "Update" else {}
    more |= {"ConditionExpression": MISSING} if other == "ConditionCheck" else {}
    with store.refused("ValidationException", "cannot include multiple operations on one item"):
        store.write(store.put_part("b"), store.part(other, "a", **more), store.put_part("a"))
    assert store.query()["Count"] == 0


def test_it_has_a_hundred_parts_at_most(store: Store) -> None:
    parts = [store.put_part(f"{number:03}") for number in range(101)]
    with store.refused("ValidationException"):
        store.write(*parts)
    store.write(*parts[:100])
    assert store.query()["Count"] == 100


def test_it_has_four_megabytes_at_most(store: Store) -> None:
    parts = [store.put_part(f"{number:02}", {"x": S("x" * 390_000)}) for number in range(11)]
    with store.refused("ValidationException"):
        store.write(*parts)
    assert store.query()["Count"] == 0


def test_a_part_does_one_thing(store: Store) -> None:
    with store.refused("ValidationException", "TransactItems can only contain one of"):
        store.write(store.put_part("a") | store.part("Delete", "b"))


ONE_BAD_PART: list[tuple[str, Item, str]] = [
    ("condition", {"ConditionExpression": "exists(pk)"}, "Invalid function name"),
    ("reserved", {"ConditionExpression": "attribute_exists(name)"}, "reserved keyword"),
    ("names", {"ExpressionAttributeNames": {"#a": "a"}}, "can only be specified when using expressions"),
    ("value", {"Item": {"pk": S("a"), "sk": S("a"), "x": {"SS": []}}}, "may not be empty"),
    ("number", {"Item": {"pk": S("a"), "sk": S("a"), "x": N("x")}}, ""),
    ("empty key", {"Item": {"pk": S("a"), "sk": S("")}}, "cannot contain an empty string value. Key: sk"),
    ("empty index key", {"Item": {"pk": S("a"), "sk": S("a"), "due_pk": S("")}}, "IndexKey: due_pk"),
    ("size", {"Item": {"pk": S("a"), "sk": S("a"), "x": S("x" * 409_600)}}, "Item size has exceeded"),
]


@pytest.mark.parametrize(
    ("more", "about"), [case[1:] for case in ONE_BAD_PART], ids=[case[0] for case in ONE_BAD_PART]
)
def test_what_can_never_be_refuses_all(store: Store, more: Item, about: str) -> None:
    with store.refused("ValidationException", about):
        store.write(store.put_part("b"), store.put_part("c", **more))
    assert store.query()["Count"] == 0


def test_a_key_the_table_cannot_hold_is_its_parts_reason(store: Store) -> None:
    wrong = store.key("a") | {"sk": N(1)}
    wrongly_indexed = store.key("a") | {"due_pk": N(1)}
    for part in (
        {"Delete": {"TableName": TABLE, "Key": wrong}},
        {"Put": {"TableName": TABLE, "Item": wrong}},
        {"Put": {"TableName": TABLE, "Item": wrongly_indexed}},
        {"Put": {"TableName": TABLE, "Item": store.key("a" * 1025)}},
    ):
        with store.cancelled("ValidationError", None):
            store.write(part, store.put_part("b"))
    assert store.query()["Count"] == 0


def test_the_same_request_is_done_once(store: Store) -> None:
    part = store.part("Update", "a", {"v": N(1)}, UpdateExpression="ADD n :v")
    for _ in range(3):
        store.write(part, ClientRequestToken=_token(store, 1))
    assert store.get() == store.key() | {"n": N(1)}
    store.write(part, ClientRequestToken=_token(store, 2))
    assert store.get() == store.key() | {"n": N(2)}


def test_a_token_is_for_one_request(store: Store) -> None:
    store.write(store.put_part("a"), ClientRequestToken=_token(store, 1))
    with store.refused("IdempotentParameterMismatchException"):
        store.write(store.put_part("b"), ClientRequestToken=_token(store, 1))
    assert store.found() == ["a"]


def test_a_request_done_before_asks_no_condition_again(store: Store) -> None:
    part = store.put_part("a", ConditionExpression=MISSING)
    store.write(part, ClientRequestToken=_token(store, 1))
    store.write(part, ClientRequestToken=_token(store, 1))
    with store.cancelled(FAILED):
        store.write(part, ClientRequestToken=_token(store, 2))


def test_a_request_that_was_cancelled_can_be_made_again(store: Store) -> None:
    store.put("a")
    part = store.put_part("a", {"n": N(1)}, ConditionExpression=MISSING)
    with store.cancelled(FAILED):
        store.write(part, ClientRequestToken=_token(store, 1))
    store.client.delete_item(TableName=TABLE, Key=store.key("a"))
    store.write(part, ClientRequestToken=_token(store, 1))
    assert store.get("a") == store.key("a") | {"n": N(1)}


def _token(store: Store, number: int) -> str:
    """At most 36 letters."""
    return f"{store.partition[-30:]}{number}"
