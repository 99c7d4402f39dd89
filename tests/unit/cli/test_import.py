"""vettrak-api import: what sheets bring, in the ways in which spreadsheets write them."""

import datetime

import pytest
from openpyxl import Workbook
from sqlalchemy import func, select

from vettrak_api.model.audit import Author
from vettrak_api.model.changes import INSERT, UPDATE, Change
from vettrak_api.model.clients import Client, ClientStatistics
from vettrak_api.model.enrolments import EnrolledUnit, Enrolment
from vettrak_api.model.occurrences import ClassSession, EnrolmentNumber, Occurrence, OccurrencePrice
from vettrak_api.model.programmes import Programme, Unit
from vettrak_api.model.reference import Division, Organisation
from vettrak_api.transfer.declared import SHEETS

UNITS = "code,name\nBSBTEC101,Operate digital devices\nBSBWHS211,Contribute to health and safety\n"
PROGRAMMES = "code,name\nDIGI,Digital skills\nSAFE,Safety at work\n"
OCCURRENCES = (
    "number,programme,start_date,end_date,web_published,lms_publish,maximum_places\n"
    "500,DIGI,2027-02-01,2027-06-30,yes,1,12\n"
    "501,SAFE,2027-02-01,2027-06-30,no,0,\n"
)
CLIENTS = (
    "code,surname,given_name,birth_date,email,username,usual_postcode\n"
    "S100,Nguyen,Minh,1999-04-03,minh@example.com,minh,3000\n"
    "S200,O'Hara,Siobhán,2001-12-31,,siobhan,0800\n"
)


@pytest.fixture
def sheets(tmp_path):
    """Write sheets into a folder of the test's own, each as text or bytes, and return the folder."""
    folder = tmp_path / "sheets"
    folder.mkdir()

    def write(**contents):
        for name, content in contents.items():
            data = content if isinstance(content, bytes) else content.encode()
            (folder / f"{name}.csv").write_bytes(data)
        return str(folder)

    return write


@pytest.fixture
def one(runtime):
    """Ask the database for one value."""

    def ask(statement):
        with runtime.database.reading() as session:
            return session.scalar(statement)

    return ask


def imported(run, path, *options):
    done = run("import", path, *options)
    assert done.code == 0, done.err + done.out
    return done


def test_an_offer_comes_with_its_numbers_and_the_counters_go_on_above_them(run, runtime, world, sheets, one):
    imported(run, sheets(units=UNITS, programmes=PROGRAMMES, occurrences=OCCURRENCES, clients=CLIENTS,
        occurrence_units="occurrence,unit,optional\n500,BSBTEC101,no\n500,bsbwhs211,yes\n",
        price_items="number,name\n7,Full fee\n",
        occurrence_prices="occurrence,line,price_item,amount,gst\n500,1,7,110.00,10\n500,2,7,$20,0\n",
        classes="number,occurrence,start,finish\n900,500,2027-02-03 09:00,2027-02-03 12:30\n",
        enrolments="number,client,occurrence\n700,S100,500\n",
        enrolled_units="enrolment,unit,result_type\n700,BSBTEC101,Competency Achieved\n700,BSBWHS211,\n",
    ))  # fmt: skip
    assert one(select(Occurrence.maximum_places).where(Occurrence.id == 500, Occurrence.web_published)) == 12
    assert one(select(ClassSession.start).where(ClassSession.id == 900)) == datetime.datetime(2027, 2, 3, 9)
    assert one(select(func.sum(OccurrencePrice.amount))) == 130
    assert one(select(func.count(EnrolledUnit.id)).where(EnrolledUnit.enrolment_id == 700)) == 2
    assert one(select(Enrolment.status_id)) is not None
    assert one(select(EnrolmentNumber.kind).where(EnrolmentNumber.id == 700)) == "E"
    later = world.occurrence()
    assert later.id > 700
    assert world.class_session(later).id > 900


def test_the_same_again_changes_nothing(run, sheets, one):
    folder = sheets(units=UNITS, programmes=PROGRAMMES, occurrences=OCCURRENCES, clients=CLIENTS)
    imported(run, folder)
    before = one(select(func.count(Change.id)))
    again = imported(run, folder)
    assert one(select(func.count(Change.id))) == before
    assert "clients │ 0 │ 0 │ 2" in again.out


