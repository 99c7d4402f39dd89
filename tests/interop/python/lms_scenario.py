"""The LMS scenario in Python with zeep, calling positionally. Prints one line for each step.

Arguments: address of the page, SOAP version (1.1 or 1.2), code of the occurrence, surname of the new client.
"""

import datetime
import sys

from requests import Session
from requests.auth import HTTPBasicAuth
from zeep import Client, Settings
from zeep.transports import Transport

BORN = datetime.date(1990, 2, 28)
RESULTS = (
    ("HOSBEER01", "Competency Achieved", 85),
    ("HOSBEER02", "Continuing", -1),
    ("HOSBEER01", "Competency Achieved", 101),
)


def connect(page, version):
    # One real integration sends HTTP Basic credentials with every call.
    session = Session()
    session.auth = HTTPBasicAuth("somebody", "something")
    client = Client(f"{page}?WSDL", transport=Transport(session=session), settings=Settings(strict=True))
    return client.bind("VT_API_Integrate", f"VT_API_IntegrateSoap{'12' if version == '1.2' else ''}")


def tell(step, *words):
    sys.stdout.write(f"{step}: {' '.join(map(str, words))}\n")


def listed(items, name):
    return items[name] if items else []


def text(moment):
    return moment.isoformat() if moment else "none"


def log_in(api):
    tell("service", api.API_Handshake())
    tell("database", api.DB_Handshake())
    refused = api.ValidateClient("integration", "wrong")
    tell("wrong password", refused.Status, refused.StatusMessage)
    login = api.ValidateClient("integration", "demo-password")
    tell("login", login.Status, login.TokenType)
    return login.Token


def take_over(api, token, code):
    def new():
        occurrences = listed(api.GetLMSNewOccurrences(token).OccuList, "TOccu")
        return [occurrence for occurrence in occurrences if occurrence.Code == code]

    (found,) = new()
    tell("new", found.Prog_Name, text(found.StartDate), text(found.EndDate), found.Vacancies, found.Uploaded)
    month = api.GetLMSOccurrencesInDateRange(
        token, datetime.datetime(2026, 9, 1), datetime.datetime(2026, 9, 30, 23, 59, 59)
    )
    tell("in range", *[item.Code for item in listed(month.OccuList, "TOccu") if item.Code == code])
    reversed_ = api.GetLMSOccurrencesInDateRange(token, datetime.date(2026, 9, 2), datetime.date(2026, 9, 1)).Auth
    tell("reversed", reversed_.Status, reversed_.StatusMessage)
    tell("uploaded", api.UpdateLMSOccurrenceStatus(token, found.ID, 1).Status)
    tell("still new", "yes" if new() else "no")
    return found.ID


def collect(api, token, occurrence):
    def waiting():
        return listed(api.GetLMSNewEnrolmentsForOccurrence(token, occurrence).ClieEnroList, "TClieEnro")

    for enrolment in waiting():
        tell("collected", enrolment.GivenName, enrolment.Surname, enrolment.Status)
        tell("flagged", api.UpdateLMSEnrolmentStatus(token, enrolment.ID, 1).Status)
    tell("left to collect", len(waiting()))


def add_client(api, token, surname):
    unknown = api.GetClientByCode(token, "NOBODY")
    tell("unknown code", unknown.Auth.Status, f"[{unknown.Clie.Clie_Code or ''}]")
    unknown = api.GetClientByName(token, surname, "Zoë", BORN)
    tell("unknown name", unknown.Auth.Status, f"[{unknown.Clie.Clie_Code or ''}]")
    added = api.AddClientAfterCheck(token, surname, "Zoë", BORN, 0, "zoe@example.com").Clie
    tell("added", added.Clie_Given, added.Clie_Surname)
    retried = api.AddClientAfterCheck(token, surname, "Zoë", BORN, 0).Clie
    tell("added again", "the same" if retried.Clie_Code == added.Clie_Code else "another")
    return added.Clie_Code


def change_details(api, token, client):
    details = api.GetClientDetails(token, client).ClieDetail
    tell("details", text(details.Clie_DOB), details.Clie_Email, "paid" if details.Clie_Salary else "no salary")
    details.Clie_MobilePhone = "0400 000 000"
    details.UsualAddress = {
        "StreetNumber": "12",
        "StreetName": "Elizabeth & Sons Street",
        "City": "Launceston",
        "State": "Tas",
        "Postcode": "7250",
    }
    tell("changed", api.UpdateClientDetails(token, details).Status)
    details = api.GetClientDetails(token, client).ClieDetail
    tell("address", details.UsualAddress.StreetName, details.Clie_RCity, details.Clie_MobilePhone)


def enrol(api, token, client, occurrence):
    enrolled = api.AddLMSClientEnrolmentToOccurrence(token, client, occurrence).ClieEnro
    tell("enrolled", enrolled.Code, enrolled.Surname, enrolled.Status, enrolled.Amount)
    twice = api.AddLMSClientEnrolmentToOccurrence(token, client, occurrence).Auth
    tell("enrolled twice", twice.Status, twice.StatusMessage)
    return enrolled.ID


def send_results(api, token, enrolment):
    start, finish = datetime.date(2026, 9, 1), datetime.datetime(2026, 9, 27, 17)
    for unit, result, percentage in RESULTS:
        sent = api.UpdateResult(token, enrolment, unit, result, start, finish, percentage)
        tell("result", unit, sent.Status, sent.StatusMessage or "recorded")


def read_back(api, token, client, enrolment):
    for unit in listed(api.GetUnitsForEnrolment(token, enrolment).EnunList, "TEnun"):
        tell("unit", unit.Unit_Code, unit.Result_Name, unit.Percentage, text(unit.FinishDate))
    for held in listed(api.GetEnrolmentsForClient(token, client).ClieEnroList, "TClieEnro"):
        tell("enrolment", held.Code, text(held.StartDate))
    filters = {"FilterCriteria": [{"Field": "ClientCode", "Operator": "Equals", "Value": client}]}
    fields = {"ReturnField": [{"Field": name} for name in ("Surname", "Email", "Title")]}
    query = api.QueryAdditionalData(token, "Client", filters, None, fields)
    for row in query.Values.ArrayOfString:
        values = [value or "null" for value in row.string]
        tell("query", *query.Fields.string, "=", *values)


def main(page, version, code, surname):
    sys.stdout.reconfigure(encoding="utf-8")
    api = connect(page, version)
    token = log_in(api)
    occurrence = take_over(api, token, code)
    collect(api, token, occurrence)
    client = add_client(api, token, surname)
    change_details(api, token, client)
    enrolment = enrol(api, token, client, occurrence)
    send_results(api, token, enrolment)
    read_back(api, token, client, enrolment)
    nobody = api.GetLMSNewOccurrences("").Auth
    tell("no token", nobody.Status, nobody.StatusMessage)


if __name__ == "__main__":
    main(*sys.argv[1:])
