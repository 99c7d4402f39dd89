"""docs/samples/enrol-php, run by PHP's own web server against a running server of ours."""

import urllib.parse
from decimal import Decimal

import pytest
from sqlalchemy import select

from tests.support.php_site import PERSON, Shopper, sample_site
from tests.support.servers import HOST, free_port
from tests.support.web import book
from vettrak_api.model.clients import Client, ClientStatistics
from vettrak_api.model.enrolments import Enrolment
from vettrak_api.model.finance import Invoice
from vettrak_api.model.occurrences import OccurrencePrice
from vettrak_api.model.quarantine import DELETED, PENDING, WebClient, WebEnrolment, WebPayment

pytestmark = [pytest.mark.interop, pytest.mark.php]


def test_a_seat_is_found_booked_paid_and_processed(shopper, school, api, offer):
    course = offer()
    assert shopper.get().heading == "Courses"
    assert shopper.document.xpath(f'//option[text()="{course.kind.name}"]')
    shopper.get("/?" + urllib.parse.urlencode({"type": course.kind.name}))
    assert [name for name in shopper.links if name.startswith("Course")] == [course.programme.name]
    shopper.get(shopper.links[course.programme.name])
    assert "2 left" in shopper.text
    shopper.get(next(address for name, address in shopper.links.items() if name.startswith("Book")))
    concession = shopper.document.xpath('//label[contains(., "Concession")]/input/@value')[0]
    shopper.send(**PERSON, price=concession)
    assert (shopper.status, shopper.heading) == (200, "Payment")
    assert "This is a sample." in shopper.text
    assert "$60.00" in shopper.text
    shopper.send(outcome="paid")
    assert shopper.heading == "Thank you"
    number = int(shopper.document.get_element_by_id("number").text)

    web = school.get(WebEnrolment, number)
    assert (web.state, web.amount, web.description) == (PENDING, Decimal("60.00"), "<b>Glasses?</b>")
    person = school.one(select(WebClient).where(WebClient.web_enrolment_id == number))
    assert (person.surname, person.email, person.usual_state) == (PERSON["surname"], "bea@example.com", "Vic")
    assert person.statistics["columns"]["country_of_birth"] == "1101"
    payment = school.get(WebPayment, number)
    assert (payment.order_number, payment.amount) == (f"WEB-{number:06d}", Decimal("60.00"))

    processed = api.ProcessWebEnrolment(school.token(), number, False).ProcessedWebEnrol
    assert processed.EnroleeName == f"Bea {PERSON['surname']}"
    enrolment = school.get(Enrolment, processed.EnrolmentId)
    client = school.get(Client, enrolment.client_id)
    assert (client.usual_street_name, client.mobile_phone) == ("Rathdowne Street", "0400 111 222")
    assert school.get(Invoice, processed.InvoiceId) is not None
    assert school.one(select(ClientStatistics.language).where(ClientStatistics.client_id == client.id)) == "1201"


def test_the_form_names_course_dates_place_and_free_places(shopper, school):
    programme = school.programme("Beer & Appreciation")
    occurrence = school.occurrence(
        programme_id=programme.id,
        location_id=school.location("CARLTON").id,
        seats=7,
        prices=[("Full fee", "120.00")],
        web_published=True,
    )
    shopper.get(f"/book.php?occurrence={occurrence.id}")
    assert (shopper.status, shopper.heading) == (200, "Book a place: Beer & Appreciation")
    assert shopper.document.xpath("//td/text()") == ["1 Sep 2026", "27 Sep 2026", "CARLTON", "7 left"]
    assert shopper.links["Other dates"] == f"/?programme={programme.id}"


def test_the_form_of_a_course_without_limits_promises_no_number(shopper, school):
    occurrence = school.occurrence(prices=[("Fee", "1.00")], start_date=None, end_date=None, web_published=True)
    shopper.get(f"/book.php?occurrence={occurrence.id}")
    assert shopper.document.xpath("//td/text()") == ["by arrangement", "by arrangement", "ask us", "available"]