def test_what_differs_is_changed_and_what_is_left_out_stays(run, sheets, one):
    imported(run, sheets(clients=CLIENTS))
    changed = imported(run, sheets(clients="code,surname,given_name\ns100,Nguyen,Minh Anh\nS200,O'Hara,Siobhán\n"))
    assert "clients │ 0 │ 1 │ 1" in changed.out
    assert one(select(Client.given_name).where(Client.code_key == "s100")) == "Minh Anh"
    assert one(select(Client.email).where(Client.code_key == "s100")) == "minh@example.com"


def test_a_cell_that_is_emptied_empties_the_field(run, sheets, one):
    imported(run, sheets(clients=CLIENTS))
    imported(run, sheets(clients="code,surname,email\nS100,Nguyen,\n"))
    assert one(select(Client.email).where(Client.code_key == "s100")) is None
    assert one(select(Client.email_key).where(Client.code_key == "s100")) is None


def test_a_dry_run_says_what_would_be_and_writes_nothing(run, sheets, one):
    done = imported(run, sheets(programmes=PROGRAMMES, occurrences=OCCURRENCES), "--dry-run")
    assert "occurrences │ 2 │ 0 │ 0" in done.out
    assert "would be made" in done.out
    assert one(select(func.count(Programme.id))) == 0


def test_every_row_is_in_the_report(run, runtime, sheets, tmp_path):
    imported(run, sheets(clients=CLIENTS), "--report", str(tmp_path / "report.csv"))
    told = (tmp_path / "report.csv").read_text(encoding="utf-8-sig")
    assert "made,clients.csv,2,clients" in told
    assert "made,clients.csv,3,clients" in told
    assert "Nguyen" not in told


def test_what_came_is_told_as_new(run, sheets, one):
    imported(run, sheets(clients=CLIENTS))
    made = select(func.count(Change.id)).where(Change.table_name == "client", Change.action == INSERT)
    assert one(made.where(Change.operation == "import", Change.stamp > 0)) == 2


def test_an_occurrence_whose_price_changes_is_told_as_changed(run, sheets, one):
    prices = {"price_items": "number,name\n7,Full fee\n"}
    folder = sheets(programmes=PROGRAMMES, occurrences=OCCURRENCES, **prices,
        occurrence_prices="occurrence,line,price_item,amount\n500,1,7,10\n501,1,7,10\n")  # fmt: skip
    imported(run, folder)
    told = select(func.count(Change.id)).where(Change.table_name == "occurrence", Change.action == UPDATE)
    assert one(told) == 0
    imported(run, sheets(occurrence_prices="occurrence,line,price_item,amount\n500,1,7,11\n501,1,7,10\n"))
    assert one(told.where(Change.record_id == 500)) == 1
    assert one(told) == 1


def test_a_row_may_stand_before_the_one_above_it(run, sheets, one):
    imported(run, sheets(divisions="number,name,parent\n1,Head Office,\n11,North,10\n10,Victoria,1\n"))
    assert one(select(Division.parent_id).where(Division.id == 11)) == 10


def test_another_division_may_become_the_root(run, runtime, sheets):
    imported(run, sheets(divisions="number,name,parent\n1,Head Office,2\n2,New root,\n3,Branch,1\n"))
    with runtime.database.reading() as session:
        assert dict(session.execute(select(Division.id, Division.parent_id)).all()) == {1: 2, 2: None, 3: 1}


@pytest.mark.bare
def test_a_second_root_of_the_past_stays(run, runtime, sheets):
    """What was there before such were refused is no fault of the sheets."""
    with runtime.database.writing(Author("-", "test", runtime.clock.now())) as session:
        session.add(Division(name="Second root"))
    imported(run, sheets(divisions="number,name,parent\n1,Head Office,\n2,Of the past,\n3,Branch,2\n"))
    with runtime.database.reading() as session:
        assert session.scalars(select(Division.name).where(Division.id == 2)).one() == "Of the past"


def test_the_organisation_gets_its_name(run, sheets, one):
    imported(run, sheets(organisations="number,name,code\n1,Riverside Training,31234\n"))
    assert one(select(Organisation.name)) == "Riverside Training"


def bom(text):
    return text.encode("utf-8-sig")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (bom(CLIENTS), ""),
        (CLIENTS.replace(",", ";").encode(), ""),
        (CLIENTS.replace(",", "\t").encode("utf-16"), "read as utf-16"),
        (CLIENTS.encode("cp1252"), "read as Windows-1252"),
        (b"# a comment, with commas\r\n\r\n" + CLIENTS.replace("\n", "\r\n").encode() + b",,,,,,\r\n\r\n", ""),
        (CLIENTS.replace("S200,O'Hara", "  S200 ,O'Hara  ").encode(), ""),
        (("sep=;\n" + CLIENTS.replace(",", ";")).encode(), ""),
    ],
    ids=["mark", "semicolons", "tabs", "windows", "comments", "blanks", "sep"],
)
def test_text_is_read_as_spreadsheets_write_it(run, sheets, one, content, told):
    done = imported(run, sheets(clients=content))
    assert told in done.out
    assert one(select(Client.given_name).where(Client.code == "S200")) == "Siobhán"
    assert one(select(Client.surname).where(Client.code == "S200")) == "O'Hara"


