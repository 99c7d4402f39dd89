"""What comes from the web and is not trusted yet: nothing here touches the real records before processing.

Every party is new each time: a web enrolment has a web client or a web employer of its own. Processed, rejected
and deleted entries keep what is needed for the audit until `vettrak-api quarantine purge` empties them.
"""

import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from vettrak_api.model.base import CODE, Audited, Base, Code, Key, LongText, Stamped, Words

PENDING, PROCESSED, REJECTED, DELETED = "P", "D", "R", "X"
"""States of a web enrolment or waitlist entry; web functions see pending ones only."""

CLIENT_KIND, EMPLOYER_KIND = 0, 1
"""Webe_Type: who enrolls."""

STUDENT, CONTACT = 0, 1
"""Wecl_Type: an enrolee (or waiter), or somebody who speaks for the web employer."""


class WebEmployer(Base, Stamped):
    """An employer as the web told it: of one web enrolment, or loose (web_enrolment_id null) for any number."""

    __tablename__ = "web_employer"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    web_enrolment_id: Mapped[int | None] = mapped_column(
        ForeignKey("web_enrolment.id", use_alter=True, name="fk_web_employer_web_enrolment_id"), index=True
    )
    state: Mapped[str] = mapped_column(Code(1), default=PENDING)
    name: Mapped[str] = mapped_column(Words(100))
    identifier: Mapped[str | None] = mapped_column(Code(CODE))
    legal_name: Mapped[str | None] = mapped_column(Words(100))
    abn: Mapped[str | None] = mapped_column(Code(11))
    acn: Mapped[str | None] = mapped_column(Code(9))
    anzsic_code: Mapped[str | None] = mapped_column(Code(10))
    size: Mapped[str | None] = mapped_column(Code(10))
    employees: Mapped[int | None]
    phone: Mapped[str | None] = mapped_column(Words(20))
    mobile_phone: Mapped[str | None] = mapped_column(Words(20))
    fax_phone: Mapped[str | None] = mapped_column(Words(20))
    email: Mapped[str | None] = mapped_column(Words(100))
    url: Mapped[str | None] = mapped_column(Words(255))
    description: Mapped[str | None] = mapped_column(Words(2000))
    business_line: Mapped[str | None] = mapped_column(Words(170))
    business_building: Mapped[str | None] = mapped_column(Words(50))
    business_unit_details: Mapped[str | None] = mapped_column(Words(30))
    business_street_number: Mapped[str | None] = mapped_column(Words(15))
    business_street_name: Mapped[str | None] = mapped_column(Words(70))
    business_city: Mapped[str | None] = mapped_column(Words(50))
    business_state: Mapped[str | None] = mapped_column(Code(10))
    business_postcode: Mapped[str | None] = mapped_column(Code(4))
    postal_line: Mapped[str | None] = mapped_column(Words(170))
    postal_building: Mapped[str | None] = mapped_column(Words(50))
    postal_unit_details: Mapped[str | None] = mapped_column(Words(30))
    postal_street_number: Mapped[str | None] = mapped_column(Words(15))
    postal_street_name: Mapped[str | None] = mapped_column(Words(70))
    postal_box: Mapped[str | None] = mapped_column(Words(22))
    postal_city: Mapped[str | None] = mapped_column(Words(50))
    postal_state: Mapped[str | None] = mapped_column(Code(10))
    postal_postcode: Mapped[str | None] = mapped_column(Code(4))
    additional_data: Mapped[str | None] = mapped_column(LongText)
    typed: Mapped[dict[str, Any] | None]
    """What the web typed in the columns that staff have corrected, by column."""


