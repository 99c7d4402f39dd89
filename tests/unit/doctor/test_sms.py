"""doctor: whether text messages can be sent, asked of a real HTTP server."""

import pytest

from tests.support.gateway import SETTINGS, URL, Gateway
from vettrak_api.doctor.findings import Level
from vettrak_api.doctor.sms import look_at_sms
from vettrak_api.settings import FEATURES, Settings

BALANCE = {"sms_balance_url": f"{URL}/balance"}


@pytest.fixture
def gateway():
    gateway = Gateway()
    gateway.start()
    yield gateway
    gateway.stop()


def found(**values):
    finding = look_at_sms(Settings(**values))
    assert (finding.subject, finding.level is Level.OK) == ("sms", finding.advice == "")
    return finding.level, finding.detail


@pytest.mark.parametrize(
    ("values", "level", "detail"),
    [
        ({}, Level.OK, "no text messages are sent: the gateway is off (VETTRAK_SMS_GATEWAY)"),
        ({"sms_url": URL}, Level.FAIL, "there is a gateway's address, but it is not used"),
        ({"sms_gateway": "log"}, Level.WARN, "text messages are taken, but only the log tells of them"),
        ({"sms_gateway": "http"}, Level.FAIL, "only some of its settings are set"),
        (
            SETTINGS | {"features": tuple(set(FEATURES) - {"SMS Extension"})},
            Level.WARN,
            "nobody can send: the feature SMS Extension is missing",
        ),
        (SETTINGS, Level.FAIL, "the gateway can not be used: ConnectionRefusedError"),
    ],
)
def test_settings_are_judged(values, level, detail):
    assert found(**values) == (level, detail)


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({}, "it is not asked for a balance, nobody counts"),
        ({"sms_credit": 50}, "it is not asked for a balance, 50 messages were bought in all"),
        (BALANCE, "8 messages are left"),
    ],
)
def test_a_gateway_that_answers_is_in_order(gateway, values, told):
    gateway.balance = 8
    assert found(**SETTINGS | values) == (Level.OK, f"the gateway answers; {told}")
    assert gateway.got == []


def test_a_balance_that_nobody_understands_is_told(gateway):
    assert found(**SETTINGS | BALANCE) == (Level.OK, "the gateway answers; it tells no balance that can be understood")


def test_a_refused_token_is_told_without_it(gateway):
    gateway.balance_answer = (401, "geheim is wrong")
    finding = look_at_sms(Settings(**SETTINGS, **BALANCE))
    assert (finding.level, finding.detail) == (Level.FAIL, "the gateway can not be used: HTTP 401")
    assert finding.advice == "Check VETTRAK_SMS_TOKEN."
