"""`python -m local.twilio --port 8200 --state DIR`"""

import argparse
import asyncio
import os
from pathlib import Path

from local.twilio.core.settings import Settings
from local.twilio.server import serve


def main() -> None:
    parser = argparse.ArgumentParser(prog="local.twilio", description="The telephony twin.")
    parser.add_argument("--port", type=int, default=8200)
    parser.add_argument("--state", type=Path, help="where scripts and fault switches are kept")
    given = parser.parse_args()
    asyncio.run(serve(Settings.from_env(os.environ), given.port, given.state))


if __name__ == "__main__":
    main()
