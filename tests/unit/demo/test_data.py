"""The demo data: the original document's example, a believable organisation, and any number of clients behind it."""

import datetime
import re
import shutil
import subprocess
import sys
from decimal import Decimal

import pytest
from sqlalchemy import func, inspect, select, text

from tests.support.impersonal import is_personal
from tests.support.peak import TELL_PEAK, needs_linux
from tests.support.reading import ABOUT_STAFF, examples, longest_list
from tests.support.soap import Api
from tests.support.world import World
from tests.unit.demo.conftest import fresh
from vettrak_api.demo import data as demo_data
from vettrak_api.demo.data import crowd as crowds
from vettrak_api.demo.data.people import own_usi
from vettrak_api.model import Base
from vettrak_api.model.base import fold, fold_name
from vettrak_api.model.clients import Client, Employment
from vettrak_api.model.employers import Employer, EmployerContact
from vettrak_api.model.enrolments import ClassAttendance, Contract, EnrolledTask, EnrolledUnit, Enrolment, ResultHistory
from vettrak_api.model.events import Award, Event
from vettrak_api.model.occurrences import (
    ClassSession,
    ClassStaff,
    EnrolmentNumber,
    Occurrence,
    OccurrencePrice,
    OccurrenceStaff,
    TaskStatus,
)
from vettrak_api.model.programmes import Programme, ProgrammeType
from vettrak_api.model.reference import EnrolmentStatus, PriceItem, ResultType
from vettrak_api.model.security import ClientRole, Role
from vettrak_api.rules.clients.usi import is_well_formed
from vettrak_api.rules.occurrences.vacancies import places_left

FICTION = re.compile(r"0491 57\d \d{3}|\(0[2378]\) (5550|7010) \d{4}")
"""The telephone numbers that the ACMA keeps for fiction."""


def count(read, table, *conditions):
    return read(select(func.count()).select_from(table).where(*conditions))[0]


# -- the example of the original document -------------------------------------------------------------------


@pytest.fixture
def beer(read):
    (occurrence,) = read(
        select(Occurrence).join(Programme).where(Programme.name == "Beer Appreciation").order_by(Occurrence.id).limit(1)
    )
    return occurrence


def test_beer_appreciation_runs_today_and_is_new_to_the_lms(beer, filled):
    assert beer.start_date <= filled.clock.now() <= beer.end_date
    assert (beer.lms_publish, beer.lms_status, beer.maximum_places) == (1, 0, 10)


def test_beer_appreciation_has_its_four_classes(beer, read):
    classes = read(
        select(ClassSession.start, ClassSession.finish, ClassSession.room_code)
        .where(ClassSession.occurrence_id == beer.id)
        .order_by(ClassSession.start),
        rows=True,
    )
    assert [(f"{start:%a %H}", f"{finish:%H}", room) for start, finish, room in classes] == [
        ("Mon 18", "21", "A1"),
        ("Tue 18", "21", "B21"),
        ("Fri 13", "17", "C321"),
        ("Fri 16", "18", "A1"),
    ]
    assert [(start - classes[0].start).days for start, _, _ in classes] == [0, 8, 17, 24]


def test_beer_appreciation_has_its_three_prices_with_the_tax_inside(beer, read):
    prices = read(
        select(PriceItem.name, OccurrencePrice.amount, OccurrencePrice.gst)
        .join(OccurrencePrice, OccurrencePrice.price_item_id == PriceItem.id)
        .where(OccurrencePrice.occurrence_id == beer.id)
        .order_by(PriceItem.name),
        rows=True,
    )
    assert [tuple(price) for price in prices] == [
        ("Children", Decimal("20.00"), Decimal("1.82")),
        ("Full Fee", Decimal("100.00"), Decimal("9.09")),
        ("Pensioners", Decimal("50.00"), Decimal("4.55")),
    ]


def test_beer_appreciation_is_sold_at_its_three_prices(site_of_filled, beer):
    enrol = Api(site_of_filled, "enrol")
    token = enrol.ValidateClient("integration", demo_data.PASSWORD).Token
    told = [(price.Pric_Name, price.Enpr_Amount) for price in enrol.GetPricingForOccurrence(token, beer.id).PricList]
    assert told == [("Children", Decimal(20)), ("Full Fee", Decimal(100)), ("Pensioners", Decimal(50))]


