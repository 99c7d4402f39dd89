"""What systemctl does, as far as a guide asks for it, on a machine without systemd: reads units, starts and ends them.

Run as a program inside a machine of `guide_machines`. A unit of the type notify counts as started when it says so, as
with systemd.
"""

import os
import re
import shlex
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

UNITS = (Path("/etc/systemd/system"), Path("/lib/systemd/system"))
RUNNING = Path("/run/units")
PATIENCE = 90.0
WORD = re.compile(r"\$\{(\w+)\}")


def read(name):
    """Return the lines of a unit's service and of its drop-ins, by their names; an empty one takes former ones away."""
    (path,) = [folder / name for folder in UNITS if (folder / name).exists()][:1]
    drop_ins = [one for folder in reversed(UNITS) for one in sorted((folder / f"{name}.d").glob("*.conf"))]
    found = {}
    for file in [path, *drop_ins]:
        text = re.sub(r"\\\n\s*", " ", file.read_text(encoding="utf-8"))
        for line in text.splitlines():
            key, equals, value = line.partition("=")
            if not equals or line.startswith("#"):
                continue
            found[key] = [*found.get(key, []), value] if value else []
    return found


def environment(unit):
    """Return what a unit's programs find in their environment."""
    told = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8"}
    for line in unit.get("Environment", []):
        told |= dict(word.split("=", 1) for word in shlex.split(line))
    for line in unit.get("EnvironmentFile", []):
        path = Path(line.removeprefix("-").replace("%p", unit["name"]))
        if path.exists():
            words = [one for one in path.read_text("utf-8").splitlines() if "=" in one and not one.startswith("#")]
            told |= {key: "".join(shlex.split(value)) for key, _, value in (word.partition("=") for word in words)}
    return told


def command(line, told):
    """Return a command's words, with `$NAME` and `${NAME}` as systemd fills them in."""
    words = []
    for word in shlex.split(line.lstrip("-!+@")):
        if re.fullmatch(r"\$\w+", word):
            words += shlex.split(told.get(word[1:], ""))
        else:
            words.append(WORD.sub(lambda found: told.get(found[1], ""), word))
    return words


def start(name):
    if alive(name):
        return
    unit = {**read(name), "name": name.removesuffix(".service")}
    if not all(Path(needed).exists() for needed in unit.get("ConditionPathExists", [])):
        return
    told = environment(unit)
    user = unit.get("User", [""])[-1]
    before = ["setpriv", f"--reuid={user}", f"--regid={user}", "--init-groups"] if user else []
    RUNNING.mkdir(exist_ok=True)
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as told_ready, Path(f"/run/{name}.log").open("ab") as log:
        address = f"/run/{name}.notify"
        Path(address).unlink(missing_ok=True)
        told_ready.bind(address)
        Path(address).chmod(0o777)
        process = subprocess.Popen(
            [*before, *command(unit["ExecStart"][-1], told)],
            env={**told, "NOTIFY_SOCKET": address}, cwd=unit.get("WorkingDirectory", ["/"])[-1],
            stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
        )  # fmt: skip
        (RUNNING / name).write_text(str(process.pid), encoding="ascii")
        until_ready(process, told_ready if unit.get("Type") == ["notify"] else None, name)


def until_ready(process, told_ready, name):
    end = time.monotonic() + (PATIENCE if told_ready else 1)
    while time.monotonic() < end:
        if process.poll() is not None:
            sys.exit(f"Job for {name} failed: " + Path(f"/run/{name}.log").read_text("utf-8", "replace"))
        if told_ready is None:
            time.sleep(0.2)
            continue
        told_ready.settimeout(0.5)
        with suppress(TimeoutError):
            if b"READY=1" in told_ready.recv(4096):
                return
    if told_ready is not None:
        sys.exit(f"Job for {name} timed out: " + Path(f"/run/{name}.log").read_text("utf-8", "replace"))


def alive(name):
    """Return the number of a unit's process, 0 when none runs."""
    path = RUNNING / name
    number = int(path.read_text("ascii")) if path.exists() else 0
    stat = Path(f"/proc/{number}/stat")
    return number if number and stat.exists() and stat.read_text("ascii").rpartition(")")[2].split()[0] != "Z" else 0


def stop(name):
    if number := alive(name):
        os.kill(number, signal.SIGTERM)
        end = time.monotonic() + PATIENCE
        while alive(name) and time.monotonic() < end:
            time.sleep(0.1)
    (RUNNING / name).unlink(missing_ok=True)


def main(verb, *words):
    now = "--now" in words
    names = [word if "." in word else f"{word}.service" for word in words if not word.startswith("--")]
    for name in names:
        if not any((folder / name).exists() for folder in UNITS):
            sys.exit(f"Failed to {verb} {name}: Unit {name} not found.")
        if verb in {"stop", "restart"} or (verb == "disable" and now):
            stop(name)
        if verb in {"start", "restart"} or (verb == "enable" and now):
            start(name)


if __name__ == "__main__":
    main(*sys.argv[1:])
