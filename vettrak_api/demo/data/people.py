"""Makes people: names, addresses, telephone numbers, identifiers and statistics that could be real and are not."""

import datetime
from random import Random
from typing import Any

from vettrak_api.demo.data.words import (
    AREA_CODES,
    GIVEN_NAMES,
    MOBILE_NUMBERS,
    STREETS,
    SUBURBS,
    SURNAMES,
    TITLES,
)
from vettrak_api.model.base import fold, fold_name
from vettrak_api.model.clients import Client, ClientDisability, ClientPriorEducation, ClientStatistics
from vettrak_api.rules.bulk import Batch
from vettrak_api.rules.clients.usi import ALPHABET, check_character

SCATTER = 0x9E3779B97F5
"""An odd number, so that its multiples have each of the last bits once."""

AUSTRALIA, ENGLISH = "1101", "1201"

ORIGINS = {
    "Nguyen": ("5105", "6302"), "Tran": ("5105", "6302"), "Pham": ("5105", "6302"), "Singh": ("7103", "5207"),
    "Kaur": ("7103", "5207"), "Patel": ("7103", "5202"), "Sharma": ("7103", "5203"), "Kumar": ("7103", "5203"),
    "Wang": ("6101", "7104"), "Zhang": ("6101", "7104"), "Li": ("6101", "7104"), "Chen": ("6101", "7104"),
    "Chan": ("6102", "7101"), "Wong": ("6102", "7101"), "Kim": ("6203", "7301"), "Park": ("6203", "7301"),
    "Khan": ("7106", "5212"), "Ahmed": ("7101", "5201"), "Ali": ("4208", "4202"), "Hussain": ("7201", "4105"),
    "Perera": ("7107", "5211"), "Fernando": ("7107", "5211"), "Papadopoulos": ("3207", "2201"),
    "Georgiou": ("3205", "2201"), "Rossi": ("3104", "2401"), "Bianchi": ("3104", "2401"), "Vella": ("3105", "2501"),
    "Silva": ("8203", "2302"), "Lopez": ("8205", "2303"), "Costa": ("3106", "2302"),
}  # fmt: skip
"""Country of birth and language at home that half of the people with a surname have."""

PRIOR_EDUCATION = ("008", "410", "420", "511", "514", "521", "524", "990")
DISABILITIES = ("11", "12", "13", "14", "15", "16", "17", "18", "19")
EMPLOYMENT_CATEGORIES = ("01", "01", "01", "02", "02", "03", "05", "06", "07", "08", "@@")
SCHOOL_LEVELS = ("12", "12", "12", "11", "10", "10", "09", "08")


def add_person(batch: Batch, random: Random, today: datetime.date, division_id: int, **known: Any) -> int:
    """Add a client with everything that is known of people; given values win over invented ones."""
    number = known.pop("id", None) or batch.next_number(Client)
    gender = known.get("gender") or random.choice("FFFFFMMMMMX" if random.random() < 0.1 else "FM")
    surname = known.get("surname") or random.choice(SURNAMES)
    given_name = known.get("given_name") or random.choice(GIVEN_NAMES[gender])
    stem = "".join(filter(str.isalnum, fold_name(given_name))) + "." + "".join(filter(str.isalnum, fold_name(surname)))
    row: dict[str, Any] = {
        "id": number,
        "code": f"{number:05d}",
        "surname": surname,
        "given_name": given_name,
        "title": random.choice(TITLES[gender]),
        "gender": gender,
        "birth_date": birth_date(random, today),
        "username": f"{stem}{number}",
        "email": f"{stem}{number}@example.com",
        "mobile_phone": random.choice(MOBILE_NUMBERS),
        "usi": usi(random),
        "citizenship": AUSTRALIA,
        "division_id": division_id,
        "created_at": batch.now - datetime.timedelta(days=random.randrange(1, 900), minutes=random.randrange(540)),
        **address(random),
        **known,
    }
    row["modified_at"] = row["created_at"]
    batch.add(Client, **row, **keys_of(row))
    add_statistics(batch, random, number, surname, row["birth_date"])
    return number


