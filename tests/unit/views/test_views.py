"""Every view yields members of its wire type, and leaves out none by accident."""

import pytest

import vettrak_api.operations  # noqa: F401 - imports every view
from vettrak_api.catalogue.loader import load_catalogue
from vettrak_api.views.base import VIEWS

TYPES = load_catalogue().types

LEFT_OUT = {
    "TAtte": {"Hours"},  # from start to finish, which each database subtracts in its own way
    "TAddress": {"POBox"},  # a usual address is a place where somebody lives
    "TClieAVETMISS": {"DisaList", "PredList"},  # lists: queries of their own beside the one row
    "TClieDetail": {"UsualAddress", "PostalAddress"},  # addresses, made of columns of the same row
    "TEmpl": {"BusinessAddress", "PostalAddress"},  # the same
    "TContStaff": {"Clie", "Cont"},  # objects made of columns of the same row
    "TInvoice": {"InvoiceItems", "EmployerContact"},  # a query of its own, and an object made of columns of the row
    "TQucl": {"UnitList"},  # a query of its own beside the awards
    "TWecl": {"UsualAddress", "PostalAddress"},  # addresses, made of columns of the same row
    "TWeco": {"BusinessAddress", "PostalAddress"},  # the same
    "TClieRelationship": {"ToClient"},  # added where relationships are listed with their people
    "TEnun": {"Result_Name", "StartDate", "FinishDate", "Comment"},  # an occurrence has no results
    "TLoca": {"Address"},  # added where locations are listed
    "TPred": {"RecognitionCode"},  # told of what a client achieved, not of the list to choose from
    "TRelationshipType": {"Relations"},  # a query of its own beside the list
}
"""Members that a view leaves to somebody else or to their default, and why."""


def members_of(view):
    return {member.name for member in TYPES[view.wire_type].all_members()}


def name_of(view):
    return f"{view.wire_type}-{VIEWS.index(view)}"


@pytest.mark.parametrize("view", VIEWS, ids=name_of)
def test_labels_are_members_of_the_wire_type_each_once(view):
    assert set(view.labels) - members_of(view) == set()
    assert len(view.labels) == len(set(view.labels))


@pytest.mark.parametrize("view", VIEWS, ids=name_of)
def test_members_are_left_out_on_purpose_only(view):
    assert members_of(view) - set(view.labels) - LEFT_OUT.get(view.wire_type, set()) == set()


@pytest.mark.parametrize("wire_type", LEFT_OUT)
def test_what_is_listed_as_left_out_is_left_out(wire_type):
    views = [view for view in VIEWS if view.wire_type == wire_type]
    assert any(not LEFT_OUT[wire_type] & set(view.labels) for view in views)
