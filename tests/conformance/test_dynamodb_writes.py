"""PutItem, GetItem and DeleteItem: conditions and answers. UpdateItem's are with the update expressions."""

from typing import Any

import pytest

from tests.conformance.dynamodb_store import TABLE, L, M, N, S, Store

FAILED = "ConditionalCheckFailedException"


def test_what_is_put_is_there_whole(store: Store) -> None:
    store.put(a=N(1), b=S("x"))
    item = store.put(c=N(2))
    assert store.get() == item


def test_nothing_is_there_before(store: Store) -> None:
    answer = store.client.get_item(TableName=TABLE, Key=store.key())
    assert store.answer(answer) == {}


def test_only_what_is_asked_for_is_answered(store: Store) -> None:
    store.put(a=N(1), b=M(x=N(1), y=M(z=S("q"))), c=L(N(1)))
    assert store.get(ProjectionExpression="a, gone") == {"a": N(1)}
    assert store.get(ProjectionExpression="b.x, b.y.z, c.x, gone.x") == {"b": M(x=N(1), y=M(z=S("q")))}
    assert store.get(ProjectionExpression="b.y, sk") == {"b": M(y=M(z=S("q"))), "sk": S("a")}
    names = {"#n": "a"}
    assert store.get(ProjectionExpression="#n", ExpressionAttributeNames=names) == {"a": N(1)}
    assert store.get(ProjectionExpression="gone") in ({}, None)


PROJECTIONS = ["", "a a", "name", "b, b.x", "#a", "a,"]


@pytest.mark.parametrize("projection", PROJECTIONS, ids=[one or "nothing" for one in PROJECTIONS])
def test_a_projection_is_refused(store: Store, projection: str) -> None:
    with store.refused("ValidationException", "Invalid ProjectionExpression"):
        store.get(ProjectionExpression=projection)


def test_the_old_item_can_be_returned(store: Store) -> None:
    assert store.answer(_put(store, ReturnValues="ALL_OLD")) == {}
    item = store.put(a=N(1))
    assert store.answer(_put(store, ReturnValues="ALL_OLD")) == {"Attributes": item}
    assert store.answer(_put(store, ReturnValues="NONE")) == {}
    assert store.answer(_delete(store, ReturnValues="ALL_OLD")) == {"Attributes": store.key()}
    assert store.answer(_delete(store, ReturnValues="ALL_OLD")) == {}


@pytest.mark.parametrize("wanted", ["ALL_NEW", "UPDATED_NEW", "UPDATED_OLD"])
def test_put_and_delete_return_nothing_else(store: Store, wanted: str) -> None:
    for write in (_put, _delete):
        with store.refused("ValidationException", "Return values set to invalid value"):
            write(store, ReturnValues=wanted)


def test_a_put_holds_to_its_condition(store: Store) -> None:
    condition = {"ConditionExpression": "attribute_not_exists(pk)"}
    _put(store, **condition)
    item = store.put(a=N(1))
    with store.refused(FAILED, "The conditional request failed") as answer:
        _put(store, **condition)
    assert "Item" not in answer
    assert store.get() == item


def test_a_delete_holds_to_its_condition(store: Store) -> None:
    condition = {"ConditionExpression": "a = :a", "ExpressionAttributeValues": {":a": N(1)}}
    with store.refused(FAILED):
        _delete(store, **condition)
    store.put(a=N(2))
    with store.refused(FAILED):
        _delete(store, **condition)
    store.put(a=N(1))
    _delete(store, **condition)
    assert store.get() is None


def test_an_update_holds_to_its_condition(store: Store) -> None:
    condition = {"ConditionExpression": "attribute_exists(pk) AND a < :v"}
    with store.refused(FAILED):
        store.update("ADD a :v", {"v": N(5)}, **condition)
    assert store.get() is None
    store.put(a=N(1))
    assert store.update("ADD a :v", {"v": N(5)}, **condition)["Attributes"]["a"] == N(6)
    with store.refused(FAILED):
        store.update("ADD a :v", {"v": N(5)}, **condition)
    assert store.get() == store.key() | {"a": N(6)}


def test_what_made_a_condition_fail_can_be_returned(store: Store) -> None:
    asked = {"ConditionExpression": "attribute_exists(b)", "ReturnValuesOnConditionCheckFailure": "ALL_OLD"}
    with store.refused(FAILED) as answer:
        _put(store, **asked)
    assert "Item" not in answer
    item = store.put(a=N(1))
    for write in (_put, _delete):
        with store.refused(FAILED) as answer:
            write(store, **asked)
        assert answer["Item"] == item
    with store.refused(FAILED) as answer:
        store.update("SET a = :v", {"v": N(1)}, **asked)
    assert answer["Item"] == item


def test_a_delete_of_nothing_is_fine(store: Store) -> None:
    assert store.answer(_delete(store)) == {}


def _put(store: Store, **more: Any) -> Any:
    return store.client.put_item(TableName=TABLE, Item=store.key(), **more)


def _delete(store: Store, **more: Any) -> Any:
    return store.client.delete_item(TableName=TABLE, Key=store.key(), **more)