def test_john_smith_is_enrolled_in_it_and_in_its_two_units(demo, beer):
    token = demo.ValidateClient("integration", demo_data.PASSWORD).Token
    waiting = demo.GetLMSNewEnrolmentsForOccurrence(token, beer.id).ClieEnroList
    (john,) = [found for found in waiting if (found.GivenName, found.Surname) == ("John", "Smith")]
    assert (john.Clie_Code, john.Status, john.Loca_Code) == ("00001", "Active", "MELB")
    assert john.Qual_Name == "Certificate II in Bar Tending"
    units = demo.GetUnitsForEnrolment(token, john.ID).EnunList
    assert [unit.Unit_Name for unit in units] == ["How to serve beer", "Different styles of beer"]


# -- the log-ins ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "token_type"),
    [("integration", "03"), ("staff", "03"), ("student", "02"), ("employer", "02"), ("office", "03")],
)
def test_the_log_ins_work(demo, name, token_type):
    login = demo.ValidateClient(name, demo_data.PASSWORD)
    assert (login.Status, login.TokenType) == (1, token_type)


def test_the_employer_has_the_legacy_login_too(demo):
    login = demo.ValidateEmployer("employer", demo_data.PASSWORD)
    assert (login.Status, login.TokenType, login.Identifier) == (1, "01", "EMP001")


def test_the_integration_and_the_office_hold_the_api_role(read):
    holders = select(Client.username).join(ClientRole, ClientRole.client_id == Client.id).join(Role)
    assert read(holders.where(Role.grants_api).order_by(Client.username)) == ["integration", "office"]
    assert read(holders.where(Role.grants_setup)) == ["office"]


def test_the_employers_contact_may_see_the_student_who_works_there(demo, read):
    (code,) = read(select(Client.code).where(Client.username == "student"))
    token = demo.ValidateClient("employer", demo_data.PASSWORD).Token
    assert demo.GetClientDetails(token, code).Auth.Status == 1
    assert demo.GetClientDetails(token, "00001").Auth.StatusMessage == "Access denied."


def test_the_student_has_studied(demo, read):
    (code,) = read(select(Client.code).where(Client.username == "student"))
    token = demo.ValidateClient("student", demo_data.PASSWORD).Token
    enrolments = demo.GetEnrolmentsForClient(token, code).ClieEnroList
    assert len(enrolments) >= 5
    assert {"Active", "Completed"} <= {enrolment.Status for enrolment in enrolments}


# -- the organisation ---------------------------------------------------------------------------------------


def test_it_has_the_size_that_was_promised(read):
    assert (count(read, Client), count(read, Employer), count(read, Occurrence)) == (400, 20, 120)
    assert count(read, ProgrammeType) == 6
    assert 28 <= count(read, Programme) <= 34


def test_occurrences_lie_around_today(read, filled):
    now = filled.clock.now()
    past, running, future = (
        count(read, Occurrence, Occurrence.end_date < now),
        count(read, Occurrence, Occurrence.start_date <= now, Occurrence.end_date >= now),
        count(read, Occurrence, Occurrence.start_date > now),
    )
    assert min(past, future) >= 30
    assert running >= 5


def test_a_third_is_for_the_lms_and_some_of_those_are_there(read):
    assert 36 <= count(read, Occurrence, Occurrence.lms_publish == 1) <= 44
    assert count(read, Occurrence, Occurrence.lms_publish == 1, Occurrence.lms_status == 1) >= 10
    assert count(read, Occurrence, Occurrence.lms_publish == 0, Occurrence.lms_status == 1) == 0


def test_some_are_published_on_the_web_and_some_are_bookings(read):
    assert 50 <= count(read, Occurrence, Occurrence.web_published) <= 90
    assert count(read, Occurrence, Occurrence.is_booking, Occurrence.employer_id.is_not(None)) >= 3


def test_every_price_of_a_course_that_a_site_offers_is_for_sale(demo, read, filled):
    token = demo.ValidateClient("integration", demo_data.PASSWORD).Token
    now = filled.clock.now()
    offered = demo.GetWebOccurrencesForDates(token, now, now.replace(year=now.year + 1)).OccuList
    prices = [price for course in offered for price in demo.GetPricingForOccurrence(token, course.ID).PricList]
    assert len(prices) >= len(offered) >= 10
    assert {price.Enpr_ID for price in prices} <= set(
        read(select(OccurrencePrice.id).where(OccurrencePrice.web_published))
    )


def test_what_is_not_on_the_web_has_a_concession(read):
    concessions = select(OccurrencePrice.occurrence_id).join(PriceItem).where(PriceItem.name == "Concession")
    assert count(read, Occurrence, Occurrence.id.in_(concessions), ~Occurrence.web_published) >= 30
    assert count(read, Occurrence, Occurrence.id.in_(concessions), Occurrence.web_published) == 0


