"""vettrak-api export: everything comes and goes unchanged."""

import csv
import shutil
from decimal import Decimal

import pytest

from tests.conftest import CHEAP
from tests.support.transfers import exported, there_and_back
from vettrak_api.database import maintenance
from vettrak_api.demo import data as demonstration
from vettrak_api.model import Base
from vettrak_api.model.curriculum import Competency, ScheduledAssessment, ScheduledFee, ScheduledUnit, UnitAssessment
from vettrak_api.model.occurrences import OccurrencePrice
from vettrak_api.model.programmes import QualificationUnit
from vettrak_api.model.reference import PriceItem
from vettrak_api.runtime import build_runtime
from vettrak_api.settings import Settings
from vettrak_api.transfer.declared import BY_TABLE, LEFT_OUT, SHEETS


@pytest.fixture
def empty(template, tmp_path, clock):
    """Compose a server on another database, in which nobody lives."""
    path = tmp_path / "other.db"
    shutil.copyfile(template.bare, path)
    runtime = build_runtime(Settings(database_url=f"sqlite:///{path}", **CHEAP), clock)
    yield runtime
    runtime.database.close()


@pytest.mark.slow
def test_the_demonstration_comes_back_byte_by_byte(runtime, empty, tmp_path, monkeypatch):
    monkeypatch.setattr(maintenance, "TOLD_SECONDS", 0.0)
    demonstration.fill(runtime, 120)
    before, after = there_and_back(runtime, empty, tmp_path)
    assert before.keys() == {f"{kind.name}.csv" for kind in SHEETS}
    assert after == before
    assert sum(content.count(b"\r\n") > 1 for content in after.values()) > 60


def test_what_people_write_comes_back(runtime, empty, world, tmp_path):
    world.client("O'Hara", "Siobhán", other_name='the "quick", one', emergency_name="=1+1")
    world.client("Lee", "", home_phone="+61 400", usual_postcode="0800", code="00042")
    world.programme(description="Two\nlines; and a comma,\ttoo 🎓")
    before, after = there_and_back(runtime, empty, tmp_path)
    assert after == before
    assert "Two\nlines; and a comma,\ttoo 🎓".encode() in after["programmes.csv"]


def test_no_password_is_exported(runtime, world, tmp_path):
    client = world.client(password="a long enough password")
    sheets = exported(runtime, tmp_path / "sheets")
    assert client.password_hash.encode() not in b"".join(sheets.values())


def test_the_program_says_what_it_wrote(run, runtime, world, tmp_path):
    world.client(code="S1")
    done = run("export", str(tmp_path / "sheets"))
    assert (done.code, "personal data" in done.out) == (0, True)
    lines = (tmp_path / "sheets" / "clients.csv").read_text(encoding="utf-8").splitlines()
    rows = list(csv.DictReader(lines))
    assert [row["code"] for row in rows] == ["S1"]


def test_every_table_has_a_sheet_or_a_reason():
    assert set(Base.metadata.tables) == {kind.model.name for kind in SHEETS} | LEFT_OUT.keys()


@pytest.mark.parametrize("kind", SHEETS, ids=lambda kind: kind.name)
def test_a_kind_comes_after_those_that_it_names(kind):
    order = list(BY_TABLE)
    for each in kind.fields:
        if each.refers:
            assert order.index(each.refers) <= order.index(kind.model.name), each.name


@pytest.mark.parametrize("kind", SHEETS, ids=lambda kind: kind.name)
def test_a_kind_tells_every_column_of_its_table_but_stamps_keys_and_secrets(kind):
    told = {each.column for each in kind.fields}
    kept = {column.name for column in kind.model.columns} - told
    stamps = {"created_at", "created_by", "modified_at", "modified_by"}
    assert {name for name in kept - stamps if not name.endswith("_key")} <= {"id", "password_hash"}


def test_what_rest_has_fed_comes_back(runtime, empty, world, tmp_path):
    """Two schedules of one unit, each with a fee that the price of an occurrence follows, and assessments."""
    unit = world.unit("HOSBEER01")
    program, other = (world.qualification(code) for code in ("HOS1", "HOS2"))
    assessed = {"assessment_type": "EXAM", "status": "ACTIVE", "maximum_mark": Decimal(50), "pass_mark": Decimal(25)}
    exam = world.add(UnitAssessment(unit_id=unit.id, **assessed))
    world.add(Competency(code="HOSBEER01", code_key="hosbeer01", name="Beer", hours=Decimal("12.50")))
    world.add(QualificationUnit(qualification_id=program.id, unit_id=unit.id))
    world.add(QualificationUnit(qualification_id=program.id, unit_id=unit.id, constraint_type="PREREQ"))
    item = world.add(PriceItem(name="Fee"))
    for amount in (Decimal("10.00"), Decimal("20.00")):
        schedule = world.add(ScheduledUnit(unit_id=unit.id, status="ACTIVE"))
        told = {"scheduled_unit_id": schedule.id, "fee_type": "FEE"}
        fees = [world.add(ScheduledFee(qualification_id=each.id, amount=amount, **told)) for each in (program, other)]
        world.add(ScheduledAssessment(scheduled_unit_id=schedule.id, unit_assessment_id=exam.id, **assessed))
        occurrence = world.occurrence(scheduled_unit_id=schedule.id)
        prices = {"occurrence_id": occurrence.id, "price_item_id": item.id, "amount": amount}
        for fee in fees:
            world.add(OccurrencePrice(scheduled_fee_id=fee.id, **prices))
    before, after = there_and_back(runtime, empty, tmp_path)
    assert after == before
    assert b"|HOS2|FEE" in after["occurrence_prices.csv"]
    for name in ("scheduled_units", "scheduled_fees", "scheduled_assessments", "unit_assessments", "competencies"):
        assert after[f"{name}.csv"].count(b"\r\n") > 1, name
