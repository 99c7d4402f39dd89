"""What every client of the LMS scenario prints: the same steps, whatever the language."""

from vettrak_api.catalogue.loader import load_catalogue

CATALOGUE = load_catalogue()

OPERATIONS = {
    endpoint.strip("/").removesuffix(".asmx"): [operation.name for operation in CATALOGUE.operations_of(product)]
    for product, endpoint in CATALOGUE.endpoints.items()
}
"""The service pages and the operations of each."""


def expected_transcript(course):
    """Return the lines of the scenario that the programs in php, dotnet, node and python play."""
    return f"""\
service: You are connected to the API.
database: You are connected to the Database via the API.
wrong password: -1 Invalid Username/Password Combination.
login: 1 03
new: Beer Appreciation 2026-09-01T09:00:00 2026-09-27T17:00:00 9 0
in range: {course.code}
reversed: -1 Start date is after end date.
uploaded: 1
still new: no
collected: John Smith Active
flagged: 1
left to collect: 0
unknown code: -4 []
unknown name: -4 []
added: Zoë {course.surname}
added again: the same
details: 1990-02-28T00:00:00 zoe@example.com no salary
changed: 1
address: Elizabeth & Sons Street Launceston 0400 000 000
enrolled: {course.code} {course.surname} Active 175.50
enrolled twice: -1 Client is already enrolled in this occurrence.
result: HOSBEER01 1 recorded
result: HOSBEER02 1 recorded
result: HOSBEER01 -1 Percentage must be -1 or 0 to 100.
unit: HOSBEER01 Competency Achieved 85 2026-09-27T17:00:00
unit: HOSBEER02 Continuing -1 2026-09-27T17:00:00
enrolment: {course.code} 2026-09-01T09:00:00
query: Surname Email Title = {course.surname} zoe@example.com null
no token: -1 A token is required.
""".splitlines()
