"""The templates of a site, and those of the kit that they build on."""

from functools import cache

from jinja2 import ChoiceLoader, Environment, PackageLoader, PrefixLoader, StrictUndefined

KIT = "vettrak_api.web.kit"


@cache
def build_templates(package: str) -> Environment:
    """Return the templates of a site's package, compiled once per process; everything shown is escaped.

    A template that the site lacks is the kit's; "kit/base.html" is the kit's even if the site has a "base.html". The
    environment holds nothing of a request or an installation, so all sites of a package share it.
    """
    kit = PackageLoader(KIT)
    return Environment(
        loader=ChoiceLoader([PackageLoader(package), kit, PrefixLoader({"kit": kit})]),
        autoescape=True,
        auto_reload=False,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
