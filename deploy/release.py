"""Makes what an administrator installs without internet: a zip of wheels, deploy files, guides, checksums and a bill.

    python dev.py release [--python 3.13] [--folder dist]

Everything in the zip comes from constraints.txt, so two runs on one commit hold the same packages.
"""

from __future__ import annotations

import argparse
import hashlib
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from bill import Wheel, bill_of_materials, missing, read_wheel

ROOT = Path(__file__).resolve().parents[1]
SUPPORTED = ("3.11", "3.12", "3.13", "3.14")
DEVELOPMENT = "dev"
"""The extra that nobody needs who runs a server."""

TEXTS = ("CHANGELOG.md", "LICENSE", "README.md")
SUMS, BILL, REQUIREMENTS = "SHA256SUMS.txt", "bom.cdx.json", "requirements.txt"

LIKE_EVERY_OTHER = (1980, 1, 1, 0, 0, 0)
"""The time of every file in the zip, so that equal contents make equal zips."""


class Problem(Exception):
    """What keeps a release from being made; the message says what to do."""


@dataclass(frozen=True)
class Target:
    """A kind of computer that a release is for.

    name: in the zip's name. platform: as uv names it. tag: as wheels do; both blank for this computer. python: its
    version, such as 3.13. markers: what wheels ask of their surroundings, where it differs from kind to kind.
    """

    name: str
    platform: str
    tag: str
    python: str
    markers: dict[str, str]

    @property
    def environment(self) -> dict[str, str]:
        """What markers of requirements are judged by."""
        return {**self.markers, "python_version": self.python, "python_full_version": f"{self.python}.0"}


def windows(python: str) -> Target:
    """Return Windows on 64 bits, which is what Windows Server is."""
    markers = {
        "implementation_name": "cpython",
        "os_name": "nt",
        "platform_machine": "AMD64",
        "platform_python_implementation": "CPython",
        "platform_system": "Windows",
        "sys_platform": "win32",
    }
    return Target(f"windows-x64-python{python}", "x86_64-pc-windows-msvc", "win_amd64", python, markers)


def main(arguments: Sequence[str] | None = None) -> int:
    """Make the zip for Windows and say where it is."""
    parser = argparse.ArgumentParser(prog="dev.py release", description=main.__doc__)
    parser.add_argument("--python", choices=SUPPORTED, default="3.13", help="the Python that it is for; default: 3.13")
    parser.add_argument("--folder", type=Path, default=ROOT / "dist", help="where the zip goes; default: dist")
    options = parser.parse_args(arguments)
    try:
        made = make(windows(options.python), options.folder)
    except Problem as problem:
        sys.stderr.write(f"release: {problem}\n")
        return 1
    print(f"{made}\n{made.with_name(made.name + '.sha256')}")
    return 0


