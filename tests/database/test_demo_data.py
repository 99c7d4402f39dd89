"""The demo data fills every kind of database, and the database counts on after it."""

from sqlalchemy import func, select

from tests.support.soap import Api
from vettrak_api import demo_data, schema
from vettrak_api.app import Site
from vettrak_api.model.clients import Client
from vettrak_api.model.occurrences import EnrolmentNumber
from vettrak_api.reference_data import load_reference_data


def test_demo_data_is_written_and_the_server_works_on_it(empty):
    schema.upgrade(empty.database)
    with empty.database.writing() as session:
        load_reference_data(session)
    demo_data.fill(empty, 450)
    demo_data.add_clients(empty, 30)
    assert demo_data.count_clients(empty) == 480

    api = Api(Site(empty))
    token = api.ValidateClient("integration", demo_data.PASSWORD).Token
    new = api.GetLMSNewOccurrences(token).OccuList
    beer = next(found for found in new if found.Prog_Name == "Beer Appreciation")
    client = api.AddClientAfterCheck(token, "Newcomer", "Nora", "1990-05-17", 0, "nora@example.com")
    assert (client.Auth.StatusMessage, client.Clie.Clie_Code) == (None, "00481")
    enrolment = api.AddLMSClientEnrolmentToOccurrence(token, client.Clie.Clie_Code, beer.ID, None, None, None)
    assert enrolment.Auth.StatusMessage is None
    with empty.database.reading() as session:
        assert session.scalar(select(func.max(EnrolmentNumber.id))) == enrolment.ClieEnro.ID
        assert session.scalar(select(func.count()).select_from(Client)) == 481
