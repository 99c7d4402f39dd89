"""Tell what clients are enrolled in, and which classes they have on a day.

pip install zeep
python training.py ADDRESS DAY CLIENT...

export VETTRAK_USER=integration VETTRAK_PASSWORD=demo-password
python training.py http://localhost:8000/VT_API.asmx 2026-12-01 00001 00002
"""

import datetime
import os
import sys
from pathlib import Path

from zeep import Client, Transport
from zeep.exceptions import Fault

LOG_IN_AGAIN = {"Token has expired.", "Invalid token."}


class Vettrak:
    """Calls operations with a token that is kept in a file, so that the next run needs no log-in."""

    def __init__(self, address, user, password, file):
        self.soap = Client(f"{address}?WSDL", transport=Transport(timeout=30, operation_timeout=60)).service
        self.user, self.password, self.file = user, password, file
        self.token = file.read_text().strip() if file.exists() else ""

    def call(self, operation, **arguments):
        """Call an operation; log in first, and again when the token is no longer good."""
        if not self.token:
            self.log_in()
        result = self.soap[operation](sToken=self.token, **arguments)
        if result.Auth.StatusMessage in LOG_IN_AGAIN:
            self.log_in()
            result = self.soap[operation](sToken=self.token, **arguments)
        return result

    def log_in(self):
        """Take a token, which is good for an hour after each use."""
        result = self.soap.ValidateClient(self.user, self.password)
        if result.Status < 1:
            sys.exit(f"The log-in failed: {result.StatusMessage}")
        self.token = result.Token
        self.file.touch(mode=0o600)
        self.file.write_text(self.token)
        print("Logged in.")


def tell(vettrak, client, day):
    """Print what a client is enrolled in, and his classes on a day."""
    result = vettrak.call("GetEnrolmentsForClient", sClie_Code=client)
    if result.Auth.Status < 1:
        print(f"{client}: {result.Auth.StatusMessage}")
        return
    # An empty list comes as None.
    enrolments = result.ClieEnroList.TClieEnro if result.ClieEnroList else []
    # The training organisation's local time: no zone, and nothing to convert.
    first = datetime.datetime.combine(day, datetime.time())
    last = first + datetime.timedelta(hours=23, minutes=59, seconds=59)
    result = vettrak.call("GetClassesForClient", sClie_Code=client, xsdStart=first, xsdEnd=last)
    classes = result.InstList.TInst if result.InstList else []
    print(f"{client}: {len(enrolments)} enrolments, {len(classes)} classes")
    for enrolment in enrolments:
        print(f"  enrolled in {enrolment.Code}")
    for each in classes:
        print(f"  class at {each.Inst_Start:%Y-%m-%dT%H:%M}")


def main():
    """Tell of each client that the command line names."""
    address, day, *clients = sys.argv[1:]
    user, password = os.environ["VETTRAK_USER"], os.environ["VETTRAK_PASSWORD"]
    try:
        vettrak = Vettrak(address, user, password, Path(os.environ.get("VETTRAK_TOKEN_FILE", "vettrak-token")))
        for client in clients:
            tell(vettrak, client, datetime.date.fromisoformat(day))
    except Fault as fault:
        print(f"The server refused the request: {fault.message}", file=sys.stderr)
        sys.exit(2)


if __name__ == "__main__":
    main()