@pytest.mark.parametrize("table", [Occurrence, Enrolment])
def test_delivery_modes_are_those_of_the_standard_and_agree_with_the_type(read, table):
    told = read(select(table.delivery_type, table.delivery_modes), rows=True)
    types = {"Internal": "Classroom", "External": "Online", "Workplace-based": "Workplace"}
    assert {mode for _, modes in told for mode in modes} == types.keys()
    assert all(kind == types[modes[0]] for kind, modes in told)


def test_some_occurrences_are_full_and_none_is_overbooked(read):
    left = [places for (places,) in read(select(places_left()).select_from(Occurrence), rows=True)]
    assert left.count(0) >= 8
    taken = select(func.count()).where(Enrolment.occurrence_id == Occurrence.id).scalar_subquery()
    assert count(read, Occurrence, taken > Occurrence.maximum_places) == 0


def test_nobody_is_twice_in_one_occurrence(read):
    pairs = read(
        select(Enrolment.occurrence_id, Enrolment.client_id).where(Enrolment.occurrence_id.is_not(None)), rows=True
    )
    assert len(pairs) == len(set(pairs))


def test_every_result_and_every_status_occurs_and_has_a_history(read):
    assert set(read(select(EnrolledUnit.result_type_id))) == set(read(select(ResultType.id)))
    assert set(read(select(Enrolment.status_id))) == set(read(select(EnrolmentStatus.id)))
    assert count(read, ResultHistory) >= 300


def test_nothing_has_a_result_before_it_began(read, filled):
    future = (Occurrence.start_date > filled.clock.now(), ResultType.kind != 0)
    results = (
        select(EnrolledUnit.id)
        .join(Enrolment, Enrolment.id == EnrolledUnit.enrolment_id)
        .join(Occurrence, Occurrence.id == Enrolment.occurrence_id)
        .join(ResultType, ResultType.id == EnrolledUnit.result_type_id)
        .where(*future)
    )
    assert read(results) == []


@pytest.mark.parametrize(
    "table",
    [Award, ClassAttendance, ClassStaff, Contract, EmployerContact, Employment, Event, OccurrenceStaff],
    ids=lambda table: table.__tablename__,
)
def test_there_is_something_of_everything(read, table):
    assert count(read, table) >= 20


def test_nobody_has_two_primary_employments(read):
    primary = read(select(Employment.client_id).where(Employment.is_primary, Employment.active))
    assert len(primary) == len(set(primary))


# -- what could be mistaken for a real person ---------------------------------------------------------------


def test_every_usi_is_well_formed_and_one_persons(read):
    numbers = read(select(Client.usi))
    assert all(map(is_well_formed, numbers))
    assert len(set(numbers)) == len(numbers)


def test_mail_and_telephone_lead_to_nobody(read):
    for email, mobile, home in read(select(Client.email, Client.mobile_phone, Client.home_phone), rows=True):
        assert email.endswith("@example.com")
        assert FICTION.fullmatch(mobile)
        assert FICTION.fullmatch(home)
    for email, url, phone in read(select(Employer.email, Employer.url, Employer.phone), rows=True):
        assert email.endswith(".example.com")
        assert url.endswith(".example.com")
        assert FICTION.fullmatch(phone)


def test_no_business_number_is_a_real_one(read):
    for abn in read(select(Employer.abn)):
        digits = [int(abn[0]) - 1, *map(int, abn[1:])]
        weights = (10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19)
        assert sum(digit * weight for digit, weight in zip(digits, weights, strict=True)) % 89


# -- how it is written --------------------------------------------------------------------------------------


def test_folded_keys_are_as_the_model_would_fill_them(read):
    for client in read(select(Client)):
        assert client.code_key == fold(client.code)
        assert (client.surname_key, client.given_name_key) == (fold_name(client.surname), fold_name(client.given_name))
        assert (client.username_key, client.email_key) == (fold(client.username), fold(client.email))
    for employer in read(select(Employer)):
        assert (employer.identifier_key, employer.name_key) == (fold(employer.identifier), fold_name(employer.name))


def test_user_names_are_one_persons(read):
    names = read(select(Client.username_key))
    assert len(set(names)) == len(names)


def test_no_row_names_another_that_is_not_there(filled):
    with filled.database.connection() as connection:
        assert connection.execute(text("PRAGMA foreign_key_check")).all() == []


def test_nothing_was_written_before_its_time(read, filled):
    for mapper in Base.registry.mappers:
        created = inspect(mapper.class_).columns.get("created_at")
        if created is not None:
            assert count(read, mapper.class_, created > filled.clock.now()) == 0


