"""What SQS refuses, in its words: the codes are those botocore shows for the JSON protocol."""

from typing import Any

from tests.simulation.aws.refusal import Refused

_PREFIX = "AWS.SimpleQueueService."
_EXPIRED = "The receipt handle has expired."
_NOT_IN_FLIGHT = "Message does not exist or is not available for visibility timeout change."


def refusal(shape: str, message: str, code: str = "", status: int = 400) -> Refused:
    """`shape` picks the class in client.exceptions; `code` is what the error was called before JSON."""
    error = {"Code": code or shape, "Message": message, "QueryErrorCode": shape, "Type": "Sender"}
    return Refused(code or shape, message, status, {"Error": error})


def namespaced(shape: str, message: str, status: int = 400) -> Refused:
    """One of the errors whose older code has the service's name in it."""
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


def expired_handle(handle: str) -> Refused:
    """A FIFO queue's message is visible again, or was handed out anew."""
    return invalid_parameter(handle, "ReceiptHandle", _EXPIRED)


def not_in_flight(handle: str) -> Refused:
    """There is no visibility to change."""
    return invalid_parameter(handle, "ReceiptHandle", _NOT_IN_FLIGHT)


def no_handle(handle: str) -> Refused:
    """Not a receipt handle of this queue."""
    message = f'The input receipt handle "{handle}" is not a valid receipt handle.'
    return refusal("ReceiptHandleIsInvalid", message)


def missing(name: str) -> Refused:
    """MissingParameter."""
    message = f"The request must contain the parameter {name}."
    return refusal("MissingRequiredParameterException", message, "MissingParameter")


def within(value: int, low: int, high: int, name: str) -> int:
    """The value, if it lies in the range that the parameter of a request has."""
    if low <= value <= high:
        return value
    raise invalid_parameter(value, name, f"Must be between {low} and {high}, if provided.")
