"""Where everything of one local stack is: ports, folders, addresses. Written once, read by every server."""

import json
import os
import socket
from dataclasses import asdict, dataclass, field
from pathlib import Path

ROOT = Path(__file__).parent.parent
REGION = "sa-east-1"
STACK = os.environ.get("ALO_STACK", "alo-local")
HOST = "127.0.0.1"


class CannotStart(Exception):
    """A sentence for the person at the keyboard."""


@dataclass(frozen=True)
class Ports:
    """One port for each server."""

    emulator: int = 4566
    edge: int = 8100
    portal: int = 8110
    twin: int = 8200

    @classmethod
    def from_env(cls) -> "Ports":
        """The usual ports, or those of ALO_EMULATOR_PORT, ALO_EDGE_PORT, ALO_PORTAL_PORT, ALO_TWIN_PORT."""
        given = {name: os.environ.get(f"ALO_{name.upper()}_PORT") for name in asdict(cls())}
        return cls(**{name: int(value) for name, value in given.items() if value})

    @classmethod
    def free(cls) -> "Ports":
        """Ports nobody uses at this moment."""
        sockets = [socket.socket() for _ in asdict(cls())]
        try:
            for one in sockets:
                one.bind((HOST, 0))
            return cls(*(one.getsockname()[1] for one in sockets))
        finally:
            for one in sockets:
                one.close()

    def ensure_free(self) -> None:
        """Raises CannotStart when one is taken."""
        for name, port in asdict(self).items():
            with socket.socket() as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                try:
                    probe.bind((HOST, port))
                except OSError as taken:
                    raise CannotStart(
                        f"Port {port} is taken: stop the program that uses it, "
                        f"or choose another with ALO_{name.upper()}_PORT=…"
                    ) from taken


@dataclass(frozen=True)
class Config:
    """Addresses of a local stack; `outputs` are the CloudFormation stack's, once deployed."""

    ports: Ports
    folder: Path
    outputs: dict[str, str] = field(default_factory=dict)

    @property
    def emulator_url(self) -> str:
        return f"http://localhost:{self.ports.emulator}"

    @property
    def edge_url(self) -> str:
        return f"http://localhost:{self.ports.edge}"

    @property
    def api_url(self) -> str:
        return f"{self.edge_url}/api"

    @property
    def ws_url(self) -> str:
        return f"ws://localhost:{self.ports.edge}/ws"

    @property
    def desk_url(self) -> str:
        return f"{self.edge_url}/desk/"

    @property
    def docs_url(self) -> str:
        return f"{self.edge_url}/docs/"

    @property
    def customer_page_url(self) -> str:
        return f"{self.edge_url}/help/callback.html"

    @property
    def portal_url(self) -> str:
        return f"http://localhost:{self.ports.portal}"

    @property
    def twin_url(self) -> str:
        return f"http://localhost:{self.ports.twin}"

    def save(self) -> Path:
        """Writes the file the servers are started with."""
        path = self.folder / "stack.json"
        path.write_text(json.dumps({"ports": asdict(self.ports), "outputs": self.outputs}, indent=1))
        return path

    @classmethod
    def load(cls, path: Path) -> "Config":
        """Reads what `save` wrote."""
        held = json.loads(path.read_text())
        return cls(Ports(**held["ports"]), path.parent, held["outputs"])
