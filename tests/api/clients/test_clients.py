"""Area clients: finding and making clients."""

import datetime
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from tests.support.outcomes import DENIED, OK, outcome
from tests.support.soap import Api
from vettrak_api.model.changes import Change
from vettrak_api.model.clients import Client

BORN = datetime.date(1990, 5, 17)
NOT_FOUND = (-4, "Client not found.")
NO_SURNAME = (-1, "Surname is required.")
NO_DIVISION = (-4, "Division not found.")
TAKEN = (-1, "Username is already in use.")
LONG_SURNAME = (-1, "sClie_Surname is longer than 50 characters.")
LONG_GIVEN = (-1, "sClie_Given is longer than 50 characters.")
LONG_EMAIL = (-1, "email is longer than 100 characters.")
BAD_BIRTH = (-1, "Date of birth is not valid.")
EMPTY = ("", "", "")


def name(answer):
    return answer.Clie.Clie_Surname, answer.Clie.Clie_Given, answer.Clie.Clie_Code


def stored(world, answer):
    """Return the client that an answer names."""
    return world.one(select(Client).where(Client.code == answer.Clie.Clie_Code))


class TestGetClientByCode:
    def test_gives_names_and_code_as_stored_for_a_code_in_any_spelling(self, api, world, token):
        world.client("Smith", "John", code="Ab1")
        answer = api.GetClientByCode(token, " aB1 ")
        assert outcome(answer) == OK
        assert name(answer) == ("Smith", "John", "Ab1")

    @pytest.mark.parametrize("code", ["nobody", "", None])
    def test_an_unknown_code_answers_with_three_empty_strings(self, api, token, code):
        answer = api.GetClientByCode(token, code)
        assert outcome(answer) == NOT_FOUND
        assert name(answer) == EMPTY

    def test_who_refuses_publication_is_found_by_nobody_but_themselves(self, api, world, token):
        shy = world.client(web_publish=False)
        assert outcome(api.GetClientByCode(token, shy.code)) == NOT_FOUND
        assert name(api.GetClientByCode(world.token(shy), shy.code)) == ("Smith", "John", shy.code)

    def test_students_find_themselves_only(self, api, world):
        student, other = world.client(), world.client()
        assert outcome(api.GetClientByCode(world.token(student), student.code)) == OK
        answer = api.GetClientByCode(world.token(student), other.code)
        assert outcome(answer) == DENIED
        assert name(answer) == EMPTY

    def test_a_contact_finds_who_works_at_the_employer(self, api, world):
        employer, worker, contact = world.employer(), world.client(), world.client()
        world.employment(worker, employer)
        world.contact(employer, contact)
        assert outcome(api.GetClientByCode(world.token(contact), worker.code)) == OK


class TestGetClientByEmail:
    def test_compares_trimmed_and_ignoring_case_and_publication(self, api, world, token):
        client = world.client(email="John.Smith@Beer.example", web_publish=False)
        answer = api.GetClientByEmail(token, " john.smith@beer.EXAMPLE ")
        assert outcome(answer) == OK
        assert name(answer) == ("Smith", "John", client.code)

    @pytest.mark.parametrize("email", ["", "   ", None])
    def test_needs_an_address(self, api, token, email):
        answer = api.GetClientByEmail(token, email)
        assert outcome(answer) == (-1, "E-mail address is required.")
        assert name(answer) == EMPTY

    def test_an_unknown_address_is_not_found(self, api, world, token):
        world.client(email=None)
        answer = api.GetClientByEmail(token, "nobody@beer.example")
        assert outcome(answer) == NOT_FOUND
        assert name(answer) == EMPTY

    def test_a_shared_address_names_nobody(self, api, world, token):
        world.client(email="bar@beer.example")
        world.client(email="BAR@beer.example")
        answer = api.GetClientByEmail(token, "bar@beer.example")
        assert outcome(answer) == (-1, "More than one client has this e-mail address.")
        assert name(answer) == EMPTY

    def test_is_for_the_api_role(self, api, world):
        client = world.client(email="john@beer.example")
        assert outcome(api.GetClientByEmail(world.token(client), "john@beer.example")) == DENIED


