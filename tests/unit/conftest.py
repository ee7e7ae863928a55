"""A unit test reaches no network: a connection to anywhere but this process's own sockets is an error."""

import socket
from collections.abc import Iterator
from typing import Any

import pytest


class NetworkUsed(BaseException):
    """Not an Exception: code that forgives a failed connection must not forgive this."""


@pytest.fixture(autouse=True)
def no_network() -> Iterator[None]:
    """Refuses to connect or to look a name up; sockets between threads and processes stay."""
    connect, connect_ex, look_up = socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo

    def guarded(self: socket.socket, address: Any) -> None:
        _local_only(self, address)
        connect(self, address)

    def guarded_ex(self: socket.socket, address: Any) -> int:
        _local_only(self, address)
        return connect_ex(self, address)

    def no_names(host: Any, *_: Any, **__: Any) -> Any:
        raise NetworkUsed(f"name lookup of {host!r}")

    socket.socket.connect = guarded  # type: ignore[method-assign]  # the guard itself
    socket.socket.connect_ex = guarded_ex  # type: ignore[method-assign]  # the guard itself
    socket.getaddrinfo = no_names
    yield
    socket.socket.connect = connect  # type: ignore[method-assign]  # the guard itself
    socket.socket.connect_ex = connect_ex  # type: ignore[method-assign]  # the guard itself
    socket.getaddrinfo = look_up


def _local_only(used: socket.socket, address: Any) -> None:
    if used.family != socket.AF_UNIX:
        raise NetworkUsed(f"connection to {address!r}")
