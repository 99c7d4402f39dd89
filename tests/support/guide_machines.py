"""Machines on which the commands of a guide are executed as they stand there, on this one.

Each has a network namespace with an address of its own, and folders of the system in which what it writes is its own
(an overlay). Only three programs are not the real ones: `sudo`, since the test is root already; `apt-get`, which looks
whether the packages are installed; and `systemctl` (`support/systemctl.py`), which starts the packages' own units.
"""

import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

from tests.support.cluster_rigs import DEPLOY

from cluster.machines import Missing, Namespaces, find, run, wait_for  # isort: skip - the path to it is known by now

ROOT = DEPLOY.parent
GUIDE = (ROOT / "docs" / "guide-cluster.md").read_text(encoding="utf-8")
OWN = ("etc", "var", "run", "opt", "root")
"""Folders of which each machine has a state of its own."""

PATH = "/usr/sbin:/usr/bin:/sbin:/bin"
GUIDES_NETWORK = "10.0.0."
SHIMS = {
    "sudo": 'exec env -i PATH="$PATH" HOME=/root LANG=C.UTF-8 "$@"',
    "apt-get": 'shift; for name in "$@"; do dpkg --status "$name" > /dev/null || exit 1; done',
    "systemctl": f'exec {sys.executable} {Path(__file__).with_name("systemctl.py")} "$@"',
}


def part(heading):
    """Return what stands under a heading of the guide, up to the next one."""
    return re.split(r"^#+ ", GUIDE.partition(f"# {heading}\n")[2], maxsplit=1, flags=re.MULTILINE)[0]


def blocks(text, kind):
    """Return the blocks of a language in a part of the guide, in their order."""
    return re.findall(rf"^```{kind}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


class Computer:
    """One machine, as somebody sees it who has a shell on it."""

    def __init__(self, network, name, number, folder):
        self.name, self.network = name, network
        self.address = network.join(name, number)
        self.said = ""
        self._folder = folder / name
        for one in OWN:
            for layer in ("upper", "work"):
                (self._folder / one / layer).mkdir(parents=True)
        mounts = [f"mount -t overlay overlay -o {self._layers(one)} /{one}" for one in OWN]
        script = " && ".join(["mount --make-rprivate /", *mounts, "echo there", "exec sleep infinity"])
        command = [*network.inside(name), find("unshare"), "--mount", "--uts", "sh", "-c", script]
        self._holder = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True)
        if self._holder.stdout.readline() != "there\n":
            raise Missing("this computer lets nobody mount an overlay")
        self.lines = []
        """What a shell was told that lasts."""
        self.run("hostname", name)
        self.run("systemd-tmpfiles", "--create", "--prefix=/run")

    @property
    def holder(self):
        """The process that keeps the machine's folders mounted."""
        return self._holder.pid

    def close(self):
        """End the process that keeps the machine's folders mounted."""
        with self._holder:
            self._holder.kill()

    def _layers(self, one):
        here = self._folder / one
        return f"lowerdir=/{one},upperdir={here}/upper,workdir={here}/work"

    def run(self, *command, told="", seconds=180):
        """Run a program on the machine and return what it printed; fails when the program does."""
        inside = [find("nsenter"), f"--target={self._holder.pid}", "--mount", "--net", "--uts"]
        done = subprocess.run(
            [*inside, "env", f"--chdir={ROOT}", "--unset=TMPDIR", f"PATH={self._folder.parent}/shims:{PATH}", *command],
            input=told, capture_output=True, text=True, timeout=seconds, check=False,
        )  # fmt: skip
        assert done.returncode == 0, (self.name, command, done.stdout, done.stderr)
        return done.stdout

    def told(self, block):
        """Return a block of the guide as this machine is told it: with the addresses of this network."""
        return block.replace(GUIDES_NETWORK, f"{self.network.prefix}.")

    def remember(self, block):
        """Tell the shell something that lasts, such as variables and functions."""
        self.lines.append(self.told(block))

    def type(self, block):
        """Execute a block of the guide, and return what was printed; fails with the first line that fails."""
        return self.run("bash", "-c", "\n".join(["set -eo pipefail", *self.lines, self.told(block)]))


class Guided:
    """The guide's machines, by their names; ends everything on them."""

    def __init__(self, folder, numbers):
        network = Namespaces()
        self.network, self.folder = network, folder
        shims = folder / "shims"
        shims.mkdir()
        for name, text in SHIMS.items():
            (shims / name).write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
            (shims / name).chmod(0o755)
        try:
            self.machines = {name: Computer(network, name, number, folder) for name, number in numbers.items()}
        except BaseException:
            self.close()
            raise

    def __getitem__(self, name):
        return self.machines[name]

    def several(self, start):
        """Return the machines whose names start so."""
        return [machine for name, machine in self.machines.items() if name.startswith(start)]

    def until(self, what, is_so):
        """Wait until something is so; tells the last lines of all logs when it never is."""
        try:
            wait_for(what, is_so)
        except TimeoutError as error:
            last = "tail -n 5 /run/*.log 2>&1 || true"
            logs = [machine.run("bash", "-c", last) for machine in self.machines.values()]
            raise TimeoutError("\n".join([str(error), *logs])) from error

    def close(self):
        for machine in getattr(self, "machines", {}).values():
            machine.close()
        names = [space.removeprefix(f"{self.network.bridge}-") for space in self.network.namespaces]
        for name in names:
            for number in self.network.pids(name):
                subprocess.run(["kill", f"-{signal.SIGKILL.value}", str(number)], check=False, capture_output=True)
        for space in self.network.namespaces:
            run([find("ip"), "netns", "delete", space])
        run([find("ip"), "link", "delete", self.network.bridge])
        shutil.rmtree(self.folder, ignore_errors=True)
