"""vettrak-api import: what is wrong is told by place, kind of value, rule and remedy; nothing is written."""

import io
import re
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest
from msoffcrypto.format.ooxml import OOXMLFile
from openpyxl import Workbook
from sqlalchemy import func, select

from tests.support.peak import TELL_PEAK, needs_linux
from vettrak_api.database import maintenance, sqlite
from vettrak_api.model.audit import Author
from vettrak_api.model.changes import Change
from vettrak_api.model.clients import Client
from vettrak_api.model.curriculum import ScheduledUnit
from vettrak_api.model.occurrences import Occurrence
from vettrak_api.model.programmes import Programme
from vettrak_api.model.trails import name_deletion
from vettrak_api.transfer import importing, running

SECRET = "Featherstonehaugh"
GOOD = f"code,surname\nS1,{SECRET}\nS2,Tran\n"
PROGRAMMES = "code,name\nDIGI,Digital skills\nSAFE,Safety at work\n"
OFFERS = "number,programme,start_date\n500,DIGI,2027-02-01\n501,SAFE,2027-02-01\n"


@pytest.fixture
def refused(run, runtime, tmp_path):
    """Import sheets that are refused, prove that nothing of them is there, and return what was said."""

    def refuse(*options, **contents):
        folder = tmp_path / "sheets"
        folder.mkdir(exist_ok=True)
        for name, content in contents.items():
            data = content if isinstance(content, bytes) else content.encode()
            (folder / f"{name}.csv").write_bytes(data)
        before = count(runtime, Change)
        done = run("import", str(folder), *options)
        assert done.code == 1
        assert "Nothing was imported" in done.err
        assert count(runtime, Change) == before
        assert SECRET not in done.out + done.err
        return done.err

    return refuse


def count(runtime, table):
    with runtime.database.reading() as session:
        return session.scalar(select(func.count(table.id)))


def add(runtime, row):
    with runtime.database.writing(Author("-", "test", runtime.clock.now())) as session:
        session.add(row)


