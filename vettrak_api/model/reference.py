"""Lists that the RTO or a national standard keeps: divisions, places, statuses, results and code lists."""

from decimal import Decimal

from sqlalchemy import ForeignKey, Index, UniqueConstraint, false, text, true
from sqlalchemy.orm import Mapped, mapped_column

from vettrak_api.model.base import Audited, Base, Code, Key, Stamped, Words


class ReferenceCode(Base, Audited):
    """One code of a national list (AVETMISS): the list's name, the code, its text and its place in the list."""

    __tablename__ = "reference_code"
    __table_args__ = (UniqueConstraint("list_name", "code"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    list_name: Mapped[str] = mapped_column(Code(40))
    code: Mapped[str] = mapped_column(Code(10), index=True)
    name: Mapped[str] = mapped_column(Words(100))
    position: Mapped[int] = mapped_column(default=0)
    active: Mapped[bool] = mapped_column(default=True)


class State(Base, Audited):
    """A state: short name such as Vic (used on the wire) and the two-digit AVETMISS code."""

    __tablename__ = "state"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    short_name: Mapped[str] = mapped_column(Code(10), unique=True)
    name: Mapped[str] = mapped_column(Words(50))
    code: Mapped[str] = mapped_column(Code(2))


class Suburb(Base, Stamped):
    """A suburb with its postcode and state."""

    __tablename__ = "suburb"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    name: Mapped[str] = mapped_column(Words(50))
    postcode: Mapped[str] = mapped_column(Code(4))
    state_id: Mapped[int] = mapped_column(ForeignKey("state.id"), index=True)


class Organisation(Base, Stamped):
    """A training organisation that this database serves; most have one.

    time_zone: the IANA name of the zone whose local time all dates and times of the database are. The clock is that of
    the setting; what stands here is what was meant, and goes with the data.
    """

    __tablename__ = "organisation"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    name: Mapped[str] = mapped_column(Words(100))
    code: Mapped[str | None] = mapped_column(Code(10))
    building: Mapped[str | None] = mapped_column(Words(50))
    unit_details: Mapped[str | None] = mapped_column(Words(30))
    street_number: Mapped[str | None] = mapped_column(Words(15))
    street_name: Mapped[str | None] = mapped_column(Words(70))
    city: Mapped[str | None] = mapped_column(Words(50))
    postcode: Mapped[str | None] = mapped_column(Code(4))
    state_id: Mapped[int | None] = mapped_column(ForeignKey("state.id"))
    country: Mapped[str | None] = mapped_column(Words(50))
    time_zone: Mapped[str | None] = mapped_column(Code(50))


class Division(Base, Stamped):
    """A part of the organisation; the one without parent is the root division."""

    __tablename__ = "division"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    name: Mapped[str] = mapped_column(Words(100))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("division.id"), index=True)


class Location(Base, Stamped):
    """A place where training happens; at payment_default people pay who name no other place (the lowest number)."""

    __tablename__ = "location"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    code: Mapped[str] = mapped_column(Code(10), unique=True)
    name: Mapped[str] = mapped_column(Words(100))
    description: Mapped[str | None] = mapped_column(Words(255))
    building: Mapped[str | None] = mapped_column(Words(50))
    unit_details: Mapped[str | None] = mapped_column(Words(30))
    street_number: Mapped[str | None] = mapped_column(Words(15))
    street_name: Mapped[str | None] = mapped_column(Words(70))
    city: Mapped[str | None] = mapped_column(Words(50))
    postcode: Mapped[str | None] = mapped_column(Code(4))
    state_id: Mapped[int | None] = mapped_column(ForeignKey("state.id"))
    country: Mapped[str | None] = mapped_column(Words(50))
    loading: Mapped[Decimal | None]
    active: Mapped[bool] = mapped_column(default=True)
    payment_default: Mapped[bool] = mapped_column(default=False, server_default=false())


class EnrolmentStatus(Base, Audited):
    """A status name with its type; types 2, 3 and 9 take no place (R-STATUS).

    0 active, 1 completed, 2 withdrawn, 3 cancelled, 4 suspended, 9 pre-reporting withdrawal.
    """

    __tablename__ = "enrolment_status"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    name: Mapped[str] = mapped_column(Words(50), unique=True)
    status_type: Mapped[int]


class EnrolmentType(Base, Audited):
    """A type of enrolment or contract that the RTO defines for itself."""

    __tablename__ = "enrolment_type"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    name: Mapped[str] = mapped_column(Words(50), unique=True)
    code: Mapped[str | None] = mapped_column(Code(10))


class ResultType(Base, Audited):
    """A result: its name (what UpdateResult takes), AVETMISS outcome code and kind.

    Kinds: 0 not yet started, 1 continuing, 2 successful, 3 unsuccessful, 4 withdrawn.
    """

    __tablename__ = "result_type"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    name: Mapped[str] = mapped_column(Words(50), unique=True)
    code: Mapped[str | None] = mapped_column(Code(4))
    description: Mapped[str | None] = mapped_column(Words(255))
    kind: Mapped[int]


class StudyReason(Base, Audited):
    """A reason for study with its AVETMISS code."""

    __tablename__ = "study_reason"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    name: Mapped[str] = mapped_column(Words(100))
    code: Mapped[str | None] = mapped_column(Code(2))
    active: Mapped[bool] = mapped_column(default=True)


class ReferralSource(Base, Audited):
    """How people heard of the RTO."""

    __tablename__ = "referral_source"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    name: Mapped[str] = mapped_column(Words(100))
    group_name: Mapped[str | None] = mapped_column(Words(100))
    active: Mapped[bool] = mapped_column(default=True, server_default=true())


class Position(Base, Stamped):
    """A position that people hold at their employer; the code is optional, the RTO's names and codes are its own."""

    __tablename__ = "position"
    __table_args__ = (Index("ix_position_code", "code", unique=True, mssql_where=text("code IS NOT NULL")),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    code: Mapped[str | None] = mapped_column(Code(20))
    name: Mapped[str] = mapped_column(Words(100))


class RelationshipType(Base, Audited):
    """A type of relationship between people; EC (emergency contact) and G (parent or guardian) always exist."""

    __tablename__ = "relationship_type"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    code: Mapped[str] = mapped_column(Code(10), unique=True)
    name: Mapped[str] = mapped_column(Words(100))


class Relation(Base, Audited):
    """What the other person is within a relationship type, such as mother."""

    __tablename__ = "relation"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    relationship_type_id: Mapped[int] = mapped_column(ForeignKey("relationship_type.id"), index=True)
    name: Mapped[str] = mapped_column(Words(100))


class PriceItem(Base, Audited):
    """A pricing item such as Full Fee.

    Kinds: 0 normal, 1 tuition, 2 resource, 3 loan liability, 4 government, 5 corporate, 6 inventory.
    """

    __tablename__ = "price_item"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    code: Mapped[str | None] = mapped_column(Code(20))
    name: Mapped[str] = mapped_column(Words(100))
    kind: Mapped[int] = mapped_column(default=0)


class AttendanceType(Base, Audited):
    """A type of attendance; sign -1 negative, 0 neutral, 1 positive."""

    __tablename__ = "attendance_type"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    name: Mapped[str] = mapped_column(Words(50), unique=True)
    code: Mapped[str | None] = mapped_column(Code(10))
    description: Mapped[str | None] = mapped_column(Words(255))
    sign: Mapped[int] = mapped_column(default=1)
    is_default: Mapped[bool] = mapped_column(default=False)


class EventType(Base, Audited):
    """A type of event; for clients, employers or both, and out of use when for neither."""

    __tablename__ = "event_type"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    name: Mapped[str] = mapped_column(Words(100), unique=True)
    code: Mapped[str | None] = mapped_column(Code(20))
    for_clients: Mapped[bool] = mapped_column(default=True)
    for_employers: Mapped[bool] = mapped_column(default=True)


class AwardType(Base, Audited):
    """A type of award; kinds C certificate, S statement, O other."""

    __tablename__ = "award_type"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    name: Mapped[str] = mapped_column(Words(100), unique=True)
    code: Mapped[str | None] = mapped_column(Code(10))
    kind: Mapped[str] = mapped_column(Code(1), default="C")
