"""The products, and the areas of functions in the order in which work goes, in words for readers."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Product:
    """What readers are told of a product. `accent` names its colours in the stylesheet."""

    name: str
    title: str
    lead: str
    reader: str
    accent: str


PRODUCTS: Mapping[str, Product] = {
    product.name: product
    for product in (
        Product(
            "integrate",
            "Integrate",
            "Transfer between the records of a training organisation and its learning management system.",
            "A learning management system, or another system of records, that sends and fetches clients, "
            "enrolments and results",
            "integrate",
        ),
        Product(
            "enrol",
            "Enrol",
            "Show on a web site what is on offer, and take enrolments, reservations and waitlist entries there.",
            "A web site that shows courses and takes bookings",
            "enrol",
        ),
        Product(
            "portals",
            "Portals",
            "Let clients, employers and staff see the training that concerns them.",
            "A portal in which clients, employers and staff see their training",
            "portals",
        ),
        Product(
            "complete",
            "Complete",
            "All functions on one page, for programs that need those of several products.",
            "A program that needs functions of several products",
            "house",
        ),
    )
}
"""In the order in which pages name them."""

AREAS: Mapping[str, str] = {
    "auth": "Logging in",
    "lms": "Learning management system",
    "clients": "Clients",
    "employers": "Employers",
    "web_catalogue": "What is on offer",
    "web_enrolments": "Web enrolments",
    "web_waitlists": "Waitlists",
    "enrolments": "Enrolments",
    "results": "Results",
    "classes_attendance": "Classes and attendance",
    "tasks": "Tasks",
    "events": "Events",
    "awards": "Awards",
    "contracts": "Training contracts",
    "finance": "Finance",
    "sms": "Text messages",
    "staff": "Staff",
    "reference": "Reference lists",
    "additional_data": "Additional data",
    "system": "System",
}
"""The titles of the areas, in the order in which work goes."""

LEVELS: Mapping[str, str] = {
    "public": "Anybody, without a token",
    "unrestricted": "Anybody with a valid token",
    "restricted": "The caller's own data, and what a staff member or an employer's contact may see",
    "protected": "Users with the API role only",
}
"""Who may call a function, by its security level."""
