"""One project for each language, made of the samples of the reference: compiled whole, and run against a server."""

import http.client
import json
import sys
from collections.abc import Iterable, Mapping
from contextlib import closing
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from tests.support.node import node_modules
from tests.support.samples import product_of, read
from tests.support.tools import give_up, need, run
from vettrak_api.catalogue.loader import PRODUCTS, load_catalogue
from vettrak_api.web.reference.samples import samples_of
from vettrak_api.web.reference.samples.values import TOKEN

RUNNERS = Path(__file__).parents[1] / "interop" / "samples"
NODE = Path(__file__).parents[1] / "interop" / "node"

JARS = tuple(Path("/usr/share/java") / name for name in ("jaxws-rt.jar", "jaxws-api.jar", "jaxb-api.jar"))
"""Where Debian has the classes of JAX-WS, which Java has left to others since version 11."""

SECONDS = 300
"""Patience with what compiles or runs all samples of a language."""


class Ran(NamedTuple):
    """What a program printed, and why it failed; blank when it did not."""

    printed: str
    failure: str


class Project:
    """The samples of all operations in one language; a subclass knows how they are compiled and run."""

    language: str
    suffix: str

    def __init__(self, folder: Path, address: str, cache: object) -> None:
        self.folder, self.address, self.cache = folder, address, cache
        self.products = {name: product_of(operation) for name, operation in load_catalogue().operations.items()}
        self.find_tools()

    def find_tools(self) -> None:
        """Find the programs that are needed, or give up."""

    def text(self, operation: str) -> str:
        """Return the sample of an operation."""
        samples = samples_of(operation, self.products[operation], self.address)
        return next(sample.text for sample in samples if sample.language == self.language)

    def write(self, operation: str, changed: Mapping[str, str] | None = None) -> Path:
        """Write a sample to its file, without change but for a test that says which."""
        text = self.text(operation)
        for old, new in (changed or {}).items():
            assert old in text
            text = text.replace(old, new)
        file = self.folder / f"{operation}Sample{self.suffix}"
        file.write_text(text, encoding="utf-8")
        return file

    def files(self) -> list[str]:
        """Write the samples of all operations."""
        return [str(self.write(name)) for name in self.products]

    def change(self, operation: str, changed: Mapping[str, str]) -> None:
        """Write a sample with changes, and compile it again."""
        self.write(operation, changed)

    def compile(self) -> None:
        """Compile or parse the samples of all operations; fails the test when one is refused."""
        raise NotImplementedError

    def run(self, operations: Iterable[str]) -> dict[str, Ran]:
        """Run samples that were written, in this order."""
        raise NotImplementedError


class _OneProcess(Project):
    """A language whose runner takes files and prints a line of JSON for each."""

    def command(self) -> list[str]:
        """Return what runs files."""
        raise NotImplementedError

    def run(self, operations: Iterable[str]) -> dict[str, Ran]:
        """Run files that were written."""
        names = {str(self.folder / f"{name}Sample{self.suffix}"): name for name in operations}
        printed = run([*self.command(), *names], seconds=SECONDS, TZ="Australia/Sydney", NODE_NO_WARNINGS="1")
        told = [json.loads(line) for line in printed.splitlines()]
        return {names[each["file"]]: Ran(each["printed"], each["failure"]) for each in told}


class Php(_OneProcess):
    """PHP's own SoapClient."""

    language, suffix = "php", ".php"

    def find_tools(self) -> None:
        self.php = need("php", module="soap")

    def compile(self) -> None:
        refused = run([self.php, str(RUNNERS / "check.php"), *self.files()])
        assert not refused, refused

    def command(self) -> list[str]:
        return [self.php, str(RUNNERS / "run.php")]


class JavaScript(_OneProcess):
    """The package `soap` of Node, found from beside the samples."""

    language, suffix = "javascript", ".mjs"

    def find_tools(self) -> None:
        self.node = need("node")
        (self.folder / "node_modules").symlink_to(node_modules(self.cache, NODE))

    def compile(self) -> None:
        command = [self.node, "--experimental-vm-modules", str(RUNNERS / "check.mjs"), *self.files()]
        refused = run(command, NODE_NO_WARNINGS="1")
        assert not refused, refused

    def command(self) -> list[str]:
        return [self.node, str(RUNNERS / "run.mjs")]


class Python(_OneProcess):
    """The package zeep."""

    language, suffix = "python", ".py"

    def compile(self) -> None:
        for file in self.files():
            compile(Path(file).read_text(encoding="utf-8"), file, "exec")

    def command(self) -> list[str]:
        return [sys.executable, str(RUNNERS / "run.py")]


