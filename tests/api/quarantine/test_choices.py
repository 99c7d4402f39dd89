"""Area web_enrolments: the classes, units and prices that a booking chooses."""

from decimal import Decimal

import pytest
from sqlalchemy import select

from tests.support.outcomes import OK, outcome
from tests.support.web import book, book_employer, count_rows, real_rows, reserve, web_enrolment
from vettrak_api.model.occurrences import OccurrencePrice
from vettrak_api.model.quarantine import PROCESSED, WebClassChoice, WebEnrolment, WebPriceChoice, WebUnitChoice
from vettrak_api.model.reference import PriceItem

NOT_FOUND = (-4, "Web enrolment not found.")
CALLS = ("AddClassesToWebEnrolment", "AddUnitsToWebEnrolment", "AddPriceTypesToWebEnrolment")
NOT_AVAILABLE = (-1, "Price is not available for this occurrence.")
TOO_MUCH_GST = (-1, "GST may not exceed the amount.")


@pytest.fixture
def occurrence(world):
    return world.occurrence(web_published=True, units=["BEER1", "BEER2"], optional_units=["BEER3"])


@pytest.fixture
def booking(api, token, occurrence):
    return book(api, token, occurrence)


class TestAllChoices:
    @pytest.mark.parametrize("name", CALLS)
    def test_an_unknown_booking_is_not_found(self, api, token, name):
        assert outcome(getattr(api, name)(token, 4711, [])) == NOT_FOUND

    @pytest.mark.parametrize("name", CALLS)
    def test_one_that_was_processed_is_not_found(self, api, token, world, booking, name):
        with world.session() as session:
            session.get(WebEnrolment, booking).state = PROCESSED
        assert outcome(getattr(api, name)(token, booking, [])) == NOT_FOUND

    @pytest.mark.parametrize(("name", "flag"), list(zip(CALLS, ("classes", "units", "prices"), strict=True)))
    @pytest.mark.parametrize("nothing", [[], None])
    def test_nothing_is_a_choice_too(self, api, token, world, booking, name, flag, nothing):
        assert not getattr(web_enrolment(world, booking), f"{flag}_chosen")
        assert outcome(getattr(api, name)(token, booking, nothing)) == OK
        assert getattr(web_enrolment(world, booking), f"{flag}_chosen")

    def test_work_for_reservations_and_employers(self, api, token, world, occurrence):
        session = world.class_session(occurrence)
        for number in (reserve(api, token, occurrence), book_employer(api, token, occurrence)):
            assert outcome(api.AddClassesToWebEnrolment(token, number, [session.id])) == OK
            assert outcome(api.AddUnitsToWebEnrolment(token, number, ["BEER1"])) == OK

    def test_leave_real_records_alone(self, api, token, world, occurrence, booking):
        session, before = world.class_session(occurrence), real_rows(world)
        api.AddClassesToWebEnrolment(token, booking, [session.id])
        api.AddUnitsToWebEnrolment(token, booking, ["BEER1"])
        assert real_rows(world) == before | {"class_session": 1}


class TestClasses:
    @pytest.fixture
    def sessions(self, world, occurrence):
        return [world.class_session(occurrence).id for _ in range(3)]

    @pytest.fixture
    def chosen(self, world, booking):
        wanted = select(WebClassChoice.class_session_id).where(WebClassChoice.web_enrolment_id == booking)
        return lambda: sorted(world.all(wanted))

    def test_are_kept_once_each(self, api, token, booking, sessions, chosen):
        first, second, _ = sessions
        assert outcome(api.AddClassesToWebEnrolment(token, booking, [second, first, second])) == OK
        assert chosen() == [first, second]

    def test_a_later_choice_replaces_an_earlier_one(self, api, token, booking, sessions, chosen):
        first, second, third = sessions
        api.AddClassesToWebEnrolment(token, booking, [first, second])
        assert outcome(api.AddClassesToWebEnrolment(token, booking, [second, third])) == OK
        assert chosen() == [second, third]
        assert outcome(api.AddClassesToWebEnrolment(token, booking)) == OK
        assert chosen() == []

    def test_of_another_occurrence_are_refused_and_the_choice_stays(self, api, token, world, booking, sessions, chosen):
        api.AddClassesToWebEnrolment(token, booking, sessions[:1])
        foreign = world.class_session(world.occurrence()).id
        for number in (foreign, 4711, 0):
            answer = api.AddClassesToWebEnrolment(token, booking, [sessions[1], number])
            assert outcome(answer) == (-1, "Class is not in the occurrence.")
        assert chosen() == sessions[:1]

    def test_of_other_bookings_stay(self, api, token, world, occurrence, booking, sessions):
        other = book(api, token, occurrence)
        api.AddClassesToWebEnrolment(token, other, sessions)
        api.AddClassesToWebEnrolment(token, booking, [])
        assert count_rows(world, WebClassChoice) == [3]


