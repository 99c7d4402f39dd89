"""The whole examination, in order."""

from collections.abc import Callable, Iterator

from vettrak_api.doctor.database import examine_database
from vettrak_api.doctor.findings import Finding
from vettrak_api.doctor.logs import look_at_log
from vettrak_api.doctor.mail import look_at_mail
from vettrak_api.doctor.sms import look_at_sms
from vettrak_api.doctor.surroundings import (
    look_at_clock,
    look_at_operations,
    look_at_password_cost,
    look_at_proxies,
    look_at_public_url,
    look_at_web_servers,
)
from vettrak_api.doctor.tenants import look_at_tenants
from vettrak_api.settings import Settings


def examine(settings: Settings) -> Iterator[Finding]:
    """Look at everything, the database first; what needs the database is left out when it can not be reached."""
    yield from examine_database(settings)
    for check in OTHERS:
        yield check(settings)


OTHERS: tuple[Callable[[Settings], Finding], ...] = (
    look_at_public_url,
    look_at_web_servers,
    look_at_proxies,
    look_at_clock,
    look_at_password_cost,
    look_at_mail,
    look_at_sms,
    look_at_log,
    look_at_tenants,
    look_at_operations,
)
