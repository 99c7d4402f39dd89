"""Area web_enrolments: employers as the web tells them, of a web enrolment or standing alone."""

from vettrak_api.calls.call import Call, Confirmation, Number, Record, operation
from vettrak_api.contract.parameters import UpdateWebEmployerParameters
from vettrak_api.model.quarantine import WebEmployer
from vettrak_api.operations.members.web import (
    AddressNames,
    Names,
    read_company,
    read_details,
)
from vettrak_api.operations.quarantine.caller import quarantine, site_of
from vettrak_api.rules.lookups import NUMBER
from vettrak_api.rules.quarantine.amounts import estimate_anew
from vettrak_api.rules.quarantine.details import overwrite_details
from vettrak_api.rules.quarantine.employers import add_loose_employer, delete_loose_employer
from vettrak_api.rules.quarantine.pending import require_employers
from vettrak_api.views.base import with_objects
from vettrak_api.views.quarantine import WEB_EMPLOYERS_WITH_ADDRESSES

EMPLOYER_DETAILS: Names = {
    "legal_name": "sLegalName",
    "abn": "sABN",
    "acn": "sACN",
    "business": AddressNames("businessAddress", ("sAddr", "sCity", "sPCode", "sShortState"), state_by_name=True),
    "phone": "sPhone",
    "mobile_phone": "sMobile",
    "fax_phone": "sFax",
    "email": "sEmail",
    "url": "sURL",
    "anzsic_code": "sAnzs_Code",
    "size": "sEmployerSize",
    "employees": "iNumEmployees",
    "postal": AddressNames(
        "postalAddress", ("postalAddr", "postalCity", "postalPCode", "postalShortState"), state_by_name=True
    ),
}
"""What the parameters of an employer hold."""


EMPLOYER = WEB_EMPLOYERS_WITH_ADDRESSES.where(WebEmployer.web_enrolment_id == NUMBER)


@operation
def GetWebEmployerForWebEnrolment(call: Call, webEnrolId: int) -> Record:
    """Return the employer of a pending employer web enrolment."""
    require_employers(call.reader, webEnrolId, site_of(call))
    (employer,) = with_objects(call.reader.execute(EMPLOYER, {"wanted_number": webEnrolId}).all())
    return employer


@operation
def UpdateWebEmployer(call: Call, parameters: UpdateWebEmployerParameters) -> Confirmation:
    """Overwrite the details of a web enrolment's employer as a whole; name and identifier stay."""
    details = read_details(call.session, call.texts, parameters, EMPLOYER_DETAILS)
    pending = quarantine(call)
    web_enrolment = pending.of_employer(parameters.iWebe_ID)
    overwrite_details(call.session, WebEmployer, pending.employer_of(web_enrolment), details, "sEmail")
    estimate_anew(call.session, web_enrolment, details["employees"])


@operation
def AddLooseWebEmployer(
    call: Call, employerName: str | None, employerIdentifier: str | None, description: str | None
) -> Number:
    """Add an employer for any number of web enrolments, to be invoiced or to be their people's employer."""
    company = read_company(call.texts, {"employerName": employerName, "employerIdentifier": employerIdentifier})
    text = call.texts.optional("description", description)
    return add_loose_employer(call.session, company, text)


@operation
def DeleteLooseWebEmployer(call: Call, webEmployerId: int) -> Confirmation:
    """Delete a loose web employer; web enrolments that refer to it go on without."""
    delete_loose_employer(call.session, quarantine(call).loose_employer(webEmployerId))