def add_former_student(batch: Batch, random: Random, came: datetime.date, division_id: int) -> int:
    """Add a client who came so long ago and is nobody's double: no search for a client of today finds one of them.

    Their surnames are double ones, no mobile phone is known, and no two have the same identifier, of however many.
    """
    number = batch.next_number(Client)
    gender = random.choice("FM")
    first, second = random.sample(SURNAMES, 2)
    joined = datetime.datetime.combine(came, datetime.time(9)) + datetime.timedelta(minutes=random.randrange(480))
    known = {"id": number, "gender": gender, "surname": f"{first}-{second}", "mobile_phone": None}
    return add_person(
        batch, random, came, division_id, **known, usi=own_usi(number), created_at=joined, active=number % 4 == 0
    )


def keys_of(row: dict[str, Any]) -> dict[str, str | None]:
    """Return the folded keys, which the model fills by itself only when rows go through its entities."""
    return {
        "code_key": fold(row["code"]),
        "surname_key": fold_name(row["surname"]),
        "given_name_key": fold_name(row["given_name"]),
        "username_key": fold(row["username"]) or None,
        "email_key": fold(row["email"]) or None,
    }


def birth_date(random: Random, today: datetime.date) -> datetime.date:
    """Return a birthday of someone between 15 and 64, most of them young."""
    years = 15 + int(50 * random.random() ** 2)
    return today - datetime.timedelta(days=int(years * 365.25) + random.randrange(1, 365))


def usi(random: Random) -> str:
    """Return a well-formed Unique Student Identifier."""
    return usi_of(random.getrandbits(45))


def own_usi(number: int) -> str:
    """Return one that belongs to a number alone, though it looks like any other."""
    return usi_of(number * SCATTER % 2**45)


def usi_of(bits: int) -> str:
    """Return the Unique Student Identifier that 45 bits make."""
    first_nine = "".join(ALPHABET[bits >> shift & 31] for shift in range(0, 45, 5))
    return first_nine + check_character(first_nine)


def address(random: Random) -> dict[str, str]:
    """Return a usual address, its flat form and a home telephone; one in eight people has a postal box too."""
    city, postcode, state = random.choice(SUBURBS)
    number, street = str(random.randrange(1, 240)), random.choice(STREETS)
    found = {
        "usual_street_number": number,
        "usual_street_name": street,
        "usual_line": f"{number} {street}",
        "usual_city": city,
        "usual_state": state,
        "usual_postcode": postcode,
        "home_phone": landline(random, state),
    }
    if random.random() < 0.12:
        unit = f"Unit {random.randrange(1, 40)}"
        found |= {"usual_unit_details": unit, "usual_line": f"{unit}, {found['usual_line']}"}
    if random.random() < 0.125:
        box = f"PO Box {random.randrange(10, 999)}"
        found |= {
            "postal_box": box,
            "postal_line": box,
            "postal_city": city,
            "postal_state": state,
            "postal_postcode": postcode,
        }
    return found


def landline(random: Random, state: str) -> str:
    """Return a number of the ranges kept for fiction, with the area code of the state."""
    return f"({AREA_CODES[state]}) {random.choice(('5550', '7010'))} {random.randrange(10_000):04d}"


def add_statistics(batch: Batch, random: Random, client_id: int, surname: str, born: datetime.date) -> None:
    """Add what AVETMISS asks of a client; a few do not state it."""
    country, language = AUSTRALIA, ENGLISH
    if surname in ORIGINS and random.random() < 0.5:
        country, language = ORIGINS[surname]
    has_prior, is_disabled = random.random() < 0.35, random.random() < 0.06
    batch.add(
        ClientStatistics,
        client_id=client_id,
        aboriginal_flag=random.choices("4123@", (92, 4, 1, 1, 2))[0],
        at_school_flag="Y" if batch.now.year - born.year < 18 else "N",
        highest_school_level=random.choice(SCHOOL_LEVELS),
        completed_year=str(born.year + 17) if batch.now.year - born.year > 18 else None,
        country_of_birth=country,
        language=language,
        english_proficiency="@" if language == ENGLISH else random.choice("112234"),
        disability_flag="Y" if is_disabled else "N",
        prior_education_flag="Y" if has_prior else "N",
        employment_category=random.choice(EMPLOYMENT_CATEGORIES),
    )
    if is_disabled:
        batch.add(ClientDisability, client_id=client_id, code=random.choice(DISABILITIES))
    if has_prior:
        recognition = random.choice("AAAEI")
        for code in random.sample(PRIOR_EDUCATION, random.choice((1, 1, 2))):
            batch.add(ClientPriorEducation, client_id=client_id, code=code, recognition=recognition)
