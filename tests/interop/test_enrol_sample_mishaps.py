"""What visitors of docs/samples/enrol-php do besides the straight way, and what happens to them."""

import pytest
from sqlalchemy import select

from tests.support.php_site import PERSON
from tests.support.web import book
from vettrak_api.model.quarantine import DELETED, PENDING, WebClient, WebPayment

pytestmark = [pytest.mark.interop, pytest.mark.php]


def states(web_enrolments):
    return [each.state for each in web_enrolments]


# -- the same form twice ------------------------------------------------------------------------------------


def test_a_form_sent_twice_holds_one_place(shopper, offer, bookings):
    course = offer(seats=1)
    shopper.book(course.occurrence).book(course.occurrence)
    assert (shopper.status, shopper.heading) == (200, "Payment")
    assert states(bookings(course.occurrence)) == [DELETED, PENDING]


def test_going_back_to_correct_a_name_books_the_corrected_one(shopper, school, offer, bookings):
    course = offer()
    shopper.book(course.occurrence, surname="Smiht").book(course.occurrence, surname="Smith")
    (pending,) = (each for each in bookings(course.occurrence) if each.state == PENDING)
    person = school.one(select(WebClient).where(WebClient.web_enrolment_id == pending.id))
    assert person.surname == "Smith"


def test_another_course_takes_the_place_of_one_that_was_not_paid(shopper, offer, bookings):
    first, second = offer(), offer()
    shopper.book(first.occurrence).book(second.occurrence)
    assert states(bookings(first.occurrence) + bookings(second.occurrence)) == [DELETED, PENDING]


def test_a_payment_of_an_earlier_booking_pays_no_other_one(shopper, school, offer, bookings):
    first, second = offer(), offer()
    shopper.book(first.occurrence)
    earlier = shopper.value("order")
    shopper.book(second.occurrence).send(order=earlier, outcome="paid")
    assert shopper.heading == "Payment"
    assert shopper.value("order") != earlier
    assert school.get(WebPayment, bookings(second.occurrence)[0].id) is None


def test_what_was_paid_is_not_booked_again(shopper, offer, bookings):
    course = offer()
    number = shopper.book(course.occurrence).send(outcome="paid").document.get_element_by_id("number").text
    shopper.book(course.occurrence)
    assert (shopper.heading, shopper.document.get_element_by_id("number").text) == ("Thank you", number)
    assert states(bookings(course.occurrence)) == [PENDING]


def test_after_the_payment_somebody_else_may_be_booked(shopper, offer, bookings):
    course = offer()
    shopper.book(course.occurrence).send(outcome="paid")
    shopper.book(course.occurrence, given="Ben")
    assert shopper.heading == "Payment"
    assert states(bookings(course.occurrence)) == [PENDING, PENDING]


# -- the payment --------------------------------------------------------------------------------------------


def test_a_payment_sent_twice_leads_to_the_confirmation(shopper, php_site, offer):
    course = offer()
    shopper.book(course.occurrence)
    order, mark = shopper.value("order"), shopper.value("mark")
    shopper.send(outcome="paid")
    assert shopper.post("/pay.php", order=order, mark=mark, outcome="paid").heading == "Thank you"
    assert shopper.get("/pay.php").heading == "Thank you"


def test_a_declined_payment_sent_again_confirms_nothing(shopper, offer):
    shopper.book(offer().occurrence).send(outcome="paid")
    shopper.book(offer().occurrence)
    order, mark = shopper.value("order"), shopper.value("mark")
    shopper.send(outcome="declined")
    assert shopper.post("/pay.php", order=order, mark=mark, outcome="paid").heading == "Courses"


def test_a_payment_that_could_not_be_recorded_is_told_and_may_be_recorded_later(shopper, school, offer, bookings):
    course = offer()
    shopper.book(course.occurrence)
    (booking,) = bookings(course.occurrence)
    school.change(booking, state=DELETED)
    shopper.send(outcome="paid")
    assert shopper.heading == "Paid, but not recorded yet"
    assert "Please do not pay again." in shopper.text
    assert f"WEB-{booking.id:06d}" in shopper.text
    assert "is recorded as paid" not in shopper.text
    assert shopper.send().heading == "Paid, but not recorded yet"

    school.change(booking, state=PENDING)
    assert shopper.send().heading == "Thank you"
    assert school.get(WebPayment, booking.id).amount == booking.amount


# -- what is typed ------------------------------------------------------------------------------------------


