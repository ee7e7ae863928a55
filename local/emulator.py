"""Starts ministack on loopback. Also the program it runs as: `python -m local.emulator INTERPRETER`."""

import json
import sys
import venv
from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config as ClientConfig

from local.config import HOST, REGION, ROOT, Config
from local.processes import Child, plain_env

WORKERS_KEPT_S = "86400"


def start(config: Config) -> Child:
    """A healthy emulator whose state lives in the stack's folder."""
    state = config.folder / "emulator"
    (state / "s3").mkdir(parents=True, exist_ok=True)
    _rewind_streams(state / "lambda.json")
    child = Child(
        "The AWS emulator",
        [sys.executable, "-m", "local.emulator", str(bare_interpreter(config.folder))],
        config.folder / "logs" / "emulator.log",
        plain_env(
            PYTHONPATH=str(ROOT),
            BIND_HOST=HOST,
            IOT_MTLS_ENABLED="0",
            SFTP_ENABLED="0",
            GATEWAY_PORT=str(config.ports.emulator),
            MINISTACK_HOST="localhost",
            MINISTACK_REGION=REGION,
            AWS_DEFAULT_REGION=REGION,
            PERSIST_STATE="1",
            STATE_DIR=str(state),
            S3_PERSIST="1",
            S3_DATA_DIR=str(state / "s3"),
            LAMBDA_EXECUTOR="local",
            LAMBDA_WARM_TTL_SECONDS=WORKERS_KEPT_S,
        ),
        # It unpacks a function for each of its workers and leaves that behind when it is ended.
        scratch=config.folder / "scratch",
    )
    child.wait_until_healthy(f"http://{HOST}:{config.ports.emulator}/_ministack/health")
    return child


def session() -> boto3.Session:
    """Credentials and region the emulator takes."""
    return boto3.Session("test", "test", region_name=REGION)


def client(config: Config, service: str) -> Any:
    """A client of the emulator."""
    return session().client(
        service,
        endpoint_url=config.emulator_url,
        config=ClientConfig(read_timeout=120, retries={"total_max_attempts": 1}),
    )


def _rewind_streams(saved: Path) -> None:
    """The emulator saves how far each stream was read, but not the stream: after a restart it would
    wait for as many changes again before it told anyone of one."""
    if not saved.exists():
        return
    held = json.loads(saved.read_text())
    positions = held["payload"]["dynamodb_stream_positions"]["data"]
    positions.update(dict.fromkeys(positions, 0))
    saved.write_text(json.dumps(held))


def bare_interpreter(folder: Path) -> Path:
    """A Python without any package: functions must find everything in their zip, as on AWS."""
    home = folder / "runtime"
    if not (home / "bin" / "python").exists():
        venv.create(home, with_pip=False, symlinks=True)
    return home / "bin" / "python"


class _Forgetful(dict[str, Any]):
    """Keeps everything and finds nothing."""

    def get(self, key: str, default: Any = None) -> Any:
        return default


def _main() -> None:
    from ministack.app import main
    from ministack.services import cognito

    # ministack starts functions with sys.executable; our own would lend them its packages.
    sys.executable, sys.argv = sys.argv[1], ["ministack"]
    # Its renewal of tokens from the hosted page drops cognito:groups, which Cognito keeps. A token it
    # does not find among those goes the way of all others, and there the groups stay.
    cognito._refresh_tokens = _Forgetful()
    main()


if __name__ == "__main__":
    _main()
