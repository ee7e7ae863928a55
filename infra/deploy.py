"""Releases a package as a CloudFormation stack through a change set.

python -m infra.deploy --region sa-east-1   (needs AWS credentials; see docs/deploying.md)

The laptop releases through the same `release`, on a template mended for the emulator.
"""

import argparse
import json
import os
import time
from pathlib import Path
from typing import Any

import boto3
from botocore.exceptions import ClientError

from chalicelib.telephony import outside
from infra.checks import faults
from infra.package import CACHE, Package, package
from infra.placeholders import placeholders
from infra.yaml_template import Template

REGIONS = Path(__file__).parent / "regions.json"
CAPABILITIES = ["CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND"]
POLL_S = 0.2
NO_CHANGE = ("didn't contain changes", "No updates are to be performed")


class ReleaseFailed(Exception):
    """The stack refused the release; CloudFormation has put it back as it was."""


def release(
    session: boto3.Session,
    packaged: Package,
    stack: str,
    bucket: str,
    parameters: dict[str, str],
    endpoint: str | None = None,
) -> dict[str, str]:
    """Uploads the zip under its sha256, applies the template, answers the stack's outputs.

    Nothing to change counts as success. Raises ReleaseFailed with the first reason given.
    """
    s3 = session.client("s3", endpoint_url=endpoint)
    cloudformation = session.client("cloudformation", endpoint_url=endpoint)
    _ensure_bucket(s3, bucket, session.region_name)
    key = f"functions/{packaged.sha256}.zip"
    s3.upload_file(str(packaged.zip_path), bucket, key)
    body = json.dumps(with_code(packaged.template, bucket, key))
    template_key = f"templates/{stack}.json"
    s3.put_object(Bucket=bucket, Key=template_key, Body=body.encode())
    change = cloudformation.create_change_set(
        StackName=stack,
        ChangeSetName=f"release-{int(time.time())}",
        ChangeSetType="UPDATE" if _exists(cloudformation, stack) else "CREATE",
        TemplateURL=f"{s3.meta.endpoint_url}/{bucket}/{template_key}",
        Parameters=[{"ParameterKey": name, "ParameterValue": value} for name, value in parameters.items()],
        Capabilities=CAPABILITIES,
    )["Id"]
    if _ready(cloudformation, change):
        cloudformation.execute_change_set(ChangeSetName=change)
        _settle(cloudformation, stack)
    else:
        cloudformation.delete_change_set(ChangeSetName=change)
    return outputs(cloudformation, stack)


def with_code(template: Template, bucket: str, key: str) -> Template:
    """A copy whose functions take their code from S3."""
    placed: Template = json.loads(json.dumps(template))
    for resource in placed["Resources"].values():
        if resource["Type"] == "AWS::Serverless::Function":
            resource["Properties"]["CodeUri"] = {"Bucket": bucket, "Key": key}
    return placed


def outputs(cloudformation: Any, stack: str) -> dict[str, str]:
    """The outputs of a stack by name."""
    described = cloudformation.describe_stacks(StackName=stack)["Stacks"][0]
    return {one["OutputKey"]: one["OutputValue"] for one in described.get("Outputs", [])}


def _ensure_bucket(s3: Any, bucket: str, region: str) -> None:
    try:
        s3.head_bucket(Bucket=bucket)
    except ClientError as refused:
        if refused.response["Error"]["Code"] not in ("404", "NoSuchBucket"):
            raise
        # us-east-1 is the one region S3 does not accept by name.
        where = {} if region == "us-east-1" else {"LocationConstraint": region}
        s3.create_bucket(Bucket=bucket, **({"CreateBucketConfiguration": where} if where else {}))
        s3.put_public_access_block(
            Bucket=bucket,
            PublicAccessBlockConfiguration={
                "BlockPublicAcls": True,
                "IgnorePublicAcls": True,
                "BlockPublicPolicy": True,
                "RestrictPublicBuckets": True,
            },
        )


def _exists(cloudformation: Any, stack: str) -> bool:
    try:
        described = cloudformation.describe_stacks(StackName=stack)["Stacks"]
    except ClientError as refused:
        if "does not exist" in str(refused):
            return False
        raise
    return bool(described) and described[0]["StackStatus"] != "REVIEW_IN_PROGRESS"


def _ready(cloudformation: Any, change: str) -> bool:
    while True:
        described = cloudformation.describe_change_set(ChangeSetName=change)
        if described["Status"] == "CREATE_COMPLETE":
            return True
        if described["Status"] == "FAILED":
            reason = described.get("StatusReason", "")
            if any(words in reason for words in NO_CHANGE):
                return False
            raise ReleaseFailed(reason)
        time.sleep(POLL_S)


def _settle(cloudformation: Any, stack: str) -> None:
    while True:
        described = cloudformation.describe_stacks(StackName=stack)["Stacks"][0]
        status = described["StackStatus"]
        if status in ("CREATE_COMPLETE", "UPDATE_COMPLETE"):
            return
        if not status.endswith("IN_PROGRESS"):
            events = cloudformation.describe_stack_events(StackName=stack)["StackEvents"]
            failed = [one for one in events if "FAILED" in one["ResourceStatus"]]
            first = failed[-1] if failed else {}
            raise ReleaseFailed(
                f"{status}: {first.get('LogicalResourceId')} {first.get('ResourceStatusReason')}"
            )
        time.sleep(POLL_S)


def region_parameters(settings: dict[str, Any], environ: dict[str, str]) -> dict[str, str]:
    """Parameters of a real region: its addresses from regions.json, Twilio's from the environment."""
    domain = settings["domain"]
    return {
        "PublicApiUrl": f"https://api.{domain}",
        "PublicWsUrl": f"wss://live.{domain}",
        "CustomerPageUrl": f"https://{domain}/help/callback.html",
        "DeskUrl": f"https://{domain}/desk/",
        "SignInDomain": settings["sign_in_domain"],
        "TwilioAccountSid": environ["TWILIO_ACCOUNT_SID"],
        "TwilioApplicationSid": environ["TWILIO_APPLICATION_SID"],
        "CallerIds": json.dumps(settings["caller_ids"]),
        **settings["parameters"],
    }


def main() -> None:
    """The command line."""
    regions = json.loads(REGIONS.read_text())
    parser = argparse.ArgumentParser(description="Release to a region")
    parser.add_argument("--region", required=True, choices=sorted(regions))
    parser.add_argument("--stack", default="alo")
    asked = parser.parse_args()
    settings = regions[asked.region]
    if found := list(placeholders(settings, outside.listed())):
        raise SystemExit("\n".join(["The numbers are not fit to deploy:", *found]))
    packaged = package(asked.region, "production", CACHE / asked.region, settings["architecture"])
    found = faults(packaged.template, asked.region)
    if found:
        raise SystemExit("\n".join(["The template is not fit to deploy:", *found]))
    session = boto3.Session(region_name=asked.region)
    account = session.client("sts").get_caller_identity()["Account"]
    made = release(
        session,
        packaged,
        asked.stack,
        f"alo-releases-{account}-{asked.region}",
        region_parameters(settings, dict(os.environ)),
    )
    for name, value in sorted(made.items()):
        print(f"{name:28} {value}")


if __name__ == "__main__":
    main()
