"""The pages that describe the API: for people, and for programs in OpenAPI."""

import json

from flask import Response

from vettrak_api.rest.bodies import JSON
from vettrak_api.rest.entities import ENTITIES
from vettrak_api.rest.openapi import openapi, operations
from vettrak_api.rest.problems import KINDS
from vettrak_api.web.kit.pages import Pages
from vettrak_api.web.kit.visit import Visit
from vettrak_api.web.products import products

PACKAGE = "vettrak_api.rest"

pages = Pages("rest", PACKAGE)


@pages.page("/rest/v1/", is_open=True, needs_database=False)
def reference(visit: Visit) -> Response:
    """Show all entities with their fields, and all problems."""
    shown = [(entity, list(operations(entity))) for entity in ENTITIES.values()]
    return visit.page("curriculum.html", entities=shown, problems=KINDS, products=products())


@pages.page("/rest/v1", is_open=True, needs_database=False, for_programs=True)
def unfinished(visit: Visit) -> Response:
    """Lead on to the address that the page's links begin at."""
    return visit.go("reference")


@pages.page("/rest/v1/openapi.json", is_open=True, needs_database=False, for_programs=True)
def description(visit: Visit) -> Response:
    """Answer with the OpenAPI document."""
    return Response(json.dumps(openapi(visit.url("unfinished")), ensure_ascii=False), mimetype=JSON)
