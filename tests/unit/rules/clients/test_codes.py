"""How client codes and user names are made up."""

import pytest

from vettrak_api.model.base import CODE, fold
from vettrak_api.model.clients import Client
from vettrak_api.rules.clients.codes import assign_code, candidates, provisional_code
from vettrak_api.rules.clients.usernames import free_username, username_stem


def test_the_number_comes_first_then_the_number_with_a_letter():
    assert candidates(42)[:3] == ["00042", "00042A", "00042B"]
    assert len(candidates(42)) == 27


@pytest.mark.parametrize("number", [1, 99_999, 100_000, 999_999_999, 9_999_999_999])
def test_no_code_is_longer_than_ten_characters(number):
    assert candidates(number)
    assert max(map(len, candidates(number))) <= CODE


def test_provisional_codes_fit_and_are_no_codes():
    assert len(provisional_code()) <= CODE
    assert provisional_code() != provisional_code()
    assert provisional_code().startswith("~")


def test_a_code_that_is_taken_is_passed_over_whatever_its_case(world):
    number = world.client().id + 3
    world.client(code=f"{number:05d}")
    world.client(code=f"{number:05d}a")
    with world.session() as session:
        client = Client(code=provisional_code(), surname="Third", division_id=1)
        session.add(client)
        session.flush()
        assert client.id == number
        assign_code(session, client)
        assert client.code == f"{number:05d}B"
    assert world.fresh(client).code_key == f"{number:05d}b"


@pytest.mark.parametrize(
    ("surname", "given_name", "stem"),
    [
        ("Smith", "John", "john.smith"),
        ("O'Brien-Nguyễn", "Mary Jane", "maryjane.obriennguyen"),
        ("Madonna", "", "madonna"),
        ("李", "", "李"),
        ("!?", "...", "client"),
        ("x" * 50, "y" * 50, "y" * 50 + "." + "x" * 29),
    ],
)
def test_user_names_are_made_of_letters_and_digits_without_accents(surname, given_name, stem):
    assert username_stem(surname, given_name) == stem


def test_user_names_are_counted_and_then_random(world):
    with world.session() as session:
        names = []
        for number in range(12):
            name = free_username(session, "Smith", "John")
            names.append(name)
            session.add(Client(code=f"X{number}", surname="Smith", username=name, division_id=1))
            session.flush()
    assert names[:9] == ["john.smith", *(f"john.smith{number}" for number in range(2, 10))]
    assert all(name.removeprefix("john.smith").isdigit() for name in names[9:])
    assert len({fold(name) for name in names}) == len(names)
