"""The page of a web enrolment shows all that was booked, paid and told."""

import datetime
from decimal import Decimal

import pytest
from sqlalchemy import select

from tests.support.outcomes import OK, outcome
from tests.support.web import book, web_enrolment
from vettrak_api.model.occurrences import ClassSession, OccurrencePrice
from vettrak_api.model.reference import ReferenceCode, ReferralSource, StudyReason

START = datetime.datetime(2026, 9, 1, 18)


@pytest.fixture
def occurrence(world):
    occurrence = world.occurrence(
        web_published=True, units=("BEER1", "BEER2"), prices=(("Full fee", "90.00"), ("Mug", "11.00"))
    )
    world.class_session(occurrence, START, description="First evening")
    world.class_session(occurrence, START + datetime.timedelta(days=7), description="Second evening")
    return occurrence


def facts(page):
    """What the page says, by label."""
    pairs = page.document.xpath("//dl[@class='facts']/div")
    return {pair.find("dt").text_content(): " ".join(" ".join(pair.find("dd").itertext()).split()) for pair in pairs}


def test_without_a_choice_the_occurrence_decides(api, token, visitor, occurrence):
    told = facts(visitor.get(f"/enrolments/{book(api, token, occurrence)}"))
    assert {told[label] for label in ("Units", "Classes", "Prices")} == {"as the occurrence says"}
    assert not told.keys() & {"Order number", "Receipt number", "Payment plan", "Reason for study", "Cohorts"}


def test_all_that_was_chosen_paid_and_told(api, token, world, visitor, occurrence):
    source, reason = world.add(ReferralSource(name="Social media")), world.one(select(StudyReason).limit(1))
    world.add(ReferenceCode(list_name="VIC_COHORT", code="AA", name="Cohort A"))
    number = book(api, token, occurrence, referralId=source.id)
    assert outcome(api.AddUnitsToWebEnrolment(token, number, ["BEER2"])) == OK
    second = world.one(select(ClassSession.id).where(ClassSession.description == "Second evening"))
    assert outcome(api.AddClassesToWebEnrolment(token, number, [second])) == OK
    mug = world.all(select(OccurrencePrice).where(OccurrencePrice.occurrence_id == occurrence.id))[1]
    price = {
        "Enpr_ID": mug.id,
        "Pric_ID": mug.price_item_id,
        "Enpr_Amount": Decimal("11.00"),
        "Enpr_GST": Decimal("1.00"),
    }
    assert outcome(api.AddPriceTypesToWebEnrolment(token, number, [("TPric", price)])) == OK
    assert outcome(api.AddWebPayment(token, number, "ORDER-4711", "RRN-4711", "5.00")) == OK
    assert outcome(api.AddWebPaymentPlan(token, number, 2, Decimal("20.00"))) == OK
    assert outcome(api.UpdateWebEnrolment(token, number, "Hello", reason.id, "VER-77")) == OK
    world.change(web_enrolment(world, number), cohort_codes=["AA", "ZZ"])
    told = facts(visitor.get(f"/enrolments/{number}"))
    expected = {
        "Units": "BEER2 How to serve beer",
        "Classes": "8 Sep 2026, 18:00 to 21:00, Second evening",
        "Prices": "Mug: $11.00, GST $1.00",
        "Order number": "ORDER-4711",
        "Receipt number": "RRN-4711",
        "Payment plan": "$20.00 every fortnight",
        "Reason for study": reason.name,
        "Heard of us by": "Social media",
        "VETenrol number": "VER-77",
        "Cohorts": "AA Cohort A ZZ",
        "Notes": "Hello",
    }
    assert {label: told.get(label) for label in expected} == expected


def test_nothing_chosen_is_told_from_no_choice(api, token, visitor, occurrence):
    number = book(api, token, occurrence)
    assert outcome(api.AddUnitsToWebEnrolment(token, number, [])) == OK
    assert facts(visitor.get(f"/enrolments/{number}"))["Units"] in {"none chosen", "as the occurrence says"}


def test_the_person_s_division_and_emergency_mobile(api, token, world, visitor, occurrence):
    north, south = world.division("North"), world.division("South")
    born = datetime.date(1990, 5, 7)
    world.client("Brewer", "Bea", birth_date=born, division_id=south.id)
    number = book(api, token, occurrence, "Brewer", "Bea", xsdDOB=born)
    api.UpdateWebClient(token, number, sEmergencyMobile="0400 999", divisionId=north.id)
    page = visitor.get(f"/enrolments/{number}")
    assert page.row("Division") == ["North", "South (differs)"]
    assert page.row("Emergency mobile") == ["0400 999", "not on record"]


@pytest.mark.parametrize("state", ["D", "R"])
def test_a_closed_one_says_it_too(api, token, world, visitor, occurrence, state):
    number = book(api, token, occurrence)
    api.AddWebPayment(token, number, "ORDER-4711", "RRN-4711", "5.00")
    world.change(web_enrolment(world, number), state=state, closed_at=world.runtime.clock.now())
    assert facts(visitor.get(f"/enrolments/{number}"))["Order number"] == "ORDER-4711"