class TestGetClientByName:
    @pytest.fixture
    def client(self, world):
        return world.client("O'Brien", "Zoë", birth_date=BORN)

    @pytest.mark.parametrize(
        ("surname", "given_name"), [(" o'BRIEN", "ZOË "), ("O\u2019 Brien", "zoe"), ("o`brien", "Zoë\u200b")]
    )
    def test_matches_ignoring_case_accents_blanks_and_time_of_day(self, api, token, client, surname, given_name):
        answer = api.GetClientByName(token, surname, given_name, "1990-05-17T14:30:00")
        assert outcome(answer) == OK
        assert name(answer) == ("O'Brien", "Zoë", client.code)

    @pytest.mark.parametrize(
        ("surname", "given_name", "born"),
        [
            ("O'Brian", "Zoë", BORN),
            ("O'Brien", "Zo", BORN),
            ("O'Brien", None, BORN),
            (None, "Zoë", BORN),
            ("O'Brien", "Zoë", datetime.date(1990, 5, 18)),
            ("O'Brien", "Zoë", None),
        ],
    )
    def test_all_three_must_match(self, api, token, client, surname, given_name, born):
        answer = api.GetClientByName(token, surname, given_name, born)
        assert outcome(answer) == NOT_FOUND
        assert name(answer) == EMPTY

    def test_clients_without_birth_date_never_match(self, api, world, token):
        world.client("Smith", "John", birth_date=None)
        assert outcome(api.GetClientByName(token, "Smith", "John", None)) == NOT_FOUND

    def test_of_several_the_first_made_counts_published_or_not(self, api, world, token):
        first = world.client(birth_date=BORN, web_publish=False, active=False)
        world.client(birth_date=BORN)
        assert name(api.GetClientByName(token, "Smith", "John", BORN))[2] == first.code

    def test_is_for_the_api_role(self, api, world):
        client = world.client(birth_date=BORN)
        assert outcome(api.GetClientByName(world.token(client), "Smith", "John", BORN)) == DENIED


class TestAddClient:
    def test_answers_with_names_and_a_code_made_of_the_number(self, api, world, token):
        answer = api.AddClient(token, " Smith ", " John ")
        assert outcome(answer) == OK
        client = stored(world, answer)
        assert name(answer) == ("Smith", "John", f"{client.id:05d}")

    def test_the_client_is_active_published_no_student_of_a_branch_and_no_staff(self, api, world, token):
        client = stored(world, api.AddClient(token, "Smith", "John"))
        assert (client.active, client.web_publish, client.staff, client.division_id) == (True, True, False, 1)
        assert (client.birth_date, client.email) == (None, None)

    def test_division_and_email_are_stored(self, api, world, token):
        branch = world.division()
        client = stored(world, api.AddClient(token, "Smith", "John", branch.id, " john@beer.example "))
        assert (client.division_id, client.email) == (branch.id, "john@beer.example")

    @pytest.mark.parametrize("root", [0, None])
    def test_no_division_is_the_root_division(self, api, world, token, root):
        assert stored(world, api.AddClient(token, "Smith", "John", root)).division_id == 1

    def test_a_person_may_have_a_single_name(self, api, world, token):
        assert name(api.AddClient(token, "Madonna", None))[:2] == ("Madonna", "")

    def test_the_same_person_may_be_made_twice(self, api, token):
        codes = {api.AddClient(token, "Smith", "John").Clie.Clie_Code for _ in range(2)}
        assert len(codes) == 2

    def test_user_names_are_made_up_of_the_name_and_nobody_knows_a_password(self, api, world, token):
        first, second = (stored(world, api.AddClient(token, "Smith", "John")) for _ in range(2))
        assert (first.username, second.username) == ("john.smith", "john.smith2")
        assert first.password_hash is None
        assert api.ValidateClient("john.smith", "").Status == -1

    def test_a_code_in_use_is_passed_over(self, api, world, token):
        number = world.client().id
        world.client(code=f"{number + 2:05d}")
        answer = api.AddClient(token, "Smith", "John")
        assert answer.Clie.Clie_Code == f"{number + 2:05d}A"

    def test_one_insert_stands_in_the_trail_and_the_maker_on_the_row(self, api, world, token):
        client = stored(world, api.AddClient(token, "Smith", "John"))
        changes = world.all(select(Change).where(Change.record_id == client.id, Change.table_name == "client"))
        assert [(change.action, change.operation) for change in changes if change.operation] == [
            ("insert", "AddClient")
        ]
        assert client.created_by == changes[-1].by

    @pytest.mark.parametrize(
        ("arguments", "error"),
        [
            (("", "John"), NO_SURNAME),
            (("  ", "x" * 51), NO_SURNAME),
            (("x" * 51, "John"), LONG_SURNAME),
            (("Smith", "x" * 51), LONG_GIVEN),
            (("Smith", "John", 999, "x" * 101), LONG_EMAIL),
            (("Smith", "John", 999), NO_DIVISION),
            (("Smith", "John", -1), NO_DIVISION),
        ],
    )
    def test_errors_make_nobody(self, api, world, token, arguments, error):
        present = len(world.all(select(Client.id)))
        answer = api.AddClient(token, *arguments)
        assert outcome(answer) == error
        assert name(answer) == EMPTY
        assert len(world.all(select(Client.id))) == present

    def test_the_longest_texts_fit(self, api, world, token):
        client = stored(world, api.AddClient(token, "ß" * 50, "Ǆ" * 50, 0, f"{'é' * 98}@b"))
        assert (client.surname, client.given_name, client.email) == ("ß" * 50, "Ǆ" * 50, f"{'é' * 98}@b")

    def test_is_for_the_api_role(self, api, world):
        answer = api.AddClient(world.token(world.staff()), "Smith", "John")
        assert outcome(answer) == DENIED
        assert name(answer) == EMPTY


