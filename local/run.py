"""`make run`: the whole system on this machine, until Ctrl-C."""

import signal
import sys
import time
from typing import NoReturn

from local.config import ROOT, CannotStart, Ports
from local.stack import Stack

FOLDER = ROOT / ".alo"
ENDINGS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def main() -> None:
    """Exit status 0 after Ctrl-C or SIGTERM, 1 when it could not start or a server ended."""
    for number in ENDINGS:
        signal.signal(number, _interrupt)
    began = time.monotonic()
    stack = Stack(FOLDER, Ports.from_env())
    try:
        with stack:
            print(f"\nReady in {time.monotonic() - began:.1f} s. Ctrl-C ends it; its state stays.\n")
            _tell(stack)
            ended = stack.watch()
            raise CannotStart(f"{ended} ended by itself; see {FOLDER.name}/logs")
    except CannotStart as sentence:
        raise SystemExit(f"\n{sentence}") from None
    except KeyboardInterrupt:
        print("\nEverything has ended; the next make run goes on from here.")


def _tell(stack: Stack) -> None:
    config = stack.config
    for name, url, what in (
        ("Help portal", config.portal_url, "be a buyer or a seller and ask for a call"),
        ("Agent desk", config.desk_url, "sign in as one of the people below"),
        ("Simulated phone", f"{config.twin_url}/phone", "answer as the customer"),
        ("Telephony twin", config.twin_url, "calls, conferences, webhooks"),
        ("API documentation", config.docs_url, ""),
    ):
        print(f"  {name:18} {url:36} {what}".rstrip())
    people = stack.sign_ins()
    print(f"\n  Desk sign-ins, all with the password {people[0]['password']}")
    for person in people:
        print(f"    {person['email']:22} {person['group']:11} {person['site']}")
    sys.stdout.flush()


def _interrupt(_number: int, _frame: object) -> NoReturn:
    # Once is enough: what saves its state is not interrupted in it.
    for number in ENDINGS:
        signal.signal(number, signal.SIG_IGN)
    raise KeyboardInterrupt


if __name__ == "__main__":
    main()
