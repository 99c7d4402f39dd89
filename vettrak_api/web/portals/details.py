"""The visitor's own details and password: all that portals change of a client."""

from collections.abc import Mapping
from typing import Any

from flask import Response
from werkzeug.exceptions import NotFound

from vettrak_api.web.portals.soap import judge
from vettrak_api.web.portals.troubles import LoggedOut, Refused
from vettrak_api.web.portals.visit import ELSEWHERE, PortalVisit, pages

PLAIN = {
    "email": ("Clie_Email", "E-mail", 100),
    "mobile": ("Clie_MobilePhone", "Mobile", 20),
    "home": ("Clie_HomePhone", "Phone at home", 20),
    "work": ("Clie_WorkPhone", "Phone at work", 20),
    "emergency_name": ("Clie_EmergencyName", "Name", 70),
    "emergency_phone": ("Clie_EmergencyPhone", "Phone", 20),
}
"""Fields of the form: the member of TClieDetail, the label, and how long it may be."""

ADDRESS = {
    "building": ("Building", "Building", 50),
    "unit": ("UnitDetails", "Flat or unit", 30),
    "number": ("StreetNumber", "Street number", 15),
    "street": ("StreetName", "Street", 70),
    "box": ("POBox", "PO box", 22),
    "city": ("City", "Suburb or town", 50),
    "state": ("State", "State", 10),
    "postcode": ("Postcode", "Postcode", 4),
}
"""Fields of an address: the member of TAddress, and so on."""

ADDRESSES = {
    "usual": ("UsualAddress", ("Clie_RAddr", "Clie_RCity", "Clie_RPCode", "Stat_RShortName")),
    "postal": ("PostalAddress", ("Clie_PAddr", "Clie_PCity", "Clie_PPCode", "Stat_PShortName")),
}
"""Both addresses: the member that tells it part by part, and those that tell it on one line."""

CHANGED, PASSWORD_CHANGED = "Your details are saved.", "Your password is changed."
NOT_PRESENT = "This is not your present password."
NOT_THE_SAME = "The two new passwords are not the same."


@pages.page("/details")
def details(visit: PortalVisit) -> Response:
    """Show the visitor's details in a form."""
    record = own_record(visit)
    done = {"details": CHANGED, "password": PASSWORD_CHANGED}.get(visit.request.args.get("done", ""), "")
    return details_page(visit, record, shown_of(record), done=done)


@pages.page("/details", methods=("POST",), seen_at="details")
def save_details(visit: PortalVisit) -> Response:
    """Save what the form says; everything else of the record goes back as it came."""
    record = own_record(visit)
    form = {name: visit.request.form.get(name, "").strip() for name in field_names()}
    write_into(record, form)
    try:
        visit.calls.ask("UpdateClientDetails", record)
    except Refused as refused:
        return details_page(visit, record, form, wrong=str(refused), status=422)
    return visit.go("details", done="details")


@pages.page("/password")
def password(visit: PortalVisit) -> Response:
    """Show the form for a new password."""
    return visit.page("password.html", wrong=())


@pages.page("/password", methods=("POST",), seen_at="password")
def change_password(visit: PortalVisit) -> Response:
    """Change the visitor's password, for somebody who knows the present one."""
    form = visit.request.form
    present, new = form.get("present", ""), form.get("new", "")
    if new != form.get("again", ""):
        return _password_page(visit, "again", NOT_THE_SAME)
    username = own_record(visit).Clie_Username or ""
    try:
        judge(visit.prove(username, present))
    except (Refused, LoggedOut):
        return _password_page(visit, "present", NOT_PRESENT)
    try:
        # The token that makes the change stays good; all others of this person die.
        visit.calls.ask("UpdateClientUsernamePassword", visit.me.code, username, new)
    except Refused as refused:
        return _password_page(visit, "new", str(refused))
    return visit.go("details", done="password")


def _password_page(visit: PortalVisit, field: str, problem: str) -> Response:
    return visit.page("password.html", 422, wrong=[(field, problem)])


def own_record(visit: PortalVisit) -> Any:
    """Return the visitor's record as the server tells it."""
    if not visit.is_own:
        raise NotFound(ELSEWHERE)
    return visit.calls.ask("GetClientDetails", visit.me.code).ClieDetail


def details_page(
    visit: PortalVisit, record: Any, shown: Mapping[str, str], *, done: str = "", wrong: str = "", status: int = 200
) -> Response:
    """Answer with the form."""
    return visit.page(
        "details.html", status, record=record, shown=shown, plain=PLAIN, parts=ADDRESS, done=done, wrong=wrong
    )


def field_names() -> list[str]:
    """Return the names of all fields of the form."""
    return [*PLAIN, *(f"{address}_{part}" for address in ADDRESSES for part in ADDRESS)]


def shown_of(record: Any) -> dict[str, str]:
    """Return what the fields of the form say of a record."""
    shown = {name: record[member] or "" for name, (member, _, _) in PLAIN.items()}
    for address, (whole, _) in ADDRESSES.items():
        told = record[whole]
        for part, (member, _, _) in ADDRESS.items():
            shown[f"{address}_{part}"] = (told[member] or "") if told is not None else ""
    return shown


def write_into(record: Any, form: Mapping[str, str]) -> None:
    """Write what the form says into a record.

    An address goes part by part; its line goes blank, for the server writes that itself, and would take an old line
    for the address where all parts are blank.
    """
    for name, (member, _, _) in PLAIN.items():
        record[member] = form[name]
    for address, (whole, line) in ADDRESSES.items():
        record[whole] = {member: form[f"{address}_{part}"] for part, (member, _, _) in ADDRESS.items()}
        for member in line:
            record[member] = None
