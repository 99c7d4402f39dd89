"""What the web has told and nobody has processed: web enrolments (TWebe), their people and their employers."""

from typing import Any

from sqlalchemy import Integer, case, cast, func, null, select, type_coerce

from vettrak_api.model.quarantine import CLIENT_KIND, PENDING, WebClient, WebEmployer, WebEnrolment, WebPayment
from vettrak_api.views.base import Flag, View, nested, view
from vettrak_api.views.occurrences import NOTHING

WEB_ENROLMENTS = view(
    "TWebe",
    select(
        WebEnrolment.id.label("Webe_ID"),
        WebEnrolment.occurrence_id.label("Occu_ID"),
        WebEnrolment.stamp.label("Stamp"),
        WebPayment.order_number.label("Payment_Order"),
        WebPayment.receipt.label("Receipt"),
        WebEnrolment.amount.label("Amount"),
        func.coalesce(WebPayment.amount, NOTHING).label("AmountPaid"),
        type_coerce(WebEnrolment.make_invoice, Flag).label("MakeInvoice"),
        WebEnrolment.purchase_order.label("Purchase_Order"),
        WebEnrolment.kind.label("Webe_Type"),
        WebEnrolment.description.label("Desc"),
        WebEnrolment.referral_source_id.label("ReferralId"),
        WebEnrolment.invoicee_id.label("InvoiceeWebEmployerId"),
        type_coerce(WebEnrolment.combine_invoice, Flag).label("CombineInvoice"),
        WebEnrolment.study_reason_id.label("StudyReasonId"),
        cast(null(), Integer).label("PaymentPlanProvider"),
        WebEnrolment.plan_frequency.label("PaymentPlanFrequency"),
        WebEnrolment.plan_instalment.label("PaymentPlanInstalmentAmount"),
        WebEnrolment.registration_id.label("VetEnrolRegistrationId"),
        WebEnrolment.cohort_codes.label("VicCohortCodes"),
    )
    .select_from(WebEnrolment)
    .outerjoin(WebPayment, WebPayment.web_enrolment_id == WebEnrolment.id)
    .where(WebEnrolment.state == PENDING),
)
"""Web enrolments and reservations that wait for processing."""


def _address(table: Any, kind: str) -> View:
    """Return the structured address that a table holds of a kind; only postal ones have a box."""
    members = {
        "Building": "building",
        "UnitDetails": "unit_details",
        "StreetNumber": "street_number",
        "StreetName": "street_name",
        **({"POBox": "box"} if kind == "postal" else {}),
        "City": "city",
        "State": "state",
        "Postcode": "postcode",
    }
    return view("TAddress", select(*(getattr(table, f"{kind}_{part}").label(name) for name, part in members.items())))


WEB_CLIENTS = view(
    "TWecl",
    select(
        WebClient.id.label("Wecl_ID"),
        case((WebEnrolment.kind == CLIENT_KIND, WebEnrolment.id)).label("Webe_ID"),
        WebClient.web_employer_id.label("Weco_ID"),
        WebClient.kind.label("Wecl_Type"),
        WebClient.surname.label("Wecl_Surname"),
        WebClient.given_name.label("Wecl_Given"),
        WebClient.other_name.label("Wecl_Other"),
        WebClient.code_hint.label("Wecl_Code"),
        WebClient.birth_date.label("Wecl_DOB"),
        WebClient.title.label("Wecl_Title"),
        WebClient.gender.label("Gender"),
        WebClient.email.label("Wecl_Email"),
        WebClient.home_phone.label("Wecl_HomePhone"),
        WebClient.work_phone.label("Wecl_WorkPhone"),
        WebClient.mobile_phone.label("Wecl_MobilePhone"),
        WebClient.emergency_name.label("Wecl_EmergencyName"),
        WebClient.emergency_phone.label("Wecl_EmergencyPhone"),
        WebClient.emergency_mobile.label("Wecl_EmergencyMobile"),
        WebClient.division_id.label("DivisionId"),
        WebClient.usi.label("USI"),
        WebClient.survey_contact_status.label("SurveyContactStatusCode"),
    )
    .select_from(WebClient)
    .join(WebEnrolment, WebEnrolment.id == WebClient.web_enrolment_id),
)

WEB_CLIENTS_WITH_ADDRESSES = WEB_CLIENTS.select.add_columns(
    *nested("UsualAddress", _address(WebClient, "usual")), *nested("PostalAddress", _address(WebClient, "postal"))
)
"""The web clients as they are answered; by `with_objects`, each row holds its two addresses."""

WEB_EMPLOYERS = view(
    "TWeco",
    select(
        WebEmployer.id.label("Weco_ID"),
        WebEmployer.web_enrolment_id.label("Webe_ID"),
        WebEmployer.name.label("Weco_Name"),
        WebEmployer.identifier.label("Weco_Identifier"),
        WebEmployer.legal_name.label("Weco_LegalName"),
        WebEmployer.abn.label("Weco_ABN"),
        WebEmployer.acn.label("Weco_ACN"),
        WebEmployer.anzsic_code.label("Anzs_Code"),
        WebEmployer.size.label("Weco_EmployerSize"),
        WebEmployer.employees.label("NumEmployees"),
        WebEmployer.phone.label("Weco_Phone"),
        WebEmployer.mobile_phone.label("Weco_Mobile"),
        WebEmployer.fax_phone.label("Weco_Fax"),
        WebEmployer.email.label("Weco_Email"),
        WebEmployer.url.label("URL"),
        WebEmployer.description.label("Description"),
    ),
)

WEB_EMPLOYERS_WITH_ADDRESSES = WEB_EMPLOYERS.select.add_columns(
    *nested("BusinessAddress", _address(WebEmployer, "business")),
    *nested("PostalAddress", _address(WebEmployer, "postal")),
)
"""The web employers as they are answered; by `with_objects`, each row holds its two addresses."""
