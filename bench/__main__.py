"""`make bench`: a table of every ratio, then one line of JSON. Exit status 1 when a limit is not kept."""

import importlib
import json
import pkgutil
import sys

import bench
from bench.ratio import Ratio

NOT_MEASURES = ("__main__", "ratio", "days", "field")


def main() -> None:
    """All files of this folder, or those named on the command line."""
    found: list[Ratio] = []
    for module in pkgutil.iter_modules(bench.__path__):
        if module.name in NOT_MEASURES or (sys.argv[1:] and module.name not in sys.argv[1:]):
            continue
        print(f"· {module.name.replace('_', ' ')} …", file=sys.stderr, flush=True)
        found += importlib.import_module(f"bench.{module.name}").ratios()
    print(f"\n{'ratio':52} {'value':>8} {'limit':>8}")
    for one in found:
        mark = "" if one.held else "  over"
        print(f"{one.name:52} {one.value:8.3f} {one.limit:8.3f}{mark}   {one.detail}")
    print()
    print(json.dumps({one.name: {"value": round(one.value, 4), "limit": one.limit} for one in found}))
    raise SystemExit(0 if all(one.held for one in found) else 1)


if __name__ == "__main__":
    main()
