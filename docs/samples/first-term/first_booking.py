"""Books the first place: python first_booking.py ADDRESS USER, with the password of the user typed in."""

import datetime
import getpass
import sys

from zeep import Client


def main(address: str, user: str) -> None:
    """Log in, find what is for sale, and book a place."""
    password = getpass.getpass() if sys.stdin.isatty() else sys.stdin.readline().strip()
    api = Client(f"{address}/VT_API.asmx?WSDL").service
    login = api.ValidateClient(user, password)
    if login.Status != 1:
        sys.exit(login.StatusMessage)
    answer = api.GetLMSNewOccurrences(login.Token)
    occurrence = answer.OccuList.TOccu[0]
    print(f"{occurrence.ID} {occurrence.Code}: {occurrence.Prog_Name}, {occurrence.Vacancies} places left")
    born = datetime.datetime(1999, 4, 3)
    booking = api.AddClientWebEnrolment(login.Token, occurrence.ID, "Nguyen", "Minh", "", born, "", 0)
    if booking.Auth.Status != 1:
        sys.exit(booking.Auth.StatusMessage)
    print(f"Booked: web enrolment {booking.ID}. Staff process it at {address}/staff/")


if __name__ == "__main__":
    main(*sys.argv[1:])
