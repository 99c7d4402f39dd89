"""The set-up of employers, and of the people who speak for them."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from vettrak_api.model.clients import Client
from vettrak_api.model.employers import Employer, EmployerContact
from vettrak_api.model.statements import execute
from vettrak_api.rules.employers.contacts import end_contact, make_contact
from vettrak_api.rules.employers.setup import broken_identifier
from vettrak_api.rules.validation import trimmed
from vettrak_api.transfer.declared import BY_NAME
from vettrak_api.web.staff.setup.editing import saved, stored
from vettrak_api.web.staff.setup.inputs import TICK, Form, Input, Part
from vettrak_api.web.staff.setup.pages import setup_pages
from vettrak_api.web.staff.setup.records import Column, Records, listing, show_record
from vettrak_api.web.staff.setup.references import number_of_key
from vettrak_api.web.staff.visit import StaffVisit

SECTION = "employers"
UNKNOWN = "Nobody has that code. Correct it, or add the person first."

CONTACTS_OF = (
    select(EmployerContact.id, EmployerContact.is_primary, Client.code, Client.surname, Client.given_name, Client.email)
    .join(Client, Client.id == EmployerContact.client_id)
    .where(EmployerContact.employer_id == bindparam("number"), EmployerContact.active)
    .order_by(EmployerContact.is_primary.desc(), Client.surname, Client.given_name, EmployerContact.id)
)


def contacts_of(session: Session, row: Any) -> Mapping[str, Any]:
    """Return who speaks for an employer, the primary contact first."""
    return {"contacts": execute(session, CONTACTS_OF, number=row.id).all()}


def _address(place: str, legend: str) -> Part:
    def named(part: str, label: str, hint: str = "", width: str = "w-20") -> Input:
        return Input(f"{place}_{part}", label, hint, width)

    return Part(
        legend,
        (
            (named("building", "Building"), named("unit_details", "Unit, level or room", width="w-6")),
            (named("street_number", "Number", width="w-6"), named("street_name", "Street")),
            (
                named("city", "Suburb or town"),
                named("state", "State", "Such as VIC", "w-6"),
                named("postcode", "Postcode", width="w-3"),
            ),
        ),
    )


EMPLOYERS = Records(
    form=Form(
        BY_NAME["employers"],
        (
            Part(
                "Who",
                (
                    (
                        Input("identifier", "Identifier", "Unique. It stays", "w-6"),
                        Input("name", "Name"),
                    ),
                    Input("legal_name", "Legal name"),
                    (Input("abn", "ABN", "11 digits", "w-6"), Input("acn", "ACN", "9 digits", "w-6")),
                    Input("active", "In use", "Untick it when you deal with them no longer", look=TICK),
                ),
            ),
            Part(
                "Phone and e-mail",
                (
                    (Input("phone", "Phone", width="w-6"), Input("mobile_phone", "Mobile phone", width="w-6")),
                    Input("email", "E-mail address"),
                    Input("url", "Web site"),
                ),
            ),
            _address("business", "Where they are"),
            _address("postal", "Where post goes, if not there"),
        ),
    ),
    noun="employer",
    nouns="employers",
    purpose="Companies and organisations that send people to you or pay for them.",
    about="A company or organisation that sends people to you or pays for them.",
    empty="There is no employer yet.",
    listing=listing(
        Employer, Employer.business_city.label("city"), Employer.abn, title=Employer.name, code=Employer.identifier
    ),
    columns=(Column("ABN", "abn"), Column("Suburb or town", "city")),
    searched=(Employer.identifier, Employer.name, Employer.legal_name, Employer.abn, Employer.email),
    judges=(broken_identifier,),
    more=contacts_of,
    template="setup/employer.html",
    fixed="identifier",
)


@setup_pages.page("/setup/employers/<number:number>/contacts")
def contacts(visit: StaffVisit, number: int) -> Response:
    """Lead to the employer, on whose page the contacts stand."""
    return _back(visit, number)


@setup_pages.page("/setup/employers/<number:number>/contacts/add", methods=("POST",), seen_at="contacts")
def add_contact(visit: StaffVisit, number: int) -> Response:
    """Let a person speak for an employer."""
    typed, primary = visit.request.form.get("client", ""), "primary" in visit.request.form

    def work(session: Session) -> bool:
        stored(session, Employer, number)
        client = number_of_key(session, BY_NAME["clients"], trimmed(typed))
        if client is not None:
            make_contact(session, number, client, primary=primary)
        return client is not None

    if saved(visit, work):
        return _back(visit, number, done="changed", of=number)
    told: dict[str, Any] = {"contact_problem": UNKNOWN, "contact_typed": typed, "contact_primary": primary}
    return show_record(visit, SECTION, EMPLOYERS, number, status=422, **told)


@setup_pages.page("/setup/employers/<number:number>/contacts/<number:link>/end", methods=("POST",), seen_at="contacts")
def end(visit: StaffVisit, number: int, link: int) -> Response:
    """Let a person speak for an employer no longer."""
    saved(visit, lambda session: end_contact(session, number, link))
    return _back(visit, number, done="changed", of=number)


def _back(visit: StaffVisit, number: int, **values: Any) -> Response:
    return visit.go_back("setup.record", section=SECTION, number=number, **values)
