"""The site at /docs: the reference, for everybody."""

from vettrak_api.runtime import Runtime
from vettrak_api.web.kit.application import PageSite
from vettrak_api.web.reference import reading  # noqa: F401 - declares its pages
from vettrak_api.web.reference.rendering import FOLDER, PACKAGE
from vettrak_api.web.reference.visit import ReferenceVisit, pages


def reference_site(runtime: Runtime) -> PageSite:
    """Return the reference of one server."""
    return PageSite(runtime, PACKAGE, [pages], folder=FOLDER, visits=ReferenceVisit)
