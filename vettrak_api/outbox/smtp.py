"""Connects to the mail server."""

import smtplib
import ssl

from vettrak_api.settings import Settings

SMTP_TIMEOUT_SECONDS = 30


def connected(settings: Settings, timeout: float = SMTP_TIMEOUT_SECONDS) -> smtplib.SMTP:
    """Return a connection to the mail server, encrypted and logged in as the settings say.

    No answer may take longer than `timeout` seconds. Raises OSError or smtplib.SMTPException.
    """
    try:
        smtp = smtplib.SMTP(settings.smtp_host, settings.smtp_port, timeout=timeout)
    except UnicodeError:
        raise smtplib.SMTPConnectError(0, "no host can have this name") from None
    try:
        if settings.smtp_starttls:
            # smtplib's own default trusts every certificate, and a mail may hold the link to a new password.
            smtp.starttls(context=ssl.create_default_context())
        if settings.smtp_user:
            smtp.login(settings.smtp_user, settings.smtp_password)
        smtp.ehlo_or_helo_if_needed()
    except UnicodeError:
        smtp.close()
        raise smtplib.SMTPAuthenticationError(0, "user name and password may hold ASCII characters only") from None
    except OSError:
        smtp.close()
        raise
    return smtp