class TestUnits:
    @pytest.fixture
    def chosen(self, world, booking):
        units = {world.unit(code).id: code for code in ("BEER1", "BEER2", "BEER3")}
        wanted = select(WebUnitChoice.unit_id).where(WebUnitChoice.web_enrolment_id == booking)
        return lambda: sorted(units[number] for number in world.all(wanted))

    def test_are_kept_once_each_whatever_their_case(self, api, token, booking, chosen):
        assert outcome(api.AddUnitsToWebEnrolment(token, booking, ["beer3", " BEER1 ", "Beer3"])) == OK
        assert chosen() == ["BEER1", "BEER3"]

    def test_a_later_choice_replaces_an_earlier_one(self, api, token, booking, chosen):
        api.AddUnitsToWebEnrolment(token, booking, ["BEER1", "BEER2"])
        assert outcome(api.AddUnitsToWebEnrolment(token, booking, ["BEER2", "BEER3"])) == OK
        assert chosen() == ["BEER2", "BEER3"]

    @pytest.mark.parametrize("code", ["WINE1", "NOSUCH", ""])
    def test_that_the_occurrence_lacks_are_refused_and_the_choice_stays(self, api, token, world, booking, chosen, code):
        world.unit("WINE1")
        api.AddUnitsToWebEnrolment(token, booking, ["BEER1"])
        answer = api.AddUnitsToWebEnrolment(token, booking, ["BEER2", code])
        assert outcome(answer) == (-1, "Unit is not in the occurrence.")
        assert chosen() == ["BEER1"]


