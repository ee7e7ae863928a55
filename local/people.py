"""Who plays a part in the demo, and the one-time seeding of those who need an account."""

import hashlib
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from local import emulator
from local.config import REGION, ROOT, CannotStart, Config
from local.processes import plain_env

AGENTS = Path(__file__).parent / "agents.json"


def agents() -> list[dict[str, str]]:
    """Who can sign in to the desk: [{email, name, group, site, locale}]."""
    held: list[dict[str, str]] = json.loads(AGENTS.read_text())
    return held


def seed_once(config: Config) -> bool:
    """Seeds this stack unless it was; whether it did. What an older release stored of an agent is written
    anew. Raises CannotStart."""
    marker = config.folder / "seeded.json"
    wanted = {"pool": config.outputs["UserPoolId"], "agents": agents(), "shape": _shape()}
    if marker.exists() and json.loads(marker.read_text()) == wanted:
        return False
    enrol(config, AGENTS)
    marker.write_text(json.dumps(wanted))
    return True


def _shape() -> str:
    """Changes with whatever decides what is stored of an agent."""
    deciding = [Path(__file__).with_name("seed.py"), *sorted((ROOT / "chalicelib" / "agents").glob("*.py"))]
    return hashlib.sha256(b"".join(one.read_bytes() for one in deciding)).hexdigest()


def enrol(config: Config, roster: Path) -> None:
    """Accounts and profiles for everybody of a JSON roster. Raises CannotStart."""
    ran = subprocess.run(
        [sys.executable, "-m", "local.seed", str(config.folder / "stack.json"), str(roster)],
        cwd=ROOT,
        env={**function_environment(config), "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
    )
    if ran.returncode != 0:
        raise CannotStart(f"The agents could not be seeded:\n{ran.stderr[-2000:]}")


def function_environment(config: Config) -> dict[str, str]:
    """What a deployed function sees, for a program of ours that acts as one."""
    deployed: Any = emulator.client(config, "lambda").get_function_configuration(
        FunctionName=config.outputs["APIHandlerName"]
    )
    return plain_env(
        **deployed["Environment"]["Variables"],
        AWS_ENDPOINT_URL=config.emulator_url,
        AWS_DEFAULT_REGION=REGION,
        AWS_REGION=REGION,
        AWS_ACCESS_KEY_ID="test",
        AWS_SECRET_ACCESS_KEY="test",
    )
