"""The bucket of recordings.

Source: https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html
"""

from typing import Any, BinaryIO

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.adapters import log
from chalicelib.adapters.aws import Aws
from chalicelib.kernel.ports import NotKept

ENCRYPTED = "AES256"
MEDIA = "audio/wav"
KEEP = {False: "policy", True: "held"}
"""The bucket's own rule deletes what is kept by policy (infra/template.yml)."""


class Bucket:
    """Implements kernel.ports.Vault."""

    def __init__(self, aws: Aws) -> None:
        self._aws = aws

    def put(self, key: str, content: BinaryIO) -> None:
        """One request, read from a file: no more of it is in memory than is on its way."""
        self._call(
            "put_object",
            Key=key,
            Body=content,
            ContentType=MEDIA,
            ServerSideEncryption=ENCRYPTED,
            Tagging=f"keep={KEEP[False]}",
        )

    def tag(self, key: str, held: bool) -> None:
        """What the bucket's rule goes by."""
        self._call("put_object_tagging", Key=key, Tagging={"TagSet": [{"Key": "keep", "Value": KEEP[held]}]})

    def delete(self, key: str) -> None:
        """The bucket keeps no versions."""
        self._call("delete_object", Key=key)

    def link(self, key: str, seconds: int) -> str:
        """Made here, without a request."""
        params = {"Bucket": self._aws.settings.recordings_bucket, "Key": key}
        return str(self._aws.s3.generate_presigned_url("get_object", Params=params, ExpiresIn=seconds))

    def _call(self, operation: str, **given: Any) -> None:
        try:
            getattr(self._aws.s3, operation)(Bucket=self._aws.settings.recordings_bucket, **given)
        except (ClientError, BotoCoreError) as error:
            log.failed("not kept", error=type(error).__name__, operation=operation)
            raise NotKept from error