BY_CHANCE = {"password_hash", "key_id", "secret"}
"""Salted, or enciphered by a key of its own."""


def rows_of(runtime):
    """Return every row but for what differs by chance: the salts of passwords, and what keys of people encipher."""
    with runtime.database.connection() as connection:
        return {
            table.name: [
                [value for name, value in row._mapping.items() if name not in BY_CHANCE]
                for row in connection.execute(select(table).order_by(*table.primary_key.columns))
            ]
            for table in Base.metadata.sorted_tables
            if table.name != "person_key"
        }


def test_two_databases_of_one_day_are_equal(empty, filled):
    demo_data.fill(empty)
    # Other tests have logged in to the one that was filled before.
    assert rows_of(empty) == rows_of(filled) | {"access_token": [], "good_login": []}


def test_further_clients_come_in_cohorts_of_a_thousand(empty):
    told = []
    written = demo_data.fill(empty, 2_500, told.append)
    assert told == [400, 1000, 1000, 100]
    assert (demo_data.count_clients(empty), written["client"]) == (2_500, 2_500)
    assert written["enrolment"] >= 2.5 * 2_500


def test_clients_can_be_added_to_a_database_in_use(empty):
    demo_data.fill(empty, 60)
    world = World(empty)
    world.client("Newcomer", "Nora", code="00061")
    demo_data.add_clients(empty, 40)
    assert demo_data.count_clients(empty) == 101
    assert len(world.all(select(Programme.id))) == len(world.all(select(Programme.code).distinct()))


def test_too_few_clients_are_refused(empty):
    with pytest.raises(ValueError, match="at least 60"):
        demo_data.fill(empty, 10)


# -- what each operation shows ------------------------------------------------------------------------------------


@pytest.fixture
def shown(demo, filled, read):
    """Ask an operation about records that have something to tell, as the integration."""
    token = demo.ValidateClient("integration", demo_data.PASSWORD).Token
    with filled.database.reading() as session:
        found = examples(session, filled.clock.now())
    teacher = read(select(Client.code).where(Client.username == "staff"))[0]

    def ask(name, **values):
        about_staff = {ABOUT_STAFF[name]: teacher} if name in ABOUT_STAFF else {}
        return getattr(demo, name)(**(found.arguments(name, token) | about_staff | values))

    return ask


FAR = {"xsdStart": datetime.datetime(2026, 1, 1), "xsdEnd": datetime.datetime(2027, 12, 31)}
LINKS = {"startDate": FAR["xsdStart"], "endDate": FAR["xsdEnd"]}
ABOUT_CLASSES = {
    "GetAttendanceForClass": {},
    "GetAttendanceForClient": FAR,
    "GetAttendanceTypes": {},
    "GetClassesForClient": FAR,
    "GetClassesForStaff": FAR,
    "GetClientsForClass": {},
    "GetEnrolledTasksForClient": {"activeEnrolmentsOnly": False},
    "GetEnrolledUnitsForEnrolledTask": {},
    "GetTaskStatuses": {},
    "GetTasksForClient": {"activeEnrolmentsOnly": False},
    "GetAccessibleClients": {},
    "GetAccessibleDivisionsTree": {},
    "GetClientsForStaff": LINKS,
    "GetEnrolmentsForStaff": FAR,
    "GetStaffForClient": LINKS,
    "GetQualificationStateDetails": {},
    "GetUnitStateDetails": {},
    "GetUnitsForQualification": {},
}


@pytest.mark.parametrize(("name", "values"), ABOUT_CLASSES.items())
def test_an_operation_shows_something(shown, name, values):
    answer = shown(name, **values)
    assert answer.Auth.Status == 1, answer
    assert longest_list(answer) >= 1


def test_tasks_are_in_every_state_and_the_complete_ones_have_a_day(read):
    tasks = read(
        select(TaskStatus.code, EnrolledTask.complete_date).join(
            TaskStatus, TaskStatus.id == EnrolledTask.task_status_id
        ),
        rows=True,
    )
    assert {code for code, _ in tasks} == {"NYS", "INP", "CMP"}
    assert all((code == "CMP") == (done is not None) for code, done in tasks)


def test_classes_with_and_without_attendance_are_past_and_to_come(read, filled):
    now = filled.clock.now()
    assert count(read, ClassSession, ClassSession.start > now) > 20
    assert count(read, ClassSession, ClassSession.finish < now) > 20
    assert count(read, ClassAttendance, ClassAttendance.start > now) == 0


# -- the students of former years -------------------------------------------------------------------------------


FORMER = 40


