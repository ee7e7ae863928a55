"""Packages the app and deploys that package to the emulator; does neither when nothing changed."""

import hashlib
import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

from botocore.exceptions import ClientError

from infra import mend
from infra.deploy import outputs, release
from infra.package import SHIPPED, package
from local import emulator
from local.config import REGION, ROOT, STACK, Config
from local.credentials import Credentials

SOURCES = ("app.py", "chalicelib", "infra", ".chalice/config.json", "requirements-dev.txt")
BUCKET = "alo-releases"
CALLER_IDS = {
    "AR": ["+541150311000"],
    "BR": ["+551140028900", "+552140028900"],
    "CL": ["+56223456700"],
    "CO": ["+576015550100"],
    "MX": ["+525555550100"],
    "PE": ["+5117070100"],
    "PT": ["+351210001000"],
    "UY": ["+59829001000"],
}
GUARD_SCALE = 40
"""Everybody here is one person at one address."""


def deploy(
    config: Config, credentials: Credentials, timers: dict[str, int], source: Path = ROOT
) -> tuple[dict[str, str], bool]:
    """The stack's outputs, and whether anything was deployed. `source` is the folder of the app."""
    parameters = _parameters(config, credentials, timers)
    wanted = _fingerprint(parameters, source)
    marker = config.folder / "deployed.json"
    cloudformation = emulator.client(config, "cloudformation")
    if marker.exists() and json.loads(marker.read_text()) == wanted:
        standing = _standing(cloudformation)
        if standing:
            return standing, False
    packaged = package(REGION, "local", config.folder / "package", source=source)
    mended = replace(packaged, template=mend.for_emulator(packaged.template, config.emulator_url))
    made = release(emulator.session(), mended, STACK, BUCKET, parameters, endpoint=config.emulator_url)
    mend.preflight_answers(emulator.client(config, "apigateway"), made["RestAPIId"], packaged.template)
    manager = emulator.client(config, "secretsmanager")
    manager.put_secret_value(SecretId=made["SecretArn"], SecretString=credentials.app_secret())
    marker.write_text(json.dumps(wanted))
    return made, True


def _parameters(config: Config, credentials: Credentials, timers: dict[str, int]) -> dict[str, str]:
    return {
        "PublicApiUrl": config.api_url,
        "PublicWsUrl": config.ws_url,
        "CustomerPageUrl": config.customer_page_url,
        "DeskUrl": config.desk_url,
        "SignInDomain": "alo-local",
        "TwilioApiBase": config.twin_url,
        "TwilioAccountSid": credentials.twilio_account_sid,
        "TwilioApplicationSid": credentials.twilio_application_sid,
        "CallerIds": json.dumps(CALLER_IDS),
        "GuardScale": str(GUARD_SCALE),
        **{name: str(seconds) for name, seconds in timers.items()},
    }


def _fingerprint(parameters: dict[str, str], source: Path) -> dict[str, Any]:
    digest = hashlib.sha256(sys.version.encode())
    for name in SOURCES:
        root = source if name in SHIPPED else ROOT
        for path in sorted(_files(root / name)):
            digest.update(path.relative_to(root).as_posix().encode() + path.read_bytes())
    return {"sources": digest.hexdigest(), "parameters": parameters}


def _files(path: Path) -> list[Path]:
    if path.is_file():
        return [path]
    return [one for one in path.rglob("*") if one.is_file() and one.suffix != ".pyc"]


def _standing(cloudformation: Any) -> dict[str, str]:
    try:
        return outputs(cloudformation, STACK)
    except ClientError as refused:
        if "does not exist" in str(refused):
            return {}
        raise
