"""A table: its keys, its items, and their order in each partition of the table and of its indexes."""

from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass
from operator import itemgetter
from typing import Any, NamedTuple

from tests.simulation.aws.dynamodb_values import Item, Unfit, invalid, rank, size_of

Key = tuple[str, ...]
"""The values of the key attributes, as they are written."""

MAX_HASH, MAX_RANGE = 2048, 1024
_NO_KEY = "The provided key element does not match the schema"
_FIRST: Callable[[Any], Any] = itemgetter(0)


class Schema(NamedTuple):
    """The keys of a table (`name` is empty) or of an index."""

    name: str
    hash: str
    range: str | None
    kinds: tuple[tuple[str, str], ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The key attributes."""
        return (self.hash,) if self.range is None else (self.hash, self.range)


class Partition:
    """Items of one hash key in order: `ranks`, what they are sorted by, and `rows`, with their sizes."""

    __slots__ = ("ranks", "rows")

    def __init__(self, ranks: list[Any], rows: list[tuple[Item, int]]) -> None:
        self.ranks, self.rows = ranks, rows

    def put(self, rank: Any, row: tuple[Item, int]) -> None:
        """Adds or replaces."""
        at = bisect_left(self.ranks, rank)
        if at < len(self.ranks) and self.ranks[at] == rank:
            self.rows[at] = row
        else:
            self.ranks.insert(at, rank)
            self.rows.insert(at, row)

    def take(self, rank: Any) -> None:
        """Removes what is there."""
        at = bisect_left(self.ranks, rank)
        if at < len(self.ranks) and self.ranks[at] == rank:
            del self.ranks[at], self.rows[at]


_EMPTY = Partition([], [])


@dataclass(slots=True)
class View:
    """The items of a table, or of an index, by hash key."""

    schema: Schema
    table_range: str | None
    table_names: tuple[str, ...]
    partitions: dict[str, Partition]

    def partition(self, hash_value: str) -> Partition:
        """The items of one hash key."""
        return self.partitions.get(hash_value, _EMPTY)

    @property
    def by(self) -> Callable[[Any], Any] | None:
        """The range key's part of a rank."""
        return _FIRST if self.schema.name else None

    def place(self, item: Item) -> tuple[str, Any] | None:
        """The hash key and the rank of an item; None when the index does not hold it."""
        schema = self.schema
        held = item.get(schema.hash)
        if held is None:
            return None
        ((_, hash_value),) = held.items()
        if not schema.name:
            return hash_value, 0 if schema.range is None else rank(item[schema.range])
        tie = tuple([rank(item[name]) for name in self.table_names])
        if schema.range is None:
            return hash_value, (0, tie)
        ranged = item.get(schema.range)
        return None if ranged is None else (hash_value, (rank(ranged), tie))

    def earlier(self, hash_value: str, undone: dict[Key, tuple[Item | None, Item | None]]) -> Partition:
        """The partition without some changes: `undone` has each item as it was and as it is."""
        live = self.partition(hash_value)
        touched = [
            (was, now)
            for was, now in undone.values()
            if any(one is not None and _held(one, self.schema.hash) == hash_value for one in (was, now))
        ]
        if not touched:
            return live
        past = Partition(list(live.ranks), list(live.rows))
        for was, now in touched:
            for item, change in ((now, "take"), (was, "put")):
                place = self.place(item) if item is not None else None
                if item is None or place is None or place[0] != hash_value:
                    continue
                if change == "take":
                    past.take(place[1])
                else:
                    past.put(place[1], (item, size_of(item)))
        return past


def _held(item: Item, name: str) -> str | None:
    value = item.get(name)
    return None if value is None else str(next(iter(value.values())))


class Table:
    """`items` is the live state; images in it are never changed, only replaced."""

    def __init__(self, name: str, described: dict[str, Any], schema: Schema, indexes: list[Schema]) -> None:
        self.name, self.described, self.schema, self.indexes = name, described, schema, indexes
        self.items: dict[Key, Item] = {}
        self.base = View(schema, schema.range, schema.names, {})
        self.views = {one.name: View(one, schema.range, schema.names, {}) for one in indexes}
        self._views = [self.base, *self.views.values()]
        self._indexed = [(one.name, name, kind) for one in indexes for name, kind in one.kinds]

    def key_of(self, given: Item, whole: bool) -> Key:
        """The key of an item (`whole`), or of a request's Key. Raises Unfit for one that is not of this
        table, Refused for one of no table."""
        if not whole and len(given) != len(self.schema.kinds):
            raise Unfit(_NO_KEY)
        found = []
        for name, kind in self.schema.kinds:
            value = given.get(name)
            if value is None:
                if whole:
                    raise Unfit(
                        f"One or more parameter values were invalid: Missing the key {name} in the item"
                    )
                raise Unfit(_NO_KEY)
            held = value.get(kind)
            if held is None:
                if not whole:
                    raise Unfit(_NO_KEY)
                raise Unfit(
                    f"One or more parameter values were invalid: Type mismatch for key {name} "
                    f"expected: {kind} actual: {next(iter(value))}"
                )
            if not held:
                raise invalid(
                    "One or more parameter values are not valid. The AttributeValue for a key attribute "
                    f"cannot contain an empty string value. Key: {name}"
                )
            limit = MAX_HASH if name == self.schema.hash else MAX_RANGE
            if len(held) * 4 > limit and len(held.encode()) > limit:
                raise Unfit(too_long(name == self.schema.hash))
            found.append(held)
        return tuple(found)

    def check_indexed(self, item: Item) -> None:
        """Raises Unfit for an item an index could not hold, Refused for an empty key."""
        for index, name, kind in self._indexed:
            value = item.get(name)
            if value is None:
                continue
            held = value.get(kind)
            if held is None:
                raise Unfit(
                    f"One or more parameter values were invalid: Type mismatch for Index Key {name} "
                    f"Expected: {kind} Actual: {next(iter(value))} IndexName: {index}"
                )
            if not held:
                raise invalid(
                    "One or more parameter values are not valid. A value specified for a secondary index key "
                    "is not supported. The AttributeValue for a key attribute cannot contain an empty string "
                    f"value. IndexName: {index}, IndexKey: {name}"
                )
            is_hash = name == self.views[index].schema.hash
            limit = MAX_HASH if is_hash else MAX_RANGE
            if len(held) * 4 > limit and len(held.encode()) > limit:
                raise Unfit(too_long(is_hash))

    def write(self, key: Key, old: Item | None, new: Item | None, size: int) -> None:
        """Replaces an item, here and in every index."""
        for view in self._views:
            place = view.place(old) if old is not None else None
            to = view.place(new) if new is not None else None
            if place is not None and place != to:
                view.partitions[place[0]].take(place[1])
            if to is not None and new is not None:
                partition = view.partitions.get(to[0])
                if partition is None:
                    partition = view.partitions[to[0]] = Partition([], [])
                partition.put(to[1], (new, size))
        if new is None:
            del self.items[key]
        else:
            self.items[key] = new


def too_long(is_hash: bool) -> str:
    """What is said of a key attribute that is too long."""
    if is_hash:
        what = f"Size of hashkey has exceeded the maximum size limit of {MAX_HASH} bytes"
    else:
        what = f"Aggregated size of all range keys has exceeded the size limit of {MAX_RANGE} bytes"
    return f"One or more parameter values were invalid: {what}"