@pytest.mark.settings(email_as_username=True)
class TestAddClientWithEmailAsUsername:
    def test_the_email_is_the_user_name(self, api, world, token):
        client = stored(world, api.AddClient(token, "Smith", "John", 0, "John@beer.example"))
        assert client.username == "John@beer.example"

    def test_without_email_there_is_no_user_name(self, api, world, token):
        assert stored(world, api.AddClient(token, "Smith", "John")).username is None

    def test_an_email_in_use_as_user_name_is_refused(self, api, world, token):
        world.client(username="john@BEER.example")
        answer = api.AddClient(token, "Smith", "John", 0, "john@beer.example")
        assert outcome(answer) == TAKEN
        assert name(answer) == EMPTY

    def test_the_email_of_another_is_no_hindrance(self, api, world, token):
        world.client(email="john@beer.example")
        assert outcome(api.AddClient(token, "Smith", "John", 0, "john@beer.example")) == OK


class TestCreateClient:
    def test_makes_a_client_of_the_root_division_with_a_birth_date(self, api, world, token):
        answer = api.CreateClient(token, "Smith", "John", BORN)
        assert outcome(answer) == OK
        client = stored(world, answer)
        assert name(answer) == ("Smith", "John", f"{client.id:05d}")
        assert (client.birth_date, client.division_id, client.username) == (BORN, 1, "john.smith")

    def test_a_missing_date_leaves_the_birth_date_empty(self, api, world, token):
        assert stored(world, api.CreateClient(token, "Smith", "John")).birth_date is None

    def test_looks_for_no_duplicates(self, api, token):
        codes = {api.CreateClient(token, "Smith", "John", BORN).Clie.Clie_Code for _ in range(2)}
        assert len(codes) == 2

    @pytest.mark.parametrize(
        ("arguments", "error"),
        [
            ((None, "John", BORN), NO_SURNAME),
            (("x" * 51, "John", BORN), LONG_SURNAME),
            (("Smith", "x" * 51, BORN), LONG_GIVEN),
            (("Smith", "John", "1899-12-31"), BAD_BIRTH),
            (("Smith", "John", "2026-09-11"), BAD_BIRTH),
        ],
    )
    def test_errors(self, api, token, arguments, error):
        answer = api.CreateClient(token, *arguments)
        assert outcome(answer) == error
        assert name(answer) == EMPTY

    @pytest.mark.parametrize("born", ["1900-01-01", "2026-09-10T23:59:59"])
    def test_births_from_1900_until_today_are_taken(self, api, token, born):
        assert outcome(api.CreateClient(token, "Smith", "John", born)) == OK

    def test_is_for_the_api_role(self, api, world):
        assert outcome(api.CreateClient(world.token(world.client()), "Smith", "John", BORN)) == DENIED


