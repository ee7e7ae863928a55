"""What SQS refuses, in its words: the codes are those botocore shows for the JSON protocol."""

from typing import Any

from tests.simulation.aws.refusal import Refused

_PREFIX = "AWS.SimpleQueueService."


def refusal(shape: str, message: str, code: str | None = None, status: int = 400) -> Refused:
    """`shape` picks the class in client.exceptions; `code` is what older clients knew the error by."""
    code = code or shape
    error = {"Code": code, "Message": message, "QueryErrorCode": shape, "Type": "Sender"}
    return Refused(code, message, status, {"Error": error})


def namespaced(shape: str, message: str, status: int = 400) -> Refused:
    """One of the errors whose old code has the service's name in it."""
    return refusal(shape, message, _PREFIX + shape, status)


def no_such_queue() -> Refused:
    """The queue does not exist."""
    return refusal("QueueDoesNotExist", "The specified queue does not exist.", _PREFIX + "NonExistentQueue")


def invalid_value(message: str) -> Refused:
    """InvalidParameterValue."""
    return refusal("InvalidParameterValueException", message, "InvalidParameterValue")


def invalid_parameter(value: Any, name: str, reason: str) -> Refused:
    """InvalidParameterValue in the form most parameters have."""
    return invalid_value(f"Value {value} for parameter {name} is invalid. Reason: {reason}")


def missing(name: str) -> Refused:
    """MissingParameter."""
    return refusal(
        "MissingRequiredParameterException",
        f"The request must contain the parameter {name}.",
        "MissingParameter",
    )


def within(value: int, low: int, high: int, name: str) -> int:
    """The value, if it lies in the range that the parameter of a request has."""
    if low <= value <= high:
        return value
    raise invalid_parameter(value, name, f"Must be between {low} and {high}, if provided.")
