"""Help pages for people, in the manner of ASMX: the list of operations, and each operation with sample messages."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, select_autoescape

from vettrak_api.asmx.context import CompiledOperation
from vettrak_api.asmx.request import Environ
from vettrak_api.asmx.responses import NO_FRAMES
from vettrak_api.asmx.sample_messages import Sample
from vettrak_api.asmx.shapes import Listed, Scalar, Shape


@dataclass(frozen=True)
class Asked:
    """For whom a page is made: the service's address as the visitor reaches it, and the request."""

    location: str
    environ: Environ


class HelpPages(Protocol):
    """Draws the pages of one service for people. A service that is given none draws plain ones."""

    @property
    def policy(self) -> str:
        """What a browser may do on these pages: a Content-Security-Policy."""

    def overview(self, asked: Asked) -> bytes:
        """The page of the service."""

    def operation(self, asked: Asked, operation: CompiledOperation, samples: Sequence[Sample]) -> bytes:
        """The page of one operation."""

    def unknown(self, asked: Asked, name: str) -> bytes:
        """The page that says that there is no such operation."""


class PlainPages:
    """The pages of one service that nobody else draws: one file each, with its style in it.

    They are made anew for each visitor, since the address in the samples is the visitor's.
    """

    def __init__(
        self,
        name: str,
        namespace: str,
        documentation: str,
        operations: Mapping[str, CompiledOperation],
    ) -> None:
        self._name = name
        self._namespace = namespace
        self._documentation = documentation
        self._operations = operations
        self._templates = Environment(
            loader=PackageLoader("vettrak_api.asmx"), autoescape=select_autoescape(default=True), trim_blocks=True
        )
        style = self._templates.get_template("page.css").render()
        digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode("ascii")
        self.policy = f"default-src 'none'; style-src 'sha256-{digest}'; {NO_FRAMES}"
        """What a browser may do on these pages: draw them by the one style that stands in them."""

    def overview(self, asked: Asked) -> bytes:
        """All operations in alphabetical order, with their purposes."""
        listed = [
            (name, quote(name), _purpose(self._operations[name])) for name in sorted(self._operations, key=str.lower)
        ]
        return self._render("overview.html", location=asked.location, operations=listed)

    def operation(self, asked: Asked, operation: CompiledOperation, samples: Sequence[Sample]) -> bytes:  # noqa: ARG002
        """One operation with its types and samples."""
        return self._render(
            "operation.html",
            operation=operation,
            purpose=_purpose(operation),
            parameters=[(parameter.name, type_name(parameter.shape)) for parameter in operation.parameters],
            result=type_name(operation.result.shape) if operation.result else "",
            samples=samples,
        )

    def unknown(self, asked: Asked, name: str) -> bytes:  # noqa: ARG002
        """The page that says there is no such operation."""
        return self._render("unknown.html", asked=name[:100])

    def _render(self, template: str, **values: Any) -> bytes:
        page = self._templates.get_template(template)
        text = page.render(service=self._name, namespace=self._namespace, documentation=self._documentation, **values)
        return text.encode("utf-8", "replace")


def _purpose(operation: CompiledOperation) -> str:
    return operation.doc.partition("\n")[0]


def type_name(shape: Shape) -> str:
    """What a page calls a type: `int`, `int or null`, `TClie`, `list of TClie`."""
    if isinstance(shape, Listed):
        return f"list of {type_name(shape.item)}"
    if isinstance(shape, Scalar):
        return f"{shape.kind} or null" if shape.is_value and shape.nullable else shape.kind
    return shape.name
