"""Conditions: what holds of an item, and what is refused before any item is looked at."""

from typing import Any

import pytest

from tests.conformance.dynamodb_store import NS, SS, TABLE, Item, L, M, N, S, Store, given, ids

ITEM: Item = {
    "a": N(1),
    "b": N(1),
    "c": N("10"),
    "s": S("xyz"),
    "e": S(""),
    "l": L(S("p"), N(2), M(q=N(1))),
    "m": M(x=S("1"), y=L(N(1))),
    "ss": SS("x", "y"),
    "ns": NS(1, 2),
    "t": {"BOOL": True},
    "z": {"NULL": True},
}
TRUE: list[tuple[str, dict[str, Item]]] = [
    ("attribute_exists(a)", {}),
    ("attribute_exists (a)", {}),
    ("attribute_exists(l[1])", {}),
    ("attribute_exists(m.y[0])", {}),
    ("attribute_not_exists(gone)", {}),
    ("attribute_not_exists(m.gone)", {}),
    ("attribute_not_exists(gone.such[3].thing)", {}),
    ("attribute_not_exists(l[3])", {}),
    ("a = b", {}),
    ("a = :v", {"v": N("1.0")}),
    ("a = :v", {"v": N("0.1e1")}),
    (":v = a", {"v": N(1)}),
    (":v = :v", {"v": N(1)}),
    ("s = :v", {"v": S("xyz")}),
    ("e = :v", {"v": S("")}),
    ("t = :v", {"v": {"BOOL": True}}),
    ("z = :v", {"v": {"NULL": True}}),
    ("ss = :v", {"v": SS("y", "x")}),
    ("ns = :v", {"v": NS("2.0", 1)}),
    ("l[2].q = :v", {"v": N(1)}),
    ("l = :v", {"v": ITEM["l"]}),
    ("m = :v", {"v": M(y=L(N("1.0")), x=S("1"))}),
    ("a <> :v", {"v": N(2)}),
    ("a <> :v", {"v": S("1")}),
    ("gone <> :v", {"v": N(2)}),
    ("a <> gone", {}),
    ("gone <> lost", {}),
    ("a < :v", {"v": N(2)}),
    ("a < c", {}),
    ("c > :v", {"v": N("9.99")}),
    ("a <= :v", {"v": N(1)}),
    ("a > :v", {"v": N(-1)}),
    ("a >= :v", {"v": N("0.001")}),
    ("s > :v", {"v": S("Z")}),
    ("s < :v", {"v": S("é")}),
    ("a BETWEEN :v AND :w", {"v": N(1), "w": N(1)}),
    ("s BETWEEN :v AND :w", {"v": S("a"), "w": S("z")}),
    (":v BETWEEN a AND c", {"v": N(5)}),
    ("a IN (:v)", {"v": N(1)}),
    ("a IN (:v, s, :w)", {"v": S("1"), "w": N("1.0")}),
    ("a in (:v)", {"v": N(1)}),
    ("NOT a = :v", {"v": N(2)}),
    ("NOT gone = :v", {"v": N(2)}),
    ("NOT gone IN (:v)", {"v": N(2)}),
    ("NOT NOT a = :v", {"v": N(1)}),
    ("not a = :v or s = :w", {"v": N(1), "w": S("xyz")}),
    ("a = :v OR a = :w AND s = :w", {"v": N(1), "w": S("no")}),
    ("(a = :w OR a = :v) AND s <> :w", {"v": N(1), "w": S("no")}),
    ("NOT (a = :v AND s = :v)", {"v": N(1)}),
    ("a=:v AND NOT s=:v", {"v": N(1)}),
    ("begins_with(s, :v)", {"v": S("xy")}),
    ("begins_with(s, :v)", {"v": S("")}),
    ("begins_with(:v, s)", {"v": S("xyzzy")}),
    ("contains(s, :v)", {"v": S("yz")}),
    ("contains(ss, :v)", {"v": S("y")}),
    ("contains(ns, :v)", {"v": N("2.0")}),
    ("contains(ns, a)", {}),
    ("contains(l, :v)", {"v": N("2.0")}),
    ("contains(l, :v)", {"v": M(q=N(1))}),
    ("contains(:v, s)", {"v": L(S("xyz"))}),
    ("size(s) = :v", {"v": N(3)}),
    ("size(e) = :v", {"v": N(0)}),
    ("size(l) >= size(ss)", {}),
    ("size(m) = :v", {"v": N(2)}),
    ("size(:v) = :w", {"v": S("é😀"), "w": N(3)}),
    ("size(m.y) BETWEEN :v AND a", {"v": N(0)}),
    ("attribute_type(a, :v)", {"v": S("N")}),
    ("attribute_type(z, :v)", {"v": S("NULL")}),
    ("attribute_type(l[2], :v)", {"v": S("M")}),
    ("attribute_type(ss, :v)", {"v": S("SS")}),
]
FALSE: list[tuple[str, dict[str, Item]]] = [
    ("attribute_exists(gone)", {}),
    ("attribute_exists(a.b)", {}),
    ("attribute_exists(m[0])", {}),
    ("attribute_exists(l.x)", {}),
    ("attribute_not_exists(e)", {}),
    ("attribute_not_exists(z)", {}),
    ("gone = :v", {"v": N(1)}),
    ("gone = lost", {}),
    ("a = :v", {"v": S("1")}),
    ("s = :v", {"v": S("XYZ")}),
    ("t = :v", {"v": {"BOOL": False}}),
    ("l[9] = :v", {"v": N(1)}),
    ("a <> :v", {"v": N("1.00")}),
    ("gone < :v", {"v": N(1)}),
    ("a < :v", {"v": S("9")}),
    ("c < :v", {"v": N("9")}),
    (":v < :w", {"v": N(1), "w": S("2")}),
    ("t < s", {}),
    ("gone BETWEEN :v AND :w", {"v": N(0), "w": N(9)}),
    ("s BETWEEN :v AND :w", {"v": N(0), "w": N(9)}),
    ("gone IN (:v)", {"v": N(1)}),
    ("gone IN (:v, lost)", {"v": N(1)}),
    ("a IN (:v)", {"v": L()}),
    ("NOT a = :v", {"v": N(1)}),
    ("begins_with(a, :v)", {"v": S("1")}),
    ("begins_with(gone, :v)", {"v": S("1")}),
    ("begins_with(ss, :v)", {"v": S("x")}),
    ("contains(gone, :v)", {"v": S("1")}),
    ("contains(a, :v)", {"v": N(1)}),
    ("contains(s, :v)", {"v": N(1)}),
    ("contains(ss, :v)", {"v": SS("x")}),
    ("contains(ss, :v)", {"v": S("xy")}),
    ("contains(l, :v)", {"v": S("q")}),
    ("size(gone) >= :v", {"v": N(0)}),
    ("size(a) = :v", {"v": N(1)}),
    ("size(t) >= :v", {"v": N(0)}),
    ("size(s) < :v", {"v": S("9")}),
    ("attribute_type(gone, :v)", {"v": S("S")}),
    ("attribute_type(a, :v)", {"v": S("S")}),
]
REFUSED: list[tuple[str, dict[str, Item], str]] = [
    ("", {}, "The expression can not be empty;"),
    ("  ", {}, "Invalid ConditionExpression"),
    ("a", {}, 'Syntax error; token: "<EOF>", near: "a"'),
    ("a = :v AND", {"v": N(1)}, 'Syntax error; token: "<EOF>", near: "AND"'),
    ("a == :v", {"v": N(1)}, "Syntax error"),
    ("= :v", {"v": N(1)}, "Syntax error"),
    ("a = :v extra", {"v": N(1)}, 'Syntax error; token: "extra", near: ":v extra"'),
    ("(a = :v", {"v": N(1)}, "Syntax error"),
    ("a = :v)", {"v": N(1)}, "Syntax error"),
    ("a = 1", {}, "Syntax error"),
    ("a = 'x'", {}, "Syntax error"),
    ("a-b = :v", {"v": N(1)}, "Syntax error"),
    ("_a = :v", {"v": N(1)}, "Syntax error"),
    ("l[-1] = :v", {"v": N(1)}, "Syntax error"),
    ("a IN ()", {}, "Syntax error"),
    ("a BETWEEN :v", {"v": N(1)}, "Syntax error"),
    ("attribute_exists()", {}, "Syntax error"),
    ("((a = :v))", {"v": N(1)}, "The expression has redundant parentheses;"),
    ("name = :v", {"v": N(1)}, "Attribute name is a reserved keyword; reserved keyword: name"),
    ("attribute_exists(m.Status)", {}, "Attribute name is a reserved keyword; reserved keyword: Status"),
    ("#no = :v", {"v": N(1)}, "is not defined; attribute name: #no"),
    ("a = :no", {}, "is not defined; attribute value: :no"),
    ("a = :v", {"v": N(1), "w": N(2)}, "ExpressionAttributeValues unused in expressions: keys: {:w}"),
    ("exists(a)", {}, "Invalid function name; function: exists"),
    ("ATTRIBUTE_EXISTS(a)", {}, "Invalid function name; function: ATTRIBUTE_EXISTS"),
    ("if_not_exists(a, b)", {}, "not allowed in a condition expression; function: if_not_exists"),
    ("size(s)", {}, "not allowed to be used this way in an expression; function: size"),
    ("attribute_exists(a) = :v", {"v": N(1)}, "not allowed to be used this way"),
    ("attribute_exists(:v)", {"v": N(1)}, "requires a document path"),
    ("attribute_exists(size(s))", {}, "requires a document path"),
    ("begins_with(a)", {}, "Incorrect number of operands"),
    ("size(a, s) = :v", {"v": N(1)}, "Incorrect number of operands"),
    ("begins_with(s, :v)", {"v": N(1)}, "operator or function: begins_with, operand type: N"),
    ("size(:v) = a", {"v": N(1)}, "operator or function: size, operand type: N"),
    ("a < :v", {"v": {"BOOL": True}}, "operator or function: <, operand type: BOOL"),
    ("a >= :v", {"v": L()}, "operator or function: >=, operand type: L"),
    ("a BETWEEN :v AND :v", {"v": SS("x")}, "operator or function: BETWEEN, operand type: SS"),
    ("a BETWEEN :v AND :w", {"v": N(3), "w": N(1)}, "requires upper bound to be greater than or equal"),
    ("a BETWEEN :v AND :w", {"v": N(1), "w": S("3")}, "requires same data type for lower and upper"),
    ("attribute_type(a, :v)", {"v": S("number")}, "Invalid attribute type name found; type: number"),
    ("attribute_type(a, :v)", {"v": N(1)}, "operator or function: attribute_type, operand type: N"),
    ("attribute_type(a, s)", {}, "Incorrect operand type"),
    ("a = a", {}, "The first operand must be distinct"),
    ("a IN (:v, a)", {"v": N(1)}, "The first operand must be distinct"),
    ("contains(s, s)", {}, "The first operand must be distinct"),
    ("a = :v", {"v": SS()}, "set  may not be empty"),
    ("a = :v", {"v": N("one")}, "ExpressionAttributeValues contains invalid value"),
    ("a = :v", {"v": {}}, "must contain exactly one of the supported datatypes"),
    ("a = :v", {"v": {"S": "x", "N": "1"}}, "more than one datatypes"),
    (f"a IN ({', '.join(f':v{i}' for i in range(101))})", {f"v{i}": N(i) for i in range(101)}, "101"),
    (f"attribute_exists({'a' * 4096})", {}, "Expression size has exceeded"),
]


