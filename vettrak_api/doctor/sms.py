"""Examines the settings of text messages and the SMS gateway."""

from vettrak_api.doctor.findings import Finding, fail, ok, warn
from vettrak_api.outbox.failures import reason_of
from vettrak_api.outbox.gateways import HttpGateway
from vettrak_api.settings import SMS_OFF, SMS_TO_LOG, Settings

FEATURE = "SMS Extension"

ADVICE = {
    "HTTP 401": "Check VETTRAK_SMS_TOKEN.",
    "HTTP 403": "Check VETTRAK_SMS_TOKEN.",
    "HTTP 404": "Check VETTRAK_SMS_BALANCE_URL.",
    "SSLCertVerificationError": (
        "Name the gateway in VETTRAK_SMS_URL as its certificate does; for an authority of your own set\n"
        "SSL_CERT_FILE to its certificate."
    ),
}
OTHERWISE = "Check VETTRAK_SMS_URL and VETTRAK_SMS_BALANCE_URL, and that no firewall is between."


def look_at_sms(settings: Settings) -> Finding:
    """Look at the settings of text messages, and try the gateway with all but a message."""
    return _look_at_settings(settings) or _look_at_gateway(settings)


def _look_at_settings(settings: Settings) -> Finding | None:
    """Return what the settings alone tell; None when there is a gateway to be tried."""
    if settings.sms_gateway == SMS_OFF:
        if settings.sms_url:
            return fail("sms", "there is a gateway's address, but it is not used", "Set VETTRAK_SMS_GATEWAY=http.")
        return ok("sms", "no text messages are sent: the gateway is off (VETTRAK_SMS_GATEWAY)")
    if FEATURE not in settings.features:
        return warn("sms", f"nobody can send: the feature {FEATURE} is missing", "Add it to VETTRAK_FEATURES.")
    if settings.sms_gateway == SMS_TO_LOG:
        return warn(
            "sms",
            "text messages are taken, but only the log tells of them",
            "That is for demonstrations. Set VETTRAK_SMS_GATEWAY=http and VETTRAK_SMS_URL, or VETTRAK_SMS_GATEWAY=off.",
        )
    return None if settings.sms_url else fail("sms", "only some of its settings are set", "Set VETTRAK_SMS_URL.")


def _look_at_gateway(settings: Settings) -> Finding:
    try:
        balance = HttpGateway(settings).probe()
    except Exception as error:  # noqa: BLE001 - whatever it is, the gateway can not be used
        reason = reason_of(error)
        return fail("sms", f"the gateway can not be used: {reason}", ADVICE.get(reason, OTHERWISE))
    return ok("sms", f"the gateway answers; {_left(settings, balance)}")


def _left(settings: Settings, balance: int | None) -> str:
    if balance is not None:
        return f"{balance} messages are left"
    if settings.sms_balance_url:
        return "it tells no balance that can be understood"
    counted = f"{settings.sms_credit} messages were bought in all" if settings.sms_credit >= 0 else "nobody counts"
    return f"it is not asked for a balance, {counted}"
