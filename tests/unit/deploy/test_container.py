"""The container recipe and the compose file: read by linters, and held against what the server knows."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from tests.support.soap import get
from vettrak_api.settings import Settings

FOLDER = Path(__file__).parents[3] / "deploy" / "container"
RECIPE = (FOLDER / "Containerfile").read_text(encoding="utf-8")
KNOWN = {f"VETTRAK_{name.upper()}" for name in Settings.model_fields} | {"VETTRAK_CONFIG"}
SERVERS = {"upgrade", "api", "background"}


def linter(name):
    return str(Path(sys.executable).with_name(name))


def judged(*command):
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


@pytest.fixture(scope="module")
def compose():
    return YAML(typ="safe").load((FOLDER / "compose.yaml").read_text(encoding="utf-8"))


@pytest.mark.skipif(sys.platform != "linux", reason="the linter is installed on Linux")
class TestRecipe:
    def test_the_linter_finds_nothing(self):
        assert judged(linter("hadolint"), str(FOLDER / "Containerfile")) == (0, "")

    @pytest.mark.parametrize(
        ("wrong", "rule"),
        [
            ("FROM python\nRUN pip install x\n", "DL3006"),
            ("FROM python:3.13\nRUN sudo true\n", "DL3004"),
            ("FROM python:3.13\nRUN pip install x\n", "DL3042"),
        ],
    )
    def test_the_linter_finds_what_is_wrong(self, tmp_path, wrong, rule):
        (tmp_path / "Containerfile").write_text(wrong)
        status, said = judged(linter("hadolint"), str(tmp_path / "Containerfile"))
        assert (status, rule in said) == (1, True)


def test_the_server_runs_as_nobody_in_particular():
    *_, last = re.findall(r"^USER (.+)$", RECIPE, re.MULTILINE)
    assert last.isdecimal()
    assert int(last) > 0


def test_what_is_copied_into_the_image_is_there_and_not_ignored():
    root = FOLDER.parents[1]
    ignored = (FOLDER / "Containerfile.dockerignore").read_text(encoding="utf-8").splitlines()
    for line in re.findall(r"^COPY (?!--from)(.+)$", RECIPE, re.MULTILINE):
        for name in line.split()[:-1]:
            assert (root / name).exists(), name
            assert f"!{name}" in ignored, name


def test_health_is_asked_where_the_server_tells_it(site):
    path = re.search(r"http://127\.0\.0\.1:8000(/\w+)", RECIPE)[1]
    assert get(site, path)[0] == "200 OK"


class TestCompose:
    def test_it_is_what_its_specification_says(self):
        schema = ["--builtin-schema", "vendor.compose-spec"]
        status, said = judged(linter("check-jsonschema"), *schema, str(FOLDER / "compose.yaml"))
        assert status == 0, said

    def test_the_linter_finds_what_is_wrong(self, tmp_path):
        (tmp_path / "compose.yaml").write_text("services:\n  api:\n    imag: x\n")
        schema = ["--builtin-schema", "vendor.compose-spec"]
        assert judged(linter("check-jsonschema"), *schema, str(tmp_path / "compose.yaml"))[0] == 1

    def test_every_setting_is_known(self, compose):
        for name in SERVERS:
            assert compose["services"][name]["environment"].keys() <= KNOWN

    def test_settings_can_be_read(self, compose, monkeypatch):
        for name, value in compose["services"]["api"]["environment"].items():
            if name != "VETTRAK_CONFIG":
                monkeypatch.setenv(name, re.sub(r"\$\{DOMAIN.*?\}", "api.rto.example", value))
        settings = Settings()
        assert (settings.public_url, settings.background_work) == ("https://api.rto.example", False)

    def test_the_proxy_alone_can_be_reached_and_reaches_the_server(self, compose):
        services = compose["services"]
        assert [name for name, service in services.items() if "ports" in service] == ["proxy"]
        beside_api = [name for name, service in services.items() if "front" in service["networks"]]
        assert sorted(beside_api) == ["api", "proxy"]
        (subnet,) = compose["networks"]["front"]["ipam"]["config"]
        assert subnet["subnet"] in services["api"]["environment"]["VETTRAK_TRUSTED_PROXIES"]
        assert "outside" not in services["database"]["networks"]
        assert "reverse_proxy api:8000" in (FOLDER / "Caddyfile").read_text(encoding="utf-8")

    def test_servers_may_do_little(self, compose):
        for name in SERVERS:
            service = compose["services"][name]
            assert service["read_only"] is True
            assert service["cap_drop"] == ["ALL"]
            assert service["security_opt"] == ["no-new-privileges:true"]

    def test_no_secret_stands_in_the_environment(self, compose):
        for service in compose["services"].values():
            for name in service.get("environment", {}):
                assert name.endswith("_FILE") or not re.search(r"PASSWORD|TOKEN|DATABASE_URL", name)
        assert {each["file"] for each in compose["secrets"].values()} == {
            "./secrets/database_password",
            "./secrets/vettrak.toml",
        }

    def test_every_image_has_a_version(self, compose):
        images = {service["image"] for service in compose["services"].values()} - {"vettrak-api"}
        assert len(images) == 2
        assert all(re.fullmatch(r"[\w/-]+:\d[\w.-]*", image) for image in images)
