"""The products of the interface, as pages name them, and where each is described."""

from dataclasses import dataclass

from vettrak_api.calls.call import REGISTRY
from vettrak_api.catalogue.loader import load_catalogue

WORDS = {
    "integrate": (
        "Integrate",
        "A learning management system sends and fetches clients, enrolments and results",
        "Transfer between the records of a training organisation and its learning management system.",
    ),
    "enrol": (
        "Enrol",
        "A web site shows what is on offer and takes bookings",
        "Show on a web site what is on offer, and take enrolments, reservations and waitlist entries there.",
    ),
    "portals": (
        "Portals",
        "Clients, employers and staff see their training",
        "Let clients, employers and staff see the training that concerns them.",
    ),
    "complete": (
        "Complete",
        "All of it on one page",
        "All functions on one page, for programs that need those of several products.",
    ),
}
"""Title, purpose and lead of each product, in the order of the tabs."""

CURRICULUM = "api/rest/v1/"
"""Where the curriculum API is, and the page that describes it, below the address of the server's home page."""

REFERENCE = "docs"
"""The segment of the path that leads to where products are described."""


@dataclass(frozen=True, slots=True)
class Product:
    """A product: its name in the catalogue, what people call it, what it is for, and the file name of its service.

    purpose: who does what with it, in a list. lead: the same as the first sentence of a page.
    """

    name: str
    title: str
    purpose: str
    lead: str
    service: str

    def address(self, root: str) -> str:
        """Return where people read about it; the root is that of the server's home page."""
        return f"{root}{REFERENCE}/{self.name}/"


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
