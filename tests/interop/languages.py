"""The samples in docs/samples: how each is built and started, and what programmers of its client stumble over."""

import re
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from tests.support.node import node_modules
from tests.support.tools import give_up, need, run

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "docs" / "samples"
JAVA_LIBRARIES = Path("/usr/share/java")
GSOAP_IMPORTS = Path("/usr/share/gsoap/import")


@dataclass(frozen=True)
class Workshop:
    """Where a sample is built: a folder that holds a copy of it, the service page's address, and pytest's cache."""

    folder: Path
    address: str
    cache: object

    @property
    def wsdl(self):
        """The address of the service's description."""
        return f"{self.address}?WSDL"

    def run(self, *command):
        """Run a tool in the folder and return what it printed."""
        return run(command, folder=self.folder, LC_ALL="C.UTF-8")

    def version(self, pattern, *command):
        """Return what a tool tells of its version."""
        return re.search(pattern, self.run(*command)).group(1)


@dataclass(frozen=True)
class Language:
    """A sample, by its folder.

    build: makes it runnable in a workshop and returns its command. version: tells which client that was.
    """

    folder: str
    name: str
    client: str
    soap: str
    traps: Sequence[str]
    build: Callable[[Workshop], list[str]]
    version: Callable[[Workshop], str]


def php(shop):
    return [need("php", module="soap"), "-d", "soap.wsdl_cache_enabled=0", str(shop.folder / "training.php")]


def node(shop):
    (shop.folder / "node_modules").symlink_to(node_modules(shop.cache, ROOT / "tests" / "interop" / "node"))
    return [need("node"), str(shop.folder / "training.js")]


def perl(shop):
    program = need("perl")
    if shop.run(program, "-e", "print eval { require SOAP::Lite; 1 } ? 'there' : ''") != "there":
        give_up("Perl is without SOAP::Lite")
    return [program, str(shop.folder / "training.pl")]


def curl(shop):
    need("curl")
    need("xmllint")
    return [need("sh"), str(shop.folder / "training.sh")]


def csharp_wsdl(shop):
    shop.run(need("wsdl"), "/nologo", "/out:VT_API.cs", shop.wsdl)
    return _mono(shop, "System.Web.Services")


def csharp_wcf(shop):
    shop.run(need("svcutil"), "/noConfig", "/out:VT_API.cs", shop.wsdl)
    proxy = shop.folder / "VT_API.cs"
    # Mono's svcutil takes an operation's action for that of its answer; Microsoft's does not.
    action = r'Action="\*", ReplyAction="([^"]*)"'
    proxy.write_text(re.sub(action, r'Action="\1", ReplyAction="*"', proxy.read_text("utf-8-sig")), "utf-8")
    return _mono(shop, "System.ServiceModel", "System.Runtime.Serialization")


def _mono(shop, *libraries):
    program = str(shop.folder / "Training.exe")
    shop.run(need("mcs"), f"-out:{program}", *(f"-r:{each}" for each in libraries), "Training.cs", "VT_API.cs")
    return [need("mono"), program]


def java(shop):
    libraries = f"build:{JAVA_LIBRARIES}/jaxws-tools.jar"
    (shop.folder / "build").mkdir()
    shop.run(need("wsimport"), "-Xnocompile", "-keep", "-d", "build", "-p", "vettrak", shop.wsdl)
    sources = [str(path) for path in shop.folder.rglob("*.java")]
    shop.run(need("javac"), "-nowarn", "-cp", libraries, "-d", "build", *sources)
    return [need("java"), "-cp", libraries.replace("build", str(shop.folder / "build")), "Training"]


def cpp(shop):
    shop.run(need("wsdl2h"), "-t", "typemap.dat", "-o", "vettrak.h", shop.wsdl)
    shop.run(need("soapcpp2"), "-C", "-j", "-1", "-x", "-I", str(GSOAP_IMPORTS), "vettrak.h")
    sources = ["training.cpp", "soapC.cpp", "soapVT_USCOREAPISoapProxy.cpp"]
    shop.run(need("g++"), "-w", "-O0", "-o", "training", *sources, "-lgsoap++")
    return [str(shop.folder / "training")]


