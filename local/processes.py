"""Child processes that never outlive their parent, each with a log file of its own."""

import contextlib
import ctypes
import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from local.config import CannotStart

PR_SET_PDEATHSIG = 1
POLL_S = 0.05


class Child:
    """One running server. `scratch` is its temporary folder, empty at its start and gone after its end."""

    def __init__(
        self, name: str, command: list[str], log: Path, env: dict[str, str], scratch: Path | None = None
    ) -> None:
        log.parent.mkdir(parents=True, exist_ok=True)
        self.name = name
        self.log = log
        self._scratch = scratch
        if scratch:
            self._clear_scratch()
            scratch.mkdir(parents=True, exist_ok=True)
            env = {**env, "TMPDIR": str(scratch)}
        with log.open("ab") as out:
            self._process = subprocess.Popen(
                command,
                env=env,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                # Of its own session, so that Ctrl-C reaches only the parent, who ends things in order.
                start_new_session=True,
                preexec_fn=_end_with_parent,
            )

    def wait_until_healthy(self, url: str, seconds: float = 30) -> None:
        """Until the address answers 200. Raises CannotStart with the end of the log."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if self._process.poll() is not None:
                raise CannotStart(f"{self.name} ended at once; its log says:\n{self._log_end()}")
            try:
                with urllib.request.urlopen(url, timeout=2) as answer:
                    if answer.status == 200:
                        return
            except (urllib.error.URLError, OSError):
                time.sleep(POLL_S)
        raise CannotStart(f"{self.name} is not ready after {seconds:.0f} s; see {self.log}")

    def running(self) -> bool:
        """Whether it still runs."""
        return self._process.poll() is None

    def stop(self, patience_s: float = 20) -> None:
        """Asks it to end, then ends it and everything it started."""
        if self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(patience_s)
            except subprocess.TimeoutExpired:
                print(f"{self.name} did not end in {patience_s:.0f} s: ending it", file=sys.stderr)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
        self._clear_scratch()

    def _clear_scratch(self) -> None:
        if self._scratch:
            # What was killed a moment ago may still be leaving.
            shutil.rmtree(self._scratch, ignore_errors=True)

    def _log_end(self) -> str:
        return self.log.read_text(errors="replace")[-2000:]


def plain_env(**more: str) -> dict[str, str]:
    """An environment of the few things a server needs; nothing of the developer's shell leaks in."""
    kept = ("PATH", "HOME", "LANG", "TMPDIR", "SSL_CERT_FILE")
    return {**{name: os.environ[name] for name in kept if name in os.environ}, **more}


def _end_with_parent() -> None:
    # Even a parent that is killed outright leaves nothing behind (Linux).
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
