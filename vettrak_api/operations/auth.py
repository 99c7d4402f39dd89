"""Area auth: log-ins, passwords and the test of a pair without logging in."""

from vettrak_api.calls.call import Call, Confirmation, LoginAnswer, Members, operation, prepares
from vettrak_api.errors import Ambiguous, InvalidInput, NotFound
from vettrak_api.rules.clients.locks import lock_new_clients
from vettrak_api.rules.clients.usernames import refuse_taken
from vettrak_api.rules.lookups import find_client, find_client_login
from vettrak_api.security.attempts import origin_of
from vettrak_api.security.credentials import set_password, set_username
from vettrak_api.security.login import Session
from vettrak_api.security.password_resets import request_reset
from vettrak_api.security.passwords import broken_rules
from vettrak_api.security.places import Applicant
from vettrak_api.security.tokens import CLIENT_TOKEN, STAFF_LOGIN

WELCOME = "Success"


@operation
def ValidateClient(call: Call, sUsername: str | None, sPassword: str | None) -> Confirmation | LoginAnswer:
    """Log in with a client's or staff member's user name and password; the answer holds a fresh token."""
    return _welcome(call.runtime.login.client(sUsername, sPassword, call.address, call.database))


@operation
def ValidateUser(call: Call, sUsername: str | None, sPassword: str | None) -> Confirmation | LoginAnswer:
    """Do what ValidateClient does, under its newer name."""
    return _welcome(call.runtime.login.client(sUsername, sPassword, call.address, call.database))


@operation
def ValidateEmployer(call: Call, sUsername: str | None, sPassword: str | None) -> Confirmation | LoginAnswer:
    """Log in as an employer (legacy portal); refused like a bad login when employer logins are off."""
    return _welcome(call.runtime.login.employer(sUsername, sPassword, call.address, call.database))


def _welcome(session: Session) -> LoginAnswer:
    return LoginAnswer(session.id, session.token, WELCOME, session.identifier, session.token_type)


@operation
def DoesUsernamePasswordExist(call: Call, sUsername: str | None, sPassword: str | None) -> Confirmation | LoginAnswer:
    """Tell whose user name and password these are, without logging anybody in.

    The trailing blanks of two messages are the original's. Raises NotFound (Status -4) without a match and
    Ambiguous (Status 0) with several.
    """
    found = call.runtime.login.clients_with(sUsername, sPassword, call.address, call.database)
    if not found:
        raise NotFound("Invalid Username/Password Combination. ")
    if len(found) > 1:
        raise Ambiguous("Username/Password Combination exists in multiple records. ")
    client = found[0]
    token_type = STAFF_LOGIN if client.staff else CLIENT_TOKEN
    return LoginAnswer(client.id, "", "Username/Password Combination exists.", client.identifier, token_type)


@operation
def CheckPasswordValidity(call: Call, password: str | None) -> Members:
    """Test a proposed password against the policy; Details has one sentence per broken rule."""
    broken = broken_rules(call.settings.password_policy, password)
    return {"Valid": not broken, "Details": " ".join(broken) or None}


@prepares("UpdateClientUsernamePassword")
def hash_of_new_password(
    call: Call, sClie_Code: str | None, sUsername: str | None, sPassword: str | None
) -> str | None:
    """Return the hash of a password that the policy allows, else None; raises Busy when there is no place for it."""
    del sClie_Code, sUsername
    if broken_rules(call.settings.password_policy, sPassword):
        return None
    return call.runtime.passwords.hash(sPassword or "", Applicant(origin_of(call.address)))


@operation
def UpdateClientUsernamePassword(
    call: Call, sClie_Code: str | None, sUsername: str | None, sPassword: str | None
) -> Confirmation:
    """Set a client's user name and password; tokens issued under the former password die."""
    session = call.session
    username = call.texts.trimmed("sUsername", sUsername, called="Username")
    if not username:
        raise InvalidInput("A username is required.")
    broken = broken_rules(call.settings.password_policy, sPassword)
    if broken:
        details = " ".join(broken).removesuffix(".")
        raise InvalidInput(f"Password does not meet the policy: {details}.")
    lock_new_clients(session)
    client = find_client(session, sClie_Code)
    if username != client.username:
        refuse_taken(session, username, client.id)
        set_username(client, username)
    keep = call.token if client.id == call.caller.client_id else None
    set_password(session, client, call.prepared, keep)


@operation
def TriggerPortalPasswordReset(call: Call, clientCode: str | None) -> Confirmation:
    """Mail a client a single-use link for a new password; the present one stays valid until it is used."""
    request_reset(call.session, call.settings, call.runtime.clock, find_client_login(call.session, clientCode))
