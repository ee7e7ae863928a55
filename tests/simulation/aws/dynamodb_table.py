"""A table: its keys, its items, and their order in each partition of the table and of its indexes."""

from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass
from operator import itemgetter
from typing import Any, NamedTuple

from tests.simulation.aws.dynamodb_values import Item, Unfit, invalid, normal_item, rank, size_of

Key = tuple[str, ...]
"""The values of the key attributes, as they are written."""

MAX_HASH, MAX_RANGE = 2048, 1024
_SURELY_SHORT = MAX_RANGE // 4
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
        index, hash_name, range_name, _ = self.schema
        if hash_name not in item:
            return None
        (hash_value,) = item[hash_name].values()
        if range_name is None:
            ranged = 0
        elif range_name in item:
            ranged = rank(item[range_name])
        else:
            return None
        if not index:
            return hash_value, ranged
        return hash_value, (ranged, tuple([rank(item[name]) for name in self.table_names]))

    def replace(self, old: Item | None, new: Item | None, size: int) -> None:
        """Files an item, and where it was it is no more."""
        place = None if old is None else self.place(old)
        to = None if new is None else self.place(new)
        if place is not None and place != to:
            self.partitions[place[0]].take(place[1])
        if to is not None and new is not None:
            partition = self.partitions.get(to[0])
            if partition is None:
                partition = self.partitions[to[0]] = Partition([], [])
            partition.put(to[1], (new, size))

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
    """`items` is the live state; images in it are never changed, only replaced. `sizes` in bytes."""

    def __init__(self, name: str, described: dict[str, Any], schema: Schema, indexes: list[Schema]) -> None:
        self.name, self.described, self.schema, self.indexes = name, described, schema, indexes
        self._textual = all(kind == "S" for _, kind in schema.kinds)
        self.items: dict[Key, Item] = {}
        self.sizes: dict[Key, int] = {}
        self.base = View(schema, schema.names, {})
        self.views = {one.name: View(one, schema.names, {}) for one in indexes}
        self._views = [self.base, *self.views.values()]
        self._indexed = [(one.name, name, kind) for one in indexes for name, kind in one.kinds]

    def asked(self, given: Item) -> tuple[Item, Key]:
        """A request's Key as it would be stored. Raises as `key_of`."""
        normal = given
        if not self._textual or any([len(value) != 1 for value in given.values()]):
            normal, _ = normal_item(given)
        return normal, self.key_of(normal, whole=False)

    def key_of(self, given: Item, whole: bool = True) -> Key:
        """The key of an item (`whole`), or of a request's Key. Raises Unfit for one that is not of this
        table, Refused for one of no table."""
        kinds = self.schema.kinds
        if whole or len(given) == len(kinds):
            try:
                found = tuple([given[name][kind] for name, kind in kinds])
            except KeyError:
                found = ()
            if found and all([0 < len(held) <= _SURELY_SHORT for held in found]):
                return found
        return self._checked_key(given, whole)

    def _checked_key(self, given: Item, whole: bool) -> Key:
        if not whole and len(given) != len(self.schema.kinds):
            raise Unfit(_NO_KEY)
        found = []
        for at, (name, kind) in enumerate(self.schema.kinds):
            value = given.get(name)
            if value is None and whole:
                raise Unfit(f"One or more parameter values were invalid: Missing the key {name} in the item")
            if value is None or (kind not in value and not whole):
                raise Unfit(_NO_KEY)
            if kind not in value:
                raise Unfit(
                    f"One or more parameter values were invalid: Type mismatch for key {name} "
                    f"expected: {kind} actual: {next(iter(value))}"
                )
            if not value[kind]:
                raise invalid(
                    "One or more parameter values are not valid. The AttributeValue for a key attribute "
                    f"cannot contain an empty string value. Key: {name}"
                )
            if len(value[kind].encode()) > (MAX_RANGE if at else MAX_HASH):
                raise Unfit(too_long(not at))
            found.append(value[kind])
        return tuple(found)

    def check_indexed(self, item: Item) -> None:
        """Raises Unfit for an item an index could not hold, Refused for an empty key."""
        for index, name, kind in self._indexed:
            if name not in item:
                continue
            value = item[name]
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
            name = view.schema.hash
            if (old is not None and name in old) or (new is not None and name in new):
                view.replace(old, new, size)
        if new is None:
            del self.items[key], self.sizes[key]
        else:
            self.items[key], self.sizes[key] = new, size


def too_long(is_hash: bool) -> str:
    """What is said of a key attribute that is too long."""
    if is_hash:
        what = f"Size of hashkey has exceeded the maximum size limit of {MAX_HASH} bytes"
    else:
        what = f"Aggregated size of all range keys has exceeded the size limit of {MAX_RANGE} bytes"
    return f"One or more parameter values were invalid: {what}"
