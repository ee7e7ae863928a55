"""What goes wrong on a newcomer's machine is one sentence that says what to do."""

import socket
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from local import credentials
from local.config import HOST, ROOT, CannotStart, Config, Ports
from local.processes import Child, plain_env

# Far more than the kernel needs, far less than the grandchild would sleep.
PATIENCE_S = 20


def test_an_old_python_is_told_which_one_is_needed() -> None:
    program = (
        "import sys, runpy; sys.version_info = (3, 9, 2, 'final', 0); sys.argv = ['install'];"
        "runpy.run_path('local/install.py', run_name='__main__')"
    )
    ran = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True)
    assert ran.returncode == 1
    assert "Python 3.11 or newer is needed and this is 3.9" in ran.stderr
    assert "Traceback" not in ran.stderr


def test_the_installer_is_syntax_an_old_python_reads() -> None:
    import ast

    ast.parse((ROOT / "local" / "install.py").read_text(), feature_version=(3, 6))


def test_a_taken_port_is_named_with_the_way_out() -> None:
    with socket.socket() as taken:
        taken.bind((HOST, 0))
        taken.listen()
        ports = replace(Ports.free(), edge=taken.getsockname()[1])
        with pytest.raises(CannotStart, match=r"is taken.*ALO_EDGE_PORT"):
            ports.ensure_free()


def test_a_server_that_ends_at_once_shows_why(tmp_path: Path) -> None:
    child = Child("Twin", [sys.executable, "-c", "print('no such file')"], tmp_path / "log", plain_env())
    with pytest.raises(CannotStart, match=r"ended at once(.|\n)*no such file"):
        child.wait_until_healthy("http://127.0.0.1:9/", seconds=10)
    child.stop()


def test_stopping_ends_what_a_server_started_too(tmp_path: Path) -> None:
    program = (
        "import subprocess, sys, time;"
        "print(subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)']).pid, flush=True);"
        "time.sleep(60)"
    )
    log = tmp_path / "log"
    child = Child("Parent", [sys.executable, "-c", program], log, plain_env())
    while not log.read_text().strip():
        assert child.running()
    grandchild = int(log.read_text())
    child.stop()
    deadline = time.monotonic() + PATIENCE_S
    while _alive(grandchild) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not _alive(grandchild)


def test_what_a_server_leaves_in_its_temporary_folder_is_gone_with_it(tmp_path: Path) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    (scratch / "of a server that was killed").touch()
    program = "import os, tempfile; print(os.listdir(tempfile.gettempdir())); tempfile.mkdtemp()"
    child = Child("Untidy", [sys.executable, "-c", program], tmp_path / "log", plain_env(), scratch)
    deadline = time.monotonic() + PATIENCE_S
    while child.running() and time.monotonic() < deadline:
        time.sleep(0.01)
    assert (tmp_path / "log").read_text().strip() == "[]"
    assert list(scratch.iterdir())
    child.stop()
    assert not scratch.exists()


def test_credentials_are_made_once_and_kept_private(tmp_path: Path) -> None:
    first = credentials.of(tmp_path)
    assert credentials.of(tmp_path) == first
    assert (tmp_path / "secrets.json").stat().st_mode & 0o077 == 0


def test_config_survives_its_file(tmp_path: Path) -> None:
    config = Config(Ports.free(), tmp_path, {"TableName": "t"})
    assert Config.load(config.save()) == config


def _alive(pid: int) -> bool:
    status = Path(f"/proc/{pid}/stat")
    return status.exists() and status.read_text().split()[2] not in ("Z", "X")
