"""Employers (TEmpl) with both forms of their addresses."""

from typing import Any

from sqlalchemy import func, select, type_coerce
from sqlalchemy.orm import aliased

from vettrak_api.model.employers import Employer
from vettrak_api.views.base import Flag, View, nested, view

Parent = aliased(Employer)


def _address(kind: str) -> View:
    """Return the address of a kind; its street's name is there in any case.

    Client programs read the members of an address without asking whether there is one.
    """
    of_kind: dict[str, Any] = {
        "Building": "building",
        "UnitDetails": "unit_details",
        "StreetNumber": "street_number",
        "City": "city",
        "State": "state",
        "Postcode": "postcode",
    } | ({"POBox": "box"} if kind == "postal" else {})
    columns = [getattr(Employer, f"{kind}_{column}").label(member) for member, column in of_kind.items()]
    return view(
        "TAddress", select(*columns, func.coalesce(getattr(Employer, f"{kind}_street_name"), "").label("StreetName"))
    )


EMPLOYERS = view(
    "TEmpl",
    select(
        Employer.identifier.label("Empl_Identifier"),
        Employer.type_code.label("Emty_Code"),
        Employer.anzsic_code.label("Anzs_Code"),
        Employer.name.label("Empl_Name"),
        Employer.legal_name.label("Empl_LegalName"),
        Employer.size.label("Empl_EmployerSize"),
        Employer.business_line.label("Empl_BAddr"),
        Employer.business_city.label("Empl_BCity"),
        Employer.business_postcode.label("Empl_BPCode"),
        Employer.business_state.label("BusinessState"),
        Employer.postal_line.label("Empl_PAddr"),
        Employer.postal_city.label("Empl_PCity"),
        Employer.postal_postcode.label("Empl_PPCode"),
        Employer.postal_state.label("PostalState"),
        Employer.phone.label("Empl_Phone"),
        Employer.fax_phone.label("Empl_Fax"),
        Employer.mobile_phone.label("Empl_Mobile"),
        Employer.email.label("Empl_Email"),
        Employer.acn.label("Empl_ACN"),
        Employer.abn.label("Empl_ABN"),
        type_coerce(Employer.active, Flag).label("Empl_Active"),
        Parent.identifier.label("Empl_Parent"),
        Parent.name.label("ParentName"),
        Employer.type_text.label("Empl_Type"),
        Employer.external_code.label("Empl_Code"),
        Employer.url.label("URL"),
    )
    .select_from(Employer)
    .outerjoin(Parent, Parent.id == Employer.parent_id),
)

EMPLOYERS_WITH_ADDRESSES = EMPLOYERS.select.add_columns(
    *nested("BusinessAddress", _address("business")), *nested("PostalAddress", _address("postal"))
)
"""The employers as they are answered; by `with_objects`, each row holds its two addresses."""

BY_NAME = (Employer.name_key, Employer.identifier_key, Employer.id)
