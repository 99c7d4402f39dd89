"""What must hold when several callers act at once: run on SQLite here, and on the other databases too.

Each scenario takes the World of a server whose database is migrated and has its reference data, calls the real
application from threads, and asserts what must be so afterwards. `World(server)` is made once per database.
"""

import datetime
from collections import Counter
from decimal import Decimal
from secrets import token_hex
from threading import Barrier, Thread

from sqlalchemy import func, select

from tests.support.merging import Merging
from tests.support.outcomes import OK, outcome
from tests.support.soap import Api
from tests.support.web import real_rows
from vettrak_api.app import Site
from vettrak_api.database.transactions import attempts
from vettrak_api.errors import Conflict, InvalidInput, NotFound, TakenField
from vettrak_api.model.clients import Client
from vettrak_api.model.employers import EmployerContact
from vettrak_api.model.enrolments import (
    ClassAttendance,
    ClassClient,
    EnrolledTask,
    EnrolledUnit,
    Enrolment,
    ResultHistory,
)
from vettrak_api.model.events import Award
from vettrak_api.model.finance import Invoice, InvoiceItem, Payment, PaymentShare
from vettrak_api.model.occurrences import Occurrence, OccurrencePrice, Task, TaskStatus
from vettrak_api.model.quarantine import PENDING, WebClient, WebEnrolment, WebPayment
from vettrak_api.model.reference import Position, PriceItem
from vettrak_api.rules.enrolments.enrolling import Terms, enrol
from vettrak_api.rules.occurrences.details import change_occurrence, make_occurrence
from vettrak_api.rules.occurrences.vacancies import claim_places, places_left

TAKEN = "Occurrence has no vacancies."
ENROLLED = (-1, "Client is already enrolled in this occurrence.")


