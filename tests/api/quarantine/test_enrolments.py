"""Area web_enrolments: bookings and reservations of people and employers whom nobody knows yet."""

import datetime

import pytest

from tests.support.outcomes import OK, outcome
from tests.support.web import (
    add_employee,
    book,
    book_employer,
    done,
    quarantined,
    real_rows,
    reserve,
    reserve_employer,
    vacancies,
    web_client,
    web_employer,
    web_enrolment,
)
from vettrak_api.model.changes import Change
from vettrak_api.model.quarantine import CLIENT_KIND, EMPLOYER_KIND, PENDING, STUDENT
from vettrak_api.model.reference import ReferralSource

FULL = (-1, "Occurrence has no vacancies.")
CLOSED = (-1, "Occurrence is not open for web enrolment.")
UNKNOWN = (-4, "Occurrence not found.")
BORN = datetime.datetime(1990, 5, 17, 8, 30)
NOTHING = [0, 0, 0, 0]

CLIENT_CALLS = ("AddClientWebEnrolment", "AddClientWebReservation")
EMPLOYER_CALLS = ("AddEmployerWebEnrolment", "AddEmployerWebReservation")
CALLS = CLIENT_CALLS + EMPLOYER_CALLS


@pytest.fixture
def occurrence(world):
    return world.occurrence(web_published=True, seats=3)


@pytest.fixture
def refused(api, token, world):
    """Return how a call was refused; nothing may be in quarantine then, or anywhere else."""

    def call(name, *arguments, **named):
        before = real_rows(world)
        answer = getattr(api, name)(token, *arguments, **named)
        assert answer.ID == -1
        assert quarantined(world) == NOTHING
        assert real_rows(world) == before
        return outcome(answer)

    return call


class TestABooking:
    def test_keeps_what_the_site_tells(self, api, token, world, occurrence, clock):
        number = book(
            api,
            token,
            occurrence,
            " Brewer ",
            " Bea ",
            sCode=" c1 ",
            xsdDOB=BORN,
            sDescription=" By bus ",
            referralId=2,
        )
        stored, person = web_enrolment(world, number), web_client(world, number)
        assert (stored.occurrence_id, stored.kind, stored.state) == (occurrence.id, CLIENT_KIND, PENDING)
        assert (stored.description, stored.referral_source_id, stored.stamp) == ("By bus", 2, clock.now())
        assert (stored.amount, stored.make_invoice, stored.is_reservation, stored.places) == (0, False, False, 1)
        assert (person.surname, person.given_name, person.code_hint) == ("Brewer", "Bea", "c1")
        assert (person.birth_date, person.kind) == (BORN.date(), STUDENT)

    def test_needs_only_a_surname(self, api, token, world, occurrence):
        person = web_client(world, done(api.AddClientWebEnrolment(token, occurrence.id, "Madonna")))
        assert (person.surname, person.given_name, person.code_hint, person.birth_date) == ("Madonna", "", None, None)

    def test_touches_no_real_record(self, api, token, world, occurrence):
        world.client("Brewer", "Bea", code="C1", birth_date=BORN.date())
        before = real_rows(world)
        book(api, token, occurrence, sCode="C1", xsdDOB=BORN)
        book_employer(api, token, occurrence, "Worker", contacts=["Boss"])
        assert real_rows(world) == before

    def test_is_a_new_one_with_every_call(self, api, token, world, occurrence):
        numbers = {book(api, token, occurrence) for _ in range(3)}
        assert len(numbers) == 3
        assert quarantined(world) == [3, 3, 0, 0]

    def test_takes_a_place(self, api, token, occurrence):
        book(api, token, occurrence)
        assert vacancies(api, token, occurrence) == 2

    def test_gets_the_last_place_but_no_further_one(self, api, token, world, occurrence):
        for _ in range(3):
            book(api, token, occurrence)
        assert outcome(api.AddClientWebEnrolment(token, occurrence.id, "Brewer")) == FULL
        assert quarantined(world)[0] == 3

    def test_shares_the_places_with_real_enrolments(self, api, token, world, occurrence):
        world.enrolment(world.client(), occurrence)
        world.enrolment(world.client(), occurrence, status="Withdrawn")
        book(api, token, occurrence)
        assert vacancies(api, token, occurrence) == 1
        answer = api.AddLMSClientEnrolmentToOccurrence(token, world.client().code, occurrence.id)
        assert outcome(answer) == OK
        assert outcome(api.AddClientWebEnrolment(token, occurrence.id, "Brewer")) == FULL

    def test_may_begin_or_be_over_long_ago(self, api, token, world):
        past = datetime.datetime(2001, 1, 1)
        book(api, token, world.occurrence(web_published=True, start_date=past, end_date=past))

    def test_without_a_maximum_there_is_always_a_place(self, api, token, world):
        endless = world.occurrence(web_published=True)
        book(api, token, endless)
        assert vacancies(api, token, endless) == 9999

    def test_no_referral_may_be_said_with_0(self, api, token, world, occurrence):
        assert web_enrolment(world, book(api, token, occurrence, referralId=0)).referral_source_id is None

    def test_parameters_go_by_their_other_names_too(self, api, token, world, occurrence):
        number = book(api, token, occurrence, description="By bus", iReferralId=2)
        stored = web_enrolment(world, number)
        assert (stored.description, stored.referral_source_id) == ("By bus", 2)

    def test_names_keep_letters_of_all_languages(self, api, token, world, occurrence):
        person = web_client(world, book(api, token, occurrence, "Nuñez <& Sønn>", "Zoë 李"))
        assert (person.surname, person.given_name) == ("Nuñez <& Sønn>", "Zoë 李")

    def test_tells_who_made_it(self, api, world, occurrence):
        site = world.staff(api_role=True)
        number = book(api, world.token(site), occurrence)
        assert web_enrolment(world, number).created_by == site.code
        made = world.all(Change.__table__.select().with_only_columns(Change.table_name).order_by(Change.id))
        assert made == ["web_enrolment", "web_client"]


