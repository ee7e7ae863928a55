"""Keeps the audio on this machine: media sockets are opened on loopback alone.

aioice gathers every interface except loopback and has no setting for it, so its one function that lists
addresses is replaced. A browser on the same machine reaches loopback from whatever address it has.
"""

import aioice.ice


def stay() -> None:
    """From here on every peer connection of this process offers 127.0.0.1 and nothing else."""
    aioice.ice.get_host_addresses = _loopback


def _loopback(use_ipv4: bool, use_ipv6: bool) -> list[str]:
    return ["127.0.0.1"]