@pytest.fixture
def stocked(store: Store) -> Store:
    """A place where the item is."""
    store.partition = "conditions"
    store.put(**ITEM)
    return store


def _put_if(store: Store, condition: str, values: dict[str, Item] | None = None, **more: Any) -> None:
    item = store.key() | ITEM
    asked = given(values) | more
    store.client.put_item(TableName=TABLE, Item=item, ConditionExpression=condition, **asked)


@pytest.mark.parametrize(("condition", "values"), TRUE, ids=ids(TRUE))
def test_it_holds(stocked: Store, condition: str, values: dict[str, Item]) -> None:
    _put_if(stocked, condition, values)


@pytest.mark.parametrize(("condition", "values"), FALSE, ids=ids(FALSE))
def test_it_does_not_hold(stocked: Store, condition: str, values: dict[str, Item]) -> None:
    with stocked.refused("ConditionalCheckFailedException", "The conditional request failed"):
        _put_if(stocked, condition, values)


@pytest.mark.parametrize(("condition", "values", "about"), REFUSED, ids=ids(REFUSED))
def test_it_is_refused(store: Store, condition: str, values: dict[str, Item], about: str) -> None:
    with store.refused("ValidationException", about):
        _put_if(store, condition, values)


NAMES: list[tuple[str, dict[str, str], str]] = [
    (
        "attribute_exists(#a)",
        {"#a": "a", "#b": "b"},
        "ExpressionAttributeNames unused in expressions: keys: {#b}",
    ),
    ("attribute_exists(a)", {"#a": "a"}, "ExpressionAttributeNames unused in expressions: keys: {#a}"),
    ("attribute_exists(a)", {}, "ExpressionAttributeNames must not be empty"),
    ("attribute_exists(#a)", {"a": "a"}, 'contains invalid key: Syntax error; key: "a"'),
    ("attribute_exists(#a)", {"#": "a"}, "contains invalid key"),
    ("attribute_exists(#a)", {"#a": ""}, "ExpressionAttributeNames contains invalid value"),
]