class Xml(Project):
    """The messages themselves, by HTTP."""

    language, suffix = "request", ".http"

    def compile(self) -> None:
        for file in self.files():
            body = Path(file).read_text(encoding="utf-8").split("\n\n", 1)[1]
            assert body.startswith("<?xml")

    def run(self, operations: Iterable[str]) -> dict[str, Ran]:
        token = ""
        ran = {}
        for name in ("ValidateClient", *operations):
            answered = read(self._posted((self.folder / f"{name}Sample.http").read_text(encoding="utf-8"), token))
            token = token or answered.result.findtext("{*}Token") or ""
            if answered.status in {"1", None}:
                ran[name] = Ran("".join(answered.result.itertext()), "")
            else:
                ran[name] = Ran("", f"{answered.message}")
        return ran

    def _posted(self, message: str, token: str) -> bytes:
        headers, body = message.replace(TOKEN, token).split("\n\n", 1)
        first, *others = headers.split("\n")
        named = dict(line.split(": ", 1) for line in others)
        with closing(http.client.HTTPConnection(urlsplit(self.address).netloc, timeout=60)) as connection:
            connection.request(*first.split()[:2], body=body.encode(), headers=named)
            return connection.getresponse().read()


class _Compiled(Project):
    """A language whose runner writes two files for each class."""

    def ran(self, operations: Iterable[str]) -> dict[str, Ran]:
        """Read what the runner wrote."""
        return {
            name: Ran(*((self.folder / f"{name}Sample.{kind}").read_text("utf-8-sig") for kind in Ran._fields))
            for name in operations
        }

    def pages(self) -> dict[str, str]:
        """Return the address of each product's page."""
        return {product: f"{self.address}{load_catalogue().endpoints[product]}" for product in PRODUCTS}


class CSharp(_Compiled):
    """A library for each product: the class that `wsdl` writes from the WSDL, and the samples."""

    language, suffix = "csharp", ".cs"

    def find_tools(self) -> None:
        self.wsdl, self.compiler, self.mono = need("wsdl"), need("mcs"), need("mono")

    def compile(self) -> None:
        self.files()
        for product, page in self.pages().items():
            proxy = self.folder / f"{product}.cs"
            run([self.wsdl, "/nologo", f"/out:{proxy}", f"{page}?WSDL"], LC_ALL="C.UTF-8")
            self._compile(product)
        run([self.compiler, f"-out:{self.folder / 'Runner.exe'}", str(RUNNERS / "Runner.cs")])

    def change(self, operation: str, changed: Mapping[str, str]) -> None:
        super().change(operation, changed)
        self._compile(self.products[operation])

    def _compile(self, product: str) -> None:
        names = [name for name, offering in self.products.items() if offering == product]
        options = ["-codepage:utf8", "-target:library", f"-out:{self.folder / product}.dll"]
        libraries = ["-r:System.Web.Services", "-r:System.Xml"]
        files = [str(self.folder / f"{name}.cs") for name in (product, *(f"{name}Sample" for name in names))]
        run([self.compiler, *options, *libraries, *files], seconds=SECONDS)

    def run(self, operations: Iterable[str]) -> dict[str, Ran]:
        wanted = list(operations)
        # A library after the other, so that what writes comes after what reads in each of them.
        for product in PRODUCTS:
            classes = [f"{name}Sample" for name in wanted if self.products[name] == product]
            command = [self.mono, str(self.folder / "Runner.exe"), str(self.folder / f"{product}.dll")]
            run([*command, str(self.folder), *classes], seconds=SECONDS, LC_ALL="C.UTF-8")
        return self.ran(wanted)


class Java(_Compiled):
    """All samples and the classes that `wsimport` writes for each product, whose packages have names of their own."""

    language, suffix = "java", ".java"

    def find_tools(self) -> None:
        self.wsimport, self.compiler, self.java = need("wsimport"), need("javac"), need("java")
        if not all(jar.exists() for jar in JARS):
            give_up("the classes of JAX-WS are not installed")
        self.classes = self.folder / "classes"

    def compile(self) -> None:
        for page in self.pages().values():
            run([self.wsimport, "-Xnocompile", "-quiet", "-s", str(self.folder), f"{page}?WSDL"])
        stubs = [str(file) for file in (self.folder / "au").rglob("*.java")]
        sources = self.folder / "sources"
        sources.write_text("\n".join([*stubs, *self.files(), str(RUNNERS / "Runner.java")]), encoding="utf-8")
        self._javac(f"@{sources}")

    def change(self, operation: str, changed: Mapping[str, str]) -> None:
        self._javac(str(self.write(operation, changed)))

    def _javac(self, *sources: str) -> None:
        command = [self.compiler, "-encoding", "UTF-8", "-cp", self._path(), "-d", str(self.classes)]
        run([*command, *sources], seconds=SECONDS)

    def _path(self) -> str:
        return ":".join(map(str, (self.classes, *JARS)))

    def run(self, operations: Iterable[str]) -> dict[str, Ran]:
        wanted = list(operations)
        classes = [f"{name}Sample" for name in wanted]
        run([self.java, "-cp", self._path(), "Runner", str(self.folder), *classes], seconds=SECONDS)
        return self.ran(wanted)