def make(target: Target, folder: Path, deploy: Callable[[Path], None] | None = None) -> Path:
    """Make the release of a kind of computer and return the zip; raises Problem.

    deploy: writes the deploy files into a folder, if not by the program.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="vettrak-release-") as place:
        wheels = Path(place, "wheels")
        own = build_wheel(wheels)
        collect_wheels(target, wheels)
        name = f"vettrak-api-{own.version}-{target.name}"
        content = Path(place, name)
        content.mkdir()
        wheels.rename(content / "wheels")
        fill(target, own, content, deploy or write_deploy_files)
        return pack(content, folder / f"{name}.zip")


def fill(target: Target, own: Wheel, content: Path, deploy: Callable[[Path], None]) -> None:
    """Put everything beside the wheels."""
    wheels = [read_wheel(path) for path in sorted((content / "wheels").glob("*.whl"))]
    lacking = missing(own.name, extras(), wheels, target.environment)
    if lacking:
        raise Problem(f"these are needed on {target.name} and are not there: {', '.join(sorted(lacking))}")
    deploy(content)
    shutil.copytree(ROOT / "docs", content / "docs")
    for text in TEXTS:
        shutil.copyfile(ROOT / text, content / text)
    write(content / REQUIREMENTS, requirement_lines(own, wheels))
    write(content / "INSTALL.txt", [install_text(target, own)])
    write(content / BILL, [bill_of_materials(own, wheels, target.environment)])
    write(content / SUMS, [f"{digest_of(file)}  {name}" for name, file in files_of(content)])


def build_wheel(folder: Path) -> Wheel:
    """Build our own wheel into a folder."""
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    run_or_stop(command)
    (wheel,) = folder.glob("*.whl")
    return read_wheel(wheel)


def collect_wheels(target: Target, folder: Path) -> None:
    """Put every package that a server on the target may need into a folder, in the versions of constraints.txt.

    pip judges the conditions of requirements by the computer that it runs on; so uv, which can judge them by the
    target, makes the list, and pip fetches it.
    """
    wanted = folder.with_name("wanted.txt")
    options = ["--python-version", target.python]
    options += ["--python-platform", target.platform] if target.platform else []
    options += [option for extra in extras() for option in ("--extra", extra)]
    options += ["--constraint", str(ROOT / "constraints.txt"), "--output-file", str(wanted)]
    project = str(ROOT / "pyproject.toml")
    run_or_stop([sys.executable, "-m", "uv", "pip", "compile", "--quiet", "--no-header", *options, project])
    own_kind = ["--platform", target.tag, "--implementation", "cp", "--python-version", target.python]
    fetch = [*pip("download"), *(own_kind if target.tag else []), "--dest", str(folder)]
    run_or_stop([*fetch, "--requirement", str(wanted)])
    for source in [path for path in sorted(folder.iterdir()) if path.suffix != ".whl"]:
        make_wheel_of(source, folder)


def make_wheel_of(source: Path, folder: Path) -> None:
    """Build the wheel of a package that is published as source only; it must run on every kind of computer."""
    before = set(folder.iterdir())
    run_or_stop([*pip("wheel"), "--wheel-dir", str(folder), str(source)])
    source.unlink()
    for made in set(folder.iterdir()) - before:
        if not made.name.endswith("-none-any.whl"):
            raise Problem(f"{source.name} is published without a wheel and holds compiled parts: {made.name}")


def pip(command: str) -> list[str]:
    """Begin a command line of pip that looks at no dependencies."""
    return [sys.executable, "-m", "pip", command, "--quiet", "--disable-pip-version-check", "--no-deps"]


def write_deploy_files(content: Path) -> None:
    """Let the program write the files for IIS, as it does from an installed wheel."""
    program = Path(sys.executable).with_name("vettrak-api")
    run_or_stop([str(program), "iis", "files", str(content / "iis")])


def extras() -> list[str]:
    """Return the extras that a server may need: all but that of development."""
    import tomllib  # noqa: PLC0415 - beside its only use

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return sorted(set(project["optional-dependencies"]) - {DEVELOPMENT})


def requirement_lines(own: Wheel, wheels: Iterable[Wheel]) -> Iterator[str]:
    """Yield what pip installs, each by version and checksum."""
    yield f"# What {own.name} {own.version} runs with: pip install --no-index --find-links wheels -r {REQUIREMENTS}"
    for wheel in wheels:
        yield f"{wheel.name}=={wheel.version} --hash=sha256:{digest_of(wheel.path)}"


def install_text(target: Target, own: Wheel) -> str:
    """Say how to install, and where to read on."""
    return f"""vettrak-api {own.version} for {target.name}

1. Compare the checksum of this zip with the one that you got beside it (PowerShell: Get-FileHash FILE.zip), unpack it.
2. Install Python {target.python} for all users: https://www.python.org/downloads/windows/
3. In the unpacked folder, no internet is needed:

   py -{target.python} -m venv C:\\vettrak\\python
   C:\\vettrak\\python\\Scripts\\pip install --no-index --find-links wheels --require-hashes -r {REQUIREMENTS}
   C:\\vettrak\\python\\Scripts\\vettrak-api --version

4. Go on with docs\\guide-operations.md; for IIS with the files in the folder iis.

{SUMS} has the checksum of every file, {BILL} lists every package with its licence (CycloneDX).
"""


def pack(content: Path, zip_file: Path) -> Path:
    """Pack a folder under its own name and write the zip's checksum beside it."""
    with zipfile.ZipFile(zip_file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, file in files_of(content):
            entry = zipfile.ZipInfo(f"{content.name}/{name}", LIKE_EVERY_OTHER)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, file.read_bytes())
    write(zip_file.with_name(f"{zip_file.name}.sha256"), [f"{digest_of(zip_file)}  {zip_file.name}"])
    return zip_file


def files_of(folder: Path) -> list[tuple[str, Path]]:
    """Return the files of a folder with their paths inside it, in order."""
    return sorted((file.relative_to(folder).as_posix(), file) for file in folder.rglob("*") if file.is_file())


def digest_of(file: Path) -> str:
    """Return a file's SHA-256."""
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def write(file: Path, lines: Iterable[str]) -> None:
    """Write lines as every system reads them."""
    file.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8", newline="\n")


def run_or_stop(command: list[str]) -> None:
    """Run a program that must succeed; raises Problem."""
    status = subprocess.run(command, cwd=ROOT, check=False).returncode
    if status:
        raise Problem(f"this command failed with status {status}: {' '.join(command)}")


if __name__ == "__main__":
    sys.exit(main())