@pytest.fixture
def crowd(empty, monkeypatch):
    """An organisation with a few clients of today and students of former years behind them."""
    monkeypatch.setattr(crowds, "PRESENT", demo_data.CLIENTS + 20)
    demo_data.fill(empty, demo_data.CLIENTS + 20)
    return empty


def told(runtime, statement):
    with runtime.database.reading() as session:
        return session.execute(statement).all()


def test_students_of_former_years_take_part_in_nothing_of_the_last_year(crowd):
    before = told(crowd, select(func.max(EnrolmentNumber.id)))[0][0]
    demo_data.add_clients(crowd, FORMER)
    added = told(crowd, select(Occurrence.end_date, Occurrence.code).where(Occurrence.id > before))
    a_year_ago = crowd.clock.now() - datetime.timedelta(days=365)
    assert len(added) >= 3
    assert all(end < a_year_ago for end, _ in added)
    enrolled = select(func.count()).select_from(Enrolment).where(Enrolment.id > before)
    assert told(crowd, enrolled)[0][0] == 3.4 * FORMER


def test_nothing_of_theirs_waits_for_an_lms(crowd):
    before = told(crowd, select(func.max(Enrolment.id)))[0][0]
    demo_data.add_clients(crowd, FORMER)
    waiting = select(Enrolment.id).where(Enrolment.id > before, Enrolment.lms_publish == 1, Enrolment.lms_status == 0)
    assert told(crowd, waiting) == []


def test_no_search_for_somebody_of_today_finds_one_of_them(crowd):
    last = told(crowd, select(func.max(Client.id)))[0][0]
    demo_data.add_clients(crowd, FORMER)
    today = {name for (name,) in told(crowd, select(Client.surname_key).where(Client.id <= last))}
    former = {name for (name,) in told(crowd, select(Client.surname_key).where(Client.id > last))}
    assert former
    assert not today & former


def test_every_one_of_them_has_an_identifier_of_their_own(crowd):
    demo_data.add_clients(crowd, FORMER)
    numbers = [number for (number,) in told(crowd, select(Client.usi))]
    assert all(map(is_well_formed, numbers))
    assert len(set(numbers)) == len(numbers)
    # Of any number of clients.
    assert len({own_usi(number) for number in range(1, 100_000)}) == 99_999


def test_who_is_interrupted_adds_the_rest_and_has_the_same(crowd, template, tmp_path):
    """The rows do not depend on how often somebody has begun again, as each cohort is one transaction."""

    class Interrupted(Exception):
        pass

    def stop(count):
        raise Interrupted

    (tmp_path / "other").mkdir()
    other = fresh(template, tmp_path / "other")
    demo_data.fill(other, demo_data.CLIENTS + 20)
    demo_data.add_clients(other, 1000 + FORMER)
    with pytest.raises(Interrupted):
        demo_data.add_clients(crowd, 1000 + FORMER, stop)
    demo_data.add_clients(crowd, FORMER)
    for table in (Client, Occurrence, Enrolment, EnrolledUnit):
        every = select(table.__table__).order_by(table.id)
        assert [row[1:] for row in told(crowd, every.where(table.id > 1_000))] == [
            row[1:] for row in told(other, every.where(table.id > 1_000))
        ]
    other.database.close()


def test_whoever_looks_through_the_log_would_find_anybody_of_the_demo(read):
    """As all tests do: by the whole name, and by what is a person's alone."""
    people = select(
        Client.given_name, Client.surname, Client.email, Client.birth_date, Client.mobile_phone, Client.home_phone,
        Client.usi, Client.usual_line,
    ).where(Client.surname != "Integration")  # fmt: skip
    found = read(people, rows=True)
    assert len(found) > 100
    for given_name, surname, *own in found:
        for told in (f"{given_name} {surname}", f"{surname}, {given_name}", *filter(None, own)):
            assert is_personal(f"a call failed: {told}."), told


MEMORY = f"""
import sys
from vettrak_api.demo import data
from vettrak_api.runtime import build_runtime
from vettrak_api.settings import Settings
data.fill(build_runtime(Settings(database_url=sys.argv[1])), int(sys.argv[2]))
{TELL_PEAK}"""


@pytest.mark.slow
@needs_linux
def test_memory_does_not_grow_with_the_clients(template, tmp_path):
    most = {}
    for clients in (3_000, 15_000):
        path = tmp_path / f"{clients}.db"
        shutil.copyfile(template.bare, path)
        command = [sys.executable, "-c", MEMORY, f"sqlite:///{path}", str(clients)]
        most[clients] = int(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    assert most[15_000] < most[3_000] + 10, most