class WebEnrolment(Base, Stamped):
    """An enrolment as the web told it. `places` is how many it takes while it is pending (R-VACANCY).

    *_chosen tell whether the site made a choice at all; without one processing takes the occurrence's own.
    """

    __tablename__ = "web_enrolment"
    # Counting the places of many occurrences then reads the index alone (R-VACANCY).
    __table_args__ = (Index("ix_web_enrolment_occurrence_id_state_places", "occurrence_id", "state", "places"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    occurrence_id: Mapped[int] = mapped_column(ForeignKey("occurrence.id"))
    kind: Mapped[int]
    state: Mapped[str] = mapped_column(Code(1), default=PENDING)
    is_reservation: Mapped[bool] = mapped_column(default=False)
    places: Mapped[int] = mapped_column(default=1)
    stamp: Mapped[datetime.datetime] = mapped_column(index=True)
    description: Mapped[str | None] = mapped_column(Words(2000))
    referral_source_id: Mapped[int | None] = mapped_column(ForeignKey("referral_source.id"))
    study_reason_id: Mapped[int | None] = mapped_column(ForeignKey("study_reason.id"))
    registration_id: Mapped[str | None] = mapped_column(Code(50))
    cohort_codes: Mapped[list[str] | None]
    amount: Mapped[Decimal] = mapped_column(default=Decimal("0.00"))
    make_invoice: Mapped[bool] = mapped_column(default=False)
    purchase_order: Mapped[str | None] = mapped_column(Words(20))
    combine_invoice: Mapped[bool] = mapped_column(default=False)
    invoicee_id: Mapped[int | None] = mapped_column(ForeignKey("web_employer.id"), index=True)
    plan_frequency: Mapped[int | None]
    plan_instalment: Mapped[Decimal | None]
    classes_chosen: Mapped[bool] = mapped_column(default=False)
    units_chosen: Mapped[bool] = mapped_column(default=False)
    prices_chosen: Mapped[bool] = mapped_column(default=False)
    enrolment_id: Mapped[int | None] = mapped_column(ForeignKey("enrolment.id"), index=True)
    closed_at: Mapped[datetime.datetime | None] = mapped_column(index=True)
    closed_by: Mapped[str | None] = mapped_column(Code(20))


class WebWaitlist(Base, Stamped):
    """A wish to be told of a programme's next occurrence, as the web told it; takes no place."""

    __tablename__ = "web_waitlist"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"), index=True)
    state: Mapped[str] = mapped_column(Code(1), default=PENDING, index=True)
    stamp: Mapped[datetime.datetime]
    description: Mapped[str | None] = mapped_column(Words(2000))
    referral_source_id: Mapped[int | None] = mapped_column(ForeignKey("referral_source.id"))
    waitlist_entry_id: Mapped[int | None] = mapped_column(ForeignKey("waitlist_entry.id"))
    closed_at: Mapped[datetime.datetime | None] = mapped_column(index=True)
    closed_by: Mapped[str | None] = mapped_column(Code(20))


class WebClient(Base, Stamped):
    """A person as the web told it: the enrolee, an employee or contact of a web employer, or a waiter.

    The statistics are kept as UpdateClientAVDetails judged them (`columns`, `disabilities`, `achievements` with
    their recognition), since nothing looks into them before processing.
    """

    __tablename__ = "web_client"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    web_enrolment_id: Mapped[int | None] = mapped_column(ForeignKey("web_enrolment.id"), index=True)
    web_waitlist_id: Mapped[int | None] = mapped_column(ForeignKey("web_waitlist.id"), index=True)
    web_employer_id: Mapped[int | None] = mapped_column(ForeignKey("web_employer.id"), index=True)
    kind: Mapped[int] = mapped_column(default=STUDENT)
    surname: Mapped[str] = mapped_column(Words(50))
    given_name: Mapped[str] = mapped_column(Words(50), default="")
    other_name: Mapped[str | None] = mapped_column(Words(50))
    code_hint: Mapped[str | None] = mapped_column(Code(CODE))
    birth_date: Mapped[datetime.date | None]
    title: Mapped[str | None] = mapped_column(Words(10))
    gender: Mapped[str | None] = mapped_column(Code(1))
    email: Mapped[str | None] = mapped_column(Words(100))
    home_phone: Mapped[str | None] = mapped_column(Words(20))
    work_phone: Mapped[str | None] = mapped_column(Words(20))
    mobile_phone: Mapped[str | None] = mapped_column(Words(20))
    emergency_name: Mapped[str | None] = mapped_column(Words(100))
    emergency_phone: Mapped[str | None] = mapped_column(Words(20))
    emergency_mobile: Mapped[str | None] = mapped_column(Words(20))
    usual_line: Mapped[str | None] = mapped_column(Words(170))
    usual_building: Mapped[str | None] = mapped_column(Words(50))
    usual_unit_details: Mapped[str | None] = mapped_column(Words(30))
    usual_street_number: Mapped[str | None] = mapped_column(Words(15))
    usual_street_name: Mapped[str | None] = mapped_column(Words(70))
    usual_city: Mapped[str | None] = mapped_column(Words(50))
    usual_state: Mapped[str | None] = mapped_column(Code(10))
    usual_postcode: Mapped[str | None] = mapped_column(Code(4))
    postal_line: Mapped[str | None] = mapped_column(Words(170))
    postal_building: Mapped[str | None] = mapped_column(Words(50))
    postal_unit_details: Mapped[str | None] = mapped_column(Words(30))
    postal_street_number: Mapped[str | None] = mapped_column(Words(15))
    postal_street_name: Mapped[str | None] = mapped_column(Words(70))
    postal_box: Mapped[str | None] = mapped_column(Words(22))
    postal_city: Mapped[str | None] = mapped_column(Words(50))
    postal_state: Mapped[str | None] = mapped_column(Code(10))
    postal_postcode: Mapped[str | None] = mapped_column(Code(4))
    division_id: Mapped[int | None] = mapped_column(ForeignKey("division.id"))
    usi: Mapped[str | None] = mapped_column(Code(10))
    survey_contact_status: Mapped[str] = mapped_column(Code(1), default="A")
    statistics: Mapped[dict[str, Any] | None]
    additional_data: Mapped[str | None] = mapped_column(LongText)
    typed: Mapped[dict[str, Any] | None]
    """What the web typed in the columns that staff have corrected, by column."""
    client_id: Mapped[int | None] = mapped_column(ForeignKey("client.id"), index=True)
    """Whom processing matched or created."""


class WebPayment(Base, Stamped):
    """What the site's payment provider collected for a web enrolment; a later report overwrites it."""

    __tablename__ = "web_payment"

    web_enrolment_id: Mapped[int] = mapped_column(ForeignKey("web_enrolment.id"), primary_key=True, autoincrement=False)
    order_number: Mapped[str | None] = mapped_column(Words(20))
    receipt: Mapped[str | None] = mapped_column(Words(20))
    amount: Mapped[Decimal]


class WebClassChoice(Base, Audited):
    """A class that the web enrolment chose."""

    __tablename__ = "web_class_choice"

    web_enrolment_id: Mapped[int] = mapped_column(ForeignKey("web_enrolment.id"), primary_key=True, autoincrement=False)
    class_session_id: Mapped[int] = mapped_column(
        ForeignKey("class_session.id"), primary_key=True, autoincrement=False, index=True
    )


class WebUnitChoice(Base, Audited):
    """A unit that the web enrolment chose."""

    __tablename__ = "web_unit_choice"

    web_enrolment_id: Mapped[int] = mapped_column(ForeignKey("web_enrolment.id"), primary_key=True, autoincrement=False)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), primary_key=True, autoincrement=False)