def _mono_version(shop):
    return "Mono " + shop.version(r"version (\S+)", need("mono"), "--version")


LANGUAGES = (
    Language(
        "php",
        "PHP",
        "SoapClient (ext-soap)",
        "1.1",
        (
            "A list of one item is the item itself, unless `SOAP_SINGLE_ELEMENT_ARRAYS` is set.",
            "PHP keeps the WSDL for a day: after an upgrade of the server clear its cache.",
        ),
        php,
        lambda shop: shop.version(r"PHP (\S+)", need("php"), "-v"),
    ),
    Language(
        "csharp-wsdl",
        "C#, .NET Framework",
        "wsdl.exe, “Add Web Reference”",
        "1.1 or 1.2",
        (
            "A `DateTime` whose `Kind` is `Utc` or `Local` is sent with a zone; leave it `Unspecified`.",
            "The class keeps the address of the WSDL: set `Url`.",
        ),
        csharp_wsdl,
        _mono_version,
    ),
    Language(
        "csharp-wcf",
        "C#, WCF and .NET",
        "svcutil, “Add Service Reference”",
        "1.1",
        (
            "Answers of more than 64 KiB are refused until `MaxReceivedMessageSize` and `MaxBufferSize` are raised.",
            "There are two endpoints, `VT_APISoap` and `VT_APISoap12`: name one, or give a binding.",
            "Mono's svcutil swaps `Action` and `ReplyAction`; swap them back.",
        ),
        csharp_wcf,
        _mono_version,
    ),
    Language(
        "java",
        "Java",
        "JAX-WS (wsimport)",
        "1.1",
        (
            "An `XMLGregorianCalendar` made of a date alone is sent as a date alone: name hour, minute and second.",
            "One that was made from a `GregorianCalendar` has a zone: leave it `FIELD_UNDEFINED`.",
            "Axis 1 cannot write characters beyond the basic plane, such as emoji.",
        ),
        java,
        lambda shop: shop.version(r"(?:openjdk|java) version \"?([\d.]+)", need("sh"), "-c", "java -version 2>&1"),
    ),
    Language(
        "javascript",
        "JavaScript, Node",
        "soap (npm)",
        "1.1 or 1.2",
        (
            "A `Date` is sent in UTC; send texts, and read texts by `customDeserializer`.",
            "A list of one item is the item itself when the schema was not read (`disableCache` and stubs).",
        ),
        node,
        lambda shop: shop.run(need("node"), "-p", "require('soap/package.json').version").strip(),
    ),
    Language(
        "python",
        "Python",
        "zeep",
        "1.1 or 1.2",
        (
            "An empty list is `None`.",
            "A `datetime` with a zone is sent with it: use naive ones.",
        ),
        lambda shop: [sys.executable, str(shop.folder / "training.py")],
        lambda _shop: version("zeep"),
    ),
    Language(
        "perl",
        "Perl",
        "SOAP::Lite",
        "1.1",
        (
            "`ns` puts the parameters into no namespace: use `default_ns`.",
            "Actions are joined with `#`: set `on_action` to join them with `/`.",
            "Types are guessed, and `00001` becomes a number: name the type of every value.",
        ),
        perl,
        lambda shop: shop.run(need("perl"), "-MSOAP::Lite", "-e", "print $SOAP::Lite::VERSION"),
    ),
    Language(
        "cpp",
        "C++",
        "gSOAP",
        "1.1",
        (
            "`dateTime` becomes `time_t`, which is sent in UTC: map it to a text (`typemap.dat`).",
            "The endpoint's text must live as long as the proxy.",
        ),
        cpp,
        lambda shop: shop.version(r"([\d.]+)", need("sh"), "-c", "soapcpp2 -V 2>&1"),
    ),
    Language(
        "curl",
        "Shell",
        "curl and xmllint",
        "1.1",
        (
            "Escape `&`, `<` and `>` in every value.",
            "Send the body by a pipe: others can read a command's arguments, and the password in them.",
        ),
        curl,
        lambda shop: shop.version(r"curl (\S+)", need("curl"), "--version"),
    ),
)
BY_FOLDER = {language.folder: language for language in LANGUAGES}
