"""What the planner sees of a computer: its files, ports and Pythons, and IIS's own configuration."""

import socket
import sys

import pytest

from vettrak_api.hosting.iis.configuration import Application, Binding, Configuration
from vettrak_api.hosting.iis.iis_steps import ANONYMOUS, HANDLERS, POOL, SCHEDULE
from vettrak_api.hosting.iis.machine import BlankMachine, WindowsMachine
from vettrak_api.hosting.iis.program import planned
from vettrak_api.hosting.iis.wishes import Refusal

APPLICATION_HOST = """<?xml version="1.0" encoding="UTF-8"?>
<configuration>
  <configSections/>
  <system.applicationHost>
    <applicationPools>
      <add name="DefaultAppPool"/>
      <add name="vettrak" startMode="AlwaysRunning">
        <recycling>
          <periodicRestart time="00:00:00"><schedule><add value="03:30:00"/></schedule></periodicRestart>
        </recycling>
      </add>
      <applicationPoolDefaults managedRuntimeVersion="v4.0"/>
    </applicationPools>
    <sites>
      <site name="Default Web Site" id="1">
        <application path="/"><virtualDirectory path="/" physicalPath="%SystemDrive%\\inetpub\\wwwroot"/></application>
        <application path="/vettrak" applicationPool="vettrak">
          <virtualDirectory path="/more" physicalPath="D:\\more"/>
          <virtualDirectory path="/" physicalPath="C:\\vettrak\\site"/>
        </application>
        <bindings>
          <binding protocol="http" bindingInformation="*:80:"/>
          <binding protocol="https" bindingInformation="[2001:db8::1]:443:api.rto.example"/>
          <binding protocol="net.tcp" bindingInformation="808:*"/>
          <binding protocol="http" bindingInformation="192.0.2.1:8080:Intra.example"/>
        </bindings>
      </site>
      <site name="Intranet" id="2"/>
    </sites>
  </system.applicationHost>
  <system.webServer>
    <fastCgi><application fullPath="C:\\php\\php-cgi.exe"/></fastCgi>
    <globalModules><add name="FastCgiModule" image="x.dll"/><add name="httpPlatformHandler"/></globalModules>
  </system.webServer>
  <location path="" overrideMode="Allow"><system.webServer><modules/></system.webServer></location>
  <location path="Default Web Site/vettrak">
    <system.webServer><security><authentication>
      <anonymousAuthentication enabled="true" userName=""/>
    </authentication></security></system.webServer>
  </location>
  <location path="Default Web Site/vettrak" overrideMode="Allow">
    <system.webServer><handlers/></system.webServer>
  </location>
</configuration>
"""


@pytest.fixture
def machine(tmp_path, monkeypatch):
    """Return this computer as if it had IIS."""
    folder = tmp_path / "System32" / "inetsrv" / "config"
    folder.mkdir(parents=True)
    (folder / "applicationHost.config").write_text(APPLICATION_HOST, encoding="utf-8-sig")
    monkeypatch.setenv("SYSTEMROOT", str(tmp_path))
    return WindowsMachine()


class TestIis:
    def test_s_sites_are_read(self, machine):
        iis = machine.configuration()
        assert iis.site_names() == ["Default Web Site", "Intranet"]
        assert iis.bindings("default web site") == [
            Binding("http", "*", 80, ""),
            Binding("https", "[2001:db8::1]", 443, "api.rto.example"),
            Binding("http", "192.0.2.1", 8080, "Intra.example"),
        ]
        assert list(iis.applications()) == [
            Application("Default Web Site", "/", "DefaultAppPool", r"%SystemDrive%\inetpub\wwwroot"),
            Application("Default Web Site", "/vettrak", "vettrak", r"C:\vettrak\site"),
        ]

    def test_s_pools_programs_and_modules_are_read(self, machine):
        iis = machine.configuration()
        assert iis.pool_names() == ["DefaultAppPool", "vettrak"]
        assert iis.fastcgi() == {(r"C:\php\php-cgi.exe", ""): {"fullPath": r"C:\php\php-cgi.exe"}}
        assert iis.modules() == {"fastcgimodule", "httpplatformhandler"}
        told = {name: iis.pool_says("VETTRAK", name) for name in (*POOL, f"{SCHEDULE}.add.value")}
        assert told == {
            "startMode": "AlwaysRunning",
            "processModel.idleTimeout": "",
            "recycling.periodicRestart.time": "00:00:00",
            "recycling.periodicRestart.schedule.add.value": "03:30:00",
        }
        assert not iis.may_pass_on()
        assert iis.allowed_variables() == set()

    @pytest.mark.parametrize(
        ("place", "unlocked", "said"), [("default web site/VETTRAK", True, True), ("Intranet", False, False)]
    )
    def test_tells_what_holds_for_one_application(self, machine, place, unlocked, said):
        iis = machine.configuration()
        assert iis.is_unlocked(place, HANDLERS) == unlocked
        assert (iis.says_for(place, ANONYMOUS) is not None) == said

    def test_may_have_unlocked_a_section_for_all(self):
        text = '<configuration><location path="" overrideMode="Allow"><system.webServer><handlers/></system.webServer>'
        assert Configuration(f"{text}</location></configuration>").is_unlocked("Any", HANDLERS)

    def test_that_is_not_there_is_told(self, tmp_path, monkeypatch):
        monkeypatch.setenv("SYSTEMROOT", str(tmp_path))
        with pytest.raises(Refusal, match="IIS is not installed on this computer"):
            WindowsMachine().configuration()


class TestThisComputer:
    def test_s_files_are_looked_at(self, machine, tmp_path):
        (tmp_path / "there.txt").write_text("\ufeffé", encoding="utf-8")
        assert machine.exists(str(tmp_path / "there.txt"))
        assert machine.read(str(tmp_path / "there.txt")) == "é"
        assert not machine.exists(str(tmp_path / "gone"))
        assert machine.read(str(tmp_path / "gone")) is None

    def test_s_folders_are_tried(self, machine, tmp_path):
        assert machine.is_writable(str(tmp_path / "not" / "yet"))
        assert list(tmp_path.glob("not*")) == []
        (tmp_path / "file").write_text("", encoding="utf-8")
        assert not machine.is_writable(str(tmp_path / "file"))

    def test_s_disks_are_asked(self, machine, tmp_path):
        assert 0 < machine.free_bytes(str(tmp_path / "not" / "yet")) < 2**60

    def test_s_ports_are_tried(self, machine):
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            port = taken.getsockname()[1]
            assert not machine.is_free(port)
        assert machine.is_free(port)

    def test_s_pythons_tell_of_themselves(self, machine, tmp_path):
        found = machine.interpreter(sys.executable)
        assert (found.version, found.is_64_bit, found.folder) == (
            sys.version_info[:2],
            sys.maxsize > 2**32,
            sys.base_prefix,
        )
        assert machine.interpreter(str(tmp_path / "python.exe")) is None


def test_a_plan_to_read_needs_no_windows():
    text = planned(
        ["install", "--database", "sqlite", "--way", "httpplatform"],
        "planner",
        "1.2.3",
        BlankMachine([r"C:\Program Files\Python313\python.exe"]),
    )
    assert "vettrak-api==1.2.3" in text
    assert "This is no Windows" in text
