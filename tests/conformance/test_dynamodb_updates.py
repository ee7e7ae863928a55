"""Update expressions: what becomes of an item, and what is refused."""

from typing import Any

import pytest

from tests.conformance.dynamodb_store import NS, SS, Item, L, M, N, S, Store, ids, normal

ITEM: Item = {
    "a": N(1),
    "s": S("xyz"),
    "l": L(S("p"), N(2), M(q=N(1))),
    "m": M(x=S("1"), y=L(N(1))),
    "ss": SS("x", "y"),
    "ns": NS(1, 2),
}
CHANGED: list[tuple[str, dict[str, Item], dict[str, Item | None]]] = [
    ("SET a = :v", {"v": S("")}, {"a": S("")}),
    ("SET n = :v", {"v": N("1.5")}, {"n": N("1.5")}),
    ("set n = :v remove a", {"v": N(2)}, {"n": N(2), "a": None}),
    ("SET a = s, s = a", {}, {"a": S("xyz"), "s": N(1)}),
    ("SET a = a", {}, {}),
    ("SET a = a + :v", {"v": N("0.1")}, {"a": N("1.1")}),
    ("SET a = a - :v", {"v": N("1.5")}, {"a": N("-0.5")}),
    ("SET a = :v + a", {"v": N(9)}, {"a": N(10)}),
    ("SET a = :v - :w", {"v": N(9), "w": N("1e3")}, {"a": N(-991)}),
    ("SET a = a + a, b = a", {}, {"a": N(2), "b": N(1)}),
    ("SET b = a + :v, a = :v", {"v": N(5)}, {"a": N(5), "b": N(6)}),
    ("SET a = if_not_exists(a, :v)", {"v": N(7)}, {}),
    ("SET n = if_not_exists(n, :v)", {"v": N(7)}, {"n": N(7)}),
    ("SET n = if_not_exists(a, :v)", {"v": N(7)}, {"n": N(1)}),
    ("SET n = if_not_exists(n, a)", {}, {"n": N(1)}),
    ("SET n = if_not_exists(n, :v) + :w", {"v": N(0), "w": N(1)}, {"n": N(1)}),
    ("SET n = if_not_exists(m.gone, if_not_exists(n, :v))", {"v": N(0)}, {"n": N(0)}),
    ("SET l = list_append(l, :v)", {"v": L(N(9))}, {"l": L(S("p"), N(2), M(q=N(1)), N(9))}),
    ("SET l = list_append(:v, l)", {"v": L(N(9))}, {"l": L(N(9), S("p"), N(2), M(q=N(1)))}),
    (
        "SET n = list_append(if_not_exists(n, :v), :w)",
        {"v": L(), "w": L(S("a"))},
        {"n": L(S("a"))},
    ),
    ("SET m.x = :v", {"v": N(5)}, {"m": M(x=N(5), y=L(N(1)))}),
    ("SET m.z = :v", {"v": N(5)}, {"m": M(x=S("1"), y=L(N(1)), z=N(5))}),
    ("SET m.y[0] = :v", {"v": N(5)}, {"m": M(x=S("1"), y=L(N(5)))}),
    ("SET m.y[7] = :v", {"v": N(5)}, {"m": M(x=S("1"), y=L(N(1), N(5)))}),
    ("SET l[2].q = l[2].q + :v, l[2].r = :v", {"v": N(1)}, {"l": L(S("p"), N(2), M(q=N(2), r=N(1)))}),
    (
        "SET l[0] = :v, l[9] = :w, l[8] = :v",
        {"v": N(8), "w": N(9)},
        {"l": L(N(8), N(2), M(q=N(1)), N(8), N(9))},
    ),
    ("SET n = m.x", {}, {"n": S("1")}),
    ("REMOVE a", {}, {"a": None}),
    ("REMOVE a, s", {}, {"a": None, "s": None}),
    ("REMOVE gone", {}, {}),
    ("REMOVE l[0]", {}, {"l": L(N(2), M(q=N(1)))}),
    ("REMOVE l[0], l[1]", {}, {"l": L(M(q=N(1)))}),
    ("REMOVE l[9]", {}, {}),
    ("REMOVE m.x", {}, {"m": M(y=L(N(1)))}),
    ("REMOVE m.gone", {}, {}),
    ("ADD a :v", {"v": N("-2.5")}, {"a": N("-1.5")}),
    ("ADD n :v", {"v": N(1)}, {"n": N(1)}),
    ("ADD ss :v", {"v": SS("q", "x")}, {"ss": SS("q", "x", "y")}),
    ("ADD ns :v", {"v": NS(10, "2.0")}, {"ns": NS(1, 2, 10)}),
    ("ADD n :v", {"v": SS("q", "x")}, {"n": SS("q", "x")}),
    ("ADD m.n :v", {"v": N(1)}, {"m": M(x=S("1"), y=L(N(1)), n=N(1))}),
    ("ADD l[1] :v", {"v": N(1)}, {"l": L(S("p"), N(3), M(q=N(1)))}),
    ("DELETE ss :v", {"v": SS("x", "gone")}, {"ss": SS("y")}),
    ("DELETE ns :v", {"v": NS("1.0")}, {"ns": NS(2)}),
    ("DELETE ss :v", {"v": SS("x", "y")}, {"ss": None}),
    ("DELETE gone :v", {"v": SS("x")}, {}),
    (
        "SET s = :v REMOVE l ADD a :w DELETE ss :x",
        {"v": S("q"), "w": N(1), "x": SS("y")},
        {"s": S("q"), "l": None, "a": N(2), "ss": SS("x")},
    ),
    ("ADD a :w SET s = :v", {"v": S("q"), "w": N(1)}, {"s": S("q"), "a": N(2)}),
    ("SET due_pk = :v, due_at_ms = :w", {"v": S("D"), "w": N(5)}, {"due_pk": S("D"), "due_at_ms": N(5)}),
]
ABSENT = "The provided expression refers to an attribute that does not exist in the item"
WRONG_TYPE = "An operand in the update expression has an incorrect data type"
NO_PATH = "The document path provided in the update expression is invalid for update"
UNFIT: list[tuple[str, dict[str, Item], str]] = [
    ("SET n = gone", {}, ABSENT),
    ("SET n = gone + :v", {"v": N(1)}, ABSENT),
    ("SET n = list_append(gone, :v)", {"v": L()}, ABSENT),
    ("SET n = if_not_exists(gone, never)", {}, ABSENT),
    ("SET n = s + :v", {"v": N(1)}, WRONG_TYPE),
    ("SET n = list_append(a, :v)", {"v": L()}, WRONG_TYPE),
    ("ADD s :v", {"v": N(1)}, WRONG_TYPE),
    ("ADD a :v", {"v": SS("x")}, WRONG_TYPE),
    ("ADD ss :v", {"v": NS(1)}, WRONG_TYPE),
    ("DELETE a :v", {"v": SS("x")}, WRONG_TYPE),
    ("DELETE ss :v", {"v": NS(1)}, WRONG_TYPE),
    ("SET gone.x = :v", {"v": N(1)}, NO_PATH),
    ("SET a.x = :v", {"v": N(1)}, NO_PATH),
    ("SET gone[0] = :v", {"v": N(1)}, NO_PATH),
    ("SET m[0] = :v", {"v": N(1)}, NO_PATH),
    ("SET l.x = :v", {"v": N(1)}, NO_PATH),
    ("REMOVE gone.x", {}, NO_PATH),
    ("REMOVE a.x", {}, NO_PATH),
    ("REMOVE gone[0]", {}, NO_PATH),
    ("SET pk = :v", {"v": S("x")}, "Cannot update attribute pk. This attribute is part of the key"),
    ("REMOVE sk", {}, "Cannot update attribute sk. This attribute is part of the key"),
    ("SET due_pk = :v", {"v": N(1)}, "Type mismatch for Index Key"),
    ("SET due_at_ms = s", {}, "Type mismatch for Index Key"),
    ("ADD due_pk :v", {"v": N(1)}, "Type mismatch for Index Key"),
    ("SET a = a + :v", {"v": N("1e40")}, ""),
    ("SET a = :v + :v", {"v": N("9e125")}, ""),
    ("SET n = :v", {"v": S("n" * 409_600)}, "Item size to update has exceeded the maximum allowed size"),
]
"""Nothing that can be said before the item is known."""
REFUSED: list[tuple[str, dict[str, Item], str]] = [
    ("", {}, "The expression can not be empty;"),
    ("a = :v", {"v": N(1)}, "Syntax error"),
    ("SET", {}, 'Syntax error; token: "<EOF>", near: "SET"'),
    ("SET a", {}, 'Syntax error; token: "<EOF>", near: "a"'),
    ("SET a :v", {"v": N(1)}, 'Syntax error; token: ":v", near: "a :v"'),
    ("SET a = :v,", {"v": N(1)}, "Syntax error"),
    ("SET a = :v REMOVE", {"v": N(1)}, "Syntax error"),
    ("SET a = -:v", {"v": N(1)}, "Syntax error"),
    ("SET a = a + :v + :v", {"v": N(1)}, "Syntax error"),
    ("SET a = :v AND s = :v", {"v": N(1)}, "Syntax error"),
    ("ADD a s", {}, "Syntax error"),
    ("SET a = :v SET s = :v", {"v": N(1)}, 'The "SET" section can only be used once'),
    ("SET a = :v, a = :v", {"v": N(1)}, "Two document paths overlap with each other"),
    ("SET a = :v REMOVE a", {"v": N(1)}, "Two document paths overlap with each other"),
    ("REMOVE m, m.x", {}, "Two document paths overlap with each other"),
    ("SET m.x = :v ADD m :w", {"v": N(1), "w": N(1)}, "Two document paths overlap with each other"),
    ("REMOVE m.x, m[0]", {}, "Two document paths conflict with each other"),
    ("SET name = :v", {"v": N(1)}, "Attribute name is a reserved keyword; reserved keyword: name"),
    ("SET #a = :v", {"v": N(1)}, "is not defined; attribute name: #a"),
    ("SET a = :v", {}, "is not defined; attribute value: :v"),
    ("SET a = :v", {"v": N(1), "w": N(2)}, "ExpressionAttributeValues unused in expressions: keys: {:w}"),
    ("SET a = a + :v", {"v": S("1")}, "operator or function: +, operand type: S"),
    ("SET a = list_append(l, :v)", {"v": N(1)}, "operator or function: list_append, operand type: N"),
    ("SET a = list_append(l)", {}, "Incorrect number of operands"),
    ("SET a = if_not_exists(:v, a)", {"v": N(1)}, "requires a document path"),
    ("SET a = size(l)", {}, "not allowed in an update expression; function: size"),
    ("SET a = increment(a)", {}, "Invalid function name; function: increment"),
    ("ADD a :v", {"v": S("1")}, "operator: ADD, operand type: STRING"),
    ("ADD l :v", {"v": L()}, "operator: ADD, operand type: LIST"),
    ("DELETE a :v", {"v": N(1)}, "operator: DELETE, operand type: NUMBER"),
    ("SET a = :v", {"v": SS()}, "set  may not be empty"),
    ("SET due_pk = :v", {"v": S("")}, "cannot contain an empty string value"),
]


