"""constraints.txt pins what pyproject.toml asks for, and what the tests run with."""

import re
from importlib.metadata import distributions
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests import dependencies

ROOT = Path(__file__).resolve().parents[2]
CONSTRAINTS = (ROOT / "constraints.txt").read_text(encoding="utf-8")


def lines_of(text):
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def test_every_requirement_is_pinned_within_its_range():
    pins = {pin.name: pin for pin in map(Requirement, lines_of(CONSTRAINTS))}
    wanted = [
        Requirement(text) for text in dependencies.requirements((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    ]
    assert len(wanted) > 20
    for requirement in wanted:
        pin = pins[canonicalize_name(requirement.name)]
        (version,) = [each.version for each in pin.specifier]
        assert [each.operator for each in pin.specifier] == ["=="]
        assert requirement.specifier.contains(version), requirement
        assert pin.marker == requirement.marker


def test_what_is_installed_is_what_is_pinned():
    pins = {pin.name: pin for pin in map(Requirement, lines_of(CONSTRAINTS))}
    present = {canonicalize_name(each.name): each.version for each in distributions()}
    differing = [pin for pin in pins.values() if pin.name in present and present[pin.name] not in pin.specifier]
    assert differing == []


def test_the_constraints_name_no_place():
    assert not re.search(r"https?:|--index|@", CONSTRAINTS)
