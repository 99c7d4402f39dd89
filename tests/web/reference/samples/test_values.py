"""The values of the samples: of operations, parameters and members that there are."""

import pytest

from vettrak_api.catalogue.loader import load_catalogue
from vettrak_api.web.reference.samples import samples_of, values

CATALOGUE = load_catalogue()


def members(operation, parameter):
    """Return the members that the object, or the objects, of a parameter have; None for values."""
    (found,) = (each for each in CATALOGUE.operations[operation].params if each.name == parameter)
    known = CATALOGUE.types.get(found.type.name)
    return known and {member.name for member in known.all_members()}


def test_values_are_those_of_parameters_and_members():
    for operation, together in values.told()["operations"].items():
        for parameter, told in together.items():
            for each in told if isinstance(told, list) else [told]:
                if isinstance(each, dict):
                    assert set(each) <= members(operation, parameter), (operation, parameter)
                else:
                    assert members(operation, parameter) is None or each is None, (operation, parameter)


def test_values_by_name_are_needed():
    names = {parameter.name for operation in CATALOGUE.operations.values() for parameter in operation.params}
    assert set(values.told()["names"]) <= names


def test_changes_are_of_members():
    for operation, change in values.told()["changes"].items():
        assert set(change["change"]) <= members(operation, change["parameter"])


def test_there_is_no_sample_of_what_a_product_does_not_have():
    with pytest.raises(KeyError):
        samples_of("AddAward", "portals", "https://api.example.edu.au")
