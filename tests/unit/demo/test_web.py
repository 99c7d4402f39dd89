"""What has come from the demo's web site: every kind waits, some is decided, and all of it works as real ones do."""

import datetime
from collections import Counter
from decimal import Decimal

import pytest
from sqlalchemy import func, select

from tests.support.outbox import SETTINGS
from tests.support.outcomes import OK, outcome
from tests.support.soap import Api
from tests.support.staff import Visitor
from tests.unit.demo.conftest import fresh
from vettrak_api.app import Site
from vettrak_api.demo import data as demo_data
from vettrak_api.model.clients import Client
from vettrak_api.model.outbox import OutboxMessage
from vettrak_api.model.quarantine import (
    DELETED,
    EMPLOYER_KIND,
    PENDING,
    PROCESSED,
    REJECTED,
    STUDENT,
    WebClient,
    WebDecision,
    WebEmployer,
    WebEnrolment,
    WebPayment,
    WebWaitlist,
)
from vettrak_api.model.rows import rows_of
from vettrak_api.rules.processing.verdicts import judge_employers, judge_people

LONG_AGO = datetime.datetime(2026, 1, 1)
WAITING = (WebEnrolment.state == PENDING, ~WebEnrolment.is_reservation)

JUDGED = {
    ("Lindqvist", "Astrid"): ("found", "code"),
    ("Okonkwo", "Chidi"): ("found", "name"),
    ("Broziak", "Marek"): ("found", "usi"),
    ("Fetherstone", "Nicola"): ("near", "similar surname, same e-mail"),
    ("Kettering", "Marisol"): ("near", "other surname, same e-mail"),
    ("Halloran", "Declan"): ("near", "day and month of birth exchanged, same e-mail"),
    ("Tomasz", "Kowalczyk"): ("near", "names exchanged, same e-mail"),
    ("Marchetti", "Giulia"): ("near", "birth date missing, same e-mail"),
    ("Pemberton", "Bob"): ("near", "similar given name, same e-mail"),
    ("Ashworth-Lund", "Helen"): ("near", "similar surname, same e-mail"),
    ("Delacroix", "Odette"): ("found", "name"),
    ("Delacroix", "Margot"): ("near", "other given name, same e-mail"),
    ("Thistlewood", "Jane"): ("near", "several match"),
    ("Haddad", "Noor"): ("new", ""),
    ("Ferreira", "Lucas"): ("new", ""),
    ("Eriksen", "Maja"): ("new", ""),
    ("Adeyemi", "Tunde"): ("new", ""),
    ("Mulgrew", "Callum"): ("found", "name"),
    ("Sandoval", "Ines"): ("new", ""),
    ("Fitzgerald", "Emma"): ("found", "code"),
    ("Yelland", "Marcus"): ("new", ""),
    ("Ravenscroft", "Peta"): ("found", "name"),
}


@pytest.fixture(scope="module")
def small(template, tmp_path_factory):
    """A demo database of the smallest size, in which tests decide about records of their own."""
    runtime = fresh(template, tmp_path_factory.mktemp("small"))
    demo_data.fill(runtime, demo_data.FEWEST)
    yield runtime
    runtime.database.close()


@pytest.fixture
def office(small):
    """The office, on the staff pages."""
    visitor = Visitor(Site(small))
    visitor.log_in("office", demo_data.PASSWORD)
    return visitor


@pytest.fixture
def ask(small):
    """Return the first column of all rows of the small database."""

    def asked(statement):
        with small.database.reading() as session:
            return session.scalars(statement).all()

    return asked


def enrolment_of(ask, surname):
    """Return the number of the one pending web enrolment of somebody."""
    owned = select(WebEnrolment.id).join(WebClient, WebClient.web_enrolment_id == WebEnrolment.id)
    (number,) = ask(owned.where(WebClient.surname == surname, WebEnrolment.state == PENDING))
    return number


def test_the_rules_say_of_everybody_who_waits_what_is_meant(filled):
    with filled.database.reading() as session:
        waiting = select(WebEnrolment.id).where(*WAITING)
        rows = session.execute(rows_of(WebClient).where(WebClient.web_enrolment_id.in_(waiting))).all()
        verdicts = judge_people(session, rows)
    said = {}
    for row in rows:
        verdict = verdicts[row.id]
        likes = verdict.likes[0].reason if verdict.likes else ""
        said[row.surname, row.given_name] = (verdict.state, verdict.rule or likes)
    assert said == JUDGED


def test_employers_who_wait_are_on_record_close_and_new(filled):
    with filled.database.reading() as session:
        rows = session.execute(rows_of(WebEmployer).where(WebEmployer.state == PENDING)).all()
        verdicts = judge_employers(session, rows)
    assert {row.name: verdicts[row.id].state for row in rows} == {
        "The Thirsty Wombat Hotel Group": "found",
        "Bellbird Brewing Company": "new",
        "Banksia Medical Centre": "near",
        "Wattle Creek Council": "found",
        "Pelican Point Resort": "found",
    }


def test_some_employers_name_their_people_and_some_tell_how_many_come(read):
    named = select(WebEnrolment.id).join(WebClient, WebClient.web_enrolment_id == WebEnrolment.id)
    named = named.where(WebClient.kind == STUDENT)
    kinds = select(WebEmployer.name).join(WebEnrolment, WebEnrolment.id == WebEmployer.web_enrolment_id)
    waiting = kinds.where(*WAITING, WebEnrolment.kind == EMPLOYER_KIND).order_by(WebEmployer.id)
    assert read(waiting.where(WebEnrolment.id.in_(named))) == ["The Thirsty Wombat Hotel Group"]
    estimated = waiting.where(WebEnrolment.id.not_in(named), WebEmployer.employees > 1)
    assert read(estimated) == ["Bellbird Brewing Company", "Banksia Medical Centre"]


