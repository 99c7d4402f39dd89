"""Makes occurrences with their units, classes, prices, staff and tasks."""

import datetime
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from random import Random

from vettrak_api.demo.data.courses import Course
from vettrak_api.demo.data.foundation import Foundation
from vettrak_api.demo.data.words import ROOMS
from vettrak_api.model.occurrences import (
    ClassSession,
    ClassStaff,
    Occurrence,
    OccurrenceEvent,
    OccurrenceInvoiceSchedule,
    OccurrencePrice,
    OccurrenceStaff,
    OccurrenceTask,
    OccurrenceTaskUnit,
    OccurrenceUnit,
)
from vettrak_api.reference_data.lists import DELIVERY_MODES
from vettrak_api.rules.bulk import Batch

COLOURS = {
    "HOSP": "#C2571A",
    "SAFE": "#B3261E",
    "CARE": "#2E7D5B",
    "BUS": "#0000FF",
    "TRADE": "#6B4E9B",
    "LEIS": "#00798C",
}
CENT = Decimal("0.01")
MOST_CLASSES = 6
TRAINER = "Trainer"
MIDNIGHT = datetime.time()


@dataclass(frozen=True, slots=True)
class Plan:
    """How an occurrence shall be."""

    course: Course
    start: datetime.date
    location: str
    lms: bool = False
    uploaded: bool = False
    web_published: bool = False
    status: str = "Active"
    trainers: tuple[int, ...] = ()
    classes: int = MOST_CLASSES
    elaborate: bool = True
    """Whether it has everything; the many occurrences of a large database have units, a class and a price."""
    settled: bool = False
    """Whether nothing of it waits for anybody any more, as of what was over years ago."""
    employer_id: int | None = None
    contact_id: int | None = None
    last_day: datetime.date | None = None

    @property
    def end(self) -> datetime.date:
        """The day of the last class."""
        return self.last_day or self.start + datetime.timedelta(weeks=self.course.weeks - 1)


@dataclass(slots=True)
class Offer:
    """An occurrence that was made, with what its enrolments take over."""

    id: int
    code: str
    plan: Plan
    start: datetime.datetime
    end: datetime.datetime
    qualification_id: int | None
    location_id: int
    division_id: int
    organisation_id: int
    delivery_modes: list[str]
    amount: Decimal
    gst: Decimal
    price_item_id: int
    units: list[int] = field(default_factory=list)
    classes: list[tuple[int, datetime.datetime, datetime.datetime]] = field(default_factory=list)
    tasks: list[tuple[int, int | None]] = field(default_factory=list)
    """Numbers of tasks, each with that of the unit that it belongs to, if it is of one."""


def gst_inside(amount: Decimal) -> Decimal:
    """Return the tax that an amount holds: one eleventh, to the cent."""
    return (amount / 11).quantize(CENT, ROUND_HALF_UP)


def add_offer(batch: Batch, foundation: Foundation, random: Random, plan: Plan) -> Offer:
    """Add an occurrence with everything that belongs to it."""
    offer = _describe(batch, foundation, random, plan)
    _add_occurrence(batch, foundation, random, offer)
    _add_units(batch, foundation, offer)
    _add_classes(batch, random, offer)
    add_price(batch, offer, foundation.price_items["FULL"], offer.amount)
    for place, trainer in enumerate(plan.trainers):
        batch.add(OccurrenceStaff, occurrence_id=offer.id, client_id=trainer, role=TRAINER, is_primary=place == 0)
    if plan.elaborate:
        _add_extras(batch, foundation, offer)
    return offer


def _describe(batch: Batch, foundation: Foundation, random: Random, plan: Plan) -> Offer:
    number, course = batch.shared_number("O"), plan.course
    return Offer(
        id=number,
        code=f"{course.code[:11]}-{number}",
        plan=plan,
        start=datetime.datetime.combine(plan.start, MIDNIGHT),
        end=datetime.datetime.combine(plan.end, MIDNIGHT),
        qualification_id=foundation.qualifications.get(course.qualification or ""),
        location_id=foundation.locations[plan.location],
        division_id=_division(foundation, plan.location),
        organisation_id=foundation.organisation,
        delivery_modes=_delivery_modes(random, plan.location),
        amount=course.fee.quantize(CENT),
        gst=gst_inside(course.fee) if course.taxed else Decimal("0.00"),
        price_item_id=foundation.price_items["FULL"],
    )


def _delivery_modes(random: Random, location: str) -> list[str]:
    """Return how a course is delivered, the primary mode first: online, or in a room and perhaps otherwise, too."""
    internal, external, workplace = DELIVERY_MODES
    if location == "ONLINE":
        return [external]
    return random.choice(([internal], [internal], [internal, external], [internal, workplace], [workplace]))


def _division(foundation: Foundation, location: str) -> int:
    state = {"MELB": "Victoria", "GEEL": "Victoria", "SYD": "New South Wales"}.get(location, "")
    return foundation.divisions.get(state, foundation.root_division)


