"""What `make install` runs: the one file here that the machine's own Python executes.

Standard library only, and old syntax, so that a machine whose Python is too old
is told so in a sentence instead of in a traceback.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
VENV = os.path.join(ROOT, ".venv")
STAMPS = os.path.join(VENV, "stamps")
OLDEST = (3, 11)
WEB = ("web/desk", "web/help", "web/docs", "messages", "tests/contract")
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def main(wanted):
    if sys.version_info < OLDEST:
        stop(
            "Python %d.%d or newer is needed and this is %d.%d: install one and say "
            "make PYTHON=/path/to/python3.11" % (OLDEST + tuple(sys.version_info[:2]))
        )
    python_packages()
    for folder in WEB:
        node_packages(folder)
    if "chromium" in wanted:
        chromium()


def python_packages():
    lock = os.path.join(ROOT, "requirements-dev.txt")
    key = fingerprint([lock]) + "-%d.%d" % sys.version_info[:2]
    if done("python", key, os.path.join(VENV, "bin", "python")):
        return
    with step("Python packages into .venv"):
        # A stamp that is missing means an install that never finished: start it over.
        interpreter = os.path.realpath(sys.executable)
        shutil.rmtree(VENV, ignore_errors=True)
        run(
            # Not sys.executable as it stands: inside make that may be the .venv just removed.
            [interpreter, "-m", "venv", VENV],
            "The venv module is missing: on Debian, apt install python3-venv",
        )
        run(
            [
                os.path.join(VENV, "bin", "python"),
                "-m",
                "pip",
                "install",
                "-qq",
                "--disable-pip-version-check",
                "--no-deps",
                "-r",
                lock,
            ],
            "pip could not install requirements-dev.txt: see its message above, then say make again",
        )
    stamp("python", key)


def node_packages(folder):
    lock = os.path.join(ROOT, folder, "package-lock.json")
    if not os.path.exists(lock):
        return
    name = folder.replace("/", "-")
    key = fingerprint([lock])
    if done(name, key, os.path.join(ROOT, folder, "node_modules")):
        return
    with step("npm packages of " + folder):
        run(
            [os.path.join(VENV, "bin", "npm"), "ci", "--no-audit", "--no-fund", "--loglevel=error"],
            "npm could not install %s: see its message above, then say make again" % folder,
            cwd=os.path.join(ROOT, folder),
        )
    stamp(name, key)


def chromium():
    if browser():
        return
    with step("Chromium for the journeys"):
        if shutil.which("apt-get") and as_root() is not None:
            run(as_root() + ["apt-get", "update", "-qq"], "apt-get update failed: see above")
            run(
                as_root() + ["apt-get", "install", "-y", "-qq", "chromium"],
                "apt could not install chromium: see above",
            )
        else:
            run(
                [os.path.join(VENV, "bin", "playwright"), "install", "chromium"],
                "No Chromium could be had: install one and put it on the PATH as chromium",
            )


def browser():
    """Path of a Chromium on this machine, or None."""
    for name in BROWSERS:
        if shutil.which(name):
            return shutil.which(name)
    cache = os.path.expanduser("~/.cache/ms-playwright")
    for folder, _, names in os.walk(cache):
        if "chrome" in names and "chrome-linux" in folder:
            return os.path.join(folder, "chrome")
    return None


def as_root():
    if os.geteuid() == 0:
        return []
    return ["sudo", "-n"] if shutil.which("sudo") else None


def done(name, key, product):
    path = os.path.join(STAMPS, name)
    if not (os.path.exists(path) and os.path.exists(product)):
        return False
    with open(path) as held:
        return held.read() == key


def stamp(name, key):
    os.makedirs(STAMPS, exist_ok=True)
    with open(os.path.join(STAMPS, name), "w") as out:
        out.write(key)


def fingerprint(paths):
    digest = hashlib.sha256()
    for path in paths:
        with open(path, "rb") as source:
            digest.update(source.read())
    return digest.hexdigest()[:20]


def run(command, otherwise, cwd=ROOT):
    # npm's own scripts start `node` by name: it must be the one in .venv.
    env = dict(os.environ, PATH=os.path.join(VENV, "bin") + os.pathsep + os.environ["PATH"])
    if subprocess.call(command, cwd=cwd, env=env, stdout=sys.stderr) != 0:
        stop(otherwise)


class step:
    def __init__(self, title):
        self.title = title

    def __enter__(self):
        self.began = time.time()
        print("· %s …" % self.title, flush=True)

    def __exit__(self, kind, *rest):
        if kind is None:
            print("  done in %.1f s" % (time.time() - self.began), flush=True)


def stop(sentence):
    print("\n" + sentence + ".", file=sys.stderr)
    raise SystemExit(1)


if __name__ == "__main__":
    main(sys.argv[1:])
