"""The templates of a site, and those of the kit that they build on."""

import re
from functools import cache

from jinja2 import ChoiceLoader, Environment, PackageLoader, PrefixLoader, StrictUndefined

KIT = "vettrak_api.web.kit"

_WORD = re.compile(r"[A-Z]+(?![a-z])_*|[A-Z]?[^A-Z_]+_*|_+|[A-Z]")


def word_parts(name: str) -> list[str]:
    """Return the words of a long name, which may be broken between them: Get, Client, By, Code."""
    return _WORD.findall(name)


@cache
def build_templates(package: str) -> Environment:
    """Return the templates of a site's package, compiled once per process; everything shown is escaped.

    A template that the site lacks is the kit's; "kit/base.html" is the kit's even if the site has a "base.html". The
    environment holds nothing of a request or an installation, so all sites of a package share it.
    """
    kit = PackageLoader(KIT)
    templates = Environment(
        loader=ChoiceLoader([PackageLoader(package), kit, PrefixLoader({"kit": kit})]),
        autoescape=True,
        auto_reload=False,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.filters["word_parts"] = word_parts
    return templates
