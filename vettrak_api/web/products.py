"""The products of the interface, as pages name them, and where each is described."""

from dataclasses import dataclass

from vettrak_api.calls.call import REGISTRY
from vettrak_api.catalogue.loader import load_catalogue

WORDS = {
    "integrate": ("Integrate", "A learning management system sends and fetches clients, enrolments and results"),
    "enrol": ("Enrol", "A web site shows what is on offer and takes bookings"),
    "portals": ("Portals", "Clients, employers and staff see their training"),
    "complete": ("Complete", "All of it on one page"),
}
"""Title and purpose of each product, in the order of the tabs."""


@dataclass(frozen=True, slots=True)
class Product:
    """A product: its name in the catalogue, what people call it, what it is for, and the file name of its service."""

    name: str
    title: str
    purpose: str
    service: str

    def address(self, root: str) -> str:
        """Return where people read about it; the root is that of the server's home page."""
        return root + self.service


@dataclass(frozen=True, slots=True)
class Count:
    """How many functions a product has, and how many of them work here."""

    declared: int
    working: int


def products() -> tuple[Product, ...]:
    """Return the products in the order in which pages list them."""
    endpoints = load_catalogue().endpoints
    return tuple(Product(name, *words, endpoints[name].strip("/")) for name, words in WORDS.items())


def functions_of(product: str) -> Count:
    """Return how many functions a product has."""
    declared = load_catalogue().operations_of(product)
    return Count(len(declared), sum(operation.name in REGISTRY for operation in declared))