@pytest.mark.parametrize(("condition", "names", "about"), NAMES, ids=[str(case[1]) for case in NAMES])
def test_names_are_all_used_and_well_formed(
    store: Store, condition: str, names: dict[str, str], about: str
) -> None:
    with store.refused("ValidationException", about):
        _put_if(store, condition, ExpressionAttributeNames=names)


def test_a_name_is_one_name_whatever_is_in_it(store: Store) -> None:
    odd: Item = {"a.b": N(1), "name": N(2), "two words": M(**{"x y": N(3)})}
    store.put("a", **odd)
    names = {"#0": "a.b", "#1": "name", "#2": "two words", "#3": "x y"}
    _put_if(
        store,
        "#0 = :a AND #1 = :b AND #2.#3 = :c",
        {"a": N(1), "b": N(2), "c": N(3)},
        ExpressionAttributeNames=names,
    )


def test_values_are_not_empty_and_have_a_colon(store: Store) -> None:
    with store.refused("ValidationException", "ExpressionAttributeValues must not be empty"):
        _put_if(store, "attribute_exists(a)", ExpressionAttributeValues={})
    with store.refused("ValidationException", 'contains invalid key: Syntax error; key: "v"'):
        _put_if(store, "a = :v", ExpressionAttributeValues={"v": N(1)})


def test_without_an_expression_there_are_no_names_and_values(store: Store) -> None:
    for more in ({"ExpressionAttributeNames": {"#a": "a"}}, {"ExpressionAttributeValues": {":a": N(1)}}):
        with store.refused("ValidationException", "can only be specified when using expressions"):
            store.client.put_item(TableName=TABLE, Item=store.key(), **more)
