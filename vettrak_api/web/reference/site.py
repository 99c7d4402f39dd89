"""The site at /docs: the reference, for everybody."""

from collections.abc import Mapping

from vettrak_api.runtime import Runtime
from vettrak_api.web.reference import reading, trying  # noqa: F401 - they declare their pages
from vettrak_api.web.reference.sending import Service
from vettrak_api.web.reference.visit import ReferenceSite


def reference_site(runtime: Runtime, services: Mapping[str, Service]) -> ReferenceSite:
    """Return the reference of one server; its pages may send calls to the services, by product."""
    return ReferenceSite(runtime, services)
