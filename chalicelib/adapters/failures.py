"""Whether a failure of AWS is one that passes: throttled, contended, unreachable, or its answer lost.

Source: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html
"""

from collections.abc import Iterator

from botocore.exceptions import ClientError, ConnectionError, HTTPClientError

PASSING = frozenset(
    {
        "InternalServerError",
        "ProvisionedThroughputExceeded",
        "ProvisionedThroughputExceededException",
        "RequestLimitExceeded",
        "RequestThrottled",
        "ServiceUnavailable",
        "ThrottlingError",
        "ThrottlingException",
        "TransactionConflict",
        "TransactionConflictException",
        "TransactionInProgressException",
    }
)


def passes(error: BaseException | None) -> bool:
    """Whether the same request may well succeed a little later."""
    return any(_passes(one) for one in _causes(error))


def _passes(error: BaseException) -> bool:
    if isinstance(error, ClientError):
        status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
        reasons = {reason.get("Code") for reason in error.response.get("CancellationReasons", ())}
        return status >= 500 or bool({error.response["Error"]["Code"], *reasons} & PASSING)
    return isinstance(error, HTTPClientError | ConnectionError)


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """The error and what caused it; pynamodb keeps the client's own error as `cause`."""
    while error is not None:
        yield error
        error = getattr(error, "cause", None) or error.__cause__