class WebPriceChoice(Base, Audited):
    """A price of the occurrence that the web enrolment chose, with the amounts told to the buyer."""

    __tablename__ = "web_price_choice"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    web_enrolment_id: Mapped[int] = mapped_column(ForeignKey("web_enrolment.id"), index=True)
    occurrence_price_id: Mapped[int] = mapped_column(ForeignKey("occurrence_price.id"))
    amount: Mapped[Decimal]
    gst: Mapped[Decimal]


class WebRelationship(Base, Stamped):
    """A relationship of the web client to somebody, made real at processing."""

    __tablename__ = "web_relationship"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    web_enrolment_id: Mapped[int] = mapped_column(ForeignKey("web_enrolment.id"), index=True)
    relationship_type_id: Mapped[int] = mapped_column(ForeignKey("relationship_type.id"))
    relation_id: Mapped[int | None] = mapped_column(ForeignKey("relation.id"))
    description: Mapped[str | None] = mapped_column(Words(2000))
    to_code: Mapped[str | None] = mapped_column(Code(CODE))
    given_name: Mapped[str | None] = mapped_column(Words(50))
    surname: Mapped[str | None] = mapped_column(Words(50))
    other_name: Mapped[str | None] = mapped_column(Words(50))
    email: Mapped[str | None] = mapped_column(Words(100))
    mobile_phone: Mapped[str | None] = mapped_column(Words(20))
    home_phone: Mapped[str | None] = mapped_column(Words(20))


class WaitlistEntry(Base, Stamped):
    """A client who waits for a programme's next occurrence; open until it is closed."""

    __tablename__ = "waitlist_entry"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"), index=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"), index=True)
    date: Mapped[datetime.datetime]
    description: Mapped[str | None] = mapped_column(Words(2000))
    referral_source_id: Mapped[int | None] = mapped_column(ForeignKey("referral_source.id"))
    open: Mapped[bool] = mapped_column(default=True)


class WebDecision(Base):
    """Who decided what about one party or entry of the web, and what undoing it would need.

    action: match, create, reject, process, undo, delete, complete, correct. rule: the matching rule, or "staff".
    before: the values that an update of a matched record replaced, by table and column, for undo; emptied by purge.
    """

    __tablename__ = "web_decision"
    __table_args__ = (Index("ix_web_decision_web_enrolment_id", "web_enrolment_id"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    at: Mapped[datetime.datetime]
    by: Mapped[str] = mapped_column(Code(20))
    action: Mapped[str] = mapped_column(Code(10))
    rule: Mapped[str | None] = mapped_column(Code(20))
    web_enrolment_id: Mapped[int | None]
    web_waitlist_id: Mapped[int | None] = mapped_column(index=True)
    web_client_id: Mapped[int | None]
    web_employer_id: Mapped[int | None] = mapped_column(index=True)
    client_id: Mapped[int | None]
    employer_id: Mapped[int | None]
    enrolment_id: Mapped[int | None]
    updated: Mapped[bool] = mapped_column(default=False)
    reason: Mapped[str | None] = mapped_column(Words(255))
    batch: Mapped[str | None] = mapped_column(Code(20), index=True)
    """What was processed together on the staff pages has the same."""
    before: Mapped[dict[str, Any] | None]


class EnrolmentCohort(Base, Audited):
    """A Victorian commencing program cohort code of an enrolment."""

    __tablename__ = "enrolment_cohort"
    __table_args__ = (UniqueConstraint("enrolment_id", "code"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    code: Mapped[str] = mapped_column(Code(10))
