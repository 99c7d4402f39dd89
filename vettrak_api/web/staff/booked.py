"""All that a web enrolment says beside who it is for: what was chosen, paid and told, in words."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Integer, bindparam, select
from sqlalchemy.orm import Session

from vettrak_api.model.occurrences import ClassSession, OccurrencePrice
from vettrak_api.model.programmes import Unit
from vettrak_api.model.quarantine import WebClassChoice, WebEnrolment, WebPayment, WebPriceChoice, WebUnitChoice
from vettrak_api.model.reference import PriceItem, ReferenceCode, ReferralSource, StudyReason
from vettrak_api.model.statements import execute

_WEB = bindparam("web", type_=Integer)

UNITS = (
    select(Unit.code, Unit.name)
    .join(WebUnitChoice, WebUnitChoice.unit_id == Unit.id)
    .where(WebUnitChoice.web_enrolment_id == _WEB)
    .order_by(Unit.code)
)
CLASSES = (
    select(ClassSession.start, ClassSession.finish, ClassSession.description)
    .join(WebClassChoice, WebClassChoice.class_session_id == ClassSession.id)
    .where(WebClassChoice.web_enrolment_id == _WEB)
    .order_by(ClassSession.start, ClassSession.id)
)
PRICES = (
    select(PriceItem.name, WebPriceChoice.amount, WebPriceChoice.gst)
    .join(OccurrencePrice, OccurrencePrice.id == WebPriceChoice.occurrence_price_id)
    .join(PriceItem, PriceItem.id == OccurrencePrice.price_item_id)
    .where(WebPriceChoice.web_enrolment_id == _WEB)
    .order_by(WebPriceChoice.id)
)
TOLD = (
    select(
        StudyReason.name.label("reason"),
        ReferralSource.name.label("referral"),
        WebPayment.order_number,
        WebPayment.receipt,
    )
    .select_from(WebEnrolment)
    .outerjoin(StudyReason, StudyReason.id == WebEnrolment.study_reason_id)
    .outerjoin(ReferralSource, ReferralSource.id == WebEnrolment.referral_source_id)
    .outerjoin(WebPayment, WebPayment.web_enrolment_id == WebEnrolment.id)
    .where(WebEnrolment.id == _WEB)
)
COHORTS = select(ReferenceCode.code, ReferenceCode.name).where(
    ReferenceCode.list_name == "VIC_COHORT", ReferenceCode.code.in_(bindparam("codes", expanding=True))
)

FREQUENCIES = {
    1: "every week",
    2: "every fortnight",
    3: "every month",
    4: "every 4 weeks",
    5: "every quarter",
    6: "every half-year",
    7: "every year",
}
"""How often instalments of a payment plan are due (AddWebPaymentPlan)."""

AS_THE_OCCURRENCE_SAYS = "as the occurrence says"


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that was told, one line or several."""

    label: str
    lines: tuple[str, ...]


def facts_of(session: Session, entry: WebEnrolment) -> list[Fact]:
    """Return what a web enrolment says; what it leaves open says so, what it leaves out is left out."""
    told = execute(session, TOLD, web=entry.id).one()
    units: tuple[str, ...] = (AS_THE_OCCURRENCE_SAYS,)
    classes, prices = units, units
    if entry.units_chosen:
        units = tuple(f"{code} {name}" for code, name in execute(session, UNITS, web=entry.id))
    if entry.classes_chosen:
        classes = tuple(_class(row) for row in execute(session, CLASSES, web=entry.id))
    if entry.prices_chosen:
        prices = tuple(f"{name}: ${amount}, GST ${gst}" for name, amount, gst in execute(session, PRICES, web=entry.id))
    facts = [
        ("Units", units),
        ("Classes", classes),
        ("Prices", prices),
        ("Order number", (told.order_number,)),
        ("Receipt number", (told.receipt,)),
        ("Payment plan", tuple(_plan(entry))),
        ("Reason for study", (told.reason,)),
        ("Heard of us by", (told.referral,)),
        ("VETenrol number", (entry.registration_id,)),
        ("Cohorts", _cohorts(session, entry.cohort_codes)),
    ]
    return [fact for label, lines in facts if (fact := Fact(label, tuple(filter(None, lines)))).lines or _is_open(fact)]


def _is_open(fact: Fact) -> bool:
    """Tell whether nothing at all was chosen of what can be."""
    return fact.label in {"Units", "Classes", "Prices"}


def _class(row: Any) -> str:
    day = f"{row.start.day} {row.start:%b %Y, %H:%M} to {row.finish:%H:%M}"
    return f"{day}, {row.description}" if row.description else day


def _plan(entry: WebEnrolment) -> Iterator[str]:
    if entry.plan_frequency is not None:
        yield f"${entry.plan_instalment} {FREQUENCIES.get(entry.plan_frequency, '')}".strip()


def _cohorts(session: Session, codes: Iterable[str] | None) -> tuple[str, ...]:
    told = list(codes or ())
    if not told:
        return ()
    names = {row.code: row.name for row in execute(session, COHORTS, codes=told)}
    return tuple(f"{code} {names.get(code, '')}".strip() for code in told)