def test_a_declined_payment_frees_the_place(shopper, offer, bookings):
    course = offer(seats=1)
    shopper.book(course.occurrence)
    shopper.send(outcome="declined")
    assert (shopper.status, shopper.heading) == (402, "Not booked")
    assert [each.state for each in bookings(course.occurrence)] == [DELETED]
    assert "1 left" in shopper.get(f"/?programme={course.programme.id}").text


def test_a_full_occurrence_is_not_offered_and_can_not_be_booked(shopper, school, api, offer, bookings):
    course = offer(seats=1)
    shopper.get(f"/book.php?occurrence={course.occurrence.id}")
    book(api, school.token(), course.occurrence, "Faster")
    shopper.send(**PERSON, price=shopper.prices[0])
    assert shopper.status == 422
    assert "Somebody has just taken the last place." in shopper.text
    assert "Other dates" in shopper.links
    assert shopper.value("surname") == PERSON["surname"]
    assert len(bookings(course.occurrence)) == 1
    assert "No dates are open for booking." in shopper.get(f"/?programme={course.programme.id}").text


def test_what_is_refused_after_the_place_was_taken_frees_it(shopper, offer, bookings):
    course = offer()
    shopper.book(course.occurrence, usi="WRONG")
    assert shopper.status == 422
    assert [each.state for each in bookings(course.occurrence)] == [DELETED]
    assert shopper.document.xpath('//input[@name="surname"]/@value') == [PERSON["surname"]]


def test_a_price_that_has_been_taken_off_the_web_can_be_exchanged(shopper, school, offer, bookings):
    course = offer()
    prices = school.all(select(OccurrencePrice).where(OccurrencePrice.occurrence_id == course.occurrence.id))
    hidden, sold = prices
    shopper.get(f"/book.php?occurrence={course.occurrence.id}")
    assert sorted(shopper.prices) == sorted([str(hidden.id), str(sold.id)])
    school.change(hidden, web_published=False)
    shopper.send(**PERSON, price=str(hidden.id))
    assert (shopper.status, "Please choose a price." in shopper.text) == (422, True)
    assert shopper.prices == [str(sold.id)]
    assert bookings(course.occurrence) == []
    shopper.send(price=str(sold.id))
    assert (shopper.status, shopper.heading) == (200, "Payment")
    assert [each.state for each in bookings(course.occurrence)] == [PENDING]


@pytest.mark.parametrize(
    "wrong", [{"surname": " "}, {"born": "1990-02-30"}, {"born": "2999-01-01"}, {"email": "x"}, {"price": "0"}]
)
def test_what_the_form_lacks_is_told_before_anything_is_booked(shopper, offer, bookings, wrong):
    course = offer()
    shopper.book(course.occurrence, **wrong)
    assert shopper.status == 422
    assert "Please" in shopper.text
    assert bookings(course.occurrence) == []


def test_a_form_without_the_mark_of_the_session_does_nothing(shopper, offer, bookings):
    course = offer()
    shopper.book(course.occurrence, mark="")
    assert shopper.status == 403
    assert bookings(course.occurrence) == []


def test_what_people_type_is_shown_as_text(shopper, offer):
    course = offer()
    shopper.book(course.occurrence, born="", surname='"><script>')
    assert "<script>" not in shopper.source
    assert shopper.document.xpath('//input[@name="surname"]/@value') == ['"><script>']
    assert shopper.get("/?type=%3Cscript%3E").status == 404
    assert "<script>" not in shopper.source


def test_pages_without_a_booking_lead_to_the_courses(shopper):
    assert shopper.get("/pay.php").heading == "Courses"
    assert shopper.get("/done.php").heading == "Courses"


def test_answers_forbid_foreign_content_and_logs_hold_nothing_personal(shopper, php_site, offer):
    course = offer()
    shopper.book(course.occurrence, usi="WRONG")
    assert "default-src 'none'" in shopper.headers["Content-Security-Policy"]
    assert "Warning" not in php_site.log()
    assert "Deprecated" not in php_site.log()
    assert not any(word in php_site.log() for word in ("Brien", "bea@example.com", "1990-04-03"))


def test_a_service_that_is_away_is_told_kindly(tmp_path):
    with sample_site(f"http://{HOST}:{free_port()}/x.asmx", "x", "x", tmp_path / "log") as address:
        page = Shopper(address).get()
    assert (page.status, page.heading) == (503, "Not available")
