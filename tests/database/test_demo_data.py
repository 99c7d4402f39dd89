"""The demonstration data goes into every kind of database, and what calls add later fits behind it."""

import datetime

import pytest
from sqlalchemy import or_, select

from tests.support.soap import Api
from vettrak_api.app import Site
from vettrak_api.demo import data as demo_data
from vettrak_api.demo.data import crowd
from vettrak_api.model.clients import Client
from vettrak_api.model.enrolments import Enrolment
from vettrak_api.model.occurrences import Occurrence


@pytest.fixture(scope="module")
def filled(runtime):
    """Fill the file's database."""
    demo_data.fill(runtime, demo_data.FEWEST, lambda _count: None)
    return Api(Site(runtime))


@pytest.fixture(scope="module")
def token(filled):
    """Log in as the LMS."""
    return filled.ValidateClient("integration", demo_data.PASSWORD).Token


@pytest.mark.parametrize("login", demo_data.LOGINS)
def test_everybody_can_log_in(filled, login):
    assert filled.ValidateClient(login, demo_data.PASSWORD).Status == 1


def test_rows_that_calls_add_get_free_numbers(filled, token):
    """Numbers that were given by hand are not given again by the database."""
    added = filled.AddClientAfterCheck(token, "Newcomer", "Nora", datetime.date(1990, 2, 28))
    assert (added.Auth.Status, added.Auth.StatusMessage) == (1, None)
    occurrence = filled.GetLMSNewOccurrences(token).OccuList[0]
    enrolled = filled.AddLMSClientEnrolmentToOccurrence(token, added.Clie.Clie_Code, occurrence.ID)
    assert (enrolled.Auth.Status, enrolled.Auth.StatusMessage) == (1, None)
    day = occurrence.StartDate
    for unit in filled.GetUnitsForEnrolment(token, enrolled.ClieEnro.ID).EnunList:
        sent = filled.UpdateResult(token, enrolled.ClieEnro.ID, unit.Unit_Code, "Competency Achieved", day, day, 80)
        assert (sent.Status, sent.StatusMessage) == (1, None)


def test_students_of_former_years_are_clients_like_others(runtime, filled, token, monkeypatch):
    monkeypatch.setattr(crowd, "PRESENT", demo_data.count_clients(runtime))
    now = runtime.clock.now()
    before = filled.GetLMSOccurrencesInDateRange(token, now, now + datetime.timedelta(days=60)).OccuList
    demo_data.add_clients(runtime, 30)
    with runtime.database.connection() as connection:
        code = connection.scalars(select(Client.code).order_by(Client.id.desc()).limit(1)).one()
    enrolments = filled.GetEnrolmentsForClient(token, code).ClieEnroList
    assert len(enrolments) >= 3
    assert all(enrolment.EndDate < now for enrolment in enrolments)
    after = filled.GetLMSOccurrencesInDateRange(token, now, now + datetime.timedelta(days=60)).OccuList
    assert [each.ID for each in after] == [each.ID for each in before]
    assert rows_are_named(runtime)


def rows_are_named(runtime):
    """Tell whether each enrolment names a client and a course that are there; databases hold it, SQLite if asked to."""
    with runtime.database.connection() as connection:
        lost = select(Enrolment.id).where(
            or_(
                Enrolment.client_id.not_in(select(Client.id)),
                Enrolment.occurrence_id.not_in(select(Occurrence.id)),
            )
        )
        return connection.execute(lost).first() is None


def test_more_clients_can_be_added(runtime, filled, token):
    before = demo_data.count_clients(runtime)
    demo_data.add_clients(runtime, 50, lambda _count: None)
    assert demo_data.count_clients(runtime) == before + 50
    added = filled.AddClientAfterCheck(token, "Latecomer", "Lars", datetime.date(1990, 2, 28))
    assert (added.Auth.Status, added.Auth.StatusMessage) == (1, None)