@pytest.mark.parametrize(("expression", "values", "changes"), CHANGED, ids=ids(CHANGED))
def test_an_item_becomes(
    store: Store, expression: str, values: dict[str, Item], changes: dict[str, Item | None]
) -> None:
    before = store.put(**ITEM)
    after = {name: value for name, value in (before | changes).items() if value is not None}
    assert store.update(expression, values)["Attributes"] == normal(after)
    assert store.get() == normal(after)


@pytest.mark.parametrize(("expression", "values", "about"), UNFIT, ids=ids(UNFIT))
def test_an_item_stays_when_it_cannot_become_so(
    store: Store, expression: str, values: dict[str, Item], about: str
) -> None:
    before = store.put(**ITEM)
    with store.refused("ValidationException", about):
        store.update(expression, values)
    assert store.get() == normal(before)


@pytest.mark.parametrize(("expression", "values", "about"), UNFIT, ids=ids(UNFIT))
def test_in_a_transaction_it_is_that_parts_reason(
    store: Store, expression: str, values: dict[str, Item], about: str
) -> None:
    before = store.put(**ITEM)
    with store.cancelled(None, "ValidationError") as reasons:
        store.write(store.put_part("b"), store.part("Update", values=values, UpdateExpression=expression))
    assert store.backend == "emulator" or about in reasons[1]["Message"]
    assert (store.get(), store.get("b")) == (normal(before), None)