class TestAddClientAfterCheck:
    def test_makes_a_client_whom_nobody_is(self, api, world, token):
        branch = world.division()
        answer = api.AddClientAfterCheck(token, "Smith", "John", BORN, branch.id, "john@beer.example")
        assert outcome(answer) == OK
        client = stored(world, answer)
        assert name(answer) == ("Smith", "John", f"{client.id:05d}")
        assert (client.birth_date, client.division_id, client.email) == (BORN, branch.id, "john@beer.example")

    def test_a_match_is_returned_as_it_is(self, api, world, token):
        client = world.client("Smith", "John", birth_date=BORN, email="old@beer.example", web_publish=False)
        answer = api.AddClientAfterCheck(token, "SMITH", " john", "1990-05-17T09:00:00", world.division().id, "new@x")
        assert outcome(answer) == OK
        assert name(answer) == ("Smith", "John", client.code)
        same = world.fresh(client)
        assert (same.email, same.division_id) == ("old@beer.example", 1)

    def test_of_several_matches_the_first_made_counts(self, api, world, token):
        first = world.client(birth_date=BORN)
        world.client(birth_date=BORN)
        assert name(api.AddClientAfterCheck(token, "Smith", "John", BORN))[2] == first.code

    def test_a_retry_finds_the_client_of_the_first_try(self, api, token):
        first, second = (api.AddClientAfterCheck(token, "Smith", "John", BORN) for _ in range(2))
        assert name(first) == name(second)

    def test_an_accent_makes_no_other_person(self, api, world, token):
        world.client("Smith", "Zo", birth_date=BORN)
        client = world.client("Smith", "Zoë", birth_date=BORN)
        answer = api.AddClientAfterCheck(token, "SMITH", "Zoe", BORN)
        assert name(answer) == ("Smith", "Zoë", client.code)

    def test_a_client_without_birth_date_is_no_match(self, api, world, token):
        client = world.client(birth_date=None)
        assert name(api.AddClientAfterCheck(token, "Smith", "John", BORN))[2] != client.code

    @pytest.mark.parametrize(
        ("arguments", "error"),
        [
            (("", "John", BORN), NO_SURNAME),
            (("x" * 51, "John", BORN), LONG_SURNAME),
            (("Smith", "x" * 51, BORN), LONG_GIVEN),
            (("Smith", "John", None), (-1, "Date of birth is required.")),
            (("Smith", "John", "2027-01-01"), BAD_BIRTH),
            (("Smith", "John", BORN, 0, "x" * 101), LONG_EMAIL),
            (("Smith", "John", BORN, 999), NO_DIVISION),
        ],
    )
    def test_errors(self, api, token, arguments, error):
        answer = api.AddClientAfterCheck(token, *arguments)
        assert outcome(answer) == error
        assert name(answer) == EMPTY

    @pytest.mark.settings(email_as_username=True)
    def test_an_email_in_use_as_user_name_matters_to_new_clients_only(self, api, world, token):
        world.client("Smith", "John", birth_date=BORN, username="john@beer.example")
        assert outcome(api.AddClientAfterCheck(token, "Smith", "John", BORN, 0, "john@beer.example")) == OK
        assert outcome(api.AddClientAfterCheck(token, "Smith", "Jane", BORN, 0, "john@beer.example")) == TAKEN

    def test_equal_calls_at_once_make_one_client(self, site, world, token):
        def add(_):
            return name(Api(site).AddClientAfterCheck(token, "Smith", "John", BORN))

        with ThreadPoolExecutor(4) as threads:
            answers = set(threads.map(add, range(8)))
        assert len(answers) == 1
        assert len(world.all(select(Client.id).where(Client.surname == "Smith"))) == 1

    def test_different_calls_at_once_make_different_codes_and_user_names(self, site, world, token):
        def add(number):
            born = datetime.date(1990, 1, 1) + datetime.timedelta(days=number)
            return name(Api(site).AddClientAfterCheck(token, "Smith", "John", born))[2]

        with ThreadPoolExecutor(4) as threads:
            codes = list(threads.map(add, range(8)))
        assert len(set(codes)) == 8
        assert len(set(world.all(select(Client.username_key).where(Client.code.in_(codes))))) == 8

    def test_is_for_the_api_role(self, api, world):
        assert outcome(api.AddClientAfterCheck(world.token(world.client()), "Smith", "John", BORN)) == DENIED


class TestValidateUSI:
    def test_any_token_may_ask(self, api, world):
        assert outcome(api.ValidateUSI(world.token(world.client()), " 7qrp3kv395 ")) == OK

    @pytest.mark.parametrize("usi", ["5U9HD88TA3", "HGDFSGYHIG", "", None])
    def test_a_text_of_another_form_is_not_valid(self, api, token, usi):
        assert outcome(api.ValidateUSI(token, usi)) == (-1, "USI is not valid.")

    def test_needs_a_token(self, api):
        assert outcome(api.ValidateUSI("", "7QRP3KV395")) == (-1, "A token is required.")
