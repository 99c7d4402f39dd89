"""A .NET program with the proxy class that `wsdl` generates: the way of most integrations of that time."""

import re
from pathlib import Path

import pytest

from tests.interop.transcript import OPERATIONS, expected_transcript
from tests.support.tools import need, run

pytestmark = [pytest.mark.interop, pytest.mark.dotnet]

PROGRAMS = Path(__file__).parent / "dotnet"
METHOD = re.compile(r"SoapDocumentMethodAttribute\(.*?public \S+ (\w+)\(", re.DOTALL)


class Compiler:
    """Mono's tools: from a WSDL to a class, from classes to a program."""

    def __init__(self, folder):
        self.wsdl, self.compiler, self.mono = need("wsdl"), need("mcs"), need("mono")
        self.folder = folder

    def proxy(self, address, name, *options, query="WSDL"):
        """Generate the class of a service and return its file; a warning counts as a failure."""
        path = self.folder / f"{name}.cs"
        printed = run([self.wsdl, *options, "/nologo", f"/out:{path}", f"{address}?{query}"], LC_ALL="C.UTF-8")
        assert "warning" not in printed.lower(), printed
        return path

    def program(self, *sources, name="program.exe"):
        """Compile sources into a program and return its file."""
        path = self.folder / name
        target = "exe" if path.suffix == ".exe" else "library"
        libraries = ["-r:System.Web.Services", "-r:System.Xml"]
        run([self.compiler, "-codepage:utf8", f"-target:{target}", f"-out:{path}", *libraries, *map(str, sources)])
        return path

    def run(self, program, *arguments):
        """Run a program and return what it printed."""
        return run([self.mono, str(program), *arguments], LC_ALL="C.UTF-8")


@pytest.fixture(scope="module")
def compiler(tmp_path_factory):
    """Find Mono's tools and a folder for what they make."""
    return Compiler(tmp_path_factory.mktemp("dotnet"))


@pytest.fixture(scope="module")
def scenario(compiler, running):
    """Compile the scenario against the service of the running server."""
    proxy = compiler.proxy(running.page(), "VT_API_Integrate")
    return compiler.program(proxy, PROGRAMS / "LmsScenario.cs", name="scenario.exe")


@pytest.mark.parametrize("version", ["1.1", "1.2"])
def test_the_lms_scenario(compiler, scenario, running, course, version):
    printed = compiler.run(scenario, running.page(), version, course.code, course.surname)
    assert printed.splitlines() == expected_transcript(course)


@pytest.mark.parametrize("name", OPERATIONS)
def test_the_generated_class_has_every_operation_and_compiles(compiler, running, name):
    source = compiler.proxy(running.page(name), name)
    methods = METHOD.findall(source.read_text(encoding="utf-8"))
    assert sorted(methods) == sorted(OPERATIONS[name])
    compiler.program(source, name=f"{name}.dll")


def test_a_class_for_soap_12_compiles_too(compiler, running):
    source = compiler.proxy(running.page(), "Soap12", "/protocol:Soap12")
    assert len(METHOD.findall(source.read_text(encoding="utf-8"))) == len(OPERATIONS["VT_API_Integrate"])
    compiler.program(source, name="Soap12.dll")


def test_the_class_of_the_documented_description_is_the_same(compiler, running):
    plain = compiler.proxy(running.page(), "Plain")
    documented = compiler.proxy(running.page(), "Documented", query="WSDL&documented")
    assert METHOD.findall(documented.read_text(encoding="utf-8")) == METHOD.findall(plain.read_text(encoding="utf-8"))
    compiler.program(documented, name="Documented.dll")
