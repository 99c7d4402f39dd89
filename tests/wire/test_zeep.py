"""Another maker's SOAP client reads our WSDL and calls the sample service over real HTTP."""

import threading
from datetime import datetime
from decimal import Decimal

import pytest
from waitress.server import create_server

from tests.wire.sample import sample_endpoint

zeep = pytest.importorskip("zeep")

pytestmark = [pytest.mark.interop, pytest.mark.python]


@pytest.fixture(scope="module")
def address():
    server = create_server(sample_endpoint(), host="127.0.0.1", port=0)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.effective_port}/vdir/VT_API.asmx"
    server.task_dispatcher.shutdown(timeout=1)
    server.close()


@pytest.fixture(scope="module", params=["VT_APISoap", "VT_APISoap12"])
def service(request, address):
    client = zeep.Client(f"{address}?wsdl")
    yield client.bind("VT_API", request.param)
    client.transport.session.close()


def test_login(service):
    assert service.ValidateClient("u", "p")["Token"] == "ABC"
    assert service.ValidateClient(sPassword="x")["ID"] == -1


def test_every_kind_of_value(service):
    echo = service.Echo(
        text="<ä> & b",
        number=5,
        flag=True,
        when=datetime(2019, 1, 1, 13, 5, 6),
        amount=Decimal("10.50"),
        maybeNumber=None,
        maybeWhen=datetime(2020, 2, 29),
        numbers={"int": [1, 2]},
        texts={"string": ["a", ""]},
    )
    assert (echo["Text"], echo["Number"], echo["Flag"]) == ("<ä> & b", 5, True)
    assert (echo["When"], echo["Amount"]) == (datetime(2019, 1, 1, 13, 5, 6), Decimal("10.50"))
    assert (echo["MaybeNumber"], echo["MaybeWhen"]) == (None, datetime(2020, 2, 29))
    assert echo["Numbers"]["int"] == [1, 2]


def test_lists_and_objects(service):
    listed = service.GetClients("t", 3)
    assert [row["Clie_Code"] for row in listed["ClieList"]["TClie"]] == ["0000000000", "0000000001", "0000000002"]
    detail = service.GetClientDetails("t", "0000000007")["ClieDetail"]
    assert (detail["Clie_Code"], detail["UsualAddress"]["City"]) == ("0000000007", "Launceston")


def test_an_object_parameter(service):
    sent = {"Clie_Surname": "Lee", "Clie_DOB": datetime(1990, 5, 1), "USIExempt": True, "Clie_Salary": None}
    answer = service.UpdateClientDetails("t", sent)
    assert answer["StatusMessage"] == "Lee|1990-05-01T00:00:00|True|noaddr"


def test_a_fault(service):
    with pytest.raises(zeep.exceptions.Fault, match="Server was unable to process request"):
        service.Boom()
