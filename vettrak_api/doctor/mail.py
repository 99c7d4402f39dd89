"""Examines the settings of mails and the mail server."""

import smtplib
import ssl
from email.utils import parseaddr

from vettrak_api.doctor.findings import Finding, fail, ok, warn
from vettrak_api.outbox.smtp import connected
from vettrak_api.settings import Settings

SMTP_OK, SMTP_SECONDS = 250, 5
"""What the mail server answers when all is well, and how long an answer may take."""


def look_at_mail(settings: Settings) -> Finding:
    """Look at the settings of mails, and try the mail server with all but a mail."""
    needed = {"VETTRAK_SMTP_HOST": settings.smtp_host, "VETTRAK_MAIL_SENDER": settings.mail_sender}
    log_in = {"VETTRAK_SMTP_USER": settings.smtp_user, "VETTRAK_SMTP_PASSWORD": settings.smtp_password}
    if not any((*needed.values(), *log_in.values(), settings.staff_mail_to)):
        return warn(
            "mail",
            "no mails are sent: no links for new passwords, and no word to staff about web enrolments",
            f"Set {' and '.join(needed)} if there shall be any.",
        )
    if any(log_in.values()):
        needed |= log_in
    missing = [name for name, value in needed.items() if not value]
    if missing:
        return fail("mail", "only some of its settings are set", f"Set {' and '.join(missing)}.")
    server = f"{settings.smtp_host}:{settings.smtp_port}"
    trouble = _trouble_with_mail(settings)
    if trouble:
        detail, advice = trouble
        return fail("mail", f"{server} {detail}", advice)
    staff = ", ".join(settings.staff_mail_addresses) or "nobody (VETTRAK_STAFF_MAIL_TO)"
    return ok("mail", f"{server} takes mails from {settings.mail_sender}; staff: {staff}")


def _trouble_with_mail(settings: Settings) -> tuple[str, str] | None:
    """Return what is wrong with the mail server and what to do, or None."""
    try:
        with connected(settings, SMTP_SECONDS) as smtp:
            code, said = smtp.mail(parseaddr(settings.mail_sender)[1])
    except smtplib.SMTPAuthenticationError as error:
        reply = _reply(error.smtp_code, error.smtp_error)
        return f"refuses the log-in: {reply}", "Check VETTRAK_SMTP_USER and VETTRAK_SMTP_PASSWORD."
    except smtplib.SMTPNotSupportedError as error:
        if settings.smtp_starttls:
            cure = "Choose the port that encrypts, often 587, or set VETTRAK_SMTP_STARTTLS=false."
        else:
            cure = "Set VETTRAK_SMTP_STARTTLS=true, or no VETTRAK_SMTP_USER if the server needs no log-in."
        return f"does not do what it should: {error}", cure
    except ssl.SSLCertVerificationError as error:
        return f"can not be trusted: {error.verify_message}", (
            "Name the server in VETTRAK_SMTP_HOST as its certificate does; for an authority of your own set\n"
            "SSL_CERT_FILE to its certificate."
        )
    except (OSError, UnicodeError) as error:
        return f"can not be used: {error}", (
            "Check VETTRAK_SMTP_HOST and VETTRAK_SMTP_PORT, and that no firewall is between.\n"
            "Port 465 is not supported: use 587 with VETTRAK_SMTP_STARTTLS=true."
        )
    if code == SMTP_OK:
        return None
    return f"takes no mails from {settings.mail_sender}: {_reply(code, said)}", (
        "Check VETTRAK_MAIL_SENDER; perhaps the server wants VETTRAK_SMTP_USER and VETTRAK_SMTP_PASSWORD."
    )


def _reply(code: int, said: bytes | str) -> str:
    """Return what the mail server said, on one line."""
    text = said.decode(errors="replace") if isinstance(said, bytes) else said
    return " ".join(f"{code or ''} {text}".split())