FAULTS = {
    "row twice": (
        {"clients": f"code,surname\nS1,{SECRET}\nS2,Tran\ns1,Other\n"},
        r"clients.csv, row 4, code .*: row 2 has the same code\. Delete one",
    ),
    "reference": (
        {"client_statistics": "client,language\nS9,1201\n", "clients": GOOD},
        r"client_statistics.csv, row 2, client .*: names nothing that is there among clients\. Add it",
    ),
    "unknown column": (
        {"clients": f"code,surname,nickname\nS1,{SECRET},Feathers\n"},
        r"clients.csv, row 1, nickname.*: is no column of this sheet",
    ),
    "column twice": ({"clients": f"code,surname,surname\nS1,{SECRET},{SECRET}\n"}, r"row 1, surname: is there twice"),
    "column missing": ({"clients": f"surname\n{SECRET}\n"}, r"row 1, code: is missing"),
    "blank": ({"clients": "code,surname\nS1,\n"}, r"row 2, surname \(blank\): is blank"),
    "blank key": ({"clients": f"code,surname\n,{SECRET}\n"}, r"row 2, code \(blank\): is blank"),
    "empty file": ({"clients": "", "units": "code,name\nA1,One\n"}, r"clients.csv: is empty"),
    "comments only": ({"clients": "# nothing here\n\n"}, r"clients.csv: is empty"),
    "unknown sheet": ({"pupils": GOOD}, r"pupils.csv: has no name of a sheet"),
    "too long": ({"clients": f"code,surname\nS1,{SECRET * 4}\n"}, r"surname \(a text of 68 char.*longer than 50 char"),
    "scientific": (
        {"clients": f"code,surname,mobile_phone\nS1,{SECRET},6.14E+10\n"},
        r"mobile_phone \(a number in scientific notation\): .*last digits are lost",
    ),
    "month first": ({"clients": f"code,surname,birth_date\nS1,{SECRET},12/31/1999\n"}, r"birth_date .*is no day of"),
    "short year": ({"clients": f"code,surname,birth_date\nS1,{SECRET},31/12/99\n"}, r"birth_date .*is no date"),
    "serial date": ({"clients": f"code,surname,birth_date\nS1,{SECRET},36525\n"}, r"birth_date \(digits.*is no date"),
    "unborn": ({"clients": f"code,surname,birth_date\nS1,{SECRET},2150-01-01\n"}, r"birth_date .*still to come"),
    "usi": ({"clients": f"code,surname,usi\nS1,{SECRET},2222222223\n"}, r"usi .*is no USI"),
    "mail": ({"clients": f"code,surname,email\nS1,{SECRET},nobody at all\n"}, r"email .*is no e-mail address"),
    "national code": ({"clients": f"code,surname,gender\nS1,{SECRET},Q\n"}, r"gender .*national list GENDER"),
    "flag": ({"clients": f"code,surname,active\nS1,{SECRET},perhaps\n"}, r"active .*is neither yes nor no"),
    "user name twice": (
        {"clients": f"code,surname,username\nS1,{SECRET},same\nS2,Tran,SAME\n"},
        r"row 3, username .*earlier row has the same",
    ),
    "order": (
        {"programmes": PROGRAMMES,
         "occurrences": "number,programme,start_date,end_date\n500,DIGI,2027-02-01,2026-02-01\n"},
        r"end_date .*the end date is before the start date",
    ),
    "places": (
        {"programmes": PROGRAMMES, "occurrences": "number,programme,maximum_places\n500,DIGI,-1\n"},
        r"maximum_places .*is not from 0",
    ),
    "one space of numbers": (
        {"programmes": PROGRAMMES, "occurrences": OFFERS, "clients": GOOD,
         "enrolments": "number,client,occurrence\n501,S1,500\n"},
        r"enrolments.csv, row 2, number .*is taken",
    ),
    "lines": (
        {"programmes": PROGRAMMES, "occurrences": OFFERS, "price_items": "number,name\n1,Fee\n",
         "occurrence_prices": "occurrence,line,price_item,amount\n500,2,1,10\n"},
        r"line .*the next line of this occurrence is 1",
    ),
    "decimals": (
        {"price_items": "number,name\n1,Fee\n", "programmes": PROGRAMMES, "occurrences": OFFERS,
         "occurrence_prices": 'occurrence,line,price_item,amount\n500,1,1,10.555\n501,1,1,"10,5"\n'},
        r"row 2, amount .*more than 2 decimal places.* row 3, amount .*decimal comma",
    ),
    "more cells": ({"clients": f"code,surname\nS1,{SECRET},more\n"}, r"has more cells than the header names"),
    "open quotation": ({"clients": f'code,surname\nS1,"{SECRET}\nS2,Tran\n'}, r"cells that can not be told apart"),
    "second root": (
        {"divisions": "number,name,parent\n2,Second root,\n"},
        r"divisions.csv, row 2, parent \(blank\): is blank, and another record is the root already\. Write the number",
    ),
    "second root without a column": ({"divisions": "number,name\n2,Second root\n"}, r"row 2, parent .*: is blank"),
    "two roots beside that which was": (
        {"divisions": "number,name,parent\n1,Head Office,2\n2,New root,\n3,Second root,\n"},
        r"row 3, parent .*is blank.*row 4, parent .*is blank",
    ),
    "no text": ({"clients": b"code,surname\nS1,\x81\x8d\n"}, r"neither UTF-8 nor Windows-1252"),
    "unstorable": ({"clients": b"code,surname\nS1,a\x00b\n"}, r"clients.csv, row 2.*can not be"),
}  # fmt: skip


@pytest.mark.parametrize(("contents", "said"), FAULTS.values(), ids=FAULTS)
def test_a_fault_is_named(refused, contents, said):
    assert re.search(said, refused(**contents))


def test_all_faults_are_told_in_one_run(refused):
    said = refused(
        clients=f"code,surname,gender,birth_date\nS1,{SECRET},Q,1/1/99\nS2,,M,\n",
        units="code,name,hours\nA1,One,many\nA1,Two,1\n",
        client_disabilities="client,code\nS1,11\nS9,11\n",
    )
    assert "6 faults" in said
    for place in ("row 2, gender", "row 2, birth_date", "row 3, surname", "units.csv, row 2, hours",
                  "units.csv, row 3, code", "client_disabilities.csv, row 3, client"):  # fmt: skip
        assert place in said


def test_a_fault_does_not_cause_others(refused):
    """What names a record whose own row is wrong, or whose sheet can not be read, is not at fault."""
    said = refused(clients=f"code,surname,nickname\nS1,{SECRET},x\n", client_statistics="client,language\nS1,1201\n")
    assert "1 fault." in said


def test_faults_beyond_a_screen_are_in_the_report(refused, tmp_path):
    rows = "".join(f"S{number},\n" for number in range(150))
    said = refused("--report", str(tmp_path / "report.csv"), clients=f"code,surname\n{rows}")
    assert "and 50 more faults" in said
    assert (tmp_path / "report.csv").read_text(encoding="utf-8-sig").count("is blank") == 150


