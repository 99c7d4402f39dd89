"""The interface as data: every operation and type, its rules and where we know them from.

`operations.json` and `types.json` are the contract; everything else of the interface (declarations,
WSDL, help pages, coverage table) is derived from them.
"""

from vettrak_api.catalogue.loader import Catalogue, load_catalogue

__all__ = ["Catalogue", "load_catalogue"]
