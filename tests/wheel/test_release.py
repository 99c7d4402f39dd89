"""The release: complete for Windows, installable without internet, the same whenever it is made, and told by a bill."""

import hashlib
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from packaging.markers import default_environment

from tests.support.tools import run

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "deploy"))

import bill  # noqa: E402
import release  # noqa: E402

pytestmark = [pytest.mark.wheel, pytest.mark.slow]

RUNNING = f"{sys.version_info[0]}.{sys.version_info[1]}"


def deploy(content):
    (content / "iis").mkdir()
    (content / "iis" / "web.config").write_text("<configuration/>\n", encoding="utf-8")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("release")


@pytest.fixture(scope="module")
def for_windows(folder):
    return release.make(release.windows("3.13"), folder, deploy)


@pytest.fixture(scope="module")
def for_this_computer(folder):
    here = release.Target("here", "", "", RUNNING, dict(default_environment()))
    return release.make(here, folder, deploy)


def unpacked(archive, folder):
    with zipfile.ZipFile(archive) as content:
        content.extractall(folder)
    return folder / archive.stem


def test_what_is_inside(for_windows):
    with zipfile.ZipFile(for_windows) as content:
        names = {name.partition("/")[2] for name in content.namelist()}
    assert for_windows.name.endswith("-windows-x64-python3.13.zip")
    fixed = {"SHA256SUMS.txt", "bom.cdx.json", "requirements.txt", "INSTALL.txt", "CHANGELOG.md", "iis/web.config"}
    guides = {f"docs/{path.name}" for path in (ROOT / "docs").glob("*.md")}
    assert fixed | guides | {"docs/images/staff-list.png"} <= names
    wheels = [name for name in names if name.startswith("wheels/")]
    assert {name.rpartition("-")[2] for name in wheels} == {"any.whl", "win_amd64.whl"}


def test_every_checksum_is_right(for_windows, tmp_path):
    told = for_windows.with_name(f"{for_windows.name}.sha256").read_text().split()
    assert told == [hashlib.sha256(for_windows.read_bytes()).hexdigest(), for_windows.name]
    content = unpacked(for_windows, tmp_path)
    lines = [line.split("  ") for line in (content / "SHA256SUMS.txt").read_text().splitlines()]
    assert {name for _, name in lines} == {
        file.relative_to(content).as_posix() for file in content.rglob("*") if file.is_file()
    } - {"SHA256SUMS.txt"}
    for digest, name in lines:
        assert hashlib.sha256((content / name).read_bytes()).hexdigest() == digest


def test_windows_can_install_it_from_the_zip_alone(for_windows, tmp_path):
    """Judged by another resolver than the one of the release's own check."""
    content = unpacked(for_windows, tmp_path)
    wanted = ["--require-hashes", "-r", str(content / "requirements.txt"), "--target", str(tmp_path / "installed")]
    offline = ["--offline", "--no-index", "--find-links", str(content / "wheels"), "--no-cache", "--no-config"]
    windows = ["--python-platform", "x86_64-pc-windows-msvc", "--python-version", "3.13", "--dry-run"]
    uv = [sys.executable, "-m", "uv", "pip", "install"]
    run([*uv, *wanted, *offline, *windows])
    without_one = next((content / "wheels").glob("colorama-*"))
    without_one.unlink()
    extras = ",".join(release.extras())
    own = f"vettrak-api[{extras}]"
    done = subprocess.run(
        [*uv, own, "--target", str(tmp_path / "x"), *offline, *windows],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, "colorama" in done.stderr) == (1, True)
    wheels = [bill.read_wheel(path) for path in (content / "wheels").glob("*.whl")]
    lacking = bill.missing("vettrak-api", release.extras(), wheels, release.windows("3.13").environment)
    assert any(each.startswith("colorama") for each in lacking)


def test_it_is_installed_without_internet_and_works(for_this_computer, tmp_path):
    content = unpacked(for_this_computer, tmp_path)
    run([sys.executable, "-m", "venv", str(tmp_path / "python")])
    scripts = tmp_path / "python" / ("Scripts" if sys.platform == "win32" else "bin")
    install = ["install", "--quiet", "--no-index", "--isolated", "--find-links", str(content / "wheels")]
    run([str(scripts / "pip"), *install, "--require-hashes", "-r", str(content / "requirements.txt")], seconds=600)
    url = f"sqlite:///{(tmp_path / 'x.db').as_posix()}"
    program = [str(scripts / "vettrak-api")]
    assert "vettrak-api" in run([*program, "--version"])
    assert "went from nothing" in run([*program, "db", "upgrade"], folder=tmp_path, VETTRAK_DATABASE_URL=url)
    assert "as it should be" in run([*program, "db", "check"], folder=tmp_path, VETTRAK_DATABASE_URL=url)


def test_the_bill_names_every_package_with_licence_and_checksum(for_windows, tmp_path):
    content = unpacked(for_windows, tmp_path)
    told = json.loads((content / "bom.cdx.json").read_text(encoding="utf-8"))
    assert (told["bomFormat"], told["specVersion"]) == ("CycloneDX", "1.6")
    assert told["metadata"]["component"]["name"] == "vettrak-api"
    components = {component["name"]: component for component in told["components"]}
    wheels = {bill.read_wheel(path).name: path for path in (content / "wheels").glob("*.whl")}
    assert components.keys() == wheels.keys() - {"vettrak-api"}
    for name, component in components.items():
        assert component["hashes"] == [
            {"alg": "SHA-256", "content": hashlib.sha256(wheels[name].read_bytes()).hexdigest()}
        ]
        assert component["purl"] == f"pkg:pypi/{name}@{component['version']}"
    assert [name for name, component in components.items() if not component.get("licenses")] == []
    needs = {each["ref"]: each.get("dependsOn", []) for each in told["dependencies"]}
    assert any(ref.startswith("colorama@") for refs in needs.values() for ref in refs), "what Windows alone needs"


def test_a_package_that_windows_has_no_wheel_of_is_told(tmp_path, monkeypatch):
    """A source that compiles is no package for another kind of computer."""

    def build(command):
        (tmp_path / "thing-1-cp313-cp313-linux_x86_64.whl").write_bytes(b"")

    source = tmp_path / "thing-1.tar.gz"
    source.write_bytes(b"")
    monkeypatch.setattr(release, "run_or_stop", build)
    with pytest.raises(release.Problem, match="holds compiled parts"):
        release.make_wheel_of(source, tmp_path)


def test_the_command_says_what_failed_and_leaves_no_zip(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(release, "build_wheel", lambda folder: release.run_or_stop([sys.executable, "-c", "exit(3)"]))
    assert release.main(["--folder", str(tmp_path)]) == 1
    assert "release: this command failed with status 3" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