@pytest.mark.parametrize(("expression", "values", "about"), REFUSED, ids=ids(REFUSED))
def test_it_is_refused(store: Store, expression: str, values: dict[str, Item], about: str) -> None:
    with store.refused("ValidationException", about):
        store.update(expression, values)
    with store.refused("ValidationException", about):
        store.write(store.put_part("b"), store.part("Update", values=values, UpdateExpression=expression))
    assert (store.get(), store.get("b")) == (None, None)


NEW: list[tuple[str, dict[str, Item], dict[str, Item]]] = [
    ("SET n = :v", {"v": N(1)}, {"n": N(1)}),
    ("SET n = sk", {}, {"n": S("a")}),
    ("ADD n :v", {"v": N(1)}, {"n": N(1)}),
    ("REMOVE n", {}, {}),
    ("DELETE n :v", {"v": SS("x")}, {}),
]


@pytest.mark.parametrize(("expression", "values", "attributes"), NEW, ids=ids(NEW))
def test_an_item_that_was_not_there_is_made(
    store: Store, expression: str, values: dict[str, Item], attributes: Item
) -> None:
    assert store.update(expression, values)["Attributes"] == store.key() | attributes
    assert store.get() == store.key() | attributes


def test_without_an_expression_only_the_key_is_made(store: Store) -> None:
    asked: dict[str, Any] = {"TableName": "conformance", "Key": store.key()}
    store.client.update_item(**asked)
    assert store.get() == store.key()


