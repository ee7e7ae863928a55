"""python -m infra.numbers --region sa-east-1 [--apply] [--replace +55…] [--release +55…]

Says what has to be done for the numbers a region wants (`numbers` in infra/regions.json) and what it
costs; does it with --apply. Exit status 1 when something is left for a person to see to.
"""

import argparse
import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from infra.numbers import regions, report, run
from infra.numbers.account import Account, Refused, Silent, connect
from infra.numbers.plan import Wrong


def main(
    arguments: Sequence[str] | None = None,
    environ: Mapping[str, str] = os.environ,
    path: Path = regions.REGIONS,
    account: Account | None = None,
) -> int:
    """The exit status; 2 for what cannot be meant."""
    parser = argparse.ArgumentParser(prog="python -m infra.numbers", description="Phone numbers of a region")
    parser.add_argument("--region", required=True)
    parser.add_argument("--apply", action="store_true", help="do it; without, it is only said")
    parser.add_argument("--replace", action="append", default=[], metavar="NUMBER", help="get another for it")
    parser.add_argument("--release", action="append", default=[], metavar="NUMBER", help="give it back")
    asked = parser.parse_args(arguments)
    try:
        settings = regions.read(path, asked.region)
        account = account or connect(environ)
        application = environ.get("TWILIO_APPLICATION_SID", "")
        made = run.look(account, asked.region, settings, asked.replace, asked.release, application)
    except Wrong as wrong:
        print(wrong)
        return 2
    except (Refused, Silent) as error:
        print(f"Twilio: {error}")
        return 1
    print(f"{asked.region}: {len(made.wishes)} wanted, {len(made.kept)} there")
    if asked.apply:
        made = run.carry_out(account, made)
    print("\n".join(report.lines(made, asked.apply)))
    if not asked.apply:
        print("There is nothing to do." if made.nothing_to_do else "Nothing was done: --apply does it.")
    elif regions.write_table(path, asked.region, made.table):
        print(f"Written to {path.name}. Deploy the region: then its calls go out from these numbers.")
    return 1 if made.problems else 0


if __name__ == "__main__":
    raise SystemExit(main())
