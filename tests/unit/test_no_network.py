"""The guard of conftest.py stands."""

import socket

import pytest

from tests.unit.conftest import NetworkUsed


def test_a_connection_is_refused() -> None:
    with socket.socket() as used, pytest.raises(NetworkUsed):
        used.connect(("127.0.0.1", 9))


def test_a_name_is_not_looked_up() -> None:
    with pytest.raises(NetworkUsed):
        socket.create_connection(("localhost", 9), timeout=1)


def test_sockets_of_this_machine_alone_stay() -> None:
    one, other = socket.socketpair()
    with one, other:
        one.sendall(b"x")
        assert other.recv(1) == b"x"