def test_a_formula_is_refused(run, tmp_path, runtime):
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "clients"
    sheet.append(["code", "surname"])
    sheet.append(["S1", "=A2"])
    book.save(tmp_path / "data.xlsx")
    done = run("import", str(tmp_path / "data.xlsx"))
    assert "data.xlsx [clients], row 2, surname (a formula): is a formula. Replace it" in done.err
    assert count(runtime, Client) == 0


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000), "protected by a password"),
        (b"PK\x03\x04 nothing of a workbook", "is no workbook that can be read"),
    ],
    ids=["password", "broken"],
)
def test_a_workbook_that_can_not_be_opened_is_refused(run, tmp_path, runtime, content, said):
    (tmp_path / "data.xlsx").write_bytes(content)
    done = run("import", str(tmp_path / "data.xlsx"))
    assert (done.code, said in done.err) == (1, True)


def test_a_workbook_that_a_password_protects_is_refused(run, runtime, tmp_path):
    """As Excel protects it: the whole file is enciphered."""
    book = Workbook()
    sheet = book.active
    sheet.title = "clients"
    for row in GOOD.splitlines():
        sheet.append(row.split(","))
    plain, protected = io.BytesIO(), tmp_path / "data.xlsx"
    book.save(plain)
    with protected.open("wb") as stream:
        OOXMLFile(plain).encrypt("a password", stream)
    done = run("import", str(protected))
    assert (done.code, "protected by a password" in done.err) == (1, True)
    assert count(runtime, Client) == 0


@pytest.mark.slow
@needs_linux
def test_a_million_rows_are_judged_in_bounded_memory(runtime, tmp_path):
    """Every row breaks a rule: the faults are counted, the first of them told, and none is kept."""
    sheet = tmp_path / "clients.csv"
    with sheet.open("w", encoding="utf-8") as stream:
        stream.write("code,surname,birth_date\n")
        stream.writelines(f"S{number},{SECRET},31/02/1990\n" for number in range(1_000_000))
    program = "from vettrak_api.cli.program import app\ntry:\n    app()\nfinally:" + textwrap.indent(TELL_PEAK, "    ")
    done = subprocess.run(
        [sys.executable, "-c", program, "import", str(sheet)], capture_output=True, text=True, check=False
    )
    assert "1000000" in done.stderr.replace(",", "")
    assert len(done.stderr) < 100_000
    assert int(done.stdout.split()[-1]) < 300
    assert count(runtime, Client) == 0


def test_a_path_that_does_not_exist_is_refused(run, runtime):
    assert "does not exist" in run("import", "nowhere").err


def test_a_number_that_is_an_enrolment_is_taken(refused, runtime, world):
    enrolment = world.enrolment(world.client())
    said = refused(programmes=PROGRAMMES, occurrences=f"number,programme\n{enrolment.id},DIGI\n")
    assert "row 2, number" in said
    assert "is taken" in said


def test_a_number_of_another_programme_is_taken(refused, runtime, world):
    occurrence = world.occurrence()
    said = refused(programmes=PROGRAMMES, occurrences=f"number,programme\n{occurrence.id},DIGI\n")
    assert "the number is taken by a record of another programme" in said


def test_fewer_places_than_are_taken_are_refused(refused, world):
    digital = world.programme(code="DIGI").id
    occurrence, other = world.occurrence(seats=12, programme_id=digital), world.occurrence(programme_id=digital)
    for _ in range(3):
        world.enrolment(world.client(), occurrence)
        world.enrolment(world.client(), other)
    said = refused(occurrences=f"number,programme,maximum_places\n{occurrence.id},DIGI,2\n{other.id},DIGI,\n")
    told = (
        r"row 2, maximum_places .*: is too low: 3 people are enrolled, so there must be at least 3\. Write at least 3"
    )
    assert re.search(told, said)
    assert world.fresh(occurrence).maximum_places == 12


def test_fewer_places_of_a_schedule_than_are_taken_are_refused(refused, world):
    unit = world.unit("BREW1", "Brewing").id
    told = {"unit_id": unit, "status": "UNIT_ACTIVE", "maximum_participants": 12}
    schedule, other = (world.add(ScheduledUnit(**told)) for _ in range(2))
    occurrences = [world.occurrence(seats=12, scheduled_unit_id=each.id) for each in (schedule, schedule, other)]
    for occurrence in occurrences:
        world.enrolment(world.client(), occurrence)
    said = refused(
        scheduled_units=f"number,unit,status,maximum_participants\n"
        f"{schedule.id},BREW1,UNIT_ACTIVE,1\n{other.id},BREW1,UNIT_ACTIVE,1\n"
    )
    assert re.search(r"row 2, maximum_participants .*: is too low: 2 people are enrolled", said)
    assert "row 3" not in said
    assert world.fresh(schedule).maximum_participants == 12


