"""Agents: people who can sign in, and the profiles the desk needs of them.

python -m local.seed CONFIG ROSTER   (with the functions' own environment)
"""

import json
import sys
from pathlib import Path
from typing import Any, cast

from chalicelib.adapters.context import context
from chalicelib.agents import service as agents
from chalicelib.kernel.words import TOPICS, Locale, Site
from chalicelib.queue.model import lane_of
from local import credentials, emulator
from local.config import Config


def seed(config: Config, roster: list[dict[str, Any]]) -> None:
    """Every person signs in with the stack's demo password; without `lanes` they serve their whole site. A
    specialist knows all of their lanes well. Who is there already is changed."""
    pool = config.outputs["UserPoolId"]
    password = credentials.of(config.folder).demo_password
    cognito = emulator.client(config, "cognito-idp")
    for person in roster:
        agent_id = _sign_up(cognito, pool, password, person)
        site, locale = cast(Site, person["site"]), cast(Locale, person["locale"])
        lanes = person.get("lanes") or [lane_of(site, topic) for topic in TOPICS]
        known_well = lanes if person["group"] == "specialist" else []
        agents.enrol(context(), agent_id, person["name"], site, lanes, locale, known_well)


def _sign_up(cognito: Any, pool: str, password: str, person: dict[str, str]) -> str:
    known = {"UserPoolId": pool, "Username": person["email"]}
    attributes = [
        {"Name": "email", "Value": person["email"]},
        {"Name": "email_verified", "Value": "true"},
        {"Name": "name", "Value": person["name"]},
        {"Name": "custom:site", "Value": person["site"]},
    ]
    try:
        cognito.admin_create_user(**known, MessageAction="SUPPRESS", UserAttributes=attributes)
    except cognito.exceptions.UsernameExistsException:
        cognito.admin_update_user_attributes(**known, UserAttributes=attributes)
    cognito.admin_set_user_password(**known, Password=password, Permanent=True)
    cognito.admin_add_user_to_group(**known, GroupName=person["group"])
    described = cognito.admin_get_user(**known)["UserAttributes"]
    return next(str(one["Value"]) for one in described if one["Name"] == "sub")


if __name__ == "__main__":
    seed(Config.load(Path(sys.argv[1])), json.loads(Path(sys.argv[2]).read_text()))
