"""The .asmx page of each product: its declared service, with what the catalogue and the settings say of it."""

from collections.abc import Mapping
from datetime import tzinfo
from typing import Any

from vettrak_api.asmx import Endpoint, Limits, OperationNotes, TypeNotes
from vettrak_api.asmx.pages import HelpPages
from vettrak_api.asmx.request import Environ
from vettrak_api.asmx.responses import Response
from vettrak_api.calls.pipeline import Pipeline
from vettrak_api.catalogue.code_lists import codes_sentence
from vettrak_api.catalogue.loader import Catalogue, Member, Parameter
from vettrak_api.contract.services import CompleteService, EnrolService, IntegrateService, PortalsService
from vettrak_api.request import FAILED, REFUSED, current
from vettrak_api.runtime import settings_serving
from vettrak_api.settings import Settings

SOAP, SERVICE = "soap", "service"
"""The doors of a service: calls, and its pages and descriptions."""

SERVICES: Mapping[str, Any] = {
    "complete": CompleteService,
    "integrate": IntegrateService,
    "enrol": EnrolService,
    "portals": PortalsService,
}
TITLES = {
    "complete": "VETtrak API: all operations",
    "integrate": "VETtrak API Integrate: transfer between VETtrak data and learning management systems",
    "enrol": "VETtrak API Enrol: enrolments from web sites",
    "portals": "VETtrak API Portals: clients, employers and staff see their training",
}


def build_endpoints(
    pipeline: Pipeline,
    settings: Settings,
    catalogue: Catalogue,
    pages: Mapping[str, HelpPages] | None = None,
    zone: tzinfo | None = None,
) -> dict[str, Endpoint]:
    """Return the .asmx pages by product; `pages` draw what they show to people, `zone` wins over the settings'."""
    drawn = pages or {}
    return {
        product: build_endpoint(product, pipeline, settings, catalogue, drawn.get(product), zone)
        for product in SERVICES
    }


def build_endpoint(
    product: str,
    pipeline: Pipeline,
    settings: Settings,
    catalogue: Catalogue,
    pages: HelpPages | None = None,
    zone: tzinfo | None = None,
) -> Endpoint:
    """Return the .asmx page of one product."""
    operations = catalogue.operations_of(product)
    return Endpoint(
        services=[SERVICES[product]],
        namespace=catalogue.namespaces[product],
        name=catalogue.endpoints[product].strip("/").removesuffix(".asmx"),
        documentation=TITLES[product],
        udc=pipeline.of(product),
        aliases={
            operation.name: {alias: parameter.name for parameter in operation.params for alias in parameter.aliases}
            for operation in operations
        },
        pages=pages,
        describe=lambda name: describe(catalogue, name),
        describe_type=lambda name: describe_type(catalogue, name),
        zone=zone or settings.zone,
        null_values=settings.null_values,
        limits=Limits(body=settings.body_limit_bytes),
        public_url=lambda: settings_serving(settings).public_url,
        trusted_proxies=settings.trusted_proxies,
        forwarded_headers=settings.forwarded_headers,
        cors_origins=settings.cors_origins,
        told=tell_request,
    )


def tell_request(environ: Environ, answer: Response) -> None:
    """Tell the request what a service has made of it, unless the operation itself has told: what it asked, or why not.

    Nothing that was sent is in the reasons of refusals: they name places of the message and what must stand there.
    """
    request = current()
    request.door = SOAP if environ.get("REQUEST_METHOD") == "POST" else SERVICE
    if answer.operation:
        request.ask(answer.operation, request.caller)
    if answer.refused:
        # A fault of the client has HTTP status 500 as well, as SOAP 1.1 wants it. What was done already, and could not
        # be written down, is ours.
        request.judge(FAILED if request.outcome else REFUSED, message=answer.refused)


def describe(catalogue: Catalogue, name: str) -> OperationNotes:
    """Return what a documented WSDL tells of an operation: its parameters and its result."""
    declared = catalogue.operations[name]
    return OperationNotes(
        parameters={parameter.name: told(parameter, catalogue) for parameter in declared.params},
        result=catalogue.types[declared.result.name].meaning if declared.result.name in catalogue.types else "",
    )


def describe_type(catalogue: Catalogue, name: str) -> TypeNotes:
    """Return what a documented WSDL tells of a type: its meaning and that of its own members."""
    declared = catalogue.types[name]
    return TypeNotes(declared.meaning, {member.name: meaning(member, catalogue) for member in declared.fields})


def told(parameter: Parameter, catalogue: Catalogue) -> str:
    """Return what is said of a parameter: its meaning with its codes, and what happens when it is left out."""
    return f"{meaning(parameter, catalogue)} Left out: {parameter.omitted}"


def meaning(part: Parameter | Member, catalogue: Catalogue) -> str:
    """Return what a parameter or member means, with its codes."""
    codes = f" {codes_sentence(catalogue.code_lists[part.codes])}" if part.codes else ""
    return f"{part.meaning}{codes}"