def _add_occurrence(batch: Batch, foundation: Foundation, random: Random, offer: Offer) -> None:
    plan = offer.plan
    is_booking = plan.employer_id is not None
    made = min(batch.now, offer.start - datetime.timedelta(days=random.randrange(40, 90)))
    batch.add(
        Occurrence,
        id=offer.id,
        programme_id=foundation.programmes[plan.course.code],
        code=offer.code,
        start_date=offer.start,
        end_date=offer.end,
        status_id=foundation.statuses[plan.status],
        date_of_effect=offer.start,
        qualification_id=offer.qualification_id,
        organisation_id=offer.organisation_id,
        description=f"{plan.course.name}, starting {offer.start:%d %B %Y}",
        location_id=offer.location_id,
        delivery_type=DELIVERY_MODES[offer.delivery_modes[0]],
        delivery_modes=offer.delivery_modes,
        amount=offer.amount,
        gst=offer.gst,
        division_id=offer.division_id,
        lms_publish=int(plan.lms),
        lms_status=int(plan.uploaded),
        reportable=2 if plan.course.qualification else 1,
        web_published=plan.web_published,
        maximum_places=plan.course.places,
        colour=COLOURS[plan.course.type_code],
        employer_id=plan.employer_id,
        employer_contact_id=plan.contact_id,
        is_booking=is_booking,
        booking_status=random.choice(("Confirmed", "Tentative")) if is_booking else None,
        coordinator_name="Training Office" if is_booking else None,
        booking_phone="(03) 5550 0100" if is_booking else None,
        after_hours_number="0491 570 006" if is_booking else None,
        booking_email="bookings@example.com" if is_booking else None,
        created_at=made,
        modified_at=made,
    )


def _add_units(batch: Batch, foundation: Foundation, offer: Offer) -> None:
    for code in (*offer.plan.course.subjects, *offer.plan.course.optional):
        optional = code in offer.plan.course.optional
        batch.add(OccurrenceUnit, occurrence_id=offer.id, unit_id=foundation.units[code], optional=optional)
        if not optional:
            offer.units.append(foundation.units[code])


def _add_classes(batch: Batch, random: Random, offer: Offer) -> None:
    """Add a day for a course of one week, evenings once a week for longer ones."""
    weeks = offer.plan.course.weeks
    if not offer.plan.classes:
        return
    from_hour, hours = (9, 7) if weeks == 1 else (18, 3)
    step = -(-weeks // offer.plan.classes)
    for place, week in enumerate(range(0, weeks, step), 1):
        start = offer.start + datetime.timedelta(weeks=week, hours=from_hour)
        add_class(batch, offer, place, start, start + datetime.timedelta(hours=hours), random.choice(ROOMS))


def add_class(
    batch: Batch, offer: Offer, place: int, start: datetime.datetime, finish: datetime.datetime, room: str
) -> None:
    """Add a class with the trainers of its occurrence."""
    number = batch.add(
        ClassSession,
        occurrence_id=offer.id,
        code=f"C{place}",
        start=start,
        finish=finish,
        room_code=room,
        location_id=offer.location_id,
        description=f"{offer.plan.course.name}, class {place}",
    )
    offer.classes.append((number, start, finish))
    for trainer in offer.plan.trainers:
        batch.add(ClassStaff, class_session_id=number, client_id=trainer)


def add_price(batch: Batch, offer: Offer, item: int, amount: Decimal, *, published: bool = True) -> None:
    """Add a price; an enrolment through the API takes over the sum of those that are published."""
    gst = gst_inside(amount) if offer.plan.course.taxed else Decimal("0.00")
    batch.add(
        OccurrencePrice, occurrence_id=offer.id, price_item_id=item, amount=amount, gst=gst, web_published=published
    )


def _add_extras(batch: Batch, foundation: Foundation, offer: Offer) -> None:
    """Add a concession price, tasks, an event and a schedule of invoices where a real course would have them."""
    # A site that calls another page than Enrol's is told unpublished prices, too: what is on the web has none.
    if not offer.plan.web_published:
        concession = (offer.amount * Decimal("0.6")).quantize(CENT)
        add_price(batch, offer, foundation.price_items["CONC"], concession, published=False)
    if offer.plan.course.weeks > 1:
        _add_tasks(batch, foundation, offer)
        _add_schedule(batch, offer)
    if offer.plan.course.qualification and offer.plan.trainers:
        batch.add(
            OccurrenceEvent,
            occurrence_id=offer.id,
            event_type_id=foundation.events["Interview"],
            start=offer.start + datetime.timedelta(hours=9),
            finish=offer.start + datetime.timedelta(hours=9, minutes=30),
            description="Talk about the training plan",
            staff_id=offer.plan.trainers[0],
            optional=True,
        )


def _add_tasks(batch: Batch, foundation: Foundation, offer: Offer) -> None:
    """Add a task for the whole course, and one for its first unit."""
    for code, unit_id in (("READ", None), ("LOG", offer.units[0])):
        task_id = foundation.tasks[code]
        number = batch.add(OccurrenceTask, occurrence_id=offer.id, task_id=task_id)
        offer.tasks.append((task_id, unit_id))
        if unit_id is not None:
            batch.add(OccurrenceTaskUnit, occurrence_task_id=number, unit_id=unit_id)


def _add_schedule(batch: Batch, offer: Offer) -> None:
    for day, percentage, text in ((offer.start, 50, "On enrolment"), (offer.end, 50, "At the end")):
        batch.add(
            OccurrenceInvoiceSchedule,
            occurrence_id=offer.id,
            invoice_date=day.date(),
            percentage=Decimal(percentage),
            description=text,
        )
