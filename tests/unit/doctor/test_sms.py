"""doctor: whether text messages can be sent, asked of a real HTTP server."""

import ssl

import pytest
import trustme

from tests.support.gateway import PORT, SETTINGS, URL, Gateway
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


class TestEncrypted:
    """A gateway whose certificate an authority of its own has signed."""

    @pytest.fixture
    def authority(self, tmp_path):
        authority = trustme.CA()
        authority.cert_pem.write_to_path(tmp_path / "authority.pem")
        return authority, str(tmp_path / "authority.pem")

    @pytest.fixture
    def encrypted(self, gateway, authority):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority[0].issue_cert("127.0.0.1").configure_cert(context)
        plain = gateway._server.socket
        gateway._server.socket = context.wrap_socket(plain, server_side=True)
        return SETTINGS | {"sms_url": f"https://127.0.0.1:{PORT}/messages", "sms_token": ""}

    def test_it_is_not_trusted_by_itself(self, encrypted):
        finding = look_at_sms(Settings(**encrypted))
        assert (finding.level, finding.detail) == (
            Level.FAIL,
            "the gateway can not be used: SSLCertVerificationError",
        )
        assert "SSL_CERT_FILE" in finding.advice

    def test_it_is_trusted_by_its_authority(self, encrypted, authority, monkeypatch):
        monkeypatch.setenv("SSL_CERT_FILE", authority[1])
        assert found(**encrypted) == (Level.OK, "the gateway answers; it is not asked for a balance, nobody counts")

    def test_it_must_be_who_is_meant(self, encrypted, authority, monkeypatch):
        monkeypatch.setenv("SSL_CERT_FILE", authority[1])
        elsewhere = encrypted | {"sms_url": f"https://localhost:{PORT}/messages"}
        assert found(**elsewhere) == (Level.FAIL, "the gateway can not be used: SSLCertVerificationError")


class TestSettings:
    @pytest.mark.parametrize("name", ["sms_url", "sms_balance_url"])
    @pytest.mark.parametrize(
        "value",
        [
            "http://gateway.example/", "ftp://gateway.example/", "gateway.example", "https://", "https://a b.example/",
            "https://gateway.example:99999/", "https://gateway.example/\r\nX: y", "https://[::1", "http://127.0.0.1.example/",
            "https://user:secret@gateway.example/",
        ],
    )  # fmt: skip
    def test_what_is_no_safe_address_is_refused(self, name, value):
        with pytest.raises(ValueError, match=r"is no address|must start with https://|may name no user"):
            Settings(**{name: value})

    @pytest.mark.parametrize(
        "value", ["", "https://gateway.example/x?y=z", "http://localhost:8080/", "http://[::1]:80/"]
    )
    def test_what_is_one_is_taken(self, value):
        assert Settings(sms_url=value).sms_url == value

    @pytest.mark.parametrize("token", ["one\r\nX: two", "t\u00f6ken"])
    def test_a_token_that_no_header_can_hold_is_refused(self, token):
        with pytest.raises(ValueError, match="printable ASCII"):
            Settings(sms_token=token)