RETURNED: list[tuple[str, Item]] = [
    ("NONE", {}),
    ("ALL_OLD", {"Attributes": {"a": N(1), "b": S("x")}}),
    ("UPDATED_OLD", {"Attributes": {"a": N(1), "b": S("x")}}),
    ("ALL_NEW", {"Attributes": {"a": N(2), "c": N(1)}}),
    ("UPDATED_NEW", {"Attributes": {"a": N(2), "c": N(1)}}),
]


@pytest.mark.parametrize(("wanted", "answer"), RETURNED, ids=[case[0] for case in RETURNED])
def test_what_was_or_is_can_be_returned(store: Store, wanted: str, answer: Item) -> None:
    store.put(a=N(1), b=S("x"), d=N(0))
    if wanted.startswith("ALL"):
        answer = {"Attributes": store.key() | answer["Attributes"] | {"d": N(0)}}
    expression = "SET a = a + :v, c = :v REMOVE b"
    assert store.update(expression, {"v": N(1)}, ReturnValues=wanted) == answer


def test_nothing_is_returned_of_an_item_that_was_not_there(store: Store) -> None:
    for wanted in ("ALL_OLD", "UPDATED_OLD"):
        assert store.update("SET a = :v", {"v": N(1)}, ReturnValues=wanted) == {}
        store.client.delete_item(TableName="conformance", Key=store.key())
    store.put(a=N(1))
    assert store.update("REMOVE a", ReturnValues="UPDATED_NEW") == {}


def test_an_item_has_the_room_it_leaves(store: Store) -> None:
    store.put(f=S("f" * 300_000), n=N(123), l=L(S("a"), S("b")))
    store.update("SET f = :f, l[0] = :l REMOVE l[1] ADD n :n", {"f": S("f"), "l": N(7), "n": N(1000)})
    taken = len("pk" + store.partition + "sk" + "a" + "f" + "f" + "n" + "l" + "g") + 3 + (3 + 2 + 1)
    with store.refused("ValidationException", "Item size to update has exceeded the maximum allowed size"):
        store.update("SET g = :g", {"g": S("g" * (409_600 - taken + 1))})
    store.update("SET g = :g", {"g": S("g" * (409_600 - taken))})