def at_once(works):
    """Run functions in threads that start together and return their results in order; the first error is raised."""
    results, errors = [None] * len(works), []
    barrier = Barrier(len(works))

    def run(index, work):
        barrier.wait(timeout=30)
        try:
            results[index] = work()
        except Exception as error:  # noqa: BLE001 - raised below, in the test's own thread
            errors.append(error)

    threads = [Thread(target=run, args=pair, daemon=True) for pair in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    assert not any(thread.is_alive() for thread in threads)
    if errors:
        raise errors[0]
    return results


def equal_enrolments_make_one(world, callers=4):
    """Several equal AddLMSClientEnrolmentToOccurrence calls at once: one succeeds, and there is one enrolment."""
    api = Api(Site(world.runtime))
    token, client, occurrence = world.token(), world.client(), world.occurrence(units=["BEER1"])

    def call():
        return outcome(api.AddLMSClientEnrolmentToOccurrence(token, client.code, occurrence.id))

    answers = Counter(at_once([call] * callers))
    assert answers == {OK: 1, ENROLLED: callers - 1}
    assert world.one(_number_of(Enrolment, Enrolment.occurrence_id == occurrence.id)) == 1


def last_places_go_to_as_many(world, places=5, takers=20):
    """More takers than places: exactly as many places are taken as there were, and everybody else is told."""
    occurrence = world.occurrence(seats=places)
    clients = [world.client() for _ in range(takers)]

    def take(client):
        try:
            for attempt in attempts():
                with attempt, world.runtime.database.writing() as session:
                    claim_places(session, occurrence.id)
                    enrol(session, client.id, session.get(Occurrence, occurrence.id), Terms())
                    break
        except InvalidInput as refusal:
            return refusal.message
        return None

    outcomes = Counter(at_once([lambda client=client: take(client) for client in clients]))
    assert outcomes == {None: places, TAKEN: takers - places}
    assert world.one(_number_of(Enrolment, Enrolment.occurrence_id == occurrence.id)) == places


def lowering_the_places_leaves_nobody_without_one(world, rounds=5):
    """The places are lowered while somebody takes one: whoever is first wins; none is given that is not there."""
    for _ in range(rounds):
        occurrence = world.occurrence(seats=2)
        world.enrolment(world.client(), occurrence)
        newcomer = world.client()

        def lower(occurrence=occurrence):
            return _tried(world, lambda session: change_occurrence(session, occurrence.id, {"maximum_places": 1}))

        def take(occurrence=occurrence, newcomer=newcomer):
            def work(session):
                claim_places(session, occurrence.id)
                enrol(session, newcomer.id, session.get(Occurrence, occurrence.id), Terms())

            return _tried(world, work)

        outcomes = at_once([lower, take])
        assert outcomes in ([None, TAKEN], ["2 people are enrolled, so there must be at least 2", None])
        taken = world.one(_number_of(Enrolment, Enrolment.occurrence_id == occurrence.id))
        assert taken <= world.fresh(occurrence).maximum_places


def equal_codes_are_given_to_one_occurrence(world, rounds=5):
    """Two occurrences of different programmes, and one that is there, are to get one code at once: one gets it."""
    for _ in range(rounds):
        code, day = f"TERM-{token_hex(4)}", datetime.datetime(2027, 2, 1)
        other = world.occurrence(code=f"OLD-{code}")
        programmes = [world.programme().id for _ in range(2)]

        def make(programme, code=code, day=day):
            told = {"programme_id": programme, "code": code, "start_date": day}
            return _tried(world, lambda session: make_occurrence(session, told))

        def rename(other=other, code=code):
            return _tried(world, lambda session: change_occurrence(session, other.id, {"code": code.lower()}))

        works = [*(lambda programme=programme: make(programme) for programme in programmes), rename]
        outcomes = at_once(works)
        assert outcomes.count(None) == 1, outcomes
        assert world.one(_number_of(Occurrence, func.lower(Occurrence.code) == code.lower())) == 1


def _tried(world, work):
    """Do work in a transaction of its own and return why it was refused, None when it was done."""
    try:
        for attempt in attempts():
            with attempt, world.runtime.database.writing() as session:
                work(session)
                break
    except (InvalidInput, TakenField) as refusal:
        return refusal.message
    return None


def last_seat_goes_to_one(world, rounds=5):
    """Two clients take the last seat at once: one gets it."""
    for _ in range(rounds):
        last_places_go_to_as_many(world, places=1, takers=2)


def units_added_at_once_are_there_once(world, callers=4):
    """Several equal AddUnitsToEnrolment calls at once: all succeed, and each unit is there once."""
    api = Api(Site(world.runtime))
    token, units = world.token(), [f"BEER{number}" for number in range(5)]
    enrolment = world.enrolment(world.client(), world.occurrence(units=units))

    def call():
        return outcome(api.AddUnitsToEnrolment(token, enrolment.id, units))

    assert at_once([call] * callers) == [OK] * callers
    assert world.one(_number_of(EnrolledUnit, EnrolledUnit.enrolment_id == enrolment.id)) == len(units)


def results_sent_at_once_are_all_remembered(world, callers=8):
    """Several results for one unit at once: one is present and every other, and the beginning, is history."""
    api = Api(Site(world.runtime))
    token, day = world.token(), datetime.datetime(2026, 9, 1)
    enrolment = world.enrolment(world.client(), units=["BEER1"])

    def send(percentage):
        return outcome(api.UpdateResult(token, enrolment.id, "BEER1", "Continuing", day, day, percentage))

    scores = range(callers)
    answers = at_once([lambda score=score: send(score) for score in scores])
    assert answers == [OK] * callers
    unit = world.one(select(EnrolledUnit).where(EnrolledUnit.enrolment_id == enrolment.id))
    former = world.all(select(ResultHistory.percentage).where(ResultHistory.enrolled_unit_id == unit.id))
    assert sorted([*former, unit.percentage]) == [-1, *scores]


def employees_added_at_once_are_all_paid_for(world, employees=6):
    """Several employees enrolled under one booking at once: its price counts each of them."""
    api = Api(Site(world.runtime))
    booking = world.occurrence(lms=False, is_booking=True, employer_id=world.employer().id)
    item = world.add(PriceItem(name="Full Fee"))
    world.add(OccurrencePrice(occurrence_id=booking.id, price_item_id=item.id, amount=Decimal("110.00")))
    token, clients = world.token(), [world.client() for _ in range(employees)]

    def call(client):
        return outcome(api.AddEmployeeEnrolmentToBooking(token, client.code, booking.id))

    assert at_once([lambda client=client: call(client) for client in clients]) == [OK] * employees
    assert world.get(Occurrence, booking.id).amount == employees * Decimal("110.00")


def last_seats_booked_from_the_web(world, seats=10, bookings=50):
    """More people book than there are seats: as many web enrolments wait as there were seats, and nothing is real."""
    api, token = Api(Site(world.runtime)), world.token()
    occurrence = world.occurrence(web_published=True, seats=seats)
    before = real_rows(world)

    def book(number):
        return outcome(api.AddClientWebEnrolment(token, occurrence.id, f"Brewer {number}"))

    answers = Counter(at_once([lambda number=number: book(number) for number in range(bookings)]))
    assert answers == {OK: seats, (-1, TAKEN): bookings - seats}
    pending = _pending(occurrence)
    assert world.one(_number_of(WebEnrolment, pending)) == seats
    assert (
        world.one(_number_of(WebClient, WebClient.web_enrolment_id.in_(select(WebEnrolment.id).where(pending))))
        == seats
    )
    assert world.one(select(places_left()).where(Occurrence.id == occurrence.id)) == 0
    assert real_rows(world) == before


def employees_and_others_share_the_last_seats(world, seats=8, employers=3, each=6):
    """Employees of several bookings and single people want the same seats: they get those that there are."""
    api, token = Api(Site(world.runtime)), world.token()
    occurrence = world.occurrence(web_published=True, seats=seats)
    numbers = [api.AddEmployerWebEnrolment(token, occurrence.id, "The Web Brewery").ID for _ in range(employers)]
    works = [
        *(lambda number=number: api.AddWebEmployee(token, number, "Worker") for number in numbers for _ in range(each)),
        *(lambda: api.AddClientWebEnrolment(token, occurrence.id, "Brewer") for _ in range(each)),
    ]
    answers = Counter(outcome(answer) for answer in at_once(works))
    assert answers.keys() == {OK, (-1, TAKEN)}
    taken = sum(world.all(select(WebEnrolment.places).where(_pending(occurrence))))
    sitting = world.one(
        _number_of(WebClient, WebClient.web_enrolment_id.in_(select(WebEnrolment.id).where(_pending(occurrence))))
    )
    empty = [
        number for number in numbers if not world.all(select(WebClient).where(WebClient.web_enrolment_id == number))
    ]
    # A booking whose employees all came too late keeps the seat that it took.
    assert (taken, sitting) == (seats, answers[OK]) == (seats, seats - len(empty))


def deleting_and_paying_at_once_leaves_all_or_nothing(world, bookings=8):
    """Bookings are deleted while a gateway reports their payments: no payment is left without its booking."""
    api, token = Api(Site(world.runtime)), world.token()
    occurrence = world.occurrence(web_published=True)
    numbers = [api.AddClientWebEnrolment(token, occurrence.id, "Brewer").ID for _ in range(bookings)]
    deleting = [lambda number=number: outcome(api.DeleteWebEnrolment(token, number)) for number in numbers]
    paying = [
        lambda number=number: outcome(api.AddWebPayment(token, number, "O", "R", Decimal(1))) for number in numbers
    ]
    answers = at_once([work for pair in zip(deleting, paying, strict=True) for work in pair])
    assert all(answer[0] == 1 for answer in answers[::2])
    assert set(answers[1::2]) <= {OK, (-4, "Web enrolment not found.")}
    assert world.one(_number_of(WebPayment, WebPayment.web_enrolment_id.in_(numbers))) == 0
    assert world.one(_number_of(WebClient, WebClient.web_enrolment_id.in_(numbers))) == 0


def contacts_made_at_once_are_one_link_each_with_one_primary(world):
    """Several people make the same two clients the primary contact of an employer."""
    api = Api(Site(world.runtime))
    token, employer, clients = world.token(), world.employer(), [world.client(), world.client()]

    def call(client):
        return outcome(api.AddContactToEmployer(token, client.code, employer.identifier, 1))

    assert at_once([lambda client=client: call(client) for client in clients * 2]) == [OK] * 4
    rows = world.all(select(EmployerContact).where(EmployerContact.employer_id == employer.id))
    assert sorted(row.client_id for row in rows) == sorted(client.id for client in clients)
    assert sum(row.is_primary for row in rows) == 1


def _pending(occurrence):
    return (WebEnrolment.occurrence_id == occurrence.id) & (WebEnrolment.state == PENDING)


def _number_of(table, condition):
    return select(func.count()).select_from(table).where(condition)


def marking_a_class_at_once_makes_one_record(world, callers=4):
    """Several people mark the same client at the same class: there is one record, the last one's."""
    api = Api(Site(world.runtime))
    token, client, course = world.token(), world.client(), world.occurrence()
    meeting, enrolment = world.class_session(course), world.enrolment(client, course)
    world.add(ClassClient(class_session_id=meeting.id, enrolment_id=enrolment.id))

    def call(minutes):
        finish = meeting.start + datetime.timedelta(minutes=minutes)
        return outcome(
            api.UpdateAttendanceForClientClass(token, client.code, meeting.id, meeting.start, finish, "Present", None)
        )

    assert at_once([lambda minutes=minutes: call(minutes) for minutes in range(callers)]) == [OK] * callers
    wanted = select(func.count()).where(ClassAttendance.class_session_id == meeting.id)
    assert world.everything(wanted) == [1]


def a_task_that_is_completed_at_once_with_others_stays_complete(world, callers=4):
    """UpdateClientTasks, which leaves complete tasks alone, and UpdateEnrolledTask, which completes one, at once."""
    api = Api(Site(world.runtime))
    token, client = world.token(), world.client()
    enrolment, task = world.enrolment(client), world.add(Task(code=client.code, name="Essay"))
    begins = world.everything(select(func.min(TaskStatus.id)))[0]
    world.add(EnrolledTask(enrolment_id=enrolment.id, task_id=task.id, task_status_id=begins))
    told = {"taskCode": task.code, "startDate": enrolment.start_date, "statusDate": enrolment.start_date}
    done = {"tastCode": "CMP", "completeDate": enrolment.start_date}

    def complete():
        return outcome(api.UpdateEnrolledTask(token, enrolmentId=enrolment.id, **told, **done))

    def go_on():
        return outcome(api.UpdateClientTasks(token, clientCode=client.code, **told, tastCode="INP"))

    assert at_once([go_on, complete] * (callers // 2)) == [OK] * callers
    wanted = select(TaskStatus.code).join(EnrolledTask, EnrolledTask.task_status_id == TaskStatus.id)
    assert world.everything(wanted.where(EnrolledTask.enrolment_id == enrolment.id)) == ["CMP"]


def equal_positions_make_one(world, callers=4):
    """Several equal AddPosition calls at once, with and without a code: there is one position of each name."""
    api = Api(Site(world.runtime))
    token, name = world.token(), world.client().code
    calls = [lambda: outcome(api.AddPosition(token, name, None)), lambda: outcome(api.AddPosition(token, name, name))]
    assert at_once(calls * (callers // 2)) == [OK] * callers
    assert world.everything(select(func.count()).where(Position.name == name)) == [1]


def awards_added_at_once_get_numbers_of_their_own_without_a_gap(world, callers=6):
    """Several AddAward calls at once: some want the same number, the others get the next ones that nobody has."""
    api = Api(Site(world.runtime))
    token, kind = world.token(), "Statement of Attainment"
    enrolments = [world.enrolment(world.client()).id for _ in range(callers + 1)]
    last = int(api.AddAward(token, enrolments.pop(), kind).ParchmentNumber)
    wanted = f"{last + 2:08d}"

    def call(enrolment, number):
        answer = api.AddAward(token, enrolment, kind, number)
        return outcome(answer), answer.ParchmentNumber

    works = [lambda pair=pair: call(*pair) for pair in zip(enrolments, [wanted, None] * callers, strict=False)]
    answers = at_once(works)
    made = sorted(int(number) for _, number in answers if number)
    refused = Counter(answer for answer, number in answers if not number)
    taken = (-1, "Parchment number is already in use.")
    assert set(refused) <= {taken}
    # When the counter was there first, all who want the number are refused, as the next in the row has it.
    assert made == list(range(last + 1, last + 1 + callers - refused[taken]))
    numbers = world.everything(select(Award.parchment_number).where(Award.enrolment_id.in_(enrolments)))
    assert sorted(int(number) for number in numbers) == made


def payments_recorded_at_once_are_all_counted(world, callers=6):
    """Several payments on two invoices for one enrolment at once: invoices, items and enrolment agree with them."""
    api = Api(Site(world.runtime))
    token, enrolment = world.token(), world.enrolment(world.client())
    dated = {"invoice_date": enrolment.start_date, "client_id": enrolment.client_id, "total_amount": Decimal(110)}
    invoices = [world.add(Invoice(**dated)) for _ in range(2)]
    for invoice in invoices:
        world.add_all(
            [InvoiceItem(invoice_id=invoice.id, enrolment_id=enrolment.id, amount=55, gst=5) for _ in range(2)]
        )

    def call(invoice):
        return outcome(api.RecordPaymentForInvoice(token, invoice.id, amount=Decimal("30.10")))

    answers = at_once([lambda invoice=invoice: call(invoice) for invoice in invoices * (callers // 2)])
    assert answers == [OK] * callers
    paid = Decimal("30.10") * (callers // 2)
    assert [world.fresh(invoice).amount_paid for invoice in invoices] == [paid, paid]
    assert world.fresh(enrolment).amount_paid == 2 * paid
    for invoice in invoices:
        items = world.all(select(InvoiceItem).where(InvoiceItem.invoice_id == invoice.id))
        assert sum(item.amount_paid for item in items) == paid
        assert sum(item.gst_paid for item in items) == sum(
            world.everything(
                select(PaymentShare.gst)
                .join(Payment, Payment.id == PaymentShare.payment_id)
                .where(Payment.invoice_id == invoice.id)
            )
        )


def two_merges_at_once_make_one_person(world, pairs=4):
    """Each of two records is to become part of the other, at once: one of them stays, with everything of both."""
    merging, course = Merging(world), world.occurrence()
    for _ in range(pairs):
        one, other = world.client("Twice"), world.client("Twice")
        enrolment = world.enrolment(other, course)
        seen = merging.preview(one, other).fingerprint, merging.preview(other, one).fingerprint

        def merge(kept, gone, fingerprint):
            try:
                return _merged(lambda: merging.merge(kept, gone, fingerprint)) and kept
            except NotFound:
                return None

        stays = at_once([lambda: merge(one, other, seen[0]), lambda: merge(other, one, seen[1])])  # noqa: B023
        (kept,) = filter(None, stays)
        assert world.one(select(Enrolment.client_id).where(Enrolment.id == enrolment.id)) == kept.id
        assert world.all(select(Client.id).where(Client.id.in_([one.id, other.id]))) == [kept.id]


def whoever_is_enrolled_while_merged_keeps_one_place(world, rounds=6):
    """Both records are enrolled in one occurrence while they are merged: nothing is lost, and no place taken twice."""
    api, token, merging = Api(Site(world.runtime)), world.token(), Merging(world)
    for round_ in range(rounds):
        one, other, course = world.client("Busy"), world.client("Busy"), world.occurrence()
        if round_ % 2:
            world.enrolment(other, course)
        seen = merging.preview(one, other).fingerprint

        def merge():
            try:
                return bool(_merged(lambda: merging.merge(one, other, seen)))  # noqa: B023
            except Conflict:
                return False

        def enrol_both():
            return [
                outcome(api.AddLMSClientEnrolmentToOccurrence(token, client.code, course.id))  # noqa: B023
                for client in (other, one)  # noqa: B023
            ]

        merged, answers = at_once([merge, enrol_both])
        assert set(answers) <= {OK, ENROLLED, (-4, "Client not found.")}
        taken = world.all(select(Enrolment.client_id).where(Enrolment.occurrence_id == course.id))
        if merged:
            assert taken == [one.id]
            assert world.all(select(Client.id).where(Client.id.in_([one.id, other.id]))) == [one.id]
        else:
            assert sorted(taken) == sorted([one.id, other.id])


def _merged(work):
    """Do it as pages do: what falls to a deadlock is done again."""
    for attempt in attempts():
        with attempt:
            return work()
    raise AssertionError


SCENARIOS = (
    equal_enrolments_make_one,
    last_places_go_to_as_many,
    last_seat_goes_to_one,
    lowering_the_places_leaves_nobody_without_one,
    equal_codes_are_given_to_one_occurrence,
    units_added_at_once_are_there_once,
    results_sent_at_once_are_all_remembered,
    employees_added_at_once_are_all_paid_for,
    last_seats_booked_from_the_web,
    employees_and_others_share_the_last_seats,
    deleting_and_paying_at_once_leaves_all_or_nothing,
    contacts_made_at_once_are_one_link_each_with_one_primary,
    marking_a_class_at_once_makes_one_record,
    a_task_that_is_completed_at_once_with_others_stays_complete,
    equal_positions_make_one,
    awards_added_at_once_get_numbers_of_their_own_without_a_gap,
    payments_recorded_at_once_are_all_counted,
    two_merges_at_once_make_one_person,
    whoever_is_enrolled_while_merged_keeps_one_place,
)
"""All of them; each may run on its own and in any order on one database."""
