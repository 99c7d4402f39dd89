"""All pages that there are, as the sites themselves and the catalogue tell them: a page that is added is among them."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from vettrak_api.catalogue.loader import load_catalogue

Examples = Mapping[str, Sequence[Mapping[str, Any]]]
"""By endpoint: what its address leaves open, and what its query may say."""

SAMPLES = ("ValidateClient", "AddLMSClientEnrolmentToOccurrence", "QueryAdditionalData")
"""Operations whose pages on a service stand for all of them."""


def addresses(site, examples: Examples) -> dict[str, str]:
    """Return the paths of all pages by a name for each; fails for one that needs an example and has none."""
    found = {}
    for folder, pages in site.page_sites.items():
        for endpoint, address, arguments in pages.addresses_of_pages():
            given = examples.get(endpoint, [{}])
            lacking = [values for values in given if not arguments <= values.keys()]
            assert not lacking, f"{endpoint} at {address} needs an example of {sorted(arguments)}"
            urls = pages.url_map.bind("localhost", script_name=f"/{folder}" if folder else "/")
            for number, values in enumerate(given):
                found[f"{endpoint}-{number}" if number else endpoint] = urls.build(endpoint, values)
    for product, path in load_catalogue().endpoints.items():
        found[f"service.{product}"] = path
    for name in SAMPLES:
        found[f"service.{name}"] = f"/VT_API.asmx?{urlencode({'op': name})}"
    return found