def test_characters_that_xml_can_not_carry_are_left_out(shopper, school, offer, bookings):
    course = offer()
    shopper.book(course.occurrence, surname="Br\x01ew\x7fer\ufffe", given="\u200bZo\u200d\xeb\ufeff", notes="a\x0b\nb")
    assert (shopper.status, shopper.heading) == (200, "Payment")
    (booking,) = bookings(course.occurrence)
    person = school.one(select(WebClient).where(WebClient.web_enrolment_id == booking.id))
    assert (person.surname, person.given_name, booking.description) == ("Brewer", "Zo\u200d\xeb", "a\nb")


@pytest.mark.parametrize("nothing", ["\u200b", "\u2060\ufeff \xa0", "\x00\x1f", "\u0301", "-"])
def test_a_name_without_a_letter_is_none(shopper, offer, bookings, nothing):
    course = offer()
    shopper.book(course.occurrence, surname=nothing)
    assert (shopper.status, "Please enter your family name." in shopper.text) == (422, True)
    assert bookings(course.occurrence) == []


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("usi", "WRONG", "Unique Student Identifier"),
        ("gender", "Q", "gender"),
        ("state", "Utopia", "state"),
        ("country", "7777", "country of birth"),
        ("language", "7777", "language"),
        ("aboriginal", "7", "origin"),
        ("employment", "77", "employment"),
        ("disability", "Q", "disability"),
    ],
)
def test_a_field_that_the_service_refuses_is_named_and_the_rest_kept(shopper, offer, field, value, told):
    shopper.book(offer().occurrence, **{field: value})
    (problem,) = shopper.document.xpath('//*[@role="alert"]//li')
    assert (shopper.status, told in problem.text) == (422, True)
    assert all(shopper.value(name) == typed for name, typed in PERSON.items() if name != field)


# -- courses that can not be booked -------------------------------------------------------------------------


@pytest.mark.parametrize("number", ["987654321", "0", "-5", "99999999999", "1e3", "x"])
def test_an_unknown_course_is_told(shopper, number):
    shopper.get(f"/book.php?occurrence={number}")
    assert (shopper.status, shopper.heading) == (404, "Not found")


def test_a_course_that_is_not_on_the_web_is_not_told_from_an_unknown_one(shopper, school, offer):
    unknown = shopper.get("/book.php?occurrence=987654321").text
    course = offer()
    school.change(course.occurrence, web_published=False)
    shopper.get(f"/book.php?occurrence={course.occurrence.id}")
    assert (shopper.status, shopper.text) == (404, unknown)


@pytest.mark.parametrize("status", ["Cancelled", "Withdrawn"])
def test_a_course_that_was_called_off_but_left_on_the_web_has_no_form(shopper, school, offer, status):
    course = offer()
    school.change(course.occurrence, status_id=school.status(status))
    shopper.get(f"/book.php?occurrence={course.occurrence.id}")
    assert (shopper.status, shopper.document.forms, shopper.links["To all courses"]) == (404, [], "/")


def test_a_course_taken_off_the_web_while_its_form_is_filled_in_is_not_booked(shopper, school, offer, bookings):
    course = offer()
    shopper.get(f"/book.php?occurrence={course.occurrence.id}")
    school.change(course.occurrence, web_published=False)
    shopper.send(**PERSON, price=shopper.prices[0])
    assert (shopper.status, shopper.heading) == (404, "Not found")
    assert bookings(course.occurrence) == []


def test_a_full_course_says_so_and_leads_to_other_dates_instead_of_a_form(shopper, school, api, offer):
    course = offer(seats=1)
    book(api, school.token(), course.occurrence, "Faster")
    shopper.get(f"/book.php?occurrence={course.occurrence.id}")
    assert (shopper.status, shopper.document.forms) == (409, [])
    assert course.programme.name in shopper.heading
    assert "There are no places left." in shopper.text
    assert shopper.links["Other dates"] == f"/?programme={course.programme.id}"


def test_a_course_without_a_price_says_so_instead_of_a_form(shopper, school):
    unpriced = school.occurrence(web_published=True)
    shopper.get(f"/book.php?occurrence={unpriced.id}")
    assert (shopper.status, shopper.document.forms) == (409, [])
    assert "No price is known for this course. Please ask us." in shopper.text


def test_the_last_place_is_free_to_the_visitor_who_holds_it_unpaid(shopper, offer):
    course = offer(seats=1)
    shopper.book(course.occurrence).get(f"/book.php?occurrence={course.occurrence.id}")
    assert (shopper.status, "1 left" in shopper.text) == (200, True)


# -- what is offered ----------------------------------------------------------------------------------------


def test_nothing_is_chosen_of_several_prices_and_the_only_one_is(shopper, school, offer):
    course = offer()
    assert shopper.get(f"/book.php?occurrence={course.occurrence.id}").value("price") is None
    only = school.occurrence(prices=[("Full fee", "120.00")], web_published=True)
    assert shopper.get(f"/book.php?occurrence={only.id}").value("price") == shopper.prices[0]
