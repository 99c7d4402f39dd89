"""Who sends a request: HTTP Basic authentication with the accounts of the RTO's staff."""

import base64
import binascii

from flask import Request

from vettrak_api.database.connections import Database
from vettrak_api.errors import FeatureMissing, LoginRefused, NotPermitted
from vettrak_api.runtime import Runtime
from vettrak_api.security.tokens import Caller

FEATURE = "VETtrak API"
CHALLENGE = 'Basic realm="VETtrak curriculum API", charset="UTF-8"'


def caller_of(request: Request, runtime: Runtime, lease: Database) -> Caller:
    """Return whose user name and password a request brings, if they hold the API role.

    Raises LoginRefused, also for a request that brings none, Busy, FeatureMissing and NotPermitted.
    """
    username, password = _credentials(request.headers.get("Authorization", ""))
    caller = runtime.login.caller(username, password, request.remote_addr or "", lease)
    if FEATURE not in runtime.settings.features:
        raise FeatureMissing(FEATURE)
    if not caller.api_role:
        raise NotPermitted("This account does not hold the API role.")
    return caller


def _credentials(header: str) -> tuple[str, str]:
    """Return user name and password; raises LoginRefused when the header holds none.

    Some clients encode the end of the line with them, as `echo` writes it: that one is no part of the password.
    """
    scheme, _, encoded = header.strip().partition(" ")
    if scheme.lower() != "basic":
        raise LoginRefused
    try:
        raw = base64.b64decode(encoded.strip(), validate=True)
    except (binascii.Error, ValueError):
        raise LoginRefused from None
    try:
        told = raw.decode()
    except UnicodeDecodeError:
        told = raw.decode("latin-1")
    username, colon, password = told.removesuffix("\n").removesuffix("\r").partition(":")
    if not colon:
        raise LoginRefused
    return username, password
