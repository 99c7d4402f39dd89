"""Area employers: overwriting an employer's details as a whole."""

from vettrak_api.calls.call import Call, Confirmation, operation
from vettrak_api.contract.parameters import TEmpl
from vettrak_api.errors import InvalidInput, NotFound
from vettrak_api.operations.members.addresses import read_address
from vettrak_api.rules.clients.addresses import with_known_state
from vettrak_api.rules.employers.updates import EmployerDetails, overwrite_employer
from vettrak_api.rules.lookups import find_employer

TEXTS = {
    "Emty_Code": "type_code",
    "Anzs_Code": "anzsic_code",
    "Empl_LegalName": "legal_name",
    "Empl_EmployerSize": "size",
    "Empl_Phone": "phone",
    "Empl_Fax": "fax_phone",
    "Empl_Mobile": "mobile_phone",
    "Empl_ACN": "acn",
    "Empl_ABN": "abn",
    "Empl_Type": "type_text",
    "Empl_Code": "external_code",
    "URL": "url",
}
"""Members that are stored as they come, in wire order, and their columns."""

BUSINESS_FLAT = ("Empl_BAddr", "Empl_BCity", "Empl_BPCode", "BusinessState")
POSTAL_FLAT = ("Empl_PAddr", "Empl_PCity", "Empl_PPCode", "PostalState")


@operation
def UpdateEmployerDetails(call: Call, eEmployer: TEmpl | None) -> Confirmation:
    """Overwrite all of an employer's details but identifier, parent and whether it is active.

    Callers without the API role keep the external code, which is the RTO's.
    """
    if eEmployer is None:
        raise NotFound("Employer not found.")
    session = call.session
    details = _judged(call, eEmployer)
    employer = find_employer(session, eEmployer.Empl_Identifier)
    unique = call.settings.unique_external_codes
    overwrite_employer(session, employer, details, by_role=call.caller.api_role, unique_external_codes=unique)


def _judged(call: Call, sent: TEmpl) -> EmployerDetails:
    """Judge the members; raises InvalidInput for the first bad one."""
    session, texts = call.session, call.texts
    name = texts.trimmed("Empl_Name", sent.Empl_Name)
    if not name:
        raise InvalidInput("Employer name is required.")
    columns = {column: texts.optional(member, getattr(sent, member)) for member, column in TEXTS.items()}
    business = read_address(texts, sent, "BusinessAddress", BUSINESS_FLAT, postal=False)
    postal = read_address(texts, sent, "PostalAddress", POSTAL_FLAT, postal=True)
    email = texts.optional("Empl_Email", sent.Empl_Email)
    business, postal = with_known_state(session, business), with_known_state(session, postal)
    return EmployerDetails({"name": name, **columns}, business, postal, email)
