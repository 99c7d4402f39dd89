"""The curriculum API as an account with the API role sees it, and a small curriculum to begin with."""

import json
from pathlib import Path

import pytest

from tests.support.rest import Rest
from tests.support.world import PASSWORD

SAMPLES = json.loads(Path(__file__).with_name("samples.json").read_text(encoding="utf-8"))


@pytest.fixture
def samples():
    """Return the bodies that the founding document prints, by entity and method."""
    return {name: dict(body) for name, body in SAMPLES.items()}


@pytest.fixture
def officer(world):
    """Return a staff member who may feed the curriculum."""
    return world.staff(api_role=True, password=PASSWORD)


@pytest.fixture
def rest(site, officer):
    """Ask the API as the officer."""
    return Rest(site, officer.username, PASSWORD)


@pytest.fixture
def curriculum(rest):
    """Make units and programs: every program holds every unit."""

    def make(units=("BREW1",), programs=("DIPBEER",), assessments=0, **program):
        for code in units:
            rest.made("Unit", {"eduUnitId": code, "eduOtherUnitId": f"{code}-X", "unitName": f"Unit {code}"})
            for number in range(assessments):
                told = {"eduUnitId": code, "assessmentTypeId": "COMPETENCY_UNIT", "assessmentName": f"Task {number}"}
                rest.made("UnitAssessment", told)
        for code in programs:
            told = {"eduProgramId": code, "programName": f"Program {code}", "allowOnlineApplication": "YES"}
            rest.made("Program", told | program)
            for unit in units:
                held = {"eduProgramId": code, "eduUnitId": unit, "constraintTypeId": "CORE_UNIT"}
                rest.made("ProgramUnitConstraint", held)

    return make
