"""doctor: whether mails can be sent, asked of a real SMTP server."""

import socket
import ssl

import pytest
import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from tests.support.servers import free_port
from vettrak_api.doctor import mail
from vettrak_api.doctor.findings import Level
from vettrak_api.settings import Settings

SENDER = {"mail_sender": "Training <training@rto.example>"}
pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH")
USER = {"smtp_user": "vettrak", "smtp_password": "verysecret"}


class Post:
    """Takes mails from training@rto.example, and keeps what it gets."""

    def __init__(self):
        self.got = []

    async def handle_MAIL(self, server, session, envelope, address, options):
        if address != "training@rto.example":
            return "553 5.7.1 not your address"
        envelope.mail_from = address
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.got.append(envelope)
        return "250 OK"


@pytest.fixture
def post():
    """Start an SMTP server; the options are aiosmtpd's."""
    started = []

    def start(**options):
        port = free_port()
        controller = Controller(Post(), hostname="127.0.0.1", port=port, **options)
        controller.start()
        started.append(controller)
        return {"smtp_host": "127.0.0.1", "smtp_port": port}

    start.got = lambda: [mail for controller in started for mail in controller.handler.got]
    yield start
    for controller in started:
        controller.stop()


def guarded(post):
    """Start a server that wants a log-in."""

    def check(server, session, envelope, mechanism, data):
        return AuthResult(success=data.password == b"verysecret", handled=False)

    return post(authenticator=check, auth_required=True, auth_require_tls=False)


def about_mail(**settings):
    return mail.look_at_mail(Settings(**settings))


def assert_failed(finding, detail, advice):
    assert finding.level is Level.FAIL
    assert detail in finding.detail
    assert advice in finding.advice
    assert "verysecret" not in finding.detail + finding.advice


def test_a_server_that_takes_mails_is_in_order_and_gets_none(post):
    server = post()
    finding = about_mail(**server, **SENDER, staff_mail_to="office@rto.example")
    assert finding.level is Level.OK
    assert finding.detail == (
        f"127.0.0.1:{server['smtp_port']} takes mails from Training <training@rto.example>; staff: office@rto.example"
    )
    assert post.got() == []


def test_that_no_staff_are_named_is_told(post):
    assert about_mail(**post(), **SENDER).detail.endswith("staff: nobody (VETTRAK_STAFF_MAIL_TO)")


def test_a_log_in_is_tried(post):
    server = guarded(post)
    assert about_mail(**server, **SENDER, **USER).level is Level.OK
    wrong = about_mail(**server, **SENDER, smtp_user="vettrak", smtp_password="wrong")
    assert_failed(wrong, "refuses the log-in: 535", "Check VETTRAK_SMTP_USER and VETTRAK_SMTP_PASSWORD.")


def test_a_log_in_that_the_server_wants_is_missed(post):
    assert_failed(about_mail(**guarded(post), **SENDER), "530", "VETTRAK_SMTP_USER")


def test_a_sender_that_the_server_refuses_is_told(post):
    finding = about_mail(**post(), mail_sender="else@rto.example")
    assert_failed(finding, "553 5.7.1 not your address", "VETTRAK_MAIL_SENDER")


def test_a_server_without_log_ins_is_told(post):
    finding = about_mail(**post(), **SENDER, **USER)
    assert_failed(finding, "AUTH extension not supported", "VETTRAK_SMTP_STARTTLS=true")


def test_a_server_without_encryption_is_told(post):
    finding = about_mail(**post(), **SENDER, smtp_starttls=True)
    assert_failed(finding, "STARTTLS extension not supported", "VETTRAK_SMTP_STARTTLS=false")


def encrypted(post, authority):
    """Start a server that encrypts, with the certificate of an authority."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    return post(tls_context=context, require_starttls=True)


def test_a_certificate_that_nobody_vouches_for_is_not_trusted(post):
    finding = about_mail(**encrypted(post, trustme.CA()), **SENDER, smtp_starttls=True)
    assert_failed(finding, "can not be trusted", "SSL_CERT_FILE")


def test_a_certificate_of_a_named_authority_is_trusted(post, monkeypatch, tmp_path):
    authority, file = trustme.CA(), tmp_path / "authority.pem"
    authority.cert_pem.write_to_path(file)
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    assert about_mail(**encrypted(post, authority), **SENDER, smtp_starttls=True).level is Level.OK


@pytest.mark.parametrize("host", ["127.0.0.1", "no-such-host.invalid", "two..points", "ü" * 70])
def test_a_server_that_can_not_be_reached_is_told(host):
    finding = about_mail(smtp_host=host, smtp_port=free_port(), **SENDER)
    assert_failed(finding, f"{host}:", "Check VETTRAK_SMTP_HOST and VETTRAK_SMTP_PORT")


@pytest.mark.parametrize("name", ["smtp_user", "smtp_password"])
def test_a_log_in_that_can_not_be_written_in_smtp_is_told(post, name):
    finding = about_mail(**guarded(post), **SENDER, **(USER | {name: "größe"}))
    assert_failed(finding, "", "VETTRAK_SMTP_USER")
    assert "größe" not in finding.detail + finding.advice


def test_a_server_that_says_nothing_is_not_waited_for(monkeypatch):
    monkeypatch.setattr(mail, "SMTP_SECONDS", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        finding = about_mail(smtp_host="127.0.0.1", smtp_port=silent.getsockname()[1], **SENDER)
    assert_failed(finding, "timed out", "Port 465")


@pytest.mark.parametrize(
    ("settings", "missing"),
    [
        ({"smtp_host": "mail.rto.example"}, "Set VETTRAK_MAIL_SENDER."),
        (SENDER, "Set VETTRAK_SMTP_HOST."),
        ({"staff_mail_to": "a@rto.example"}, "Set VETTRAK_SMTP_HOST and VETTRAK_MAIL_SENDER."),
        ({"smtp_host": "mail.rto.example", **SENDER, "smtp_user": "x"}, "Set VETTRAK_SMTP_PASSWORD."),
        ({"smtp_host": "mail.rto.example", **SENDER, "smtp_password": "verysecret"}, "Set VETTRAK_SMTP_USER."),
    ],
)
def test_settings_that_are_half_set_are_named(settings, missing):
    assert_failed(about_mail(**settings), "only some of its settings", missing)


def test_no_mail_at_all_is_doubtful():
    finding = about_mail()
    assert finding.level is Level.WARN
    assert "VETTRAK_SMTP_HOST and VETTRAK_MAIL_SENDER" in finding.advice