@pytest.mark.parametrize(
    ("cell", "stored"), [("0800", "0800"), ("800", "0800"), ('"=""0800"""', "0800"), ("3000", "3000")]
)
def test_a_postcode_gets_its_zero_back(run, sheets, one, cell, stored):
    imported(run, sheets(clients=f"code,surname,usual_postcode\nS1,Nguyen,{cell}\n"))
    assert one(select(Client.usual_postcode)) == stored


def test_codes_that_lost_their_zeros_are_found(run, sheets, one):
    imported(run, sheets(clients="code,surname\n00042,Nguyen\n00043,Tran\n"))
    folder = sheets(clients="code,surname\n42,Nguyen-Smith\n", client_statistics="client,language\n42,1201\n")
    assert "lost their leading zeros" in imported(run, folder).out
    assert one(select(Client.surname).where(Client.code == "00042")) == "Nguyen-Smith"
    assert one(select(func.count(Client.id))) == 2
    assert one(select(ClientStatistics.language)) == "1201"


def test_dates_may_be_day_first_and_that_is_said(run, sheets, one):
    done = imported(run, sheets(clients="code,surname,birth_date\nS1,Nguyen,03/04/1999\nS2,Tran,31.12.2001\n"))
    assert "read day first" in done.out
    assert one(select(Client.birth_date).where(Client.code == "S1")) == datetime.date(1999, 4, 3)


def test_a_workbook_is_read_by_its_sheets(run, tmp_path, runtime, one):
    book = Workbook()
    book.worksheets[0].title = "Read me"
    clients = book.create_sheet("clients")
    clients.append(["code", "surname", "birth_date", "usual_postcode", "mobile_phone"])
    clients.append([42, "Nguyen", datetime.date(1999, 4, 3), 800, 61400000000])
    clients.append(["S2", "Tran", "2001-12-31", "3000", None])
    units = book.create_sheet("units")
    units.append(["code", "name", "hours"])
    units.append(["BSBTEC101", "Operate digital devices", 20.5])
    book.save(tmp_path / "data.xlsx")
    imported(run, str(tmp_path / "data.xlsx"))
    assert one(select(Client.mobile_phone).where(Client.code == "42")) == "61400000000"
    assert one(select(Client.usual_postcode).where(Client.code == "42")) == "0800"
    assert one(select(Unit.hours)) == 20.5


def test_the_templates_hold_every_kind_and_import_as_they_are(run, tmp_path, runtime, one):
    assert run("import", "templates", str(tmp_path / "sheets")).code == 0
    assert {path.stem for path in (tmp_path / "sheets").glob("*.csv")} == {kind.name for kind in SHEETS}
    text = (tmp_path / "sheets" / "enrolments.csv").read_text(encoding="utf-8-sig")
    assert "# A row is known by: number" in text
    before = one(select(func.count(Change.id)))
    imported(run, str(tmp_path / "sheets"))
    imported(run, str(tmp_path / "sheets" / "vettrak-import.xlsx"))
    assert one(select(func.count(Change.id))) == before


def test_a_sheet_that_is_mostly_blank_is_read_to_its_end(run, tmp_path, runtime, one):
    book = Workbook()
    clients = book.worksheets[0]
    clients.title = "clients"
    clients.append(["code", "surname"])
    clients.append(["S1", "Nguyen"])
    clients.cell(1_048_576, 1).value = "S2"
    clients.cell(1_048_576, 2).value = "Tran"
    book.save(tmp_path / "long.xlsx")
    imported(run, str(tmp_path / "long.xlsx"))
    assert one(select(func.count(Client.id))) == 2


def test_a_code_in_other_letters_is_the_same(run, runtime, sheets, one):
    imported(run, sheets(programmes=PROGRAMMES, occurrences=OCCURRENCES.replace("DIGI", "digi")))
    imported(run, sheets(programmes="code,name\nDigi,Digital skills for all\n", occurrences=OCCURRENCES))
    assert one(select(func.count(Programme.id))) == 2
    assert one(select(Programme.name).where(func.upper(Programme.code) == "DIGI")) == "Digital skills for all"