def test_more_people_than_places_do_not_stop_other_changes(run, world, tmp_path):
    occurrence = world.occurrence(seats=1, programme_id=world.programme(code="DIGI").id)
    for _ in range(2):
        world.enrolment(world.client(), occurrence)
    sheet = tmp_path / "occurrences.csv"
    sheet.write_text(f"number,programme,maximum_places,description\n{occurrence.id},DIGI,1,Bring lunch\n")
    assert run("import", str(sheet)).code == 0
    assert world.fresh(occurrence).description == "Bring lunch"


def test_a_user_name_of_another_is_taken(refused, runtime, world):
    world.client(username="minh")
    assert "is taken by another record" in refused(clients=f"code,surname,username\nX1,{SECRET},Minh\n")


def test_a_code_that_was_deleted_is_never_given_again(refused, runtime):
    with runtime.database.writing(Author("-", "test", runtime.clock.now())) as session:
        name_deletion(session, Client, 4711, "GONE", None)
    assert "was the code of a record that was deleted" in refused(clients=f"code,surname\nGONE,{SECRET}\n")


def test_a_file_that_changes_while_it_is_read_is_refused(refused, monkeypatch, tmp_path):
    judged = running.Import.run

    def change(self, sheets):
        judged(self, sheets)
        (tmp_path / "sheets" / "clients.csv").write_text(GOOD + "S3,Late\n", encoding="utf-8")

    monkeypatch.setattr(running.Import, "run", change)
    assert "was changed while it was read" in refused(clients=GOOD)


def test_an_import_that_fails_half_way_leaves_nothing(run, runtime, monkeypatch, tmp_path):
    monkeypatch.setattr(importing, "PORTION", 1)
    written = importing.rules.make_records
    calls = []

    def fail(session, table, rows, shares=""):
        written(session, table, rows, shares)
        calls.append(table)
        if table is Occurrence:
            raise KeyboardInterrupt

    monkeypatch.setattr(importing.rules, "make_records", fail)
    for name, content in {"programmes": PROGRAMMES, "occurrences": OFFERS}.items():
        (tmp_path / f"{name}.csv").write_text(content, encoding="utf-8")
    assert run("import", str(tmp_path)).code != 0
    assert Programme in calls
    assert count(runtime, Programme) == 0


@pytest.mark.slow
def test_a_large_import_that_is_killed_leaves_nothing_and_holds_nobody_up(runtime, tmp_path):
    """The process is killed while it writes; then the same import runs to its end."""
    rows = "".join(f"S{number},Name {number}\n" for number in range(40_000))
    (tmp_path / "clients.csv").write_text(f"code,surname\n{rows}", encoding="utf-8")
    program = [str(Path(sys.executable).with_name("vettrak-api")), "import", str(tmp_path / "clients.csv")]
    with subprocess.Popen(program, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL) as process:
        for line in process.stderr:
            if line.startswith(b"Writing"):
                break
        watch = maintenance.Watch(runtime.database)
        assert watch.is_maintained()
        while not sqlite.has_writer(runtime.database.engine):
            assert process.poll() is None
        time.sleep(0.3)
        process.kill()
    assert process.returncode == -signal.SIGKILL
    assert count(runtime, Client) == 0
    watch._now = lambda: time.monotonic() + maintenance.SILENCE_SECONDS
    assert not watch.is_maintained()


def test_a_large_import_is_written_in_portions_and_told_as_new(run, runtime, tmp_path, monkeypatch):
    monkeypatch.setattr(running, "LARGE", 0)
    monkeypatch.setattr(importing, "PORTION", 1)
    monkeypatch.setattr(maintenance, "TOLD_SECONDS", 0.0)
    (tmp_path / "clients.csv").write_text(GOOD, encoding="utf-8")
    assert run("import", str(tmp_path / "clients.csv")).code == 0
    with runtime.database.reading() as session:
        stamps = session.scalars(select(Change.stamp).where(Change.table_name == "client")).all()
    assert len(stamps) == 2
    assert min(stamps) > 0


def test_a_large_import_that_is_refused_leaves_nothing(refused, runtime, monkeypatch):
    """What another has written between judging and writing is seen: the whole import is taken back."""
    monkeypatch.setattr(running, "LARGE", 0)
    monkeypatch.setattr(importing, "PORTION", 1)
    monkeypatch.setattr(maintenance, "TOLD_SECONDS", 0.0)
    judged = running.Import.run
    passes = []

    def run(self, sheets):
        passes.append(self)
        if len(passes) == 2:
            self._seen.setdefault("clients", {})[importing.digest_of(["S2"])] = 99
        judged(self, sheets)

    monkeypatch.setattr(running.Import, "run", run)
    assert "row 99 has the same code" in refused(clients=GOOD)
    assert count(runtime, Client) == 0
    assert not maintenance.Watch(runtime.database).is_maintained()
