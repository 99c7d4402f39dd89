"""The products, and the areas of functions in the order in which work goes, in words for readers."""

from collections.abc import Mapping

from vettrak_api.web.products import Product, products

PRODUCTS: Mapping[str, Product] = {product.name: product for product in products()}
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