def test_it_was_paid_in_full_in_part_by_invoice_and_not_at_all(read):
    paid = func.coalesce(WebPayment.amount, 0)
    columns = select(WebEnrolment.amount, paid, WebEnrolment.make_invoice).outerjoin(WebPayment).where(*WAITING)
    kinds = Counter(
        "invoice" if invoice else "none" if not given else "card" if given == amount else "part"
        for amount, given, invoice in read(columns, rows=True)
    )
    assert kinds.keys() == {"card", "part", "invoice", "none"}
    assert min(kinds.values()) >= 3
    assert read(select(WebEnrolment.plan_instalment).where(WebEnrolment.plan_frequency.is_not(None))) == [Decimal(40)]


def test_it_stands_in_every_state(read):
    states = Counter(read(select(WebEnrolment.state)))
    assert states.keys() == {PENDING, PROCESSED, REJECTED, DELETED}
    assert states[PROCESSED] == 3
    reservations = select(WebEnrolment.kind).where(WebEnrolment.is_reservation, WebEnrolment.state == PENDING)
    assert sorted(read(reservations)) == [0, 1]
    assert Counter(read(select(WebWaitlist.state))) == {PENDING: 3, PROCESSED: 1, REJECTED: 1}
    actions = set(read(select(WebDecision.action)))
    assert actions == {"match", "create", "process", "reject", "undo", "delete", "correct"}


def test_who_was_rejected_has_a_reason(read):
    reasons = read(select(WebDecision.reason).where(WebDecision.action.in_(["reject", "undo"])))
    assert len(reasons) == 4
    assert all(reasons)


def test_the_site_booked_and_the_office_decided(read):
    site, office = (read(select(Client.code).where(Client.username == name))[0] for name in ("integration", "office"))
    assert set(read(select(WebEnrolment.created_by))) == {site}
    assert set(read(select(WebEnrolment.closed_by).where(WebEnrolment.state == PROCESSED))) == {office}


def test_a_site_is_told_of_all_that_wait(demo, read):
    token = demo.ValidateClient("integration", demo_data.PASSWORD).Token
    told = [web.Webe_ID for web in demo.GetWebEnrolmentsSince(token, LONG_AGO).WebeList]
    assert sorted(told) == sorted(read(select(WebEnrolment.id).where(WebEnrolment.state == PENDING)))


def test_there_are_as_many_in_a_large_database(empty, read):
    demo_data.fill(empty, 1_500)
    for table in (WebEnrolment, WebClient, WebEmployer, WebWaitlist):
        with empty.database.reading() as session:
            assert session.scalar(select(func.count()).select_from(table)) == len(read(select(table.id)))


def test_nobody_gets_a_mail_about_them(template, tmp_path):
    runtime = fresh(template, tmp_path, staff_mail_to="olga@rto.example", **SETTINGS)
    demo_data.fill(runtime, demo_data.FEWEST)
    with runtime.database.reading() as session:
        assert session.scalars(select(OutboxMessage.id)).all() == []
    runtime.database.close()


def test_the_staff_pages_show_them_to_the_office(office):
    page = office.get("/")
    assert page.status == 200
    assert "Fetherstone, Nicola" in page.text
    assert "several match: choose" in page.text
    for path in ("/reservations", "/waitlist", "/history", "/history/waitlist"):
        assert len(office.get(path).document.findall(".//tbody/tr")) >= 2, path


def test_the_office_rejects_and_takes_back(office, ask):
    number = enrolment_of(ask, "Adeyemi")
    office.get(f"/enrolments/{number}")
    office.send(f"/enrolments/{number}/reject", reason="by mistake")
    assert ask(select(WebEnrolment.state).where(WebEnrolment.id == number)) == [REJECTED]
    office.get(f"/enrolments/{number}")
    office.send(f"/enrolments/{number}/undo")
    assert ask(select(WebEnrolment.state).where(WebEnrolment.id == number)) == [PENDING]


def test_what_the_demo_has_processed_can_be_undone_and_processed_again(small, office, ask):
    numbers = ask(select(WebEnrolment.id).where(WebEnrolment.state == PROCESSED).order_by(WebEnrolment.id))
    for number in numbers:
        office.get(f"/enrolments/{number}")
        office.send(f"/enrolments/{number}/undo")
        assert ask(select(WebEnrolment.state).where(WebEnrolment.id == number)) == [PENDING], office.page.text
    api = Api(Site(small))
    token = api.ValidateClient("office", demo_data.PASSWORD).Token
    for number in numbers:
        assert outcome(api.ProcessWebEnrolment(token, number, 0)) == OK


def test_all_that_waits_can_be_processed_but_what_several_match_and_what_was_booked_twice(empty):
    demo_data.fill(empty, demo_data.FEWEST)
    api = Api(Site(empty))
    token = api.ValidateClient("office", demo_data.PASSWORD).Token
    waiting = select(WebEnrolment.id, WebClient.surname).outerjoin(WebClient).where(*WAITING).order_by(WebEnrolment.id)
    with empty.database.reading() as session:
        rows = dict(map(tuple, session.execute(waiting)))
    assert len(rows) >= 20
    refused = [surname for number, surname in rows.items() if outcome(api.ProcessWebEnrolment(token, number, 0)) != OK]
    assert refused == ["Thistlewood", "Eriksen"]