class TestAReservation:
    def test_is_a_booking_that_waits(self, api, token, world, occurrence):
        mine, theirs = reserve(api, token, occurrence), reserve_employer(api, token, occurrence)
        kinds = [
            (web_enrolment(world, number).kind, web_enrolment(world, number).is_reservation)
            for number in (mine, theirs)
        ]
        assert kinds == [(CLIENT_KIND, True), (EMPLOYER_KIND, True)]

    def test_holds_its_place(self, api, token, occurrence):
        reserve(api, token, occurrence)
        reserve_employer(api, token, occurrence)
        assert vacancies(api, token, occurrence) == 1

    def test_of_an_employer_takes_employees(self, api, token, occurrence):
        number = reserve_employer(api, token, occurrence)
        add_employee(api, token, number)
        add_employee(api, token, number)
        assert vacancies(api, token, occurrence) == 1


class TestABookingOfAnEmployer:
    def test_keeps_what_the_site_tells(self, api, token, world, occurrence, clock):
        answer = api.AddEmployerWebEnrolment(token, occurrence.id, " The Web Brewery ", " wb1 ", " Invoice us ", 3)
        stored, employer = web_enrolment(world, done(answer)), web_employer(world, answer.ID)
        assert (stored.occurrence_id, stored.kind, stored.state) == (occurrence.id, EMPLOYER_KIND, PENDING)
        assert (stored.description, stored.referral_source_id, stored.stamp) == ("Invoice us", 3, clock.now())
        assert (employer.name, employer.identifier) == ("The Web Brewery", "wb1")

    def test_takes_one_place_while_it_has_no_employees(self, api, token, occurrence):
        book_employer(api, token, occurrence)
        assert vacancies(api, token, occurrence) == 2

    @pytest.mark.parametrize(("employees", "left"), [(1, 2), (2, 1), (3, 0)])
    def test_takes_as_many_places_as_it_has_employees(self, api, token, occurrence, employees, left):
        book_employer(api, token, occurrence, *["Worker"] * employees)
        assert vacancies(api, token, occurrence) == left

    def test_needs_no_identifier(self, api, token, world, occurrence):
        number = done(api.AddEmployerWebEnrolment(token, occurrence.id, "The Web Brewery"))
        assert web_employer(world, number).identifier is None