class TestPrices:
    @pytest.fixture
    def price(self, world, occurrence):
        def add(amount="110.00", gst="10.00", item=None, **values):
            item = item or world.add(PriceItem(name=f"Price {amount}"))
            values.setdefault("occurrence_id", occurrence.id)
            money = {"amount": Decimal(amount), "gst": Decimal(gst)}
            return world.add(OccurrencePrice(price_item_id=item.id, **money, **values))

        return add

    @pytest.fixture
    def choose(self, api, token, booking):
        def call(*wanted):
            return outcome(api.AddPriceTypesToWebEnrolment(token, booking, [("TPric", price) for price in wanted]))

        return call

    @pytest.fixture
    def chosen(self, world, booking):
        """Return the choice as (price, amount, GST), and the sum that the booking has."""

        def read():
            wanted = select(WebPriceChoice).where(WebPriceChoice.web_enrolment_id == booking)
            rows = world.all(wanted.order_by(WebPriceChoice.id))
            prices = [(row.occurrence_price_id, str(row.amount), str(row.gst)) for row in rows]
            return prices, str(web_enrolment(world, booking).amount)

        return read

    def test_without_amounts_those_of_the_occurrence_count(self, choose, price, chosen):
        full, book_price = price(), price("22.00", "2.00")
        assert choose({"Enpr_ID": full.id}, {"Enpr_ID": book_price.id}) == OK
        assert chosen() == ([(full.id, "110.00", "10.00"), (book_price.id, "22.00", "2.00")], "132.00")

    def test_amounts_may_be_given(self, choose, price, chosen):
        full = price()
        assert choose({"Enpr_ID": full.id, "Enpr_Amount": "88.0100", "Enpr_GST": 8}) == OK
        assert chosen() == ([(full.id, "88.01", "8.00")], "88.01")

    def test_one_amount_may_be_given(self, choose, price, chosen):
        full = price()
        assert choose({"Enpr_ID": full.id, "Enpr_Amount": "50"}) == OK
        assert chosen() == ([(full.id, "50.00", "4.55")], "50.00")
        assert choose({"Enpr_ID": full.id, "Enpr_GST": "0"}) == OK
        assert chosen() == ([(full.id, "110.00", "0.00")], "110.00")

    def test_a_price_may_be_nothing(self, choose, price, chosen):
        full = price()
        assert choose({"Enpr_ID": full.id, "Enpr_Amount": "0", "Enpr_GST": "0"}) == OK
        assert chosen() == ([(full.id, "0.00", "0.00")], "0.00")

    @pytest.mark.parametrize("record", [{}, {"Enpr_ID": 0}])
    def test_the_old_form_names_the_item(self, choose, price, chosen, record):
        full = price()
        assert choose(record | {"Pric_ID": full.price_item_id}) == OK
        assert chosen()[0] == [(full.id, "110.00", "10.00")]

    def test_the_item_is_ignored_beside_a_record(self, choose, price, chosen):
        full, other = price(), price("22.00", "2.00")
        assert choose({"Enpr_ID": full.id, "Pric_ID": other.price_item_id, "Pric_Name": "Free"}) == OK
        assert chosen()[0] == [(full.id, "110.00", "10.00")]

    def test_an_item_means_the_price_of_the_whole_enrolment_first(self, world, choose, price, chosen):
        item = world.add(PriceItem(name="Fee"))
        price("30.00", "3.00", item=item, unit_id=world.unit("BEER1").id)
        whole = price(item=item)
        assert choose({"Pric_ID": item.id}) == OK
        assert chosen()[0] == [(whole.id, "110.00", "10.00")]

    def test_each_counts_once_and_the_last_wish_counts(self, choose, price, chosen):
        full = price()
        assert choose({"Enpr_ID": full.id}, {"Enpr_ID": full.id, "Enpr_Amount": "50"}) == OK
        assert chosen() == ([(full.id, "50.00", "4.55")], "50.00")

    def test_a_later_choice_replaces_an_earlier_one(self, choose, price, chosen):
        full, other = price(), price("22.00", "2.00")
        choose({"Enpr_ID": full.id})
        assert choose({"Enpr_ID": other.id}) == OK
        assert chosen() == ([(other.id, "22.00", "2.00")], "22.00")
        assert choose() == OK
        assert chosen() == ([], "0.00")

    def test_others_are_not_available(self, world, choose, price, chosen):
        full = price()
        choose({"Enpr_ID": full.id})
        hidden = price("1.00", "0", web_published=False)
        foreign = price("1.00", "0", occurrence_id=world.occurrence().id)
        for sent in (
            {"Enpr_ID": hidden.id},
            {"Pric_ID": hidden.price_item_id},
            {"Enpr_ID": foreign.id},
            {"Enpr_ID": 4711, "Pric_ID": full.price_item_id},
            {"Pric_ID": 4711},
            {"Pric_Name": "Price 110.00"},
        ):
            assert choose(sent) == NOT_AVAILABLE
        assert chosen() == ([(full.id, "110.00", "10.00")], "110.00")

    @pytest.mark.parametrize(
        "amounts",
        [
            {"Enpr_Amount": "10", "Enpr_GST": "10.01"},
            {"Enpr_Amount": "-1"},
            {"Enpr_GST": "-0.01"},
            {"Enpr_Amount": "-11", "Enpr_GST": "-1"},
            {"Enpr_GST": "110.01"},
        ],
    )
    def test_gst_may_not_exceed_the_amount_and_neither_is_negative(self, choose, price, chosen, amounts):
        assert choose({"Enpr_ID": price().id} | amounts) == TOO_MUCH_GST
        assert chosen() == ([], "0.00")

    @pytest.mark.parametrize(
        ("offered", "amount", "gst"),
        [
            (("110.00", "10.00"), "33.33", "3.03"),
            (("110.00", "10.00"), "0", "0.00"),
            (("110.00", "10.00"), "0.05", "0.00"),
            (("110.00", "10.00"), "220.00", "20.00"),
            (("110.00", "10.00"), "110.00", "10.00"),
            (("180.00", "16.36"), "33.33", "3.03"),
            (("100.00", "0.00"), "50.00", "0.00"),
            (("100.00", "4.50"), "50.00", "2.25"),
            (("0.00", "0.00"), "50.00", "0.00"),
            (("100.00", "20.00"), "50.00", "4.55"),
            (("100.00", "20.00"), "100.00", "20.00"),
        ],
    )
    def test_an_amount_without_gst_has_its_share(self, choose, price, chosen, offered, amount, gst):
        full = price(*offered)
        assert choose({"Enpr_ID": full.id, "Enpr_Amount": amount}) == OK
        assert chosen()[0] == [(full.id, f"{Decimal(amount):.2f}", gst)]

    @pytest.mark.parametrize(("amount", "gst"), [("150.00", "13.64"), ("110.00", "10.01"), ("0.05", "0.01")])
    def test_gst_may_be_an_eleventh_but_for_a_cent(self, choose, price, chosen, amount, gst):
        full = price("99.00", "9.00")
        assert choose({"Enpr_ID": full.id, "Enpr_Amount": amount, "Enpr_GST": gst}) == OK
        assert chosen()[0] == [(full.id, amount, gst)]

    @pytest.mark.parametrize(
        "told",
        [
            {"Enpr_Amount": "150.00", "Enpr_GST": "20.00"},
            {"Enpr_Amount": "150.00", "Enpr_GST": "13.65"},
            {"Enpr_Amount": "110.00", "Enpr_GST": "10.02"},
            {"Enpr_GST": "10.02"},
            {"Enpr_Amount": "0.01", "Enpr_GST": "0.02"},
        ],
    )
    def test_more_gst_than_an_eleventh_is_refused(self, choose, price, chosen, told):
        too_much = (-1, "Enpr_GST may not exceed one eleventh of the amount.")
        refused = TOO_MUCH_GST if told.get("Enpr_Amount") == "0.01" else too_much
        assert choose({"Enpr_ID": price().id} | told) == refused
        assert chosen() == ([], "0.00")

    def test_a_price_may_be_told_as_it_is_offered(self, choose, price, chosen):
        odd = price("100.00", "20.00")
        assert choose({"Enpr_ID": odd.id, "Enpr_Amount": "100.00", "Enpr_GST": "20.00"}) == OK
        assert chosen()[0] == [(odd.id, "100.00", "20.00")]

    @pytest.mark.parametrize("member", ["Enpr_Amount", "Enpr_GST"])
    def test_fractions_of_a_cent_are_refused_and_further_zeros_are_not(self, choose, price, chosen, member):
        full = price()
        assert choose({"Enpr_ID": full.id, member: "5.005"}) == (-1, f"{member} has more than two decimals.")
        assert chosen() == ([], "0.00")
        assert choose({"Enpr_ID": full.id, member: "5.0500"}) == OK

    def test_impossible_amounts_are_refused(self, choose, price):
        full, other = price(), price("22.00", "2.00")
        assert choose({"Enpr_ID": full.id, "Enpr_Amount": "10000000"}) == (-1, "Enpr_Amount is not valid.")
        most = {"Enpr_Amount": "9999999.99"}
        assert choose({"Enpr_ID": full.id} | most, {"Enpr_ID": other.id} | most) == (-1, "Amount is not valid.")

    def test_amounts_are_judged_before_records(self, api, token):
        prices = [("TPric", {"Enpr_ID": 1, "Enpr_Amount": "-1"})]
        assert outcome(api.AddPriceTypesToWebEnrolment(token, 4711, prices)) == TOO_MUCH_GST