class TestRefusals:
    """All four calls have them."""

    @pytest.mark.parametrize("name", CALLS)
    def test_an_unknown_occurrence_is_not_found(self, refused, name):
        assert refused(name, 4711, "Brewer") == UNKNOWN
        assert refused(name, -1, "Brewer") == UNKNOWN

    @pytest.mark.parametrize("name", CALLS)
    def test_one_that_is_not_published_is_not_open(self, refused, world, name):
        assert refused(name, world.occurrence().id, "Brewer") == CLOSED

    @pytest.mark.parametrize("status", ["Cancelled", "Withdrawn", "Pre-Reporting Withdrawal"])
    def test_one_that_is_called_off_is_not_open(self, refused, world, status):
        off = world.occurrence(web_published=True, status_id=world.status(status))
        assert refused("AddClientWebEnrolment", off.id, "Brewer") == CLOSED

    @pytest.mark.parametrize("status", ["Active", "Completed", "Suspended"])
    def test_other_statuses_do_not_matter(self, api, token, world, status):
        book(api, token, world.occurrence(web_published=True, status_id=world.status(status)))

    def test_one_of_an_inactive_programme_is_not_open(self, refused, world):
        old = world.occurrence(web_published=True, programme_id=world.programme(active=False).id)
        assert refused("AddClientWebEnrolment", old.id, "Brewer") == CLOSED

    @pytest.mark.parametrize("name", CALLS)
    def test_a_full_one_has_no_vacancies(self, refused, world, name):
        assert refused(name, world.occurrence(web_published=True, seats=0).id, "Brewer") == FULL

    @pytest.mark.parametrize("name", CLIENT_CALLS)
    @pytest.mark.parametrize("surname", [None, "", "  "])
    def test_a_surname_is_required(self, refused, occurrence, name, surname):
        assert refused(name, occurrence.id, surname, "Bea") == (-1, "Surname is required.")

    @pytest.mark.parametrize("name", EMPLOYER_CALLS)
    @pytest.mark.parametrize("company", [None, "", "  "])
    def test_an_employer_name_is_required(self, refused, occurrence, name, company):
        assert refused(name, occurrence.id, company) == (-1, "Employer name is required.")

    @pytest.mark.parametrize("name", CALLS)
    def test_an_unknown_referral_source_is_refused(self, refused, occurrence, name):
        assert refused(name, occurrence.id, "Brewer", referralId=99) == (-1, "Unknown referral source.")
        assert refused(name, occurrence.id, "Brewer", referralId=-1) == (-1, "Unknown referral source.")

    @pytest.mark.parametrize("name", CALLS)
    def test_a_referral_source_out_of_use_is_refused(self, refused, world, occurrence, name):
        gone = world.add(ReferralSource(name="Fax", active=False))
        assert refused(name, occurrence.id, "Brewer", referralId=gone.id) == (-1, "Unknown referral source.")

    @pytest.mark.parametrize(
        ("named", "longest"), [("sSurname", 50), ("sGiven", 50), ("sCode", 10), ("sDescription", 2000)]
    )
    def test_texts_of_people_have_a_longest_length(self, api, token, world, occurrence, refused, named, longest):
        texts = {"sSurname": "Brewer"}
        too_long = (-1, f"{named} is longer than {longest} characters.")
        assert refused("AddClientWebEnrolment", occurrence.id, **texts | {named: "x" * (longest + 1)}) == too_long
        assert outcome(api.AddClientWebEnrolment(token, occurrence.id, **texts | {named: "x" * longest})) == OK

    @pytest.mark.parametrize(("named", "longest"), [("sName", 100), ("sIdentifier", 10), ("sDescription", 2000)])
    def test_texts_of_employers_have_a_longest_length(self, api, token, world, occurrence, refused, named, longest):
        texts = {"sName": "The Web Brewery"}
        too_long = (-1, f"{named} is longer than {longest} characters.")
        assert refused("AddEmployerWebEnrolment", occurrence.id, **texts | {named: "x" * (longest + 1)}) == too_long
        assert outcome(api.AddEmployerWebEnrolment(token, occurrence.id, **texts | {named: "x" * longest})) == OK

    @pytest.mark.parametrize("born", [datetime.datetime(1899, 12, 31), datetime.datetime(2026, 9, 11)])
    def test_nobody_is_born_then(self, refused, occurrence, born):
        assert refused("AddClientWebEnrolment", occurrence.id, "Brewer", xsdDOB=born) == (
            -1,
            "Date of birth is not valid.",
        )

    def test_a_birth_date_may_be_today_or_missing(self, api, token, world, occurrence):
        book(api, token, occurrence, xsdDOB=datetime.datetime(2026, 9, 10))
        unknown = book(api, token, occurrence, xsdDOB=datetime.datetime.min)
        assert web_client(world, unknown).birth_date is None

    def test_arguments_are_judged_before_records(self, refused):
        assert refused("AddClientWebEnrolment", 4711, "") == (-1, "Surname is required.")
        assert refused("AddClientWebEnrolment", 4711, "Brewer", referralId=99) == (-1, "Unknown referral source.")
        assert refused("AddEmployerWebEnrolment", 4711, "") == (-1, "Employer name is required.")

    def test_closed_comes_before_full(self, refused, world):
        assert refused("AddClientWebEnrolment", world.occurrence(seats=0).id, "Brewer") == CLOSED
